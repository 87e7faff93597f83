"""County letters against the model; templates as people edit them; what must be refused."""

import re
import shutil
import sys
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx
import pandas as pd
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from letter_templates import (
    NAMESPACES,
    WORD,
    as_kind,
    control,
    paragraph,
    run,
    table,
    text_box,
    tracked,
    without_page,
    write_template,
)

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.survey.letter_settings import LetterSettings
from farmland_redline.processing.reports.letters import writer
from farmland_redline.processing.reports.letters.docx_template import LetterError, shipped_template
from farmland_redline.processing.reports.letters.merge_fields import TABLES, letter_tables, letter_texts, text_names
from farmland_redline.processing.reports.letters.office_fields import NAMES as OFFICE_NAMES
from farmland_redline.processing.reports.letters.office_fields import office_texts
from farmland_redline.processing.reports.letters.writer import LetterOptions, export_county_letters
from farmland_redline.processing.reports.number_format import MU, printed, printed_wan_mu
from farmland_redline.scripts.documentation.letters import make_template

from .conftest import conflict, conflicts_frame, make_model, summary_frame
from .maps_data import write_geopackage


@pytest.fixture(scope="module")
def package(qgis, tmp_path_factory):
    return write_geopackage(tmp_path_factory.mktemp("run") / "farmland_redline.gpkg")


OFFICE = LetterSettings(
    letterhead="景德镇市自然资源和规划局",
    number="景自然资函〔{year}〕{number}号",
    first_number=12,
    sender="景德镇市自然资源和规划局",
    date=date(2025, 3, 1),
    reply_days=15,
    contact="张三",
    phone="0798-8380000",
)


def written(package, model, tr, folder, template=None, settings=None):
    folder.mkdir(exist_ok=True)
    options = LetterOptions(template or shipped_template("zh"), "zh", settings or LetterSettings())
    return export_county_letters(package, model, folder, tr, options)


def texts(path):
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def tables(path):
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(str(path)).tables]


def own_template(folder, *paragraphs):
    """A template with paragraphs; a list makes a paragraph of several runs."""
    document = docx.Document()
    for text in paragraphs:
        runs = [text] if isinstance(text, str) else text
        paragraph = document.add_paragraph()
        for each in runs:
            paragraph.add_run(each)
    path = folder / "模板 one.docx"
    document.save(str(path))
    return path


def test_figures_are_the_models(package, model, tr, tmp_path):
    made = written(package, model, tr, tmp_path / "letters")
    assert {code: path.name for code, path in made.items()} == {
        "360203": "360203_珠山区.docx",
        "360222": "360222_浮梁县.docx",
    }
    for code, path in made.items():
        said, (targets, gap, kinds, worst, _, tiers) = "\n".join(texts(path)), tables(path)
        row = model.target(code)
        assert f"关于{row.name}耕地保护目标核查结果的函" in said and "{{" not in said
        difference = printed(row.holding_difference, MU, signed=True)
        assert f"现状{printed_wan_mu(row.holding)}万亩（净面积）" in said and f"差值{difference}亩" in said
        assert targets[1][1:4] == [
            printed_wan_mu(row.holding_target), printed_wan_mu(row.holding), printed(row.holding_difference, MU)
        ]  # fmt: skip
        assert gap[1][2] == printed(model.gap(code).gap_left, MU)
        conflicts = model.conflicts_of(code)
        assert kinds[-1][3] == printed(sum(t.counted for t in conflicts), MU)
        assert f"毛面积{kinds[-1][3]}亩" in said and said.count("合法性待核") == 1
        # The delimited area is nowhere called the present state; what is cultivated of it stands beside.
        assert (
            targets[2][0] == "永久基本农田·划定（登记净面积）"
            and targets[3][0] == "永久基本农田·其中现状耕地（净面积）"
        )
        assert targets[3][2] == printed_wan_mu(row.pbf_cultivated)
        assert len(kinds) == 2 + len([t for t in conflicts if t.count])
        assert tiers[-1][2:] == (["36.00", "30.00", "10.00", "99.00"] if code == "360222" else ["0.00"] * 4)
        assert len(worst) == 1 + sum(t.count for t in conflicts)
    # Worst first; what stands in data is text.
    assert [row[-1] for row in tables(made["360222"])[3][1:]] == ["3.00", "6.00"]
    assert tables(made["360222"])[3][1][1] == '=HYPERLINK("http://x","y")'


def test_what_is_empty_says_so(package, model, names, tr, tmp_path):
    empty = make_model(names, conflicts=model.conflicts.iloc[:0], candidates=model.candidates.iloc[:0])
    found = tables(written(package, empty, tr, tmp_path / "letters")["360222"])
    assert found[2][1:] == [["合计", "", "0", "0.00", "0.00"]] and found[3][1][0] == "—"


def test_the_list_is_cut_at_the_worst(package, names, tr, tmp_path):
    frame = pd.DataFrame([conflict(n, "house", 1 + n % 3, 1.0 + n) for n in range(40)])
    worst = tables(written(package, make_model(names, conflicts=frame), tr, tmp_path / "letters")["360222"])[3]
    largest = sorted((1.0 + n for n in range(40) if n % 3 == 2), reverse=True)
    areas = [float(row[-1]) for row in worst[1:]]
    assert areas[: len(largest)] == largest and len(areas) == 15


def test_the_map_is_a_picture_of_the_county(package, model, tr, tmp_path):
    from qgis.PyQt.QtGui import QImage

    seen, colours = [], set()
    for path in written(package, model, tr, tmp_path / "letters").values():
        with zipfile.ZipFile(path) as archive:
            (name,) = [name for name in archive.namelist() if name.endswith(".png")]
            picture = QImage.fromData(archive.read(name))
        places = [(x, y) for x in range(0, picture.width(), 5) for y in range(0, picture.height(), 5)]
        colours |= {picture.pixelColor(x, y).name() for x, y in places}
        assert picture.width() > 1000
        seen.append(bytes(picture.bits().asarray(picture.sizeInBytes())))
    # Of severe conflicts and of candidates at once, as resources/styles/results.yaml has them.
    assert {"#c8102e", "#08408a"} <= colours
    assert seen[0] != seen[1]


def test_same_run_same_bytes(package, model, tr, tmp_path):
    one, two = (written(package, model, tr, tmp_path / name) for name in ("a", "b"))
    assert [p.read_bytes() for p in one.values()] == [p.read_bytes() for p in two.values()]


def test_own_template_with_names_cut_by_word(package, model, tr, tmp_path):
    """Word cuts a name into runs wherever somebody has typed or its spelling check has looked."""
    template = own_template(tmp_path, ["A{", "{un", "it}", "}B {{ holding_wan }}", "C"], "{{table_conflicts}}")
    path = written(package, model, tr, tmp_path / "letters", template)["360222"]
    assert texts(path)[0] == "A浮梁县B 31.9982C" and len(tables(path)) == 1


def test_names_in_headers_and_tables_are_filled(package, model, tr, tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{unit}} {{date}}"
    document.add_table(1, 1).cell(0, 0).text = "{{conflicts}}"
    document.save(str(tmp_path / "t.docx"))
    path = written(package, model, tr, tmp_path / "letters", tmp_path / "t.docx", OFFICE)["360222"]
    assert docx.Document(str(path)).sections[0].header.paragraphs[0].text == "浮梁县 2025年3月1日"
    assert tables(path) == [[["9.00"]]]


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        (("{{unitt}}",), ["{{unitt}}", "unit", "table_worst"]),
        (("以及{{table_conflicts}}",), ["{{table_conflicts}}", "paragraph of its own"]),
    ],
)
def test_wrong_places_are_told(package, model, tr, tmp_path, paragraphs, words):
    with pytest.raises(LetterError) as error:
        written(package, model, tr, tmp_path / "letters", own_template(tmp_path, *paragraphs))
    assert all(word in str(error.value) for word in ["模板 one.docx", *words])
    assert not list((tmp_path / "letters").iterdir())


def test_a_file_that_is_no_letter_is_told(tmp_path):
    path = tmp_path / "t.docx"
    path.write_bytes(b"not a zip")
    for wrong in (path, tmp_path / "missing.docx"):
        with pytest.raises(InputError, match=re.escape(wrong.name)):
            writer.check_letters(LetterOptions(wrong, "zh"), ())


class PageReader(HTMLParser):
    """Reads the paragraphs, the cells of each table and the pictures of a letter as HTML."""

    def __init__(self):
        super().__init__()
        self.paragraphs, self.tables, self.pictures, self._text = [], [], [], None

    def handle_starttag(self, tag, attrs):
        if tag in ("p", "td", "th"):
            self._text = []
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag == "br":
            self._text.append("\n")
        elif tag == "img":
            self.pictures.append(dict(attrs)["src"])

    def handle_data(self, data):
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag):
        if tag == "p":
            self.paragraphs.append("".join(self._text))
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("".join(self._text))
        if tag in ("p", "td", "th"):
            self._text = None


@pytest.mark.parametrize("settings", [LetterSettings(), OFFICE], ids=["blank", "office"])
def test_letters_without_the_library_say_the_same(package, model, tr, tmp_path, monkeypatch, settings):
    """As HTML pages: the paragraphs and tables of the Word letter in its order, and the map; the same bytes again."""
    words = written(package, model, tr, tmp_path / "word", settings=settings)
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "docx", None)
        pages = [
            export_county_letters(package, model, folder, tr, LetterOptions(None, "zh", settings))
            for folder in (tmp_path / "one", tmp_path / "two")
            if folder.mkdir() is None
        ]
    assert [path.name for path in pages[0].values()] == ["360203_珠山区.html", "360222_浮梁县.html"]
    for code, path in pages[0].items():
        assert path.read_bytes() == pages[1][code].read_bytes()
        reader = PageReader()
        reader.feed(path.read_text(encoding="utf-8"))
        assert [text for text in reader.paragraphs if text] == [text for text in texts(words[code]) if text.strip()]
        assert reader.tables == tables(words[code])
        assert len(reader.pictures) == len(docx.Document(str(words[code])).inline_shapes) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_shipped_templates_are_those_that_the_script_makes(language, tmp_path):
    make_template(language, tmp_path / "t.docx")
    made, shipped = (docx.Document(str(path)) for path in (tmp_path / "t.docx", shipped_template(language)))
    assert made.element.xml == shipped.element.xml
    fonts = [document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE).blob for document in (made, shipped)]
    assert fonts[0] == fonts[1]


def test_both_templates_say_the_same():
    names = [re.findall(r"\{\{(\w+)\}\}", "\n".join(texts(shipped_template(one)))) for one in ("zh", "en")]
    assert sorted(set(names[0])) == sorted(set(names[1])) and len(names[0]) > 20


def test_an_own_copy_of_the_template_serves(package, model, tr, tmp_path):
    copy = shutil.copy(shipped_template("zh"), tmp_path / "本县 模板.docx")
    assert written(package, model, tr, tmp_path / "letters", copy)


def test_a_letter_without_pbf_says_that_it_was_not_given(package, names, tr, tmp_path):
    frame = summary_frame()
    frame[["pbf_delimited_mu", "pbf_cultivated_mu", "conflicts_mu", "conflicts_severe_mu"]] = None
    given = [("input", "PARCELS", "DLTB")]
    model = make_model(names, summary=frame, conflicts=conflicts_frame().iloc[:0], provenance=given)
    path = written(package, model, tr, tmp_path / "letters")["360222"]
    said = "\n".join(texts(path))
    assert "浮梁县永久基本农田：未提供。" in said and "未提供永久基本农田图层，未判读占用冲突。" in said
    # Not known is neither 0 nor a word amid a figure's sentence.
    assert "0个图斑" not in said and "未提供万亩" not in said and "无数据亩" not in said


def test_the_letter_has_the_form_of_official_documents():
    """GB/T 9704: margins 37/35/28/26 mm, 22 lines of 28 characters, title 22 pt, text 16 pt, page number in dashes."""
    document = docx.Document(str(shipped_template("zh")))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    letterhead, number, title = document.paragraphs[:3]
    assert letterhead.runs[0].font.color.rgb == docx.shared.RGBColor(0xFF, 0, 0)
    assert number.text == "{{document_number}}" and "w:pBdr" in number._p.xml  # the red line below it
    assert title.text.startswith("关于") and title.runs[0].font.size.pt == 22
    normal = document.styles["Normal"]
    assert normal.font.size.pt == 16
    body = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("依据"))
    # 297 - 37 - 35 = 225 mm = 637.8 pt: 22 lines, and not 23.
    assert 22 <= 637.8 / body.paragraph_format.line_spacing.pt < 23
    assert body.paragraph_format.first_line_indent.pt == 32  # two characters
    # 210 - 28 - 26 = 156 mm = 442.2 pt: 28 characters, and not 29.
    (spacing,) = normal.element.rPr.findall(docx.oxml.ns.qn("w:spacing"))
    assert 28 <= 442.2 / (16 + int(spacing.get(docx.oxml.ns.qn("w:val"))) / 20) < 29
    # Odd pages have their number on the right, even ones on the left.
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text.startswith("— ") and paragraph.text.endswith(" —") and "PAGE" in paragraph._p.xml
        assert f'w:jc w:val="{side}"' in paragraph._p.xml
    whole = "\n".join(texts(shipped_template("zh")))
    assert "{{annex_1}}" in whole and "碎块" not in whole and "工作簿" not in whole


def test_each_font_names_others_that_stand_in_for_it():
    document = docx.Document(str(shipped_template("zh")))
    table = ElementTree.fromstring(document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE).blob)  # noqa: S314
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    others = {font.get(f"{w}name"): font.find(f"{w}altName").get(f"{w}val").split(",") for font in table}
    used = set(re.findall(r'w:eastAsia="([^"]+)"', document.element.xml + document.styles.element.xml))
    assert {"仿宋", "方正小标宋简体", "黑体"} <= used <= {*others, "zh-CN"}
    assert {"FangSong", "仿宋_GB2312", "宋体"} <= set(others["仿宋"]) and "宋体" in others["方正小标宋简体"]


def test_the_office_s_settings_stand_in_its_letters(package, model, tr, tmp_path):
    first, second = written(package, model, tr, tmp_path / "letters", settings=OFFICE).values()
    for path, number in ((first, 12), (second, 13)):
        said = texts(path)
        assert said[0] == "景德镇市自然资源和规划局" and said[1] == f"景自然资函〔2025〕{number}号"
        assert said[-3:] == ["景德镇市自然资源和规划局", "2025年3月1日", "（联系人：张三，联系电话：0798-8380000）"]
        assert any("于收到本函之日起15日内" in line for line in said)


@pytest.mark.parametrize(
    ("settings", "number"),
    [
        (LetterSettings(), "____〔\u3000\u3000〕\u3000号"),
        (LetterSettings(number="景自然资函〔{year}〕{number}号"), "景自然资函〔\u3000\u3000〕\u3000号"),
        (LetterSettings(number="景函{number}号", first_number=7), "景函7号"),
    ],
)
def test_what_an_office_has_not_said_is_a_blank(package, model, tr, tmp_path, settings, number):
    path = written(package, model, tr, tmp_path / "letters", settings=settings)["360203"]
    said = texts(path)
    assert said[1] == number and said[0] == said[-3] == "__________" and said[-2] == "____年__月__日"
    whole = "\n".join(said)
    assert not re.search(r"[{}]|None", whole) and "（联系人：__________，联系电话：__________）" in whole


def losses_model(names, **more):
    given = {"losses": losses_frame(), "abandoned": abandoned_frame(), **more}
    return make_model(names, **{name: frame for name, frame in given.items() if frame is not None})


def losses_frame():
    """浮梁: protected land 3.0 and 1.5 mu of one parcel, construction 0.6 mu; another county's must not count."""
    rows = [("protected_lost", 3.0, 2.7, "A", "360222"), ("protected_lost", 1.5, 1.2, "A", "360222")]
    rows += [("construction", 0.6, 0.6, "B", "360222"), ("construction", 90.0, 90.0, "C", "360203")]
    frame = pd.DataFrame(rows, columns=["kind", "mu", "lost", "BSM", "county"])
    frame["area_m2"], frame["lost_cultivated_m2"] = (frame[name] * 2000 / 3 for name in ("mu", "lost"))
    frame["loss_id"] = [f"L{number}" for number in range(len(frame))]
    return frame.drop(columns=["mu", "lost"]).assign(area_mu=frame["mu"])


def abandoned_frame():
    """浮梁: two parcels, 2.0 + 5.0 mu net of 2.2 + 5.5 gross."""
    rows = [("D", 2.2, 2.0), ("E", 5.5, 5.0)]
    frame = pd.DataFrame(rows, columns=["BSM", "mu", "net"]).assign(county="360222", pbf=None)
    frame["area_m2"], frame["cultivated_m2"] = frame["mu"] * 2000 / 3, frame["net"] * 2000 / 3
    frame["abandoned_id"] = ["W1", "W2"]
    return frame.rename(columns={"mu": "area_mu"}).drop(columns="net")


def test_losses_and_abandoned_land_are_told(package, names, tr, tmp_path):
    made = written(package, losses_model(names), tr, tmp_path / "letters")
    said = "\n".join(texts(made["360222"]))
    assert "永久基本农田外耕地流失2个图斑，毛面积5.10亩，减少耕地净面积4.50亩。" in said
    assert "撂荒耕地2个图斑，净面积7.00亩。完整清单见附件4。" in said
    assert "附件：1. 永久基本农田占用冲突清单\n" in said and "3. 耕地流失清单\n\u3000\u30004" not in said
    assert [line.strip() for line in said.split("\n") if line[:2] in ("3.", "4.")] == [
        "3. 耕地流失清单",
        "4. 撂荒耕地清单",
    ]
    assert tables(made["360222"])[4][1:] == [
        ["耕地保护目标内已非耕地", "1", "4.50", "3.90"],
        ["永久基本农田外建设占用耕地", "1", "0.60", "0.60"],
        ["撂荒耕地", "2", "7.70", "7.00"],
    ]
    other = "\n".join(texts(made["360203"]))
    assert "毛面积90.00亩" in other and "撂荒耕地0个图斑，净面积0.00亩。" in other


def test_losses_that_nobody_looked_for_are_no_zero(package, model, tr, tmp_path):
    path = written(package, model, tr, tmp_path / "letters")["360222"]
    said = "\n".join(texts(path))
    assert "未提供所需图层，未判读永久基本农田外耕地流失。" in said and "未判读撂荒耕地。" in said
    assert [row[1:] for row in tables(path)[4][1:]] == [["未提供"] * 3] * 2
    assert "耕地流失清单" not in said and "撂荒耕地清单" not in said  # no such annex


def test_odd_characters_and_long_names_of_data(package, names, tr, tmp_path):
    """Control characters in a unit's name, in parcel numbers and in the office's settings; a name of 120 characters."""
    long = "很长的名字" * 24
    frame = pd.DataFrame([conflict(1, "house", 3, 2.0, TBBH="1\x00\x0b2", ZLDWMC="村\n委\x1f会")])
    summary = summary_frame()
    summary.loc[summary["code"] == "360222", "name"] = f"浮\x08梁\r\n县{long}"
    model = make_model(names, conflicts=frame, summary=summary)
    settings = replace(OFFICE, letterhead="某\x00局\n办公室", sender="x\ud800y")
    path = written(package, model, tr, tmp_path / "letters", settings=settings)["360222"]
    said = texts(path)
    assert said[0] == "某\ufffd局 办公室" and "x\ufffdy" in said
    assert any(f"浮\ufffd梁 县{long}" in line for line in said)
    cells = tables(path)[3][1]
    assert "村 委\ufffd会" in cells and "1\ufffd 2" in cells
    assert len(path.name) < 80 and not re.search(r"[\x00-\x1f]", path.name)


UNIT = run("A{{un") + run("it}}B")
PLACES = {
    "hyperlink": paragraph(f'<w:hyperlink w:anchor="x">{UNIT}</w:hyperlink>'),
    "insertion": paragraph(run("A{{") + tracked("unit") + run("}}B")),
    "inserted whole": paragraph(tracked("A{{unit}}B")),
    "beside a deletion": paragraph(run("A{{un") + tracked("old", "del") + run("it}}B")),
    "moved": paragraph(tracked("A{{unit}}B", "moveTo")),
    "control": control(paragraph(UNIT)),
    "control amid words": paragraph(run("A") + control(run("{{unit}}")) + run("B")),
    "text box": text_box(paragraph(UNIT)),
    "table in a control": control(table(paragraph(UNIT))),
    "table in a table": table(table(paragraph(UNIT)) + paragraph("")),
    "field's result": paragraph(f'<w:fldSimple w:instr="DOCPROPERTY x">{UNIT}</w:fldSimple>'),
    "smart tag": paragraph(f'<w:smartTag w:element="place">{UNIT}</w:smartTag>'),
    "two of them": paragraph(run("A{{unit}}BA{{u") + run("nit}}B")),
}


def all_letters(path):
    """All letters that a program shows of a file, text boxes twice."""
    with zipfile.ZipFile(path) as file:
        parts = {name: ElementTree.fromstring(file.read(name)) for name in file.namelist() if name.endswith(".xml")}  # noqa: S314
    word = f"{{{NAMESPACES['w']}}}"
    return {name: "".join(node.text or "" for node in part.iter(f"{word}t")) for name, part in parts.items()}, parts


@pytest.mark.parametrize("place", PLACES)
def test_names_are_filled_wherever_word_puts_them(package, model, tr, tmp_path, place):
    template = write_template(tmp_path / "t.docx", PLACES[place])
    writer.check_letters(LetterOptions(template, "zh"), model.tiers)
    path = written(package, model, tr, tmp_path / "letters", template)["360222"]
    letters, parts = all_letters(path)
    assert letters["word/document.xml"] == "A浮梁县B" * (2 if place in ("text box", "two of them") else 1)
    # Word would show the data bound to a control in the text's place.
    tags = {node.tag.partition("}")[2] for node in parts["word/document.xml"].iter()}
    assert not {"dataBinding", "showingPlcHdr"} & tags
    assert docx.Document(str(path))


def test_names_in_headers_boxes_and_notes(package, model, tr, tmp_path):
    template = write_template(
        tmp_path / "t.docx", paragraph(run("x")), header=text_box(paragraph(UNIT)), notes=paragraph(UNIT)
    )
    letters, _ = all_letters(written(package, model, tr, tmp_path / "letters", template)["360222"])
    assert letters["word/footnotes.xml"] == "A浮梁县B"
    assert [text for name, text in letters.items() if "header" in name] == ["A浮梁县BA浮梁县B"]


def test_values_are_no_fields(package, model, tr, tmp_path):
    """By hand: a county named as a field stands as it is, once."""
    odd = replace(model, unit_names={**model.unit_names, "360222": "{{code}}{{ unit }}"})
    template = write_template(tmp_path / "t.docx", paragraph(run("{{unit}}|{{co") + run("de}}")))
    path = written(package, odd, tr, tmp_path / "letters", template)["360222"]
    assert texts(path) == ["{{code}}{{ unit }}|360222"]


def test_what_is_anchored_in_a_paragraph_stays(package, model, tr, tmp_path):
    """A seal in the paragraph of a table, and the end of a section in one that says nothing."""
    seal = text_box(paragraph(run("印章"))).removeprefix("<w:p>").removesuffix("</w:p>")
    margins = '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/>'
    end = f'<w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/>{margins}</w:sectPr></w:pPr>'
    template = write_template(
        tmp_path / "t.docx", paragraph(seal + run("{{table_gap}}")), paragraph(end + run("{{annex_4}}"))
    )
    path = written(package, model, tr, tmp_path / "letters", template)["360222"]
    letters, _ = all_letters(path)
    assert "印章印章" in letters["word/document.xml"] and "{{" not in letters["word/document.xml"]
    assert len(tables(path)) == 1 and len(docx.Document(str(path)).sections) == 2


BOXED_TABLE = text_box(paragraph(run("{{table_gap}}")))
DELETED = paragraph(run("x") + tracked("{{unit}}", "del"))
HALF_DELETED = paragraph(run("{{un") + tracked("it}}", "del"))
INSTRUCTION = paragraph(run(' HYPERLINK "{{code}}" ', "instrText"))
FORMULA = paragraph("<m:oMath><m:r><m:t>{{unit}}</m:t></m:r></m:oMath>")
DESCRIBED = text_box(paragraph("")).replace('name="框"', 'name="框" descr="{{ unit }}"')


@pytest.mark.parametrize(
    ("body", "more", "words"),
    [
        (DELETED, {}, ["{{unit}}", "deleted"]),
        (HALF_DELETED, {}, ["{{un", "half-width"]),
        (INSTRUCTION, {}, ["{{code}}", "field of Word", "word/document.xml"]),
        (FORMULA, {}, ["{{unit}}", "formula"]),
        (DESCRIBED, {}, ["{{ unit }}", "drawing"]),
        (paragraph(""), {"link": "http://x.example/?q=%7B%7Bunit%7D%7D"}, ["{{unit}}", "address of a link"]),
        (paragraph(""), {"subject": "{{unit}}"}, ["{{unit}}", "property", "core.xml"]),
        (paragraph(run("｛｛unit｝｝")), {}, ["｛｛unit｝｝", "half-width"]),
        (paragraph(run("{{单位}}")), {}, ["{{单位}}", "half-width"]),
        (paragraph(run("致{{unit}")), {}, ["{{unit}", "half-width"]),
        (paragraph(run("致{unit}}：")), {}, ["{unit}}", "half-width"]),
        (text_box(paragraph(run("{{units}}"))), {}, ["{{units}}", "not known"]),
        (BOXED_TABLE, {}, ["{{table_gap}}", "paragraph of its own"]),
        (control(paragraph(run("{{map}}"))), {}, ["{{map}}", "paragraph of its own"]),
        (table(paragraph(run("{{table_gap}}"))), {}, ["{{table_gap}}", "paragraph of its own"]),
    ],
)
def test_names_that_cannot_be_filled_are_told_before_the_run(model, tmp_path, body, more, words):
    template = write_template(tmp_path / "模板.docx", body, **more)
    with pytest.raises(LetterError) as error:
        writer.check_letters(LetterOptions(template, "zh"), model.tiers)
    assert all(word in str(error.value) for word in ["模板.docx", *words]), error.value


def test_files_of_other_kinds_are_told(model, tmp_path):
    plain = write_template(tmp_path / "plain.docx", paragraph(run("{{unit}}")))
    macros = "application/vnd.ms-word.document.macroEnabled.main+xml"
    wrong = {
        as_kind(tmp_path / "a.docx", plain, macros): "macros",
        as_kind(tmp_path / "b.docx", plain, f"{WORD}.template.main+xml"): ".dotx",
        without_page(tmp_path / "c.docx", plain): "size of its page",
    }
    older = tmp_path / "d.docx"
    older.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    wrong[older] = "older format"
    for path, words in wrong.items():
        with pytest.raises(LetterError) as error:
            writer.check_letters(LetterOptions(path, "zh"), model.tiers)
        assert path.name in str(error.value) and words in str(error.value)
    writer.check_letters(LetterOptions(plain, "zh"), model.tiers)


def test_the_names_are_known_before_there_is_a_model(model, names, tr):
    """Of a run with everything, and of one without permanent basic farmland."""
    known = set(text_names(model.tiers))
    given = [("input", "PARCELS", "DLTB")]
    for each in (model, make_model(names, conflicts=conflicts_frame().iloc[:0], provenance=given)):
        assert set(letter_texts(each, "360222", tr)) == known
        assert tuple(letter_tables(each, "360222", tr, 5)) == TABLES
    assert tuple(office_texts(LetterSettings(), 0, tr)) == OFFICE_NAMES
