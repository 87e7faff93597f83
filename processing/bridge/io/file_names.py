"""Names of files and folders that every system accepts, whatever system they are made on.

What Windows refuses is written down in its documentation ("Naming Files"): some characters, a dot or blank at the end,
and names of devices, with any ending.
"""

from __future__ import annotations

import hashlib
import re

# What Windows refuses, what no encoding can write, white space, which scripts would have to quote, and what turns the
# direction of text: of such a name nobody sees the ending.
_UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+')
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff]|[. ]$')
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])[ ]*(\.|$)", re.IGNORECASE)
# Characters: with a folder's path and an ending, Windows takes 259, and Linux 255 bytes of a name, three a Chinese one.
LONGEST = 60
_DIGITS = 8


def safe_file_name(text: str, longest: int = LONGEST) -> str:
    """Return a text as the name of a file, without ending, that is the same in every run.

    Args:
        text: such as a unit's code and name. One `_` stands for each run of characters that a name must not have.
        longest: a longer text is cut to so many characters, of which the last ones tell it from others.

    """
    name = _UNSAFE.sub("_", text).rstrip(".") or "_"
    if _DEVICES.match(name):
        name = f"_{name}"
    if len(name) > longest:
        mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
        name = f"{name[: longest - _DIGITS - 1]}_{mark}"
    return name


def is_refused(name: str) -> bool:
    """Return whether Windows refuses the name of a file or folder, ending included."""
    return _REFUSED.search(name) is not None or _DEVICES.match(name) is not None
