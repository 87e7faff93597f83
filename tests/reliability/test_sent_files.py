"""Files that people send each other, and settings of the machine: looked at before the work, and never a bomb.

Each is a few hundred kilobytes at most. Runs have so much more memory than they hold when they begin, and no more.
"""

from __future__ import annotations

import datetime
import resource
import sqlite3
import struct
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import openpyxl
import pyogrio
import pytest
import shapely
from conftest import CITY, ROOT
from openpyxl.workbook.defined_name import DefinedName
from osgeo import gdal
from qgis.core import QgsProcessingFeedback

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.boundary_points import read_boundary_points
from farmland_redline.processing.bridge.io.reading import layer_columns, read_file, read_table
from farmland_redline.processing.bridge.io.result_reading import read_results_layer
from farmland_redline.processing.bridge.io.result_tables import ResultTableError
from farmland_redline.processing.bridge.policy.reader import load_classes, load_policy
from farmland_redline.processing.dashboard import read_results
from farmland_redline.processing.workflows.fieldwork import unit_names_of
from farmland_redline.processing.workflows.folder.county_results import read_county

from .conftest import LOCALES, Office, X, Y, other_zones, parcels, speaking, units, zones

ROOM = 1_500_000_000  # bytes; the bombs here took 2.4 GB and more
FORM = "redline_360222_holding_mu"
WITHOUT_REPORTS = {"REPORTS": False}


@contextmanager
def little_memory() -> Iterator[None]:
    """So much more memory than this process has."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def written(case, name, text):
    path = case.office.data / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def office_file(case, name, source, change, more=()):
    """A workbook or document of which one part is changed, and which has more parts."""
    path = case.office.data / name
    part, edit = change
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, edit(old.read(member)) if member == part else old.read(member))
        for member, content in more:
            new.writestr(member, content)
    return str(path)


def targets(case, value=5.0, name="目标.xlsx"):
    """A spreadsheet of targets with a value in C3."""
    book = openpyxl.Workbook()
    for row in (["单位：万亩"], ["行政区名称", "行政区代码", "耕地保有量"], ["浮梁县", "360222", value]):
        book.active.append(row)
    path = case.office.data / name
    book.save(path)
    return str(path)


def form(case, names, change=lambda sheet: None):
    """An office's own workbook with names, by what they refer to."""
    book = openpyxl.Workbook()
    book.active.title = "表"
    for name, reference in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=reference)
    change(book.active)
    path = case.office.data / "表.xlsx"
    book.save(path)
    return str(path)


def sheet_of(case, edit, given="TARGETS", more=()):
    """A workbook of which the first sheet's XML is changed."""
    source = targets(case) if given == "TARGETS" else form(case, {FORM: "表!$B$2"})
    return {given: office_file(case, "改.xlsx", source, ("xl/worksheets/sheet1.xml", edit), more)}


def letter_of(case, edit, more=()):
    """A letter's template of which the text's XML is changed."""
    source = ROOT / "resources" / "letters" / "county_zh.docx"
    path = office_file(case, "函.docx", source, ("word/document.xml", edit), more)
    return {"LETTERS": True, "LETTER_TEMPLATE": path}


def aliases(levels):
    """Nine times nine times nine ... values."""
    lines = ["a0: &a0 [" + ",".join("x" * 9) + "]"]
    lines += [f"a{i}: &a{i} [" + ",".join([f"*a{i - 1}"] * 9) + "]" for i in range(1, levels)]
    return "\n".join(lines)


def behind(content, end, count):
    """What puts more content before an end tag, many times."""
    return lambda part: part.replace(end, content * count + end)


def rows(count, width):
    one = b'<row r="%d">' + b"<c><v>1</v></c>" * width + b"</row>"
    return b"".join(one % number for number in range(10, 10 + count))


MERGED = b'<mergeCells count="1"><mergeCell ref="A5:XFD1048576"/></mergeCells>'
SHEET, BODY = b"</sheetData>", b"</w:body>"
PARAGRAPH = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>"
UNPACKING = {
    "policy": lambda case: {"POLICY": written(case, "策略.yaml", aliases(9) + "\nunits: [*a8]")},
    "profile": lambda case: {"PROFILE": written(case, "配置.yaml", aliases(9) + "\nrecord_unit: *a8")},
    "targets, cells": lambda case: sheet_of(case, behind(rows(6000, 60), SHEET, 1)),
    "targets, merged": lambda case: sheet_of(case, lambda part: part.replace(SHEET, SHEET + MERGED)),
    "targets, depth": lambda case: sheet_of(case, behind(b"<a>" * 50_000 + b"</a>" * 50_000, SHEET, 1)),
    "targets, elements": lambda case: sheet_of(case, behind(b"<a/>", SHEET, 1_100_000)),
    "form, merged": lambda case: sheet_of(case, lambda part: part.replace(SHEET, SHEET + MERGED), "OWN_WORKBOOK"),
    "letter, depth": lambda case: letter_of(case, behind(b"<w:p>" * 5_000 + b"</w:p>" * 5_000, BODY, 1)),
    "letter, elements": lambda case: letter_of(case, behind(PARAGRAPH, BODY, 400_000)),
}


@pytest.mark.parametrize("what", UNPACKING)
def test_a_few_bytes_that_become_millions_of_values(case, what):
    """By hand: 9 levels of 9 values are 9⁹ = 387 million; 6,000 × 60 = 360,000 cells; the merged ones 17 thousand
    million."""
    given = {**case.office.plain(), **WITHOUT_REPORTS, **UNPACKING[what](case)}
    with little_memory():
        case.refused("run_batch", **given)


ZEROS = bytes(150_000_000)
LARGE = {
    "targets": lambda case: sheet_of(case, lambda part: part, more=[("xl/media/a.png", ZEROS)]),
    "form": lambda case: sheet_of(case, lambda part: part, "OWN_WORKBOOK", [("xl/media/a.png", ZEROS)]),
    "letter": lambda case: letter_of(case, lambda part: part, [("word/media/a.png", ZEROS)]),
}


@pytest.mark.parametrize("what", LARGE)
def test_an_archive_that_unpacks_into_much(case, what):
    case.refused("run_batch", **{**case.office.plain(), **WITHOUT_REPORTS, **LARGE[what](case)})


def test_an_archive_of_very_many_files(case):
    """A zipped shapefile beside ten thousand others."""
    source = Path(case.office.write(parcels(), name="图斑.shp", encoding="UTF-8"))
    path = case.office.data / "图斑.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(source.parent.glob("图斑.*")):
            if part != path:
                archive.write(part, part.name)
        for number in range(10_000):
            archive.writestr(f"{number}.txt", "")
    case.refused(PARCELS=str(path))


@pytest.mark.parametrize("what", ["TARGETS", "OWN_WORKBOOK", "LETTER_TEMPLATE"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_an_office_file(case, what, encoding):
    """Ten of ten of ten ..., in an encoding too in which no one finds the word by bytes."""
    root = "w:document" if what == "LETTER_TEMPLATE" else "worksheet"
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 9))
    head = f'<!DOCTYPE x [<!ENTITY e0 "xxxxxxxxxx">{entities}]>'

    def declare(part):
        text = part.decode().partition("?>")[2] if part.startswith(b"<?xml") else part.decode()
        text = text.replace(f"<{root}", f"{head}<{root}", 1)
        return f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)

    given = letter_of(case, declare) if what == "LETTER_TEMPLATE" else sheet_of(case, declare, what)
    with little_memory():
        case.refused("run_batch", **{**case.office.plain(), **WITHOUT_REPORTS, **given})


NO_NUMBERS = ["1E+9999", "1E-9999", "NaN", "sNaN", "-Infinity", 1e300, True, "1" * 30_000]


@pytest.mark.parametrize("value", [*NO_NUMBERS, datetime.datetime(2024, 1, 1)], ids=lambda value: str(value)[:12])
def test_a_target_that_is_no_number(case, value):
    given = {**case.office.plain(), **WITHOUT_REPORTS, "TARGETS": targets(case, value)}
    case.refused("run_batch", **given)


@pytest.mark.parametrize("kind", ["TARGETS", "POLICY"])
def test_a_target_of_more_land_than_there_is(case, kind):
    given = {"TARGETS": targets(case, 2e6)}
    if kind == "POLICY":
        text = (CITY / "policy.yaml").read_text(encoding="utf-8")
        line = next(line for line in text.splitlines() if "holding_target_wan_mu:" in line)
        number = line.split("holding_target_wan_mu:")[1].split(",")[0]
        given = {"POLICY": written(case, "策略.yaml", text.replace(line, line.replace(number, " 2000000.5", 1)))}
    case.refused("run_batch", **{**case.office.plain(), **WITHOUT_REPORTS, **given})


@pytest.mark.parametrize("rows", [2_001, 300_000])
def test_targets_behind_the_rows_that_are_read(case, rows):
    """A county in a row that nobody would read; and a line as long, which would make a square of empty cells."""
    lines = ["单位：万亩", "行政区名称,行政区代码,耕地保有量", "浮梁县,360222,5", *[""] * (rows - 4), "昌江区,360202,3"]
    lines[3] = "," * rows
    given = {**case.office.plain(), **WITHOUT_REPORTS, "TARGETS": written(case, "目标.csv", "\n".join(lines))}
    with little_memory():
        case.refused("run_batch", **given)


NO_VALUES = {
    "empty number": "record_unit: !!int ''",
    "no truth value": "record_unit: !!bool x",
    "no time": "record_unit: !!timestamp x",
    "sexagesimal": "record_unit: 1" + ":1" * 400_000,
    "digits": "record_unit: " + "9" * 900_000,
    "long text": "record_unit: " + "x" * 900_000,
    "control character": 'letters: {letterhead: "x\\u0001y"}',
    "half a character": 'letters: {sender: "x\\ud800y"}',
    "null": 'letters: {contact: "x\\0y"}',
    "depth": "record_unit: " + "[" * 200_000,
}


@pytest.mark.parametrize("what", NO_VALUES)
def test_a_value_of_a_profile_that_is_none(case, what):
    given = {"PROFILE": written(case, "配置.yaml", NO_VALUES[what])}
    case.refused("run_batch", **{**case.office.plain(), **WITHOUT_REPORTS, "LETTERS": True, **given})


@pytest.mark.parametrize(
    "time", ["abc", "-5", "1.5", " ", "1_700_000_000", "９", "9" * 19, "253402300799", "9" * 5_000]
)
def test_a_time_of_the_run_that_is_none(case, time, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", time)
    case.refused("run_batch", **{**case.office.plain(), **WITHOUT_REPORTS})
    case.refused(**case.office.plain())


NOWHERE = {"表!#REF!", "#REF!", '"x"', "OFFSET(表!$A$1,1,1)", "[1]表!$A$1", "表!$A:$A", "没有!$A$1"}
NOWHERE |= {"#REF:!", "'!$A$1", "表!(A1"}  # none that openpyxl can read


@pytest.mark.parametrize("reference", sorted(NOWHERE))
def test_a_name_of_the_form_that_leads_nowhere(case, reference):
    given = {"OWN_WORKBOOK": form(case, {FORM: "表!$B$2", "redline_title": reference})}
    case.refused("run_batch", **{**case.office.plain(), **WITHOUT_REPORTS, **given})


@pytest.mark.parametrize("name", [FORM, "redline_targets"])
def test_a_name_of_the_form_amid_merged_cells(case, name):
    given = {"OWN_WORKBOOK": form(case, {name: "表!$B$2"}, lambda sheet: sheet.merge_cells("A1:C3"))}
    case.refused("run_batch", **{**case.office.plain(), **WITHOUT_REPORTS, **given})


def test_a_form_with_a_cell_merged_from_its_name_on(case):
    """The value stands in the first cell, as a spreadsheet program has it; by hand: 90,000 m² of TBDLMJ on 0101."""
    given = {FORM: "表!$B$2:$C$3"}
    path = form(case, given, lambda sheet: sheet.merge_cells("B2:C3"))
    case.runs("run_batch", **{**case.office.plain(), **WITHOUT_REPORTS, "OWN_WORKBOOK": path})
    cell = openpyxl.load_workbook(case.office.out / "own_workbook.xlsx")["表"]["B2"]
    assert cell.value == pytest.approx(9 * 9999.96 * 3 / 2000, abs=1e-4)


def test_a_name_of_the_form_that_no_unit_has(case):
    """Which units there are is known only when all is computed: the figures stay, and the form is not made."""
    path = form(case, {"redline_999999_holding_mu": "表!$B$2"})
    result = case.runs("run_batch", **{**case.office.plain(), **WITHOUT_REPORTS, "OWN_WORKBOOK": path})
    assert result["NOT_MADE_COUNT"] == 1 and not (case.office.out / "own_workbook.xlsx").exists()
    assert_told(case, ["own_workbook.xlsx"])


class Deleting(QgsProcessingFeedback):
    """Deletes files once a run has come so far, as somebody who tidies up."""

    def __init__(self, files, share):
        super().__init__(False)
        self.files, self.share = files, share
        self.progressChanged.connect(self.look)

    def look(self, progress):
        if progress >= self.share:
            for file in self.files:
                Path(file).unlink(missing_ok=True)


def test_templates_deleted_during_the_run(case):
    """The form and the letter's template were good when the run began."""
    for language in LOCALES:
        template = Path(letter_of(case, lambda part: part)["LETTER_TEMPLATE"])
        path = form(case, {FORM: "表!$B$2"})
        given = {"OWN_WORKBOOK": path, "LETTERS": True, "LETTER_TEMPLATE": str(template)}
        with speaking(language):
            result = case.office.run(
                "run_batch", Deleting([path, template], 50), **case.office.plain(), **WITHOUT_REPORTS, **given
            )
        assert case.row.is_said(case.office.log, language), case.office.log
        assert result["NOT_MADE_COUNT"] == 2 and result["WORST_CLOSURE"] == 0
    assert_told(case, ["own_workbook.xlsx", "360222_浮梁县.docx"])


def assert_told(case, names):
    """The GeoPackage has its figures, and says what was not made."""
    package = case.office.out / "farmland_redline.gpkg"
    provenance = pyogrio.read_dataframe(package, layer="provenance")
    assert provenance.loc[provenance["section"] == "not made", "name"].tolist() == names
    assert pyogrio.read_info(package, layer="pieces")["features"] == 15
    assert len(pyogrio.read_dataframe(package, layer="summary"))


def nested(depth, kind):
    """A polygon in so many collections, as a GeoPackage stores it."""
    polygon = shapely.to_wkb(shapely.box(X, Y, X + 100, Y + 100), byte_order=1)
    return b"GP\0\1" + struct.pack("<i", 4527) + (b"\1" + struct.pack("<II", kind, 1)) * depth + polygon


@pytest.mark.parametrize(("given", "kind"), [("PARCELS", 7), ("PARCELS", 6), ("PBF", 7), ("ZONES", 7)])
def test_a_geometry_inside_fifty_thousand(case, given, kind):
    """GEOS would end the process."""
    layer = {"PARCELS": "DLTB", "PBF": "YJJBNTBHTB", "ZONES": "STBHHX"}[given]
    source = case.office.write(parcels() if given == "PARCELS" else other_zones(), layer, spatial_index=False)
    with closing(sqlite3.connect(source.split("|")[0])) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        set_first = f'UPDATE "{layer}" SET geom = ? WHERE fid = 1'  # noqa: S608  a name of this test
        database.execute(set_first, [nested(50_000, kind)])
    value = [source] if given == "ZONES" else source
    case.refused(**{**case.office.plain(), given: value})
    if given == "PARCELS":
        case.refused("check_layers", PARCELS=source)
        case.refused("measure_zones", PARCELS=source, PBF=case.office.plain()["PBF"])


CHANGED = {
    "no kind": "ALTER TABLE conflicts DROP COLUMN kind",
    "no cultivated area": "ALTER TABLE pieces DROP COLUMN cultivated_m2",
    "severity of words": "UPDATE conflicts SET severity = 'x'",
    "area of words": "UPDATE conflicts SET area_m2 = '约15亩'",
    "sum of words": "UPDATE summary SET holding_mu = 'x'",
    "sum without end": "UPDATE summary SET holding_mu = 9e999",
}


@pytest.fixture(scope="module")
def sound_results(qgis, tmp_path_factory) -> bytes:
    """The file of results of a small county."""
    office = Office(tmp_path_factory.mktemp("sound"))
    office.run("run_batch", **office.plain(), **WITHOUT_REPORTS)
    return (office.out / "farmland_redline.gpkg").read_bytes()


def change_results(case, sound: bytes, *statements: str) -> Path:
    """Leave results among the data that somebody has changed."""
    package = case.office.data / "成果.gpkg"
    package.write_bytes(sound)
    with closing(sqlite3.connect(package)) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            database.execute(statement)
    return package


@pytest.mark.parametrize("what", CHANGED)
def test_results_that_somebody_changed(case, sound_results, what):
    package = change_results(case, sound_results, CHANGED[what])
    case.refused("export_county_maps", PACKAGE=str(package), POLICY=str(CITY / "policy.yaml"))


def test_runs_that_were_made_differently(case, sound_results):
    """By another version, another way of measuring, and without the layer of permanent basic farmland."""
    changes = (
        "UPDATE provenance SET value = '0.1.0' WHERE name = 'farmland_redline'",
        "UPDATE provenance SET value = 'planar' WHERE name = 'AREA_METHOD'",
        "DELETE FROM provenance WHERE section = 'input' AND name = 'PBF'",
    )
    after = case.office.data / "现成果.gpkg"
    after.write_bytes(sound_results)
    before = change_results(case, sound_results, *changes)
    outputs = {name: str(case.office.out / f"{name}.gpkg") for name in ("OUTPUT", "FIGURES")}
    case.runs("compare_results", BEFORE=str(before), AFTER=str(after), **outputs)


@pytest.mark.parametrize("what", ["no kind", "severity of words", "sum without end"])
def test_every_reader_of_results_that_somebody_changed(case, sound_results, what):
    """The comparison of two runs, the dashboard, sheets and lists of findings, and the sums of counties."""
    package = change_results(case, sound_results, CHANGED[what])
    sound = case.office.data / "原成果.gpkg"
    sound.write_bytes(sound_results)
    outputs = {name: str(case.office.out / f"{name}.gpkg") for name in ("OUTPUT", "FIGURES")}
    case.refused("compare_results", BEFORE=str(sound), AFTER=str(package), **outputs)
    policy = load_policy(CITY / "policy.yaml")
    readers = [
        lambda path: read_results(path, "zh"),
        lambda path: read_county(path, policy, load_classes()),
        lambda path: (read_results_layer(path, "conflicts"), unit_names_of(path, policy, "zh")),
    ]
    for read in readers:
        read(sound)
        with pytest.raises(ResultTableError) as error:
            read(package)
        assert case.row.is_said(str(error.value), "en")


LONG = {
    "DLBM": "1" + "-" * 200_000 + "(",
    "ZLDWDM": "3" * 200_000,
    "KCXS": "1,111" * 40_000,
    "GDPDJB": "一" * 200_000,
    "ZZSXDM": "（" * 200_000,
}


@pytest.mark.parametrize("field", LONG)
def test_a_value_of_two_hundred_thousand_characters(case, field):
    """Patterns that look for a code or a number in it would try every pair of places."""
    frame = parcels()
    if field not in frame:
        frame[field] = None
    frame[field] = frame[field].astype(object)
    frame.loc[9, field] = LONG[field]
    case.runs(PARCELS=case.office.write(frame, "DLTB"))


def test_a_date_of_two_hundred_thousand_blanks(case):
    date = "2024-01-01" + " " * 200_000 + "x"
    case.runs(**case.office.plain(), ZONES=[case.office.write(other_zones(PZRQ=date, PFSJ=date), "PZYD")])


def refused_template(case, text: str) -> None:
    """Sound results, of which no map is drawn with a template."""
    case.office.run("run_batch", UNITS=[case.office.write(units(), "XZQ")], **case.office.plain())
    package = case.office.data / "成果.gpkg"
    (case.office.out / "farmland_redline.gpkg").rename(package)
    case.refused("export_county_maps", PACKAGE=str(package), TEMPLATE=written(case, "图框.qpt", text))


def test_a_template_of_maps_nested_without_end(case):
    """Qt builds and removes its tree by recursion, which ended the process."""
    refused_template(case, "<Layout>" + "<a>" * 50_000 + "</a>" * 50_000 + "</Layout>")


def test_a_template_of_maps_with_an_unreadable_symbol(case):
    line = '<LayoutItem type="65645" id="线" size="9,9,mm"><symbol type="line"/></LayoutItem>'
    refused_template(case, f"<Layout><PageCollection/>{line}</Layout>")


# With the keyword and without it; by another view; in the plan of a layer that is not named.
ENDLESS = (
    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT c.n, d.* FROM c, DLTB AS d",
    "WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT c.n, d.* FROM c, DLTB AS d",
    "SELECT c.n, d.* FROM behind AS c, DLTB AS d",
)


@pytest.mark.parametrize("statement", ENDLESS)
def test_a_view_that_never_ends(case, statement):
    """As QGIS and GDAL would open it as a layer; they are asked for nothing, or the test would hang."""
    source = case.office.write(parcels(), "DLTB", "图.gpkg")
    package = gdal.OpenEx(source.partition("|")[0], gdal.OF_VECTOR | gdal.OF_UPDATE)
    behind = "CREATE VIEW behind AS WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c"
    about = (
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('看', 'features', '看', 4527)"
    )
    for each in (behind, f"CREATE VIEW 看 AS {statement}", about):
        package.ExecuteSQL(each)
    package = None  # closes it
    case.refused(PARCELS=source.replace("DLTB", "看"), PBF=case.office.write(zones(), "YJJBNTBHTB"))


TENFOLD = ", ".join(f"DLTB AS d{i}" for i in range(10))  # of ten parcels: ten thousand million rows
MULTIPLIED = {
    "joined": "SELECT d0.* FROM ...",
    "counted": "SELECT *, (SELECT count(*) FROM ...) AS n FROM DLTB",
    "sorted": "SELECT d0.* FROM ... ORDER BY d1.BSM LIMIT 1",
    "by a function of GDAL's": "SELECT d0.* FROM ... WHERE ST_Area(d0.geom) > 0",
    "in another file of SQLite": "SELECT d0.* FROM ...",
}


@pytest.mark.parametrize("how", MULTIPLIED)
def test_a_view_that_multiplies_rows(case, how):
    name = "DLTB.sqlite" if "SQLite" in how else "DLTB.gpkg"
    source = case.office.write(parcels(), "DLTB", name).partition("|")[0]
    with closing(sqlite3.connect(source)) as database, database:
        database.execute(f"CREATE VIEW 看 AS {MULTIPLIED[how].replace('...', TENFOLD)}")
    case.refused(PARCELS=f"{source}|layername=看", PBF=case.office.write(zones(), "YJJBNTBHTB"))


def test_a_view_that_ends(case):
    """Joined with itself by its key, of few rows that many would be, through a function of GDAL's."""
    source = case.office.write(parcels(), "DLTB", "图.gpkg").partition("|")[0]
    statement = (
        "CREATE VIEW 看 AS SELECT a.*, (SELECT count(*) FROM DLTB AS c, DLTB AS d) AS n FROM DLTB AS a "
        "JOIN DLTB AS b ON a.BSM = b.BSM "
        "LEFT JOIN (SELECT c.fid FROM DLTB AS c, DLTB AS d LIMIT 0) AS e ON a.fid = e.fid"
    )
    about = "INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('看', 'features', 4527)"
    shape = "INSERT INTO gpkg_geometry_columns VALUES ('看', 'geom', 'POLYGON', 4527, 0, 0)"
    with closing(sqlite3.connect(source)) as database, database:
        for each in (statement, about, shape):
            database.execute(each)
    case.runs(PARCELS=f"{source}|layername=看", PBF=case.office.write(zones(), "YJJBNTBHTB"))
    assert len(case.office.pieces()) == 15


NAMELESS = "CREATE VIEW 看 AS WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n AS code, n AS name FROM c"
NAMED = {
    "report_period": ("CASES", "cases"),
    "self_check": ("PACKAGE", "flows"),
    "make_patrol_lists": ("PACKAGE", "losses"),
    "run_folder": ("COUNTIES", "别的"),
}


@pytest.mark.parametrize("algorithm", NAMED)
def test_a_view_that_never_ends_among_other_layers(case, algorithm):
    """Not the layer that was given, but one that the run asks for by its name, or looks through."""
    parameter, view = NAMED[algorithm]
    source = case.office.write(parcels(), "DLTB", "图.gpkg").partition("|")[0]
    package = gdal.OpenEx(source, gdal.OF_VECTOR | gdal.OF_UPDATE)
    for each in (NAMELESS, "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('看', 'attributes')"):
        package.ExecuteSQL(each.replace("看", view))
    package = None  # closes it
    given = str(case.office.data) if parameter == "COUNTIES" else source
    outputs = {"report_period": ("PERIODS", "表.gpkg"), "self_check": ("SELF_CHECK", "表.gpkg")}
    name, place = outputs.get(algorithm, ("OUTPUT_FOLDER", "新"))
    case.refused(
        algorithm, **{parameter: given, "POLICY": str(CITY / "policy.yaml"), name: str(case.office.out / place)}
    )


@pytest.mark.parametrize("read", [read_table, read_file, layer_columns])
def test_no_reader_opens_a_view_that_never_ends(row, office, read):
    """Whoever reads a layer by its name, without any algorithm before it."""
    source = Path(office.write(parcels(), "DLTB", "图.gpkg").partition("|")[0])
    package = gdal.OpenEx(str(source), gdal.OF_VECTOR | gdal.OF_UPDATE)
    for each in (NAMELESS, "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('看', 'attributes')"):
        package.ExecuteSQL(each)
    package = None  # closes it
    with pytest.raises(InputError) as error:
        read(source, "看")
    assert row.is_said(str(error.value), "en") and len(read(source, "DLTB")) in (10, 5)


# Outlines of sites.

CORNERS = ((X, Y), (X + 50, Y), (X + 50, Y + 50), (X, Y + 50))
POINTS_HEAD = (
    "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n计量单位=米\n带号=39\n[地块坐标]\n4,0.25,1,地块,面,,,,@\n"
)


def dxf(blocks: dict[str, str], entities: str) -> str:
    """A drawing as text; what stands in a section is given as pairs of lines."""
    made = "".join(
        f"0\nBLOCK\n8\n0\n2\n{name}\n70\n0\n10\n0\n20\n0\n{body}0\nENDBLK\n8\n0\n" for name, body in blocks.items()
    )
    return f"0\nSECTION\n2\nBLOCKS\n{made}0\nENDSEC\n0\nSECTION\n2\nENTITIES\n{entities}0\nENDSEC\n0\nEOF\n"


def insertion(block: str, more: str = "") -> str:
    return f"0\nINSERT\n8\nHX\n2\n{block}\n10\n0\n20\n0\n{more}"


OUTLINE = "0\nLWPOLYLINE\n8\nHX\n90\n4\n70\n1\n" + "".join(f"10\n{x}\n20\n{y}\n" for x, y in CORNERS)
TABLE = "70\n30000\n71\n30000\n44\n60\n45\n60\n"
DRAWINGS = {
    "nested": dxf({"B0": OUTLINE, **{f"B{i}": insertion(f"B{i - 1}") * 10 for i in range(1, 9)}}, insertion("B8")),
    "a table": dxf({"B": OUTLINE}, insertion("B", TABLE)),
    "a table of nothing": dxf({"B": ""}, insertion("B", TABLE)),
    "in itself": dxf({"B": OUTLINE + insertion("b")}, insertion("B")),
    "other ends of lines": dxf({"B": OUTLINE}, insertion("B", TABLE)).replace("\n", "\r"),
}


def site(case, path: Path) -> dict[str, object]:
    """What a check of a site is given, with an output each of a file of its own."""
    names = ("COMPARISON", "SITES", "CLASSES", "NEEDS", "PARTS", "PROBLEMS")
    return {
        **case.office.plain(),
        "OUTLINE_FILES": [str(path)],
        **{name: str(case.office.out / f"{name}.gpkg") for name in names},
    }


@pytest.mark.parametrize("kind", DRAWINGS)
def test_a_drawing_whose_blocks_become_millions(case, kind):
    path = case.office.data / "图.dxf"
    path.write_bytes(DRAWINGS[kind].encode())
    case.refused("check_project_site", **site(case, path))


def boundary_points(case, squares: list[tuple[float, float, float]]) -> Path:
    """A file of a plot with a square ring by its corner and side for each."""
    rows = [
        f"J{corner},{number},{Y + y + dy * side:.2f},{X + x + dx * side:.2f}"
        for number, (x, y, side) in enumerate(squares, 1)
        for corner, (dx, dy) in enumerate(((0, 0), (1, 0), (1, 1), (0, 1)), 1)
    ]
    path = case.office.data / "界址点.txt"
    path.write_text(POINTS_HEAD + "\n".join(rows), encoding="gb18030")
    return path


def test_boundary_points_of_too_many_rings(case):
    path = boundary_points(case, [(i % 200 * 2, i // 200 * 2, 1) for i in range(20_000)])
    case.refused("check_project_site", **site(case, path))


def with_attributes(case, text: str, head: str = "[属性描述]") -> Path:
    """Boundary points of a square beside what a file says of itself."""
    points = boundary_points(case, [(110, 10, 50)])
    plots = "[地块坐标]" + points.read_text(encoding="gb18030").split("[地块坐标]")[1]
    points.write_bytes(f"{head}\n{text}\n{plots}".encode())
    return points


def test_what_boundary_points_say_of_themselves(row, case):
    """The system is read in each way in which it is written; unread it would be CGCS2000."""
    ways = ("坐标系=1980西安坐标系", "坐标系＝1980西安坐标系", "坐标系：1980西安坐标系", "坐标系\t1980西安坐标系")
    heads = ("[属性描述]", "［属性描述］", "【属性描述】", "\ufeff\ufeff[属性描述]")
    for text in (*((way, heads[0]) for way in ways), *((ways[0], head) for head in heads)):
        assert read_boundary_points(with_attributes(case, *text), None).layer.crs.to_epsg() == 2363, text
    marked = with_attributes(case, ways[0])
    marked.write_bytes("\ufeff".encode("gb18030") + marked.read_text(encoding="utf-8").encode("gb18030"))
    assert read_boundary_points(marked, None).layer.crs.to_epsg() == 2363
    assert row.happens.startswith("works")


def test_boundary_points_that_contradict_themselves(case):
    text = "坐标系=1980西安坐标系\n坐标系=CGCS2000"
    case.refused("check_project_site", **site(case, with_attributes(case, text)))


def test_boundary_points_in_a_zone_that_is_no_number(case):
    case.refused("check_project_site", **site(case, with_attributes(case, "坐标系=CGCS2000\n带号=三十九")))


def rates_of(case, unit: str) -> dict[str, object]:
    """What a check of a site is given with rates of a county, and of a unit beside it."""
    path = case.office.data / "费率.csv"
    path.write_text(f"单位代码,标准,计价单位\n360222,20,元/平方米\n{unit},90,元/平方米\n", encoding="utf-8")
    return {**site(case, boundary_points(case, [(110, 10, 50)])), "RATES": str(path)}


def test_a_unit_whose_code_is_written_in_two_ways(case):
    case.refused("check_project_site", **rates_of(case, "360222000000"))


@pytest.mark.parametrize("code", ["0360222", "36022210", "360222/360281"])
def test_a_code_of_a_unit_that_is_none(case, code):
    case.refused("check_project_site", **rates_of(case, code))


def test_boundary_points_of_rings_in_each_other(case):
    path = boundary_points(case, [(i / 100, i / 100, 50 - i / 50) for i in range(700)])
    case.refused("check_project_site", **site(case, path))
