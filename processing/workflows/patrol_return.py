"""What comes back from a patrol: answers joined with the results by the ids of findings, photos beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath

import pandas as pd

from ..analysis.columns import to_records
from ..analysis.fieldwork.field_checks import FieldCheck, Judged, Key, Known, judge_checks
from ..analysis.vocabulary import CheckOutcome, Verdict
from ..bridge.errors import InputError, damaged_file
from ..bridge.i18n import LANGUAGES, report_language, tr
from ..bridge.io.datasets import GEOPACKAGE, open_dataset, select
from ..bridge.io.decisions import DecisionTable, suits
from ..bridge.io.field_records import add_records
from ..bridge.io.photos import ENDINGS, FOLDER, PhotoError, add_photo
from ..bridge.io.reading import read_table
from ..bridge.io.sql import quoted
from ..bridge.io.staging import check_own_folders
from ..bridge.io.table_guard import is_other
from ..bridge.located_yaml import shorten
from ..bridge.progress import FeedbackProgress
from ..bridge.vocabulary import list_labels, verdict_labels
from ..reports.field.form import FieldForm, list_columns
from ..reports.field.patrol_package import CHECKED, CHECKER, FOUND, IDS, PATROL, REMARK, VERDICT, photo_columns
from ..reports.tables.table import Column, Table
from .made_lists import MADE_OF

RECORD = ("layer", "finding", VERDICT, FOUND, REMARK, CHECKER, CHECKED, "photos", "source")
_IDS_OF = "SELECT {identifier} FROM {layer}"
_TOLD = 20  # warnings of one kind; the table has all
_NEWEST = 2**31 - 2  # version of a decision, at most


@dataclass(frozen=True)
class PatrolReturn:
    """What became of what came back.

    Attributes:
        judged: each check with its outcome.
        decisions: number of decisions written.
        photos: number of photos copied.
        records: number of rows added to the table of checks.
    """

    judged: tuple[Judged, ...]
    decisions: int
    photos: int
    records: int

    def count(self, outcome: CheckOutcome) -> int:
        """Return the number of checks of an outcome."""
        return sum(each.outcome is outcome for each in self.judged)


def import_patrols(package: Path, folder: Path, progress: FeedbackProgress) -> PatrolReturn:
    """Read the answers of all patrol packages below a folder into a package of results.

    Photos are copied first, then all answers are noted in the table `field_checks`, then decisions are written. What
    breaks off is gone on with by the next import, which adds nothing twice.

    Args:
        package: a GeoPackage of results.
        folder: with the folders that devices brought back.
        progress: may cancel.

    Raises:
        InputError: there are no answers, a file cannot be read or written, or the folder of photos is a link.
    """
    if not package.is_file():
        raise InputError(
            tr("“{path}” does not exist. Was it moved, renamed or deleted? Choose it anew.").format(path=package)
        )
    check_own_folders(package.parent, [FOLDER])
    checks = read_checks(folder, progress)
    if not checks:
        raise InputError(
            tr("“{folder}” has no answers of a patrol: nothing is filled in, or there is no package in it.").format(
                folder=folder
            )
        )
    table = DecisionTable(package)
    findings = _findings(package, {check.layer for check in checks})
    # What is found of a term or a case is noted; nobody decides on it by a verdict.
    findings |= {check.key for check in checks if check.layer in MADE_OF}
    known = _known(table, checks, findings)
    identifiers = list_columns()
    judged, decisions = judge_checks(
        checks,
        known,
        findings,
        lambda check: (
            check.layer not in MADE_OF
            and check.verdict in Verdict.values()
            and suits(check.verdict, identifiers[check.layer])
        ),
    )
    copied, photos = _copy_photos(table, judged, folder, progress.part(0.2, 0.6))
    rows = [_record(each, names) for each, names in zip(judged, copied)]
    progress.check()
    records = add_records(package, RECORD, rows)
    for place, check in enumerate(decisions):
        progress.set(0.7 + 0.3 * place / len(decisions))
        decided = _local_time(check.checked)
        table.add(*check.key, check.verdict, check.remark, check.checker, check.shape, decided)
    _tell(judged, progress)
    return PatrolReturn(tuple(judged), len(decisions), photos, records)


def read_checks(folder: Path, progress: FeedbackProgress) -> list[FieldCheck]:
    """Return what was filled in, in all patrol packages below a folder.

    Raises:
        InputError: a package cannot be read, or lacks columns.
    """
    checks: list[FieldCheck] = []
    for path in _packages(folder):
        progress.check()
        if not _has_answers(path):
            continue
        rows = read_table(path, PATROL)
        missing = [name for name in (*IDS, VERDICT) if name not in rows]
        if missing:
            raise InputError(
                tr("“{path}” is no package of a patrol: it lacks {columns}.").format(
                    path=path, columns=", ".join(missing)
                )
            )
        source = path.relative_to(folder).as_posix()
        checks += [check for row in to_records(rows) if (check := _check_of(row, source)).is_visited]
    return checks


def _has_answers(path: Path) -> bool:
    """Return whether a GeoPackage is one of a patrol.

    Raises:
        InputError: it cannot be opened, so that nobody knows; or has a view in the place of the answers.

    """
    dataset, reason = open_dataset(path)
    if dataset is None:
        raise InputError(damaged_file(path, reason))
    if dataset.GetLayerByName(PATROL) is None:
        return False
    if is_other(dataset, PATROL):
        raise InputError(damaged_file(path, tr("“{layer}” is no plain table").format(layer=PATROL)))
    return True


def require_unanswered(folder: Path) -> None:
    """Check that no package below a folder, which new ones would replace, holds answers of a patrol.

    Raises:
        InputError: one does.
    """
    for path in _packages(folder):
        if _has_answers(path):
            rows = to_records(read_table(path, PATROL))
            if any(_check_of(row, "").is_visited for row in rows):
                raise InputError(
                    tr(
                        "“{path}” holds answers of a patrol, which new lists would replace. Import them first, and "
                        "choose another folder for the lists."
                    ).format(path=path)
                )


def _check_of(row: Mapping[str, object], source: str) -> FieldCheck:
    """Return a row of a package as a check."""

    def text(name: str) -> str:
        value = row.get(name)
        return "" if value is None or pd.isna(value) else str(value).strip()

    version = row.get("version")
    verdict = text(VERDICT)
    return FieldCheck(
        layer=text("layer"),
        finding=text("finding"),
        verdict=_verdicts().get(verdict.casefold(), verdict),
        found=text(FOUND),
        remark=text(REMARK),
        checker=text(CHECKER),
        checked=text(CHECKED),
        version=int(version) if isinstance(version, (int, float)) and 0 < version <= _NEWEST else 0,
        shape=text("shape"),
        photos=tuple(filter(None, (text(name) for name in photo_columns()))),
        source=source,
    )


@cache
def _verdicts() -> Mapping[str, str]:
    """Return the verdicts by what may stand for them: themselves, and their names in every language."""
    labels = (verdict_labels(report_language(language)) for language in LANGUAGES)
    words = {label.casefold(): value for names in labels for value, label in names.items()}
    return {**words, **{value: value for value in Verdict.values()}}


def _packages(folder: Path) -> list[Path]:
    """Return the GeoPackages below a folder, however their names are spelled."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == GEOPACKAGE and path.is_file())


def _findings(package: Path, layers: set[str]) -> set[Key]:
    """Return the findings that the results have, of some lists."""
    dataset, _ = open_dataset(package)
    found: set[Key] = set()
    for layer, identifier in list_columns().items():
        if layer in layers - set(MADE_OF) and dataset is not None and dataset.GetLayerByName(layer) is not None:
            statement = _IDS_OF.format(identifier=quoted(identifier), layer=quoted(layer))
            found |= {(layer, str(row[0])) for row in select(dataset, statement)}
    return found


def _known(table: DecisionTable, checks: list[FieldCheck], findings: set[Key]) -> dict[Key, Known]:
    """Return the decisions that count on what was checked: not those on a shape that the device no longer had."""
    known = {}
    for check in checks:
        newest = table.newest(*check.key) if check.key in findings else None
        if newest is not None and ("" in (newest.shape, check.shape) or newest.shape == check.shape):
            known[check.key] = Known(newest.verdict, newest.reviewer, newest.version)
    return known


def _copy_photos(
    table: DecisionTable, judged: list[Judged], folder: Path, progress: FeedbackProgress
) -> tuple[list[tuple[str, ...]], int]:
    """Copy the photos of checks beside the results; return the names of the copies of each, and how many are new."""
    copied: list[tuple[str, ...]] = []
    new, missing = 0, []
    for place, each in enumerate(judged):
        progress.set(place / len(judged))
        names = []
        for photo in each.check.photos:
            source = _photo_file(folder / PurePosixPath(each.check.source).parent, photo)
            shown = f"{each.check.source}: {photo}"
            if source is None:
                missing.append(tr("The photo {photo} is not there, or is none.").format(photo=shown))
                continue
            try:
                copy, digest, is_new = add_photo(table.package, *each.check.key, source)
            except PhotoError as error:
                missing.append(tr("The photo {photo} was not taken: {reason}").format(photo=shown, reason=error))
                continue
            if is_new:
                table.note_photo(*each.check.key, copy.name, digest)
            names.append(f"{FOLDER}/{copy.name}")
            new += is_new
        copied.append(tuple(names))
    for text in missing[:_TOLD]:
        progress.feedback.pushWarning(text)
    if len(missing) > _TOLD:
        progress.feedback.pushWarning(tr("{count} more photos were not taken.").format(count=len(missing) - _TOLD))
    return copied, new


def _photo_file(folder: Path, photo: str) -> Path | None:
    """Return the file of a photo: in the folder of its package or below it, and of a picture; else None.

    A path that leads out of the folder is none of a patrol, whoever wrote it.
    """
    try:
        path = (folder / photo.replace("\\", "/")).resolve()
        inside = path.is_relative_to(folder.resolve())
        return path if inside and path.suffix.lower() in ENDINGS and path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _record(judged: Judged, photos: tuple[str, ...]) -> tuple[str, ...]:
    """Return a check as a row of `RECORD`."""
    check = judged.check
    values = (check.verdict, check.found, check.remark, check.checker, check.checked, ";".join(photos), check.source)
    return (check.layer, check.finding, *values)


def _local_time(text: str) -> str:
    """Return a time as the decisions have it; empty for none, or one that cannot be read."""
    try:
        return datetime.fromisoformat(text.replace("/", "-")).astimezone().isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return ""


def outcome_labels() -> dict[CheckOutcome, str]:
    """Return what an outcome is called."""
    return {
        CheckOutcome.TAKEN: tr("Taken as a decision"),
        CheckOutcome.AGREED: tr("Decided so already"),
        CheckOutcome.DIFFERS: tr("People differ: to be decided"),
        CheckOutcome.SUPERSEDED: tr("A later word of the same person counts"),
        CheckOutcome.UNKNOWN: tr("No finding of these results"),
        CheckOutcome.UNDECIDED: tr("Noted, without a verdict"),
    }


def _tell(judged: list[Judged], progress: FeedbackProgress) -> None:
    """Warn of findings on which people differ, and of those that the results do not have."""
    verdicts = verdict_labels(tr)
    differing = [each for each in judged if each.outcome is CheckOutcome.DIFFERS]
    for each in differing[:_TOLD]:
        others = ", ".join(f"{who or '–'}: {verdicts.get(verdict, verdict)}" for who, verdict in each.others)
        text = tr("{finding}: {who} says “{verdict}”, but {others}. Nothing was decided; decide in the review panel.")
        progress.feedback.pushWarning(
            text.format(
                finding=each.check.finding,
                who=each.check.checker or each.check.source,
                verdict=verdicts.get(each.check.verdict, each.check.verdict),
                others=others,
            )
        )
    if len(differing) > _TOLD:
        text = tr("{count} more findings on which people differ; the table lists all.")
        progress.feedback.pushWarning(text.format(count=len(differing) - _TOLD))
    strange = [each.check.verdict for each in judged if each.check.verdict not in ("", *verdicts)]
    if strange:
        text = tr("{count} answers have a verdict that is none (for example “{verdict}”); they decide nothing.")
        progress.feedback.pushWarning(text.format(count=len(strange), verdict=shorten(strange[0])))
    unknown = sum(each.outcome is CheckOutcome.UNKNOWN for each in judged)
    if unknown:
        text = tr("{count} answers are of findings that these results do not have; they are noted, and decide nothing.")
        progress.feedback.pushWarning(text.format(count=unknown))


def return_table(result: PatrolReturn, language: str) -> Table:
    """Return what became of each check, in words."""
    form, verdicts, lists, outcomes = FieldForm.of(language), verdict_labels(tr), list_labels(tr), outcome_labels()
    told = [
        {
            tr("Outcome"): outcomes[each.outcome],
            tr("List"): lists.get(each.check.layer, each.check.layer),
            tr("Finding id"): each.check.finding,
            tr("Verdict"): verdicts.get(each.check.verdict, each.check.verdict),
            tr("Use now"): form.found.get(each.check.found, each.check.found),
            tr("Remark"): each.check.remark,
            tr("Checked by"): each.check.checker,
            tr("Checked at"): each.check.checked,
            tr("Others"): ", ".join(f"{who}: {verdicts.get(one, one)}" for who, one in each.others),
            tr("File"): each.check.source,
        }
        for each in result.judged
    ]
    title = tr("What became of the answers")
    columns = tuple(Column(heading) for heading in told[0])
    return Table("patrol_return", title, title, columns, [tuple(row.values()) for row in told])
