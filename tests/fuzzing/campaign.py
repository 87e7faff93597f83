"""Fuzzing for a given time: every reader its share, and meanwhile runs of the whole job with calls for files that fail.

Both go on where the last campaign ended: inputs that reached other code and trials that held are kept in
`.build/fuzzing`. What is found is printed with how to repeat it, and the status is then 1.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from .faulty_runs import Office, Outcome, Trial, run_trials
from .processor_time import PATIENCE
from .seeds import ROOT, SEEDS

FOLDER = ROOT / ".build" / "fuzzing"
SECONDS, MEMORY = 60, 3000  # of processor time that an input may take, megabytes that a process may have
_DEATHS = 5  # of a target's process, after which it is left alone
_LEAST = 5.0  # seconds of a target, beside the start of its process
_LONGEST = 4096  # bytes of an input
_RUNS = re.compile(rb"stat::number_of_executed_units:\s+(\d+)|#(\d+)\s+DONE|Done (\d+) runs")


def fuzz_target(name: str, seconds: float, seed: int) -> tuple[int, list[str]]:
    """Look for inputs that a target does not hold; return how many were tried, and the files found."""
    findings = FOLDER / "findings" / name
    before = set(findings.glob("*"))
    end, tried = time.monotonic() + seconds, 0
    for death in range(_DEATHS):
        left = int(end - time.monotonic())
        if left < 1:
            break
        command = [sys.executable, "-P", "-m", "fuzzing.fuzz_target", name, str(FOLDER), str(left)]
        clock = SECONDS * PATIENCE
        bounds = (f"-timeout={clock}", f"-rss_limit_mb={MEMORY}", f"-max_len={_LONGEST}", f"-seed={seed + death}")
        done = subprocess.run(
            [*command, *bounds, "-print_final_stats=1"],
            capture_output=True,
            check=False,
            timeout=left + 2 * clock,
        )
        counts = [int(next(filter(None, found))) for found in _RUNS.findall(done.stderr)]
        tried += max(counts, default=0)
        if done.returncode == 0:
            break
        (FOLDER / f"{name}.log").write_bytes(done.stderr[-100_000:])
    return tried, sorted(str(path) for path in set(findings.glob("*")) - before if path.suffix != ".txt")


def fuzz_calls(end: float, seed: int, outcomes: list[Outcome]) -> None:
    """Fail calls for files until the time is over, in one process; those that held before are left out."""
    kept = FOLDER / "calls.txt"
    done = set(kept.read_text(encoding="utf-8").split()) if kept.exists() else set()
    with tempfile.TemporaryDirectory() as folder, kept.open("a", encoding="utf-8") as held:
        for outcome in run_trials(Path(folder), seed, 1, lambda _: time.monotonic() > end, done):
            outcomes.append(outcome)
            if not outcome.wrong:
                print(outcome.trial, file=held, flush=True)


def campaign(minutes: float, seed: int, targets: Sequence[str]) -> int:
    """Fuzz targets, and fail calls, for a time; return the status."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    end = begun + minutes * 60
    outcomes: list[Outcome] = []
    calls = threading.Thread(target=fuzz_calls, args=(end, seed, outcomes))
    calls.start()
    wrong = 0
    for number, name in enumerate(targets):
        share = max((end - time.monotonic()) / (len(targets) - number), _LEAST)
        tried, found = fuzz_target(name, share, seed)
        print(f"{name}: {tried:,} inputs in {share / 60:.1f} min, {len(found)} found", flush=True)
        for path in found:
            text = Path(path).with_suffix(".txt")
            print(f"  {text.read_text(encoding='utf-8')[:200] if text.exists() else 'ended, or took too long'}")
            print(f"  again: scripts/fuzz --try {name} {path}", flush=True)
        wrong += len(found)
    calls.join()
    kinds = Counter(outcome.trial.fault.name for outcome in outcomes)
    print(f"calls that failed: {len(outcomes)} ({', '.join(f'{kind} {count}' for kind, count in kinds.items())})")
    for outcome in filter(lambda one: one.wrong, outcomes):
        tell(outcome)
        wrong += 1
    print(f"{(time.monotonic() - begun) / 60:.0f} min, {wrong} found")
    return 1 if wrong else 0


def tell(outcome: Outcome) -> None:
    """Print what came of a trial."""
    print(f"  {outcome.trial} at {outcome.counted.path}: status {outcome.status}; {'; '.join(outcome.wrong) or 'held'}")
    print(f"  again: scripts/fuzz --fault {outcome.trial}", flush=True)


def repeat_calls(trials: Iterable[str]) -> int:
    """Fail calls again, and print what came of it; return the status."""
    folder, wrong = Path(tempfile.mkdtemp()), 0
    with Office(folder, MAPS=True, LETTERS=True, CSV=True) as office:
        for text in trials:
            outcome = office.attempt(Trial.of(text))
            tell(outcome)
            print(outcome.log)
            wrong += bool(outcome.wrong)
    shutil.rmtree(folder)
    return 1 if wrong else 0


def main() -> int:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(prog="scripts/fuzz")
    parser.add_argument("minutes", nargs="?", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 2**31)
    parser.add_argument("--targets", nargs="+", choices=SEEDS, default=list(SEEDS))
    parser.add_argument("--fault", nargs="+", default=[])
    parser.add_argument("--try", nargs="+", dest="inputs", default=[])
    given = parser.parse_args()
    if given.fault:
        return repeat_calls(given.fault)
    if given.inputs:
        replay = Path(__file__).with_name("replay.py")
        return subprocess.run([sys.executable, "-P", str(replay), str(SECONDS), *given.inputs], check=False).returncode
    print(f"seed {given.seed}", flush=True)
    return campaign(given.minutes, given.seed, given.targets)


if __name__ == "__main__":
    sys.exit(main())
