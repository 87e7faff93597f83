"""Tables of input from CSV files, workbooks and layers: one strict reader that names place and remedy of mistakes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ...analysis.area.rounding import LARGEST_AREA
from ...analysis.values.kinds import Kind
from ...analysis.values.readers import parse_number, split_number
from ...analysis.values.texts import text_of, tidy
from ...analysis.values.unit_codes import read_given_code, trim_code
from ..dependencies import Feature
from ..file_limits import limit
from ..i18n import LANGUAGES, tr, user_language
from ..located_yaml import FileError, shorten
from ..number_formats import other_number_text, shows_another_number
from ..policy.target_spreadsheet import UnitNames
from ..policy.years import YEARS
from ..spreadsheets import Cell, Sheet, read_sheets
from ..stated_units import (
    agrees,
    contradiction,
    contradiction_text,
    quantity_of,
    stated_units,
    unit_name,
    unknown_unit_text,
)
from .column_values import values_of
from .definitions import AREA, UNIT, WHOLE, YEAR, TableColumn, TableDefinition, load_table, table_ids

GROUP = "input_table"  # of limits
# Factors to m² of the units of area, by the name that `area_unit` gives: 1 mu is 2000/3 m².
_MU = 2000 / 3
SQUARE_METRES: Mapping[str, float] = {"平方米": 1.0, "亩": _MU, "公顷": 10_000.0, "万亩": 10_000.0 * _MU}
_AREA_WORDS = {"平方米": 1.0, "㎡": 1.0, "m2": 1.0, "亩": _MU, "mu": _MU, "公顷": 10_000.0, "ha": 10_000.0}
_PER_CENT = {"%": 0.01}
_OF_YEARS = {"年": 1.0, "年度": 1.0}
_AREA_ROUNDING = 0.04  # m²: templates write examples of areas in mu with four digits
_IN_BRACKETS = re.compile(r"(.+?)\(([^()]*)\)")
_HEADER_ROWS = 20  # so many rows may stand above the headings
_DIGITS = (6, 9, 12)  # of the codes of counties, townships and villages


class TableError(FileError):
    """A table of input that cannot be used."""


@dataclass(frozen=True)
class InputTable:
    """A table of input that was read.

    Attributes:
        definition: of the table.
        frame: its columns in the order of the definition, whether or not the file has them: texts, codes and days as
            text, marks as `yes` and `no`, amounts as float64 (areas in m²); null where nothing is given. The index
            counts the rows of the file.
        notes: what was passed over, in the user's language.

    """

    definition: TableDefinition
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()


def read_file_table(path: Path, sheet: str, definition: TableDefinition, units: Mapping[str, str]) -> InputTable:
    """Read a table of a workbook or a CSV file.

    Args:
        path: of the file.
        sheet: the one that was named, empty for none; if it has other headings, that with the table's name is read.
        definition: of the table.
        units: names of the known counties and cities by code; any code is taken if there are none.

    Raises:
        FeatureError: openpyxl is missing.
        TableError: listing every mistake with its cell; or several sheets have the table, and none of them is named.

    """
    sheets = read_sheets(path, Feature.TABLES, TableError, GROUP)
    named = [sheet, *definition.name.values(), definition.id]
    ranked = sorted(sheets, key=lambda each: named.index(each.title) if each.title in named else len(named))
    return _read_sheets(path.name, ranked, definition, units, named)


def read_frame_table(
    name: str, frame: pd.DataFrame, definition: TableDefinition, units: Mapping[str, str]
) -> InputTable:
    """Read a table of a layer; `name` is the layer's, other arguments and errors as for `read_file_table`."""
    values = frame.drop(columns="geometry", errors="ignore")
    most_rows, most_columns = limit(GROUP, "rows"), limit(GROUP, "columns")
    beyond = str(most_rows + 1) if len(values) > most_rows else "1" if len(values.columns) > most_columns else ""
    read = values.iloc[:most_rows, :most_columns]
    rows = [tuple(Cell(name, name) for name in map(str, read.columns))]
    for number, row in enumerate(read.itertuples(index=False, name=None), 1):
        rows.append(tuple(Cell(value, str(number)) for value in row))
    return _read_sheets(name, [Sheet("", tuple(rows), beyond=beyond)], definition, units)


def _read_sheets(
    file: str,
    sheets: Sequence[Sheet],
    definition: TableDefinition,
    units: Mapping[str, str],
    named: Sequence[str] = (),
) -> InputTable:
    """Read the first sheet that has the headings of all needed columns, else say what the first one lacks.

    Args:
        file, definition, units: as for `read_file_table`.
        sheets: those that are named before the others.
        named: names of which one is meant; where another is read and it is not the only one, nobody knows which.

    """
    found = [_Headings.of(sheet, definition) for sheet in sheets]
    whole = [each for each in found if not each.missing]
    chosen = whole[0] if whole else max(found, key=lambda each: len(each.columns))
    titles = {name for table in map(load_table, table_ids()) for name in (table.id, *table.name.values())}
    others = [each.sheet.title for each in whole[1:] if each.has_rows and each.sheet.title not in titles]
    if others and chosen.sheet.title not in named:
        text = tr(
            "{file}: several sheets have the headings of this table, and rows: {sheets}. Choose one of them, or put "
            "all rows into one sheet."
        )
        raise TableError([text.format(file=file, sheets=", ".join(map(shorten, (chosen.sheet.title, *others))))])
    return _TableReader(file, chosen, definition, units, others).read()


@dataclass(frozen=True)
class _Headings:
    """Where the columns of a table stand in a sheet.

    Attributes:
        sheet: the sheet.
        row: position of the row of headings.
        columns: position by column.
        missing: needed columns that it lacks.
        doubled: headings of columns that an earlier heading has given.
        others: headings that are none of the table's.

    """

    sheet: Sheet
    row: int
    columns: Mapping[str, int]
    missing: tuple[TableColumn, ...]
    doubled: tuple[Cell, ...]
    others: tuple[str, ...]

    @property
    def has_rows(self) -> bool:
        """Whether something stands below the headings."""
        below = self.sheet.rows[self.row + 1 :]
        return any(_is_given(cells[place]) for cells in below for place in self.columns.values())

    @classmethod
    def of(cls, sheet: Sheet, definition: TableDefinition) -> _Headings:
        """Find the row with the most headings of a table."""
        names = {name: column.id for column in definition.columns for name in _names(column)}
        best = cls(sheet, 0, {}, tuple(c for c in definition.columns if c.required), (), ())
        for number, row in enumerate(sheet.rows[:_HEADER_ROWS]):
            columns: dict[str, int] = {}
            doubled, others = [], []
            for place, cell in enumerate(row):
                title = _plain(cell.value)
                column = names.get(title) or names.get(_split_heading(title)[0])
                if column is None:
                    others += [str(cell.value).strip()] if title else []
                elif column in columns:
                    doubled.append(cell)
                else:
                    columns[column] = place
            if len(columns) > len(best.columns):
                missing = tuple(c for c in definition.columns if c.required and c.id not in columns)
                best = cls(sheet, number, columns, missing, tuple(doubled), tuple(others))
        return best


class _TableReader:
    """Reads the rows of a table, and collects what is wrong with them."""

    def __init__(
        self,
        file: str,
        headings: _Headings,
        definition: TableDefinition,
        units: Mapping[str, str],
        unread: Sequence[str] = (),
    ) -> None:
        """Start; `unread` are other sheets that have the table, other arguments as in `read_file_table`."""
        self._unread = unread
        self._file, self._headings, self._definition, self._units = file, headings, definition, units
        self._names = UnitNames(units)
        self._mistakes: list[str] = []
        self._factors: dict[str, float] = {}
        self._own_units: dict[str, str] = {}  # of headings, "" of those without one
        self._above = stated_units(headings.sheet.rows[: headings.row])
        self._units_read = {column.id: _units_read(column, definition) for column in definition.columns}
        self._values = {column.id: values_of(column) for column in definition.columns}
        self._language = user_language()

    def read(self) -> InputTable:
        """Return the table.

        Raises:
            TableError: listing every mistake.

        """
        headings, definition = self._headings, self._definition
        self._check_headings()
        self._factors = {column.id: self._factor(column) for column in definition.columns if column.kind == AREA}
        self._check_lines()
        self._check()
        examples, rows, numbers = 0, [], []
        for at, cells in enumerate(headings.sheet.rows[headings.row + 1 :], headings.row + 1):
            given = {name: cells[place] for name, place in headings.columns.items()}
            if not any(_is_given(cell) for cell in given.values()):
                continue
            if self._is_example(given):
                examples += 1
                continue
            self._check_separators(at)
            rows.append(self._row(given))
            numbers.append(_row_number(cells[0]))
        frame = pd.DataFrame(rows, columns=[c.id for c in definition.columns], index=pd.Index(numbers, name="row"))
        for column in definition.columns:
            frame[column.id] = frame[column.id].astype(float if column.is_amount else object)
            if not column.is_amount:
                frame[column.id] = frame[column.id].where(frame[column.id].notna(), None)
        self._check_keys(frame)
        self._check()
        return InputTable(definition, frame, tuple(self._notes(examples)))

    def _check(self) -> None:
        """Raise `TableError` if there are mistakes."""
        if self._mistakes:
            raise TableError(self._mistakes)

    def _mistake(self, cell: Cell | None, column: TableColumn | None, text: str) -> None:
        """Note a mistake at a cell and a column."""
        sheet = self._headings.sheet.title
        heading = column.heading[self._language] if column else ""
        if cell is None:
            place = tr("{file}, table “{table}”: ").format(file=self._file, table=self._definition.name[self._language])
        elif sheet:
            place = tr("{file}, sheet {sheet}, cell {cell}: ").format(
                file=self._file, sheet=sheet, cell=cell.coordinate
            )
        else:
            place = tr("{file}, row {row}: ").format(file=self._file, row=cell.coordinate)
        self._mistakes.append(place + (f"{heading}: " if heading else "") + text)

    def _check_headings(self) -> None:
        """Note missing and doubled columns, and what stands behind the rows that are read."""
        headings, language = self._headings, self._language
        if headings.missing:
            text = tr(
                "there is no column {columns}. Its headings stand in one row; compare with the template that “Write "
                "templates of tables” makes."
            )
            names = ", ".join(f"“{column.heading[language]}” ({column.id})" for column in headings.missing)
            self._mistake(None, None, text.format(columns=names))
        for cell in headings.doubled:
            self._mistake(cell, None, tr("a second column says {value}.").format(value=shorten(cell.value)))
        for name, place in headings.columns.items():
            self._check_unit(headings.sheet.rows[headings.row][place], self._definition.column(name))
        if headings.sheet.beyond:
            text = tr("only the first {rows} rows and {columns} columns are read. Delete what stands behind them.")
            text = text.format(rows=limit(GROUP, "rows"), columns=limit(GROUP, "columns"))
            self._mistake(Cell(None, headings.sheet.beyond), None, text)

    def _check_unit(self, cell: Cell, column: TableColumn) -> None:
        """Note where the heading of numbers, or a line above the headings, names another unit than the table reads.

        Areas have a factor for theirs. Where a column names the unit of each row, that of the heading must be the same.
        """
        read, stated = self._units_read[column.id], _split_heading(_plain(cell.value))[1]
        if not column.is_amount or column.kind == AREA or not read:
            return
        if stated and not agrees(unit_name(stated), read):
            text = tr("{value} names another unit than is read. Write the numbers as the heading {heading} says.")
            self._mistake(cell, None, text.format(value=shorten(cell.value), heading=column.heading[self._language]))
            return
        self._own_units[column.id] = unit = unit_name(stated)
        above = [each for each in self._above if quantity_of(each.unit) == quantity_of(read[0])]
        contrary = next((each for each in above if not unit and not agrees(each.unit, read)), None)
        if contrary is not None:
            self._mistake(contrary.cell, column, contradiction_text(contrary, "、".join(read)))
        if column.unit_in:
            stated_for_all = [one for one in (unit, *(each.unit for each in above)) if one in read]
            self._units_read[column.id] = tuple(stated_for_all[:1]) or read

    def _check_lines(self) -> None:
        """Note lines above the headings whose unit all headings contradict."""
        quantities = {column: quantity_of(next(iter(self._units_read[column]), "")) for column in self._own_units}
        for quantity in dict.fromkeys(quantities.values()):
            units = [unit for column, unit in self._own_units.items() if quantities[column] == quantity]
            contrary = contradiction(units, self._above)
            if contrary is not None:
                text = contradiction_text(contrary, "、".join(dict.fromkeys(units)))
                self._mistake(contrary.cell, None, text)

    def _check_separators(self, row: int) -> None:
        """Note a row of a CSV file with more values than headings."""
        at = self._headings.row
        fault = self._headings.sheet.separator_fault(row, range(at, at + 1))
        if fault is not None:
            self._mistake(fault[0], None, fault[1])

    def _factor(self, column: TableColumn) -> float:
        """Return the factor to m² of a column of areas, from its heading or a cell above the headings."""
        place = self._headings.columns.get(column.id)
        if place is None:
            return 1.0
        rows, at = self._headings.sheet.rows, self._headings.row
        title = _plain(rows[at][place].value)
        name, bracketed = _split_heading(title)
        own = unit_name(bracketed) if quantity_of(unit_name(bracketed)) == "area" else ""
        own = "平方米" if name == _plain(column.id) and not bracketed else own
        self._own_units[column.id] = own
        units = list(dict.fromkeys(each.unit for each in self._above if quantity_of(each.unit) == "area"))
        stated = [own] if own else units
        if len(stated) != 1:
            text = tr("no unit of area, or several. Write one in brackets behind the heading: {heading}（亩）.")
            self._mistake(rows[at][place], None, text.format(heading=column.heading[self._language]))
        elif stated[0] not in SQUARE_METRES:
            self._mistake(rows[at][place], None, unknown_unit_text(stated[0], SQUARE_METRES))
        else:
            self._units_read[column.id] = (stated[0],)
            return SQUARE_METRES[stated[0]]
        return 1.0

    def _is_example(self, given: Mapping[str, Cell]) -> bool:
        """Return whether a row is one of the template's two; with any value of its own it is data."""
        columns = [column for column in self._definition.columns if column.id in given]
        return any(
            all(self._same(column, given[column.id], column.examples[number]) for column in columns)
            for number in range(2)
        )

    def _same(self, column: TableColumn, cell: Cell, example: object) -> bool:
        """Return whether a cell holds an example, in either language and in any unit of area."""
        if column.kind == AREA and example != "":
            try:
                return abs(self._number(cell, column) - float(str(example))) < _AREA_ROUNDING
            except ValueError:
                return False
        values = self._values[column.id]

        def canonical(one: object) -> object:
            try:
                return values.read(one) if values is not None else tidy(one)
            except ValueError:
                return tidy(one)

        return canonical(cell.value) == canonical(example)

    def _row(self, given: Mapping[str, Cell]) -> dict[str, object]:
        """Read a row, and note what is wrong in it."""
        row: dict[str, object] = {}
        for column in self._definition.columns:
            cell = given.get(column.id)
            if cell is None:
                continue
            row[column.id] = self._value(cell, column)
            if row[column.id] is None and column.required and not _is_given(cell):
                self._mistake(cell, column, tr("nothing is given, and it is needed."))
        for column in self._definition.columns:
            self._compare(given, row, column)
        return row

    def _compare(self, given: Mapping[str, Cell], row: Mapping[str, object], column: TableColumn) -> None:
        """Note a value that contradicts that of another column."""
        value = row.get(column.id)
        self._compare_unit(given, row, column)
        for name in (*([column.at_most] if column.at_most else []), *column.not_before):
            other = row.get(name)
            if value is None or other is None:
                continue
            if column.at_most and float(str(value)) > float(str(other)):
                text = tr("{value} is more than {other} of “{heading}”, of which it is a part.")
            elif column.not_before and str(value) < str(other):
                text = tr("{value} is before {other} of “{heading}”.")
            else:
                continue
            heading = self._definition.column(name).heading[self._language]
            shown = {"value": shorten(given[column.id].value), "other": shorten(given[name].value)}
            self._mistake(given[column.id], column, text.format(**shown, heading=heading))

    def _compare_unit(self, given: Mapping[str, Cell], row: Mapping[str, object], column: TableColumn) -> None:
        """Note a number whose row names another unit than the heading, or the line above it."""
        read, chosen = self._units_read[column.id], row.get(column.unit_in)
        if row.get(column.id) is None or chosen is None or len(read) != 1:
            return
        if read[0] not in _units_of_choice(self._definition.column(column.unit_in), str(chosen)):
            text = tr("{value}, but the heading or a line above it says {unit}. Correct one of them.")
            value = shorten(given[column.unit_in].value)
            self._mistake(given[column.unit_in], column, text.format(value=value, unit=read[0]))

    def _value(self, cell: Cell, column: TableColumn) -> object:
        """Return the value of a cell; None where there is none, or it cannot be read."""
        if cell.is_formula and cell.value is None:
            text = tr("a formula without a stored value. Open the file in a spreadsheet program and save it.")
            self._mistake(cell, column, text)
            return None
        if not _is_given(cell):
            return None
        if column.is_amount:
            return self._amount(cell, column)
        if column.kind == UNIT:
            return self._unit(cell, column)
        values = self._values[column.id]
        if values is None:
            return tidy(cell.value) if column.id in self._definition.key else text_of(cell.value)
        value = cell.value
        if self._headings.sheet.days_late and values.is_date:
            value = _later(value, self._headings.sheet.days_late)
        try:
            read = values.read(value)
        except ValueError:
            read = None
        if read is not None and values.is_date and int(read[:4]) < YEARS[0]:
            read = None  # a year of other digits than was meant
        if read is not None and column.kind == Kind.UNIT_CODE.value:
            code = trim_code(read, _DIGITS)  # as codes of pieces are, with which it is compared
            read = code if len(code) in _DIGITS else None
        if read is None:
            self._mistake(cell, column, self._unreadable(cell, column))
        return read

    def _unreadable(self, cell: Cell, column: TableColumn) -> str:
        """Return what is wrong with a cell that cannot be read."""
        value = shorten(cell.value)
        words = ", ".join(column.words[self._language].values())
        if words:
            return tr("{value} is none of the words that may stand here: {words}.").format(value=value, words=words)
        texts = {
            Kind.MARK.value: tr("{value} is neither yes nor no."),
            Kind.CLASS.value: tr("{value} is no land class."),
            Kind.UNIT_CODE.value: tr(
                "{value} is no code of a unit. Write 6 digits for a county, 9 for a township, 12 for a village."
            ),
            Kind.START.value: tr("{value} is no date. Write it like 2024-03-01."),
            Kind.END.value: tr("{value} is no date. Write it like 2024-03-01, or 长期 for no end."),
        }
        return texts[column.kind].format(value=value)

    def _number(self, cell: Cell, column: TableColumn) -> float:
        """Return the number in a cell, of an area in m²; raise ValueError where there is none."""
        words = {AREA: _AREA_WORDS, Kind.RATIO.value: _PER_CENT, YEAR: _OF_YEARS}.get(column.kind, {})
        number = parse_number(cell.value, words)
        return number if _names_unit(cell.value) else number * self._factors.get(column.id, 1.0)

    def _amount(self, cell: Cell, column: TableColumn) -> float | None:
        """Return a number; of an area in m²."""
        try:
            number = self._number(cell, column)
        except ValueError:
            self._mistake(cell, column, tr("{value} is not a number.").format(value=shorten(cell.value)))
            return None
        text = ""
        if self._shows_another(cell, column):
            text = other_number_text(cell)
        elif column.kind == YEAR and not (number.is_integer() and YEARS[0] <= number <= YEARS[1]):
            text = tr("{value} is no year. Write it with four digits, like 2024.")
        elif not abs(number) < LARGEST_AREA:
            text = tr("{value} is beyond all measures of land.")
        elif number < 0 and not column.negative:
            text = tr("{value} is below 0.")
        elif column.kind == WHOLE and not number.is_integer():
            text = tr("{value} is no whole number.")
        elif column.kind == Kind.RATIO.value and number > 1:
            text = tr("{value} is no share: it is more than 1.")
        if text:
            self._mistake(cell, column, text.replace("{value}", shorten(cell.value)))
            return None
        return number

    def _shows_another(self, cell: Cell, column: TableColumn) -> bool:
        """Return whether the format of a cell shows another number than it holds; per cent are shares."""
        if not isinstance(cell.value, (int, float)):
            return False
        form = cell.form.replace("%", "") if column.kind == Kind.RATIO.value else cell.form
        return shows_another_number(cell.value, form, self._units_read[column.id])

    def _unit(self, cell: Cell, column: TableColumn) -> str | None:
        """Return the code of a county or a city, given by code or name."""
        code, readable = read_given_code(cell.value)
        code = trim_code(code, _DIGITS) if readable and code is not None else self._names.code(_plain(cell.value))
        if code is not None and (not self._units or code in self._units):
            return code
        text = tr("{value} is no unit that the policy has. Units: {units}.")
        units = ", ".join(f"{name} {code}" for code, name in sorted(self._units.items()))
        self._mistake(cell, column, text.format(value=shorten(cell.value), units=units or "–"))
        return None

    def _check_keys(self, frame: pd.DataFrame) -> None:
        """Note rows with the key of an earlier row."""
        key = list(self._definition.key)
        names = "、".join(self._definition.column(name).heading[self._language] for name in key)
        for row in frame.index[frame.duplicated(key)]:
            same = frame.index[(frame[key].fillna("") == frame.loc[row, key].fillna("")).all(axis=1)]
            value = " ".join(str(each) for each in frame.loc[row, key] if each is not None)
            text = tr("rows {rows} are the same by {columns}: {value}. Correct one, or delete it.")
            text = text.format(rows=", ".join(map(str, same)), columns=names, value=shorten(value))
            self._mistake(None, None, text)

    def _notes(self, examples: int) -> Iterator[str]:
        """Yield what was passed over."""
        file = f"{self._file}: "
        if examples:
            yield file + tr("{count} example rows of the template are no data.").format(count=examples)
        if self._unread:
            sheets = ", ".join(map(shorten, self._unread))
            yield file + tr("other sheets that have this table were not read: {sheets}.").format(sheets=sheets)
        if self._headings.others:
            names = ", ".join(shorten(name) for name in self._headings.others)
            yield file + tr("columns that the table does not have were not read: {columns}.").format(columns=names)


def _plain(value: object) -> str:
    """Return a heading or a name in half-width letters, without white space and marks of needed columns."""
    text = "" if text_of(value) is None else unicodedata.normalize("NFKC", str(text_of(value)))
    return re.sub(r"[\s*]+", "", text).casefold()


def _split_heading(title: str) -> tuple[str, str]:
    """Return a plain heading without its brackets, and what stands in them.

    >>> _split_heading("占用耕地(亩)"), _split_heading("found")
    (('占用耕地', '亩'), ('found', ''))

    """
    found = _IN_BRACKETS.fullmatch(title)
    return (found[1], found[2]) if found else (title, "")


def _names(column: TableColumn) -> set[str]:
    """Return the plain headings by which a column is known."""
    return {_plain(name) for name in (column.id, *column.other, *(column.heading[each] for each in LANGUAGES))}


def _units_read(column: TableColumn, definition: TableDefinition) -> tuple[str, ...]:
    """Return the units in which the numbers of a column may be, by their names; none where it has none."""
    if column.kind == YEAR:
        return tuple(_OF_YEARS)
    if column.unit_in:
        choices = definition.column(column.unit_in)
        return tuple(unit for choice in choices.choices for unit in _units_of_choice(choices, choice["id"]))
    stated = (unit_name(_split_heading(name)[1]) for name in sorted(_names(column)))
    return tuple(dict.fromkeys(unit for unit in stated if unit))


def _units_of_choice(column: TableColumn, value: str) -> tuple[str, ...]:
    """Return the units by which a choice of a column is called."""
    words = (unit_name(column.words[language][value]) for language in LANGUAGES)
    return tuple(dict.fromkeys(word for word in words if quantity_of(word)))


def _later(value: object, days: int) -> object:
    """Return a number of days as one of other workbooks; None for a text of such digits, which may be of either."""
    if isinstance(value, (int, float)):
        return value + days
    if isinstance(value, str) and re.fullmatch(r"\d{5}(\.\d*)?", _plain(value)):
        return None
    return value


def _is_given(cell: Cell) -> bool:
    """Return whether a cell has a value, or shall have one by its formula."""
    return cell.is_formula or text_of(cell.value) is not None


def _names_unit(value: object) -> bool:
    """Return whether a number has words behind it, such as 亩 or m²."""
    return isinstance(value, str) and bool(split_number(value)[1])


def _row_number(cell: Cell) -> int:
    """Return the number of a cell's row."""
    return int(re.sub(r"\D", "", cell.coordinate))
