"""Makes the files of a case, once: `python -m farmland_redline.benchmarks.layers FOLDER CASE-AS-JSON`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import geopandas
import shapely

from . import mosaic, scenarios
from .scenarios import Case, Files, Layer, code_key


def zone_layers(grid: mosaic.Mosaic, case: Case) -> dict[str, geopandas.GeoDataFrame]:
    """Return the zone layers of a case, the first one first."""
    if case.recipe == scenarios.HUGE:
        return {scenarios.PBF: mosaic.huge_zone(grid)}
    if case.recipe == scenarios.SHIFTED:
        return {scenarios.PBF: mosaic.zones(grid, case.zones, shifted=1.0, shift=0.05, least=0.01)}
    if case.recipe == scenarios.STACKED:
        return {scenarios.PBF: mosaic.stacked(mosaic.zones(grid, case.zones, shifted=0.0), 3, 0.3)}
    share = case.zones / scenarios.ZONES

    def some(count: float) -> int:
        return max(1, round(count * share))

    layers = {
        scenarios.PBF: mosaic.zones(grid, case.zones),
        "YJJBNTCBQ": mosaic.zones(grid, some(1_000), seed=11, margin=3),
        "BCGDCBQ": mosaic.zones(grid, some(1_000), shifted=0.3, seed=12, margin=3),
        "PZYD": mosaic.patches(grid, some(800), 60.0, 12, seed=13),
    }
    if case.recipe == scenarios.TEN:
        layers |= {
            "STBHHX": mosaic.patches(grid, 12, 1_000.0, 4_000, seed=14),
            "CZKFBJ": mosaic.zones(grid, 9, shifted=0.0, seed=15, margin=40),
            # Drawn by another office on another picture: nowhere quite on the parcels' boundaries.
            "LDGLFW": mosaic.zones(grid, some(1_500), shifted=1.0, shift=3.0, seed=16, least=0.5, margin=3),
            "JCTB": mosaic.patches(grid, some(1_500), 40.0, 60, seed=17),
            "PDT": mosaic.parcels(mosaic.make_mosaic(some(1_560), seed=18, cell=480.0))[["BSM", "geometry"]],
            "DLTB_2023": mosaic.earlier(grid, mosaic.parcels(grid), changed=0.04),
        }
    return layers


def measure_layer(layer: geopandas.GeoDataFrame, outline: shapely.Geometry) -> Layer:
    """Describe a layer and what it covers of the parcels' outline, computed by other ways than any tool takes."""
    shapes = layer.geometry.to_numpy()
    inside = shapely.contains_properly(outline, shapes)
    shapes = shapes.copy()
    shapes[~inside] = shapely.intersection(shapes[~inside], outline)
    return Layer(
        len(shapes),
        int(shapely.get_num_coordinates(layer.geometry.to_numpy()).sum()),
        float(layer.length.sum()),
        float(shapely.area(shapely.union_all(shapes))),
        float(shapely.area(shapes).sum()),
    )


def make(files: Files) -> None:
    """Write parcels, zones and facts, unless they are there and made by this code."""
    key = code_key("mosaic", "layers")
    if files.facts.exists() and json.loads(files.facts.read_text(encoding="utf-8"))["key"] == key:
        return
    files.folder.mkdir(parents=True, exist_ok=True)
    grid = mosaic.make_mosaic(files.case.parcels)
    parcels = mosaic.parcels(grid)
    write_layers(files.parcels, {scenarios.PARCELS: parcels})
    counted = len(parcels), int(shapely.get_num_coordinates(parcels.geometry.to_numpy()).sum())
    del parcels
    layers = zone_layers(grid, files.case)
    write_layers(files.zones, layers)
    outline = mosaic.outline(grid)
    facts = {
        "key": key,
        "parcels": counted[0],
        "vertices": counted[1],
        "layers": {name: asdict(measure_layer(layer, outline)) for name, layer in layers.items()},
    }
    files.facts.write_text(json.dumps(facts, indent=1), encoding="utf-8")


def write_layers(path: Path, layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """Write a GeoPackage of some layers, which takes the place of what is there."""
    path.unlink(missing_ok=True)
    for name, layer in layers.items():
        layer.to_file(path, layer=name, driver="GPKG", engine="pyogrio")


if __name__ == "__main__":
    make(Files(Case(**json.loads(sys.argv[2])), Path(sys.argv[1])))
