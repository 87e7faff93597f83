"""The spelling gate (scripts/spelling) finds what is planted; that the checkout passes it, `make lint` tells."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

PYTHON = ROOT / ".venv" / "tools" / "bin" / "python"
pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="the tools are not installed")


def check(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PYTHON, root / "scripts" / "spelling"], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("processing/parcels.py", '"""Return the geomtry."""', "processing/parcels.py:1: geomtry"),
        ("processing/parcels.py", "x = 1  # the lenght", "processing/parcels.py:1: lenght"),
        ("processing/parcels.py", "\n\ndef tabulate_aeras(): pass", "processing/parcels.py:3: aeras"),
        ("processing/parcels.py", "class ParcleLayer: pass", "processing/parcels.py:1: Parcle"),
        ("processing/parcels.py", "def f(zoen): pass", "processing/parcels.py:1: zoen"),
        ("processing/parcels.py", 'tr("No parcles")', "processing/parcels.py:1: parcles"),
        ("processing/parcles.py", "", "processing/parcles.py:1: parcles"),
        ("README.md", "# Farmland\n\n```\nls -la nothng\n```\nSeveral parcles", "README.md:6: parcles"),
        ("docs/en/areas.md", "The aera", "docs/en/areas.md:1: aera"),
        ("processing/parcels.py", '"""Densified metres, `tbdlmj_x` and TBDLMJ."""\nx = __init__', None),
        ("docs/zh/areas.md", "The aera", None),
    ],
)
def test_a_planted_word_is_found(name, text, found, tmp_path):
    shutil.copytree(ROOT / "scripts" / "spelling", tmp_path / "scripts" / "spelling")
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    done = check(tmp_path)
    assert done.returncode == (1 if found else 0), done.stdout + done.stderr
    assert done.stdout.splitlines()[:1] == ([found] if found else [])
