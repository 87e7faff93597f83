"""Tables of a database that outputs go to: written under a name of their own, counted, and put in place in one step.

QGIS replaces an old table before it writes the first row, and tells no error of the last rows. So rows go to a table of
another name, whose rows are counted when all are written. When all outputs of the run are, one transaction drops the
old tables of a database and renames the new ones, or does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from uuid import uuid4

from qgis.core import QgsDataSourceUri

from ...analysis.waiting import NoAnswerError
from ..confidential import library_text
from ..errors import InputError
from ..file_limits import limit
from ..i18n import tr
from .database_connections import POSTGRES, ask_postgres
from .sql import literal, quoted

_DESTINATION = re.compile(r"(?:postgis|postgres):(?://)?(.*)", re.DOTALL)
_PREFIX = "farmland_redline_"
_DIGITS = 12
_CURRENT_SCHEMA = "SELECT current_schema()"
_COUNT = "SELECT count(*) FROM {written}"
# Statements that are sent together are one transaction of PostgreSQL.
_REPLACE = "DROP TABLE IF EXISTS {table}; ALTER TABLE {written} RENAME TO {name}"
_IS_DONE = "SELECT to_regclass({text}) IS NULL"
_DROP = "DROP TABLE IF EXISTS {written}"


def is_postgres(text: str) -> bool:
    """Return whether the text of an output is a table of PostgreSQL."""
    return _DESTINATION.fullmatch(text) is not None


@dataclass(frozen=True)
class DatabaseTable:
    """A table of a PostgreSQL database that is written anew.

    Attributes:
        uri: of the table, as QGIS opens it.
        schema: where it is.
        name: of the table.
        written: the name under which its rows are written.

    """

    uri: str
    schema: str
    name: str
    written: str

    @classmethod
    def of(cls, text: str) -> DatabaseTable | None:
        """Return the table of a destination as QGIS writes it; None for other destinations.

        Raises:
            InputError: the database cannot be reached.

        """
        match = _DESTINATION.fullmatch(text)
        if match is None:
            return None
        uri = QgsDataSourceUri(match[1])
        table = cls(match[1], uri.schema(), uri.table(), f"{_PREFIX}{uuid4().hex[:_DIGITS]}")
        if table.schema:
            return table
        ((schema,),) = _ask([table], _CURRENT_SCHEMA)
        return cls(table.uri, str(schema), table.name, table.written)

    def destination(self, is_spatial: bool) -> str:
        """Return the destination of the rows while they are written, as QGIS takes it.

        QGIS's dialog names a column of geometries for every table; with it QGIS makes none without geometries.
        """
        uri = QgsDataSourceUri(self.uri)
        uri.setDataSource(
            self.schema, self.written, uri.geometryColumn() if is_spatial else "", uri.sql(), uri.keyColumn()
        )
        return f"{POSTGRES}:{uri.uri(False)}"

    def count(self) -> int:
        """Return the number of rows that were written.

        Raises:
            InputError: the database cannot be reached, or has no such table.

        """
        ((count,),) = _ask([self], _COUNT, limit("database", "rows_seconds"))
        return int(str(count))

    @property
    def database(self) -> str:
        """Return what tells the table's database from others."""
        return str(QgsDataSourceUri(self.uri).connectionInfo(False))

    def failure(self, reason: str) -> InputError:
        """Return the error that the table is not written whole."""
        return _failure([self], reason)


@contextmanager
def replaced_together(tables: list[DatabaseTable]) -> Iterator[None]:
    """Put tables in their places at the end: those of a database in one transaction. After an error drop all.

    Args:
        tables: those that are written inside the `with` block, added there before their first row.

    Raises:
        InputError: an old table cannot be dropped, as a view needs it, say; then all old ones of the database stay.

    """
    try:
        yield
        for together in _by_database(tables):
            _replace(together)
    except BaseException as error:
        kept = [table for together in _by_database(tables) if not _drop(together) for table in together]
        left = [table.written for table in kept if table.written not in str(error)]
        if not left or not isinstance(error, InputError):
            raise
        text = tr("The tables {written} may be left there, too.").format(written=", ".join(left))
        raise InputError(f"{error} {text}") from error


def _by_database(tables: Sequence[DatabaseTable]) -> list[list[DatabaseTable]]:
    """Return the tables of each database."""
    databases = dict.fromkeys(table.database for table in tables)
    return [[table for table in tables if table.database == database] for database in databases]


def _replace(tables: Sequence[DatabaseTable]) -> None:
    """Put the tables of one database in their places.

    Raises:
        InputError: they are not there, or the database was lost meanwhile and cannot be asked where they are.

    """
    try:
        _ask(tables, _REPLACE)
    except InputError:
        # Where only the word of it was lost, it is done.
        try:
            is_done = _ask(tables[:1], _IS_DONE) == [[True]]
        except InputError:
            text = tr(
                "The database was lost while the new tables were put in place of {tables}; whether they are there is "
                "not known. Look there before you run again: if the old ones stand, {written} may be left there."
            )
            raise InputError(text.format(**_named(tables))) from None
        if not is_done:
            raise


def _drop(tables: Sequence[DatabaseTable]) -> bool:
    """Drop what was written to one database; return whether it could be reached."""
    with suppress(InputError):
        _ask(tables, _DROP)
        return True
    return False


def _ask(tables: Sequence[DatabaseTable], statement: str, seconds: float | None = None) -> list[list[object]]:
    """Run a statement for each of the tables of one database, in one transaction; return the rows of the last answer.

    Args:
        tables: whose names are filled in.
        statement: with the placeholders `table`, `written` and `name`, and `text`, which is `written` as a value.
        seconds: as for `ask_postgres`.

    Raises:
        InputError: the database cannot be reached, refuses, or does not answer.

    """
    texts = []
    for table in tables:
        schema = f"{quoted(table.schema)}." if table.schema else ""
        names = {"table": schema + quoted(table.name), "written": schema + quoted(table.written)}
        texts.append(statement.format(**names, name=quoted(table.name), text=literal(names["written"])))
    try:
        answer = ask_postgres(tables[0].uri, "; ".join(texts), seconds)
    except NoAnswerError:
        raise _failure(tables, no_answer()) from None
    except Exception as error:  # of several classes of QGIS, and of none where there is no connection
        raise _failure(tables, _reason(error)) from error
    if answer is None:
        raise InputError(tr("QGIS has no provider for PostgreSQL here."))
    return answer


def no_answer() -> str:
    """Return the reason that a database takes no rows and gives no word."""
    return tr("the database no longer answers, or somebody has locked the table")


def _failure(tables: Sequence[DatabaseTable], reason: str) -> InputError:
    """Return the error that tables are not written whole."""
    if len(tables) > 1:
        text = tr(
            "The tables {tables} could not be written: {reason}. What was there is as it was; if the database cannot "
            "be reached, the tables {written} may be left there."
        )
        return InputError(text.format(**_named(tables), reason=reason))
    text = tr(
        "The table “{table}” could not be written whole: {reason}. What was there is as it was; if the database cannot "
        "be reached, a table “{written}” may be left there."
    )
    return InputError(text.format(table=tables[0].name, reason=reason, written=tables[0].written))


def _named(tables: Sequence[DatabaseTable]) -> dict[str, str]:
    """Return the names of tables, and of those under which they are written, for messages."""
    return {
        "tables": ", ".join(f"“{table.name}”" for table in tables),
        "written": ", ".join(table.written for table in tables),
    }


def _reason(error: Exception) -> str:
    """Return what the database says of an error, without the statement and the address."""
    _, found, said = str(error).partition("ERROR:")
    return (
        library_text(" ".join(said.strip(" ]\n").split())) if found else tr("the connection to the database is broken")
    )
