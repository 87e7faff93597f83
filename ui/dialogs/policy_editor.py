"""The editor of policies: targets, rules, thresholds and names in tables, checked as a run checks them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QItemSelectionModel, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent, QGuiApplication, QIcon, QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFileDialog,
    QInputDialog,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QSplitter,
    QTableView,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from ...processing.base_algorithm import icon_path
from ...processing.bridge.errors import InputError
from ...processing.bridge.i18n import tr
from ...processing.bridge.io.staging import replacing
from ...processing.bridge.kept_threads import keep_thread
from ...processing.bridge.located_yaml import read_yaml_text
from ...processing.bridge.paths import DEFAULT_POLICY, PLUGIN
from ...processing.bridge.plain_text import without_markup
from ...processing.bridge.policy.differences import COMPLETED, Difference, difference_words, policy_differences
from ...processing.bridge.policy.document import PolicyDocument
from ...processing.bridge.policy.reader import policy_warnings
from ...processing.bridge.policy.rule_tables import Mistake
from ...processing.bridge.policy.tables import FORMS, TABLES, Kind, table_titles
from ...processing.bridge.policy.typed_values import WAN_MU
from ...processing.bridge.policy.years import YEARS
from .. import settings
from ..runs import Run
from ..widgets.plain_label import plain_label
from ..widgets.policy_model import PolicyDelegate, PolicyModel, area_units
from .targets_preview import TargetsPreview

_CHECK_AFTER_MS = 250
_YAML = "YAML (*.yaml *.yml)"


class _Check(QgsTask):
    """Checks a document and compares it with the shipped policy, beside the window's work."""

    def __init__(self, document: PolicyDocument, tentative: bool, then: Callable[[_Check], None]) -> None:
        """Prepare the check.

        Args:
            document: to check.
            tentative: whether it holds what is still being typed.
            then: receives this task when it is done, in the main thread.
        """
        super().__init__(tr("Checking the policy"), QgsTask.Flag.CanCancel)
        self.document, self.tentative, self._then = document, tentative, then
        self.mistakes: list[str] = []
        self.warnings: list[str] = []
        self.differences: list[Difference] = []

    def run(self) -> bool:
        """Check and compare."""
        keep_thread()
        policy, self.mistakes = self.document.check()
        self.warnings = policy_warnings(policy) if policy is not None else []
        if not self.tentative:
            self.differences = policy_differences(_shipped(), self.document)
        return True

    def finished(self, result: bool) -> None:
        """Hand the findings on, unless the window that asked is gone."""
        if result and not self.isCanceled():
            self._then(self)


class PolicyEditor(QDialog):
    """The window in which a policy is edited; it stands beside QGIS's window, which works on.

    Signals:
        saved: the path of a file that was written.
    """

    saved = pyqtSignal(str)

    def __init__(self, layers: Callable[[str], dict[str, object]], parent: QWidget | None = None) -> None:
        """Build the window, empty.

        Args:
            layers: returns the recognised layers as parameters of an algorithm.
            parent: Qt's.
        """
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("FarmlandRedlinePolicyEditor")
        self._layers = layers
        self.path: Path | None = None
        self.document = PolicyDocument("{}", "")
        self._kept = self.document  # as in the file
        self._before: list[PolicyDocument] = []
        self._after: list[PolicyDocument] = []
        self.mistakes: list[str] = []
        self._differences: list[Difference] = []
        self._check: _Check | None = None
        self._import: Run | None = None
        self._waiting: PolicyDocument | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_CHECK_AFTER_MS)
        self._soon.timeout.connect(self._start_check)
        self._build()
        room, metrics = QGuiApplication.primaryScreen().availableGeometry(), self.fontMetrics()
        self.resize(
            min(room.width() * 9 // 10, metrics.averageCharWidth() * 170),
            min(room.height() * 8 // 10, metrics.height() * 42),
        )

    def release(self) -> None:
        """Stop what goes on, without a question; changes that are not saved come back when it is opened again."""
        self._soon.stop()
        self._keep_draft()
        if self._check is not None:
            self._check.cancel()
        if self._import is not None:
            self._import.cancel()
        self._kept = self.document
        self.close()

    # What the window consists of

    def _build(self) -> None:
        """Fill the window: tools, tables, the table that is chosen, and what is to be said of it."""
        self.model = PolicyModel(self._change_value, self)
        self.tables = QListWidget()
        self.tables.setAccessibleName(tr("Tables of the policy"))
        self.tables.setIconSize(QSize(self.fontMetrics().ascent(), self.fontMetrics().ascent()))
        for form in TABLES:
            item = QListWidgetItem(table_titles(tr)[form.name])
            item.setData(Qt.ItemDataRole.UserRole, form.name)
            self.tables.addItem(item)
        self.tables.setCurrentRow(next(i for i, form in enumerate(TABLES) if form.name == "units"))
        self.tables.currentRowChanged.connect(lambda _: self._show())
        self.view = self._table_view()
        self.line = plain_label()
        self.mistake_list = self._list(tr("Mistakes"), self._go_to_mistake)
        self.difference_list = self._list(tr("Differences from the shipped policy"), self._go_to_difference)
        self.notes = QTabWidget()
        self.notes.addTab(self.mistake_list, "")
        self.notes.addTab(self.difference_list, "")
        right = QSplitter(Qt.Orientation.Vertical)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        column.addWidget(self.line)
        right.addWidget(upper)
        right.addWidget(self.notes)
        right.setStretchFactor(0, 3)
        right.setStretchFactor(1, 1)
        whole = QSplitter()
        whole.addWidget(self.tables)
        whole.addWidget(right)
        whole.setStretchFactor(1, 1)
        narrow = self.tables.sizeHintForColumn(0) + 4 * self.fontMetrics().averageCharWidth()
        whole.setSizes([narrow, self.fontMetrics().averageCharWidth() * 170 - narrow])
        self.state = plain_label(wraps=False)
        layout = QVBoxLayout(self)
        layout.addWidget(self._tools())
        layout.addWidget(whole, 1)
        layout.addWidget(self.state)

    def _table_view(self) -> QTableView:
        """Return the view of the table."""
        view = QTableView()
        view.setModel(self.model)
        view.setAccessibleName(tr("Rows of the table"))
        delegate = PolicyDelegate(view)
        delegate.typing.connect(self._check_typing)
        delegate.closeEditor.connect(lambda *_: self._stop_typing())
        view.setItemDelegate(delegate)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        view.setAlternatingRowColors(True)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.horizontalHeader().setStretchLastSection(True)
        view.selectionModel().currentChanged.connect(lambda *_: self._show_line())
        self.model.modelReset.connect(self._show_line)
        return view

    def _list(self, name: str, go: Callable[[int], None]) -> QListWidget:
        """Return a list of sentences, each of which leads to its cell."""
        made = QListWidget()
        made.setAccessibleName(name)
        made.setWordWrap(True)
        made.setResizeMode(QListWidget.ResizeMode.Adjust)
        made.itemActivated.connect(lambda item: go(made.row(item)))
        made.itemClicked.connect(lambda item: go(made.row(item)))
        return made

    def _tools(self) -> QToolBar:
        """Return the tool bar."""
        bar = QToolBar()
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.actions_by_name = {}
        for name, title, icon, keys, slot in (
            ("new", tr("Begin with the shipped policy"), "mActionFileNew", "Ctrl+N", lambda: self.open(DEFAULT_POLICY)),
            ("open", tr("Open a policy file …"), "mActionFileOpen", "Ctrl+O", self._ask_for_file),
            ("save", tr("Save"), "mActionFileSave", "Ctrl+S", self.save),
            ("save_as", tr("Save as …"), "mActionFileSaveAs", "Ctrl+Shift+S", self.save_as),
            ("", "", "", "", None),
            ("undo", tr("Undo"), "mActionUndo", "Ctrl+Z", self.undo),
            ("redo", tr("Redo"), "mActionRedo", "Ctrl+Y", self.redo),
            ("", "", "", "", None),
            ("add", tr("Add a row"), "mActionNewTableRow", "Ctrl+Ins", self._add_row),
            ("copy", tr("Add the row once more"), "mActionDuplicateFeature", "Ctrl+D", self._copy_row),
            ("remove", tr("Take the row out"), "mActionDeleteSelected", "Ctrl+Del", self._remove_row),
            ("up", tr("Move the row up"), "mActionArrowUp", "Alt+Up", lambda: self._move_row(down=False)),
            ("down", tr("Move the row down"), "mActionArrowDown", "Alt+Down", lambda: self._move_row(down=True)),
            ("year", tr("Add a year of tasks …"), "mActionNewAttribute", "Ctrl+Shift+Y", self._add_year),
            ("paste", tr("Paste cells"), "mActionEditPaste", "Ctrl+V", self._paste),
            ("clear", tr("Empty the cells"), "mActionDeleteSelectedFeatures", "Del", self._clear),
            ("", "", "", "", None),
            ("import", tr("Import targets …"), "import_targets", "Ctrl+I", self._ask_for_targets),
        ):
            if slot is None:
                bar.addSeparator()
                continue
            theme = QgsApplication.getThemeIcon(f"/{icon}.svg")
            action = bar.addAction(QIcon(icon_path(icon)) if name == "import" else theme, title, slot)
            action.setShortcut(QKeySequence(keys))
            shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(without_markup(f"{title} ({shortcut})"))
            self.actions_by_name[name] = action
            if name in ("import", "save"):
                bar.widgetForAction(action).setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.addSeparator()
        bar.addWidget(plain_label(tr("Areas in") + " ", wraps=False))
        self.unit = QComboBox()
        self.unit.setAccessibleName(tr("Areas in"))
        for unit in WAN_MU:
            self.unit.addItem(area_units()[unit], unit)
        self.unit.activated.connect(lambda _: self._show())
        bar.addWidget(self.unit)
        return bar

    # Files

    def open(self, path: Path) -> bool:
        """Edit a policy file in place of the former; return whether it could be read. The shipped one gets a copy."""
        if not self._may_leave():
            return False
        try:
            document = PolicyDocument.read(path)
        except InputError as error:
            self.say(str(error))
            return False
        is_own = not _is_shipped(path)
        self.path = path if is_own else None
        self.document = self._kept = document
        self._before, self._after = [], []
        self.mistakes = []
        self.say("" if is_own else tr("A copy of the shipped policy: save it under a name of your own."))
        self._take_draft()
        self._show()
        self._start_check()
        return True

    def save(self) -> bool:
        """Write the policy into its file, and return whether that was done; ask for a name where it has none."""
        if self.path is None:
            return self.save_as()
        if self.path.exists() and not self._is_as_kept(self.path):
            text = tr("{file} was changed by another program meanwhile. Save under another name, or open it again.")
            self.say(text.format(file=self.path.name))
            return False
        return self._write(self.path)

    def save_as(self) -> bool:
        """Ask for a name, and write the policy there; return whether that was done."""
        at = str(self.path or Path.home() / "policy.yaml")
        text, _ = QFileDialog.getSaveFileName(self, tr("Save the policy"), at, _YAML)
        if not text:
            return False
        path = Path(text)
        return self._write(path if path.suffix else path.with_suffix(".yaml"))

    def _write(self, path: Path) -> bool:
        """Write the policy; return whether that was done."""
        if _is_shipped(path):
            self.say(tr("The shipped policy stays as it is, and updates replace it: choose a folder of your own."))
            return False
        try:
            with replacing(path) as temporary:
                temporary.write_bytes(self.document.text.encode("utf-8"))
        except (InputError, OSError) as error:
            self.say(str(error))
            return False
        self._drop_draft()
        self.path, self._kept = path, self.document
        said = tr("Saved: {path}").format(path=path)
        if self.mistakes:
            said += " " + tr("{count} mistakes keep it from being used.").format(count=len(self.mistakes))
        self.say(said)
        self._show_title()
        self.saved.emit(str(path))
        return True

    def _is_as_kept(self, path: Path) -> bool:
        """Return whether a file is as it was opened or saved last."""
        try:
            return read_yaml_text(path) == self._kept.text
        except InputError:
            return False

    def _ask_for_file(self) -> None:
        """Ask for a policy file, and open it."""
        at = str(self.path.parent if self.path else Path.home())
        text, _ = QFileDialog.getOpenFileName(self, tr("Open a policy file …"), at, _YAML)
        if text:
            self.open(Path(text))

    def _may_leave(self) -> bool:
        """Return whether the document may be left: it is saved, or the user gives the changes up."""
        if self.document == self._kept:
            return True
        button = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self,
            tr("Policy editor"),
            tr("The policy has changes that are not saved."),
            button.Save | button.Discard | button.Cancel,
            button.Save,
        )
        if answer == button.Discard:
            self._drop_draft()
        return answer == button.Discard or (answer == button.Save and self.save())

    def _keep_draft(self) -> None:
        """Keep changes that are not saved, for the end of QGIS, which asks nobody, and for a crash."""
        draft = _draft()
        try:
            if self.document == self._kept:
                self._drop_draft()
                return
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(self.document.text.encode("utf-8"))
            settings.keep(settings.POLICY_DRAFT, str(self.path or ""))
        except OSError as error:
            self.say(str(error))

    def _is_draft_of_this(self) -> bool:
        """Return whether the changes that are kept are of this file."""
        return settings.kept_text(settings.POLICY_DRAFT) == str(self.path or "")

    def _drop_draft(self) -> None:
        """Forget the changes of this file that were kept."""
        if self._is_draft_of_this():
            _draft().unlink(missing_ok=True)

    def _take_draft(self) -> None:
        """Take the changes of the file that were not saved the last time; undoing leads back to the file."""
        if not self._is_draft_of_this() or not _draft().exists():
            return
        try:
            draft = PolicyDocument(PolicyDocument.read(_draft()).text, self.document.name)
        except InputError:
            return
        if draft != self.document:
            self._before = [self.document]
            self.document = draft
            self.say(tr("Changes that were not saved the last time are here again; undo leads back to the file."))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, unless changes are to be kept."""
        if self._may_leave():
            self.document = self._kept
            event.accept()
        else:
            event.ignore()

    def reject(self) -> None:
        """Close by Escape as by the window's button."""
        self.close()

    # Changes

    def change(self, document: PolicyDocument) -> None:
        """Take another document, which can be undone."""
        if document == self.document:
            return
        self._before.append(self.document)
        self._after = []
        self._take(document)

    def undo(self) -> None:
        """Take the last change back."""
        if self._before:
            self._after.append(self.document)
            self._take(self._before.pop())

    def redo(self) -> None:
        """Make a change again that was taken back."""
        if self._after:
            self._before.append(self.document)
            self._take(self._after.pop())

    def _take(self, document: PolicyDocument) -> None:
        """Show a document, and check it soon."""
        self.document = document
        self._waiting = None
        self._show()
        self._soon.start()

    def _change_value(self, table: str, row: int, key: str, typed: str) -> None:
        """Take what was typed into a cell."""
        self.change(self.document.with_value(table, row, key, typed, self.model.unit))

    def _check_typing(self, row: int, section: int, text: str) -> None:
        """Check what is being typed, before it is taken."""
        key, word = self.model.keys[section], self.model.word(row, section, text)
        self._waiting = self.document.with_value(self.model.form.name, row, key, word, self.model.unit)
        self._soon.start()

    def _table(self) -> str:
        """Return the name of the table that is shown."""
        return str(self.tables.currentItem().data(Qt.ItemDataRole.UserRole))

    def _cell(self) -> tuple[int, str]:
        """Return the row and the key of the current cell."""
        index = self.view.currentIndex()
        return index.row(), self.model.keys[index.column()] if index.isValid() else ""

    def _stop_typing(self) -> None:
        """Forget what was typed into an editor that is closed."""
        self._waiting = None
        self._show_line()

    def _row(self) -> int:
        """Return the current row; -1 if there is none."""
        return int(self.view.currentIndex().row())

    def _add_row(self) -> None:
        """Add a row at the end of the table; of a table that a run would complete, behind the shipped rows."""
        table = self._table()
        if not FORMS[table].single:
            document = self.document
            if self._is_completed(table):
                document = document.with_rows_of(_shipped(), table)
            self.change(document.with_row(table, {}))
            self.go_to(self.model.rowCount() - 1, 0)

    def _is_completed(self, table: str) -> bool:
        """Return whether a run takes a table from the shipped policy, since the file has none."""
        return table in COMPLETED and not self.document.has_table(table)

    def _copy_row(self) -> None:
        """Add the current row once more, behind itself."""
        row = self._row()
        if row >= 0 and not FORMS[self._table()].single:
            self.change(self.document.with_copy(self._table(), row))
            self.go_to(row + 1, 0)

    def _remove_row(self) -> None:
        """Take the current row out."""
        row = self._row()
        if row >= 0 and not FORMS[self._table()].single:
            self.change(self.document.without_row(self._table(), row))
            self.go_to(min(row, self.model.rowCount() - 1), 0)

    def _move_row(self, down: bool) -> None:
        """Move the current row by one place."""
        row = self._row()
        if row >= 0 and not FORMS[self._table()].single:
            self.change(self.document.with_row_moved(self._table(), row, down))
            self.go_to(max(0, min(row + (1 if down else -1), self.model.rowCount() - 1)), 0)

    def _add_year(self) -> None:
        """Ask for a year, and show a column for its tasks."""
        years = [int(year) for year in self.document.years() if year.isdecimal()]
        year, good = QInputDialog.getInt(
            self, tr("Add a year of tasks …"), tr("Year"), max(years, default=YEARS[0]) + 1, *YEARS
        )
        if good:
            self.model.add_year(str(year))
            self.tables.setCurrentRow(list(FORMS).index("units"))
            self._show()

    def _paste(self) -> None:
        """Write the cells of the clipboard, as spreadsheets put them there, from the current cell on."""
        at, document, table = self.view.currentIndex(), self.document, self._table()
        if not at.isValid():
            return
        lines = QGuiApplication.clipboard().text().rstrip("\r\n").splitlines()
        for row, line in enumerate(lines, at.row()):
            for section, text in enumerate(line.split("\t"), at.column()):
                if row < self.model.rowCount() and section < len(self.model.keys):
                    word = self.model.word(row, section, text)
                    document = document.with_value(table, row, self.model.keys[section], word, self.model.unit)
        self.change(document)

    def _clear(self) -> None:
        """Empty the chosen cells."""
        document, table = self.document, self._table()
        for index in self.view.selectedIndexes():
            document = document.with_value(table, index.row(), self.model.keys[index.column()], "")
        self.change(document)

    # Targets of a spreadsheet

    def _ask_for_targets(self) -> None:
        """Ask for a spreadsheet of targets, and show what it would change."""
        filters = "Excel, CSV (*.xlsx *.csv)"
        text, _ = QFileDialog.getOpenFileName(self, tr("Import targets …"), str(Path.home()), filters)
        if text:
            self.import_targets(Path(text))

    def import_targets(self, sheet: Path, only_named: bool = False) -> None:
        """Let the algorithm take the targets over into a copy of the policy, and show what that changes."""
        if self._import is not None:
            return
        folder = TemporaryDirectory(prefix="farmland_redline_")  # lives until the run has ended
        own, made = Path(folder.name, "policy.yaml"), Path(folder.name, "imported.yaml")
        own.write_bytes(self.document.text.encode("utf-8"))
        given = {"TARGETS": str(sheet), "POLICY": str(own), "ONLY_NAMED": only_named, "OUTPUT": str(made)}
        run = Run("import_targets", {**self._layers("import_targets"), **given})

        def finish(good: bool, _: dict[str, object]) -> None:
            """Show what the run made of the policy, or why it made nothing."""
            self._import = None
            self.actions_by_name["import"].setEnabled(True)
            document = PolicyDocument.read(made) if good else None
            folder.cleanup()
            if document is None:
                self.say("\n".join(run.feedback.errors) or tr("The run failed; see the log."))
            else:
                self.say("")
                warnings = list(run.feedback.warnings)
                self._preview(sheet, PolicyDocument(document.text, self.document.name), warnings, only_named)

        run.ended.connect(finish)
        self._import = run
        self.actions_by_name["import"].setEnabled(False)
        self.say(tr("Reading {file} …").format(file=sheet.name))
        run.start()

    def _preview(self, sheet: Path, document: PolicyDocument, warnings: list[str], only_named: bool) -> None:
        """Show what an import changes; it is taken over when the user says so."""
        words = [difference_words(each, tr) for each in policy_differences(self.document, document)]
        self.preview = TargetsPreview(sheet.name, words, warnings, only_named, self)
        base = self.document

        def take() -> None:
            """Take the targets over, unless the policy was changed meanwhile."""
            if self.document == base:
                self.tables.setCurrentRow(list(FORMS).index("units"))
                self.change(document)
            else:
                self.say(tr("The policy was changed meanwhile. Import the targets again."))

        self.preview.accepted.connect(take)
        self.preview.only_named_changed.connect(lambda only: self.import_targets(sheet, only))
        self.preview.show()

    # What is shown

    def say(self, text: str) -> None:
        """Say something below the tables."""
        self.state.setText(text)

    def go_to(self, row: int, section: int) -> None:
        """Make a cell the current one."""
        index = self.model.index(row, section)
        if index.isValid():
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)

    def _show(self) -> None:
        """Show the document as it is now."""
        table = self._table()
        other = self.model.form.name != table
        self.model.unit = str(self.unit.currentData())
        self.model.show(self.document, table, self.mistakes)
        if other or not self.view.property("sized"):
            self._size_columns()
        self._show_title()
        self._show_line()
        form = FORMS[table]
        for name, usable in (
            ("undo", bool(self._before)),
            ("redo", bool(self._after)),
            ("up", form.ordered),
            ("down", form.ordered),
            ("add", not form.single),
            ("copy", not form.single),
            ("remove", not form.single),
            ("year", any(column.kind is Kind.AREAS_BY_YEAR for column in form.columns)),
        ):
            self.actions_by_name[name].setEnabled(usable)

    def _size_columns(self) -> None:
        """Give the columns the width of what stands in them, within limits."""
        most = self.fontMetrics().averageCharWidth() * 40
        self.view.resizeColumnsToContents()
        for section in range(len(self.model.keys)):
            self.view.setColumnWidth(section, min(self.view.columnWidth(section), most))
        self.view.setProperty("sized", bool(self.model.keys))

    def _show_title(self) -> None:
        """Show the file in the title, with a mark where it has changes."""
        name = str(self.path) if self.path else tr("not saved yet")
        self.setWindowTitle(f"{tr('Policy editor')}: {name}[*]")
        self.setWindowModified(self.document != self._kept)

    def _show_line(self) -> None:
        """Show the mistakes of the current cell below the table, and what the table is about."""
        index = self.view.currentIndex()
        said = self.model.said(index.row(), index.column()) if index.isValid() and self.model.keys else []
        text = " ".join(said)
        if not text and self._is_completed(self._table()):
            text = tr("The file has no such table: a run takes the rows of the shipped policy.")
        elif not text and FORMS[self._table()].ordered:
            text = tr("The first row that fits decides: the order counts.")
        self.line.setText(text)

    def _start_check(self) -> None:
        """Check what is typed, or else the document, once a check that goes on has ended."""
        if self._check is not None:
            self._soon.start()
            return
        tentative = self._waiting is not None
        self._check = _Check(self._waiting or self.document, tentative, self._take_check)
        self._check.taskTerminated.connect(self._forget_check)
        QgsApplication.taskManager().addTask(self._check)

    def _forget_check(self) -> None:
        """Let another check begin after one that was cancelled."""
        self._check = None

    def _take_check(self, check: _Check) -> None:
        """Show what a check found."""
        self._check = None
        if check.tentative:
            if check.document == self._waiting:
                self.line.setText(" ".join(self.model.placed(check.mistakes).get(self._cell(), [])))
            return
        if check.document != self.document:
            self._soon.start()
            return
        self._keep_draft()
        self.mistakes, self._differences = check.mistakes, check.differences
        self.mistake_list.clear()
        self.mistake_list.addItems([*check.mistakes, *check.warnings])
        self.difference_list.clear()
        self.difference_list.addItems([difference_words(each, tr) for each in check.differences])
        mistakes, differences = tr("Mistakes: {count}"), tr("Differences from the shipped policy: {count}")
        self.notes.setTabText(0, mistakes.format(count=len(check.mistakes)))
        self.notes.setTabText(1, differences.format(count=len(check.differences)))
        by_table = [mistake.table for mistake in check.mistakes if isinstance(mistake, Mistake)]
        titles = table_titles(tr)
        for i in range(self.tables.count()):
            item = self.tables.item(i)
            name = item.data(Qt.ItemDataRole.UserRole)
            count = by_table.count(name)
            item.setText(f"{titles[name]} ({count})" if count else titles[name])
            item.setIcon(QgsApplication.getThemeIcon("/mIconWarning.svg" if count else ""))
        self._show()

    def _go_to_mistake(self, place: int) -> None:
        """Show the cell of a mistake."""
        mistake = self.mistakes[place] if place < len(self.mistakes) else None
        if isinstance(mistake, Mistake) and mistake.table in FORMS:
            self._go_to_cell(mistake.table, mistake.row - 1, mistake.key)

    def _go_to_difference(self, place: int) -> None:
        """Show the cell of a difference."""
        difference = self._differences[place]
        self._go_to_cell(difference.table, difference.place, difference.key)

    def _go_to_cell(self, table: str, row: int, key: str) -> None:
        """Show a table, and a cell of it."""
        self.tables.setCurrentRow(list(FORMS).index(table))
        keys = self.model.keys
        short = key.partition(": ")[0]
        section = keys.index(key) if key in keys else keys.index(short) if short in keys else 0
        self.go_to(max(row, 0), section)


@lru_cache(maxsize=1)
def _shipped() -> PolicyDocument:
    """Return the shipped policy."""
    return PolicyDocument.read(DEFAULT_POLICY)


def _draft() -> Path:
    """Return where changes are kept that are not saved."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "farmland_redline" / "policy_draft.yaml"


def _is_shipped(path: Path) -> bool:
    """Return whether a file belongs to the plugin."""
    try:
        return PLUGIN in path.resolve().parents
    except OSError:
        return False
