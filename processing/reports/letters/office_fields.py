"""The fields of a letter that are the office's own, and what stands where it has not said them: a blank to fill in."""

from __future__ import annotations

from ...bridge.survey.letter_settings import NUMBER, YEAR, LetterSettings
from ..labels import Translate

NAMES = ("letterhead", "document_number", "sender", "date", "reply_days", "contact", "phone")
_BLANK = "__________"
_SHORT_BLANK = "____"
_WIDE = "\u3000"  # as wide as a Chinese character


def office_texts(settings: LetterSettings, position: int, tr: Translate) -> dict[str, str]:
    """Return the texts of the office's fields by their names.

    Args:
        settings: the office's.
        position: of the letter among those of the run, from 0.
        tr: translates.
    """
    day, days = settings.date, settings.reply_days
    return {
        "letterhead": settings.letterhead or _BLANK,
        "document_number": _document_number(settings, position, tr),
        "sender": settings.sender or _BLANK,
        "date": tr("{day}.{month}.{year}").format(year=day.year, month=day.month, day=day.day)
        if day
        else tr("____-__-__"),
        "reply_days": str(days) if days else _SHORT_BLANK,
        "contact": settings.contact or _BLANK,
        "phone": settings.phone or _BLANK,
    }


def _document_number(settings: LetterSettings, position: int, tr: Translate) -> str:
    """Return the document number; what of it is not known is wide blanks."""
    facts = {
        YEAR: str(settings.date.year) if settings.date else _WIDE * 2,
        NUMBER: _WIDE if settings.first_number is None else str(settings.first_number + position),
    }
    return (settings.number or tr("____ [{year}] No. {number}")).format(**facts)
