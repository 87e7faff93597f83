"""PostGIS in a cluster of its own: `postgis BIN DATA load|run PARCELS ZONES LAYER`.

The server is started here as a child and stopped, so that its time and memory are this process's children's. It
listens on a socket in a new folder only.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .protocol import emit, peak_gigabytes, processor_seconds

PORT = "54329"
USER = "postgres" if os.getuid() == 0 else None  # PostgreSQL refuses root
TABLES = """
DROP TABLE IF EXISTS {name};
CREATE UNLOGGED TABLE {name} (id text, geom geometry(Polygon));
COPY {name} FROM STDIN;
"""
INDEX = "CREATE INDEX ON {name} USING gist (geom); VACUUM ANALYZE {name};"
QUERY = """
DROP TABLE IF EXISTS pieces;
CREATE UNLOGGED TABLE pieces AS
SELECT p.id AS parcel, z.id AS zone,
       CASE WHEN ST_CoveredBy(p.geom, z.geom) THEN p.geom
            ELSE ST_CollectionExtract(ST_Intersection(p.geom, z.geom), 3) END AS geom
FROM parcels p JOIN zones z ON ST_Intersects(p.geom, z.geom);
"""


@contextmanager
def server(binaries: Path, data: Path) -> Iterator[list[str]]:
    """Return the command that queries a running server, made where missing."""
    with tempfile.TemporaryDirectory(prefix="bench-pg-") as folder:
        for path in (data, Path(folder)):
            path.mkdir(exist_ok=True)
            if USER:
                shutil.chown(path, USER)
        if not (data / "PG_VERSION").exists():
            subprocess.run(
                [binaries / "initdb", "-D", data, "--auth=trust", "-U", "postgres", "--no-sync", "-E", "UTF8"],
                check=True,
                stdout=subprocess.DEVNULL,
                cwd=folder,
                user=USER,
            )
        threads = os.cpu_count() or 1
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": folder,
            "port": PORT,
            "shared_buffers": "1GB",
            "work_mem": "128MB",
            "maintenance_work_mem": "512MB",
            "fsync": "off",
            "max_parallel_workers_per_gather": threads,
            "max_parallel_workers": threads,
        }
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        process = subprocess.Popen([binaries / "postgres", "-D", data, *given], cwd=folder, user=USER)
        ask = [str(binaries / "psql"), "-h", folder, "-p", PORT, "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-qAtX"]
        try:
            while subprocess.run([*ask, "-c", "SELECT 1"], capture_output=True, check=False).returncode:
                if process.poll() is not None:
                    sys.exit("the server did not start")
                time.sleep(0.1)
            yield ask
        finally:
            process.send_signal(signal.SIGINT)  # fast: ends what still runs
            process.wait()


def load(ask: list[str], parcels: str, zones: str, layer: str) -> None:
    """Make the tables and their indexes."""
    import pyogrio  # noqa: PLC0415  not at a measured start
    import shapely  # noqa: PLC0415

    subprocess.run([*ask, "-c", "CREATE EXTENSION IF NOT EXISTS postgis"], check=True)
    for name, path, source in (("parcels", parcels, "DLTB"), ("zones", zones, layer)):
        frame = pyogrio.read_dataframe(path, layer=source, columns=["BSM"], use_arrow=True)
        rows = zip(frame["BSM"], shapely.to_wkb(frame.geometry.to_numpy(), hex=True))
        text = TABLES.format(name=name) + "".join(f"{i}\t{wkb}\n" for i, wkb in rows) + "\\.\n"
        subprocess.run([*ask, "-f", "-"], input=text, text=True, check=True)
        # VACUUM stands in no transaction, so each statement goes alone.
        for statement in INDEX.format(name=name).split(";")[:-1]:
            subprocess.run([*ask, "-c", statement], check=True)


def run(ask: list[str]) -> None:
    """Run the overlay and return what it found."""
    version = subprocess.run([*ask, "-c", "SELECT postgis_full_version()"], capture_output=True, text=True, check=True)
    emit(versions={"PostGIS": version.stdout.strip()})
    started = time.perf_counter()
    subprocess.run([*ask, "-c", QUERY], check=True)
    emit(work=time.perf_counter() - started)


def main(binaries: str, data: str, what: str, *layers: str) -> None:
    """Run and tell."""
    # A run that takes too long is terminated: then the server is stopped as at any end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))
    before = processor_seconds()
    with server(Path(binaries), Path(data)) as ask:
        if what == "load":
            load(ask, *layers)
        else:
            run(ask)
    if what == "load":
        return
    emit(processor=processor_seconds() - before, peak=peak_gigabytes())
    with server(Path(binaries), Path(data)) as ask:
        text = "SELECT count(*) || ' ' || sum(ST_Area(geom)) FROM pieces WHERE NOT ST_IsEmpty(geom)"
        answer = subprocess.run([*ask, "-c", text], capture_output=True, text=True, check=True).stdout.split()
    emit(rows=int(answer[0]), inside=float(answer[1]))


if __name__ == "__main__":
    main(*sys.argv[1:])
