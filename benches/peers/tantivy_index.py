"""tantivy: a full-text index on the disk, ranked by BM25."""
import shutil
import tempfile
from importlib import metadata
from pathlib import Path

from tantivy import Document, Filter, Index, Occur, Query, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

import memory
from corpus import Pair
from peer import Peer, Settings

WRITER_BYTES = 256_000_000
"""How much is collected in memory before it is written as a segment."""


class Inverted(Peer):
    """Any of the query's distinct terms will do; the more and the rarer, the higher."""

    analyzer: TextAnalyzer

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.directory = Path(tempfile.mkdtemp(prefix="hafez-peers-tantivy-"))

    def build(self, pairs: list[Pair]) -> None:
        builder = SchemaBuilder()
        # Frequencies, but no positions: BM25 needs no more.
        builder.add_text_field("source", stored=True, tokenizer_name="analyzer", index_option="freq")
        builder.add_text_field("target", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("number", stored=True)
        self.schema = builder.build()
        index = Index(self.schema, path=str(self.directory))
        index.register_tokenizer("analyzer", self.analyzer)
        write(index, pairs)
        self.searcher = index.searcher()

    def search(self, query: str) -> list[int]:
        terms = dict.fromkeys(self.analyzer.analyze(query))
        parts = [(Occur.Should, Query.term_query(self.schema, "source", term, "freq")) for term in terms]
        found = self.searcher.search(Query.boolean_query(parts), self.settings.candidates, count=False)
        # The whole document, because a candidate without its text can be neither scored nor shown.
        return [self.searcher.doc(address)["number"][0] for _, address in found.hits]

    def close(self) -> None:
        shutil.rmtree(self.directory, ignore_errors=True)

    def version(self) -> str:
        return f"tantivy {metadata.version('tantivy')}"

    def disk_bytes(self) -> int:
        return memory.disk_bytes(self.directory)


class Words(Inverted):
    """Terms are words."""

    name = "tantivy, words"
    analyzer = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).build()


class Trigrams(Inverted):
    """Terms are three characters in a row, spaces included."""

    name = "tantivy, trigrams"
    analyzer = TextAnalyzerBuilder(Tokenizer.ngram(3, 3)).filter(Filter.lowercase()).build()


def write(index: Index, pairs: list[Pair]) -> None:
    """Writes all pairs and waits until the segments are merged."""
    writer = index.writer(WRITER_BYTES)
    for number, pair in enumerate(pairs):
        document = Document()
        document.add_text("source", pair.source)
        document.add_text("target", pair.target)
        document.add_unsigned("number", number)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
