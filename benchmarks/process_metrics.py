"""Runs a command and measures it: wall time, processor time, peak memory. Loads nothing large.

A child's peak memory as Linux counts it is at least what its parent had when it started it, so the process that
measures must stay small.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from .workers.protocol import parse

_LOOK = 0.05  # seconds between two looks at a command
_GRACE = 30  # seconds between asking a command to end and ending it


@dataclass(frozen=True)
class Measured:
    """A run of a command.

    Attributes:
        wall: seconds from start to end.
        processor: seconds of all threads and of children that have ended.
        peak: gigabytes; of the largest of them.
        facts: what it reported (see `workers.protocol`).
        error: why it counts for nothing; empty where it went well.

    """

    wall: float
    processor: float
    peak: float
    facts: Mapping[str, object] = field(default_factory=dict)
    error: str = ""


def clean_environment() -> dict[str, str]:
    """Return this process's environment without what leads to the plugin and its libraries."""
    drop = ("PYTHONPATH", "QGIS_PLUGINPATH", "QGIS_CUSTOM_CONFIG_PATH")
    return {name: value for name, value in os.environ.items() if name not in drop} | {"QT_QPA_PLATFORM": "offscreen"}


def start(command: Sequence[object], output: BinaryIO, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, and in the folder of the file that receives its output."""
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env={**environment, "BENCHMARK_STARTED": str(time.monotonic())},
        cwd=Path(output.name).parent,
        start_new_session=True,
    )


def measure(command: Sequence[object], log: Path, timeout: float, environment: Mapping[str, str]) -> Measured:
    """Run a command, with its output in `log`; after `timeout` seconds it is ended."""
    log.parent.mkdir(parents=True, exist_ok=True)
    late = threading.Event()
    with log.open("wb") as file:
        started = time.monotonic()
        process = start(command, file, environment)
        ended = threading.Event()
        guard = threading.Thread(target=_end_late, args=(process.pid, timeout, ended, late), daemon=True)
        guard.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        ended.set()
        guard.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    text = log.read_text(encoding="utf-8", errors="replace")
    facts = parse(text)
    error = ""
    if late.is_set():
        error = f"not done after {timeout:.0f} s"
    elif process.returncode:
        error = f"ended with {process.returncode}: {last_line(text)}"
    peak = float(facts.get("peak", usage.ru_maxrss / 1024**2))
    return Measured(wall, usage.ru_utime + usage.ru_stime, peak, facts, error)


def kill_when(
    is_due: Callable[[], bool], command: Sequence[object], log: Path, environment: Mapping[str, str]
) -> float | None:
    """Run a command and kill it when it is due; return the seconds until then, None where it ended before."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as file:
        started = time.monotonic()
        process = start(command, file, environment)
        try:
            while not is_due():
                if process.poll() is not None:
                    return None
                time.sleep(_LOOK)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return time.monotonic() - started


def last_line(text: str) -> str:
    """Return the last line that is not empty, shortened."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:160] if lines else "it printed nothing"


def _end_late(process: int, timeout: float, ended: threading.Event, late: threading.Event) -> None:
    """End a process group that takes too long: first by asking."""
    if ended.wait(timeout):
        return
    late.set()
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process, sign)
        if ended.wait(_GRACE):
            return
