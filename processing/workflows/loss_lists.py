"""The lists of lost and of abandoned cultivated land: found in pieces, and told where the pieces can tell of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

import geopandas
import pandas as pd

from ..analysis.rules.candidates import find_abandoned
from ..analysis.rules.evaluation import can_hold
from ..analysis.rules.losses import find_losses
from ..analysis.rules.policy import Policy, Rule, SurveyClasses
from ..reports.column_names import ABANDONED, LOSSES


def find_loss_lists(
    pieces: geopandas.GeoDataFrame, policy: Policy, classes: SurveyClasses, date: str | datetime.date | None
) -> dict[str, geopandas.GeoDataFrame]:
    """Return both lists by their names, for the reference date (None: the policy's)."""
    return {
        LOSSES: find_losses(pieces, policy, classes, date),
        ABANDONED: find_abandoned(pieces, policy, classes, date),
    }


def told_lists(
    lists: Mapping[str, pd.DataFrame], policy: Policy, columns: Iterable[str]
) -> dict[str, pd.DataFrame | None]:
    """Return both lists by their names; None where nobody looked, or could look, for what they list.

    Args:
        lists: those that there are, by name.
        policy: its rules say what the lists are made of.
        columns: of the pieces. What is outside PBF is not known without its layer.

    """
    names = set(columns)
    looked_for = {
        LOSSES: "pbf" in names and _can_hold_any(policy.losses, names),
        ABANDONED: _can_hold_any(policy.abandoned, names),
    }
    return {name: lists.get(name) if looked_for[name] else None for name in (LOSSES, ABANDONED)}


def _can_hold_any(rules: Iterable[Rule], columns: set[str]) -> bool:
    """Return whether pieces with these columns can fit any of some rules."""
    return any(can_hold(rule, columns) for rule in rules)
