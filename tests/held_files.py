"""Files that are open can neither be renamed nor removed, as on Windows: held_files.c, built, is loaded first."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from loaded_first import build_library, can_load_first

SOURCE = Path(__file__).with_suffix(".c")


def as_on_windows(folder: Path, base: pytest.TempPathFactory) -> dict[str, str]:
    """Variables of a process that can neither rename nor remove files of a folder that any process has open.

    The test is skipped where the library cannot be built.
    """
    if not can_load_first():
        pytest.skip("needs Linux and a C compiler, for what renames and removes as Windows does")
    library = build_library(SOURCE, base.getbasetemp())
    return {"LD_PRELOAD": str(library), "HELD_FILES_IN": str(folder.resolve())}


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program that has a file open."""
    code = "import sys\nwith open(sys.argv[1], 'rb'):\n    print('ready', flush=True)\n    sys.stdin.read()\n"
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout is not None and other.stdout.readline() == "ready\n"
        yield
    finally:
        other.communicate("", timeout=60)


def run_python(code: str, environment: dict[str, str]) -> str:
    """Run statements in a process of its own with the plugin at hand; what it prints."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
