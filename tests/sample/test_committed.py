"""The committed sample: as the generator makes it, consistent by the survey's rules, planted as its manifest says."""

import csv
import hashlib
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
import yaml

from farmland_redline.scripts.sample_city import __main__ as generate
from farmland_redline.scripts.sample_city.zone_context import LAYERS

DATA = generate.DATA
MADE_TO_BREAK = ("9999", "0399", "1299")


def read(layer, folder=DATA):
    return pyogrio.read_dataframe(folder / "city.gpkg", layer=layer)


@pytest.fixture(scope="module")
def parcels():
    return read("DLTB")


@pytest.fixture(scope="module")
def manifest():
    with (DATA / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def again(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    generate.generate(*generate.SMALL, folder)
    return folder


def test_same_seed_same_bytes(tmp_path):
    for name in ("a", "b"):
        generate.generate(500, 3, tmp_path / name, planted=False)
    for file in ("city.gpkg", "policy.yaml", "targets.csv", "manifest.csv"):
        one, two = (hashlib.sha256((tmp_path / name / file).read_bytes()).hexdigest() for name in ("a", "b"))
        assert one == two, file


def test_committed_sample_is_what_the_generator_makes(again):
    for file in (
        "manifest.csv",
        "policy.yaml",
        "targets.csv",
        "patches.csv",
        "cases.csv",
        "events.csv",
        "projects.csv",
        "plan.csv",
        "plan_changes.csv",
    ):
        assert (again / file).read_bytes() == (DATA / file).read_bytes(), file
    for file, layer, number in (
        ("monitoring.gpkg", "YSTB", "JCBH"),
        ("projects.gpkg", "BCGDXM", "BSM"),
        ("projects.gpkg", "GBZNT", "BSM"),
        ("sites.gpkg", "XMXZ", "FABH"),
        ("exempt.gpkg", "生态退耕2024", "BSM"),
    ):
        old, new = (pyogrio.read_dataframe(folder / file, layer=layer) for folder in (DATA, again))
        assert old[number].tolist() == new[number].tolist() and np.allclose(old.area, new.area, atol=1e-3), layer
    layers = pyogrio.list_layers(DATA / "city.gpkg")[:, 0].tolist()
    assert layers == pyogrio.list_layers(again / "city.gpkg")[:, 0].tolist()
    exact = {"DLTB", "DLTB_2023", "PZYD", "ZWXZ"}
    for layer in layers:
        old, new = read(layer), read(layer, again)
        pd.testing.assert_frame_equal(
            pd.DataFrame(old.drop(columns="geometry")), pd.DataFrame(new.drop(columns="geometry")), obj=layer
        )
        if layer in exact:
            # What another GEOS cuts may start its ring elsewhere.
            one, other = (shapely.to_wkb(shapely.normalize(frame.geometry.to_numpy())) for frame in (old, new))
            assert (one == other).all(), layer
        else:
            assert np.allclose(old.area, new.area, atol=1e-3), layer


def test_size_and_layers():
    assert (DATA / "city.gpkg").stat().st_size <= 8_000_000
    layers = pyogrio.list_layers(DATA / "city.gpkg")[:, 0].tolist()
    assert layers == ["XJXZQ", "XZQ", "CJDCQ", "DLTB", *LAYERS]
    for layer in layers:
        info = pyogrio.read_info(DATA / "city.gpkg", layer=layer)
        assert info["crs"] == "EPSG:4527" and info["features"] > 0, layer


def test_geometries_are_valid():
    for layer in pyogrio.list_layers(DATA / "city.gpkg")[:, 0]:
        assert read(layer).is_valid.all(), layer


def test_field_order(parcels):
    assert parcels.columns.tolist()[:-1] == [
        "BSM",
        "YSDM",
        "TBYBH",
        "TBBH",
        "DLBM",
        "DLMC",
        "QSXZ",
        "QSDWDM",
        "QSDWMC",
        "ZLDWDM",
        "ZLDWMC",
        "TBMJ",
        "KCDLBM",
        "KCXS",
        "KCMJ",
        "TBDLMJ",
        "GDLX",
        "GDPDJB",
        "XZDWKD",
        "TBXHDM",
        "TBXHMC",
        "ZZSXDM",
        "ZZSXMC",
        "GDDB",
        "FRDBS",
        "CZCSXM",
        "SJNF",
        "MSSM",
        "HDMC",
        "BZ",
    ]


def broken_on_purpose(manifest, parcels):
    refused = {row["BSM"] for row in manifest if row["case"].startswith("candidate.restorable.no")}
    refused |= set(parcels.BSM[parcels.DLBM.isin(MADE_TO_BREAK)])
    return refused | set(parcels.BSM[(parcels.DLBM == "1006") & (parcels.XZDWKD > 8)])


def check_survey_rules(table):
    """Rules 1 to 13 of the survey's attribute checks (domain.md 1.4). Returns the BSM of the offenders by rule."""
    code, plant, detail = table.DLBM.fillna(""), table.ZZSXDM.fillna(""), table.TBXHDM.fillna("")
    farmed = code.str.startswith("01")
    six = {"HDGD", "HQGD", "LQGD", "MQGD", "SHGD", "SMGD"}
    restorable = {"JKHF", "GCHF", ""}
    width = table.XZDWKD
    bad = {
        1: farmed & detail.isin(six) & ~plant.isin({"LS", "FLS", "LYFL"}),
        2: farmed & (detail == "") & ~plant.isin({"LS", "FLS", "LYFL", "XG", "LLJZ", "WG"}),
        3: farmed & ~detail.isin(six | {""}),
        4: (code.str.startswith("02") & (~detail.isin({"LQYD", ""}) | ~plant.isin(restorable)))
        | ((detail == "LQYD") & (plant != "")),
        5: code.str.startswith("03") & ((detail != "") | ~plant.isin(restorable)),
        6: code.str.startswith("04") & ~detail.isin({"GCCD", ""}) | ((code == "0404") & ~plant.isin({"GCHF", ""})),
        7: code.isin({"0401", "0402", "0403", "0403K", "0601", "0602", "1001", "1003"}) & (plant != ""),
        8: code.str.startswith("1104") & ((detail != "") | ~plant.isin(restorable)),
        9: ((code == "0601") & ~detail.isin({"HDGY", "GTGY", "MTGY", "SNGY", "BLGY", "DLGY", ""}))
        | (code.isin({"0602", "1001", "1003"}) & ~detail.isin({"FQ", ""})),
        10: plant.isin({"JKHF", "GCHF"})
        & ~code.isin(
            {
                "0201",
                "0201K",
                "0202",
                "0202K",
                "0203",
                "0203K",
                "0204",
                "0204K",
                "0301",
                "0301K",
                "0302",
                "0302K",
                "0305",
                "0307",
                "0307K",
                "0403K",
                "0404",
                "1104",
                "1104A",
                "1104K",
            }
        ),
        11: (farmed & ~table.GDPDJB.isin(list("12345")))
        | (
            farmed
            & table.GDPDJB.isin(list("2345"))
            & (~table.GDLX.isin(["TT", "PD"]) | (table.KCDLBM != "1203") | (table.KCXS <= 0))
        )
        | (farmed & (table.GDPDJB == "1") & (table.GDLX.notna() | (table.KCXS != 0)))
        | (
            ~farmed
            & (
                table.GDLX.notna()
                | table.GDPDJB.notna()
                | table.KCDLBM.notna()
                | (table.KCXS.fillna(0) != 0)
                | (table.KCMJ.fillna(0) != 0)
            )
        ),
        12: (width.notna() & ~code.isin({"1001", "1002", "1003", "1004", "1006", "1009", "1101", "1107", "1107A"}))
        | (code.isin({"1001", "1003", "1006", "1009", "1107", "1107A"}) & ~(width > 0))
        | ((code == "1006") & (width > 8)),
        13: (
            (code.str[:2].isin(["05", "06", "07", "08", "09"]) | code.isin({"1004", "1005", "1201"}))
            & table.CZCSXM.isna()
        )
        | (code.isin({"0602", "0603", "1201"}) & ~table.CZCSXM.fillna("").isin({"201", "202", "203", "204", "205"}))
        | (table.CZCSXM.fillna("").isin({"201A", "202A", "203A"}) & (code != "0601"))
        | ((table.CZCSXM == "204") & ~code.isin({"0602", "0603", "1201"}))
        | ((table.CZCSXM == "205") & ~code.str.startswith("09"))
        | ((table.CZCSXM == "203") & code.isin({"1001", "1002", "1006", "1101"}))
        | (table.CZCSXM.fillna("").isin({"201", "202"}) & (code == "1006")),
    }
    return {rule: table.BSM[rows].tolist() for rule, rows in bad.items() if rows.any()}


def test_attributes_are_consistent(parcels, manifest):
    assert check_survey_rules(parcels[~parcels.BSM.isin(broken_on_purpose(manifest, parcels))]) == {}


def test_last_year_is_consistent(parcels):
    old = read("DLTB_2023")
    assert (old.SJNF == 2023).all()
    same = old.merge(parcels, on="BSM", suffixes=("", "_now"))
    assert 0.9 < (same.DLBM_now == same.DLBM).mean() < 1.0


def test_ridges_and_net_areas(parcels):
    gross = (parcels.TBMJ * 100).round().astype("int64")
    rate = (parcels.KCXS * 10000).round().astype("int64")
    ridge = (gross * rate + 5000) // 10000
    assert ((parcels.KCMJ * 100).round().astype("int64") == ridge).all()
    assert ((parcels.TBDLMJ * 100).round().astype("int64") == gross - ridge).all()


def test_codes(parcels):
    assert parcels.BSM.is_unique and parcels.BSM.str.fullmatch(r"\d{6}2110\d{8}").all()
    assert parcels.ZLDWDM.str.fullmatch(r"\d{12}0000000").all() and (parcels.QSDWDM.str.len() == 19).all()
    assert (parcels.BSM.str[:6] == parcels.ZLDWDM.str[:6]).all()
    assert set(parcels.ZLDWDM.str[:6]) == {"360202", "360203", "360222", "360281"}
    assert not parcels.duplicated(["ZLDWDM", "TBBH"]).any()
    assert ((parcels.QSDWDM.str[:6] != parcels.ZLDWDM.str[:6]) == (parcels.FRDBS == "1")).all()
    villages, townships = read("CJDCQ"), read("XZQ")
    assert set(parcels.ZLDWDM) == set(villages.ZLDWDM) and set(parcels.ZLDWDM.str[:9]) == set(townships.XZQDM)


def test_controls_and_boundaries(parcels):
    cents = (parcels.TBMJ * 100).round().astype("int64")
    for layer, field, digits in (("CJDCQ", "ZLDWDM", 19), ("XZQ", "XZQDM", 9), ("XJXZQ", "XZQDM", 6)):
        units = read(layer).set_index(field)
        total = cents.groupby(parcels.ZLDWDM.str[:digits]).sum()
        assert ((units.DCMJ * 100).round().astype("int64").reindex(total.index) == total).all(), layer
        planar = parcels.area.groupby(parcels.ZLDWDM.str[:digits]).sum()
        assert np.allclose(units.area.reindex(planar.index), planar, atol=1e-3), layer


BARRED = dict.fromkeys(("red_line", "conversion", "soil", "slope"), 2)


def test_planted_parcels_lie_in_no_random_zone():
    """Only the zones of their own case may touch planted parcels: everything else was made around them."""
    survey = generate.make_survey(*generate.SMALL)
    plan = generate.planted_cases.plant(survey.layout, survey.geometry, survey.table, generate.SMALL[1])
    held = sorted(plan.used)
    tree = shapely.STRtree(survey.geometry[held])
    for layer, (role, _, _, _) in LAYERS.items():
        if role == "previous":
            continue
        shapes = read(layer).geometry.to_numpy()
        if role == "pbf":
            shapes = shapes[:-1]  # the last one is registered twice
        bars = len(shapes) - BARRED.get(role, 0)  # zones on fields, behind those of planted parcels
        random = np.append(shapes[: bars - len(plan.zones.get(role, []))], shapes[bars:])
        zone, parcel = tree.query(random, predicate="intersects")
        overlap = shapely.area(shapely.intersection(random[zone], survey.geometry[held][parcel]))
        assert overlap.max(initial=0) < 1e-4, layer


def test_manifest(manifest, parcels):
    assert len({row["case"] for row in manifest}) == len(manifest)
    known = set(parcels.BSM)
    kinds, sources, excluded = {}, {}, set()
    for row in manifest:
        assert (
            row["BSM"] in known
            and row["table"] in {"abandoned", "candidates", "conflicts", "losses", "problems"}
            and row["why"]
            and row["positive"] in "01"
        )
        expect = json.loads(row["expect"])
        if row["positive"] == "1":
            kinds[expect.get("kind")] = kinds.get(expect.get("kind"), 0) + 1
            sources[expect.get("source")] = sources.get(expect.get("source"), 0) + 1
        excluded |= set((expect.get("excluded") or "").split(";"))
    for kind in [
        "approved",
        "waste",
        "house",
        "greening",
        "building",
        "mine",
        "transport",
        "road",
        "special",
        "vacant",
        "orchard",
        "forest",
        "pond",
        "facility",
        "turf",
        "lake",
        "water",
        "bare",
        "farm_works",
        "unstable",
        "abandoned",
        "trees",
    ]:
        assert kinds.get(kind, 0) >= 2, kind
    for source in ["restorable", "survey2", "adjustable", "temporary", "leftover", "mine", "idle", "project", "unused"]:
        assert sources.get(source, 0) >= 2, source
    assert {"conversion", "red_line", "steep", "approved", "soil", "waste", "sliver"} <= excluded


def test_whole_parcels_state_their_own_area(manifest, parcels):
    area = parcels.set_index("BSM").TBMJ
    whole = [row for row in manifest if row["table"] == "candidates" and row["area_m2"]]
    assert whole and all(f"{area[row['BSM']]:.2f}" == row["area_m2"] for row in whole)


def test_people_are_placeholders():
    pbf = read("YJJBNTBHTB")
    for column in ("ZRRMC", "ZRRZJHM", "LXDH", "JZDZ"):
        assert pbf[column].str.startswith("示例").all()


def test_pbf_is_most_of_the_cultivated_land(parcels):
    pbf = read("YJJBNTBHTB")
    net = parcels.TBDLMJ[parcels.DLBM.isin(["0101", "0102", "0103"])].sum()
    assert 0.8 < pbf.YJJBNTMJ.sum() / net < 0.97
    cells = gpd.GeoSeries(pbf.geometry).sindex.query(pbf.geometry, predicate="overlaps")
    assert cells.shape[1] > 4  # some zones overlap, as they do in practice


def test_faults_of_registration():
    """One PBF zone lies there twice, one names no unit; expired ones have smaller ids than their renewals."""
    pbf = read("YJJBNTBHTB")
    twice = pbf[pbf.geometry.to_wkb().duplicated(keep=False) & pbf.BSM.str.startswith("360202")]
    assert twice.BSM.tolist() == sorted(twice.BSM) and len(twice) == 2
    assert twice.YJJBNTMJ.nunique() == 1 and (twice.ZLDWDM.str[:6] == "360202").all()
    nowhere = pbf[pbf.ZLDWDM.isna()]
    assert len(nowhere) == 1 and nowhere.XZQDM.isna().all()
    for layer, end in (("PZYD", "YXQZ"), ("LSYD", "DQRQ")):
        zones = read(layer).sort_values("BSM")
        ends = zones[zones.geometry.to_wkb().duplicated(keep=False)].groupby(zones.geometry.to_wkb())[end].agg(list)
        assert [days for days in ends if days[0] < "2024-12-31" < days[1]], layer


def test_targets(parcels):
    policy = yaml.safe_load((DATA / "policy.yaml").read_text(encoding="utf-8"))
    units = {unit["code"]: unit for unit in policy["units"]}
    farmed = parcels[parcels.DLBM.isin(["0101", "0102", "0103"])]
    holding = farmed.groupby(farmed.ZLDWDM.str[:6]).TBDLMJ.sum() * 3 / 2000
    pbf = read("YJJBNTBHTB")
    once = pbf[~pbf.geometry.to_wkb().duplicated()]
    kept = once.groupby(once.BSM.str[:6]).YJJBNTMJ.sum() * 3 / 2000
    assert holding["360281"] < units["360281"]["holding_target_wan_mu"] * 10000
    assert 0 <= holding["360222"] - units["360222"]["holding_target_wan_mu"] * 10000 < 1
    assert kept["360202"] < units["360202"]["pbf_target_wan_mu"] * 10000
    assert units["360203"]["gap_wan_mu"] < 0
    counties = [unit for unit in units.values() if unit["level"] == "county"]
    city = units["360200"]
    assert round(sum(unit["holding_target_wan_mu"] for unit in counties) - city["holding_target_wan_mu"], 4) == 0.0001
    assert round(city["gap_wan_mu"] - sum(unit["gap_wan_mu"] for unit in counties), 4) == 0.0001
    assert policy["policy"]["reference_date"] == "2024-12-31"
    default = yaml.safe_load(generate.POLICY.read_text(encoding="utf-8"))
    assert {key: value for key, value in policy.items() if key not in ("policy", "units")} == {
        key: value for key, value in default.items() if key not in ("policy", "units")
    }


def test_too_small_for_the_plants(tmp_path):
    with pytest.raises(ValueError, match="too few parcels"):
        generate.generate(600, 7, tmp_path)


def test_command_line(tmp_path, capsys):
    assert generate.main(["--parcels", "600", "--no-plants", "--seed", "2", str(tmp_path)]) == 0
    assert read("DLTB", tmp_path).shape[0] > 500
    with pytest.raises(SystemExit):
        generate.main(["--parcels", "600"])
    capsys.readouterr()
