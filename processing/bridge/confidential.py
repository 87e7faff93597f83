"""What sentences must not repeat: users, passwords, addresses with keys, filters; and folders in what is handed on.

Libraries quote what they were given in what they say of it: a connection with its password, a query with the names of
people. Such text is cleaned before it becomes a part of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HIDDEN = "…"
_LEAST = 2  # characters of a text that is looked for; a single one stands everywhere
_ANYWHERE = 4  # letters of a value that is looked for within words, too
# Words before "=" whose values are secrets, in connections (libpq, ODBC, QGIS) and in the queries of addresses.
_WORDS = (
    *("password", "passwd", "pwd", "user", "username", "uid", "authcfg", "service", "sslkey", "sslpassword"),
    *("token", "access_token", "apikey", "api_key", "tk", "ak", "sk", "signature", "sig", "secret"),
)
_VALUE = r"""(?:'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|[^\s&;,|'"”]+)"""
_KEYS = (
    (re.compile(rf"(?i)(?<![a-z_])({'|'.join(_WORDS)})(\s*=\s*|%3D){_VALUE}"), rf"\1\2{HIDDEN}"),
    (re.compile(r"(?i)([?&]key=)[^&\s'\"”]+"), rf"\1{HIDDEN}"),
    # What stands before @ in an address, also behind one slash, as paths are shortened.
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]+:/{1,2})[^\s/@“”'\"]+@"), rf"\1{HIDDEN}@"),
)
_SECRETS = (
    *_KEYS,
    # what follows the ? of an address
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]+:/{1,2}[^\s?“”'\"]*\?)[^\s“”'\"]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)(/vsi[a-z0-9_]+\?)[^\s“”]+"), rf"\1{HIDDEN}"),
)
# Filters and queries in what libraries say; in sentences of our own these words may be the name of a layer.
_QUERIES = (
    (re.compile(r"(?i)\b(subset|sql|query|filter)=.*", re.DOTALL), rf"\1={HIDDEN}"),
    (re.compile(r"\b(SELECT|WHERE|DECLARE|INSERT|UPDATE|LINE \d+:).*", re.DOTALL), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)(occurred around)\b.*", re.DOTALL), rf"\1 {HIDDEN}"),
    (re.compile(r"(=|<>|!=|\b(?:LIKE|ILIKE|IN)\b)(\s*\(?\s*)'(?:[^']|'')*'", re.IGNORECASE), rf"\1\2'{HIDDEN}'"),
)
_QUOTED = re.compile(r"""'((?:[^']|'')+)'|"((?:[^"]|"")+)\"""")
# A folder of this machine before a name, in quotes or by itself: /home/name/, C:\Users\name\, \\server\share\.
_DRIVE = r"(?:[A-Za-z]:[\\/]|\\\\|/)"
_FOLDERS = (
    re.compile(rf"(?<=[“\"'`‘「]){_DRIVE}(?:[^“”\"'`’」\\/\n]+[\\/]+)*(?=[^“”\"'`’」\\/\n]+[”\"'`’」])"),
    re.compile(rf"(?<![\w:/\\.]){_DRIVE}(?:[^\s\\/“”\"'`|<>]+[\\/]+)+"),
)

_run: ContextVar[tuple[tuple[str, ...], tuple[str, ...]]] = ContextVar("run", default=((), ()))


@contextmanager
def hiding(secrets: Iterable[str], users: Iterable[str] = ()) -> Iterator[None]:
    """Hide what a run was given, in its sentences: inside the `with` block, in this thread.

    Args:
        secrets: whole sources and filters, hidden in all sentences; the values in their quotes are hidden in what
            libraries say, as in other sentences they may be the name of a unit or of a column.
        users: users and passwords, hidden in what libraries say.

    """
    secrets = {text for text in secrets if text.strip()}
    values = {(one or other).strip("%_ ") for text in secrets for one, other in _QUOTED.findall(text)}
    token = _run.set((_longest_first(secrets), _longest_first({*users, *values})))
    try:
        yield
    finally:
        _run.reset(token)


def _longest_first(texts: set[str]) -> tuple[str, ...]:
    """Return texts that are worth looking for, such that none is destroyed by a part of it."""
    return tuple(sorted((text for text in texts if len(text) >= _LEAST), key=lambda text: (-len(text), text)))


def without_secrets(text: str) -> str:
    """Return a sentence without passwords, users, keys and this run's filters that it may quote.

    >>> without_secrets("Layer “DLTB” has no polygons.")
    'Layer “DLTB” has no polygons.'
    """
    for known in _run.get()[0]:
        text = text.replace(known, HIDDEN)
    return _replace(_SECRETS, text)


def _replace(patterns: Iterable[tuple[re.Pattern[str], str]], text: str) -> str:
    """Return a text with every match of the patterns replaced."""
    for pattern, put in patterns:
        text = pattern.sub(put, text)
    return text


def without_keys(source: str) -> str:
    """Return a layer's source without user, password and keys, and with its filter.

    >>> without_keys("dbname='gis' user='li' sql=DLBM = '0101'")
    "dbname='gis' user=… sql=DLBM = '0101'"
    """
    return _replace(_KEYS, source)


def library_text(text: object) -> str:
    """Return what a library says, fit to be a part of a sentence: as `without_secrets`, and no queries and values.

    >>> with hiding(["QLRMC = '张三'"]):
    ...     library_text('invalid input syntax for type integer: "张三"')
    'invalid input syntax for type integer: "…"'
    """
    said = _replace(_QUERIES, without_secrets(str(text)))
    for value in _run.get()[1]:
        anywhere = not value.isascii() or len(value) >= _ANYWHERE
        said = re.sub(re.escape(value) if anywhere else rf"(?<!\w){re.escape(value)}(?!\w)", HIDDEN, said)
    return said


def handed_on(text: str) -> str:
    r"""Return a sentence fit for outputs that leave the office's hands: files by their names, without their folders.

    >>> handed_on("“/home/张三/耕地/city.gpkg” cannot be read: it is damaged.")
    '“city.gpkg” cannot be read: it is damaged.'
    >>> handed_on(r"cannot open C:\Users\zhang\city.gpkg")
    'cannot open city.gpkg'
    """
    text = without_secrets(text)
    for pattern in _FOLDERS:
        text = pattern.sub("", text)
    return text
