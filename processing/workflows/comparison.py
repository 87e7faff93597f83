"""Two results of “Run everything” compared: read, brought together, told in words."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd

from ..analysis.area.rounding import CENTS, cents_or_zero
from ..analysis.comparison import compare_findings, compare_summaries
from ..analysis.progress import Progress
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.io.provenance import LAYER
from ..bridge.io.result_files import require_layers
from ..bridge.io.result_reading import read_results_layer, read_results_table
from ..bridge.vocabulary import change_labels, list_labels
from ..reports import labels
from ..reports.case_labels import PATCHES
from ..reports.changes import CHANGES
from ..reports.column_names import ABANDONED, LOSSES
from ..reports.names import Names
from ..reports.number_format import printed_mu
from ..reports.styles.renderers import CANDIDATES, CONFLICTS
from .report import SUMMARY

FINDINGS_LAYER = "compared_findings"
_CHANGED = "changed_m2"  # of a change of cultivated land, what came or went
# Lists with the columns of id and area (m²) and those that are compared.
_LISTS = {
    CONFLICTS: ("conflict_id", "area_m2", ("kind", "severity", "DLBM")),
    CANDIDATES: ("candidate_id", "net_m2", ("source", "tier", "excluded", "deferred", "DLBM")),
    LOSSES: ("loss_id", "area_m2", ("kind", "DLBM")),
    ABANDONED: ("abandoned_id", "cultivated_m2", ("DLBM",)),
    CHANGES: ("change_id", _CHANGED, ("direction", "cause", "status", "previous_DLBM", "DLBM")),
    PATCHES: ("case_id", "suspected_m2", ("preliminary", "cause")),
}
_NEEDED = (CONFLICTS, CANDIDATES, SUMMARY)
_VERSION, _HASH = "version", ".sha256"
# Of the provenance what findings depend on beside the data: rules, and how is measured and divided.
_RULES = (
    (_VERSION, "farmland_redline"),
    *(("input", f"{name}{_HASH}") for name in ("POLICY", "TARGETS")),
    *(("parameter", name) for name in ("AREA_METHOD", "UNIT_SOURCE", "TOLERANCE", "SLIVER_WIDTH", "SLIVER_AREA")),
    *(("parameter", name) for name in ("ZONE_ROLES", "FIELD_MAPPING")),
)
_DIGITS = 12  # of a hash that are shown


@dataclass(frozen=True)
class Comparison:
    """What differs between two runs.

    Attributes:
        findings: a row a finding that is new, gone or changed, its list in `list`.
        figures: a row a unit and figure of the summary.
        doubts: sentences on what makes the runs differ beside the land.
    """

    findings: geopandas.GeoDataFrame
    figures: pd.DataFrame
    doubts: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield a sentence for each list and change: how many findings, and what they come to."""
        names, changes = list_labels(tr), change_labels(tr)
        for (name, change), rows in self.findings.groupby(["list", "change"], sort=True):
            area = printed_mu(rows["difference_mu"].sum(), signed=True, tr=tr)
            text = tr("{list}, {change}: {count}, {area} mu")
            yield text.format(list=names[name], change=changes[change], count=len(rows), area=area)


def compare_packages(before: Path, after: Path, names: Names, progress: Progress) -> Comparison:
    """Compare two GeoPackages of “Run everything”.

    Args:
        before: of the earlier run.
        after: of the later one.
        names: labels of parameters.
        progress: receives the fraction done; may cancel.

    Raises:
        InputError: one of them is none, or both are the same file.
    """
    found = [require_layers(path, _NEEDED) for path in (before, after)]
    if before.samefile(after):
        raise InputError(tr("Both results are the same file, “{file}”.").format(file=before.name))
    made = [_made_by(path, layers) for path, layers in zip((before, after), found)]
    doubts = _doubts(made[0], made[1], names)
    parts = []
    for number, (name, (identifier, area, watched)) in enumerate(_LISTS.items()):
        progress.set(number / len(_LISTS))
        if not all(name in layers for layers in found):
            if any(name in layers for layers in found):
                text = tr("{list}: only one of the results has this list; it is not compared.")
                doubts.append(text.format(list=list_labels(tr)[name]))
            continue
        old, now = (_read_findings(path, name, identifier) for path in (before, after))
        if old.crs is not None and now.crs is not None and old.crs != now.crs:
            old = old.to_crs(now.crs)
        compared = compare_findings(old, now, identifier, area, watched)
        compared.insert(0, "list", name)
        parts.append(compared)
    progress.set(1.0)
    crs = next(part.crs for part in parts)
    findings = geopandas.GeoDataFrame(pd.concat(parts, ignore_index=True), geometry="geometry", crs=crs)
    for name in findings.columns[findings.dtypes.eq(object)]:
        findings[name] = findings[name].where(findings[name].notna(), None)  # a list lacks what another has
    figures = compare_summaries(*(read_results_table(path, SUMMARY) for path in (before, after)))
    return Comparison(findings, figures, tuple(doubts))


def _read_findings(path: Path, name: str, identifier: str) -> geopandas.GeoDataFrame:
    """Return the findings of a list that have an id; small changes that were summed up have none."""
    found = read_results_layer(path, name)
    if name == CHANGES:
        old, now = (cents_or_zero(found[column]) for column in ("before_m2", "now_m2"))
        found[_CHANGED] = np.abs(now - old) / CENTS
    return found[found[identifier].notna()]


def _made_by(path: Path, layers: Container[str]) -> dict[tuple[str, str], str]:
    """Return the provenance of results, by section and name; empty where they have none."""
    rows = read_results_table(path, LAYER).itertuples(index=False) if LAYER in layers else ()
    return {(str(row.section), str(row.name)): str(row.value or "") for row in rows}


def _doubts(before: Mapping[tuple[str, str], str], after: Mapping[tuple[str, str], str], names: Names) -> list[str]:
    """Return a sentence on rules, versions and kinds of layers that the runs did not have in common, if any."""
    given = sorted({key for key in {*before, *after} if key[0] == "input" and "." not in key[1]})
    keys = [key for key in _RULES if before.get(key, "") != after.get(key, "")]
    keys += [key for key in given if (key in before) != (key in after)]
    if not keys:
        return []
    facts = []
    for section, name in keys:
        title = labels.parameter(name.removesuffix(_HASH), names, tr)
        old, now = (labels.value(name, run.get((section, name), ""), tr) or "–" for run in (before, after))
        if name.endswith(_HASH):
            old, now = old[:_DIGITS], now[:_DIGITS]
        facts.append(f"{labels.section(section, tr) if section == _VERSION else title} {old} → {now}")
    text = tr("The runs were made differently, so that differences may come from that and not from the land: {facts}.")
    return [text.format(facts=tr(", ").join(facts))]
