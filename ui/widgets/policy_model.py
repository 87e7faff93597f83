"""A table of a policy as rows and columns that are edited, with what is wrong at its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ...processing.bridge.i18n import tr, user_language
from ...processing.bridge.plain_text import without_markup
from ...processing.bridge.policy.differences import row_name
from ...processing.bridge.policy.document import PolicyDocument
from ...processing.bridge.policy.rule_tables import Mistake
from ...processing.bridge.policy.tables import FORMS, Column, Kind, TableForm, column_titles
from ...processing.bridge.policy.typed_values import separated
from ...processing.policy_option_words import option_word_names
from ...processing.policy_words import fixed_word_names

_NAME_SHOWN = 20  # characters of a row's name beside its number
_TASKS = "tasks_wan_mu"
_OPTIONS, _OF_OPTIONS = "options", ("value", "choices")  # a table, and its columns whose words each row has of its own
_CLOSED = (Kind.CHOICE, Kind.TRUTH)  # kinds of columns whose words are always the same
_WRONG = QColor(211, 34, 42, 70)  # lets light and dark backgrounds through
_AREAS = (Kind.AREA, Kind.AREAS_BY_YEAR)


class PolicyModel(QAbstractTableModel):
    """One table of a document; what is typed is handed on as a change of a value.

    Attributes:
        form: the table that is shown.
        keys: of the columns; each year of tasks has one.
        unit: in which areas are shown.
    """

    def __init__(self, change: Callable[[str, int, str, str], None], parent: QObject | None = None) -> None:
        """Make a model without a document.

        Args:
            change: receives table, row, key and what was typed.
            parent: Qt's.
        """
        super().__init__(parent)
        self._change = change
        self._document = PolicyDocument("{}", "")
        self._mistakes: dict[tuple[int, str], list[str]] = {}
        self._more_years: set[str] = set()
        self.form: TableForm = FORMS["units"]
        self.keys: list[str] = []
        self.unit = "万亩"

    def show(self, document: PolicyDocument, table: str, mistakes: Sequence[str]) -> None:
        """Show a table of a document with its mistakes; the place in the view stays where rows and columns do."""
        form = FORMS[table]
        keys = self._keys_of(document, form)
        if form is self.form and keys == self.keys and document.row_count(table) == self.rowCount():
            self._document, self._mistakes = document, _placed(form, mistakes, keys)
            if keys and self.rowCount():
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(keys) - 1))
            return
        self.beginResetModel()
        self._document, self.form, self.keys = document, form, keys
        self._mistakes = _placed(form, mistakes, keys)
        self.endResetModel()

    def add_year(self, year: str) -> None:
        """Show a column for the tasks of a year."""
        self._more_years.add(year)

    def column(self, section: int) -> Column:
        """Return what a column of the table holds."""
        key = self.keys[section].partition(": ")[0]
        return self.form.column(key) or Column(key)

    def said(self, row: int, section: int) -> list[str]:
        """Return the mistakes of a cell."""
        return self._mistakes.get((row, self.keys[section]), [])

    def placed(self, mistakes: Sequence[str]) -> dict[tuple[int, str], list[str]]:
        """Return mistakes of the table by the row and key of their cells."""
        return _placed(self.form, mistakes, self.keys)

    def choices(self, row: int, section: int) -> list[str]:
        """Return the words that a cell may hold; none where it may hold any."""
        column = self.column(section)
        if column.kind is Kind.CHOICE and not column.choices:
            stated = self._document.value(self.form.name, row, "choices")
            return [str(each) for each in stated] if isinstance(stated, list) else []
        if column.kind is Kind.CHOICE:
            return list(column.choices)
        if column.kind is Kind.TRUTH:
            return ["true", "false"]
        if column.terms and column.kind is Kind.TEXT:
            return [str(term.get("id", "")) for term in self._document.values(f"terms: {column.terms}")]
        return []

    def label(self, row: int, column: Column, word: str) -> str:
        """Return the name of a word; with the word itself where the policy may have other words."""
        name = self._names(row, column).get(word, "")
        if column.kind in _CLOSED:
            return name or word
        return f"{word} · {name}" if name and name.casefold() != word else word

    def shown(self, row: int, column: Column, text: str) -> str:
        """Return a cell's text with the names of its words in their place."""
        names = self._names(row, column)
        if column.kind is Kind.WHOLE:  # the number itself says which is more
            return self.label(row, column, text)
        words = [text] if column.kind is not Kind.TEXTS else text.split(", ")
        return tr(", ").join(names.get(word) or word for word in words) if names else text

    def word(self, row: int, section: int, typed: str) -> str:
        """Return the words that stand for what was typed: for each name its word, else what was typed."""
        column = self.column(section)
        names = self._names(row, column)
        if not names:
            return typed
        words = {name.casefold(): word for word, name in names.items()}
        if column.kind is not Kind.TEXTS:
            return words.get(typed.strip().casefold(), typed)
        parts = separated(typed)
        is_named = any(part.casefold() in words for part in parts)
        return ", ".join(words.get(part.casefold(), part) for part in parts) if is_named else typed

    def _names(self, row: int, column: Column) -> Mapping[str, str]:
        """Return the names of a cell's words in the user's language."""
        if self.form.name == _OPTIONS and column.key in _OF_OPTIONS:
            return option_word_names(str(self._document.value(_OPTIONS, row, "id")))
        if not column.terms:
            return fixed_word_names(column)
        key = f"name_{user_language()}"
        return {str(each.get("id")): str(each.get(key, "")) for each in self._document.values(f"terms: {column.terms}")}

    def _row_title(self, row: int) -> str:
        """Return by what a row is known: its name in the user's language, that of its word, else its identity."""
        if not self.form.identity:
            return ""
        values = self._document.values(self.form.name)[row]
        column = self.form.column(self.form.identity[0])
        word = str(values.get(self.form.identity[0], ""))
        name = values.get(f"name_{user_language()}") or (self._names(row, column).get(word) if column else "")
        return str(name or row_name(self.form, values, row))

    def _keys_of(self, document: PolicyDocument, form: TableForm) -> list[str]:
        """Return the keys of the columns: those of the table, tasks by year, and those that a row has besides."""
        keys = []
        for column in form.columns[:-1]:
            if column.kind is Kind.AREAS_BY_YEAR:
                keys += [f"{_TASKS}: {year}" for year in sorted({*document.years(), *self._more_years})]
            else:
                keys.append(column.key)
        known = {column.key for column in form.columns}
        others = [key for values in document.values(form.name) for key in values if key not in known]
        return [*keys, *dict.fromkeys(others), form.columns[-1].key]

    # What Qt asks

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Return the number of rows."""
        return 0 if parent.isValid() else self._document.row_count(self.form.name)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.keys)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int) -> object:
        """Return the title of a column with the unit of areas, the number of a row and by what it is known."""
        if orientation == Qt.Orientation.Vertical:
            if role != Qt.ItemDataRole.DisplayRole:
                return None
            return f"{section + 1}  {self._row_title(section)[:_NAME_SHOWN]}".rstrip()
        key, _, year = self.keys[section].partition(": ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return without_markup(self.keys[section])
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        title = column_titles(tr).get(key, key)
        if year:
            title = tr("task of {year}").format(year=year)
        is_area = self.column(section).kind in _AREAS
        return tr("{column}\n({unit})").format(column=title, unit=area_units()[self.unit]) if is_area else title

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, and how it looks."""
        row, section = index.row(), index.column()
        if role == Qt.ItemDataRole.BackgroundRole:
            return _WRONG if self.said(row, section) else None
        if role == Qt.ItemDataRole.DecorationRole:
            return QgsApplication.getThemeIcon("/mIconWarning.svg") if self.said(row, section) else None
        column = self.column(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = column.kind in (*_AREAS, Kind.NUMBER, Kind.WHOLE)
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) if is_number else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return None
        text = self._document.shown(self.form.name, row, self.keys[section], self.unit)
        if role == Qt.ItemDataRole.EditRole:
            return text
        shown = self.shown(row, column, text)
        if role == Qt.ItemDataRole.ToolTipRole:
            own = [] if shown == text or column.kind in _CLOSED else [text]
            return without_markup("\n".join([*self.said(row, section), shown, *own]))
        return shown

    def setData(self, index: QModelIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand on what was typed."""
        typed = self.word(index.row(), index.column(), str(value))
        if role != Qt.ItemDataRole.EditRole or typed == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        self._change(self.form.name, index.row(), self.keys[index.column()], typed)
        return True

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Let every cell be edited."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable


class PolicyDelegate(QStyledItemDelegate):
    """Makes the editors of cells: a list where there are choices, else a line.

    Signals:
        typing: row, column and text of a line that is being typed.
    """

    typing = pyqtSignal(int, int, str)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> QWidget:
        """Return the editor of a cell."""
        model = index.model()
        words = model.choices(index.row(), index.column())
        column = model.column(index.column())
        if not words:
            line = QLineEdit(parent)
            row, section = index.row(), index.column()
            line.textEdited.connect(lambda text: self.typing.emit(row, section, text))
            return line
        box = QComboBox(parent)
        if not column.required:
            box.addItem("", "")
        for word in words:
            box.addItem(model.label(index.row(), column, word), word)
        # A word that nobody named yet may be typed, too.
        box.setEditable(column.kind is Kind.TEXT)
        return box

    def setEditorData(self, editor: QWidget, index: QModelIndex) -> None:
        """Show a cell's value in its editor: once, for what is being typed stays when the table is shown anew."""
        if editor.property("filled"):
            return
        editor.setProperty("filled", True)
        text = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            place = editor.findData(text)
            editor.setCurrentIndex(place)
            if place < 0 and editor.isEditable():
                editor.setEditText(text)
        else:
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex) -> None:
        """Take what the editor says."""
        if not isinstance(editor, QComboBox):
            model.setData(index, editor.text())
            return
        text = editor.currentText()
        place = editor.findText(text)
        model.setData(index, editor.itemData(place) if place >= 0 else text.partition(" · ")[0])


def _placed(form: TableForm, mistakes: Sequence[str], keys: Sequence[str]) -> dict[tuple[int, str], list[str]]:
    """Return the mistakes of the table by row and column; those of a row as a whole stand in its first column."""
    placed: dict[tuple[int, str], list[str]] = {}
    for mistake in mistakes:
        if isinstance(mistake, Mistake) and mistake.table == form.name and mistake.row:
            key = mistake.key if mistake.key in keys else mistake.key.partition(": ")[0]
            placed.setdefault((mistake.row - 1, key if key in keys else keys[0]), []).append(mistake.said)
    return placed


def area_units() -> dict[str, str]:
    """Return the units in which areas can be shown and typed, with their names in the user's language."""
    return {"万亩": tr("10,000 mu"), "亩": tr("mu"), "公顷": tr("ha"), "平方米": tr("m²")}
