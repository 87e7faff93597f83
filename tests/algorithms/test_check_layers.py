"""Every fault that check_layers knows, planted in a small county in order, and beside each what only looks like it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from cancelling import cancelled_at
from conftest import layer, write_shapefile
from qgis.core import (
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from farmland_redline.processing.analysis.area.ellipsoidal import GaussKruger, national_area

pytestmark = [
    pytest.mark.usefixtures("qgis"),
    pytest.mark.filterwarnings("ignore:'crs' was not provided", "ignore:invalid value encountered"),
]

CRS = "EPSG:4527"
X, Y = 39_512_000.0, 3_245_000.0
SIDE, COLUMNS = 100.0, 5
APART = 1_000.0
PROJECTION = GaussKruger(117.0, 39_500_000.0)
# Class, and what goes with it, of each parcel, row by row from the south.
LAND = [
    {"DLBM": "0101", "GDPDJB": "1", "ZZSXDM": "LS"},
    {"DLBM": "0103", "GDPDJB": "3", "GDLX": "TT", "KCXS": 0.1195, "ZZSXDM": "WG"},
    {"DLBM": "0103", "GDPDJB": "2", "GDLX": "PD", "KCXS": 0.031, "TBXHDM": "LQGD", "ZZSXDM": "FLS"},
    {"DLBM": "0201", "ZZSXDM": "JKHF"},
    {"DLBM": "0202", "TBXHDM": "LQYD"},
    {"DLBM": "0301K", "ZZSXDM": "GCHF"},
    {"DLBM": "0404", "TBXHDM": "GCCD"},
    {"DLBM": "0403K"},
    {"DLBM": "0601", "CZCSXM": "203A", "TBXHDM": "SNGY"},
    {"DLBM": "0602", "CZCSXM": "204", "TBXHDM": "FQ"},
    {"DLBM": "0702", "CZCSXM": "203"},
    {"DLBM": "1006", "XZDWKD": 5.0},
    {"DLBM": "1101", "XZDWKD": 30.0},
    {"DLBM": "1104A"},
    {"DLBM": "1202"},
    {"DLBM": "1201", "CZCSXM": "203"},
    {"DLBM": "09", "CZCSXM": "205"},
    {"DLBM": "1004", "CZCSXM": "202", "XZDWKD": 12.0},
    {"DLBM": "0304"},
    {"DLBM": "1106"},
]
ROWS = len(LAND) // COLUMNS
VILLAGE = "360222100201"
IDS = [f"3602222110{i:08d}" for i in range(1, len(LAND) + 1)]


def half_up(value: Decimal) -> float:
    return float(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def reckoned(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Ridges and net areas by the definition, in decimals."""
    frame = frame.copy()
    gross = [Decimal(str(v)) for v in frame["TBMJ"]]
    ratio = [Decimal(str(v)) for v in frame["KCXS"]]
    frame["KCMJ"] = [half_up(g * r) for g, r in zip(gross, ratio)]
    frame["TBDLMJ"] = [float(g - Decimal(str(r))) for g, r in zip(gross, frame["KCMJ"])]
    return frame


def cell(column: int, row: int) -> shapely.Polygon:
    west, south = X + column * SIDE, Y + row * SIDE
    # A vertex that the neighbours have as well, and that is on no straight line.
    return shapely.box(west, south, west + SIDE, south + SIDE)


def county(copy: int = 0) -> gpd.GeoDataFrame:
    """Twenty parcels in order, in two villages; every copy has a place and codes of its own."""
    geometry = [shapely.affinity.translate(cell(i % COLUMNS, i // COLUMNS), 0, copy * APART) for i in range(len(LAND))]
    texts = ("GDLX", "GDPDJB", "TBXHDM", "ZZSXDM", "CZCSXM")
    village = [village_code(copy, i // COLUMNS // (ROWS // 2)) for i in range(len(LAND))]
    frame = gpd.GeoDataFrame(
        {
            "BSM": [f"3602222110{copy * 100 + i:08d}" for i in range(1, len(LAND) + 1)],
            "YSDM": "2001010100",
            "TBYBH": None,
            "TBBH": [str(i % (len(LAND) // 2) + 1) for i in range(len(LAND))],
            "DLBM": [row["DLBM"] for row in LAND],
            "DLMC": "名称",
            "QSXZ": "30",
            "QSDWDM": village,
            "QSDWMC": "某村",
            "ZLDWDM": village,
            "ZLDWMC": "某村",
            "TBMJ": national_area(np.array(geometry, object), PROJECTION),
            "KCDLBM": ["1203" if row.get("KCXS") else None for row in LAND],
            "KCXS": [row.get("KCXS", 0.0) for row in LAND],
            **{name: [row.get(name) for row in LAND] for name in texts},
            "XZDWKD": [row.get("XZDWKD") for row in LAND],
            "TBXHMC": None,
            "ZZSXMC": None,
            "GDDB": pd.array([5 if row["DLBM"].startswith("01") else None for row in LAND], "Int64"),
            "FRDBS": "0",
            "SJNF": 2024,
            "MSSM": "00",
            "HDMC": None,
            "BZ": None,
        },
        geometry=geometry,
        crs=CRS,
    )
    return reckoned(frame)


def village_code(copy: int, half: int) -> str:
    return f"3602221{copy:02d}20{half + 1}0000000"


def village_units(parcels: gpd.GeoDataFrame, copy: int = 0) -> gpd.GeoDataFrame:
    half, south = ROWS // 2 * SIDE, Y + copy * APART
    boxes = [shapely.box(X, south + i * half, X + COLUMNS * SIDE, south + (i + 1) * half) for i in range(2)]
    control = [half_up(sum(map(Decimal, map(str, parcels["TBMJ"][i * 10 : i * 10 + 10])))) for i in range(2)]
    codes = [village_code(copy, half) for half in range(2)]
    data = {"ZLDWDM": codes, "ZLDWMC": ["甲村", "乙村"], "DCMJ": control, "MSSM": "00"}
    return gpd.GeoDataFrame(data, geometry=boxes, crs=CRS)


def farmland() -> gpd.GeoDataFrame:
    """Two zones of permanent basic farmland beside each other."""
    data = {
        "BSM": ["pbf1", "pbf2"],
        "ZLDWDM": [village_code(0, 0)] * 2,
        "DLBM": ["0101", None],
        "YJJBNTTBMJ": [10000.0, 10000.0],
        "KCXS": [0.0, 0.1195],
        "KCMJ": [0.0, 1195.0],
        "YJJBNTMJ": [10000.0, 8805.0],
    }
    return gpd.GeoDataFrame(data, geometry=[cell(0, 0), cell(1, 0)], crs=CRS)


def changed(frame: gpd.GeoDataFrame, columns: dict[str, dict[int, object]]) -> gpd.GeoDataFrame:
    """Values of some features changed: column -> number -> value."""
    frame = frame.copy()
    for column, values in columns.items():
        if column != "geometry" and any(isinstance(value, str) or value is None for value in values.values()):
            frame[column] = frame[column].astype(object)
        for number, value in values.items():
            frame.at[frame.index[number], column] = value
    return frame


class County:
    """Layers in a GeoPackage, and the algorithm on them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "小 县.gpkg"
        self.out = folder / "问题 1.gpkg"
        self.layers = {"DLTB": county(), "YJJBNTBHTB": farmland()}
        self.layers["CJDCQ"] = village_units(self.layers["DLTB"])

    def change(self, name: str, **columns: dict[int, object]) -> County:
        """Change values of some features of a layer."""
        self.layers[name] = changed(self.layers[name], columns)
        return self

    def write(self) -> dict[str, object]:
        for name, frame in self.layers.items():
            several = frame.geom_type.eq("MultiPolygon").any()
            kind = "MultiPolygon" if several else "Polygon"
            pyogrio.write_dataframe(frame.infer_objects(), self.path, layer=name, geometry_type=kind)
        given = {"PARCELS": "DLTB", "PBF": "YJJBNTBHTB", "UNITS": "CJDCQ"}
        return {parameter: self.source(name) for parameter, name in given.items() if name in self.layers}

    def source(self, name: str) -> str:
        return f"{self.path}|layername={name}"

    def check(self, parameters: dict[str, object] | None = None, **more: object) -> pd.DataFrame:
        """All problems, as written."""
        import processing

        given = {**(self.write() if parameters is None else parameters), **more, "OUTPUT": str(self.out)}
        self.results = processing.run("farmland_redline:check_layers", given)
        return pyogrio.read_dataframe(self.out, layer="problems")


@pytest.fixture
def place(tmp_path):
    return County(tmp_path)


def rows(found: pd.DataFrame, kind: str) -> list[tuple[str, str, str]]:
    chosen = found[found["kind"] == kind]
    return sorted(zip(chosen["layer"], chosen["feature"], chosen["severity"]))


def test_a_county_in_order(place):
    found = place.check()
    assert found.empty, found[["layer", "feature", "kind", "message"]].to_string()
    assert [place.results[name] for name in ("ERROR_COUNT", "WARNING_COUNT", "NOTE_COUNT")] == [0, 0, 0]


# A fault of values: what is changed in the parcels (number -> value), the kind, its severity, and what only looks so.
N = None
VALUES = {
    "class unknown": ({"DLBM": {3: "0299"}}, "unknown_class", "warning", {"DLBM": {3: "0203"}}),
    "class of level 1": ({"DLBM": {3: "02"}}, "unknown_class", "warning", {"DLBM": {16: "09"}}),
    "class of survey 2": ({"DLBM": {12: "113"}}, "class_of_other_survey", "error", {"DLBM": {12: "1103"}}),
    "class without its zero": ({"DLBM": {10: "203"}}, "class_without_zeros", "warning", {"CZCSXM": {10: "203"}}),
    "rights": ({"QSXZ": {0: "35"}}, "unknown_code", "warning", {"QSXZ": {0: "34"}}),
    "slope grade": ({"GDPDJB": {0: "6"}}, "unknown_code", "warning", {"GDPDJB": {0: "1"}}),
    "terrace": ({"GDLX": {1: "TD"}}, "unknown_code", "warning", {"GDLX": {1: "PD"}}),
    "planting": ({"ZZSXDM": {0: "XX"}}, "unknown_code", "warning", {"ZZSXDM": {0: "LYFL"}}),
    "detail": ({"TBXHDM": {8: "ABGY"}}, "unknown_code", "warning", {"TBXHDM": {8: "GTGY"}}),
    "town code": ({"CZCSXM": {10: "206"}}, "unknown_code", "warning", {"CZCSXM": {10: "202"}}),
    "island code": ({"MSSM": {0: "02"}}, "unknown_code", "warning", {"MSSM": {0: "01"}}),
    "exclave mark": ({"FRDBS": {0: "是"}}, "unknown_code", "warning", {"FRDBS": {0: "1"}}),
    "draft planting": ({"ZZSXDM": {0: "GSYY"}}, "outdated_code", "warning", {"ZZSXDM": {0: "WG"}}),
    "draft detail": ({"TBXHDM": {2: "HHGD"}}, "outdated_code", "warning", {"TBXHDM": {2: "SHGD"}}),
    "draft terrace": ({"GDLX": {1: "FD"}}, "outdated_code", "warning", {"GDLX": {1: "TT"}}),
    "no county": ({"ZLDWDM": {0: "36022"}}, "bad_location_code", "error", {"ZLDWDM": {0: "360222"}}),
    "no code": ({"ZLDWDM": {0: N}}, "bad_location_code", "error", {"QSDWDM": {0: N}}),
    "short place": (
        {"ZLDWDM": {0: VILLAGE}}, "code_of_other_length", "warning", {"ZLDWDM": {0: VILLAGE + "0000001"}},
    ),
    "owner": ({"QSDWDM": {0: "36022210020100X"}}, "code_of_other_length", "warning", {"QSDWDM": {0: N}}),
    "short id": (
        {"BSM": {0: "36022221100000001"}}, "code_of_other_length", "warning", {"BSM": {0: "360222211099999999"}},
    ),
    "no id": ({"BSM": {0: N}}, "missing_bsm", "error", {"TBYBH": {0: N}}),
    "blank id": ({"BSM": {0: "  "}}, "missing_bsm", "error", {"BSM": {0: " 360222211088888888 "}}),
    "needed value": ({"DLMC": {0: N}}, "value_missing", "warning", {"HDMC": {0: N}}),
    "needed value blank": ({"QSDWMC": {0: " "}}, "value_missing", "warning", {"BZ": {0: " "}}),
    "long number": ({"TBBH": {0: "123456789"}}, "value_too_long", "warning", {"TBBH": {0: "12345678"}}),
    "long remark": ({"BZ": {0: "长" * 256}}, "value_too_long", "warning", {"BZ": {0: "长" * 255}}),
    "three decimals": ({"KCMJ": {1: 1194.685}}, "value_too_exact", "note", {"KCMJ": {1: 1194.68}}),
    "five decimals": ({"KCXS": {1: 0.11951}}, "value_too_exact", "note", {"KCXS": {1: 0.1196}}),
    "no record": ({"TBMJ": {0: N}}, "area_of_record_missing", "error", {"KCMJ": {0: N}}),
    "negative record": ({"TBMJ": {0: -9997.3}}, "area_of_record_missing", "error", {"XZDWKD": {0: 0.0}}),
    "no net area": ({"TBDLMJ": {0: N}}, "net_area_missing", "warning", {"TBDLMJ": {3: N}}),
    "net above gross": ({"TBDLMJ": {0: 10500.0}}, "net_area_exceeds", "error", {"KCXS": {0: N}}),
    "ridges": ({"KCMJ": {1: 1194.69}}, "ridge_area_wrong", "warning", {"KCXS": {0: N}}),
    "net area": ({"TBDLMJ": {3: 9990.0}}, "net_area_wrong", "warning", {"KCMJ": {3: N}}),
    "record and geometry": ({"TBMJ": {3: 10110.0}}, "area_deviates", "warning", {"TBMJ": {3: 10090.0}}),
}  # fmt: skip


def run_copies(folder, changes, **more):
    """One run on as many counties as there are changes; the problems of each."""
    place = County(folder)
    copies = [county(number) for number in range(len(changes))]
    units = [village_units(frame, number) for number, frame in enumerate(copies)]
    # Areas of units follow the parcels' only where none is changed: that check has its own tests.
    place.layers = {
        "DLTB": pd.concat([changed(f, change) for f, change in zip(copies, changes)], ignore_index=True),
        "CJDCQ": pd.concat([frame.drop(columns="DCMJ") for frame in units], ignore_index=True),
        "YJJBNTBHTB": farmland(),
    }
    found = place.check(**more)
    copy = [copy_of(feature, place) for feature, place in zip(found["feature"], found.geometry)]
    return [found[np.array(copy) == number] for number in range(len(changes))]


def copy_of(feature, place):
    """Which copy a problem belongs to: by its place, else by its name."""
    if place is not None:
        return int((place.y - Y) // APART)
    name = feature.rpartition(":")[2]
    return (int(name) - 1) // len(LAND) if ":" in feature else int(name[-8:]) // 100


@pytest.fixture(scope="module")
def of_values(qgis, tmp_path_factory):
    changes = [change for row in VALUES.values() for change in (row[0], row[3])]
    return dict(
        zip(
            [(case, like) for case in VALUES for like in (False, True)],
            run_copies(tmp_path_factory.mktemp("values"), changes),
        )
    )


@pytest.mark.parametrize("case", VALUES)
def test_a_value(of_values, case):
    change, kind, severity, _ = VALUES[case]
    number = next(iter(next(iter(change.values()))))
    found, like = of_values[case, False], of_values[case, True]
    assert rows(found, kind)[0][::2] == ("DLTB", severity), found[["feature", "kind", "message"]].to_string()
    assert len(rows(found, kind)) == 1
    copy = list(VALUES).index(case) * 2
    own = change.get("BSM", {number: f"3602222110{copy * 100 + number + 1:08d}"})[number]
    name = own if own and own.strip() else f"DLTB:{copy * len(LAND) + number + 1}"
    assert rows(found, kind)[0][1] == name
    where = found.geometry[found["kind"] == kind].iloc[0]
    assert where.within(county(copy).geometry.iloc[number])
    assert not rows(like, kind), like[["feature", "kind", "message"]].to_string()


def test_arithmetic_is_half_up_and_decimal(place):
    """10000.20 × 0.0625 = 625.0125 and 0.1195 × 9000.00 = 1075.5; halves that binary fractions would round down."""
    frame = place.layers["DLTB"]
    frame.loc[1, ["TBMJ", "KCXS"]] = [9996.2, 0.0525]  # 524.8005
    frame.loc[2, ["TBMJ", "KCXS"]] = [9990.1, 0.0345]  # 344.65845
    frame.loc[0, ["TBMJ"]] = [10000.1]
    place.layers["DLTB"] = reckoned(frame)
    halves = [(2.675, 1.0), (10050.5, 0.0001), (9999.5, 0.001), (10001.0, 0.0005), (9950.0, 0.0001)]
    for gross, ratio in halves:
        exact = Decimal(str(gross)) * Decimal(str(ratio))
        assert half_up(exact) >= float(exact) - 0.005
    found = place.check()
    assert not rows(found, "ridge_area_wrong") and not rows(found, "net_area_wrong")


# The attribute rules of the survey, one by one: number of the rule, what breaks it, severity, what does not.
RULES = [
    ("1", {"ZZSXDM": {2: "WG"}}, "error", {"ZZSXDM": {2: "LYFL"}}),
    ("2", {"ZZSXDM": {0: "JKHF"}}, "error", {"ZZSXDM": {0: "LLJZ"}}),
    ("2", {"ZZSXDM": {0: N}}, "error", {"ZZSXDM": {0: "XG"}}),
    ("3", {"TBXHDM": {2: "LQYD"}}, "error", {"TBXHDM": {2: "SMGD"}}),
    ("4", {"ZZSXDM": {4: "JKHF"}}, "error", {"TBXHDM": {4: N}, "ZZSXDM": {4: "GCHF"}}),
    ("4", {"TBXHDM": {3: "GCCD"}}, "error", {"TBXHDM": {3: "LQYD"}, "ZZSXDM": {3: N}}),
    ("4", {"ZZSXDM": {3: "LS"}}, "error", {"ZZSXDM": {3: "GCHF"}}),
    ("5", {"TBXHDM": {5: "LQYD"}}, "error", {"TBXHDM": {5: N}}),
    ("5", {"ZZSXDM": {5: "LS"}}, "error", {"ZZSXDM": {5: "JKHF"}}),
    ("6", {"TBXHDM": {6: "LQYD"}}, "error", {"TBXHDM": {6: N}}),
    ("6", {"ZZSXDM": {6: "JKHF"}}, "warning", {"ZZSXDM": {6: "GCHF"}}),
    ("7", {"ZZSXDM": {8: "LS"}}, "error", {"ZZSXDM": {8: N}}),
    ("7", {"ZZSXDM": {7: "GCHF"}}, "warning", {"ZZSXDM": {7: N}}),
    ("8", {"TBXHDM": {13: "FQ"}}, "error", {"TBXHDM": {13: N}}),
    ("8", {"ZZSXDM": {13: "WG"}}, "error", {"ZZSXDM": {13: "GCHF"}}),
    ("9", {"TBXHDM": {8: "FQ"}}, "error", {"TBXHDM": {8: "HDGY"}}),
    ("9", {"TBXHDM": {9: "HDGY"}}, "error", {"TBXHDM": {9: N}}),
    ("10", {"ZZSXDM": {19: "JKHF"}}, "error", {"ZZSXDM": {13: "JKHF"}}),
    ("10", {"ZZSXDM": {18: "GCHF"}}, "error", {"ZZSXDM": {5: "GCHF"}}),
    ("11", {"GDPDJB": {0: N}}, "error", {"GDPDJB": {0: "1"}}),
    ("11", {"GDLX": {1: N}}, "error", {"GDLX": {1: "TT"}}),
    ("11", {"KCXS": {1: 0.0}, "KCMJ": {1: 0.0}}, "error", {"GDLX": {1: "PD"}, "KCXS": {1: 0.0}, "KCMJ": {1: 0.0}}),
    ("11", {"KCDLBM": {1: N}}, "error", {"KCDLBM": {1: "1203"}}),
    ("11", {"KCDLBM": {0: "1204"}}, "warning", {"KCDLBM": {0: "1203"}}),
    ("11", {"GDLX": {0: "TT"}}, "error", {"GDLX": {0: " "}}),
    ("11", {"KCXS": {0: 0.05}}, "error", {"KCXS": {0: N}}),
    ("11", {"GDPDJB": {3: "2"}}, "error", {"GDPDJB": {3: N}}),
    ("11", {"GDLX": {3: "TT"}}, "error", {"GDLX": {3: N}}),
    ("11", {"KCDLBM": {3: "1203"}}, "error", {"KCDLBM": {3: N}}),
    ("11", {"KCMJ": {3: 10.0}}, "error", {"KCMJ": {3: N}}),
    ("11", {"KCXS": {1: 1.5}}, "error", {"KCXS": {1: 0.9}}),
    ("11", {"KCXS": {2: -0.1}}, "error", {"KCXS": {2: 0.1}}),
    ("12", {"XZDWKD": {3: 5.0}}, "error", {"XZDWKD": {3: 0.0}}),
    ("12", {"XZDWKD": {11: N}}, "error", {"XZDWKD": {12: N}}),
    ("12", {"XZDWKD": {11: 0.0}}, "error", {"XZDWKD": {17: 0.0}}),
    ("13", {"CZCSXM": {10: N}}, "error", {"CZCSXM": {11: N}}),
    ("13", {"CZCSXM": {17: N}}, "error", {"CZCSXM": {13: N}}),
    ("13", {"CZCSXM": {9: "203A"}}, "error", {"CZCSXM": {8: "202A"}}),
]


@pytest.fixture(scope="module")
def of_rules(qgis, tmp_path_factory):
    changes = [change for row in RULES for change in (row[1], row[3])]
    return run_copies(tmp_path_factory.mktemp("rules"), changes, CHECKS=["attributes"])


@pytest.mark.parametrize("case", range(len(RULES)), ids=[f"{row[0]} {row[1]}" for row in RULES])
def test_an_attribute_rule(of_rules, case):
    rule, change, severity, _ = RULES[case]
    number = next(iter(next(iter(change.values()))))
    found, like = of_rules[2 * case], of_rules[2 * case + 1]
    assert len(found), "nothing found"
    assert set(found["feature"]) == {f"3602222110{2 * case * 100 + number + 1:08d}"}
    assert set(found["severity"]) == {severity}
    assert found["message"].str.contains(f"rule {rule}[)]").all(), found["message"].tolist()
    assert len(found) == 1 or rule == "11", found["message"].tolist()
    assert like.empty, like["message"].tolist()


def test_no_rule_for_unknown_classes(place):
    found = place.change("DLTB", DLBM={3: "0299", 12: "113"}).check()
    assert sorted(found["kind"]) == ["class_of_other_survey", "unknown_class"]


def test_wide_roads_are_told_as_elsewhere(place):
    found = place.change("DLTB", XZDWKD={11: 8.1}).check()
    assert rows(found, "wide_road") == [("DLTB", IDS[11], "warning")]
    assert County(place.path.parent).change("DLTB", XZDWKD={11: 8.0}).check().empty


# Shapes: number, its geometry in metres from its own south-western corner, kind, severity, and the look-alike.


def shape(number, *rings):
    """A polygon of points in metres from the corner of a parcel."""
    x, y = number % COLUMNS * SIDE, number // COLUMNS * SIDE
    outer, *holes = [[(X + x + dx, Y + y + dy) for dx, dy in ring] for ring in rings]
    return shapely.Polygon(outer, holes)


def square(size, west=0.0, south=0.0):
    return [(west, south), (west + size, south), (west + size, south + size), (west, south + size)]


FULL = square(100)
HOLE = square(20, 40, 40)
SHAPES = {
    "none": (3, N, "no_geometry", "error", shape(3, FULL)),
    "empty": (3, shapely.Polygon(), "no_geometry", "error", shape(3, FULL)),
    "bow-tie": (
        *(3, shape(3, [(0, 0), (100, 100), (100, 0), (0, 100)]), "invalid_geometry", "warning"),
        shape(3, [(0, 0), (50, 50), (100, 0), (100, 100), (0, 100)]),
    ),
    "hole outside": (3, shape(3, FULL, square(5, 200)), "invalid_geometry", "warning", shape(3, FULL, HOLE)),
    "two parts": (
        *(3, shapely.union(shape(3, square(40)), shape(3, square(40, 50))), "several_parts", "warning"),
        shapely.MultiPolygon([shape(3, FULL)]),
    ),
    "twice the same vertex": (
        *(3, shape(3, [(0, 0), (60, 0), (60, 0), *FULL[1:]]), "repeated_points", "note"),
        shape(3, [(0, 0), (60, 0), (60.001, 0), *FULL[1:]]),
    ),
    "spike": (
        *(3, shape(3, [(0, 0), (48, 0), (50, 60), (52, 0), *FULL[1:]]), "spike", "note"),
        shape(3, [(0, 0), (40, 0), (50, 60), (60, 0), *FULL[1:]]),
    ),
    "short spike": (
        *(3, shape(3, [(0, 0), (49, 0), (50, 31), (51, 0), *FULL[1:]]), "spike", "note"),
        shape(3, [(0, 0), (49, 0), (50, 29), (51, 0), *FULL[1:]]),
    ),
    "strip": (
        *(3, shape(3, [(0, 0), (100, 0), (100, 0.009), (0, 0.009)]), "narrow_strip", "warning"),
        shape(3, [(0, 0), (100, 0), (100, 0.2), (0, 0.2)]),
    ),
    "fragment": (3, shape(3, square(3.1)), "fragment", "warning", shape(3, square(3.2))),
    "small field": (0, shape(0, square(19.9)), "below_minimum_area", "note", shape(0, square(20.1))),
    "small facility": (14, shape(14, square(14.1)), "below_minimum_area", "note", shape(14, square(14.2))),
    "small house": (10, shape(10, square(14.1)), "below_minimum_area", "note", shape(10, square(14.2))),
    "small waste": (19, shape(19, square(24.4)), "below_minimum_area", "note", shape(19, square(24.6))),
    "overlap": (
        *(0, shape(0, [(0, 0), (100.01, 0), (100.01, 100), (0, 100)]), "parcels_overlap", "warning"),
        shape(0, FULL),
    ),
    "hairline": (
        *(0, shape(0, [(0, 0), (100.002, 0), (100.002, 100), (0, 100)]), "parcels_overlap", "warning"),
        shape(0, [(0, 0), (100.0005, 0), (100.0005, 100), (0, 100)]),
    ),
    "inside another": (0, shape(0, square(150)), "parcels_overlap", "warning", shape(0, FULL)),
    "gap": (
        *(0, shape(0, [(0, 0), (99.95, 0), (99.95, 100), (0, 100)]), "not_covered", "warning"),
        shape(0, [(0, 0), (100, 0), (100, 33), (100, 66), (100, 100), (0, 100)]),
    ),
    "gap of a vertex": (
        *(0, shape(0, [(0, 0), (100, 0), (99.9, 50), (100, 100), (0, 100)]), "not_covered", "warning"),
        shape(0, [(0, 0), (100, 0), (100.0004, 50), (100, 100), (0, 100)]),
    ),
    "hole": (7, shape(7, FULL, HOLE), "not_covered", "warning", shape(7, FULL)),
    "gap at the rim": (
        *(0, shape(0, [(0.05, 0), (100, 0), (100, 100), (0.05, 100)]), "not_covered", "warning"),
        shape(0, FULL),
    ),
    "beyond the units": (
        *(0, shape(0, [(-3, 0), (100, 0), (100, 100), (-3, 100)]), "outside_units", "warning"),
        shape(0, [(-0.0005, 0), (100, 0), (100, 100), (-0.0005, 100)]),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def of_shapes(qgis, tmp_path_factory):
    keys, changes = [], []
    for case, (number, geometry, _, _, like) in SHAPES.items():
        for made in (geometry, like):
            keys.append((case, made is like))
            moved = made if made is None else shapely.affinity.translate(made, 0, len(changes) * APART)
            area = national_area(np.array([moved], object), PROJECTION)[0] or 10_000.0
            changes.append({"geometry": {number: moved}, "TBMJ": {number: area}})
    return dict(zip(keys, run_copies(tmp_path_factory.mktemp("shapes"), changes)))


@pytest.mark.parametrize("case", SHAPES)
def test_a_shape(of_shapes, case):
    number, geometry, kind, severity, _ = SHAPES[case]
    copy = list(SHAPES).index(case) * 2
    found, like = of_shapes[case, False], of_shapes[case, True]
    told = rows(found, kind)
    assert told and {row[2] for row in told} == {severity}, found[["feature", "kind", "message"]].to_string()
    assert told[0][1] == f"3602222110{copy * 100 + number + 1:08d}"
    several = {"inside another": 3}
    assert len(told) == several.get(case, 1)
    if geometry is not None and not geometry.is_empty:
        places = found.geometry[found["kind"] == kind]
        assert places.distance(shapely.affinity.translate(geometry, 0, copy * APART)).max() < 25
    assert not rows(like, kind), like[["feature", "kind", "message"]].to_string()


def test_areas_of_overlaps_and_gaps_are_told(of_shapes):
    for case, area in (("overlap", "1 m²"), ("gap", "5 m²"), ("hole", "400 m²"), ("gap at the rim", "5 m²")):
        found = of_shapes[case, False]
        message = found["message"][found["kind"].isin(["parcels_overlap", "not_covered"])].iloc[0]
        assert f" {area}" in message, message
    bow = of_shapes["bow-tie", False]
    assert "self-intersection" in bow["message"].str.cat()
    assert not rows(bow, "several_parts"), "it has two parts only when it is repaired"


def test_the_place_of_a_fault_is_where_it_is(of_shapes):
    """Not somewhere on the parcel: a county parcel can be a kilometre long."""
    bow = of_shapes["bow-tie", False]
    point = bow.geometry[bow["kind"] == "invalid_geometry"].iloc[0]
    copy = list(SHAPES).index("bow-tie") * 2
    assert point.distance(shapely.Point(X + 350, Y + 50 + copy * APART)) < 0.01
    spike = of_shapes["spike", False]
    point = spike.geometry[spike["kind"] == "spike"].iloc[0]
    assert point.distance(shapely.Point(X + 350, Y + 60 + list(SHAPES).index("spike") * 2 * APART)) < 0.01


def test_a_hole_that_another_parcel_fills(place):
    frame = changed(place.layers["DLTB"], {"geometry": {7: shape(7, FULL, HOLE)}})
    island = frame.iloc[[7]].assign(BSM="360222211099999999", TBBH="99", geometry=[shape(7, HOLE)])
    frame = pd.concat([frame, island], ignore_index=True)
    frame["TBMJ"] = national_area(frame.geometry.to_numpy(), PROJECTION)
    place.layers["DLTB"] = reckoned(frame)
    place.layers["CJDCQ"] = place.layers["CJDCQ"].drop(columns="DCMJ")
    assert place.check().empty


def test_without_units_only_enclosed_gaps_are_known(place):
    frame = changed(place.layers["DLTB"], {"geometry": {0: shape(0, square(99.95, 0.05)), 7: shape(7, FULL, HOLE)}})
    place.layers = {"DLTB": frame}
    found = place.check(CHECKS=["coverage"])
    assert rows(found, "not_covered") == [("DLTB", IDS[7], "warning")] and len(found) == 1


# Identifiers.


def test_identifiers_that_repeat(place):
    place.change("DLTB", BSM={3: IDS[4]}, TBBH={1: "1"})
    place.change("YJJBNTBHTB", BSM={1: "pbf1"})
    found = place.check(CHECKS=["ids"])
    assert rows(found, "duplicate_bsm") == [("DLTB", "DLTB:4", "error"), ("DLTB", "DLTB:5", "error")]
    assert rows(found, "duplicate_number") == [("DLTB", IDS[0], "warning"), ("DLTB", IDS[1], "warning")]
    zones = [("YJJBNTBHTB", f"YJJBNTBHTB:{i}", "warning") for i in (1, 2)]
    assert rows(found, "duplicate_zone_bsm") == zones and len(found) == 6
    assert IDS[4] in found["message"].iloc[0] and found.geometry.notna().all()


# Fields.


def test_fields_that_are_missing_or_of_another_kind(place):
    frame = place.layers["DLTB"].drop(columns=["DLBM", "SJNF", "TBYBH"])
    frame["TBDLMJ"] = frame["TBDLMJ"].astype(str)
    frame.loc[4, "TBDLMJ"] = "约9000"
    frame["QSXZ"] = 30
    place.layers["DLTB"] = frame
    found = place.check()
    assert rows(found, "field_missing") == [
        ("DLTB", "DLBM", "error"), ("DLTB", "SJNF", "warning"), ("DLTB", "TBYBH", "note"),
    ]  # fmt: skip
    kinds = found[found["kind"] == "field_of_other_kind"].set_index("feature")["message"]
    assert sorted(kinds.index) == ["QSXZ", "TBDLMJ"] and "kept as text" in kinds["TBDLMJ"]
    assert "a whole number" in kinds["QSXZ"]
    assert rows(found, "text_for_number") == [("DLTB", IDS[4], "error")]
    assert "约9000" in found["message"][found["kind"] == "text_for_number"].iloc[0]
    assert not rows(found, "unknown_code") and not rows(found, "unknown_class")
    absent = found[found["kind"] == "absent_column"]
    assert absent["feature"].tolist() == ["DLBM"], "rules that need the class were left out, and say so"


def test_fields_by_other_names(place):
    place.layers["DLTB"] = place.layers["DLTB"].rename(columns={"DLBM": "地类编码", "KCXS": "tkxs", "QSXZ": "QX"})
    found = place.check(FIELD_MAPPING="QSXZ=QX")
    assert found.empty
    with pytest.raises(QgsProcessingException, match="QZ"):
        place.check(FIELD_MAPPING="QSXZ=QZ")


def test_what_all_have_is_told_once(tmp_path):
    place = County(tmp_path)
    frames = [county(number) for number in range(3)]
    units = [village_units(frame, number) for number, frame in enumerate(frames)]
    place.layers = {"DLTB": pd.concat(frames, ignore_index=True), "CJDCQ": pd.concat(units, ignore_index=True)}
    place.layers["DLTB"]["QSXZ"] = "99"
    place.layers["DLTB"]["TBMJ"] *= 1.1
    place.layers["DLTB"].loc[5, "QSDWMC"] = None
    found = place.check(CHECKS=["codes", "areas", "fields"])
    once = found[found["feature"] == ""]
    assert rows(once, "unknown_code") == [("DLTB", "", "warning")]
    assert "99" in once["message"][once["kind"] == "unknown_code"].iloc[0]
    assert once["message"].str.contains("all 60 features").all()
    assert rows(once, "area_deviates") == [("DLTB", "", "warning")]
    assert rows(found, "value_missing")[0][1] == county(0)["BSM"][5]


# Coordinate systems.


def systems(place, change, crs):
    place.layers = {"DLTB": change(place.layers["DLTB"]).set_crs(crs, allow_override=True)}
    found = place.check()
    assert rows(found, "area_deviates") == [] and not any("nan" in text or "inf" in text for text in found["message"])
    return found


def moved(by_x, by_y=0.0):
    return lambda frame: frame.set_geometry(frame.translate(by_x, by_y))


def swapped(frame):
    degrees = frame.to_crs(4490)
    return degrees.set_geometry(shapely.transform(degrees.geometry.to_numpy(), lambda c: c[:, ::-1]))


SYSTEMS = {
    "in order": (lambda f: f, 4527, {}),
    "without number": (moved(-39e6), 4548, {}),
    "six degrees": (lambda f: f.to_crs(4498), 4498, {}),
    "degrees": (lambda f: f.to_crs(4490), 4490, {"crs_in_degrees": "warning"}),
    "world": (lambda f: f.to_crs(32650), 32650, {"crs_not_cgcs2000": "error", "crs_not_gauss_kruger": "warning"}),
    "xian": (lambda f: f, 2363, {"crs_not_cgcs2000": "error"}),
    "number missing": (moved(-39e6), 4527, {"zone_number_missing": "error"}),
    "number extra": (lambda f: f, 4548, {"zone_number_extra": "error"}),
    "other number": (lambda f: f, 4528, {"zone_number_differs": "error"}),
    "metres": (lambda f: f, 4490, {"metres_in_degrees": "error", "crs_in_degrees": "warning"}),
    "degrees in metres": (lambda f: f.to_crs(4490), 4527, {"degrees_in_metres": "error"}),
    "swapped": (swapped, 4490, {"axes_swapped": "error", "crs_in_degrees": "warning"}),
    "elsewhere": (moved(0, -3.2e6), 4527, {"outside_china": "error"}),
}


@pytest.mark.parametrize("case", SYSTEMS)
def test_a_coordinate_system(place, case):
    change, crs, expected = SYSTEMS[case]
    found = systems(place, change, crs)
    assert dict(zip(found["kind"], found["severity"])) == expected, found["message"].tolist()
    assert (found["layer"] == "DLTB").all() and (found["feature"] == "").all()


def test_the_fitting_system_is_named(place):
    found = systems(place, moved(-39e6), 4527)
    assert "EPSG:4548" in found["remedy"].iloc[0] and "39" in found["message"].iloc[0]


def test_no_coordinate_system(place):
    """What needs no place is checked all the same."""
    place.change("DLTB", DLBM={14: "1299"}, geometry={4: shape(4, [(0, 0), (100, 100), (100, 0), (0, 100)])})
    frame = place.layers["DLTB"]
    plain = gpd.GeoDataFrame(pd.DataFrame(frame.drop(columns="geometry")), geometry=frame.geometry.to_numpy())
    place.layers = {"DLTB": plain}
    found = place.check()
    kinds = dict(zip(found["kind"], found["feature"]))
    assert kinds == {"crs_missing": "", "unknown_class": IDS[14], "invalid_geometry": IDS[4]}
    assert found.geometry.isna().all()


def test_a_layer_in_another_system(place):
    place.layers["YJJBNTBHTB"] = place.layers["YJJBNTBHTB"].to_crs(4490)
    found = place.check()
    assert dict(zip(found["kind"], found["severity"])) == {"crs_in_degrees": "note", "crs_differs": "note"}


def test_a_stray_parcel(place):
    place.layers["CJDCQ"] = place.layers["CJDCQ"].drop(columns="DCMJ")
    found = place.change("DLTB", geometry={3: shapely.box(0, 0, 10, 10)}).check()
    assert rows(found, "stray") == [("DLTB", IDS[3], "error")]
    assert set(found["kind"]) == {"stray", "not_covered"}, "it left a gap, and is nowhere else"


# Zones and units.


def test_zones(place):
    wide = shapely.box(X + 99.98, Y, X + 200, Y + 100)
    place.change("YJJBNTBHTB", geometry={1: wide}, YJJBNTMJ={1: 8800.0}, DLBM={0: "011"}, KCMJ={0: None})
    found = place.check()
    assert rows(found, "zones_overlap") == [("YJJBNTBHTB", "pbf1", "warning")]
    assert rows(found, "zone_net_area_wrong") == [("YJJBNTBHTB", "pbf2", "note")]
    assert rows(found, "class_of_other_survey") == [("YJJBNTBHTB", "pbf1", "error")]
    assert len(found) == 3, found["message"].tolist()


def test_zones_of_another_place(place):
    """A zone in several units has the code of one; cities' and counties' codes fit all of theirs."""
    place.change("YJJBNTBHTB", ZLDWDM={0: village_code(0, 1), 1: "360222"})
    both = shapely.box(X, Y + 150, X + 100, Y + 350)
    zones = {"BSM": ["r1", "r2", "r3"], "XZQDM": [village_code(0, 1)[:12], "360200", "360281"]}
    place.layers["STBHHX"] = gpd.GeoDataFrame(zones, geometry=[both] * 3, crs=CRS)
    found = place.check({**place.write(), "ZONES": [place.source("STBHHX")]}, CHECKS=["places"])
    told = rows(found, "zone_code_disagrees_with_place")
    assert told == [("STBHHX", "r3", "warning"), ("YJJBNTBHTB", "pbf1", "warning")]


def test_parcels_of_another_place(place):
    place.layers["CJDCQ"] = place.layers["CJDCQ"].drop(columns="DCMJ")
    found = place.change("DLTB", ZLDWDM={0: village_code(0, 1)}, TBBH={0: "77"}).check()
    assert rows(found, "code_disagrees_with_place") == [("DLTB", IDS[0], "warning")] and len(found) == 1


def test_units(place):
    units = place.layers["CJDCQ"]
    frame = pd.concat([units, units.iloc[[1]].translate(5000).to_frame("geometry").assign(
        ZLDWDM="3602221002030000000", ZLDWMC="丙村", DCMJ=1.0, MSSM="00")], ignore_index=True)  # fmt: skip
    frame.loc[0, "DCMJ"] += 0.02
    frame.loc[0, "geometry"] = shapely.box(X, Y, X + 500, Y + 200.03)
    place.layers["CJDCQ"] = gpd.GeoDataFrame(frame, crs=CRS)
    place.change("DLTB", ZLDWDM={19: "3602221002090000000"})
    found = place.check()
    first, second = village_code(0, 0), village_code(0, 1)
    assert rows(found, "units_overlap") == [("CJDCQ", first, "warning")]
    assert rows(found, "unit_without_parcels") == [("CJDCQ", "3602221002030000000", "warning")]
    assert rows(found, "unit_missing") == [("DLTB", "360222100209", "warning")]
    assert rows(found, "unit_area_differs") == [("CJDCQ", first, "warning"), ("CJDCQ", second, "warning")]
    assert "-0.02" in found["message"][found["kind"] == "unit_area_differs"].iloc[0]
    assert set(found["kind"]) == {
        "units_overlap", "unit_without_parcels", "unit_missing", "unit_area_differs", "code_disagrees_with_place",
    }  # fmt: skip


def test_units_that_repeat_or_leave_a_gap(place):
    units = place.layers["CJDCQ"].drop(columns="DCMJ")
    west, east = shapely.box(X, Y + 200, X + 300, Y + 400), shapely.box(X + 300.05, Y + 200, X + 500, Y + 400)
    hole = shapely.box(X + 300, Y + 250, X + 300.05, Y + 300)
    closed = shapely.union_all([east, shapely.box(X + 300, Y + 200, X + 300.05, Y + 400)]) - hole
    parts = pd.concat([units, units.iloc[[1]].assign(MSSM="01")], ignore_index=True)
    place.layers["CJDCQ"] = parts.set_geometry([units.geometry[0], west, closed])
    found = place.check(CHECKS=["ids", "coverage"])
    assert rows(found, "not_covered") == [("CJDCQ", village_code(0, 1), "warning"), ("DLTB", IDS[12], "warning")][:1]
    assert not rows(found, "unit_repeated"), "mainland and islands of a unit may be apart"
    found = place.change("CJDCQ", MSSM={2: "00"}).check(CHECKS=["ids"])
    assert rows(found, "unit_repeated") == [("CJDCQ", village_code(0, 1), "warning")] * 2


def test_earlier_surveys(place):
    """The second survey has its own classes, and neither is measured by the rules of this one."""
    old = place.layers["DLTB"][["BSM", "DLBM", "ZLDWDM", "geometry"]].copy()
    old["DLBM"] = ["011", "013", "021", "031", "0101", *["104"] * 15]
    place.layers["DLTB_ED"] = old
    place.layers["DLTB_2023"] = changed(place.layers["DLTB"], {"DLBM": {3: "021"}, "ZZSXDM": {0: None}})
    given = {**place.write(), "SURVEY2": place.source("DLTB_ED"), "PREVIOUS": place.source("DLTB_2023")}
    found = place.check(given)
    assert rows(found, "unknown_class") == [("DLTB_ED", IDS[4], "warning")]
    assert rows(found, "class_of_other_survey") == [("DLTB_2023", IDS[3], "error")] and len(found) == 2


# Layers as they come.


def test_heights(place, tmp_path):
    frame = place.layers["DLTB"]
    high = frame.set_geometry(gpd.GeoSeries(shapely.force_3d(frame.geometry.to_numpy(), 7.0), crs=CRS))
    pyogrio.write_dataframe(high, tmp_path / "z.gpkg", layer="DLTB", geometry_type="Polygon Z")
    found = place.check({"PARCELS": str(tmp_path / "z.gpkg")})
    assert rows(found, "heights") == [("DLTB", "", "note")] and len(found) == 1


def test_a_shapefile_in_gbk(place, tmp_path):
    """Without a .cpg, with Chinese names of fields: as offices hand it on."""
    frame = (
        place.layers["DLTB"]
        .drop(columns=["TBYBH", "TBXHMC", "ZZSXMC", "HDMC", "BZ"])
        .rename(columns={"QSXZ": "权属性质"})
    )
    frame.loc[0, "QSDWMC"] = None
    frame.loc[3, "DLBM"] = "0299"
    path = tmp_path / "图 斑.shp"
    write_shapefile(frame, path, "GBK")
    path.with_suffix(".cpg").unlink(missing_ok=True)
    found = place.check({"PARCELS": str(path)})
    assert rows(found, "unknown_class") == [("图 斑", IDS[3], "warning")]
    assert rows(found, "value_missing") == [("图 斑", IDS[0], "warning")]
    missing = {row[1] for row in rows(found, "field_missing")}
    assert "QSXZ" not in missing and {"TBYBH", "BZ"} <= missing
    assert not rows(found, "value_too_long") and not rows(found, "unknown_code")


def test_selected_filtered_edited(place):
    """What QGIS shows of the layer counts, not what the file holds."""
    place.change("DLTB", DLBM={3: "0299", 6: "0299", 9: "0299"})
    place.write()
    project = QgsProject.instance()
    shown = QgsVectorLayer(place.source("DLTB"), "DLTB", "ogr")
    project.addMapLayer(shown)
    shown.selectByIds([4, 5])
    chosen = QgsProcessingFeatureSourceDefinition(shown.id(), True)
    assert rows(place.check({"PARCELS": chosen}, CHECKS=["codes"]), "unknown_class") == [("DLTB", IDS[3], "warning")]
    shown.setSubsetString('"DLBM" <> \'0299\' OR "BSM" = \'' + IDS[6] + "'")
    assert rows(place.check({"PARCELS": shown}, CHECKS=["codes"]), "unknown_class") == [("DLTB", IDS[6], "warning")]
    shown.setSubsetString("")
    shown.startEditing()
    shown.changeAttributeValue(1, shown.fields().lookupField("DLBM"), "0199")
    found = place.check({"PARCELS": shown}, CHECKS=["codes"])
    assert [row[1] for row in rows(found, "unknown_class")] == [IDS[0], IDS[3], IDS[6], IDS[9]]
    shown.rollBack()
    project.clear()


@pytest.mark.parametrize("reader", ["_arrow_chunks", "_feature_chunks"])
def test_chunks_of_any_size(of_values, tmp_path, monkeypatch, reader):
    """Faults across chunks, however the layer is read."""
    from farmland_redline.processing.bridge.io import chunks

    monkeypatch.setattr(chunks, "_SIZE", 3)
    if reader == "_feature_chunks":
        monkeypatch.setattr(
            chunks, "_arrow_chunks", lambda file, source, columns, size: chunks._feature_chunks(source, columns, size)
        )
    place = County(tmp_path)
    place.change(
        "DLTB",
        BSM={3: IDS[14]},
        TBBH={1: "9"},
        DLBM={6: "0299"},
        geometry={0: shape(0, square(99.95)), 7: shape(7, square(101))},
    )
    place.layers["CJDCQ"] = place.layers["CJDCQ"].drop(columns="DCMJ")
    found = place.check(CHECKS=["ids", "codes", "coverage"])
    assert rows(found, "duplicate_bsm") == [("DLTB", "DLTB:15", "error"), ("DLTB", "DLTB:4", "error")]
    assert [row[1] for row in rows(found, "duplicate_number")] == [IDS[1], IDS[8]]
    assert rows(found, "unknown_class") == [("DLTB", IDS[6], "warning")]
    assert [row[1] for row in rows(found, "parcels_overlap")] == [IDS[7]] * 3
    assert [row[1] for row in rows(found, "not_covered")] == [IDS[0]]


def test_layers_that_cannot_be_checked(place, tmp_path):
    empty = place.layers["DLTB"].iloc[:0]
    pyogrio.write_dataframe(empty, tmp_path / "empty.gpkg", layer="DLTB", geometry_type="Polygon")
    units = place.layers["CJDCQ"].drop(columns=["ZLDWDM"])
    pyogrio.write_dataframe(units, tmp_path / "units.gpkg", layer="CJDCQ", geometry_type="Polygon")
    given = {"PARCELS": str(tmp_path / "empty.gpkg"), "UNITS": str(tmp_path / "units.gpkg")}
    found = place.check({**place.write(), **given})
    assert rows(found, "layer_empty") == [("DLTB", "", "error")]
    assert rows(found, "layer_not_checked") == [("CJDCQ", "", "error")]
    assert "XZQDM" in found["message"][found["kind"] == "layer_not_checked"].iloc[0]


def test_one_layer_will_do(place):
    given = place.write()
    for name in ("PARCELS", "PBF", "UNITS"):
        assert place.check({name: given[name]}).empty, name
    with pytest.raises(QgsProcessingException, match="at least one"):
        place.check({})


# Output.


def test_what_is_written(place):
    found = place.change("DLTB", DLBM={14: "1299"}).check()
    info = pyogrio.read_info(place.out, layer="problems")
    assert info["geometry_type"] == "Point" and info["crs"] == CRS
    assert list(found.columns) == ["layer", "feature", "kind", "severity", "message", "remedy", "geometry"]
    assert found["remedy"].str.len().min() > 5
    assert place.results["WARNING_COUNT"] == 1 and place.results["ERROR_COUNT"] == 0
    noted = pyogrio.read_dataframe(place.out, layer="provenance", read_geometry=False).set_index("name")["value"]
    assert noted["PARCELS.features"] == "20" and noted["CHECKS"].startswith("crs, fields")
    assert len(noted["PARCELS.sha256"]) == 64 and place.path.name == noted["PARCELS.file"]


def test_by_qgis_process(place, qgis_process):
    place.layers["CJDCQ"] = place.layers["CJDCQ"].drop(columns="DCMJ")
    given = place.change("DLTB", DLBM={14: "1299"}, geometry={0: shape(0, square(99.95))}).write()
    done = qgis_process("check_layers", {**given, "OUTPUT": str(place.out)}, QGIS_LOCALE="zh_CN")
    assert done.status == 0, done.log[-3000:]
    assert done.results["WARNING_COUNT"] == 2 and done.results["ERROR_COUNT"] == 0
    found = pyogrio.read_dataframe(place.out, layer="problems")
    assert sorted(found["kind"]) == ["not_covered", "unknown_class"]
    some = qgis_process("check_layers", {**given, "CHECKS": ["codes", "ids"], "OUTPUT": str(place.out)})
    assert some.status == 0 and some.results["WARNING_COUNT"] == 1


@pytest.mark.parametrize("percent", [1, 30, 60, 85, 92])
def test_cancelling_on_the_way(tmp_path, percent):
    """The sample city, stopped at different stages: nothing new, nothing half, what was there stays."""
    import processing

    out = tmp_path / "problems.gpkg"
    out.write_bytes(b"what was there")
    feedback = cancelled_at(percent)
    given = {"PARCELS": layer("DLTB"), "PBF": layer("YJJBNTBHTB"), "UNITS": layer("CJDCQ"), "OUTPUT": str(out)}
    made = processing.run("farmland_redline:check_layers", given, feedback=feedback)
    assert feedback.isCanceled() and made == {} and out.read_bytes() == b"what was there"
    assert [p.name for p in tmp_path.iterdir()] == ["problems.gpkg"]


def test_a_cancelled_run_stops_within_a_chunk(place, monkeypatch):
    """Not only between chunks: after the check at hand."""
    import processing
    from farmland_redline.processing.workflows.checks import features

    feedback, seen = QgsProcessingFeedback(), []
    original = features.check_attributes

    def first_then_cancel(*arguments):
        for part in original(*arguments):
            seen.append(part)
            feedback.cancel()
            yield part

    monkeypatch.setattr(features, "check_attributes", first_then_cancel)
    given = {**place.write(), "OUTPUT": str(place.out)}
    assert processing.run("farmland_redline:check_layers", given, feedback=feedback) == {}
    assert len(seen) == 1 and not place.out.exists()


def test_cancelling(place):
    place.write()
    place.out.write_bytes(b"what was there")
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    import processing

    given = {"PARCELS": place.source("DLTB"), "OUTPUT": str(place.out)}
    made = processing.run("farmland_redline:check_layers", given, feedback=feedback)
    assert made == {} and place.out.read_bytes() == b"what was there"
    assert sorted(p.name for p in place.out.parent.iterdir()) == sorted([place.out.name, place.path.name])
