"""What a measure of the notice takes from a batch, and what it gives back; `registered_measures` lists them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd

from ..analysis.blocks.restoration import Costs
from ..analysis.changes.division import EarlierParcels
from ..analysis.changes.tracking import Changes
from ..analysis.rules.policy import Policy, SurveyClasses
from ..analysis.vocabulary import Measure
from ..bridge.io.reading import LayerData
from ..bridge.progress import FeedbackProgress
from .overlay.run import Overlay
from .overlay.settings import Layers, OverlaySettings


@dataclass(frozen=True)
class EarlierPieces:
    """An earlier survey in the pieces of a batch.

    Attributes:
        parcels: its parcels.
        attributes: of its parcels, under the standard's names.
        part: share of its earlier parcel in each piece (float, m); nan for none.

    """

    parcels: EarlierParcels
    attributes: pd.DataFrame
    part: np.ndarray


@dataclass(frozen=True)
class PlanTerms:
    """What a plan of restoration is asked for.

    Attributes:
        years: to plan, ascending; none for the policy's own.
        costs: of restoring a mu.

    """

    years: tuple[int, ...] = ()
    costs: Costs = field(default_factory=lambda: Costs({}))

    def years_of(self, policy: Policy) -> tuple[int, ...]:
        """Return the years to plan under a policy."""
        return self.years or (policy.year,)


@dataclass(frozen=True)
class GivenInputs:
    """What was given for measures beside the layers of the overlay; only what was given is there.

    Attributes:
        tables: tables of input by their ids in `resources/tables`, results of other runs by their names in results.
        layers: by what they are; not yet in the system of the pieces.
        choices: texts and choices by what they say.
        plan: years and costs of the plan of restoration.

    """

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    layers: Mapping[str, LayerData] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    plan: PlanTerms = field(default_factory=PlanTerms)


@dataclass(frozen=True)
class MeasureInputs:
    """What a batch holds when its measures are computed. Nothing of it may be changed.

    Attributes:
        layers: as read.
        pieces: of the overlay.
        overlay: zones, units and problems of the overlay.
        earlier: the earlier survey in the pieces; None where none was given, or it lacks fields of a survey.
        changes: returns what became of each piece since the earlier survey, where there is one; computed once.
        policy, classes: targets, rules and options; land classes.
        date, earlier_date: of the surveys.
        earlier_is_base: whether the earlier survey is the base since which restored land counts.
        settings: of the overlay.
        conflicts, candidates, lists, summary: what the rules have found, with the sums of units.
        given: what was given for measures alone.
        results: the GeoPackage of an earlier run, which this run replaces; None where there is none.
        tables: results of the measures before this one, by their names.

    """

    layers: Layers
    pieces: geopandas.GeoDataFrame
    overlay: Overlay
    earlier: EarlierPieces | None
    changes: Callable[[], Changes]
    policy: Policy
    classes: SurveyClasses
    date: datetime.date
    earlier_date: datetime.date | None
    earlier_is_base: bool
    settings: OverlaySettings
    conflicts: geopandas.GeoDataFrame
    candidates: geopandas.GeoDataFrame
    lists: Mapping[str, geopandas.GeoDataFrame]
    summary: pd.DataFrame
    given: GivenInputs = field(default_factory=GivenInputs)
    results: Path | None = None
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True)
class MeasureResult:
    """What comes of a measure.

    Attributes:
        tables: by their names in the GeoPackage; areas in m² or mu, as the columns say.
        problems: kinds and facts, as of `analysis.problems`.
        log: lines for the user: the identity and its closure.
        summary: the sums of units with more figures; None where they stay as they are.

    """

    tables: Mapping[str, pd.DataFrame]
    problems: Sequence[pd.DataFrame] = ()
    log: Sequence[str] = ()
    summary: pd.DataFrame | None = None


@dataclass(frozen=True)
class MeasureStep:
    """A measure as `run_batch` computes it.

    Attributes:
        measure: its name, by which it is switched on and off.
        lacks: returns what the batch lacks for it, in the user's language; empty where it can be computed.
        compute: computes it.

    """

    measure: Measure
    lacks: Callable[[MeasureInputs], str]
    compute: Callable[[MeasureInputs, FeedbackProgress], MeasureResult]
