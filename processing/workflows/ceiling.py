"""The ceiling of measure 18 from two surveys: stable cultivated land of the base year against now."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import geopandas
import pandas as pd

from ..analysis.area.rounding import THIRDS, cents_or_zero, limit_to_exact, to_cents
from ..analysis.balance.ceiling import STABLE_SUMS, ceiling_table, set_ceilings, sum_stable
from ..analysis.changes.tracking import Changes
from ..analysis.rules.candidates import stable_mask
from ..analysis.rules.evaluation import columns_read
from ..analysis.rules.policy import Policy, SurveyClasses
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.located_yaml import finite_decimal_text, shorten
from ..bridge.progress import FeedbackProgress
from ..bridge.survey.field_matching import match_fields, parse_pairs
from ..reports.balance_labels import CEILINGS
from .changes import divide_surveys, flows_of_year, lacks_earlier_survey
from .measures import MeasureInputs, MeasureResult
from .overlay.preparation import choose_crs
from .overlay.settings import Layers, OverlaySettings

_EARLIER, OFFSETS = "previous", "OFFSETS"


@dataclass(frozen=True)
class Ceilings:
    """What comes of the comparison: the table of units, and what is wrong with the data, as kinds and facts."""

    table: pd.DataFrame
    problems: geopandas.GeoDataFrame


def compare_stable(
    layers: Layers,
    classes: SurveyClasses,
    policy: Policy,
    settings: OverlaySettings,
    chosen: Mapping[str, int],
    flows: pd.DataFrame | None,
    progress: FeedbackProgress,
) -> Ceilings:
    """Compare stable cultivated land of two surveys, and set the ceilings.

    Args:
        layers: this survey, and as role `previous` the base survey.
        classes: the survey's classes.
        policy: its rule of stable land, the second-survey targets, the option `ceiling_mode`.
        settings: of the overlay.
        chosen: what counties set against their gaps, in 1/300 m².
        flows: of the year, by which it is known what was used; None where they were not given.
        progress: receives the fraction done; may cancel.

    Raises:
        InputError: only one of the surveys has a field by which land is judged stable.

    """
    columns = columns_read(policy.stable)
    _check_same_fields(layers, settings, columns)
    base = datetime.date(policy.base_year or datetime.date.fromisoformat(settings.date).year - 1, 12, 31)
    divided = divide_surveys(layers, classes, policy, settings, base, columns, progress)
    table = _ceilings(divided.changes, divided.earlier.attributes, classes, policy, base, settings.date, chosen, flows)
    told = pd.concat([divided.overlay.problems, *divided.earlier.problems], ignore_index=True)
    crs = choose_crs(layers.parcels)
    return Ceilings(table, geopandas.GeoDataFrame(told, geometry="geometry", crs=crs))


def lacks_base_survey(inputs: MeasureInputs) -> str:
    """Return why there is no ceiling: no earlier survey, or it is not the base; empty where there is one."""
    lack = lacks_earlier_survey(inputs)
    if lack or inputs.earlier_is_base:
        return lack
    return tr("the earlier survey is not the base since which stable land counts (“Earlier survey is”)")


def ceilings_of_pieces(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Set the ceilings by the pieces that a batch has made; what was used of them, flows of the year tell.

    Raises:
        InputError: only one of the surveys has a field by which land is judged stable.

    """
    earlier, base = inputs.earlier, inputs.earlier_date
    if earlier is None or base is None:
        raise ValueError("no earlier survey")
    _check_same_fields(inputs.layers, inputs.settings, columns_read(inputs.policy.stable))
    chosen = read_offsets(inputs.given.choices.get(OFFSETS, ""), OFFSETS, inputs.policy)
    progress.check()
    table = _ceilings(
        inputs.changes(),
        earlier.attributes,
        inputs.classes,
        inputs.policy,
        base,
        inputs.date.isoformat(),
        chosen,
        flows_of_year(inputs),
    )
    return MeasureResult({CEILINGS: table}, (), ceiling_lines(table))


def merge_ceilings(table: pd.DataFrame, policy: Policy, chosen: Mapping[str, int]) -> pd.DataFrame:
    """Return the ceilings of cities and counties anew, of rows of counties that were each made alone.

    Args:
        table: rows of counties, as `_ceilings` makes them.
        policy: with the cities, the second-survey targets, the option `ceiling_mode`.
        chosen: what counties set against their gaps, in 1/300 m².

    """
    rows = table.drop_duplicates("code").set_index("code")
    known = rows["stable_now_m2"].notna()
    sums = pd.DataFrame({name: cents_or_zero(rows[f"{name}_m2"]) for name in STABLE_SUMS}, index=rows.index)
    used = {str(code): limit_to_exact(area) for code, area in rows["used_mu"].dropna().items()}
    return _with_ceilings(sums.assign(has_data=known), policy, chosen, used or None)


def _ceilings(
    changes: Changes,
    earlier: pd.DataFrame,
    classes: SurveyClasses,
    policy: Policy,
    base: datetime.date,
    date: str,
    chosen: Mapping[str, int],
    flows: pd.DataFrame | None,
) -> pd.DataFrame:
    """Return the ceilings of units.

    Args:
        changes: what became of each piece since the base survey.
        earlier: attributes of the base survey's parcels.
        classes, policy, chosen, flows: as for `compare_stable`.
        base: day of the base survey.
        date: that of the later one.

    """
    stable_before = stable_mask(earlier, policy, classes, base) & changes.earlier.is_cultivated
    stable_now = stable_mask(changes.pieces, policy, classes, date) & (changes.now > 0)
    sums = sum_stable(changes, stable_before, stable_now)
    return _with_ceilings(sums, policy, chosen, _used(flows))


def _with_ceilings(
    sums: pd.DataFrame, policy: Policy, chosen: Mapping[str, int], used: Mapping[str, int] | None
) -> pd.DataFrame:
    """Return the table of ceilings of the sums of counties, by what each sets against its gap and has used."""
    known = sums[sums["has_data"]]
    delta = {str(code): int(cents) * THIRDS for code, cents in (known["stable_now"] - known["stable_base"]).items()}
    holding = {str(code): int(cents) * THIRDS for code, cents in known["holding_now"].items()}
    ceilings = set_ceilings(delta, holding, chosen, policy, policy.option("ceiling_mode"))
    return ceiling_table(sums, ceilings, used, policy)


def _check_same_fields(layers: Layers, settings: OverlaySettings, columns: set[str]) -> None:
    """Raise `InputError` where the surveys cannot be judged by the same fields."""
    survey = layers.survey

    def lacking(name: str, given: tuple[str, ...]) -> list[str]:
        mapping = {field: column for field, column in settings.field_mapping.items() if column in given}
        return sorted(columns & set(survey.fields) - set(match_fields(given, name, mapping, survey)))

    now = [(layer.name, lacking(layer.name, tuple(layer.columns))) for layer in layers.parcels.layers]
    base = [(data.name, lacking(data.name, tuple(data.columns))) for data in layers.zones[_EARLIER]]
    everywhere = set.intersection(*(set(fields) for _, fields in (*now, *base)))
    for layer, fields in (*now, *base):
        missing = [name for name in fields if name not in everywhere]
        if missing:
            raise InputError(
                tr(
                    "Layer “{layer}” lacks {fields}, by which the policy judges land stable, and the other survey has "
                    "it. Give both surveys with the same fields, or change the policy's rule (stable)."
                ).format(layer=layer, fields=", ".join(missing))
            )


def _used(flows: pd.DataFrame | None) -> dict[str, int] | None:
    """Return the approved construction on cultivated land by unit, in 1/300 m²; None where it is not known."""
    if flows is None or "approved_m2" not in flows:
        return None
    known = flows[flows["approved_m2"].notna()]
    return {str(code): int(to_cents(area)) * THIRDS for code, area in zip(known["code"], known["approved_m2"])}


def ceiling_lines(table: pd.DataFrame) -> list[str]:
    """Return the identity of stable land of each unit with data, in m², with its closure."""
    identity = tr(
        "{unit}: {base:,.2f} m² stable - {lost:,.2f} lost + {gained:,.2f} gained + {adjusted:,.2f} adjusted + "
        "{regraded:,.2f} re-graded + {boundary:,.2f} over boundaries = {now:,.2f} m² stable now; "
        "closure {closure:.2f} m²"
    )
    return [
        identity.format(
            unit=row.name or row.code or tr("unit unknown"),
            base=row.stable_base_m2,
            lost=row.lost_m2,
            gained=row.gained_m2,
            adjusted=row.adjusted_m2,
            regraded=row.regraded_m2,
            boundary=row.boundary_m2,
            now=row.stable_now_m2,
            closure=row.closure_m2,
        )
        for row in table[table["stable_now_m2"].notna()].itertuples()
    ]


def read_offsets(text: str, parameter: str, policy: Policy) -> dict[str, int]:
    """Return what counties set against their gaps, in 1/300 m², of a text `code=mu; code=mu`.

    Raises:
        InputError: a code names no county of the policy, or what stands behind it is no area.

    """
    counties = {county.code: county.name for county in policy.counties()}
    result = {}
    for code, amount in parse_pairs(text, parameter).items():
        area = finite_decimal_text(amount)
        if code not in counties:
            known = ", ".join(f"{name} {code}" for code, name in counties.items())
            message = tr("{parameter}: {value} is no county of the policy. Counties: {known}.")
            raise InputError(message.format(parameter=parameter, value=shorten(code), known=known))
        if area is None or area < 0:
            message = tr("{parameter}: {value} is no area. Write mu, such as 360281=1200.5.")
            raise InputError(message.format(parameter=parameter, value=shorten(amount)))
        result[code] = limit_to_exact(area)
    return result
