"""Tables of the changes between two surveys: flows by unit, the matrix of land classes; the list is of findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from ...analysis.vocabulary import Level
from .. import labels
from ..balance_labels import PLAN_BALANCE
from ..changes import FLOWS, TRANSITION
from ..labels import Translate
from ..model import MU_PER_M2, ReportModel
from ..number_format import M2, MU
from .annexes import class_matrix
from .finding_lists import changes_table
from .results import Result, ResultWords, areas_in_mu, result_table
from .table import Column, FrameRows, Table, in_unit

_BALANCE = (
    *("holding_before_m2", "outflow_m2", "inflow_m2", "adjustment_m2", "boundary_out_m2", "boundary_in_m2"),
    *("holding_now_m2", "net_change_m2"),
)
_PARTS = ("non_agricultural_m2", "non_grain_m2", "pbf_m2", "owed_m2", "unreasonable_m2")
_CLOSURE = "closure_m2"


def changes_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return the sheets of changes: flows of cities and counties, the year's plan, the list, the matrix of classes."""
    return [flows_table(model, tr), *_plan_tables(model, tr), changes_table(model, tr), transition_table(model, tr)]


def _plan_tables(model: ReportModel, tr: Translate) -> list[Table]:
    """Return the year's plan beside what happened, in mu, where a plan was given."""
    if PLAN_BALANCE not in model.measures:
        return []
    note = tr(
        "Net areas of what turns into other agricultural land or facilities and back, without what need not be made "
        "good. Of years that the two surveys do not span, only the plan is known."
    )
    shown = areas_in_mu(model.by_unit(model.measures[PLAN_BALANCE]))
    result = Result(PLAN_BALANCE, shown, tr("Balance plan against the year"), note)
    table = result_table(result, ResultWords(model.names, {}, tr))
    return [
        replace(table, title=tr("The year's plan of land that goes out and comes in, beside what did (measure 17)"))
    ]


def flows_table(model: ReportModel, tr: Translate) -> Table:
    """Return the flows of cities and counties in mu; those of lower units are in the GeoPackage."""
    flows, mu, names = model.measures[FLOWS], in_unit(tr("mu"), tr), model.names
    headings = labels.flow_columns(tr, names)
    causes = [f"{cause}_m2" for cause in names.order("causes")]
    statuses = [f"{status}_m2" for status in names.order("statuses")]
    groups = (
        (tr("Balance of cultivated land (net)"), _BALANCE),
        (tr("Outflow by where it went"), causes),
        (tr("Of the outflow"), _PARTS),
        (tr("Outflow by status"), statuses),
        (tr("Inflow by where it came from"), [f"inflow_{name}" for name in causes]),
    )
    rows = model.by_unit(flows[flows["level"].isin((Level.CITY, Level.COUNTY))])
    shown = {"name": [model.unit_name(code) or tr("Unassigned") for code in rows["code"]], "code": rows["code"]}
    columns = [Column(tr("Unit"), key="name"), Column(tr("Unit code"), key="code")]
    for group, members in groups:
        for name in members:
            if name not in rows:
                continue
            areas = (pd.to_numeric(rows[name]) * MU_PER_M2).astype(object)
            shown[name] = areas.where(areas.notna(), tr("Not given"))
            columns.append(Column(mu(headings[name]), MU, group, key=name, judged=name == "net_change_m2"))
    shown[_CLOSURE] = rows[_CLOSURE]
    columns.append(Column(in_unit(tr("m²"), tr)(headings[_CLOSURE]), M2, key=_CLOSURE))
    return Table(
        key=FLOWS,
        name=tr("Flows of cultivated land"),
        title=tr("Flows of cultivated land between both surveys (measures 17, 30), by unit"),
        columns=tuple(columns),
        rows=FrameRows(pd.DataFrame(shown, index=rows.index)),
        notes=(
            tr(
                "Before, less outflow, with inflow and adjustment, less what left and with what came over a boundary, "
                "is what is held now. Outflow is the net area of the earlier survey, inflow that of the later one."
            ),
            tr("“Not given” means that the layer which would tell was not given. Only a person makes a case illegal."),
        ),
    )


def transition_table(model: ReportModel, tr: Translate) -> Table:
    """Return gross areas by class before (rows) and class now (columns), of all counties."""
    frame = model.measures[TRANSITION]
    sums = frame.groupby(["previous_DLBM", "DLBM"], sort=True, dropna=False)["area_m2"].sum().reset_index()
    matrix = pd.DataFrame(
        {"row": sums["previous_DLBM"].fillna(""), "column": sums["DLBM"].fillna(""), "mu": sums["area_m2"] * MU_PER_M2}
    )
    columns, rows = class_matrix(model, matrix, tr("Class before"), tr("No parcel"), tr)
    return Table(
        key=TRANSITION,
        name=tr("Transition matrix"),
        title=tr("Gross area by class before and class now"),
        columns=columns,
        rows=rows,
        notes=(
            tr("Rows: the class of the earlier survey. Columns: the class now. An empty field means no such land."),
            tr("Field ridges inside cultivated parcels are counted as class 1203."),
        ),
        totals=frozenset({len(rows) - 1} if rows else ()),
        technical=True,
    )
