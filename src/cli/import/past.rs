//! Imports that have been: listed, and taken back.

use tonic::transport::Channel;

use crate::cli::fail::Fail;
use crate::cli::output;
use crate::rpc::v1;
use crate::rpc::v1::transfer_service_client::TransferServiceClient;

const HEADER: &[&str] =
    &["import", "memory", "files", "first file", "added", "updated", "refused", "begun", "taken back"];

/// Prints all imports.
pub async fn list(client: &mut TransferServiceClient<Channel>, json: bool) -> Result<(), Fail> {
    let (mut imports, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = v1::ListImportsRequest { page_size: 1_000, page_token };
        let page = client.list_imports(request).await?.into_inner();
        imports.extend(page.imports);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    if json {
        return imports.iter().try_for_each(output::json);
    }
    output::table(HEADER, imports.into_iter().map(row))
}

fn row(import: v1::Import) -> Vec<String> {
    let counts = import.counts.unwrap_or_default();
    let time = |time: Option<crate::rpc::Timestamp>| time.map(output::time).unwrap_or_default();
    vec![
        import.name.trim_start_matches("imports/").to_owned(),
        if import.memory.is_empty() {
            "(terms)".into()
        } else {
            import.memory.trim_start_matches("memories/").to_owned()
        },
        import.files.to_string(),
        import.document,
        counts.added.to_string(),
        counts.updated.to_string(),
        counts.refused.to_string(),
        time(import.create_time),
        time(import.undo_time),
    ]
}

/// Takes an import back, and says what came of it.
pub async fn undo(
    client: &mut TransferServiceClient<Channel>,
    import: &str,
    dry_run: bool,
    json: bool,
) -> Result<(), Fail> {
    let request = v1::UndoImportRequest { name: import.to_owned(), dry_run, ..Default::default() };
    let undone = client.undo_import(request).await?.into_inner();
    if json {
        return output::json(&undone);
    }
    let dry = if dry_run { " (dry run: nothing was written)" } else { "" };
    let v1::UndoImportResponse { deleted, restored, brought_back, kept, reviews_dropped, .. } = &undone;
    let reviews = if *reviews_dropped > 0 { format!(", {reviews_dropped} reviews dropped") } else { String::new() };
    output::line(&format!(
        "{import}: {deleted} deleted, {restored} as they were, {brought_back} brought back, {kept} kept{reviews}{dry}"
    ))?;
    let named: Vec<&String> = undone.kept_units.iter().chain(&undone.kept_terms).collect();
    for name in &named {
        output::complain(&format!("{name}: it was changed since, or is of a later import, too; it stays"));
    }
    if *kept > named.len() as u64 {
        output::complain(&format!("… and {} more that were changed since", kept - named.len() as u64));
    }
    if *kept > 0 { Err(Fail::Refused) } else { Ok(()) }
}
