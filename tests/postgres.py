"""A PostgreSQL server with PostGIS for tests, and a proxy before it that cuts the connection where a test asks.

The server runs as an unprivileged user in a temporary folder and is reached by a socket there; only proxies listen on
a port, of this machine. The fixture `postgis` of `conftest.py` gives each test the server of the run, without tables.
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

USER, DATABASE, PASSWORD = "surveyor", "survey", "geheim-4711"
_BLOCK = 1 << 14
_PORT = 5432  # part of the socket's name; nothing listens on it


@dataclass(frozen=True)
class Cluster:
    """A running server with one database that has PostGIS.

    Attributes:
        programs: the folder of PostgreSQL's programs.
        folder: the server's folder, with its socket.

    """

    programs: Path
    folder: Path

    def run(self, program: str, *arguments: str, text: str = "") -> str:
        """Run a program of PostgreSQL as the server's user; what it prints."""
        root = os.geteuid() == 0  # as whom PostgreSQL refuses to run
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            input=text,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
            **({"user": "nobody", "group": "nogroup", "extra_groups": []} if root else {}),
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    def sql(self, text: str) -> list[list[str]]:
        """Run statements; the rows of their answers."""
        connection = ("--host", str(self.folder), f"--username={USER}", f"--dbname={DATABASE}")
        plain = ("--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1")
        return [line.split("|") for line in self.run("psql", *connection, *plain, text=text).splitlines() if line]

    def clear(self) -> None:
        """Drop all tables, with the views on them, and what watches their making."""
        tables = "SELECT format('DROP TABLE %I CASCADE;', tablename) FROM pg_tables WHERE schemaname = 'public' "
        drops = self.sql(tables + "AND tablename <> 'spatial_ref_sys';")
        self.sql("DROP EVENT TRIGGER IF EXISTS watch;" + "".join(drop for (drop,) in drops))

    def load(self, frame: gpd.GeoDataFrame, table: str) -> None:
        """Make a table of a frame, anew if it is there: `id` from 1 on, columns of text or real numbers, `geom`."""
        names = [name for name in frame.columns if name != frame.geometry.name]
        kinds = ["double precision" if frame[name].dtype.kind == "f" else "text" for name in names]
        declared = ", ".join(f'"{name}" {kind}' for name, kind in zip(names, kinds))
        number = frame.crs.to_epsg()
        kind = frame.geometry.geom_type.iloc[0]
        shapes = shapely.to_wkb(shapely.set_srid(frame.geometry.to_numpy(), number), hex=True, include_srid=True)
        lines = ["\t".join(map(str, row)) for row in zip(range(1, len(frame) + 1), *(frame[n] for n in names), shapes)]
        make = f'DROP TABLE IF EXISTS "{table}" CASCADE; CREATE TABLE "{table}" (id int PRIMARY KEY, {declared}, '
        make += f"geom geometry({kind}, {number}));"
        self.sql("\n".join([make, f'COPY "{table}" FROM STDIN;', *lines, "\\.", f'ANALYZE "{table}";']))

    def layer(self, table: str, through: Proxy | None = None, rows: str = "", options: str = "") -> str:
        """A table as QGIS's provider `postgres` opens it; as a parameter's value with `postgres://` before it.

        Args:
            table: its name.
            through: the proxy; none: by the socket.
            rows: SQL that chooses rows.
            options: others of a QGIS source, such as `estimatedmetadata=true`.

        """
        host, port = ("127.0.0.1", through.port) if through else (self.folder, _PORT)
        filtered = f" sql={rows}" if rows else ""
        return (
            f"dbname='{DATABASE}' host='{host}' port={port} user='{USER}' password='{PASSWORD}' sslmode=disable "
            f'key=\'id\' {options} table="public"."{table}" (geom){filtered}'
        )


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Start a server; the test is skipped where there is no PostGIS."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    extensions = [Path(f"/usr/share/postgresql/{p.parts[-3]}/extension/postgis.control") for p in programs]
    usable = [p.parent for p, extension in zip(programs, extensions) if extension.exists()]
    if not usable:
        pytest.skip("needs PostGIS (apt-get install postgresql postgresql-postgis)")
    # Not below pytest's own folder, which is for its user only; short, because it is the path of a socket.
    with tempfile.TemporaryDirectory(prefix="postgis-") as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        Path(folder).chmod(0o755)
        cluster, data = Cluster(usable[-1], Path(folder)), f"{folder}/data"
        cluster.run("initdb", "--pgdata", data, "--auth=trust", f"--username={USER}", "--no-sync", "--encoding=UTF8")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c port={_PORT} -c fsync=off -c jit=off"
        log = f"{folder}/log"
        cluster.run("pg_ctl", "start", "--wait", "--silent", "--pgdata", data, "--log", log, "--options", options)
        try:
            cluster.run("createdb", "--host", folder, f"--username={USER}", DATABASE)
            cluster.sql("CREATE EXTENSION postgis;")
            yield cluster
        finally:
            cluster.run("pg_ctl", "stop", "--wait", "--mode=immediate", "--pgdata", data)


@dataclass
class _Watch:
    """What a proxy waits for, and what it does then, once."""

    do: Callable[[], None]
    received: int
    text: bytes


@dataclass
class Proxy:
    """A proxy before a server's socket, in threads of its own.

    Attributes:
        target: the socket.
        port: of this machine, on which it listens.
        received: bytes that clients have received so far, of all connections.
        failures: of what was to be done.

    """

    target: str
    port: int = 0
    received: int = 0
    failures: list[Exception] = field(default_factory=list)
    _refuses: bool = False
    _flows: threading.Event = field(default_factory=threading.Event)
    _watches: list[_Watch] = field(default_factory=list)
    _pairs: list[tuple[socket.socket, socket.socket]] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def after(self, do: Callable[[], None], received: int = 0, text: bytes = b"") -> None:
        """Do something once, before more is passed on: the client waits meanwhile.

        Args:
            do: such as `cut`, or a change of the table that is being read.
            received: as soon as clients have received so many bytes from now on, of all connections together;
            text: or, if given, as soon as a client sends this, such as `b"COMMIT"`, which then does not arrive.

        """
        with self._lock:
            self._watches.append(_Watch(do, self.received + received, text))

    def __post_init__(self) -> None:
        self._flows.set()

    def freeze(self) -> None:
        """Pass on nothing more, in no direction, and take connections, as a machine that sleeps, until `mend`."""
        self._flows.clear()

    def cut(self) -> None:
        """Cut all connections, as a broken line does, and refuse new ones until `mend`; what is frozen is lost."""
        with self._lock:
            self._refuses = True
            for pair in self._pairs:
                for end in pair:
                    with suppress(OSError):
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        end.shutdown(socket.SHUT_RDWR)
            self._pairs.clear()
            self._flows.set()

    def cut_once(self) -> None:
        """Cut all connections; new ones are served again."""
        with self._lock:  # a client that comes back at once is served
            self.cut()
            self.mend()

    def mend(self) -> None:
        """Pass on again, serve new connections again, and forget what was waited for."""
        self._flows.set()
        with self._lock:
            self._refuses = False
            self._watches.clear()

    def serve(self, listener: socket.socket) -> None:
        """Take connections until the listening socket is closed."""
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with self._lock:
                if self._refuses:
                    client.close()
                    continue
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.target)
                self._pairs.append((client, server))
            for one, other, down in ((client, server, False), (server, client, True)):
                threading.Thread(target=self._pass_on, args=(one, other, down), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket, down: bool) -> None:
        """Pass on what one end sends; `down` is from the server."""
        before = b""
        with suppress(OSError):
            while data := one.recv(_BLOCK):
                for watch in self._due(before + data, len(data), down):
                    self._do(watch)
                self._flows.wait()
                other.sendall(data)
                before = data[-100:]
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        one.close()  # the thread of the other direction closes the other

    def _do(self, watch: _Watch) -> None:
        """Do what was to be done; where that fails, the client must not wait for ever."""
        try:
            watch.do()
        except Exception as error:
            self.failures.append(error)
            self.cut()

    def _due(self, data: bytes, size: int, down: bool) -> list[_Watch]:
        """Count data, and return what was waited for and has come."""
        with self._lock:
            self.received += size if down else 0
            due = [
                watch
                for watch in self._watches
                if (not down and watch.text in data if watch.text else down and self.received >= watch.received)
            ]
            self._watches = [watch for watch in self._watches if watch not in due]
            return due


@contextmanager
def running_proxy(cluster: Cluster) -> Iterator[Proxy]:
    """Start a proxy before a server."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = Proxy(f"{cluster.folder}/.s.PGSQL.{_PORT}", listener.getsockname()[1])
        thread = threading.Thread(target=proxy.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield proxy
            assert not proxy.failures, proxy.failures
        finally:
            proxy.cut()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(10)
