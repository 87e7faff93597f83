"""Names that mean something to a language, and a small county whose every text is one of them.

What a program must show as text would be an expression to QGIS, a script to a browser, a formula to a spreadsheet, a
field to a letter, an order to a database, a pattern to a search.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
import yaml
from conftest import CITY

# Set in the environment of the runs: whoever evaluates a name shows the value instead.
VARIABLE, VALUE = "HOSTILE_NAME", "evaluated-4711"
EXPRESSION = f"[% env('{VARIABLE}') %]"
SCRIPT = "<script>document.title='ran'</script>"
PICTURE = "<img src=x onerror=\"document.title='ran'\">"
FORMULA = "=1+1&A"
FORMAT = "{0} %s %1 {unit}"
FIELD = "{{unit}}{% x %}"
ORDER = "';DROP TABLE pieces;--"
PATTERN = "[a-z]*?(\\1$^+"
MARKUP = "A&B<C>\"D'&amp;"
DAY = "$CURRENT_DATE(yyyy)"
BELL = "E\x07F"
TURNED = "镇\u202egpj.exe"
NAMES = (EXPRESSION, SCRIPT, PICTURE, FORMULA, FORMAT, FIELD, ORDER, PATTERN, MARKUP, DAY, BELL, TURNED)

COUNTIES = dict(zip(("360202", "360203", "360222", "360281"), (EXPRESSION, MARKUP, SCRIPT, FIELD)))
TOWNSHIPS = {
    f"{county}1{number:02d}": name
    for number, names in enumerate((NAMES[:4], NAMES[4:8], NAMES[8:]))
    for county, name in zip(COUNTIES, names)
}
# Terms of the policy that stand in legends, tables and letters.
TERMS = {
    "severities": {"3": EXPRESSION, "2": SCRIPT, "1": FORMULA, "0": FORMAT},
    "tiers": {"at_once": MARKUP, "with_works": EXPRESSION, "other": FIELD},
    "kinds": {"house": PICTURE, "waste": EXPRESSION, "orchard": FORMULA, "pond": FORMAT},
}
# Where the county lies: EPSG:4527, zone 39.
_X, _Y, _SIDE = 39_512_000.0, 3_245_000.0, 100.0


def write_policy(folder: Path) -> Path:
    """The sample city's policy with hostile names of its title, units and terms."""
    policy = yaml.safe_load((CITY / "policy.yaml").read_text(encoding="utf-8"))
    policy["policy"]["title"] = policy["policy"]["title_en"] = f"{EXPRESSION}{SCRIPT}{MARKUP}"
    for unit in policy["units"]:
        unit["name"] = unit["name_en"] = COUNTIES.get(unit["code"], PICTURE)
    for group, names in TERMS.items():
        for row in policy["terms"][group]:
            row["name_zh"] = row["name_en"] = names.get(str(row["id"]), DAY)
    path = folder / "政策 [a]&b.yaml"
    path.write_text(yaml.safe_dump(policy, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def write_inputs(folder: Path) -> dict[str, object]:
    """Parameters of run_batch with hostile names of everything: files, layers, units, villages, parcels, zones.

    Three townships in each of four counties, five parcels in each: a house, an orchard and a pond in permanent basic
    farmland, a field, and restorable woods.
    """
    path = folder / "数据 [a-z]&'b.gpkg"
    number = np.arange(5 * len(TOWNSHIPS))
    west, south = _X + number % 5 * _SIDE, _Y + number // 5 * _SIDE
    towns = np.array(list(TOWNSHIPS))[number // 5]
    parcels = gpd.GeoDataFrame(
        {
            "BSM": [f"{NAMES[n % len(NAMES)]}{n}" for n in number],
            "TBBH": [NAMES[(n + 1) % len(NAMES)] for n in number],
            "DLBM": np.array(["0702", "0201", "1104", "0101", "0301"])[number % 5],
            "DLMC": MARKUP,
            "TBMJ": 9999.96,
            "TBDLMJ": 9999.96,
            "ZLDWDM": [f"{town}2010000000" for town in towns],
            "ZLDWMC": [f"{NAMES[n // 5 % len(NAMES)]}村" for n in number],
            "ZZSXDM": np.where(number % 5 == 4, "JKHF", None),
        },
        geometry=shapely.box(west, south, west + _SIDE, south + _SIDE),
        crs=4527,
    )
    everything = shapely.box(*parcels.total_bounds)
    zones = gpd.GeoDataFrame(
        {"BSM": [SCRIPT + EXPRESSION], "DLBM": "0101", "YJJBNTMJ": 5e5, "ZLDWDM": parcels["ZLDWDM"][0]},
        geometry=[shapely.box(_X, _Y, _X + 4 * _SIDE, everything.bounds[3])],
        crs=4527,
    )
    rows = list(TOWNSHIPS.items())
    units = gpd.GeoDataFrame(
        {"XZQDM": [code for code, _ in rows], "XZQMC": [name for _, name in rows]},
        geometry=[shapely.box(_X, _Y + n * _SIDE, _X + 5 * _SIDE, _Y + (n + 1) * _SIDE) for n in range(len(rows))],
        crs=4527,
    )
    layers = {"PARCELS": ("DLTB<b>[% 1 %]", parcels), "PBF": (f"YJJBNTBHTB{ORDER}", zones), "UNITS": ("XZQ&", units)}
    given = {}
    for parameter, (layer, frame) in layers.items():
        pyogrio.write_dataframe(frame, path, layer=layer)
        given[parameter] = f"{path}|layername={layer}"
    return {**given, "POLICY": str(write_policy(folder)), "LANGUAGE": "zh"}
