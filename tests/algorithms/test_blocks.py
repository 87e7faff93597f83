"""Blocks of candidates by the real qgis_process: the worked example, and what stops a run."""

from __future__ import annotations

import geopandas
import pyogrio
import pytest
from block_ground import MU, candidates_of, ground
from conftest import run_qgis_process

pytestmark = pytest.mark.usefixtures("qgis")
# Pieces 1 to 3 stand 15 m and 18 m apart; 4 is 30 m off; 5 is 19 m from 3, but across a road.
EXAMPLE = {
    "1": ("0201", 2.0, (0, 0, 40, 34)),
    "2": ("0201", 2.0, (55, 0, 95, 34)),
    "3": ("0201", 1.0, (113, 0, 133, 34)),
    "4": ("0201", 0.5, (0, 64, 10, 97)),
    "5": ("0201", 4.0, (152, 0, 232, 34)),
    "road": ("1003", 1.0, (140, -50, 146, 150)),
}


def write(frame: geopandas.GeoDataFrame, folder, name: str) -> str:
    pyogrio.write_dataframe(frame, folder / f"{name}.gpkg", layer=name)
    return f"{folder / f'{name}.gpkg'}|layername={name}"


def bundle(folder, **given: object):
    pieces = ground(EXAMPLE)
    made = {name: str(folder / f"{name.lower()}.gpkg") for name in ("BLOCKS", "MEMBERS", "PROBLEMS")}
    layers = {
        "PIECES": write(pieces, folder, "pieces"),
        "CANDIDATES": write(candidates_of(pieces, EXAMPLE), folder, "candidates"),
    }
    return run_qgis_process("bundle_candidates", {**layers, **made, **given}), made


def test_the_worked_example(tmp_path):
    folder = tmp_path / "打捆 示例"
    folder.mkdir()
    done, made = bundle(folder)
    assert done.status == 0, done.log
    blocks = pyogrio.read_dataframe(made["BLOCKS"], layer="blocks").set_index("block_id")
    assert blocks["net_mu"].round(2).to_dict() == {"1": 5.0, "5": 4.0}
    assert blocks["pieces"].to_dict() == {"1": 3, "5": 1} and blocks["kept"].eq("size").all()
    assert blocks["road_m"].to_dict() == {"1": 7.0, "5": 6.0}
    members = pyogrio.read_dataframe(made["MEMBERS"], layer="block_members").set_index("candidate_id")
    held = members["block_id"].astype(object).where(members["block_id"].notna(), None).to_dict()
    assert held == {"1": "1", "2": "1", "3": "1", "4": None, "5": "5"}
    assert done.results["BLOCK_COUNT"] == 2 and done.results["WORST_CLOSURE"] == 0
    assert done.results["BUNDLED_NET"] == round(2 * round(2 * MU, 2) + round(MU, 2) + round(4 * MU, 2), 2)
    assert "6,333.33" in done.log and "0.00" in done.log  # all candidates: 9.5 mu


def test_layers_of_different_runs(tmp_path):
    """In another system, or with candidates that are no pieces: told before the work, nothing written."""
    pieces = ground(EXAMPLE)
    elsewhere = write(candidates_of(pieces, EXAMPLE).to_crs(4526), tmp_path, "elsewhere")
    other = write(candidates_of(pieces, EXAMPLE).replace({"candidate_id": {"5": "x5"}}), tmp_path, "other")
    degrees = write(pieces.to_crs(4490), tmp_path, "degrees")
    wrong = (("CANDIDATES", elsewhere, "4526"), ("CANDIDATES", other, "x5"), ("PIECES", degrees, "4490"))
    for parameter, layer, told in wrong:
        done, _ = bundle(tmp_path, **{parameter: layer})
        assert done.status == 1 and told in done.log and "Traceback" not in done.log, done.log
        assert not list(tmp_path.glob("blocks*"))
