"""The wheel for workers without QGIS: its content, and that it works where only it is."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT
from test_rooms import BLOCKER

from farmland_redline.scripts.packaging import changelog, wheel

NEEDED = """
import sys
import farmland_redline
from farmland_redline.processing.workflows.overlay import dask_worker as worker
from farmland_redline.processing.bridge.io.file_state import fingerprint
assert worker.plugin_version() == {version!r}
assert worker.installation().geos and fingerprint("/nowhere").fault
from farmland_redline.processing.bridge.survey.schema import load_survey
assert "BSM" in load_survey().fields and load_survey().roles
print(farmland_redline.__file__)
print(*sorted(name for name in sys.modules if name.startswith("farmland_redline.")))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    return wheel.build(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(built) -> list[str]:
    with zipfile.ZipFile(built) as opened:
        return opened.namelist()


def run_blocked(code: str, *options: str, **where: Path) -> subprocess.CompletedProcess:
    """Run a bare Python without QGIS."""
    code = BLOCKER.format(names={"qgis", "osgeo", "fiona"}) + code
    return subprocess.run([sys.executable, *options, "-c", code], capture_output=True, text=True, check=False, **where)


def test_workers_modules_need_no_qgis():
    """In the checkout too; and they are all that the wheel takes beside the analysis."""
    done = run_blocked(NEEDED.format(version=changelog.newest_version()), "-P", cwd="/")
    assert done.returncode == 0, done.stderr
    packed = {name.removesuffix(".py").replace("/", ".") for name in wheel.contents(ROOT) if name.endswith(".py")}
    packed = {f"farmland_redline.{name}".removesuffix(".__init__") for name in packed} - {"farmland_redline"}
    loaded = set(done.stdout.splitlines()[1].split())
    # All of the analysis goes along: what a worker does of it is not fixed.
    assert {name for name in packed if ".analysis" not in name} == {name for name in loaded if ".analysis" not in name}
    assert {name for name in loaded if ".analysis" in name} <= packed


def test_content(built, names):
    assert built.name == f"farmland_redline-{changelog.newest_version()}-py3-none-any.whl"
    package = {name for name in names if name.startswith("farmland_redline/")}
    own = {f"farmland_redline/{name}" for name in wheel.contents(ROOT)}
    assert package == own - {"farmland_redline/pyproject.toml", "farmland_redline/LICENSE"}
    assert all(".dist-info/" in name for name in set(names) - package)
    assert "farmland_redline/processing/analysis/overlay/partitions.py" in names
    assert "farmland_redline/processing/workflows/overlay/run.py" not in names
    with zipfile.ZipFile(built) as opened:
        metadata = opened.read(next(name for name in names if name.endswith("/METADATA"))).decode()
        assert not [name for name in names if str(ROOT).encode() in opened.read(name)]
    assert "Requires-Dist: distributed" in metadata and "Requires-Dist: shapely" in metadata


def test_building_leaves_nothing_behind(built):
    assert not (ROOT / "build").exists() and not list(ROOT.glob("*.egg-info"))


def test_works_where_only_it_is(built, tmp_path):
    """Unpacked into an empty folder, which is how pip installs it."""
    with zipfile.ZipFile(built) as opened:
        opened.extractall(tmp_path / "site")
    (tmp_path / "empty").mkdir()
    # What the environment has beside the checkout: its own libraries.
    path = [str(tmp_path / "site"), *(p for p in sys.path if p.endswith("-packages"))]
    code = f"sys.path[:0] = {path!r}\n" + NEEDED.format(version=changelog.newest_version())
    done = run_blocked(code, "-I", cwd=tmp_path / "empty")
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.splitlines()[0]).is_relative_to(tmp_path / "site")
