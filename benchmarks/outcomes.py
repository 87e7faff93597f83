"""What became of a tool."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field

from .agreement import Agreement
from .measuring import Measured
from .tools import Tool


@dataclass
class Outcome:
    """What became of a tool on a case.

    Attributes:
        runs: those that went well.
        reason: why there are no more; empty where all went well.
        agreement: of the first run; None for start-ups.
        loading: seconds in which the case was made ready for the tool, apart.

    """

    tool: Tool
    runs: list[Measured] = field(default_factory=list)
    reason: str = ""
    agreement: Agreement | None = None
    loading: float = 0.0


def seconds(outcome: Outcome, outcomes: Mapping[str, Outcome]) -> tuple[float, float, float, float]:
    """Medians of the whole run, of start-up, of the work without it, and of the work's processor time."""
    whole = statistics.median(run.wall for run in outcome.runs)
    if outcome.tool.startup:
        before = outcomes[outcome.tool.startup].runs
        startup = statistics.median(run.wall for run in before) if before else 0.0
        spent = statistics.median(run.processor for run in before) if before else 0.0
        return whole, startup, whole - startup, statistics.median(run.processor for run in outcome.runs) - spent
    work = statistics.median(float(run.facts.get("work", run.wall)) for run in outcome.runs)
    processor = statistics.median(float(run.facts.get("processor", run.processor)) for run in outcome.runs)
    return whole, whole - work, work, processor
