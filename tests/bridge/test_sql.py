"""Names and texts in SQL: SQLite itself reads them back."""

import sqlite3

import pytest

from farmland_redline.processing.bridge.io.sql import literal, quoted

NASTY = ["plain", "图斑", 'with "quotes"', "with 'quotes'", "a; DROP TABLE b", "", "select", 'ends with "']


@pytest.mark.parametrize("text", NASTY)
def test_texts(text):
    assert sqlite3.connect(":memory:").execute(f"SELECT {literal(text)}").fetchone() == (text,)


@pytest.mark.parametrize("name", [name for name in NASTY if name])
def test_names(name):
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE t ({quoted(name)} INTEGER)")
    assert [row[1] for row in connection.execute("PRAGMA table_info(t)")] == [name]
