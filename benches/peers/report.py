"""The figures, as tables for people and as JSON."""
import os
from collections.abc import Iterable
from dataclasses import asdict
from statistics import fmean

from measure import Answer, Measurement
from peer import Settings


def summary(measurements: list[Measurement], settings: Settings) -> dict:
    """Everything measured, for JSON."""
    return {
        "settings": asdict(settings),
        "cores": os.cpu_count(),
        "contenders": [asdict(measurement) | {"figures": figures_by_set(measurement)} for measurement in measurements],
    }


def figures_by_set(measurement: Measurement) -> dict[str, dict]:
    """The figures of all answers under `all`, and of each set's."""
    sets = dict.fromkeys(answer.set for answer in measurement.answers)
    groups = {"all": measurement.answers}
    groups |= {name: [answer for answer in measurement.answers if answer.set == name] for name in sets}
    return {name: figures(answers) for name, answers in groups.items()}


def figures(answers: list[Answer]) -> dict:
    """Latencies in milliseconds; recalls from 0 to 1, of the `judged` queries; `None` where there are none."""
    times = sorted(answer.milliseconds for answer in answers)
    p50, p95, p99 = (times[round((len(times) - 1) * share)] for share in (0.5, 0.95, 0.99))
    judged = [answer for answer in answers if answer.recall is not None]
    return {
        "queries": len(answers),
        "p50_ms": p50,
        "p95_ms": p95,
        "p99_ms": p99,
        "judged": len(judged),
        "recall": mean(answer.recall for answer in answers),
        "recall_own": mean(answer.recall_own for answer in answers),
        "recall_best": mean(answer.recall_best for answer in answers),
        "returned": mean(answer.returned for answer in answers),
    }


def mean(values: Iterable[float | None]) -> float | None:
    """Of those that are not `None`."""
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def tables(measurements: list[Measurement], settings: Settings) -> str:
    """Markdown: a caption, a table over all queries, a table by their kind."""
    if not measurements:
        return "Nothing was measured."
    found = [(measurement, figures_by_set(measurement)) for measurement in measurements]
    return "\n\n".join([caption(found, settings), over_all(found, settings), by_set(found, settings)])


def caption(found: list[tuple[Measurement, dict]], settings: Settings) -> str:
    """What the reader needs to know to read the tables right."""
    versions = ", ".join(dict.fromkeys(measurement.version for measurement, _ in found))
    judged = max(figures["all"]["judged"] for _, figures in found)
    limit, candidates = settings.limit, settings.candidates
    return (
        f"{found[0][0].pairs:,} pairs, min score {settings.min_score}, one query at a time from Python, "
        f"{os.cpu_count()} cores; {versions}. hafez is asked over gRPC and PostgreSQL over a socket; rapidfuzz and "
        f"tantivy are in the asking process. hafez returns {limit} suggestions, scored and explained, the others "
        f"{candidates} candidates each; scoring these is not in their times. recall@{limit}: the share of the {limit} "
        f"best scores, by hafez's score, that is among what is returned, over the {judged} queries with a match; "
        f"unscored: among the first {limit}, in the order returned; recall@1: of the best score."
    )


def over_all(found: list[tuple[Measurement, dict]], settings: Settings) -> str:
    recall = f"recall@{settings.limit}"
    sizes, times = ["ready s", "memory MB", "disk MB"], ["p50 ms", "p95 ms", "p99 ms"]
    head = ["", *sizes, "queries", *times, recall, f"{recall} unscored", "recall@1"]
    return table(head, (row(measurement, figures["all"]) for measurement, figures in found))


def row(measurement: Measurement, figures: dict) -> list[str]:
    asked = "" if figures["queries"] == measurement.asked else f" of {measurement.asked}"
    return [
        measurement.name,
        f"{measurement.build_seconds:.1f}",
        megabytes(measurement.memory_bytes),
        megabytes(measurement.disk_bytes),
        f"{figures['queries']}{asked}",
        *(milliseconds(figures[key]) for key in ("p50_ms", "p95_ms", "p99_ms")),
        *(share(figures[key]) for key in ("recall", "recall_own", "recall_best")),
    ]


def by_set(found: list[tuple[Measurement, dict]], settings: Settings) -> str:
    sets = [name for name in found[0][1] if name != "all"]
    head = [f"p50 ms, recall@{settings.limit}", *sets]
    rows = ([measurement.name, *(cell(figures.get(name)) for name in sets)] for measurement, figures in found)
    return table(head, rows)


def cell(figures: dict | None) -> str:
    return "–" if figures is None else f"{milliseconds(figures['p50_ms'])}, {share(figures['recall'])}"


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [f"| {' | '.join(line)} |" for line in [head, *rows]]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])


def megabytes(size: int | None) -> str:
    return "–" if size is None else f"{size / 1e6:,.0f}"


def milliseconds(value: float) -> str:
    """Three digits are more than a run repeats."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def share(value: float | None) -> str:
    """Rounded down, so that 1.000 means all."""
    return "–" if value is None else f"{int(value * 1000) / 1000:.3f}"
