"""What a measured process reports to the runner: lines of JSON among whatever else it prints."""

from __future__ import annotations

import json
import resource
import time
from types import TracebackType

MARK = "BENCHMARK "


def emit(**facts: object) -> None:
    """Print facts as one line."""
    print(MARK + json.dumps(facts), flush=True)


def parse(text: str) -> dict[str, object]:
    """Return all facts printed in an output; later ones replace earlier ones."""
    facts: dict[str, object] = {}
    for line in text.splitlines():
        if line.startswith(MARK):
            facts |= json.loads(line[len(MARK) :])
    return facts


def processor_seconds() -> float:
    """Return the processor time of this process, all its threads, and its children that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def peak_gigabytes() -> float:
    """Return the peak memory of the largest of this process and its children that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(usage.ru_maxrss for usage in usages) / 1024**2


class Work:
    """Measures the work apart from start-up, and reports it: `with Work(): ...`."""

    def __enter__(self) -> Work:
        self._started, self._processor = time.perf_counter(), processor_seconds()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            emit(work=time.perf_counter() - self._started, processor=processor_seconds() - self._processor)
