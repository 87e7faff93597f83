"""The Chinese of the plugin: complete, faithful to its placeholders, and without effect on what programs rely on."""

from __future__ import annotations

import re
import shutil
import string
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "resources" / "i18n" / "farmland_redline_zh_CN.ts"
# Names of formats, and what is a sign in Chinese.
SAME = {"GeoPackage", "{actual} of {target}"}
# The words of the notice and of the survey's standards: where the English says one, the Chinese says the other.
TERMS = {
    r"(?<!PBF )parcels?": "图斑",
    r"PBF|permanent basic farmland": "永久基本农田",
    r"(PBF|basic farmland) reserve": "永久基本农田储备区",
    r"supplementary-farmland reserve": "补充耕地储备区",
    r"cultivated land|cultivated-land": "耕地",
    r"cultivated-land holding": "耕地保有量",
    r"gap": "缺口",
    r"at once": "即可恢复",
    r"with works": "工程恢复",
    r"(?<!`)conflicts?": "冲突",
    r"occupation conflicts?": "占用冲突",
    r"candidates?": "潜力",
    r"restoration candidates?": "恢复潜力",
    r"slivers?": "碎屑",
    r"10,000 mu": "万亩",
    r"(?<!10,000 )mu": "亩",
    r"location code": "坐落单位代码",
    r"area of record": "图斑面积|登记",
    r"net cultivated area": "图斑地类面积",
    r"land class(es)?": "地类|土地利用现状",
    r"planting attribute": "种植属性",
    r"field ridges": "田坎",
    r"rural road": "农村道路",
    r"adjustable": "可调整",
    r"non-agricultural": "非农",
    r"ecological red line": "生态保护红线",
    r"urban boundary": "城镇开发边界",
    r"forest boundary": "林地管理边界",
    r"temporary land": "临时用地",
    r"approvals?": "批准|审批",  # the latter is what measure 34 suspends
    r"measures \d+": "举措",
    r"annex(es)?": "附件",
    r"third national land survey": "第三次全国国土调查",
    r"second national land survey": "第二次全国土地调查",
    r"second-survey|survey 2": "二调",
    r"last year's survey|previous yearly update": "上年度国土变更调查",
    r"ellipsoidal": "椭球面积",
    r"(?<!level: )count(y|ies)": "县",
    r"townships?": "乡",
    r"villages?": "村",
    r"surplus(es)?": "结余",
    r"defer|deferred|deferral": "暂缓",
    r"provenance": "成果溯源",
    r"closure": "闭合差",
}


def messages() -> list[tuple[str, str]]:
    found = ElementTree.parse(SOURCE).iter("message")  # noqa: S314  the checkout's own file
    return [(message.findtext("source") or "", message.findtext("translation") or "") for message in found]


MESSAGES = messages()


def placeholders(text: str) -> list[tuple[str, str, str]]:
    return sorted(
        (name, spec or "", conversion or "")
        for _, name, spec, conversion in string.Formatter().parse(text)
        if name is not None
    )


def formatted(text: str) -> bool:
    """Whether the text goes through `format`: texts that only show braces do not parse."""
    try:
        return bool(placeholders(text)) or "{{" in text
    except ValueError:
        return False


def test_the_file_is_up_to_date_and_finished():
    done = subprocess.run(
        [str(ROOT / "scripts/python"), str(ROOT / "scripts/translations"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("code", ['tr(f"{x} pieces")', 'tr("a" + b)', 'tr("{x}".format(x=1))'])
def test_what_cannot_be_translated_is_refused(code, tmp_path):
    # The script looks at the checkout that it stands in.
    (tmp_path / "scripts").mkdir()
    (tmp_path / "resources" / "i18n").mkdir(parents=True)
    script = tmp_path / "scripts" / "translations"
    script.write_bytes((ROOT / "scripts/translations").read_bytes())
    command = [str(ROOT / "scripts/python"), str(script)]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)

    (tmp_path / "plugin.py").write_text('label = tr("One " "text\\n")\n', encoding="utf-8")
    assert run("--check").returncode == 1
    assert run().returncode == 0
    target = tmp_path / "resources" / "i18n" / SOURCE.name
    assert "<source>One text\n</source>" in target.read_text(encoding="utf-8")
    assert run("--check").returncode == 1  # up to date, but unfinished
    (tmp_path / "plugin.py").write_text(code, encoding="utf-8")
    done = run()
    assert done.returncode == 1 and "plugin.py:1" in done.stderr


def test_placeholders_are_the_same_in_both_languages():
    wrong = [
        (source, chinese)
        for source, chinese in MESSAGES
        if formatted(source) and placeholders(source) != placeholders(chinese)
    ]
    assert not wrong


def test_translations_are_chinese():
    assert len(MESSAGES) > 400
    for source, chinese in MESSAGES:
        assert chinese.strip(), source
        if source not in SAME and any(len(word) > 1 for word in source.split() if word.isalpha()):
            assert any("\u4e00" <= character <= "\u9fff" for character in chinese), source
    sentences = {source for source, _ in MESSAGES if len(source.split()) > 3}
    assert not [source for source, chinese in MESSAGES if chinese in sentences]


@pytest.mark.parametrize("english", TERMS)
def test_official_terms_are_used(english):
    said = re.compile(rf"\b({english})\b", re.IGNORECASE)
    found = [(source, chinese) for source, chinese in MESSAGES if said.search(re.sub(r"\{\w+\}", "", source))]
    assert found, "a term that no message uses"
    wrong = [(source, chinese) for source, chinese in found if not re.search(TERMS[english], chinese)]
    assert not wrong


def test_the_report_speaks_its_own_language():
    from farmland_redline.processing.bridge.i18n import report_language

    zh, en = report_language("zh"), report_language("en")
    for source, chinese in MESSAGES:
        assert zh(source) == chinese
        assert en(source) == source
    assert zh("no message of this text") == "no message of this text"


REPLACED = """
import shutil, sys
from pathlib import Path
from farmland_redline.processing.bridge import i18n
i18n.TRANSLATIONS = Path(sys.argv[1])
tr = i18n.ReportLanguage("zh")
for file in i18n.TRANSLATIONS.iterdir():
    file.write_bytes(b"")
print(tr("Mu"))
"""


def test_a_file_that_is_replaced_under_a_session(tmp_path):
    """As with a new version of the plugin: Qt maps the files that it loads, and a shorter one ends the process."""
    for file in SOURCE.parent.glob("*.qm"):
        shutil.copy(file, tmp_path)
    done = subprocess.run(
        [sys.executable, "-P", "-c", REPLACED, tmp_path], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (0, "亩\n"), done.stderr


def test_the_chinese_workbook_has_no_english_heading(batch):
    openpyxl = pytest.importorskip("openpyxl")
    for sheet in (s for name in ("summary", "technical") for s in openpyxl.load_workbook(batch / f"{name}.xlsx")):
        # The first sheet has no table, so all of it is read.
        place = sheet.freeze_panes or f"A{sheet.max_row + 1}"
        first = openpyxl.utils.cell.coordinate_from_string(place)[1]
        head = [sheet.title, *(cell.value for row in sheet.iter_rows(max_row=first - 1) for cell in row if cell.value)]
        assert len(head) > 2
        # Codes (BSM) are capitals; every word has a small letter.
        assert not [text for text in head if re.search("[A-Za-z]*[a-z]", str(text))], sheet.title
