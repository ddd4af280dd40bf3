//! FindSimilarUnits: duplicates and contradictions within a memory.

use hafez::rpc::v1;
use tonic::{Code, Status};

use crate::common::{Client, Server, header};

async fn groups(client: &mut Client, similarity: v1::Similarity) -> Result<Vec<Vec<String>>, Status> {
    let request = v1::FindSimilarUnitsRequest { parent: "memories/news".into(), similarity: similarity.into() };
    let mut stream = client.memories.find_similar_units(request).await?.into_inner();
    let mut groups = Vec::new();
    while let Some(group) = stream.message().await? {
        assert_eq!(group.unit_count, group.units.len() as u64);
        groups.push(group.units.into_iter().map(|unit| unit.target.unwrap().text).collect());
    }
    Ok(groups)
}

#[tokio::test]
async fn units_that_differ_in_spelling_only_are_duplicates_and_other_targets_conflicts() {
    let server = Server::start();
    let mut client = server.client().await;
    let table = "The Foreign Minister\tوزیر خارجه\n\
                 the foreign minister\tوزیر  خارجه\n\
                 The foreign minister\tوزير خارجه\n\
                 The foreign minister\tوزیر امور خارجه\n\
                 Rain\tباران\n\
                 Snow\tبرف\n\
                 Sleet\tبرف\n";
    client.import(header(), table.as_bytes()).await.done();
    let duplicates = groups(&mut client, v1::Similarity::Duplicates).await.unwrap();
    assert_eq!(duplicates, [["وزیر خارجه", "وزیر  خارجه", "وزير خارجه"]]);
    let conflicts = groups(&mut client, v1::Similarity::Conflicts).await.unwrap();
    assert_eq!(conflicts, [["وزیر خارجه", "وزیر  خارجه", "وزير خارجه", "وزیر امور خارجه"]]);
    let refused = groups(&mut client, v1::Similarity::Unspecified).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
}
