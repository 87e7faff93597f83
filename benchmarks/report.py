"""Writes what was measured: Markdown tables, in sections of RESULTS.md between marks."""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .accuracy import Agreement
from .process_metrics import clean_environment
from .scenarios import Files
from .timings import Outcome, Times, times
from .tools import APART, FILES, MEMORY, ROOT

COLUMNS = (
    *("tool", "whole run s", "start-up s", "work s", "× ours", "× our areas alone", "processor s", "peak GB"),
    *("inside zones m²", "off by m² (may be)"),
)
GROWTH = (
    *("tool", "parcels", "zones", "whole run s", "work s", "work s per 100,000 parcels", "processor s", "peak GB"),
    "off by m² (may be)",
)
KINDS = {FILES: ("overlay_parcels", "From files to files"), MEMORY: ("kernel", "In memory, or in the database")}
_VERSIONS = """
import json
from osgeo import gdal
from qgis.core import Qgis
import geopandas, shapely, pyogrio
print(json.dumps({"QGIS": Qgis.QGIS_VERSION.split("-")[0], "GEOS": shapely.geos_version_string,
                  "GDAL": gdal.__version__, "shapely": shapely.__version__, "geopandas": geopandas.__version__,
                  "pyogrio": pyogrio.__version__}))
"""


def machine() -> str:
    """Describe this machine, its load and our versions in a sentence."""
    python = ROOT / "scripts" / "python"
    done = subprocess.run(
        [str(python), "-c", _VERSIONS], capture_output=True, text=True, check=True, env=clean_environment()
    )
    versions = json.loads(done.stdout.splitlines()[-1])
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    system = platform.freedesktop_os_release()["PRETTY_NAME"] if hasattr(platform, "freedesktop_os_release") else ""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False, cwd=ROOT
    ).stdout.strip()
    return (
        f"{os.cpu_count()} cores ({model[1] if model else platform.machine()}), {total:.0f} GiB, {system}, Python "
        f"{platform.python_version()}, {', '.join(f'{name} {value}' for name, value in versions.items())}; load "
        f"{os.getloadavg()[0]:.1f} before. Commit {commit}."
    )


def case_table(files: Files, outcomes: dict[str, Outcome], repeat: int) -> str:
    """Describe a case, with its tables."""
    facts = json.loads(files.facts.read_text(encoding="utf-8"))
    layers = files.layers()
    zones = "; ".join(f"{name} {layer.zones:,} zones, {layer.vertices:,} vertices" for name, layer in layers.items())
    lines = [f"### {files.case.title}\n"] if files.case.title else []
    lines.append(f"{facts['parcels']:,} parcels, {facts['vertices']:,} vertices. {zones}. {_times(repeat)}.\n")
    for kind, (ours, title) in KINDS.items():
        chosen = {key: outcome for key, outcome in outcomes.items() if outcome.tool.kind == kind}
        if chosen:
            ratios = [
                times(chosen[name], outcomes).work if name in chosen and chosen[name].runs else None
                for name in (ours, "kernel_areas")
            ]
            lines += [f"{title}:\n", cells(COLUMNS), "|---|" + "---:|" * (len(COLUMNS) - 1)]
            lines += [_row(outcome, outcomes, ratios) for outcome in chosen.values()]
            lines.append("")
    lines += _stages(outcomes)
    notes = [note for outcome in outcomes.values() for note in _notes(outcome)]
    if notes:
        lines += [*dict.fromkeys(notes), ""]
    return "\n".join(lines)


def _times(repeat: int) -> str:
    return "One run each" if repeat == 1 else f"Medians of {repeat} runs, tools in turns"


def cells(values: Sequence[str]) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(values)} |"


def _row(outcome: Outcome, outcomes: Mapping[str, Outcome], ratios: Sequence[float | None]) -> str:
    tool, agreement = outcome.tool, outcome.agreement
    if not outcome.runs:
        return cells([tool.title, outcome.reason.replace("|", "/"), *[""] * (len(COLUMNS) - 2)])
    found = times(outcome, outcomes)
    numbers = [f"{found.whole:.1f}", f"{found.startup:.1f}", _work(outcome, found)]
    numbers += [f"{found.work / ratio:.2f}" if ratio else "" for ratio in ratios]
    numbers += [f"{found.processor:.1f}", _peak(outcome)]
    return cells([tool.title, *numbers, f"{agreement.found:.1f}" if agreement else "", _off(agreement)])


def _work(outcome: Outcome, found: Times) -> str:
    spread = f" ({found.least:.1f} to {found.most:.1f})" if len(outcome.runs) > 1 else ""
    return f"{found.work:.1f}{spread}"


def _peak(outcome: Outcome) -> str:
    return f"{statistics.median(run.peak for run in outcome.runs):.2f}"


def _off(agreement: Agreement | None) -> str:
    if agreement is None:
        return ""
    verdict = "" if agreement.agrees else "**DIFFERS** "
    return f"{verdict}{agreement.off:+.3f} ({agreement.allowed:.0f})"


def growth_table(cases: Sequence[tuple[Files, Mapping[str, Outcome]]], repeat: int) -> str:
    """All cases in one table, tool by tool."""
    lines = [f"{_times(repeat)}.\n", cells(GROWTH), "|---|" + "---:|" * (len(GROWTH) - 1)]
    tools = [key for key, outcome in cases[0][1].items() if outcome.tool.kind != APART]
    for key in tools:
        for files, outcomes in cases:
            outcome = outcomes[key]
            facts = json.loads(files.facts.read_text(encoding="utf-8"))
            zones = next(iter(facts["layers"].values()))["zones"]
            row = [outcome.tool.title, f"{facts['parcels']:,}", f"{zones:,}"]
            if outcome.runs:
                found = times(outcome, outcomes)
                row += [f"{found.whole:.1f}", _work(outcome, found), f"{found.work / facts['parcels'] * 1e5:.1f}"]
                row += [f"{found.processor:.1f}", _peak(outcome), _off(outcome.agreement)]
            else:
                row.append(outcome.reason.replace("|", "/"))
            lines.append(cells([*row, *[""] * (len(GROWTH) - len(row))]))
    notes = [note for _, outcomes in cases for outcome in outcomes.values() for note in _notes(outcome)]
    return "\n".join([*lines, "", *dict.fromkeys(notes)])


def _stages(outcomes: Mapping[str, Outcome]) -> list[str]:
    """Stages of profiled runs, medians, one column a run."""
    profiled = {key: o for key, o in outcomes.items() if o.runs and "stages" in o.runs[0].facts}
    if not profiled:
        return []

    def median(outcome: Outcome, read: Callable[[Mapping[str, object]], object]) -> float:
        return statistics.median(float(read(run.facts)) for run in outcome.runs)

    rows = {
        stage: lambda facts, stage=stage: facts["stages"][stage]
        for stage in next(iter(profiled.values())).runs[0].facts["stages"]
    }
    rows["**processor seconds of the run**"] = lambda facts: facts["spent"]
    rows["wall seconds: start-up of QGIS"] = lambda facts: facts["started"]
    rows["wall seconds: import of the libraries"] = lambda facts: facts["imported"]
    rows["**wall seconds: the run**"] = lambda facts: facts["wall"]
    lines = [
        cells(["processor seconds, all threads", *(o.tool.title for o in profiled.values())]),
        "|---|" + "---:|" * len(profiled),
    ]
    for title, read in rows.items():
        lines.append(cells([title, *(f"{median(outcome, read):.2f}" for outcome in profiled.values())]))
    missing = sorted({name for o in profiled.values() for name in o.runs[0].facts["missing"]})
    return [
        *lines,
        "",
        *([f"Without a clock, because they are no longer there: {', '.join(missing)}.", ""] * bool(missing)),
    ]


def _notes(outcome: Outcome) -> list[str]:
    """Return the remarks that the row has no room for."""
    tool, notes = outcome.tool, []
    if tool.kind == APART and not outcome.runs:
        notes.append(f"- {tool.title}: {outcome.reason}")
    elif outcome.runs and outcome.reason:
        notes.append(f"- {tool.title}: only {len(outcome.runs)} runs, then: {outcome.reason}")
    if outcome.loading:
        notes.append(f"- {tool.title}: loading and indexing {outcome.loading:.1f} s, apart")
    for run in outcome.runs[:1]:
        versions = dict(run.facts.get("versions", {}))
        if "versions_geos" in run.facts:
            versions["GEOS"] = run.facts["versions_geos"]
        if versions:
            notes.append(f"- {tool.title.split(',')[0]}: {', '.join(f'{k} {v}' for k, v in versions.items())}")
    return notes


def section(name: str, title: str, machine_text: str, parts: Sequence[str]) -> str:
    """Return a section with its heading."""
    return "\n".join([f"## {title}\n", f"`make bench SCENARIO={name}`. {machine_text}\n", *parts]).rstrip() + "\n"


def put(path: Path, name: str, text: str) -> None:
    """Put a section between its marks, at the end where there are none; all else stays."""
    start, end = f"<!-- bench {name} -->", f"<!-- end of bench {name} -->"
    before = path.read_text(encoding="utf-8") if path.exists() else "# Measured\n"
    marked = f"{start}\n{text}{end}\n"
    if start in before:
        head, _, rest = before.partition(start)
        _, _, tail = rest.partition(end + "\n")
        after = head + marked + tail
    else:
        after = before.rstrip("\n") + "\n\n" + marked
    path.write_text(after, encoding="utf-8")
