"""The geo stack beside QGIS: what the plugin does so that its libraries are safe there."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from farmland_redline.processing.bridge import dependencies

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


def test_a_missing_library_is_named(monkeypatch):
    monkeypatch.setattr(dependencies, "NEEDED", (*dependencies.NEEDED, "no_such_library"))
    assert dependencies.inspect().missing == ("no_such_library",)
    with pytest.raises(dependencies.StackError, match="no_such_library"):
        dependencies.require()


def test_a_library_that_is_too_old_is_named(monkeypatch):
    monkeypatch.setattr(dependencies, "OLDEST", {"shapely": (2, 0), "geopandas": (99, 1)})
    assert dependencies.inspect().missing == ("geopandas ≥ 99.1",)


def test_one_reader_is_enough(monkeypatch):
    monkeypatch.setattr(dependencies, "READERS", ("no_such_library", "pyogrio"))
    assert dependencies.inspect().missing == ()
    monkeypatch.setattr(dependencies, "READERS", ("no_such_library", "nor_this"))
    assert dependencies.inspect().missing == ("no_such_library / nor_this",)


@pytest.mark.skipif(sys.platform.startswith("win"), reason="wheels are safe there")
def test_a_wheel_with_its_own_libraries_is_refused(monkeypatch, tmp_path):
    (tmp_path / "made_up").mkdir()
    (tmp_path / "made_up" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(dependencies, "_WITH_BINARIES", ("made_up",))
    dependencies.require()
    (tmp_path / "made_up.libs").mkdir()
    with pytest.raises(dependencies.StackError, match=r"made_up"):
        dependencies.require()
