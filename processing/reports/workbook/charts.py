"""Charts of the workbook, of the cells of its sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..tables.table import Table
from .cells import FONT, LINE, cell_text

if TYPE_CHECKING:
    from openpyxl.chart import BarChart
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.text import RichText
    from openpyxl.chart.title import Title

COLUMNS, BARS = "col", "bar"
_GRID = "DCDCDC"
_SMALL, _TITLE = 800, 1100  # hundredths of a point
_HAIRLINE = 6350  # English metric units
_CM_PER_PIXEL = 2.54 / 96


@dataclass(frozen=True)
class Place:
    """Where a table's rows stand: its sheet, and the first and last row (from 1; without rows last is before first)."""

    table: Table
    sheet: str
    first: int
    last: int

    def cells(self, key: str) -> str:
        """Return the cells of a column as a chart refers to them, without totals."""
        from openpyxl.utils import get_column_letter, quote_sheetname  # noqa: PLC0415

        column = get_column_letter(self.table.index(key) + 1)
        last = self.last - len(self.table.totals)
        return f"{quote_sheetname(self.sheet)}!${column}${self.first}:${column}${last}"

    def values(self, key: str) -> list[object]:
        """Return the values of a column, without totals."""
        index = self.table.index(key)
        return [row[index] for number, row in enumerate(self.table.rows) if number not in self.table.totals]


def make_chart(direction: str, title: str, gap: int) -> BarChart:
    """Return an empty chart.

    Args:
        direction: `COLUMNS` stand upright, `BARS` lie.
        title: stands above.
        gap: between columns, in percent of their width.
    """
    from openpyxl.chart import BarChart  # noqa: PLC0415
    from openpyxl.chart.shapes import GraphicalProperties  # noqa: PLC0415
    from openpyxl.drawing.line import LineProperties  # noqa: PLC0415

    chart = BarChart()
    chart.type, chart.gapWidth, chart.title = direction, gap, _title(title)
    chart.legend = None
    chart.graphical_properties = GraphicalProperties(solidFill="FFFFFF", ln=LineProperties(solidFill=LINE))
    chart.roundedCorners = False
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete, axis.txPr = False, _letters(_SMALL)
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID, w=_HAIRLINE))
    return chart


def place_chart(chart: BarChart, cell: str, width: float, height: float) -> None:
    """Give a chart its upper left cell and its size in pixels."""
    chart.anchor, chart.width, chart.height = cell, width * _CM_PER_PIXEL, height * _CM_PER_PIXEL


def show_legend(chart: BarChart) -> None:
    """Show the legend below a chart."""
    from openpyxl.chart.legend import Legend  # noqa: PLC0415

    chart.legend = Legend(legendPos="b", txPr=_letters(_SMALL))


def add_series(
    chart: BarChart,
    place: Place,
    columns: tuple[str, str],
    name: str,
    fill: str,
    labels: str = "",
    fills: Sequence[str] = (),
) -> None:
    """Add two columns of a table as a series.

    Args:
        chart: the chart.
        place: of the table.
        columns: keys of the names and of the values.
        name: of the series.
        fill: colour of the columns, RRGGBB.
        labels: format of the figures at the columns; no figures if empty.
        fills: colours of single columns, in their order.
    """
    from openpyxl.chart.data_source import (  # noqa: PLC0415
        AxDataSource,
        NumData,
        NumDataSource,
        NumRef,
        NumVal,
        StrData,
        StrRef,
        StrVal,
    )
    from openpyxl.chart.marker import DataPoint  # noqa: PLC0415
    from openpyxl.chart.series import Series, SeriesLabel  # noqa: PLC0415
    from openpyxl.chart.shapes import GraphicalProperties  # noqa: PLC0415

    # With their values, for programs that do not look at the cells.
    names, values = (place.values(key) for key in columns)
    words = [StrVal(idx=index, v=cell_text(value)) for index, value in enumerate(names)]
    numbers = [NumVal(idx=i, v=repr(float(v))) for i, v in enumerate(values) if isinstance(v, (int, float))]
    series = Series(
        idx=len(chart.series),
        order=len(chart.series),
        tx=SeriesLabel(v=name),
        cat=AxDataSource(strRef=StrRef(f=place.cells(columns[0]), strCache=StrData(ptCount=len(words), pt=words))),
        val=NumDataSource(
            numRef=NumRef(
                f=place.cells(columns[1]), numCache=NumData(formatCode="General", ptCount=len(values), pt=numbers)
            )
        ),
        spPr=GraphicalProperties(solidFill=fill),
        invertIfNegative=False,
        dPt=[
            DataPoint(idx=i, invertIfNegative=False, spPr=GraphicalProperties(solidFill=one))
            for i, one in enumerate(fills)
        ],
        dLbls=_figures(labels) if labels else None,
    )
    chart.series.append(series)


def _figures(number_format: str) -> DataLabelList:
    """Return the figures at the columns of a series."""
    from openpyxl.chart.label import DataLabelList  # noqa: PLC0415

    hidden = dict.fromkeys(("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize"), False)
    return DataLabelList(numFmt=number_format, txPr=_letters(_SMALL), showVal=True, **hidden)


def _letters(size: int) -> RichText:
    """Return the looks of a chart's letters; `size` in hundredths of a point."""
    from openpyxl.chart.text import RichText  # noqa: PLC0415
    from openpyxl.drawing.text import Paragraph, ParagraphProperties  # noqa: PLC0415

    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_font(size)), endParaRPr=_font(size))])


def _font(size: int, bold: bool = False) -> object:
    """Return a font of a chart."""
    from openpyxl.drawing.text import CharacterProperties, Font  # noqa: PLC0415

    return CharacterProperties(sz=size, b=bold, latin=Font(typeface=FONT), ea=Font(typeface=FONT))


def _title(text: str) -> Title:
    """Return a chart's title."""
    from openpyxl.chart.text import RichText, Text  # noqa: PLC0415
    from openpyxl.chart.title import Title  # noqa: PLC0415
    from openpyxl.drawing.text import Paragraph, ParagraphProperties, RegularTextRun  # noqa: PLC0415

    font = _font(_TITLE, bold=True)
    run = RegularTextRun(rPr=font, t=text)
    return Title(tx=Text(rich=RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=font), r=[run])])), overlay=False)
