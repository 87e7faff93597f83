"""What scripts/setup makes: tools that are whole and its own, whatever else is on the machine."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

LOCKS = ROOT / "scripts" / "locks"
# A lock, and the Python of the environment that it stands in.
PYTHONS = {"tests": ROOT / ".venv/bin/python", "tools": ROOT / ".venv/tools/bin/python"}


def check(python: Path, lock: Path) -> subprocess.CompletedProcess[str]:
    command = [python, "-I", ROOT / "scripts" / "check-lock", lock]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", PYTHONS)
def test_locked_tools_are_whole(name):
    done = check(PYTHONS[name], LOCKS / f"{name}.txt")
    assert done.returncode == 0, done.stderr


# One tool is not in the lock; all are there in other versions.
@pytest.mark.parametrize(("pattern", "replacement"), [(r"pluggy==.*\n", ""), (r"==(?=\d)", "==0")])
def test_a_lock_that_is_not_what_stands_there(tmp_path, pattern, replacement):
    shutil.copy(LOCKS / "tests.in", tmp_path)
    text = (LOCKS / "tests.txt").read_text(encoding="utf-8")
    (tmp_path / "tests.txt").write_text(re.sub(pattern, replacement, text), encoding="utf-8")
    done = check(PYTHONS["tests"], tmp_path / "tests.txt")
    assert done.returncode == 1
    assert re.search(r"^pluggy is 1\.[\d.]+; the lock names ", done.stderr, re.MULTILINE), done.stderr
    assert "run scripts/lock, then scripts/setup" in done.stderr


def test_tools_of_the_system_are_no_stand_in(tmp_path):
    """PyYAML is the distribution's in this environment: as a tool it would be a fault."""
    (tmp_path / "tools.in").write_text("PyYAML\nno-such-tool\n", encoding="utf-8")
    (tmp_path / "tools.txt").write_text("pyyaml==6.0\n", encoding="utf-8")
    done = check(PYTHONS["tests"], tmp_path / "tools.txt")
    assert done.returncode == 1
    assert "pyyaml, which the lock's .in file needs, is not the environment's own" in done.stderr
    assert "no-such-tool, which the lock's .in file needs, is missing." in done.stderr


def test_locks_are_whole_and_name_no_place():
    """Each tool in one version, with its hashes, and no address to get it from."""
    for lock in LOCKS.glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        pins = re.findall(
            r"^[\w.-]+==[^\s;]+(?: ; [^\\\n]+)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.M
        )
        assert len(pins) == len(re.findall(r"^\w", text, re.MULTILINE)), lock
        assert "://" not in text, lock
    assert {path.stem for path in LOCKS.glob("*.in")} == {path.stem for path in LOCKS.glob("*.txt")}


def test_plugins_of_others_stay_away(pytestconfig):
    """Of pytest's plugins that are installed only hypothesis's is loaded, and pytest is the locked one."""
    loaded = {name for name, plugin in pytestconfig.pluginmanager.list_name_plugin() if plugin is not None}
    offered = {entry.value for entry in importlib.metadata.entry_points(group="pytest11")}
    assert "_hypothesis_pytestplugin" in loaded
    assert not loaded & (offered - {"_hypothesis_pytestplugin"})
    assert not pytestconfig.pluginmanager.list_plugin_distinfo()
    own = Path(sys.prefix).resolve()
    for name in ("pytest", "pluggy", "hypothesis", "_hypothesis_pytestplugin"):
        assert own in Path(importlib.util.find_spec(name).origin).resolve().parents
