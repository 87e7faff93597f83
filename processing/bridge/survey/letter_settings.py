"""What an office's letters bear that is no figure: its name, document number, signature, contact and date."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from string import Formatter

from ...analysis.dates import iso_day
from ..i18n import tr
from ..located_yaml import LocatedMap, OddNumber, shorten

TEXTS = ("letterhead", "number", "sender", "contact", "phone")
KEYS = ("letterhead", "number", "first_number", "sender", "date", "reply_days", "contact", "phone")
# Of people; what a message about them must not quote.
PERSONAL = ("contact", "phone")
YEAR, NUMBER = "year", "number"
_HIGHEST = {"first_number": 99_999, "reply_days": 999}


@dataclass(frozen=True)
class LetterSettings:
    """An office's settings of its letters; what is empty is left blank in them, to be filled in by hand.

    Attributes:
        letterhead: name of the office above the letter (发文机关标志).
        number: pattern of the document number (发文字号), in which `{year}` and `{number}` stand for both.
        first_number: number of the first letter of a run; those of the others follow it.
        sender: the signature (发文机关署名).
        date: the letter's day (成文日期).
        reply_days: days in which an answer is asked for.
        contact: a person to ask. Personal: it stands in letters and nowhere else.
        phone: that person's telephone number. Personal, too.

    """

    letterhead: str = ""
    number: str = ""
    first_number: int | None = None
    sender: str = ""
    date: datetime.date | None = None
    reply_days: int | None = None
    contact: str = ""
    phone: str = ""


def read_letter_settings(table: LocatedMap, mistake: Callable[[int, str], None]) -> LetterSettings:
    """Return the settings in a profile's table `letters`.

    Args:
        table: with keys of `KEYS` only.
        mistake: receives the line and the text of each mistake.

    """
    texts = {key: _text(table, key, mistake) for key in TEXTS}
    numbers = {key: _whole_number(table, key, mistake) for key in _HIGHEST}
    return LetterSettings(
        letterhead=texts["letterhead"],
        number=_pattern(table, texts["number"], mistake),
        first_number=numbers["first_number"],
        sender=texts["sender"],
        date=_date(table, mistake),
        reply_days=numbers["reply_days"],
        contact=texts["contact"],
        phone=texts["phone"],
    )


def pattern_mistake(pattern: str) -> str:
    """Return what is wrong with the pattern of a document number; empty for a good one."""
    try:
        fields = [(name, form, how) for _, name, form, how in Formatter().parse(pattern) if name is not None]
    except ValueError:
        fields = [("", "", None)]
    if all(name in (YEAR, NUMBER) and not form and not how for name, form, how in fields):
        return ""
    return tr("`number` is {value}. Braces may hold year or number only: {example}.").format(
        value=shorten(pattern), example="〔{year}〕{number}号"
    )


def _text(table: LocatedMap, key: str, mistake: Callable[[int, str], None]) -> str:
    """Return a text; empty where there is none."""
    value = table.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        said = tr('`{key}` is not what YAML reads as a text. Write it in quotes: "...".').format(key=key)
        mistake(table.lines[key], said)
        return ""
    return value.strip()


def _pattern(table: LocatedMap, pattern: str, mistake: Callable[[int, str], None]) -> str:
    """Return the pattern of the document number; note one with other braces."""
    wrong = pattern_mistake(pattern)
    if wrong:
        mistake(table.lines["number"], wrong)
    return "" if wrong else pattern


def _whole_number(table: LocatedMap, key: str, mistake: Callable[[int, str], None]) -> int | None:
    """Return a whole number from 1; None where there is none."""
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, (bool, OddNumber)) or not isinstance(value, int) or not 1 <= value <= _HIGHEST[key]:
        said = tr("`{key}` is {value}. Use a whole number from {low} to {high}.")
        mistake(table.lines[key], said.format(key=key, value=shorten(value), low=1, high=_HIGHEST[key]))
        return None
    return value


def _date(table: LocatedMap, mistake: Callable[[int, str], None]) -> datetime.date | None:
    """Return the letter's day; None where there is none."""
    value = table.get("date")
    if value is None:
        return None
    day = iso_day(value) if isinstance(value, (str, datetime.date)) else None
    if day is None:
        said = tr("`date` is {value}, which is no day. Write it as 2025-03-01.").format(value=shorten(value))
        mistake(table.lines["date"], said)
        return None
    return datetime.date.fromisoformat(day)
