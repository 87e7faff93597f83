"""Survey attributes of the parcels, consistent by the checks of the survey's databases (field order of TD/T 1057)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .mosaic import (
    DRY,
    FACILITY,
    GRAVE,
    HOUSE,
    ORCHARD,
    PADDY,
    POND,
    QUARRY,
    RESERVOIR,
    STRIP,
    TOWN,
    VILLAGE,
    WILD,
    WOODS,
    Boxes,
)
from .units import Places

FIELDS = (
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
)
NAMES = {
    "0101": "水田",
    "0102": "水浇地",
    "0103": "旱地",
    "0201": "果园",
    "0201K": "可调整果园",
    "0202": "茶园",
    "0202K": "可调整茶园",
    "0203": "橡胶园",
    "0203K": "可调整橡胶园",
    "0204": "其他园地",
    "0204K": "可调整其他园地",
    "0301": "乔木林地",
    "0301K": "可调整乔木林地",
    "0302": "竹林地",
    "0302K": "可调整竹林地",
    "0303": "红树林地",
    "0304": "森林沼泽",
    "0305": "灌木林地",
    "0306": "灌丛沼泽",
    "0307": "其他林地",
    "0307K": "可调整其他林地",
    "0401": "天然牧草地",
    "0402": "沼泽草地",
    "0403": "人工牧草地",
    "0403K": "可调整人工牧草地",
    "0404": "其他草地",
    "05H1": "商业服务业设施用地",
    "0508": "物流仓储用地",
    "0601": "工业用地",
    "0602": "采矿用地",
    "0603": "盐田",
    "0701": "城镇住宅用地",
    "0702": "农村宅基地",
    "08H1": "机关团体新闻出版用地",
    "08H2": "科教文卫用地",
    "08H2A": "高教用地",
    "0809": "公用设施用地",
    "0810": "公园与绿地",
    "0810A": "广场用地",
    "09": "特殊用地",
    "1001": "铁路用地",
    "1002": "轨道交通用地",
    "1003": "公路用地",
    "1004": "城镇村道路用地",
    "1005": "交通服务场站用地",
    "1006": "农村道路",
    "1007": "机场用地",
    "1008": "港口码头用地",
    "1009": "管道运输用地",
    "1101": "河流水面",
    "1102": "湖泊水面",
    "1103": "水库水面",
    "1104": "坑塘水面",
    "1104A": "养殖坑塘",
    "1104K": "可调整养殖坑塘",
    "1105": "沿海滩涂",
    "1106": "内陆滩涂",
    "1107": "沟渠",
    "1107A": "干渠",
    "1108": "沼泽地",
    "1109": "水工建筑用地",
    "1110": "冰川及永久积雪",
    "1201": "空闲地",
    "1202": "设施农用地",
    "1203": "田坎",
    "1204": "盐碱地",
    "1205": "沙地",
    "1206": "裸土地",
    "1207": "裸岩石砾地",
}
PLANTING = {
    "LS": "种植粮食作物",
    "FLS": "种植非粮食作物",
    "LYFL": "粮与非粮轮作",
    "XG": "休耕",
    "LLJZ": "林粮间作",
    "WG": "未耕种",
    "JKHF": "即可恢复",
    "GCHF": "工程恢复",
}
DETAIL = {
    "HDGD": "河道耕地",
    "HQGD": "湖区耕地",
    "LQGD": "林区耕地",
    "MQGD": "牧区耕地",
    "SHGD": "沙荒耕地",
    "SMGD": "石漠化耕地",
    "LQYD": "林区园地",
    "GCCD": "灌丛草地",
    "FQ": "废弃",
    "LJTM": "垃圾填埋",
    "HDGY": "火电工业用地",
    "SNGY": "水泥工业用地",
}
RESTORABLE = (
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
    "0404",
    "1104",
    "1104A",
    "1104K",  # 0403K is left out: the sources of the survey's checks differ on it
)
LINEAR = ("1001", "1002", "1003", "1004", "1006", "1009", "1101", "1107", "1107A")
# ridge coefficients in units of 0.0001 by terrace type and slope grade; made up but for the terraces
RIDGES = {"TT": (0, 680, 1195, 1886, 2557), "PD": (0, 310, 540, 850, 1120)}
# what grows or stands on each kind of land: class and weight
MIX = {
    PADDY: "0101 860 0103 25 0102 10 0201 22 0204 6 0201K 8 0301 7 0301K 5 0307 11 0307K 4 0305 5 0403 2 0403K 2 "
    "1104 12 1104A 6 "
    "1104K 3 1202 6 0404 4 0202 2",
    DRY: "0103 800 0102 30 0101 20 0201 40 0201K 12 0202 18 0202K 6 0204 22 0204K 6 "
    "0307 14 0305 12 0404 8 0302 8 0301 4",
    ORCHARD: "0201 350 0202 320 0204 110 0201K 60 0202K 50 0204K 20 0103 50 0305 30 0203 5 0203K 5",
    WOODS: "0301 720 0302 150 0302K 5 0305 55 0307 55 0404 10 0301K 5",
    POND: "1104 620 1104A 300 1104K 80",
    FACILITY: "1202 1000",
    QUARRY: "0602 700 1206 120 0601 180",
    RESERVOIR: "1103 760 1104 150 1106 60 1102 30",
    GRAVE: "09 1000",
    HOUSE: "0702 930 1201 30 08H1 20 1202 20",
    VILLAGE: "0702 790 0103 60 0204 25 0302 30 08H1 12 08H2 14 0809 10 05H1 12 0601 15 1201 20 1005 3 0810 4 0301 5",
    TOWN: "0701 430 05H1 120 08H1 45 08H2 60 08H2A 12 0601 140 0508 20 0810 45 0810A 8 "
    "0809 30 1201 55 1005 15 0301 12 0103 8",
    WILD: "0404 460 0305 240 1206 110 1205 30 1207 40 0401 20 1106 50 0402 10 1108 10 0306 10 0304 10 1204 4",
}


def _weighted(rng: np.random.Generator, text: str, count: int) -> np.ndarray:
    words = text.split()
    share = np.cumsum(np.array(words[1::2], dtype=float))
    return np.array(words[0::2], dtype=object)[np.searchsorted(share / share[-1], rng.random(count), "right")]


def classes(rng: np.random.Generator, boxes: Boxes) -> np.ndarray:
    """Land class of every parcel (object array)."""
    result = np.empty(len(boxes), dtype=object)
    for kind, text in MIX.items():
        inside = boxes.type == kind
        result[inside] = _weighted(rng, text, int(inside.sum()))
    strips = boxes.type == STRIP
    result[strips] = boxes.strip[strips].astype(object)
    return result


def fill_class(table: pd.DataFrame) -> None:
    """Columns that follow from others, in place: class name, ridge deduction, names of attributes. Areas in 0.01 m²
    (`cents`); GDLX, GDPDJB, ZZSXDM, TBXHDM, XZDWKD and CZCSXM must be set."""
    table["DLMC"] = table["DLBM"].map(NAMES)
    terrace = table["GDLX"].map({"TT": 1, "PD": 2}).fillna(0).to_numpy(dtype=int)
    grade = pd.to_numeric(table["GDPDJB"]).fillna(1).to_numpy(dtype=int) - 1
    rate = np.array([(0,) * 5, RIDGES["TT"], RIDGES["PD"]])[terrace, grade]
    ridge = (table["cents"].to_numpy() * rate + 5000) // 10000
    table["KCXS"] = rate / 10000
    table["KCDLBM"] = np.where(rate > 0, "1203", None)
    table["TBMJ"] = table["cents"] / 100
    table["KCMJ"] = ridge / 100
    table["TBDLMJ"] = (table["cents"] - ridge) / 100
    table["ZZSXMC"] = table["ZZSXDM"].map(PLANTING)
    table["TBXHMC"] = table["TBXHDM"].map(DETAIL)


def town_code(table: pd.DataFrame, town: np.ndarray) -> np.ndarray:
    """Urban-or-village attribute (CZCSXM) of every parcel from its class and whether it lies in a town."""
    code = table["DLBM"].to_numpy(dtype=object)
    level = np.array([text[:2] for text in code])
    county = table["ZLDWDM"].str[:6].isin(["360203", "360202"]).to_numpy()
    place = np.where(town, np.where(county, "201", "202"), "203").astype(object)
    built = np.isin(level, ["05", "07", "08"]) | np.isin(code, ["0601", "1004", "1005", "1201"])
    result = np.where(built, place, None)
    result = np.where((code == "0601") & ~town, "203A", result)
    result = np.where((level == "06") & (code != "0601"), "204", result)
    return np.where(level == "09", "205", result)


def attribute_table(
    rng: np.random.Generator, boxes: Boxes, height: np.ndarray, places: Places, cents: np.ndarray, codes: np.ndarray
) -> pd.DataFrame:
    """Make the survey table without geometry: the standard fields and `cents`, the area in 0.01 m²."""
    n = len(boxes)
    table = pd.DataFrame({"cents": cents, "DLBM": codes})
    village = places.village
    home = (places.villages["code"] + "0000000").to_numpy()
    county = places.villages["county"].to_numpy()[village]
    order = np.lexsort((np.arange(n), county))
    serial = np.empty(n, dtype=np.int64)
    sizes = np.unique(county[order], return_counts=True)[1]
    serial[order] = np.arange(n) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1
    table["BSM"] = pd.Series(county) + "2110" + pd.Series(serial).astype(str).str.zfill(8)
    rank = np.empty(n, dtype=np.int64)
    order = np.argsort(village, kind="stable")
    sizes = np.bincount(village)
    rank[order] = np.arange(n) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1
    table["YSDM"], table["TBYBH"] = "2001010100", None
    table["TBBH"] = rank.astype(str)
    state = np.isin(codes, ["1101", "1001", "1103"]) | (boxes.type == TOWN)
    table["QSXZ"] = np.where(state, "20", np.where(rng.random(n) < 0.2, "31", "30"))
    table["ZLDWDM"] = home[village]
    table["ZLDWMC"] = places.villages["name"].to_numpy()[village]
    other = rng.random(n) < 0.006
    stranger = np.where(other, rng.integers(0, len(home), n), village)
    table["QSDWDM"], table["QSDWMC"] = home[stranger], places.villages["name"].to_numpy()[stranger]
    away = pd.Series(county) != pd.Series(home[stranger]).str[:6]
    table["FRDBS"] = np.where(away, "1", "0")
    cultivated = table["DLBM"].str.startswith("01").to_numpy()
    steep = np.clip(height + 0.16 * rng.standard_normal(n), 0, 1.2) + np.where(codes == "0103", 0.14, 0.0)
    grade = np.searchsorted([0.30, 0.56, 0.84, 1.16], steep) + 1
    grade = np.where(codes == "0102", np.minimum(grade, 2), grade)
    terraced = rng.random(n) < np.where(codes == "0101", 0.96, 0.6)
    table["GDPDJB"] = np.where(cultivated, grade.astype(str).astype(object), None)
    table["GDLX"] = np.where(cultivated & (grade > 1), np.where(terraced, "TT", "PD"), None)
    detail = np.full(n, None, dtype=object)
    draw = rng.random(n)
    detail = np.where(cultivated & (draw < 0.012), _weighted(rng, "HDGD 5 LQGD 6 SHGD 1", n), detail)
    detail = np.where(np.isin(codes, ["0201", "0202", "0204"]) & (draw < 0.03), "LQYD", detail)
    detail = np.where((codes == "0602") & (draw < 0.12), "FQ", detail)
    detail = np.where((codes == "1003") & (draw < 0.004), "FQ", detail)
    detail = np.where((codes == "0404") & (draw < 0.1), "GCCD", detail)
    detail = np.where((codes == "0601") & (draw < 0.02), "SNGY", detail)
    planting = np.where(cultivated, _weighted(rng, "LS 800 FLS 85 LYFL 50 XG 8 LLJZ 12 WG 45", n), None)
    special = cultivated & (pd.Series(detail).notna().to_numpy())
    planting = np.where(special, _weighted(rng, "LS 7 FLS 2 LYFL 1", n), planting)
    draw = rng.random(n)
    may = np.isin(codes, RESTORABLE) & (boxes.type != WOODS) & ~(detail == "LQYD")
    planting = np.where(may & (draw < 0.27), np.where((draw < 0.11) & (codes != "0404"), "JKHF", "GCHF"), planting)
    table["TBXHDM"], table["ZZSXDM"] = detail, planting
    width = np.where(np.isin(codes, LINEAR), np.maximum(np.round(boxes.width, 1), 1.0), np.nan)
    table["XZDWKD"] = np.where(codes == "1006", np.minimum(width, 8.0), width)
    table["GDDB"] = pd.Series(np.where(cultivated, rng.integers(4, 10, n), 0)).astype("Int64").where(cultivated)
    table["CZCSXM"] = town_code(table, boxes.type == TOWN)
    table["SJNF"], table["MSSM"], table["HDMC"], table["BZ"] = 2024, "00", None, None
    fill_class(table)
    return table


__all__ = ["FIELDS", "NAMES", "attribute_table", "classes", "fill_class"]
