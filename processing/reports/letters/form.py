"""The form and the words of the shipped letters (`resources/letters`): fonts, page, and paragraphs by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ...bridge.paths import RESOURCES
from ...bridge.yaml_files import load_data

FOLDER = RESOURCES / "letters"
MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True)
class ParagraphForm:
    """How a kind of paragraph looks; lengths are in points, indents in characters of its size.

    Attributes:
        font: of Chinese text, by its name in `fonts`.
        latin: of figures and Latin text.
        size: of the text.
        line: distance of lines; 0 for that of what they hold.
        align: `justify`, `center` or `right`.
        indent: of the first line.
        left, right: of all lines.
        before, after: room above and below.
        rule: distance (mm) of a red line below; 0 for none.
        bold, red: of the text.
        keep: whether it stays on the page of what follows.
        spacing: between characters, beside their own.
    """

    font: str
    latin: str
    size: float
    line: float
    align: str = "justify"
    indent: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    rule: float = 0
    bold: bool = False
    red: bool = False
    keep: bool = False
    spacing: float = 0


@dataclass(frozen=True)
class LetterForm:
    """The form of the letters of a language.

    Attributes:
        page: size and margins (mm), lines and characters of a page.
        page_number: font, size, and what stands around it.
        fonts: names by font, the wanted one first, those that stand in for it behind.
        kinds: of fonts, as Word names families.
        red: colour of letterhead and rule.
        body: of a paragraph that says nothing else.
        paragraphs: forms by kind of paragraph.
        table: size of text, padding and colours of tables.
        texts: kind and text of each paragraph, in their order.
    """

    page: Mapping[str, float]
    page_number: Mapping[str, Any]
    fonts: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, str]
    red: str
    body: ParagraphForm
    paragraphs: Mapping[str, ParagraphForm]
    table: Mapping[str, Any]
    texts: tuple[tuple[str, str], ...]


def text_width_mm() -> float:
    """Return the width of the text of letters (mm), which is that of every language."""
    page = form_data()["page"]
    width: float = page["width"] - page["left"] - page["right"]
    return width


@cache
def letter_form(language: str) -> LetterForm:
    """Return the form and the words of the letters of a language (`zh`, `en`)."""
    data = form_data()
    rows = data["languages"][language]
    body = ParagraphForm(**_facts(rows["body"]))
    return LetterForm(
        page=_facts(data["page"]),
        page_number=_facts(data["page_number"]),
        fonts={name: tuple(row["names"]) for name, row in data["fonts"].items()},
        kinds={name: row["kind"] for name, row in data["fonts"].items()},
        red=data["red"],
        body=body,
        paragraphs={
            kind: ParagraphForm(**{**_facts(rows["body"]), **_facts(row)}) for kind, row in rows["paragraphs"].items()
        },
        table=_facts(data["table"]),
        texts=tuple(next(iter(row.items())) for row in _read(FOLDER / f"county_{language}.yaml")),
    )


@cache
def form_data() -> Mapping[str, Any]:
    """Return the data file of the form of letters."""
    made: Mapping[str, Any] = _read(FOLDER / "form.yaml")
    return made


def _facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of the data file without its source."""
    return {name: value for name, value in row.items() if name != "source"}


def _read(path: Path) -> Any:  # noqa: ANN401  (whatever the file holds)
    """Return what a data file holds."""
    return load_data(path)
