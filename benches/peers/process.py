"""A process for each contender, so that none uses memory that another has left."""
import signal
import sys
import traceback
from multiprocessing import get_context
from multiprocessing.connection import Connection

from measure import Job, Measurement, measure
from peer import Refused, Unavailable

Outcome = Measurement | Exception


def outcome_of(job: Job) -> Outcome:
    """Measures a contender in a new process; gives the exception if it failed. A refusal concerns all: it is raised."""
    print(f"{job.contender} …", file=sys.stderr, flush=True)
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(job, sender))
    process.start()
    sender.close()
    try:
        outcome = receiver.recv()
    except EOFError:
        outcome = RuntimeError("the measuring process died")
    finally:
        # It removes what it has started and written, also when this one is interrupted.
        process.terminate()
        process.join()
    if isinstance(outcome, Refused):
        raise outcome
    if isinstance(outcome, Exception):
        print(f"{'SKIPPED' if isinstance(outcome, Unavailable) else 'FAILED'}: {outcome}", file=sys.stderr)
    return outcome


def work(job: Job, sender: Connection) -> None:
    """What the new process does."""
    # An interrupt reaches both processes; this one waits to be terminated by the other, and tidies up once.
    signal.signal(signal.SIGINT, lambda *_: None)
    exit_when_terminated()
    try:
        sender.send(measure(job))
    except (Refused, Unavailable) as error:
        sender.send(error)
    except Exception as error:
        traceback.print_exc()
        # Not every library's exceptions can be sent.
        sender.send(RuntimeError(f"{type(error).__name__}: {error}"))


def exit_when_terminated() -> None:
    """Lets SIGTERM end this process in order, like an interrupt, instead of at once."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
