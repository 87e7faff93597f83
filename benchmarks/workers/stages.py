"""Where our time goes: `stages ALGORITHM PARAMETERS-AS-JSON` runs it in this process, with clocks on named functions.

A function's time is its own: what it spends in another function with a clock counts there. Clocks run in the main
thread, which waits for the others.
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

from .telling import Work, tell

PACKAGE = "farmland_redline"
# Stage -> functions, as module:name.
STAGES = {
    "read": ("processing.gathering:gather_layers", "processing.gathering:gather_policy"),
    "parcels made ready": ("analysis.parcels:prepare_parcels", "analysis.field_checks:check_classes"),
    "zones made ready": ("analysis.zones:prepare_zones",),
    "cores": ("analysis.pairs:cores", "analysis.pairs:_digests"),
    "index": ("shapely:STRtree",),
    "predicates": ("analysis.pairs:_decide",),
    "cut": ("analysis.overlay:divide_parcels",),
    "areas": (
        *("analysis.areas:national_area", "analysis.areas:approximate_area", "analysis.areas:share_weights"),
        *("analysis.areas:divide", "analysis.areas:measured_area"),
    ),
    "table of pieces": ("analysis.pieces:make_pieces", "bridge.overlaying:worst_closure"),
    "rules": ("analysis.conflicts:flag_conflicts", "analysis.candidates:find_candidates"),
    "sums": ("analysis.summary:summarise",),
    "report": ("processing.reporting:make_report", "bridge.problems:in_words", "reports.page:write_page"),
    "write": ("bridge.writing:write_layers", "processing.results:Outputs.write"),
}
REST = "the rest"


class Clocks:
    """Own times by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._stack: list[str] = []
        self._since = 0.0

    def _turn(self) -> None:
        now = time.perf_counter()
        if self._stack:
            self.seconds[self._stack[-1]] += now - self._since
        self._since = now

    def on(self, stage: str, function: Callable) -> Callable:
        """The function with a clock."""

        @functools.wraps(function, updated=())
        def timed(*given: object, **named: object) -> object:
            if threading.current_thread() is not threading.main_thread():
                return function(*given, **named)
            self._turn()
            self._stack.append(stage)
            try:
                return function(*given, **named)
            finally:
                self._turn()
                self._stack.pop()

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
    with Work():
        begun = time.perf_counter()
        _, done = clocks.on(REST, instance.run)(json.loads(parameters), context, feedback)
        seconds = time.perf_counter() - begun
    if not done:
        sys.exit(f"the run failed:\n{feedback.textLog()[-2000:]}")
    tell(stages={stage: clocks.seconds.get(stage, 0.0) for stage in (*STAGES, REST)}, total=seconds)
    sys.stdout.flush()
    os._exit(0)  # all is told; QGIS without a window may crash on its way out


if __name__ == "__main__":
    main(*sys.argv[1:])
