"""What people decide on findings: a table beside the results in their GeoPackage, to which rows are only added.

The newest row of a finding counts, so each decision keeps its history, a reviewer never overwrites what another has
decided meanwhile, and what breaks off leaves the earlier rows as they are. A re-run carries the table over, as all that
users keep (see `kept_content`); rows are found again by the stable id of the finding. Written through the GDAL of QGIS,
which has the file open already: SQLite locks are lost where one process opens a file by two copies of the library. The
file is open only while the table is read or written, so that a run may replace it.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from osgeo import gdal, ogr
from qgis.core import QgsGeometry

from ...analysis.geometry_hash import geometry_hash
from ...analysis.vocabulary import Verdict
from ..errors import InputError
from ..i18n import tr
from .datasets import open_dataset, select
from .gdal_errors import why_failed

TABLE = "decisions"
_TEXTS = ("layer", "finding", "verdict", "remark", "reviewer", "decided", "shape")
_VERSION, _KEPT = "version", ("layer", "finding", "verdict")
_NEWER = "SELECT fid + 0 AS number, {columns} FROM {table} WHERE fid > {last} ORDER BY fid"
# Whatever type a column has in a table that somebody has sent, and whatever it holds.
_AS_TEXT, _AS_NUMBER = "CAST({name} AS TEXT) AS {name}", "CAST({name} AS INTEGER) AS {name}"
_FIRST, _MOST = -(2**63), 2**31 - 2  # the least number of a row; versions, which count from 1, with room for one more
# What in a table of that name would run, or never end: a view, and triggers other than GDAL's own, which count rows.
_OTHER = "SELECT 1 FROM sqlite_master WHERE lower(name) = '{table}' AND (type <> 'table' OR sql LIKE 'CREATE VIRTUAL%')"
_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = '{table}'"
_COUNTING = re.compile(
    r"(?is)CREATE TRIGGER \S+ AFTER (INSERT|DELETE) ON \S+ BEGIN UPDATE gpkg_ogr_contents"
    r" SET feature_count = feature_count [+-] 1 WHERE lower\(table_name\) = lower\('[^';]+'\); END"
)
# How long a write waits for another program that holds the file, and how often it asks.
_WAIT_S, _PAUSE_S = 4.0, 0.1


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


class DecisionTable:
    """The decisions in one GeoPackage of results."""

    def __init__(self, package: Path) -> None:
        """Read the table where there is one; the first decision makes it.

        Raises:
            InputError: the table is not as the review writes it.
        """
        self.package = package
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
            InputError: the table is not as the review writes it.
        """
        dataset, _ = open_dataset(self.package)
        if dataset is None or dataset.GetLayerByName(TABLE) is None:
            return set()
        changed = set()
        columns = ", ".join((*(_AS_TEXT.format(name=name) for name in _TEXTS), _AS_NUMBER.format(name=_VERSION)))
        try:
            is_other = bool(select(dataset, _OTHER.format(table=TABLE)))
            rows = [] if is_other else select(dataset, _NEWER.format(columns=columns, table=TABLE, last=self._last))
        except RuntimeError as error:
            raise InputError(self._no_decisions(str(error))) from error
        if is_other:
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
        self, layer: str, finding: str, verdict: str, remark: str, reviewer: str, shape: str, decided: str = ""
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
            InputError: the file cannot be written, or another program holds it for too long.
        """
        self.refresh()
        former = self._newest.get((layer, finding))
        decided = decided or datetime.now().astimezone().isoformat(timespec="seconds")
        version = 1 if former is None else former.version + 1
        one = Decision(layer, finding, verdict, remark, reviewer, decided, shape, version)
        end, reason = time.monotonic() + _WAIT_S, self._append(one)
        while reason and time.monotonic() < end:
            time.sleep(_PAUSE_S)
            reason = self._append(one)
        if reason:
            raise InputError(
                tr(
                    "The decision could not be written to “{path}” ({reason}). Is another program writing there, or "
                    "the file read-only? Nothing was changed; try again."
                ).format(path=self.package, reason=reason)
            )
        self.refresh()
        return one

    def _append(self, one: Decision) -> str:
        """Add a row in one transaction, and close the file; return why it could not be added, empty if it was."""
        dataset, reason = open_dataset(self.package, gdal.OF_UPDATE)
        if dataset is None:
            return reason
        try:
            self._require_no_trigger(dataset)
        except RuntimeError as error:  # another program holds the file
            return str(error)
        return why_failed(lambda: _add_row(dataset, one))

    def _require_no_trigger(self, dataset: gdal.Dataset) -> None:
        """Raise `InputError` if writing to the table would run statements that came with it."""
        found = select(dataset, _TRIGGERS.format(table=TABLE))
        foreign = [str(name) for name, text in found if not _COUNTING.fullmatch(" ".join(str(text).split()))]
        if foreign:
            raise InputError(
                tr(
                    "The table “{table}” of “{path}” has statements of its own that would run with each decision "
                    "(trigger {name}), and change the results. Nothing was written. Make the results anew in another "
                    "folder."
                ).format(table=TABLE, path=self.package, name=foreign[0])
            )


def _plain(text: object) -> str:
    """Return a value of the table as text; a mark stands for what is no character."""
    return str(text or "").encode("utf-8", "replace").decode()


def _add_row(dataset: gdal.Dataset, one: Decision) -> None:
    """Add a row to the table, which is made where there is none; an error leaves all as it was."""
    dataset.StartTransaction()
    table = dataset.GetLayerByName(TABLE)
    if table is None:
        table = dataset.CreateLayer(TABLE, None, ogr.wkbNone)
        for name in _TEXTS:
            table.CreateField(ogr.FieldDefn(name, ogr.OFTString))
        table.CreateField(ogr.FieldDefn(_VERSION, ogr.OFTInteger))
    row = ogr.Feature(table.GetLayerDefn())
    for name in (*_TEXTS, _VERSION):
        row.SetField(name, getattr(one, name))
    table.CreateFeature(row)
    kept = table.GetFeature(row.GetFID())
    if kept is not None and any(str(kept.GetField(name) or "") != getattr(one, name) for name in _KEPT):
        dataset.RollbackTransaction()
        raise RuntimeError(tr("the table keeps another value"))  # a column of another type takes nothing of a text
    dataset.CommitTransaction()
