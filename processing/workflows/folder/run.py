"""A run over many counties: one after the other, each in a transaction of its own, by the journal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd
from qgis.core import QgsProcessingException  # type: ignore[attr-defined]  # the stubs lack it

from ...analysis.rules.policy import Policy, SurveyClasses
from ...bridge.confidential import handed_on
from ...bridge.errors import InputError, free_megabytes
from ...bridge.file_limits import limit
from ...bridge.i18n import tr
from ...bridge.io.kept_content import written_hash
from ...bridge.memory import give_back
from ...bridge.progress import FeedbackProgress
from .county import County
from .county_results import CountyResults, read_county
from .journal import DONE, FAILED, Entry, Journal, state_of

COUNTIES = "counties"  # the table of what became of each
RunCounty = Callable[[County, Path, FeedbackProgress], None]
_MEGABYTE = 10**6
_MINUTE = 60


def run_counties(
    counties: Sequence[County],
    folder: Path,
    package: str,
    journal: Journal,
    run: RunCounty,
    check: Callable[[], None],
    progress: FeedbackProgress,
) -> Journal:
    """Run the counties that are not done, and return the journal of all.

    Args:
        counties: all of them.
        folder: receives a folder for each.
        package: name of the GeoPackage of a county's results.
        journal: of earlier runs, which goes on.
        run: runs one county into its folder.
        check: that what all counties share is as it was when the first began; called before and after each.
        progress: receives the fraction done, by the size of the counties' files; may cancel.

    Raises:
        InputError: there is too little room on the disk for the next one, or what they share was changed.

    """
    sizes = [max(county.size, 1) for county in counties]
    inputs = [state_of(county.files) for county in counties]
    there = [
        journal.is_done(county.folder, state, folder / county.folder / package)
        for county, state in zip(counties, inputs)
    ]
    clock, worked = time.monotonic(), 0
    for number, (county, size, state) in enumerate(zip(counties, sizes, inputs)):
        done = sum(sizes[:number])
        share = progress.part(done / sum(sizes), (done + size) / sum(sizes))
        share.set(0.0)
        if there[number]:
            text = tr("{county}: done already ({number} of {count}).")
            progress.feedback.pushInfo(text.format(county=county.name, number=number + 1, count=len(counties)))
            continue
        check()
        _require_room(folder, county, size)
        left = sum(size for size, is_there in zip(sizes[number:], there[number:]) if not is_there)
        progress.feedback.pushInfo(_heading(county, number, len(counties), _minutes(clock, worked, left)))
        begun = time.monotonic()
        if county.folder in journal.entries and journal.entries[county.folder].state == DONE:
            text = tr("{county}: its files or results have changed since it was run; it is run again.")
            progress.feedback.pushInfo(text.format(county=county.name))
        fault = _run_one(county, folder, run, share)
        check()
        mark = "" if fault else written_hash(folder / county.folder / package)
        seconds = round(time.monotonic() - begun, 1)
        entry = Entry(FAILED if fault else DONE, state, mark, handed_on(fault), seconds)
        journal = journal.with_entry(county.folder, entry)
        worked += size
    return journal


def read_results(
    counties: Sequence[County],
    folder: Path,
    package: str,
    journal: Journal,
    policy: Policy,
    classes: SurveyClasses,
    progress: FeedbackProgress,
) -> tuple[dict[str, CountyResults], dict[str, str]]:
    """Read what is merged; results of a county that another one has already stay out.

    Returns:
        results by the counties' folders, and why others are not among them.

    """
    results: dict[str, CountyResults] = {}
    reasons: dict[str, str] = {}
    owners: dict[str, str] = {}
    for number, county in enumerate(counties):
        progress.set(number / len(counties))
        entry = journal.entries[county.folder]
        if entry.state != DONE:
            reasons[county.folder] = entry.message
            continue
        read = read_county(folder / county.folder / package, policy, classes)
        give_back()
        twice = sorted(read.codes & set(owners))
        if twice:
            text = tr(
                "Parcels of {code} are in “{other}”, too, and would count twice: this county is not in the sums. Leave "
                "one of the two out."
            )
            reasons[county.folder] = text.format(code=twice[0], other=owners[twice[0]])
            continue
        owners |= dict.fromkeys(read.codes, county.name)
        results[county.folder] = read
    return results, reasons


def county_table(
    counties: Iterable[County], results: Mapping[str, CountyResults], reasons: Mapping[str, str]
) -> pd.DataFrame:
    """Return a row a county: whether it is in the sums, its figures, or why it is not."""
    rows = []
    for county in counties:
        found, reason = results.get(county.folder), reasons.get(county.folder, "")
        state, figures = (FAILED, {}) if found is None else (DONE, found.figures)
        rows.append({"county": county.name, "folder": county.folder, "state": state, **figures, "reason": reason})
    table = pd.DataFrame(rows)
    return table[[*(name for name in table.columns if name != "reason"), "reason"]]


def _run_one(county: County, folder: Path, run: RunCounty, progress: FeedbackProgress) -> str:
    """Run a county, and return what stopped it, which stops no other; empty where nothing did."""
    fault = county.fault
    if not fault:
        try:
            run(county, folder / county.folder, progress)
        except (QgsProcessingException, InputError) as error:
            fault = str(error)
    progress.check()
    if fault:
        text = tr("{county}: {reason}")
        progress.feedback.reportError(text.format(county=county.name, reason=fault), False)
    return fault


def _require_room(folder: Path, county: County, size: int) -> None:
    """Raise `InputError` where the disk has less room than a county's results may take."""
    needed = size * limit("run_folder", "output_per_input") // _MEGABYTE
    free = free_megabytes(folder)
    if free < needed:
        text = tr(
            "{county}: its results may take {needed} MB, and {free} MB are free on the disk of “{folder}”. The "
            "counties before it are done. Make room and run again: it goes on with this one."
        )
        raise InputError(text.format(county=county.name, needed=needed, free=free, folder=folder))


def _minutes(since: float, worked: int, left: int) -> int | None:
    """Return the minutes that are left at the speed until now; None before the first county is done."""
    return None if not worked else max(1, round((time.monotonic() - since) / worked * left / _MINUTE))


def _heading(county: County, number: int, count: int, minutes: int | None) -> str:
    """Return the line of the log with which a county begins."""
    text = tr("County {number} of {count}: {county}")
    if minutes is not None:
        text = tr("County {number} of {count}: {county} (about {minutes} min left)")
    return text.format(number=number + 1, count=count, county=county.name, minutes=minutes)
