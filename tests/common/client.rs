use hafez::rpc::v1;
use hafez::rpc::v1::article_service_client::ArticleServiceClient;
use hafez::rpc::v1::import_units_request::Message;
use hafez::rpc::v1::memory_service_client::MemoryServiceClient;
use hafez::rpc::v1::suggest_service_client::SuggestServiceClient;
use hafez::rpc::v1::term_service_client::TermServiceClient;
use hafez::rpc::v1::transfer_service_client::TransferServiceClient;
use tonic::Status;
use tonic::transport::{Channel, Endpoint};

/// One connection with a client for every service, and the calls that tests make most.
#[derive(Clone)]
pub struct Client {
    pub channel: Channel,
    pub memories: MemoryServiceClient<Channel>,
    pub suggest: SuggestServiceClient<Channel>,
    pub articles: ArticleServiceClient<Channel>,
    pub terms: TermServiceClient<Channel>,
    pub transfer: TransferServiceClient<Channel>,
}

/// All that an import answered, and the error that ended it, if one did.
#[derive(Debug)]
pub struct Imported {
    pub answers: Vec<v1::ImportUnitsResponse>,
    pub error: Option<Status>,
}

impl Client {
    pub async fn connect(url: &str) -> Client {
        let channel = Endpoint::from_shared(url.to_owned()).unwrap().connect().await.unwrap();
        Client {
            memories: MemoryServiceClient::new(channel.clone()).max_encoding_message_size(usize::MAX),
            suggest: SuggestServiceClient::new(channel.clone()).max_encoding_message_size(usize::MAX),
            articles: ArticleServiceClient::new(channel.clone()),
            terms: TermServiceClient::new(channel.clone()),
            transfer: TransferServiceClient::new(channel.clone()),
            channel,
        }
    }

    pub async fn create_memory(&mut self, id: &str) -> v1::Memory {
        let request = v1::CreateMemoryRequest { memory_id: id.into(), ..Default::default() };
        self.memories.create_memory(request).await.unwrap().into_inner().memory.unwrap()
    }

    pub async fn memory(&mut self, id: &str) -> v1::Memory {
        let request = v1::GetMemoryRequest { name: format!("memories/{id}") };
        self.memories.get_memory(request).await.unwrap().into_inner().memory.unwrap()
    }

    pub async fn memory_names(&mut self) -> Vec<String> {
        let answer = self.memories.list_memories(v1::ListMemoriesRequest::default()).await.unwrap().into_inner();
        answer.memories.into_iter().map(|memory| memory.name).collect()
    }

    pub async fn add(&mut self, memory: &str, unit: v1::Unit) -> v1::Unit {
        let parent = format!("memories/{memory}");
        let request = v1::CreateUnitRequest { parent, unit: Some(unit), ..Default::default() };
        self.memories.create_unit(request).await.unwrap().into_inner().unit.unwrap()
    }

    pub async fn unit(&mut self, name: &str) -> v1::Unit {
        let request = v1::GetUnitRequest { name: name.into() };
        self.memories.get_unit(request).await.unwrap().into_inner().unit.unwrap()
    }

    pub async fn update(&mut self, unit: v1::Unit, paths: &[&str]) -> v1::Unit {
        let update_mask = Some(mask(paths));
        let request = v1::UpdateUnitRequest { unit: Some(unit), update_mask, ..Default::default() };
        self.memories.update_unit(request).await.unwrap().into_inner().unit.unwrap()
    }

    pub async fn delete(&mut self, name: &str) {
        let request = v1::DeleteUnitRequest { name: name.into(), ..Default::default() };
        self.memories.delete_unit(request).await.unwrap();
    }

    /// All units of a memory, up to a thousand.
    pub async fn units(&mut self, memory: &str) -> Vec<v1::Unit> {
        let parent = format!("memories/{memory}");
        let request = v1::ListUnitsRequest { parent, page_size: 1_000, ..Default::default() };
        self.memories.list_units(request).await.unwrap().into_inner().units
    }

    pub async fn suggest(&mut self, request: v1::SuggestRequest) -> Vec<v1::Suggestion> {
        self.suggest.suggest(request).await.unwrap().into_inner().suggestions
    }

    /// One page of a concordance.
    pub async fn concordance(&mut self, request: v1::SearchConcordanceRequest) -> v1::SearchConcordanceResponse {
        self.suggest.search_concordance(request).await.unwrap().into_inner()
    }

    /// The only suggestion there is.
    #[track_caller]
    pub fn only(mut suggestions: Vec<v1::Suggestion>) -> v1::Suggestion {
        assert_eq!(suggestions.len(), 1, "{suggestions:#?}");
        suggestions.remove(0)
    }

    pub async fn create_term(&mut self, term: v1::Term) -> v1::Term {
        let request = v1::CreateTermRequest { term: Some(term), ..Default::default() };
        self.terms.create_term(request).await.unwrap().into_inner().term.unwrap()
    }

    pub async fn recognize(&mut self, text: &str, from: &str, to: &str) -> Vec<v1::RecognizedTerm> {
        let (source_language, target_language) = (from.into(), to.into());
        let request =
            v1::RecognizeTermsRequest { text: text.into(), source_language, target_language, ..Default::default() };
        self.terms.recognize_terms(request).await.unwrap().into_inner().terms
    }

    /// Imports a file in chunks of `chunk_bytes`.
    pub async fn import_in_chunks(&mut self, header: v1::ImportHeader, file: &[u8], chunk_bytes: usize) -> Imported {
        let chunks = file.chunks(chunk_bytes).map(|chunk| Message::Chunk(chunk.to_vec()));
        self.send_import([Message::Header(header)].into_iter().chain(chunks).collect()).await
    }

    pub async fn import(&mut self, header: v1::ImportHeader, file: &[u8]) -> Imported {
        self.import_in_chunks(header, file, 64 << 10).await
    }

    /// Sends these messages as an import.
    pub async fn send_import(&mut self, messages: Vec<Message>) -> Imported {
        let messages = messages.into_iter().map(|message| v1::ImportUnitsRequest { message: Some(message) });
        let messages: Vec<_> = messages.collect();
        let mut imported = Imported { answers: Vec::new(), error: None };
        let mut stream = match self.transfer.import_units(tokio_stream::iter(messages)).await {
            Ok(stream) => stream.into_inner(),
            Err(status) => return Imported { error: Some(status), ..imported },
        };
        loop {
            match stream.message().await {
                Ok(Some(answer)) => imported.answers.push(answer),
                Ok(None) => return imported,
                Err(status) => {
                    imported.error = Some(status);
                    return imported;
                }
            }
        }
    }
}

pub fn mask(paths: &[&str]) -> pbjson_types::FieldMask {
    pbjson_types::FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() }
}

impl Imported {
    /// The last answer of an import that ended well.
    #[track_caller]
    pub fn done(&self) -> &v1::ImportUnitsResponse {
        assert!(self.error.is_none(), "{:?}", self.error);
        let last = self.answers.last().expect("an import answers");
        assert!(last.done, "{last:?}");
        last
    }

    /// read, added, updated, unchanged, refused: as last counted.
    pub fn counts(&self) -> [u64; 5] {
        let counts = self.answers.last().and_then(|a| a.counts.clone()).unwrap_or_default();
        [counts.read, counts.added, counts.updated, counts.unchanged, counts.refused]
    }

    pub fn problems(&self) -> Vec<&v1::ImportProblem> {
        self.answers.iter().flat_map(|answer| &answer.problems).collect()
    }
}
