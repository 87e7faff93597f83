"""Files that name a server, which GDAL would ask as soon as anybody opens them: refused before that.

People send each other such files. What a user names himself, a layer of a service or an address, is another matter.
Looked at are contents, as GDAL tells these formats by their contents, whatever the file is called.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from osgeo import gdal

from ..errors import InputError
from ..file_limits import limit
from ..i18n import tr
from .file_state import marks_of
from .gdal_errors import quiet_errors
from .json_members import SEPARATOR, linked_systems

_HEAD = 1 << 16  # bytes in which GDAL looks for what a file is
_BLOCK = 1 << 20
_BLANKS = b"\xef\xbb\xbf\t\r\n \x1e"
# How GDAL looks into packed files, by their endings.
_PACKED = {".zip": "/vsizip/", ".kmz": "/vsizip/", ".tar": "/vsitar/", ".tgz": "/vsitar/", ".gz": "/vsigzip/"}
_VIRTUAL = re.compile(r"<OGRVRTDataSource", re.IGNORECASE)
_SERVICE = re.compile(
    r"<(?:\w+:)?(OGRWFSDataSource|OGRCSWDataSource|WFS_Capabilities|WM[ST]_Capabilities|WMT_MS_Capabilities|Capabilities"
    r"|GDAL_WM[ST]S?|GDAL_WCS|WCS_GDAL|WMS_Tile_Service)\b"
)
_SCHEMA = re.compile(
    r"""schemaLocation\s*=\s*["'][^"']*?\b(\w+://[^\s"']*(?:DescribeFeatureType|typename=)[^\s"']*)""", re.I
)
_SOURCE = re.compile(r"""<SrcDataSource\b[^>]*>([^<]*)<|\bSrcDataSource\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ADDRESS = re.compile(r"(?i)\b(?:https?|ftps?)://(?:[^@/\s]*@)?([^/:?\s\"'<>]+)|\bhost\s*=\s*'?([^\s'\"<>]+)")
_NAMESPACES = re.compile(r"""\b(?:xmlns(?::\w+)?|xsi:schemaLocation)\s*=\s*(?:"[^"]*"|'[^']*')""")
_FETCHED = re.compile(r"(?i)/vsi(?!zip/|gzip/|tar/|mem/|subfile)([a-z0-9_]+)")
_DEPTH = 5  # virtual files that name each other
_REMEMBERED = 256


def require_no_server(path: Path) -> None:
    """Raise `InputError` where a file names a server, by itself or through the virtual files that it names.

    That is a virtual layer (.vrt) over a service or database, the description of a service, GeoJSON with a link to its
    coordinate system, GML with a schema that its service describes; also in an archive.
    """
    found = _named(path, marks_of(path)) if path.is_file() else ""
    if found:
        text = tr(
            "“{file}” names a server ({server}), which would be asked when the file is opened; so it is not opened. If "
            "you trust it, open it in QGIS, save its features as a GeoPackage, and choose that."
        )
        raise InputError(text.format(file=path.name, server=found))


@lru_cache(_REMEMBERED)
def _named(path: Path, _: tuple[tuple[int, int, int], ...]) -> str:
    """Return the server that a file names; empty if it names none. It is looked at again when it has changed."""
    with quiet_errors():
        return next(filter(None, (_server_in(name, 0) for name in _contents(path))), "")


def _contents(path: Path) -> Iterator[str]:
    """Yield the names by which GDAL opens a file or, of an archive, each file in it."""
    prefix = "/vsitar/" if path.name.lower().endswith(".tar.gz") else _PACKED.get(path.suffix.lower(), "")
    if prefix in ("", "/vsigzip/"):
        yield f"{prefix}{path}"
        return
    inside = gdal.ReadDirRecursive(f"{prefix}{path}") or []
    yield from (f"{prefix}{path}/{name}" for name in inside[: limit("archive", "members")])


def _server_in(name: str, depth: int) -> str:
    """Return the server that a file names, by the name that GDAL opens it by; `depth` virtual files name it."""
    head = _read(name, _HEAD).lstrip(_BLANKS)
    if head.startswith((b"{", b"[", b"loadGeoJSON", b"jsonp")):
        whole = _read(name, limit("archive", "unpacked_bytes")).decode("utf-8-sig", "replace")
        links = linked_systems(whole.lstrip(SEPARATOR))
        return next(filter(None, map(_host, links)), links[0] or "crs") if links else ""
    if not head.startswith(b"<"):
        return ""
    text = head.decode("utf-8", "replace")
    service, schema = _SERVICE.search(text), _SCHEMA.search(html.unescape(text))
    if _VIRTUAL.search(text):
        return _server_of_virtual(name, depth)
    if service is not None:
        return _host(text[service.start() :]) or service[1]
    return _host(schema[1]) if schema is not None else ""


def _server_of_virtual(name: str, depth: int) -> str:
    """Return the server that a virtual file names, or one of the files that it names."""
    text = _read(name, limit("archive", "unpacked_bytes")).decode("utf-8", "replace")
    for _ in range(_DEPTH):  # a virtual file may stand in another one as text
        text = html.unescape(text)
    text = text.replace("<![CDATA[", "")
    fetched, drivers = _FETCHED.search(text), _connections().search(text)
    if fetched or drivers or _ADDRESS.search(text):
        return _host(text) or (fetched or drivers)[1].strip(":")  # type: ignore[index]  # one of them is there
    if depth >= _DEPTH:
        return tr("of a virtual file that names others without end")
    for groups in _SOURCE.findall(text):
        given = "".join(groups).strip()
        for other in (f"{name.rpartition('/')[0]}/{given}", given):
            if given and (found := _server_in(other, depth + 1)):
                return found
    return ""


@cache
def _connections() -> re.Pattern[str]:
    """Return how the names of GDAL's drivers of databases and services begin."""
    drivers = [gdal.GetDriver(number) for number in range(gdal.GetDriverCount())]
    known = {driver.GetMetadataItem("DMD_CONNECTION_PREFIX") or "" for driver in drivers}
    prefixes = {prefix for prefix in known if prefix.endswith(":")} | {
        "PG:",
        "MYSQL:",
        "MSSQL:",
        "OCI:",
        "ODBC:",
        "WFS:",
    }
    names = "|".join(re.escape(prefix) for prefix in sorted(prefixes, key=len, reverse=True))
    return re.compile(rf"(?i)(?<![\w./\\])({names})(?=\S)")


def _host(text: str) -> str:
    """Return the host of an address, without user and password; empty where there is none."""
    found = _ADDRESS.search(_NAMESPACES.sub("", html.unescape(text)))
    return "" if found is None else found[1] or found[2]


def _read(name: str, most: int) -> bytes:
    """Return the first bytes of a file; none where it cannot be read, which its reader says."""
    file = None
    try:
        file = gdal.VSIFOpenL(name, "rb")
        data = bytearray()
        while file is not None and len(data) < most:
            part = gdal.VSIFReadL(1, min(_BLOCK, most - len(data)), file)
            if not part:
                break
            data += part
        return bytes(data)
    except RuntimeError:  # another plugin has made GDAL raise exceptions
        return b""
    finally:
        if file is not None:
            gdal.VSIFCloseL(file)
