"""Measures hafez and what a user would pick instead, on the same pairs and queries. The README beside this says how.

    python run.py --pairs FILE.tsv --hafez target/release/hafez --queries 25 --min-score 70
"""
import argparse
import json
import os
import sys
import tempfile
from functools import partial
from pathlib import Path

from corpus import count_lines
from measure import Job, Measurement
from peer import Refused, Settings, Unavailable
from process import exit_when_terminated, outcome_of
from report import summary, tables
from truth import ask_hafez

CONTENDERS = {
    "hafez": ["hafez_server:Hafez"],
    "rapidfuzz": ["rapidfuzz_scan:Characters", "rapidfuzz_scan:Words"],
    "pg_trgm": ["pg_trgm:Nearest", "pg_trgm:Threshold"],
    "tantivy": ["tantivy_index:Words", "tantivy_index:Trigrams"],
}


def main() -> int:
    """Measures what was asked for; 0 if all went well, 1 if a contender failed."""
    options = parse_options()
    settings = Settings(
        options.hafez, options.source, options.target, options.min_score, options.limit, options.candidates
    )
    load = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="hafez-peers-") as scratch:
        truth = options.truth or Path(scratch) / "truth.jsonl"
        if options.truth is None:
            ask_hafez(settings, options.pairs, options.count, options.queries, truth)
        contenders = [contender for name in options.only for contender in CONTENDERS[name]]
        job = partial(
            Job, settings=settings, pairs=options.pairs, count=options.count, truth=truth, seconds=options.seconds
        )
        outcomes = {contender: outcome_of(job(contender)) for contender in contenders}
    measurements = [outcome for outcome in outcomes.values() if isinstance(outcome, Measurement)]
    print(tables(measurements, settings))
    if options.json is not None:
        errors = {name: str(outcome) for name, outcome in outcomes.items() if isinstance(outcome, Exception)}
        document = summary(measurements, settings) | {"load_average_before": load, "errors": errors}
        options.json.write_text(json.dumps(document, indent=2, default=str) + "\n", encoding="utf-8")
    return int(any(not isinstance(outcome, Measurement | Unavailable) for outcome in outcomes.values()))


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog="Defaults are in parentheses.")
    add = parser.add_argument
    add("--pairs", type=Path, required=True, help="a file of source<TAB>target lines")
    add("--hafez", type=Path, required=True, help="the hafez program, built for release")
    add("--count", type=int, help="so many of the file's first lines (all)")
    add("--queries", type=int, default=25, help="so many of each kind (%(default)s)")
    add("--min-score", type=int, default=70, help="threshold of the common score in percent (%(default)s)")
    add("--limit", type=int, default=5, help="recall is measured on so many (%(default)s)")
    add("--candidates", type=int, default=50, help="so many are taken from a peer (%(default)s)")
    add("--from", dest="source", default="en", metavar="TAG", help="language of the sources (%(default)s)")
    add("--to", dest="target", default="fa", metavar="TAG", help="language of the targets (%(default)s)")
    add("--only", type=names, default=list(CONTENDERS), help=f"some of {','.join(CONTENDERS)} (all)")
    add("--seconds", type=float, default=300, help="longest asking of one contender (%(default)s)")
    add("--truth", type=Path, help="a `hafez bench --truth-out` file of the same pairs, made before")
    add("--json", type=Path, help="write everything to this file too")
    options = parser.parse_args()
    options.hafez = options.hafez.resolve()
    lines = count_lines(options.pairs)
    options.count = lines if options.count is None else options.count
    if options.count > lines:
        parser.error(f"{options.pairs} has {lines} lines, fewer than --count {options.count}")
    return options


def names(text: str) -> list[str]:
    chosen = text.split(",")
    unknown = [name for name in chosen if name not in CONTENDERS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(CONTENDERS)}")
    return chosen


if __name__ == "__main__":
    exit_when_terminated()
    try:
        sys.exit(main())
    except Refused as refusal:
        sys.exit(str(refusal))
