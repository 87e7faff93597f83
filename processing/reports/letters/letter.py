"""What a letter says, whatever file it becomes: the texts of its fields, its tables as printed, and its map."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ...bridge.plain_text import printable, printable_line
from ...bridge.survey.letter_settings import LetterSettings
from ..labels import Translate
from ..maps.county_contents import Extent
from ..maps.layout.map_layers import read_whole
from ..model import ReportModel
from ..number_format import TEXT, printed
from ..tables.table import Table
from ..text_width import text_width
from .county_map_image import draw_county_map
from .form import MM_PER_POINT, form_data, text_width_mm
from .merge_fields import letter_tables, letter_texts
from .office_fields import office_texts

MAP = "map"
# `{{name}}` in a paragraph.
FIELD = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
_WORD = re.compile(r"[!-~]+")  # of Latin letters, or a figure
MAP_SHAPE = 0.8  # height to width
_WORST = 15
_BOLD = 1.1  # how much wider a bold text is
_KEPT_ROWS, _SHORT_TABLE = 2, 8  # rows that are not parted from the head; rows of a table that stays on one page
_LEAST_WIDTH, _ROOM, _MOST_WIDTH = 6, 3, 26  # letters of a column


@dataclass(frozen=True)
class Cell:
    """A cell of a printed table; `side` is that of its alignment, colours are hexadecimal or empty."""

    text: str
    side: str
    fill: str = ""
    bold: bool = False
    colour: str = ""


@dataclass(frozen=True)
class PrintedTable:
    """A table as it is printed.

    Attributes:
        rows: of cells, the head first.
        shares: of the columns in the table's width; they add up to 1.
    """

    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[float, ...]

    def keeps_with_next(self, row: int) -> bool:
        """Return whether a row stays on the page of the next one: the head does, and whatever is short."""
        return row < len(self.rows) - 1 and (row <= _KEPT_ROWS or len(self.rows) <= _SHORT_TABLE)


@dataclass(frozen=True)
class Letter:
    """A county's letter.

    Attributes:
        title: of the file.
        texts: by field.
        tables: by field.
        draw_map: makes the county's map of a width (mm) and a height (mm) as PNG; None where there is nothing to draw.
    """

    title: str
    texts: Mapping[str, str]
    tables: Mapping[str, PrintedTable]
    draw_map: Callable[[float, float], bytes | None]


def make_letter(
    package: Path,
    model: ReportModel,
    county: str,
    settings: LetterSettings,
    position: int,
    tr: Translate,
    listed: str,
    extent: Extent | None = None,
) -> Letter:
    """Return a county's letter.

    Args:
        package: the run's GeoPackage, for the map.
        model: the report whose figures stand in the letter.
        county: its code.
        settings: the office's.
        position: of the letter among those of the run, from 0.
        tr: translates.
        listed: which conflicts are listed one by one after a review, a word of `Listed`.
        extent: of the county's pieces, where it is known.
    """
    tables = letter_tables(model, county, tr, _WORST, listed)
    texts = {**letter_texts(model, county, tr), **office_texts(settings, position, tr)}
    return Letter(
        title=printable_line(f"{model.title} {model.unit_name(county)}"),
        texts={name: printable_line(text) for name, text in texts.items()},
        tables={name: _printed_table(table, tr) for name, table in tables.items()},
        draw_map=partial(_draw_map, package, model, county, tr, extent),
    )


def fields_of(text: str) -> list[str]:
    """Return the names of the fields in a paragraph."""
    return FIELD.findall(text)


def sole_field(text: str) -> str:
    """Return the field of a paragraph that holds nothing else; empty for any other."""
    found = FIELD.fullmatch(text.strip())
    return found.group(1) if found else ""


def is_left_out(text: str, texts: Mapping[str, str]) -> bool:
    """Return whether a paragraph has fields, all of them empty: what it would say is not so, or not known."""
    names = fields_of(text)
    return bool(names) and not any(texts.get(name, name) for name in names)


def _draw_map(
    package: Path,
    model: ReportModel,
    county: str,
    tr: Translate,
    extent: Extent | None,
    width_mm: float,
    height_mm: float,
) -> bytes | None:
    """Return the county's map as PNG."""
    return read_whole(package, draw_county_map, package, model, county, width_mm, height_mm, tr, extent)


def _printed_table(table: Table, tr: Translate) -> PrintedTable:
    """Return a table as it is printed."""
    look = form_data()["table"]
    rows = [tuple(Cell(printable(c.heading), "center", look["head"], bold=True) for c in table.columns)]
    for number, values in enumerate(table.rows):
        total = number in table.totals
        rows.append(
            tuple(
                Cell(
                    printable_line(printed(value, column.kind, tr=tr)),
                    "left" if column.kind == TEXT else "right",
                    look["total"] if total else "",
                    bold=total,
                    colour=look["bad"] if column.judged and isinstance(value, float) and value < 0 else "",
                )
                for column, value in zip(table.columns, values)
            )
        )
    widths = _widths(rows, text_width_mm() / (look["size"] * MM_PER_POINT / 2))
    return PrintedTable(tuple(rows), tuple(width / sum(widths) for width in widths))


def _widths(rows: list[tuple[Cell, ...]], room: float) -> list[float]:
    """Return the widths of columns, in letters: where there is no room for all texts on one line, they are broken.

    Chinese text may be broken anywhere; figures and Latin words stay whole.

    Args:
        rows: of the table, the head first.
        room: letters that stand side by side in the text's width.
    """
    wanted, least = [], []
    for cells in zip(*rows):
        lines = [(line, _BOLD if cell.bold else 1.0) for cell in cells for line in cell.text.split("\n")]
        widest = max([_LEAST_WIDTH, *(text_width(line) * weight for line, weight in lines)])
        words = (text_width(word) * weight for line, weight in lines for word in _WORD.findall(line))
        least.append(max([_LEAST_WIDTH, *words]) + _ROOM)
        wanted.append(max(min(widest, _MOST_WIDTH) + _ROOM, least[-1]))
    more = sum(wanted) - sum(least)
    if sum(wanted) <= room or more <= 0:
        return wanted
    share = max(0.0, room - sum(least)) / more
    return [low + (high - low) * share for low, high in zip(least, wanted)]
