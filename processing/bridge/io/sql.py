"""Quoting of names and texts in SQL of SQLite, which does not take parameters for them everywhere."""

from __future__ import annotations


def quoted(name: str) -> str:
    """Return a name of a table or column as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"
