"""The page of the plugin in QGIS's options: what start panel and dialogs are filled in with."""

from __future__ import annotations

from collections.abc import Callable

from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGroupBox,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..processing.base_algorithm import icon_path
from ..processing.bridge.i18n import tr
from ..processing.bridge.screen_areas import area_unit_labels
from . import settings
from .widgets.plain_label import plain_label

PAGE = "FarmlandRedlineOptions"
_MOST_DIGITS = 6


class OptionsFactory(QgsOptionsWidgetFactory):
    """Makes the page whenever QGIS's options are opened."""

    def __init__(self, applied: Callable[[], None]) -> None:
        """Note what is called when the user has applied the options."""
        super().__init__()
        self._applied = applied
        self.setTitle(tr("Farmland Redline"))

    def icon(self) -> QIcon:
        """Return the icon in the list of pages."""
        return QIcon(icon_path("farmland_redline"))

    def createWidget(self, parent: QWidget | None = None) -> QgsOptionsPageWidget:
        """Return the page."""
        return OptionsPage(self._applied, parent)


class OptionsPage(QgsOptionsPageWidget):
    """Office, files, language and personal data."""

    def __init__(self, applied: Callable[[], None], parent: QWidget | None = None) -> None:
        """Show what is kept."""
        super().__init__(parent)
        self._applied = applied
        self.setObjectName(PAGE)
        column = QVBoxLayout(self)
        column.addWidget(self._office_box())
        column.addWidget(self._run_box())
        note = plain_label(
            tr(
                "The start panel and the dialogs of the toolbox are filled in with this; what a run was given stands "
                "in its provenance. Scripts and qgis_process take nothing from here."
            )
        )
        column.addWidget(note)
        column.addStretch(1)

    def apply(self) -> None:
        """Keep what the page says."""
        code, _, name = self.office.text().strip().partition(" ")
        for key, value in (
            (settings.OFFICE, code),
            (settings.OFFICE_NAME, name.strip()),
            (settings.LETTERHEAD, self.letterhead.text().strip()),
            (settings.POLICY, self.policy.filePath()),
            (settings.PROFILE, self.profile.filePath()),
            (settings.OUTPUT_FOLDER, self.folder.filePath()),
            (settings.LANGUAGE, self.language.currentData()),
            (settings.PERSONAL, self.personal.isChecked()),
            (settings.AREA_UNIT, self.unit.currentData()),
            (settings.AREA_DIGITS, str(self.digits.value())),
        ):
            settings.keep(key, value)
        self._applied()

    def _office_box(self) -> QGroupBox:
        """Return what the office is."""
        box = QGroupBox(tr("This office"))
        form = QFormLayout(box)
        self.office, self.letterhead = QLineEdit(), QLineEdit()
        kept = (settings.kept_text(settings.OFFICE), settings.kept_text(settings.OFFICE_NAME))
        self.office.setText(" ".join(filter(None, kept)))
        self.office.setPlaceholderText(tr("Code of the city or county, and its name"))
        self.letterhead.setText(settings.kept_text(settings.LETTERHEAD))
        self.policy, self.profile = QgsFileWidget(), QgsFileWidget()
        for widget, key in ((self.policy, settings.POLICY), (self.profile, settings.PROFILE)):
            widget.setFilter("YAML (*.yaml *.yml)")
            widget.setFilePath(settings.kept_text(key))
        _add_rows(
            form,
            (tr("Unit"), self.office),
            (tr("Letterhead"), self.letterhead),
            (tr("Policy file"), self.policy),
            (tr("Office profile"), self.profile),
        )
        return box

    def _run_box(self) -> QGroupBox:
        """Return how runs are made."""
        box = QGroupBox(tr("Runs and reports"))
        form = QFormLayout(box)
        self.folder = QgsFileWidget()
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setFilePath(settings.kept_text(settings.OUTPUT_FOLDER))
        self.language = QComboBox()
        for title, code in ((tr("As the tool has it"), ""), ("简体中文", "zh"), ("English", "en")):
            self.language.addItem(title, code)
        self.language.setCurrentIndex(max(0, self.language.findData(settings.kept_text(settings.LANGUAGE))))
        self.unit, self.digits = QComboBox(), QSpinBox()
        for code, title in area_unit_labels(tr).items():
            self.unit.addItem(title, code)
        areas = settings.area_format()
        self.unit.setCurrentIndex(self.unit.findData(areas.unit))
        self.digits.setRange(0, _MOST_DIGITS)
        self.digits.setValue(areas.digits)
        self.personal = QCheckBox(tr("Keep personal columns in outputs"))
        self.personal.setChecked(settings.kept_choice(settings.PERSONAL, False))
        _add_rows(form, (tr("Output folder"), self.folder), (tr("Language of the report"), self.language))
        _add_rows(form, (tr("Areas in panels"), self.unit), (tr("Decimals of areas"), self.digits))
        form.addRow("", self.personal)
        return box


def _add_rows(form: QFormLayout, *rows: tuple[str, QWidget]) -> None:
    """Add rows, whose fields are named as their labels are."""
    for title, widget in rows:
        widget.setAccessibleName(title)
        form.addRow(title, widget)
