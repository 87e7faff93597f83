"""Values as offices write them, in every layer that a rule reads, by the real qgis_process; meanings by hand."""

import geopandas as gpd
import pyogrio
import pytest
from shapely.geometry import box

X, Y, SIDE = 39_500_000, 3_245_000, 100
CODE = "3602021002010000000"
CLASSES = {"C1": "0101 ", "C2": "101", "C3": "101.0", "C4": "水田", "C5": "0101水田"}
ENDS = {
    "D1": "2024-12",
    "D2": "2024年12月",
    "D3": "长期",
    "D4": "2023-01-01至2025-12-31",
    "D5": "46022",
    "D6": "见文件",
}
SURVEY2 = {"S1": 11, "S2": 12, "S3": 13, "S4": 11, "S5": 11, "S6": 11}
GRADES, SOIL, CROPS = {"S3": "5级", "S4": "Ⅴ"}, {"S5": "严格管控区"}, {"S6": "盛果"}
NAMES = [*CLASSES, *ENDS, *SURVEY2, "L1"]


def cell(name):
    """The square of a parcel."""
    west = X + SIDE * NAMES.index(name)
    return box(west, Y, west + SIDE, Y + SIDE)


@pytest.fixture(scope="module")
def found(qgis_process, tmp_path_factory):
    """Tables of a run by name; squares of 10,000 m²: houses on PBF (C, D), orchards (S), a house outside PBF (L)."""
    folder = tmp_path_factory.mktemp("written")

    def layer(name, cells, **columns):
        frame = gpd.GeoDataFrame({"BSM": [f"{name}{cell}" for cell in cells], **columns}, crs=4527,
                                 geometry=[cell(one) for one in cells])  # fmt: skip
        frame.to_file(folder / "input.gpkg", layer=name, engine="pyogrio")
        return f"{folder / 'input.gpkg'}|layername={name}"

    parcels = gpd.GeoDataFrame(
        {
            "BSM": NAMES,
            "DLBM": ["0201" if name in SURVEY2 else "0702" for name in NAMES],
            "TBMJ": [10_000.0] * len(NAMES),
            "ZLDWDM": [CODE] * len(NAMES),
        },
        geometry=[cell(name) for name in NAMES],
        crs=4527,
    )
    parcels.to_file(folder / "input.gpkg", layer="DLTB", engine="pyogrio")
    on_pbf = [*CLASSES, *ENDS]
    given = {
        "PARCELS": f"{folder / 'input.gpkg'}|layername=DLTB",
        "PBF": layer(
            "YJJBNT",
            on_pbf,
            DLBM=[*CLASSES.values(), *["0101"] * len(ENDS)],
            ZLDWDM=[CODE] * len(on_pbf),
            YJJBNTMJ=["9,000.00"] * len(on_pbf),
        ),
        "SURVEY2": layer("DLTB_ED", SURVEY2, DLBM=[*SURVEY2.values()]),
        "PREVIOUS": layer("DLTB_2023", ["L1"], DLBM=[101.0], TBDLMJ=[9_300.0]),
        "ZONES": [
            layer("PZYD", ENDS, PZLX=["单独选址"] * len(ENDS), PZSJ=["2023-06"] * len(ENDS), YXQZ=[*ENDS.values()]),
            layer("PDT", GRADES, PDJB=[*GRADES.values()]),
            layer("TRHJ", SOIL, HJLB=[*SOIL.values()]),
            layer("ZWXZ", CROPS, ZWZT=[*CROPS.values()]),
        ],
    }
    out = folder / "out"
    done = qgis_process("run_batch", {**given, "OUTPUT_FOLDER": str(out), "MAPS": "false", "REPORTS": "false"})
    assert done.status == 0, done.log[-3000:]
    names = ("conflicts", "candidates", "losses", "problems", "summary")
    return {
        name: pyogrio.read_dataframe(out / "farmland_redline.gpkg", layer=name, read_geometry=False) for name in names
    }


def test_a_class_recorded_by_pbf_is_read_however_it_is_written(found):
    """Cultivated when delimited, a house now: severity 3, and the whole record (9,000 m², as text) is lost."""
    rows = found["conflicts"].set_index("BSM").loc[[*CLASSES]]
    assert rows[["kind", "severity", "origin"]].values.tolist() == [["house", 3, "lost"]] * len(CLASSES)
    assert rows["lost_cultivated_m2"].tolist() == rows["registered_m2"].tolist() == [9_000.0] * len(CLASSES)
    county = found["summary"].set_index("code").loc["360202"]
    assert county["pbf_delimited_mu"] == 13.5 * (len(CLASSES) + len(ENDS))


def test_the_end_of_an_approval_is_read_however_it_is_written(found):
    """All hold on 2024-12-31 but the one that nobody can read, which is listed and flagged."""
    rows = found["conflicts"].set_index("BSM").loc[[*ENDS]]
    assert rows["kind"].tolist() == ["approved"] * 5 + ["house"]
    assert "validity_unknown" in rows.loc["D6", "flags"] and rows["severity"].tolist() == [0] * 5 + [3]
    told = found["problems"].set_index("kind")["message"]["bad_date"]
    assert "见文件" in told and "PZYDD6" in told


def test_codes_of_the_second_survey_without_their_zeros_make_candidates(found):
    """Orchards that were 011, 012 and 013: 10,000 m² less 6.80 % of ridges where no slope is known."""
    rows = found["candidates"].set_index("BSM").loc[[*SURVEY2]]
    assert rows["source"].tolist() == ["survey2"] * len(SURVEY2)
    assert rows.loc[["S1", "S2"], "net_m2"].tolist() == [9_320.0] * 2
    assert rows["excluded"].fillna("").tolist() == ["", "", "steep", "steep", "soil", ""]
    assert rows["potential"].tolist() == ["to_confirm"] * 2 + ["excluded"] * 3 + ["barred"]


def test_a_class_of_last_year_kept_as_a_real_number_tells_of_construction(found):
    (row,) = found["losses"].to_dict("records")
    assert (row["BSM"], row["kind"], row["lost_cultivated_m2"]) == ("L1", "construction", 9_300.0)
