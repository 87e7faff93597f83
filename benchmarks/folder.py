"""How `run_folder` grows with the counties of a folder, and what a run that was killed costs.

    make bench SCENARIO=folder                       2, 4 and 8 counties of 20,000 parcels
    make bench SCENARIO=folder SIZES=30x333000       thirty of 333,000; says first which disk it needs

Each run has a profile of its own, so that nothing is remembered of an earlier one. The first folder is run once more:
killed in the middle of a county when half of them are done, and started again. Results are deleted, counties stay.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from .county_files import CountyFolder, needed_bytes
from .folder_runs import FolderRun, Runner
from .report import cells

NAME, TITLE = "folder", "A folder of counties"
SIZES = ("2x20000", "4x20000", "8x20000")
HEADS = (
    *("counties", "parcels of each", "wall s", "processor s", "processor s a county", "peak GB", "inputs GB"),
    *("results GB", "1st county s", "middle s", "last s", "start-up and sums s"),
)
HAND_OVER = (
    *("counties", "killed after s", "counties done then", "started again s", "of the counties left s"),
    *("undisturbed s", "files that differ"),
)
_GIGABYTE = 1e9
_LEAST_WITH_MIDDLE = 3


def run_row(run: FolderRun) -> str:
    """Return the row of a run."""
    first = [str(run.folder.counties), f"{run.folder.parcels:,}"]
    if run.measured.error:
        return cells([*first, run.measured.error.replace("|", "/"), *[""] * (len(HEADS) - 3)])
    count, spent = len(run.seconds), run.measured.processor
    middle = f"{run.seconds[count // 2]:.1f}" if count >= _LEAST_WITH_MIDDLE else ""
    figures = [f"{run.measured.wall:.1f}", f"{spent:.1f}", f"{spent / count:.1f}", f"{run.measured.peak:.2f}"]
    figures += [f"{size / _GIGABYTE:.3f}" for size in run.sizes]
    rest = run.measured.wall - sum(run.seconds)
    return cells([*first, *figures, f"{run.seconds[0]:.1f}", middle, f"{run.seconds[-1]:.1f}", f"{rest:.1f}"])


def hand_over(runner: Runner, whole: FolderRun) -> str:
    """Kill a run in the middle, start it again, and return the row of what became of it."""
    folder, half = whole.folder, whole.folder.counties // 2
    first = [str(folder.counties)]
    runner.clear()
    killed = runner.kill(folder, half, whole.seconds[half] / 2)
    if killed is None:
        return cells([*first, "it ended before", *[""] * (len(HAND_OVER) - 2)])
    done = len(runner.seconds())
    again = runner.run(folder)
    if again.measured.error:
        return cells(
            [*first, f"{killed:.1f}", str(done), again.measured.error.replace("|", "/"), *[""] * (len(HAND_OVER) - 4)]
        )
    differ = sum(again.content.get(name) != whole.content.get(name) for name in {*again.content, *whole.content})
    figures = (killed, done, again.measured.wall, sum(again.seconds[done:]), whole.measured.wall)
    texts = [str(figure) if isinstance(figure, int) else f"{figure:.1f}" for figure in figures]
    return cells([*first, *texts, f"{differ} of {len(whole.content)}"])


def check_room(folders: Sequence[CountyFolder], place: Path) -> None:
    """Say what disk is needed, and exit where there is not so much."""
    needed, free = needed_bytes(folders) / _GIGABYTE, shutil.disk_usage(place).free / _GIGABYTE
    text = f"{needed:.2f} GB of disk are needed beside what is there, {free:.2f} GB are free"
    if needed > free:
        sys.exit(f"{text}: make room, or ask for less")
    print(text, flush=True)


def measure_folders(sizes: Sequence[str], repeat: int, timeout: float, place: Path) -> list[str]:
    """Return Markdown tables of folders of some sizes, each run so many times.

    Args:
        sizes: such as `8x20000`; see `SIZES`.
        repeat: how often.
        timeout: seconds that a county may take.
        place: for all files.

    """
    try:
        folders = [CountyFolder.parse(size, place) for size in sizes or SIZES]
    except ValueError as error:
        sys.exit(str(error))
    runner, runs = Runner(place, timeout), list[FolderRun]()
    runner.clear()
    check_room(folders, place)
    for folder in folders:
        folder.make()
        for _ in range(repeat):
            runner.clear()
            runs.append(runner.run(folder))
    tables = [_table(HEADS, [run_row(run) for run in runs])]
    if not runs[0].measured.error:
        tables.append(_table(HAND_OVER, [hand_over(runner, runs[0])]))
    runner.clear()
    return tables


def _table(heads: Sequence[str], rows: Sequence[str]) -> str:
    return "\n".join([cells(heads), "|" + "---:|" * len(heads), *rows, ""])
