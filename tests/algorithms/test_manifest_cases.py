"""Every planted case of the sample, through the real qgis_process: "The manifest" in scripts/sample_city/README.md."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pyogrio
import pytest

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
