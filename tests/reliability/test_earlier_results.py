"""An earlier assessment that is taken again with a gap in it, and days that nobody can have meant."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pyogrio
import pytest

from .test_tables import YEAR, cases_as_text, warnings_of

GIVEN = {"POLICY": YEAR["POLICY"], **dict.fromkeys(("WARNINGS", "VETOES", "FREEZES"), "TEMPORARY_OUTPUT")}


def change(path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM warnings WHERE period = '2024H1'", "UPDATE warnings SET end = '2024-05-31' WHERE period = '2024H1'"],
)
def test_an_earlier_assessment_that_has_lost_a_period(case, statement):
    """The first half-year stands between 2023H2, when an earlier case was found, and the second."""
    state = warnings_of(case, "J0,360222,2023-09-15,违法,3,")
    change(state.partition("|")[0], statement)
    cases = cases_as_text(case, "J1,360222,2024-03-15,违法,12,")
    case.refused("assess_warnings", CASES=cases, STATE=state, DATE="2025-06-30", **GIVEN)


@pytest.fixture
def others(case) -> str:
    """The warnings of a county in another province."""
    state = warnings_of(case)
    path = state.partition("|")[0]
    change(path, "DELETE FROM warnings WHERE code <> '360222'")
    change(path, "UPDATE warnings SET code = '320102', name = '玄武区'")
    return state


def test_an_earlier_assessment_of_other_units(case, others):
    """As the only one of a whole run, which is refused before anything is divided."""
    case.refused("run_batch", **case.office.plain(), STATE=others)


def test_an_earlier_assessment_of_more_units(case, others):
    """The county of the policy is not among them: its row is another's."""
    change(others.partition("|")[0], "UPDATE warnings SET code = '360222', name = '浮梁县' WHERE period = '2024H2'")
    cases = cases_as_text(case, "J1,360222,2024-03-15,违法,12,")
    case.runs("assess_warnings", CASES=cases, STATE=others, DATE="2025-06-30", **GIVEN)


def test_a_case_of_a_decision_that_lacks_its_area(case):
    """As where it is not known how much cultivated land a conflict took; cases are given to the next run."""
    given = {**case.office.plain(), "REPORTS": False}
    case.office.run("run_batch", **given)
    package = case.office.out / "farmland_redline.gpkg"
    conflicts = pyogrio.read_dataframe(package, layer="conflicts", read_geometry=False)
    decided = {"PACKAGE": str(package), "LAYER": "conflicts", "IDS": conflicts["conflict_id"].iloc[0]}
    case.office.run("record_decisions", **decided, VERDICT="illegal")
    change(package, "UPDATE cases SET cultivated_m2 = NULL")
    case.refused("run_batch", **given, CASES=cases_as_text(case, "J1,360222,2024-03-15,违法,12,"))


def test_cases_and_events_of_days_to_come(case):
    cases = cases_as_text(case, "J1,360222,2024-03-15,违法,12,", "J2,360222,2042-08-15,违法,30,")
    path = case.office.data / "事项.csv"
    path.write_text("县级代码,日期,事项\n360222,2042-05-01,约谈\n", encoding="utf-8")
    case.runs("assess_warnings", CASES=cases, EVENTS=str(path), DATE="2024-12-31", **GIVEN)


def test_a_day_before_there_was_a_survey(case):
    case.refused("report_period", CASES=cases_as_text(case, "J1,360222,1926-03-15,违法,12,"), **YEAR)
