"""Lost cultivated land that is no conflict on PBF: protected land no longer cultivated, building outside PBF."""

from __future__ import annotations

import datetime

import geopandas
import numpy as np

from ..area.rounding import cents_or_zero, cents_to_mu, round_area
from ..vocabulary import UNIT_LEVELS
from .evaluation import CLASS_COLUMN, RuleEvaluator, columns_or_null, join_labels, parcel_fields
from .policy import Policy, SurveyClasses

# Net areas recorded before, the first that is there; last year's is one of cultivated land only where its class is.
_PROTECTED_AREA, _PREVIOUS_AREA, _PREVIOUS_CLASS = "protected_TBDLMJ", "previous_TBDLMJ", f"previous_{CLASS_COLUMN}"


def find_losses(
    pieces: geopandas.GeoDataFrame,
    policy: Policy,
    classes: SurveyClasses,
    date: str | datetime.date | None = None,
) -> geopandas.GeoDataFrame:
    """Find the pieces that the policy's rules of losses cover (measures 3, 17, 36), each once.

    The first rule that covers a piece gives `kind` and `measure`, the others stand in `also`. `lost_cultivated_m2` is
    the net area recorded before less that of today, at least 0; null where none was recorded. Slivers and unknown
    classes are left out.

    Args:
        pieces: pieces of any number; a chunk gives the same rows as the whole.
        policy: rules and names.
        classes: the class table.
        date: reference date, ISO or a date; None: the policy's own.

    Returns:
        `loss_id`, `kind`, `also`, `measure`, `area_m2`, `area_mu`, `cultivated_m2`, `lost_cultivated_m2`, unit codes,
        parcel fields, geometry.

    >>> from .policy import Condition, LossRule, SurveyClass
    >>> lost = LossRule("lost", "", excepted=("01*",), when=((Condition("protected", "present"),),), measures=(3,))
    >>> columns = {"piece_id": ["a", "b"], "DLBM": ["0101", "0702"], "protected": ["P", "P"], "area_m2": [10.0, 20.0]}
    >>> pieces = geopandas.GeoDataFrame(columns, geometry=[None, None])
    >>> classes = SurveyClasses({code: SurveyClass(code, "", "") for code in ("0101", "0702")})
    >>> policy = Policy("demo", class_groups={"cultivated": ("01*",)}, losses=(lost,))
    >>> find_losses(pieces, policy, classes)[["loss_id", "kind", "area_mu"]].values.tolist()
    [['b', 'lost', 0.03]]

    """
    tests = RuleEvaluator(pieces, policy, classes, date)
    eligible = tests.known() & ~tests.is_true("sliver")
    masks = [tests.rule(rule) & eligible for rule in policy.losses]
    hit = np.logical_or.reduce(masks) if masks else np.zeros(len(pieces), dtype=bool)
    pieces, masks = pieces[hit].reset_index(drop=True), [mask[hit] for mask in masks]
    tests = RuleEvaluator(pieces, policy, classes, date)
    first = np.argmax(np.vstack(masks), axis=0) if masks else np.zeros(0, dtype=np.int64)
    kind = np.asarray([rule.name for rule in policy.losses] or [""], dtype=object)[first]
    others = [mask & (kind != rule.name) for mask, rule in zip(masks, policy.losses)]
    area = cents_or_zero(tests.numbers("area_m2"))
    table = {
        "loss_id": pieces["piece_id"].to_numpy(),
        "kind": kind,
        "also": join_labels(others, [rule.name for rule in policy.losses], len(pieces)),
        "measure": np.asarray([rule.measures[0] for rule in policy.losses] or [0], dtype=np.int64)[first],
        "area_m2": pieces["area_m2"].to_numpy(dtype=np.float64),
        "area_mu": cents_to_mu(area),
        "cultivated_m2": tests.numbers("cultivated_m2"),
        "lost_cultivated_m2": _lost(tests),
        **columns_or_null(pieces, UNIT_LEVELS),
    }
    table |= parcel_fields(pieces, table)
    return geopandas.GeoDataFrame(table, geometry=np.asarray(pieces.geometry.array), crs=pieces.crs)


def _lost(tests: RuleEvaluator) -> np.ndarray:
    """Return the net area recorded before less that of today (m², n), at least 0; nan where none was recorded."""
    last_year = np.where(tests.in_group("cultivated", _PREVIOUS_CLASS), tests.numbers(_PREVIOUS_AREA), np.nan)
    protected = tests.numbers(_PROTECTED_AREA)
    before = np.where(np.isnan(protected), last_year, protected)
    return round_area(np.maximum(before - np.nan_to_num(tests.numbers("cultivated_m2")), 0.0))
