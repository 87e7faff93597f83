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
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    around = re.escape((delimiters + " \n").encode())
    if quote:
        mark = re.escape(quote[0].encode())
        value = re.compile(b"(?<![^%b])%b[^%b]*(?:%b%b[^%b]*)*%b(?=[%b]|$)" % (around, *[mark] * 6, around))
        rest = value.sub(lambda found: re.sub(rb"[^\n]", b"x", found[0]), lines)
        stray = re.search(mark, rest)
        lines = value.sub(b"x", lines)
    else:
        stray = None
    rows = len(re.findall(b"(?m)^.*[^%b].*$" % around, lines))
    return (rest.count(b"\n", 0, stray.start()) + 1 if stray else 0), rows
