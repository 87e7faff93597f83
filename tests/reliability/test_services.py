"""Layers of a web service (WFS) that breaks off: a small server of the test's own, of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

import pytest
from feature_services import COUNT as FEATURES
from feature_services import FeatureService
from qgis.core import QgsProject, QgsVectorLayer

from .conftest import CODE, X, Y, zones

COUNT = 30
SPACES = (
    'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:t="http://t"'
)
ABILITIES = (
    "<wfs:WFS_Capabilities version='2.0.0' {spaces}><ows:OperationsMetadata><ows:Operation name='GetFeature'>"
    "<ows:Parameter name='resultType'><ows:AllowedValues><ows:Value>results</ows:Value><ows:Value>hits</ows:Value>"
    "</ows:AllowedValues></ows:Parameter></ows:Operation></ows:OperationsMetadata><wfs:FeatureTypeList>"
    "<wfs:FeatureType><wfs:Name>t:dltb</wfs:Name><wfs:Title>dltb</wfs:Title><wfs:DefaultCRS>EPSG:4527</wfs:DefaultCRS>"
    "</wfs:FeatureType></wfs:FeatureTypeList></wfs:WFS_Capabilities>"
)
TYPE = (
    "<xsd:schema {spaces} elementFormDefault='qualified' targetNamespace='http://t'><xsd:complexType name='dltbType'>"
    "<xsd:complexContent><xsd:extension base='gml:AbstractFeatureType'><xsd:sequence>{fields}"
    "<xsd:element name='geom' type='gml:SurfacePropertyType'/></xsd:sequence></xsd:extension></xsd:complexContent>"
    "</xsd:complexType><xsd:element name='dltb' type='t:dltbType' substitutionGroup='gml:AbstractFeature'/>"
    "</xsd:schema>"
)
ALL = "\"BSM\" LIKE '0%'"  # a filter that holds for all
FIELDS = {"BSM": "string", "DLBM": "string", "TBMJ": "double", "ZLDWDM": "string"}


def feature(number: int) -> str:
    """A parcel of 100 m by 100 m."""
    west, east, south, north = X + number * 100, X + number * 100 + 100, Y, Y + 100
    places = f"{west} {south} {east} {south} {east} {north} {west} {north} {west} {south}"
    values = {"BSM": f"{number:018d}", "DLBM": "0101", "TBMJ": "9999.96", "ZLDWDM": CODE}
    return (
        f"<wfs:member><t:dltb gml:id='dltb.{number}'>"
        + "".join(f"<t:{name}>{value}</t:{name}>" for name, value in values.items())
        + f"<t:geom><gml:Polygon srsName='EPSG:4527' gml:id='g{number}'><gml:exterior><gml:LinearRing><gml:posList>"
        f"{places}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></t:geom></t:dltb></wfs:member>"
    )


class Service(BaseHTTPRequestHandler):
    """A service of one layer. Its way: `whole`; `cut` in the middle of the features; `short` of half; `gone`."""

    way = "whole"

    def log_message(self, *_: object) -> None:
        """Be silent."""

    def do_GET(self) -> None:
        """Answer a request."""
        if self.way == "gone":
            return
        asked = {key.upper(): values[0] for key, values in parse_qs(urlparse(self.path).query).items()}
        kind = asked.get("REQUEST", "").lower()
        if kind == "getcapabilities":
            body = ABILITIES.format(spaces=SPACES)
        elif kind == "describefeaturetype":
            fields = "".join(f"<xsd:element name='{n}' type='xsd:{k}'/>" for n, k in FIELDS.items())
            body = TYPE.format(spaces=SPACES, fields=fields)
        else:
            count = 0 if asked.get("RESULTTYPE") == "hits" else COUNT // 2 if self.way == "short" else COUNT
            body = (
                f"<wfs:FeatureCollection {SPACES} numberMatched='{COUNT}' numberReturned='{count}'>"
                + "".join(map(feature, range(count)))
                + "</wfs:FeatureCollection>"
            )
        data = body.encode()
        self.send_response(200)
        for name, value in {
            "Content-Type": "text/xml",
            "Cache-Control": "no-store",
            "Content-Length": len(data),
        }.items():
            self.send_header(name, str(value))
        self.end_headers()
        is_cut = self.way == "cut" and kind == "getfeature"
        self.wfile.write(data[: len(data) // 2] if is_cut else data)


@contextmanager
def serving(kind: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """The port of a running service."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join(10)
    kind.way = "whole"


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a WFS."""
    with serving(Service) as port:
        yield port


@pytest.fixture
def features_port() -> Iterator[int]:
    """The port of a service of features."""
    with serving(FeatureService) as port:
        yield port


@pytest.mark.parametrize("way", ["cut", "short", "gone"])
def test_a_service_that_breaks_off(case, port, way):
    """After the project has the layer, with a filter and without; whole, all parcels of the service are read."""
    zone, turn = case.office.write(zones(), "YJJBNTBHTB"), iter(range(20))

    def given(then: str, chosen: str = "") -> dict[str, object]:
        Service.way = "whole"
        source = f"url='http://127.0.0.1:{port}/{next(turn)}?' typename='t:dltb' version='2.0.0' srsname='EPSG:4527'"
        layer = QgsVectorLayer(source, "dltb", "WFS")
        assert layer.isValid() and (not chosen or layer.setSubsetString(chosen)) and layer.featureCount() == COUNT
        QgsProject.instance().addMapLayer(layer)
        Service.way = then
        return {"PARCELS": layer.id(), "PBF": zone}

    for chosen in ("", ALL):
        assert case.office.run(**given("whole", chosen))["PARCEL_COUNT"] == COUNT
        (case.office.out / "碎块.gpkg").unlink()
        case.refused(make=lambda chosen=chosen: given(way, chosen))


def of_features(port: int, kind: str, turn: int, subset: str = "") -> QgsVectorLayer:
    """A layer of a service of features, in the project."""
    if kind == "OAPIF":
        layer = QgsVectorLayer(
            f"url='http://127.0.0.1:{port}/oapif?x={turn}' typename='dltb' pageSize='10'", "dltb", kind
        )
    else:
        layer = QgsVectorLayer(f"url='http://127.0.0.1:{port}/arc{turn}/0' crs='EPSG:4527'", "dltb", kind)
    assert layer.isValid() and (not subset or layer.setSubsetString(subset))
    return QgsProject.instance().addMapLayer(layer)


# By the kind of a service: how it breaks off, a filter, and whether the line breaks before the project has the layer.
BREAKS = [
    *(("OAPIF", way, "", False) for way in ("short", "failing")),
    *(("OAPIF", way, ALL, True) for way in ("cut", "short", "unnumbered and failing")),
    ("OAPIF", "unnumbered and failing", "", True),
    *(("arcgisfeatureserver", way, "", False) for way in ("cut", "short", "failing")),
]


def test_a_service_of_features_that_breaks_off(case, features_port):
    """One that does not say how many it has is read whole."""
    zone, turn = case.office.write(zones(), "YJJBNTBHTB"), iter(range(100))

    def given(kind: str, way: str, subset: str, before: bool) -> dict[str, object]:
        FeatureService.way = way if before else "whole"
        layer = of_features(features_port, kind, next(turn), subset)
        FeatureService.way = way
        return {"PARCELS": layer.id(), "PBF": zone}

    for sound in (("OAPIF", "whole", ""), ("OAPIF", "unnumbered", ALL), ("arcgisfeatureserver", "whole", "")):
        assert case.office.run(**given(*sound, True))["PARCEL_COUNT"] == FEATURES, sound
        (case.office.out / "碎块.gpkg").unlink()
    for broken in BREAKS:
        case.refused(make=lambda broken=broken: given(*broken))
