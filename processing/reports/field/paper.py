"""Pages of a PDF on which text, tables and shapes are drawn in mm.

By Qt alone: unlike layouts they may be drawn in any thread, and ten times as fast.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np
from qgis.PyQt.QtCore import QMarginsF, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QPageSize, QPainter, QPainterPath, QPdfWriter, QPen, QPolygonF

from ...bridge.compat import flags_number
from ...bridge.plain_text import printable_line

WIDTH, HEIGHT = 210.0, 297.0  # A4, mm
_DPI = 600
_UNITS = _DPI / 25.4  # of the device in a millimetre
_POINTS = 25.4 / 72
_PAD = 0.8  # mm between a cell's line and its text
_INK, _LINE = "#1f1f1f", 0.15
_SMALLEST = 4.5  # points
_ELLIPSIS = Qt.TextElideMode.ElideRight
LEFT, CENTRE, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight

Box = tuple[float, float, float, float]  # left, top, width, height on the page (mm)


class Paper:
    """Pages of a PDF, drawn one after the other."""

    def __init__(self, path: Path, title: str, creator: str, font: QFont) -> None:
        """Begin a PDF whose first page is empty.

        Args:
            path: the file.
            title: of the document.
            creator: of the document.
            font: of all text.
        """
        self._device = QPdfWriter(str(path))
        self._device.setTitle(title)
        self._device.setCreator(creator)
        self._device.setResolution(_DPI)
        self._device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self._device.setPageMargins(QMarginsF(0, 0, 0, 0))
        self._painter = QPainter()
        self.is_open = self._painter.begin(self._device)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._font = font
        self._fonts: dict[tuple[float, bool], tuple[QFont, QFontMetricsF]] = {}

    def close(self) -> bool:
        """End the document; return whether Qt has drawn it all."""
        return self._painter.end()

    def new_page(self) -> bool:
        """Begin another page; return whether there is one."""
        return self._device.newPage()

    def _face(self, size: float, bold: bool) -> tuple[QFont, QFontMetricsF]:
        """Return the font of a size (points) with its metrics."""
        if (size, bold) not in self._fonts:
            font = QFont(self._font)
            font.setBold(bold)
            font.setPointSizeF(size)
            self._fonts[size, bold] = font, QFontMetricsF(font, self._device)
        return self._fonts[size, bold]

    def width_of(self, text: str, size: float, bold: bool = False) -> float:
        """Return the width of a text (mm)."""
        return self._face(size, bold)[1].horizontalAdvance(text) / _UNITS

    def text(
        self,
        box: Box,
        text: object,
        size: float,
        align: Qt.AlignmentFlag = LEFT,
        bold: bool = False,
        wrap: bool = False,
        colour: str = _INK,
    ) -> None:
        """Write a text into a box, in the middle of its height; one that is too long becomes smaller, then is cut.

        Args:
            box: where it goes.
            text: of data: it is never code.
            size: of the font (points).
            align: in the box.
            bold: whether the font is.
            wrap: whether it may have several lines.
            colour: of the ink.
        """
        shown = printable_line(text)
        if not shown:
            return
        room = QRectF(*(value * _UNITS for value in box))
        wrapping = (Qt.TextFlag.TextWordWrap, Qt.TextFlag.TextWrapAnywhere) if wrap else ()
        flags = flags_number(align, Qt.AlignmentFlag.AlignVCenter, *wrapping)
        font, metrics = self._face(size, bold)
        while size > _SMALLEST and not self._fits(room, shown, metrics, flags, wrap):
            size = max(_SMALLEST, size - 0.5)
            font, metrics = self._face(size, bold)
        if not self._fits(room, shown, metrics, flags, wrap):
            shown = _cut(shown, metrics, room, flags, wrap)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        self._painter.drawText(room, flags, shown)

    def columns(
        self, box: Box, rows: Sequence[Sequence[str]], shares: Sequence[float], height: float, size: float
    ) -> None:
        """Write a table of short texts of our own, such as numbers, with lines between all cells: fast.

        Args:
            box: left, top and width of it; its height follows from the rows.
            rows: of texts that fit their cells.
            shares: of the width for each column.
            height: of a row (mm).
            size: of the font (points).
        """
        left, top, width, _ = box
        font, metrics = self._face(size, False)
        self._painter.setFont(font)
        self._painter.setPen(QColor(_INK))
        middle = (height * _UNITS + metrics.ascent() - metrics.descent()) / 2
        edges = [left, *(left + width * sum(shares[: i + 1]) for i in range(len(shares)))]
        for number, row in enumerate(rows):
            base = (top + number * height) * _UNITS + middle
            for text, start, end in zip(row, edges, edges[1:]):
                x = (start + end) / 2 * _UNITS - metrics.horizontalAdvance(text) / 2
                self._painter.drawText(QPointF(x, base), text)
        bottom = top + len(rows) * height
        for number in range(len(rows) + 1):
            self.line(left, top + number * height, left + width, top + number * height)
        for edge in edges:
            self.line(edge, top, edge, bottom)

    @staticmethod
    def _fits(room: QRectF, text: str, metrics: QFontMetricsF, flags: int, wrap: bool) -> bool:
        """Return whether a text fits."""
        if not wrap:
            return metrics.horizontalAdvance(text) <= room.width()
        return metrics.boundingRect(QRectF(0, 0, room.width(), 1e6), flags, text).height() <= room.height() * 1.02

    def cell(
        self,
        box: Box,
        text: object,
        size: float,
        align: Qt.AlignmentFlag = LEFT,
        bold: bool = False,
        wrap: bool = False,
        fill: str = "",
    ) -> None:
        """Draw a cell of a table with its text; arguments as in `text`."""
        self.box(box, fill)
        left, top, width, height = box
        self.text((left + _PAD, top, width - 2 * _PAD, height), text, size, align, bold, wrap)

    def box(self, box: Box, fill: str = "", line: float = _LINE, dashed: bool = False, colour: str = _INK) -> None:
        """Draw a box, filled with a colour if one is given."""
        self._painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        self._painter.setPen(_pen(colour, line, dashed))
        self._painter.drawRect(QRectF(*(value * _UNITS for value in box)))

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = _LINE, colour: str = _INK) -> None:
        """Draw a line."""
        self._painter.setPen(_pen(colour, width, False))
        self._painter.drawLine(QPointF(x1 * _UNITS, y1 * _UNITS), QPointF(x2 * _UNITS, y2 * _UNITS))

    def dot(self, x: float, y: float, radius: float, colour: str = _INK, fill: str = "#ffffff") -> None:
        """Draw a small circle."""
        self._painter.setBrush(QColor(fill))
        self._painter.setPen(_pen(colour, _LINE, False))
        self._painter.drawEllipse(QPointF(x * _UNITS, y * _UNITS), radius * _UNITS, radius * _UNITS)

    def triangle(self, corners: Sequence[tuple[float, float]], fill: str) -> None:
        """Draw a filled polygon of few corners."""
        self._painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        self._painter.setPen(_pen(_INK, _LINE, False))
        self._painter.drawPolygon(QPolygonF([QPointF(x * _UNITS, y * _UNITS) for x, y in corners]))

    def shape(
        self,
        rings: Sequence[np.ndarray],
        line: float,
        colour: str,
        fill: str = "",
        hatched: bool = False,
        dashed: bool = False,
    ) -> None:
        """Draw an area of rings (n, 2) on the page (mm): outlines and holes.

        Args:
            rings: of the area.
            line: width of its outline (mm).
            colour: of its outline.
            fill: colour; none if empty.
            hatched: whether it is filled with lines of the outline's colour.
            dashed: whether its outline is.
        """
        path = QPainterPath()
        for ring in rings:
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in (ring * _UNITS).tolist()]))
            path.closeSubpath()
        self._painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        self._painter.setPen(_pen(colour, line, dashed))
        self._painter.drawPath(path)
        if hatched:
            self._hatch(path, colour)

    def _hatch(self, path: QPainterPath, colour: str) -> None:
        """Draw slanting lines in a path; a pattern of Qt would be a picture, and dense at this resolution."""
        box, step = path.boundingRect(), 1.6 * _UNITS
        self._painter.save()
        self._painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        self._painter.setPen(_pen(colour, 0.12, False))
        start = box.left() - box.height()
        while start < box.right():
            self._painter.drawLine(QPointF(start, box.bottom()), QPointF(start + box.height(), box.top()))
            start += step
        self._painter.restore()

    @contextmanager
    def clipped(self, box: Box) -> Iterator[None]:
        """Draw only inside a box."""
        self._painter.save()
        self._painter.setClipRect(QRectF(*(value * _UNITS for value in box)))
        try:
            yield
        finally:
            self._painter.restore()


def text_height(size: float) -> float:
    """Return about how high a line of text is (mm)."""
    return size * _POINTS * 1.35


@lru_cache(maxsize=64)
def _pen(colour: str, width: float, dashed: bool) -> QPen:
    """Return a pen of a width (mm)."""
    pen = QPen(QColor(colour))
    pen.setWidthF(width * _UNITS)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dashed:
        pen.setDashPattern([1.2 / width, 0.8 / width])
    return pen


def _cut(text: str, metrics: QFontMetricsF, room: QRectF, flags: int, wrap: bool) -> str:
    """Return a text cut to a box, with an ellipsis at its end."""
    if not wrap:
        return metrics.elidedText(text, _ELLIPSIS, room.width())
    while len(text) > 1 and not Paper._fits(room, text + "…", metrics, flags, True):
        text = text[: max(1, int(len(text) * 0.9))]
    return text + "…"
