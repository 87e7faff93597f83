"""The start panel: from the layers of the project to a run, and to what it wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from qgis.core import Qgis, QgsProcessingOutputLayerDefinition, QgsProject
from qgis.gui import QgisInterface, QgsCollapsibleGroupBox, QgsFileWidget
from qgis.PyQt.QtCore import QDateTime, QStandardPaths, Qt, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...processing.bridge.dependencies import require
from ...processing.bridge.errors import InputError
from ...processing.bridge.i18n import tr, user_language
from ...processing.bridge.paths import DEFAULT_POLICY
from ...processing.bridge.plain_text import without_markup
from ...processing.bridge.survey.profile import load_profile, with_profile
from ...processing.bridge.survey.schema import Survey, load_survey
from ...processing.parameters import POLICY, PROFILE
from ...processing.recognised_inputs import (
    PARCEL_KIND,
    UNIT_KIND,
    RecognisedInput,
    as_parameters,
    county_names,
    missing_kinds,
    recognise_project,
    state_kind,
    usable_kinds,
)
from .. import settings
from ..background import Background
from ..opening import SAMPLE_FILES, Opening, copy_sample
from ..runs import Run, create_algorithm
from ..widgets.layer_table import LayerTable
from ..widgets.plain_label import plain_label
from .project_dock import ProjectDock

if TYPE_CHECKING:
    from ..dialogs.policy_editor import PolicyEditor

_AFTER_QGIS_MS = 200
_SHOWN = 8  # names that a message lists


class StartDock(ProjectDock):
    """Layers with their roles, what is missing, the check, the run, and its results.

    Signals:
        ready_changed: whether layers can be checked, and whether all can be run.
        run_kept: a run has ended, and is among the kept ones.
    """

    ready_changed = pyqtSignal(bool, bool)
    run_kept = pyqtSignal()

    def __init__(self, iface: QgisInterface) -> None:
        """Build the panel; it looks at the project when it is asked to, and whenever layers come or go."""
        super().__init__(iface, tr("Farmland Redline"), "FarmlandRedlineStart")
        self._inputs: list[RecognisedInput] = []
        self._run: Run | None = None
        self.policy_editor: PolicyEditor | None = None
        self._background = Background()
        self._openings: list[Opening] = []
        self._given: dict[str, object] = {}  # parameters of the last run
        self._outputs: dict[str, object] = {}
        self.setWidget(self._build())
        self.setAcceptDrops(True)

    def release(self) -> None:
        """Stop following the project, and opening layers."""
        super().release()
        self._background.release()
        if self.policy_editor is not None:
            self.policy_editor.release()
            self.policy_editor.deleteLater()
        for opening in self._openings:
            opening.stop()

    # What the panel consists of

    def _build(self) -> QWidget:
        """Return the panel's contents, from the layers down to the results."""
        content = QWidget()
        column = QVBoxLayout(content)
        self.status = plain_label()
        top = QHBoxLayout()
        top.addWidget(self._open_button())
        top.addWidget(self.status, 1)
        column.addLayout(top)
        self.table = LayerTable(_kind_titles(load_survey()))
        self.table.stated.connect(self._state)
        column.addWidget(self.table, 1)
        self.missing = plain_label()
        column.addWidget(self.missing)
        column.addLayout(self._form())
        column.addWidget(self._more())
        column.addLayout(self._buttons())
        self.results = QGridLayout()  # two in a row: the panel stays as narrow as the user has it
        column.addLayout(self.results)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setAccessibleName(tr("Log of the run"))
        self.log.setMaximumBlockCount(5000)
        self.log.hide()
        column.addWidget(self.log)
        return content

    def _open_button(self) -> QToolButton:
        """Return the button that brings layers into the project."""
        button = QToolButton()
        button.setText(tr("Open data"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        menu = QMenu(button)
        menu.addAction(tr("File (GeoPackage, shapefile) …"), self._open_file)
        menu.addAction(tr("Folder or file geodatabase …"), self._open_folder)
        menu.addAction(tr("Sample city"), self.load_sample)
        button.setMenu(menu)
        return button

    def _form(self) -> QFormLayout:
        """Return what a run needs beside the layers."""
        form = QFormLayout()
        self.office = QComboBox()
        self.office.setAccessibleName(tr("This office"))
        self.office.setToolTip(tr("The unit that dialogs of maps and letters are filled in with"))
        self.office.activated.connect(lambda _: self._keep_office())
        form.addRow(tr("This office"), self.office)
        self.folder = QgsFileWidget()
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setFilePath(settings.kept_text(settings.OUTPUT_FOLDER, _default_folder()))
        form.addRow(tr("Output folder"), self.folder)
        self.maps = QCheckBox(tr("Make county maps"))
        self.maps.setChecked(settings.kept_choice(settings.MAPS, True))
        self.letters = QCheckBox(tr("Write county letters"))
        self.letters.setChecked(settings.kept_choice(settings.LETTERS, False))
        row = QHBoxLayout()
        row.addWidget(self.maps)
        row.addWidget(self.letters)
        row.addStretch(1)
        form.addRow("", row)
        return form

    def _more(self) -> QgsCollapsibleGroupBox:
        """Return the office's own files, folded away where none is chosen."""
        box = QgsCollapsibleGroupBox(tr("Policy and office profile"))
        form = QFormLayout(box)
        self.policy, self.profile = QgsFileWidget(), QgsFileWidget()
        for widget, key in ((self.policy, settings.POLICY), (self.profile, settings.PROFILE)):
            widget.setFilter("YAML (*.yaml *.yml)")
            widget.setFilePath(settings.kept_text(key))
        self.profile.fileChanged.connect(lambda _: self.look_at_project())
        edit = QPushButton(tr("Edit …"))
        edit.setToolTip(tr("Edit targets, rules and thresholds in tables; the saved file is chosen here."))
        edit.clicked.connect(self.edit_policy)
        row = QHBoxLayout()
        row.addWidget(self.policy, 1)
        row.addWidget(edit)
        form.addRow(tr("Policy file"), row)
        form.addRow(tr("Office profile"), self.profile)
        form.addRow(plain_label(tr("Without a policy file the Jingdezhen notice of 2024 counts.")))
        box.setCollapsed(not (self.policy.filePath() or self.profile.filePath()))
        self.own_files = box
        return box

    def _buttons(self) -> QVBoxLayout:
        """Return the buttons of the check and the run, and what shows their progress."""
        self.check = QPushButton(tr("Check layers"))
        self.check.clicked.connect(self.check_layers)
        self.run = QPushButton(tr("Run everything"))
        self.run.setDefault(True)
        self.run.clicked.connect(self.run_everything)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(self._cancel)
        self.progress = QProgressBar()
        self.show_log = QToolButton()
        self.show_log.setText(tr("Log"))
        self.show_log.setCheckable(True)
        self.show_log.toggled.connect(lambda shown: self.log.setVisible(shown))
        row = QHBoxLayout()
        for button in (self.check, self.run, self.cancel, self.show_log):
            row.addWidget(button)
        self.cancel.hide()
        self.progress.hide()
        column = QVBoxLayout()
        column.addLayout(row)
        column.addWidget(self.progress)
        return column

    # Settings

    def take_settings(self) -> None:
        """Show what the user has changed in QGIS's options."""
        self.folder.setFilePath(settings.kept_text(settings.OUTPUT_FOLDER, _default_folder()))
        self.policy.setFilePath(settings.kept_text(settings.POLICY))
        self.profile.setFilePath(settings.kept_text(settings.PROFILE))
        self._list_offices()

    def _list_offices(self) -> None:
        """Offer the counties of the data, and the office that is kept."""
        project = cast(QgsProject, QgsProject.instance())
        names = county_names(project, self._inputs, self.survey())
        kept = settings.kept_text(settings.OFFICE)
        if kept:
            names.setdefault(kept, settings.kept_text(settings.OFFICE_NAME))
        self.office.clear()
        self.office.addItem(tr("All units of the data"), "")
        for code, name in sorted(names.items()):
            self.office.addItem(f"{code} {name}", code)
        self.office.setCurrentIndex(self.office.findData(kept))

    def _keep_office(self) -> None:
        """Keep the office that the user has chosen."""
        settings.keep(settings.OFFICE, self.office.currentData())
        settings.keep(
            settings.OFFICE_NAME, self.office.currentText().partition(" ")[2] if self.office.currentData() else ""
        )

    # Layers

    def survey(self) -> Survey:
        """Return the kinds of layers, with the names of the office's profile where one is chosen and can be read."""
        survey, path = load_survey(), self.profile.filePath()
        if not path:
            return survey
        try:
            return with_profile(survey, load_profile(path, survey))
        except (InputError, OSError) as error:
            self.tell(str(error), Qgis.MessageLevel.Warning)
            return survey

    def look_at_project(self) -> None:
        """Recognise the project's layers anew."""
        survey = self.survey()
        self._inputs = recognise_project(cast(QgsProject, QgsProject.instance()), survey)
        self.table.show_inputs(self._inputs)
        used = [one for one in self._inputs if one.kind in usable_kinds(survey)]
        if self._inputs:
            text = tr("{used} of {count} polygon layers are used.")
            self.status.setText(text.format(used=len(used), count=len(self._inputs)))
        else:
            self.status.setText(tr("The project has no polygon layers yet: open data, or drop files here."))
        costs, titles = _costs(), _kind_titles(survey)
        lines = [f"{titles[kind]}: {costs[kind]}" for kind in missing_kinds(used, costs)]
        self.missing.setText("\n".join([tr("Missing:"), *lines]) if lines and self._inputs else "")
        self.missing.setVisible(bool(self.missing.text()))
        self._list_offices()
        self._enable()

    def _state(self, layer: str, kind: str) -> None:
        """Keep what the user says that a layer is."""
        found = QgsProject.instance().mapLayer(layer)
        if found is not None:
            state_kind(found, kind)
            QgsProject.instance().setDirty(True)
        self.look_at_project()

    def load_sample(self) -> None:
        """Bring the sample city into the project, with its policy and a folder of its own for the results."""
        try:
            folder = copy_sample()
        except (InputError, OSError) as error:
            self.tell(str(error), Qgis.MessageLevel.Critical)
            return
        self.open_path(folder / SAMPLE_FILES[0], tr("Sample city"))
        self.policy.setFilePath(str(folder / SAMPLE_FILES[1]))
        self.folder.setFilePath(str(folder.with_name("sample_results")))

    def open_path(self, path: Path, title: str = "") -> None:
        """Bring the layers of a file or folder into the project that are of a known kind, and name the others."""
        opening = Opening(path, title or path.stem, self.survey(), self)
        opening.ended.connect(lambda known, left: self._end_opening(opening, path, known, left))
        self._openings.append(opening)
        opening.start()

    def _end_opening(self, opening: Opening, path: Path, known: int, left: list[str]) -> None:
        """Say what could not be used of what was opened."""
        self._openings.remove(opening)
        opening.deleteLater()
        if not known:
            self.tell(
                tr("“{path}”: no polygon layer there is recognised by its name or its fields.").format(path=path),
                Qgis.MessageLevel.Warning,
            )
        elif left:
            names = ", ".join(left[:_SHOWN]) + (" …" if len(left) > _SHOWN else "")
            text = tr("{count} layers were not added, since it is not known what they are: {names}.")
            self.tell(text.format(count=len(left), names=names), Qgis.MessageLevel.Info)

    def _open_file(self) -> None:
        """Ask for files, and open them."""
        paths, _ = QFileDialog.getOpenFileNames(
            self, tr("Open data"), "", tr("Vector files") + " (*.gpkg *.shp *.geojson *.fgb)"
        )
        for path in paths:
            self.open_path(Path(path))

    def _open_folder(self) -> None:
        """Ask for a folder or a geodatabase, and open it."""
        path = QFileDialog.getExistingDirectory(self, tr("Folder or file geodatabase"))
        if path:
            self.open_path(Path(path))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what is dropped."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.open_path(Path(url.toLocalFile()))

    # The policy

    def edit_policy(self) -> None:
        """Open the editor, once what reads policies is loaded, which would hold the window."""
        if self.policy_editor is not None:
            self._show_editor()
            return

        def load() -> None:
            require()
            from ..dialogs import policy_editor  # noqa: F401

        refuse = partial(self.tell, level=Qgis.MessageLevel.Critical)
        self._background.run(tr("Open the policy editor"), load, lambda _: self._show_editor(), refuse)

    def _show_editor(self) -> None:
        """Show the editor with the chosen policy; with a copy of the shipped one where none is chosen."""
        if self.policy_editor is None:
            from ..dialogs.policy_editor import PolicyEditor

            self.policy_editor = PolicyEditor(self.layer_parameters, self._iface.mainWindow())
            self.policy_editor.saved.connect(self.choose_policy)
        editor = self.policy_editor
        if not editor.isVisible():
            chosen = self.policy.filePath()
            if not chosen:
                editor.open(DEFAULT_POLICY)
            elif not editor.open(Path(chosen)):
                why = editor.state.text()
                editor.open(DEFAULT_POLICY)
                editor.say(why)
        editor.show()
        editor.raise_()
        editor.activateWindow()

    def choose_policy(self, path: str) -> None:
        """Take a policy file for the runs from now on."""
        self.policy.setFilePath(path)
        self.own_files.setCollapsed(False)
        settings.keep(settings.POLICY, path)

    # Runs

    def check_layers(self) -> None:
        """Check the layers in the background; the problems come into the project as points."""
        # Of an output by its name alone QGIS loads no layer.
        output = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
        self._start("check_layers", {"OUTPUT": output}, self._show_checked)

    def run_everything(self) -> None:
        """Run everything in the background."""
        folder = self.folder.filePath()
        given = {"OUTPUT_FOLDER": folder, "MAPS": self.maps.isChecked(), "LETTERS": self.letters.isChecked()}
        for key, value in (
            (settings.OUTPUT_FOLDER, folder),
            (settings.POLICY, self.policy.filePath()),
            (settings.PROFILE, self.profile.filePath()),
            (settings.MAPS, self.maps.isChecked()),
            (settings.LETTERS, self.letters.isChecked()),
        ):
            settings.keep(key, value)
        self._start("run_batch", given, self._show_results)

    def layer_parameters(self, algorithm: str) -> dict[str, object]:
        """Return what an algorithm's parameters are filled in with: recognised layers, settings, the panel's files."""
        made = create_algorithm(algorithm)  # kept: its definitions die with it
        declared = {one.name() for one in made.parameterDefinitions()}
        values = {**settings.as_parameters(declared), **as_parameters(self._inputs, self.survey())}
        files = {POLICY: self.policy.filePath(), PROFILE: self.profile.filePath()}
        values = {name: value for name, value in values.items() if name in declared and name not in files}
        return {**values, **{name: path for name, path in files.items() if path and name in declared}}

    def _start(self, algorithm: str, given: Mapping[str, object], then: Callable[[dict[str, object]], None]) -> None:
        """Run an algorithm on the recognised layers, unless it refuses; `then` receives its outputs."""
        run = Run(algorithm, {**self.layer_parameters(algorithm), **given})
        self.log.clear()
        self._clear_results()
        run.said.connect(self.log.appendPlainText)
        run.progressed.connect(lambda percent: self.progress.setValue(round(percent)))

        def finish(good: bool, outputs: dict[str, object]) -> None:
            """Show the results, or why there are none."""
            self._run = None
            self._enable()
            run.deleteLater()
            if good:
                then(outputs)
            elif run.feedback.isCanceled():
                self.tell(tr("Cancelled; no output was written."), Qgis.MessageLevel.Info)
            else:
                self.show_log.setChecked(True)
                errors = run.feedback.errors or (tr("The run failed; see the log."),)
                self.tell(errors[-1], Qgis.MessageLevel.Critical)

        run.ended.connect(finish)
        self._run, self._given = run, run.parameters
        self._enable()
        run.start()

    def _cancel(self) -> None:
        """Stop the run."""
        if self._run is not None:
            self.cancel.setEnabled(False)
            self._run.cancel()

    def _enable(self) -> None:
        """Let the buttons be used that have a use now."""
        busy = self._run is not None
        has_parcels = any(one.kind == PARCEL_KIND for one in self._inputs)
        can_check, can_run = not busy and bool(self._inputs), not busy and has_parcels
        self.run.setEnabled(can_run)
        self.check.setEnabled(can_check)
        self.ready_changed.emit(can_check, can_run)
        self.table.setEnabled(not busy)
        self.cancel.setEnabled(busy)
        self.cancel.setVisible(busy)
        self.progress.setVisible(busy)
        if busy:
            self.progress.setValue(0)

    # Results

    def _show_checked(self, outputs: dict[str, object]) -> None:
        """Tell how many problems there are."""
        text = tr("{errors} errors, {warnings} warnings and {notes} notes; they are in the project as points.")
        counts = {"errors": "ERROR_COUNT", "warnings": "WARNING_COUNT", "notes": "NOTE_COUNT"}
        text = text.format(**{word: outputs.get(name, 0) for word, name in counts.items()})
        self.tell(text, Qgis.MessageLevel.Warning if outputs.get("ERROR_COUNT") else Qgis.MessageLevel.Success)

    def _show_results(self, outputs: dict[str, object]) -> None:
        """Offer what the run wrote, here and in the message bar."""
        self._outputs = outputs
        given = {name: _by_source(value) for name, value in self._given.items()}
        conflicts, candidates = (int(str(outputs.get(name, 0))) for name in ("CONFLICT_COUNT", "CANDIDATE_COUNT"))
        time = QDateTime.currentDateTimeUtc().toString(Qt.DateFormat.ISODate)
        folder = str(outputs.get("OUTPUT_FOLDER", ""))
        settings.keep_run(settings.KeptRun(folder, time, conflicts, candidates, given))
        self.run_kept.emit()
        text = tr("{conflicts} conflicts, {candidates} candidates.")
        text = text.format(conflicts=outputs.get("CONFLICT_COUNT"), candidates=outputs.get("CANDIDATE_COUNT"))
        bar = self._iface.messageBar()
        message = bar.createMessage(without_markup(text))  # the button takes the room of a title
        # One button, with the others in its menu: a message is as wide as its buttons, and pushes the panels aside.
        opener = QToolButton()
        opener.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        menu = QMenu(opener)
        opener.setMenu(menu)
        for number, (title, path) in enumerate(self._results().items()):
            action = menu.addAction(title, lambda path=path: _open(path))
            if opener.defaultAction() is None:
                opener.setDefaultAction(action)
            button = QPushButton(title)
            button.clicked.connect(lambda _, path=path: _open(path))
            self.results.addWidget(button, *divmod(number, 2))
        message.layout().addWidget(opener)
        # After QGIS's own message that the task is complete, which would cover it.
        QTimer.singleShot(_AFTER_QGIS_MS, lambda: bar.pushWidget(message, Qgis.MessageLevel.Success))

    def _results(self) -> dict[str, Path]:
        """Return what the last run wrote, by what a button says."""
        folder = Path(str(self._outputs.get("OUTPUT_FOLDER", "")))
        found = {
            tr("Open page"): self._outputs.get("PAGE"),
            tr("Open workbook"): self._outputs.get("WORKBOOK"),
            tr("Maps"): folder / "maps" if self.maps.isChecked() else None,
            tr("Folder"): folder,
        }
        return {title: Path(str(path)) for title, path in found.items() if path and Path(str(path)).exists()}

    def _clear_results(self) -> None:
        """Take away the buttons of an earlier run."""
        while self.results.count():
            widget = self.results.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()


def _by_source(value: object) -> object:
    """Return a value of a parameter with layers by their sources, since ids hold in one project; without passwords."""
    if isinstance(value, list):
        return [_by_source(one) for one in value]
    layer = QgsProject.instance().mapLayer(str(value))
    return value if layer is None else layer.publicSource()


def _open(path: Path) -> None:
    """Open a file or folder with the system's program for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _default_folder() -> str:
    """Return where results go if the user has chosen nothing: a folder among the user's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return str(Path(documents) / "farmland_redline")


def _kind_titles(survey: Survey) -> dict[str, str]:
    """Return the kinds that an input can have, with their names in the user's language."""
    titles = {kind: survey.kinds[kind].titles[user_language()] for kind in usable_kinds(survey)}
    return {kind: title[:1].upper() + title[1:] for kind, title in titles.items()}


def _costs() -> dict[str, str]:
    """Return what is not answered without a layer of some kind, the gravest first."""
    return {
        PARCEL_KIND: tr("nothing can be run without the survey's parcels."),
        "pbf": tr("no conflicts are looked for, and no areas of permanent basic farmland are told."),
        UNIT_KIND: tr("units have codes without names, and maps outline what the parcels cover."),
        "previous": tr("nobody can tell what was lost since last year, nor the baseline where PBF records none."),
        "survey2": tr("candidates that were cultivated in the second survey are not found."),
        "approvals": tr("what is approved stands among the conflicts too."),
        "pbf_reserve": tr("candidates are not told apart by the PBF reserve zone."),
        "farmland_reserve": tr("candidates are not told apart by the supplementary-farmland reserve zone."),
        "red_line": tr("candidates inside the ecological red line are not excluded."),
    }
