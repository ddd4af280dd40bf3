"""One contender, measured in a process of its own."""
import ctypes
import gc
import importlib
import os
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from corpus import Pair, read_pairs
from memory import memory_bytes
from peer import Peer, Refused, Settings, Unavailable
from truth import Question, read_questions

LIBC = ctypes.CDLL(None)
WARM_UP_QUERIES = 20
WARM_UP_SECONDS = 5.0


@dataclass(frozen=True)
class Job:
    """What a measuring process has to do."""

    contender: str
    """`module:class`."""
    settings: Settings
    pairs: Path
    count: int
    """How many lines of the file to take."""
    truth: Path
    seconds: float
    """No further query is asked after so long."""


@dataclass(frozen=True)
class Answer:
    """How one query was answered."""

    set: str
    milliseconds: float
    returned: int
    """How many pairs."""
    recall: float | None
    """The share of the `Settings.limit` best scores that all returned pairs together reach; `None` where the truth is
    empty or cannot tell."""
    recall_own: float | None
    """The same for the first `Settings.limit` returned pairs only: without scoring them anew."""
    recall_best: float | None
    """Whether the best score is reached by any returned pair, 0 or 1; `None` as above."""


@dataclass(frozen=True)
class Measurement:
    """How one contender did."""

    name: str
    version: str
    pairs: int
    build_seconds: float
    memory_bytes: int
    disk_bytes: int | None
    asked: int
    """How many queries there were; fewer answers mean that the time was up."""
    answers: list[Answer]


def measure(job: Job) -> Measurement:
    """Builds a contender on the pairs and asks it one query after the other."""
    pairs = read_pairs(job.pairs, job.count)
    questions = read_questions(job.truth, job.settings.min_score)
    check(questions, pairs, job.truth)
    peer = contender(job.contender, job.settings)
    try:
        peer.prepare()
        own = resting_bytes([os.getpid()])
        started = perf_counter()
        peer.build(pairs)
        build_seconds = perf_counter() - started
        warm_up(peer, questions)
        answers = ask(peer, questions, pairs, job)
        processes = peer.processes()
        # In the process that measures, everything but the pairs and the queries is the contender's.
        held = resting_bytes(processes) - (own if os.getpid() in processes else 0)
        return Measurement(
            name=peer.name,
            version=peer.version(),
            pairs=len(pairs),
            build_seconds=build_seconds,
            memory_bytes=held,
            disk_bytes=peer.disk_bytes(),
            asked=len(questions),
            answers=answers,
        )
    finally:
        peer.close()


def contender(path: str, settings: Settings) -> Peer:
    """Makes a contender; its module is imported only now, so that only what is measured needs to be installed."""
    module, name = path.split(":")
    try:
        return getattr(importlib.import_module(module), name)(settings)
    except ImportError as error:
        raise Unavailable(f"{error}; pip install -r requirements.txt") from error


def check(questions: list[Question], pairs: list[Pair], truth: Path) -> None:
    """Refuses a truth that is of other pairs."""
    sources = {pair.source for pair in pairs}
    strangers = [source for question in questions for source in question.score_of if source not in sources]
    if strangers:
        raise Refused(f"{truth} lists {len(strangers)} texts that are not in the pairs, such as {strangers[0]!r}")


def resting_bytes(processes: list[int]) -> int:
    """Resident memory without what this process has freed, in bytes."""
    gc.collect()
    if hasattr(LIBC, "malloc_trim"):
        LIBC.malloc_trim(0)
    return memory_bytes(processes)


def warm_up(peer: Peer, questions: list[Question]) -> None:
    """Asks the first queries once, so that connections stand and caches are filled."""
    end = perf_counter() + WARM_UP_SECONDS
    for question in questions[:WARM_UP_QUERIES]:
        peer.search(question.text)
        if perf_counter() > end:
            return


def ask(peer: Peer, questions: list[Question], pairs: list[Pair], job: Job) -> list[Answer]:
    """Asks every query, or as many as the time allows; only the search itself is timed."""
    answers: list[Answer] = []
    end = perf_counter() + job.seconds
    for question in questions:
        started = perf_counter()
        if started > end:
            break
        found = peer.search(question.text)
        milliseconds = (perf_counter() - started) * 1e3
        answers.append(judge(question, found, pairs, milliseconds, job.settings.limit))
    return answers


def judge(question: Question, found: list[int], pairs: list[Pair], milliseconds: float, limit: int) -> Answer:
    """How well a query was answered."""
    # A pair that was returned twice counts once.
    sources = [pairs[number].source for number in dict.fromkeys(found)]

    def recall(first: int, top: int) -> float | None:
        return question.recall(sources[:first], top) if question.is_judged(top) else None

    recalls = recall(len(sources), limit), recall(limit, limit), recall(len(sources), 1)
    return Answer(question.set, milliseconds, len(sources), *recalls)
