"""Project sites before they start, by measures 8, 10, 14, 15, 19 and 28. Areas are in m²; 1 mu = 2000/3 m²."""

from __future__ import annotations

import pytest
from shapely import Polygon
from shapely.geometry import box

from .measuring import differences, parcel, row, run, survey, write, write_table, zone

OTHER = "360222100201"
PARCELS = (
    parcel("0101", (0, 0, 100, 50), 0.0680, GDPDJB="2", GDDB=5),  # 5000.00, net 4660.00
    parcel("0103", (100, 0, 200, 50), GDPDJB="1", GDDB=8),  # 5000.00
    parcel("0301K", (200, 0, 300, 50)),
    parcel("0201", (300, 0, 400, 50)),
    parcel("0702", (400, 0, 450, 50)),
    parcel("0404", (450, 0, 500, 50)),
    parcel("0103", (0, 100, 50, 150)),  # of neither slope nor grade
    parcel("0103", (50, 100, 100, 150), code=OTHER),
    parcel("0103", (0, 200, 50, 250), GDPDJB="1", GDDB=8),
)
LAYERS = {
    "YJJBNTBHTB": (
        zone((0, 0, 50, 50), DLBM="0101", YJJBNTMJ=2330.00),
        zone((300, 0, 350, 50), DLBM="0201", YJJBNTMJ=2500.00),  # an orchard that was delimited
    ),
    "STBHHX": (zone((450, 0, 500, 50), HXMC="一"),),
    "CZKFBJ": (zone((100, 0, 140, 50), GHFQMC="一"),),
}
# The highest rate is 24,000 yuan a mu, 36 a m²; dry land has a rate in 昌江区 alone.
RATES = ("- 0101 30 元/平方米", "- 0102 24000 元/亩", "360202 0103 20 元/平方米")


def check(folder, outlines, kind: str = "construction", without: tuple[str, ...] = ()):
    layers = {name: rows for name, rows in LAYERS.items() if name not in without}
    paths = write(folder, DLTB=survey(PARCELS), XMXZ=outlines, **layers)
    chosen = {"PBF": paths["YJJBNTBHTB"]} if "YJJBNTBHTB" in paths else {}
    return run(
        "check_project_site",
        folder / "out",
        ("COMPARISON", "SITES", "CLASSES", "NEEDS", "PARTS", "PROBLEMS"),
        PROJECT=paths["XMXZ"],
        PARCELS=paths["DLTB"],
        ZONES=[paths[name] for name in ("STBHHX", "CZKFBJ") if name in paths],
        RATES=write_table(folder, "rates", "单位代码 地类 标准 计价单位", RATES),
        SITE_KIND=kind,
        REPORT=str(folder / "report.html"),
        DATE="2024-12-31",
        **chosen,
    )


RING = Polygon(box(0, 200, 50, 250).exterior.coords, [box(20, 220, 30, 230).exterior.coords])
ALTERNATIVES = (
    zone((60, 0, 160, 50), FABH="A"),
    zone((300, 0, 330, 50), FABH="B"),
    zone((200, 0, 220, 50), FABH="K"),
    zone((450, 0, 470, 50), FABH="O"),
    zone((30, 100, 70, 150), FABH="P"),
    zone((90, 100, 110, 150), FABH="Q"),
    zone(RING, FABH="R"),
    zone((40, 0, 60, 50), FABH="S"),
    zone((60, 0, 70, 50), FABH="U"),  # two plots on each other
    zone((65, 0, 75, 50), FABH="U"),
)


@pytest.fixture(scope="module")
def sites(qgis, tmp_path_factory):
    return check(tmp_path_factory.mktemp("sites"), ALTERNATIVES)


COMPARED = (
    # 2000 of paddy: net 1864, ridges 136; 3000 of dry land
    (
        "A",
        {
            "area_m2": 5000,
            "cultivated_m2": 4864,
            "paddy_m2": 1864,
            "ridges_m2": 136,
            "pbf_m2": 0,
            "red_line_m2": 0,
            "forest_m2": None,  # no such layer was given
            "in_scope_m2": 2000,
            "out_scope_m2": 3000,
            "grade": 6.8503,  # (1864 × 5 + 3000 × 8) / 4864
            "slope_1_m2": 3000,
            "slope_2_m2": 1864,
            "owed_mu": 7.296,
            "owed_paddy_mu": 2.796,
            "fee_yuan": 115920,  # 1864 × 30 + 3000 × 20
            "topsoil_m3": 1066,  # 1864 × 0.25 + 3000 × 0.20
            "replace_mu": 0,
        },
    ),
    # nothing is cultivated there, and yet the task of PBF falls by what is registered: 1500 of 2500
    (
        "B",
        {
            "cultivated_m2": 0,
            "pbf_m2": 1500,
            "pbf_cultivated_m2": 0,
            "pbf_registered_m2": 1500,
            "replace_registered_mu": 2.25,
            "replace_net_mu": 0,
            "replace_mu": 2.25,
            "owed_mu": 0,
        },
    ),
    ("K", {"adjustable_m2": 1000, "cultivated_m2": 0, "owed_mu": 0}),
    ("O", {"red_line_m2": 1000, "cultivated_m2": 0, "pbf_m2": 0}),
    # 1000 of each county; the other's has no rate, so there is no fee, rather than half of it
    ("P", {"cultivated_m2": 2000, "fee_yuan": None, "no_rate_m2": 1000, "grade": None, "slope_unknown_m2": 2000}),
    ("Q", {"outline_m2": 1000, "area_m2": 500, "uncovered_m2": 500, "cultivated_m2": 500}),
    ("R", {"outline_m2": 2400, "area_m2": 2400, "cultivated_m2": 2400, "fee_yuan": 48000, "topsoil_m3": 480}),
    # half of it is PBF: 466 × 30 + 466 × 2 × 36 = 13,980 + 33,552
    (
        "S",
        {
            "cultivated_m2": 932,
            "pbf_m2": 500,
            "pbf_cultivated_m2": 466,
            "pbf_registered_m2": 466,
            "fee_yuan": 47532,
            "topsoil_m3": 233,
            "replace_mu": 0.699,
        },
    ),
    ("U", {"outline_m2": 750, "area_m2": 750, "cultivated_m2": 699, "fee_yuan": 20970}),
)


@pytest.mark.parametrize(("site", "expected"), COMPARED, ids=[site for site, _ in COMPARED])
def test_what_sites_take(sites, site, expected):
    assert not differences(row(sites["COMPARISON"], site=site), **expected)


def test_alternatives_in_order(sites):
    """Red line first, then PBF, then cultivated land: 0, 500, 699, 2000, 2400, 4864; then PBF 500, 1500; then O."""
    table = sites["COMPARISON"].sort_values("rank")
    assert set(table["verdict"]) == {"conditional"}
    assert table["site"].tolist() == ["K", "Q", "U", "P", "R", "A", "S", "B", "O"]


def test_accounts_by_county(sites):
    own = row(sites["SITES"], site="P", code="360202")
    assert not differences(own, area_m2=1000, cultivated_m2=1000, fee_yuan=20000, no_rate_m2=0)
    other = row(sites["SITES"], site="P", code="360222")
    assert not differences(other, area_m2=1000, cultivated_m2=1000, fee_yuan=None, no_rate_m2=1000)


# -- kinds of project: what is forbidden, and what looks like it -----------------------------------------------------

IN_PBF, OUTSIDE = (10, 0, 20, 10), (60, 0, 70, 10)
KINDS = {
    "rural_house": (
        zone(IN_PBF, FABH="H1"),
        zone(OUTSIDE, FABH="H2"),
        zone((50, 20, 60, 30), FABH="H3"),  # an edge in common
    ),
    "facility": (
        zone(IN_PBF, FABH="F1", SSLX="种植", PHGZC="否"),
        zone(IN_PBF, FABH="F2", SSLX="种植", PHGZC=None),
        zone(IN_PBF, FABH="F3", SSLX="畜禽", PHGZC="否"),
        zone(OUTSIDE, FABH="F4", SSLX="畜禽", PHGZC="是"),
        zone(IN_PBF, FABH="F5", SSLX="种植", PHGZC="是"),
        zone(IN_PBF, FABH="F6", SSLX=None, PHGZC="否"),
        zone(IN_PBF, FABH="F7", SSLX="水产", PHGZC="否"),
    ),
    "temporary": (
        zone(IN_PBF, FABH="T1", KFHF="是", QX=2.0),
        zone(IN_PBF, FABH="T2", KFHF="否", QX=2.0),
        zone(IN_PBF, FABH="T3", KFHF=None, QX=2.0),
        zone(OUTSIDE, FABH="T4", KFHF="否", QX=2.0),
        zone(OUTSIDE, FABH="T5", KFHF="是", QX=4.0),
        zone(OUTSIDE, FABH="T6", KFHF="是", QX=4.5),
    ),
}


@pytest.fixture(scope="module")
def kinds(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kinds")
    return {kind: check(folder / kind, outlines, kind) for kind, outlines in KINDS.items()}


VERDICTS = (
    ("rural_house", "H1", {"forbidden"}),  # M10
    ("rural_house", "H2", {"conditional"}),
    ("rural_house", "H3", {"conditional"}),
    ("facility", "F1", {"conditional"}),
    ("facility", "F2", {"unchecked"}),  # whether it breaks the plough layer is not known, and not no
    ("facility", "F3", {"forbidden"}),  # M14, 15: of any kind
    ("facility", "F4", {"conditional", "clear"}),
    ("facility", "F5", {"forbidden"}),
    ("facility", "F6", {"unchecked"}),  # it may be for livestock
    ("facility", "F7", {"forbidden"}),
    ("temporary", "T1", {"conditional"}),
    ("temporary", "T2", {"forbidden"}),  # M10
    ("temporary", "T3", {"unchecked", "forbidden"}),  # nobody says that it can be restored
    ("temporary", "T4", {"conditional"}),
    ("temporary", "T5", {"conditional"}),  # two years, and once more two
    ("temporary", "T6", {"forbidden"}),
)


@pytest.mark.parametrize(("kind", "site", "verdicts"), VERDICTS, ids=[site for _, site, _ in VERDICTS])
def test_kinds_of_project(kinds, kind, site, verdicts):
    assert row(kinds[kind]["COMPARISON"], site=site)["verdict"] in verdicts


def test_a_household_pays_no_fee(kinds):
    """M19. 100 m² of terraces are 93.20 net, 0.1398 mu, and owed all the same."""
    found = row(kinds["rural_house"]["COMPARISON"], site="H2")
    assert not differences(found, cultivated_m2=93.2, owed_mu=0.1398)
    assert not (found["fee_yuan"] or 0) > 0


def test_without_the_layer_of_pbf_no_house_is_cleared(qgis, tmp_path):
    outlines = KINDS["rural_house"][1:2]
    found = row(check(tmp_path, outlines, "rural_house", without=("YJJBNTBHTB",))["COMPARISON"], site="H2")
    assert not differences(found, verdict="unchecked", pbf_m2=None, replace_mu=None)


def test_lines_are_refused(qgis, tmp_path):
    """A road as a line has no area: its width is not guessed."""
    import geopandas
    import pyogrio
    from shapely.geometry import LineString

    from .survey import CRS, SOUTH, WEST

    line = LineString([(WEST, SOUTH + 10), (WEST + 100, SOUTH + 10)])
    frame = geopandas.GeoDataFrame({"FABH": ["L"]}, geometry=[line], crs=CRS)
    pyogrio.write_dataframe(frame, tmp_path / "XMXZ.gpkg", layer="XMXZ")
    paths = write(tmp_path, DLTB=survey(PARCELS))
    names = ("COMPARISON", "SITES", "CLASSES", "NEEDS", "PARTS", "PROBLEMS")
    with pytest.raises(RuntimeError):
        run(
            "check_project_site",
            tmp_path / "out",
            names,
            PROJECT=f"{tmp_path / 'XMXZ.gpkg'}|layername=XMXZ",
            PARCELS=paths["DLTB"],
        )
    assert not list((tmp_path / "out").glob("*"))
