"""Which units' figures are looked at: their level, the unit above them, and the year of their tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QWidget

from ...processing.bridge.i18n import tr
from .narrow_box import narrow_box

if TYPE_CHECKING:
    from ...processing.dashboard import Results
    from ...processing.dashboard_units import Choice

_COUNTY, _VILLAGE = "county", "village"
_MOST_UNITS = 400  # in the list of units; villages are found in the table


class UnitChoice(QWidget):
    """Three lists, filled with what the results have.

    Signals:
        changed: something else is to be looked at.
    """

    changed = pyqtSignal()

    def __init__(self) -> None:
        """Make empty lists."""
        super().__init__()
        self._results: Results | None = None
        self.level = narrow_box(tr("Level of units"))
        self.unit = narrow_box(tr("Unit"))
        self.year = narrow_box(tr("Year of the restoration task"))
        self.level.activated.connect(lambda _: self._list_units())
        self.unit.activated.connect(lambda _: self.changed.emit())
        self.year.activated.connect(lambda _: self.changed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for box, width in ((self.level, 2), (self.unit, 3), (self.year, 2)):
            row.addWidget(box, width)

    def offer(self, results: Results | None) -> None:
        """Offer the levels, units and years of results, and keep what was chosen where they have it."""
        self._results = results
        if results is None:
            for box in (self.level, self.unit, self.year):
                box.clear()
            return
        from ...processing.dashboard_figures import level_names  # loaded with the results, in the background

        level, year = self.level.currentData(), self.year.currentData()
        self.level.clear()
        names = level_names(results.model, results.translate)
        for key, name in names.items():
            self.level.addItem(name, key)
        wanted = level if level in names else _COUNTY if _COUNTY in names else next(iter(names), None)
        self.level.setCurrentIndex(self.level.findData(wanted))
        self.year.clear()
        self.year.addItem(tr("All years"), None)
        for one in results.model.task_years:
            self.year.addItem(str(one), one)
        self.year.setCurrentIndex(max(0, self.year.findData(year)))
        self._list_units()

    def choice(self) -> Choice:
        """Return what is chosen."""
        from ...processing.dashboard_units import Choice

        return Choice(self.level.currentData() or _COUNTY, self.unit.currentData() or "", self.year.currentData())

    def _list_units(self) -> None:
        """Offer the units of the chosen level and above."""
        if self._results is None:
            return
        from ...processing.dashboard_units import all_places

        kept, level = self.unit.currentData(), self.level.currentData()
        levels = [self.level.itemData(row) for row in range(self.level.count())]
        offered = levels[: levels.index(level) + 1] if level in levels else []
        self.unit.clear()
        self.unit.addItem(tr("All units"), "")
        places = all_places(self._results.model, self._results.translate)
        places = tuple(place for place in places if place.level in offered and place.level != _VILLAGE and place.code)
        for place in places[:_MOST_UNITS]:
            self.unit.addItem(place.name, place.code)
        self.unit.setCurrentIndex(max(0, self.unit.findData(kept)))
        self.changed.emit()
