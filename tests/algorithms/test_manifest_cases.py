"""Every planted case of the sample, through the real qgis_process: "The manifest" in scripts/sample_city/README.md."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
import shapely
import yaml

DATA = Path(__file__).resolve().parents[2] / "resources" / "sample" / "data"
IDS = {
    "conflicts": "conflict_id",
    "candidates": "candidate_id",
    "losses": "loss_id",
    "abandoned": "abandoned_id",
}
SETS = ("flags", "also", "excluded")

with (DATA / "manifest.csv").open(encoding="utf-8", newline="") as lines:
    CASES = list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def tables(batch):
    """Result tables; problems by the BSM they name."""
    package = batch / "farmland_redline.gpkg"
    found = {
        name: pyogrio.read_dataframe(package, layer=name, read_geometry=False)
        for name in ("conflicts", "candidates", "losses", "abandoned", "problems", "pieces")
    }
    found["problems"] = found["problems"].rename(columns={"feature": "BSM"})
    return found


def as_text(value: object) -> str | None:
    if value is None or pd.isna(value):
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def fits(row: pd.Series, expect: dict[str, object]) -> list[str]:
    """What a result row says otherwise than expected; keys without a column are skipped."""
    wrong = []
    for key, want in expect.items():
        if key not in row.index:
            continue
        have = as_text(row[key])
        if want is True and key not in ("sliver", "cut"):
            good = have is not None
        elif key in SETS:
            good = set((have or "").split(";")) == set((want or "").split(";"))
        elif isinstance(want, bool):
            good = bool(row[key]) is want
        elif isinstance(want, float):
            good = have is not None and float(have) == pytest.approx(want, abs=0.05)
        else:
            good = have == (None if want is None else str(want))
        if not good:
            wrong.append(f"{key}: {have!r} for {want!r}")
    return wrong


@pytest.mark.parametrize("case", [pytest.param(row, id=row["case"]) for row in CASES])
def test_case(case, tables):
    expect = json.loads(case["expect"])
    rows = tables[case["table"]]
    rows = rows[rows["BSM"] == case["BSM"]]
    absent_will_do = expect.pop("or_absent", False)
    any_will_do = expect.pop("any", False)
    if not expect and not any_will_do and not absent_will_do:
        assert rows.empty, f"{case['why']} But there is {rows.iloc[0].to_dict()}"
        return
    if absent_will_do and rows.empty:
        return
    assert len(rows), case["why"]
    if case["table"] != "problems" and len(rows) > 1:
        # Slivers of a parcel are noise beside the part that is meant.
        pieces = tables["pieces"].set_index("piece_id")["sliver"].astype(bool)
        ids = rows[IDS[case["table"]]]
        whole = rows[~pieces.reindex(ids).to_numpy()]
        rows = whole if len(whole) else rows
    wrong = [line for _, row in rows.iterrows() for line in fits(row, expect)]
    assert not wrong, f"{case['why']} {wrong}"
    if case["area_m2"]:
        parcel = tables["pieces"][tables["pieces"]["BSM"] == case["BSM"]].iloc[0]
        slack = 1e-6 if f"{parcel['TBMJ']:.2f}" == case["area_m2"] else 0.05
        assert rows["area_m2"].sum() == pytest.approx(float(case["area_m2"]), abs=slack), case["why"]


def counted_once(zones):
    """Own reckoning of the delimited PBF by county, mu: each record by the share of its zone that no smaller id has.

    The zone without a unit code lies in the county that its BSM begins with.
    """
    zones = zones.sort_values("BSM").reset_index(drop=True)
    shapes, tree = zones.geometry.to_numpy(), zones.sindex
    counted = []
    for number, shape in enumerate(shapes):
        earlier = [other for other in tree.query(shape, predicate="intersects") if other < number]
        rest = shapely.difference(shape, shapely.union_all(shapes[earlier])) if earlier else shape
        counted.append(round(zones["YJJBNTMJ"][number] * rest.area / shape.area, 2))
    return pd.Series(counted).groupby(zones["BSM"].str[:6]).sum() * 3 / 2000


def test_delimited_pbf_is_counted_once(batch):
    """What the sample has twice counts once, and hides no gap; the zone without a unit code counts where it lies."""
    package = batch / "farmland_redline.gpkg"
    summary = pyogrio.read_dataframe(package, layer="summary", read_geometry=False)
    county = summary[summary["level"] == "county"].set_index("code")["pbf_delimited_mu"]
    records = pyogrio.read_dataframe(DATA / "city.gpkg", layer="YJJBNTBHTB")
    expected = counted_once(records)
    assert county.to_dict() == pytest.approx(expected.to_dict(), abs=0.0002)  # 0.01 m² at each overlap
    for level in ("township", "village"):
        lower = summary[summary["level"] == level]
        sums = lower.groupby(lower["code"].fillna(lower["parent"]).str[:6])["pbf_delimited_mu"].sum()
        assert (sums - county).abs().max() < 1e-6, level
    policy = yaml.safe_load((DATA / "policy.yaml").read_text(encoding="utf-8"))
    target = {unit["code"]: unit["pbf_target_wan_mu"] * 10_000 for unit in policy["units"]}["360202"]
    registered = records.loc[records["BSM"].str.startswith("360202"), "YJJBNTMJ"].sum() * 3 / 2000
    assert county["360202"] < target < registered
    problems = pyogrio.read_dataframe(package, layer="problems", read_geometry=False)
    twice = problems[problems["kind"] == "pbf_registered_twice"].set_index("feature")
    assert twice["severity"].eq("error").all() and {"360202", "360222", "360281"} <= set(twice.index)
    for figure in (registered - county["360202"], county["360202"] - target, registered - target):
        assert f"{figure:.2f}" in twice.loc["360202", "message"]
    zones = pyogrio.read_dataframe(package, layer="zones", read_geometry=False)
    pbf = zones[zones["role"] == "pbf"]
    assert pbf.loc[pbf["counted_m2"] == 0, "zone_id"].str[:6].tolist().count("360202") == 1
    without_code = records.loc[records["ZLDWDM"].isna(), "BSM"].tolist()
    assert problems.loc[problems["kind"] == "zone_county_by_place", "feature"].tolist() == without_code


def test_the_zone_that_is_valid_counts_whatever_its_id(batch):
    zones = pyogrio.read_dataframe(batch / "farmland_redline.gpkg", layer="zones", read_geometry=False)
    for role in ("approvals", "temporary"):
        renewed = zones[(zones["role"] == role) & (zones["superseded_by"] > zones["zone_id"])]
        assert len(renewed), role


def test_the_manifest_plants_what_the_rules_have():
    """The cases mean something: there are positive ones and look-alikes for conflicts and for candidates."""
    counts = pd.DataFrame(CASES).groupby(["table", "positive"]).size()
    assert (counts.loc[["conflicts", "candidates"]] >= 30).all(), counts
    assert set(counts.loc[["losses", "abandoned"]].index) == {
        ("losses", "0"),
        ("losses", "1"),
        ("abandoned", "0"),
        ("abandoned", "1"),
    }


def test_shares_of_pbf_and_what_lies_outside_add_up_to_the_record(batch):
    """Zone by zone to 0.01 m²; the rest outside all parcels is taken by areas on the map plane."""
    package = batch / "farmland_redline.gpkg"
    pieces = pyogrio.read_dataframe(package, layer="pieces")
    pieces = pieces[pieces["pbf"].notna()]
    zones = pyogrio.read_dataframe(package, layer="zones", read_geometry=False)
    zones = zones[(zones["role"] == "pbf") & (zones["counted_m2"] == zones["net_m2"])].set_index("zone_id")
    drawn = pyogrio.read_dataframe(DATA / "city.gpkg", layer="YJJBNTBHTB").to_crs(pieces.crs)
    drawn = drawn.drop_duplicates("BSM", keep=False).set_index("BSM").geometry.area
    shares = pieces["pbf_TBDLMJ"].groupby(pieces["pbf"]).sum()
    inside = pieces.geometry.area.groupby(pieces["pbf"]).sum()
    whole = drawn.reindex(zones.index).dropna()
    record, inside, shares = (table.reindex(whole.index) for table in (zones["net_m2"], inside, shares))
    rest = record * (whole - inside) / whole
    assert len(whole) > 300 and ((shares + rest - record).abs() <= 0.0101).all()
    complete = rest.abs() < 1e-3
    assert complete.sum() > 300 and (shares[complete].round(2) == record[complete]).all()
