"""Planted supplements, projects, sites and land to replace PBF: each is found, each look-alike left alone."""

from __future__ import annotations

import csv
import json

import pandas as pd
import pyogrio
import pytest
from conftest import CITY, ZONE_LAYERS, batch_inputs, layer, run_in_session

pytestmark = pytest.mark.usefixtures("qgis")

with (CITY / "projects.csv").open(encoding="utf-8", newline="") as lines:
    PLANTED = list(csv.DictReader(lines))


def wrong(table: pd.DataFrame, name: str) -> list[str]:
    """Return the planted cases of a table whose row is not what it must be."""
    bad = []
    for case in (row for row in PLANTED if row["table"] == name):
        found, expect = table.loc[case["key"]], json.loads(case["expect"])
        needs = set(str(found.get("needs", "")).split(";"))
        if not set(expect.pop("needs", ())) <= needs or set(expect.pop("no_needs", ())) & needs:
            bad.append(f"{case['case']}: needs {needs}: {case['why']}")
        for column, value in expect.items():
            same = pd.isna(found[column]) if value is None else found[column] == value
            if isinstance(value, float):
                same = found[column] == pytest.approx(value, abs=0.05)
            if not same:
                bad.append(f"{case['case']}: {column} {found[column]}, not {value}: {case['why']}")
    return bad


def test_there_is_a_look_alike_for_what_is_found():
    """Of each table some cases must be found and some left alone."""
    for name in ("supplement_states", "project_states", "comparison", "supplements"):
        assert {row["positive"] for row in PLANTED if row["table"] == name} == {"0", "1"}, name


def test_planted_supplements_and_projects(tmp_path):
    tables = ("supplement_states", "project_states", "project_totals", "corrections")
    made = {name: tmp_path / f"{name}.gpkg" for name in tables}
    given = {name: value for name, value in batch_inputs().items() if name in ("PARCELS", "PREVIOUS", "PBF", "POLICY")}
    given |= {"SUPPLEMENTS": f"{CITY / 'projects.gpkg'}|layername=BCGDXM"}
    given |= {"PROJECTS": f"{CITY / 'projects.gpkg'}|layername=GBZNT"}
    done = run_in_session("verify_supplements", {**given, **{name.upper(): str(path) for name, path in made.items()}})
    assert done.status == 0, done.log[-3000:]
    found = {name: pyogrio.read_dataframe(path, layer=name, read_geometry=False) for name, path in made.items()}
    states, projects = (found[name].set_index("id") for name in ("supplement_states", "project_states"))
    assert set(states.index) | set(projects.index) == {
        row["key"] for row in PLANTED if row["table"] in ("supplement_states", "project_states")
    }
    assert not wrong(states, "supplement_states") + wrong(projects, "project_states")
    # The second project lies on the first, and counts for itself alone.
    once = projects.drop(index="G02")["before_m2"].sum()
    assert found["project_totals"]["before_m2"].sum() == pytest.approx(once, abs=0.01)
    assert (projects["closure_m2"] == 0).all() and (found["project_totals"]["closure_m2"] == 0).all()
    short = states[(states["shortfall_m2"] > 0) | (states["paddy_shortfall_m2"] > 0)]
    assert set(found["corrections"]["parcels"]) == set(short.index)


def test_planted_sites_and_what_replaces_them(run, tmp_path):
    """The alternatives in one run; what the construction on PBF takes is then looked for in the pieces of the city."""
    outputs = {"COMPARISON": "comparison", "NEEDS": "site_needs", "PARTS": "site_parts"}
    outputs |= {"SITES": "sites", "CLASSES": "site_classes"}
    made = {name: tmp_path / f"{name}.gpkg" for name in outputs.values()}
    given = {
        name: value for name, value in batch_inputs().items() if name not in ("UNITS", "PREVIOUS", "SURVEY2", "ZONES")
    }
    given["ZONES"] = [layer(name) for name in ZONE_LAYERS if name in ("STBHHX", "CZKFBJ", "LDGLFW", "GBZNT")]
    given["PROJECT"] = f"{CITY / 'sites.gpkg'}|layername=XMXZ"
    done = run_in_session("check_project_site", {**given, **{name: str(made[to]) for name, to in outputs.items()}})
    assert done.status == 0, done.log[-3000:]
    found = {name: pyogrio.read_dataframe(path, layer=name, read_geometry=False) for name, path in made.items()}
    applies = found["site_needs"][found["site_needs"]["checked"] == "applies"]
    needs = applies.groupby("site")["need"].agg(";".join)
    comparison = found["comparison"].set_index("site").join(needs.rename("needs"))
    assert not wrong(comparison, "comparison")
    forbidden = comparison["verdict"] == "forbidden"
    assert comparison.loc[forbidden, "rank"].min() > comparison.loc[~forbidden, "rank"].max()

    # All that can replace PBF, in whatever place and of whatever grade: planted look-alikes are not among it.
    package = f"{run / 'farmland_redline.gpkg'}|layername=pieces"
    most = {"NEED": "1000000", "NEED_GRADE": "15", "SUPPLEMENTS": str(tmp_path / "all.gpkg")}
    done = run_in_session("find_supplements", {"PIECES": package, "POLICY": given["POLICY"], **most})
    assert done.status == 0 and done.results["SHORT"] > 0, done.log[-3000:]
    rows = pyogrio.read_dataframe(tmp_path / "all.gpkg", layer="supplements", read_geometry=False)
    for case in (row for row in PLANTED if row["table"] == "supplements"):
        own, expect = rows[rows["BSM"] == case["key"]], json.loads(case["expect"])
        assert bool(len(own)) == expect["found"], case["why"]
        assert "tier" not in expect or expect["tier"] in set(own["tier"]), case["why"]

    taken = {"NEED_FROM": f"{made['site_parts']}|layername=site_parts", "SITE": "F08", "POLICY": given["POLICY"]}
    chosen = tmp_path / "supplements.gpkg"
    done = run_in_session("find_supplements", {"PIECES": package, **taken, "SUPPLEMENTS": str(chosen)})
    assert done.status == 0, done.log[-3000:]
    found = pyogrio.read_dataframe(chosen, layer="supplements", read_geometry=False)
    assert set(found["BSM"]) <= set(rows["BSM"])
    assert done.results["SHORT"] == 0 and done.results["FOUND"] >= comparison.loc["F08", "replace_mu"] - 1e-9
