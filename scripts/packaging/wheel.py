"""Makes the wheel for workers without QGIS: the analysis, and what reads the parcels' rows for it.

It is built from a copy: nothing of the building stays in the checkout, and nothing comes into the wheel that git does
not track.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What `workflows/overlay/dask_worker.py` comes to; a test holds it.
WORKER = (
    *("bridge/confidential", "bridge/errors", "bridge/i18n", "bridge/paths", "bridge/version", "bridge/crs/transform"),
    *("bridge/code_tables", "bridge/file_limits", "bridge/located_yaml", "bridge/value_kinds", "bridge/word_lists"),
    "bridge/yaml_files",
    *("bridge/io/dbase", "bridge/io/encodings", "bridge/io/file_state", "bridge/io/row_reading", "bridge/io/sql"),
    "bridge/io/stored_values",
    "workflows/overlay/dask_worker",
    *("bridge/survey/cut_names", "bridge/survey/field_matching", "bridge/survey/normalisation"),
    *("bridge/survey/personal_data", "bridge/survey/schema"),
)
PACKAGES = (
    *("__init__", "bridge/__init__", "bridge/crs/__init__", "bridge/io/__init__", "bridge/survey/__init__"),
    *("workflows/__init__", "workflows/overlay/__init__"),
)
PACKED = (
    *("pyproject.toml", "__init__.py", "py.typed", "metadata.txt", "LICENSE", "resources/survey/*"),
    "processing/analysis/*.py",
    *(f"processing/{name}.py" for name in (*WORKER, *PACKAGES)),
)


def contents(root: Path) -> list[str]:
    """Return the files of which the wheel is built, sorted, by their path in the checkout."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True).stdout
    return sorted(name for name in listing.split("\0") if any(fnmatchcase(name, pattern) for pattern in PACKED))


def build(root: Path, folder: Path) -> Path:
    """Build the wheel into a folder, without a network, by the setuptools that are there; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        copy, made = Path(temporary, "project"), Path(temporary, "wheel")
        for name in contents(root):
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, target)
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*command, "--no-deps", "--no-build-isolation", "--wheel-dir", made, copy], check=True)
        (wheel,) = made.iterdir()
        return Path(shutil.copy(wheel, folder))


if __name__ == "__main__":
    print(build(ROOT, Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".build" / "dist"))
