"""What a spreadsheet of targets would change in a policy, before it is taken over."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QListWidget, QVBoxLayout, QWidget

from ...processing.bridge.i18n import tr
from ..widgets.plain_label import plain_label


class TargetsPreview(QDialog):
    """The changes and warnings of an import, to take over or to leave.

    Signals:
        only_named_changed: whether only the units of the spreadsheet are to stay; a new preview follows.
    """

    only_named_changed = pyqtSignal(bool)

    def __init__(
        self, sheet: str, changes: Sequence[str], warnings: Sequence[str], only_named: bool, parent: QWidget
    ) -> None:
        """Show changes and warnings.

        Args:
            sheet: name of the spreadsheet.
            changes: in words.
            warnings: in words.
            only_named: whether other units are taken out.
            parent: Qt's.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Import targets …"))
        layout = QVBoxLayout(self)
        head = tr("{file} changes {count} values or rows:").format(file=sheet, count=len(changes))
        layout.addWidget(plain_label(head))
        self.changes = QListWidget()
        self.changes.setAccessibleName(tr("Changes"))
        self.changes.setWordWrap(True)
        self.changes.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.changes.addItems(list(changes))
        layout.addWidget(self.changes, 2)
        if warnings:
            layout.addWidget(plain_label(tr("To look at:")))
            self.warnings = QListWidget()
            self.warnings.setAccessibleName(tr("What is doubtful"))
            self.warnings.setWordWrap(True)
            self.warnings.addItems(list(warnings))
            layout.addWidget(self.warnings, 1)
        only = QCheckBox(tr("Only the units of the spreadsheet"))
        only.setChecked(only_named)
        only.toggled.connect(self._change)
        layout.addWidget(only)
        buttons = QDialogButtonBox()
        self.take = buttons.addButton(tr("Take over"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setEnabled(bool(changes))
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 90, self.fontMetrics().height() * 26)

    def _change(self, only: bool) -> None:
        """Make room for a preview with other units."""
        self.only_named_changed.emit(only)
        self.reject()
