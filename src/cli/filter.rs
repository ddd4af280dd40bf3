//! Which units a command is about.

use clap::Args;

use super::input::parse_language;
use super::unit::Status;
use crate::rpc::v1;

#[derive(Args)]
pub struct Filter {
    /// Only units from this language; en finds en-US
    #[arg(long, value_parser = parse_language)]
    from: Option<String>,
    /// Only units to this language
    #[arg(long, value_parser = parse_language)]
    to: Option<String>,
    /// Only units of this status
    #[arg(long = "status", value_enum)]
    statuses: Vec<Status>,
    /// Only units with this attribute
    #[arg(long = "attribute", value_name = "NAME=VALUE", value_parser = parse_attribute)]
    attributes: Vec<(String, String)>,
    /// Only units changed at this time or later, as 2024-02-05 or 2024-02-05T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    since: Option<jiff::Timestamp>,
    /// Only units changed before this time
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    before: Option<jiff::Timestamp>,
}

impl Filter {
    pub fn languages(&self) -> (Option<&str>, Option<&str>) {
        (self.from.as_deref(), self.to.as_deref())
    }
}

impl From<&Filter> for v1::UnitFilter {
    fn from(filter: &Filter) -> v1::UnitFilter {
        v1::UnitFilter {
            source_language: filter.from.clone().unwrap_or_default(),
            target_language: filter.to.clone().unwrap_or_default(),
            statuses: filter.statuses.iter().map(|&status| v1::UnitStatus::from(status).into()).collect(),
            origins: Vec::new(),
            updated_from: filter.since.map(Into::into),
            updated_before: filter.before.map(Into::into),
            attributes: filter.attributes.iter().cloned().collect(),
        }
    }
}

fn parse_attribute(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    parts.ok_or_else(|| "write it as NAME=VALUE".into())
}

/// A day stands for its beginning in UTC.
fn parse_time(text: &str) -> Result<jiff::Timestamp, String> {
    let of_day = || {
        let day = text.parse::<jiff::civil::Date>().ok()?;
        day.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|day| day.timestamp())
    };
    text.parse().ok().or_else(of_day).ok_or_else(|| "write it as 2024-02-05 or 2024-02-05T12:00:00Z".into())
}
