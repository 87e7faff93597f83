"""Supplemented cultivated land and high-standard farmland against the surveys (measures 21, 24 to 27).

The one measure of a batch that its pieces cannot answer: a piece names one zone of a role, the one that takes
precedence, while projects of several years lie on each other, and each counts a place, the totals once. Pieces hold
neither whose the rest of an overlap is, nor where the other's edge runs in them. So the parcels that the polygons meet,
a small part of the survey, are divided again, in a batch as in the algorithm alone, with the same figures.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas
import numpy as np
import pandas as pd
import pyproj

from ..analysis.area.ellipsoidal import national_area
from ..analysis.area.rounding import area_to_mu, cents_or_nan, cents_or_zero, to_cents
from ..analysis.area.sums import main_values
from ..analysis.balance.faces import disjoint_faces
from ..analysis.balance.supplements import (
    Accepted,
    Members,
    PieceFacts,
    members_of,
    total_once,
    verify_projects,
    verify_supplements,
)
from ..analysis.changes.tracking import Changes
from ..analysis.encoding import EncodedFrame
from ..analysis.geometry.set_operations import repair
from ..analysis.problems import ERROR, problems
from ..analysis.rules.candidates import stable_mask
from ..analysis.rules.evaluation import RuleEvaluator, columns_read
from ..analysis.rules.policy import Policy, SurveyClasses
from ..analysis.rules.unit_codes import codes_of
from ..analysis.values.columns import read_columns
from ..analysis.vocabulary import Direction, EntryKind, Level
from ..bridge.crs.systems import gauss_kruger_of, reproject_layer
from ..bridge.i18n import tr
from ..bridge.io.nearby import Nearby, Place
from ..bridge.io.parcel_layers import ParcelLayers
from ..bridge.io.reading import LayerData
from ..bridge.progress import FeedbackProgress
from ..bridge.survey.field_matching import column_of
from ..bridge.survey.schema import Survey
from ..bridge.value_kinds import load_reading
from ..reports.balance_labels import CORRECTIONS, PROJECT_STATES, PROJECT_TOTALS, SUPPLEMENT_STATES
from .changes import columns_judged, divide_surveys
from .measures import MeasureInputs, MeasureResult
from .overlay.preparation import choose_crs
from .overlay.run import Overlay, overlay_layers
from .overlay.settings import Layers, OverlaySettings

SUPPLEMENTS, PROJECTS = "supplements", "projects"
_EARLIER, _ID = "previous", "BSM"
_PLANTING_GROUPS = {
    "unplanted": ("unplanted",),
    "fallow": ("fallow",),
    "not_grain": ("non_grain", "trees", "unplanted"),
}


@dataclass(frozen=True)
class Verified:
    """What comes of the verification.

    Attributes:
        supplements, projects: one row a polygon, with it; None where the layer was not given.
        totals: one row a county, of all projects together; each place once.
        corrections: entries that the quota ledger may be given, by the table `quota`; nothing is booked.
        problems: of the data, as kinds and facts.

    """

    supplements: geopandas.GeoDataFrame | None
    projects: geopandas.GeoDataFrame | None
    totals: pd.DataFrame | None
    corrections: pd.DataFrame
    problems: geopandas.GeoDataFrame


@dataclass(frozen=True)
class _Records:
    """Polygons of a role with their records, in the working system.

    Attributes:
        frame: `id`, and the role's attributes by their names, read by their kinds; geometry.
        members: which pieces lie in which polygon.

    """

    frame: geopandas.GeoDataFrame
    members: Members


def verify(
    layers: Layers,
    given: Mapping[str, Sequence[LayerData]],
    classes: SurveyClasses,
    policy: Policy,
    settings: OverlaySettings,
    earlier_date: datetime.date,
    progress: FeedbackProgress,
) -> Verified:
    """Compare supplements and projects with the newest survey, and with the earlier one where it was given.

    Args:
        layers: the survey near the polygons, zones, and as role `previous` the earlier survey.
        given: layers of supplements and projects, by role.
        classes: the survey's classes.
        policy: rules of stable land, plantings, causes; thresholds and options.
        settings: of the overlay; its date is that of the survey.
        earlier_date: of the earlier survey.
        progress: receives the fraction done; may cancel.

    """
    layers = _with_needed_zones(layers, policy)
    crs = choose_crs(layers.parcels)
    found: list[pd.DataFrame] = []
    frames = {role: _read_records(given[role], role, layers.survey, settings, crs, found, progress) for role in given}
    faces = {role: disjoint_faces(frame.geometry.to_numpy(), settings.tolerance) for role, frame in frames.items()}
    zones = dict(layers.zones)
    for role, made in faces.items():
        names = [str(number) for number in range(len(made.geometry))]
        zone = geopandas.GeoDataFrame({_ID: names}, geometry=made.geometry, crs=crs)
        zones[role] = [replace(given[role][0], frame=zone, crs=crs)]
    divided = replace(layers, zones=zones)
    pieces, changes, overlay = _make_pieces(divided, classes, policy, settings, earlier_date, progress)
    facts = _facts(pieces, changes, classes, policy, settings.date)
    records = {}
    for role, frame in frames.items():
        face = pd.to_numeric(pieces.get(role, pd.Series(np.nan, pieces.index)), errors="coerce").fillna(-1)
        made = faces[role]
        records[role] = _Records(frame, members_of(face.to_numpy(np.int64), made.face, made.owner, len(frame)))
    day = settings.date
    years = (*([earlier_date.year] if changes is not None else []), datetime.date.fromisoformat(day).year)
    county = codes_of(pieces, Level.COUNTY.value)
    causes = list(dict.fromkeys(rule.name for rule in policy.change_causes))
    told = pd.concat([overlay.problems, *found], ignore_index=True)
    supplements = projects = totals = None
    if SUPPLEMENTS in records:
        supplements = _supplement_table(records[SUPPLEMENTS], facts, county, policy, years, day)
    if PROJECTS in records:
        projects, totals = _project_tables(records[PROJECTS], facts, county, policy, years, causes)
    return Verified(
        supplements,
        projects,
        totals,
        _corrections(supplements, day),
        geopandas.GeoDataFrame(told, geometry="geometry", crs=crs),
    )


def lacks_supplements(inputs: MeasureInputs) -> str:
    """Return why nothing is verified: no layer of supplements or projects was given; empty where one was."""
    if any(inputs.layers.zones.get(role) for role in (SUPPLEMENTS, PROJECTS)):
        return ""
    return tr("no layer of supplemented land or of farmland projects was given")


def verify_near_polygons(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Verify the supplements and projects among the zones of a batch.

    What they meet is divided by them anew, as the module says.
    """
    layers, allowed = inputs.layers, inputs.settings.allow_ballpark
    given = {role: list(layers.zones[role]) for role in (SUPPLEMENTS, PROJECTS) if layers.zones.get(role)}
    places = [Place(data.name, data.frame.geometry.to_numpy(), data.crs) for of in given.values() for data in of]
    near = _near(_with_needed_zones(layers, inputs.policy), Nearby(places, allowed))
    earlier = inputs.earlier_date or inputs.date
    settings = replace(inputs.settings, tell_overlaps=False)  # the batch has told them
    if inputs.earlier is None:
        near = replace(near, zones={role: zones for role, zones in near.zones.items() if role != _EARLIER})
    found = verify(near, given, inputs.classes, inputs.policy, settings, earlier, progress)
    tables = {
        SUPPLEMENT_STATES: found.supplements,
        PROJECT_STATES: found.projects,
        PROJECT_TOTALS: found.totals,
        CORRECTIONS: found.corrections if SUPPLEMENTS in given else None,
    }
    lines = () if found.projects is None else project_lines(found.projects)
    return MeasureResult({name: table for name, table in tables.items() if table is not None}, (), lines)


def _with_needed_zones(layers: Layers, policy: Policy) -> Layers:
    """Return the layers without the zones of which nothing is asked here: each would divide the pieces further."""
    columns = columns_judged(policy) | _columns_kept(policy) if layers.zones.get(_EARLIER) else _columns_kept(policy)

    def is_needed(role: str) -> bool:
        """Return whether a role, or a value of its zones, is read."""
        return role == _EARLIER or any(name == role or name.startswith(f"{role}_") for name in columns)

    return replace(layers, zones={role: zones for role, zones in layers.zones.items() if is_needed(role)})


def _columns_kept(policy: Policy) -> frozenset[str]:
    """Return the columns of pieces that the sums read."""
    return frozenset({SUPPLEMENTS, PROJECTS, "pbf", "pbf_TBDLMJ"}) | columns_read((*policy.stable, *policy.plantings))


def _near(layers: Layers, nearby: Nearby) -> Layers:
    """Return the parcels that meet places, and of the zones what meets these parcels."""
    parcels = [layer.meeting(nearby) for layer in layers.parcels.layers]
    parcels = [layer for layer in parcels if len(layer)] or parcels[:1]
    places = [Place(layer.name, layer.frame.geometry.to_numpy(), layer.crs) for layer in parcels]
    around = Nearby(places, nearby.allow_ballpark)
    zones = {
        role: [replace(data, frame=data.frame.iloc[around.meeting(data.frame, data.crs)]) for data in given]
        for role, given in layers.zones.items()
    }
    return replace(layers, parcels=ParcelLayers(parcels), zones=zones)


def _read_records(
    given: Sequence[LayerData],
    role: str,
    survey: Survey,
    settings: OverlaySettings,
    crs: pyproj.CRS,
    found: list[pd.DataFrame],
    progress: FeedbackProgress,
) -> geopandas.GeoDataFrame:
    """Return the polygons of a role with their records; what cannot be read or drawn goes to `found`."""
    kinds, parts = load_reading().kinds, []
    for data in given:
        progress.check()
        frame = reproject_layer(
            data.frame, data.crs, crs, data.name, settings.allow_ballpark, progress.feedback.pushWarning
        )
        columns = {name: column_of(frame.columns, names) for name, names in survey.roles[role].columns.items()}
        table = pd.DataFrame(index=frame.index)
        for name, column in columns.items():
            table[f"{role}_{name}"] = None if column is None else frame[column].to_numpy(dtype=object)
        own = column_of(frame.columns, survey.roles[role].id_names)
        table["id"] = [f"{data.name}:{number}" for number in frame.index] if own is None else frame[own].astype(str)
        table, unread = read_columns(table, {name: kinds[name] for name in table if name in kinds}, data.name)
        found += unread
        shapes, _ = repair(frame.geometry.to_numpy())
        nothing = pd.isna(shapes)
        found.append(problems("unusable_geometry", role, table["id"][nothing], ERROR))
        parts.append(geopandas.GeoDataFrame(table, geometry=shapes, crs=crs)[~nothing])
    whole = parts[0] if len(parts) == 1 else pd.concat(parts)
    whole.columns = [str(name).removeprefix(f"{role}_") for name in whole.columns]
    return whole.reset_index(drop=True)


def _make_pieces(
    layers: Layers,
    classes: SurveyClasses,
    policy: Policy,
    settings: OverlaySettings,
    earlier_date: datetime.date,
    progress: FeedbackProgress,
) -> tuple[pd.DataFrame, Changes | None, Overlay]:
    """Return the pieces, what became of them since the earlier survey if there is one, and the overlay."""
    if layers.zones.get(_EARLIER):
        columns = _columns_kept(policy)
        divided = divide_surveys(layers, classes, policy, settings, earlier_date, columns, progress)
        told = pd.concat([divided.overlay.problems, *divided.earlier.problems], ignore_index=True)
        crs = choose_crs(layers.parcels)
        return (
            divided.changes.pieces,
            divided.changes,
            replace(divided.overlay, problems=geopandas.GeoDataFrame(told, geometry="geometry", crs=crs)),
        )
    parts: list[pd.DataFrame] = []

    def take(frame: EncodedFrame | pd.DataFrame) -> None:
        """Keep the attributes of pieces."""
        if isinstance(frame, EncodedFrame):
            parts.append(frame.attributes)

    overlay = overlay_layers(layers, classes, settings, progress, take)
    return pd.concat(parts, ignore_index=True), None, overlay


def _facts(
    pieces: pd.DataFrame, changes: Changes | None, classes: SurveyClasses, policy: Policy, date: str
) -> PieceFacts:
    """Return what the sums read of pieces."""
    tests = RuleEvaluator(pieces, policy, classes, date)
    nothing = np.zeros(len(pieces), np.int64)
    cultivated = tests.in_group("cultivated") if changes is None else changes.is_now
    now = np.where(cultivated, cents_or_zero(pieces["cultivated_m2"]), 0)
    before = nothing if changes is None else changes.before
    direction = np.full(len(pieces), None, dtype=object)
    direction[cultivated] = Direction.BOUNDARY_IN.value
    planting = tests.first_rule(policy.plantings, lambda _: cultivated)
    paddy = policy.class_groups.get("paddy", ())
    earlier = pieces.get("previous_DLBM", pd.Series(None, pieces.index, dtype=object))
    was_paddy = RuleEvaluator(pd.DataFrame({"DLBM": earlier}), policy, classes, date).in_classes(paddy)
    groups = {name: np.isin(planting.astype(str), ids) for name, ids in _PLANTING_GROUPS.items()}
    registered = pieces.get("pbf_TBDLMJ")
    return PieceFacts(
        gross=cents_or_zero(pieces["area_m2"]),
        before=before,
        now=now,
        direction=direction if changes is None else changes.direction,
        cause=np.full(len(pieces), None, dtype=object) if changes is None else changes.cause,
        paddy_before=np.where(was_paddy, before, 0),
        paddy_now=np.where(tests.in_classes(paddy), now, 0),
        unplanted=groups["unplanted"],
        fallow=groups["fallow"],
        not_grain=groups["not_grain"],
        stable=stable_mask(pieces, policy, classes, date),
        works=tests.in_classes(policy.use_groups.get("farm_works", ())),
        pbf=pieces["pbf"].notna().to_numpy() if "pbf" in pieces else None,
        registered=None if registered is None else cents_or_zero(registered),
        compared=changes is not None,
    )


def _supplement_table(
    records: _Records, facts: PieceFacts, county: np.ndarray, policy: Policy, years: Sequence[int], day: str
) -> geopandas.GeoDataFrame:
    """Return the states of supplements."""
    frame = records.frame
    accepted = Accepted(
        cents_or_nan(pd.to_numeric(frame["XZGDMJ"], errors="coerce")),
        cents_or_nan(pd.to_numeric(frame["XZSTMJ"], errors="coerce")),
        np.array([int(text[:4]) if isinstance(text, str) and text[:4].isdigit() else 0 for text in frame["YSRQ"]]),
        [text if isinstance(text, str) else None for text in frame["HTDQ"]],
    )
    table = verify_supplements(
        facts,
        records.members,
        _sizes(frame),
        accepted,
        years,
        day,
        policy.threshold("supplement_tolerance_percent"),
        policy.option("fallow_supplements"),
    )
    table["shortfall_mu"] = area_to_mu(table["shortfall_m2"])
    return _with_places(table, records, facts, county, {"accepted_on": frame["YSRQ"], "contract_end": frame["HTDQ"]})


def _project_tables(
    records: _Records,
    facts: PieceFacts,
    county: np.ndarray,
    policy: Policy,
    years: Sequence[int],
    causes: Sequence[str],
) -> tuple[geopandas.GeoDataFrame, pd.DataFrame]:
    """Return the states of projects, and the sums of all of them by county."""
    built = pd.to_numeric(records.frame["JCNF"], errors="coerce").fillna(0).to_numpy()
    table = verify_projects(facts, records.members, built, years, causes)
    table["owed_mu"] = area_to_mu(table["owed_m2"])
    totals = total_once(facts, records.members, county, causes).reset_index()
    names = policy.unit_names()
    totals.insert(1, "name", [names.get(code) for code in totals["code"]])
    return _with_places(table, records, facts, county, {"built": records.frame["JCNF"]}), totals


def _with_places(
    table: pd.DataFrame, records: _Records, facts: PieceFacts, county: np.ndarray, more: Mapping[str, pd.Series]
) -> geopandas.GeoDataFrame:
    """Return a table with the polygons, their ids, projects and counties before its figures."""
    members, frame = records.members, records.frame
    found = main_values(members.owner, county[members.piece], facts.gross[members.piece])
    where = found.reindex(range(members.count)).astype(object)
    head = {"id": frame["id"], "project": frame["XMBH"], "county": where.where(where.notna(), None).to_numpy(), **more}
    return geopandas.GeoDataFrame(
        pd.concat([pd.DataFrame(head), table], axis=1), geometry=frame.geometry.to_numpy(), crs=frame.crs
    )


def _corrections(supplements: pd.DataFrame | None, day: str) -> pd.DataFrame:
    """Return what a ledger would have to take off for supplements that are smaller than accepted, as entries."""
    columns = ["entry_id", "date", "unit", "kind", "quantity_m2", "paddy_m2", "project", "parcels"]
    if supplements is None:
        return pd.DataFrame(columns=columns).astype({"quantity_m2": float, "paddy_m2": float})
    short = supplements[(supplements["shortfall_m2"] > 0) | (supplements["paddy_shortfall_m2"] > 0)]
    return pd.DataFrame(
        {
            "entry_id": [f"GZ-{name}" for name in short["id"]],
            "date": day,
            "unit": short["county"].to_numpy(),
            "kind": EntryKind.CORRECT.value,
            "quantity_m2": -short["shortfall_m2"].fillna(0).to_numpy(),
            "paddy_m2": -short["paddy_shortfall_m2"].to_numpy(),
            "project": short["project"].to_numpy(),
            "parcels": short["id"].to_numpy(),
        },
        columns=columns,
    )


def _sizes(frame: geopandas.GeoDataFrame) -> np.ndarray:
    """Return the ellipsoidal areas of polygons in 0.01 m²."""
    return to_cents(national_area(frame.geometry.to_numpy(), gauss_kruger_of(frame.crs)))


def project_lines(projects: pd.DataFrame) -> list[str]:
    """Return the identity of each project, in m², with its closure."""
    identity = tr(
        "{project}: {before:,.2f} m² before - {out:,.2f} out + {into:,.2f} in + {adjusted:,.2f} adjusted = {now:,.2f} "
        "m² now; closure {closure:.2f} m²"
    )
    return [
        identity.format(
            project=row.project or row.id,
            before=row.before_m2,
            out=row.outflow_m2,
            into=row.inflow_m2,
            adjusted=row.adjustment_m2,
            now=row.now_m2,
            closure=row.closure_m2,
        )
        for row in projects[projects["before_m2"].notna()].itertuples()
    ]
