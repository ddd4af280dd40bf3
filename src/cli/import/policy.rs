//! What is to be done with units that meet others, or are doubtful.

use clap::{Args, ValueEnum};

use crate::cli::other_target::OtherTarget;
use crate::qa::Doubt;
use crate::rpc::v1;

/// What is done with a pair that is there already.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Existing {
    /// It gets another occurrence, the better status, and details that it lacks
    #[default]
    CountUse,
    /// The same, and what the file says of it replaces what was said
    Update,
    /// It stays as it is
    Skip,
}

#[derive(Args)]
pub struct Policy {
    /// What to do with a pair that is there already
    #[arg(long, value_enum, default_value_t)]
    existing: Existing,
    /// What to do with a unit whose source has another target in the memory; as the memory is set if not given
    #[arg(long, value_enum)]
    other_target: Option<OtherTarget>,
    /// What to do with doubtful pairs: wrong-script, equal-to-source, unusual-length, unbalanced-codes, numbers-disagree or
    /// all, and accept, draft (what is done by default) or refuse. May be given several times; the last one holds
    #[arg(long, value_name = "DOUBT=TREATMENT", value_parser = parse_doubt)]
    doubt: Vec<(Option<Doubt>, v1::Treatment)>,
}

impl Policy {
    pub fn message(&self) -> v1::ImportPolicy {
        let existing = match self.existing {
            Existing::CountUse => v1::ExistingPair::CountUse,
            Existing::Update => v1::ExistingPair::Update,
            Existing::Skip => v1::ExistingPair::Skip,
        };
        let other_target = self.other_target.map(v1::OtherTarget::from).unwrap_or_default();
        let mut policy = v1::ImportPolicy {
            existing_pair: existing.into(),
            other_target: other_target.into(),
            ..v1::ImportPolicy::default()
        };
        for &(doubt, treatment) in &self.doubt {
            let doubts = doubt.map_or(Doubt::ALL.to_vec(), |doubt| vec![doubt]);
            doubts.into_iter().for_each(|doubt| *field(&mut policy, doubt) = treatment.into());
        }
        policy
    }
}

fn field(policy: &mut v1::ImportPolicy, doubt: Doubt) -> &mut i32 {
    match doubt {
        Doubt::WrongScript => &mut policy.wrong_script,
        Doubt::EqualToSource => &mut policy.equal_to_source,
        Doubt::UnusualLength => &mut policy.unusual_length,
        Doubt::UnbalancedCodes => &mut policy.unbalanced_codes,
        Doubt::NumbersDisagree => &mut policy.numbers_disagree,
    }
}

/// `None` stands for all doubts.
fn parse_doubt(text: &str) -> Result<(Option<Doubt>, v1::Treatment), String> {
    let names = Doubt::ALL.map(|doubt| doubt.name().to_lowercase().replace('_', "-"));
    let (name, treatment) = text.split_once('=').ok_or("write for example numbers-disagree=accept")?;
    let doubt = match names.iter().position(|known| known == name) {
        Some(at) => Some(Doubt::ALL[at]),
        None if name == "all" => None,
        None => return Err(format!("`{name}` is no doubt; there are {} and all", names.join(", "))),
    };
    let treatment = parse_treatment(treatment)?;
    Ok((doubt, treatment))
}

pub fn parse_treatment(name: &str) -> Result<v1::Treatment, String> {
    match name {
        "accept" => Ok(v1::Treatment::Accept),
        "draft" => Ok(v1::Treatment::Draft),
        "refuse" => Ok(v1::Treatment::Refuse),
        other => Err(format!("`{other}` is no treatment; there are accept, draft and refuse")),
    }
}
