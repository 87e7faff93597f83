"""The widget of a parameter of choices: shows words of the user's language, and gives ids."""

from __future__ import annotations

from collections.abc import Mapping

from processing.gui.wrappers import DIALOG_MODELER, WidgetWrapper
from qgis.core import QgsProcessingParameterEnum
from qgis.gui import QgsCheckableComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox


class ChoiceWidgetWrapper(WidgetWrapper):
    """A box of choices in words; its value is an id, or a list of ids where several may be chosen.

    QGIS's own shows the ids themselves, and in 3.22 the first of several choices in place of all.
    """

    def createWidget(self, labels: Mapping[str, str] | None = None) -> QComboBox:
        """Return the box.

        Args:
            labels: words by id; what has none shows its id.

        """
        definition = self.parameterDefinition()
        words = labels or {}
        several = definition.allowMultiple()
        box = QgsCheckableComboBox() if several else QComboBox()
        for option in definition.options():
            if several:
                box.addItemWithCheckState(words.get(option, option), Qt.CheckState.Unchecked, option)
            else:
                box.addItem(words.get(option, option), option)
        if self.dialogType == DIALOG_MODELER and not several:
            for source in self.dialog.getAvailableValuesOfType(QgsProcessingParameterEnum):
                box.addItem(self.dialog.resolveValueDescription(source), source)
        changed = box.checkedItemsChanged if several else box.currentIndexChanged
        changed.connect(lambda *_: self.widgetValueHasChanged.emit(self))
        return box

    def setValue(self, value: object) -> None:
        """Choose an id, or several as a list or as text with commas; an index counts as the id at its place."""
        options = self.parameterDefinition().options()
        if self.parameterDefinition().allowMultiple():
            given = value.split(",") if isinstance(value, str) else value if isinstance(value, (list, tuple)) else []
            chosen = {_identifier(one, options) for one in given}
            for row in range(self.widget.count()):
                state = Qt.CheckState.Checked if self.widget.itemData(row) in chosen else Qt.CheckState.Unchecked
                self.widget.setItemCheckState(row, state)
            return
        value = value[0] if isinstance(value, (list, tuple)) and value else value
        self.setComboValue(_identifier(value, options))

    def value(self) -> object:
        """Return the chosen id, or ids."""
        if self.parameterDefinition().allowMultiple():
            return [str(one) for one in self.widget.checkedItemsData()]
        return self.widget.currentData()


def _identifier(value: object, options: list[str]) -> object:
    """Return the id that a value names: itself, or that at an index; anything else as it is."""
    if str(value).strip() in options:
        return str(value).strip()
    if isinstance(value, int) and 0 <= value < len(options):
        return options[value]
    return value
