"""The workbook's first sheet: the key findings, and charts of the other sheets' cells."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...analysis.vocabulary import Potential
from ...bridge.vocabulary import potential_labels
from ..data_basis import basis_lines
from ..judgements import WARNED
from ..key_findings import findings
from ..labels import Translate
from ..model import MET, MISSED, ReportModel
from ..styles.renderers import CONFLICTS, style_data
from ..tables.table import Table
from ..text_width import text_width
from ..unit_lines import unit_lines

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart

# Charts fill whole cells, since programs differ in how wide they make a column.
_COLUMNS, _COLUMN_WIDTH = 12, 13.0
_COLUMN, _ROW = 96, 20  # pixels of a column and of a row below the text
_CHART_ROWS = 17
_BARS_OF_ROWS = 0.9  # rows that a horizontal bar takes
_COLOURS = {MET: "#00695C", MISSED: "#B3261E", WARNED: "#9C3F0A", "": "#1F1F1F"}
_SIGNS = {MET: "✔", MISSED: "▲", WARNED: "△", "": "–"}
_TONES = {
    MET: {"font_color": "#00695C", "bg_color": "#E0F2EF"},
    MISSED: {"font_color": "#B3261E", "bg_color": "#FBE4E2"},
    WARNED: {"font_color": "#9C3F0A", "bg_color": "#FDE8DB"},
}
_LINE = 15
_POTENTIAL_FILLS = {Potential.FREE: "#08408A", Potential.TO_CONFIRM: "#7DB4FF", Potential.BARRED: "#8F55C8"}


@dataclass(frozen=True)
class Place:
    """Where a table's rows stand: its sheet, and the first and last row (from 0; without rows last is before first)."""

    table: Table
    sheet: str
    first: int
    last: int

    def column(self, key: str) -> list[object]:
        """Return the cells of a column as a chart refers to them, without totals."""
        index = self.table.index(key)
        last = self.last - len(self.table.totals)
        return [self.sheet, self.first, index, last, index]

    def series(self, names: str, values: str) -> dict[str, object]:
        """Return two columns as a chart's series, with their values for programs that do not look at the cells."""
        return {
            "categories": self.column(names),
            "values": self.column(values),
            "categories_data": self.values(names),
            "values_data": self.values(values),
        }

    def values(self, key: str) -> list[object]:
        """Return the values of a column, without totals."""
        index = self.table.index(key)
        return [row[index] for number, row in enumerate(self.table.rows) if number not in self.table.totals]


class Overview:
    """The first sheet: its text is written at once, the charts when the tables have their places."""

    def __init__(self, book: Workbook, model: ReportModel, tr: Translate, font: str) -> None:
        """Add the sheet and write its text.

        Args:
            book: the workbook.
            model: the report.
            tr: translates.
            font: name of the font.
        """
        self._book, self._model, self._tr, self._font = book, model, tr, font
        self._sheet = book.add_worksheet(tr("Overview"))
        self._charts_from = self._write_text()

    def _write_text(self) -> int:
        """Write title, facts and findings; return the first free row."""
        sheet, model, tr = self._sheet, self._model, self._tr
        base = {"font_name": self._font, "valign": "vcenter"}
        note = self._book.add_format({**base, "font_size": 9, "font_color": "#595959", "text_wrap": True})
        sheet.set_column(0, _COLUMNS - 1, _COLUMN_WIDTH)
        sheet.set_row(0, 27)
        sheet.write_string(0, 0, model.title, self._book.add_format({**base, "font_size": 16, "bold": True}))
        facts = [
            model.policy_title and tr("Targets: {policy}").format(policy=model.policy_title),
            *basis_lines(model, tr),
            tr("Areas are sums of the survey's areas of record; 1 mu is 2000/3 m²."),
        ]
        row = 1
        for fact in filter(None, facts):
            sheet.merge_range(row, 0, row, _COLUMNS - 1, fact, note)
            row += 1
        head = {**base, "font_size": 12, "bold": True, "bottom": 2, "bottom_color": _COLOURS[MET]}
        sheet.set_row(row, 24)
        sheet.merge_range(row, 0, row, _COLUMNS - 1, tr("At a glance"), self._book.add_format(head))
        forms = {
            state: self._book.add_format(
                {**base, "font_size": 11, "font_color": colour, "text_wrap": True, "indent": 1}
            )
            for state, colour in _COLOURS.items()
        }
        row = self._write_units(row + 1)
        for finding in findings(model, tr):
            row += 1
            state = finding.state if finding.state in forms else ""
            text = f"{_SIGNS[state]} {finding.text}"
            sheet.set_row(row, _LINE * (1 + int(text_width(text) * 1.2 // (_COLUMNS * _COLUMN_WIDTH))) + 4)
            sheet.merge_range(row, 0, row, _COLUMNS - 1, text, forms[state])
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        return row + 2

    def _write_units(self, row: int) -> int:
        """Write each unit's differences and states from a row on; return the last row written."""
        tr, base = self._tr, {"font_name": self._font, "font_size": 10, "valign": "vcenter", "border": 1}
        base = {**base, "border_color": "#BFBFBF"}
        head = self._book.add_format(
            {**base, "bold": True, "bg_color": "#E2EBDD", "align": "center", "text_wrap": True}
        )
        text = self._book.add_format({**base, "align": "center"})
        tones = {tone: self._book.add_format({**base, "align": "center", **look}) for tone, look in _TONES.items()}
        headings, rows = unit_lines(self._model, tr)
        self._sheet.set_row(row, 3 * _LINE + 4)
        for column, heading in enumerate(headings):
            self._sheet.write_string(row, column, heading, head)
        for cells in rows:
            row += 1
            self._sheet.set_row(row, _LINE + 4)
            for column, (value, tone) in enumerate(cells):
                self._sheet.write_string(row, column, value, tones.get(tone, text))
        return row

    def draw(self, places: Mapping[str, Place]) -> None:
        """Add the charts of the tables, two side by side."""
        row, tallest, half = self._charts_from, 0, _COLUMNS // 2
        for number, (chart, rows) in enumerate(self._charts(places)):
            if number % 2 == 0:
                row += tallest
                tallest = 0
            chart.set_size({"width": half * _COLUMN - 6, "height": rows * _ROW - 6})
            self._sheet.insert_chart(row, number % 2 * half, chart, {"x_offset": 3, "y_offset": 3})
            tallest = max(tallest, rows)
        self._sheet.print_area(0, 0, row + tallest, _COLUMNS - 1)
        self._sheet.fit_to_pages(1, 1)
        page = self._tr("Page {page} of {pages}").format(page="&P", pages="&N")
        self._sheet.set_footer(f"&L{footer_text(self._model.title)}&C{page}")

    def _charts(self, places: Mapping[str, Place]) -> Iterator[tuple[Chart, int]]:
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

    def _differences(self, place: Place, key: str, title: str) -> tuple[Chart, int]:
        """Return a chart of columns above and below zero, those below in red."""
        below = [isinstance(value, float) and value < 0 for value in place.values(key)]
        points = [{"fill": {"color": _COLOURS[MISSED if is_below else MET]}} for is_below in below]
        chart = self._chart({"type": "column"}, title)
        chart.add_series(
            {
                "name": title,
                **place.series("name", key),
                "points": points,
                "fill": {"color": _COLOURS[MET]},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "#,##0.00", "font": self._small()},
            }
        )
        chart.set_legend({"none": True})
        chart.set_x_axis({"label_position": "low", "num_font": self._small()})
        chart.set_y_axis({"num_font": self._small(), "num_format": "#,##0", "major_gridlines": _GRID})
        return chart, _CHART_ROWS

    def _gaps(self, place: Place) -> tuple[Chart, int]:
        """Return a chart of the gaps left beside the parts of the potential."""
        tr = self._tr
        title = tr("Gap left and restoration potential (10,000 mu)")
        chart = self._chart({"type": "column"}, title)
        words = potential_labels(tr)
        for key, name, fill in (
            ("gap_left", tr("Gap left"), _COLOURS[MISSED]),
            *((part.value, words[part.value], fill) for part, fill in _POTENTIAL_FILLS.items()),
        ):
            series = {"name": name, **place.series("name", key), "fill": {"color": fill}, "gap": 60}
            if key == "gap_left":
                series["data_labels"] = {"value": True, "num_format": "0.0000", "font": self._small()}
            chart.add_series(series)
        chart.set_legend({"position": "bottom", "font": self._small()})
        chart.set_x_axis({"num_font": self._small()})
        chart.set_y_axis({"num_font": self._small(), "num_format": "#,##0.0###", "major_gridlines": _GRID})
        return chart, _CHART_ROWS

    def _kinds(self, place: Place) -> tuple[Chart, int]:
        """Return a chart of counted conflicts by kind, in the policy's order from the top."""
        tr, colour = self._tr, style_data()[CONFLICTS]["categories"][0]["fill"]
        title = tr("Occupation conflicts by kind, gross area (mu)")
        chart = self._chart({"type": "bar"}, title)
        chart.add_series(
            {
                "name": title,
                **place.series("kind", "total"),
                "fill": {"color": colour},
                "gap": 40,
                "data_labels": {"value": True, "num_format": "#,##0.00", "font": self._small()},
            }
        )
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "num_font": self._small()})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        return chart, max(_CHART_ROWS, 4 + math.ceil(_BARS_OF_ROWS * len(place.values("kind"))))

    def _chart(self, kind: Mapping[str, str], title: str) -> Chart:
        """Return an empty chart of a kind."""
        chart = self._book.add_chart(dict(kind))
        chart.set_title({"name": title, "name_font": {"name": self._font, "size": 11, "bold": True}})
        chart.set_chartarea({"border": {"color": "#BFBFBF"}})
        return chart

    def _small(self) -> Mapping[str, object]:
        """Return the font of labels."""
        return {"name": self._font, "size": 8}


_GRID = {"visible": True, "line": {"color": "#DCDCDC", "width": 0.5}}


def footer_text(text: str) -> str:
    """Return a text for a footer, where & begins a code and 255 characters are the limit."""
    return text.replace("&", "&&")[:120]
