"""The photos of a finding, small, and the way to add some; pictures are read and copied in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QSize, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QIcon, QImage, QImageReader, QPixmap
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...processing.bridge.errors import InputError
from ...processing.bridge.i18n import tr
from ...processing.bridge.io.decisions import DecisionTable
from ...processing.bridge.io.photos import ENDINGS, PhotoError, add_photo, photos_of, require_photo
from ...processing.bridge.plain_text import without_markup
from ..background import make_task

_LINES = 6  # of text, as high as a picture is
_Result = TypeVar("_Result")


class PhotoStrip(QWidget):
    """Photos beside the results.

    Signals:
        failed: photos could not be added; says why.
    """

    failed = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty strip."""
        super().__init__(parent)
        self._shown: tuple[Path, str, str] | None = None
        self._tasks: list[QgsTask] = []
        side = self.fontMetrics().height() * _LINES
        self.list = QListWidget()
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setIconSize(QSize(side, side))
        self.list.setAccessibleName(tr("Photos of the finding"))
        self.list.itemActivated.connect(_open)
        self.button = QPushButton(tr("Add photos …"))
        self.button.clicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_finding(None)

    def release(self) -> None:
        """Take no more notice of what is still read or copied."""
        self._shown = None
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()

    def show_finding(self, finding: tuple[Path, str, str] | None) -> None:
        """Show the photos of a finding: the results' file, the layer, the stable id; None for none."""
        self._shown = finding
        self.button.setEnabled(finding is not None)
        self.list.clear()
        paths = photos_of(*finding) if finding is not None else []
        items = {}
        for number, path in enumerate(paths, 1):
            items[path] = QListWidgetItem(str(number))
            items[path].setToolTip(without_markup(path.name))
            items[path].setData(Qt.ItemDataRole.UserRole, str(path))
            self.list.addItem(items[path])
        if not paths:
            return
        size = self.list.iconSize()

        def show(images: list[QImage]) -> None:
            if self._shown != finding:
                return
            for path, image in zip(paths, images):
                if not image.isNull():
                    items[path].setIcon(QIcon(QPixmap.fromImage(image)))

        self._start(tr("Photos of the finding"), lambda: [_small(path, size) for path in paths], show)

    def add(self, files: Sequence[Path]) -> None:
        """Copy photos of the finding beside the results, and note their hashes there."""
        if self._shown is None:
            return
        finding = self._shown

        def copy() -> bool:
            table = DecisionTable(finding[0])
            for file in files:
                path, digest, is_new = add_photo(*finding, file)
                if is_new:
                    table.note_photo(finding[1], finding[2], path.name, digest)
            return True

        def done(_: bool) -> None:
            if self._shown == finding:
                self.show_finding(finding)

        self._start(tr("Add photos …"), copy, done)

    def _choose(self) -> None:
        """Let the user choose photos."""
        kinds = " ".join(f"*{ending}" for ending in ENDINGS)
        kinds = tr("Photos ({kinds})").format(kinds=kinds)
        files, _ = QFileDialog.getOpenFileNames(self, tr("Add photos …"), "", kinds)
        if files:
            self.add([Path(file) for file in files])

    def _start(self, title: str, work: Callable[[], _Result], then: Callable[[_Result], None]) -> None:
        """Do something in the background, then something with the result here."""

        def finished(error: Exception | None, result: _Result | None = None) -> None:
            if task not in self._tasks:  # released meanwhile
                return
            self._tasks.remove(task)
            if error is None and result is not None:
                then(result)
            elif isinstance(error, InputError):
                self.failed.emit(str(error))
            elif error is not None:
                raise error

        task = make_task(title, lambda _: work(), finished)
        self._tasks.append(task)
        QgsApplication.taskManager().addTask(task)


def _small(path: Path, size: QSize) -> QImage:
    """Return a picture, no larger than a size; a null image if it cannot be read, or is no photo."""
    try:
        kind = require_photo(path)
    except (PhotoError, OSError):
        return QImage()
    reader = QImageReader(str(path), kind.encode())
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid():
        reader.setScaledSize(whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _open(item: QListWidgetItem) -> None:
    """Open a photo as the system does; a file that is none, which it might run, is left alone."""
    path = item.data(Qt.ItemDataRole.UserRole)
    with suppress(PhotoError, OSError):
        require_photo(Path(path))
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))
