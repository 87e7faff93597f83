"""A short hash by which a geometry is known again; of the standard library alone, so that panels load it at once."""

from __future__ import annotations

import hashlib

_DIGITS = 16


def geometry_hash(wkb: bytes) -> str:
    """Return a short hash of a geometry's ISO WKB, by which a later run shows whether it has changed.

    >>> len(geometry_hash(b"")), geometry_hash(b"a") == geometry_hash(b"b")
    (16, False)
    """
    return hashlib.sha256(wkb).hexdigest()[:_DIGITS]
