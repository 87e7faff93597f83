"""Markdown that shows texts as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def plain(text: str) -> str:
    """Text as Markdown that shows it unchanged, in a table too."""
    for character in "\\`*<|":
        text = text.replace(character, "&lt;" if character == "<" else f"\\{character}")
    return text.replace("\n", "<br>")


def code(value: object) -> str:
    """Write a value in the font of code, safe in a table."""
    return f"`{value}`".replace("|", "\\|")


def codes(values: Iterable[object], join: str) -> str:
    """Several values in the font of code."""
    return join.join(code(value) for value in values)


def row(*cells: str) -> str:
    """Write a row of a table."""
    return f"| {' | '.join(cells)} |"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Write a table, with an empty line behind it."""
    return [row(*heads), row(*("---" for _ in heads)), *(row(*cells) for cells in rows), ""]


def whole(lines: Sequence[str], origin: str) -> str:
    """Write a page from its lines; its source stands at its end, since its title must be first."""
    return "\n".join([*lines, f"<!-- {origin} -->", ""])
