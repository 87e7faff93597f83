"""Measures ours and every peer side by side, and writes what was measured into RESULTS.md.

    make bench                                       100,000 parcels, three times each
    make bench SIZES=100000,400000 REPEAT=5
    make bench SCENARIO=growth                       see `cases`
    make bench TOOLS=overlay_parcels,native          some tools; see `tools`
    make bench SCENARIO=desktop                      how long the window stands still; see `desktop`
    make bench SCENARIO=folder SIZES=8x20000         eight counties of 20,000 parcels in a folder; see `folder`

Tools take turns, so that the machine's changing speed hits all alike; nothing else should run meanwhile. A tool that
cannot be had, fails or takes longer than TIMEOUT seconds stands in the table with the reason.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from . import desktop, folder, report
from .accuracy import compare
from .process_metrics import clean_environment, measure
from .scenarios import PBF, SCENARIOS, Case, Files, scenario
from .timings import Outcome
from .tools import APART, ROOT, TOOLS, Output, Unavailable

FOLDER = ROOT / ".build" / "bench"


def make_case(case: Case) -> Files:
    """Return the files of a case, made where missing."""
    files = Files(case, FOLDER)
    module = "farmland_redline.benchmarks.layers"
    command = [ROOT / "scripts" / "python", "-m", module, FOLDER, json.dumps(asdict(case))]
    subprocess.run([str(part) for part in command], check=True, env=clean_environment())
    return files


def run_case(files: Files, keys: Sequence[str], repeat: int, timeout: float) -> dict[str, Outcome]:
    """Run tools on a case, in turns."""
    wanted = list(dict.fromkeys([*(TOOLS[key].startup for key in keys if TOOLS[key].startup), *keys]))
    outcomes = {key: Outcome(TOOLS[key]) for key in wanted}
    for key, outcome in outcomes.items():
        try:
            outcome.tool.prepare(FOLDER)
        except Unavailable as error:
            outcome.reason = str(error)
            continue
        if outcome.tool.load:
            log = FOLDER / "logs" / f"{key}-load.log"
            loaded = measure(outcome.tool.load(files), log, timeout, outcome.tool.environment(FOLDER))
            outcome.loading, outcome.reason = loaded.wall, loaded.error
    for turn in range(repeat):
        # Nobody always follows the same one.
        first = turn * len(wanted) // repeat
        for key in [*wanted[first:], *wanted[:first]]:
            if not outcomes[key].reason:
                run_once(files, key, outcomes[key], timeout)
    return outcomes


def run_once(files: Files, key: str, outcome: Outcome, timeout: float) -> None:
    """Run a tool; look at its areas the first time."""
    tool, output = outcome.tool, outcome.tool.output
    results_folder = FOLDER / "results"
    shutil.rmtree(results_folder, ignore_errors=True)
    results_folder.mkdir(parents=True)
    measured = measure(tool.command(files), FOLDER / "logs" / f"{key}.log", timeout, tool.environment(FOLDER))
    print(f"{files.case.name} {key}: {measured.wall:.1f} s {measured.error}", flush=True)
    if measured.error:
        outcome.reason = measured.error
        return
    if outcome.agreement is None and tool.kind != APART:
        try:
            inside = areas(output(files)) if output else measured.facts["inside"]
        except Unavailable as error:
            outcome.reason = str(error)
            return
        inside = inside if isinstance(inside, dict) else {PBF: inside}
        outcome.agreement = compare(inside, files.layers(), tool.counts)
    outcome.runs.append(measured)


def areas(output: Output) -> dict[str, float]:
    """Read in a process of its own what a file says lies inside zones."""
    module = "farmland_redline.benchmarks.workers.zone_areas"
    command = [ROOT / "scripts" / "python", "-m", module, output.path, output.layer, *output.columns.values()]
    done = measure(command, FOLDER / "logs" / "sums.log", 600, clean_environment())
    if done.error:
        raise Unavailable(f"its result cannot be read: {done.error}")
    return {name: done.facts["inside"][column] for name, column in output.columns.items()}


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", default="compare", help=f"one or more of {', '.join(SCENARIOS)}, or all")
    parser.add_argument("--sizes", default="", help="parcels, or counties x parcels; the scenario's own by default")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--tools", default="", help="the scenario's own by default")
    parser.add_argument("--timeout", type=float, default=900.0, help="seconds a run may take, or a county")
    parser.add_argument("--results", type=Path, default=Path(__file__).with_name("RESULTS.md"))
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    lock = (FOLDER / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit("the benchmark runs already")
    names = SCENARIOS if options.scenario == "all" else options.scenario.split(",")
    for name in names:
        machine = report.machine()
        title, parts = run_scenario(name, options)
        section = report.section(name, title, machine, parts)
        report.put(options.results, name, section)
        print(section)


def run_scenario(name: str, options: argparse.Namespace) -> tuple[str, list[str]]:
    """Measure a scenario; return the title and the parts of its section."""
    texts = [size for size in options.sizes.split(",") if size]
    if name == folder.NAME:
        return folder.TITLE, folder.measure_folders(texts, options.repeat, options.timeout, FOLDER)
    sizes = [int(size) for size in texts]
    if name == desktop.NAME:
        return desktop.TITLE, [desktop.measure(sizes, options.repeat, FOLDER)]
    chosen = scenario(name, sizes)
    keys = options.tools.split(",") if options.tools else chosen.tools
    unknown = [key for key in keys if key not in TOOLS]
    if unknown:
        sys.exit(f"unknown tools: {', '.join(unknown)}; there are {', '.join(TOOLS)}")
    done = []
    for case in chosen.cases:
        files = make_case(case)
        done.append((files, run_case(files, keys, options.repeat, options.timeout)))
    if name == "growth":
        return chosen.title, [report.growth_table(done, options.repeat)]
    return chosen.title, [report.case_table(files, outcomes, options.repeat) for files, outcomes in done]


if __name__ == "__main__":
    main()
