"""Sums by unit against the policy's targets, in whole hundredths of a m², so that counties add up to their city."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import numpy as np
import pandas as pd

from .area.rounding import CENTS, EXACT_PER_MU, THIRDS, area_to_mu, cents_or_zero, cents_to_mu, to_cents
from .piece_ids import parcels_of
from .rules.candidates import potentials_of
from .rules.evaluation import CLASS_COLUMN, can_hold, codes_match
from .rules.policy import MU_PER_WAN_MU, Policy, SurveyClasses, Unit
from .values.unit_codes import CITY_DIGITS, COUNTY_DIGITS
from .vocabulary import UNIT_LEVELS, Level, Potential, Severity, Tier, levels_down_to

_PRINTED = Decimal("0.0001")  # the annexes print four decimals of 10,000 mu


def summarise(
    pieces: pd.DataFrame,
    conflicts: pd.DataFrame | None,
    candidates: pd.DataFrame | None,
    delimited: pd.DataFrame | None,
    policy: Policy,
    level: str = Level.COUNTY.value,
    *,
    restored_m2: Mapping[str, float] | None = None,
    names: Mapping[str, str] | None = None,
    losses: pd.DataFrame | None = None,
    abandoned: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Sum pieces by unit and compare the sums with the targets.

    Rows: the cities (the policy's, then a group for each other city in the data, by the first four digits of its
    counties), the counties (the policy's, then others in the data), and with `level` township or village the lower
    units in the data. Pieces without a unit code make a row with code "", which is part of no city. Targets are null
    where the policy has none.

    A unit is judged only on data about it. Without a parcel all its measured areas are null, and what was not given is
    null everywhere: PBF and conflicts without a PBF layer, candidates of a tier whose every rule reads a column that
    the pieces lack. A city's row adds up the counties that have data; unless all that the policy names do, its areas
    are not compared with its targets.

    What the names of columns do not say:
        parcels: how many parcels the unit has in the data; one that lies in two units counts in both.
        children, children_with_data: of a city, how many counties the policy names, and how many of them have parcels.
        holding_mu: net area of cultivated land (TBDLMJ of 01xx), slivers included.
        pbf_delimited_mu: the PBF layer's own net record (YJJBNTMJ), what is registered twice once, by the zone's
            county: 0 in a unit without PBF zones, null where zones record no area or no PBF layer was given. A county
            is the sum of its townships and of its villages (`divide_delimited`).
        pbf_cultivated_k_mu: pbf_cultivated_mu and the full area of adjustable (K) classes inside PBF, which record
            no ridges.
        gap_mu: annex 3 as printed, negative where there is a surplus, which `gap_surplus_mu` shows apart.
        gap_at_most_mu: max(0, gap - adjustments): what the gap can be at most, whatever has been restored.
        gap_left_mu: max(0, gap - adjustments - restored); null while restored land is not known and could change it.
            Never candidates.
        restored_mu: the policy's figure, else `restored_m2`, else null. A city without its own takes its counties',
            null where one of these is.
        candidates_*_mu: net area, each piece once. By tier, what is not excluded; by `Potential`, all of it in four
            parts, of which only `candidates_free_mu` may be set against the gap.
        conflicts_mu: area of conflicts of severity 1 and more, each piece once; `conflicts_severe_mu` of severity 3.
        losses_mu: area (gross) of cultivated land lost outside PBF; `abandoned_mu`: net area of unplanted land.

    Args:
        pieces: all pieces, in any order.
        conflicts: of `flag_conflicts`, or None.
        candidates: of `find_candidates`, or None.
        delimited: PBF records by unit (`divide_delimited`), or None.
        policy: targets.
        level: `county`, `township` or `village`, the lowest level listed.
        restored_m2: net inflow of cultivated land since the base survey by county code, in m², where measured.
        names: names of townships, villages and counties that the policy does not name, by code.
        losses, abandoned: of `find_losses` and `find_abandoned`, or None.

    Returns:
        One row a unit; the columns of the `summary` contract, then further ones. Areas in mu.

    Raises:
        ValueError: `level` is none of these.

    >>> city = Unit("360200", "City", "city")
    >>> county = Unit("360281", "County", "county", "360200", holding_target_wan_mu=Decimal("0.0001"))
    >>> policy = Policy("demo", units=(city, county), class_groups={"adjustable": ()})
    >>> columns = {"county": ["360281"] * 2, "DLBM": ["0101"] * 2, "area_m2": [1000.0] * 2}
    >>> pieces = pd.DataFrame({**columns, "cultivated_m2": [1000.0, 1000.0]})
    >>> table = summarise(pieces, None, None, None, policy)
    >>> table.loc[1, ["name", "holding_mu", "holding_target_mu", "holding_surplus_mu"]].tolist()
    ['County', 3.0, 1.0, 2.0]

    """
    if level not in UNIT_LEVELS:
        raise ValueError(f"unknown level {level!r}")
    facts, records = _facts(pieces, conflicts, candidates, policy), _delimited_facts(delimited)
    facts += [*_list_facts(losses, abandoned), *([] if records is None else [records])]
    table = _unit_sums(facts, records is not None, policy, level)
    given = _given(pieces, conflicts, candidates, policy) | _lists_given(pieces, facts, policy)
    return _finish(table, policy, given, restored_m2 or {}, names or {})


def _unit_sums(facts: list[pd.DataFrame], pbf_given: bool, policy: Policy, level: str) -> pd.DataFrame:
    """Return the sums of all units down to a level, one row a unit; `pbf_given`: whether PBF zones are there."""
    frames: list[pd.DataFrame] = []
    listed = [unit.code for unit in policy.counties()]
    for name in levels_down_to(level):
        sums = _group(facts, name)
        if name == Level.COUNTY:
            with_data = set(sums.index[sums[PARCELS] > 0])
            sums = sums.reindex([*listed, *sorted(set(sums.index) - set(listed))], fill_value=0)
            told = _told(sums, pbf_given).where(sums.index.isin(with_data))
            sums = sums.assign(**{DELIMITED: told})[(sums[PARCELS] > 0) | sums.index.isin(listed)]
            frames.append(_city_sums(sums, policy))
            # Zones alone make no unit: those of counties without data, such as neighbours, are in no lower one either.
            facts = [frame[frame[name].isin(with_data)] if DELIMITED in frame else frame for frame in facts]
        else:  # In a county with data, what of zones lies in no lower unit has a row without a code.
            told = _told(sums, pbf_given)
            sums = sums.assign(**{DELIMITED: told})[(sums[PARCELS] > 0) | (told > 0)]
        frames.append(_rows(sums, name))
    return pd.concat(frames, ignore_index=True)


_TIERS = tuple(f"candidates_{tier}" for tier in Tier.values())
_PARTS = tuple(f"candidates_{part}" for part in Potential.values())
_LISTS = ("losses", "abandoned")
PARCELS = "parcels"
SUMS = (
    "holding",
    "pbf_cultivated",
    "pbf_adjustable",
    *_TIERS,
    *_PARTS,
    "conflicts",
    "conflicts_severe",
    *_LISTS,
    PARCELS,
)
DELIMITED, UNRECORDED, ZONES = "pbf_delimited", "pbf_zones_unrecorded", "pbf_zones"


def _facts(
    pieces: pd.DataFrame, conflicts: pd.DataFrame | None, candidates: pd.DataFrame | None, policy: Policy
) -> list[pd.DataFrame]:
    """Return frames of unit codes with areas (0.01 m²), one each for pieces, candidates and conflicts."""
    inside = _filled(pieces, "pbf")
    cultivated = cents_or_zero(pieces["cultivated_m2"])
    adjustable = codes_match(pieces[CLASS_COLUMN], policy.class_groups["adjustable"])
    base = _units(pieces)
    base[PARCELS] = _parcel_numbers(pieces)
    base["holding"] = cultivated
    base["pbf_cultivated"] = np.where(inside, cultivated, 0)
    base["pbf_adjustable"] = np.where(inside & adjustable, cents_or_zero(pieces["area_m2"]), 0)
    frames = [base]
    if candidates is not None:
        once = candidates[~candidates["candidate_id"].duplicated().to_numpy()]
        net, potential = cents_or_zero(once["net_m2"]), potentials_of(once).to_numpy()
        frame = _units(once)
        for tier, name in zip(Tier.values(), _TIERS):
            frame[name] = np.where((once["tier"] == tier) & (potential != Potential.EXCLUDED.value), net, 0)
        for part, name in zip(Potential.values(), _PARTS):
            frame[name] = np.where(potential == part, net, 0)
        frames.append(frame)
    if conflicts is not None:
        once = conflicts[~conflicts["conflict_id"].duplicated().to_numpy()]
        area = cents_or_zero(once["area_m2"])
        frame = _units(once)
        frame["conflicts"] = np.where(once["severity"] >= Severity.COUNTED.value, area, 0)
        frame["conflicts_severe"] = np.where(once["severity"] >= Severity.SEVERE.value, area, 0)
        frames.append(frame)
    return frames


def _list_facts(losses: pd.DataFrame | None, abandoned: pd.DataFrame | None) -> list[pd.DataFrame]:
    """Return frames of unit codes with areas (0.01 m²): what was lost, gross, and what lies unplanted, net."""
    areas = zip(_LISTS, (losses, abandoned), ("area_m2", "cultivated_m2"))
    return [
        _units(frame).assign(**{name: cents_or_zero(frame[column])})
        for name, frame, column in areas
        if frame is not None
    ]


def _given(
    pieces: pd.DataFrame, conflicts: pd.DataFrame | None, candidates: pd.DataFrame | None, policy: Policy
) -> dict[str, bool]:
    """Return which sums the data can tell of at all, by their names."""
    pbf = "pbf" in pieces.columns
    given = dict.fromkeys(("pbf_cultivated", "pbf_adjustable"), pbf)
    given |= dict.fromkeys(("conflicts", "conflicts_severe"), pbf and conflicts is not None)
    for tier, name in zip(Tier.values(), _TIERS):
        rules = [rule for rule in policy.candidates if rule.tier == tier]
        given[name] = candidates is not None and any(can_hold(rule, pieces.columns) for rule in rules)
    return given | dict.fromkeys(_PARTS, candidates is not None)


def _lists_given(pieces: pd.DataFrame, facts: list[pd.DataFrame], policy: Policy) -> dict[str, bool]:
    """Return which lists were looked for, by pieces that say what their rules ask."""
    return {
        name: any(name in frame for frame in facts) and any(can_hold(rule, pieces.columns) for rule in rules)
        for name, rules in zip(_LISTS, (policy.losses, policy.abandoned))
    }


def _filled(frame: pd.DataFrame, column: str) -> np.ndarray:
    """Return the rows with a value; an empty text, as files may give for null, is none."""
    if column not in frame.columns:
        return np.zeros(len(frame), dtype=bool)
    return (frame[column].notna() & frame[column].ne("")).to_numpy(dtype=bool)


def _units(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the codes of all levels of units, "" where there is none."""

    def column(name: str) -> np.ndarray:
        if name not in frame.columns:
            return np.full(len(frame), "", dtype=object)
        return frame[name].astype(object).where(frame[name].notna(), "").to_numpy()

    return pd.DataFrame({name: column(name) for name in UNIT_LEVELS})


def _parcel_numbers(pieces: pd.DataFrame) -> np.ndarray:
    """Return a number for the parcel of each piece (n,), the same for all pieces of a parcel.

    The id of a piece begins with that of its parcel, which tells parcels of one BSM apart.
    """
    alone = -1 - np.arange(len(pieces))
    if "piece_id" in pieces.columns:
        numbers = pd.factorize(np.asarray(parcels_of(pieces["piece_id"]), dtype=object))[0]
    elif "BSM" in pieces.columns:
        numbers = pd.factorize(pieces["BSM"])[0]
    else:
        return alone
    return np.where(numbers < 0, alone, numbers)


def _group(facts: list[pd.DataFrame], level: str) -> pd.DataFrame:
    """Sum areas by unit code; a lower unit without a code is kept apart for each unit above, as (parent, "")."""
    keys = [level] if level == Level.COUNTY else [UNIT_LEVELS[UNIT_LEVELS.index(level) - 1], level]
    parts = []
    for frame in facts:
        values = frame.drop(columns=[c for c in UNIT_LEVELS if c not in keys])
        if PARCELS in values:
            counted = values[[*keys, PARCELS]].drop_duplicates().groupby(keys, sort=True)[PARCELS].size()
            parts.append(counted.to_frame())
            values = values.drop(columns=PARCELS)
        parts.append(values.groupby(keys, sort=True).sum())
    sums = pd.concat(parts, axis=1).reindex(columns=[*SUMS, DELIMITED, UNRECORDED, ZONES])
    return sums.fillna(0).astype(np.int64).sort_index()


def _delimited_facts(shares: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return unit codes with what counts of PBF zones' records (0.01 m²); None without PBF zones."""
    if shares is None or shares.empty:
        return None
    first = ~shares["zone_id"].duplicated().to_numpy()
    frame = _units(shares)
    frame[DELIMITED] = shares["cents"].to_numpy()
    frame[ZONES] = first.astype(np.int64)
    frame[UNRECORDED] = (first & ~shares["recorded"].to_numpy(dtype=bool)).astype(np.int64)
    return frame


def _told(sums: pd.DataFrame, given: bool) -> pd.Series:
    """Return delimited areas (0.01 m²), null where none was given, or no zone of the unit records one."""
    none_recorded = sums[ZONES].gt(0) & sums[ZONES].eq(sums[UNRECORDED])
    return sums[DELIMITED].astype(np.float64).where(~none_recorded & given)  # exact: far below 2**53


def _city_of(code: str, policy: Policy) -> str:
    """Return the code of a county's city: as the policy says, else the first four digits; "" without a code."""
    for unit in policy.counties():
        if unit.code == code and unit.parent:
            return unit.parent
    same = (city.code for city in policy.cities() if city.code[:CITY_DIGITS] == code[:CITY_DIGITS])
    return next(same, code[:CITY_DIGITS].ljust(COUNTY_DIGITS, "0")) if code else ""


def summarise_counties(
    sums: pd.DataFrame, policy: Policy, restored_m2: Mapping[str, float], names: Mapping[str, str]
) -> pd.DataFrame:
    """Return the rows of cities and counties, as `summarise` does, from sums of counties.

    Args:
        sums: by code of the county, the columns `SUMS`, `DELIMITED`, `UNRECORDED` and `ZONES` (0.01 m², and counts).
        policy: targets.
        restored_m2: as in `summarise`.
        names: of counties that the policy does not name.

    >>> policy = Policy("demo", units=(Unit("360200", "City", "city"), Unit("360222", "", "county", "360200")))
    >>> index = pd.Index(["360222"], name="county")
    >>> sums = pd.DataFrame(0, index=index, columns=[*SUMS, DELIMITED, UNRECORDED, ZONES])
    >>> table = summarise_counties(sums.assign(parcels=1, holding=200_000), policy, {}, {})
    >>> table[["code", "level", "holding_mu"]].values.tolist()
    [['360200', 'city', 3.0], ['360222', 'county', 3.0]]

    """
    table = pd.concat([_city_sums(sums, policy), _rows(sums, Level.COUNTY.value)], ignore_index=True)
    return _finish(table, policy, {}, restored_m2, names)


def _city_sums(counties: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Return the rows of the cities: the policy's, then those of other counties; sums of their counties' rows."""
    owner = np.asarray([_city_of(code, policy) for code in counties.index], dtype=object)
    sums = counties.fillna(dict.fromkeys(counties.columns.drop(DELIMITED), 0)).groupby(owner).sum(min_count=1)
    cities = [city.code for city in policy.cities()]
    known = {unit.parent for unit in policy.counties()}
    sums = sums.reindex([*cities, *sorted(set(owner) - {"", *cities, *known})])
    sums.index.name = Level.COUNTY.value
    return _rows(sums, Level.CITY.value)


def _rows(sums: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return sums of one level as rows with `code`, `parent` and `level`."""
    rows = sums.copy()
    if level in (Level.TOWNSHIP, Level.VILLAGE):
        rows.insert(0, "code", rows.index.get_level_values(1))
        rows.insert(1, "parent", rows.index.get_level_values(0))
    else:
        rows.insert(0, "code", rows.index)
        rows.insert(1, "parent", "")
    rows["level"] = level
    whole = [*SUMS, UNRECORDED]
    rows[whole] = rows[whole].fillna(0).astype(np.int64)
    return rows.drop(columns=ZONES).reset_index(drop=True)


def _finish(
    table: pd.DataFrame,
    policy: Policy,
    given: Mapping[str, bool],
    restored_m2: Mapping[str, float],
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Return the summary: the sums in mu, null where nothing tells of them, with the targets beside them."""
    units = {(unit.level, unit.code): unit for unit in policy.units}
    own = [units.get((level, code)) for level, code in zip(table["level"], table["code"])]
    parents = [_city_of(code, policy) for code in table["code"]]
    county = (table["level"] == Level.COUNTY.value).to_numpy()
    parcels = table[PARCELS].to_numpy()
    children, with_data = _children(table, policy)
    judged = ~(with_data < children)

    def target(read: Callable[[Unit], Decimal | None]) -> np.ndarray:
        return np.asarray([_mu(read(unit)) if unit else np.nan for unit in own], dtype=np.float64)

    def known(name: str) -> np.ndarray:
        cents = table[name].to_numpy(dtype=np.float64)
        return np.where(((parcels > 0) | (name == DELIMITED)) & given.get(name, True), cents, np.nan)

    def mu(*sums: str) -> np.ndarray:
        return cents_to_mu(np.sum([known(name) for name in sums], axis=0))

    holding_target = target(lambda u: u.holding_target_wan_mu)
    pbf_target = target(lambda u: u.pbf_target_wan_mu)
    gap = target(lambda u: u.gap_wan_mu)
    restored = {unit.code: _restored(unit, policy, restored_m2) for unit in policy.units}
    left = [_gap_left(u, restored[u.code], policy) if u else np.nan for u in own]
    out = {
        "code": table["code"].to_numpy(),
        "name": [u.name if u else names.get(code) for u, code in zip(own, table["code"])],
        "level": table["level"].to_numpy(),
        "holding_mu": mu("holding"),
        "holding_target_mu": holding_target,
        "holding_surplus_mu": _surplus(np.where(judged, known("holding"), np.nan), holding_target),
        "pbf_delimited_mu": mu(DELIMITED),
        "pbf_target_mu": pbf_target,
        "pbf_surplus_mu": _surplus(np.where(judged, known(DELIMITED), np.nan), pbf_target),
        "pbf_cultivated_mu": mu("pbf_cultivated"),
        "pbf_cultivated_k_mu": mu("pbf_cultivated", "pbf_adjustable"),
        "gap_mu": gap,
        "gap_left_mu": np.where(parcels > 0, left, np.nan),
        **{f"task_{year}_mu": target(_task(year)) for year in policy.years()},
        "restored_mu": np.asarray([_number(restored[u.code]) if u else np.nan for u in own], dtype=np.float64),
        **{f"{name}_mu": mu(name) for name in (*_TIERS, "conflicts", "conflicts_severe")},
        "parent": np.where(county, np.asarray(parents, dtype=object), table["parent"].to_numpy()),
        "gap_surplus_mu": np.where(np.isnan(gap), np.nan, np.maximum(0, -gap)),
        "gap_at_most_mu": [_gap_left(u, Decimal(0), policy) if u else np.nan for u in own],
        "adjustments_mu": [_number(_adjustments(u, policy)) if u else np.nan for u in own],
        "survey2_target_mu": target(lambda u: u.survey2_target_wan_mu),
        **{f"{name}_mu": mu(name) for name in (*_PARTS, *_LISTS)},
        UNRECORDED: table[UNRECORDED].to_numpy(),
        PARCELS: parcels,
        "children": children,
        "children_with_data": with_data,
        # Told by `add_restored`, where the base survey was given.
        **dict.fromkeys(("inflow_since_base_mu", "net_since_base_mu"), np.full(len(table), np.nan)),
    }
    return pd.DataFrame(out)


def _children(table: pd.DataFrame, policy: Policy) -> tuple[np.ndarray, np.ndarray]:
    """Return how many counties the policy names of each city (n,), and how many of them have parcels; else nan."""
    city = (table["level"] == Level.CITY.value).to_numpy()
    counties = table[table["level"] == Level.COUNTY.value]
    parcels = dict(zip(counties["code"], counties[PARCELS]))
    named = [[unit.code for unit in policy.counties(code)] for code in table["code"]]
    children = np.asarray([len(codes) or np.nan for codes in named], dtype=np.float64)
    with_data = [sum(parcels.get(code, 0) > 0 for code in codes) for codes in named]
    children = np.where(city, children, np.nan)
    return children, np.where(np.isnan(children), np.nan, np.asarray(with_data, dtype=np.float64))


def _mu(value: Decimal | None) -> float:
    """Return 10,000 mu as mu, nan for None."""
    return np.nan if value is None else float(value * MU_PER_WAN_MU)


def _number(value: Decimal | None) -> float:
    """Return a number as float, nan for None."""
    return np.nan if value is None else float(value)


def _surplus(area: np.ndarray, target_mu: np.ndarray) -> np.ndarray:
    """Return area (0.01 m²) less target (mu) in mu, subtracted in a unit in which both are whole, so that 0 is 0."""
    return (area * THIRDS - np.rint(target_mu * EXACT_PER_MU)) / EXACT_PER_MU


def _adjustments(unit: Unit, policy: Policy) -> Decimal | None:
    """Return the policy's adjustments of the gap in mu: the unit's own, else the sum of its counties'."""
    if unit.adjustments_wan_mu is not None:
        return unit.adjustments_wan_mu * MU_PER_WAN_MU
    if unit.level != Level.CITY:
        return None
    return sum((c.adjustments_wan_mu or Decimal(0) for c in policy.counties(unit.code)), Decimal(0)) * MU_PER_WAN_MU


def _restored(unit: Unit, policy: Policy, restored_m2: Mapping[str, float]) -> Decimal | None:
    """Return restored land in mu: the policy's figure, else the measured one, else (of a city) its counties' sum."""
    if unit.restored_wan_mu is not None:
        return unit.restored_wan_mu * MU_PER_WAN_MU
    measured = restored_m2.get(unit.code)
    if measured is not None:
        return Decimal(to_cents(measured).item()) * THIRDS / EXACT_PER_MU
    if unit.level != Level.CITY:
        return None
    found = [_restored(county, policy, restored_m2) for county in policy.counties(unit.code)]
    parts = [part for part in found if part is not None]
    return sum(parts, Decimal(0)) if parts and len(parts) == len(found) else None


def _gap_left(unit: Unit, restored: Decimal | None, policy: Policy) -> float:
    """Return the gap in mu less adjustments and restored land, at least 0; nan where that is not known."""
    if unit.gap_wan_mu is None:
        return np.nan
    owed = unit.gap_wan_mu * MU_PER_WAN_MU - (_adjustments(unit, policy) or 0)
    if restored is None and owed > 0:
        return np.nan
    return float(max(Decimal(0), owed - (restored or 0)))


def add_restored(
    summary: pd.DataFrame, policy: Policy, since_base: pd.DataFrame, restored_m2: Mapping[str, float]
) -> pd.DataFrame:
    """Add what came back since the base survey to a summary, and lessen the gap by it (measure 13, annex 3).

    `inflow_since_base_mu` and `net_since_base_mu` (inflow less outflow; adjustment and boundary apart) are null where
    the base survey does not tell. A restored area of the policy's own goes before a measured one.

    Args:
        summary: of `summarise`.
        policy: gaps, adjustments and restored areas.
        since_base: `level`, `code`, `inflow_m2`, `net_m2` of units.
        restored_m2: what counts as restored, by county.

    >>> county = Unit("360281", "County", "county", gap_wan_mu=Decimal("0.0004"))
    >>> summary = pd.DataFrame({"code": ["360281"], "level": ["county"], "parcels": [1], "gap_left_mu": [np.nan]})
    >>> since = pd.DataFrame({"level": ["county"], "code": ["360281"], "inflow_m2": [2000.0], "net_m2": [1000.0]})
    >>> table = add_restored(summary, Policy("demo", units=(county,)), since, {"360281": 1000.0})
    >>> table[["gap_left_mu", "inflow_since_base_mu", "net_since_base_mu", "restored_mu"]].values.tolist()
    [[2.5, 3.0, 1.5, 1.5]]

    """
    units = {(unit.level, unit.code): unit for unit in policy.units}
    own = [units.get((level, code)) for level, code in zip(summary["level"], summary["code"])]
    restored = [_restored(unit, policy, restored_m2) if unit else None for unit in own]
    left = [_gap_left(unit, area, policy) if unit else np.nan for unit, area in zip(own, restored)]
    keys = pd.MultiIndex.from_frame(summary[["level", "code"]])
    measured = since_base.set_index(["level", "code"]).reindex(keys)
    return summary.assign(
        gap_left_mu=np.where(summary["parcels"].to_numpy() > 0, left, np.nan),
        restored_mu=[np.nan if area is None else float(area) for area in restored],
        inflow_since_base_mu=area_to_mu(measured["inflow_m2"]),
        net_since_base_mu=area_to_mu(measured["net_m2"]),
    )


def _task(year: int) -> Callable[[Unit], Decimal | None]:
    """Return the reader of a year's task from a unit."""
    return lambda unit: unit.task(year)


_ITEMS: dict[str, Callable[[Unit], Decimal | None]] = {
    "holding_target": lambda u: u.holding_target_wan_mu,
    "pbf_target": lambda u: u.pbf_target_wan_mu,
    "survey2_target": lambda u: u.survey2_target_wan_mu,
    "gap": lambda u: u.gap_wan_mu,
}
_DIFFERENCES = ("code", "name", "item", "city_wan_mu", "counties_wan_mu", "difference_wan_mu", "reason", "basis")


def differences(policy: Policy) -> pd.DataFrame:
    """List where a city's row in the policy is not the sum of its counties' rows, and why.

    For every city and item (`holding_target`, `pbf_target`, `survey2_target`, `gap`, `task_<year>`): the city's figure,
    the sum of the counties, city less counties (Decimals, in 10,000 mu), and the reason:
        `rounding`: within half a unit of the last printed decimal for each county;
        `netting`: up to rounding, surpluses of counties explain it, which only the city's row subtracts: the rows of
            these counties hold 0 (or, with `basis` positive, only the positive gaps are summed);
        `unexplained`: neither.
    `basis` is `all`, or `positive` for the second row that the gap gets: the sum of its positive gaps only.

    >>> city = Unit("360200", "City", "city", gap_wan_mu=Decimal("1.0001"))
    >>> counties = [Unit(f"36020{n}", "", "county", "360200", gap_wan_mu=Decimal("0.5")) for n in (2, 3)]
    >>> differences(Policy("demo", units=(city, *counties)))[["item", "difference_wan_mu", "reason"]].values.tolist()
    [['gap', Decimal('0.0001'), 'rounding']]

    """
    rows = []
    for city in policy.cities():
        counties = policy.counties(city.code)
        items = _ITEMS | {f"task_{year}": _task(year) for year in policy.years()}
        for item, read in items.items():
            values = [value for value in map(read, counties) if value is not None]
            total = read(city)
            if total is None or not counties or len(values) < len(counties):
                continue
            slack = _rounding(total, values)
            summed = sum(values, Decimal(0))
            if total != summed:
                reason = _reason(total - summed, slack, _netted(item, city, counties))
                rows.append((city.code, city.name, item, total, summed, total - summed, reason, "all"))
            surplus = sum((value for value in values if value < 0), Decimal(0))
            if surplus:
                positive = summed - surplus
                reason = _reason(total - positive, slack, surplus)
                rows.append((city.code, city.name, item, total, positive, total - positive, reason, "positive"))
    return pd.DataFrame(rows, columns=list(_DIFFERENCES))


def _rounding(total: Decimal, values: list[Decimal]) -> Decimal:
    """Return half a unit of the last decimal for each county's figure and the city's own."""
    exponents = [v.normalize().as_tuple().exponent for v in (_PRINTED, total, *values)]
    return Decimal(1).scaleb(min(e for e in exponents if isinstance(e, int))) / 2 * (len(values) + 1)


def _netted(item: str, city: Unit, counties: tuple[Unit, ...]) -> Decimal | None:
    """Return what the counties' surpluses subtract from the city's task, at the city's ratio of task to gap."""
    if not item.startswith("task_") or not city.gap_wan_mu:
        return None
    year = int(item.rpartition("_")[2])
    surplus = sum((c.gap_wan_mu for c in counties if c.gap_wan_mu is not None and c.gap_wan_mu < 0), Decimal(0))
    return surplus * (city.task(year) or Decimal(0)) / city.gap_wan_mu if surplus else None


def _reason(difference: Decimal, slack: Decimal, netted: Decimal | None) -> str:
    """Return why figures differ; see `differences`."""
    if netted is not None and abs(difference - netted) <= min(slack, abs(difference)):
        return "netting"  # the closer of two explanations
    return "rounding" if abs(difference) <= slack else "unexplained"


def pbf_cross_table(pieces: pd.DataFrame, classes: SurveyClasses, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Cross the class that the PBF layer recorded with the class now, by area (the official cross table).

    A cultivated piece adds its net area (`cultivated_m2`) to its own class and the rest, its ridges, to the ridge
    class. So the table adds up to the area of all pieces inside PBF.

    Args:
        pieces: pieces with `pbf` and, where the layer has it, `pbf_DLBM`.
        classes: the class table, with the groups `cultivated` and `ridge`.
        by: further columns to group by, such as `county`.

    Returns:
        Long table: the columns of `by`, `pbf_DLBM` ("" where not recorded), `DLBM`, `area_m2`, `area_mu`; sorted.

    >>> from .rules.policy import SurveyClass
    >>> paddy, ridge = SurveyClass("0101", "", "", group="cultivated"), SurveyClass("1203", "", "", group="ridge")
    >>> columns = {"pbf": ["P1"], "pbf_DLBM": ["0102"], "DLBM": ["0101"], "area_m2": [100.0], "cultivated_m2": [90.0]}
    >>> table = pbf_cross_table(pd.DataFrame(columns), SurveyClasses({"0101": paddy, "1203": ridge}))
    >>> table[["pbf_DLBM", "DLBM", "area_m2"]].values.tolist()
    [['0102', '0101', 90.0], ['0102', '1203', 10.0]]

    """
    keys = [*by, "pbf_DLBM", CLASS_COLUMN]
    if "pbf" not in pieces.columns:
        return pd.DataFrame(columns=[*keys, "area_m2", "area_mu"])
    inside = pieces[_filled(pieces, "pbf")]
    ridge = next(iter(classes.codes("ridge")), "")
    area = cents_or_zero(inside["area_m2"])
    now = inside[CLASS_COLUMN].astype(object).where(inside[CLASS_COLUMN].notna(), "").to_numpy()
    cultivated = np.isin(now, classes.codes("cultivated"))
    net = np.where(cultivated, cents_or_zero(inside["cultivated_m2"]), area)
    table = {}
    for name in (*by, "pbf_DLBM"):
        column = inside[name] if name in inside.columns else pd.Series("", index=inside.index, dtype=object)
        table[name] = column.astype(object).where(column.notna(), "").to_numpy()
    parts = [
        pd.DataFrame({**table, CLASS_COLUMN: now, "cents": net}),
        pd.DataFrame({**table, CLASS_COLUMN: ridge, "cents": area - net})[(area != net)],
    ]
    sums = pd.concat(parts, ignore_index=True).groupby(keys, sort=True)["cents"].sum().reset_index()
    sums["area_m2"] = sums["cents"] / CENTS
    sums["area_mu"] = cents_to_mu(sums["cents"].to_numpy())
    return sums.drop(columns="cents")
