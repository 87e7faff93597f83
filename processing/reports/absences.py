"""The word that stands where a unit has no figure: no data, not given, or not set. Never 0, and never nothing."""

from __future__ import annotations

from ..analysis.rules.policy import MU_PER_WAN_MU
from .finding_sums import conflicts_known, has_no_data, is_given
from .labels import Translate
from .model import RESTORED_UNKNOWN, ReportModel
from .number_format import NOTHING, printed_mu

# Figures that the policy sets; all others are measured or told by the office.
_SET = ("holding_target", "pbf_target", "survey2_target", "survey3_target", "gap", "task", "surplus")
_OF_TARGETS = ("holding_difference", "pbf_difference", "gap_left", "uncovered", "progress")
_OF_PBF = ("pbf_delimited", "pbf_cultivated", "pbf_difference", "conflicts")


def absent_word(model: ReportModel, code: str, quantity: str, tr: Translate) -> str:
    """Return the word for a figure that a city or county does not have.

    Args:
        model: the report.
        code: of the unit.
        quantity: name of the figure, such as `holding`, `pbf_delimited`, `restored`, `task`.
        tr: translates.
    """
    if quantity in _SET:
        return tr("Not set")
    if has_no_data(model, code):
        return tr("No data")
    if quantity in _OF_PBF and not is_given(model, "pbf"):
        return tr("Not given")
    if quantity == "restored" or (quantity == "conflicts" and not conflicts_known(model)):
        return tr("Not given")
    gap = model.gap(code)
    if quantity == "gap_left" and gap is not None and gap.state == RESTORED_UNKNOWN:
        return tr("Restored land not known")
    return NOTHING if quantity in _OF_TARGETS else tr("No data")


def _is_absent(model: ReportModel, code: str, quantity: str, mu: float | None) -> bool:
    """Return whether a unit has no figure: nobody knows it, or the data does not reach the unit."""
    return mu is None or (quantity not in _SET and has_no_data(model, code))


def figure_or_word(model: ReportModel, code: str, quantity: str, mu: float | None, tr: Translate) -> float | str:
    """Return a figure (mu), or the word that stands for it; see `absent_word`."""
    return absent_word(model, code, quantity, tr) if _is_absent(model, code, quantity, mu) or mu is None else mu


def wan_mu_or_word(model: ReportModel, code: str, quantity: str, mu: float | None, tr: Translate) -> float | str:
    """Return a figure in 10,000 mu, or the word that stands for it; see `absent_word`."""
    figure = figure_or_word(model, code, quantity, mu, tr)
    return figure if isinstance(figure, str) else figure / MU_PER_WAN_MU


def figure_text(model: ReportModel, code: str, quantity: str, mu: float | None, tr: Translate) -> str:
    """Return a figure (mu) as it is printed, or the word that stands for it; see `absent_word`."""
    figure = figure_or_word(model, code, quantity, mu, tr)
    return figure if isinstance(figure, str) else printed_mu(figure, quantity.endswith("_difference"), tr)


def conflict_notes(model: ReportModel, tr: Translate) -> list[str]:
    """Return what every output says once of conflicts: what they show, or why there are none."""
    if not is_given(model, "pbf"):
        return [tr("No layer of permanent basic farmland was given, so conflicts were not looked for.")]
    if not conflicts_known(model):
        return [tr("No conflicts were given, so none are told.")]
    return legality_notes(model, tr)


def gross_and_net_note(tr: Translate) -> str:
    """Return why the gross area of conflicts may be more than what is registered, or delimited in all."""
    return tr(
        "Conflict areas are gross, with field ridges; areas registered as permanent basic farmland are net, without "
        "them. So more may be occupied than is registered."
    )


def legality_notes(model: ReportModel, tr: Translate) -> list[str]:
    """Return that findings are no judgement, and that nobody gave approvals, where that is so."""
    notes = [tr("Legality is yet to be verified: a conflict read from land classes shows a use, not an illegality.")]
    if not is_given(model, "approvals"):
        notes.append(tr("No approvals of land use were given: what is approved stands among the conflicts too."))
    return notes


def restored_note(tr: Translate) -> str:
    """Return what follows where nobody has told what was restored."""
    return tr(
        "What was restored since the base survey is not known, so neither is the gap left. Potential is set against "
        "the whole gap, the most that can be left."
    )


def unit_title(model: ReportModel, code: str, name: str, tr: Translate) -> str:
    """Return a unit's name; of a city that only some counties have data of also how many, since its sums are theirs."""
    row = model.target(code)
    if row is None or not row.is_partial:
        return name
    return tr("{unit} ({count} of {all} counties)").format(unit=name, count=row.children_with_data, all=row.children)
