"""What people decide on findings: a table beside the results in their GeoPackage, to which rows are only added.

The newest row of a finding counts, so each decision keeps its history, a reviewer never overwrites what another has
decided meanwhile, and what breaks off leaves the earlier rows as they are. A re-run carries the table over, as all that
users keep (see `kept_content`); rows are found again by the stable id of the finding. Written through the GDAL of QGIS,
which has the file open already: SQLite locks are lost where one process opens a file by two copies of the library. The
file is open only while the table is read or written, so that a run may replace it.

A finding that a person finds illegal becomes a case in the table `cases`, in the same transaction; a later decision on
it changes the status of the case, and nothing else of what the office has written there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from osgeo import gdal, ogr
from qgis.core import QgsGeometry

from ...analysis import cases
from ...analysis.geometry_hash import geometry_hash
from ...analysis.vocabulary import Verdict
from ..errors import InputError, damaged_file
from ..i18n import tr
from .datasets import open_dataset, select
from .gdal_errors import MALFORMED, is_held, why_failed
from .sql import literal, quoted
from .table_guard import is_other, require_no_trigger

TABLE, PHOTOS = "decisions", "photos"
_PHOTO = ("layer", "finding", "file", "sha256", "added")
_TEXTS = ("layer", "finding", "verdict", "remark", "reviewer", "decided", "shape")
_VERSION, _KEPT = "version", ("layer", "finding", "verdict")
_NEWER = "SELECT fid + 0 AS number, {columns} FROM {table} WHERE fid > {last} ORDER BY fid"
# Whatever type a column has in a table that somebody has sent, and whatever it holds.
_AS_TEXT, _AS_NUMBER = "CAST({name} AS TEXT) AS {name}", "CAST({name} AS INTEGER) AS {name}"
_FIRST, _MOST = -(2**63), 2**31 - 2  # the least number of a row; versions, which count from 1, with room for one more
# What in a table of that name would run, or never end: a view, and triggers other than GDAL's own, which count rows.
# How long a write waits for another program that holds the file, how often it asks, and for how long each time.
_WAIT_S, _PAUSE_S, _BUSY_MS = 8.0, 0.1, 100
# Columns with the stable ids of findings; those of uses of land, which may be illegal. Patches are numbered as their
# cases, and told from the table of cases by what it has not.
_CASE, _OF_PATCHES = "case_id", "preliminary"
_USES = ("conflict_id", "loss_id", "change_id")
IDENTIFIERS = (*_USES, "candidate_id", "abandoned_id")
ORDER = (*IDENTIFIERS, _CASE)  # in which lists are reviewed
_BUSY = "SQLITE_BUSY_TIMEOUT"
_DAY = len("2026-01-02")


@dataclass(frozen=True)
class Decision:
    """What somebody decided on a finding.

    Attributes:
        layer: the layer of the finding, `conflicts` or `candidates`.
        finding: its stable id.
        verdict: a `Verdict`; empty where a decision was taken back.
        remark: the reviewer's words.
        reviewer: who decided.
        decided: when, as local time with its offset (ISO 8601).
        shape: hash of the finding's geometry at that time.
        version: 1 for the first decision on the finding, and so on.
    """

    layer: str
    finding: str
    verdict: str
    remark: str
    reviewer: str
    decided: str
    shape: str
    version: int = 0


def shape_hash(geometry: QgsGeometry) -> str:
    """Return the `geometry_hash` of a feature of results, as QGIS reads it."""
    return geometry_hash(bytes(geometry.asWkb()))


def suits(verdict: str, identifier: str) -> bool:
    """Return whether a verdict can be given on findings whose ids stand in a column: only uses may be illegal."""
    return verdict != Verdict.ILLEGAL or identifier in (*_USES, _CASE)


def identifier_among(columns: Collection[str]) -> str:
    """Return which of a layer's columns has the stable ids of findings; empty if it has no findings."""
    found = next((name for name in IDENTIFIERS if name in columns), "")
    return found or (_CASE if _CASE in columns and _OF_PATCHES in columns else "")


class BusyError(InputError):
    """Another program holds the file."""


class DecisionTable:
    """The decisions in one GeoPackage of results."""

    def __init__(self, package: Path, wait_s: float = _WAIT_S) -> None:
        """Read the table where there is one; the first decision makes it.

        Args:
            package: the GeoPackage.
            wait_s: how long to wait for another program that holds the file; panels, which must answer, do not wait
                but ask again.

        Raises:
            InputError: the file cannot be read, or the table is not as the review writes it.
        """
        self.package, self._wait_s = package, wait_s
        self._newest: dict[tuple[str, str], Decision] = {}
        self._last = _FIRST  # number of the newest row that was read
        self.refresh()

    def newest(self, layer: str, finding: str) -> Decision | None:
        """Return the decision that counts; None where there is none, or it was taken back."""
        found = self._newest.get((layer, finding))
        return found if found is not None and found.verdict in Verdict.values() else None

    def all_newest(self) -> list[Decision]:
        """Return the decisions that count, sorted by layer and finding."""
        return [one for _, one in sorted(self._newest.items()) if one.verdict in Verdict.values()]

    def unknown_verdicts(self) -> list[str]:
        """Return the verdicts of newest decisions that are none of `Verdict`, sorted: they do not count."""
        return sorted(
            one.verdict for one in self._newest.values() if one.verdict and one.verdict not in Verdict.values()
        )

    def refresh(self) -> set[tuple[str, str]]:
        """Read what was added since, by this or another program; return the layers and ids of these findings.

        Raises:
            InputError: the file cannot be read (`BusyError`: now), or the table is not as the review writes it.
        """
        if not self.package.is_file():
            return set()
        dataset, reason = self._open()
        if dataset is None:
            text = tr(
                "The decisions in “{path}” could not be read ({reason}). Restore that file, move it away, or choose "
                "another folder."
            )
            raise self._error(reason, text)
        if dataset.GetLayerByName(TABLE) is None:
            return set()
        changed = set()
        columns = ", ".join((*(_AS_TEXT.format(name=name) for name in _TEXTS), _AS_NUMBER.format(name=_VERSION)))
        try:
            is_view = is_other(dataset, TABLE)
            rows = [] if is_view else select(dataset, _NEWER.format(columns=columns, table=TABLE, last=self._last))
        except RuntimeError as error:
            if MALFORMED in str(error):
                raise InputError(damaged_file(self.package, f"{TABLE}: {MALFORMED}")) from error
            raise InputError(self._no_decisions(str(error))) from error
        if is_view:
            raise InputError(self._no_decisions(tr("it is a view or a virtual table")))
        for fid, *texts, version in rows:
            number = version if isinstance(version, int) and 0 < version <= _MOST else 0
            one = Decision(**dict(zip(_TEXTS, map(_plain, texts))), version=number)
            key = one.layer, one.finding
            if key not in self._newest or one.version >= self._newest[key].version:
                self._newest[key] = one
                changed.add(key)
            self._last = max(self._last, int(str(fid)))
        return changed

    def _no_decisions(self, reason: str) -> str:
        """Return the message that the table is another one."""
        return tr(
            "The table “{table}” of “{path}” is none of decisions on findings ({reason}). Rename it, or choose another "
            "folder."
        ).format(table=TABLE, path=self.package, reason=reason)

    def add(
        self,
        layer: str,
        finding: str,
        verdict: str,
        remark: str,
        reviewer: str,
        shape: str,
        decided: str = "",
    ) -> Decision:
        """Write a decision, and return it when it is on the disk.

        Args:
            layer: of the finding.
            finding: its id.
            verdict: a `Verdict`; empty to take the decision that counts back.
            remark: the reviewer's words.
            reviewer: who decides.
            shape: `shape_hash` of the finding.
            decided: when, as `Decision.decided`; now if empty.

        Raises:
            InputError: the file cannot be written, or (`BusyError`) another program holds it for too long.
        """
        self.refresh()
        former = self._newest.get((layer, finding))
        decided = decided or datetime.now().astimezone().isoformat(timespec="seconds")
        version = 1 if former is None else former.version + 1
        one = Decision(layer, finding, verdict, remark, reviewer, decided, shape, version)
        self._write(lambda dataset: _write_decision(dataset, one))
        self.refresh()
        return one

    def note_photo(self, layer: str, finding: str, file: str, sha256: str) -> None:
        """Note a photo of a finding with its hash; what `photos.add_photo` returned.

        Raises:
            InputError: as for `add`.
        """
        added = datetime.now().astimezone().isoformat(timespec="seconds")
        values = dict(zip(_PHOTO, (layer, finding, file, sha256, added)))
        self._write(lambda dataset: _add_row(_table(dataset, PHOTOS, dict.fromkeys(_PHOTO, ogr.OFTString)), values))

    def _write(self, change: Callable[[gdal.Dataset], None]) -> None:
        """Change the file in one transaction, and close it; ask again while another program holds it.

        Raises:
            InputError: as for `add`.
        """
        end, reason = time.monotonic() + self._wait_s, self._try(change)
        while is_held(reason) and time.monotonic() < end:
            time.sleep(_PAUSE_S)
            reason = self._try(change)
        if reason:
            text = tr(
                "The decision could not be written to “{path}” ({reason}). Is another program writing there, or the "
                "file read-only? Nothing was changed; try again."
            )
            raise self._error(reason, text)

    def _try(self, change: Callable[[gdal.Dataset], None]) -> str:
        """Change the file in one transaction; return why it could not be changed, empty if it was."""

        def transact(dataset: gdal.Dataset) -> None:
            require_no_trigger(dataset, (TABLE, PHOTOS, cases.TABLE), self.package)
            _require(dataset.StartTransaction())
            try:
                change(dataset)
                _require(dataset.CommitTransaction())
            except RuntimeError:
                dataset.RollbackTransaction()
                raise

        with _short_waits():
            dataset, reason = open_dataset(self.package, gdal.OF_UPDATE)
            return reason if dataset is None else why_failed(lambda: transact(dataset))

    def _open(self) -> tuple[gdal.Dataset | None, str]:
        """Return the file, opened for reading, and why it could not be opened; wait while another program holds it."""
        end = time.monotonic() + self._wait_s
        with _short_waits():
            dataset, reason = open_dataset(self.package)
            while dataset is None and is_held(reason) and time.monotonic() < end:
                time.sleep(_PAUSE_S)
                dataset, reason = open_dataset(self.package)
        return dataset, reason

    def _error(self, reason: str, text: str) -> InputError:
        """Return the error of a text for a reason that GDAL gives."""
        kind = BusyError if is_held(reason) else InputError
        told = reason or tr("it is no GeoPackage, or damaged")
        return kind(text.format(path=self.package, reason=told))


def _plain(text: object) -> str:
    """Return a value of the table as text; a mark stands for what is no character."""
    return str(text or "").encode("utf-8", "replace").decode()


@contextmanager
def _short_waits() -> Iterator[None]:
    """Have GDAL wait for another program for a moment only, instead of its five seconds."""
    before = gdal.GetConfigOption(_BUSY)
    gdal.SetConfigOption(_BUSY, str(_BUSY_MS))
    try:
        yield
    finally:
        gdal.SetConfigOption(_BUSY, before)


def _write_decision(dataset: gdal.Dataset, one: Decision) -> None:
    """Add a decision and what follows for the table of cases."""
    table = _table(dataset, TABLE, dict.fromkeys(_TEXTS, ogr.OFTString) | {_VERSION: ogr.OFTInteger})
    _add_row(table, {name: getattr(one, name) for name in (*_TEXTS, _VERSION)}, _KEPT)
    _write_case(dataset, one)


def _write_case(dataset: gdal.Dataset, one: Decision) -> None:
    """Add the case of an illegal finding where there is none; else set the status of its case, if there is one."""
    illegal = one.verdict == Verdict.ILLEGAL
    if not illegal and dataset.GetLayerByName(cases.TABLE) is None:
        return
    kinds = {name: ogr.OFTReal if name in cases.AREAS else ogr.OFTString for name in cases.COLUMNS}
    table = _table(dataset, cases.TABLE, kinds)
    table.SetAttributeFilter(f"case_id = {literal(one.finding)}")
    found = list(table)
    table.SetAttributeFilter(None)
    for row in found:
        row.SetField("status", cases.case_status(one.verdict))
        _require(table.SetFeature(row))
    if illegal and not found:
        _add_row(table, cases.case_of(one.finding, _attributes_of(dataset, one), one.decided[:_DAY]))


def _attributes_of(dataset: gdal.Dataset, one: Decision) -> dict[str, object]:
    """Return the attributes of a finding that have a value; none where its layer is not in the file."""
    layer = dataset.GetLayerByName(one.layer)
    column = "" if layer is None else identifier_among([field.GetName() for field in layer.schema])
    if layer is None or not column:
        return {}
    layer.SetAttributeFilter(f"{quoted(column)} = {literal(one.finding)}")
    feature = layer.GetNextFeature()
    layer.SetAttributeFilter(None)
    return {} if feature is None else {name: value for name, value in feature.items().items() if value is not None}


def _table(dataset: gdal.Dataset, name: str, kinds: Mapping[str, int]) -> ogr.Layer:
    """Return a table without geometry, which is made where there is none."""
    table = dataset.GetLayerByName(name)
    if table is None:
        table = dataset.CreateLayer(name, None, ogr.wkbNone)
        for column, kind in kinds.items():
            table.CreateField(ogr.FieldDefn(column, kind))
    return table


def _add_row(table: ogr.Layer, values: Mapping[str, object], kept: Iterable[str] = ()) -> None:
    """Add a row; what is None stays empty.

    Args:
        table: the table.
        values: by column.
        kept: columns whose texts the table must keep: a column of another type takes nothing of a text.

    Raises:
        RuntimeError: the row cannot be added.
    """
    row = ogr.Feature(table.GetLayerDefn())
    for name, value in values.items():
        if value is not None:
            row.SetField(name, value)
    _require(table.CreateFeature(row))
    written = table.GetFeature(row.GetFID())
    if written is not None and any(str(written.GetField(name) or "") != values[name] for name in kept):
        raise RuntimeError(tr("the table keeps another value"))


def _require(code: int | None) -> None:
    """Raise `RuntimeError` where GDAL, which may raise none itself, has failed."""
    if code:
        raise RuntimeError(gdal.GetLastErrorMsg())
