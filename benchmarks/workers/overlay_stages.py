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

from .protocol import emit, processor_seconds

PACKAGE = "farmland_redline"
# Stage -> functions, as module:name.
STAGES = {
    "read": (
        *("processing.parameter_values:read_layers", "processing.parameter_values:read_policy"),
        "processing.bridge.io.parcel_layers:ParcelLayer.read",
    ),
    "parcels made ready and checked": (
        *(
            "processing.bridge.survey.field_matching:standard_fields",
            "processing.analysis.overlay.parcels:prepare_parcels",
            "processing.analysis.quality.fields:check_classes",
        ),
        *(
            "processing.analysis.geometry.boundaries:open_segments",
            "processing.analysis.geometry.boundaries:Outline.join",
            "processing.analysis.geometry.coverage:find_faults",
        ),
    ),
    "zones made ready": (
        "processing.analysis.overlay.zones:prepare_zones",
        "processing.analysis.overlay.assignment:ZoneIndex.of",
    ),
    "zones that overlap": (
        "processing.analysis.geometry.predicates:find_overlapping_pairs",
        "processing.analysis.quality.overlaps:overlap_problems",
    ),
    "index": ("shapely:STRtree",),
    "predicates": ("processing.analysis.geometry.predicates:find_pairs",),
    "cut": ("processing.analysis.overlay.identity:identity_overlay", "processing.analysis.overlay.identity:_divide"),
    "areas": (
        *(
            "processing.analysis.area.ellipsoidal:national_area",
            "processing.analysis.area.apportionment:share_weights",
        ),
        *("processing.analysis.area.apportionment:apportion", "processing.analysis.area.ellipsoidal:measured_area"),
    ),
    "table of pieces": (
        "processing.analysis.overlay.pieces:make_pieces",
        "processing.analysis.overlay.partitions:worst_closure",
    ),
    "rules": (
        "processing.analysis.rules.conflicts:flag_conflicts",
        "processing.analysis.rules.candidates:find_candidates",
    ),
    "sums": ("processing.analysis.summary:summarise",),
    "workbook and page": (
        *(
            "processing.workflows.report:make_report",
            "processing.reports.workbook.writer:write_workbook",
            "processing.reports.page.writer:write_page",
        ),
        "processing.bridge.problem_messages:to_messages",
    ),
    "write": (
        "processing.bridge.io.writing:LayerWriter.append",
        "processing.bridge.io.writing:LayerWriter.close",
        "processing.bridge.io.writing:write_layers",
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
        """Return the function with a clock around it."""

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
    """Put clocks on all functions wherever they were imported; return names that are no longer there."""
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


def _timed_tree(clocks: Clocks, stage: str, tree: type) -> type:
    """Return an index whose building and queries are timed; a class still, for who asks whether something is one."""

    class Timed(tree):
        __init__ = clocks.on(stage, tree.__init__)
        query = clocks.on(stage, tree.query)

    return Timed


def main(algorithm: str, parameters: str) -> None:
    """Run an algorithm and report the seconds of each stage."""
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
    emit(started=begun - started, imported=time.monotonic() - begun, missing=missing)
    instance = QgsApplication.processingRegistry().createAlgorithmById(f"{PACKAGE}:{algorithm}")
    feedback, context = QgsProcessingFeedback(False), QgsProcessingContext()
    context.setFeedback(feedback)
    before, begun = processor_seconds(), time.perf_counter()
    _, done = instance.run(json.loads(parameters), context, feedback)
    wall, spent = time.perf_counter() - begun, processor_seconds() - before
    if not done:
        sys.exit(f"the run failed:\n{feedback.textLog()[-2000:]}")
    stages = {stage: clocks.seconds.get(stage, 0.0) for stage in STAGES}
    emit(stages=stages | {REST: spent - sum(stages.values())}, spent=spent, wall=wall)
    sys.stdout.flush()
    os._exit(0)  # all is reported; QGIS without a window may crash on its way out


if __name__ == "__main__":
    main(*sys.argv[1:])
