use clap::Args;

use super::filter::Filter;
use super::shown::{HEADER, row};
use super::{Client, nothing};
use crate::cli::fail::Fail;
use crate::cli::output;
use crate::rpc::v1;

#[derive(Args)]
pub struct List {
    #[command(flatten)]
    filter: Filter,
    /// How many at the most
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub async fn call(self, client: &mut Client) -> Result<(), Fail> {
        let filter = v1::TermFilter::from(&self.filter);
        let (mut terms, mut page_token, mut left) = (Vec::new(), String::new(), self.limit);
        while left > 0 {
            let (page_size, filter) = (left.min(1_000) as i32, Some(filter.clone()));
            let request = v1::ListTermsRequest { page_size, page_token, filter };
            let page = client.list_terms(request).await?.into_inner();
            (page_token, left) = (page.next_page_token, left.saturating_sub(page.terms.len()));
            terms.extend(page.terms);
            if page_token.is_empty() {
                break;
            }
        }
        if self.json {
            return terms.iter().try_for_each(output::json);
        }
        if terms.is_empty() && self.limit > 0 {
            return nothing::listed(client).await;
        }
        output::table(HEADER, terms.into_iter().map(row))?;
        output::say_more(&page_token)
    }
}
