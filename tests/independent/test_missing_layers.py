"""What was not given says nothing: not known, and never 0, no, or nothing found (measures 0; whose figures)."""

from __future__ import annotations

import pytest

from .measuring import differences, parcel, row, run, survey, write, zone

DATES = {"DATE": "2024-12-31", "EARLIER_DATE": "2023-12-31"}
DATE = {"DATE": "2024-12-31"}
FIELD = {"ZZSXDM": "LS", "GDPDJB": "1", "GDDB": 5}
BEFORE = (
    parcel("0101", (0, 0, 50, 20), **FIELD),  # 1000.00, built on since
    parcel("0101", (100, 0, 150, 20), **FIELD),  # 1000.00, a river since
    parcel("0103", (200, 0, 400, 100), **FIELD),  # 20,000.00
    parcel("0103", (500, 0, 550, 20), GDPDJB="4"),  # steep
)
NOW = (
    parcel("0701", (0, 0, 50, 20)),
    parcel("1101", (100, 0, 150, 20)),
    parcel("0103", (200, 0, 400, 100), **{**FIELD, "ZZSXDM": "FLS"}),
    parcel("0103", (500, 0, 550, 20), GDPDJB="4"),
    parcel("0404", (600, 0, 650, 20)),
    parcel("0201", (400, 0, 440, 50)),  # beside the large field
)


@pytest.fixture(scope="module")
def layers(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bare")
    return folder, write(
        folder,
        DLTB=survey(NOW),
        DLTB_2023=survey(BEFORE),
        TB=[zone((0, 0, 50, 20), JCBH="M", HSX="2024-06-01")],
        BCGDXM=[zone((0, 0, 50, 20), XMBH="S", YSRQ="2022-06-01", XZGDMJ=1000.0, XZSTMJ=0.0)],
        GBZNT=[zone((0, 0, 400, 100), XMBH="P", JCNF=2024, XMLX="高标准农田")],
        XMXZ=[zone((200, 0, 250, 20), FABH="A")],
        BCGDCBQ=[zone((600, 0, 650, 20))],
        YJJBNTBHTB=[zone((200, 0, 300, 100), DLBM="0103", YJJBNTMJ=10000.0)],
    )


@pytest.fixture(scope="module")
def pieces(layers):
    """Pieces with the farmland reserve alone, and with the half of a field as PBF alone."""
    folder, paths = layers
    outputs = ("OUTPUT", "ZONES_TABLE", "PROBLEMS")
    given = {"reserve": {"FARMLAND_RESERVE": paths["BCGDCBQ"]}, "pbf": {"PBF": paths["YJJBNTBHTB"]}}
    for name, zones in given.items():
        run("overlay_parcels", folder / name, outputs, PARCELS=paths["DLTB"], **zones, **DATE)
    return {name: folder / name / "output.gpkg" for name in given}


def test_changes_without_zones(layers):
    """2000 went out, to construction and water; whether PBF, approved, exempt, illegal, planned is not known."""
    folder, paths = layers
    outputs = ("CHANGES", "FLOWS", "TRANSITION", "PROBLEMS")
    surveys = {"PARCELS": paths["DLTB"], "PREVIOUS": paths["DLTB_2023"]}
    found = row(run("track_changes", folder / "changes", outputs, **surveys, **DATES)["FLOWS"], code="360202")
    assert not differences(found, outflow_m2=2000, construction_m2=1000, water_m2=1000, suspected_water_m2=1000)
    unknown = ("pbf", "illegal", "approved", "planned", "registered_facility")
    unknown += ("exempt_conversion", "exempt_disaster", "exempt_water", "exempt_other")
    assert not differences(found, **dict.fromkeys((f"{name}_m2" for name in unknown), None))


def test_supplements_without_an_earlier_survey(layers):
    """That nothing is cultivated there today does not tell that it was lost, or never was; no project balances."""
    folder, paths = layers
    done = run(
        "verify_supplements",
        folder / "supplements",
        ("SUPPLEMENT_STATES", "PROJECT_STATES", "PROJECT_TOTALS", "CORRECTIONS", "PROBLEMS"),
        PARCELS=paths["DLTB"],
        SUPPLEMENTS=paths["BCGDXM"],
        PROJECTS=paths["GBZNT"],
        **DATE,
    )
    expected = {"status": "not_cultivated", "before_m2": None, "now_m2": 0, "shortfall_m2": 1000}
    assert not differences(row(done["SUPPLEMENT_STATES"], project="S"), **expected)
    unknown = ("before_m2", "outflow_m2", "works_m2", "inflow_m2", "net_m2", "owed_m2")
    unknown += ("pbf_works_m2", "not_yet_pbf_m2", "pbf_registered_m2")
    expected = {"verdict": "no_before", "now_m2": 20000, **dict.fromkeys(unknown, None)}
    assert not differences(row(done["PROJECT_STATES"], project="P"), **expected)


def test_patches_without_pbf(layers):
    """Not known, and so in the case table, where 0 would be none; with PBF that lies elsewhere it is 0."""
    folder, paths = layers
    outputs = ("MATCHED", "CASE_TABLE", "PROBLEMS")
    given = {"PATCHES": paths["TB"], "PARCELS": paths["DLTB"], "PREVIOUS": paths["DLTB_2023"], **DATES}
    elsewhere = run("match_patches", folder / "elsewhere", outputs, PBF=paths["YJJBNTBHTB"], **given)
    assert not differences(row(elsewhere["MATCHED"], patch="M"), pbf_m2=0, suspected_pbf_m2=0)
    done = run("match_patches", folder / "patches", outputs, **given)
    expected = {"preliminary": "suspected", "suspected_m2": 1000, "pbf_m2": None, "suspected_pbf_m2": None}
    assert not differences(row(done["MATCHED"], patch="M"), **expected)
    assert not differences(row(done["CASE_TABLE"], case_id="M"), cultivated_m2=1000, pbf_m2=None)


def test_a_site_without_zones_and_rates(layers):
    """Neither PBF nor red line nor a fee is known; the land that it takes is."""
    folder, paths = layers
    done = run(
        "check_project_site",
        folder / "site",
        ("COMPARISON", "SITES", "CLASSES", "NEEDS", "PARTS", "PROBLEMS"),
        PROJECT=paths["XMXZ"],
        PARCELS=paths["DLTB"],
        REPORT=str(folder / "report.html"),
        **DATE,
    )
    unknown = ("pbf", "pbf_cultivated", "pbf_registered", "red_line", "forest", "pbf_reserve", "protected", "in_scope")
    expected = {"cultivated_m2": 1000, "owed_mu": 1.5, **dict.fromkeys((f"{name}_m2" for name in unknown), None)}
    unknown = {"fee_yuan": None, "replace_mu": None, "replace_registered_mu": None, "replace_net_mu": None}
    found = row(done["COMPARISON"], site="A")
    assert not differences(found, **expected, **unknown)
    assert found["verdict"] not in ("clear", "forbidden")


def test_use_without_pbf_or_projects(layers, pieces):
    """Without PBF no place in the order of use is known; without projects no high-standard farmland is."""
    folder, _ = layers
    outputs = ("LAND_USE", "USE_FINDINGS", "USE_TOTALS", "PROBLEMS")
    bare = run("assess_use", folder / "use", outputs, PIECES=str(pieces["reserve"]), **DATE)["LAND_USE"]
    bare = bare[bare["code"] == "360202"]
    assert not differences(row(bare, priority="not_known"), net_m2=21000, non_grain_m2=20000, unknown_m2=1000)
    assert not differences(row(bare, priority="all"), net_m2=21000)
    known = bare[~bare["priority"].isin(["not_known", "all"])]
    assert known["net_m2"].isna().all(), known
    half = run("assess_use", folder / "half", outputs, PIECES=str(pieces["pbf"]), **DATE)["LAND_USE"]
    half = half[half["code"] == "360202"]
    assert not differences(row(half, priority="all_pbf"), net_m2=10000)
    assert half.loc[half["priority"].isin(["hsf", "pbf_hsf", "all_hsf"]), "net_m2"].isna().all(), half


def test_a_reserve_without_what_bars_it(layers, pieces):
    """The land is unused; whether red line, urban boundary, PBF or slope bar it is not known."""
    folder, _ = layers
    outputs = ("RESERVES", "RESERVE_SUMS", "RESERVE_PIECES")
    found = run("review_reserves", folder / "reserves", outputs, PIECES=str(pieces["reserve"]), **DATE)["RESERVES"]
    unknown = dict.fromkeys(("in_red_line_m2", "in_urban_m2", "in_pbf_m2", "in_steep_m2", "gross_m2", "outside_m2"))
    assert not differences(row(found, role="farmland_reserve"), inside_m2=1000, unused_m2=1000, **unknown)


def test_swaps_without_slope(layers, pieces):
    """An orchard beside 30 mu of fields: without its slope it cannot come; the steep field can go by its own record."""
    folder, _ = layers
    done = run("pair_swaps", folder / "swaps", ("SWAPS", "SWAP_UNITS"), PIECES=str(pieces["reserve"]))
    assert done["SWAPS"]["side"].tolist() == ["up"] and done["PAIR_COUNT"] == 0


def test_no_supplement_outside_pbf_without_pbf(layers, pieces):
    """Which land lies outside PBF is not known without its layer: the run stops."""
    folder, _ = layers
    need = {"NEED": 1.0, "NEED_GRADE": 9.0}
    try:
        done = run(
            "find_supplements", folder / "none", ("SUPPLEMENTS", "PROBLEMS"), PIECES=str(pieces["reserve"]), **need
        )
    except RuntimeError as error:
        assert "Traceback" not in str(error) and "basic farmland" in str(error)
    else:
        assert not (done["SUPPLEMENTS"]["chosen"] == "yes").any()
