"""From a package of results to what people take into the field: findings chosen, put in order, and told in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..analysis.fieldwork.routes import patrol_order, walking_order
from ..analysis.rules.policy import Policy
from ..analysis.vocabulary import Level
from ..bridge.crs.systems import local_name
from ..bridge.errors import InputError
from ..bridge.i18n import report_language, tr
from ..bridge.io.datasets import layer_names
from ..bridge.io.result_reading import read_results_table
from ..bridge.policy.reader import load_classes
from ..bridge.progress import FeedbackProgress
from ..bridge.vocabulary import list_labels
from ..reports.field.check_sheet import SheetWords
from ..reports.field.findings import FieldFindings, FindingChoice, read_findings
from ..reports.field.form import FieldForm, list_columns
from ..reports.names import Names
from .made_lists import MADE_OF, made_lists
from .report import SUMMARY, report_names


@dataclass(frozen=True)
class FieldTask:
    """What is asked for.

    Attributes:
        package: a GeoPackage of results.
        choice: the findings.
        policy: names kinds, and says when a term is about to end.
        language: of what is written, `zh` or `en`.
        day: on which terms have ended or not (ISO 8601).
    """

    package: Path
    choice: FindingChoice
    policy: Policy
    language: str
    day: str


def field_names(policy: Policy, language: str) -> Names:
    """Return labels of ids and classes in a language, those of the lists of findings among them."""
    lists, kinds = list_labels(report_language(language)), FieldForm.of(language).term_kinds
    return report_names(policy, load_classes(), language, {"lists": lists, "term_kinds": kinds})


def field_lists(package: Path, asked: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the lists of findings that a package has, or that can be made of it.

    Raises:
        InputError: it has none of those that are asked for.
    """
    there = set(layer_names(package)) if package.is_file() else set()
    found = tuple(layer for layer in list_columns() if layer in asked and MADE_OF.get(layer, layer) in there)
    if not found:
        labels = list_labels(tr)
        raise InputError(
            tr("“{file}” has none of these lists: {lists}. Choose a GeoPackage that “Run everything” has made.").format(
                file=package.name, lists=", ".join(labels[layer] for layer in asked)
            )
        )
    return found


def unit_names_of(package: Path, policy: Policy, language: str) -> dict[str, str]:
    """Return the names of units by code: those of the results, or in English those of the policy."""
    english = language == "en"
    names = {unit.code: (unit.name_en if english else "") or unit.name for unit in policy.units}
    if SUMMARY in layer_names(package):
        table = read_results_table(package, SUMMARY)
        told = {str(code): str(name or "") for code, name in zip(table["code"], table["name"])}
        names = {**told, **names} if english else {**names, **told}
    return {code: name for code, name in names.items() if name not in ("", code)}


def chosen_findings(task: FieldTask, unit_names: Mapping[str, str], progress: FeedbackProgress) -> FieldFindings:
    """Return the findings that are asked for, unordered.

    Raises:
        InputError: there are none.
    """
    names, form = field_names(task.policy, task.language), FieldForm.of(task.language)
    made = made_lists(task.package, task.choice.layers, task.policy, task.language, task.day, progress)
    found = read_findings(task.package, task.choice, names, unit_names, form, progress.check, made)
    if found.frame.empty:
        raise InputError(
            tr("No finding is as asked for. Look at the lists, the units, the kinds, the severity and the decisions.")
        )
    return found


def in_walking_order(findings: FieldFindings) -> FieldFindings:
    """Return findings in the order of check sheets."""
    frame = findings.frame
    order = walking_order(*(frame[name].to_numpy() for name in (Level.VILLAGE.value, "x", "y", "finding")))
    return findings.take(order)


def in_patrol_order(findings: FieldFindings) -> FieldFindings:
    """Return findings in the order of a patrol."""
    frame = findings.frame
    order = patrol_order(*(frame[name].to_numpy() for name in (Level.VILLAGE.value, "severity", "x", "y", "finding")))
    return findings.take(order)


def sheet_words(task: FieldTask, findings: FieldFindings, office: str) -> SheetWords:
    """Return what stands on all check sheets."""
    years = sorted({int(year) for year in findings.frame["SJNF"].dropna()})
    tr = report_language(task.language)
    title = task.policy.title_in(task.language)
    basis = tr("Notice: {title}.").format(title=title)
    if years:
        data = tr("Data: land survey of {years}.").format(years=tr(", ").join(map(str, years)))
        basis = tr("{data} Notice: {title}.").format(data=data, title=title)
    system = local_name(findings.frame.crs, tr)
    return SheetWords(office, system, basis, task.language, tr)
