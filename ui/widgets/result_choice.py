"""Whose figures are looked at: results of the project, or of other files, and others to compare with."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QPushButton, QToolButton, QWidget

from ...processing.bridge.i18n import tr
from ...processing.bridge.io.datasets import GEOPACKAGE, decode_source
from ...processing.result_titles import results_title
from .. import settings
from .narrow_box import narrow_box

RESULT_LAYERS = ("pieces", "conflicts", "candidates", "losses", "abandoned", "summary")
_OTHER_FILE = "other file"


class ResultChoice(QWidget):
    """Two lists of files of results.

    Signals:
        chosen: other results may be looked at; `path` says which.
        compared: others may be compared with; `earlier` says which.
    """

    chosen = pyqtSignal()
    compared = pyqtSignal()

    def __init__(self) -> None:
        """Make empty lists."""
        super().__init__()
        self._opened: list[Path] = []  # files that no layer of the project shows
        self.packages = narrow_box(tr("Results"))
        self.packages.activated.connect(lambda _: self._choose())
        self.open = QToolButton()
        self.open.setText(tr("Open …"))
        self.open.setToolTip(tr("Open the results of another run: its file farmland_redline.gpkg"))
        self.open.clicked.connect(lambda _: self._open_file())
        self.other = narrow_box(tr("Results to compare with"))
        self.other.activated.connect(lambda _: self._choose_other())
        self.differing = QPushButton(tr("Show differing findings"))
        self.differing.setToolTip(tr("Load the findings that are new, gone or changed as a layer"))
        self.differing.setEnabled(False)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.packages, 1)
        first.addWidget(self.open)
        second.addWidget(self.other, 1)
        second.addWidget(self.differing)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(tr("Results"), first)
        form.addRow(tr("Compare to"), second)

    @property
    def path(self) -> Path | None:
        """The results that are chosen."""
        chosen = self.packages.currentData()
        return Path(chosen) if chosen else None

    @property
    def earlier(self) -> Path | None:
        """The results to compare with."""
        chosen = self.other.currentData()
        return Path(chosen) if chosen and chosen != _OTHER_FILE else None

    def offer_project(self) -> None:
        """Offer the results that the project shows, and those that were opened; keep what was chosen."""
        kept = self.packages.currentData()
        found = {**dict.fromkeys(_packages()), **dict.fromkeys(path for path in self._opened if path.is_file())}
        self.packages.clear()
        for path in found:
            self.packages.addItem(results_title(path), str(path))
            self.packages.setItemData(self.packages.count() - 1, str(path), Qt.ItemDataRole.StatusTipRole)
        self.packages.setCurrentIndex(max(0, self.packages.findData(kept)) if found else -1)
        self._list_others()

    def choose(self, path: Path) -> None:
        """Choose the results of a file, whether or not the project has its layers."""
        if path not in self._opened:
            self._opened.append(path)
        if self.packages.findData(str(path)) < 0:
            self.packages.addItem(results_title(path), str(path))
        self.packages.setCurrentIndex(self.packages.findData(str(path)))
        self._choose()

    def compare(self, path: Path | None) -> None:
        """Choose results to compare with; None for none."""
        if path is None:
            self.other.setCurrentIndex(0)
        elif self.other.findData(str(path)) < 0:
            self.other.insertItem(1, results_title(path), str(path))
        if path is not None:
            self.other.setCurrentIndex(self.other.findData(str(path)))
        self.compared.emit()

    def _choose(self) -> None:
        """Take other results, and offer the rest to compare with."""
        former = self.earlier
        self._list_others()
        if self.earlier != former:
            self.compared.emit()
        self.chosen.emit()

    def _open_file(self) -> None:
        """Offer results that are not in the project."""
        path = self._picked(tr("Results of a run"))
        if path is not None:
            self.choose(path)

    def _choose_other(self) -> None:
        """Take other results to compare with."""
        is_asked = self.other.currentData() == _OTHER_FILE
        self.compare(self._picked(tr("Results to compare with")) if is_asked else self.earlier)

    def _picked(self, title: str) -> Path | None:
        """Let the user pick a file of results."""
        folder = settings.kept_text(settings.OUTPUT_FOLDER)
        path, _ = QFileDialog.getOpenFileName(self, title, folder, f"GeoPackage (*{GEOPACKAGE})")
        return Path(path) if path else None

    def _list_others(self) -> None:
        """Offer the other results to compare with."""
        kept, current = self.other.currentData(), self.packages.currentData()
        self.other.clear()
        self.other.addItem(tr("No comparison"), "")
        for row in range(self.packages.count()):
            if self.packages.itemData(row) != current:
                self.other.addItem(self.packages.itemText(row), self.packages.itemData(row))
        self.other.addItem(tr("Other file …"), _OTHER_FILE)
        if kept and kept != current and self.other.findData(kept) < 0:
            self.other.insertItem(1, results_title(Path(kept)), kept)
        self.other.setCurrentIndex(max(0, self.other.findData(kept)))


def _packages() -> list[Path]:
    """Return the files of results of which the project shows layers."""
    found = []
    for layer in QgsProject.instance().mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and layer.providerType() == "ogr":
            source = decode_source("ogr", layer.source())
            path = Path(str(source.get("path") or ""))
            if path.suffix.lower() == GEOPACKAGE and source.get("layerName") in RESULT_LAYERS and path.is_file():
                found.append(path)
    return list(dict.fromkeys(found))
