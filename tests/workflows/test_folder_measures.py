"""Tables of measures of counties that were run each by itself, as one: figures by hand from `measures.md` 7 and 13."""

from __future__ import annotations

import numpy as np
import pandas as pd

from farmland_redline.processing.analysis.balance.ceiling import STABLE_SUMS
from farmland_redline.processing.analysis.rules.policy import Option, Policy, Unit
from farmland_redline.processing.workflows.folder.measures import merge_measures

MU = 2000 / 3
CITY = "360200"
INCREASES = {"360203": -100, "360202": 300, "360222": 800, "360281": 2400}
UNITS = (Unit(CITY, "景德镇市", "city"), *(Unit(code, code, "county", CITY) for code in INCREASES))
OPTIONS = {"ceiling_mode": Option("ceiling_mode", "city_net", ("city_net", "own"), "", "", "")}
POLICY = Policy("demo", units=UNITS, options=OPTIONS)


def results(code: str) -> tuple[dict[str, pd.DataFrame], set[str]]:
    """The tables of a county's own run, which knows the other counties and the city by name alone."""
    levels = {CITY: "city", code: "county"}
    flows = pd.DataFrame(
        [{"code": unit, "name": unit, "level": level, "outflow_m2": 10.01} for unit, level in levels.items()]
    )
    amounts = {"open_before_number": 3, "open_before_cultivated_mu": 7.5, "closure": 0}
    period = {"period": "2024H2", "start": "2024-07-01", "end": "2024-12-31"}
    periods = pd.DataFrame(
        [{**period, "code": unit, "kind": kind, **amounts} for unit, kind in ((code, "house"), (code, ""), ("", ""))]
    )
    base = 5000 * MU
    stable = {f"{name}_m2": 0.0 for name in STABLE_SUMS}
    stable |= {"stable_base_m2": round(base, 2), "stable_now_m2": round(base + INCREASES[code] * MU, 2)}
    rows = [{"code": CITY, "level": "city"}, {"code": code, "level": "county", **stable, "used_mu": 10.0}]
    ceilings = pd.DataFrame(rows).assign(ceiling_mu=np.nan)
    return {"flows": flows, "periods": periods, "ceilings": ceilings}, {code}


def merged(codes) -> dict[str, pd.DataFrame]:
    return merge_measures([results(code) for code in codes], POLICY, {})


def test_sums_of_the_city_are_those_of_all_its_counties():
    tables = merged(INCREASES)
    flows = tables["flows"].set_index("code")["outflow_m2"]
    assert flows.to_dict() == {CITY: 40.04, **dict.fromkeys(INCREASES, 10.01)}
    whole = tables["periods"].iloc[-1]
    assert (whole["code"], whole["kind"], whole["open_before_number"], whole["open_before_cultivated_mu"]) == (
        *("", "", 12),
        30.0,
    )
    assert len(tables["periods"]) == 2 * len(INCREASES) + 1, "of each its kinds and its sum, and one of all"


def test_the_ceiling_of_the_city_is_shared_anew():
    rows = merged(INCREASES)["ceilings"].set_index("code")
    assert rows["ceiling_mu"].round(2).to_dict() == {
        **{CITY: 3400.0, "360203": 0.0, "360202": 291.43, "360222": 777.14, "360281": 2331.43}
    }
    assert round(rows.loc["360222", "left_mu"], 2) == 767.14


def test_a_city_that_lacks_a_county_has_no_sum():
    tables = merged([code for code in INCREASES if code != "360203"])
    assert CITY not in set(tables["flows"]["code"])
    assert tables["ceilings"].set_index("code")["ceiling_mu"].isna().all()
