"""YAML with the lines of its keys, and exact numbers."""

from decimal import Decimal

import pytest

from farmland_redline.processing.bridge.located_yaml import (
    FileError,
    LocatedMap,
    PolicyError,
    finite_decimal,
    finite_decimal_text,
    parse_located,
    shorten,
)

TEXT = """\
# a remark
units:
  - {code: "360222", name: a}
  - code: "360281"
    name: b
    name: c
empty:
once: &one {x: 1}
again: *one
"""


def parse(tmp_path, text, **options):
    path = tmp_path / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return parse_located(path, **options)


def test_lines_and_repeated_keys(tmp_path):
    root = parse(tmp_path, TEXT)
    assert root == {
        "units": [{"code": "360222", "name": "a"}, {"code": "360281", "name": "c"}],
        "empty": None,
        "once": {"x": 1},
        "again": {"x": 1},
    }
    assert root.line == 2 and dict(root.lines) == {"units": 2, "empty": 7, "once": 8, "again": 9}
    first, second = root["units"]
    assert (first.line, second.line) == (3, 4) and second.lines["name"] == 6
    assert first.repeated == () and second.repeated == ("name",)
    assert root["again"] is root["once"] and isinstance(root["once"], LocatedMap)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [1, 2", "line 1|line 2"),
        ("- a\n- b", r"no tables.*`units:`"),
        ("", "empty"),
        ("名: 值".encode("gbk"), "GBK"),
        ("a: 1".encode("utf-16"), "UTF-16"),
        ("[a, b]: 1", "a key that is no word"),
        ("a: " + "[" * 30 + "]" * 30, "nested too deeply"),
        pytest.param(b"a: 1\n" * 200_001, r"has 1\.0 MB.* up to 1\.0 MB", id="too large"),
    ],
)
def test_what_is_no_such_file(tmp_path, text, words):
    with pytest.raises(PolicyError, match=words) as caught:
        parse(tmp_path, text)
    assert caught.value.mistakes == [str(caught.value)] and "file.yaml" in str(caught.value)


def test_the_error_asked_for(tmp_path):
    class OtherError(FileError):
        pass

    with pytest.raises(OtherError, match="does not exist"):
        parse_located(tmp_path / "none.yaml", error_class=OtherError)


def test_values_in_messages():
    assert shorten(True) == "true" and shorten("x" * 60) == "x" * 60
    assert shorten("x" * 61) == "x" * 57 + "..."


def test_numbers_as_written():
    assert finite_decimal(0.1) == Decimal("0.1") and finite_decimal(3) == 3
    assert [finite_decimal(value) for value in (True, "1", None, float("inf"), float("nan"))] == [None] * 5
    assert finite_decimal_text("1.50") == Decimal("1.5")
    assert finite_decimal_text("one") is None and finite_decimal_text("Infinity") is None
