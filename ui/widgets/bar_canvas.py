"""Bars of units, drawn by matplotlib in the colours and the font size of the window; imported when they are shown.

Each bar has its name and figures above it, so that a narrow panel has room for both. All places are in pixels of the
window, whatever the screen's scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib import font_manager
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import MaxNLocator
from qgis.PyQt.QtCore import QEvent, QPoint, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QPalette, QResizeEvent, QWheelEvent
from qgis.PyQt.QtWidgets import QToolTip, QWidget

from ...processing.bridge.i18n import tr
from ...processing.bridge.plain_text import printable_line, without_markup
from ...processing.bridge.screen_areas import MU, WAN_MU, AreaFormat
from .readable_colours import TEXT_CONTRAST, readable

try:
    from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
except ImportError:  # before matplotlib 3.5
    from matplotlib.backends.backend_qt5agg import FigureCanvasQTAgg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import MouseEvent

    from ...processing.dashboard_units import Bar, Place, View

# Faces of font collections, of which matplotlib reads the first only; that of Japan has the Chinese characters, too.
_FIRST_FACES = ("Noto Sans CJK JP", "Source Han Sans", "Noto Serif CJK JP", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei")
_HATCHES = {"solid": "", "diagonal": "///", "dots": "..", "lines": "--"}
_MOST_BARS = 24  # the table has all
_TICKS = 5
_DRAW_AFTER_MS = 30
_BETWEEN = " · "
_MARGIN, _GAP, _SWATCH = 8.0, 6.0, 10.0
_FIRST_FROM_MU = 10_000.0


class NoFontError(Exception):
    """No font of the machine has Chinese characters."""


def chinese_font(wanted: Iterable[str]) -> str | None:
    """Return the file of the first font with Chinese characters that matplotlib can use.

    Args:
        wanted: names of families, the best first.
    """
    files: dict[str, str] = {}
    for entry in font_manager.fontManager.ttflist:
        if entry.style == "normal" and str(entry.weight) in ("400", "regular", "normal", "book"):
            files.setdefault(entry.name, entry.fname)
    return next((files[name] for name in (*wanted, *_FIRST_FACES) if name in files), None)


@dataclass(frozen=True)
class _Colours:
    """Colours of the window, as #rrggbb."""

    text: str
    soft: str
    background: str
    highlight: str


class BarCanvas(FigureCanvasQTAgg):
    """The bars of a view.

    Signals:
        chosen: the unit of a bar that was clicked.
    """

    chosen = pyqtSignal(object)
    _view: View | None = None  # Qt sends events before the constructor has ended

    def __init__(
        self, fills: Mapping[str, tuple[str, str]], fonts: Sequence[str], parent: QWidget | None = None
    ) -> None:
        """Make a canvas without bars.

        Args:
            fills: colour and pattern by id.
            fonts: families for Chinese text, the best first.
            parent: Qt's.
        """
        super().__init__(Figure(dpi=parent.logicalDpiY() if parent is not None else 96))
        if parent is not None:
            self.setParent(parent)
        self.setPalette(QPalette())  # that of the window; matplotlib's own is white
        self._soon = QTimer(self)  # a panel that gets its place changes its width more than once
        self._soon.setSingleShot(True)
        self._soon.setInterval(_DRAW_AFTER_MS)
        self._soon.timeout.connect(self._draw)
        self._fills, self._font_file = fills, chinese_font(fonts)
        self._marked: Place | None = None
        self._rows: list[tuple[float, float, Bar]] = []
        self._width = 0
        # What is drawn: boxes (x, y, width, height) by fill, lines of ticks and of marks (x, top, bottom).
        self._boxes: dict[str, list[tuple[float, float, float, float]]] = {}
        self._ticks: list[tuple[float, float, float]] = []
        self._marks: list[tuple[float, float, float]] = []
        self._fonts: dict[bool, FontProperties] = {}
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table beside has the same figures, and the keys
        self.mpl_connect("button_press_event", self._click)
        self.mpl_connect("motion_notify_event", self._point)

    def show_view(self, view: View, marked: Place | None = None) -> None:
        """Draw a view; `marked` is the unit that the map shows.

        Raises:
            NoFontError: its text is Chinese, and no font can show it.
        """
        texts = [view.title, *(bar.place.name for bar in view.bars)]
        if self._font_file is None and not all(text.isascii() for text in texts):
            raise NoFontError
        self._view, self._marked = view, marked
        self.setAccessibleName(
            tr("{one}: {another}").format(one=view.title, another=tr("chart; the table has the figures"))
        )
        self._soon.start()

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the bars out anew where the width has changed."""
        super().resizeEvent(event)
        if self._view is not None and self.width() != self._width:
            self._soon.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the area around scroll."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours and the font of the window."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and self._view is not None:
            self._soon.start()

    # Drawing

    def _draw(self) -> None:
        """Draw the bars for the present width."""
        self._width = self.width()
        colours = self._colours()
        self.figure.set_facecolor(colours.background)
        axes = self._empty_axes()
        self._boxes, self._ticks, self._marks = {}, [], []
        self._fonts = {bold: self._font(bold) for bold in (False, True)}
        height = self._lay_out(axes, colours)
        self._add_boxes(axes, colours)
        axes.set_xlim(0, self._width)
        axes.set_ylim(height, 0)
        if self.height() != round(height):
            self.setFixedHeight(round(height))  # changes the size of the figure, too
        self.draw_idle()

    def _empty_axes(self) -> Axes:
        """Return the figure's axes with nothing in them; they are made once, as that takes as long as all bars do."""
        if not self.figure.axes:
            self.figure.add_axes((0, 0, 1, 1)).set_axis_off()
        axes = self.figure.axes[0]
        for drawn in (*axes.texts, *axes.collections):
            drawn.remove()
        return axes

    def _colours(self) -> _Colours:
        """Return the colours of the window; a theme may let those of what lies inside be transparent."""
        palette = self.window().palette()
        background = palette.color(QPalette.ColorRole.Window).name()
        text = readable(palette.color(QPalette.ColorRole.WindowText).name(), background, TEXT_CONTRAST)
        soft = readable(_between(QColor(text), QColor(background), 0.35), background, TEXT_CONTRAST)
        return _Colours(text, soft, background, palette.color(QPalette.ColorRole.Highlight).name())

    def _lay_out(self, axes: Axes, colours: _Colours) -> float:
        """Draw legend, axis and bars from the top down; return the height that they take."""
        metrics = QFontMetricsF(self.font())
        line = metrics.height()
        y = self._draw_legend(axes, colours, metrics, 4.0)
        view, self._rows = self._view, []
        if view is None:
            return y
        bars = _most_important(view)
        largest = max([0.0, *(max(sum(s.value for s in bar.segments), bar.mark or 0.0) for bar in bars)])
        if largest <= 0:
            self._write(axes, _MARGIN, y + line, view.empty, colours.soft)
            y += 1.6 * line
        y = self._draw_bars(axes, colours, metrics, view, bars, largest, y)
        hidden = len(view.bars) - len(bars)
        if hidden > 0:
            text = tr("{shown} of {count} units are drawn; the table has all.")
            self._write(axes, _MARGIN, y + line, text.format(shown=len(bars), count=len(view.bars)), colours.soft)
            y += 1.6 * line
        return y + 4

    def _draw_legend(self, axes: Axes, colours: _Colours, metrics: QFontMetricsF, y: float) -> float:
        """Draw what fills and marks mean, in as many lines as it takes; return where it ends."""
        view, x, line = self._view, _MARGIN, metrics.height()
        entries = [*view.legend, *([("", view.mark)] if view.mark else [])] if view is not None else []
        for fill, label in entries:
            width = _SWATCH + 4 + metrics.horizontalAdvance(label) * 1.06 + 12
            if x > _MARGIN and x + width > self._width:
                x, y = _MARGIN, y + line * 1.15
            top = y + (line - _SWATCH) / 2
            if fill:
                self._boxes.setdefault(fill, []).append((x, top, _SWATCH, _SWATCH))
            else:
                self._marks.append((x + 5, top - 1, top + _SWATCH + 1))
            self._write(axes, x + _SWATCH + 4, y + line / 2, label, colours.text, middle=True)
            x += width
        return y + (line * 1.4 if entries else 0)

    def _draw_bars(
        self,
        axes: Axes,
        colours: _Colours,
        metrics: QFontMetricsF,
        view: View,
        bars: Sequence[Bar],
        largest: float,
        y: float,
    ) -> float:
        """Draw the axis and the bars; return where they end."""
        line, right = metrics.height(), self._width - 2 * _MARGIN
        areas = _axis_areas(view, largest)
        most = largest if areas is None else areas.amount(largest)
        ticks = [tick for tick in MaxNLocator(_TICKS, steps=[1, 2, 2.5, 5, 10]).tick_values(0, most or 1) if tick >= 0]
        spacing = (right - _MARGIN) / (ticks[-1] or 1)
        scale = spacing if areas is None else areas.amount(spacing)
        axis_top = y + line * 1.1
        if largest > 0:
            self._draw_ticks(axes, colours, areas, ticks, spacing, y + line / 2)
            y = axis_top + 2
        thick = max(8.0, line * 0.75)
        for bar in bars:
            top = y
            y = self._draw_words(axes, colours, metrics, bar, y + 3)
            x = _MARGIN
            for segment in bar.segments:
                width = segment.value * scale
                self._boxes.setdefault(segment.fill, []).append((x, y, width, thick))
                x += width
            if largest > 0:  # lines beside the bars only: through figures they hide digits
                self._ticks.extend((_MARGIN + tick * spacing, y - 3, y + thick + 3) for tick in ticks)
            if bar.mark is not None and largest > 0:
                place = _MARGIN + bar.mark * scale
                self._marks.append((place, y - 2, y + thick + 2))
            y += thick + _GAP
            if self._marked is not None and bar.place == self._marked:
                corners = [(2, top), (self._width - 2, top), (self._width - 2, y), (2, y)]
                band = PolyCollection([corners], facecolors=to_rgba(colours.highlight, 0.2), zorder=-1)
                axes.add_collection(band, autolim=False)
            self._rows.append((top, y, bar))
        return y

    def _draw_ticks(
        self,
        axes: Axes,
        colours: _Colours,
        areas: AreaFormat | None,
        ticks: Sequence[float],
        spacing: float,
        y: float,
    ) -> None:
        """Draw the axis's figures: areas, or per cent where there are none."""
        for number, tick in enumerate(ticks):
            text = f"{tick:,.10g}"
            last = number == len(ticks) - 1
            if areas is None:
                text = tr("{percent} %").format(percent=text)
            elif last:
                text = areas.with_unit(text, tr)
            place = _MARGIN + tick * spacing
            side = "right" if last else "left" if not number else "center"
            edge = self._width - 4 if last else place
            self._write(axes, edge, y, text, colours.soft, middle=True, side=side)

    def _draw_words(self, axes: Axes, colours: _Colours, metrics: QFontMetricsF, bar: Bar, y: float) -> float:
        """Write a bar's name and figures, beside one another where there is room; return where they end."""
        line, space = metrics.height(), self._width - 2 * _MARGIN
        used = metrics.horizontalAdvance(bar.place.name) * 1.12
        name = metrics.elidedText(bar.place.name, Qt.TextElideMode.ElideRight, space)
        self._write(axes, _MARGIN, y + line / 2, name, colours.text, middle=True, bold=True)
        lines = _wrapped(bar.figures, metrics, space)
        joined = _BETWEEN.join(bar.figures)
        if lines and used + 16 + metrics.horizontalAdvance(joined) * 1.06 <= space:
            self._write(axes, self._width - _MARGIN, y + line / 2, joined, colours.text, middle=True, side="right")
            return y + line * 1.1
        y += line * 1.1
        for text in lines:
            self._write(axes, _MARGIN, y + line / 2, text, colours.text, middle=True)
            y += line * 1.1
        return y

    def _add_boxes(self, axes: Axes, colours: _Colours) -> None:
        """Draw the boxes and lines that were gathered; together, since each object of matplotlib takes its time."""
        edge = to_rgba(colours.text, 0.6)
        for fill, boxes in self._boxes.items():
            colour, pattern = self._fills.get(fill, (colours.highlight, "solid"))
            corners = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in boxes]
            face = readable(colour, colours.background)
            drawn = PolyCollection(corners, facecolors=face, edgecolors=edge, linewidths=0.6, zorder=2)
            drawn.set_hatch(_HATCHES.get(pattern, ""))
            axes.add_collection(drawn, autolim=False)
        for lines, colour, width, order in ((self._ticks, colours.soft, 0.4, 0), (self._marks, colours.text, 2.0, 4)):
            places = [[(x, top), (x, bottom)] for x, top, bottom in lines]
            axes.add_collection(LineCollection(places, colors=colour, linewidths=width, zorder=order), autolim=False)

    def _write(
        self,
        axes: Axes,
        x: float,
        y: float,
        text: str,
        colour: str,
        middle: bool = False,
        bold: bool = False,
        side: str = "left",
    ) -> None:
        """Write a text of data: nothing in it is a formula."""
        axes.text(
            x,
            y,
            printable_line(text).replace("$", r"\$"),
            color=colour,
            fontproperties=self._fonts[bold],
            horizontalalignment=side,
            verticalalignment="center" if middle else "baseline",
            usetex=False,
            zorder=5,
        )

    def _font(self, bold: bool) -> FontProperties:
        """Return the font in the size of the window's."""
        size = self.font().pointSizeF()
        font = FontProperties(size=size if size > 0 else 9.0, weight="bold" if bold else "normal")
        if self._font_file is not None:
            font.set_file(self._font_file)
        return font

    # The mouse

    def _bar_at(self, y: float) -> Bar | None:
        """Return the bar at a height (pixels of the window from the top)."""
        return next((bar for top, bottom, bar in self._rows if top <= y < bottom), None)

    def _click(self, event: MouseEvent) -> None:
        """Choose the unit of a bar."""
        bar = self._bar_at(event.ydata) if event.ydata is not None else None
        if bar is not None and event.button == 1:
            self.chosen.emit(bar.place)

    def _point(self, event: MouseEvent) -> None:
        """Show that a bar can be clicked, and what it says."""
        bar = self._bar_at(event.ydata) if event.ydata is not None else None
        self.setCursor(Qt.CursorShape.PointingHandCursor if bar is not None else Qt.CursorShape.ArrowCursor)
        if bar is None:
            QToolTip.hideText()
            return
        lines = [bar.place.name, *(segment.title for segment in bar.segments)]
        at = self.mapToGlobal(QPoint(round(event.xdata) + 12, round(event.ydata) + 12))
        QToolTip.showText(at, without_markup("\n".join(map(printable_line, lines))), self)


def _axis_areas(view: View, largest: float) -> AreaFormat | None:
    """Return how the axis shows areas: as the view does, but large areas in 10,000 mu for mu; None for per cent."""
    if view.percent:
        return None
    return AreaFormat(WAN_MU) if view.areas.unit == MU and largest >= _FIRST_FROM_MU else view.areas


def _most_important(view: View) -> list[Bar]:
    """Return the bars that are drawn: all, or where they are too many the largest; of percentages the smallest."""
    bars = [bar for bar in view.bars if bar.segments or bar.mark is not None or bar.figures]
    if len(bars) <= _MOST_BARS:
        return bars
    sign = 1 if view.percent else -1
    return sorted(bars, key=lambda bar: sign * sum(segment.value for segment in bar.segments))[:_MOST_BARS]


def _wrapped(parts: Sequence[str], metrics: QFontMetricsF, space: float) -> list[str]:
    """Return parts in lines of at most a width; a part that is longer alone has a line of its own."""
    lines: list[str] = []
    for part in parts:
        longer = _BETWEEN.join([lines[-1], part]) if lines else part
        if lines and metrics.horizontalAdvance(longer) * 1.06 <= space:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def _between(one: QColor, another: QColor, share: float) -> str:
    """Return a colour between two; `share` of the other."""
    mixed = [round(a + (b - a) * share) for a, b in zip(one.getRgb()[:3], another.getRgb()[:3])]
    return QColor(*mixed).name()
