"""Width of text in characters, as spreadsheets and letters reckon it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=10_000)  # long lists repeat names of places and reasons
def text_width(text: str) -> int:
    """Return the width of a text in Latin characters: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
