"""The stages of run_batch, one by one, on a small county: what each hands on, and what is written of it."""

from __future__ import annotations

import dataclasses
import threading
from datetime import date
from pathlib import Path

import geopandas
import openpyxl
import pandas as pd
import pyogrio
import pytest
from algorithms.test_check_layers import IDS, County, cell
from bridge.test_chunks import source_of
from qgis.core import QgsProcessingFeedback

from farmland_redline.processing.analysis.parallel import GeometrySharedError, require_no_geometry
from farmland_redline.processing.bridge.attempts import Attempts
from farmland_redline.processing.bridge.io.parcel_layers import ParcelLayers, read_parcels
from farmland_redline.processing.bridge.io.provenance import Provenance
from farmland_redline.processing.bridge.io.reading import read_source
from farmland_redline.processing.bridge.policy.reader import load_classes, load_policy
from farmland_redline.processing.bridge.progress import FeedbackProgress
from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.reports.maps import county_maps
from farmland_redline.processing.reports.page import charts
from farmland_redline.processing.reports.page import writer as page_writer
from farmland_redline.processing.workflows import batch
from farmland_redline.processing.workflows.overlay.settings import Layers, OverlaySettings

pytestmark = [
    pytest.mark.usefixtures("qgis"),
    pytest.mark.filterwarnings("ignore:'crs' was not provided", "ignore:invalid value encountered"),
]
SURVEY = load_survey()
SETTINGS = OverlaySettings({}, "national", 0.001, 1.0, 10.0, 1.0, "code", False, 2)


class Feedback(QgsProcessingFeedback):
    """Keeps warnings."""

    def __init__(self):
        super().__init__()
        self.warnings = []

    def pushWarning(self, text):
        self.warnings.append(text)


def progress():
    return FeedbackProgress(Feedback())


@pytest.fixture
def county(tmp_path):
    """Farmland on an orchard (number 3) and on a field (number 0), and a class that no table has beside them."""
    county = County(tmp_path)
    county.layers["DLTB"].loc[4, "DLBM"] = "0299"
    farmland = county.layers["YJJBNTBHTB"]
    county.layers["YJJBNTBHTB"] = farmland.set_geometry([cell(0, 0), cell(3, 0).union(cell(4, 0))], crs=farmland.crs)
    county.write()
    return county


def task_of(**changes):
    task = batch.BatchTask(
        settings=SETTINGS,
        policy=load_policy(),
        classes=load_classes(),
        date=date(2024, 12, 31),
        provenance=Provenance("run_batch", {}),
        language="en",
        titles={"algorithms": {}, "parameters": {}},
        style="standard",
        workbook=False,
        page=False,
        maps=False,
        csv=False,
        counties=False,
        letters=None,
        own_workbook=None,
    )
    return dataclasses.replace(task, **changes)


def layers_of(county):
    def read(name):
        return read_source(source_of(county.source(name)), progress())

    parcels = read_parcels(source_of(county.source("DLTB")), progress(), SURVEY, {}, SURVEY.personal)
    return Layers(ParcelLayers([parcels]), SURVEY, {"pbf": [read("YJJBNTBHTB")]}, [read("CJDCQ")])


@dataclasses.dataclass
class Stages:
    """The stages of a run before the last."""

    task: batch.BatchTask
    pieces: batch.BatchPieces
    findings: batch.BatchFindings
    report: batch.BatchReport
    attempts: Attempts


def run(county, folder, **changes):
    folder.mkdir()
    task = task_of(**changes)
    pieces = batch.overlay_parcels(task, layers_of(county), folder / batch.PACKAGE_FILE, progress())
    attempts = Attempts(print)
    findings = batch.judge_pieces(task, pieces, progress())
    findings = batch.answer_measures(task, pieces, findings, progress(), attempts)
    return Stages(task, pieces, findings, batch.make_batch_report(task, pieces, findings, attempts), attempts)


def write(stages, folder, given=None):
    given = given or progress()
    attempts = Attempts(given.feedback.pushWarning)
    attempts.failures += stages.attempts.failures
    return batch.write_results(stages.task, stages.pieces, stages.findings, stages.report, folder, given, attempts)


def test_the_overlay_hands_on_what_it_writes(county, tmp_path):
    stages = run(county, tmp_path / "out")
    frame, parcels = stages.pieces.frame, county.layers["DLTB"]
    assert round(frame["area_m2"].sum(), 2) == round(parcels["TBMJ"].sum(), 2)
    assert frame.loc[frame["pbf"].notna(), "BSM"].tolist() == [IDS[0], IDS[3], IDS[4]]
    written = pyogrio.read_dataframe(tmp_path / "out" / batch.PACKAGE_FILE, layer="pieces")
    assert written["piece_id"].tolist() == frame["piece_id"].tolist()
    assert written.geometry.geom_equals(frame.geometry.set_crs(written.crs, allow_override=True)).all()
    assert stages.pieces.overlay.count == len(frame) and stages.pieces.overlay.worst_closure == 0.0


def test_the_rules_find_the_orchard_and_the_sums_have_it(county, tmp_path):
    findings = run(county, tmp_path / "out").findings
    assert findings.conflicts["BSM"].tolist() == [IDS[3]]
    # An orchard marked as restorable at once (JKHF).
    assert IDS[3] in set(findings.candidates["BSM"])
    rows = findings.summary.set_index("code")
    area = county.layers["DLTB"]["TBMJ"][3] * 0.0015
    assert rows.loc["360222", "conflicts_mu"] == pytest.approx(area, abs=1e-6)
    assert rows.loc["360222100201", "name"] == "甲村" and rows.loc["360222100201", "level"] == "village"


def test_an_unknown_class_is_a_problem_once(county, tmp_path):
    """Inside the farmland the overlay finds it as well as the rules."""
    problems = run(county, tmp_path / "out").findings.problems
    assert problems.loc[problems["kind"] == "unknown_class", "feature"].tolist() == [IDS[4]]


def test_the_date_of_the_task_counts(county, tmp_path, monkeypatch):
    seen = []

    def watched(original):
        def noted(*given, **named):
            seen.append(given[3])
            return original(*given, **named)

        return noted

    for name in ("flag_conflicts", "find_candidates", "find_loss_lists"):
        monkeypatch.setattr(batch, name, watched(getattr(batch, name)))
    run(county, tmp_path / "out", date=date(2031, 5, 6))
    assert seen == [date(2031, 5, 6)] * 3


def test_the_report_speaks_its_language(county, tmp_path):
    for language in ("en", "zh"):
        report = run(county, tmp_path / language, language=language).report
        message = report.tables["problems"].set_index("kind")["message"]["unknown_class"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in message) == (language == "zh")
    assert list(report.tables) == list(batch.TABLES[1:])


def test_the_workbook_is_made_in_the_runs_thread_without_geometry(county, tmp_path, monkeypatch):
    """In another, lxml and GDAL end the process on Debian 13. The frames beside the model would not pass."""
    stages, seen = run(county, tmp_path / "out", workbook=True), []
    original = batch.write_workbook

    def note(*given, **named):
        seen.append((threading.get_ident(), given, named))
        return original(*given, **named)

    monkeypatch.setattr(batch, "write_workbook", note)
    write(stages, tmp_path / "out")
    assert len(seen) == 2  # the workbook that people read, and the technical one
    for thread, given, named in seen:
        assert thread == threading.get_ident()
        require_no_geometry((given, named), "workbook")
    with pytest.raises(GeometrySharedError):
        require_no_geometry(stages.findings, "findings")


FAILING = {
    "write_workbook": {"summary.xlsx", "technical.xlsx"},
    "write_csv": {"csv"},
    "write_page": {"report.html"},
    "write_counties": {"counties"},
    "report_tables": {"summary.xlsx", "technical.xlsx", "csv"},
    "make_report": {"summary.xlsx", "technical.xlsx", "csv", "report.html"},
    "style_table": set(),
}


@pytest.mark.parametrize("stage", FAILING)
def test_a_stage_that_fails_costs_its_own_outputs_and_no_figure(county, tmp_path, monkeypatch, stage):
    """Half an output that it has written is removed, and the provenance tells of it."""

    def fail(*given, **named):
        for path in given:
            if isinstance(path, Path) and path.suffix in (".xlsx", ".html"):
                path.write_bytes(b"half")
        raise ValueError("it cannot be")

    monkeypatch.setattr(batch, stage, fail)
    asked = run(county, tmp_path / "out", workbook=True, page=True, csv=True, counties=True)
    written = write(asked, tmp_path / "out")
    everything = {"farmland_redline.gpkg", "summary.xlsx", "technical.xlsx", "report.html", "csv", "counties"}
    assert {name for name in written if any((tmp_path / "out" / name).glob("*")) or "." in name} == (
        everything - FAILING[stage]
    )
    package = tmp_path / "out" / batch.PACKAGE_FILE
    tables = set(batch.TABLES) - ({"layer_styles"} if stage == "style_table" else set())
    assert set(pyogrio.list_layers(package)[:, 0]) == tables
    told = pyogrio.read_dataframe(package, layer="provenance").query("section == 'not made'")
    assert len(told) >= 1 and told["value"].str.contains("it cannot be").all()


def test_what_is_asked_for_is_written_and_no_more(county, tmp_path):
    assert write(run(county, tmp_path / "bare"), tmp_path / "bare") == {"farmland_redline.gpkg"}
    names = set(pyogrio.list_layers(tmp_path / "bare" / batch.PACKAGE_FILE)[:, 0])
    assert names == set(batch.TABLES)
    full = run(county, tmp_path / "full", workbook=True, page=True, csv=True, counties=True)
    expected = {"farmland_redline.gpkg", "summary.xlsx", "technical.xlsx", "report.html", "csv", "counties"}
    assert write(full, tmp_path / "full") == expected
    assert [path.name for path in (tmp_path / "full" / "counties").iterdir()] == ["360222.gpkg"]
    own = tmp_path / "full" / "counties" / "360222.gpkg"
    assert {"losses", "abandoned"} <= {name for name, _ in pyogrio.list_layers(own)}
    conflicts = pyogrio.read_dataframe(own, layer="conflicts")
    assert conflicts["BSM"].tolist() == [IDS[3]]


def test_what_cannot_be_drawn_is_told_and_costs_nothing_else(county, tmp_path, monkeypatch):
    """The county's map, the page's map, a chart: each fails in a way that nobody foresaw."""

    def fail(*given, **named):
        raise ValueError("cannot convert float NaN to integer")

    for module, name in ((county_maps, "_draw"), (page_writer, "page_map"), (charts, "gap_chart")):
        monkeypatch.setattr(module, name, fail)
    stages, given = run(county, tmp_path / "out", workbook=True, page=True, maps=True), progress()
    written = write(stages, tmp_path / "out", given)
    assert written == {"farmland_redline.gpkg", "summary.xlsx", "technical.xlsx", "report.html"}
    assert not list((tmp_path / "out" / "maps").iterdir())
    names = ["360222_Fuliang.pdf", "report.html: Map", "report.html: Gap left and restoration potential"]
    told = given.feedback.warnings
    assert len(told) == 3 and all(name in text and "NaN" in text for name, text in zip(names, told))
    package = tmp_path / "out" / batch.PACKAGE_FILE
    rows = pyogrio.read_dataframe(package, layer="provenance")
    assert rows.loc[rows["section"] == "not made", "name"].tolist() == names
    assert len(pyogrio.read_dataframe(package, layer="conflicts")) == 1
    sheet = openpyxl.load_workbook(tmp_path / "out" / "technical.xlsx")["Provenance"]
    assert [row[1] for row in sheet.iter_rows(values_only=True) if row[0] == "Not made"] == names
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count('<figure class="chart"') == 3 and names[0] in page


def test_a_page_that_fails_costs_the_page_alone(county, tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "write_page", lambda *given: 1 / 0)
    stages, given = run(county, tmp_path / "out", workbook=True, page=True), progress()
    assert write(stages, tmp_path / "out", given) == {"farmland_redline.gpkg", "summary.xlsx", "technical.xlsx"}
    assert len(given.feedback.warnings) == 1 and "report.html" in given.feedback.warnings[0]


def test_without_a_workbook_the_page_leads_to_the_tables_as_csv(county, tmp_path):
    """As where openpyxl is missing."""
    stages = run(county, tmp_path / "out", page=True, csv=True)
    assert write(stages, tmp_path / "out") == {"farmland_redline.gpkg", "report.html", "csv"}
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "summary.xlsx" not in page and "the folder csv has these tables" in page


def test_results_of_an_earlier_run_are_told_apart(tmp_path):
    for name in ("summary.xlsx", "report.html", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "maps").mkdir()
    given = progress()
    batch.warn_of_earlier_results(tmp_path, frozenset({"report.html", "farmland_redline.gpkg"}), (), given)
    told = given.feedback.warnings
    assert len(told) == 2 and "summary.xlsx" in told[0] and "maps" in told[1]


def test_files_of_an_earlier_run_in_the_folders_are_told(tmp_path):
    """Letters of another form, a map of a county that is gone; not what an office keeps there, nor hidden files."""
    for name in ("letters/360222_浮梁县.docx", "letters/360222_浮梁县.html", "letters/来文.txt", "letters/.x.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "maps").mkdir()
    for number in range(7):
        (tmp_path / "maps" / f"36022{number}.pdf").touch()
    given = progress()
    inside = {Path("letters/360222_浮梁县.html"), Path("maps/360222.pdf")}
    batch.warn_of_earlier_results(tmp_path, frozenset({"letters", "maps"}), inside, given)
    maps, letters = given.feedback.warnings
    assert "“maps”" in maps and "(6)" in maps and "360220.pdf" in maps and "360222.pdf" not in maps
    assert "“letters”" in letters and "(1)" in letters and "360222_浮梁县.docx" in letters and ".html" not in letters


def test_counties_get_the_rows_of_measures_that_belong_to_them(county, tmp_path):
    """Findings on use with their parcels, without the office's own column; changes, patches and cases as they are."""
    county.layers["DLTB"] = county.layers["DLTB"].assign(MEMO="甲", status="乙")
    county.write()
    stages = run(county, tmp_path / "out", counties=True, measures=frozenset({"assess_use"}))
    found = stages.findings
    assert "MEMO" in found.measures["use_findings"] and len(found.measures["use_findings"])
    place = stages.pieces.frame.geometry.iloc[0]
    codes = ["360222", "360281"]
    changes = geopandas.GeoDataFrame(
        {"change_id": ["c1", "c2"], "status": "unexplained", "county": codes},
        geometry=[place] * 2,
        crs=stages.pieces.frame.crs,
    )
    more = {
        "changes": changes,
        "patches": changes.rename(columns={"change_id": "patch"}),
        "cases": pd.DataFrame({"case_id": ["A", "B"], "unit": codes, "status": "illegal"}),
        "flows": pd.DataFrame({"code": codes, "outflow_m2": 1.0}),
    }
    stages.findings = dataclasses.replace(found, measures={**found.measures, **more})
    write(stages, tmp_path / "out")
    package = tmp_path / "out" / "counties" / "360222.gpkg"
    assert set(pyogrio.list_layers(package)[:, 0]) == {
        *("pieces", "conflicts", "candidates", "losses", "abandoned"),
        *("use_findings", "changes", "patches", "cases"),
    }
    for name, column in (("changes", "change_id"), ("patches", "patch"), ("cases", "case_id")):
        table = pyogrio.read_dataframe(package, layer=name)
        assert table[column].tolist() == [more[name].iloc[0, 0]] and table["status"].notna().all()
    use = pyogrio.read_dataframe(package, layer="use_findings")
    assert len(use) == len(found.measures["use_findings"]) and "BSM" in use and not {"MEMO"} & set(use.columns)
