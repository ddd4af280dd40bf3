"""A private PostgreSQL, reached through a socket in its own directory and removed afterwards."""
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from peer import Unavailable

CONFIGURATION = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    # Table and index fit; the rest is as Debian sets it.
    "shared_buffers": "1GB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "4GB",
    "jit": "off",
}


class Cluster:
    """A running server with one database."""

    def __init__(self) -> None:
        self.programs = programs()
        self.user = unprivileged_user()
        self.directory = Path(tempfile.mkdtemp(prefix="hafez-peers-pg-"))
        self.data = self.directory / "data"
        if self.user is not None:
            shutil.chown(self.directory, self.user)

    def start(self) -> None:
        """Makes the database and starts the server."""
        # UTF-8's classes of characters: with the plain C locale pg_trgm would know ASCII letters only.
        self.run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(f"unix_socket_directories = '{self.directory}'\n")
            file.writelines(f"{key} = {value}\n" for key, value in CONFIGURATION.items())
        self.run("pg_ctl", "start", "--wait", "--log", str(self.directory / "log"))

    def connect(self) -> psycopg.Connection:
        """A connection through the socket, each statement its own transaction."""
        return psycopg.connect(host=str(self.directory), user="postgres", dbname="postgres", autocommit=True)

    def process(self) -> int:
        """The id of the process whose children are the server's others."""
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def stop(self) -> None:
        """Stops the server, if it runs, and removes everything."""
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "stop", "--wait", "--mode", "fast")
        shutil.rmtree(self.directory, ignore_errors=True)

    def run(self, program: str, *arguments: str) -> None:
        """Runs one of PostgreSQL's programs on the data directory."""
        log = self.directory / f"{program}.log"
        command = [str(self.programs / program), "-D", str(self.data), *arguments]
        # A file, because the server would keep a pipe open.
        with log.open("w") as output:
            ended = subprocess.run(command, stdout=output, stderr=output, cwd=self.directory, user=self.user)
        if ended.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {log.read_text()}")


def programs() -> Path:
    """Where the newest PostgreSQL keeps `initdb` and `pg_ctl`."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(debian, key=lambda path: float(path.parts[-3]))[-1:]
    found = newest or [Path(path) for path in [shutil.which("initdb")] if path]
    if not found:
        raise Unavailable("PostgreSQL is not installed; apt-get install postgresql postgresql-contrib")
    return found[0].parent


def unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root; `None` where there is no need to change."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError as error:
        raise Unavailable("there is no user postgres; run this as another user than root") from error
