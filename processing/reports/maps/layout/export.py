"""From a drawn sheet to a finished file: complete, dated, in its place, or an error in the user's words."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path

from qgis.core import QgsLayoutItemMap

from ....bridge.compat import crs_wkt
from ....bridge.errors import free_megabytes, temporary_space
from ....bridge.held_files import remove_file
from ....bridge.i18n import tr
from .map_images import map_images
from .pdf import DrawnSheet, can_compose, compose, is_complete, set_date
from .rendering import CREATOR, DrawnLayer, draw_pdf, draw_picture, draw_svg
from .settings import MapError
from .sheet import MAP, Sheet

PDF, PNG, SVG = "pdf", "png", "svg"


def unwritable(target: Path) -> MapError:
    """Return the error that a map could not be written."""
    # In the user's language, whatever that of the maps is.
    text = tr("The map “{file}” could not be written completely. {free} MB are free on that disk.")
    return MapError(text.format(file=target.name, free=free_megabytes(target.parent)) + temporary_space(target))


def time_stamp(created: datetime) -> str:
    """Return a run's time for PDFs: YYYYMMDDHHMMSS, UTC."""
    return f"{created.astimezone(timezone.utc):%Y%m%d%H%M%S}"


@contextlib.contextmanager
def complete(target: Path) -> Iterator[Path]:
    """Yield a path beside the target; what is written there replaces the target if it is complete.

    Raises:
        MapError: it could not be written.
    """
    temporary = target.with_name(f".{target.name}.writing")
    try:
        yield temporary
        if not is_complete(temporary, target.suffix):
            raise unwritable(target)
        temporary.replace(target)
    except OSError as error:
        raise unwritable(target) from error
    finally:
        with contextlib.suppress(OSError):
            remove_file(temporary)


def draw(
    sheet: Sheet, target: Path, title: str, base: DrawnLayer, layers: Sequence[DrawnLayer], form: str
) -> DrawnSheet:
    """Draw a sheet into a file of a form (PDF, PNG or SVG); only in the main thread.

    Args:
        sheet: the sheet, with all its texts.
        target: the file.
        title: of the sheet.
        base: lowest layer of the map.
        layers: the layers above, the lowest first.
        form: of the file.

    Raises:
        MapError: the file could not be written.
    """
    layered = form == PDF and can_compose()
    with complete(target) as temporary, map_images(sheet.project, sheet.settings.dpi):
        if form == PDF:
            good = draw_pdf(sheet, temporary, title, base, layers, not layered)
        elif form == PNG:
            good = draw_picture(sheet, temporary, base, layers)
        else:
            good = draw_svg(sheet, temporary, title, base, layers)
        if not good:
            raise unwritable(target)
    titles = (base.title, *(layer.title for layer in layers), sheet.tr("Sheet")) if layered else ()
    item = sheet.item(MAP, QgsLayoutItemMap)
    place, size = item.positionWithUnits(), item.sizeWithUnits()
    top = sheet.page.pageSize().height() - place.y()
    extent = item.extent()
    return DrawnSheet(
        title=title,
        layers=titles,
        box=(place.x(), top - size.height(), place.x() + size.width(), top),
        extent=(extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()),
        crs=crs_wkt(item.crs()),
    )


def finish_pdf(
    sheets: Sequence[tuple[Path, DrawnSheet]], target: Path, title: str, created: datetime, check: Callable[[], None]
) -> None:
    """Make the PDF that users get of drawn sheets; of one only where `pypdf` is missing."""
    stamp = time_stamp(created)
    with complete(target) as temporary:
        if can_compose():
            compose(sheets, temporary, title, CREATOR, stamp, check)
        else:
            temporary.write_bytes(sheets[0][0].read_bytes())
            set_date(temporary, stamp)


def make_pdf(
    target: Path, created: datetime, make: Callable[[Path], DrawnSheet | None], check: Callable[[], None]
) -> bool:
    """Make a PDF of one sheet.

    Args:
        target: the file.
        created: the run's time.
        make: draws the sheet into a file; returns None where there is nothing to draw.
        check: raises to stop.

    Returns:
        Whether there was anything to draw.
    """
    raw = target.with_name(f".{target.stem}.drawn.{PDF}")
    try:
        drawn = make(raw)
        if drawn is None:
            return False
        check()
        finish_pdf([(raw, drawn)], target, drawn.title, created, check)
        return True
    finally:
        with contextlib.suppress(OSError):
            remove_file(raw)
