"""Views and queries of a PostgreSQL database without end in sight: found before QGIS opens them, which would hang."""

from __future__ import annotations

import time

from qgis.core import (  # type: ignore[attr-defined]  # the stubs lack exceptions
    QgsDataSourceUri,
    QgsException,
    QgsProviderConnectionException,
)

from ...analysis.waiting import NoAnswerError
from ..file_limits import limit
from ..i18n import tr
from .database_connections import POSTGRES, ask_postgres, frozen_database
from .source_names import provider_of, source_label
from .sql import literal

_PREFIX = "postgres://"
_IS_VIEW = "SELECT relkind IN ('v', 'f') FROM pg_class WHERE oid = to_regclass({name})"
# Whole rows, so that all their values are computed.
_COUNT = "SELECT count(counted) FROM (SELECT * FROM {table} LIMIT {most}) AS counted"


def why_endless_view(source: str, most: int | None = None, seconds: float | None = None) -> str:
    """Return the message that a connection is to a view or query without end in sight, or to nobody; empty if to none.

    Args:
        source: a layer as QGIS's provider has it, perhaps with the provider's name before it.
        most, seconds: rows and time that it may take; the limits of views (`limits.yaml`) if not given.

    """
    most, seconds = most or limit("view", "rows"), seconds or limit("view", "seconds")
    if provider_of(source) != POSTGRES:
        return ""
    uri = QgsDataSourceUri(source[len(_PREFIX) :] if source.startswith(_PREFIX) else source)
    try:
        if not uri.table() or _count_rows(uri, most, seconds) is not None:
            return ""
    except NoAnswerError:
        return frozen_database(source_label(source))
    text = tr(
        "Layer “{layer}”: it is a view of a database that does not end in {seconds} seconds, or with {rows} rows; it "
        "may call itself, or join tables without a condition. Save its rows as a table there, and choose that."
    )
    return text.format(layer=source_label(source), seconds=seconds, rows=f"{most:,}")


def _count_rows(uri: QgsDataSourceUri, most: int, seconds: float) -> int | None:
    """Return how many rows a view or a query has; None where they are more than `most`, or not counted in time.

    A table is not counted, and what cannot be asked is told by who reads it: 0.
    """
    is_query = uri.table().startswith("(")
    begun = time.monotonic()
    try:
        is_view = _IS_VIEW.format(name=literal(uri.quotedTablename()))
        if not is_query and ask_postgres(uri.uri(False), is_view) != [[True]]:
            return 0
        table = f"{uri.table()} AS chosen" if is_query else uri.quotedTablename()
        begun = time.monotonic()
        rows = ask_postgres(uri.uri(False), _COUNT.format(table=table, most=most + 1), seconds)
    except (QgsException, QgsProviderConnectionException):
        return None if time.monotonic() - begun >= seconds else 0
    if rows is None:
        return 0
    ((found,),) = rows
    count = int(str(found))
    return count if count <= most else None
