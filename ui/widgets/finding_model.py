"""The findings of a results layer as rows: what they are in words, and what was decided on them.

Rows are read in steps, between which the window answers, and said in words only where they are shown: a city has many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsApplication, QgsFeature, QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ...processing.bridge.compat import WITHOUT_GEOMETRY
from ...processing.bridge.i18n import tr
from ...processing.bridge.io.feature_reading import read_layer
from ...processing.bridge.plain_text import without_markup
from ...processing.bridge.screen_areas import AreaFormat, column_in_mu, twin_in_mu

# Columns that the rows show, of those that a layer has; the first is the order of the rows, the worst on top.
_SAID = ("severity", "tier", "kind", "source", "direction", "cause", "preliminary")
_SHOWN = (*_SAID, "area_mu", "net_mu", "suspected_m2", "ZLDWMC", "BSM")
# Columns in which a text is looked for, beside the id, and the words that the rows show.
_SEARCHED = ("BSM", "TBBH", "ZLDWMC")
_STEP = 200  # rows that are read at once


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes:
        feature: its feature id in the layer, which changes from run to run.
        identifier: its stable id.
        county: code of its county.
        values: what the row shows, as in `FindingModel.columns`.
        searched: texts by which it is found, in one.
    """

    feature: int
    identifier: str
    county: str
    values: tuple[object, ...]
    searched: str


class FindingModel(QAbstractTableModel):
    """Rows of findings, of which a filter shows some."""

    def __init__(self, state: Callable[[Finding], tuple[str, str]], parent: QObject | None = None) -> None:
        """Make a model without rows.

        Args:
            state: returns what was decided on a finding in words, and when.
            parent: Qt's.
        """
        super().__init__(parent)
        self._state = state
        self._speak: Callable[[str, object], str] | None = None
        self._areas = AreaFormat()
        self.columns: list[str] = []
        self._headings: list[str] = []
        self.all: list[Finding] = []
        self.shown: list[Finding] = []

    def clear(self) -> None:
        """Show no rows."""
        self.beginResetModel()
        self.all, self.shown, self.columns, self._headings, self._speak = [], [], [], [], None
        self.endResetModel()

    def show_areas(self, areas: AreaFormat, layer: QgsVectorLayer | None) -> None:
        """Show areas of the layer that was read in another unit."""
        self._areas = areas
        if layer is not None and self.columns:
            self.beginResetModel()
            self._name(layer)
            self.endResetModel()

    def _name(self, layer: QgsVectorLayer) -> None:
        """Take the headings of columns, and how their values are said."""
        self._headings = [heading_of(layer, name, self._areas) for name in self.columns]
        self._speak = words_of(layer, self._areas)

    def read(self, layer: QgsVectorLayer, identifier: str) -> Iterator[None]:
        """Read the findings of a layer without their geometries, the gravest and largest first, in steps.

        Raises:
            UnreliableInputError: not all could be read.

        """
        self.clear()
        names = layer.fields().names()
        columns = [name for name in _SHOWN if name in names]
        searched = [name for name in _SEARCHED if name in names]
        unit = [name for name in ("county",) if name in names]
        wanted = [names.index(name) for name in dict.fromkeys((*columns, *searched, *unit, identifier))]
        request = QgsFeatureRequest().setFlags(WITHOUT_GEOMETRY).setSubsetOfAttributes(wanted)
        found = []
        speak, said = words_of(layer, self._areas), [name for name in columns if name in _SAID]
        words: dict[tuple[str, str], str] = {}  # of a city's findings few differ
        for number, row in enumerate(read_layer(layer, request, _STEP), 1):
            texts = [row[identifier], *(row[name] for name in searched)]
            for name in said:
                key = name, str(row[name])
                if key not in words:
                    words[key] = speak(name, row[name])
                texts.append(words[key])
            found.append(
                Finding(
                    row.id(),
                    str(row[identifier]),
                    "".join(str(row[name]) for name in unit),
                    tuple(row[name] for name in columns),
                    " ".join(str(text) for text in texts if not _is_null(text)).lower(),
                )
            )
            if number % _STEP == 0:
                yield
        self.beginResetModel()
        self.columns = columns
        self._name(layer)
        self.all = sorted(found, key=self._rank)
        self.shown = list(self.all)
        self.endResetModel()

    def show_only(self, wanted: Callable[[Finding], bool]) -> None:
        """Show the findings of which a filter holds."""
        self.beginResetModel()
        self.shown = [finding for finding in self.all if wanted(finding)]
        self.endResetModel()

    def update_row(self, row: int) -> None:
        """Show a row anew."""
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) + 1))

    def words(self, finding: Finding) -> tuple[str, ...]:
        """Return what a row shows of the layer, in words."""
        speak = self._speak
        return () if speak is None else tuple(speak(name, value) for name, value in zip(self.columns, finding.values))

    def _rank(self, finding: Finding) -> tuple[float, float]:
        """Return the place of a finding: the highest severity, then the largest area first."""
        by_name = dict(zip(self.columns, finding.values))
        area = by_name.get("area_mu", by_name.get("net_mu", by_name.get("suspected_m2")))
        severity = by_name.get("severity")
        first, second = (-float(each) if isinstance(each, (int, float)) else 0.0 for each in (severity, area))
        return first, second

    # What Qt asks

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Return the number of columns: what was decided, those of the layer, and when it was decided."""
        return 0 if parent.isValid() else len(self.columns) + 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int) -> object:
        """Return the heading of a column, the number of a row."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        return [tr("Decision"), *self._headings, tr("Decided on")][section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's words, which a tip says whole."""
        finding, place = self.shown[index.row()], index.column() - 1
        of_layer = 0 <= place < len(self.columns)
        if role == Qt.ItemDataRole.ToolTipRole:
            return without_markup(str(self.data(index)))
        if role == Qt.ItemDataRole.DisplayRole:
            if not of_layer or self._speak is None:
                return self._state(finding)[0 if place < 0 else 1]
            return self._speak(self.columns[place], finding.values[place])
        is_number = of_layer and isinstance(finding.values[place], float)
        if role == Qt.ItemDataRole.TextAlignmentRole and is_number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


def _is_null(value: object) -> bool:
    """Return whether a value of a feature is none."""
    return value is None or (hasattr(value, "isNull") and value.isNull())


def heading_of(layer: QgsVectorLayer, column: str, areas: AreaFormat) -> str:
    """Return what a column is called, areas with the unit in which they are shown."""
    heading = layer.attributeDisplayName(layer.fields().lookupField(column))
    return heading if column_in_mu(column, 0.0) is None else areas.heading(heading, tr)


def words_of(layer: QgsVectorLayer, areas: AreaFormat) -> Callable[[str, object], str]:
    """Return a function that says a column's value as QGIS shows it: ids by their names, areas as the user wants."""
    formatters = QgsApplication.fieldFormatterRegistry()
    prepared: dict[str, tuple[Any, int, dict[str, object], object]] = {}

    def speak(name: str, value: object) -> str:
        if _is_null(value):
            return ""
        if isinstance(value, float):
            mu = column_in_mu(name, value)
            return f"{value:,.2f}" if mu is None else areas.printed(mu, tr)
        if name not in prepared:
            index = layer.fields().lookupField(name)
            setup = layer.editorWidgetSetup(index)
            formatter = formatters.fieldFormatter(setup.type())
            prepared[name] = formatter, index, setup.config(), formatter.createCache(layer, index, setup.config())
        formatter, index, config, cache = prepared[name]
        return formatter.representValue(layer, index, config, cache, value)

    return speak


def details(layer: QgsVectorLayer, feature: QgsFeature, areas: AreaFormat) -> Sequence[tuple[str, str]]:
    """Return the attributes of a feature that have a value: their names and values in words.

    An area that the layer has in m² and in mu is told once.
    """
    speak, names = words_of(layer, areas), layer.fields().names()
    rows = [
        (heading_of(layer, name, areas), speak(name, feature[name]))
        for name in names
        if name != "fid" and twin_in_mu(name) not in names
    ]
    return [(name, text) for name, text in rows if text]
