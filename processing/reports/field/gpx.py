"""Findings as places for hand-held receivers and phones (GPX 1.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pyproj

from ...bridge.plain_text import printable_line

_SPACE = "http://www.topografix.com/GPX/1/1"
_WGS84 = "EPSG:4326"
_DIGITS = 7  # of degrees: a hundredth of a metre


@dataclass(frozen=True)
class RoutePlace:
    """A place: longitude and latitude in WGS 84, its name, what to do there, what it is."""

    longitude: float
    latitude: float
    name: str
    description: str
    kind: str


def to_wgs84(crs: pyproj.CRS, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return longitudes and latitudes in WGS 84, which GPX has by definition, of places in a system.

    Never the shifted system of Chinese base maps (GCJ-02): receivers measure WGS 84.
    """
    return pyproj.Transformer.from_crs(crs, _WGS84, always_xy=True).transform(x, y)


def write_gpx(path: Path, places: Iterable[RoutePlace], title: str, creator: str, created: datetime) -> None:
    """Write places, and a route through them in their order.

    Args:
        path: the file.
        places: in the order of the route.
        title: of the file.
        creator: of the file.
        created: the run's time.
    """
    ElementTree.register_namespace("", _SPACE)
    root = ElementTree.Element(_tag("gpx"), {"version": "1.1", "creator": printable_line(creator)})
    about = ElementTree.SubElement(root, _tag("metadata"))
    _text(about, "name", title)
    _text(about, "time", f"{created.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}")
    listed = list(places)
    for place in listed:
        _add_place(root, "wpt", place)
    route = ElementTree.SubElement(root, _tag("rte"))
    _text(route, "name", title)
    for place in listed:
        _add_place(route, "rtept", place)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _tag(name: str) -> str:
    """Return a name in the namespace of GPX."""
    return f"{{{_SPACE}}}{name}"


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    """Add an element with a text, unless that is empty."""
    if text:
        ElementTree.SubElement(parent, _tag(name)).text = printable_line(text)


def _add_place(parent: ElementTree.Element, name: str, place: RoutePlace) -> None:
    """Add a waypoint, or a point of a route."""
    position = {"lat": f"{place.latitude:.{_DIGITS}f}", "lon": f"{place.longitude:.{_DIGITS}f}"}
    element = ElementTree.SubElement(parent, _tag(name), position)
    # The schema fixes the order.
    _text(element, "name", place.name)
    _text(element, "desc", place.description)
    _text(element, "type", place.kind)
