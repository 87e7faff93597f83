"""Small C libraries that tests load before the system's own (LD_PRELOAD), so that files behave as elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def can_load_first() -> bool:
    """Return whether libraries can be built and loaded here: on Linux, with a C compiler."""
    return sys.platform == "linux" and _compiler() is not None


def _compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc")


def build_library(source: Path, folder: Path) -> Path:
    """Build a library from its source in a folder, once; return its path.

    Raises:
        RuntimeError: there is no compiler.

    """
    compiler = _compiler()
    if compiler is None:
        raise RuntimeError("needs a C compiler")
    target = folder / f"{source.stem}.so"
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        unfinished = target.with_suffix(".part")
        command = [compiler, "-O1", "-shared", "-fPIC", "-o", str(unfinished), str(source), "-ldl"]
        subprocess.run(command, check=True, timeout=60)
        unfinished.replace(target)
    return target
