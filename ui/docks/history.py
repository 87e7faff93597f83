"""The panel of runs: what was run before, with what it was given, to be opened again or compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgisInterface, QgsDockWidget
from qgis.PyQt.QtCore import QDateTime, Qt, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...processing.bridge.beijing_time import in_beijing
from ...processing.bridge.errors import InputError
from ...processing.bridge.i18n import tr, user_language
from ...processing.bridge.plain_text import without_markup
from ...processing.bridge.vocabulary import level_labels
from ...processing.parameters import REVIEWED_LISTS
from ...processing.result_titles import layer_titles, results_title
from .. import settings
from ..background import Background
from ..result_layers import add_to_group, read_summary
from ..widgets.dense_rows import make_dense
from ..widgets.plain_label import plain_label

PACKAGE, PAGE, WORKBOOK, MAPS = "farmland_redline.gpkg", "report.html", "summary.xlsx", "maps"
# The layers of results, the lowest first, which load with the styles stored beside them.
_LAYERS = ("summary", "pieces", "project_states", "supplement_states", *reversed(REVIEWED_LISTS))
_FOLDER, _CONFLICTS, _CANDIDATES = range(1, 4)  # after the time
_COMPARED = 2


class HistoryDock(QgsDockWidget):
    """Earlier runs, the newest first.

    Signals:
        opened: the GeoPackage of results that the user wants to look at.
        repeated: the parameters of a run that the user wants to make again, perhaps with others.
        compared: the GeoPackages of two runs, the earlier first.
    """

    opened = pyqtSignal(str)
    repeated = pyqtSignal(dict)
    compared = pyqtSignal(str, str)

    def __init__(self, iface: QgisInterface) -> None:
        """Build the panel; it lists the runs whenever it is shown."""
        super().__init__(tr("Runs"), iface.mainWindow())
        self.setObjectName("FarmlandRedlineRuns")
        self._iface = iface
        self._waiting: list[tuple[Path, str]] = []
        self._background = Background()
        self._described: Path | None = None
        self._steps = QTimer(self)
        self._steps.setInterval(0)
        self._steps.timeout.connect(self._load_next)
        self.setWidget(self._build())
        self.visibilityChanged.connect(lambda shown: self.show_runs() if shown else None)

    def release(self) -> None:
        """Read nothing and load no layers any more."""
        self._steps.stop()
        self._background.release()

    def _build(self) -> QWidget:
        """Return the panel's contents: the runs above what the chosen one was given, and what can be done with it."""
        content = QWidget()
        column = QVBoxLayout(content)
        self.table = _table([tr("Time (Beijing)"), tr("Folder"), tr("Conflicts"), tr("Candidates")], tr("Runs"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        heads = self.table.horizontalHeader()
        heads.setStretchLastSection(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(_FOLDER, QHeaderView.ResizeMode.Stretch)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.given = _table([tr("Parameter"), tr("Value")], tr("What the run was given"))
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.table)
        splitter.addWidget(self.given)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        column.addWidget(splitter, 1)
        self.note = plain_label()
        column.addWidget(self.note)
        self.buttons = {
            MAPS: QPushButton(tr("Maps")),
            PAGE: QPushButton(tr("Open page")),
            WORKBOOK: QPushButton(tr("Open workbook")),
            "": QPushButton(tr("Folder")),
        }
        files = QHBoxLayout()
        for name in (PAGE, WORKBOOK, MAPS, ""):
            self.buttons[name].clicked.connect(lambda _, name=name: self._open(name))
            files.addWidget(self.buttons[name])
        column.addLayout(files)
        self.reopen, self.compare = QPushButton(tr("Into the project")), QPushButton(tr("Compare"))
        self.again = QPushButton(tr("Run again …"))
        self.again.setToolTip(tr("Opens the dialog of “Run everything” with what the run was given"))
        self.again.clicked.connect(self._repeat)
        self.forget = QPushButton(tr("Take off the list"))
        self.reopen.setToolTip(tr("Adds the layers of the run's results to the project"))
        self.compare.setToolTip(tr("Choose two runs to see what is new, gone or changed"))
        self.reopen.clicked.connect(self._reopen)
        self.compare.clicked.connect(self._compare)
        self.forget.clicked.connect(self._forget)
        more = QHBoxLayout()
        for button in (self.reopen, self.again, self.compare, self.forget):
            more.addWidget(button)
        column.addLayout(more)
        return content

    def show_runs(self) -> None:
        """List the runs that are kept, unless nobody sees them."""
        if not self.isVisible():
            return
        runs = settings.kept_runs()
        self.table.blockSignals(True)  # the chosen run is shown once, at the end
        self.table.setRowCount(0)
        self.table.setRowCount(len(runs))
        for row, run in enumerate(runs):
            time = QDateTime.fromString(run.time, Qt.DateFormat.ISODate)
            cells = (
                in_beijing(time).toString("yyyy-MM-dd HH:mm"),
                results_title(Path(run.folder) / PACKAGE),
                str(run.conflicts),
                str(run.candidates),
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(without_markup(run.folder if column == _FOLDER else text))
                item.setData(Qt.ItemDataRole.UserRole, run.folder)
                if column in (_CONFLICTS, _CANDIDATES):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        if runs:
            self.table.selectRow(0)
        self.table.blockSignals(False)
        self._show_chosen()

    def chosen(self) -> list[Path]:
        """Return the folders of the chosen runs, from the top down."""
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return [Path(self.table.item(row, _FOLDER).data(Qt.ItemDataRole.UserRole)) for row in rows]

    def _show_chosen(self) -> None:
        """Show what the chosen run was given, and what can be done with it."""
        chosen = self.chosen()
        only = chosen[0] if len(chosen) == 1 else None
        there = [folder for folder in chosen if (folder / PACKAGE).is_file()]
        for name, button in self.buttons.items():
            button.setEnabled(only is not None and (only / name).exists())
        self.reopen.setEnabled(only is not None and only in there)
        self.again.setEnabled(only is not None and bool(self._kept(only)))
        self.compare.setEnabled(len(there) == len(chosen) == _COMPARED)
        self.forget.setEnabled(bool(chosen))
        try:
            figures = _figures(only / PACKAGE) if only is not None and there else ""
        except InputError as error:
            figures = str(error)
        self.note.setText(tr("The results are no longer there.") if only is not None and not there else figures)
        self.note.setVisible(bool(self.note.text()))
        self._describe(only / PACKAGE if only is not None and there else None)

    def _describe(self, package: Path | None) -> None:
        """Show what the run of a file of results was given and what it read; nothing where there is none."""
        self._described = package
        self._list_given([])
        if package is None:
            return
        language = user_language()

        def read() -> list[tuple[str, str]]:
            from ...processing.run_description import describe_run

            return describe_run(package, language)

        def show(rows: list[tuple[str, str]]) -> None:
            if package == self._described:
                self._list_given(rows)

        # What cannot be read stays empty: the figures say why.
        self._background.run(tr("What the run was given"), read, show, lambda _: None)

    def _list_given(self, rows: Sequence[tuple[str, str]]) -> None:
        """List titles and values."""
        self.given.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(without_markup(text))
                self.given.setItem(row, column, item)
        self.given.resizeColumnToContents(0)

    def _open(self, name: str) -> None:
        """Open a file of the chosen run, or its folder, with the system's program."""
        for folder in self.chosen()[:1]:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder / name)))

    def _reopen(self) -> None:
        """Bring the results of the chosen run into the project, a layer at a time."""
        for folder in self.chosen()[:1]:
            self._waiting = [(folder / PACKAGE, name) for name in reversed(_LAYERS)]
            self._steps.start()

    def _load_next(self) -> None:
        """Bring the next layer into the project; at the end tell those who show results."""
        package, name = self._waiting.pop()
        source, project = f"{package}|layername={name}", QgsProject.instance()
        if source not in {layer.source() for layer in project.mapLayers().values()}:
            layer = QgsVectorLayer(source, layer_titles()[name], "ogr")
            if layer.isValid():
                add_to_group(package, layer)
        if not self._waiting:
            self._steps.stop()
            self.opened.emit(str(package))

    def _repeat(self) -> None:
        """Hand on what the chosen run was given."""
        for folder in self.chosen()[:1]:
            self.repeated.emit(self._kept(folder))

    def _kept(self, folder: Path) -> dict[str, object]:
        """Return what the run of a folder was given; empty where that was not kept."""
        return next((run.given for run in settings.kept_runs() if Path(run.folder) == folder), {})

    def _compare(self) -> None:
        """Hand on two runs, the earlier first."""
        later, earlier = self.chosen()
        self.compared.emit(str(earlier / PACKAGE), str(later / PACKAGE))

    def _forget(self) -> None:
        """Take the chosen runs off the list."""
        for folder in self.chosen():
            settings.forget_run(str(folder))
        self.show_runs()


def _table(heads: Sequence[str], name: str) -> QTableWidget:
    """Return an empty table that nobody writes in."""
    table = QTableWidget(0, len(heads))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(heads))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    make_dense(table)
    table.verticalHeader().hide()
    table.horizontalHeader().setStretchLastSection(True)
    return table


def _figures(package: Path) -> str:
    """Return the figures of the highest unit of results; empty where they have none."""
    rows = {str(feature["level"]): feature for feature in reversed(read_summary(package))}
    row = next((rows[level] for level in level_labels(tr) if level in rows), None)
    if row is None:
        return ""
    text = tr("{unit}: {holding} of cultivated land, {conflicts} in conflict")
    areas = {word: settings.area_text(_number(row[f"{word}_mu"])) for word in ("holding", "conflicts")}
    return text.format(unit=row["name"], **areas)


def _number(value: object) -> float | None:
    """Return a number of a table, None where it has none."""
    return float(value) if isinstance(value, (int, float)) else None
