"""rapidfuzz: every source is compared with the query."""
import sys

import rapidfuzz
from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import Levenshtein

from corpus import Pair
from peer import Peer


class Scan(Peer):
    """Texts without case and punctuation; they are made once, as rapidfuzz's documentation advises."""

    def version(self) -> str:
        return f"rapidfuzz {rapidfuzz.__version__}"


class Characters(Scan):
    """`fuzz.ratio`, the usual scorer for whole texts."""

    name = "rapidfuzz, characters (`fuzz.ratio`)"

    def build(self, pairs: list[Pair]) -> None:
        self.texts = [utils.default_process(pair.source) for pair in pairs]

    def search(self, query: str) -> list[int]:
        text = utils.default_process(query)
        limit, floor = self.settings.candidates, self.settings.floor
        found = process.extract(text, self.texts, scorer=fuzz.ratio, limit=limit, score_cutoff=floor)
        return [number for _, _, number in found]


class Words(Scan):
    """The Levenshtein distance over words: what a translation memory means by a percentage."""

    name = "rapidfuzz, words (`Levenshtein`)"

    def build(self, pairs: list[Pair]) -> None:
        self.texts = [words(pair.source) for pair in pairs]

    def search(self, query: str) -> list[int]:
        text, scorer = words(query), Levenshtein.normalized_similarity
        limit, floor = self.settings.candidates, self.settings.floor / 100
        found = process.extract(text, self.texts, scorer=scorer, limit=limit, score_cutoff=floor)
        return [number for _, _, number in found]


def words(text: str) -> list[str]:
    """The words of a text without case and punctuation, each held in memory once."""
    return [sys.intern(word) for word in utils.default_process(text).split()]
