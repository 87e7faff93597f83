"""Makes the zip: what git tracks of the plugin's own rooms, and what is built, the same bytes every time."""

from __future__ import annotations

import os
import subprocess
import time
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path

PACKAGE = "farmland_redline"
# What users run and read. Everything else of the checkout serves its developers.
SHIPPED = (
    *("__init__.py", "plugin.py", "py.typed", "metadata.txt", "LICENSE", "requirements.txt"),
    *("processing/*", "resources/*", "ui/*"),
    "docs/columns.yaml",  # what workbooks of results say of their columns
)
# The sample city goes along, since the tutorial walks on it; the answers that tests know do not.
LEFT_OUT = (
    "resources/sample/data/manifest.csv",
    "resources/sample/data/patches.csv",
    "resources/sample/data/plan.csv",
    "resources/sample/data/projects.csv",
    "resources/i18n/*.ts",
)
# Built from tracked files, so not tracked themselves.
BUILT = ("resources/i18n/*.qm", "resources/help/**/*")
# The oldest time that a zip can state.
_EARLIEST = 315532800
_READABLE = 0o100644 << 16
_UNIX = 3


def contents(root: Path) -> list[str]:
    """Return the files that go into the zip, sorted, by their path in the checkout."""
    listing = _git(root, "ls-files", "-z").split("\0")
    tracked = {name for name in listing if name and _matches(name, SHIPPED) and not _matches(name, LEFT_OUT)}
    built = {path.relative_to(root).as_posix() for pattern in BUILT for path in root.glob(pattern) if path.is_file()}
    return sorted(tracked | built)


def uncommitted(root: Path) -> list[str]:
    """List the changes of the checkout that no commit has."""
    return _git(root, "status", "--porcelain").splitlines()


def build(root: Path, version: str, folder: Path) -> Path:
    """Write the zip into `folder`, replacing an earlier one, and return its path.

    Times are SOURCE_DATE_EPOCH or the commit's, entries are sorted, permissions are fixed.
    """
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH") or _git(root, "log", "-1", "--format=%ct"))
    moment = time.gmtime(max(epoch, _EARLIEST))[:6]
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{PACKAGE}.{version}.zip"
    unfinished = target.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in contents(root):
            entry = zipfile.ZipInfo(f"{PACKAGE}/{name}", moment)
            entry.create_system, entry.external_attr, entry.compress_type = _UNIX, _READABLE, zipfile.ZIP_DEFLATED
            archive.writestr(entry, (root / name).read_bytes())
    unfinished.replace(target)
    return target


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout
