"""The dashboard: what a run found, unit by unit, against the targets; a click goes to the unit on the map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsProcessingOutputLayerDefinition, QgsProject, QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...processing.bridge.i18n import tr, user_language
from ...processing.bridge.io.loaded_layers import layers_showing
from ...processing.result_titles import results_title
from .. import settings
from ..background import Background
from ..runs import Run
from ..unit_filter import UnitFilter, unit_condition
from ..unit_list import UnitList
from ..unit_map import UnitMap
from ..widgets.figure_view import FigureView, why_no_charts
from ..widgets.plain_label import plain_label
from ..widgets.result_choice import RESULT_LAYERS, ResultChoice
from ..widgets.unit_choice import UnitChoice
from .project_dock import ProjectDock, is_in_project

if TYPE_CHECKING:
    from ...processing.dashboard import Results
    from ...processing.dashboard_units import Place, View


class DashboardDock(ProjectDock):
    """Figures of a run by unit, as bars and as a table."""

    def __init__(self, iface: QgisInterface) -> None:
        """Build the panel; it looks at the project when it is shown, and whenever layers come or go."""
        super().__init__(iface, tr("Dashboard"), "FarmlandRedlineDashboard")
        self.results: Results | None = None
        self.earlier: Results | None = None  # to compare with
        self._comparing: Run | None = None
        self._read_as: tuple[Path, float] | None = None
        self._asked: object = None  # the choice whose figures are to be shown, and how areas are
        self._followed: QgsVectorLayer | None = None
        self._released = False
        self._background, self._filter = Background(), UnitFilter()
        self.map, self.list = UnitMap(iface, self), UnitList(iface)
        self.files, self.units, self.figures = ResultChoice(), UnitChoice(), FigureView()
        self.setWidget(self._build())
        self._tell_state()

    def release(self) -> None:
        """Stop following the project and reading, and give the layers their own filters back."""
        super().release()
        self._follow(None)
        self._released = True
        self.map.forget()
        if self._comparing is not None:
            self._comparing.cancel()
        self._background.release()
        self.show_all()

    @property
    def views(self) -> tuple[View, ...]:
        """The figures that are shown."""
        return self.figures.views

    def _build(self) -> QWidget:
        """Return the panel's contents: the choice, the bars, the table."""
        self.files.chosen.connect(self._read)
        self.files.compared.connect(self._read_earlier)
        self.files.differing.clicked.connect(lambda _: self.load_differing())
        self.units.changed.connect(self._show_figures)
        self.figures.chosen.connect(self.choose)
        self.status = plain_label()
        content = QWidget()
        column = QVBoxLayout(content)
        column.addWidget(self.files)
        form = QFormLayout()
        form.addRow(tr("Show"), self.units)
        column.addLayout(form)
        column.addWidget(self.status)
        column.addWidget(self.figures, 1)
        column.addLayout(self._below())
        return content

    def _below(self) -> QHBoxLayout:
        """Return what the map shows now, and the buttons."""
        self.shown = plain_label()
        self.all = QPushButton(tr("Show all"))
        self.all.setToolTip(tr("Take the filter off the findings"))
        self.all.clicked.connect(lambda _: self.show_all())
        self.copy = QPushButton(tr("Copy table"))
        self.copy.setToolTip(tr("Copy the table as text, which a spreadsheet takes"))
        self.copy.clicked.connect(lambda _: self.figures.copy_table())
        row = QHBoxLayout()
        row.addWidget(self.shown, 1)
        row.addWidget(self.all)
        row.addWidget(self.copy)
        self.all.hide()
        return row

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the project, which was left alone while the panel was hidden."""
        super().showEvent(event)
        self._soon.start()

    # Results

    def look_at_project(self) -> None:
        """Offer the results that the project shows, and read them anew where a run has replaced them."""
        if not self.isVisible():
            return
        self.files.offer_project()
        self._read()

    def open_results(self, path: Path) -> None:
        """Show the results of a file, whether or not the project has its layers."""
        self.files.choose(path)

    def _read(self) -> None:
        """Read the chosen results in the background, unless they are read already."""
        path = self.files.path
        if path is None:
            self._forget()
            return
        try:
            asked = (path, path.stat().st_mtime)
        except OSError as error:
            self._forget(str(error))
            return
        if asked == self._read_as:
            return
        if self._read_as is not None and self._read_as[0] != path:
            self.show_all()
        self._read_as = asked
        shown = [layer for name in RESULT_LAYERS for layer in layers_showing(path, name)]
        self._follow(next((layer for layer in shown if isinstance(layer, QgsVectorLayer)), None))
        self.status.setText(tr("Reading {file} …").format(file=results_title(path)))
        language, policy = user_language(), settings.kept_text(settings.POLICY)

        def read() -> tuple[Results, dict[str, tuple[str, str]], str]:
            from ...processing.dashboard import bar_fills, read_results

            return read_results(path, language, policy), bar_fills(), why_no_charts()

        def show(answer: tuple[Results, dict[str, tuple[str, str]], str]) -> None:
            if asked != self._read_as:
                return
            self.results, fills, self.figures.without_charts = answer
            self.figures.take_fills(fills)
            self.units.offer(self.results)
            self.map.read(path)

        self._background.run(tr("Read results for the dashboard"), read, show, self._forget)

    def _follow(self, layer: QgsVectorLayer | None) -> None:
        """Look again when a run has replaced the file that a layer shows."""
        if self._followed is not None and is_in_project(self._followed):
            self._followed.dataSourceChanged.disconnect(self._soon.start)
        self._followed = layer
        if layer is not None:
            layer.dataSourceChanged.connect(self._soon.start)

    def _forget(self, reason: str = "") -> None:
        """Show no results, and say why."""
        self.results, self._read_as = None, None
        self.figures.show_views(())
        self.units.offer(None)
        self.map.forget()
        self._follow(None)
        self._tell_state(reason)

    def _tell_state(self, reason: str = "") -> None:
        """Show what there is to show, or say why there is nothing."""
        results = self.results
        self.copy.setVisible(results is not None)
        if results is not None:
            created = results.model.created
            unit = settings.area_format().label(tr)
            text = tr("Run of {time}; areas in {unit}.")
            self.status.setText(text.format(time=f"{created:%Y-%m-%d %H:%M}", unit=unit))
        else:
            self.status.setText(
                reason or tr("The project has no results yet: run everything in the start panel, or open a file.")
            )

    # Two runs compared

    def compare_with(self, path: Path) -> None:
        """Show the figures of other results, of an earlier run, beside those that are shown."""
        self.files.compare(path)

    def _read_earlier(self) -> None:
        """Read the results to compare with in the background."""
        self.earlier = None
        self.files.differing.setEnabled(False)
        path = self.files.earlier
        if path is None:
            self._show_figures()
            return
        language, policy = user_language(), settings.kept_text(settings.POLICY)

        def read() -> Results:
            from ...processing.dashboard import read_results

            return read_results(path, language, policy)

        def take(earlier: Results) -> None:
            if self.files.earlier == path:
                self.earlier = earlier
                self.files.differing.setEnabled(True)
                self._show_figures()

        def refuse(reason: str) -> None:
            self.files.compare(None)
            self.tell(reason, Qgis.MessageLevel.Warning)

        self._background.run(tr("Read results for the dashboard"), read, take, refuse)

    def load_differing(self) -> None:
        """Load the findings in which both runs differ, by the algorithm that lists them."""
        if self.results is None or self.earlier is None or self._comparing is not None:
            return
        layer = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
        given = {"BEFORE": str(self.earlier.path), "AFTER": str(self.results.path), "OUTPUT": layer}
        run = Run("compare_results", given)

        def finish(good: bool, outputs: dict[str, object]) -> None:
            self._comparing = None
            if self._released:
                return
            self.files.differing.setEnabled(self.earlier is not None)
            if not good:
                errors = run.feedback.errors or (tr("The run failed; see the log."),)
                self.tell(errors[-1], Qgis.MessageLevel.Critical)
                return
            text = tr("{new} new, {gone} gone and {changed} changed findings are in the project.")
            counts = {word: outputs.get(f"{word.upper()}_COUNT", 0) for word in ("new", "gone", "changed")}
            self.tell(text.format(**counts), Qgis.MessageLevel.Success)

        run.ended.connect(finish)
        self._comparing = run
        self.files.differing.setEnabled(False)
        run.start()

    # Figures

    def _show_figures(self) -> None:
        """Show the figures of the chosen units."""
        if self.results is None:
            return
        from ...processing.dashboard_figures import comparison_view, views

        results, earlier, choice = self.results, self.earlier, self.units.choice()
        areas = settings.area_format()
        self._asked = (choice, areas)

        def make() -> tuple[View, ...]:
            found = views(results.model, choice, results.translate, areas)
            if earlier is None:
                return found
            return (*found, comparison_view(results.model, earlier.model, choice, results.translate, areas))

        def show(made: tuple[View, ...]) -> None:
            if results is self.results and earlier is self.earlier and (choice, areas) == self._asked:
                self.figures.show_views(made)
                self._tell_state()

        self._background.run(tr("Figures of the dashboard"), make, show, self._forget)

    def take_settings(self) -> None:
        """Show areas in the unit of the options."""
        self._show_figures()

    # From a unit to the map

    def choose(self, place: Place) -> None:
        """Show a unit on the map, and no findings but its own, there and in the review panel; and its list."""
        if self.results is None:
            return
        counties = self._counties(place)
        message = tr("“{layer}” cannot be filtered now; it is being edited.")
        for name in self._filter.apply(self.results.path, unit_condition(place, counties)):
            self.tell(message.format(layer=name), Qgis.MessageLevel.Warning)
        self.map.show(place, counties)
        self.shown.setText(tr("Map and findings show {unit}.").format(unit=place.name))
        self.all.show()
        self.figures.mark(place)
        view = self.figures.current()
        if view is not None and view.list is not None:
            condition = unit_condition(place, counties, view.list.columns)
            self.list.show(self.results, view.list.table, view.title, condition)

    def show_all(self) -> None:
        """Take the filter off the findings."""
        self._filter.remove()
        self.map.leave()
        self.shown.setText("")
        self.all.hide()
        self.figures.mark(None)

    def _counties(self, place: Place) -> tuple[str, ...]:
        """Return the codes of the counties of a city."""
        if self.results is None:
            return ()
        from ...processing.dashboard_units import all_places, counties_of

        return counties_of(place, all_places(self.results.model, self.results.translate))
