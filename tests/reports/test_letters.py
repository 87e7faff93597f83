"""County letters against the model; templates as people edit them; what must be refused."""

import re
import shutil
import sys
import zipfile

import docx
import pytest

from farmland_redline.processing.reports.letters import writer
from farmland_redline.processing.reports.letters.writer import LetterError, export_county_letters, shipped_template
from farmland_redline.processing.reports.number_format import MU, printed, printed_wan_mu
from farmland_redline.scripts.documentation.letters import make_template

from .conftest import conflict, conflicts_frame, make_model, summary_frame
from .maps_data import write_geopackage


@pytest.fixture(scope="module")
def package(qgis, tmp_path_factory):
    return write_geopackage(tmp_path_factory.mktemp("run") / "farmland_redline.gpkg")


def written(package, model, tr, folder, template=None):
    folder.mkdir(exist_ok=True)
    return export_county_letters(package, model, folder, tr, template or shipped_template("zh"))


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
        for run in runs:
            paragraph.add_run(run)
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
        said, (targets, gap, kinds, worst, tiers) = "\n".join(texts(path)), tables(path)
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
    import pandas as pd

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
    path = written(package, model, tr, tmp_path / "letters", tmp_path / "t.docx")["360222"]
    assert docx.Document(str(path)).sections[0].header.paragraphs[0].text == "浮梁县 2025年01月15日"
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
        with pytest.raises(LetterError, match=re.escape(wrong.name)):
            writer.check_letters(wrong)


def test_missing_library_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(LetterError, match="python-docx"):
        writer.check_letters(shipped_template("zh"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_shipped_templates_are_those_that_the_script_makes(language, tmp_path):
    make_template(language, tmp_path / "t.docx")
    made, shipped = (docx.Document(str(path)) for path in (tmp_path / "t.docx", shipped_template(language)))
    assert made.element.xml == shipped.element.xml


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
    number, title = document.paragraphs[:2]
    assert "〔" in number.text and title.text.startswith("关于") and title.runs[0].font.size.pt == 22
    assert document.styles["Normal"].font.size.pt == 16
    body = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("依据"))
    # 297 - 37 - 35 = 225 mm = 637.8 pt: 22 lines, and not 23.
    assert 22 <= 637.8 / body.paragraph_format.line_spacing.pt < 23
    assert body.paragraph_format.first_line_indent.pt == 32  # two characters
    grid = section._sectPr.find(docx.oxml.ns.qn("w:docGrid"))
    # 210 - 28 - 26 = 156 mm = 442.2 pt: 28 characters of 15.79 pt.
    assert int(grid.get(docx.oxml.ns.qn("w:charSpace"))) / 4096 + 16 == pytest.approx(442.2 / 28, abs=0.01)
    footer = section.footer.paragraphs[0]
    assert footer.text.startswith("— ") and footer.text.endswith(" —")
    whole = "\n".join(texts(shipped_template("zh")))
    assert "附件：" in whole and "碎块" not in whole
