"""What all tests share: the checkout, the sample city, QGIS, and the real qgis_process."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas
import hypothesis
import openpyxl
import pandas
import pyogrio
import pytest
import yaml
from osgeo import gdal
from postgres import Cluster, running_cluster

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

pytest_plugins = ("sharing",)
# No test is one of speed: machines are busy. Examples are new in every run, so fewer are no less in the end.
hypothesis.settings.register_profile("untimed", deadline=None, max_examples=40)
hypothesis.settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
CITY = ROOT / "resources" / "sample" / "data"
ZONE_LAYERS = (
    *("GDBHMB", "STBHHX", "CZKFBJ", "LDGLFW", "PZYD", "LSYD", "JCTB", "STTG"),
    *("GBZNT", "PDT", "TRHJ", "ZWXZ", "FQTB", "XZTD", "FM"),
)
UNIT_LAYERS = ("XJXZQ", "XZQ", "CJDCQ")


def layer(name: str, city: Path = CITY) -> str:
    """A layer of the sample city, as QGIS opens it."""
    return f"{city / 'city.gpkg'}|layername={name}"


def batch_inputs(city: Path = CITY) -> dict[str, object]:
    """Every input of run_batch from a sample city."""
    return {
        "PARCELS": layer("DLTB", city),
        "PBF": layer("YJJBNTBHTB", city),
        "PBF_RESERVE": layer("YJJBNTCBQ", city),
        "FARMLAND_RESERVE": layer("BCGDCBQ", city),
        "SURVEY2": layer("DLTB_ED", city),
        "PREVIOUS": layer("DLTB_2023", city),
        "ZONES": [layer(name, city) for name in ZONE_LAYERS],
        "UNITS": [layer(name, city) for name in UNIT_LAYERS],
        "POLICY": str(city / "policy.yaml"),
    }


# Of each county one village, in all a quarter of the sample's parcels.
VILLAGES = ("360202100200", "360203001001", "360222100200", "360281100201")


def copy_villages(folder: Path, one_of: int = 1) -> None:
    """Copy the sample city into a folder that is not there, with the parcels of VILLAGES and all that lies there.

    For tests that ask nothing of how many parcels there are, or of a certain one; these may want `one_of` several.
    """
    shutil.copytree(CITY, folder)
    city = gdal.OpenEx(str(folder / "city.gpkg"), gdal.OF_VECTOR | gdal.OF_UPDATE)
    for name, code in {"DLTB": "QSDWDM", "DLTB_2023": "QSDWDM", "DLTB_ED": "ZLDWDM", "YJJBNTBHTB": "ZLDWDM"}.items():
        city.ExecuteSQL(f"DELETE FROM {name} WHERE substr({code}, 1, 12) NOT IN {VILLAGES}")  # noqa: S608
    # 珠山区 has few parcels in any case.
    city.ExecuteSQL(f"DELETE FROM DLTB WHERE fid % {one_of} > 0 AND QSDWDM NOT LIKE '360203%'")  # noqa: S608
    city.ExecuteSQL("VACUUM")
    del city  # closes it


def case_inputs(city: Path = CITY) -> dict[str, object]:
    """Patches, cases and events of a sample city, for run_batch."""
    return {
        "PATCHES": f"{city / 'monitoring.gpkg'}|layername=YSTB",
        "CASES": str(city / "cases.csv"),
        "EVENTS": str(city / "events.csv"),
    }


def parse_yaml(text: str) -> object:
    """Return what is in a YAML text: by PyYAML in C, in a tenth of the time, where it is there and takes the text."""
    try:
        return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe
    except yaml.YAMLError:
        return yaml.safe_load(text)


def write_layer(frame: pandas.DataFrame, folder: Path, name: str) -> str:
    """Write a layer as a GeoPackage of its name; its source as QGIS takes it."""
    pyogrio.write_dataframe(frame, folder / f"{name}.gpkg", layer=name)
    return f"{folder / f'{name}.gpkg'}|layername={name}"


def sheet_table(sheet: Worksheet) -> pandas.DataFrame:
    """The rows of a sheet of a workbook, below its head, which stays in view; headings on one line."""
    rows = list(sheet.iter_rows(values_only=True))
    head = int(sheet.freeze_panes[1:]) - 2
    return pandas.DataFrame(rows[head + 1 :], columns=[str(text).replace("\n", "") for text in rows[head]])


def read_workbook(path: str | Path, *own: str) -> dict[str, pandas.DataFrame]:
    """The sheets of a Chinese workbook of results; every heading has words, and but for `own` columns a meaning."""
    sheets = {sheet.title: sheet_table(sheet) for sheet in openpyxl.load_workbook(path).worksheets}
    explained = sheets["说明"]
    unexplained = explained.loc[explained["说明"].isna(), "字段名"]
    assert set(unexplained) <= {*own, "centre_lon", "centre_lat"}, unexplained.tolist()
    assert not explained["列"].isin(explained["字段名"]).any(), explained[explained["列"].isin(explained["字段名"])]
    for title, rows in explained.groupby("表"):
        assert rows["列"].tolist() == sheets[title].columns.tolist()
    return sheets


def explained_columns(table: str) -> set[str]:
    """The columns of a table of results that `docs/columns.yaml` explains."""
    return set(_explained()[table]["columns"])


def computed_columns(table: str) -> set[str]:
    """Those of the explained columns that a table has before there are decisions on its findings."""
    explained, review = explained_columns(table), {"verdict", "remark", "decided"}
    return explained - review if review <= explained else explained


@lru_cache(maxsize=1)
def _explained() -> dict[str, dict]:
    return yaml.safe_load((ROOT / "docs" / "columns.yaml").read_text(encoding="utf-8"))


def write_shapefile(frame: geopandas.GeoDataFrame, path: Path, encoding: str) -> None:
    """Write a shapefile as offices have them: columns and text in an encoding of China, names cut to ten bytes.

    By GDAL itself: some versions of pyogrio fail on its word that names were cut, which is in no UTF-8.
    """
    gdal.SetConfigOption("SHAPE_ENCODING", None)  # QGIS may have set it, and names be cut elsewhere
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{path.stem}.gpkg"
        pyogrio.write_dataframe(frame, source, promote_to_multi=True)
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        written = gdal.VectorTranslate(str(path), str(source), layerCreationOptions=[f"ENCODING={encoding}"])
        gdal.PopErrorHandler()
        assert written is not None
        del written


@dataclass(frozen=True)
class Finished:
    """A finished qgis_process run: exit status, its JSON answer's results, all it printed."""

    status: int
    results: dict[str, object]
    log: str


def run_qgis_process(
    algorithm: str, parameters: dict[str, object], prefix: Sequence[str] = (), **environment: str
) -> Finished:
    """Run an algorithm by the real qgis_process through the project's script; `prefix` is a command that starts it."""
    arguments = [
        f"{name}={value}"
        for name, values in parameters.items()
        for value in (values if isinstance(values, (list, tuple)) else [values])
    ]
    script = str(ROOT / "scripts" / "qgis-process")
    command = [*prefix, script, "run", f"farmland_redline:{algorithm}", "--", *arguments]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        cwd="/",
        env={**os.environ, "SOURCE_DATE_EPOCH": "1735603200", **environment},
    )
    log = done.stdout + done.stderr
    return Finished(done.returncode, _results(done.stdout), log)


def _results(text: str) -> dict[str, object]:
    """The `Results` that qgis_process prints at its end, as text or numbers."""
    _, _, tail = text.partition("Results\n")
    results: dict[str, object] = {}
    for line in tail.splitlines():
        name, colon, value = line.partition(":\t")
        if colon:
            try:
                results[name] = json.loads(value)
            except ValueError:
                results[name] = value
    return results


def run_in_session(algorithm: str, parameters: dict[str, object]) -> Finished:
    """Do the same in this process, which saves QGIS's start: for runs that prove nothing of the process.

    Of every algorithm one run at least is the real process's. Needs the fixture `qgis`.
    """
    from qgis_application import run_here

    texts = {
        name: list(map(str, values)) if isinstance(values, (list, tuple)) else str(values)
        for name, values in parameters.items()
    }
    moment = pytest.MonkeyPatch()
    moment.setenv("SOURCE_DATE_EPOCH", "1735603200")
    try:
        return Finished(*run_here(algorithm, texts))
    finally:
        moment.undo()


@pytest.fixture(scope="session")
def qgis_process() -> Callable[..., Finished]:
    """The real qgis_process."""
    return run_qgis_process


@pytest.fixture(scope="session")
def qgis() -> Iterator[object]:
    """A QGIS application without a window, with Processing's own algorithms and this provider."""
    from qgis.core import QgsApplication
    from qgis_application import start_qgis

    application, provider = start_qgis()
    yield application
    QgsApplication.processingRegistry().removeProvider(provider)
    gc.collect()  # objects of a failed test may hold QGIS's, and must go first
    application.exitQgis()


@pytest.fixture(scope="session")
def qgis_session(qgis: object) -> Callable[..., Finished]:
    """Runs in this process that are like those of the real qgis_process."""
    return run_in_session


@pytest.fixture(scope="session")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of run_batch on the committed sample city, made once by the real qgis_process."""
    from sharing import made_once  # not before pytest has taken it for its plugin

    def make(folder: Path) -> None:
        done = run_qgis_process("run_batch", {**batch_inputs(), "OUTPUT_FOLDER": str(folder / "results")})
        (folder / "log.txt").write_text(done.log, encoding="utf-8")
        if done.status != 0:
            pytest.fail(f"run_batch ended with {done.status}:\n{done.log[-4000:]}")

    folder = tmp_path_factory.mktemp("batch", numbered=False)
    made_once(folder, make)
    return folder / "results"


@pytest.fixture(scope="session")
def villages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample city with fewer parcels (see `copy_villages`); only for reading."""
    folder = tmp_path_factory.mktemp("villages") / "city"
    copy_villages(folder)
    return folder


@pytest.fixture(scope="session")
def database_server() -> Iterator[Cluster]:
    """A PostgreSQL server with PostGIS."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture
def postgis(database_server: Cluster) -> Cluster:
    """The server without the tables of other tests."""
    database_server.clear()
    return database_server
