"""Monitoring patches against two surveys: only the parcels that they meet are read and cut."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely

from ..analysis.dates import period_end
from ..analysis.encoding import EncodedGeometry
from ..analysis.enforcement.patches import Patches, match_patches, patch_cases
from ..analysis.problems import ERROR, problems
from ..analysis.quality.geometries import sound_shapes
from ..analysis.rules.evaluation import columns_read
from ..analysis.rules.policy import Policy, SurveyClasses
from ..analysis.values.texts import tidy
from ..bridge.crs.systems import reproject_layer
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.io.reading import LayerData
from ..bridge.io.row_reading import has_lost_digits
from ..bridge.paths import SURVEY
from ..bridge.progress import FeedbackProgress
from ..bridge.survey.field_matching import column_of
from ..bridge.yaml_files import load_data
from ..reports.case_labels import CASES, PATCHES
from .changes import divide_surveys, lacks_earlier_survey
from .measures import MeasureInputs, MeasureResult
from .overlay.preparation import choose_crs
from .overlay.run import Overlay
from .overlay.settings import Layers, OverlaySettings


@dataclass(frozen=True)
class MatchedPatches:
    """What came of patches.

    Attributes:
        patches: one row a patch and county.
        cases: the case table, merged with the office's own.
        overlay: what the overlay found beside the pieces.

    """

    patches: geopandas.GeoDataFrame
    cases: pd.DataFrame
    overlay: Overlay


@cache
def patch_columns() -> Mapping[str, list[str]]:
    """Return the columns by which layers of patches are read, by what they give (`resources/survey/patches.yaml`)."""
    data: Mapping[str, list[str]] = load_data(SURVEY / "patches.yaml")
    return data


def match_layer(
    data: LayerData,
    layers: Layers,
    classes: SurveyClasses,
    policy: Policy,
    settings: OverlaySettings,
    earlier_date: datetime.date,
    own: pd.DataFrame | None,
    progress: FeedbackProgress,
) -> MatchedPatches:
    """Judge a layer of patches.

    Args:
        data: the patches.
        layers: the survey now near the patches, the zones, and as role `previous` the earlier survey.
        classes, policy, settings, earlier_date: as for a comparison of surveys.
        own: the office's case table; None for none.
        progress: receives the fraction done; may cancel.

    Raises:
        InputError: patches have no number, or several have one.

    """
    crs = choose_crs(layers.parcels)
    patches, faults = _patches(data, crs, settings, progress)
    read = columns_read(policy.patch_covers)
    divided = divide_surveys(layers, classes, policy, settings, earlier_date, read, progress.part(0.0, 0.7))
    shapes = EncodedGeometry(divided.wkb).decode()
    matched = match_patches(patches, divided.changes, shapes, policy, classes, settings.date, crs)
    progress.set(0.9)
    _report(matched, patches, progress)
    cases = _cases(matched, own, policy, settings.date)
    faults += [divided.overlay.problems, *divided.earlier.problems, *_unknown(matched, patches, data.name, settings)]
    told = geopandas.GeoDataFrame(pd.concat(faults, ignore_index=True), geometry="geometry", crs=crs)
    return MatchedPatches(matched, cases, replace(divided.overlay, problems=told))


def lacks_patches(inputs: MeasureInputs) -> str:
    """Return why patches cannot be judged: none, or no earlier survey; empty where they can."""
    if PATCHES not in inputs.given.layers:
        return tr("no layer of monitoring patches was given")
    return lacks_earlier_survey(inputs)


def patches_of_pieces(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Judge patches by the pieces that a batch has made, and add their cases to the table of cases."""
    frame, policy, date = inputs.pieces, inputs.policy, inputs.date.isoformat()
    layer = inputs.given.layers[PATCHES]
    patches, faults = _patches(layer, frame.crs, inputs.settings, progress)
    shapes = frame.geometry.to_numpy()
    matched = match_patches(patches, inputs.changes(), shapes, policy, inputs.classes, date, frame.crs)
    progress.set(0.9)
    _report(matched, patches, progress)
    faults += _unknown(matched, patches, layer.name, inputs.settings)
    return MeasureResult({CASES: _cases(matched, inputs.tables.get(CASES), policy, date), PATCHES: matched}, faults)


def _cases(matched: pd.DataFrame, own: pd.DataFrame | None, policy: Policy, date: str) -> pd.DataFrame:
    """Return the table of cases with those of patches.

    Their kinds are the policy's Chinese words, as the office writes its own: the table is kept from run to run, and
    does not depend on the language of who runs it.
    """
    causes = {name: term.name_zh or term.name_en for name, term in policy.terms.get("causes", {}).items()}
    return patch_cases(matched, own, policy, date, causes)


def check_numbers(data: LayerData) -> pd.Series:
    """Return the numbers of the patches of a layer.

    Raises:
        InputError: patches have no number, or several have one.

    """
    frame, layer = data.frame, data.name
    column = _column(frame, "id")
    if column is None:
        text = tr("Layer “{layer}” has no number of patches. Columns looked for: {names}.")
        raise InputError(text.format(layer=layer, names=", ".join(patch_columns()["id"])))
    if has_lost_digits(frame[column]):
        text = tr(
            "Layer “{layer}”, field {field}: the numbers have more digits than a field of real numbers holds, so that "
            "some are others than were written. Make it a field of text, and number the patches anew."
        )
        raise InputError(text.format(layer=layer, field=column))
    ids = frame[column].map(tidy)
    wrong = [str(one) for one in ids[ids.isna() | ids.duplicated(keep=False)].unique()]
    if wrong:
        text = tr(
            "Layer “{layer}”, field {field}: patches need a number each, by which their cases are found again; missing "
            "or repeated: {values}. Number them."
        )
        shown = ", ".join("–" if one == "None" else one for one in wrong[:5])
        raise InputError(text.format(layer=layer, field=column, values=shown))
    return ids


def _column(frame: pd.DataFrame, name: str) -> str | None:
    """Return the column of a layer that gives something of patches; None where it has none."""
    return column_of([str(column) for column in frame.columns], patch_columns()[name])


def _patches(
    data: LayerData, crs: pyproj.CRS, settings: OverlaySettings, progress: FeedbackProgress
) -> tuple[Patches, list[pd.DataFrame]]:
    """Return the patches of a layer, in the system of the pieces, and what is wrong with their shapes.

    Raises:
        InputError: patches have no number, or several have one; the layer's system cannot be brought into the other.

    """
    ids, warn = check_numbers(data), progress.feedback.pushWarning
    frame = reproject_layer(data.frame, data.crs, crs, data.name, settings.allow_ballpark, warn)
    nothing = pd.Series(None, frame.index, object)
    days, kinds = _column(frame, "after"), _column(frame, "kind")
    after = nothing if days is None else frame[days].map(period_end)
    if after.isna().any():
        text = tr(
            "Layer “{layer}”: {count} patches have no day of the later image that can be read; whether the survey is "
            "newer is not known for them, and their cases count as found on the reference date."
        )
        warn(text.format(layer=data.name, count=int(after.isna().sum())))
    kind = nothing if kinds is None else frame[kinds].map(tidy)
    values = [series.astype(object).where(series.notna(), None).to_numpy() for series in (ids, after, kind)]
    shapes, _, faults = sound_shapes(frame.geometry.to_numpy(), data.name, values[0], None, parcels=False)
    return Patches(values[0], values[1], values[2], shapes), [each.rows for each in faults]


def _unknown(
    matched: geopandas.GeoDataFrame, patches: Patches, layer: str, settings: OverlaySettings
) -> list[pd.DataFrame]:
    """List patches of which a part lies outside of the survey, or of the earlier one: what is there is not known.

    Args:
        matched: result of `match_patches`.
        patches: all of them.
        layer: their name.
        settings: with the distance within which boundaries count as the same.

    """
    found = pd.Series(shapely.area(matched.geometry.to_numpy()), matched.index).groupby(matched["patch"]).sum()
    before = matched.groupby("patch")["unknown_m2"].sum()
    there = pd.Index(patches.id)
    outside = shapely.area(patches.geometry) - found.reindex(there, fill_value=0.0).to_numpy()
    unknown = before.reindex(there, fill_value=0.0).to_numpy()
    return [
        _beyond("patch_outside", layer, patches, outside, settings.tolerance),
        _beyond("patch_unknown_before", layer, patches, unknown, settings.tolerance),
    ]


def _beyond(kind: str, layer: str, patches: Patches, area: np.ndarray, tolerance: float) -> pd.DataFrame:
    """List patches of which an area (m², n) beyond their edges' tolerance lies where nothing is known."""
    rows = area > tolerance * shapely.length(patches.geometry)
    facts = {"area_m2": area[rows].round(1)}
    return problems(kind, layer, patches.id[rows], ERROR, facts, patches.geometry[rows])


def _report(matched: geopandas.GeoDataFrame, patches: Patches, progress: FeedbackProgress) -> None:
    """Log the numbers of verdicts, the identity of areas and its closure, and patches outside the survey.

    Raises:
        InputError: a patch has the number that the case of another gets by its county.

    """
    again = matched.loc[matched["case_id"].duplicated(keep=False), ["case_id", "patch"]]
    if len(again):
        text = tr("Patches {patches} would make cases of one number, {case}. Give one of them another number.")
        same = again[again["case_id"] == again["case_id"].iloc[0]]
        raise InputError(text.format(patches=", ".join(map(str, same["patch"])), case=same["case_id"].iloc[0]))
    sums = matched[["cultivated_m2", "valid_m2", "suspected_m2", "rim_m2"]].sum().round(2)
    left = round(sums["cultivated_m2"] - sums["valid_m2"] - sums["suspected_m2"] - sums["rim_m2"], 2)
    text = tr(
        "{count} patches: {cultivated:,.2f} m² cultivated before = {valid:,.2f} covered + {suspected:,.2f} suspected + "
        "{rim:,.2f} in rims; closure {closure:.2f} m²"
    )
    amounts = {name.removesuffix("_m2"): sums[name] for name in sums.index}
    progress.feedback.pushInfo(text.format(count=len(patches.id), closure=abs(left), **amounts))
    outside = sorted(set(map(str, patches.id)) - set(map(str, matched["patch"])))
    if outside:
        text = tr("{count} patches meet no parcel and have no verdict (first: {patch}).")
        progress.feedback.pushWarning(text.format(count=len(outside), patch=outside[0]))
