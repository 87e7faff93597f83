"""Names and texts for statements of SQLite, which takes no parameters for them everywhere."""

from __future__ import annotations


def quoted(name: str) -> str:
    """A name for a statement of SQLite."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text for a statement of SQLite."""
    return "'" + value.replace("'", "''") + "'"
