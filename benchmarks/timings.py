"""What became of a tool."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field

from .accuracy import Agreement
from .process_metrics import Measured
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


@dataclass(frozen=True)
class Times:
    """Medians (s) of the whole run, of start-up, of the work without it and of the work's processor time.

    `least` and `most` are of the work.
    """

    whole: float
    startup: float
    work: float
    processor: float
    least: float
    most: float


def times(outcome: Outcome, outcomes: Mapping[str, Outcome]) -> Times:
    """Return the times of a tool's runs, of which there is at least one."""
    runs, before = outcome.runs, outcomes[outcome.tool.startup].runs if outcome.tool.startup else []
    startup = statistics.median(run.wall for run in before) if before else 0.0
    spent = statistics.median(run.processor for run in before) if before else 0.0
    works = [float(run.facts.get("work", run.wall - startup)) for run in runs]
    whole, work = statistics.median(run.wall for run in runs), statistics.median(works)
    processor = statistics.median(float(run.facts.get("processor", run.processor - spent)) for run in runs)
    return Times(whole, whole - work, work, processor, min(works), max(works))
