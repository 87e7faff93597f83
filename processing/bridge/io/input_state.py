"""The state of what a layer is read from, files and tables of databases, so that a change during the run is noticed.

An overlay of layers of which some were read before a change and some after it has figures of no state of the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (  # type: ignore[attr-defined]  # the stubs lack exceptions
    QgsDataSourceUri,
    QgsException,
    QgsMapLayer,
    QgsProject,
    QgsProviderConnectionException,
    QgsVectorLayer,
    QgsVirtualLayerDefinition,
)
from qgis.PyQt.QtCore import QUrl

from ...analysis.waiting import NoAnswerError
from ..errors import InputError
from ..file_limits import limit
from ..i18n import tr
from .database_connections import POSTGRES, ask_postgres, frozen_database
from .datasets import GEODATABASE, SHAPEFILE, decode_source
from .file_state import FileState

_VIRTUAL = "virtual"
# Every row of a table has the number of the transaction that wrote it. Rows that others replace have higher numbers
# than all before them: as long as the rows are as many, their sum only grows. Views and queries have no such numbers.
_MARKS = (
    "SELECT count(*), coalesce(sum(xmin::text::numeric), 0)::text FROM {table}{rows}",
    "SELECT count(*), coalesce(sum(hashtext(q::text)), 0)::text FROM (SELECT * FROM {table}{rows}) AS q",
)


class UnreliableInputError(InputError):
    """What was read is not whole, or not of one moment: nothing that comes of it may be shown, not even a check."""


@dataclass(frozen=True)
class TableState:
    """The rows of a PostgreSQL table, or those of them that a layer chooses, at a moment.

    Attributes:
        uri: the layer's source.
        question: the statement that gave count and mark.
        count: number of rows.
        mark: changes with every change of a row.

    """

    uri: str
    question: str
    count: int
    mark: str

    @classmethod
    def of(cls, uri: str) -> TableState | None:
        """Ask the database for the state of a layer's rows; None where it refuses.

        Raises:
            NoAnswerError: it does not answer.

        """
        source = QgsDataSourceUri(uri)
        is_query = source.table().startswith("(")
        table = f"{source.table()} AS chosen" if is_query else source.quotedTablename()
        rows = f" WHERE {source.sql()}" if source.sql() else ""
        asked = (cls._asked(uri, question.format(table=table, rows=rows)) for question in _MARKS[is_query:])
        return next((state for state in asked if state is not None), None)

    def again(self) -> TableState | None:
        """Ask the database for the state now, by the same question; None where it refuses.

        Marks of different questions differ always. A line that broke fails once, and the next one may be whole.

        Raises:
            NoAnswerError: it does not answer.

        """
        return self._asked(self.uri, self.question) or self._asked(self.uri, self.question)

    @classmethod
    def _asked(cls, uri: str, question: str) -> TableState | None:
        """Ask for count and mark; return None where they are refused."""
        try:
            rows = ask_postgres(QgsDataSourceUri(uri).uri(False), question, limit("view", "seconds"))
        except (QgsException, QgsProviderConnectionException):
            return None
        if rows is None:
            return None
        ((count, mark),) = rows
        return cls(uri, question, int(str(count)), str(mark))


@dataclass(frozen=True)
class InputState:
    """What a layer is read from, as it was when the run was prepared.

    Attributes:
        name: the layer's name, for messages.
        files: the files.
        tables: the tables of databases that can be asked.

    """

    name: str
    files: tuple[FileState, ...] = ()
    tables: tuple[TableState, ...] = ()

    def check_files(self) -> None:
        """Raise `UnreliableInputError` if a file is not as it was."""
        changed = self._changed_files()
        if changed:
            raise UnreliableInputError(changed)

    def check(self) -> None:
        """Raise `UnreliableInputError` if a file or table is not as it was, or a database no longer answers."""
        self.check_files()
        for table in self.tables:
            try:
                now = table.again()
            except NoAnswerError:
                raise UnreliableInputError(frozen_database(self.name)) from None
            if now != table:
                raise UnreliableInputError(silent_database(self.name) if now is None else self._changed_table())

    def change(self) -> str:
        """Return a message which file or table is not as it was or cannot be asked; empty if no change is known."""
        try:
            now = [table.again() for table in self.tables]
        except NoAnswerError:
            return self._changed_files() or frozen_database(self.name)
        changed = any(state is not None and state != table for state, table in zip(now, self.tables))
        return self._changed_files() or (self._changed_table() if changed else "")

    def _changed_files(self) -> str:
        """Return the message which file is not as it was; empty if all are."""
        return next((changed_file(state.path) for state in self.files if state.is_changed), "")

    def _changed_table(self) -> str:
        """Return the message that a table was changed."""
        return tr(
            "Layer “{layer}” was changed in its database while the run read it; the figures would be partly old and "
            "partly new. Run again when nobody edits it, or work on a copy."
        ).format(layer=self.name)

    def remember(self) -> None:
        """Hash the files, so that one that is merely touched is known to be the same."""
        for state in self.files:
            state.remember()


def state_of(layer: QgsVectorLayer) -> InputState:
    """Look at what a layer is read from, and at what the layers are read from that it joins or queries.

    Raises:
        InputError: a database does not answer.

    """
    files: dict[Path, FileState] = {}
    tables: dict[str, TableState] = {}
    for provider, source in _origins(layer, set()):
        if provider == POSTGRES:
            try:
                table = TableState.of(source)
            except NoAnswerError:
                raise InputError(frozen_database(layer.name())) from None
            if table is None:
                raise InputError(silent_database(layer.name()))
            tables[source] = table
        path = _path_of(provider, source)
        if path is not None:
            files[path] = FileState(path)
    return InputState(layer.name(), tuple(files.values()), tuple(tables.values()))


def _origins(layer: QgsVectorLayer, seen: set[str]) -> Iterator[tuple[str, str]]:
    """Yield provider and source of a layer, and of those that it joins or queries; `seen` are ids of layers."""
    if layer.id() in seen:
        return
    seen.add(layer.id())
    yield layer.providerType(), layer.source()
    others: list[QgsMapLayer | None] = [join.joinLayer() for join in layer.vectorJoins()]
    if layer.providerType() == _VIRTUAL:
        inner = QgsVirtualLayerDefinition.fromUrl(QUrl.fromEncoded(layer.source().encode())).sourceLayers()
        yield from ((each.provider(), each.source()) for each in inner if not each.isReferenced())
        named = [each.reference() for each in inner if each.isReferenced()]
        provider = layer.dataProvider()
        named += [each.layerId() for each in provider.dependencies()] if provider is not None else []
        project = QgsProject.instance()
        others += [project.mapLayer(name) for name in named] if project is not None else []
    for other in others:
        if isinstance(other, QgsVectorLayer):
            yield from _origins(other, seen)


def _path_of(provider: str, source: str) -> Path | None:
    """Return the file or file geodatabase that a source is read from; None if it is none."""
    parts = decode_source(provider, source)
    text = str(parts.get("path") or "")
    path = Path(text)
    if not text or not path.exists():
        return None
    if path.is_dir() and path.suffix.lower() != GEODATABASE:  # shapefiles as layers of their folder
        path = path / f"{parts.get('layerName') or ''}{SHAPEFILE}"
        return path if path.exists() else None
    return path


def changed_file(path: Path) -> str:
    """Return the message that a file was changed during the run."""
    return tr(
        "“{path}” was changed, replaced or removed while the run read it; the figures would be partly old and partly "
        "new. Run again when nothing writes to it, or work on a copy."
    ).format(path=path)


def silent_database(layer: str) -> str:
    """Return the message that a layer's database does not answer."""
    return tr(
        "The database of layer “{layer}” does not answer, or refuses to count the layer's rows. Check the connection "
        "and the rights, and run again."
    ).format(layer=layer)
