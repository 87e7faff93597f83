"""Targets from a spreadsheet laid out like annexes 2 and 3 of the notice."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...analysis.rules.policy import Policy, Unit
from ...analysis.vocabulary import Level
from ..i18n import tr
from ..located_yaml import PolicyError, finite_decimal, finite_decimal_text, shorten

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_UNIT_CODE = re.compile(r"\d{6}")
_NAME_HEADERS = ("行政区名称", "行政区", "单位名称", "县（市、区）", "县(市、区)")
_CODE_HEADERS = ("行政区代码", "代码")
_TASK = re.compile(r"((?:19|20|21)\d\d)\s*年.*恢复任务")
_WAN_MU = {"万亩": Decimal(1), "亩": Decimal("0.0001"), "公顷": Decimal("0.0015"), "平方米": Decimal("0.00000015")}
_STATED = re.compile(r"(?:单位[:：]?|[（(])\s*(万亩|亩|公顷|平方米)\s*[)）]?")
_MAX_ROWS, _MAX_COLUMNS = 2000, 60


def read_targets(path: str | Path, policy: Policy) -> Policy:
    """Return the policy with the targets of a spreadsheet laid out like annexes 2 and 3 of the notice.

    Every sheet with a header row (a cell 行政区名称) is read: columns are recognised by words of their headers, rows by
    the unit's name, or by its code if there is a column 行政区代码. A cell or header states the unit of the areas
    (万亩, 亩, 公顷 or 平方米). A unit that the policy lacks is added if its code is given. Targets that no sheet states
    stay as in the policy.

    Raises:
        PolicyError: listing every mistake with file, sheet and cell.

    """
    path = Path(path)
    try:
        import openpyxl  # noqa: PLC0415  only reading spreadsheets needs it
    except ImportError as error:
        raise PolicyError(
            [tr("Reading targets from a spreadsheet needs the Python package openpyxl, which this QGIS lacks.")]
        ) from error
    try:
        book = openpyxl.load_workbook(path, read_only=False, data_only=True)
    except Exception as error:  # openpyxl passes on what zipfile and the XML parser raise
        text = tr("{file}: cannot be read as a spreadsheet ({error}). Save it as .xlsx.")
        raise PolicyError([text.format(file=path.name, error=error)]) from error
    sheets = _Sheets(path.name, policy)
    for sheet in book.worksheets:
        sheets.read(sheet)
    book.close()
    return sheets.merged()


class _Sheets:
    """Collects the targets of units from the sheets of a workbook."""

    def __init__(self, file: str, policy: Policy) -> None:
        """Start without targets; `file` is the name for messages."""
        self.file, self.policy = file, policy
        self.codes: dict[str, str] = {}
        for unit in policy.units:
            self.codes[unit.name] = unit.code
        self.names: dict[str, str] = {}
        self.found: dict[str, dict[str, Decimal]] = {}
        self.places: dict[tuple[str, str], str] = {}
        self.mistakes: list[str] = []
        self.tables = 0

    def mistake(self, sheet: Worksheet, cell: str, text: str) -> None:
        """Note a mistake, with its sheet and cell."""
        where = tr("{file}, sheet {sheet}, cell {cell}: ").format(file=self.file, sheet=sheet.title, cell=cell)
        self.mistakes.append(where + text)

    def read(self, sheet: Worksheet) -> None:
        """Read a sheet if it has a header row."""
        rows = list(sheet.iter_rows(max_row=_MAX_ROWS, max_col=_MAX_COLUMNS))
        header = next((i for i, row in enumerate(rows) if any(_plain(c.value) in _NAME_HEADERS for c in row)), None)
        if header is None:
            return
        self.tables += 1
        columns: dict[int, str] = {}
        name_column: int | None = None
        code_column: int | None = None
        for i, cell in enumerate(rows[header]):
            title = _plain(cell.value)
            if title in _NAME_HEADERS and name_column is None:
                name_column = i
            elif title in _CODE_HEADERS:
                code_column = i
            else:
                field = _field_of(title)
                if field and field in columns.values():
                    self.mistake(
                        sheet, cell.coordinate, tr("a second column says {value}.").format(value=shorten(title))
                    )
                elif field:
                    columns[i] = field
        if name_column is None:
            return
        factors = self._factors(sheet, rows, header, columns)
        for row in rows[header + 1 :]:
            self._row(sheet, row, name_column, code_column, columns, factors)

    def _factors(
        self, sheet: Worksheet, rows: Sequence[tuple[Cell, ...]], header: int, columns: Mapping[int, str]
    ) -> dict[int, Decimal]:
        """Return the factor to 10,000 mu of each column, from its header or a cell above the header row."""
        stated = [_STATED.search(_plain(c.value)) for row in rows[:header] for c in row]
        general = next((_WAN_MU[found[1]] for found in stated if found), None)
        factors = {}
        for i in columns:
            cell = rows[header][i]
            found = _STATED.search(_plain(cell.value))
            factor = _WAN_MU[found[1]] if found else general
            if factor is None:
                text = tr("no unit of area. Write 单位：万亩 above the header.")
                self.mistake(sheet, cell.coordinate, text)
            factors[i] = factor or Decimal(1)
        return factors

    def _row(
        self,
        sheet: Worksheet,
        row: tuple[Cell, ...],
        name_column: int,
        code_column: int | None,
        columns: Mapping[int, str],
        factors: Mapping[int, Decimal],
    ) -> None:
        """Read the targets of one unit."""
        cell = row[name_column]
        name = _plain(cell.value)
        values = {field: row[i] for i, field in columns.items()}
        if not name or all(_plain(c.value) == "" for c in values.values()):
            return  # an empty row or a note
        code = self.codes.get(name)
        if code_column is not None and _plain(row[code_column].value):
            code = _plain(row[code_column].value)
            if not _UNIT_CODE.fullmatch(code):
                text = tr("{value} is no code of a unit. Write six digits.")
                self.mistake(sheet, row[code_column].coordinate, text.format(value=shorten(code)))
                return
        if code is None:
            text = tr("the policy has no unit {value}. Correct the name or add a column 行政区代码.")
            self.mistake(sheet, cell.coordinate, text.format(value=shorten(name)))
            return
        self.names[code] = name
        unit = self.found.setdefault(code, {})
        for i, field in columns.items():
            number = self._value(sheet, row[i], field)
            if number is None:
                continue
            number *= factors[i]
            before = unit.get(field)
            if before is not None and before != number:
                text = tr("{value} here, but {before} in {place}. Correct one.")
                place = self.places[code, field]
                self.mistake(sheet, row[i].coordinate, text.format(value=number, before=before, place=place))
            unit[field] = number
            self.places[code, field] = f"{sheet.title}!{row[i].coordinate}"

    def _value(self, sheet: Worksheet, cell: Cell, field: str) -> Decimal | None:
        """Return the number in a cell, None if it is empty or wrong."""
        value = cell.value
        if isinstance(value, str):
            plain = _plain(value).replace(",", "").replace("，", "")
            if plain in ("", "-", "—", "/"):
                return None
            number = finite_decimal_text(plain)
        else:
            number = None if value is None else finite_decimal(value)
            if value is None:
                return None
            if number is not None and isinstance(value, float):
                number = finite_decimal_text(repr(round(value, 10)))  # sums that Excel stored with binary noise
        if number is None:
            text = tr("{value} is not a number.")
            self.mistake(sheet, cell.coordinate, text.format(value=shorten(value)))
        elif number < 0 and field != "gap_wan_mu":
            self.mistake(sheet, cell.coordinate, tr("{value} is below 0.").format(value=number))
        return number

    def merged(self) -> Policy:
        """Return the policy with the targets.

        Raises:
            PolicyError: listing every mistake.

        """
        if not self.tables:
            text = tr("{file}: no sheet has a header row with a cell {header}.")
            self.mistakes.append(text.format(file=self.file, header=_NAME_HEADERS[0]))
        elif not any(self.found.values()) and not self.mistakes:
            self.mistakes.append(tr("{file}: no column of targets was recognised.").format(file=self.file))
        if self.mistakes:
            raise PolicyError(self.mistakes)
        units = []
        for unit in self.policy.units:
            stated = self.found.pop(unit.code, None)
            units.append(_updated(unit, stated, self.file) if stated else unit)
        cities = [unit.code for unit in units if unit.level == Level.CITY]
        cities += [code for code in self.found if code.endswith("00")]
        for code, stated in self.found.items():
            level = (Level.CITY if code.endswith("00") else Level.COUNTY).value
            parent = next((c for c in cities if c[:4] == code[:4]), "") if level == Level.COUNTY else ""
            units.append(_updated(Unit(code, self.names[code], level, parent), stated, self.file))
        return dataclasses.replace(self.policy, units=tuple(units))


def _updated(unit: Unit, stated: Mapping[str, Decimal], file: str) -> Unit:
    """Return a unit with the targets that a file states."""
    tasks = dict(unit.tasks_wan_mu or {})
    fields: dict[str, Any] = {}
    for field, value in stated.items():
        if field.startswith("task_"):
            tasks[int(field[5:])] = value
        else:
            fields[field] = value
    return dataclasses.replace(unit, **fields, tasks_wan_mu=tasks, source=file)


def _plain(value: object) -> str:
    """Return a cell's text without white space; whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return re.sub(r"\s+", "", str(value))


def _field_of(title: str) -> str | None:
    """Return the target that a header names, None if none; tasks first, for their header names the gap, too."""
    task = _TASK.search(title)
    if task:
        return f"task_{task[1]}"
    for words, field in (
        (("缺口",), "gap_wan_mu"),
        (("二调",), "survey2_target_wan_mu"),
        (("永久基本农田",), "pbf_target_wan_mu"),
        (("三调", "耕地保护目标", "耕地保有量"), "holding_target_wan_mu"),
    ):
        if any(word in title for word in words):
            return field
    return None
