"""Errors of GDAL while something is asked of it: kept off the console, or told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from osgeo import gdal


@contextmanager
def quiet_errors() -> Iterator[None]:
    """Keep what GDAL says inside the `with` block, in this thread, off the console; begin without an error."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        gdal.ErrorReset()
        yield
    finally:
        gdal.PopErrorHandler()


def why_failed(function: Callable[[], object]) -> str:
    """Call a function that uses GDAL; return the first error, whether GDAL raises it or not, empty if there is none."""
    errors: list[str] = []
    gdal.PushErrorHandler(lambda kind, _number, text: errors.append(text) if kind >= gdal.CE_Failure else None)
    try:
        function()
    except RuntimeError as error:
        errors.append(str(error))
    finally:
        gdal.PopErrorHandler()
    return errors[0] if errors else ""
