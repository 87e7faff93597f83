"""Parcels of one or several layers: their partitions, and how files select them."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from farmland_redline.processing.analysis.encoding import EncodedFrame
from farmland_redline.processing.bridge.io.nearby import Nearby, Place
from farmland_redline.processing.bridge.io.parcel_layers import ParcelLayer, ParcelLayers

CRS = pyproj.CRS.from_epsg(4527)


def layer(ids, name="DLTB", key="", identifier="BSM"):
    frame = gpd.GeoDataFrame(
        {"BSM": ids},
        geometry=[shapely.box(39512000 + number, 3245000, 39512001 + number, 3245001) for number in range(len(ids))],
        index=[10 * (number + 1) for number in range(len(ids))],
        crs=CRS,
    )
    fields = pd.DataFrame(frame[["BSM"]])
    numbers = frame.index.to_numpy()
    encoded = EncodedFrame.of(frame)
    return ParcelLayer(name, CRS, None, "all", (), ("BSM",), numbers, fields, identifier, None, encoded, key)


def ids_of(layers, rows):
    return [layers.layers[number].read(own)["BSM"].tolist() for number, own in layers.split(rows)]


def test_partitions_follow_the_ids_and_keep_equal_ones_together():
    layers = ParcelLayers([layer(["d", "a", "c"]), layer(["c", "b", "c"])])
    parts = layers.parts(2)
    every = np.concatenate([layer.fields["BSM"] for layer in layers.layers])
    assert [every[part].tolist() for part in parts] == [["a", "b"], ["c", "c", "c"], ["d"]]
    assert sorted(np.concatenate(parts).tolist()) == list(range(6))
    assert parts[1].tolist() == [2, 3, 5]  # of equal ids, the order of the layers


def test_without_ids_partitions_follow_the_layers():
    layers = ParcelLayers([layer(["b", "a"], identifier=None), layer(["c"])])
    assert [part.tolist() for part in layers.parts(2)] == [[0, 1], [2]]


def test_positions_by_layer():
    layers = ParcelLayers([layer(["a", "b"], "one"), layer(["c", "d"], "two"), layer(["e"], "two")])
    assert len(layers) == 5 and layers.name == "one, two"
    assert ids_of(layers, np.array([3, 0, 4, 2])) == [["a"], ["d", "c"], ["e"]]


def test_many_names_are_shortened():
    assert ParcelLayers([layer(["a"], name) for name in "wxyz"]).name == "w, x, y …"


def test_ranges_and_numbers():
    with_key = layer(["a", "b", "c", "d"], key="fid")
    rows = with_key.chosen(np.array([1, 2, 3]))
    assert (rows.key, rows.first, rows.last, rows.numbers) == ("fid", 20, 40, None)
    assert with_key.chosen(np.array([1, 3])).numbers.tolist() == [20, 40]
    assert with_key.chosen(np.array([2, 1])).numbers.tolist() == [30, 20]
    assert layer(["a", "b"]).chosen(np.array([0, 1])).numbers.tolist() == [10, 20]


def test_the_place_and_what_is_forgotten():
    layers = ParcelLayers([layer(["a"])])
    longitude, latitude = layers.layers[0].place
    assert 117 < longitude < 118 and 29 < latitude < 30
    layers.forget_fields()
    assert len(layers.layers[0].fields) == 0 and layers.layers[0].frame["BSM"].tolist() == ["a"]


def test_parcels_that_meet_places_or_lie_within_a_metre():
    corner = shapely.Polygon([(39512000.2, 3245000.2), (39512000.8, 3245000.2), (39512000.2, 3245009)])
    released = ParcelLayers([layer(["a", "b", "c", "d", "e"])])
    released.forget_fields()
    near = released.layers[0].meeting(Nearby([Place("sites", np.array([corner]), CRS)]))
    assert near.numbers.tolist() == [10, 20] and near.fields["BSM"].tolist() == ["a", "b"]
    assert near.frame["BSM"].tolist() == ["a", "b"] and not near.is_whole
    assert near.extent.tolist() == [39512000, 3245000, 39512002, 3245001]
