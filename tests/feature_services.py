"""A small server of this machine, as OGC API Features and as an ArcGIS feature service, that can break off."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlparse

COUNT, PAGE = 30, 10
X, Y = 39_512_000.0, 3_245_000.0  # EPSG:4527
WEST, SOUTH, SIDE = 117.1, 29.3, 0.001  # EPSG:4490
JSON = "application/json"
OPEN_API = "application/vnd.oai.openapi+json;version=3.0"
CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
ARC = {
    "id": 0, "name": "dltb", "type": "Feature Layer", "geometryType": "esriGeometryPolygon",
    "objectIdField": "OBJECTID", "capabilities": "Query", "maxRecordCount": PAGE,
    "extent": {"xmin": X, "ymin": Y, "xmax": X + 3100, "ymax": Y + 100, "spatialReference": {"wkid": 4527}},
    "fields": [{"name": "OBJECTID", "type": "esriFieldTypeOID"}, {"name": "TBMJ", "type": "esriFieldTypeDouble"}]
    + [{"name": name, "type": "esriFieldTypeString", "length": 40} for name in ("BSM", "DLBM", "ZLDWDM")],
}  # fmt: skip


def attributes(number: int) -> dict[str, object]:
    """The fields of a parcel."""
    return {"BSM": f"{number:018d}", "DLBM": "0101", "TBMJ": 9999.96, "ZLDWDM": "3602221002010000000"}


def ring(west: float, south: float, side: float) -> list[list[float]]:
    """A square, clockwise."""
    return [[west, south], [west, south + side], [west + side, south + side], [west + side, south], [west, south]]


class FeatureService(BaseHTTPRequestHandler):
    """A service of one layer of parcels, in pages.

    Its way: `whole`; `cut` in the middle of a page; `short` of a part of what it says it has; `failing` behind the
    first page; `unnumbered`, which does not say how many it has; `unnumbered and failing`; `gone`.
    """

    way = "whole"

    def log_message(self, *_: object) -> None:
        """Be silent."""

    def do_GET(self) -> None:
        """Answer a request."""
        if self.way == "gone":
            return
        url = urlparse(self.path)
        asked = {key.lower(): values[0] for key, values in parse_qs(url.query).items()}
        if url.path.startswith("/arc"):
            self._answer(self._arc(asked) if url.path.endswith("/query") else ARC, cut="objectids" in asked)
        else:
            self._features(url.path.rstrip("/"), asked)

    def _arc(self, asked: dict[str, str]) -> dict[str, object]:
        """Answer a query of an ArcGIS service."""
        if asked.get("returnidsonly") == "true":
            return {"objectIdFieldName": "OBJECTID", "objectIds": [*range(1, COUNT + 1)]}
        if "failing" in self.way:
            return {"error": {"code": 500, "message": "broken"}}
        wanted = [int(text) for text in asked.get("objectids", "").split(",") if text]
        wanted = wanted[: len(wanted) // 2] if self.way == "short" else wanted
        found = [
            {
                "attributes": {"OBJECTID": number, **attributes(number)},
                "geometry": {"rings": [ring(X + number * 100, Y, 100)]},
            }
            for number in wanted
        ]
        return {
            "objectIdFieldName": "OBJECTID",
            "geometryType": ARC["geometryType"],
            "spatialReference": {"wkid": 4527},
            "fields": [],
            "features": found,
        }

    def _features(self, path: str, asked: dict[str, str]) -> None:
        """Answer a request of OGC API Features."""
        base = "http://{}:{}/oapif".format(*self.server.server_address)
        links = [{"rel": "items", "type": "application/geo+json", "href": f"{base}/collections/dltb/items"}]
        extent = {"spatial": {"bbox": [[WEST, SOUTH, WEST + COUNT * SIDE, SOUTH + SIDE]]}}
        collection = {"id": "dltb", "title": "dltb", "extent": extent, "links": links}
        names = {"service-desc": ("api", OPEN_API), "data": ("collections", JSON), "conformance": ("conformance", JSON)}
        answers = {
            "/oapif": {
                "links": [{"rel": rel, "type": kind, "href": f"{base}/{end}"} for rel, (end, kind) in names.items()]
            },
            "/oapif/api": {"openapi": "3.0.1", "paths": {}},
            "/oapif/conformance": {"conformsTo": [CORE]},
            "/oapif/collections": {"collections": [collection], "links": []},
            "/oapif/collections/dltb": collection,
        }
        if path in answers:
            self._answer(answers[path], OPEN_API if path.endswith("api") else JSON)
            return
        first = int(asked.get("offset", 0))
        last = min(first + PAGE, COUNT)
        if first and "failing" in self.way:
            self.send_error(500)
            return
        found = [
            {
                "type": "Feature",
                "id": number,
                "properties": attributes(number),
                "geometry": {"type": "Polygon", "coordinates": [ring(WEST + number * SIDE, SOUTH, SIDE)]},
            }
            for number in range(first, last)
        ]
        page: dict[str, object] = {"type": "FeatureCollection", "features": found, "links": []}
        if last < COUNT and self.way != "short":
            following = f"{base}/collections/dltb/items?offset={last}&limit={PAGE}"
            page["links"] = [{"rel": "next", "type": "application/geo+json", "href": following}]
        if "unnumbered" not in self.way:
            page["numberMatched"] = COUNT
        self._answer(page, "application/geo+json", cut=first > 0)

    def _answer(self, content: object, kind: str = JSON, cut: bool = False) -> None:
        """Send an answer, half of it where that is the service's way."""
        data = json.dumps(content).encode()
        self.send_response(200)
        for name, value in {"Content-Type": kind, "Cache-Control": "no-store", "Content-Length": len(data)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if cut and self.way == "cut" else data)
