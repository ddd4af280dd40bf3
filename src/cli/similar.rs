//! Groups of units that say the same, or contradict each other.

use super::fail::Fail;
use super::output;
use super::unit::{Client, HEADER, row};
use crate::rpc::v1;

/// Prints each group as it is found.
pub async fn find(client: &mut Client, memory: String, similarity: v1::Similarity, json: bool) -> Result<(), Fail> {
    let request = v1::FindSimilarUnitsRequest { parent: memory, similarity: similarity.into() };
    let mut groups = client.find_similar_units(request).await?.into_inner();
    let mut count = 0_u64;
    while let Some(group) = groups.message().await? {
        count += 1;
        if json {
            output::json(&group)?;
            continue;
        }
        let unnamed = group.unit_count - group.units.len() as u64;
        output::table(HEADER, group.units.into_iter().map(|unit| row(unit).to_vec()))?;
        if unnamed > 0 {
            output::line(&format!("… and {unnamed} more"))?;
        }
    }
    match (json, similarity) {
        (true, _) => Ok(()),
        (_, v1::Similarity::Conflicts) => output::line(&format!("{count} sources with several targets")),
        _ if count == 0 => output::line("no duplicates"),
        _ => output::line(&format!("{count} groups of duplicates; hafez unit merge KEPT OTHER… makes one of each")),
    }
}
