"""What an overlay takes, and its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ...bridge.io.parcel_layers import ParcelLayers
from ...bridge.io.reading import LayerData
from ...bridge.paths import WORKERS
from ...bridge.survey.schema import Survey
from ...bridge.yaml_files import load_data


@dataclass(frozen=True)
class Layers:
    """What an overlay takes.

    Attributes:
        parcels: the survey.
        survey: fields and roles, with those of the office's profile.
        zones: layers by role.
        units: layers of administrative units.

    """

    parcels: ParcelLayers
    survey: Survey
    zones: dict[str, list[LayerData]] = field(default_factory=dict)
    units: list[LayerData] = field(default_factory=list)


@dataclass(frozen=True)
class OverlaySettings:
    """Parameters of an overlay; see `OverlayRules` and `ParcelChecks` for their meaning.

    `date` is the reference date, `YYYY-MM-DD`, on which zones of dated roles hold or not; "" where it does not matter.
    `tell_overlaps` says whether overlaps of parcels and of zones are listed, and what counts of the zones' records: not
    where an overlay of the same layers has told it.
    """

    field_mapping: Mapping[str, str]
    area_method: str
    tolerance: float
    sliver_width: float
    sliver_area: float
    deviation: float
    unit_source: str
    allow_ballpark: bool
    threads: int
    date: str = ""
    tell_overlaps: bool = True


@dataclass(frozen=True)
class Patience:
    """How long a run waits for the machines of a Dask scheduler, in seconds.

    Attributes:
        connect: until a scheduler has to take up a connection.
        answer: until the scheduler or a worker has to answer a question; both answer beside their work.
        silence: without a sign of life of a worker, after which its parts are given to others. Workers give one every
            half to every few seconds.
        look_round: between two looks at the workers.
        transfer: until zones and parameters have to be with the workers, or the pieces of a part back.

    """

    connect: float
    answer: float
    silence: float
    look_round: float
    transfer: float


@lru_cache(maxsize=1)
def load_patience() -> Patience:
    """Return how long a run waits for machines, from `resources/workers.yaml`."""
    return Patience(**load_data(WORKERS)["patience"])
