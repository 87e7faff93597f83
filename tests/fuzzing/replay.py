"""Tries inputs of targets in forks of one process, and prints what they did that they must not do, as lines of JSON.

    python replay.py SECONDS [TARGET ...]      the fixed inputs of targets, or of all
    python replay.py SECONDS TARGET FILE ...   files

An input that ends the process, or takes more seconds of processor time than given (by the clock ten times as many),
is told like any other.
"""

from __future__ import annotations

import faulthandler
import json
import os
import select
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))  # the tests

from fuzzing import processor_time
from fuzzing.run_server import start
from fuzzing.seeds import inputs
from fuzzing.targets import TARGETS, examine, folder


def findings(target: str, given: Mapping[str, bytes], seconds: float) -> Iterator[tuple[str, str]]:
    """Yield the names of inputs and what is wrong with them; those after one that ended the process are tried, too."""
    waiting = list(given)
    while waiting:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            _examine_all(target, {name: given[name] for name in waiting}, reader, writer, seconds)
        os.close(writer)
        with os.fdopen(reader) as answers:
            while waiting:
                ready, _, _ = select.select([answers], [], [], processor_time.PATIENCE * seconds)
                line = answers.readline() if ready else ""
                if not line:
                    break
                name = waiting.pop(0)
                if json.loads(line):
                    yield name, json.loads(line)
        if waiting:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if waiting:
            ended = f"ended the process by signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else "ended it"
            slow = not ready or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU)
            yield waiting.pop(0), f"took more than {seconds:.0f} s" if slow else ended


def _examine_all(target: str, given: Mapping[str, bytes], reader: int, writer: int, seconds: float) -> None:
    """In a child: examine inputs, and write a line of each."""
    os.close(reader)
    os.dup2(2, 1)
    with os.fdopen(writer, "w", buffering=1) as answers:
        for data in given.values():
            processor_time.limit(seconds)
            print(json.dumps(examine(TARGETS[target], data)), file=answers)
    shutil.rmtree(folder(), ignore_errors=True)  # of this process alone: a fork that is ended leaves its own
    os._exit(0)


def main() -> None:
    """Try what the arguments say."""
    faulthandler.enable()
    living = start()
    seconds, *given = sys.argv[1:]
    if len(given) > 1 and given[1] not in TARGETS:
        asked = {given[0]: {path: Path(path).read_bytes() for path in given[1:]}}
    else:
        asked = {target: inputs(target) for target in given or TARGETS}
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    for target, tried in asked.items():
        found = dict(findings(target, tried, float(seconds)))
        print(json.dumps({"target": target, "tried": len(tried), "findings": found}, ensure_ascii=False), file=answers)
    assert living
    os._exit(0)


if __name__ == "__main__":
    main()
