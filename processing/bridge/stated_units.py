"""Units of measure as people state them in tables: in headings, beside numbers, and on a line above (单位：万亩)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .i18n import tr
from .located_yaml import shorten
from .spreadsheets import Cell

# Of each quantity the units by their names, with other words for them.
_UNITS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "area": {
        "亩": ("mu",),
        "公顷": ("ha", "hm2", "hectares"),
        "平方米": ("m2", "平米"),
        "平方公里": ("km2", "平方千米"),
    },
    "money": {"元": ("yuan", "人民币元", "人民币")},
    "length": {"米": ("m",), "厘米": ("cm",), "毫米": ("mm",)},
    "mass": {"公斤": ("kg", "千克"), "吨": ("t",), "斤": ("市斤",), "克": ("g",)},
    "share": {"%": (), "‰": ()},
    "number": dict.fromkeys(("个", "宗", "件", "块", "处", "户", "人"), ()),
}
_NAMES = {word: name for units in _UNITS.values() for name, others in units.items() for word in (name, *others)}
_QUANTITIES = {name: quantity for quantity, units in _UNITS.items() for name in units}
_SCALES = "十百千万亿"
_WORDS = "|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True))
_ONE = rf"(?:{_WORDS}|[{_SCALES}]+(?:{_WORDS}))"
_UNIT = re.compile(rf"({_ONE})(?:(?:/|每|per)({_ONE}))?")
_PLAIN_UNIT = rf"(?:人民币)?{_ONE}(?:(?:/|每|per){_ONE})?(?![^\W\d])"
# 单位：万亩 | (万亩、公顷) | 单位: in a cell and 万亩 in the next
_STATED = re.compile(rf"(单位:?|units?:?|[(])\s*({_PLAIN_UNIT}(?:\s*[、,;/或和及]\s*{_PLAIN_UNIT})*)")
_THOUSANDS = (("10,000", "万"), ("10000", "万"), ("wan", "万"), ("1,000", "千"), ("1000", "千"))


class StatedUnit(NamedTuple):
    """A unit that a cell above the headings states.

    Attributes:
        cell: the first of its row, or the one that states it.
        unit: its name, as `unit_name` gives it.
        of_table: whether it speaks for the whole table: after 单位, or in a row of its own.

    """

    cell: Cell
    unit: str
    of_table: bool


def unit_name(text: str) -> str:
    """Return the name of a unit; a text that is none in half-width letters and without white space.

    >>> unit_name("m²"), unit_name("元每亩"), unit_name("10,000 mu"), unit_name("人民币万元"), unit_name("yuan per ha")
    ('平方米', '元/亩', '万亩', '万元', '元/公顷')

    """
    plain = plain_text(text)
    for digits, scale in _THOUSANDS:
        plain = plain.replace(digits, scale)
    if plain not in _NAMES and plain.startswith("人民币"):
        plain = plain[len("人民币") :]
    found = _UNIT.fullmatch(plain)
    return "/".join(map(_one_name, filter(None, found.groups()))) if found else plain


def quantity_of(unit: str) -> str | None:
    """Return what a unit, by its name, measures; None where it is no unit.

    >>> quantity_of("万元/亩"), quantity_of("千亩"), quantity_of("浮梁县")
    ('money', 'area', None)

    """
    head = unit.partition("/")[0]
    return _QUANTITIES.get(head) or _QUANTITIES.get(head.lstrip(_SCALES))


def agrees(unit: str, read: Collection[str]) -> bool:
    """Return whether a unit is one that is read, or says less than one: 元 where 元/亩 is read.

    >>> agrees("元", ["元/亩"]), agrees("万元", ["元/亩"]), agrees("元/公顷", ["元/亩"])
    (True, False, False)

    """
    return unit in read or any(one.startswith(f"{unit}/") for one in read)


def stated_units(rows: Iterable[Sequence[Cell]]) -> list[StatedUnit]:
    """Return the units that rows above the headings of a table state, in their order.

    What stands behind 单位 need be no unit: 单位：浮梁县 is who has made the table.
    """
    found: list[StatedUnit] = []
    for row in rows:
        given = [(cell, text) for cell, text in ((cell, plain_text(cell.value)) for cell in row) if text]
        if any(text.rstrip(":").endswith("单位") for _, text in given):  # its unit stands in the next cell
            given = [(given[0][0], "\t".join(text for _, text in given))]
        for cell, text in given:
            found += [StatedUnit(cell, unit, is_line or len(given) == 1) for unit, is_line in _stated(text)]
    return found


def units_of(heading: str) -> list[str]:
    """Return the units that a heading states, each once.

    >>> units_of("恢复任务（万亩）"), units_of("面积单位：亩、公顷"), units_of("目标（2024年）")
    (['万亩'], ['亩', '公顷'], [])

    """
    return list(dict.fromkeys(unit for unit, _ in _stated(plain_text(heading))))


def contradiction(headings: Sequence[str], above: Sequence[StatedUnit]) -> StatedUnit | None:
    """Return what is stated above the headings for the whole table and contradicts all of them; None for nothing.

    Args:
        headings: units of the columns of one quantity by name, "" of a heading without one, for which the line speaks.
        above: what is stated there.

    >>> line = stated_units([[Cell("单位：万元", "A1")]])
    >>> contradiction(["元/亩"], line) == line[0], contradiction(["元/亩", ""], line)
    (True, None)

    """
    if not headings or "" in headings:
        return None
    same = [each for each in above if each.of_table and quantity_of(each.unit) == quantity_of(headings[0])]
    fits = any(agrees(each.unit, [unit]) or agrees(unit, [each.unit]) for each in same for unit in headings)
    return None if fits else next(iter(same), None)


def contradiction_text(stated: StatedUnit, unit: str) -> str:
    """Return the message that a line above the headings states another unit than that of a column."""
    text = tr("{value} is another unit than {unit}, in which this column is read. Correct it, or convert the numbers.")
    return text.format(value=shorten(stated.cell.value), unit=unit)


def unknown_unit_text(unit: str, known: Iterable[str]) -> str:
    """Return the message that a unit of area is none of those that are read."""
    text = tr("{unit} is no unit that is read here. Convert the numbers into one of these: {known}.")
    return text.format(unit=unit, known="、".join(known))


def plain_text(value: object) -> str:
    """Return a cell's text in half-width lower-case letters without white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", "" if value is None else str(value))).casefold()


def _stated(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the units that a plain text states, and whether they stand behind the word 单位."""
    for digits, scale in _THOUSANDS:
        text = text.replace(digits, scale)
    for words in _STATED.finditer(text):
        for unit in _listed(words[2]):
            yield unit, words[1] != "("


def _listed(text: str) -> list[str]:
    """Return the names of units in a list; in 亩/公顷 they are two, in 元/亩 one."""
    names = []
    for part in re.split(r"[、,;或和及\s]+", text):
        name = unit_name(part)
        head, _, per = name.partition("/")
        names += [head, per] if per and quantity_of(head) == "area" else [name] if name else []
    return names


def _one_name(word: str) -> str:
    """Return the name of a unit that may have a scale before it."""
    if word in _NAMES:
        return _NAMES[word]
    bare = word.lstrip(_SCALES)
    return word[: len(word) - len(bare)] + _NAMES[bare]
