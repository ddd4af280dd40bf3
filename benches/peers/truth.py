"""The queries, what scanning everything finds for each, and how much of that a contender reached.

Both come from `hafez bench --truth-out`: it scores every pair with hafez's own function. So nothing is scored here.
"""
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from unicodedata import normalize

from peer import Refused, Settings

LISTED = 20
"""As many pairs are listed for a query; there may be more at or above the threshold."""


@dataclass(frozen=True)
class Question:
    """A query and its truth."""

    set: str
    """Which kind of query it is."""
    text: str
    scores: list[float]
    """The common scores at or above the threshold, in percent, best first, one for each of the `LISTED` best pairs."""
    score_of: dict[str, float]
    """The score of each source text that is listed."""

    def is_judged(self, top: int) -> bool:
        """Whether the list has every pair as good as the `top`-th best: it does not if they tie to its very end."""
        best = self.scores[:top]
        return bool(best) and (len(self.scores) < LISTED or self.scores[-1] < best[-1])

    def recall(self, sources: Iterable[str], top: int) -> float:
        """The share of the `top` best scores for which another pair with that score is among the found `sources`.

        Which of several pairs with the same score are found does not matter. A better pair that is missing is not
        made up for by more of the worse ones.
        """
        wanted = Counter(self.scores[:top])
        found = Counter(self.score_of[source] for source in sources if source in self.score_of)
        return (wanted & found).total() / wanted.total()


def ask_hafez(settings: Settings, pairs: Path, count: int, queries: int, out: Path) -> None:
    """Has hafez choose so many queries of each kind and score each of the pairs, the first `count`, for every one."""
    options = {
        "--pairs": pairs, "--count": count, "--from": settings.source_language, "--to": settings.target_language,
        "--min-score": settings.min_score, "--recall": queries, "--seed": 7, "--truth-out": out,
        # As little as can be of what else the bench measures.
        "--queries": 1, "--seconds": 0,
    }
    command = [str(settings.hafez), "bench", *(str(word) for option in options.items() for word in option)]
    if subprocess.run(command, stdout=sys.stderr).returncode != 0:
        raise Refused(f"no truth without this command: {' '.join(command)}")


def read_questions(path: Path, min_score: int) -> list[Question]:
    """One question a line; those of different sets take turns, so that any first part has all of them."""
    sets = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["min_score"] != min_score:
            raise Refused(f"{path} is for a min score of {record['min_score']}, not {min_score}")
        sets[record["set"]].append(question(record))
    if not sets:
        raise Refused(f"{path} has no queries")
    turns = chain.from_iterable(zip_longest(*sets.values()))
    return [asked for asked in turns if asked is not None]


def question(record: dict) -> Question:
    """A line of the truth; a pair that is listed twice counts once, as in `corpus.read_pairs`."""
    units = {(text(unit["source"]), text(unit["target"])): unit["score"] for unit in record["truth"]}
    score_of = {source: score for (source, _), score in units.items()}
    return Question(record["set"], record["query"], sorted(units.values(), reverse=True), score_of)


def text(stored: str) -> str:
    return normalize("NFC", stored)
