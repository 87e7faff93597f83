"""What is shown of a layer's source: a file's path, or the name of a table and its provider; nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from qgis.core import (
    QgsDataSourceUri,
    QgsProcessingFeatureSourceDefinition,
    QgsProperty,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ..confidential import without_keys

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9_+.-]+):")  # two letters or more: one is a drive of Windows
_VIRTUAL = re.compile(r"(?i)/vsi(?!zip/|gzip/|tar/|mem/)[a-z0-9_]+")  # GDAL's: files that are fetched from somewhere
_CONNECTION = re.compile(r"(?i)(?<![a-z_])(dbname|host|service|url|user|password|authcfg|table|query)\s*=")
_ODD = re.compile(r"[=@?]")
_FILTER = re.compile(r"(?i)\|subset=")
_PLAIN = re.compile(r"[^'\"=()@?&;/\\]+")  # a table's name that is one, no query or address in its place


def is_local(source: str) -> bool:
    """Return whether a layer's source as text is a path on this machine or a drive of it, not a connection."""
    path = source.split("|")[0]
    if os.path.exists(path):  # noqa: PTH110  a long text that is no path is False here, an error with Path
        return True
    return not (_SCHEME.match(path) or _VIRTUAL.match(path) or _CONNECTION.search(path))


def provider_of(source: str) -> str:
    """Return by what a connection is opened: QGIS's provider, or GDAL's driver or file system."""
    found = _SCHEME.match(source) or _VIRTUAL.match(source)
    if found is not None:
        return found[found.lastindex or 0].strip("/")
    return "postgres" if _CONNECTION.search(source) else "ogr"


def is_written_by_provider(destination: str) -> bool:
    """Return whether the text of an output begins with one of QGIS's providers, as `memory:` and `postgres://`."""
    registry = QgsProviderRegistry.instance()
    known = [] if registry is None else registry.providerList()
    return destination.partition(":")[0] in (*known, "memory", "postgis")


def source_label(source: str) -> str:
    """Return what a message may say of a source: its path without filter and options, or its table and provider."""
    if is_local(source):
        return source.split("|")[0]
    name, provider = _table(source), provider_of(source)
    return f"{name} ({provider})" if name else provider


def _table(source: str) -> str:
    """Return the name of a connection's table; empty where it is a query, or not to be found."""
    uri = _parsed(source)
    return next((name for name in (uri.table(), uri.param("typename")) if _PLAIN.fullmatch(name)), "")


def layer_name(layer: QgsVectorLayer) -> str:
    """Return a layer's name. QGIS calls one without a name by its source: then its table and provider."""
    name, source = layer.name(), layer.source()
    if _CONNECTION.search(name) or "://" in name or (name in source and _ODD.search(name)):
        return source_label(f"{layer.providerType()}://{source}")
    return name


def secrets_of(source: str) -> Iterator[str]:
    """Yield what no sentence may repeat of a source: filters, and all of a connection; nothing of a plain path."""
    if is_local(source):
        yield from _FILTER.split(source, 1)[1:]  # it may have | in it
        return
    uri = _parsed(source)
    yield from (source, source.partition("://")[2], uri.param("url"), uri.authConfigId(), uri.sql())


def users_of(source: str) -> Iterator[str]:
    """Yield the user and the password of a connection, which may be words that stand in other sentences, too."""
    if not is_local(source):
        uri = _parsed(source)
        yield from (uri.username(), uri.password())


def _parsed(source: str) -> QgsDataSourceUri:
    """Return the parts of a connection."""
    return QgsDataSourceUri(source.partition("://")[2] or source)


def given_source(value: object) -> str:
    """Return a source given to a parameter as text; empty where it is an expression or a layer."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        return str(value.source.staticValue() or "")
    return value if isinstance(value, str) else ""


def without_passwords(parameters: Mapping[str, object]) -> dict[str, object]:
    """Return an algorithm's parameters with the passwords of connections left out; filters stay, they choose."""
    return {name: _without_password(value) for name, value in parameters.items()}


def _without_password(value: object) -> object:
    """Return a parameter's value without passwords, itself where it has none."""
    if isinstance(value, (list, tuple)):
        return [_without_password(one) for one in value]
    source = given_source(value)
    if is_local(source) or without_keys(source) == source:
        return value
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        changed = QgsProcessingFeatureSourceDefinition(value)
        changed.source = QgsProperty.fromValue(without_keys(source))
        return changed
    return without_keys(source)
