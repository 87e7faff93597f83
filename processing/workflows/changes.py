"""Changes of cultivated land between two surveys: the later one is divided by the earlier one, then judged."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely

from ..analysis.changes.division import EarlierParcels
from ..analysis.changes.flows import sum_flows
from ..analysis.changes.listing import list_changes
from ..analysis.changes.tracking import EARLIER, EARLIER_PART, Changes, track_changes
from ..analysis.changes.transition import transition_matrix
from ..analysis.encoding import EncodedFrame
from ..analysis.overlay.parcels import ParcelChecks, prepare_parcels, unit_codes
from ..analysis.problems import NOTE, WARNING, problems
from ..analysis.rules.policy import Policy, SurveyClasses
from ..analysis.values.columns import read_columns
from ..bridge.crs.systems import gauss_kruger_of, reproject_layer
from ..bridge.io.reading import LayerData
from ..bridge.progress import FeedbackProgress
from ..bridge.survey.field_matching import standard_fields
from ..bridge.value_kinds import load_reading
from .overlay.preparation import choose_crs
from .overlay.run import Overlay, overlay_layers
from .overlay.settings import Layers, OverlaySettings

_PART = EARLIER_PART.removeprefix(f"{EARLIER}_")
_KEPT = ("piece_id", "BSM", "DLBM", "area_m2", "cultivated_m2", "county", "township", "village", "sliver")


@dataclass(frozen=True)
class TrackedChanges:
    """What came of a comparison.

    Attributes:
        changes: the layer of changes.
        flows: one row a unit.
        transition: class before by class now.
        overlay: what the overlay found beside the pieces; its problems and those of the earlier survey.

    """

    changes: geopandas.GeoDataFrame
    flows: pd.DataFrame
    transition: pd.DataFrame
    overlay: Overlay


def compare_surveys(
    layers: Layers,
    classes: SurveyClasses,
    policy: Policy,
    settings: OverlaySettings,
    earlier_date: datetime.date,
    levels: tuple[str, ...],
    names: Mapping[str, str],
    progress: FeedbackProgress,
) -> TrackedChanges:
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

    """
    crs = choose_crs(layers.parcels)
    earlier, zone, found = _prepare_earlier(layers, classes, settings, crs, progress)
    role = replace(layers.survey.roles[EARLIER], shares={_PART: (_PART,)}, net="")
    survey = replace(layers.survey, roles={**layers.survey.roles, EARLIER: role})
    given = replace(layers, survey=survey, zones={**layers.zones, EARLIER: [zone]})
    read = _columns_read(policy)
    attributes: list[pd.DataFrame] = []
    shapes: list[np.ndarray] = []

    def take(frame: EncodedFrame | pd.DataFrame) -> None:
        """Keep what the judgement reads."""
        if isinstance(frame, EncodedFrame):
            attributes.append(frame.attributes[[name for name in frame.attributes.columns if name in read]])
            shapes.append(frame.geometry.wkb)

    overlay = overlay_layers(given, classes, settings, progress.part(0.1, 0.8), take, exact_shares=True)
    pieces = pd.concat(attributes, ignore_index=True)
    wkb = np.concatenate(shapes)
    changes = track_changes(pieces, earlier, policy, classes, settings.date, earlier_date, settings.tolerance)
    progress.set(0.85)
    listed = list_changes(changes, policy, lambda rows: shapely.from_wkb(wkb[rows]), crs)
    progress.set(0.95)
    flows = sum_flows(changes, policy, levels, names)
    found += _not_covered(changes)
    told = pd.concat([overlay.problems, *found], ignore_index=True) if found else overlay.problems
    overlay = replace(overlay, problems=geopandas.GeoDataFrame(told, geometry="geometry", crs=crs))
    return TrackedChanges(listed, flows, transition_matrix(changes, classes), overlay)


def _prepare_earlier(
    layers: Layers,
    classes: SurveyClasses,
    settings: OverlaySettings,
    crs: pyproj.CRS,
    progress: FeedbackProgress,
) -> tuple[EarlierParcels, LayerData, list[pd.DataFrame]]:
    """Return the earlier survey: its records, its parcels as zones, and what is wrong with it."""
    survey, levels, warn = layers.survey, dict(layers.survey.levels), progress.feedback.pushWarning
    given = layers.zones[EARLIER]
    frames, found = [], []
    for data in given:
        progress.check()
        frame = reproject_layer(data.frame, data.crs, crs, data.name, settings.allow_ballpark, warn)
        fields = {name: column for name, column in settings.field_mapping.items() if column in data.columns}
        standard = standard_fields(frame, data.name, fields, survey)
        frames.append(geopandas.GeoDataFrame(standard, geometry=frame.geometry, crs=crs))
    whole = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    name = given[0].name
    kinds = {key: kind for key, kind in load_reading().kinds.items() if key not in ("DLBM", "ZLDWDM")}
    whole, unread = read_columns(whole, kinds, name)
    found += unread
    projection = gauss_kruger_of(crs)
    cultivated = whole["DLBM"].isin(frozenset(classes.codes("cultivated"))).to_numpy()
    checks = ParcelChecks(settings.area_method, settings.deviation / 100, levels)
    ready = prepare_parcels(whole, name, cultivated, projection, checks)
    found += ready.problems
    shapes = ready.frame.geometry.to_numpy()
    codes = ready.frame["DLBM"].to_numpy(dtype=object)
    earlier = EarlierParcels(
        ready.id,
        codes,
        ready.area,
        ready.cultivated,
        np.isin(codes.astype(str), classes.codes("cultivated")),
        np.nan_to_num(shapely.area(shapes)),
        np.nan_to_num(shapely.length(shapes)),
        pd.DataFrame(unit_codes(ready.frame["ZLDWDM"], levels)),
    )
    zones = geopandas.GeoDataFrame({"BSM": ready.id, "DLBM": codes, _PART: 1.0}, geometry=shapes, crs=crs)
    return earlier, replace(given[0], frame=zones, crs=crs), found


def _columns_read(policy: Policy) -> frozenset[str]:
    """Return the columns of pieces that the judgement reads."""
    rules = (*policy.change_causes, *policy.change_statuses, *policy.responsibilities)
    read = {condition.column for rule in rules for group in rule.when for condition in group}
    return frozenset({*_KEPT, EARLIER, EARLIER_PART, "pbf", "projects", "unreadable", *read})


def _not_covered(changes: Changes) -> list[pd.DataFrame]:
    """Return a note for each county with earlier cultivated land that the later survey does not cover."""
    left = (
        pd.Series(changes.division.cultivated_left).groupby(changes.earlier.units["county"].fillna("").to_numpy()).sum()
    )
    left = left[left > 0]
    values = {"area_m2": (left / 100).tolist()}
    return [problems("earlier_not_covered", "previous", left.index, WARNING if len(left) else NOTE, values)]
