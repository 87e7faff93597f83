"""Photos of findings: copies in the folder `photos` beside the results, and the table of their hashes.

A copy is named after its finding, so that the photos of a finding are found without the table, whoever put them there;
the table says later whether a photo is still the one that was added.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from ..errors import InputError, error_reason
from ..i18n import tr
from .file_names import safe_file_name
from .staging import check_own_folders

FOLDER = "photos"
# Endings of photos as cameras and phones write them.
ENDINGS = (".jpg", ".jpeg", ".png", ".heic", ".webp", ".tif", ".tiff")
_LONGEST = 100  # characters of a name, without number and ending


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
        InputError: the file is no photo, or cannot be copied; or the folder of photos is a link to elsewhere.
    """
    if source.suffix.lower() not in ENDINGS:
        text = tr("“{file}” is no photo. Photos end with {endings}.")
        raise InputError(text.format(file=source.name, endings=", ".join(ENDINGS)))
    check_own_folders(package.parent, [FOLDER])
    try:
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
