"""The geo stack beside QGIS: what the plugin does so that its libraries are safe there."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

# Work in one of Qt's threads, as QGIS runs algorithms: between two calls Python knows nothing of the thread.
SCRIPT = """
import time
from qgis.PyQt.QtCore import QRunnable, QThreadPool
from farmland_redline.processing.bridge import dependencies as stack

class Work(QRunnable):
    def run(self):
        {keep}
        import pyproj
        system = pyproj.CRS.from_epsg(4527)
        systems.append(system)
        print(system.name, pyproj.Transformer.from_crs(system, 4490, always_xy=True).transform(39512000, 3245000))

systems = []
pool = QThreadPool()
pool.setMaxThreadCount(1)
for _ in range(4):
    pool.start(Work())
    while pool.activeThreadCount():  # waitForDone would end the thread
        time.sleep(0.01)
    systems.clear()  # given up by another thread
"""


def in_qt_threads(keep: str) -> subprocess.CompletedProcess[str]:
    # The C library fills freed memory, so that its use is noticed.
    environment = {**os.environ, "MALLOC_PERTURB_": "165"}
    code = SCRIPT.format(keep=keep)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)


def test_pyproj_works_in_threads_of_qt():
    done = in_qt_threads("stack.keep_projections()")
    assert done.returncode == 0, done.stderr
    assert len(set(done.stdout.splitlines())) == 1 and len(done.stdout.splitlines()) == 4


def test_the_test_would_notice():
    """Where pyproj loses its context, doing nothing about it crashes."""
    import pyproj

    if not pyproj.__version__.startswith("3.7."):
        pytest.skip("this pyproj has no such fault")
    assert in_qt_threads("pass").returncode < 0
