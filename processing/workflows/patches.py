"""Monitoring patches against two surveys: only the parcels that they meet are read and cut."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..analysis.dates import period_end
from ..analysis.enforcement.patches import Patches, match_patches, patch_cases
from ..analysis.rules.evaluation import columns_read
from ..analysis.rules.policy import Policy, SurveyClasses
from ..analysis.values.texts import tidy
from ..bridge.crs.systems import reproject_layer
from ..bridge.errors import InputError
from ..bridge.i18n import tr, user_language
from ..bridge.io.reading import LayerData
from ..bridge.paths import SURVEY
from ..bridge.progress import FeedbackProgress
from ..bridge.survey.field_matching import column_of
from ..bridge.yaml_files import load_data
from .changes import divide_surveys
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
    warn = progress.feedback.pushWarning
    frame = reproject_layer(data.frame, data.crs, crs, data.name, settings.allow_ballpark, warn)
    patches = _patches(frame, data.name, progress)
    read = columns_read(policy.patch_covers)
    divided = divide_surveys(layers, classes, policy, settings, earlier_date, read, progress.part(0.0, 0.7))
    shapes = shapely.from_wkb(divided.wkb)
    matched = match_patches(patches, divided.changes, shapes, policy, classes, settings.date, crs)
    progress.set(0.9)
    language = user_language()
    terms = policy.terms.get("causes", {})
    causes = {name: term.name_zh if language == "zh" else term.name_en for name, term in terms.items()}
    cases = patch_cases(matched, own, policy, settings.date, causes)
    _report(matched, patches, progress)
    return MatchedPatches(matched, cases, divided.overlay)


def _patches(frame: geopandas.GeoDataFrame, layer: str, progress: FeedbackProgress) -> Patches:
    """Return the patches of a layer."""
    columns = {name: column_of([str(c) for c in frame.columns], names) for name, names in patch_columns().items()}
    if columns["id"] is None:
        text = tr("Layer “{layer}” has no number of patches. Columns looked for: {names}.")
        raise InputError(text.format(layer=layer, names=", ".join(patch_columns()["id"])))
    ids = frame[columns["id"]].map(tidy)
    wrong = [str(one) for one in ids[ids.isna() | ids.duplicated(keep=False)].unique()]
    if wrong:
        text = tr(
            "Layer “{layer}”, field {field}: patches need a number each, by which their cases are found again; missing "
            "or repeated: {values}. Number them."
        )
        shown = ", ".join("–" if one == "None" else one for one in wrong[:5])
        raise InputError(text.format(layer=layer, field=columns["id"], values=shown))
    nothing = pd.Series(None, frame.index, object)
    after = nothing if columns["after"] is None else frame[columns["after"]].map(period_end)
    if columns["after"] is None or after.isna().any():
        text = tr(
            "Layer “{layer}”: {count} patches have no day of the later image that can be read; whether the survey is "
            "newer is not known for them, and their cases count as found on the reference date."
        )
        progress.feedback.pushWarning(text.format(layer=layer, count=int(after.isna().sum())))
    kind = nothing if columns["kind"] is None else frame[columns["kind"]].map(tidy)
    geometry = shapely.make_valid(frame.geometry.to_numpy())
    values = [series.astype(object).where(series.notna(), None).to_numpy() for series in (ids, after, kind)]
    return Patches(values[0], values[1], values[2], np.asarray(geometry, dtype=object))


def _report(matched: geopandas.GeoDataFrame, patches: Patches, progress: FeedbackProgress) -> None:
    """Log the numbers of verdicts, the identity of areas and its closure, and patches outside the survey."""
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
