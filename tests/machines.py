"""A Dask scheduler and its workers for tests, each a process of this machine."""

from __future__ import annotations

import os
import re
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

PATIENCE = 60  # seconds until a process has to be up; on a busy machine it takes ten


class Machines:
    """A scheduler and workers, each a process of this machine with nothing but the wheel."""

    def __init__(self, folder: Path, site: Path) -> None:
        self.folder, self.processes, self.logs = folder, [], []
        path = [site, *(p for p in sys.path if p.endswith("-packages"))]
        self.environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path)), "OMP_NUM_THREADS": "1"}
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.address = self.said(self.scheduler, r"Scheduler at:\s+(\S+)")

    def start(self, what: str, *options: str, **environment: str) -> subprocess.Popen:
        log = (self.folder / f"{what}{len(self.processes)}.log").open("w")
        command = [sys.executable, "-P", "-m", f"distributed.cli.dask_{what}", *options]
        process = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, cwd=self.folder, env={**self.environment, **environment}
        )
        self.processes.append(process)
        self.logs.append(log)
        return process

    def said(self, process: subprocess.Popen, pattern: str) -> str:
        """Wait for a line of a process's log; return what the pattern's group matches there."""
        log = Path(self.logs[self.processes.index(process)].name)
        deadline = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, log.read_text(encoding="utf-8"))):
            if process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(self.told())
            time.sleep(0.05)
        return found[1]

    def launch_worker(self, **environment: str) -> subprocess.Popen:
        """Start a worker that joins when it will, as in the middle of a run."""
        options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")
        return self.start("worker", self.address, *options, "--local-directory", str(self.folder), **environment)

    def start_workers(self, count: int, **environment: str) -> list[subprocess.Popen]:
        """Start workers and wait until the scheduler has taken up every one."""
        workers = [self.launch_worker(**environment) for _ in range(count)]
        for worker in workers:
            self.said(worker, r"(Registered to:)")
        return workers

    def start_worker(self, **environment: str) -> subprocess.Popen:
        """Start a worker and wait until the scheduler has taken it up."""
        return self.start_workers(1, **environment)[0]

    def wait_for(self, workers: int) -> None:
        """Wait until so many are left."""
        from distributed import Client

        with Client(self.address, timeout=30, set_as_default=False) as client:
            deadline = time.monotonic() + PATIENCE
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
