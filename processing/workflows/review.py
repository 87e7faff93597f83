"""Decisions of an earlier review in a new run: read before it computes, joined to its findings, and told."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pandas as pd
from qgis.core import QgsFeatureRequest, QgsVectorLayer

from ..analysis.review import COLUMNS, REVIEWER, ReviewedFindings, join_decisions
from ..analysis.vocabulary import Verdict
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.io.decisions import Decision, DecisionTable, identifier_among, shape_hash, suits
from ..bridge.io.feature_reading import read_layer
from ..bridge.io.provenance import Provenance
from ..bridge.located_yaml import shorten
from ..bridge.progress import FeedbackProgress
from ..reports.case_labels import PATCHES
from ..reports.changes import CHANGES
from ..reports.column_names import ABANDONED, LOSSES
from ..reports.styles.renderers import CANDIDATES, CONFLICTS

# The section of the provenance that tells which decisions a run has used.
SECTION = "decisions"
# Layers of findings that decisions are joined to, and the columns with their stable ids.
IDENTIFIERS = {
    **{CONFLICTS: "conflict_id", CANDIDATES: "candidate_id", LOSSES: "loss_id", ABANDONED: "abandoned_id"},
    **{CHANGES: "change_id", PATCHES: "case_id"},
}


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


def join_layers(
    layers: Mapping[str, pd.DataFrame], made: DecisionsMade, with_reviewer: bool = False
) -> dict[str, ReviewedFindings]:
    """Return the layers of findings among these, those of `IDENTIFIERS`, with the decisions on them.

    Args:
        layers: of results, by their names; findings have geometries.
        made: the decisions.
        with_reviewer: whether the findings also get the reviewer's name, which is personal.

    """
    columns = (*COLUMNS, REVIEWER) if with_reviewer else COLUMNS
    return {
        name: join_decisions(layers[name], made.frame, identifier, name, columns)
        for name, identifier in IDENTIFIERS.items()
        if name in layers
    }


def tell_review(
    reviewed: Iterable[ReviewedFindings], made: DecisionsMade, provenance: Provenance, warn: Callable[[str], None]
) -> None:
    """Tell how many decisions count in a run, and which do not.

    Args:
        reviewed: all layers of findings of the run.
        made: the decisions.
        provenance: of the run.
        warn: is told of findings that have changed, and of decisions whose findings are gone.

    """
    every = list(reviewed)
    used = sum(each.used for each in every)
    changed = sorted(finding for each in every for finding in each.changed)
    gone = sorted(finding for each in every for finding in each.gone)
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


def split_ids(text: str) -> list[str]:
    """Return the ids in a text, in their order: one a line, or with commas or semicolons between them."""
    return list(dict.fromkeys(word for word in re.split(r"[\s,;，；、]+", text) if word))


def record_decisions(
    package: Path, layer: str, ids: Sequence[str], verdict: str, remark: str, reviewer: str, progress: FeedbackProgress
) -> int:
    """Write a decision on findings of a package of results; return their number.

    Args:
        package: the GeoPackage.
        layer: of the findings.
        ids: their stable ids.
        verdict: a `Verdict`; any other word takes back what counts.
        remark: the reviewer's words.
        reviewer: who decides.
        progress: receives the fraction done; may cancel.

    Raises:
        InputError: a finding is not among the results, or cannot have this verdict; nothing is written.

    """
    identifier, shapes = _shapes(package, layer, ids)
    unknown = [finding for finding in ids if finding not in shapes]
    if unknown or not ids:
        text = tr("“{file}” has no finding “{finding}” in its layer {layer}. Nothing was written.")
        raise InputError(text.format(file=package.name, finding=unknown[0] if unknown else "", layer=layer))
    given = verdict if verdict in Verdict.values() else ""
    if not suits(given, identifier):
        text = tr("Findings of the layer {layer} are no use of land, and cannot be illegal. Nothing was written.")
        raise InputError(text.format(layer=layer))
    table = DecisionTable(package)
    for number, finding in enumerate(ids):
        progress.check()
        table.add(layer, finding, given, remark, reviewer, shapes[finding] if given else "")
        progress.set((number + 1) / len(ids))
    return len(ids)


def _shapes(package: Path, layer: str, ids: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Return the column with the ids of a layer's findings, and the hashes of the geometries of those asked for, by id.

    Empty where the layer is not there, or has no findings.
    """
    found = QgsVectorLayer(f"{package}|layername={layer}", layer, "ogr")
    column = identifier_among(found.fields().names()) if found.isValid() else ""
    if not column:
        return "", {}
    wanted, shapes = set(ids), {}
    request = QgsFeatureRequest().setSubsetOfAttributes([found.fields().indexOf(column)])
    for feature in read_layer(found, request):
        if str(feature[column]) in wanted:
            shapes[str(feature[column])] = shape_hash(feature.geometry())
    return column, shapes
