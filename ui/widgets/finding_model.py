"""The findings of a results layer as rows: what they are in words, and what was decided on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsApplication, QgsFeature, QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ...processing.bridge.compat import WITHOUT_GEOMETRY
from ...processing.bridge.i18n import tr

# Columns that the rows show, of those that a layer has; the first is the order of the rows, the worst on top.
_SHOWN = ("severity", "tier", "kind", "source", "area_mu", "net_mu", "ZLDWMC", "BSM")


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes:
        feature: its feature id in the layer, which changes from run to run.
        identifier: its stable id.
        county: code of its county.
        values: what the row shows, as in `FindingModel.columns`.
        words: the same in words.
    """

    feature: int
    identifier: str
    county: str
    values: tuple[object, ...]
    words: tuple[str, ...]


class FindingModel(QAbstractTableModel):
    """Rows of findings, of which a filter shows some."""

    def __init__(self, state: Callable[[Finding], str], parent: QObject | None = None) -> None:
        """Make a model without rows.

        Args:
            state: returns what was decided on a finding, in words.
            parent: Qt's.
        """
        super().__init__(parent)
        self._state = state
        self.columns: list[str] = []
        self._headings: list[str] = []
        self.all: list[Finding] = []
        self.shown: list[Finding] = []

    def read(self, layer: QgsVectorLayer | None, identifier: str) -> None:
        """Read the findings of a layer without their geometries, the gravest and largest first."""
        self.beginResetModel()
        self.all, self.shown, self.columns, self._headings = [], [], [], []
        if layer is not None:
            names = layer.fields().names()
            self.columns = [name for name in _SHOWN if name in names]
            self._headings = [layer.attributeDisplayName(names.index(name)) for name in self.columns]
            wanted = [names.index(name) for name in (*self.columns, identifier, "county")]
            request = QgsFeatureRequest().setFlags(WITHOUT_GEOMETRY).setSubsetOfAttributes(wanted)
            speak = words_of(layer)
            for row in layer.getFeatures(request):
                values = tuple(row[name] for name in self.columns)
                words = tuple(speak(row, name) for name in self.columns)
                self.all.append(Finding(row.id(), str(row[identifier]), str(row["county"]), values, words))
            self.all.sort(key=self._rank)
        self.shown = list(self.all)
        self.endResetModel()

    def show_only(self, wanted: Callable[[Finding], bool]) -> None:
        """Show the findings of which a filter holds."""
        self.beginResetModel()
        self.shown = [finding for finding in self.all if wanted(finding)]
        self.endResetModel()

    def update_row(self, row: int) -> None:
        """Show a row anew."""
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns)))

    def _rank(self, finding: Finding) -> tuple[float, float]:
        """Return the place of a finding: the highest severity, then the largest area first."""
        by_name = dict(zip(self.columns, finding.values))
        area = by_name.get("area_mu", by_name.get("net_mu"))
        severity = by_name.get("severity")
        first, second = (-float(each) if isinstance(each, (int, float)) else 0.0 for each in (severity, area))
        return first, second

    # What Qt asks

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Return the number of columns: what was decided, then those of the layer."""
        return 0 if parent.isValid() else len(self.columns) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int) -> object:
        """Return the heading of a column, the number of a row."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        return tr("Decision") if section == 0 else self._headings[section - 1]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's words."""
        finding = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._state(finding) if index.column() == 0 else finding.words[index.column() - 1]
        is_number = index.column() and isinstance(finding.values[index.column() - 1], float)
        if role == Qt.ItemDataRole.TextAlignmentRole and is_number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


def words_of(layer: QgsVectorLayer) -> Callable[[QgsFeature, str], str]:
    """Return a function that says a feature's value as QGIS shows it: ids by their names, areas with two digits."""
    formatters = QgsApplication.fieldFormatterRegistry()
    prepared: dict[str, tuple[Any, int, dict[str, object], object]] = {}

    def speak(feature: QgsFeature, name: str) -> str:
        if name not in prepared:
            index = layer.fields().lookupField(name)
            setup = layer.editorWidgetSetup(index)
            formatter = formatters.fieldFormatter(setup.type())
            prepared[name] = formatter, index, setup.config(), formatter.createCache(layer, index, setup.config())
        value = feature[name]
        if value is None or (hasattr(value, "isNull") and value.isNull()):
            return ""
        if isinstance(value, float):
            return f"{value:,.2f}"
        formatter, index, config, cache = prepared[name]
        return formatter.representValue(layer, index, config, cache, value)

    return speak


def details(layer: QgsVectorLayer, feature: QgsFeature) -> Sequence[tuple[str, str]]:
    """Return the attributes of a feature that have a value: their names and values in words."""
    speak, fields = words_of(layer), layer.fields()
    rows = [
        (layer.attributeDisplayName(i), speak(feature, fields.at(i).name()))
        for i in range(fields.count())
        if fields.at(i).name() != "fid"
    ]
    return [(name, text) for name, text in rows if text]
