"""Two runs compared by the real qgis_process: what was planted between them is found, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
from conftest import run_qgis_process
from osgeo import ogr

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.reports.names import Names
from farmland_redline.processing.workflows.comparison import compare_packages

NAME = "farmland_redline.gpkg"


class Silent:
    """Progress that nobody follows."""

    def set(self, fraction: float) -> None:
        """Take no note."""

    def check(self) -> None:
        """Go on."""


def edit(path: Path, layer: str, identifier: str, changes: dict[str, dict[str, object] | None]) -> None:
    """Change rows of a layer by their ids; None removes a row."""
    data = ogr.Open(str(path), 1)
    table = data.GetLayerByName(layer)
    for row in [feature.Clone() for feature in table]:
        change = changes.get(row[identifier], {})
        if change is None:
            table.DeleteFeature(row.GetFID())
        elif change:
            for name, value in change.items():
                row[name] = value
            table.SetFeature(row)
    del table, data


@pytest.fixture(scope="module")
def runs(batch, tmp_path_factory):
    """A run, and the same as if there had been another before it; the comparison by qgis_process."""
    folder = tmp_path_factory.mktemp("compared")
    after, before = folder / "after" / NAME, folder / "before" / NAME
    for package in (after, before):
        package.parent.mkdir()
        shutil.copy(batch / NAME, package)
    conflicts = pyogrio.read_dataframe(after, layer="conflicts", read_geometry=False)
    candidates = pyogrio.read_dataframe(after, layer="candidates", read_geometry=False)
    new, larger, worse, finer = conflicts["conflict_id"].iloc[[3, 10, 20, 30]]
    area = conflicts.set_index("conflict_id")["area_m2"]
    severity = conflicts.set_index("conflict_id")["severity"]
    edit(
        before,
        "conflicts",
        "conflict_id",
        {
            new: None,
            larger: {"area_m2": area[larger] - 100.0},
            worse: {"severity": int(3 - severity[worse])},
            finer: {"area_m2": area[finer] + 0.001},  # no difference
        },
    )
    gone = candidates["candidate_id"].iloc[5]
    edit(after, "candidates", "candidate_id", {gone: None})
    changes = pyogrio.read_dataframe(after, layer="changes", read_geometry=False)
    changes = changes[changes["change_id"].notna()].set_index("change_id")
    moved, judged = changes.index[changes["direction"] == "out"][:2]
    was = {moved: {"before_m2": changes["before_m2"][moved] - 50.0}, judged: {"status": "approved"}}
    edit(before, "changes", "change_id", was)
    county = {"holding_mu": 1000.0, "name": "改名县"}
    edit(before, "summary", "code", {"360222": county})
    given = {"BEFORE": str(before), "AFTER": str(after)}
    outputs = {"OUTPUT": str(folder / "differ.gpkg"), "FIGURES": str(folder / "figures.gpkg")}
    compared = run_qgis_process("compare_results", {**given, **outputs})
    assert compared.status == 0, compared.log
    return {
        "planted": {"new": new, "larger": larger, "worse": worse, "gone": gone, "moved": moved, "judged": judged},
        "area": area,
        "before": before,
        "after": after,
        "net": candidates.set_index("candidate_id")["net_m2"],
        "done": compared,
        "findings": pyogrio.read_dataframe(folder / "differ.gpkg", layer="compared_findings"),
        "figures": pyogrio.read_dataframe(folder / "figures.gpkg", layer="figures", read_geometry=False),
    }


def test_findings_that_differ(runs):
    planted, found = runs["planted"], runs["findings"].set_index("finding")
    assert sorted(found.index) == sorted(planted.values())
    new, gone, larger, worse = (found.loc[planted[name]] for name in ("new", "gone", "larger", "worse"))
    assert (new["list"], new["change"], new["before_m2"]) == ("conflicts", "new", 0.0)
    assert new["difference_mu"] == pytest.approx(runs["area"][planted["new"]] * 3 / 2000)
    assert (gone["list"], gone["change"], gone["after_m2"]) == ("candidates", "gone", 0.0)
    assert gone["difference_mu"] == pytest.approx(-runs["net"][planted["gone"]] * 3 / 2000)
    assert (larger["change"], larger["what"]) == ("changed", "area")
    assert larger["difference_m2"] == pytest.approx(100.0) and larger["difference_mu"] == pytest.approx(0.15)
    assert (worse["change"], worse["what"], worse["difference_m2"]) == ("changed", "severity", 0.0)
    assert not found.geometry.isna().any() and not found.geometry.is_empty.any()
    counts = {name: runs["done"].results[name] for name in ("NEW_COUNT", "GONE_COUNT", "CHANGED_COUNT")}
    assert counts == {"NEW_COUNT": 1, "GONE_COUNT": 1, "CHANGED_COUNT": 4}


def test_changes_that_differ(runs):
    found = runs["findings"][runs["findings"]["list"] == "changes"].set_index("finding")
    moved, judged = (found.loc[runs["planted"][name]] for name in ("moved", "judged"))
    assert (moved["what"], moved["difference_m2"]) == ("area", pytest.approx(50.0)) and moved["direction"] == "out"
    assert (judged["what"], judged["difference_m2"], judged["status"]) == ("status", 0.0, "unexplained")


def test_figures_of_units(runs):
    figures = runs["figures"]
    differs = figures[figures["difference_mu"].abs() > 0]
    assert differs[["code", "figure"]].values.tolist() == [["360222", "holding_mu"]]
    (row,) = differs.to_dict("records")
    assert row["before_mu"] == 1000.0 and row["difference_mu"] == pytest.approx(row["after_mu"] - 1000.0)
    assert row["name"] == "浮梁县"  # as it is called now
    summary = pyogrio.read_dataframe(runs["after"], layer="summary", read_geometry=False)
    known = sum(summary[name].notna().sum() for name in summary.columns if name.endswith("_mu"))
    assert len(figures) == known


def test_a_run_beside_itself_differs_in_nothing(runs, tmp_path):
    shutil.copy(runs["after"], tmp_path / NAME)
    compared = compare_packages(runs["after"], tmp_path / NAME, Names(), Silent())
    assert compared.findings.empty and (compared.figures["difference_mu"].dropna() == 0).all()
    assert list(compared.lines()) == []


def test_what_cannot_be_compared(runs, tmp_path):
    with pytest.raises(InputError, match=NAME):
        compare_packages(runs["after"], runs["after"], Names(), Silent())
    other = tmp_path / "other.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"a": [1]}), other, layer="summary")
    with pytest.raises(InputError, match="conflicts"):
        compare_packages(runs["after"], other, Names(), Silent())
