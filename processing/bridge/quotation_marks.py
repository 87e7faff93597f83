"""Quotation marks of delimited text (CSV), and its rows: readers take several for one where marks do not match."""

from __future__ import annotations

import re

from .errors import InputError
from .i18n import tr

DELIMITERS, QUOTE = ",;\t|", '"'


class QuoteError(InputError):
    """A quotation mark that does not match."""


def count_rows(name: str, data: bytes, delimiters: str = DELIMITERS, quote: str = QUOTE) -> int:
    """Return the number of rows of delimited text; `name` is the file's for messages, others as for `rows_of`.

    Raises:
        QuoteError: they do not match.

    """
    stray, rows = rows_of(data, delimiters, quote)
    if stray:
        raise QuoteError(
            tr(
                "“{path}”, line {line}: a quotation mark neither begins nor ends a value, so that rows run into each "
                "other. Correct it (a mark inside a value is written twice), or export the file anew."
            ).format(path=name, line=stray)
        )
    return rows


def rows_of(data: bytes, delimiters: str = DELIMITERS, quote: str = QUOTE) -> tuple[int, int]:
    r"""Return the line of the first quotation mark that does not match, 0 if all do, and the number of rows.

    Rows that are blank or have delimiters alone count for none.

    Args:
        data: the file's text, in any encoding in which ASCII stands as it is.
        delimiters: characters that part values.
        quote: the quotation mark; empty for none.

    >>> rows_of(b'a,b\n1,"x\ny"\n,\n2,"z""z"\n')
    (0, 3)
    >>> rows_of(b'a,b\n1,"x\n2,"y"\n')
    (2, 3)
    """
    rest, lines = _plain_lines(data, delimiters, quote)
    stray = re.search(re.escape(quote[0].encode()), rest) if quote else None
    rows = len(re.findall(b"(?m)^.*[^%b].*$" % _around(delimiters), lines))
    return (rest.count(b"\n", 0, stray.start()) + 1 if stray else 0), rows


def widest_fault(data: bytes, heading: int, delimiters: str, quote: str = QUOTE) -> tuple[int, int, int] | None:
    r"""Return the first row of more values than headings, their number, and that of headings; None if there is none.

    A separator inside a value has moved all behind it then; readers leave out what is too much, and tell nothing.

    Args:
        data, quote: as in `rows_of`.
        heading: number of the row of headings, from 1; rows are counted as they stand in the file, blank ones too.
        delimiters: the characters that part values in this file.

    >>> widest_fault(b'a,b\n1,"2,x\ny"\n1,234,x\n', 1, ",")
    (3, 3, 2)

    """
    _, lines = _plain_lines(data, delimiters, quote)
    parting = re.compile(b"[%b]" % re.escape(delimiters.encode()))
    counts = (len(parting.findall(line)) + 1 for line in lines.split(b"\n"))
    headings = 0
    for number, count in enumerate(counts, 1):
        if number == heading:
            headings = count
        if number > heading and count > headings:
            return number, count, headings
    return None


def _around(delimiters: str) -> bytes:
    """Return what may stand beside a value, for a pattern."""
    return re.escape((delimiters + " \n").encode())


def _plain_lines(data: bytes, delimiters: str, quote: str) -> tuple[bytes, bytes]:
    """Return the text with the quoted values masked, in lines as they are, and in lines of one row each."""
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not quote:
        return lines, lines
    around, mark = _around(delimiters), re.escape(quote[0].encode())
    value = re.compile(b"(?<![^%b])%b[^%b]*(?:%b%b[^%b]*)*%b(?=[%b]|$)" % (around, *[mark] * 6, around))
    return value.sub(lambda found: re.sub(rb"[^\n]", b"x", found[0]), lines), value.sub(b"x", lines)
