"""What fuzzing begins with, and what tests try each time: sound inputs, and hostile ones of the kinds that are known.

Files in `corpus/<target>` are tried, too: what fuzzing has found, made small.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

import shapely

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(__file__).with_name("corpus")
_SHEET = "=== xl/worksheets/sheet1.xml\n"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DTD = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _sheet(rows: str, more: str = "") -> str:
    return f"{_SHEET}<worksheet {_MAIN}><sheetData>{rows}</sheetData>{more}</worksheet>"


def _targets_of(value: str, head: str = "三调耕地保护目标（万亩）") -> str:
    """Return a sheet with one unit and the cell of its target."""
    header = f'<row r="1">{_cell("A1", "行政区名称")}{_cell("B1", "行政区代码")}{_cell("C1", head)}</row>'
    return _sheet(f'{header}<row r="2">{_cell("A2", "浮梁县")}{_cell("B2", "360222")}{value}</row>')


_CASES = "cases\n编号,县级代码,发现日期,认定,占用耕地（亩）,备注\n"


def _case_of(area: str) -> str:
    """Return a sheet with one case and the cell of its area."""
    titles = _CASES.split("\n")[1].split(",")
    header = "".join(_cell(f"{letter}1", title) for letter, title in zip("ABCDEF", titles))
    values = "".join(map(_cell, ("A2", "B2", "C2", "D2"), ("J1", "360222", "2026-03-15", "违法")))
    return _sheet(f'<row r="1">{header}</row><row r="2">{values}{area}</row>')


def _document(body: str) -> str:
    return f"=== word/document.xml\n<w:document {_WORD}><w:body>{body}</w:body></w:document>"


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _layout_of(items: str) -> str:
    page = '<LayoutItem type="65638" size="420,297,mm" uuid="{a}"/>'
    return f'<Layout name="a"><PageCollection>{page}</PageCollection>{items}</Layout>'


def _entities(depth: int) -> str:
    """Return XML in which an entity is ten of the one before, so many times."""
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth + 1))
    return f'<!DOCTYPE a [<!ENTITY e0 "aaaaaaaaaa">{inner}]><Layout>&e{depth};</Layout>'


def _journal_of(**values: object) -> str:
    """Return a journal with one county, of whose entry some values are others."""
    entry = {"state": "done", "inputs": "0" * 64, "results": "1" * 64, "message": "", "seconds": 1.5, **values}
    started = "2024-12-31T00:00:00+00:00"
    return json.dumps({"format": 2, "key": "0" * 64, "started": started, "counties": {"a": entry}})


def _nested(depth: int) -> str:
    """Return WKB, in hexadecimal digits, of a collection in a collection, so many times."""
    return (struct.pack("<BII", 1, 7, 1) * depth + struct.pack("<BII", 1, 7, 0)).hex()


_WKB = (
    shapely.box(0, 0, 100, 100),
    shapely.Point(0, 0).buffer(10).difference(shapely.box(-1, -1, 1, 1)),
    shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)]),
    shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(0, 0, 1, 1)]),
    shapely.GeometryCollection([shapely.box(0, 0, 1, 1), shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)])]),
    shapely.from_wkt("POLYGON Z ((0 0 1, 10 0 nan, 10 10 1, 0 0 1))"),
    shapely.from_wkt("POLYGON EMPTY"),
    shapely.LineString([(0, 0), (0, 0)]),
)
_BAD_RING = struct.pack("<BIII", 1, 3, 1, 1) + struct.pack("<dd", 1.0, 2.0)
_HUGE = struct.pack("<BIII", 1, 3, 1, 0xFFFFFFFF)
_NOWHERE = struct.pack("<BIII8d", 1, 3, 1, 4, 0, 0, float("inf"), 0, float("nan"), 1e308, 0, 0)
_CURVE = struct.pack("<BIIBII6d", 1, 10, 1, 1, 8, 3, 0, 0, 1, 1, 2, 0)

_POINTS_HEAD = (
    "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n计量单位=米\n带号=39\n[地块坐标]\n4,0.25,1,地块,面,,,,@\n"
)
_EAST, _NORTH = 39_512_000, 3_245_000
_SQUARE = "\n".join(f"J{i},1,{_NORTH + y},{_EAST + x}" for i, (x, y) in enumerate(((0, 0), (50, 0), (50, 50), (0, 50))))


def _drawing(blocks: str, entities: str) -> str:
    """Return a drawing as text."""
    sections = (("HEADER", ""), ("BLOCKS", blocks), ("ENTITIES", entities))
    return "".join(f"0\nSECTION\n2\n{name}\n{body}0\nENDSEC\n" for name, body in sections) + "0\nEOF\n"


def _block(name: str, body: str) -> str:
    return f"0\nBLOCK\n8\n0\n2\n{name}\n70\n0\n10\n0\n20\n0\n{body}0\nENDBLK\n8\n0\n"


def _insertion(name: str, more: str = "") -> str:
    return f"0\nINSERT\n8\nHX\n2\n{name}\n10\n0\n20\n0\n{more}"


_OUTLINE = "0\nLWPOLYLINE\n8\nHX\n90\n4\n70\n1\n" + "".join(
    f"10\n{_EAST + x}\n20\n{_NORTH + y}\n" for x, y in ((0, 0), (50, 0), (50, 50), (0, 50))
)

SEEDS: dict[str, tuple[bytes | str, ...]] = {
    "policy": (
        (ROOT / "resources" / "sample" / "data" / "policy.yaml").read_bytes(),
        "format: 1\ntitle: 目标\nunits:\n  - {code: '360222', name: 浮梁县, level: county}\n",
        "format: 1\nunits:\n  - {code: '360222', holding_target_wan_mu: 1E+9999}\n",
        "format: 1\nunits:\n  - {code: '360222', holding_target_wan_mu: .nan, gap_wan_mu: -.inf}\n",
        "a: &a [x, x]\nb: &b [*a, *a]\nunits: [*b, *b]\n",
        "units: &u\n  - *u\n",
        "? [a]\n: b\n",
        "units: !!python/object/apply:os.system ['true']\n",
        "date: 2024-13-45\nunits: 2024-02-30\n",
        "units: " + "[" * 500,
        "a: 190:20:30\nb: 0o17\nc: 1_000\nd: 0x_\n",
        "units:\n\t- a",
        "\ufeffunits: \u2028\u0085\n",
        "units: 'a\0b'",
        "1: {2: 3}\n~: 4\n",
        "<<: *a",
        "%YAML 9.9\n---\nunits: 1\n--- \n",
        "units: !!binary x\nb: !!timestamp y\nc: !!int z\n",
        "title: 浮梁".encode("gb18030"),
        b"\xff\xfeu\0n\0",
    ),
    "profile": (
        "format: 1\nparcels:\n  DLBM: [地类, DL]\nlevels: {county: 6, township: 9}\n",
        "personal: [姓名]\nparcels:\n  BSM: 姓名\n",
        "levels: {county: 99999999999999999999999999, township: -1}\n",
        "roles:\n  pbf: {layers: [a, A, ''], columns: {1: x}}\n",
        "letters: {office: [], contact: {a: b}, reply_days: .inf, phone: 1e400}\n",
        "letters:\n  number: '{year}{{}}%s\\1'\n",
        "record_unit: [mu]\nformat: {a: 1}\n",
        "parcels: [1, 2]\nunits: null\nzones: 5\n",
        "levels: {county: true, township: 6.5}\n",
    ),
    "targets": (
        _targets_of('<c r="C2"><v>48.2</v></c>'),
        _targets_of('<c r="C2"><v>1E+9999</v></c>'),
        _targets_of('<c r="C2" t="b"><v>1</v></c>'),
        _targets_of('<c r="C2" t="e"><v>#REF!</v></c>'),
        _targets_of('<c r="C2"><f>1/0</f></c>'),
        _targets_of('<c r="C2" t="d"><v>2024-01-01T00:00:00</v></c>'),
        _targets_of('<c r="C2" t="s"><v>99</v></c>'),
        _targets_of('<c r="C2"><v>nan</v></c>'),
        _targets_of(_cell("C2", "9" * 5000)),
        _targets_of(_cell("C2", "1e-99999")),
        _targets_of(_cell("C2", "4"), "2024年恢复任务（亩、公顷）"),
        _targets_of(_cell("C2", "4"), "1999999年" * 300),
        _sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        _sheet("", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        _sheet('<row r="0"><c r="A0"><v>1</v></c></row>'),
        "=== xl/worksheets/sheet1.xml\n" + _DTD + "<a>&c;</a>",
        "=== xl/workbook.xml\n<workbook/>",
        "=== [Content_Types].xml\n<Types/>",
        "=== xl/_rels/workbook.xml.rels\n<Relationships/>",
        "=== ../../escaped.xml\n<a/>",
        b"PK\x03\x04",
        b"PK\x05\x06" + bytes(18),
    ),
    "targets_csv": (
        "行政区名称,行政区代码,三调耕地保护目标（万亩）\n浮梁县,360222,48.2\n合计,,48.2\n",
        "行政区名称\t代码\t恢复任务（亩）2024年\n浮梁县\t360222\t１２\n",
        '行政区,"三调\n耕地保护目标（万亩）"\n浮梁县,1E+9999\n',
        "行政区,三调耕地保护目标（万亩）\n浮梁县,nan\n浮梁县,-Infinity\n",
        "行政区,缺口（万亩）\n" + "浮梁县,1\n" * 3000,
        "行政区" + "," * 5000,
        '"' + "a" * 200_000,
        "行政区,三调耕地保护目标（万亩）\n浮梁县,48.2\0\n",
        "行政区名称,三调耕地保护目标（公顷）\n浮梁县,1\n".encode("gb18030"),
        b"\xff\xfe\0",
    ),
    "input_tables": (
        _CASES + "J1,360222,2026-03-15,违法,12,\nJ2,浮梁县,2026年3月15日,违法,１２．５,甲\n",
        _CASES + "J1,360222,2026-03-15,违法,1,234.5,\n",
        _CASES + "J1,360222,2026-03-15,违法,1,234,\n",
        _CASES + "J1,360222,2026-03-15,违法,1 234,\n",
        _CASES + "J1,360222,2026-03-15,违法,-12,\n",
        _CASES + "J1,360222,2026-02-30,违法,nan,\n",
        _CASES + "J1,360222,99999999999-01-01,违法,1e999,\n",
        _CASES + "J1,3.60222E+05,46096,违法,１亩,\nJ1,360222,46096.5,违法,0,\n",
        _CASES + 'J1,360222,2026-03-15,违法,12,"甲\nJ2,360222,2026-03-15,违法,30,乙"\n',
        _CASES.replace("（亩）", "（亩、公顷）") + "J1,360222,2026-03-15,违法,12,\n",
        _CASES.replace(",备注", ",占用耕地（公顷）") + "J1,360222,2026-03-15,违法,12,9\n",
        _CASES.encode("gb18030") + "J1,360222,2026-03-15,违法,12,\n".encode("gb18030"),
        _CASES + "J1,360222,2026-03-15,违法,12\0,\n",
        _CASES + "J1,,,,," + "\n",
        "events\n县级代码,日期,事项,备注\n360222,2026-03-15,约谈,\n360222,2026-03-15,约谈,\n",
        "quota\n编号,日期,县级代码,类型,数量（亩）,水田（亩）\n1,2024-01-01,360222,期初,100,200\n",
        "quota\n编号,日期,县级代码,类型,数量（公顷）\n1,2024-01-01,360222,更正,-0.5\n",
        "rates\n单位代码,地类,等别,标准,计价单位\n360222,0101,5.5,1e5,元/亩\n",
        "depths\n单位代码,地类,深度\n360222,0101,０.２\n",
        "shares\n单位代码,项目,固定份额（亩）\n360222,缺口,1,000\n",
        "compensation_rates\n单位代码,项目,标准（元/亩）\n360222,永农,30\n",
        "patches\n编号\n",
        "cases\n" + "编号," * 300,
        "cases\n" + "\n" * 30_000,
        _case_of('<c r="E2"><v>12.5</v></c>'),
        _case_of('<c r="E2"><v>1E+9999</v></c>'),
        _case_of('<c r="E2" t="b"><v>1</v></c>'),
        _case_of('<c r="E2" t="e"><v>#REF!</v></c>'),
        _case_of('<c r="E2"><f>1+1</f></c>'),
        _case_of('<c r="E2" t="d"><v>2024-01-01T00:00:00</v></c>'),
        _case_of(_cell("E2", "1,234")),
        _case_of(_cell("E2", "1 234")),
        _case_of(_cell("E2", "9" * 5000)),
        _sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "=== xl/workbook.xml\n<workbook/>",
        b"PK\x03\x04",
    ),
    "own_workbook": (
        "=== xl/workbook.xml\n" + f"<workbook {_MAIN}/>",
        "=== xl/workbook.xml\n"
        f'<workbook {_MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>'
        '<definedNames><definedName name="redline_title">#REF!</definedName>'
        '<definedName name="redline_policy">OFFSET(a,1,1)</definedName>'
        "<definedName name=\"redline_date\">'别的'!$A$1</definedName>"
        "<definedName name=\"redline_targets\">'表'!$A$1:$XFD$1048576</definedName></definedNames></workbook>",
        _sheet('<row r="1"><c r="A1"><v>1</v></c></row>', '<mergeCells><mergeCell ref="A2:C3"/></mergeCells>'),
        _sheet('<row r="1"><c r="A1" s="99"><v>1</v></c></row>'),
        _sheet("", '<dataValidations count="1"><dataValidation type="list" sqref="A1:B"/></dataValidations>'),
        _sheet(
            "", '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="x"/></conditionalFormatting>'
        ),
        "=== xl/styles.xml\n<styleSheet/>",
        b"PK",
    ),
    "letter_template": (
        _document(_paragraph("{{county}}") + _paragraph("{{table_gaps}}") + "<w:sectPr/>"),
        _document(_paragraph("{{county}}")),
        _document(_paragraph("{{nobody}}") + "<w:sectPr/>"),
        _document(_paragraph("a {{map}} b") + "<w:sectPr/>"),
        _document("<w:sdt><w:sdtContent>" + _paragraph("{{county}}") + "</w:sdtContent></w:sdt><w:sectPr/>"),
        _document("<w:p><w:ins><w:r><w:t>{{county}}</w:t></w:r></w:ins></w:p><w:sectPr/>"),
        _document("<w:tbl><w:tr><w:tc/></w:tr></w:tbl><w:sectPr/>"),
        _document('<w:sectPr><w:pgSz w:w="x" w:h="-5"/><w:pgMar w:left="99999999999"/></w:sectPr>'),
        _document("<w:sectPr><w:pgSz/></w:sectPr>"),
        "=== word/document.xml\n" + _DTD + f"<w:document {_WORD}>&c;</w:document>",
        "=== word/_rels/document.xml.rels\n<a/>",
        "=== docProps/core.xml\n<a/>",
        "=== word/styles.xml\n<a/>",
        "=== word/media/a.png\nPK",
        b"PK\x03\x04",
    ),
    "layout_template": (
        next((ROOT / "resources" / "layouts").glob("*.qpt")).read_bytes(),
        _layout_of(""),
        _layout_of('<LayoutItem type="65640" id="north_arrow" size="297,210,mm"/>'),
        _layout_of('<LayoutItem type="65639" id="north_arrow" size="1e999,nan,mm" position="a"/>'),
        _layout_of('<LayoutItem type="99999999" id="x"/>'),
        _layout_of("<LayoutItem" + ' a="b"' * 2000 + "/>"),
        "<Layout>" + "<a>" * 50_000,
        _entities(8),
        "<Layout/>",
        b"\xff\xfe<",
        "",
    ),
    "field_mapping": (
        "DLBM=地类; TBMJ=面积\n地类\n面积\nBSM\nZLDWDM",
        "DLBM=DLBM;=;\nDLBM\ndlbm",
        "DLBM==；BSM=\0\n=",
        ";;;;\n\n\n",
        "QLRMC=QLRMC\nQLRMC",
        "BSM=" + "x" * 5000 + "\n" + "图斑编号" * 2000,
    ),
    "county_list": (
        "",
        "county",
        "浮梁县,county/DLTB.gpkg\n乐平市\tcounty",
        "浮梁县，county".encode("gb18030"),
        "a,county\nA,county\n",
        ".farmland_redline,county",
        "Farmland_Redline.gpkg-WAL,county\njournal.json,county/DLTB.gpkg",
        "CON,county\n..,county/DLTB.gpkg\na\x85b,county",
        "..\n/\n//\nC:\\nothing\n\\\\server\\share",
        "a,b,c,county\n,county\ncounty,",
        "x\0y,county\ncounty\0",
        "浮" * 5000 + ",county\n" + "x" * 5000,
        "county\n" * 4000,
        "list.txt",
        b"\xff\xfe\x81",
        "",
    ),
    "journal": (
        _journal_of(),
        _journal_of(state="failed", results="", message="a"),
        _journal_of(state="other"),
        _journal_of(results=""),
        _journal_of(seconds="1"),
        _journal_of(seconds=True),
        _journal_of(seconds=-1),
        _journal_of(message=None),
        _journal_of(figures={"parcels": 999_999}),
        _journal_of().replace("1.5", "1e400"),
        _journal_of().replace("1.5", "NaN"),
        _journal_of().replace("+00:00", ""),
        _journal_of().replace("2024", "0000"),
        _journal_of().replace('"format": 2', '"format": ' + "9" * 100_000),
        _journal_of().replace('"format": 2', '"format": [2]'),
        _journal_of().replace('"format": 2', '"format": 1'),
        "[" * 200_000,
        '{"a":' * 50_000,
        '"' + "\\" * 99_999,
        "[]",
        "{}",
        b"\xff\xfe{",
        "",
    ),
    "file_names": (
        "360222_浮梁县",
        "CON",
        "con .txt",
        "COM¹",
        "a" * 300,
        "浮" * 300,
        "..",
        "../../etc",
        " .",
        "a\0b\x85c\u2028",
        "\u202egpj.exe",
        "nul．",
        "𠮷" * 200,
        "ﬀ" * 80,
        b"\xff\xfe\xed\xa0\x80",
    ),
    "values": (
        "0101\n2024-02-29\n长期\n5级\n20,000.00\n是\n10 亩\n360222001",
        "45352\n45352.5\n1e400\n-0\nnan\n9" * 3,
        "0000-00-00\n9999-12-31\n10000-01-01\n20240230\n2024-1-1至\n至2024\n自起至止",
        "2024-02-29T16:00:00Z\n2024-02-29T16:00:00+99:99\n0001-01-01T00:00:00+14:00\n9999-12-31T23:59:59-08:00",
        "１０１\n①\nⅤ\n五\n٣\n२\n²\n1٣",
        "(0101)水田\n水田(0101)\n0101-水田-0102",
        "1,234,56\n1.2.3\n--1\n+.\n.5\n5.\n1e5\n0x10\n1_000",
        "1" + "," * 3000 + "\n" + "(" * 3000 + "\n" + "-" * 3000 + "\n" + "2024年" * 1000,
        "\0\n\u200b\n\ufeff\n\u3000\n\ud7ff",
        "99999999999999999999\n3602220010010000001\n360222.0\n3.60222e5",
    ),
    "encodings": (
        "GBK\n浮梁县".encode("gb18030"),
        "UTF-8\n浮梁县".encode(),
        "GBK\n浮梁县".encode(),
        b"UTF-8\n" + "浮梁县".encode("gb18030")[:-1],
        b"ISO-8859-1\n\x80\xff\x81",
        b"GBK\n\xff\xff\xff\n\xa1",
    ),
    "systems": (
        'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,'
        '298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
        'PROJCS["x",GEOGCS["y",DATUM["D_CGCS_2000",SPHEROID["z",6378137,298.257222101]],PRIMEM["Greenwich",0],'
        'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",39500000],'
        'PARAMETER["Central_Meridian",117],UNIT["Meter",1]]',
        'LOCAL_CS["a",UNIT["m",1]]',
        'GEOCCS["a",DATUM["b",SPHEROID["c",1,0]],PRIMEM["d",0],UNIT["m",1]]',
        'VERT_CS["a",VERT_DATUM["b",2005],UNIT["m",1]]',
        'PROJCS["' + "a" * 5000 + '"]',
        "GEOGCS[" * 300,
        'PROJCS["x",GEOGCS["y",DATUM["z",SPHEROID["s",0,0]]],PROJECTION["Transverse_Mercator"],UNIT["m",0]]',
    ),
    "geometries": (
        "\n".join(shape.wkb_hex for shape in _WKB),
        "\n".join(wkb.hex() for wkb in (_BAD_RING, _HUGE, _NOWHERE, _CURVE, b"", b"\1")),
        _nested(100),
    ),
    "geopackage": (
        "sql UPDATE DLTB SET TBMJ = 'about 15' WHERE fid = 3",
        "sql UPDATE DLTB SET TBMJ = 1e999, DLBM = x'ff', ZLDWDM = 12345678901234567890",
        "sql UPDATE DLTB SET DLBM = CAST(x'b8a1c1bac0d8' AS TEXT)",
        "sql UPDATE DLTB SET geom = x'4750', BSM = char(0)",
        "sql UPDATE DLTB SET geom = NULL",
        "sql UPDATE DLTB SET geom = substr(geom, 1, 60)",
        "sql UPDATE gpkg_geometry_columns SET srs_id = 99, geometry_type_name = 'CURVE'",
        "sql UPDATE gpkg_contents SET table_name = 'x', min_x = 'a'",
        "sql UPDATE gpkg_spatial_ref_sys SET definition = 'undefined', organization_coordsys_id = 0",
        f"sql UPDATE DLTB SET geom = x'4750000100000000{_nested(20_000)}'",  # noqa: S608  ours
        "sql DROP TABLE gpkg_contents",
        "sql ALTER TABLE DLTB RENAME COLUMN DLBM TO 'a''\"b'",
        "sql ALTER TABLE DLTB ADD COLUMN fid2 TEXT DEFAULT (char(10))",
        "sql DELETE FROM DLTB",
        "sql PRAGMA user_version = 0\nsql PRAGMA application_id = 1",
        "sql CREATE VIEW v AS SELECT * FROM v2\nsql UPDATE gpkg_contents SET table_name = 'v'",
        "gpkg 28 ffffffff",
        "gpkg 100 00000000",
        "gpkg 4096 0000000000",
        "gpkg 16 0001",
        "gpkg cut 8192",
        "gpkg cut 0",
        "gpkg is SQLite format 3",
        "zones cut 40000",
    ),
    "shapefile": (
        "shp 36 00ff",
        "shp 32 0f000000",
        "shp 108 ffffffff",
        "shp cut 200",
        "shp cut 90",
        "shx 100 7fffffff",
        "shx cut 50",
        "dbf 4 ffffffff",
        "dbf 8 0000",
        "dbf 10 ffff",
        "dbf 43 58",
        "dbf 32 ffff00",
        "dbf cut 100",
        "dbf is ",
        "prj is GEOGCS[",
        "prj is ",
        "cpg is 中",
        "cpg is UTF-7",
        "cpg is ISO-8859-1",
        "qix is SQT",
        "sbn is x",
        "columns is short,whole\\nTBMJ,\\nBSM,BSM",
        "columns is ",
        'columns is "',
        b"columns is \xff\xfe",
        "columns is short\\nTBMJ,a,b\\n",
    ),
    "old_results": (
        "gpkg cut 20000",
        "gpkg 100 00",
        "sql CREATE TABLE notes (a)\nsql INSERT INTO notes VALUES (x'00')",
        "sql ALTER TABLE pieces ADD COLUMN mine TEXT",
        "sql CREATE TRIGGER t AFTER INSERT ON pieces BEGIN SELECT RAISE(ABORT, 'no'); END",
        "sql CREATE VIEW v AS SELECT * FROM nothing",
        "sql DELETE FROM gpkg_contents",
        "sql UPDATE provenance SET section = NULL, value = x'ff'",
        'json is {"new": ["a.txt"], "old": [], "seen": {}}',
        'json is {"new": ["../../DLTB.gpkg"], "old": [], "seen": {}}',
        'json is {"new": [], "old": ["../../county/DLTB.gpkg"], "seen": {}}',
        'json is {"new": ["/dev/shm/a"], "old": [], "seen": {}}',
        'json is {"new": ["a.txt"], "old": [], "seen": {"a.txt": {"changed": "x", "more": 1}}}',
        'json is {"new": 5}',
        "json is [1]",
        "json is " + "[" * 5000,
        "json is {",
        b"json is \xff",
        "lock is 1",
        "lock is \\n\\n\\n",
        "wal is x",
        "journal is x",
    ),
    "handed_on": (
        "sql UPDATE pieces SET area_m2 = 'x'",
        "sql UPDATE pieces SET county = NULL, piece_id = NULL",
        "sql UPDATE pieces SET cultivated_m2 = 1e300, DLBM = 5",
        "sql UPDATE provenance SET section = NULL",
        "sql UPDATE provenance SET name = x'ff00', value = 5",
        "sql UPDATE pieces SET area_m2 = NULL WHERE fid = 1",
        "sql ALTER TABLE pieces DROP COLUMN county",
        "sql DELETE FROM pieces",
        "sql DROP TABLE provenance",
        "gpkg cut 30000",
    ),
    "boundary_points": (
        (_POINTS_HEAD + _SQUARE).encode("gb18030"),
        _POINTS_HEAD + _SQUARE,
        (_POINTS_HEAD + _SQUARE).encode("utf-16"),
        _POINTS_HEAD + _SQUARE + "\n" + _SQUARE.replace(",1,", ",2,"),
        _POINTS_HEAD + _SQUARE.replace(f"{_NORTH}", "nan"),
        _POINTS_HEAD + _SQUARE.replace(f"{_NORTH}", "1e15"),
        _POINTS_HEAD + _SQUARE.replace(f"{_NORTH}", "1e308"),
        _POINTS_HEAD + "J1,1,0,0\nJ2,1,0,1\nJ3,1,0,2",
        _POINTS_HEAD + "\n".join(f"J1,{i},{_NORTH + i % 7},{_EAST + i}" for i in range(12_000)),
        _POINTS_HEAD.replace("39", "99999999999") + _SQUARE,
        _POINTS_HEAD.replace("=3", "=x") + _SQUARE,
        _POINTS_HEAD.replace("2000国家", "x") + _SQUARE,
        "[地块坐标]\n@\n@\n@",
        "[地块坐标]\nJ1,1,2,3",
        "[" * 5000,
        "",
    ),
    "drawings": (
        _drawing("", _OUTLINE),
        _drawing("", _OUTLINE * 2),
        _drawing(_block("A", _OUTLINE), _insertion("A")),
        _drawing(_block("A", _OUTLINE), _insertion("A", "70\n30000\n71\n30000\n44\n60\n45\n60\n")),
        _drawing(_block("A", _OUTLINE + _insertion("A")), _insertion("A")),
        _drawing(_block("A", ""), _insertion("A", "41\n1e308\n42\nnan\n50\n45\n")),
        _drawing("".join(_block(f"A{i}", _insertion(f"A{i + 1}") * 9) for i in range(12)), _insertion("A0")),
        _drawing(_block("A", _OUTLINE), _insertion("A").replace("10\n0", "10\n1e400")),
        _drawing("", "0\nCIRCLE\n8\nHX\n10\n39512000\n20\n3245000\n40\n1e300\n"),
        _drawing("", "0\nSPLINE\n8\nHX\n70\n1\n71\n99999\n72\n999999999\n73\n999999999\n"),
        _drawing("", "0\nHATCH\n8\nHX\n91\n999999999\n92\n2\n93\n999999999\n"),
        _drawing("", _OUTLINE.replace("90\n4", "90\n999999999")),
        _drawing("", _OUTLINE).replace("\n", "\r"),
        _drawing("", _OUTLINE).replace("\n", "\n\r"),
        "0\nSECTION\n2\nENTITIES\n" + "0\n" * 5000,
        b"AutoCAD Binary DXF\r\n\x1a\x00",
        "",
    ),
    "patrol_answers": (
        "sql UPDATE patrol SET verdict = 'x', checker = x'ff'",
        "sql UPDATE patrol SET version = 'x', finding = NULL",
        "sql UPDATE patrol SET version = 1e300, checked = 99999",
        "sql UPDATE patrol SET version = -9223372036854775808, layer = char(0)",
        "sql UPDATE patrol SET remark = CAST(x'b8a1c1bac0d8' AS TEXT)",
        "sql ALTER TABLE patrol DROP COLUMN finding",
        "sql DELETE FROM patrol",
        "sql ALTER TABLE patrol RENAME TO p2\nsql CREATE VIEW patrol AS SELECT * FROM p2",
        "sql CREATE VIEW v AS WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c",
        "sql DROP TABLE gpkg_contents",
        "gpkg 4096 0000000000",
        "gpkg cut 20000",
        "gpkg is SQLite format 3",
    ),
}


def inputs(target: str) -> dict[str, bytes]:
    """Return the inputs of a target by name."""
    seeds = (seed.encode() if isinstance(seed, str) else seed for seed in SEEDS[target])
    found = {f"seed {number}": seed for number, seed in enumerate(seeds)}
    kept = sorted(path for path in (CORPUS / target).glob("*") if path.is_file())
    return {**found, **{path.name: path.read_bytes() for path in kept}}
