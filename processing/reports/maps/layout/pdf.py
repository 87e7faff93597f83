"""From drawn pages to a PDF: layers on one another, pages after one another, places on the ground, the run's date.

`pypdf`, an optional library in Python alone, does it. Without it each sheet is a file of its own, whose layers cannot
be switched.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any, cast

import pyproj

if TYPE_CHECKING:
    from pypdf import PageObject
    from pypdf.generic import DictionaryObject, EncodedStreamObject, PdfObject

_DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}[^)]*\)")
# By which a whole file ends; of a picture, its last chunk.
_ENDS = {".pdf": b"%%EOF", ".png": b"IEND\xaeB`\x82", ".svg": b"</svg>"}
# Digits of coordinates beyond the second: less than a hundredth of a millimetre, and a third of a sheet's size.
_SMALL = re.compile(rb"(?<=\.\d\d)\d+(?=[ \d.-]* [lmc]\n)")
_STEP = 1 << 20  # bytes of a page in which digits are looked for at once: the window waits meanwhile
_MM_PER_POINT = 25.4 / 72
_TAG_LETTERS = 6
_TAG = re.compile(r"^/[A-Z]{6}\+")  # of a font of which the file has a part


@dataclass(frozen=True)
class DrawnSheet:
    """A sheet in a file of its own: a page for each layer, the lowest first.

    Attributes:
        title: of the sheet, for the list of bookmarks.
        layers: titles of its pages; empty where all is on one.
        box: left, bottom, right, top of the map on paper (mm from the lower left corner).
        extent: left, bottom, right, top of the map on the ground.
        crs: the ground's system as WKT.
    """

    title: str
    layers: tuple[str, ...]
    box: tuple[float, float, float, float]
    extent: tuple[float, float, float, float]
    crs: str

    def values(self) -> dict[str, object]:
        """Return the description as plain values."""
        return asdict(self)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> DrawnSheet:
        """Return the description by its plain values."""
        return cls(
            title=values["title"],
            layers=tuple(values["layers"]),
            box=tuple(values["box"]),
            extent=tuple(values["extent"]),
            crs=values["crs"],
        )


def can_compose() -> bool:
    """Return whether `pypdf` is installed."""
    return importlib.util.find_spec("pypdf") is not None


def is_complete(path: Path, ending: str) -> bool:
    """Return whether a drawn file has its end: Qt reports no error when a disk fills up.

    Args:
        path: the file.
        ending: of its final name: `.pdf`, `.png` or `.svg`.
    """
    if not path.is_file():
        return False
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 64))
        return file.read().rstrip().endswith(_ENDS[ending])


def set_date(path: Path, stamp: str) -> None:
    """Write the run's time over the file's own, digit by digit, so that the same run gives the same file.

    Args:
        path: a PDF as Qt writes it.
        stamp: YYYYMMDDHHMMSS, UTC.
    """
    content = path.read_bytes()

    def dated(match: re.Match[bytes]) -> bytes:
        """Return a date of the file as the run's, of the same length."""
        rest = match.group(0)[len(match.group(1)) + 14 :]
        return match.group(1) + stamp.encode("ascii") + rest

    path.write_bytes(_DATE.sub(dated, content))


def compose(
    sheets: Sequence[tuple[Path, DrawnSheet]],
    target: Path,
    title: str,
    creator: str,
    stamp: str,
    check: Callable[[], None],
) -> None:
    """Make one PDF of drawn sheets.

    Args:
        sheets: the file of each sheet and its description, in the order of the pages.
        target: the file to write.
        title, creator: of the document.
        stamp: the run's time, YYYYMMDDHHMMSS, UTC.
        check: called between sheets; raises to stop.
    """
    document = _LayeredDocument()
    for path, sheet in sheets:
        check()
        document.add_sheet(path, sheet, bookmarked=len(sheets) > 1)
    document.write(
        target, {"/Title": title, "/Creator": creator, "/CreationDate": f"D:{stamp}Z", "/ModDate": f"D:{stamp}Z"}
    )


class _LayeredDocument:
    """A PDF in the making, whose pages have layers (optional content, ISO 32000-2, 8.11) that a reader can switch."""

    def __init__(self) -> None:
        """Begin an empty document."""
        import pypdf  # noqa: PLC0415  it is optional

        self._writer = pypdf.PdfWriter()
        self._groups: dict[str, PdfObject] = {}
        self._images: dict[bytes, PdfObject] = {}

    def add_sheet(self, path: Path, sheet: DrawnSheet, bookmarked: bool) -> None:
        """Add a page with the drawn pages of a sheet on one another, each a layer.

        Args:
            path: a PDF with a page for each layer.
            sheet: what is drawn there.
            bookmarked: whether the list of bookmarks names the sheet.
        """
        import pypdf  # noqa: PLC0415
        from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject  # noqa: PLC0415

        writer = self._writer
        # pypdf knows a file by its address in memory: a later file at the same one would get the fonts of the earlier.
        writer.reset_translation()
        pages = pypdf.PdfReader(str(path)).pages
        page = writer.add_blank_page(pages[0].mediabox.width, pages[0].mediabox.height)
        forms, properties, content = DictionaryObject(), DictionaryObject(), []
        for number, name in enumerate(sheet.layers):
            forms[NameObject(f"/Form{number}")] = self._form(pages[number])
            properties[NameObject(f"/Layer{number}")] = self._group(name)
            content.append(f"/OC /Layer{number} BDC q /Form{number} Do Q EMC")
        joined = DecodedStreamObject()
        joined.set_data("\n".join(content).encode("ascii"))
        page[NameObject("/Contents")] = writer._add_object(joined)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/XObject"): forms, NameObject("/Properties"): properties}
        )
        page[NameObject("/VP")] = ArrayObject([_viewport(sheet)])
        if bookmarked:
            writer.add_outline_item(sheet.title, len(writer.pages) - 1)

    def write(self, target: Path, metadata: Mapping[str, str]) -> None:
        """Write the document into a file."""
        from pypdf.generic import ArrayObject, DictionaryObject, NameObject  # noqa: PLC0415

        if self._groups:
            listed = ArrayObject(self._groups.values())
            order = DictionaryObject({NameObject("/Order"): listed, NameObject("/ON"): listed})
            self._writer._root_object[NameObject("/OCProperties")] = DictionaryObject(
                {NameObject("/OCGs"): listed, NameObject("/D"): order}
            )
        self._tag_fonts()
        self._writer.add_metadata(dict(metadata))
        with target.open("wb") as file:
            self._writer.write(file)

    def _tag_fonts(self) -> None:
        """Give embedded fonts tags (ISO 32000-2, 9.9.2) in the order of the document.

        Qt names fonts in another order in each process.
        """
        from pypdf.generic import DictionaryObject, NameObject  # noqa: PLC0415

        found = (value for value in self._writer._objects if isinstance(value, DictionaryObject))
        fonts = (value for value in found if value.get("/Type") == "/FontDescriptor")
        for font, tag in zip(fonts, product(ascii_uppercase, repeat=_TAG_LETTERS)):
            font[NameObject("/FontName")] = NameObject(_TAG.sub(f"/{''.join(tag)}+", str(font["/FontName"])))

    def _group(self, name: str) -> PdfObject:
        """Return the layer of a name, which all pages share."""
        from pypdf.generic import DictionaryObject, NameObject, create_string_object  # noqa: PLC0415

        if name not in self._groups:
            values = {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): create_string_object(name)}
            self._groups[name] = self._writer._add_object(DictionaryObject(values))
        return self._groups[name]

    def _form(self, drawn: PageObject) -> PdfObject:
        """Return a drawn page as a form that can be laid on a page."""
        from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject  # noqa: PLC0415

        text = DecodedStreamObject()
        text.set_data(_shortened(_data(drawn["/Contents"].get_object())))
        stream = text.flate_encode()
        stream.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject(drawn.mediabox),
                NameObject("/Resources"): self._resources(drawn),
            }
        )
        return self._writer._add_object(stream)

    def _resources(self, drawn: PageObject) -> DictionaryObject:
        """Return what a drawn page refers to; an image that an earlier page had is not stored again."""
        from pypdf.generic import DictionaryObject, NameObject  # noqa: PLC0415

        named = cast("DictionaryObject", drawn["/Resources"])
        found = {name: value.clone(self._writer) for name, value in named.items() if name != "/XObject"}
        pictures = DictionaryObject()
        for name, picture in named.get("/XObject", {}).items():
            key = _content_hash(picture.get_object())
            if key not in self._images:
                self._images[key] = picture.clone(self._writer)
            pictures[NameObject(name)] = self._images[key]
        return DictionaryObject({**found, NameObject("/XObject"): pictures})


def _data(stream: PdfObject | None) -> bytes:
    """Return what a stream holds, decoded."""
    return cast(bytes, cast("EncodedStreamObject", stream).get_data())


def _shortened(text: bytes) -> bytes:
    """Return the text of a page without the digits of coordinates that nobody sees, taken out of its lines in steps."""
    parts, start = [], 0
    while start < len(text):
        end = text.find(b"\n", start + _STEP) + 1 or len(text)
        parts.append(_SMALL.sub(b"", text[start:end]))
        start = end
    return b"".join(parts)


def _content_hash(picture: EncodedStreamObject) -> bytes:
    """Return a hash of an image with its mask."""
    digest = hashlib.sha256()
    for part in [picture, *([cast("EncodedStreamObject", picture["/SMask"])] if "/SMask" in picture else [])]:
        digest.update(repr([part.get(name) for name in ("/Width", "/Height", "/ColorSpace")]).encode())
        digest.update(_data(part))
    return digest.digest()


def _viewport(sheet: DrawnSheet) -> DictionaryObject:
    """Return where the map lies on the ground, after ISO 32000-2 (12.10, geospatial features)."""
    from pypdf.generic import (  # noqa: PLC0415
        ArrayObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        NumberObject,
        create_string_object,
    )

    crs = pyproj.CRS(sheet.crs)
    to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    left, bottom, right, top = sheet.extent
    corners = ((left, bottom), (left, top), (right, top), (right, bottom))
    degrees = [to_degrees.transform(x, y) for x, y in corners]

    def numbers(values: Iterable[float]) -> ArrayObject:
        """Return numbers as PDF has them."""
        return ArrayObject(FloatObject(f"{value:.9f}") for value in values)

    unit = numbers((0, 0, 0, 1, 1, 1, 1, 0))
    system: dict[PdfObject, PdfObject] = {
        NameObject("/Type"): NameObject("/PROJCS"),
        NameObject("/WKT"): create_string_object(crs.to_wkt("WKT1_ESRI")),
    }
    code = crs.to_epsg()
    if code:
        system[NameObject("/EPSG")] = NumberObject(code)
    measure = {
        NameObject("/Type"): NameObject("/Measure"),
        NameObject("/Subtype"): NameObject("/GEO"),
        NameObject("/Bounds"): unit,
        NameObject("/LPTS"): unit,
        NameObject("/GPTS"): numbers(value for x, y in degrees for value in (y, x)),
        NameObject("/GCS"): DictionaryObject(system),
    }
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Viewport"),
            NameObject("/Name"): create_string_object(sheet.title),
            NameObject("/BBox"): numbers(value / _MM_PER_POINT for value in sheet.box),
            NameObject("/Measure"): DictionaryObject(measure),
        }
    )
