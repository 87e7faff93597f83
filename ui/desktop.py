"""Menu, toolbar and panels in the QGIS desktop; nothing is left of them when the plugin is unloaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsSettings
from qgis.gui import QgisInterface, QgsDockWidget
from qgis.PyQt.QtCore import Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QIcon
from qgis.PyQt.QtWidgets import QMenu, QToolBar

from ..processing.base_algorithm import RedlineAlgorithm, icon_path
from ..processing.bridge.i18n import tr, user_language
from ..processing.bridge.paths import HELP
from ..processing.provider import ALGORITHMS
from .dialogs.filled_in import make_dialog
from .docks.dashboard import DashboardDock
from .docks.history import HistoryDock
from .docks.review import ReviewDock
from .docks.start import StartDock
from .locator import PREFIX, FeatureLocator
from .options import PAGE, OptionsFactory
from .runs import end_runs
from .templates import Templates

_WIDTH = 450  # pixels of the panels at first, at which the layers and why they are used can be read


class Desktop:
    """The plugin's part of QGIS's main window."""

    def __init__(self, iface: QgisInterface) -> None:
        """Add menu, toolbar and panels; they are hidden until asked for, or as the user left them."""
        self._iface = iface
        self.start = StartDock(iface)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.start)
        self.review = ReviewDock(iface)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.review)
        self.dashboard = DashboardDock(iface)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dashboard)
        self.history = HistoryDock(iface)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.history)
        self.start.run_kept.connect(self.history.show_runs)
        self.history.opened.connect(self._show_results)
        self.history.compared.connect(self._compare)
        self.history.repeated.connect(lambda given: self._open_dialog("run_batch", given))
        self.docks = (self.start, self.review, self.dashboard, self.history)
        self._put_behind_one_another()
        iface.initializationCompleted.connect(self._put_behind_one_another)
        for dock in self.docks:
            dock.hide()
        self.start.visibilityChanged.connect(self._widen)
        self.options = OptionsFactory(self._take_settings)
        iface.registerOptionsWidgetFactory(self.options)
        self.menu = QMenu(tr("Farmland Redline"), iface.mainWindow())
        self.menu.setObjectName("FarmlandRedlineMenu")
        bar = iface.mainWindow().menuBar()
        bar.insertMenu(iface.firstRightStandardMenu().menuAction(), self.menu)
        self.toolbar: QToolBar = iface.addToolBar(tr("Farmland Redline"))
        self.toolbar.setObjectName("FarmlandRedlineToolBar")
        self._fill()
        self.locator = FeatureLocator(iface)
        iface.registerLocatorFilter(self.locator)
        self.templates = Templates()
        RedlineAlgorithm.make_dialog = staticmethod(
            lambda algorithm, parent: make_dialog(algorithm, parent, self.start)
        )

    def release(self) -> None:
        """Take everything out of the main window."""
        RedlineAlgorithm.make_dialog = None
        self._iface.deregisterLocatorFilter(self.locator)
        self.templates.release()
        self._iface.initializationCompleted.disconnect(self._put_behind_one_another)
        end_runs()
        self._iface.unregisterOptionsWidgetFactory(self.options)
        for dock in self.docks:
            dock.release()
            self._iface.removeDockWidget(dock)
            dock.deleteLater()
        self._iface.mainWindow().menuBar().removeAction(self.menu.menuAction())
        self.menu.deleteLater()
        self._iface.mainWindow().removeToolBar(self.toolbar)
        self.toolbar.deleteLater()

    def _take_settings(self) -> None:
        """Show in the panels what the user has chosen in the options."""
        self.start.take_settings()
        self.review.take_settings()
        self.dashboard.take_settings()
        self.history.show_runs()

    def _put_behind_one_another(self) -> None:
        """Put panels that are new to the user into one place; one above the other they outgrow a small screen.

        When QGIS has started it has put panels where the user had them, and new ones anywhere.
        """
        kept = bytes(QgsSettings().value("UI/state", b"") or b"")
        for dock in (self.review, self.dashboard, self.history):
            if dock.objectName().encode("utf-16-be") not in kept:
                self._iface.mainWindow().tabifyDockWidget(self.start, dock)

    def _widen(self, shown: bool) -> None:
        """Give the panels, when they are first shown to a user who has not placed them, the width that they need."""
        if not shown:
            return
        self.start.visibilityChanged.disconnect(self._widen)
        if self.start.objectName().encode("utf-16-be") not in bytes(QgsSettings().value("UI/state", b"") or b""):
            window = self._iface.mainWindow()
            QTimer.singleShot(0, lambda: window.resizeDocks([self.start], [_WIDTH], Qt.Orientation.Horizontal))

    def _fill(self) -> None:
        """Fill menu and toolbar."""
        panel = self._panel_action(self.start, tr("Start panel"), "farmland_redline")
        review = self._panel_action(self.review, tr("Review of findings"), "review")
        dashboard = self._panel_action(self.dashboard, tr("Dashboard"), "dashboard")
        history = self._panel_action(self.history, tr("Runs"), "history")
        self.menu.addAction(QIcon(icon_path("policy_editor")), tr("Policy editor"), self.start.edit_policy)
        self.menu.addAction(tr("Open the sample city"), self._open_sample)
        self.menu.addAction(tr("Find parcel, unit or finding"), lambda: self._iface.locatorSearch(f"{PREFIX} "))
        self.menu.addSeparator()
        check = self.menu.addAction(QIcon(icon_path("check_layers")), tr("Check layers"), self.start.check_layers)
        run = self.menu.addAction(QIcon(icon_path("run_batch")), tr("Run everything"), self.start.run_everything)
        tools = self.menu.addMenu(tr("All tools"))
        for algorithm in ALGORITHMS:
            name = algorithm.ID
            tools.addAction(QIcon(icon_path(name)), algorithm().title(), lambda name=name: self._open_dialog(name))
        self.menu.addSeparator()
        self.menu.addAction(tr("Settings"), lambda: self._iface.showOptionsDialog(self._iface.mainWindow(), PAGE))
        self.menu.addAction(tr("Help"), _open_help)
        for action in (panel, check, run, review, dashboard, history):
            self.toolbar.addAction(action)
        for action in (check, run):
            action.setEnabled(False)

        def enable(can_check: bool, can_run: bool) -> None:
            """Let the actions be used that have a use now."""
            check.setEnabled(can_check)
            run.setEnabled(can_run)

        self.start.ready_changed.connect(enable)
        self.start.look_at_project()

    def _panel_action(self, dock: QgsDockWidget, title: str, icon: str) -> Any:  # noqa: ANN401  Qt 6 moved QAction
        """Add the action to the menu that shows a panel, also from behind another, or hides it."""
        action = self.menu.addAction(QIcon(icon_path(icon)), title)
        action.setCheckable(True)
        dock.setToggleVisibilityAction(action)
        return action

    def _open_sample(self) -> None:
        """Show the start panel with the sample city."""
        self.start.setUserVisible(True)
        self.start.load_sample()

    def _show_results(self, package: str) -> None:
        """Show results in the dashboard."""
        self.dashboard.setUserVisible(True)
        self.dashboard.open_results(Path(package))

    def _compare(self, earlier: str, later: str) -> None:
        """Show two runs beside one another in the dashboard."""
        self._show_results(later)
        self.dashboard.compare_with(Path(earlier))

    def _open_dialog(self, name: str, given: Mapping[str, object] | None = None) -> None:
        """Open an algorithm's dialog, filled in with what is given, and else as far as the project tells."""
        from processing.tools.general import execAlgorithmDialog

        execAlgorithmDialog(f"farmland_redline:{name}", dict(given or {}))


def _open_help() -> None:
    """Open the bundled help in the user's language."""
    page = HELP / user_language() / "index.html"
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(page if page.is_file() else Path(HELP) / "index.html")))
