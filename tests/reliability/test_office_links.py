"""Templates of letters and forms that would fetch or start something where their copies are opened."""

from __future__ import annotations

import zipfile

import pytest
from conftest import ROOT

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.reports.letters.docx_template import open_template
from farmland_redline.processing.reports.workbook.office_form import check_own_workbook

from .test_sent_files import FORM, WITHOUT_REPORTS, form

RELATION = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    'Target="{}" TargetMode="External"/></Relationships>'
)
FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>' + (
    '<w:r><w:instrText>{}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
RELATIONS, SETTINGS, TEXT = "word/_rels/document.xml.rels", "word/_rels/settings.xml.rels", "word/document.xml"
SHEET, SHEET_RELATIONS, LINKED = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels", "xl/externalLinks/"
EMPTY = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
# By what is said: the part, and what stands in it; a part of relations that is not there is made.
OF_LETTERS = {
    "http://127.0.0.1/a.png": (RELATIONS, RELATION.format("image", "http://127.0.0.1/a.png")),
    "file:///C:/甲.xlsx": (RELATIONS, RELATION.format("oleObject", "file:///C:/甲.xlsx")),
    "//server/share/甲": ("word/_rels/header1.xml.rels", RELATION.format("hyperlink", "//server/share/甲")),
    "file://server/甲": (RELATIONS, RELATION.format("hyperlink", "file://server/甲")),
    "\\\\server\\图.png": (RELATIONS, RELATION.format("image", "\\\\server\\图.png")),
    "人员.mdb": (SETTINGS, RELATION.format("mailMergeSource", "人员.mdb")),
    "http://127.0.0.1/f.htm": ("word/_rels/webSettings.xml.rels", RELATION.format("frame", "http://127.0.0.1/f.htm")),
    "DDEAUTO": (TEXT, FIELD.format(" DDE", "AUTO c:\\x")),
    "INCLUDEPICTURE": (TEXT, '<w:p><w:fldSimple w:instr=" includepicture &quot;http://127.0.0.1/a&quot; "/></w:p>'),
    "altChunk": (TEXT, '<w:altChunk xmlns:r="http://r" r:id="rId1"/>'),
    "http://127.0.0.1/v.png": (TEXT, '<w:p><v:imagedata xmlns:v="urn:v" src="http://127.0.0.1/v.png"/></w:p>'),
}
OF_FORMS = {
    "another workbook": (f"{LINKED}externalLink1.xml", "<externalLink/>"),
    "http://127.0.0.1/": (
        f"{LINKED}_rels/externalLink1.xml.rels",
        RELATION.format("externalLinkPath", "http://127.0.0.1/"),
    ),
    "file:///D:/总表.xlsx": (SHEET_RELATIONS, RELATION.format("hyperlink", "file:///D:/总表.xlsx")),
    "WEBSERVICE": (SHEET, '<row r="9"><c r="A9"><f>_xlfn.WEBSERVICE("http://127.0.0.1/"&amp;B2)</f></c></row>'),
    "RTD": (SHEET, '<row r="9"><c r="A9"><f>1+rtd("a","b")</f></c></row>'),
    "CALL": ("xl/workbook.xml", '<definedNames><definedName name="x">CALL("k")</definedName></definedNames>'),
}
ENDS = (b"</Relationships>", b"<w:sectPr", b"</sheetData>", b"<calcPr")
HARMLESS = {
    RELATIONS: RELATION.format("hyperlink", "https://www.mnr.gov.cn/")[: -len("</Relationships>")]
    + RELATION.format("hyperlink", "mailto:x@example.cn").replace("rId99", "rId98"),
    TEXT: FIELD.format(" HYPERLINK &quot;https://www.mnr.gov.cn/link dde.html&quot; ", "") + FIELD.format(" PAGE", " "),
}


def changed(path, source, parts):
    """A copy of an office file with pieces of XML at the end of some parts."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        names = old.namelist()
        for name in dict.fromkeys([*names, *parts]):
            content = old.read(name) if name in names else EMPTY.encode() if name.endswith(".rels") else b""
            more = parts.get(name, "").encode()
            end = next((each for each in ENDS if each in content), b"")
            if end == ENDS[0]:  # which the piece has itself
                content = content.replace(end, more or end)
            elif end:
                content = content.replace(end, more + end)
            new.writestr(name, content or more)
    return path


def all_refused(path, source, pieces, read):
    """Each copy with a piece is refused by a reader, which names the piece and its part."""
    for said, (part, piece) in pieces.items():
        with pytest.raises(InputError) as error:
            read(changed(path, source, {part: piece}))
        assert said.lower() in str(error.value).lower() and part in str(error.value)


def test_a_template_that_fetches(case):
    """All are refused when the template is opened, and nothing is asked for; one of them by a run."""
    source = ROOT / "resources" / "letters" / "county_zh.docx"
    template = case.office.data / "函.docx"
    all_refused(template, source, OF_LETTERS, open_template)
    template = changed(template, source, dict([OF_LETTERS["http://127.0.0.1/a.png"]]))
    case.refused("run_batch", **case.office.plain(), LETTERS=True, LETTER_TEMPLATE=str(template))


def test_a_form_that_fetches(case):
    source = form(case, {FORM: "表!$B$2"})
    path = case.office.data / "改.xlsx"
    all_refused(path, source, OF_FORMS, check_own_workbook)
    path = changed(path, source, dict([OF_FORMS["WEBSERVICE"]]))
    case.refused("run_batch", **{**case.office.plain(), **WITHOUT_REPORTS, "OWN_WORKBOOK": str(path)})


def test_a_template_whose_links_are_followed_by_a_click(row, qgis, tmp_path):
    """The file that it was made of itself is left behind; links to pages and addresses of mail stay."""
    source = ROOT / "resources" / "letters" / "county_zh.docx"
    made_of = RELATION.format("attachedTemplate", "file:///C:/Users/张三/函.dotx")
    document = open_template(changed(tmp_path / "函.docx", source, {**HARMLESS, SETTINGS: made_of}))
    document.save(str(tmp_path / "新.docx"))
    with zipfile.ZipFile(tmp_path / "新.docx") as archive:
        everything = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    assert "mnr.gov.cn" in everything and "张三" not in everything and "attachedTemplate" not in everything
    assert row.happens.startswith("works")
