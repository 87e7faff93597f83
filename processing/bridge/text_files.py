"""The encoding of text files that people hand in, such as CSV files and lists of boundary points."""

from __future__ import annotations

_MARK = "\ufeff"  # some programs write it twice


def decode_given(raw: bytes) -> str:
    """Return the text of a file in UTF-8, or as Chinese programs save it: in GB 18030; without byte order marks.

    Raises:
        UnicodeDecodeError: it is in neither.

    """
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    return text.lstrip(_MARK)
