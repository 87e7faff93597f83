"""Whether an output that goes to a database would take the place of what the run reads there, however it is spelled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from qgis.core import QgsDataSourceUri

from ...analysis.waiting import NoAnswerError
from ..errors import InputError
from ..i18n import tr
from .database_connections import POSTGRES, ask_postgres, frozen_database
from .source_names import source_label
from .sources import Source

_SERVER = "SELECT pg_postmaster_start_time()::text, current_database(), current_schema()"
_PLAN = "EXPLAIN (VERBOSE, FORMAT JSON) SELECT * FROM {table}"

# A table by its server (by the moment when it started), its database, its schema and its name.
_Table = tuple[str, str, str, str]


def check_table_apart(text: str, inputs: Iterable[Source]) -> None:
    """Raise `InputError` if an output to a database would replace a table that the run reads, by itself or by a view.

    Args:
        text: the output, as QGIS writes it.
        inputs: the layers of the run.

    """
    provider, uri = text.partition(":")[0], QgsDataSourceUri(address_of(text))
    inputs = tuple(inputs)
    read = [table for source in inputs for table in source.features.state.tables]
    if provider in ("postgis", POSTGRES):
        # What cannot be asked now cannot be written either, which is told where it is opened.
        written = _own_table(uri) if read else None
        is_read = written is not None and any(written in _tables_of(QgsDataSourceUri(table.uri)) for table in read)
    else:
        is_read = any(_is_same(provider, uri, source) for source in inputs)
    if is_read:
        raise InputError(
            tr(
                "The table “{table}” is an input of this run and must not be its output. Choose another table, or a "
                "file."
            ).format(table=uri.table() or source_label(text))
        )


def is_one_table(text: str, other: str) -> bool:
    """Return whether two outputs to databases, may be one table; one that names no schema may be in any."""
    one, two = (_place(QgsDataSourceUri(address_of(given))) for given in (text, other))
    return bool(one[-1]) and (one == two or ("" in (one[-2], two[-2]) and (*one[:-2], one[-1]) == (*two[:-2], two[-1])))


def address_of(text: str) -> str:
    """Return what follows the provider in an output's text."""
    address = text.partition(":")[2]
    return address[2:] if address.startswith("//") else address


def _own_table(uri: QgsDataSourceUri) -> _Table | None:
    """Return the table that a source names; None where the database does not answer."""
    try:
        return _named(uri)
    except Exception:  # of QGIS, of several classes
        return None


def _named(uri: QgsDataSourceUri) -> _Table | None:
    """Return the table that a source names; None where this QGIS has no provider for its database."""
    rows = ask_postgres(uri.uri(False), _SERVER)
    if rows is None:
        return None
    ((server, database, schema),) = rows
    return str(server), str(database), uri.schema() or str(schema), uri.table()


def _tables_of(uri: QgsDataSourceUri) -> set[_Table]:
    """Return the tables that a layer reads: its own, and those behind its view or query.

    Raises:
        InputError: the database does not answer.

    """
    table = f"{uri.table()} AS chosen" if uri.table().startswith("(") else uri.quotedTablename()
    try:
        own, rows = _named(uri), ask_postgres(uri.uri(False), _PLAN.format(table=table))
    except NoAnswerError:
        raise InputError(frozen_database(uri.table())) from None
    if own is None or rows is None:
        return set()
    ((plan,),) = rows
    found = set(_relations(json.loads(plan) if isinstance(plan, str) else plan))
    return {own, *((*own[:2], *names) for names in found)}


def _relations(plan: object) -> Iterator[tuple[str, str]]:
    """Yield schema and name of the tables that a plan reads."""
    if isinstance(plan, dict):
        if "Relation Name" in plan:
            yield str(plan.get("Schema", "")), str(plan["Relation Name"])
        plan = list(plan.values())
    if isinstance(plan, list):
        for part in plan:
            yield from _relations(part)


def _is_same(provider: str, uri: QgsDataSourceUri, source: Source) -> bool:
    """Return whether an output of another provider is the table of a layer, whose name may differ by case alone."""
    if source.file is not None:
        database = Path(uri.database())
        same_file = database.is_file() and database.samefile(source.file.path)
        return same_file and source.file.layer.lower() == uri.table().lower()
    given = QgsDataSourceUri(source.address.partition("://")[2])
    return provider == source.provider and _place(given) == _place(uri) and bool(uri.table())


def _place(uri: QgsDataSourceUri) -> tuple[str, ...]:
    """Return what names a table of a source."""
    database = uri.database()
    path = str(Path(database).resolve()) if database and Path(database).exists() else database
    parts = (uri.connectionInfo(False) if not uri.host() else uri.host(), uri.port(), path, uri.schema(), uri.table())
    return tuple(part.lower() for part in parts)
