"""Areas in zones on the whole sample city: what the pieces of a real run add up to."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from analysis.mosaics import mosaic, parcel_frame, redrawn_blocks
from conftest import CITY, ROOT, batch_inputs, layer, run_qgis_process

from farmland_redline.processing.analysis.area.rounding import to_cents

pytestmark = pytest.mark.usefixtures("qgis")
MEASURES = ["area_m2", "cultivated_m2"]
UNITS = ["county", "township", "village"]


def given() -> dict[str, object]:
    wanted = ("PARCELS", "PBF", "PBF_RESERVE", "FARMLAND_RESERVE", "SURVEY2", "PREVIOUS", "ZONES", "UNITS")
    return {name: value for name, value in batch_inputs().items() if name in wanted}


def table(path, name):
    return pyogrio.read_dataframe(path, layer=name, read_geometry=False)


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """By the real qgis_process: the result, the sums and the list."""
    folder = tmp_path_factory.mktemp("区内 面积")
    out, rows = folder / "面积.gpkg", folder / "图斑.gpkg"
    done = run_qgis_process(
        "measure_zones",
        {
            **given(),
            "LEVEL": "village",
            "OUTPUT": str(out),
            "LIST": str(rows),
            "PROBLEMS": str(folder / "问题.gpkg"),
        },
    )
    assert done.status == 0, done.log
    return done.results, table(out, "areas"), table(rows, "parcels_in_zones"), folder


def test_whole_parcels_are_the_record(measured):
    made, areas, _, _ = measured
    parcels = pyogrio.read_dataframe(CITY / "city.gpkg", layer="DLTB", read_geometry=False)
    assert made["PARCEL_COUNT"] == len(parcels) and made["WORST_EXCESS"] == 0
    whole = areas[areas["role"] == "parcels"]
    # A parcel of the sample without a record is measured; that has its own tests.
    recorded = parcels[parcels["TBMJ"] > 0]
    lost = len(parcels) - len(recorded)
    assert whole["parcels"].sum() == len(parcels)
    want = to_cents(recorded["TBMJ"]).sum()
    assert to_cents(whole["area_m2"]).sum() == want if not lost else to_cents(whole["area_m2"]).sum() > want


def test_sums_are_those_of_the_pieces(measured, batch):
    """Of a piece the last 0.01 m² may be rounded the other way; what is not cut is exactly the same."""
    _, areas, rows, _ = measured
    pieces = table(batch / "farmland_redline.gpkg", "pieces")
    roles = set(areas["role"]) - {"parcels"}
    assert {"pbf", "pbf_reserve", "farmland_reserve", "survey2", "previous"} < roles
    for role in roles:
        inside = pieces[pieces[role].notna()].assign(role=role)
        keys = [*UNITS, "DLBM"]
        for measure in MEASURES:
            want = inside.assign(cents=to_cents(inside[measure])).groupby(keys)["cents"].sum()
            cut = inside.groupby(keys)["cut"].sum()
            got = areas[areas["role"] == role].set_index(keys)[measure]
            got = pd.Series(to_cents(got), got.index)
            assert set(got.index) == set(want.index)
            assert (np.abs(got - want) <= cut).all(), role
        # Which parcels lie in which zones: the very same.
        mine = rows[rows["role"] == role]
        pairs = set(zip(inside["piece_id"].str.rpartition("-")[0], inside[role]))
        assert set(zip(mine["parcel_id"], mine["zone_id"])) == pairs


def test_the_sums_are_those_of_the_list(measured):
    _, areas, rows, _ = measured
    keys = [*UNITS, "DLBM", "role"]
    sums = rows.assign(**{m: to_cents(rows[m]) for m in MEASURES}).groupby(keys)[MEASURES].sum().sort_index()
    got = areas[areas["role"] != "parcels"].set_index(keys)[MEASURES].sort_index()
    assert (sums.to_numpy() == to_cents(got.to_numpy())).all()
    counts = rows.drop_duplicates(["parcel_id", "role"]).groupby(keys).size().sort_index()
    assert (counts.to_numpy() == areas[areas["role"] != "parcels"].set_index(keys)["parcels"].sort_index()).all()
    assert np.allclose(areas["area_mu"], areas["area_m2"] * 3 / 2000, rtol=1e-12)


def test_levels_agree_and_units_are_named(measured, tmp_path):
    import processing

    _, areas, _, _ = measured
    out = str(tmp_path / "县.gpkg")
    processing.run("farmland_redline:measure_zones", {**given(), "LEVEL": "county", "OUTPUT": out})
    county = table(out, "areas")
    assert list(county.columns) == ["name", "county", "DLBM", "role", "parcels", *MEASURES, "area_mu", "cultivated_mu"]
    want = areas.assign(cents=to_cents(areas["area_m2"])).groupby(["county", "DLBM", "role"])["cents"].sum()
    got = county.set_index(["county", "DLBM", "role"])["area_m2"].sort_index()
    assert (want.sort_index().to_numpy() == to_cents(got)).all()
    assert county["name"].notna().all() and areas["name"].notna().all()


def test_zones_that_follow_parcels_up_to_rounding(tmp_path):
    """What the help promises: an overlay by the layer alone to 0.01 m², one by two layers to rounding and tolerance."""
    import processing

    cells = mosaic(16, 16, 1)
    layers = {"DLTB": parcel_frame(cells), "STBHHX": redrawn_blocks(cells, 16, 4)}
    layers["YJJBNTBHTB"] = redrawn_blocks(cells, 16, 3).assign(YJJBNTMJ=1.0)
    source = {name: f"{tmp_path / 'in.gpkg'}|layername={name}" for name in layers}
    for name, frame in layers.items():
        pyogrio.write_dataframe(frame, tmp_path / "in.gpkg", layer=name)
    alone = {"PARCELS": source["DLTB"], "PBF": source["YJJBNTBHTB"]}
    both = {**alone, "ZONES": [source["STBHHX"]]}
    outputs = {"OUTPUT": str(tmp_path / "sums.gpkg"), "LIST": str(tmp_path / "list.gpkg")}
    processing.run("farmland_redline:measure_zones", {**both, **outputs})
    rows = table(tmp_path / "list.gpkg", "parcels_in_zones")
    pairs = ["parcel_id", "zone_id"]
    measured = rows[rows["role"] == "pbf"].set_index(pairs)["area_m2"]
    for given, name in ((alone, "alone"), (both, "both")):
        out = tmp_path / f"{name}.gpkg"
        processing.run("farmland_redline:overlay_parcels", {**given, "OUTPUT": str(out)})
        pieces = table(out, "pieces")
        inside = (
            pieces[pieces["pbf"].notna()]
            .rename(columns={"BSM": "parcel_id", "pbf": "zone_id"})
            .groupby(pairs)["area_m2"]
        )
        off = (measured - inside.sum()).abs()
        length = off.index.get_level_values("parcel_id").map(dict(zip(layers["DLTB"]["BSM"], shapely.length(cells))))
        slack = 0.01 if name == "alone" else 0.01 * inside.size() + 0.001 * length
        assert off.notna().all() and (off <= slack + 1e-6).all(), name
        assert len(off) > len(cells)


def test_it_says_what_made_it_and_what_is_wrong(measured, batch):
    _, _, _, folder = measured
    made = table(folder / "面积.gpkg", "provenance")
    found = {(row.section, row.name): row.value for row in made.itertuples(index=False)}
    assert found["run", "algorithm"] == "measure_zones" and len(found["input", "PARCELS.sha256"]) == 64
    problems = table(folder / "问题.gpkg", "problems")["kind"].value_counts()
    overlay = table(batch / "farmland_redline.gpkg", "problems")["kind"].value_counts()
    same = set(problems.index) | (set(overlay.index) & {"parcels_overlap", "invalid_geometry", "area_deviates"})
    assert (problems.reindex(list(same)) == overlay.reindex(list(same))).all()


def test_every_column_is_explained(measured):
    _, areas, rows, _ = measured
    for language in ("en", "zh"):
        page = (ROOT / "docs" / language / "reference" / "columns.md").read_text(encoding="utf-8")
        for name, frame in (("areas", areas), ("parcels_in_zones", rows)):
            section = page.split(f"{{#{name}}}")[1].split("\n## ")[0]
            assert re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE) == list(frame.columns)


def test_without_zones_there_are_the_parcels_alone(tmp_path):
    import processing

    out = str(tmp_path / "a.gpkg")
    processing.run(
        "farmland_redline:measure_zones", {"PARCELS": layer("DLTB"), "OUTPUT": out, "LIST": str(tmp_path / "b.gpkg")}
    )
    assert set(table(out, "areas")["role"]) == {"parcels"}
    assert not len(table(tmp_path / "b.gpkg", "parcels_in_zones"))
