"""Two results of “Run everything” compared: read, brought together, told in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas
import pandas as pd

from ..analysis.comparison import compare_findings, compare_summaries
from ..analysis.progress import Progress
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.io.result_files import require_layers
from ..bridge.io.result_reading import read_results_layer, read_results_table
from ..bridge.vocabulary import change_labels
from ..reports.number_format import printed_mu
from ..reports.styles.renderers import CANDIDATES, CONFLICTS
from .loss_lists import ABANDONED, LOSSES
from .report import SUMMARY

FINDINGS_LAYER = "compared_findings"
# Lists with the columns of id and area (m²) and those that are compared.
_LISTS = {
    CONFLICTS: ("conflict_id", "area_m2", ("kind", "severity", "DLBM")),
    CANDIDATES: ("candidate_id", "net_m2", ("source", "tier", "excluded", "deferred", "DLBM")),
    LOSSES: ("loss_id", "area_m2", ("kind", "DLBM")),
    ABANDONED: ("abandoned_id", "cultivated_m2", ("DLBM",)),
}
_NEEDED = (CONFLICTS, CANDIDATES, SUMMARY)


@dataclass(frozen=True)
class Comparison:
    """What differs between two runs.

    Attributes:
        findings: a row a finding that is new, gone or changed, its list in `list`.
        figures: a row a unit and figure of the summary.
    """

    findings: geopandas.GeoDataFrame
    figures: pd.DataFrame

    def lines(self) -> Iterator[str]:
        """Yield a sentence for each list and change: how many findings, and what they come to."""
        names, changes = _list_names(), change_labels(tr)
        for (name, change), rows in self.findings.groupby(["list", "change"], sort=True):
            area = printed_mu(rows["difference_mu"].sum(), signed=True, tr=tr)
            text = tr("{list}, {change}: {count}, {area} mu")
            yield text.format(list=names[name], change=changes[change], count=len(rows), area=area)


def compare_packages(before: Path, after: Path, progress: Progress) -> Comparison:
    """Compare two GeoPackages of “Run everything”.

    Args:
        before: of the earlier run.
        after: of the later one.
        progress: receives the fraction done; may cancel.

    Raises:
        InputError: one of them is none, or both are the same file.
    """
    if before.resolve() == after.resolve():
        raise InputError(tr("Both results are the same file, “{file}”.").format(file=before.name))
    found = [require_layers(path, _NEEDED) for path in (before, after)]
    parts = []
    for number, (name, (identifier, area, watched)) in enumerate(_LISTS.items()):
        progress.set(number / len(_LISTS))
        if not all(name in layers for layers in found):
            continue
        old, now = (read_results_layer(path, name) for path in (before, after))
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
    return Comparison(findings, figures)


def _list_names() -> dict[str, str]:
    """Return the names of the lists."""
    return {
        CONFLICTS: tr("Occupation conflicts"),
        CANDIDATES: tr("Restoration candidates"),
        LOSSES: tr("Losses"),
        ABANDONED: tr("Abandoned land"),
    }
