"""Changes of cultivated land between two surveys: the later one is divided by the earlier one, then judged."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely

from ..analysis.area.rounding import CENTS
from ..analysis.changes.division import EarlierParcels
from ..analysis.changes.flows import sum_flows
from ..analysis.changes.listing import list_changes
from ..analysis.changes.tracking import EARLIER, EARLIER_PART, Changes, track_changes
from ..analysis.changes.transition import transition_matrix
from ..analysis.dates import is_within_a_year
from ..analysis.encoding import EncodedFrame
from ..analysis.overlay.parcels import ParcelChecks, Parcels, ready_parcels, unit_codes
from ..analysis.problems import WARNING, problems
from ..analysis.rules.evaluation import columns_read
from ..analysis.rules.policy import Policy, SurveyClasses
from ..analysis.summary import add_restored
from ..analysis.values.unit_codes import COUNTY_DIGITS
from ..analysis.vocabulary import UNIT_LEVELS, Level, Restored
from ..bridge.crs.systems import find_transformer, gauss_kruger_of, place_of
from ..bridge.i18n import tr
from ..bridge.io.reading import LayerData
from ..bridge.progress import FeedbackProgress
from ..bridge.survey.field_matching import match_fields
from ..bridge.survey.normalisation import Normaliser
from ..bridge.survey.schema import Survey
from ..bridge.value_kinds import load_reading
from ..reports.balance_labels import PLAN_BALANCE
from ..reports.changes import CHANGES, FLOWS, TRANSITION
from .measures import EarlierPieces, MeasureInputs, MeasureResult
from .overlay.preparation import choose_crs, without_repeats
from .overlay.run import Overlay, overlay_layers
from .overlay.settings import Layers, OverlaySettings
from .units import unit_names
from .year_plan import PLAN, balance_of_year, plan_lines

_PART = EARLIER_PART.removeprefix(f"{EARLIER}_")
_NET = "TBDLMJ"
_KEPT = ("piece_id", "BSM", "DLBM", "area_m2", "cultivated_m2", "county", "township", "village", "sliver")


@dataclass(frozen=True)
class EarlierSurvey:
    """An earlier survey, prepared to divide the later one.

    Attributes:
        parcels: its records.
        attributes: of its parcels, under the standard's names.
        layers: those of the overlay, with its parcels as zones that give pieces their share of them.
        problems: what is wrong with it.

    """

    parcels: EarlierParcels
    attributes: pd.DataFrame
    layers: Layers
    problems: list[pd.DataFrame]


@dataclass(frozen=True)
class DividedSurveys:
    """The later survey divided by the earlier one and the zones, and what became of each piece.

    Attributes:
        changes: of all pieces.
        wkb: object (m,), the pieces' shapes.
        earlier: the earlier survey.
        overlay: what the overlay found beside the pieces.

    """

    changes: Changes
    wkb: np.ndarray
    earlier: EarlierSurvey
    overlay: Overlay


@dataclass(frozen=True)
class TrackedChanges:
    """What came of a comparison.

    Attributes:
        changes: the layer of changes.
        flows: one row a unit.
        transition: class before by class now.
        problems: earlier land that the later survey does not cover.

    """

    changes: geopandas.GeoDataFrame
    flows: pd.DataFrame
    transition: pd.DataFrame
    problems: list[pd.DataFrame]

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by their names in results."""
        return {CHANGES: self.changes, FLOWS: self.flows, TRANSITION: self.transition}


def compare_surveys(
    layers: Layers,
    classes: SurveyClasses,
    policy: Policy,
    settings: OverlaySettings,
    earlier_date: datetime.date,
    levels: tuple[str, ...],
    names: Mapping[str, str],
    progress: FeedbackProgress,
) -> tuple[TrackedChanges, Overlay]:
    """Divide the later survey by the earlier one and the zones, and judge what changed.

    Args:
        layers: the later survey, the zones, and as role `previous` the earlier survey.
        classes: the survey's classes.
        policy: causes, statuses, thresholds.
        settings: of the overlay; its date is that of the later survey.
        earlier_date: of the earlier survey.
        levels: of units, for the flows.
        names: of units by code.
        progress: receives the fraction done; may cancel.

    Returns:
        what changed, and what the overlay found beside the pieces, with all problems.

    """
    divided = divide_surveys(layers, classes, policy, settings, earlier_date, (), progress)
    changes, wkb, overlay = divided.changes, divided.wkb, divided.overlay
    progress.set(0.85)
    crs = choose_crs(layers.parcels)
    listed = list_changes(changes, policy, lambda rows: shapely.from_wkb(wkb[rows]), crs)
    tracked = _tracked(changes, listed, policy, classes, levels, names)
    progress.set(0.95)
    told = pd.concat([overlay.problems, *divided.earlier.problems, *tracked.problems], ignore_index=True)
    overlay = replace(overlay, problems=geopandas.GeoDataFrame(told, geometry="geometry", crs=crs))
    return tracked, overlay


def divide_surveys(
    layers: Layers,
    classes: SurveyClasses,
    policy: Policy,
    settings: OverlaySettings,
    earlier_date: datetime.date,
    columns: Collection[str],
    progress: FeedbackProgress,
) -> DividedSurveys:
    """Divide the later survey by the earlier one and the zones, and judge each piece.

    Args:
        layers, classes, policy, settings, earlier_date, progress: as for `compare_surveys`.
        columns: of pieces that are kept beside those that the judgement reads.

    """
    earlier = prepare_earlier(layers, classes, settings, progress)
    read = {*columns_judged(policy), *columns}
    attributes: list[pd.DataFrame] = []
    shapes: list[np.ndarray] = []

    def take(frame: EncodedFrame | pd.DataFrame) -> None:
        """Keep what the judgement reads."""
        if isinstance(frame, EncodedFrame):
            attributes.append(frame.attributes[[name for name in frame.attributes.columns if name in read]])
            shapes.append(frame.geometry.wkb)

    overlay = overlay_layers(
        earlier.layers, classes, settings, progress.part(0.1, 0.8), take, exact_shares=(EARLIER_PART,)
    )
    wkb = np.concatenate(shapes)
    pieces = pd.concat(attributes, ignore_index=True)
    changes = track_changes(pieces, earlier.parcels, policy, classes, settings.date, earlier_date, settings.tolerance)
    return DividedSurveys(changes, wkb, earlier, overlay)


def changes_of_pieces(
    frame: geopandas.GeoDataFrame,
    earlier: EarlierPieces | None,
    policy: Policy,
    classes: SurveyClasses,
    date: datetime.date,
    earlier_date: datetime.date | None,
    tolerance: float,
) -> Changes:
    """Judge what became of each piece of a batch since the earlier survey in it; arguments as of `MeasureInputs`.

    Raises:
        ValueError: there is none.

    """
    if earlier is None or earlier_date is None:
        raise ValueError("no earlier survey")
    read = columns_judged(policy) | columns_read((*policy.patch_covers, *policy.stable))
    pieces = frame[[name for name in frame.columns if name in read]].assign(**{EARLIER_PART: earlier.part})
    return track_changes(pd.DataFrame(pieces), earlier.parcels, policy, classes, date, earlier_date, tolerance)


def track_pieces(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Judge what changed since the earlier survey by the pieces that a batch has made."""
    frame, policy, classes, changes = inputs.pieces, inputs.policy, inputs.classes, inputs.changes()
    progress.set(0.5)
    shapes = frame.geometry.to_numpy()
    listed = list_changes(changes, policy, lambda rows: shapes[rows], frame.crs)
    names = {**unit_names(inputs.overlay.units), **policy.unit_names()}
    tracked = _tracked(changes, listed, policy, classes, UNIT_LEVELS, names)
    summary, found = _with_restored(inputs, tracked.flows) if inputs.earlier_is_base else (None, [])
    tables, lines = tracked.tables(), flow_lines(tracked.flows)
    plan = inputs.given.tables.get(PLAN)
    if plan is not None and inputs.earlier_date is not None:
        balance = balance_of_year(plan, tracked.changes, inputs.earlier_date, inputs.date, policy, names)
        tables[PLAN_BALANCE] = balance
        lines += plan_lines(balance)
    return MeasureResult(tables, [*tracked.problems, *found], lines, summary)


def flows_of_year(inputs: MeasureInputs) -> pd.DataFrame | None:
    """Return the flows of the year that ends on the reference date; None where they are not known.

    Those that were given come first: a batch whose earlier survey is the base has its own flows of many years only.
    """
    given = inputs.given.tables.get(FLOWS)
    if given is not None:
        return given
    earlier = inputs.earlier_date
    return inputs.tables.get(FLOWS) if earlier is not None and is_within_a_year(earlier, inputs.date) else None


def _with_restored(inputs: MeasureInputs, flows: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Return the summary with what was restored since the base survey, and counties that lost more than they gained.

    Only counties that both surveys have are told.
    """
    if inputs.earlier is None:
        raise ValueError("no earlier survey")
    both = set(inputs.earlier.parcels.units[Level.COUNTY].dropna()) & set(inputs.pieces[Level.COUNTY].dropna())
    net = (flows["inflow_m2"] - flows["outflow_m2"]).round(2)
    since = flows[["level", "code", "inflow_m2"]].assign(net_m2=net)
    own = (since["level"] == Level.COUNTY) & since["code"].isin(both)
    cities = {
        unit.code: {county.code for county in inputs.policy.counties(unit.code)} for unit in inputs.policy.cities()
    }
    whole = {code for code, counties in cities.items() if counties and counties <= both}
    told = own | ((since["level"] == Level.CITY) & since["code"].isin(whole))
    below = since["code"].str[:COUNTY_DIGITS].isin(both) & since["level"].isin((Level.TOWNSHIP, Level.VILLAGE))
    counted = {
        Restored.NET: net,
        Restored.INFLOW: flows["inflow_m2"],
        Restored.LISTED: flows["inflow_listed_m2"],
    }[Restored(inputs.policy.option("restored_counts"))]
    counties = pd.Series(counted[own].to_numpy(), index=since.loc[own, "code"])
    short = counties[counties < 0]
    found = problems("restored_negative", "previous", short.index, WARNING, {"net_m2": short.tolist()})
    restored = {str(code): max(0.0, area) for code, area in counties.dropna().items()}
    return add_restored(inputs.summary, inputs.policy, since[told | below], restored), [found]


def lacks_earlier_survey(inputs: MeasureInputs) -> str:
    """Return why changes cannot be tracked: no earlier survey, or no rules for them; empty where they can."""
    if inputs.earlier is None:
        return tr("no earlier survey with areas and unit codes was given")
    return "" if inputs.policy.change_causes else tr("the policy has no table of causes (change_causes)")


def flow_lines(flows: pd.DataFrame) -> list[str]:
    """Return the identity of each city's and county's flows, in m², with its closure."""
    identity = tr(
        "{unit}: {before:,.2f} m² before - {out:,.2f} out + {into:,.2f} in + {adjusted:,.2f} adjusted "
        "- {left:,.2f} and + {came:,.2f} over boundaries = {now:,.2f} m² now; closure {closure:.2f} m²"
    )
    return [
        identity.format(
            unit=row.name or row.code or tr("unit unknown"),
            before=row.holding_before_m2,
            out=row.outflow_m2,
            into=row.inflow_m2,
            adjusted=row.adjustment_m2,
            left=row.boundary_out_m2,
            came=row.boundary_in_m2,
            now=row.holding_now_m2,
            closure=row.closure_m2,
        )
        for row in flows[flows["level"].isin((Level.CITY.value, Level.COUNTY.value))].itertuples()
    ]


def _tracked(
    changes: Changes,
    listed: geopandas.GeoDataFrame,
    policy: Policy,
    classes: SurveyClasses,
    levels: Sequence[str],
    names: Mapping[str, str],
) -> TrackedChanges:
    """Return all that is told of changes; arguments as before."""
    flows = sum_flows(changes, policy, levels, names)
    return TrackedChanges(listed, flows, transition_matrix(changes, classes), _not_covered(changes))


def has_records(layers: Layers, settings: OverlaySettings) -> bool:
    """Return whether an earlier survey with parcels is given whose layers all have the fields that a survey needs."""
    given, survey = layers.zones.get(EARLIER, ()), layers.survey
    required = {name for name, field in survey.fields.items() if field.required}
    return any(len(data) for data in given) and all(
        required <= set(_fields_of(data, settings, survey)) for data in given
    )


def prepare_earlier(
    layers: Layers, classes: SurveyClasses, settings: OverlaySettings, progress: FeedbackProgress
) -> EarlierSurvey:
    """Read the layers of role `previous` as a survey, and put its parcels in their place as zones.

    Raises:
        InputError: one lacks a field that a survey needs, or cannot be brought into the working system.

    """
    crs, found = choose_crs(layers.parcels), list[pd.DataFrame]()
    given = without_repeats(layers.zones[EARLIER], found)
    frame = _normalised(given, settings, layers.survey, crs, progress)
    levels = dict(layers.survey.levels)
    cultivated = classes.codes("cultivated")
    checks = ParcelChecks(settings.area_method, settings.deviation / 100, levels)
    ready = ready_parcels(frame, given[0].name, cultivated, gauss_kruger_of(crs), checks, load_reading().kinds)
    parcels = _earlier_parcels(ready, cultivated, levels)
    net = np.where(parcels.is_cultivated, parcels.cultivated / CENTS, ready.frame.get(_NET, np.nan))
    columns = {"BSM": parcels.id, "DLBM": parcels.classes, _NET: net, _PART: 1.0}
    zones = geopandas.GeoDataFrame(columns, geometry=ready.frame.geometry.to_numpy(), crs=crs)
    role = layers.survey.roles[EARLIER]
    role = replace(role, shares={**role.shares, _NET: (_NET,), _PART: (_PART,)})
    survey = replace(layers.survey, roles={**layers.survey.roles, EARLIER: role})
    zone = replace(given[0], frame=zones, crs=crs)
    divided = replace(layers, survey=survey, zones={**layers.zones, EARLIER: [zone]})
    attributes = pd.DataFrame(ready.frame.drop(columns=ready.frame.geometry.name))
    return EarlierSurvey(parcels, attributes, divided, [*found, *ready.problems])


def _normalised(
    given: Sequence[LayerData],
    settings: OverlaySettings,
    survey: Survey,
    crs: pyproj.CRS,
    progress: FeedbackProgress,
) -> geopandas.GeoDataFrame:
    """Return the parcels of all layers under the standard's names and in the working system."""
    frames, warn = [], progress.feedback.pushWarning
    for data in given:
        progress.check()
        place = place_of(data.frame.geometry.to_numpy(), data.crs, data.name)
        transformer = find_transformer(data.crs, crs, place, data.name, settings.allow_ballpark, warn)
        mapping = {name: column for name, (column, _) in _fields_of(data, settings, survey).items()}
        frames.append(Normaliser(data.name, mapping, survey, crs, transformer).normalise(data.frame))
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _fields_of(data: LayerData, settings: OverlaySettings, survey: Survey) -> dict[str, tuple[str, str]]:
    """Return the columns of a layer by the survey's fields; names that the user gives count where it has them."""
    mapping = {name: column for name, column in settings.field_mapping.items() if column in data.columns}
    return match_fields(data.columns, data.name, mapping, survey)


def _earlier_parcels(ready: Parcels, cultivated: Sequence[str], levels: dict[str, int]) -> EarlierParcels:
    """Return the records of prepared parcels."""
    shapes = ready.frame.geometry.to_numpy()
    codes = ready.frame["DLBM"].to_numpy(dtype=object)
    return EarlierParcels(
        ready.id,
        codes,
        ready.area,
        ready.cultivated,
        np.isin(codes.astype(str), cultivated),
        np.nan_to_num(shapely.area(shapes)),
        np.nan_to_num(shapely.length(shapes)),
        pd.DataFrame(unit_codes(ready.frame["ZLDWDM"], levels)),
    )


def columns_judged(policy: Policy) -> frozenset[str]:
    """Return the columns of pieces that the judgement reads."""
    rules = (*policy.change_causes, *policy.change_statuses, *policy.responsibilities)
    own = (*_KEPT, EARLIER, EARLIER_PART, "pbf", "projects", "restored", "unreadable")
    return frozenset(own) | columns_read(rules)


def _not_covered(changes: Changes) -> list[pd.DataFrame]:
    """Return a warning for each county with earlier cultivated land that the later survey does not cover."""
    left = (
        pd.Series(changes.division.cultivated_left).groupby(changes.earlier.units["county"].fillna("").to_numpy()).sum()
    )
    left = left[left > 0]
    values = {"area_m2": [f"{cents / CENTS:,.2f}" for cents in left]}
    return [problems("earlier_not_covered", "previous", left.index, WARNING, values)]
