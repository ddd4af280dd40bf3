//! ImportTerms and ExportTerms: what a caller sees who breaks off, goes on, and tries again.

use hafez::rpc::v1;
use hafez::rpc::v1::import_terms_request::Message;
use tonic::{Code, Status};

use crate::common::{Client, Refusal, Server};

async fn serving() -> (Server, Client) {
    let server = Server::start();
    let client = server.client().await;
    (server, client)
}

fn header() -> v1::TermImportHeader {
    v1::TermImportHeader {
        source_language: "en".into(),
        target_language: "fa".into(),
        document: "lakes.tsv".into(),
        r#type: v1::TermType::Place.into(),
        ..Default::default()
    }
}

/// `Lake 1`, `دریاچه ۱` and so on, in letters.
fn lakes(count: usize) -> String {
    let letters = |n: usize, alphabet: &str| -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        (0..4).map(|at| alphabet[n / alphabet.len().pow(at) % alphabet.len()]).collect()
    };
    (0..count).map(|n| format!("Lake {}\tدریاچه {}\n", letters(n, "abcdefghij"), letters(n, "ابپتثجچحخد"))).collect()
}

async fn import(
    client: &mut Client,
    header: v1::TermImportHeader,
    file: &[u8],
) -> (Vec<v1::ImportTermsResponse>, Option<Status>) {
    let chunks = file.chunks(1_000).map(|chunk| Message::Chunk(chunk.to_vec()));
    let messages = std::iter::once(Message::Header(header)).chain(chunks);
    let messages: Vec<_> = messages.map(|message| v1::ImportTermsRequest { message: Some(message) }).collect();
    let mut answers = Vec::new();
    let mut stream = match client.transfer.import_terms(tokio_stream::iter(messages)).await {
        Ok(stream) => stream.into_inner(),
        Err(status) => return (answers, Some(status)),
    };
    loop {
        match stream.message().await {
            Ok(Some(answer)) => answers.push(answer),
            Ok(None) => return (answers, None),
            Err(status) => return (answers, Some(status)),
        }
    }
}

fn counts(answers: &[v1::ImportTermsResponse]) -> [u64; 4] {
    let counts = answers.last().and_then(|answer| answer.counts.clone()).unwrap_or_default();
    [counts.read, counts.added, counts.updated, counts.unchanged]
}

async fn terms(client: &mut Client) -> Vec<v1::Term> {
    let (mut terms, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = v1::ListTermsRequest { page_size: 1_000, page_token, ..Default::default() };
        let page = client.terms.list_terms(request).await.unwrap().into_inner();
        terms.extend(page.terms);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return terms;
        }
    }
}

#[tokio::test]
async fn an_import_of_terms_that_broke_off_goes_on_where_it_was() {
    let (_server, mut client) = serving().await;
    let file = lakes(5_000);
    let sized = v1::TermImportHeader { size_bytes: file.len() as u64, request_id: "lakes".into(), ..header() };
    let (half, error) = import(&mut client, sized.clone(), &file.as_bytes()[..file.len() / 2]).await;
    assert_eq!(error.unwrap().code(), Code::InvalidArgument);
    let [read, added, ..] = counts(&half);
    assert!(added > 0 && read == added, "{half:?}");
    assert_eq!(terms(&mut client).await.len() as u64, added, "what was told is there");
    let (whole, error) = import(&mut client, sized.clone(), file.as_bytes()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(counts(&whole), [5_000, 5_000, 0, 0], "nothing is counted twice");
    assert_eq!(terms(&mut client).await.len(), 5_000);
    let (again, _) = import(&mut client, sized.clone(), file.as_bytes()).await;
    assert_eq!(again.len(), 1, "a retry is answered with the first answer");
    assert_eq!(again.last(), whole.last());
    let (_, error) = import(&mut client, sized, lakes(10).as_bytes()).await;
    assert!(error.is_some(), "another file under the same id is refused");
}

#[tokio::test]
async fn a_file_that_says_something_else_of_the_same_names_is_another_one() {
    let (_server, mut client) = serving().await;
    let file = |note: &str| {
        let rows: String = lakes(5_000).lines().map(|line| format!("{line}\t{note}\n")).collect();
        format!("en\tfa\tnote\n{rows}")
    };
    let size_bytes = file("first").len() as u64;
    let sized = v1::TermImportHeader { size_bytes, request_id: "lakes".into(), ..header() };
    let half = file("first").len() / 2;
    let (answers, _) = import(&mut client, sized.clone(), &file("first").as_bytes()[..half]).await;
    assert!(counts(&answers)[1] > 0);
    let (_, error) = import(&mut client, sized, file("other").as_bytes()).await;
    assert_eq!(Refusal::of(&error.unwrap()).reason, "REQUEST_ID_REUSED");
}

#[tokio::test]
async fn what_is_in_is_found_at_once_and_after_a_restart() {
    let (server, mut client) = serving().await;
    let (answers, error) = import(&mut client, header(), "Lake Onega\tدریاچه اونگا\n".as_bytes()).await;
    assert!(error.is_none() && answers.last().unwrap().done);
    let request = || v1::RecognizeTermsRequest {
        text: "north of Lake Onega".into(),
        source_language: "en".into(),
        target_language: "fa".into(),
        ..Default::default()
    };
    let found = client.terms.recognize_terms(request()).await.unwrap().into_inner().terms;
    assert_eq!(found[0].renderings[0].text, "دریاچه اونگا");
    let server = server.restart().await;
    let mut client = server.client().await;
    let found = client.terms.recognize_terms(request()).await.unwrap().into_inner().terms;
    assert_eq!(found[0].renderings[0].text, "دریاچه اونگا");
}

#[tokio::test]
async fn an_import_is_of_units_or_of_terms() {
    let (_server, mut client) = serving().await;
    let named = v1::TermImportHeader { import: "imports/lakes".into(), ..header() };
    let (answers, error) = import(&mut client, named.clone(), lakes(3).as_bytes()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(answers.last().unwrap().import, "imports/lakes");
    let units = v1::ImportHeader { import: "imports/lakes".into(), ..crate::common::header() };
    let refused = client.import(units, "Good morning\tصبح بخیر\n".as_bytes()).await;
    let refusal = Refusal::of(refused.error.as_ref().unwrap());
    assert!(refusal.message.contains("one of terms"), "{}", refusal.message);
    let listed = client.transfer.get_import(v1::GetImportRequest { name: "imports/lakes".into() }).await.unwrap();
    let listed = listed.into_inner().import.unwrap();
    assert_eq!((listed.memory.as_str(), listed.counts.unwrap().added), ("", 3));
    let (_, error) = import(&mut client, v1::TermImportHeader { format: 2, ..header() }, b"x").await;
    assert!(error.unwrap().message().contains("TBX, TSV, CSV, XLSX or JSONL"));
}

#[tokio::test]
async fn an_export_ends_with_its_counts_and_tells_what_it_leaves_out() {
    let (_server, mut client) = serving().await;
    let term = |english: &str| v1::Term {
        entries: vec![
            v1::TermEntry { language: "en".into(), text: english.into(), ..Default::default() },
            v1::TermEntry { language: "fa".into(), text: "دریاچه".into(), ..Default::default() },
        ],
        ..Default::default()
    };
    for english in ["Lake Onega", "either|or lake"] {
        let request = v1::CreateTermRequest { term: Some(term(english)), ..Default::default() };
        client.terms.create_term(request).await.unwrap();
    }
    let request = v1::ExportTermsRequest { format: v1::TransferFormat::Tsv.into(), ..Default::default() };
    let mut stream = client.transfer.export_terms(request).await.unwrap().into_inner();
    let (mut file, mut left_out, mut counts) = (Vec::new(), Vec::new(), None);
    while let Some(answer) = stream.message().await.unwrap() {
        file.extend(answer.chunk);
        left_out.extend(answer.left_out);
        counts = answer.counts;
    }
    assert_eq!(counts, Some(v1::ExportCounts { written: 1, left_out: 1 }));
    assert_eq!(left_out[0].name, "terms/2");
    assert!(left_out[0].message.contains("TBX or JSONL"), "{}", left_out[0].message);
    let file = String::from_utf8(file).unwrap();
    assert_eq!(file.lines().next(), Some("en\tfa\ttype\treview\tnote\tprovenance\tauthor\tid"));
    let request = v1::ExportTermsRequest::default();
    assert_eq!(client.transfer.export_terms(request).await.unwrap_err().code(), Code::InvalidArgument);
}
