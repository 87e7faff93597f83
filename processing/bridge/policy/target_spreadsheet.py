"""Targets from a spreadsheet (.xlsx or .csv) laid out like annexes 2 and 3 of the notice."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ...analysis.rules.policy import Policy, Unit
from ...analysis.values.readers import split_number
from ...analysis.values.texts import tidy
from ...analysis.vocabulary import Level
from ..dependencies import Feature
from ..file_limits import limit
from ..i18n import tr
from ..located_yaml import PolicyError, finite_decimal, finite_decimal_text, shorten
from ..number_formats import other_number_text, shows_another_number
from ..spreadsheets import Cell, Sheet, read_sheets
from ..stated_units import (
    contradiction,
    contradiction_text,
    quantity_of,
    stated_units,
    units_of,
    unknown_unit_text,
)
from .typed_values import WAN_MU, typed_number

_UNIT_CODE = re.compile(r"[0-9]{6}")
_NAME_HEADERS = ("行政区名称", "行政区", "单位名称", "县（市、区）", "县(市、区)")
_CODE_HEADERS = ("行政区代码", "代码")
# With what the name of a higher unit ends before another one's, and what a short name leaves away.
_UPPER_UNITS, _UNIT_WORDS, _SHORTEST = ("省", "自治区", "市", "州", "盟", "地区"), "市县区旗", 2
_TOTALS, _SUBTOTALS = ("合计", "总计", "共计"), ("小计",)
_NO_TARGETS = ("序号", "编号", "备注", "说明", "来源")
_YEAR = r"((?:19|20|21)\d\d)\s*年"
# 2024年度恢复任务（按缺口的10%）; under merged headers 恢复任务 | 2024年. 恢复任务缺口数（2019年…） is the gap.
_TASK = re.compile(rf"{_YEAR}.*任务|恢复任务[^缺]*?{_YEAR}")
# The fields that annexes 2 and 3 give: what one sheet may be about.
_BOTH = "holding_target_wan_mu"
_ANNEXES = (
    (_BOTH, "pbf_target_wan_mu"),
    ("survey2_target_wan_mu", "gap_wan_mu", "task_"),
)
_PRINTED = Decimal("0.0001")


@dataclasses.dataclass(frozen=True)
class StatedTargets:
    """What a spreadsheet of targets says.

    Attributes:
        policy: with the targets.
        codes: of the units that the spreadsheet names.
    """

    policy: Policy
    codes: tuple[str, ...]


def read_targets(path: str | Path, policy: Policy, warn: Callable[[str], None] = lambda text: None) -> Policy:
    """Return the policy with the targets of a spreadsheet laid out like annexes 2 and 3 of the notice.

    Every sheet with a header row (a cell 行政区名称) is read: columns are recognised by words of their headers, rows by
    the unit's name, or by its code if there is a column 行政区代码. A cell or header states the unit of the areas
    (万亩, 亩, 公顷 or 平方米). A unit that the policy lacks is added if its code is given. Headers may take several
    rows, with merged cells. Rows 合计 and 小计 are compared with the sum of the counties above them.

    What a sheet names and does not give is not known, and never the policy's figure: an empty cell, a formula without a
    stored value, and, where a column of numbers has a header that is not recognised, the targets of the same annex that
    no column gives. Targets that no sheet speaks of stay as in the policy.

    A CSV file counts as one sheet without merged cells.

    Args:
        path: of the spreadsheet.
        policy: whose targets are replaced.
        warn: receives what is not given, and totals that do not add up.

    Raises:
        FeatureError: openpyxl is missing.
        PolicyError: listing every mistake with file, sheet and cell.

    """
    return read_stated_targets(path, policy, warn).policy


def read_stated_targets(
    path: str | Path,
    policy: Policy,
    warn: Callable[[str], None] = lambda text: None,
    more_names: Mapping[str, str] = MappingProxyType({}),
) -> StatedTargets:
    """Return the policy with the targets of a spreadsheet, and which units it names; see `read_targets`.

    Args:
        path, policy, warn: as there.
        more_names: of further units by their codes, which the policy need not have.

    Raises:
        FeatureError: openpyxl is missing.
        PolicyError: listing every mistake with file, sheet and cell.

    """
    path = Path(path)
    sheets = _Sheets(path.name, policy, more_names)
    for sheet in read_sheets(path, Feature.TARGETS, PolicyError):
        sheets.read(sheet)
    targets = sheets.merged()
    for line in sheets.warnings():
        warn(line)
    return StatedTargets(targets, tuple(sheets.found))


class UnitNames:
    """Codes of units by their names, as notices write them: 乐平市, 景德镇市乐平市, 乐平."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take the full names by code; several units may have one."""
        self.names = names
        self._codes: dict[str, set[str]] = {}
        for code, name in names.items():
            self._codes.setdefault(_plain(name), set()).add(code)
        self._codes.pop("", None)

    def code(self, name: str) -> str | None:
        """Return the code of a name; None for none, and where several units may be meant."""
        inside = [n for n in self._codes if name.endswith(n) and name[: -len(n)].endswith(_UPPER_UNITS)]
        short = [n for n in self._codes if len(n) > _SHORTEST and n[-1] in _UNIT_WORDS and n[:-1] == name]
        meant = [name] if name in self._codes else inside or short
        found = {code for each in meant for code in self._codes[each]}
        return found.pop() if len(found) == 1 else None


@dataclasses.dataclass
class _Table:
    """A table of targets in a sheet: where its columns are, and what its rows have given so far.

    Attributes:
        sheet: where it stands.
        name_column, code_column: where names and codes of units stand.
        columns: the target by number of its column.
        areas: unit of area by number of the column.
        units: codes of the units read.
        counties, since: targets (10,000 mu) of the counties read: all, and those since the last row of totals.

    """

    sheet: Sheet
    name_column: int
    code_column: int | None
    columns: Mapping[int, str]
    areas: dict[int, str]
    units: list[str] = dataclasses.field(default_factory=list)
    counties: list[dict[str, Decimal | None]] = dataclasses.field(default_factory=list)
    since: list[dict[str, Decimal | None]] = dataclasses.field(default_factory=list)


class _Sheets:
    """Collects the targets of units from the sheets of a workbook."""

    def __init__(self, file: str, policy: Policy, more_names: Mapping[str, str]) -> None:
        """Start without targets; `file` is the name for messages."""
        self.file, self.policy = file, policy
        own = {unit.code: unit.name for unit in policy.units}
        known = set(map(_plain, own.values()))
        self.codes = UnitNames({**{c: name for c, name in more_names.items() if _plain(name) not in known}, **own})
        self.names: dict[str, str] = {}
        self.found: dict[str, dict[str, Decimal | None]] = {}
        self.places: dict[tuple[str, str], str] = {}
        self.missing: dict[tuple[str, str], str] = {}
        self.told: list[str] = []
        self.mistakes: list[str] = []
        self.tables = 0

    def located(self, sheet: Sheet, cell: str, text: str) -> str:
        """Return a message with its sheet and cell."""
        return tr("{file}, sheet {sheet}, cell {cell}: ").format(file=self.file, sheet=sheet.title, cell=cell) + text

    def mistake(self, sheet: Sheet, cell: str, text: str) -> None:
        """Note a mistake, with its sheet and cell."""
        self.mistakes.append(self.located(sheet, cell, text))

    def warnings(self) -> list[str]:
        """Return what was told on the way, and why targets are not known."""
        missing = (text for key, text in self.missing.items() if self.found[key[0]].get(key[1]) is None)
        return list(dict.fromkeys([*self.told, *missing]))

    def read(self, sheet: Sheet) -> None:
        """Read a sheet if it has a header row."""
        rows = sheet.rows
        header = next((i for i, row in enumerate(rows) if any(_plain(c.value) in _NAME_HEADERS for c in row)), None)
        if header is None:
            return
        self.tables += 1
        if sheet.beyond:
            text = tr("only the first {rows} rows and {columns} columns are read. Delete what stands behind them.")
            self.mistake(
                sheet, sheet.beyond, text.format(rows=limit("table", "rows"), columns=limit("table", "columns"))
            )
        columns: dict[int, str] = {}
        others: list[int] = []
        name_column = next(i for i, cell in enumerate(rows[header]) if _plain(cell.value) in _NAME_HEADERS)
        code_column: int | None = None
        titles, first = _titles(sheet, rows, header, name_column)
        for i, title in enumerate(titles):
            field = _field_of(title)
            if i == name_column or not title or title in _NAME_HEADERS:
                continue
            if title in _CODE_HEADERS:
                code_column = i
            elif field and field in columns.values():
                text = tr("a second column says {value}.").format(value=shorten(title))
                self.mistake(sheet, rows[header][i].coordinate, text)
            elif field:
                columns[i] = field
            elif title not in _NO_TARGETS:
                others.append(i)
        table = _Table(sheet, name_column, code_column, columns, {})
        table.areas.update(self._areas(sheet, rows, header, columns, titles))
        for at, row in enumerate(rows[first:], first):
            fault = sheet.separator_fault(at, range(header, first))
            if fault is not None:
                self.mistake(sheet, fault[0].coordinate, fault[1])
            self._row(table, row)
        for i in others:
            cell = rows[header][i]
            if any(_is_number(row[i].value) for row in rows[first:]) and columns and table.units:
                self._unknown(table, cell.coordinate, titles[i])

    def _unknown(self, table: _Table, cell: str, title: str) -> None:
        """Note that a column of numbers is not recognised: targets of the sheet's annex may be in it."""
        known = set(table.columns.values())
        own = known - {_BOTH}
        annexes = [fields for fields in _ANNEXES if any(field.startswith(fields) for field in own)] or _ANNEXES[:1]
        unread = [field for fields in annexes for field in fields if not any(one.startswith(field) for one in known)]
        text = tr(
            "the column {value} is not recognised. Targets that it may give are taken as not known, not from the "
            "policy."
        )
        message = self.located(table.sheet, cell, text.format(value=shorten(title)))
        self.told.append(message)
        policy_units = {unit.code: unit for unit in self.policy.units}
        for code in table.units:
            unit = policy_units.get(code)
            years = [f"task_{year}" for year in (unit.tasks_wan_mu or {})] if unit else []
            for field in unread:
                for one in years if field == "task_" else [field]:
                    self.found[code].setdefault(one, None)

    def _areas(
        self,
        sheet: Sheet,
        rows: Sequence[tuple[Cell, ...]],
        header: int,
        columns: Mapping[int, str],
        titles: Sequence[str],
    ) -> dict[int, str]:
        """Return the unit of area of each column, from its header or a cell above the header row."""
        above = [each for each in stated_units(rows[:header]) if quantity_of(each.unit) == "area"]
        general = list(dict.fromkeys(each.unit for each in above))
        areas = {}
        owns = {i: [unit for unit in units_of(titles[i]) if quantity_of(unit) == "area"] for i in columns}
        contrary = contradiction([own[0] if own else "" for own in owns.values()], above)
        if contrary is not None:
            unit = "、".join(dict.fromkeys(own[0] for own in owns.values()))
            self.mistake(sheet, contrary.cell.coordinate, contradiction_text(contrary, unit))
        for i, own in owns.items():
            cell = rows[header][i]
            units = own or general
            if not units:
                self.mistake(sheet, cell.coordinate, tr("no unit of area. Write 单位：万亩 above the header."))
            elif len(units) > 1:
                text = tr("several units of area ({units}). Which is meant? State one in the header of each column.")
                self.mistake(sheet, cell.coordinate, text.format(units="、".join(units)))
            elif units[0] not in WAN_MU:
                self.mistake(sheet, cell.coordinate, unknown_unit_text(units[0], WAN_MU))
            areas[i] = next((unit for unit in units if unit in WAN_MU), next(iter(WAN_MU)))
        return areas

    def _row(self, table: _Table, row: tuple[Cell, ...]) -> None:
        """Read the targets of one unit, or compare a row of totals."""
        sheet, cell = table.sheet, row[table.name_column]
        name = _plain(cell.value)
        if not name:
            return  # an empty row
        code = self.codes.code(name)
        given = any(_plain(row[i].value) for i in table.columns)
        if name in (*_TOTALS, *_SUBTOTALS):
            self._compare(table, row, name)
            return
        if not given and (code is None or not table.columns):
            return  # a note
        if table.code_column is not None and _plain(row[table.code_column].value):
            by_name, code = code, tidy(_plain(row[table.code_column].value)) or ""
            if not _UNIT_CODE.fullmatch(code):
                text = tr("{value} is no code of a unit. Write six digits.")
                self.mistake(sheet, row[table.code_column].coordinate, text.format(value=shorten(code)))
                return
            if by_name is not None and by_name != code:
                text = tr("{value} is not the code of {unit}, which is {code}. Correct one of them.")
                facts = {"value": code, "unit": shorten(name), "code": by_name}
                self.mistake(sheet, row[table.code_column].coordinate, text.format(**facts))
                return
        if code is None:
            text = tr("the policy has no unit {value}. Correct the name or add a column 行政区代码.")
            self.mistake(sheet, cell.coordinate, text.format(value=shorten(name)))
            return
        self.names[code] = self.codes.names.get(code, name)
        table.units.append(code)
        values = {field: self._target(table, row[i], i, code) for i, field in table.columns.items()}
        if not code.endswith("00"):
            table.counties.append(values)
            table.since.append(values)

    def _target(self, table: _Table, cell: Cell, column: int, code: str) -> Decimal | None:
        """Read a target of a unit, and return it in 10,000 mu; None where the cell gives none."""
        sheet, field, unit = table.sheet, table.columns[column], self.found.setdefault(code, {})
        number = self._value(sheet, cell, field, table.areas[column])
        if number is None:
            unit.setdefault(field, None)
            text = tr("nothing is given for {unit}: its target is taken as not known, not from the policy.")
            if cell.is_formula:
                text = tr(
                    "a formula without a stored value for {unit}: its target is taken as not known, not from the "
                    "policy. Open the file in a spreadsheet program and save it."
                )
            message = self.located(sheet, cell.coordinate, text.format(unit=self.names[code]))
            self.missing.setdefault((code, field), message)
            return None
        number *= WAN_MU[table.areas[column]]
        if abs(number) > limit("target_wan_mu", "magnitude"):
            text = tr("{value} × 10,000 mu are more than the land of China. Check the number and its unit.")
            self.mistake(sheet, cell.coordinate, text.format(value=f"{number:f}"))
        before = unit.get(field)
        if before is not None and before != number:
            text = tr("{value} here, but {before} in {place}. Correct one.")
            place = self.places[code, field]
            self.mistake(sheet, cell.coordinate, text.format(value=number, before=before, place=place))
        unit[field] = number
        self.places[code, field] = f"{sheet.title}!{cell.coordinate}"
        return number

    def _compare(self, table: _Table, row: tuple[Cell, ...], name: str) -> None:
        """Compare a row of totals with the sum of the counties above it, or since the total before."""
        counties = table.since if name in _SUBTOTALS else table.counties
        for i, field in table.columns.items():
            stated = self._value(table.sheet, row[i], field, table.areas[i])
            found = [targets[field] for targets in counties]
            values = [value for value in found if value is not None]
            if stated is None or not counties or len(values) < len(counties):
                continue
            stated, summed = stated * WAN_MU[table.areas[i]], sum(values, Decimal(0))
            if abs(stated - summed) > _PRINTED / 2 * (len(values) + 1):
                text = tr("the total {value} is not the sum of its counties, {sum} (10,000 mu).")
                message = text.format(value=stated, sum=summed)
                self.told.append(self.located(table.sheet, row[i].coordinate, message))
        table.since.clear()

    def _value(self, sheet: Sheet, cell: Cell, field: str, unit: str) -> Decimal | None:
        """Return the number in a cell of a column in a unit of area, None if it is empty or wrong."""
        value = cell.value
        if isinstance(value, str):
            plain = _plain(value)
            if plain in ("", "-", "—", "/"):
                return None
            number = _written_number(value)
        else:
            number = None if value is None else finite_decimal(value)
            if value is None:
                return None
            if number is not None and isinstance(value, float):
                number = finite_decimal_text(repr(round(value, 10)))  # sums that Excel stored with binary noise
        if number is None:
            text = tr("{value} is not a number.")
            self.mistake(sheet, cell.coordinate, text.format(value=shorten(value)))
        elif not isinstance(value, str) and shows_another_number(float(number), cell.form, [unit]):
            self.mistake(sheet, cell.coordinate, other_number_text(cell))
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
        found = dict(self.found)
        units = []
        for unit in self.policy.units:
            stated = found.pop(unit.code, None)
            units.append(_updated(unit, stated, self.file) if stated else unit)
        cities = [unit.code for unit in units if unit.level == Level.CITY]
        cities += [code for code in found if code.endswith("00")]
        for code, stated in found.items():
            level = (Level.CITY if code.endswith("00") else Level.COUNTY).value
            parent = next((c for c in cities if c[:4] == code[:4]), "") if level == Level.COUNTY else ""
            units.append(_updated(Unit(code, self.names[code], level, parent), stated, self.file))
        return dataclasses.replace(self.policy, units=tuple(units))


def _titles(sheet: Sheet, rows: Sequence[tuple[Cell, ...]], header: int, name_column: int) -> tuple[list[str], int]:
    """Return the titles of the columns, those of several rows joined from the top, and the first row below them.

    Further rows of the header are those that the merged cell of the name covers, and rows of words without a name. The
    row above belongs to it where its merged cells stand over some columns, not over the name's.
    """
    spread: dict[tuple[int, int], tuple[int, int]] = {}
    for top, bottom, left, right in sheet.merged:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                spread[row, column] = top, left
    last = header
    while last + 1 < len(rows):
        under = rows[last + 1]
        words = [cell.value for cell in under if _plain(cell.value)]
        of_name = spread.get((last + 1, name_column)) == (header, name_column)
        if not of_name and (_plain(under[name_column].value) or not words or not all(map(_is_word, words))):
            break
        last += 1

    def title(column: int) -> str:
        found = []
        for row in range(max(header - 1, 0), last + 1):
            place = spread.get((row, column), (row, column))
            above = row < header and (place not in spread.values() or spread.get((row, name_column)) == place)
            if not above and place[0] < len(rows) and place[1] < len(rows[place[0]]):
                found.append(place)
        return "".join(_plain(rows[row][at].value) for row, at in dict.fromkeys(found))

    longest = limit("table", "title_length")
    return [title(column)[:longest] for column in range(len(rows[header]))], last + 1


def _written_number(text: str) -> Decimal | None:
    """Return the number that a text is, as tables of input are read; None if it is none, or has words behind it."""
    try:
        digits, words = split_number(text)
    except ValueError:
        return None
    return None if words else finite_decimal_text(digits)


def _is_number(value: object) -> bool:
    """Return whether a cell holds a number, or the text of one."""
    return isinstance(value, (int, float)) or (isinstance(value, str) and typed_number(value) is not None)


def _is_word(value: object) -> bool:
    """Return whether a cell holds words, not a number."""
    return isinstance(value, str) and typed_number(value) is None


def _updated(unit: Unit, stated: Mapping[str, Decimal | None], file: str) -> Unit:
    """Return a unit with the targets that a file states."""
    tasks = dict(unit.tasks_wan_mu or {})
    fields: dict[str, Any] = {}
    for field, value in stated.items():
        if field.startswith("task_") and value is None:
            tasks.pop(int(field[5:]), None)
        elif field.startswith("task_") and value is not None:
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
    task = _TASK.search(title) if "恢复" in title else None
    if task:
        return f"task_{task[1] or task[2]}"
    for words, field in (
        (("缺口",), "gap_wan_mu"),
        (("二调",), "survey2_target_wan_mu"),
        (("永久基本农田",), "pbf_target_wan_mu"),
        (("三调", "耕地保护目标", "耕地保有量"), "holding_target_wan_mu"),
    ):
        if any(word in title for word in words):
            return field
    return None
