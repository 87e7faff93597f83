"""One form for the letters and digits of texts that people write; QGIS imports this when it starts, without NumPy."""

from __future__ import annotations

import re
import unicodedata

# Digits of another form beside a number, such as a footnote's (1200①) or a power's (10²).
_BESIDE = "[²³¹⁰-⁹₀-₉①-⒛⓪-⓿❶-➓㉑-㉟㊱-㊿]"
_MARKS = re.compile(rf"((?<=[\d.．]){_BESIDE}+|{_BESIDE}+(?=\d))")


def plain_form(text: str) -> str:
    """Return a text with full-width characters plain; digits of another form do not become part of a number beside.

    >>> plain_form("１２㎡"), plain_form("②级"), plain_form("1200①"), plain_form("10²")
    ('12m2', '2级', '1200①', '10²')

    """
    parts = enumerate(_MARKS.split(text))
    return "".join(part if number % 2 else unicodedata.normalize("NFKC", part) for number, part in parts)
