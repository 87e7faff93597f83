"""Questions to databases by QGIS's provider, which its layers cannot ask."""

from __future__ import annotations

from qgis.core import QgsAbstractDatabaseProviderConnection, QgsProviderRegistry

from ..file_limits import limit
from ..i18n import tr
from ..waiting import wait_for_answer

POSTGRES = "postgres"
_MILLISECONDS = 1000


def ask_postgres(uri: str, statement: str, seconds: float | None = None) -> list[list[object]] | None:
    """Run statements in a PostgreSQL database, in one transaction; return the rows of the last answer.

    Args:
        uri: of a layer or table there.
        statement: one or several.
        seconds: after which PostgreSQL ends them; those of a short answer (`limits.yaml`) if not given.

    Returns:
        the rows; None where this QGIS has no provider for PostgreSQL.

    Raises:
        QgsProviderConnectionException: QGIS takes the address for none, the database cannot be reached or refuses.
        NoAnswerError: nothing came, not even that it took too long.

    """
    bound = limit("database", "answer_seconds")
    seconds = seconds or bound

    def ask() -> list[list[object]] | None:
        connection = _connect(uri)
        if connection is None:
            return None
        # The limit goes with the transaction.
        milliseconds = int(seconds * _MILLISECONDS)
        rows: list[list[object]] = connection.executeSql(f"SET LOCAL statement_timeout = {milliseconds}; {statement}")
        return rows

    return wait_for_answer(ask, seconds + bound)


def _connect(uri: str) -> QgsAbstractDatabaseProviderConnection | None:
    """Return a connection to a database; arguments and errors as for `ask_postgres`."""
    registry = QgsProviderRegistry.instance()
    metadata = None if registry is None else registry.providerMetadata(POSTGRES)
    connection = None if metadata is None else metadata.createConnection(uri, {})
    return connection if isinstance(connection, QgsAbstractDatabaseProviderConnection) else None


def frozen_database(layer: str) -> str:
    """Return the message that a layer's database has not answered in time."""
    return tr(
        "The database of layer “{layer}” no longer answers: it hangs, its machine sleeps, somebody has locked the "
        "table, or the network to it is broken. Run again when it answers."
    ).format(layer=layer)
