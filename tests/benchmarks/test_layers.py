"""The benchmark's layers are what the results say they are."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from farmland_redline.benchmarks import mosaic, scenarios
from farmland_redline.benchmarks.layers import make, measure_layer, zone_layers
from farmland_redline.benchmarks.scenarios import Case, Files

GRID = mosaic.make_mosaic(2_000)


def vertices(shapes: np.ndarray) -> set[tuple[float, float]]:
    return set(map(tuple, shapely.get_coordinates(shapes)))


@pytest.fixture(scope="module")
def parcels() -> geopandas.GeoDataFrame:
    return mosaic.parcels(GRID)


def test_parcels_share_the_vertices_of_their_boundaries(parcels: geopandas.GeoDataFrame) -> None:
    rows, columns = GRID.shape
    shapes = parcels.geometry.to_numpy().reshape(rows, columns)
    assert rows * columns == len(parcels) >= 2_000
    assert (shapely.get_num_coordinates(shapes) == 49).all()
    assert shapely.is_valid(shapes).all()
    # Inner sides of 13 vertices belong to two parcels each; a corner belongs to one vertex of the grid.
    sides = (rows + 1) * columns + rows * (columns + 1)
    assert len(vertices(shapes)) == (rows + 1) * (columns + 1) + sides * 11
    assert len(vertices(shapes[3, 4]) & vertices(shapes[3, 5])) == 13
    assert len(vertices(shapes[3, 4]) & vertices(shapes[4, 4])) == 13
    assert shapely.area(mosaic.outline(GRID)) == pytest.approx(shapely.area(shapes).sum(), rel=1e-12)
    assert parcels["BSM"].is_unique


def test_zones_are_blocks_of_parcels_and_some_are_shifted(parcels: geopandas.GeoDataFrame) -> None:
    zones = mosaic.zones(GRID, 200).geometry.to_numpy()
    still = mosaic.zones(GRID, 200, shifted=0.0).geometry.to_numpy()
    assert len(zones) == pytest.approx(200, rel=0.1)
    known = vertices(parcels.geometry.to_numpy())
    assert all(vertices(zone) <= known for zone in still)
    shift = np.array([np.hypot(*(a - b).T).max() for a, b in zip(*map(coordinates, (zones, still)))])
    assert np.unique(np.round(shift, 6)).tolist() == [0.0, 1.0]
    assert 0.09 < (shift > 0).mean() < 0.21
    # As in the results: a zone of the benchmark has 26 parcels.
    area = sum(zone.area for zone in still) / mosaic.outline(GRID).area
    assert 0.3 < area < 0.8


def coordinates(shapes: np.ndarray) -> list[np.ndarray]:
    return [shapely.get_coordinates(shape) for shape in shapes]


def test_recipes() -> None:
    layers = {recipe: zone_layers(GRID, Case("", 2_000, recipe, 100)) for recipe in ("four", "ten", "shifted")}
    assert list(layers["ten"]) == list(scenarios.ROLES)
    assert list(layers["four"]) == list(scenarios.ROLES)[:4]
    for found in layers.values():
        for layer in found.values():
            assert shapely.is_valid(layer.geometry.to_numpy()).all()
            assert layer["BSM"].is_unique
            assert len(layer)
    still = mosaic.zones(GRID, 100, shifted=0.0).geometry.to_numpy()
    moved = layers["shifted"][scenarios.PBF].geometry.to_numpy()
    shift = np.array([np.hypot(*(a - b).T).max() for a, b in zip(*map(coordinates, (moved, still)))])
    assert shift.min() >= 0.01
    assert shift.max() <= 0.05
    stack = zone_layers(GRID, Case("", 2_000, "stacked", 100))[scenarios.PBF].geometry.to_numpy()
    shift = np.array([np.hypot(*(a - b).T).max() for a, b in zip(*map(coordinates, (stack, np.tile(still, 3))))])
    assert len(stack) == 3 * len(still)
    assert 0.2 < shift.max() <= 0.3


def test_the_huge_zone() -> None:
    (zone,) = mosaic.huge_zone(mosaic.make_mosaic(10_000)).geometry
    assert zone.is_valid
    assert shapely.get_num_coordinates(zone) == 200_000
    assert shapely.get_num_interior_rings(zone) == 100


def test_last_year_two_parcels_were_one(parcels: geopandas.GeoDataFrame) -> None:
    before = mosaic.earlier(GRID, parcels, changed=0.04)
    assert len(parcels) - len(before) == round(len(parcels) * 0.02)
    assert before.area.sum() == pytest.approx(parcels.area.sum(), rel=1e-12)
    same = shapely.to_wkb(before.geometry.to_numpy())
    assert np.isin(same, shapely.to_wkb(parcels.geometry.to_numpy())).mean() == pytest.approx(0.98, abs=0.001)


def test_what_layers_cover_is_measured_rightly() -> None:
    outline = shapely.box(0, 0, 10, 10)
    layer = geopandas.GeoDataFrame(
        geometry=[shapely.box(1, 1, 3, 3), shapely.box(2, 1, 4, 3), shapely.box(9, 9, 12, 10)]
    )
    found = measure_layer(layer, outline)
    assert (found.zones, found.vertices, found.length) == (3, 15, 24.0)
    assert (found.once, found.each) == (7.0, 9.0)


def test_files_are_made_once(tmp_path: Path) -> None:
    files = Files(Case("", 100, zones=4), tmp_path)
    make(files)
    times = [path.stat().st_mtime_ns for path in (files.parcels, files.zones, files.facts)]
    make(files)
    assert [path.stat().st_mtime_ns for path in (files.parcels, files.zones, files.facts)] == times
    assert list(files.layers()) == list(scenarios.ROLES)[:4]
    assert len(geopandas.read_file(files.parcels, layer=scenarios.PARCELS)) == 100
