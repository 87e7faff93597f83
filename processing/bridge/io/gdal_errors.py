"""Errors of GDAL while something is asked of it: kept off the console, or told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from osgeo import gdal

MALFORMED = "database disk image is malformed"  # as SQLite says of a damaged page
_HELD = re.compile(r"database (?:table |schema )?is locked|database is busy|resource busy", re.IGNORECASE)


@contextmanager
def quiet_errors() -> Iterator[None]:
    """Keep what GDAL says inside the `with` block, in this thread, off the console; begin without an error."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        gdal.ErrorReset()
        yield
    finally:
        gdal.PopErrorHandler()


def open_vector(name: str, mode: int = 0) -> tuple[gdal.Dataset | None, str]:
    """Open a dataset by its name for GDAL; return it, or None and GDAL's reason, also where GDAL raises exceptions.

    Any other plugin may have switched exceptions on for the whole of QGIS.
    """
    try:
        with quiet_errors():
            return gdal.OpenEx(name, gdal.OF_VECTOR | mode), gdal.GetLastErrorMsg()
    except RuntimeError as error:
        return None, str(error)


def is_held(reason: str) -> bool:
    """Return whether GDAL says that another program holds a file, in SQLite's whole words.

    A reason names files and layers, too, in whose names “locked” may stand.
    """
    return bool(_HELD.search(reason))


@contextmanager
def telling(hear: Callable[[int, int, str], None]) -> Iterator[None]:
    """Call a function with kind, number and text of all that GDAL says inside the `with` block, in this thread."""
    gdal.PushErrorHandler(lambda *said: hear(*(said or _last_error())))
    try:
        yield
    finally:
        gdal.PopErrorHandler()


def _last_error() -> tuple[int, int, str]:
    """Return kind, number and text of GDAL's last error, for a handler that was called without.

    So GDAL's bindings call it where the text is no UTF-8, as with names in GBK; they leave an error of their own
    behind, which some call would raise later. An error that is caught takes its place.
    """
    try:
        raise ValueError  # noqa: TRY301
    except (ValueError, SystemError):
        pass
    text = gdal.GetLastErrorMsg().encode("utf-8", "surrogateescape")
    return gdal.GetLastErrorType(), gdal.GetLastErrorNo(), text.decode("gb18030", "replace")


@contextmanager
def heard_errors() -> Iterator[list[str]]:
    """Yield a list that receives GDAL's errors of the `with` block, in this thread, also those that QGIS tells nobody.

    Warnings are left out.
    """
    errors: list[str] = []
    with telling(lambda kind, _, text: errors.append(text) if kind >= gdal.CE_Failure else None):
        yield errors


def why_failed(function: Callable[[], object]) -> str:
    """Call a function that uses GDAL; return the first error, whether GDAL raises it or not, empty if there is none."""
    with heard_errors() as errors:
        try:
            function()
        except RuntimeError as error:
            errors.append(str(error))
    return errors[0] if errors else ""
