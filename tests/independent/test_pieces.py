"""Use, reserves, supplements, blocks and swaps on one ground, by measures 4, 12, 14 to 17, 20, 23, 27 and 29.

Each measure has a part of the ground to itself. Areas are in m²; parcels bear their names as BSM.
"""

from __future__ import annotations

import pytest

from .measuring import differences, parcel, row, run, survey, write, zone

FULIANG, LEPING, CHANGJIANG, ZHUSHAN = "360222100201", "360281100201", "360202100201", "360203200201"
HILL, LONELY = "360203100201", "360203101201"
DATE = {"DATE": "2024-12-31"}
FLAT = {"GDPDJB": "1"}

# Use: parcels of 1000.00 in a row; the n-th lies at 60 n.
USES = ("LS", "FLS", "LYFL", "WG", "LLJZ", None, "FLS", "XG", "WG", "JKHF", "FLS", "FLS", "FLS")


def field(n: int) -> tuple[int, int, int, int]:
    return (n * 60, 0, n * 60 + 50, 20)


USE = tuple(
    parcel(
        "0201" if n == 9 else "0103",
        field(n),
        code=FULIANG,
        BSM=f"u{n}",
        ZZSXDM=use,
        TBXHDM="LQGD" if n == 8 else None,
        **FLAT,
    )
    for n, use in enumerate(USES)
)
# Reserves of 乐平市
RESERVES = (
    parcel("0404", (0, 200, 30, 300), code=LEPING, BSM="r1"),  # 1000 of it in the red line
    parcel("0103", (30, 200, 50, 300), code=LEPING, BSM="r2", **FLAT),
    parcel("0702", (50, 200, 60, 300), code=LEPING, BSM="r3"),
    parcel("1101", (60, 200, 70, 300), code=LEPING, BSM="r4"),
    parcel("0404", (70, 200, 80, 300), code=LEPING, BSM="r5"),  # over 25°
    parcel("0404", (80, 200, 90, 300), code=LEPING, BSM="r6"),  # up to 25°
    parcel("0404", (90, 200, 100, 300), code=LEPING, BSM="r7"),  # in PBF
    parcel("0101", (200, 200, 210, 300), 0.0680, code=LEPING, BSM="p1", **FLAT),
    parcel("0103", (210, 200, 220, 300), code=LEPING, BSM="p2", GDPDJB="5"),
    parcel("0201", (220, 200, 230, 300), code=LEPING, BSM="p3"),
    parcel("0103", (230, 200, 240, 300), code=LEPING, BSM="p4", **FLAT),  # in PBF
)


def land(name: str, shape, grade: int | None, dlbm: str = "0103", **fields) -> dict:
    return parcel(dlbm, shape, code=CHANGJIANG, **{"BSM": name, "GDDB": grade, "ZZSXDM": "LS", **FLAT, **fields})


# Supplements of 昌江区; x1 to x8 would be of the best grade
SUPPLEMENTS = (
    land("s1", (0, 400, 20, 420), 2),  # reserve, 400.00: just enough
    land("s2", (30, 400, 60, 420), 5, "0101"),  # reserve, 600.00
    land("s3", (70, 400, 110, 420), 9),  # reserve, 800.00
    land("s4", (120, 400, 139.95, 420), 1),  # reserve, 399.00: too small
    land("s5", (200, 400, 250, 420), 1),  # PBF itself
    land("s6", (250, 400, 300, 420), 6),  # beside it, 1000.00
    land("s7", (320, 400, 345, 420), 4),  # 500.00
    land("s8", (150, 420, 200, 430), 7),  # 500.00; touches PBF in a point
    land("s9", (360, 400, 410, 420), None),  # 1000.00 of unknown grade
    land("x1", (0, 450, 50, 470), 1, GDPDJB="5"),
    land("x2", (60, 450, 110, 470), 1, ZZSXDM="WG"),
    land("x3", (120, 450, 170, 470), 1),  # urban
    land("x4", (180, 450, 230, 470), 1),  # approved
    land("x5", (240, 450, 290, 470), 1),  # strictly controlled soil
    land("x6", (300, 450, 350, 470), 1),  # an open case
    land("x7", (360, 450, 410, 470), 1),  # ecological conversion
    land("x8", (420, 450, 470, 470), 1),  # red line
)


def orchard(name: str, shape) -> dict:
    return parcel("0201", shape, code=ZHUSHAN, BSM=name, ZZSXDM="JKHF")


# Blocks of 珠山区
BLOCKS = (
    orchard("b1", (0, 1000, 40, 1030)),  # 1200 = 1.8 mu
    parcel("1006", (48, 1000, 50, 1030), code=ZHUSHAN),
    orchard("b2", (60, 1000, 100, 1020)),  # 800 = 1.2 mu, 20.0 m from b1
    orchard("b3", (120.5, 1000, 160.5, 1020)),  # 20.5 m from b2
    orchard("b4", (0, 1200, 50, 1220)),  # 1.5 mu beside 6667 = 10.0005 mu
    parcel("0103", (0, 1220, 100, 1286.67), code=ZHUSHAN, ZZSXDM="LS", **FLAT),
    orchard("b5", (300, 1200, 350, 1220)),  # 1.5 mu beside 6666 = 9.999 mu
    parcel("0103", (300, 1220, 400, 1286.66), code=ZHUSHAN, ZZSXDM="LS", **FLAT),
    orchard("b6", (0, 1400, 50, 1440)),  # 2000 = 3.00 mu
    parcel("1003", (55, 1380, 60, 1460), code=ZHUSHAN),
    orchard("b7", (65, 1400, 115, 1440)),  # 15 m from b6, across a road
    orchard("b8", (300, 1400, 350, 1440)),
    parcel("1107", (355, 1380, 360, 1460), code=ZHUSHAN),
    orchard("b9", (365, 1400, 415, 1440)),  # 15 m from b8, across a ditch
    orchard("b10", (600, 1000, 650, 1060)),  # 4.5 mu in the red line
)


def hill(name: str, dlbm: str, shape, code: str = HILL, **fields) -> dict:
    return parcel(dlbm, shape, code=code, BSM=name, **fields)


# Swaps of another township; slope 1 west of 700 m, 3 east of it
SWAPS = (
    hill("big", "0103", (0, 2000, 200, 2100), **FLAT),  # 20,000 = 30.00 mu
    hill("far", "0103", (800, 2000, 1000, 2100), GDPDJB="3"),  # as large, on slope 3
    hill("d1", "0201", (200, 2000, 220, 2050)),  # 1000 beside big
    hill("d2", "0201", (0, 2150, 20, 2200)),  # 50 m from big
    hill("d3", "0201", (100, 2151, 120, 2201)),  # 51 m
    hill("d4", "0201", (200, 2060, 220, 2100)),  # red line
    hill("d5", "0201K", (100, 1980, 120, 2000)),  # adjustable
    hill("d6", "0201", (1000, 2000, 1020, 2050)),  # slope 3
    hill("up1", "0103", (400, 2000, 420, 2050), GDPDJB="4"),  # 1000
    hill("up2", "0103", (450, 2000, 470, 2050), GDPDJB="3"),  # 1000: not steep enough
    hill("up3", "0103", (520, 2020, 540, 2040), **FLAT),  # 400, forest on 60 of its 80 m
    parcel("0301", (500, 2020, 520, 2060), code=HILL),
    parcel("0301", (520, 2040, 560, 2060), code=HILL),
    parcel("0301", (540, 2000, 560, 2040), code=HILL),
    hill("up4", "0103", (520, 2220, 540, 2240), **FLAT),  # 400, forest on 40 of its 80 m
    parcel("0301", (500, 2220, 520, 2240), code=HILL),
    parcel("0301", (540, 2220, 560, 2240), code=HILL),
    hill("up5", "0103", (0, 2500, 20, 2550), LONELY, GDPDJB="5"),
)
HSF, TAKEN = {"XMLX": "高标准农田"}, {"PZLX": "农用地转用", "PZRQ": "2024-01-01", "YXQZ": "2026-01-01"}
ZONES = {
    "GBZNT": (
        *(zone(field(n), XMBH=f"G{n}", JCNF=2022, **HSF) for n in (0, 1, 6)),
        zone(field(10), XMBH="G10", JCNF=2022, XMLX="全域土地综合整治"),
        zone(field(11), XMBH="G11", JCNF=2030, **HSF),  # not built yet
    ),
    "TRHJ": (
        zone(field(0), HJLB="优先保护类"),
        zone(field(2), HJLB="严格管控类"),
        zone(field(7), HJLB="严格管控类"),
        zone(field(10), HJLB="优先保护类"),
        zone((240, 450, 290, 470), HJLB="严格管控类"),
    ),
    "LDGLFW": (zone(field(9)), zone(field(11))),
    "STBHHX": (
        zone((0, 200, 10, 300), HXMC="一"),
        zone((420, 450, 470, 470), HXMC="二"),
        zone((600, 1000, 650, 1060), HXMC="三"),
        zone((200, 2060, 220, 2100), HXMC="四"),
    ),
    "CZKFBJ": (zone((120, 450, 170, 470), GHFQMC="一"),),
    "PZYD": (zone((180, 450, 230, 470), **TAKEN),),
    "JCTB": (zone((300, 450, 350, 470), RDJG="待核"),),
    "STTG": (zone((360, 450, 410, 470)),),
    "PDT": (
        zone((70, 200, 80, 300), PDJB="5"),
        zone((80, 200, 90, 300), PDJB="4"),
        zone((-50, 990, 700, 2600), PDJB="1"),
        zone((700, 990, 1500, 2600), PDJB="3"),
    ),
}
PBF = (
    *(zone(field(n), DLBM="0103", YJJBNTMJ=1000.00) for n in (0, 1, 2, 3, 4, 5, 12)),
    zone((90, 200, 100, 300), DLBM="0404", YJJBNTMJ=1000.00),
    zone((230, 200, 240, 300), DLBM="0103", YJJBNTMJ=1000.00),
    zone((200, 400, 250, 420), DLBM="0103", YJJBNTMJ=1000.00),
)


@pytest.fixture(scope="module")
def ground(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ground")
    paths = write(
        folder,
        DLTB=survey(USE + RESERVES + SUPPLEMENTS + BLOCKS + SWAPS),
        YJJBNTBHTB=PBF,
        YJJBNTCBQ=(zone((200, 200, 240, 300)), zone((0, 400, 140, 420))),
        BCGDCBQ=(zone((0, 200, 110, 300)),),  # 1000 of it outside the survey
        **ZONES,
    )
    run(
        "overlay_parcels",
        folder,
        ("OUTPUT", "ZONES_TABLE", "PROBLEMS"),
        PARCELS=paths["DLTB"],
        PBF=paths["YJJBNTBHTB"],
        PBF_RESERVE=paths["YJJBNTCBQ"],
        FARMLAND_RESERVE=paths["BCGDCBQ"],
        ZONES=[paths[name] for name in ZONES],
        **DATE,
    )
    return folder


# -- measures 4, 15, 16, 29 ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def used(ground):
    outputs = ("LAND_USE", "USE_FINDINGS", "USE_TOTALS", "PROBLEMS")
    return run("assess_use", ground / "use", outputs, PIECES=str(ground / "output.gpkg"), **DATE)


USED = (
    # u0 LS, u1 FLS
    ("pbf_hsf", {"net_m2": 2000, "known_m2": 2000, "grain_percent": 50, "non_grain_percent": 50}),
    # u2 LYFL, u3 WG, u4 LLJZ, u5 without attribute, u12 FLS: of 4000 that are known
    (
        "pbf",
        {
            "net_m2": 5000,
            "known_m2": 4000,
            "unknown_m2": 1000,
            "grain_percent": 25,
            "trees_percent": 25,
            "unplanted_percent": 25,
            "non_grain_percent": 25,
        },
    ),
    # 2000 of 6000 each of grain and others; by 7000 it would be 28.57
    ("all_pbf", {"net_m2": 7000, "known_m2": 6000, "grain_percent": 33.333, "non_grain_percent": 33.333}),
    ("hsf", {"net_m2": 1000, "non_grain_percent": 100, "grain_percent": 0}),  # u6
    ("all_hsf", {"net_m2": 3000, "grain_percent": 33.333, "non_grain_percent": 66.667}),
    # u7 XG, u8 WG on marked land (not known), u10 in another kind of project, u11 in one not yet
    # built; the orchard u9 is no field
    (
        "other",
        {
            "net_m2": 4000,
            "known_m2": 3000,
            "unknown_m2": 1000,
            "fallow_m2": 1000,
            "non_grain_percent": 66.667,
            "unplanted_m2": 0,
        },
    ),
    ("all", {"net_m2": 12000, "known_m2": 10000, "grain_m2": 2000, "non_grain_m2": 5000, "grain_percent": 20}),
)


@pytest.mark.parametrize(("priority", "expected"), USED, ids=[priority for priority, _ in USED])
def test_use(used, priority, expected):
    found = row(used["LAND_USE"], code="360222", level="county", priority=priority)
    assert not differences(found, closure_m2=0, **expected)


def test_findings_on_use(used):
    table = used["USE_FINDINGS"]
    found = {bsm: set(text.split(";")) for bsm, text in zip(table["BSM"], table["findings"])}
    non_grain_pbf, non_grain_hsf = found["u12"], found["u6"]
    assert len(non_grain_pbf) == len(non_grain_hsf) == 1 and non_grain_pbf != non_grain_hsf
    assert found["u1"] >= non_grain_hsf  # M15: a warning, inside PBF too
    assert not differences(row(table, BSM="u3"), measure="16", priority="pbf", cultivated_m2=1000)
    # strictly controlled inside PBF to be taken out, priority-protected outside to be taken in, not the reverse
    out, taken_in = found["u2"], found["u10"]
    assert len(out) == len(taken_in) == 1 and out != taken_in
    assert not differences(row(table, BSM="u2"), measure="29")
    assert not differences(row(table, BSM="u10"), measure="29")
    # restorable land, and a field, inside the forest boundary: two claims of two kinds
    assert len(found["u9"]) == len(found["u11"]) == 1 and found["u9"] != found["u11"]
    # grain, trees among grain, what nobody knows, fallow land
    assert not {"u0", "u4", "u5", "u7"} & set(found)


# -- measure 12 ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reserves(ground):
    return run(
        "review_reserves",
        ground / "reserves",
        ("RESERVES", "RESERVE_SUMS", "RESERVE_PIECES"),
        PIECES=str(ground / "output.gpkg"),
        ZONES_TABLE=str(ground / "zones_table.gpkg"),
        **DATE,
    )


def test_a_farmland_reserve(reserves):
    """Of 11,000, 1000 outside; usable 2000 of r1 and r6; barred red line, water, over 25°, PBF."""
    found = row(reserves["RESERVES"], role="farmland_reserve")
    expected = {
        "status": "partly",
        "inside_m2": 10000,
        "cultivated_m2": 2000,
        "unused_m2": 7000,  # 0404 of r1, r5, r6, r7, and the river
        "construction_m2": 1000,
        "state_usable_m2": 3000,
        "state_realised_m2": 2000,
        "state_lost_m2": 1000,
        "state_barred_m2": 4000,
        "state_other_m2": 0,
        "in_red_line_m2": 1000,
        "in_pbf_m2": 1000,
        "in_steep_m2": 1000,
        "closure_m2": 0,
    }
    assert not differences(found, **expected)
    assert found["outside_m2"] == pytest.approx(1000, abs=0.1)


def test_a_reserve_of_pbf(reserves):
    """p1 is stable: 1000 with ridges of 68.00; p2 is not, p3 is no field, p4 is PBF already."""
    sums = row(reserves["RESERVE_SUMS"], role="pbf_reserve", code="360281", level="county")
    expected = {
        "inside_m2": 4000,
        "state_usable_m2": 1000,
        "usable_cultivated_m2": 932,
        "usable_paddy_m2": 932,
        "state_unstable_m2": 1000,
        "state_not_cultivated_m2": 1000,
        "state_barred_m2": 1000,
        "cultivated_m2": 2932,
        "ridges_m2": 68,
        "closure_m2": 0,
    }
    assert not differences(sums, **expected)


# -- measures 14, 17, 27 ---------------------------------------------------------------------------------------------


def supplements(ground, name: str, **need):
    outputs = ("SUPPLEMENTS", "PROBLEMS")
    return run("find_supplements", ground / name, outputs, PIECES=str(ground / "output.gpkg"), **need, **DATE)


def of_changjiang(table):
    return table[table["county"] == "360202"] if "county" in table else table[table["BSM"].str.match(r"[sx]\d")]


@pytest.fixture(scope="module")
def small_need(ground):
    return supplements(ground, "small", NEED=2.25, NEED_PADDY=0.9, NEED_GRADE=6.0)


def chosen(answers) -> list[str]:
    table = answers["SUPPLEMENTS"].sort_values("rank")
    return table.loc[table["chosen"] == "yes", "BSM"].tolist()


def test_the_order_of_supplements(small_need):
    """1500 of grade 6: s1, s2 and s6 are 2000 of (400 × 2 + 600 × 5 + 1000 × 6) / 2000 = 4.9; s3 would make the reserve
    (3800 + 7200) / 1800 = 6.11. 600 of paddy are just the 0.9 mu."""
    assert chosen(small_need) == ["s1", "s2", "s6"]
    assert small_need["GRADE"] == pytest.approx(4.9, abs=1e-4)
    assert small_need["FOUND"] == pytest.approx(3.0, abs=1e-4) and small_need["SHORT"] == 0


def test_what_is_eligible(small_need):
    table = small_need["SUPPLEMENTS"].set_index("BSM")
    assert not set(table.index) & {"s4", "s5", *(f"x{n}" for n in range(1, 9))}
    tiers = table["tier"].to_dict()
    assert tiers["s1"] == tiers["s2"] == tiers["s3"] == "reserve" and tiers["s6"] == "adjoining"
    assert tiers["s8"] not in ("reserve", "adjoining")  # a point is no shared edge


def test_what_was_skipped_is_tried_again(ground):
    """3200 of grade 6. s1, s2, s6, s7, s8 are 3000 of (9800 + 2000 + 3500) / 3000 = 5.1; with s3 again 3800 of
    (15,300 + 7200) / 3800 = 5.9211. s9, of which no grade is known, proves nothing."""
    done = supplements(ground, "large", NEED=4.8, NEED_GRADE=6.0)
    own = set(chosen(done)) & {land["BSM"] for land in SUPPLEMENTS}
    assert {"s1", "s2", "s6", "s7"} <= own and "s9" not in own


# -- measure 20 ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bundled(ground):
    pieces = {"PIECES": str(ground / "output.gpkg")}
    run("find_restoration_candidates", ground / "candidates", ("OUTPUT", "PROBLEMS"), **pieces, **DATE)
    candidates = str(ground / "candidates" / "output.gpkg")
    return run(
        "bundle_candidates", ground / "blocks", ("BLOCKS", "MEMBERS", "PROBLEMS"), CANDIDATES=candidates, **pieces
    )


def test_blocks(bundled):
    members = bundled["MEMBERS"]
    of = dict(zip(members["BSM"], members["block_id"].fillna("")))
    assert of["b1"] == of["b2"] != ""  # 20.0 m apart, a rural road between; 3.00 mu are not below 3
    assert of["b3"] == ""  # half a metre too far, and too small alone
    assert of["b4"] != "" and of["b5"] == ""  # 10.0005 mu beside it, 9.999 mu
    assert of["b6"] != of["b7"] and "" not in (of["b6"], of["b7"])  # a road
    assert of["b8"] == of["b9"] != ""  # a ditch
    assert of.get("b10", "") == ""
    blocks = bundled["BLOCKS"].set_index("block_id")
    assert not differences(blocks.loc[of["b1"]], net_m2=2000, net_mu=3, pieces=2, at_once_share=1, kept="size")
    assert not differences(blocks.loc[of["b4"]], net_mu=1.5, kept="adjoining", adjoining_m2=6667)
    assert not differences(blocks.loc[of["b8"]], net_m2=4000, pieces=2)  # not the ditch


# -- measure 23 ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def swapped(ground):
    return run("pair_swaps", ground / "swaps", ("SWAPS", "SWAP_UNITS"), PIECES=str(ground / "output.gpkg"))


def test_pairs(swapped):
    table = swapped["SWAPS"]
    table = table[table["township"].isin(["360203100", "360203101"])]
    sides = {side: set(table.loc[table["side"] == side, "BSM"]) for side in ("up", "down")}
    assert sides == {"up": {"up1", "up3", "up5"}, "down": {"d1", "d2"}}
    pieces = dict(zip(table["piece_id"], table["BSM"]))
    partners = {bsm: pieces.get(partner, "") for bsm, partner in zip(table["BSM"], table["partner"].fillna(""))}
    # up1 and d1 are 190 m apart, the nearest of all; d2 is left for up3; up5 has nobody in its township
    assert partners == {"up1": "d1", "d1": "up1", "up3": "d2", "d2": "up3", "up5": ""}
    assert not differences(row(table, BSM="up1"), why={"steep"}, net_m2=1000)
    assert not differences(row(table, BSM="up3"), why={"forest"}, net_m2=400)
    assert not differences(row(table, BSM="d1"), net_m2=1000, slope=1)


def test_patches_before_and_after(swapped):
    """In mu, before: 30, 30, 1.5, 1.5, 0.6, 0.6, Σ 64.2, ΣA² 1805.22, so 28.1187; after: 31.5 (big and d1), 30, 1.5,
    0.6 and 1.5 (d2), Σ 65.1, ΣA² 992.25 + 900 + 2.25 + 0.36 + 2.25 = 1897.11, so 29.1415."""
    expected = {
        "patches_before": 6,
        "mean_before_mu": 10.7,
        "mesh_before_mu": 28.1187,
        "holding_before_m2": 42800,
        "up_m2": 1400,
        "down_m2": 2000,
        "holding_after_m2": 43400,
        "patches_after": 5,
        "mean_after_mu": 13.02,
        "mesh_after_mu": 29.1415,
        "closure_m2": 0,
    }
    assert not differences(row(swapped["SWAP_UNITS"], code="360203100"), **expected)
    lonely = row(swapped["SWAP_UNITS"], code="360203101")
    assert not differences(lonely, patches_before=1, patches_after=1, up_m2=0, down_m2=0)
