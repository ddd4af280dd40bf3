"""The pairs that everything is measured on."""
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize


class Pair(NamedTuple):
    """A source text and its translation, in NFC, as hafez stores them."""

    source: str
    target: str


def read_pairs(path: Path, count: int) -> list[Pair]:
    """The first `count` lines of a file of `source<TAB>target` lines, in their order.

    A pair that stood before is left out, because to hafez it is the same unit; so is a line without two texts.
    """
    # Not a list of lines: what it leaves behind would be reused, and missing from the memory measured afterwards.
    with path.open(encoding="utf-8", newline="\n") as file:
        pairs = (pair_of(line) for line in islice(file, count))
        return list(dict.fromkeys(pair for pair in pairs if pair is not None))


def count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def pair_of(line: str) -> Pair | None:
    """The first two cells of a line; `None` where one of them is missing or blank."""
    cells = [normalize("NFC", cell) for cell in line.rstrip("\r\n").split("\t")[:2]]
    return Pair(*cells) if len(cells) == 2 and all(cell.strip() for cell in cells) else None


def write_pairs(path: Path, pairs: list[Pair]) -> None:
    """Writes the pairs as `source<TAB>target` lines."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{pair.source}\t{pair.target}\n" for pair in pairs)
