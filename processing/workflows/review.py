"""Decisions of an earlier review in a new run: read before it computes, joined to its findings, and told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..analysis.review import COLUMNS, REVIEWER, join_decisions
from ..bridge.i18n import tr
from ..bridge.io.decisions import Decision, DecisionTable
from ..bridge.io.provenance import Provenance
from ..bridge.located_yaml import shorten
from ..reports.styles.renderers import CANDIDATES, CONFLICTS
from .loss_lists import ABANDONED, LOSSES

if TYPE_CHECKING:
    import geopandas

# The section of the provenance that tells which decisions a run has used.
SECTION = "decisions"
IDENTIFIERS = {CONFLICTS: "conflict_id", CANDIDATES: "candidate_id", LOSSES: "loss_id", ABANDONED: "abandoned_id"}


@dataclass(frozen=True)
class DecisionsMade:
    """The decisions that count in a GeoPackage of results, one a finding.

    Attributes:
        frame: a row a decision, with the attributes of `Decision` as columns.
        sha256: of all of them, by which two states of the table are told apart.
        unknown: verdicts that are none, of decisions that do not count.

    """

    frame: pd.DataFrame
    sha256: str
    unknown: tuple[str, ...] = ()


def read_decisions(package: Path) -> DecisionsMade | None:
    """Return the decisions that count in a GeoPackage of results; None where nobody has decided anything.

    Raises:
        InputError: the table is not as the review writes it.

    """
    if not package.is_file():
        return None
    table = DecisionTable(package)
    made, unknown = table.all_newest(), tuple(table.unknown_verdicts())
    if not made and not unknown:
        return None
    frame = pd.DataFrame([asdict(one) for one in made], columns=[field.name for field in fields(Decision)])
    digest = hashlib.sha256(frame.to_csv(index=False).encode("utf-8", "surrogatepass"))
    return DecisionsMade(frame, digest.hexdigest(), unknown)


def warn_of_newer(package: Path, used: DecisionsMade | None, warn: Callable[[str], None]) -> None:
    """Warn of decisions that were made while a run was at work, which its results do not know.

    Args:
        package: the new GeoPackage, to which the decisions were carried over.
        used: what the run has read at its beginning.
        warn: is told.

    """
    made = read_decisions(package)
    if made is not None and (used is None or made.sha256 != used.sha256):
        warn(tr("Decisions were made while the run was at work; they are kept, and count from the next run on."))


def review_findings(
    layers: Mapping[str, geopandas.GeoDataFrame],
    made: DecisionsMade,
    provenance: Provenance,
    warn: Callable[[str], None],
    with_reviewer: bool = False,
) -> dict[str, geopandas.GeoDataFrame]:
    """Return the layers of findings with the decisions on them; tell how many count, and which do not.

    Args:
        layers: findings by the layer's name, those of `IDENTIFIERS`.
        made: the decisions.
        provenance: of the run.
        warn: is told of findings that have changed, and of decisions whose findings are gone.
        with_reviewer: whether the findings also get the reviewer's name, which is personal.

    """
    columns = (*COLUMNS, REVIEWER) if with_reviewer else COLUMNS
    reviewed = {
        layer: join_decisions(frame, made.frame, IDENTIFIERS[layer], layer, columns) for layer, frame in layers.items()
    }
    used = sum(each.used for each in reviewed.values())
    changed = sorted(finding for each in reviewed.values() for finding in each.changed)
    gone = sorted(finding for each in reviewed.values() for finding in each.gone)
    provenance.add(SECTION, "used", used)
    provenance.add(SECTION, "changed", len(changed))
    provenance.add(SECTION, "gone", len(gone))
    provenance.add(SECTION, "sha256", made.sha256)
    if made.unknown:
        text = tr(
            "{count} decisions have a verdict that this version does not know (for example “{verdict}”): they are "
            "kept, but not used. Decide on these findings again."
        )
        warn(text.format(count=len(made.unknown), verdict=shorten(made.unknown[0])))
    if changed:
        text = tr(
            "{count} decided findings have another shape now (first: {finding}): their decisions are kept, but not "
            "used. Look at them again in the panel “Review of findings”."
        )
        warn(text.format(count=len(changed), finding=changed[0]))
    if gone:
        text = tr("{count} decided findings are not among the results any more (first: {finding}); they are kept.")
        warn(text.format(count=len(gone), finding=gone[0]))
    return {layer: each.findings for layer, each in reviewed.items()}
