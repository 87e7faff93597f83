"""Bad input through the real algorithms: a small county, a folder of old outputs, and what `docs/reliability.md` says.

The page is the expectation: each test finds the row that names it, and looks in the log for the row's sentences, in
English and in Chinese. An ellipsis in a sentence stands for any text.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import CITY, ROOT, write_shapefile
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QSettings

from farmland_redline.processing.bridge.file_limits import _limits
from farmland_redline.processing.bridge.i18n import install_translator

PAGE = ROOT / "docs" / "reliability.md"
CODE = "3602221002010000000"
LOCALES = {"en": "en_US", "zh": "zh_CN"}
# Where the small county lies: EPSG:4527, zone 39.
X, Y = 39_512_000.0, 3_245_000.0


@dataclass(frozen=True)
class Row:
    """A row of the page: what is wrong, what happens, the sentences, the test's name."""

    wrong: str
    happens: str
    en: str
    zh: str
    test: str

    def is_said(self, log: str, language: str) -> bool:
        """Whether the log has the row's sentences."""
        sentences = [s for s in re.split(r"<br>|^–$", getattr(self, language)) if s.strip()]
        return all(re.search(re.escape(s.strip()).replace("…", ".*"), log, re.DOTALL) for s in sentences)


_told: set[str] = set()


def languages(row: Row) -> tuple[str, ...]:
    """Return the languages to run in: both for the first input of a row with a sentence, else Chinese alone.

    Further inputs of a row prove nothing more of its translation.
    """
    both = row.en != "–" and row.test not in _told
    _told.add(row.test)
    return tuple(LOCALES) if both else ("zh",)


@lru_cache(maxsize=1)
def rows() -> dict[str, Row]:
    """The rows of the page by their tests."""
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 5 and cells[4].startswith("`test_"):
            for test in re.findall(r"`(\w+\.py::\w+)`", cells[4]):
                found[test] = Row(*cells[:4], test)
    return found


@pytest.fixture
def row(request: pytest.FixtureRequest) -> Row:
    """The row of the page that names this test."""
    name = f"{Path(request.node.path).name}::{request.node.originalname}"
    assert name in rows(), f"docs/reliability.md has no row for {name}"
    return rows()[name]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """QGIS in another language."""
    before = QSettings().value("locale/userLocale")
    QSettings().setValue("locale/userLocale", LOCALES[language])
    translator = install_translator(language)
    try:
        yield
    finally:
        if translator is not None:
            QCoreApplication.removeTranslator(translator)
        QSettings().setValue("locale/userLocale", before)


def parcels(count: int = 10, **columns: object) -> gpd.GeoDataFrame:
    """Parcels of 100 m by 100 m in a row, the first of them a house."""
    west = X + np.arange(count) * 100
    frame = gpd.GeoDataFrame(
        {
            "BSM": [f"{i:018d}" for i in range(count)],
            "DLBM": ["0702", *["0101"] * (count - 1)][:count],
            "TBMJ": 9999.96,
            "TBDLMJ": 9999.96,
            "ZLDWDM": CODE,
        },
        geometry=shapely.box(west, Y, west + 100, Y + 100),
        crs="EPSG:4527",
    )
    return frame.assign(**columns)


def zones(**columns: object) -> gpd.GeoDataFrame:
    """Permanent basic farmland over the lower half of the first five parcels."""
    return gpd.GeoDataFrame(
        {"BSM": ["z1"], "DLBM": ["0101"], "YJJBNTMJ": [25_000.0], "ZLDWDM": [CODE], **columns},
        geometry=[shapely.box(X, Y, X + 500, Y + 50)],
        crs="EPSG:4527",
    )


def other_zones(**columns: object) -> gpd.GeoDataFrame:
    """The same land without the field by which permanent basic farmland is recognised."""
    return zones(**columns).drop(columns="YJJBNTMJ")


def units(**columns: object) -> gpd.GeoDataFrame:
    """The county around all parcels."""
    return gpd.GeoDataFrame(
        {"XZQDM": ["360222"], "XZQMC": ["浮梁县"], **columns},
        geometry=[shapely.box(X - 100, Y - 100, X + 2000, Y + 200)],
        crs="EPSG:4527",
    )


def with_geometry(frame: gpd.GeoDataFrame, position: int, geometry: object) -> gpd.GeoDataFrame:
    """A frame with another geometry in one row."""
    changed = frame.geometry.to_numpy().copy()
    changed[position] = geometry
    return frame.set_geometry(gpd.GeoSeries(changed, index=frame.index, crs=frame.crs))


def content(folder: Path) -> dict[str, bytes | str]:
    """All files of a folder, hidden ones too, byte by byte; links by what they point to."""
    return {
        str(p.relative_to(folder)): str(p.readlink()) if p.is_symlink() else p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_symlink() or p.is_file()
    }


class Office:
    """A small county's data, its old outputs, and runs on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "调查 数据"
        self.out = folder / "成果 2024"
        self.data.mkdir()
        self.out.mkdir()
        self.log = ""

    def write(self, frame: pd.DataFrame, layer: str = "图斑", name: str | None = None, **options: object) -> str:
        """Write a layer into a file of the data; its source as QGIS takes it."""
        path = self.data / (name or f"{len(list(self.data.iterdir()))}.gpkg")
        if "encoding" in options:
            write_shapefile(frame, path, **options)
            return str(path)
        gdal.SetConfigOption("SHAPE_ENCODING", None)  # QGIS may have set it
        if isinstance(frame, gpd.GeoDataFrame) and "geometry_type" not in options and len(frame) == 0:
            options["geometry_type"] = "Polygon"
        pyogrio.write_dataframe(frame, path, layer=layer if path.suffix == ".gpkg" else None, **options)
        return f"{path}|layername={layer}" if path.suffix == ".gpkg" else str(path)

    def plain(self) -> dict[str, object]:
        """Sound inputs."""
        return {"PARCELS": self.write(parcels(), "DLTB"), "PBF": self.write(zones(), "YJJBNTBHTB")}

    def run(
        self,
        algorithm: str = "overlay_parcels",
        feedback: QgsProcessingFeedback | None = None,
        **parameters: object,
    ) -> dict[str, object]:
        """Run an algorithm as the toolbox does; the log is kept."""
        import processing

        feedback, context = feedback or QgsProcessingFeedback(False), QgsProcessingContext()
        context.setProject(QgsProject.instance())
        folder = algorithm in ("run_batch", "export_county_maps")
        target = {"OUTPUT_FOLDER": str(self.out)} if folder else {"OUTPUT": str(self.out / "碎块.gpkg")}
        if algorithm == "run_batch":
            target |= {"MAPS": False, "POLICY": str(CITY / "policy.yaml")}
        try:
            return processing.run(
                f"farmland_redline:{algorithm}", {**target, **parameters}, feedback=feedback, context=context
            )
        except QgsProcessingException as error:
            feedback.pushInfo(str(error))
            raise
        finally:
            self.log = feedback.textLog()

    def pieces(self) -> gpd.GeoDataFrame:
        """What the overlay has written."""
        return pyogrio.read_dataframe(self.out / "碎块.gpkg", layer="pieces")


# A run in a process of its own, which can be limited: its message goes to the output, and its exit status is 7.
CHILD = """
import os, resource, sys
from qgis.core import QgsApplication, QgsProcessingException, QgsProcessingFeedback
application = QgsApplication([], False)
application.initQgis()
sys.path.append(QgsApplication.pkgDataPath() + "/python/plugins")
from processing.core.Processing import Processing
Processing.initialize()
import processing
import farmland_redline.processing.workflows.overlay.run, farmland_redline.processing.bridge.io.writing, pyogrio
from farmland_redline.processing.bridge.i18n import install_translator
from farmland_redline.processing.provider import FarmlandRedlineProvider
translator = install_translator("zh")
provider = FarmlandRedlineProvider()
QgsApplication.processingRegistry().addProvider(provider)
{limit}
try:
    processing.run("farmland_redline:overlay_parcels", {given!r}, feedback=QgsProcessingFeedback(False))
except QgsProcessingException as error:
    print(error, flush=True)
    os._exit(7)
"""


def leave_old_results(folder: Path) -> None:
    """Put what an earlier run left into a folder, where it is missing: a file without sense, a sound GeoPackage."""
    for name in ("碎块.gpkg", "summary.xlsx"):
        if not (folder / name).exists():
            (folder / name).write_bytes(b"what was there")
    if not (folder / "farmland_redline.gpkg").exists():
        pyogrio.write_dataframe(units(), folder / "farmland_redline.gpkg", layer="our_notes")


@dataclass
class Case:
    """A bad input and its row of the page."""

    row: Row
    office: Office

    def refused(self, algorithm: str = "overlay_parcels", make: Callable[[], dict] | None = None, **given: object):
        """Run in the row's `languages`: refused with the row's sentence, all files as they were, nothing new."""
        assert self.row.happens.startswith("error"), self.row
        leave_old_results(self.office.out)
        before = content(self.office.folder)
        for language in languages(self.row):
            with speaking(language), pytest.raises(QgsProcessingException):
                self.office.run(algorithm, **(make() if make else given))
            assert self.row.is_said(self.office.log, language), self.office.log
            assert "Traceback" not in self.office.log
            after = content(self.office.folder)
            assert after.keys() == before.keys()
            assert all(after[name] == before[name] for name in before)

    def runs(self, algorithm: str = "overlay_parcels", make: Callable[[], dict] | None = None, **given: object):
        """Run in the row's `languages`: results, its sentence if it has one, inputs as they were; the last results."""
        assert not self.row.happens.startswith("error"), self.row
        before = content(self.office.data)
        result: dict[str, object] = {}
        for language in languages(self.row):
            with speaking(language):
                result = self.office.run(algorithm, **(make() if make else given))
            assert self.row.is_said(self.office.log, language), self.office.log
            assert content(self.office.data) == before
        assert result.get("WORST_CLOSURE", 0) == 0
        return result

    def refused_in_a_child(self, limit: str, **given: object) -> bool:
        """Run in a process that is limited by a statement: refused in Chinese, the outputs as they were.

        Returns:
            whether the row's sentence was said.

        """
        given.setdefault("OUTPUT", str(self.office.out / "碎块.gpkg"))
        before = content(self.office.out)
        code = CHILD.format(limit=limit, given=given)
        done = subprocess.run(
            [sys.executable, "-P", "-c", code], capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 7, done.stdout + done.stderr[-3000:]
        assert content(self.office.out) == before
        said = self.row.is_said(done.stdout, "zh")
        assert said, done.stdout
        assert "Traceback" not in done.stdout
        return said

    def listed(self, kind: str, count: int, **given: object) -> gpd.GeoDataFrame:
        """Run the overlay; `count` rows of a kind stand in its table of problems, with layer, words and remedy."""
        problems = self.office.out / "问题.gpkg"
        self.runs(PROBLEMS=str(problems), **given)
        table = pyogrio.read_dataframe(problems, layer="problems")
        table = table[table["kind"] == kind]
        assert len(table) == count
        assert (table[["layer", "message", "remedy"]].notna().all(axis=1)).all()
        return table


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Databases are waited for seconds instead of minutes."""
    for group, name, seconds in (
        ("database", "answer_seconds", 1),
        ("database", "rows_seconds", 3),
        ("view", "seconds", 3),
    ):
        monkeypatch.setitem(_limits()[group], name, seconds)


@pytest.fixture
def office(qgis: QgsApplication, tmp_path: Path) -> Iterator[Office]:
    """A small county in a folder with a blank in its name."""
    yield Office(tmp_path)
    QgsProject.instance().clear()


@pytest.fixture
def case(row: Row, office: Office) -> Case:
    """This test's bad input."""
    return Case(row, office)
