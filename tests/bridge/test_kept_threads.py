"""Threads of QGIS between two tasks: what libraries hold by them stays, and nothing ends the process."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from conftest import ROOT

# Work in one of Qt's threads, as QGIS runs algorithms: between two tasks Python knows nothing of the thread.
SCRIPT = """
import gc, sys, threading, time
from qgis.PyQt.QtCore import QRunnable, QThreadPool
from farmland_redline.processing.bridge import kept_threads as kept

def unload():
    for name in [name for name in sys.modules if name.startswith("farmland_redline")]:
        del sys.modules[name]
    gc.collect()

def held(number):
    print(hasattr(local, "mine"))
    local.mine = True

def project(number):
    import pyproj
    system = pyproj.CRS.from_epsg(4527)
    systems.append(system)
    print(system.name, pyproj.Transformer.from_crs(system, 4490, always_xy=True).transform(39512000, 3245000))

def load(number):
    # Both made by pybind11 in newer versions; the first one that a process loads takes note of its thread.
    if number == 0:
        from scipy.optimize import milp
        print(milp([1.0]).status)
    elif number == 1:
        import matplotlib.ft2font, matplotlib.figure
        print(len(matplotlib.figure.Figure().axes))

class Work(QRunnable):
    def __init__(self, number):
        super().__init__()
        self.number = number
    def run(self):
        {keep}
        {work}(self.number)

local, systems = threading.local(), []
pool = QThreadPool()
pool.setMaxThreadCount(1)
for number in range(4):
    pool.start(Work(number))
    while pool.activeThreadCount():  # waitForDone would end the thread
        time.sleep(0.01)
    systems.clear()  # given up by another thread
"""
KEEP = "kept.keep_thread()"


def in_qt_threads(work: str, keep: str = KEEP) -> subprocess.CompletedProcess[str]:
    # The C library fills freed memory, so that its use is noticed.
    environment = {**os.environ, "MALLOC_PERTURB_": "165"}
    code = SCRIPT.format(keep=keep, work=work)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)


@pytest.mark.parametrize(("keep", "found"), [(KEEP, ["False", *["True"] * 3]), ("pass", ["False"] * 4)])
def test_what_is_held_by_a_thread_stays(keep, found):
    done = in_qt_threads("held", keep)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == found


def test_pyproj_works_in_threads_of_qt():
    done = in_qt_threads("project")
    assert done.returncode == 0, done.stderr
    assert len(set(done.stdout.splitlines())) == 1 and len(done.stdout.splitlines()) == 4


def test_a_plugin_that_is_unloaded_leaves_them_to_their_threads():
    """QGIS forgets the plugin's modules while a thread that a run has used goes on."""
    done = in_qt_threads("project", "'kept' in globals() and globals().pop('kept').keep_thread(); unload()")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 4


def test_libraries_are_loaded_by_several_tasks():
    done = in_qt_threads("load")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["0", "0"]


def test_the_test_would_notice():
    """Where pyproj loses its context, doing nothing about it crashes."""
    import pyproj

    if not pyproj.__version__.startswith("3.7."):
        pytest.skip("this pyproj has no such fault")
    assert in_qt_threads("project", "pass").returncode < 0


def test_every_task_of_the_panels_begins_with_it():
    """Tasks are made in one place; a class of tasks says it itself."""
    for path in sorted((ROOT / "ui").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert "QgsTask.fromFunction(" not in text or path.name == "background.py", path.name
        for work in re.findall(r"^class \w+\(QgsTask\):.*?^    def run\(.*?\n    def ", text, re.MULTILINE | re.DOTALL):
            assert "keep_thread()" in work, path.name
