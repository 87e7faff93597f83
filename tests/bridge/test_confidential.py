"""Sentences without secrets: what is hidden, and what stays as it is."""

from __future__ import annotations

import doctest

import pytest

from farmland_redline.processing.bridge import confidential
from farmland_redline.processing.bridge.confidential import (
    handed_on,
    hiding,
    library_text,
    without_keys,
    without_secrets,
)


def test_the_examples():
    assert doctest.testmod(confidential).failed == 0


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("FATAL: password=geheim rejected", "geheim"),
        ("dbname='x' PASSWORD = 'two words''s' port=1", "words"),
        ('Pwd="a b";Server=h', "a b"),
        ("uid=admin7;driver=x", "admin7"),
        ("authcfg=ab12cd3 table=x", "ab12cd3"),
        ("404 for https://li:geheim@maps.example/wfs", "geheim"),
        ("404 for https://maps.example/wfs?service=WFS&tk=0815abc", "0815abc"),
        ("/vsicurl?url=https%3A%2F%2Fh%2Fx&header.Authorization=Bearer%20abc: not found", "abc"),
        ("C:\\a: http:/li:geheim@h/x", "geheim"),  # as Path shortens it
    ],
)
def test_secrets_in_any_sentence(text, hidden):
    assert hidden not in without_secrets(text) and "…" in without_secrets(text)


@pytest.mark.parametrize(
    "text",
    [
        "Layer “图层 SELECT 2024” has no field BSM. Columns: A, user_name, 面积/亩.",
        "“C:\\数据\\city.gpkg” cannot be read (disk full).",
        "Field mapping: TBMJ=面积; DLBM=地类",
        "See https://example.org/guide.html, section 3",
        "12 features have text where a number is needed, for example “约15亩”",
        "EPSG:4527 to CGCS2000, 1/2 of 3",
    ],
)
def test_sentences_without_secrets_stay(text):
    assert without_secrets(text) == text


@pytest.mark.parametrize(
    "text",
    [
        'ERROR: syntax error\nLINE 1: ...FROM "t" WHERE ("QLRMC" = \'张三\')',
        "In ExecuteSQL(): sqlite3_prepare_v2(SELECT * FROM a WHERE n='张三'): no such column",
        "SQL Expression Parsing Error: unexpected end. Occurred around :\nQLRMC = '张三",
        "cannot open x.gpkg|layername=a|subset=QLRMC LIKE '%张三%'",
        "no feature fits QLRMC <> '张三'",
    ],
)
def test_queries_in_what_libraries_say(text):
    assert "张三" not in library_text(text)


def test_what_a_run_was_given():
    given = "\"QLRMC\" IN ('张三', 'al')"
    with hiding([given, ""], ["li4", "x"]):
        assert library_text(f"bad filter {given} of li4") == "bad filter … of …"
        assert library_text('invalid input: "张三户", al, final') == 'invalid input: "…户", …, final'
        # Of our own sentences only the filter itself: its values may be a unit's name.
        assert without_secrets(f"{given} · 张三 镇 al li4") == "… · 张三 镇 al li4"
    assert without_secrets(given) == given


def test_a_source_for_the_history_keeps_what_chooses():
    source = "dbname='g' user='li' password='pw' table=\"t\" sql=\"QLRMC\" = '张三'"
    assert without_keys(source) == "dbname='g' user=… password=… table=\"t\" sql=\"QLRMC\" = '张三'"
    assert without_keys("http://h/wfs?typename=a&token=b&x=1") == "http://h/wfs?typename=a&token=…&x=1"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("“/home/张三/有 空格/city.gpkg” cannot be read", "“city.gpkg” cannot be read"),
        ("“C:\\Users\\张 三\\地类.shp”：无法读取", "“地类.shp”：无法读取"),
        ("'\\\\server\\张三\\a.gdb' is no file", "'a.gdb' is no file"),
        ("open /home/zhang/a.gpkg: no", "open a.gpkg: no"),
        ("面积/亩, 1/2, EPSG:4527, https://example.org/a", "面积/亩, 1/2, EPSG:4527, https://example.org/a"),
    ],
)
def test_files_without_their_folders(text, left):
    assert handed_on(text) == left
