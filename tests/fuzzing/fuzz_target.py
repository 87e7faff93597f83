"""Lets atheris look for inputs that a target does not hold: it changes them, and keeps those that reach other code.

    python -m fuzzing.fuzz_target TARGET FOLDER SECONDS [options of atheris]

The seconds include the start of this process.

What is found, each kind once, goes to `FOLDER/findings/TARGET`, what reached other code to `FOLDER/corpus/TARGET`.
Inputs that end the process, or do not end, are written there by atheris, which ends with them; it goes by the clock,
so only what takes very long counts. The bounds of the targets themselves are of processor time.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path

import atheris

began = time.monotonic()
# GDAL's bindings call a handler with an error of their own behind them (`_last_error`), in which a traced branch ends.
UNTRACED = ["farmland_redline.processing.bridge.io.gdal_errors"]
with atheris.instrument_imports(include=["farmland_redline"], exclude=UNTRACED, enable_loader_override=False):
    from fuzzing.run_server import start

    living = start()
    from fuzzing.seeds import inputs
    from fuzzing.targets import TARGETS, Target, examine


def look_for(target: Target, findings: Path, known: set[str]) -> None:
    """Begin; does not return.

    Args:
        target: the reader.
        findings: the folder for what is found.
        known: kinds of what was found before.

    """

    def look(data: bytes) -> None:
        found = examine(target, data)
        kind = found.partition(":")[0]
        if kind in known or not found:
            return
        known.add(kind)
        path = findings / hashlib.sha256(data).hexdigest()[:12]
        path.write_bytes(data)
        path.with_suffix(".txt").write_text(found, encoding="utf-8")

    atheris.Setup(sys.argv, look)
    atheris.Fuzz()


def main() -> None:
    """Look for what the arguments say."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    findings, corpus = folder / "findings" / name, folder / "corpus" / name
    for made in (findings, corpus):
        made.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(inputs(name).values()):
        (corpus / f"seed-{number}").write_bytes(data)
    known = {path.read_text(encoding="utf-8").partition(":")[0] for path in findings.glob("*.txt")}
    seconds = max(float(sys.argv[3]) - (time.monotonic() - began), 1)
    options = [f"-artifact_prefix={findings}{os.sep}", f"-max_total_time={seconds:.0f}", *sys.argv[4:]]
    sys.argv[1:] = [str(corpus), *options]
    look_for(TARGETS[name], findings, known)


if __name__ == "__main__":
    assert living
    main()
