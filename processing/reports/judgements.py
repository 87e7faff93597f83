"""What a report judges: sentences with their state, and of a unit farmland delimited and yet no longer cultivated."""

from __future__ import annotations

from dataclasses import dataclass

from .model import MET, MISSED, NO_DATA, NO_TARGET, NOT_GIVEN, PARTIAL, TargetRow

# The delimited area meets the task, the cultivated part of it does not.
WARNED = "warned"
# States that judge nothing, and say why.
UNJUDGED = (NO_DATA, NO_TARGET, NOT_GIVEN, PARTIAL)
_NOISE_MU = 1e-6


@dataclass(frozen=True)
class Finding:
    """A sentence, and the state that it judges (met, missed ...), if any."""

    text: str
    state: str = ""


def pbf_cultivated_difference(row: TargetRow) -> float | None:
    """Return what is cultivated now of the delimited area, minus the task (mu); None where that is not judged."""
    if row.is_partial or not row.has_data or row.pbf_cultivated is None or row.pbf_target is None:
        return None
    difference = row.pbf_cultivated - row.pbf_target
    return 0.0 if abs(difference) < _NOISE_MU else difference


def pbf_cultivated_state(row: TargetRow) -> str:
    """Return how the cultivated part of the delimited area stands; empty where that is not known."""
    difference = pbf_cultivated_difference(row)
    if difference is None:
        return ""
    if difference >= 0:
        return MET
    return WARNED if row.pbf_state == MET else MISSED
