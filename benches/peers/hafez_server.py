"""hafez: `hafez serve` on a store that `hafez import` filled, asked over gRPC."""
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import grpc

import memory
from corpus import Pair, write_pairs
from peer import Peer, Settings

PROTO = Path(__file__).resolve().parents[2] / "proto"
START_SECONDS = 600.0


class Hafez(Peer):
    """A server of its own; a look-up is one `Suggest`."""

    name = "hafez"

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.directory = Path(tempfile.mkdtemp(prefix="hafez-peers-hafez-"))
        self.store = self.directory / "store"
        self.server: subprocess.Popen | None = None

    def prepare(self) -> None:
        """Generates the stubs from the contract."""
        stubs = self.directory / "stubs"
        generate_stubs(stubs)
        sys.path.insert(0, str(stubs))
        self.messages = importlib.import_module("hafez.v1.suggest_service_pb2")
        self.services = importlib.import_module("hafez.v1.suggest_service_pb2_grpc")

    def build(self, pairs: list[Pair]) -> None:
        """Imports, then starts the server; both count."""
        table = self.directory / "pairs.tsv"
        write_pairs(table, pairs)
        languages = ["--from", self.settings.source_language, "--to", self.settings.target_language]
        self.run("import", "--store", self.store, "--memory", "pairs", *languages, table)
        self.numbers = {pair: number for number, pair in enumerate(pairs)}
        self.channel = grpc.insecure_channel(self.serve())
        self.suggestions = self.services.SuggestServiceStub(self.channel)

    def serve(self) -> str:
        """Starts the server and waits until it serves; gives its address."""
        log = self.directory / "log"
        listen = ["--listen", "127.0.0.1:0", "--log", "json"]
        with log.open("w") as output:
            streams = {"stdout": subprocess.DEVNULL, "stderr": output}
            command = [self.settings.hafez, "serve", "--store", self.store, *listen]
            self.server = subprocess.Popen(command, env=environment(), **streams)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.server.poll() is None:
            said = {fields["message"]: fields for fields in log_lines(log)}
            if "serving" in said:
                return said["listening"]["address"]
            time.sleep(0.01)
        raise RuntimeError(f"hafez did not start: {log.read_text()}")

    def search(self, query: str) -> list[int]:
        request = self.messages.SuggestRequest(
            text=query,
            source_language=self.settings.source_language,
            target_language=self.settings.target_language,
            min_score=self.settings.min_score,
            limit=self.settings.limit,
        )
        units = (found.unit for found in self.suggestions.Suggest(request).suggestions)
        return [self.numbers[Pair(unit.source.text, unit.target.text)] for unit in units]

    def close(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def version(self) -> str:
        return self.run("--version").strip()

    def disk_bytes(self) -> int:
        return memory.disk_bytes(self.store)

    def processes(self) -> list[int]:
        return [self.server.pid]

    def run(self, *arguments: str | Path) -> str:
        """Runs a hafez command to its end; gives what it printed."""
        command = [self.settings.hafez, *arguments]
        ended = subprocess.run(command, capture_output=True, text=True, env=environment())
        # 3: some units were refused; they are missing from the truth, too.
        if ended.returncode not in (0, 3):
            raise RuntimeError(f"{command}: {ended.stderr}")
        return ended.stdout


def environment() -> dict[str, str]:
    """Without what whoever runs this has set for hafez."""
    return {key: value for key, value in os.environ.items() if key not in ("HAFEZ_SERVER", "RUST_LOG")}


def log_lines(log: Path) -> list[dict]:
    """The fields of each whole line of a JSON log."""
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    return [json.loads(line)["fields"] for line in lines if line.startswith("{") and line.endswith("\n")]


def generate_stubs(directory: Path) -> None:
    """Python's side of the contract, as any client makes it."""
    directory.mkdir()
    outputs = [f"--{kind}_out={directory}" for kind in ("python", "grpc_python")]
    files = sorted(str(file) for file in (PROTO / "hafez" / "v1").glob("*.proto"))
    subprocess.run([sys.executable, "-m", "grpc_tools.protoc", f"-I{PROTO}", *outputs, *files], check=True)
