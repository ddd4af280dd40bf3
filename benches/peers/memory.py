"""How much memory and disk something takes (Linux)."""
import os
from collections.abc import Iterable
from pathlib import Path


def memory_bytes(processes: Iterable[int]) -> int:
    """Resident memory of the processes together, in bytes; what they share counts once (PSS)."""
    return sum(proportional_bytes(process) for process in processes)


def proportional_bytes(process: int) -> int:
    """A process's own pages and its part of the shared ones, in bytes."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"process {process} has no Pss")


def family(process: int) -> list[int]:
    """A process and those that it started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *map(int, children)]


def disk_bytes(directory: Path) -> int:
    """What the files below a directory take on the disk, in bytes."""
    return sum(os.lstat(path).st_blocks * 512 for path in directory.rglob("*"))
