//! What is said, on standard error, to somebody who gets nothing.

use super::Client;
use crate::cli::fail::Fail;
use crate::cli::output;
use crate::rpc::v1;

const EMPTY: &str = "the termbase is empty; hafez term add puts terms in, hafez term mine finds them in a memory";

/// Says that no approved term is what was asked for. `candidates` is how many mined ones would be; `advice` is what helps
/// where there are none.
pub async fn found(client: &mut Client, candidates: usize, advice: &str) -> Result<(), Fail> {
    let said = match candidates {
        0 if !has_terms(client, None).await? => EMPTY.to_owned(),
        0 => format!("nothing was found; {advice}"),
        1 => "nothing was found among approved terms; --candidates shows 1 that was mined".to_owned(),
        _ => format!("nothing was found among approved terms; --candidates shows {candidates} that were mined"),
    };
    output::complain(&said);
    Ok(())
}

/// Says that no term passes a filter.
pub async fn listed(client: &mut Client) -> Result<(), Fail> {
    let other = "no term is so; without these options hafez term list shows all";
    output::complain(if has_terms(client, None).await? { other } else { EMPTY });
    Ok(())
}

/// Says that there are no candidates: of a memory, if it is named.
pub fn mined(memory: &str) {
    let memory = if memory.is_empty() { "NAME" } else { memory };
    let how = format!("hafez term mine --memory {memory} --from … --to … finds candidates");
    output::complain(&format!("nothing to look at; {how}"));
}

/// Says that no source has a term.
pub async fn checked(client: &mut Client) -> Result<(), Fail> {
    let why = match has_terms(client, Some(v1::TermReviewState::Approved)).await? {
        true => "",
        false => ", as none is approved; hafez term add puts some in, hafez term review approves mined ones",
    };
    output::complain(&format!("no term was found in the sources{why}"));
    Ok(())
}

async fn has_terms(client: &mut Client, state: Option<v1::TermReviewState>) -> Result<bool, Fail> {
    let review_states = state.into_iter().map(Into::into).collect();
    let filter = Some(v1::TermFilter { review_states, ..Default::default() });
    let request = v1::ListTermsRequest { page_size: 1, filter, ..Default::default() };
    Ok(!client.list_terms(request).await?.into_inner().terms.is_empty())
}
