"""A button with the reasons that are usual for a decision, and with those that the office has written before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QMenu, QToolButton

from ...processing.bridge.i18n import tr, user_language
from ...processing.bridge.paths import RESOURCES
from ...processing.bridge.vocabulary import verdict_labels
from ...processing.bridge.yaml_files import load_data

_MOST = 8  # remarks of the office
_LETTERS = 40  # of a remark in the menu


class ReasonButton(QToolButton):
    """Offers reasons.

    Signals:
        chosen: the reason.
    """

    chosen = pyqtSignal(str)

    def __init__(self, written: Callable[[], Iterable[str]]) -> None:
        """Make the button; `written` returns the remarks on earlier decisions."""
        super().__init__()
        self._written = written
        self.setText(tr("Reasons"))
        self.setToolTip(tr("Usual reasons, and remarks on earlier decisions; the one you choose becomes the remark"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.reasons = QMenu(self)
        self.reasons.aboutToShow.connect(self._fill)
        self.setMenu(self.reasons)

    def _fill(self) -> None:
        """Fill the menu anew."""
        self.reasons.clear()
        rows, name = load_data(RESOURCES / "review.yaml")["reasons"], f"name_{user_language()}"
        for verdict, title in verdict_labels(tr).items():
            self._add(title, [row[name] for row in rows if row["verdict"] == verdict])
        usual = {row[name] for row in rows}
        counted = Counter(text for text in self._written() if text and text not in usual)
        self._add(tr("Written before"), [text for text, _ in counted.most_common(_MOST)])

    def _add(self, title: str, texts: Iterable[str]) -> None:
        """Add the reasons of a decision, if there are any, under its name."""
        for number, text in enumerate(texts):
            if not number:
                self.reasons.addSection(title)
            shown = text if len(text) <= _LETTERS else f"{text[:_LETTERS]} …"
            self.reasons.addAction(shown.replace("&", "&&"), lambda text=text: self.chosen.emit(text))
