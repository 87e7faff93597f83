"""The delimited area of permanent basic farmland (PBF) by unit: each zone's record once, divided without remainder."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from .area.apportionment import apportion
from .area.rounding import CENTS, cents_or_zero, cents_to_mu
from .area.sums import main_values
from .problems import ERROR, WARNING, problems
from .rules.policy import MU_PER_WAN_MU, Policy
from .vocabulary import UNIT_LEVELS

_PBF = "pbf"
_SHARE = "pbf_TBDLMJ"


def divide_delimited(pieces: pd.DataFrame, zones: pd.DataFrame) -> pd.DataFrame:
    """Divide what counts of each PBF zone's record among the villages of its county in which its pieces lie.

    A zone's county is that of its code, else the one in which most of it lies. Its record is divided by largest
    remainder, by the areas of its pieces, so that a county is the sum of its townships and of its villages to the last
    0.01 m². A zone without pieces in its county is counted in the county alone.

    Args:
        pieces: pieces with `pbf` and the unit codes.
        zones: the zones table: `role`, `zone_id`, `county`, `net_m2` and `counted_m2` (tables of earlier versions lack
            it, and count the record).

    Returns:
        `county`, `township`, `village` ("" where none is known), `zone_id`, `cents` (0.01 m², what counts), `net` (the
        same of the record), `recorded` (bool: the zone records an area), `placed` (bool: its county is that of its
        place, for want of a code); one row a zone and village.

    >>> pieces = pd.DataFrame({"pbf": ["P", "P"], "county": ["360222"] * 2, "township": ["360222100", "360222101"]})
    >>> pieces["village"], pieces["area_m2"] = None, [1.0, 2.0]
    >>> zones = pd.DataFrame({"role": ["pbf"], "zone_id": ["P"], "county": [None], "net_m2": [10.0]})
    >>> divide_delimited(pieces, zones)[["township", "cents", "placed"]].values.tolist()
    [['360222100', 333, True], ['360222101', 667, True]]

    """
    pbf = zones[zones["role"] == _PBF].sort_values("zone_id").drop_duplicates("zone_id").reset_index(drop=True)
    counted = pbf["counted_m2"] if "counted_m2" in pbf.columns else pbf["net_m2"]
    met = _areas_by_unit(pieces)
    own = pbf["county"].astype(object).where(pbf["county"].notna() & pbf["county"].ne(""), None)
    place = pbf["zone_id"].map(_main_counties(met)).astype(object)
    county = own.where(own.notna(), place.where(place.notna(), ""))
    table = pd.DataFrame(
        {
            "zone_id": pbf["zone_id"].astype(object),
            "county": county,
            "placed": own.isna() & county.ne(""),
            "recorded": pbf["net_m2"].notna().to_numpy(),
            "total": cents_or_zero(counted),
            "total_net": cents_or_zero(pbf["net_m2"]),
        }
    )
    rows = table.merge(met, on=["zone_id", "county"], how="left")
    rows[["township", "village"]] = rows[["township", "village"]].astype(object).fillna("")
    rows["weight"] = rows["weight"].fillna(1.0).clip(lower=0.0)
    rows = rows.sort_values(["zone_id", "township", "village"], kind="stable").reset_index(drop=True)
    group = pd.factorize(rows["zone_id"])[0]
    once = rows.drop_duplicates("zone_id")
    empty = rows.groupby("zone_id")["weight"].transform("sum").eq(0.0)
    weight = rows["weight"].where(~empty, 1.0).to_numpy(dtype=np.float64)
    rows["cents"] = apportion(once["total"].to_numpy(np.int64), group, weight)
    rows["net"] = apportion(once["total_net"].to_numpy(np.int64), group, weight)
    return rows[["county", "township", "village", "zone_id", "cents", "net", "recorded", "placed"]]


def _main_counties(met: pd.DataFrame) -> pd.Series:
    """Return the county in which most of each zone lies, of those that have a code, by zone id."""
    coded = met[met["county"].ne("")]
    return main_values(coded["zone_id"], coded["county"], coded["weight"])


def _areas_by_unit(pieces: pd.DataFrame) -> pd.DataFrame:
    """Return `zone_id`, the unit codes ("" for none) and `weight` (area) of each zone and village that meet."""
    keys = [_PBF, *UNIT_LEVELS]
    if _PBF not in pieces.columns:
        codes = {name: pd.Series(dtype=object) for name in ("zone_id", *UNIT_LEVELS)}
        return pd.DataFrame({**codes, "weight": pd.Series(dtype=np.float64)})
    inside = pieces[pieces[_PBF].notna() & pieces[_PBF].ne("")]
    columns = {
        key: inside[key].astype(object).where(inside[key].notna(), "").to_numpy() if key in inside.columns else ""
        for key in keys
    }
    shares = _SHARE in inside.columns and inside[_SHARE].notna().all()
    weight = inside[_SHARE if shares else "area_m2"].to_numpy(dtype=np.float64, na_value=0.0)
    sums = pd.DataFrame({**columns, "weight": weight}).groupby(keys, sort=True)["weight"].sum().reset_index()
    return sums.rename(columns={_PBF: "zone_id"}).astype(dict.fromkeys(("zone_id", *UNIT_LEVELS), object))


def delimited_problems(
    shares: pd.DataFrame, policy: Policy, names: Mapping[str, str], with_parcels: Collection[str] | None = None
) -> pd.DataFrame:
    """Return what is wrong with PBF zones for their county's delimited area.

    Args:
        shares: result of `divide_delimited`.
        policy: targets.
        names: of counties by code.
        with_parcels: codes of the counties with parcels; zones of others, as a layer of many counties has them, are not
            looked at. All by default.

    Returns:
        A problems frame: `pbf_registered_twice` (an error, one a county: what is registered twice, and the surplus over
        the task with and without it, in mu), `zone_county_by_place` (a warning a zone) and `zone_without_county`.

    >>> columns = {"county": ["360222"], "township": [""], "village": [""], "zone_id": ["P"], "cents": [100000]}
    >>> shares = pd.DataFrame({**columns, "net": [200000], "recorded": [True], "placed": [False]})
    >>> delimited_problems(shares, Policy("demo"), {})["values"].tolist()[0]["twice_mu"]
    '1.50'

    """
    if with_parcels is not None:
        shares = shares[shares["county"].isin([*with_parcels, ""])]
    units = {unit.code: unit for unit in policy.units}
    found = []
    for county, rows in shares.groupby("county", sort=True):
        twice = int(rows["net"].sum() - rows["cents"].sum())
        if not twice:
            continue
        target = units[county].pbf_target_wan_mu if county in units else None
        owed = None if target is None else float(target * MU_PER_WAN_MU)
        registered, counted = (float(cents_to_mu(np.array([int(rows[name].sum())]))[0]) for name in ("net", "cents"))
        values = {
            "name": names.get(str(county), str(county)),
            "twice_m2": f"{twice / CENTS:.2f}",
            "twice_mu": f"{registered - counted:.2f}",
            "with_mu": "–" if owed is None else f"{registered - owed:+.2f}",
            "without_mu": "–" if owed is None else f"{counted - owed:+.2f}",
        }
        found.append(problems("pbf_registered_twice", _PBF, [county], ERROR, {k: [v] for k, v in values.items()}))
    zones = shares.drop_duplicates("zone_id")
    by_place, nowhere = zones[zones["placed"]], zones[zones["county"].eq("")]
    codes = {"code": by_place["county"].tolist()}
    found.append(problems("zone_county_by_place", _PBF, by_place["zone_id"], WARNING, codes))
    found.append(problems("zone_without_county", _PBF, nowhere["zone_id"], ERROR))
    return pd.concat(found, ignore_index=True)
