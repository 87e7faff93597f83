"""Photos of findings: copies in the folder `photos` beside the results, and the table of their hashes.

A copy is named after its finding, so that the photos of a finding are found without the table, whoever put them there;
the table says later whether a photo is still the one that was added.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from ..errors import InputError, error_reason
from ..file_limits import limit
from ..i18n import tr
from .file_names import safe_file_name
from .staging import check_own_folders

FOLDER = "photos"
# Endings of photos as cameras and phones write them.
ENDINGS = (".jpg", ".jpeg", ".png", ".heic", ".webp", ".tif", ".tiff")
_LONGEST = 100  # characters of a name, without number and ending
# What the contents of these formats begin with, by Qt's names of them.
_JPEG = "jpeg"
_BEGINNINGS = {
    _JPEG: re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "tiff": re.compile(rb"II[*+]\0|MM\0[*+]"),
    "heic": re.compile(rb".{4}ftyp(?:hei|hev|mif|msf)", re.DOTALL),
}
_HEAD = 16  # bytes that tell a format
_MILLION = 10**6


class PhotoError(InputError):
    """A file is no photo, or larger than photos are."""


def require_photo(path: Path) -> str:
    """Return the format of a photo by Qt's name of it, as its content tells; nothing of the picture is decoded.

    Whatever the file is called: a page (SVG, HTML) would be drawn or run, and a few bytes can declare a picture larger
    than the memory. A size that Qt cannot read is one that it cannot draw either.

    Raises:
        PhotoError: it is no photo by its name or content, or has too many bytes or pixels.
        OSError: it cannot be read.
    """
    from qgis.PyQt.QtGui import QImageReader  # noqa: PLC0415  workers without QGIS import this module

    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = next((name for name, beginning in _BEGINNINGS.items() if beginning.match(head)), "")
    if path.suffix.lower() not in ENDINGS or not found:
        text = tr("“{file}” is no photo by its name or its content. Photos end with {endings}.")
        raise PhotoError(text.format(file=path.name, endings=", ".join(ENDINGS)))
    size, most = path.stat().st_size, limit("photo", "bytes")
    if size > most:
        text = tr("The photo “{file}” has {found} MB, and at most {limit} MB are read. Make a smaller copy.")
        raise PhotoError(text.format(file=path.name, found=f"{size // _MILLION:,}", limit=most // _MILLION))
    reader = QImageReader(str(path), found.encode())
    reader.setAutoDetectImageFormat(False)
    shape = reader.size()
    pixels, most = shape.width() * shape.height(), limit("photo", "pixels" if found == _JPEG else "unpacked_pixels")
    if shape.isValid() and pixels > most:
        text = tr(
            "The photo “{file}” has {width} × {height} pixels, and at most {limit} million are read. Make a smaller "
            "copy."
        )
        facts = {"width": f"{shape.width():,}", "height": f"{shape.height():,}", "limit": most // _MILLION}
        raise PhotoError(text.format(file=path.name, **facts))
    return found


def photos_of(package: Path, layer: str, finding: str) -> list[Path]:
    """Return the photos of a finding beside its results, by name."""
    stem, folder = _stem(layer, finding), package.parent / FOLDER
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if path.name.startswith(f"{stem}_") and _is_numbered(path, stem))
    return sorted(found, key=lambda path: (len(path.name), path.name))


def add_photo(package: Path, layer: str, finding: str, source: Path) -> tuple[Path, str, bool]:
    """Copy a photo beside the results; nothing there is overwritten.

    Args:
        package: the results' GeoPackage.
        layer: of the finding.
        finding: its stable id.
        source: the photo.

    Returns:
        the copy, its SHA-256, and whether it is new: the finding may have the same photo already.

    Raises:
        PhotoError: the file is no photo, or too large a one.
        InputError: it cannot be copied, or the folder of photos is a link to elsewhere.
    """
    check_own_folders(package.parent, [FOLDER])
    try:
        require_photo(source)
        digest = _hash(source)
        for path in photos_of(package, layer, finding):
            if path.stat().st_size == source.stat().st_size and _hash(path) == digest:
                return path, digest, False
        return _copy(source, package.parent / FOLDER, _stem(layer, finding)), digest, True
    except OSError as error:
        text = tr("The photo “{file}” could not be copied beside the results: {reason}.")
        raise InputError(text.format(file=source.name, reason=error_reason(error))) from error


def _stem(layer: str, finding: str) -> str:
    """Return how the names of a finding's photos begin."""
    return safe_file_name(f"{layer}_{finding}", _LONGEST)


def _is_numbered(path: Path, stem: str) -> bool:
    """Return whether a file is a photo of the finding of a stem, not of one whose id is longer."""
    return path.suffix.lower() in ENDINGS and path.stem[len(stem) + 1 :].replace("_", "").isdigit() and path.is_file()


def _hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _copy(source: Path, folder: Path, stem: str) -> Path:
    """Copy a file under the first free number; whole or not at all."""
    folder.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    os.close(handle)
    try:
        shutil.copyfile(source, name)
        number = 1
        while any((folder / f"{stem}_{number}{ending}").exists() for ending in ENDINGS):
            number += 1
        target = folder / f"{stem}_{number}{source.suffix.lower()}"
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target
