"""PostgreSQL's pg_trgm: likeness is the share of common letter trigrams."""
import psycopg

import memory
from corpus import Pair
from peer import Peer, Settings, Unavailable
from pg_cluster import Cluster

COLUMNS = "number, source, target"
TABLE = "CREATE TABLE pairs (number int PRIMARY KEY, source text NOT NULL, target text NOT NULL)"


class Trigrams(Peer):
    """A table of pairs with one index over the sources."""

    index: str
    """What follows CREATE INDEX ON pairs USING."""
    query: str
    """With the parameters `query` and `candidates`."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.cluster = Cluster()

    def prepare(self) -> None:
        self.cluster.start()
        self.connection = self.cluster.connect()
        extend(self.connection)

    def build(self, pairs: list[Pair]) -> None:
        self.connection.execute(TABLE)
        copy(self.connection, pairs)
        self.connection.execute(f"CREATE INDEX ON pairs USING {self.index}")
        self.connection.execute("VACUUM ANALYZE pairs")

    def search(self, query: str) -> list[int]:
        parameters = {"query": query, "candidates": self.settings.candidates}
        return [number for number, _, _ in self.connection.execute(self.query, parameters).fetchall()]

    def close(self) -> None:
        self.cluster.stop()

    def version(self) -> str:
        [(version,)] = self.connection.execute("SHOW server_version").fetchall()
        return f"PostgreSQL {version.split()[0]}"

    def disk_bytes(self) -> int:
        [(size,)] = self.connection.execute("SELECT pg_total_relation_size('pairs')").fetchall()
        return size

    def processes(self) -> list[int]:
        return memory.family(self.cluster.process())


class Nearest(Trigrams):
    """The nearest by `<->`, whatever their likeness, from a GiST index."""

    name = "pg_trgm, GiST, `ORDER BY <->`"
    # Signatures of 64 bytes: the default of 12 is for short texts; still longer ones gained nothing.
    index = "gist (source gist_trgm_ops (siglen = 64))"
    query = f"SELECT {COLUMNS} FROM pairs ORDER BY source <-> %(query)s LIMIT %(candidates)s"


class Threshold(Trigrams):
    """Those above a likeness by `%`, from a GIN index, then the nearest of them."""

    name = "pg_trgm, GIN, `%` threshold"
    index = "gin (source gin_trgm_ops)"
    query = f"SELECT {COLUMNS} FROM pairs WHERE source %% %(query)s ORDER BY source <-> %(query)s LIMIT %(candidates)s"

    def prepare(self) -> None:
        super().prepare()
        likeness = trigram_likeness(self.settings.min_score)
        self.connection.execute(f"SET pg_trgm.similarity_threshold = {likeness}")


def trigram_likeness(min_score: int) -> float:
    """The likeness, 0 to 1, to ask for when so many percent of the words shall be equal, rounded down to a tenth.

    If both texts keep a share s of their trigrams, then s of 2 - s are common: 0.5 for 70 %, 0.3 for 50 %.
    """
    share = min_score / 100
    return int(10 * share / (2 - share)) / 10


def extend(connection: psycopg.Connection) -> None:
    try:
        connection.execute("CREATE EXTENSION pg_trgm")
    except psycopg.Error as error:
        raise Unavailable(f"{error}; apt-get install postgresql-contrib") from error


def copy(connection: psycopg.Connection, pairs: list[Pair]) -> None:
    """Loads the pairs the fast way."""
    with connection.cursor().copy(f"COPY pairs ({COLUMNS}) FROM STDIN") as rows:
        for number, pair in enumerate(pairs):
            rows.write_row((number, *pair))
