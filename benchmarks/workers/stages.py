"""Where our time goes: `stages ALGORITHM PARAMETERS-AS-JSON` runs it in this process, with clocks on named functions.

Clocks count processor seconds of every thread. A function's time is its own: what it spends in another function with a
clock counts there.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from .telling import processor_seconds, tell

PACKAGE = "farmland_redline"
# Stage -> functions, as module:name.
STAGES = {
    "read": (
        *("processing.gathering:gather_layers", "processing.gathering:gather_policy"),
        "bridge.io.parcel_layers:ParcelLayer.read",
    ),
    "parcels made ready and checked": (
        *(
            "bridge.survey.field_matching:standard_fields",
            "analysis.overlay.parcels:prepare_parcels",
            "analysis.quality.fields:check_classes",
        ),
        *("analysis.outlines:open_segments", "analysis.outlines:Outline.join", "analysis.coverage:find_faults"),
    ),
    "zones made ready": ("analysis.zones:prepare_zones", "analysis.overlay:ZoneShapes.ready"),
    "zones that overlap": ("analysis.pairs:find_couples", "analysis.zones:overlap_problems"),
    "index": ("shapely:STRtree",),
    "predicates": ("analysis.pairs:find_pairs",),
    "cut": ("analysis.overlay:divide_parcels", "analysis.overlay:_divide"),
    "areas": (
        *("analysis.areas:national_area", "analysis.areas:approximate_area", "analysis.areas:share_weights"),
        *("analysis.areas:divide", "analysis.areas:measured_area"),
    ),
    "table of pieces": ("analysis.pieces:make_pieces", "analysis.parts:worst_closure"),
    "rules": ("analysis.conflicts:flag_conflicts", "analysis.candidates:find_candidates"),
    "sums": ("analysis.summary:summarise",),
    "workbook and page": (
        *("processing.reporting:make_report", "reports.workbook:write_workbook", "reports.page:write_page"),
        "bridge.problem_messages:to_messages",
    ),
    "write": (
        "bridge.io.writing:LayerWriter.append",
        "bridge.io.writing:LayerWriter.close",
        "bridge.io.writing:write_layers",
    ),
}
REST = "without a clock"


class _Stack(threading.local):
    """The stages that a thread is in, and its processor time when it entered or left the last one."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.since = 0.0


class Clocks:
    """Own processor seconds by stage, of all threads."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._lock = threading.Lock()
        self._stack = _Stack()

    def _turn(self) -> None:
        now, stack = time.thread_time(), self._stack
        if stack.stages:
            with self._lock:
                self.seconds[stack.stages[-1]] += now - stack.since
        stack.since = now

    def on(self, stage: str, function: Callable) -> Callable:
        """The function with a clock."""

        @functools.wraps(function, updated=())
        def timed(*given: object, **named: object) -> object:
            self._turn()
            self._stack.stages.append(stage)
            try:
                return function(*given, **named)
            finally:
                self._turn()
                self._stack.stages.pop()

        return timed


def put_clocks(clocks: Clocks) -> list[str]:
    """Put clocks on all functions wherever they were imported; names that are no longer there."""
    missing = []
    for stage, names in STAGES.items():
        for name in names:
            try:
                _put(clocks, stage, name)
            except (ImportError, AttributeError):
                missing.append(name)
    return missing


def _put(clocks: Clocks, stage: str, name: str) -> None:
    module_name, _, path = name.partition(":")
    ours = module_name != "shapely"
    owner = importlib.import_module(f"{PACKAGE}.{module_name}" if ours else module_name)
    *classes, last = path.split(".")
    for part in classes:
        owner = getattr(owner, part)
    before = getattr(owner, last)
    after = _timed_tree(clocks, stage, before) if isinstance(before, type) else clocks.on(stage, before)
    setattr(owner, last, after)
    for loaded in [module for key, module in sys.modules.items() if key.startswith(PACKAGE)]:
        for attribute, value in list(vars(loaded).items()):
            if value is before:
                setattr(loaded, attribute, after)


def _timed_tree(clocks: Clocks, stage: str, tree: type) -> Callable:
    """An index whose making and asking have clocks."""

    class Timed(tree):
        query = clocks.on(stage, tree.query)

    return clocks.on(stage, Timed)


def main(algorithm: str, parameters: str) -> None:
    """Run and tell."""
    # When the runner started this process, by the same clock.
    started = float(os.environ.get("BENCHMARK_STARTED", time.monotonic()))
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback  # noqa: PLC0415

    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing  # noqa: PLC0415

    from ...processing.provider import FarmlandRedlineProvider  # noqa: PLC0415

    Processing.initialize()
    provider = FarmlandRedlineProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    begun = time.monotonic()
    clocks = Clocks()
    missing = put_clocks(clocks)
    tell(started=begun - started, imported=time.monotonic() - begun, missing=missing)
    instance = QgsApplication.processingRegistry().createAlgorithmById(f"{PACKAGE}:{algorithm}")
    feedback, context = QgsProcessingFeedback(False), QgsProcessingContext()
    context.setFeedback(feedback)
    before, begun = processor_seconds(), time.perf_counter()
    _, done = instance.run(json.loads(parameters), context, feedback)
    wall, spent = time.perf_counter() - begun, processor_seconds() - before
    if not done:
        sys.exit(f"the run failed:\n{feedback.textLog()[-2000:]}")
    stages = {stage: clocks.seconds.get(stage, 0.0) for stage in STAGES}
    tell(stages=stages | {REST: spent - sum(stages.values())}, spent=spent, wall=wall)
    sys.stdout.flush()
    os._exit(0)  # all is told; QGIS without a window may crash on its way out


if __name__ == "__main__":
    main(*sys.argv[1:])
