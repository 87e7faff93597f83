"""How a measured process tells the runner what it did: lines of JSON among whatever else it prints."""

from __future__ import annotations

import json
import resource
import time
from types import TracebackType

MARK = "BENCHMARK "


def emit(**facts: object) -> None:
    """Tell facts."""
    print(MARK + json.dumps(facts), flush=True)


def parse(text: str) -> dict[str, object]:
    """All facts told in an output, later ones over earlier ones."""
    facts: dict[str, object] = {}
    for line in text.splitlines():
        if line.startswith(MARK):
            facts |= json.loads(line[len(MARK) :])
    return facts


def processor_seconds() -> float:
    """Of this process, all its threads, and its children that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def peak_gigabytes() -> float:
    """Of the largest of this process and its children that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(usage.ru_maxrss for usage in usages) / 1024**2


class Work:
    """Measures the work apart from start-up, and tells it: `with Work(): ...`."""

    def __enter__(self) -> Work:
        self._started, self._processor = time.perf_counter(), processor_seconds()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            emit(work=time.perf_counter() - self._started, processor=processor_seconds() - self._processor)
