"""The Chinese of the plugin: complete, faithful to its placeholders, and without effect on what programs rely on."""

from __future__ import annotations

import re
import string
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "resources" / "i18n" / "farmland_redline_zh_CN.ts"
# Not words: names of formats and products, codes of fields and parameters, paths.
SAME = {"GeoPackage"}
GLOSSARY = {
    "cultivated-land holding": "耕地保有量",
    "permanent basic farmland": "永久基本农田",
    "supplementary-farmland reserve": "补充耕地储备区",
    "occupation conflict": "占用冲突",
    "restoration candidate": "恢复潜力",
    "sliver": "碎屑",
    "ellipsoidal": "椭球面积",
    "red line, urban boundary": "生态保护红线、城镇开发边界",
    "location code": "坐落单位代码",
    "10,000 mu": "万亩",
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


def test_official_terms_are_used():
    for english, term in GLOSSARY.items():
        for source, chinese in MESSAGES:
            if english in source or english in source.lower():
                assert term in chinese, (english, source, chinese)


def test_the_report_speaks_its_own_language():
    from farmland_redline.bridge.i18n import report_language

    zh, en = report_language("zh"), report_language("en")
    for source, chinese in MESSAGES:
        assert zh(source) == chinese
        assert en(source) == source
    assert zh("no message of this text") == "no message of this text"


def test_the_chinese_workbook_has_no_english_heading(batch):
    openpyxl = pytest.importorskip("openpyxl")
    for sheet in openpyxl.load_workbook(batch / "summary.xlsx"):
        first = openpyxl.utils.cell.coordinate_from_string(sheet.freeze_panes)[1]
        head = [sheet.title, *(cell.value for row in sheet.iter_rows(max_row=first - 1) for cell in row if cell.value)]
        assert len(head) > 2
        # Codes (BSM) are capitals; every word has a small letter.
        assert not [text for text in head if re.search("[A-Za-z]*[a-z]", str(text))], sheet.title
