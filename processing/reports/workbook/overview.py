"""The workbook's first sheet: the key findings, and charts of the other sheets' cells."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ...analysis.vocabulary import Potential
from ...bridge.vocabulary import potential_labels
from ..data_basis import basis_lines
from ..judgements import WARNED
from ..key_findings import findings
from ..labels import Translate
from ..model import MET, MISSED, ReportModel
from ..styles.renderers import CONFLICTS
from ..styles.style_files import style_data
from ..tables.status_tones import BAD, GOOD, WARN
from ..text_width import text_width
from ..unit_lines import unit_lines
from .cells import GREY, TONES, CellFormats
from .charts import BARS, COLUMNS, Place, add_series, make_chart, place_chart, show_legend
from .page_setup import A4, set_up_page

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.chart import BarChart
    from openpyxl.styles.cell_style import StyleArray

# Charts fill whole cells, since programs differ in how wide they make a column.
_COLUMNS, _COLUMN_WIDTH = 12, 13.0
_COLUMN, _ROW = 96, 20  # pixels of a column and of a row below the text
_CHART_ROWS = 17
_BARS_OF_ROWS = 0.9  # rows that a horizontal bar takes
_TONES = {MET: TONES[GOOD], MISSED: TONES[BAD], WARNED: TONES[WARN]}
_COLOURS = {**{state: font for state, (font, _) in _TONES.items()}, "": "1F1F1F"}
_SIGNS = {MET: "✔", MISSED: "▲", WARNED: "△", "": "–"}
_LINE = 15
_POTENTIAL_FILLS = {Potential.FREE: "08408A", Potential.TO_CONFIRM: "7DB4FF", Potential.BARRED: "8F55C8"}


class Overview:
    """The first sheet: its text is written at once, the charts when the tables have their places."""

    def __init__(self, book: Workbook, model: ReportModel, tr: Translate) -> None:
        """Add the sheet and write its text.

        Args:
            book: the workbook.
            model: the report.
            tr: translates.
        """
        from openpyxl.utils import get_column_letter  # noqa: PLC0415  (optional: the plugin must load without it)

        self._model, self._tr = model, tr
        self._sheet = book.create_sheet(tr("Overview"))
        self._formats, self._row = CellFormats(self._sheet, tr), 0
        self._letter = get_column_letter
        set_up_page(self._sheet, A4, 1, 1, model.title, tr)
        for column in range(1, _COLUMNS + 1):
            self._sheet.column_dimensions[self._letter(column)].width = _COLUMN_WIDTH
        self._write_text()

    def _append(self, cells: Sequence[object], height: float | None = None) -> None:
        """Write a row."""
        self._row += 1
        if height is not None:
            self._sheet.row_dimensions[self._row].height = height
        self._sheet.append(list(cells))

    def _append_line(self, text: str, form: StyleArray, height: float | None = None) -> None:
        """Write a text over the whole width."""
        self._sheet.merged_cells.add(f"A{self._row + 1}:{self._letter(_COLUMNS)}{self._row + 1}")
        rest = (self._formats.blank(form) for _ in range(_COLUMNS - 1))
        self._append([self._formats.text(text, form), *rest], height)

    def _write_text(self) -> None:
        """Write title, facts and findings."""
        model, tr, make = self._model, self._tr, self._formats.make
        note = make(size=9, colour=GREY, wrapped=True)
        self._append([self._formats.text(model.title, make(size=16, bold=True))], 27)
        facts = [
            model.policy_title and tr("Targets: {policy}").format(policy=model.policy_title),
            *basis_lines(model, tr),
            tr("Areas are sums of the survey's areas of record; 1 mu is 2000/3 m²."),
        ]
        for fact in filter(None, facts):
            self._append_line(fact, note)
        self._append_line(tr("At a glance"), make(size=12, bold=True, ruled=_COLOURS[MET]), 24)
        forms = {
            state: make(size=11, colour=colour, wrapped=True, indent=1, horizontal="left")
            for state, colour in _COLOURS.items()
        }
        self._write_units()
        for finding in findings(model, tr):
            state = finding.state if finding.state in forms else ""
            text = f"{_SIGNS[state]} {finding.text}"
            height = _LINE * (1 + int(text_width(text) * 1.2 // (_COLUMNS * _COLUMN_WIDTH))) + 4
            self._append_line(text, forms[state], height)

    def _write_units(self) -> None:
        """Write each unit's differences and states."""
        formats = self._formats
        text = formats.make(lined=True, horizontal="center")
        tones = {
            tone: formats.make(lined=True, horizontal="center", colour=font, fill=fill)
            for tone, (font, fill) in _TONES.items()
        }
        headings, rows = unit_lines(self._model, self._tr)
        self._append([formats.text(heading, formats.head) for heading in headings], 3 * _LINE + 4)
        for cells in rows:
            self._append([formats.text(value, tones.get(tone, text)) for value, tone in cells], _LINE + 4)

    def draw(self, places: Mapping[str, Place]) -> None:
        """Add the charts of the tables, two side by side."""
        row, tallest, half = self._row + 2, 0, _COLUMNS // 2
        for number, (chart, rows) in enumerate(self._charts(places)):
            if number % 2 == 0:
                row += tallest
                tallest = 0
            cell = f"{self._letter(1 + number % 2 * half)}{row}"
            place_chart(chart, cell, half * _COLUMN - 6, rows * _ROW - 6)
            self._sheet.add_chart(chart)
            tallest = max(tallest, rows)
        self._sheet.print_area = f"A1:{self._letter(_COLUMNS)}{row + tallest}"

    def _charts(self, places: Mapping[str, Place]) -> Iterator[tuple[BarChart, int]]:
        """Yield the charts with the number of rows that each takes."""
        tr = self._tr
        targets, gaps, kinds = places["targets"], places["gaps"], places["conflict_kinds"]
        if targets.last >= targets.first:
            yield self._differences(
                targets, "holding_difference", tr("Cultivated land: above or below the target (mu)")
            )
            yield self._differences(
                targets, "pbf_difference", tr("Permanent basic farmland: above or below the target (mu)")
            )
        if gaps.last >= gaps.first:
            yield self._gaps(gaps)
        if kinds.last > kinds.first:
            yield self._kinds(kinds)

    def _differences(self, place: Place, key: str, title: str) -> tuple[BarChart, int]:
        """Return a chart of columns above and below zero, those below in red."""
        below = [isinstance(value, float) and value < 0 for value in place.values(key)]
        fills = [_COLOURS[MISSED if is_below else MET] for is_below in below]
        chart = make_chart(COLUMNS, title, 60)
        add_series(chart, place, ("name", key), title, _COLOURS[MET], "#,##0.00", fills)
        chart.x_axis.tickLblPos, chart.y_axis.number_format = "low", "#,##0"
        return chart, _CHART_ROWS

    def _gaps(self, place: Place) -> tuple[BarChart, int]:
        """Return a chart of the gaps left beside the parts of the potential."""
        tr = self._tr
        chart = make_chart(COLUMNS, tr("Gap left and restoration potential (10,000 mu)"), 60)
        words = potential_labels(tr)
        add_series(chart, place, ("name", "gap_left"), tr("Gap left"), _COLOURS[MISSED], "0.0000")
        for part, fill in _POTENTIAL_FILLS.items():
            add_series(chart, place, ("name", part.value), words[part.value], fill)
        show_legend(chart)
        chart.y_axis.number_format = "#,##0.0###"
        return chart, _CHART_ROWS

    def _kinds(self, place: Place) -> tuple[BarChart, int]:
        """Return a chart of counted conflicts by kind, in the policy's order from the top."""
        tr, colour = self._tr, style_data()[CONFLICTS]["categories"][0]["fill"]
        title = tr("Occupation conflicts by kind, gross area (mu)")
        chart = make_chart(BARS, title, 40)
        add_series(chart, place, ("kind", "total"), title, colour.lstrip("#").upper(), "#,##0.00")
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.delete, chart.y_axis.majorGridlines = True, None
        return chart, max(_CHART_ROWS, 4 + math.ceil(_BARS_OF_ROWS * len(place.values("kind"))))
