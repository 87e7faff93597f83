"""Reserves of land by the real qgis_process: the worked example, pieces without reserves, and the sample city."""

from __future__ import annotations

import geopandas as gpd
import pyogrio
import pytest
import shapely
from conftest import explained_columns

pytestmark = pytest.mark.usefixtures("qgis")
TABLES = ("RESERVES", "RESERVE_SUMS", "RESERVE_PIECES")
ROWS = [("0404", 6000.0, 0.0), ("0101", 2000.0, 1864.0), ("0702", 500.0, 0.0), ("1101", 1500.0, 0.0)]


def review(how, folder, pieces: str, **given: object):
    made = {name: str(folder / f"{name.lower()}.gpkg") for name in TABLES}
    done = how("review_reserves", {"PIECES": pieces, **given, **made})
    tables = {}
    for name, path in made.items():
        if done.status == 0:
            tables[name] = pyogrio.read_dataframe(path, layer=name.lower(), read_geometry=False)
    return done, tables


def pieces(**columns: object) -> gpd.GeoDataFrame:
    classes, gross, net = zip(*ROWS)
    return gpd.GeoDataFrame(
        {"piece_id": list("abcd"), "BSM": list("abcd"), "DLBM": classes, "area_m2": gross, "cultivated_m2": net,
         "sliver": False, "county": "360222", **columns},
        geometry=[shapely.box(39_512_000 + i, 3_245_000, 39_512_001 + i, 3_245_001) for i in range(4)],
        crs="EPSG:4527",
    )  # fmt: skip


def test_the_worked_example(qgis_process, tmp_path):
    """A reserve of 10,000 m²: usable 6000, realised 1864 net and 136 ridges, lost 500, barred 1500."""
    path = tmp_path / "碎块.gpkg"
    pyogrio.write_dataframe(pieces(farmland_reserve="R1"), path, layer="pieces")
    done, made = review(qgis_process, tmp_path, f"{path}|layername=pieces")
    assert done.status == 0, done.log
    (row,) = made["RESERVES"].to_dict("records")
    named = ("state_usable", "cultivated", "ridges", "state_lost", "state_barred", "inside", "closure")
    assert [row[f"{name}_m2"] for name in named] == [6000.0, 1864.0, 136.0, 500.0, 1500.0, 10_000.0, 0.0]
    assert (row["status"], row["county"]) == ("partly", "360222")
    assert row["gross_m2"] != row["gross_m2"], "without the table of zones nobody knows the polygon's own area"
    assert done.results["WORST_CLOSURE"] == 0 and "6,000.00" in done.log and "136.00" in done.log


def test_pieces_without_reserves_are_refused(qgis_session, tmp_path):
    path = tmp_path / "pieces.gpkg"
    pyogrio.write_dataframe(pieces(pbf="Y"), path, layer="pieces")
    done, _ = review(qgis_session, tmp_path, f"{path}|layername=pieces")
    assert done.status == 1 and "farmland_reserve" in done.log and "Traceback" not in done.log
    assert not (tmp_path / "reserves.gpkg").exists()


def test_the_sample_city(qgis_session, batch, tmp_path):
    package = batch / "farmland_redline.gpkg"
    zones = f"{package}|layername=zones"
    done, made = review(qgis_session, tmp_path, f"{package}|layername=pieces", ZONES_TABLE=zones, LEVEL="village")
    assert done.status == 0, done.log
    table = pyogrio.read_dataframe(package, layer="pieces", read_geometry=False)
    own = pyogrio.read_dataframe(package, layer="zones", read_geometry=False)
    reserves, sums = made["RESERVES"], made["RESERVE_SUMS"]
    assert (reserves["closure_m2"] == 0).all() and (sums["closure_m2"] == 0).all()
    for role in ("farmland_reserve", "pbf_reserve"):
        inside = table[table[role].notna()]
        rows, zones_of = reserves[reserves["role"] == role], own[own["role"] == role]
        assert set(rows["zone_id"]) == set(zones_of["zone_id"]) and len(rows) > 3
        assert abs(rows["inside_m2"].sum() - inside["area_m2"].sum()) < 0.006
        assert abs((rows["inside_m2"] + rows["outside_m2"]).sum() - zones_of["area_m2"].sum()) < 0.006
        by_level = sums[sums["role"] == role].groupby("level")["inside_m2"].sum()
        assert (abs(by_level - inside["area_m2"].sum()) < 0.006).all() and len(by_level) == 4
    # Stable cultivated land outside PBF, red line, urban boundary and steep slopes, by other code.
    free = table[["pbf", "red_line", "urban", "conversion"]].isna().all(axis=1) & ~(table["slope_PDJB"] == "5")
    free &= ~(table["soil_HJLB"] == "严格管控类") & table["DLBM"].str.startswith("01", na=False)
    stable = free & table["pbf_reserve"].notna() & ~(table["GDPDJB"] == "5") & table["TBXHDM"].isna()
    usable = reserves.loc[reserves["role"] == "pbf_reserve", "usable_cultivated_m2"].sum()
    assert usable > 0 and abs(usable - table.loc[stable, "cultivated_m2"].sum()) < 0.006
    for name in ("RESERVES", "RESERVE_SUMS"):
        assert set(made[name].columns) == explained_columns(name.lower()), name
    assert explained_columns("reserve_pieces") <= set(made["RESERVE_PIECES"].columns)
