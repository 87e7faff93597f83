"""Sums of lost cultivated land by county and kind, and of abandoned cultivated land by village."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..absences import legality_notes
from ..finding_sums import count_parcels, finding_sum, gross_area, has_no_data, is_given, net_cultivated
from ..labels import Translate
from ..model import UNASSIGNED, ReportModel
from ..number_format import INTEGER, MU
from .table import Column, Table, in_unit

_VILLAGE = ("county", "township", "village")
_SUMMED = ("BSM", "area_m2", "cultivated_m2", "pbf")


def loss_notes(model: ReportModel, tr: Translate) -> list[str]:
    """Return what is to be known of losses: which layers were not given, and that a use is no illegality."""
    return [*missing_loss_notes(model, tr), *legality_notes(model, tr)]


def missing_loss_notes(model: ReportModel, tr: Translate) -> list[str]:
    """Return which losses are not listed, since the layers that tell of them were not given."""
    missing = {
        "protected": tr("No layer of protected farmland was given; what was lost of it is not listed."),
        "previous": tr("No earlier survey was given; construction on cultivated land outside PBF is not listed."),
    }
    return [note for role, note in missing.items() if not is_given(model, role)]


def loss_sums_table(model: ReportModel, tr: Translate) -> Table:
    """Return the losses of each county, by kind and in all: parcels, gross area, net area lost."""
    frame, mu, kinds = model.losses, in_unit(tr("mu"), tr), loss_kinds(model)
    groups = [str(model.names.of("losses", kind)) for kind in kinds]
    groups += [tr("Total")] if len(kinds) != 1 else []
    columns = [Column(tr("County"), key="name"), Column(tr("County code"), key="code")]
    for group in groups:
        columns += [
            Column(tr("Number of parcels"), INTEGER, group),
            Column(mu(tr("Gross area")), MU, group),
            Column(mu(tr("Cultivated land lost, net")), MU, group),
        ]

    def figures(chosen: pd.DataFrame) -> list[object]:
        """Return the figures of a row: by kind, and in all."""
        parts = [chosen[chosen["kind"] == kind] for kind in kinds]
        sums = [finding_sum(part) for part in (*parts, *([chosen] if len(kinds) != 1 else []))]
        return [v for s in sums for v in (s.parcels, s.gross, tr("Not known") if s.lost is None else s.lost)]

    rows: list[tuple[object, ...]] = []
    for code in _counties(model, frame):
        own = frame[frame["county"].isna() if code == UNASSIGNED else frame["county"] == code]
        empty = has_no_data(model, code)
        shown = [tr("No data")] * (len(columns) - 2) if empty else figures(own)
        rows.append((model.unit_name(code) or tr("Unassigned"), code, *shown))
    rows.append((tr("Total"), None, *figures(frame)))
    return Table(
        key="loss_sums",
        name=tr("Losses by county"),
        title=tr("Cultivated land lost outside permanent basic farmland, by county and kind"),
        columns=tuple(columns),
        rows=rows,
        notes=tuple(loss_notes(model, tr)),
        totals=frozenset({len(rows) - 1}),
    )


def loss_kinds(model: ReportModel) -> list[str]:
    """Return the kinds of loss that there are, in the order of the policy."""
    known, found = model.names.order("losses"), model.losses["kind"].dropna().unique()
    return sorted(map(str, found), key=lambda kind: (known.index(kind) if kind in known else len(known), kind))


def _counties(model: ReportModel, frame: pd.DataFrame) -> Sequence[str]:
    """Return the counties that have a row; findings without a county have one where there are some."""
    without = bool(len(frame)) and bool(frame["county"].isna().any())
    codes = [code for code in model.counties if code != UNASSIGNED]
    return [*codes, *([UNASSIGNED] if without else [])]


def abandoned_sums_table(model: ReportModel, tr: Translate) -> Table:
    """Return the abandoned cultivated land of each village: parcels, gross and net area, inside PBF and outside."""
    frame, mu = model.abandoned.filter([*_VILLAGE, *_SUMMED]), in_unit(tr("mu"), tr)
    net = tr("Net area")
    columns = (
        Column(tr("County"), key="county_name"),
        Column(tr("Township"), key="township_name"),
        Column(tr("Village"), key="village_name"),
        Column(tr("Village code"), key="code"),
        Column(tr("Number of parcels"), INTEGER),
        Column(mu(tr("Gross area")), MU),
        Column(mu(net), MU),
        Column(mu(tr("Inside PBF")), MU, net),
        Column(mu(tr("Outside PBF")), MU, net),
    )
    given = is_given(model, "pbf")

    def figures(chosen: pd.DataFrame) -> tuple[object, ...]:
        """Return the figures of a row."""
        inside = chosen["pbf"].notna() & chosen["pbf"].ne("")
        parts = [net_cultivated(chosen[inside]), net_cultivated(chosen[~inside])] if given else [tr("Not given")] * 2
        return (count_parcels(chosen), gross_area(chosen), net_cultivated(chosen), *parts)

    rows: list[tuple[object, ...]] = []
    for codes, chosen in abandoned_villages(frame):
        names = (model.unit_name(code) if code else tr("Unassigned") for code in codes)
        rows.append((*names, codes[-1] or None, *figures(chosen)))
    rows.append((tr("Total"), None, None, None, *figures(frame)))
    return Table(
        key="abandoned_sums",
        name=tr("Abandoned land by village"),
        title=tr("Abandoned cultivated land (measure 16), by village"),
        columns=columns,
        rows=rows,
        notes=(tr("A county that is not named has none, or no data."),),
        totals=frozenset({len(rows) - 1}),
    )


def abandoned_villages(frame: pd.DataFrame) -> list[tuple[tuple[str, str, str], pd.DataFrame]]:
    """Return the abandoned land of each village, by its codes of county, township and village ("" for none).

    Of hundreds of villages only what is summed is divided.
    """
    frame = frame.filter([*_VILLAGE, *_SUMMED])
    codes = frame.reindex(columns=list(_VILLAGE)).astype(object)
    codes = codes.where(codes.notna(), "")
    groups = frame.groupby([codes[key] for key in _VILLAGE], sort=True)
    return [((str(county), str(township), str(village)), part) for (county, township, village), part in groups]
