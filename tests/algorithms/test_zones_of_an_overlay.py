"""Zones of an overlay by the real qgis_process: reference date, PBF registered twice, PBF recorded in mu."""

import geopandas as gpd
import pyogrio
import pytest
from nulls import with_none
from shapely.geometry import box

X, Y = 39_500_000, 3_245_000
CHANGJIANG = "360202"


def written(path, name, shapes, **columns):
    gpd.GeoDataFrame(columns, geometry=shapes, crs=4527).to_file(path, layer=name, engine="pyogrio")
    return f"{path}|layername={name}"


def table(source, layer):
    return pyogrio.read_dataframe(str(source).partition("|")[0], layer=layer, read_geometry=False)


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """A house and a field of 100 x 100 m on PBF; one polygon of PBF is there twice; approval 2 renews 1.

    A house plot (3) that ends later than both lies on the same place; it can cover no PBF.
    """
    path = tmp_path_factory.mktemp("dated") / "input.gpkg"
    cells = [box(X, Y, X + 100, Y + 100), box(X + 100, Y, X + 200, Y + 100)]
    code = f"{CHANGJIANG}1002010000000"
    parcels = written(
        path, "DLTB", cells, BSM=["A", "B"], DLBM=["0702", "0101"], TBMJ=[10_000.0] * 2, TBDLMJ=[10_000.0, 9_000.0],
        ZLDWDM=[code] * 2,
    )  # fmt: skip
    pbf = written(
        path, "YJJBNT", [*cells, cells[1]], BSM=["P1", "P2", "P3"], DLBM=["0101"] * 3, ZLDWDM=[code] * 3,
        YJJBNTMJ=[9_000.0, 9_000.0, 9_000.0],
    )  # fmt: skip
    approvals = written(
        path, "PZYD", [cells[0]] * 3, BSM=["1", "2", "3"], PZLX=["单独选址", "单独选址", "农村宅基地"],
        PZRQ=["2019-06-01", "2023-06-01", "2019-06-01"], YXQZ=["2022-05-31", "2026-05-31", "2030-05-31"],
    )  # fmt: skip
    return {"PARCELS": parcels, "PBF": pbf, "ZONES": [approvals]}


@pytest.fixture(scope="module")
def pieces(given, qgis_session, tmp_path_factory):
    """The source of pieces made for a date, and of their zones."""
    made = {}

    def make(date):
        if date not in made:
            folder = tmp_path_factory.mktemp("pieces")
            outputs = {"OUTPUT": str(folder / "pieces.gpkg"), "ZONES_TABLE": str(folder / "zones.gpkg")}
            done = qgis_session("overlay_parcels", {**given, **outputs, **({"DATE": date} if date else {})})
            assert done.status == 0, done.log[-3000:]
            made[date] = (str(done.results["OUTPUT"]), str(done.results["ZONES_TABLE"]))
        return made[date]

    return make


def test_a_renewal_covers_the_house_that_the_expired_approval_does_not(pieces, qgis_process, tmp_path):
    source, zones = pieces("")
    found = table(source, "pieces").set_index("BSM")
    assert found.loc["A", "approvals"] == "2" and found.loc["A", "approvals_YXQZ"] == "2026-05-31"
    rows = table(zones, "zones").set_index("zone_id")
    assert rows.loc["1", "superseded_by"] == "2"
    known = table(source, "provenance")
    assert ("run", "reference_date", "2024-12-31") in set(zip(known["section"], known["name"], known["value"]))
    done = qgis_process("flag_conflicts", {"PIECES": source, "OUTPUT": str(tmp_path / "conflicts.gpkg")})
    assert done.status == 0, done.log[-3000:]
    conflicts = table(tmp_path / "conflicts.gpkg", "conflicts").set_index("BSM")
    assert conflicts.loc["A", "kind"] == "approved" and conflicts.loc["A", "severity"] == 0


def test_on_a_day_when_only_the_first_held_it_counts(pieces):
    source, zones = pieces("2021-01-01")
    assert table(source, "pieces").set_index("BSM").loc["A", "approvals"] == "1"
    assert table(zones, "zones").set_index("zone_id").loc["2", "superseded_by"] == "1"


@pytest.mark.parametrize("name", ["flag_conflicts", "find_restoration_candidates"])
def test_rules_refuse_another_date(pieces, qgis_session, tmp_path, name):
    source, _ = pieces("2021-01-01")
    done = qgis_session(name, {"PIECES": source, "OUTPUT": str(tmp_path / "out.gpkg")})
    assert done.status != 0 and not (tmp_path / "out.gpkg").exists()
    assert "2021-01-01" in done.log and "2024-12-31" in done.log and "Traceback" not in done.log


def test_sums_refuse_findings_of_another_date(pieces, qgis_session, tmp_path):
    conflicts = {"PIECES": pieces("2021-01-01")[0], "DATE": "2021-01-01", "OUTPUT": str(tmp_path / "conflicts.gpkg")}
    assert qgis_session("flag_conflicts", conflicts).status == 0
    source, zones = pieces("")
    sums = {"PIECES": source, "ZONES_TABLE": zones, "OUTPUT": str(tmp_path / "summary.gpkg")}
    done = qgis_session("summarise_by_unit", {**sums, "CONFLICTS": conflicts["OUTPUT"]})
    assert done.status != 0 and "2021-01-01, 2024-12-31" in done.log and "Traceback" not in done.log


def test_pieces_that_name_no_date_are_taken_with_a_warning(pieces, qgis_session, tmp_path):
    source, _ = pieces("2021-01-01")
    older = tmp_path / "older.gpkg"
    gpd.read_file(source.partition("|")[0], layer="pieces", engine="pyogrio").to_file(older, layer="pieces")
    done = qgis_session("flag_conflicts", {"PIECES": f"{older}|layername=pieces", "OUTPUT": str(tmp_path / "out.gpkg")})
    assert done.status == 0 and "2024-12-31" in done.log


def test_pbf_registered_twice_counts_once_in_the_sums(pieces, qgis_session, tmp_path):
    source, zones = pieces("")
    assert table(zones, "zones").set_index("zone_id")["counted_m2"].loc[["P1", "P2", "P3"]].tolist() == [9000, 9000, 0]
    given = {"PIECES": source, "ZONES_TABLE": zones, "LEVEL": "village", "OUTPUT": str(tmp_path / "summary.gpkg")}
    done = qgis_session("summarise_by_unit", given)
    assert done.status == 0, done.log[-3000:]
    found = table(tmp_path / "summary.gpkg", "summary")
    own = found[found["parcels"] > 0].set_index("level")["pbf_delimited_mu"]
    # 18,000 m² are 27 mu; with the doubled polygon they would be 40.5.
    assert own.loc[["county", "township", "village"]].tolist() == [27.0, 27.0, 27.0]
    assert found.set_index("code").loc[CHANGJIANG, "pbf_surplus_mu"] == 27.0 - 50_704
    assert "9000.00" in done.log and "13.50" in done.log  # what is registered twice


def test_pbf_recorded_in_mu_is_told_and_read(given, qgis_session, tmp_path):
    zones = gpd.read_file(given["PBF"].partition("|")[0], layer="YJJBNT", engine="pyogrio").iloc[:2]
    pbf = written(tmp_path / "mu.gpkg", "YJJBNT", zones.geometry.tolist(), BSM=["P1", "P2"], YJJBNTMJ=[13.5, 13.2])
    outputs = {"OUTPUT": str(tmp_path / "p.gpkg"), "ZONES_TABLE": str(tmp_path / "z.gpkg")}
    run = {"PARCELS": given["PARCELS"], "PBF": pbf, **outputs, "PROBLEMS": str(tmp_path / "q.gpkg")}
    done = qgis_session("overlay_parcels", run)
    assert done.status == 0, done.log[-3000:]
    assert "records_in_mu" in table(tmp_path / "q.gpkg", "problems")["kind"].tolist()
    again = qgis_session("overlay_parcels", {**run, "RECORD_UNIT": "mu"})
    assert again.status == 0, again.log[-3000:]
    assert "records_in_mu" not in table(tmp_path / "q.gpkg", "problems")["kind"].tolist()
    # 13.5 mu are 9,000 m², 13.2 mu are 8,800 m².
    counted = {"P1": 9000, "P2": 8800}
    assert table(tmp_path / "z.gpkg", "zones").set_index("zone_id")["counted_m2"].to_dict() == counted
    profile = tmp_path / "单位 配置.yaml"
    profile.write_text("format: 1\nrecord_unit: mu\n", encoding="utf-8")
    kept = qgis_session("overlay_parcels", {**run, "PROFILE": str(profile)})
    assert kept.status == 0, kept.log[-3000:]
    assert table(tmp_path / "z.gpkg", "zones").set_index("zone_id")["counted_m2"].to_dict() == counted
    areas = {"OUTPUT": str(tmp_path / "areas.gpkg"), "PROBLEMS": str(tmp_path / "q.gpkg")}
    for more, told in (({}, True), ({"PROFILE": str(profile)}, False), ({"RECORD_UNIT": "mu"}, False)):
        measured = qgis_session("measure_zones", {"PARCELS": given["PARCELS"], "PBF": pbf, **areas, **more})
        assert measured.status == 0, measured.log[-3000:]
        assert ("records_in_mu" in table(tmp_path / "q.gpkg", "problems")["kind"].tolist()) == told, more


def test_a_number_that_cannot_be_read_keeps_its_text(qgis_session, tmp_path):
    """A road on PBF, “约10米” wide: the number is null, its text stands beside, and the problem names the parcel."""
    cells, code = [box(X, Y, X + 100, Y + 10), box(X, Y + 10, X + 100, Y + 20)], f"{CHANGJIANG}1002010000000"
    parcels = written(
        tmp_path / "in.gpkg", "DLTB", cells, BSM=["A", "B"], DLBM=["1006"] * 2, TBMJ=[1000.0] * 2,
        ZLDWDM=[code] * 2, XZDWKD=["约10米", "6.5米"],
    )  # fmt: skip
    pbf = written(
        tmp_path / "in.gpkg", "YJJBNT", cells, BSM=["P1", "P2"], DLBM=["0101"] * 2, ZLDWDM=[code] * 2,
        YJJBNTMJ=[900.0] * 2,
    )  # fmt: skip
    outputs = {name: str(tmp_path / f"{name}.gpkg") for name in ("OUTPUT", "PROBLEMS")}
    done = qgis_session("overlay_parcels", {"PARCELS": parcels, "PBF": pbf, **outputs})
    assert done.status == 0, done.log[-3000:]
    found = table(outputs["OUTPUT"], "pieces").set_index("BSM")
    assert found.loc["B", "XZDWKD"] == 6.5 and found["XZDWKD"].isna().tolist() == [True, False]
    assert with_none(found["unreadable"]).to_dict() == {"A": "XZDWKD=约10米", "B": None}
    told = table(outputs["PROBLEMS"], "problems").set_index("kind")["message"]["unreadable_value"]
    assert "约10米" in told and "A" in told
    conflicts = {"PIECES": outputs["OUTPUT"], "OUTPUT": str(tmp_path / "c.gpkg"), "POLICY": ""}
    done = qgis_session("flag_conflicts", {k: v for k, v in conflicts.items() if v})
    assert done.status == 0, done.log[-3000:]
    flags = with_none(table(tmp_path / "c.gpkg", "conflicts").set_index("BSM")["flags"])
    assert "unreadable" in flags["A"] and "unreadable" not in (flags["B"] or "")
