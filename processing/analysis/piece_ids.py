"""Ids of pieces: that of the parcel, a hyphen, and a mark of the zones."""

from __future__ import annotations

from collections.abc import Iterable


def parcels_of(piece_ids: Iterable[str]) -> list[str]:
    """Return the ids of the parcels that pieces come from.

    >>> parcels_of(["3602-0123456789ab", "3602-7-0123456789ab"])
    ['3602', '3602-7']

    """
    return [piece.rpartition("-")[0] or piece for piece in piece_ids]
