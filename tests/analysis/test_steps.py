"""Arrays of geometries gone through in steps give what they give at once, and let other threads in between."""

from __future__ import annotations

import threading
import time

import numpy as np
import shapely

from farmland_redline.processing.analysis import steps as stepping
from farmland_redline.processing.analysis.encoding import EncodedGeometry
from farmland_redline.processing.analysis.geometry.set_operations import repair
from farmland_redline.processing.reports.maps.layout import pdf

WKT = [
    "POLYGON ((0 0, 1 0, 1 1, 0 0))",
    "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))",  # a bow
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), EMPTY)",
    "POLYGON Z ((0 0 1, 1 0 2, 1 1 3, 0 0 1))",
    "POLYGON EMPTY",
    "GEOMETRYCOLLECTION (POINT (0 0), POLYGON ((0 0, 1 0, 1 1, 0 0)))",
    "POLYGON ((0 0, 1e12 0, 1 1, 0 0))",  # no place on Earth
    "POINT (1 1)",
]


def test_repair_and_encoding(monkeypatch):
    """Every step has its own positions; no order of kinds matters."""
    given = np.append(shapely.from_wkt(np.random.default_rng(3).choice(WKT, 200)), None)
    whole, repaired = repair(given)
    bytes_of_all, shapes = EncodedGeometry.of(given).wkb, EncodedGeometry.of(given).decode()
    for size in (1, 3, 200, 201):
        monkeypatch.setattr(stepping, "_STEP", size)
        sound, found = repair(given)
        assert shapely.to_wkt(sound).tolist() == shapely.to_wkt(whole).tolist()
        assert found.tolist() == repaired.tolist()
        assert EncodedGeometry.of(given).wkb.tolist() == bytes_of_all.tolist()
        assert shapely.to_wkt(EncodedGeometry.of(given).decode()).tolist() == shapely.to_wkt(shapes).tolist()


def test_digits_of_a_page(monkeypatch):
    """Those of paths are cut where a step ends as elsewhere; those of other lines and of texts stay."""
    lines = [b"1.23456 7.891 l", b"0.12345 w", b"(3.14159 m) Tj", b"9.999999 8.888888 7.777777 6.6 5.5 4.4444 c", b"h"]
    text = b"\n".join(lines * 40)
    whole = pdf._shortened(text)
    assert whole.startswith(b"1.23 7.89 l\n0.12345 w\n")
    for size in (1, 7, 64):
        monkeypatch.setattr(pdf, "_STEP", size)
        assert pdf._shortened(text) == whole


def test_other_threads_come_to_their_turn():
    """A thread that counts is asked in the middle of 200,000 polygons as well: at one go it is asked twice."""
    polygons = np.repeat(shapely.from_wkt(WKT[:1]), 200_000)
    seen, running = [], True

    def count() -> None:
        while running:
            seen.append(time.monotonic())
            time.sleep(0.001)

    counting = threading.Thread(target=count)
    counting.start()
    begun = time.monotonic()
    EncodedGeometry.of(polygons)
    ended = time.monotonic()
    running = False
    counting.join()
    assert len([moment for moment in seen if begun < moment < ended]) > 2
