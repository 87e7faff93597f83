"""Use of cultivated land by the real qgis_process: the worked example, and the sample city against its own pieces."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import explained_columns

pytestmark = pytest.mark.usefixtures("qgis")
TABLES = ("LAND_USE", "USE_FINDINGS", "USE_TOTALS", "PROBLEMS")


def assess(how, folder, pieces: str, **given: object):
    made = {name: str(folder / f"{name.lower()}.gpkg") for name in TABLES}
    done = how("assess_use", {"PIECES": pieces, **given, **made})
    tables = {}
    for name, path in made.items():
        if done.status == 0:
            tables[name] = pyogrio.read_dataframe(path, layer=name.lower(), read_geometry=False)
    return done, tables


def test_the_worked_example(qgis_process, tmp_path):
    """PBF of 1000 mu net: grain 750 of 950 known, non-grain 150, unplanted 40, fallow 10; 50 without the attribute."""
    areas = {"LS": 700, "LYFL": 50, "FLS": 150, "WG": 40, "XG": 10, None: 50}
    net = [round(mu * 2000 / 3, 2) for mu in areas.values()]
    pieces = gpd.GeoDataFrame(
        {"piece_id": [f"p{i}" for i in range(6)], "BSM": [f"b{i}" for i in range(6)], "DLBM": "0101",
         "ZZSXDM": list(areas), "TBXHDM": None, "area_m2": net, "cultivated_m2": net, "sliver": False,
         "county": "360222", "pbf": "Y1"},
        geometry=[shapely.box(39_512_000 + i, 3_245_000, 39_512_001 + i, 3_245_001) for i in range(6)],
        crs="EPSG:4527",
    )  # fmt: skip
    path = tmp_path / "碎块.gpkg"
    pyogrio.write_dataframe(pieces, path, layer="pieces")
    done, made = assess(qgis_process, tmp_path, f"{path}|layername=pieces")
    assert done.status == 0, done.log
    row = made["LAND_USE"].set_index(["code", "priority"]).loc[("360222", "pbf")]
    named = ("grain", "non_grain", "unplanted", "fallow")
    assert [round(row[f"{name}_percent"], 2) for name in named] == [78.95, 15.79, 4.21, 1.05]
    assert round(row["unknown_m2"] * 3 / 2000, 2) == 50 and row["closure_m2"] == 0
    found = made["USE_FINDINGS"].set_index("use_id")["findings"].to_dict()
    assert found == {"p2": "keep_and_guide", "p3": "replant"}, "non-grain on PBF may stay; unplanted land is listed"
    assert done.results["WORST_CLOSURE"] == 0 and "0.00" in done.log
    assert "projects" in set(made["PROBLEMS"]["feature"]), "without the projects high-standard farmland is not known"


def test_the_sample_city(qgis_session, batch, tmp_path):
    package = batch / "farmland_redline.gpkg"
    done, made = assess(qgis_session, tmp_path, f"{package}|layername=pieces", LEVEL="village")
    assert done.status == 0, done.log
    pieces = pyogrio.read_dataframe(package, layer="pieces", read_geometry=False)
    cultivated = pieces[pieces["DLBM"].str.startswith("01", na=False)]
    shares = made["LAND_USE"]
    assert (shares["closure_m2"] == 0).all()
    everything = shares[shares["priority"] == "all"].groupby("level")["net_m2"].sum()
    assert (abs(everything - cultivated["cultivated_m2"].sum()) < 0.006).all() and len(everything) == 4
    inside = cultivated.loc[cultivated["pbf"].notna(), "cultivated_m2"].sum()
    of_pbf = shares[(shares["priority"] == "all_pbf") & (shares["level"] == "county")]
    assert abs(of_pbf["net_m2"].sum() - inside) < 0.006
    # Unplanted land and overlaps, by other code; slivers are no findings.
    listed = made["USE_FINDINGS"].set_index("use_id")["findings"]
    whole = cultivated[~cultivated["sliver"].astype(bool)].set_index("piece_id")
    unplanted = whole.index[(whole["ZZSXDM"] == "WG") & whole["TBXHDM"].isna()]
    assert len(unplanted) and set(listed.index[listed.str.contains("replant")]) == set(unplanted)
    for role, finding in (("forest", "in_forest"), ("red_line", "in_red_line"), ("urban", "in_urban")):
        expected = whole.index[whole[role].notna()]
        assert set(listed.index[listed.str.contains(finding)]) == set(expected), role
        if expected.empty:
            continue
        total = made["USE_TOTALS"][
            (made["USE_TOTALS"]["finding"] == finding) & (made["USE_TOTALS"]["level"] == "county")
        ]
        assert abs(total["cultivated_m2"].sum() - whole.loc[expected, "cultivated_m2"].sum()) < 0.006
    assert {"take_out", "safe_use", "take_in"} & set(made["USE_TOTALS"]["finding"])
    for name in ("LAND_USE", "USE_TOTALS"):
        assert set(made[name].columns) == explained_columns(name.lower()), name
    assert explained_columns("use_findings") <= set(made["USE_FINDINGS"].columns)
    assert not pd.isna(made["USE_TOTALS"]["competent"]).any()
