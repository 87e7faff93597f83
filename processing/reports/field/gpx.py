"""Findings as places for hand-held receivers and phones (GPX 1.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pyproj
from qgis.PyQt.QtCore import QByteArray, QXmlStreamWriter

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
    content = QByteArray()
    writer = QXmlStreamWriter(content)
    writer.writeStartDocument()
    writer.writeStartElement("gpx")
    writer.writeDefaultNamespace(_SPACE)
    writer.writeAttribute("version", "1.1")
    writer.writeAttribute("creator", printable_line(creator))
    writer.writeStartElement("metadata")
    _write_text(writer, "name", title)
    _write_text(writer, "time", f"{created.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}")
    writer.writeEndElement()
    listed = list(places)
    for place in listed:
        _write_place(writer, "wpt", place)
    writer.writeStartElement("rte")
    _write_text(writer, "name", title)
    for place in listed:
        _write_place(writer, "rtept", place)
    writer.writeEndDocument()
    path.write_bytes(bytes(content))


def _write_text(writer: QXmlStreamWriter, name: str, text: str) -> None:
    """Write an element with a text, unless that is empty."""
    if text:
        writer.writeTextElement(name, printable_line(text))


def _write_place(writer: QXmlStreamWriter, name: str, place: RoutePlace) -> None:
    """Write a waypoint, or a point of a route."""
    writer.writeStartElement(name)
    writer.writeAttribute("lat", f"{place.latitude:.{_DIGITS}f}")
    writer.writeAttribute("lon", f"{place.longitude:.{_DIGITS}f}")
    # The schema fixes the order.
    _write_text(writer, "name", place.name)
    _write_text(writer, "desc", place.description)
    _write_text(writer, "type", place.kind)
    writer.writeEndElement()
