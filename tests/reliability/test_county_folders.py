"""A run over a folder of counties that is disturbed, misled or stopped: small counties, the real algorithm."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import ROOT
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProject
from searching import texts_in, texts_in_files

from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.county_data import find_counties

from .conftest import CITY, LOCALES, Row, X, Y, content, languages, parcels, speaking, zones

OTHER = "3602811002010000000"
PACKAGE, JOURNAL = "farmland_redline.gpkg", "journal.json"
EPOCH = "1735603200"


class Counties:
    """Two counties of ten parcels side by side, permanent basic farmland of both in one layer, a policy, and runs."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out, self.log = folder, folder / "成果", ""
        self.place = folder / "分县"
        self.place.mkdir()
        one, other = parcels(), parcels(ZLDWDM=OTHER, BSM=[f"{i:018d}" for i in range(100, 110)])
        other = other.set_geometry(other.geometry.translate(2000))
        pyogrio.write_dataframe(one, self.place / "甲.gpkg", layer="DLTB")
        pyogrio.write_dataframe(other, self.place / "乙.gpkg", layer="DLTB")
        self.pbf, self.policy = folder / "永农.gpkg", folder / "policy.yaml"
        self.write_pbf(("360222", "360281"))
        shutil.copy(CITY / "policy.yaml", self.policy)

    def write_pbf(self, codes: tuple[str, ...]) -> None:
        """Put permanent basic farmland of some counties into its place, as a file of its own."""
        other = zones(BSM=["z2"], ZLDWDM=[OTHER]).set_geometry([shapely.box(X + 2000, Y, X + 2500, Y + 50)])
        both = gpd.GeoDataFrame(pd.concat([zones(), other], ignore_index=True))
        new = self.folder / "new.gpkg"
        pyogrio.write_dataframe(both[both["ZLDWDM"].str[:6].isin(codes)], new, layer="YJJBNTBHTB")
        new.replace(self.pbf)

    def write_list(self, *names: str) -> Path:
        """Write a list of the two counties under other names."""
        path = self.folder / "名单.txt"
        files = ("甲.gpkg", "乙.gpkg")
        path.write_text("".join(f"{name},分县/{file}\n" for name, file in zip(names, files)), encoding="utf-8")
        return path

    def parameters(self, **given: object) -> dict[str, object]:
        """Those of a run without reports."""
        return {
            **({} if "COUNTY_LIST" in given else {"COUNTIES": str(self.place)}),
            "PBF": f"{self.pbf}|layername=YJJBNTBHTB",
            "POLICY": str(self.policy),
            "REPORTS": False,
            "OUTPUT_FOLDER": str(self.out),
            **given,
        }

    def run(self, feedback: QgsProcessingFeedback | None = None, **given: object) -> dict[str, object]:
        """Run as the toolbox does; the log is kept."""
        import processing

        feedback, context = feedback or QgsProcessingFeedback(False), QgsProcessingContext()
        context.setProject(QgsProject.instance())
        try:
            return processing.run(
                "farmland_redline:run_folder", self.parameters(**given), feedback=feedback, context=context
            )
        except QgsProcessingException as error:
            feedback.pushInfo(str(error))
            raise
        finally:
            self.log = feedback.textLog()
            assert "error of the plugin" not in self.log and "Traceback" not in self.log

    def refused(self, row: Row, language: str, **given: object) -> None:
        """Run: refused with the row's sentence, and no file is another one."""
        before = content(self.folder)
        with speaking(language), pytest.raises(QgsProcessingException):
            self.run(**given)
        assert row.is_said(self.log, language), self.log
        assert content(self.folder) == before

    def entries(self) -> dict[str, dict[str, object]]:
        """What the journal says of the counties."""
        return json.loads((self.out / JOURNAL).read_text(encoding="utf-8"))["counties"]

    def table(self) -> pd.DataFrame:
        """The table of counties."""
        return pyogrio.read_dataframe(self.out / PACKAGE, layer="counties", read_geometry=False).set_index("county")

    def delimited(self) -> dict[str, float]:
        """Delimited permanent basic farmland (mu) of each county, by the sums of all."""
        summary = pyogrio.read_dataframe(self.out / PACKAGE, layer="summary", read_geometry=False)
        return summary[summary["level"] == "county"].set_index("code")["pbf_delimited_mu"].dropna().to_dict()


@pytest.fixture
def counties(qgis, tmp_path, monkeypatch) -> Iterator[Counties]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    yield Counties(tmp_path)
    QgsProject.instance().clear()


class AfterFirst(QgsProcessingFeedback):
    """A feedback that does something once, when the first county's results are in their place."""

    def __init__(self, counties: Counties, do: Callable[[], object]) -> None:
        super().__init__(False)
        self._counties, self._do, self.done = counties, do, False

    def setProgress(self, percent: float) -> None:
        if not self.done and any(self._counties.out.glob(f"*/{PACKAGE}")):
            self.done = True
            self._do()
        super().setProgress(percent)


def in_place(path: Path, change: Callable[[str], str]) -> None:
    """Change a text file, which keeps its times."""
    times = path.stat()
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_a_county_with_a_view_that_never_ends(row, counties):
    with closing(sqlite3.connect(counties.place / "甲.gpkg")) as database, database:
        database.execute("CREATE VIEW 看 AS WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c")
    with speaking("en"):
        found = counties.run()
    assert row.is_said(counties.log, "en")
    assert (found["COUNTY_COUNT"], found["FAILED_COUNT"]) == (1, 1)
    with speaking("zh"):
        counties.run()
    table = counties.table()
    assert table["state"].to_dict() == {"甲": "failed", "乙": "done"}
    assert row.is_said(table.loc["甲", "reason"], "zh")
    assert counties.delimited() == pytest.approx({"360281": 25_000 * 3 / 2000})


@pytest.mark.parametrize(("what", "language"), [("pbf", "en"), ("policy", "zh")])
def test_what_counties_share_is_replaced(row, counties, what, language):
    """Stopped with nothing of both; the first county is kept, and going on makes all of the new state anew."""
    change = {
        "pbf": lambda: counties.write_pbf(("360222",)),
        "policy": lambda: in_place(counties.policy, lambda text: text.replace("2024-12-31", "2024-06-30")),
    }[what]
    meddler = AfterFirst(counties, change)
    with speaking(language), pytest.raises(QgsProcessingException):
        counties.run(meddler)
    assert meddler.done and row.is_said(counties.log, language), counties.log
    assert not (counties.out / PACKAGE).exists() and len(list(counties.out.glob(f"*/{PACKAGE}"))) >= 1
    counties.run()
    assert "done already" not in counties.log
    assert counties.delimited() == ({"360222": 37.5} if what == "pbf" else {"360222": 37.5, "360281": 37.5})


def test_what_counties_share_changes_between_runs(row, counties):
    """Of the same size and times: contents count. What was only touched is the same."""
    assert counties.run()["COUNTY_COUNT"] == 2
    first = content(counties.out)
    os.utime(counties.pbf)
    counties.run()
    assert counties.log.count("done already") == 2 and content(counties.out) == first
    in_place(counties.policy, lambda text: text.replace("2024-12-31", "2024-06-30"))
    counties.run()
    assert "done already" not in counties.log


@pytest.mark.parametrize(
    "name", [".farmland_redline", "farmland_redline.gpkg", "Farmland_Redline.GPKG-wal", "journal.json", "CSV"]
)
def test_a_name_that_the_output_folder_needs(row, counties, name):
    for language in languages(row):
        counties.refused(row, language, COUNTY_LIST=str(counties.write_list(name, "乙")))


@pytest.mark.parametrize("names", [("Straße", "STRASSE"), ("a:b", "A*B"), ("Caf\u00e9", "Cafe\u0301")])
def test_names_that_are_one_on_some_systems(row, counties, names):
    for language in languages(row):
        counties.refused(row, language, COUNTY_LIST=str(counties.write_list(*names)))


def test_names_that_windows_refuses(row, counties):
    assert counties.run(COUNTY_LIST=str(counties.write_list("CON", "..")))["COUNTY_COUNT"] == 2
    assert sorted(path.name for path in counties.out.iterdir() if path.is_dir()) == ["_", "_CON"]


def test_a_county_that_is_a_link_to_nowhere(row, counties):
    (counties.place / "丙县").symlink_to(counties.folder / "不在")
    (counties.place / "丁县").symlink_to(counties.place / "丁县")
    found, without = find_counties(counties.place, load_survey())
    assert [county.name for county in found] == ["乙", "甲"] and without == ["丁县", "丙县"]
    assert row.happens.startswith("works")


def test_a_list_without_end(row, counties):
    path = counties.folder / "名单.txt"
    path.write_text("分县/甲.gpkg\n" * 4000, encoding="utf-8")
    for language in languages(row):
        counties.refused(row, language, COUNTY_LIST=str(path))


def test_results_among_the_data(row, counties):
    for language in languages(row):
        counties.refused(row, language, OUTPUT_FOLDER=str(counties.place / "成果"))


@pytest.mark.parametrize("name", ["甲", "csv"])
def test_a_county_folder_that_is_a_link(row, counties, name):
    elsewhere = counties.folder / "别处"
    elsewhere.mkdir()
    (elsewhere / "summary.xlsx").write_bytes(b"mine")
    counties.out.mkdir()
    (counties.out / name).symlink_to(elsewhere)
    for language in languages(row):
        counties.refused(row, language)


def test_the_unfinished_journal_is_a_link(row, counties):
    """It is removed, and what it leads to stays."""
    mine = counties.folder / "我的.txt"
    mine.write_text("mine", encoding="utf-8")
    counties.out.mkdir()
    (counties.out / f".{JOURNAL}.writing").symlink_to(mine)
    assert counties.run()["COUNTY_COUNT"] == 2
    assert mine.read_text(encoding="utf-8") == "mine"


def entry_with(**values: object) -> Callable[[dict], object]:
    """A change of the first county's entry."""

    def change(journal: dict) -> object:
        next(iter(journal["counties"].values())).update(values)
        return journal

    return change


BAD_JOURNALS: dict[str, Callable[[dict], object]] = {
    "nested": lambda _: "[" * 200_000,
    "nested in text": lambda journal: {**journal, "started": {"a": {"b": {"c": 1}}}},
    "bytes": lambda _: b"\xff\xfe{",
    "a long number": lambda journal: json.dumps(journal).replace('"format": 2', '"format": ' + "2" * 1_000_000),
    "too large": lambda journal: json.dumps(journal) + " " * 6_000_000,
    "a list": lambda _: [],
    "without its time": lambda journal: {**journal, "started": "2024-01-01"},
    "more than a run writes": lambda journal: {**journal, "figures": 1},
    "figures": entry_with(figures={"parcels": 999_999}),
    "a state": entry_with(state="finished"),
    "seconds": entry_with(seconds=float("inf")),
    "seconds as text": entry_with(seconds="=cmd"),
    "a mark": entry_with(results=["a"]),
    "a message": entry_with(message={"a": 1}),
}


@pytest.mark.parametrize("kind", BAD_JOURNALS)
def test_a_journal_that_somebody_changed(row, finished, kind):
    """Refused; without it all is computed anew."""
    counties, journal = finished, finished.out / JOURNAL
    sound = journal.read_text(encoding="utf-8")
    changed = BAD_JOURNALS[kind](json.loads(sound))
    text = changed if isinstance(changed, (str, bytes)) else json.dumps(changed)
    journal.write_bytes(text if isinstance(text, bytes) else text.encode())
    for language in languages(row):
        counties.refused(row, language)
    journal.write_text(sound, encoding="utf-8")


@pytest.fixture(scope="module")
def finished(qgis, tmp_path_factory) -> Counties:
    """A run that is done; tests leave it as it was."""
    counties = Counties(tmp_path_factory.mktemp("全市"))
    counties.run()
    return counties


CHANGES = {
    "pieces": "DELETE FROM pieces WHERE rowid = 1",
    "summary": "UPDATE summary SET holding_mu = 999999",
    "conflicts": "UPDATE conflicts SET area_m2 = '=cmd'",
    "provenance": "UPDATE provenance SET value = '1e400' WHERE name = 'PARCELS.features'",
    "a view": "ALTER TABLE problems RENAME TO other; CREATE VIEW problems AS SELECT * FROM other",
    "a description": "UPDATE gpkg_contents SET description = 'farmland_redline: {\"columns\": 1}'",
}


@pytest.mark.parametrize("kind", CHANGES)
def test_results_of_a_county_that_somebody_changed(row, finished, kind):
    """The county is run again, and all is as it was; notes of a review and the office's own columns change nothing."""
    counties, package = finished, finished.out / "甲" / PACKAGE
    before = content(counties.out)
    with closing(sqlite3.connect(package)) as database:
        for trigger, _ in database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.executescript(CHANGES[kind])
        database.commit()
    for language in LOCALES if kind == "pieces" else ("en",):
        with speaking(language):
            figures = counties.run()
        if language == "en":
            assert row.is_said(counties.log, language), counties.log
        assert figures["PARCEL_COUNT"] == 20 and figures["COUNTY_COUNT"] == 2
    assert {name: data for name, data in content(counties.out).items() if name != JOURNAL} == {
        name: data for name, data in before.items() if name != JOURNAL
    } or kind in ("a view", "a description")


def test_a_review_leaves_a_county_done(row, finished):
    package = finished.out / "乙" / PACKAGE
    before = package.read_bytes()
    with closing(sqlite3.connect(package)) as database:
        database.execute("CREATE TABLE decisions_of_ours (id TEXT)")
        database.execute('ALTER TABLE summary ADD COLUMN "备注" TEXT')
        database.execute("UPDATE summary SET \"备注\" = '已看'")
        database.commit()
    finished.run()
    assert finished.log.count("done already") == 2
    package.write_bytes(before)


FOLDER = "张三的资料"
PEOPLE = ("权利人张三", "13900001111", "旧路径标记")


def test_outputs_tell_of_no_person_and_no_folder(row, qgis, tmp_path, monkeypatch):
    """With a damaged county, whose error names its file with the folder, personal columns, and a filter."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    (tmp_path / FOLDER).mkdir()
    counties = Counties(tmp_path / FOLDER)
    frame = pyogrio.read_dataframe(counties.place / "甲.gpkg")
    pyogrio.write_dataframe(frame.assign(QLRMC=PEOPLE[0], LXRDH=PEOPLE[1]), counties.place / "甲.gpkg", layer="DLTB")
    bad = bytearray((counties.place / "乙.gpkg").read_bytes())
    with closing(sqlite3.connect(counties.place / "乙.gpkg")) as database:
        ((root,),) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'DLTB'").fetchall()
        ((size,),) = database.execute("PRAGMA page_size").fetchall()
    bad[(root - 1) * size : root * size] = b"\xff" * size
    (counties.place / "乙.gpkg").write_bytes(bad)
    profile = counties.folder / "profile.yaml"
    profile.write_text("format: 1\n", encoding="utf-8")
    results = counties.run(REPORTS=True, LETTERS=True, PROFILE=str(profile))
    assert (results["COUNTY_COUNT"], results["FAILED_COUNT"]) == (1, 1)
    assert FOLDER in counties.log and "乙.gpkg" in counties.table().loc["乙", "reason"]
    assert not texts_in_files([FOLDER, str(tmp_path), *PEOPLE], counties.out)
    assert not texts_in(counties.log.encode(), PEOPLE)
    with pytest.raises(QgsProcessingException):
        counties.run(PBF=f"{counties.pbf}|layername=YJJBNTBHTB|subset=\"BSM\" <> '{PEOPLE[2]}'")
    assert not texts_in(counties.log.encode(), PEOPLE) and not texts_in_files(PEOPLE, counties.out)


def start(counties: Counties, **given: object) -> subprocess.Popen:
    """A run in a process of its own."""
    arguments = [f"{name}={value}" for name, value in counties.parameters(**given).items()]
    return subprocess.Popen(
        [str(ROOT / "scripts" / "qgis-process"), "run", "farmland_redline:run_folder", "--", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
    )


def without_journal(folder: Path) -> dict[str, bytes | str]:
    """All files of results but the journal, which knows how long each county took."""
    return {name: data for name, data in content(folder).items() if name != JOURNAL}


def test_killed_and_gone_on(row, counties, tmp_path):
    """By kill -9 at three moments, of which one is between counties: then all is as in a run that nothing disturbed."""
    undisturbed = tmp_path / "成果 一次"
    counties.run(REPORTS=True, OUTPUT_FOLDER=str(undisturbed))
    whole = without_journal(undisturbed)
    moments: dict[str, Callable[[], bool]] = {
        "the first county": lambda: any(counties.out.glob("*/.farmland_redline/new")),
        "between": lambda: (counties.out / JOURNAL).exists(),
        "the last": lambda: len(list(counties.out.glob(f"*/{PACKAGE}"))) == 2,
    }
    for moment, is_there in moments.items():
        process = start(counties, REPORTS=True)
        try:
            deadline = time.monotonic() + 120
            while not is_there() and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.002)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        assert process.returncode == -signal.SIGKILL, moment
        assert not (counties.out / PACKAGE).exists(), moment
    assert counties.run(REPORTS=True)["COUNTY_COUNT"] == 2
    assert counties.log.count("done already") >= 1
    assert without_journal(counties.out) == whole
