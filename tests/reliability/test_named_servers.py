"""Files that people send each other and that name a server: nobody is asked when the plugin opens or checks them."""

from __future__ import annotations

import json
import socket
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyogrio
import pytest
from conftest import ROOT

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.file_limits import check_layout_file
from farmland_redline.processing.bridge.io.datasets import layer_names
from farmland_redline.processing.bridge.io.found_layers import find_layers

from .conftest import CODE, LOCALES, X, Y, parcels, speaking, zones

VIRTUAL = (
    "<OGRVRTDataSource><OGRVRTLayer name='DLTB'><SrcDataSource>{}</SrcDataSource><SrcLayer>DLTB</SrcLayer>"
    "</OGRVRTLayer></OGRVRTDataSource>"
)
GML = f"""<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://a {{}}" xmlns:a="http://a"
 xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><a:DLTB fid="a.0"><a:shape><gml:Polygon srsName="EPSG:4527">
<gml:outerBoundaryIs><gml:LinearRing><gml:coordinates>{X},{Y} {X + 100},{Y} {X + 100},{Y + 100} {X},{Y + 100} {X},{Y}
</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon></a:shape><a:BSM>1</a:BSM><a:DLBM>0101</a:DLBM>
<a:TBMJ>9999.96</a:TBMJ><a:ZLDWDM>{CODE}</a:ZLDWDM></a:DLTB></gml:featureMember></wfs:FeatureCollection>"""
KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link><href>{0}.kml</href></Link></NetworkLink>
<Placemark><name>a</name><styleUrl>{0}#s</styleUrl><Polygon><outerBoundaryIs><LinearRing>
<coordinates>117,29 117.001,29 117.001,29.001 117,29</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
</Document></kml>"""
SERVICE = (
    "<WFS_Capabilities version='1.1.0' xmlns:ows='http://www.opengis.net/ows' xmlns:x='http://www.w3.org/1999/xlink'>"
    "<ows:OperationsMetadata><ows:Operation name='DescribeFeatureType'><ows:DCP><ows:HTTP><ows:Get x:href='{}'/>"
    "</ows:HTTP></ows:DCP></ows:Operation></ows:OperationsMetadata><FeatureTypeList><FeatureType><Name>a</Name>"
    "</FeatureType></FeatureTypeList></WFS_Capabilities>"
)
VIEW = """CREATE VIEW v AS SELECT fid, geom, BSM, DLBM, TBMJ, ZLDWDM, {} AS q FROM DLTB;
INSERT INTO gpkg_contents (table_name, identifier, data_type, srs_id) VALUES ('v', 'v', 'features', 4527);
INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POLYGON', 4527, 0, 0)"""


@dataclass
class Listener:
    """A server that hears who asks it, and answers nothing."""

    port: int
    heard: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        """An address there."""
        return f"http://127.0.0.1:{self.port}/x"

    def listen(self, server: socket.socket) -> None:
        """Take connections until the socket is closed."""
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            self.heard.append(b"a connection")
            client.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server of this machine, that nobody must have asked at the end of the test."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = Listener(server.getsockname()[1])
        thread = threading.Thread(target=listener.listen, args=(server,), daemon=True)
        thread.start()
        yield listener
        server.shutdown(socket.SHUT_RDWR)
        thread.join(10)
    assert not listener.heard


def linked(folder: Path, place: Callable[[dict, dict], object], link: dict, name: str = "图斑.geojson") -> Path:
    """Parcels as GeoJSON with a linked coordinate system somewhere."""
    path = folder / name
    collection = json.loads(parcels().to_json())
    place(collection, link)
    path.write_text(json.dumps(collection), encoding="utf-8")
    return path


def written(folder: Path, name: str, text: str) -> Path:
    """A file of text."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def packed(folder: Path, text: str) -> Path:
    """A virtual file in an archive."""
    with zipfile.ZipFile(folder / "图斑.zip", "w") as archive:
        archive.writestr("DLTB.vrt", text)
    return folder / "图斑.zip"


def over_another(folder: Path, text: str) -> Path:
    """A virtual file that names another one beside it."""
    written(folder, "b.vrt", text)
    return written(folder, "图斑.vrt", VIRTUAL.format("b.vrt"))


def in_collection(collection: dict, link: dict) -> None:
    collection["crs"] = link


def in_geometry(collection: dict, link: dict) -> None:
    collection["features"][3]["geometry"]["CRS"] = link


# Files that GDAL would ask a server about as soon as it opens them, or their layers.
NAMING: dict[str, Callable[[Path, Listener], Path]] = {
    "a virtual file over a file of a server": lambda f, s: written(
        f, "图斑.vrt", VIRTUAL.format(f"/vsicurl/{s.address}.gpkg")
    ),
    "over a database": lambda f, s: written(f, "图斑.vrt", VIRTUAL.format(f"PG:host=127.0.0.1 port={s.port} dbname=a")),
    "over a service, called otherwise": lambda f, s: written(f, "图斑.gpkg", VIRTUAL.format(f"WFS:{s.address}")),
    "over another one": lambda f, s: over_another(f, VIRTUAL.format(f"{s.address}.geojson")),
    "in letters as codes": lambda f, s: written(
        f, "图斑.vrt", VIRTUAL.format("&#47;vsicurl&#47;" + s.address.replace("/", "&#x2f;") + ".gpkg")
    ),
    "in an archive": lambda f, s: packed(f, VIRTUAL.format(f"/vsicurl/{s.address}.gpkg")),
    "a service": lambda f, s: written(f, "图斑.xml", f"<OGRWFSDataSource><URL>{s.address}</URL></OGRWFSDataSource>"),
    "what a service can do": lambda f, s: written(f, "图斑.xml", SERVICE.format(s.address)),
    "GML with a service's schema": lambda f, s: written(
        f, "图斑.gml", GML.format(f"{s.address}?SERVICE=WFS&amp;REQUEST=DescribeFeatureType&amp;TYPENAME=DLTB")
    ),
    "GeoJSON with a linked system": lambda f, s: linked(
        f, in_collection, {"type": "link", "properties": {"href": s.address, "type": "ogcwkt"}}
    ),
    "in a geometry": lambda f, s: linked(f, in_geometry, {"type": "URL", "properties": {"url": s.address}}),
}
# Files that name one without GDAL's asking it.
SILENT: dict[str, Callable[[Path, Listener], str]] = {
    "GML with another schema": lambda f, s: str(written(f, "图斑.gml", GML.format(f"{s.address}.xsd"))),
    "KML with links": lambda f, s: str(written(f, "图斑.kml", KML.format(s.address))),
    "GeoJSON with a named system": lambda f, s: str(
        linked(f, in_collection, {"type": "name", "properties": {"name": s.address}})
    ),
    "a view that calls functions of GDAL": lambda f, s: package(
        f, VIEW.format(f"ogr_geocode('a', 'raw', 'QUERY_TEMPLATE={s.address}?q=%s', 'READ_CACHE=NO')")
    ),
    "a view over a file of a server": lambda f, s: package(
        f, VIEW.format(f"ogr_datasource_load_layers('/vsicurl/{s.address}.gpkg')")
    ),
    "a layer's definition": lambda f, s: str(
        written(
            f,
            "图斑.qlr",
            f"<qlr><maplayers><maplayer><datasource>{s.address}</datasource></maplayer></maplayers></qlr>",
        )
    ),
}


def package(folder: Path, statements: str) -> str:
    """A GeoPackage with a view `v`."""
    path = folder / "图斑.gpkg"
    pyogrio.write_dataframe(parcels(), path, layer="DLTB")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statements)
    return f"{path}|layername=v"


@pytest.mark.parametrize("what", NAMING)
def test_a_file_that_names_a_server(case, listener, what):
    """As the parcels; looked into for its layers, also by the start panel."""
    path = NAMING[what](case.office.data, listener)
    case.refused("check_layers", PARCELS=str(path))
    assert "127.0.0.1" in case.office.log
    assert layer_names(path) == []
    with suppress(InputError):
        list(find_layers(path))


def test_results_that_are_a_virtual_file(case, listener):
    """A file of results by its name, given to a later step."""
    path = written(case.office.data, "成果.gpkg", VIRTUAL.format(f"/vsicurl/{listener.address}.gpkg"))
    case.refused("export_county_maps", PACKAGE=str(path))


@pytest.mark.parametrize("what", SILENT)
def test_a_file_that_names_a_server_without_use(case, listener, what):
    """Whether it can be read or not; GDAL's own ways, which may change with its version."""
    given = SILENT[what](case.office.data, listener)
    with suppress(Exception):
        case.office.run("check_layers", PARCELS=given)
    assert case.office.log and case.row.happens.startswith("works")


def test_virtual_files_of_this_machine(case, listener):
    """One over a file beside it, and one over that."""
    pyogrio.write_dataframe(parcels(), case.office.data / "a.gpkg", layer="DLTB")
    beside = VIRTUAL.replace("<SrcDataSource>", "<SrcDataSource relativeToVRT='1'>")
    written(case.office.data, "b.vrt", beside.format("a.gpkg"))
    path = written(case.office.data, "图斑.vrt", beside.format("b.vrt"))
    zone = case.office.write(zones(), "YJJBNTBHTB")
    assert case.office.run(PARCELS=str(path), PBF=zone)["PARCEL_COUNT"] == 10
    assert case.row.is_said(case.office.log, "en")


@pytest.mark.parametrize("language", LOCALES)
def test_a_template_of_maps_that_names_a_server(qgis, row, tmp_path, listener, language):
    """A picture, a page and the text of a label as HTML; a mere text, and our own templates, are none of these."""
    sound = (ROOT / "resources" / "layouts" / "sheet_a4_portrait.qpt").read_text(encoding="utf-8")
    assert "</Layout>" in sound
    bad = (
        f"<LayoutItem type='65640' file='{listener.address}.svg'/>",
        f"<LayoutMultiFrame type='65645' url='{listener.address}'/>",
        f"<LayoutItem type='65641' htmlState='1' labelText='&lt;img src=&quot;{listener.address}&quot;&gt;'/>",
    )
    with speaking(language):
        for item in bad:
            with pytest.raises(InputError) as refused:
                check_layout_file(written(tmp_path, "图框.qpt", sound.replace("</Layout>", f"{item}</Layout>")))
            assert row.is_said(str(refused.value), language), refused.value
        text = f"<LayoutItem type='65641' htmlState='0' labelText='{listener.address}'/></Layout>"
        check_layout_file(written(tmp_path, "图框.qpt", sound.replace("</Layout>", text)))
