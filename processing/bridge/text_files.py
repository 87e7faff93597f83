"""The encoding of text files that people hand in, such as CSV files and lists of boundary points."""

from __future__ import annotations


def decode_given(raw: bytes) -> str:
    """Return the text of a file in UTF-8, or as Chinese programs save it: in GB 18030.

    Raises:
        UnicodeDecodeError: it is in neither.

    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")
