"""Connections to databases by QGIS's provider, for what its layers cannot ask."""

from __future__ import annotations

from qgis.core import QgsAbstractDatabaseProviderConnection, QgsProviderRegistry

POSTGRES = "postgres"
_MILLISECONDS = 1000


def connect_postgres(uri: str) -> QgsAbstractDatabaseProviderConnection | None:
    """Return a connection to a PostgreSQL database; None where this QGIS has no provider for it.

    Args:
        uri: of a layer or table there.

    Raises:
        QgsProviderConnectionException: QGIS takes the address for none.

    """
    registry = QgsProviderRegistry.instance()
    metadata = None if registry is None else registry.providerMetadata(POSTGRES)
    connection = None if metadata is None else metadata.createConnection(uri, {})
    return connection if isinstance(connection, QgsAbstractDatabaseProviderConnection) else None


def in_time(statement: str, seconds: float) -> str:
    """Return a statement that PostgreSQL ends after some seconds; the limit goes with the transaction of the two."""
    return f"SET LOCAL statement_timeout = {int(seconds * _MILLISECONDS)}; {statement}"
