"""Tables of a database that outputs go to: written under a name of their own, counted, and put in place in one step.

QGIS replaces an old table before it writes the first row, and tells no error of the last rows. So rows go to a table of
another name, whose rows are counted when all are written; then one transaction drops the old table and renames the new
one, or does neither.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from qgis.core import QgsAbstractDatabaseProviderConnection, QgsDataSourceUri

from ..confidential import library_text
from ..errors import InputError
from ..i18n import tr
from .database_connections import POSTGRES, connect_postgres
from .sql import quoted

_DESTINATION = re.compile(r"(?:postgis|postgres):(?://)?(.*)", re.DOTALL)
_PREFIX = "farmland_redline_"
_DIGITS = 12
_CURRENT_SCHEMA = "SELECT current_schema()"
_COUNT = "SELECT count(*) FROM {written}"
# Statements that are sent together are one transaction of PostgreSQL.
_REPLACE = "DROP TABLE IF EXISTS {table}; ALTER TABLE {written} RENAME TO {name}"
_DROP = "DROP TABLE IF EXISTS {written}"


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
        ((schema,),) = table._ask(_CURRENT_SCHEMA)
        return cls(table.uri, str(schema), table.name, table.written)

    @property
    def destination(self) -> str:
        """Return the destination of the rows while they are written, as QGIS takes it."""
        uri = QgsDataSourceUri(self.uri)
        uri.setDataSource(self.schema, self.written, uri.geometryColumn(), uri.sql(), uri.keyColumn())
        return f"{POSTGRES}:{uri.uri(False)}"

    def count(self) -> int:
        """Return the number of rows that were written.

        Raises:
            InputError: the database cannot be reached, or has no such table.

        """
        ((count,),) = self._ask(_COUNT)
        return int(str(count))

    def put(self) -> None:
        """Drop the old table, and give the new one its name: both, or neither.

        Raises:
            InputError: the old table cannot be dropped, as a view needs it, say; the new one is dropped.

        """
        try:
            self._ask(_REPLACE)
        except InputError:
            self.drop()
            raise

    def failure(self, reason: str) -> InputError:
        """Return the error that the table is not written whole."""
        return InputError(
            tr(
                "The table “{table}” could not be written whole: {reason}. What was there is as it was; if the "
                "database cannot be reached, a table “{written}” may be left there."
            ).format(table=self.name, reason=reason, written=self.written)
        )

    def drop(self) -> None:
        """Drop what was written, as far as the database can be reached."""
        with suppress(InputError):
            self._ask(_DROP)

    def _ask(self, statements: str) -> list[list[object]]:
        """Run statements with the tables' names filled in; return the rows of the answer."""
        schema = f"{quoted(self.schema)}." if self.schema else ""
        names = {"table": schema + quoted(self.name), "written": schema + quoted(self.written)}
        try:
            answer: list[list[object]] = self._connection().executeSql(
                statements.format(**names, name=quoted(self.name))
            )
        except InputError:
            raise
        except Exception as error:  # of several classes of QGIS, and of none where there is no connection
            raise self.failure(_reason(error)) from error
        return answer

    def _connection(self) -> QgsAbstractDatabaseProviderConnection:
        """Return a connection to the database."""
        connection = connect_postgres(self.uri)
        if connection is None:
            raise InputError(tr("QGIS has no provider for PostgreSQL here."))
        return connection


def _reason(error: Exception) -> str:
    """Return what the database says of an error, without the statement and the address."""
    _, found, said = str(error).partition("ERROR:")
    return (
        library_text(" ".join(said.strip(" ]\n").split())) if found else tr("the connection to the database is broken")
    )
