"""Tables of the plugin in a GeoPackage that somebody may have sent: neither views without end nor statements that run.

SQLite runs triggers of whoever made the file with each row that is written, and computes a view when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from osgeo import gdal

from ..errors import InputError
from ..i18n import tr
from .datasets import select
from .sql import literal

_OTHER = (
    "SELECT 1 FROM sqlite_master WHERE lower(name) = lower({table}) AND (type <> 'table' OR sql LIKE 'CREATE VIRTUAL%')"
)
_TRIGGERS = "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) IN ({tables})"
# GDAL's own, which count rows.
_COUNTING = re.compile(
    r"(?is)CREATE TRIGGER \S+ AFTER (INSERT|DELETE) ON \S+ BEGIN UPDATE gpkg_ogr_contents"
    r" SET feature_count = feature_count [+-] 1 WHERE lower\(table_name\) = lower\('[^';]+'\); END"
)


def is_other(dataset: gdal.Dataset, table: str) -> bool:
    """Return whether what has a table's name is a view or a virtual table.

    Raises:
        RuntimeError: SQLite reports an error, for example that the file is locked.

    """
    return bool(select(dataset, _OTHER.format(table=literal(table))))


def require_no_trigger(dataset: gdal.Dataset, tables: Iterable[str], path: Path) -> None:
    """Refuse tables to which writing would run statements that came with them.

    Args:
        dataset: the GeoPackage, opened.
        tables: their names, in lower case.
        path: of the GeoPackage, for messages.

    Raises:
        InputError: there are such statements.
        RuntimeError: as for `is_other`.

    """
    found = select(dataset, _TRIGGERS.format(tables=", ".join(map(literal, tables))))
    foreign = [
        (str(name), str(table)) for name, text, table in found if not _COUNTING.fullmatch(" ".join(str(text).split()))
    ]
    if foreign:
        raise InputError(
            tr(
                "The table “{table}” of “{path}” has statements of its own that would run with each row that is "
                "written (trigger {name}), and change the results. Nothing was written. Make the results anew in "
                "another folder."
            ).format(table=foreign[0][1], path=path, name=foreign[0][0])
        )
