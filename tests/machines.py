"""A Dask scheduler and its workers for tests, each a process of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from conftest import ROOT

from farmland_redline.scripts.packaging import wheel

# Workers have no QGIS, whatever this machine has.
SITECUSTOMIZE = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("qgis", "osgeo", "fiona"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Blocker())
"""


class Machines:
    """A scheduler and workers, each a process of this machine with nothing but the wheel."""

    def __init__(self, folder: Path, site: Path) -> None:
        self.folder, self.processes, self.logs = folder, [], []
        self.address = f"tcp://127.0.0.1:{free_port()}"
        path = [site, *(p for p in sys.path if p.endswith("-packages"))]
        self.environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path)), "OMP_NUM_THREADS": "1"}
        port = self.address.rpartition(":")[2]
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")

    def start(self, what: str, *options: str, **environment: str) -> subprocess.Popen:
        log = (self.folder / f"{what}{len(self.processes)}.log").open("w")
        command = [sys.executable, "-P", "-m", f"distributed.cli.dask_{what}", *options]
        process = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, cwd=self.folder, env={**self.environment, **environment}
        )
        self.processes.append(process)
        self.logs.append(log)
        return process

    def start_worker(self, **environment: str) -> subprocess.Popen:
        options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")
        return self.start("worker", self.address, *options, "--local-directory", str(self.folder), **environment)

    def wait_for(self, workers: int) -> None:
        from distributed import Client

        with Client(self.address, timeout=30, set_as_default=False) as client:
            deadline = time.monotonic() + 60
            while len(client.nthreads()) != workers:
                assert time.monotonic() < deadline, self.told()
                time.sleep(0.1)

    def told(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        for log in self.logs:
            log.close()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def install_wheel(site: Path, folder: Path) -> Path:
    """Unpack the plugin's wheel, made in a folder, as the site of workers; return the site."""
    with zipfile.ZipFile(wheel.build(ROOT, folder)) as built:
        built.extractall(site)
    (site / "sitecustomize.py").write_text(SITECUSTOMIZE)
    return site
