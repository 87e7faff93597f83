"""Names of files made from names of units, parcels and tables."""

from __future__ import annotations

import re

# What Windows forbids in the name of a file, and white space, which scripts would have to quote.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


def safe_file_name(text: str) -> str:
    """Return a text as the name of a file, without ending: one `_` for each run of forbidden characters."""
    return _FORBIDDEN.sub("_", text)
