"""What every contender offers, hafez included."""
import os
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from corpus import Pair


class Refused(Exception):
    """Nothing can be measured as it was asked for; the message says why."""


class Unavailable(Exception):
    """Something that a contender needs is not installed; the message says how to get it."""


@dataclass(frozen=True)
class Settings:
    """What one run asks of every contender."""

    hafez: Path
    """The hafez program."""
    source_language: str
    """BCP 47."""
    target_language: str
    """BCP 47."""
    min_score: int
    """The threshold of the common score, in percent."""
    limit: int
    """How many suggestions hafez is asked for; recall is measured on as many."""
    candidates: int
    """How many pairs a peer returns, best first by its own likeness."""

    @property
    def floor(self) -> int:
        """The cut-off for a peer whose own likeness is a percentage too: 20 points below the threshold, because its
        number is not the common score and may be lower."""
        return max(0, self.min_score - 20)


class Peer(ABC):
    """One way to find the pairs whose source is like a query."""

    name: str
    """As the table shows it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def prepare(self) -> None:
        """Does what has nothing to do with the pairs; this is not timed."""

    @abstractmethod
    def build(self, pairs: list[Pair]) -> None:
        """Takes the pairs and gets ready to be searched."""

    @abstractmethod
    def search(self, query: str) -> list[int]:
        """The positions in `build`'s list of the pairs found, best first."""

    def close(self) -> None:
        """Ends what runs and removes what lies on the disk; also after one of these failed."""

    @abstractmethod
    def version(self) -> str:
        """Of the software measured."""

    def disk_bytes(self) -> int | None:
        """Of the index and of what it keeps of the texts; `None` if nothing is on the disk."""
        return None

    def processes(self) -> list[int]:
        """The ids of the processes that hold the index."""
        return [os.getpid()]
