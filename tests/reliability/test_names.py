"""Names that are code to some language, in every place of the real outputs where data meet one.

`docs/development/data_as_text.md` lists the places; each names its test here.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import docx
import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pypdf
import pytest
import shapely
from algorithms.test_missing_libraries import hide
from chromium import browser
from conftest import ROOT, Finished, run_in_session, run_qgis_process
from hostile_names import (
    BELL,
    COUNTIES,
    DAY,
    EXPRESSION,
    FIELD,
    FORMAT,
    FORMULA,
    MARKUP,
    NAMES,
    PICTURE,
    SCRIPT,
    TERMS,
    TOWNSHIPS,
    TURNED,
    VALUE,
    VARIABLE,
    write_inputs,
    write_policy,
)
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsLayerTreeModel,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from reports.page_reading import read_page
from searching import texts_in_files

from farmland_redline.processing.bridge.io.file_names import is_refused
from farmland_redline.processing.bridge.survey.profile import load_profile
from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.project_layers import ShownValues, _Finish
from farmland_redline.processing.reports.names import Names

from .conftest import X, Y, parcels

PAGE = ROOT / "docs" / "development" / "data_as_text.md"
MARKS = {"MARKING": EXPRESSION + DAY, "COMPILER": SCRIPT, "CHECKER": MARKUP}


class Run:
    """The county of hostile names, and all that was made of it."""

    def __init__(self, folder: Path) -> None:
        self.given = write_inputs(folder)
        self.folder = folder
        self.out = folder / "成果 [b]&"
        self.logs: list[str] = []
        wanted = {"OUTPUT_FOLDER": self.out, "LETTERS": "true", "CSV": "true"}
        self.keep(run_qgis_process("run_batch", {**wanted, **self.given}, **{VARIABLE: VALUE}))
        package = {"PACKAGE": self.out / "farmland_redline.gpkg", "POLICY": self.given["POLICY"], "LANGUAGE": "zh"}
        self.make(
            "export_conflict_atlas", OUTPUT_FOLDER=folder / "svg", BY="township", FORMAT="svg", **package, **MARKS
        )
        self.make("export_unit_map", OUTPUT_FOLDER=folder / "unit", THEME="candidates", **package, **MARKS)
        wanted = {"SEVERITY": "0", "BY": "county"}
        self.make(
            "make_field_sheets",
            OUTPUT_FOLDER=folder / "sheets",
            ONE_FILE="true",
            OFFICE=EXPRESSION,
            **package,
            **wanted,
        )
        self.make("make_patrol_lists", OUTPUT_FOLDER=folder / "patrols", **package, **wanted)

    def make(self, algorithm: str, **given: object) -> None:
        """Run an algorithm where the variable can be read."""
        with pytest.MonkeyPatch.context() as moment:
            moment.setenv(VARIABLE, VALUE)
            self.keep(run_in_session(algorithm, given))

    def keep(self, done: Finished) -> None:
        """Keep what a run said, which ended well."""
        assert done.status == 0, done.log[-3000:]
        self.logs.append(done.log)


@pytest.fixture(scope="module")
def run(tmp_path_factory, qgis):
    return Run(tmp_path_factory.mktemp("names"))


def text_of(path):
    """What stands on a sheet; blanks between words vary."""
    return "".join("".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def solid(text):
    return "".join(text.split())


def values_of(path):
    """All cells of a workbook."""
    book = openpyxl.load_workbook(path)
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def xml_of(archive, ending=(".xml", ".rels")):
    """The parts of an office file, each of which is well formed."""
    with zipfile.ZipFile(archive) as file:
        return {name: ElementTree.fromstring(file.read(name)) for name in file.namelist() if name.endswith(ending)}  # noqa: S314


def as_shown(text):
    """A text as readers see it: a sign stands for what cannot be printed, or would turn the words around it."""
    return text.replace("\x07", "\ufffd").replace("\u202e", "\ufffd")


class Tags(HTMLParser):
    """The tags of a page and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def test_nothing_was_evaluated(run):
    """By hand: the variable's value stands nowhere, not even inside packed files."""
    found = []
    for path in run.folder.rglob("*"):
        if path.is_file():
            parts = [path.read_bytes()]
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as file:
                    parts += [file.read(name) for name in file.namelist()]
            if path.suffix == ".pdf":
                parts.append(text_of(path).encode())
            found += [path.name for part in parts if VALUE.encode() in part]
    assert found == [] and not any(VALUE in log for log in run.logs)


def test_maps_show_names(run):
    """Titles, subtitles, legends, tables, numbers and names on the map, the boxes to be signed."""
    maps = {path.name[:6]: text_of(path) for path in (run.out / "maps").iterdir()}
    assert set(maps) == set(COUNTIES)
    for code, name in COUNTIES.items():
        assert solid(f"{name}耕地红线图") in maps[code]
    first = maps["360202"]
    assert (
        all(solid(TERMS["severities"][key]) in first for key in ("3", "2"))
        and solid(TERMS["tiers"]["at_once"]) in first
    )
    assert as_shown(BELL) in first and solid(FORMAT) in first
    for path in (run.folder / "unit").iterdir():
        text = text_of(path)
        assert all(solid(word) in text for word in (EXPRESSION + DAY, SCRIPT, MARKUP)), path.name
    titles = {pypdf.PdfReader(path).metadata["/Title"] for path in (run.out / "maps").iterdir()}
    assert titles == {f"{name}耕地红线图" for name in COUNTIES.values()}


def test_svg_sheets_are_well_formed_and_run_nothing(run):
    sheets = {path.name[:9]: path for path in (run.folder / "svg").iterdir()}
    assert set(sheets) == set(TOWNSHIPS)
    for code, path in sheets.items():
        root = ElementTree.parse(path).getroot()  # noqa: S314
        assert not [node for node in root.iter() if "script" in node.tag or any(key[:2] == "on" for key in node.attrib)]
        title = next(node.text for node in root.iter("{http://www.w3.org/2000/svg}title"))
        assert title == as_shown(f"{COUNTIES[code[:6]]}{TOWNSHIPS[code]}永久基本农田占用冲突图")
        text = solid("".join(root.itertext()))
        assert solid(EXPRESSION + DAY) in text.replace("\u2060", "")
    with browser() as chromium:
        chromium.open(next(path for code, path in sheets.items() if TOWNSHIPS[code] == SCRIPT))
        assert not chromium.complaints() and chromium.say("document.title") != "ran"


def test_the_page_runs_nothing(run):
    page = run.out / "report.html"
    with browser() as chromium:
        chromium.open(page)
        assert not chromium.complaints() and chromium.say("document.title") != "ran"
        assert chromium.say("document.querySelectorAll('img, iframe, object, embed, link, form').length") == 0
        assert chromium.say("document.querySelectorAll('script').length") == 4
        said = chromium.say("document.body.textContent")
        chromium.click_on("#conflicts tr[data-piece]")
        popup = chromium.say("document.querySelector('.leaflet-popup').textContent")
        assert not chromium.complaints() and chromium.say("document.title") != "ran"
    for name in (EXPRESSION, SCRIPT, PICTURE, FORMULA, FORMAT, FIELD, MARKUP, as_shown(BELL), as_shown(TURNED)):
        assert name in said
    assert not {"\x07", "\u202e"} & set(said)
    assert any(name in popup for name in TERMS["kinds"].values())
    cells = {cell.text for cell in read_page(page).all("td")}
    assert {SCRIPT, MARKUP} <= cells


@pytest.mark.parametrize("name", ["summary.xlsx", "technical.xlsx"])
def test_workbooks_hold_text_only(run, name):
    parts = xml_of(run.out / name)
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    cells = [node for part in parts.values() for node in part.iter(f"{main}c")]
    assert cells and not [node for node in cells if node.find(f"{main}f") is not None]
    footers = {node.text for part in parts.values() for node in part.iter(f"{main}oddFooter")}
    # Codes of a footer: L and C for its sides, P and N for pages, && for a sign.
    assert footers and all(set(re.findall("&(.)", text)) <= set("LCPN&") for text in footers)
    targets = [unquote(node.get("Target")) for key, part in parts.items() if "sheets/_rels" in key for node in part]
    assert not [target for target in targets if ":" in target]
    values = [str(cell.value) for cell in values_of(run.out / name)]
    wanted = (EXPRESSION, SCRIPT, MARKUP) if name == "summary.xlsx" else (EXPRESSION,)
    assert all(any(word in value for value in values) for word in wanted)
    quoted = [cell for cell in values_of(run.out / name) if str(cell.value).startswith("=")]
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in quoted)
    assert quoted or name == "technical.xlsx"


def test_csv_holds_no_formula(run):
    cells = []
    for path in (run.out / "csv").iterdir():
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells += [cell for row in csv.reader(file) for cell in row]
    assert f"'{FORMULA}" in cells and {SCRIPT, MARKUP, EXPRESSION} <= set(cells)
    number = re.compile(r"[+-]?[\d.,]+(e-?\d+)?$")
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n") and not number.match(cell)]


def test_letters_say_names(run):
    letters = {path.name[:6]: path for path in (run.out / "letters").iterdir()}
    assert set(letters) == set(COUNTIES)
    template = xml_of(ROOT / "resources/letters/county_zh.docx")
    instructions = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}instrText"
    fields = {name: [node.text for node in part.iter(instructions)] for name, part in template.items()}
    for code, path in letters.items():
        parts = xml_of(path)
        assert {name: [node.text for node in parts[name].iter(instructions)] for name in template} == fields
        document = docx.Document(str(path))
        said = "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert f"关于{COUNTIES[code]}耕地保护目标核查结果的函" in said
        assert COUNTIES[code] in document.core_properties.title
        tables = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
        assert {TERMS["severities"]["3"], TERMS["severities"]["2"], MARKUP} & tables


def test_letters_as_html_run_nothing(run, tmp_path):
    given = {"PACKAGE": run.out / "farmland_redline.gpkg", "POLICY": run.given["POLICY"], "LANGUAGE": "zh"}
    done = run_qgis_process(
        "export_county_letters", {**given, "OUTPUT_FOLDER": tmp_path / "函"}, **hide(tmp_path, ("docx",))
    )
    assert done.status == 0, done.log[-3000:]
    letters = {path.name[:6]: path for path in (tmp_path / "函").iterdir()}
    assert set(letters) == set(COUNTIES)
    with browser() as chromium:
        for code, path in letters.items():
            chromium.open(path)
            assert not chromium.complaints()
            assert chromium.say("document.title").endswith(COUNTIES[code])
            assert chromium.say("document.querySelectorAll('script, iframe, link').length") == 0
            assert COUNTIES[code] in chromium.say("document.body.textContent")


@pytest.mark.parametrize("name", ["pieces", "conflicts", "candidates", "problems"])
def test_stored_styles_and_map_tips(run, qgis, monkeypatch, name):
    """The package in the recipient's QGIS: its legend and its map tips, which QGIS shows as pages."""
    monkeypatch.setenv(VARIABLE, VALUE)
    package = run.out / "farmland_redline.gpkg"
    styles = pyogrio.read_dataframe(package, layer="layer_styles").set_index("f_table_name")
    ElementTree.fromstring(styles["styleQML"][name])  # noqa: S314
    layer = QgsVectorLayer(f"{package}|layername={name}", name, "ogr")
    assert layer.isValid() and layer.mapTipTemplate()
    project = QgsProject()
    project.addMapLayer(layer)
    model = QgsLayerTreeModel(project.layerTreeRoot())
    shown = [
        str(node.data(Qt.ItemDataRole.DisplayRole))
        for node in model.layerLegendNodes(project.layerTreeRoot().findLayer(layer.id()))
    ]
    labels = {text.replace("\u2060", "") for text in shown}
    wanted = {"conflicts": {EXPRESSION, SCRIPT}, "candidates": {MARKUP}}.get(name, set())
    assert wanted <= labels and VALUE not in "".join(shown)
    tips = []
    for feature in layer.getFeatures():
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        tips.append(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
    page = Tags("".join(tips))
    assert page.names <= {"b", "br"}
    assert VALUE not in page.text
    assert all(word in page.text for word in ((SCRIPT, EXPRESSION, MARKUP) if name != "problems" else (SCRIPT,)))


def test_the_layer_in_the_desktop(run, qgis, monkeypatch):
    """Its history, which QGIS shows as a page."""
    monkeypatch.setenv(VARIABLE, VALUE)
    layer = QgsVectorLayer(f"{run.out / 'farmland_redline.gpkg'}|layername=summary", "summary", "ogr")
    lines = [f"{section}: {name}" for section, name in zip(NAMES, reversed(NAMES))]
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    _Finish(ShownValues("summary"), Names(), None, lines).postProcessLayer(layer, context, None)
    page = Tags(layer.htmlMetadata())
    assert not {"script", "img", "c"} & page.names
    assert all(line in page.text.replace("\u2060", "") for line in lines if "\x07" not in line and "$" not in line)


# What the dashboard draws and tells of a run's results, and of a unit that is called by a formula of TeX; and what the
# desktop's lists, labels and tool tips say of names, of which Qt takes some for pages.
DASHBOARD = """
import dataclasses, json, sys
from pathlib import Path
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget
application = QApplication([])
from farmland_redline.processing import dashboard
from farmland_redline.processing.dashboard_figures import views
from farmland_redline.processing.dashboard_units import Choice
from farmland_redline.processing.recognised_inputs import RecognisedInput
from farmland_redline.ui.dialogs.targets_preview import TargetsPreview
from farmland_redline.ui.widgets.bar_canvas import BarCanvas
from farmland_redline.ui.widgets.layer_table import LayerTable
from farmland_redline.ui.widgets.narrow_box import narrow_box
from farmland_redline.ui.widgets.plain_label import plain_label
from farmland_redline.ui.widgets.unit_choice import UnitChoice
results = dashboard.read_results(Path(sys.argv[1]), "zh", sys.argv[2])
window = QWidget()
canvas = BarCanvas(dashboard.bar_fills(), dashboard.font_names(), window)
canvas.resize(3000, 400)
texts, formulas = [], []
for level in ("county", "township"):
    for view in views(results.model, Choice(level), results.translate):
        place = dataclasses.replace(view.bars[0].place, name="$x^2$ and $y$")
        bars = (*view.bars, dataclasses.replace(view.bars[0], place=place))
        canvas.show_view(dataclasses.replace(view, bars=bars))
        canvas._draw()
        canvas.draw()
        drawn = canvas.figure.axes[0].texts
        texts += [text._preprocess_math(text.get_text())[0] for text in drawn]
        formulas += [text.get_text() for text in drawn if text._preprocess_math(text.get_text())[1]]
names = json.loads(sys.argv[3])
layers, units, label, box = LayerTable({"pbf": "pbf"}), UnitChoice(), plain_label("".join(names)), narrow_box(names[1])
layers.show_inputs([RecognisedInput("id", name, name, "", False, name) for name in names])
units.offer(results)
preview = TargetsPreview(names[1], names, names, False, window)
told, listed = [], []
for top in (layers, units, label, box, preview, canvas):
    for widget in (top, *top.findChildren(QWidget)):
        told.append(widget.toolTip())
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            told.append(widget.text())
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            assert "farmland" not in type(widget.itemDelegate()).__module__  # Qt's own draws texts as they are
            model = widget.model()
            rows = range(model.rowCount())
            cells = [model.index(row, column) for row in rows for column in range(3)]  # none beyond the last
            told += [str(model.data(cell, Qt.ItemDataRole.ToolTipRole) or "") for cell in cells]
            listed += [str(model.data(cell)) for cell in cells]
rich = [text for text in told if Qt.mightBeRichText(text)]
missing = [name for name in names if listed.count(name) < 4]
print(json.dumps([texts, formulas, rich, missing, len(list(filter(None, told)))]))
"""


def test_the_dashboard_shows_names(run):
    """Drawn as they are: matplotlib takes what stands between two dollars for a formula."""
    package, policy = run.out / "farmland_redline.gpkg", run.given["POLICY"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", VARIABLE: VALUE}
    command = [sys.executable, "-c", DASHBOARD, str(package), str(policy), json.dumps(NAMES)]
    done = subprocess.run(command, capture_output=True, env=environment, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    texts, formulas, rich, missing, count = json.loads(done.stdout.splitlines()[-1])
    assert not rich and not missing and count > 2 * len(NAMES)
    assert not formulas and VALUE not in done.stdout
    assert set(COUNTIES.values()) <= set(texts) and "$x^2$ and $y$" in texts
    assert {name for name in TOWNSHIPS.values() if name.isprintable()} - set(texts) <= {TURNED}
    assert TERMS["severities"]["3"] in texts


def test_messages_are_no_pages(office, tmp_path):
    """What Qt takes for HTML is shown as such: pictures from the network in a bar of messages."""
    path = tmp_path / "<img src=x><b>&amp;[% 1 %].yaml"
    path.write_text("format: 1\nunits: <img src=x>\n", encoding="utf-8")
    with pytest.raises(QgsProcessingException) as error:
        office.run("run_batch", **office.plain(), POLICY=str(path))
    said = str(error.value)
    assert path.name in said.replace("\u2060", "") and not Qt.mightBeRichText(said)


def test_check_sheets_show_names(run):
    text = text_of(run.folder / "sheets" / "check_sheets.pdf")
    for name in (EXPRESSION, SCRIPT):
        assert solid(name) in text
    assert VALUE not in text


def test_patrols_hold_names(run, qgis, monkeypatch):
    """Well-formed GPX; a project whose names are no expressions; values of the form are those of the package."""
    monkeypatch.setenv(VARIABLE, VALUE)
    titles = set()
    for folder in (run.folder / "patrols").iterdir():
        root = ElementTree.parse(next(folder.glob("*.gpx"))).getroot()  # noqa: S314
        titles.add(root.find("{*}metadata/{*}name").text)
        project = QgsProject()
        assert project.read(str(next(folder.glob("*.qgz"))))
        assert QgsExpression.replaceExpressionText(project.title(), QgsExpressionContext()) == project.title()
        for layer in project.mapLayers().values():
            assert layer.isValid() and VALUE not in layer.name()
        project.clear()
    assert any(EXPRESSION in title for title in titles) and any(SCRIPT in title for title in titles)


def test_names_of_files(run):
    names = [path.name for path in run.folder.rglob("*") if path != run.out]
    assert not [name for name in names if is_refused(name) or not name.isprintable()]


def test_no_order_was_obeyed(run):
    """By hand: 60 parcels, three conflicts in each of twelve townships."""
    package = run.out / "farmland_redline.gpkg"
    assert pyogrio.read_info(package, layer="pieces")["features"] == 60
    conflicts = pyogrio.read_dataframe(package, layer="conflicts")
    assert len(conflicts) == 36 and set(conflicts["township"]) == set(TOWNSHIPS)
    zones = pyogrio.read_dataframe(package, layer="zones")
    assert zones["zone_id"].tolist() == [SCRIPT + EXPRESSION]


def test_a_profile_of_hostile_names(office):
    """Columns and layers that end a line, a remark or a quotation of YAML."""
    columns = dict.fromkeys((*NAMES, 'a: "b" # c', "d\n- e", "f\u2028g\x85h\x7f"), "x")
    source = office.write(parcels(4, **columns), f"图斑{BELL}\n# x: [")
    profile = office.out / "配置.yaml"
    office.run("save_profile", PARCELS=source, OUTPUT=str(profile))
    assert load_profile(profile, load_survey()).fields == {}


def test_every_place_of_the_list_has_its_test():
    rows = re.findall(r"^\|.*\| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)[2:]
    assert rows and all("`test_" in cell for cell in rows)
    # Those of other files say which.
    others = {found for cell in rows for found in re.findall(r"`(test_\w+)` in `(tests/[\w/]+\.py)`", cell)}
    assert all(f"def {test}(" in (ROOT / file).read_text(encoding="utf-8") for test, file in others)
    named = {test for cell in rows for test in re.findall(r"`(test_\w+)`", cell)} - {test for test, _ in others}
    assert named == {name for name in globals() if name.startswith("test_")} - {
        "test_every_place_of_the_list_has_its_test"
    }


CASE_HEAD = "编号,县级代码,发现日期,认定,占用耕地（亩）,其中永久基本农田（亩）,是否非农建设,备注"


def runs_nothing(page: Path, *names: str) -> None:
    """No tag of a page came from a name, nothing was evaluated, and the names stand there."""
    text = page.read_text(encoding="utf-8")
    tags = Tags(text)
    assert not {"script", "img", "iframe", "object", "embed", "link", "form", "c", "b"} & tags.names
    assert VALUE not in text and not [name for name in tags.attributes if name.startswith("on")]
    said = tags.text.replace("\u2060", "")
    assert not [name for name in names if name not in said]


def test_the_sheet_of_a_project_site_runs_nothing(office, monkeypatch):
    """Alternatives and projects by every hostile name; the sheet to sign, the workbook, the layers."""
    monkeypatch.setenv(VARIABLE, VALUE)
    west = X + 80.0 * np.arange(len(NAMES))
    sites = gpd.GeoDataFrame(
        {"FABH": list(NAMES), "XMMC": list(reversed(NAMES))}, geometry=shapely.box(west, Y, west + 60, Y + 40), crs=4527
    )
    names = ("COMPARISON", "SITES", "CLASSES", "NEEDS", "PARTS", "PROBLEMS")
    made = {name: str(office.out / f"{name}.gpkg") for name in names}
    sheet, book = office.out / "单.html", office.out / "表.xlsx"
    office.run(
        "check_project_site",
        **{**office.plain(), "PROJECT": office.write(sites, "XM"), "POLICY": str(write_policy(office.folder))},
        **{**made, "REPORT": str(sheet), "WORKBOOK": str(book), "LANGUAGE": "zh"},
    )
    runs_nothing(sheet, *(as_shown(name) for name in NAMES))
    assert not texts_in_files([VALUE], office.out) and VALUE not in office.log
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"
    assert not [node for part in xml_of(book).values() for node in part.iter(main)]
    assert {EXPRESSION, SCRIPT, FORMULA, MARKUP} <= {str(cell.value) for cell in values_of(book)}


def test_the_page_for_the_leadership_runs_nothing(office, monkeypatch):
    """Names of counties by the policy, and by the tables that are given."""
    monkeypatch.setenv(VARIABLE, VALUE)
    cases = office.data / "案件.csv"
    rows = [f'"{SCRIPT} {code}",{code},2026-03-15,违法,12.00,0,是,"{FORMULA}"' for code in COUNTIES]
    cases.write_text("\n".join([CASE_HEAD, *rows]), encoding="utf-8-sig")
    summary = pd.DataFrame({"code": list(COUNTIES), "name": list(NAMES[:4]), "level": "county"})
    page, book = office.out / "页.html", office.out / "台账.xlsx"
    policy = str(write_policy(office.folder))
    office.run(
        "report_period",
        **{"CASES": str(cases), "PERIOD": "year", "DATE": "2026-12-31", "POLICY": policy, "LANGUAGE": "zh"},
        **{"SUMMARY": office.write(summary, "summary"), "PAGE": str(page), "PERIODS": str(office.out / "案件.gpkg")},
    )
    runs_nothing(page, *COUNTIES.values())
    quota = pd.DataFrame(
        {"编号": [FORMULA], "日期": ["2024-01-01"], "县级代码": ["360222"], "类型": ["期初"], "数量（平方米）": [50.0]}
    )
    office.run(
        "keep_ledger",
        **{"QUOTA": office.write(quota, "quota"), "POLICY": policy, "LANGUAGE": "zh", "WORKBOOK": str(book)},
        **{name: str(office.out / f"{name}.gpkg") for name in ("LEDGER", "ACCOUNTS")},
    )
    cells = [cell for cell in values_of(book) if cell.value in (FORMULA, COUNTIES["360222"])]
    assert {cell.value for cell in cells} == {FORMULA, SCRIPT} and all(cell.data_type == "s" for cell in cells)
    assert not texts_in_files([VALUE], office.out) and VALUE not in office.log
