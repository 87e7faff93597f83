"""Shares of zones' recorded areas, rounded so that nothing of a record is lost, however many pieces a zone has."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from ..area.rounding import CENTS, LARGEST_AREA
from .zones import ZoneLayer

_FINE = 10_000  # parts of 0.01 m² in which remainders are added up


class ShareRounding:
    """Rounds the shares of pieces to 0.01 m², zone by zone, as the pieces come.

    What rounding a piece leaves is carried to the next piece of its zone, in this table or a later one. So a share is
    off by less than 0.01 m², and the shares of a zone add up to what they come to unrounded, rounded once: with what
    lies outside all pieces, to its record. Pieces must come in the same order to be rounded the same.

    Args:
        zones: layers; those without recorded areas need nothing.
        exact: columns that stay as they are.

    >>> import geopandas, shapely
    >>> from ..area.ellipsoidal import GaussKruger
    >>> from .roles import Role
    >>> from .zones import prepare_zones
    >>> role = Role("pbf", shares={"TBDLMJ": ("MJ",)}, id_names=("BSM",))
    >>> zone = {"BSM": ["Z"], "MJ": [1.0]}
    >>> layer = geopandas.GeoDataFrame(zone, geometry=[shapely.box(39_500_000, 0, 39_500_001, 1)], crs=4527)
    >>> rounding = ShareRounding([prepare_zones(role, {"YJJBNT": layer}, GaussKruger(117.0, 39_500_000), 0.001, 6)])
    >>> thirds = pd.DataFrame({"pbf": ["Z"] * 3, "pbf_TBDLMJ": [1 / 3] * 3})
    >>> rounding.round(thirds)["pbf_TBDLMJ"].tolist()
    [0.33, 0.34, 0.33]

    """

    def __init__(self, zones: Sequence[ZoneLayer], exact: Collection[str] = ()) -> None:
        self._columns = {
            name: (zone.role, pd.Index(zone.id), np.zeros(len(zone.id), np.int64))
            for zone in zones
            for name in zone.shared
            if name not in exact and zone.shared[name].notna().any()
        }

    def round(self, pieces: pd.DataFrame) -> pd.DataFrame:
        """Return pieces, the next in order, with their shares rounded; what is no possible area stays as it is."""
        made = {}
        for name, (role, ids, carried) in self._columns.items():
            if name in pieces.columns:
                zone = ids.get_indexer(pieces[role])
                made[name] = _round(pieces[name].to_numpy(dtype=np.float64, na_value=np.nan), zone, carried)
        return pieces.assign(**made) if made else pieces


def _round(share: np.ndarray, zone: np.ndarray, carried: np.ndarray) -> np.ndarray:
    """Return shares (m², n) rounded by what the zones have carried, which is brought up to date.

    Args:
        share: areas (m², n), nan where there is none.
        zone: int (n,), numbers of the zones.
        carried: int64, one a zone: what was left of earlier shares, in parts of 0.01 m².

    """
    rows = np.flatnonzero(np.abs(share) < LARGEST_AREA)
    rows = rows[np.argsort(zone[rows], kind="stable")]
    if not len(rows):
        return share
    own = zone[rows]
    first = np.r_[True, own[1:] != own[:-1]]
    cents = np.floor(share[rows] * CENTS)
    left = np.rint((share[rows] * CENTS - cents) * _FINE).astype(np.int64)
    sums = np.cumsum(left)
    start = (sums - left)[first]
    after = sums + (carried[own[first]] - start)[np.cumsum(first) - 1]
    half = _FINE // 2
    up = (after + half) // _FINE - (after - left + half) // _FINE
    rounded = share.copy()
    rounded[rows] = (cents + up) / CENTS
    last = np.r_[first[1:], True]
    carried[own[last]] = after[last] - (after[last] + half) // _FINE * _FINE
    return rounded
