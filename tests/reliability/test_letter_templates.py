"""Templates of letters as offices edit them in Word: each name is filled, or the file is refused before the work."""

from __future__ import annotations

import zipfile
from xml.etree import ElementTree

import docx
from conftest import CITY, run_qgis_process
from letter_templates import (
    NAMESPACES,
    WORD,
    as_kind,
    control,
    paragraph,
    run,
    text_box,
    tracked,
    without_page,
    write_template,
)

UNIT = run("致{{un") + run("it}}：")


def refused(case, template):
    given = {**case.office.plain(), "LETTERS": True, "LETTER_TEMPLATE": str(template)}
    case.refused("run_batch", **given)


def test_names_wherever_word_puts_text(case):
    """Link, tracked insertion, content control, text box, header, footnote; by hand: 浮梁县 in each, twice in a box."""
    body = [
        paragraph(f'<w:hyperlink w:anchor="x">{UNIT}</w:hyperlink>'),
        paragraph(run("致{{") + tracked("unit") + run("}}：")),
        control(paragraph(UNIT)),
        text_box(paragraph(UNIT)),
        paragraph(run("{{table_conflicts}}")),
    ]
    template = write_template(
        case.office.data / "本局 函.docx", *body, header=text_box(paragraph(UNIT)), notes=paragraph(UNIT)
    )
    given = {**case.office.plain(), "LETTERS": "true", "LETTER_TEMPLATE": template, "LANGUAGE": "zh", "MAPS": "false"}
    policy = {"POLICY": CITY / "policy.yaml"}
    done = run_qgis_process("run_batch", {**given, **policy, "OUTPUT_FOLDER": case.office.out}, LANG="zh_CN.UTF-8")
    assert done.status == 0, done.log[-3000:]
    (letter,) = (case.office.out / "letters").iterdir()
    with zipfile.ZipFile(letter) as file:
        parts = {name: ElementTree.fromstring(file.read(name)) for name in file.namelist() if name.endswith(".xml")}  # noqa: S314
    texts = {name: "".join(t.text or "" for t in part.iter(f"{{{NAMESPACES['w']}}}t")) for name, part in parts.items()}
    assert {name: text.count("致浮梁县：") for name, text in texts.items() if text} == {
        "word/document.xml": 5,
        "word/footnotes.xml": 1,
        next(name for name in texts if "header" in name): 2,
    }
    assert not [text for text in texts.values() if "{{" in text] and len(docx.Document(str(letter)).tables) == 1


def test_a_name_in_deleted_text(case):
    deleted = paragraph(run("致") + tracked("{{unit}}", "del"))
    refused(case, write_template(case.office.data / "函.docx", deleted))


def test_a_name_in_a_drawing(case):
    described = text_box(paragraph(UNIT)).replace('name="框"', 'name="框" descr="{{unit}}"')
    refused(case, write_template(case.office.data / "函.docx", described))


def test_braces_that_are_no_name(case):
    refused(case, write_template(case.office.data / "函.docx", text_box(paragraph(run("｛｛unit｝｝")))))


def test_an_unknown_name_in_a_text_box(case):
    refused(case, write_template(case.office.data / "函.docx", text_box(paragraph(run("{{units}}")))))


def test_a_template_without_a_page(case):
    plain = write_template(case.office.data / "原.docx", paragraph(UNIT))
    refused(case, without_page(case.office.data / "函.docx", plain))


def test_a_template_with_macros(case):
    plain = write_template(case.office.data / "原.docx", paragraph(UNIT))
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    refused(case, as_kind(case.office.data / "函.docx", plain, kind))


def test_a_template_of_words_own_kind(case):
    plain = write_template(case.office.data / "原.docx", paragraph(UNIT))
    refused(case, as_kind(case.office.data / "函.docx", plain, f"{WORD}.template.main+xml"))


def test_a_letter_of_an_older_word(case):
    path = case.office.data / "函.docx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    refused(case, path)


def test_letters_of_another_form(case):
    """A letter as a page, as where the library was missing, and one of a county's older name; both stay."""
    old = case.office.out / "letters"
    old.mkdir()
    for name in ("360222_浮梁县.html", "360222_旧名.docx", "来文登记.txt"):
        (old / name).write_text("old", encoding="utf-8")
    case.runs("run_batch", **case.office.plain(), LETTERS=True, LANGUAGE="zh")
    names = {path.name: path.stat().st_size for path in old.iterdir()}
    assert names.pop("360222_浮梁县.docx") > 3
    assert names == {"360222_浮梁县.html": 3, "360222_旧名.docx": 3, "来文登记.txt": 3}


def test_letters_of_another_form_in_a_folder_of_letters(case):
    """By the algorithm that makes letters of results: other files there are the user's."""
    out = case.office.out
    case.office.run("run_batch", **case.office.plain())
    folder = case.office.folder / "函"
    folder.mkdir()
    for name in ("360222_浮梁县.html", "附表.docx"):
        (folder / name).write_text("old", encoding="utf-8")
    given = {"PACKAGE": str(out / "farmland_redline.gpkg"), "POLICY": str(CITY / "policy.yaml")}
    case.runs("export_county_letters", **given, OUTPUT_FOLDER=str(folder), LANGUAGE="zh")
