"""Features of a layer through QGIS, all of them or an error: QGIS's own loop just ends where a connection breaks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsDataSourceUri,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsVectorLayerSelectedFeatureSource,
)
from qgis.PyQt.QtCore import Qt

from ...analysis.waiting import NoAnswerError
from ..compat import FIELD_FROM_PROVIDER, WITHOUT_GEOMETRY
from ..errors import damaged_file
from ..file_limits import limit
from ..i18n import tr
from ..waiting import wait_for_answer
from .database_connections import POSTGRES, frozen_database
from .datasets import ARCHIVE, FLATGEOBUF, GEOPACKAGE, SHAPEFILE, decode_source, has_all_features
from .gdal_errors import telling
from .input_state import InputState, UnreliableInputError
from .many_layers import LaterFeatures

_BATCH = 2_000  # features
_OGR, _MEMORY = "ogr", "memory"
_DATABASES = (POSTGRES, "mssql", "oracle", "hana")
# Web services, which are counted by what came of them where they cannot say it. Of some QGIS keeps what came, and takes
# it for all there is if the line broke, in a thread of its own and perhaps long before the run.
_SERVICES = ("WFS", "OAPIF", "arcgisfeatureserver")
_KEPT, _OAPIF = ("WFS", "OAPIF"), "OAPIF"
# Formats in which what the file says of its number of features includes deleted ones, or those of an earlier state.
_LOOSE = (SHAPEFILE, ".dbf", ".shz", ARCHIVE, ".tab", GEOPACKAGE, ".sqlite", ".db")
# Providers of databases and services that tell their errors only to QGIS's log, by the log's names for them.
_TOLD = ("PostGIS", "WFS", "OAPIF", "MSSQL", "mssql", "Oracle", "SAP HANA", "HANA", "SpatiaLite")
_NOTICE = "NOTICE"  # begins what a server merely remarks
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Features:
    """A layer's features, with edits and selection as they were when this was created.

    Attributes:
        layer: the layer's name, for messages.
        fields: the layer's fields.
        source: the features.
        whole: all features of the layer, of which a selection takes some.
        request: which of them are taken.
        count: how many they are; where they are chosen by an expression, how many they are chosen from.
        total: how many features the layer has according to its provider; negative where it does not know.
        added: how many more features unsaved edits have made (fewer if negative).
        origin: provider and address of the layer, by which it is opened anew.
        state: what it is read from.

    """

    layer: str
    fields: QgsFields
    source: QgsVectorLayerFeatureSource | QgsVectorLayerSelectedFeatureSource | LaterFeatures
    whole: QgsVectorLayerFeatureSource | LaterFeatures
    request: QgsFeatureRequest
    count: int
    total: int
    added: int
    origin: tuple[str, str] = field(repr=False)
    state: InputState = field(repr=False)

    def numbers(self) -> list[int]:
        """Return the features' ids, in their order.

        Raises:
            UnreliableInputError: as for `batches`.

        """
        return [feature.id() for batch in self.batches(_bare(self.request)) for feature in batch]

    def batches(self, request: QgsFeatureRequest, size: int = _BATCH) -> Iterator[list[QgsFeature]]:
        """Yield the features in batches; whoever takes all of them has all that there are.

        Args:
            request: `request`, perhaps with fewer attributes.
            size: features of a batch.

        Raises:
            UnreliableInputError: fewer or more came than there are, the provider told of an error, or what they are
                read from was changed.

        """
        came, faults = 0, _Faults(self._type)
        iterator: Iterator[QgsFeature] | None = None

        def read() -> list[QgsFeature]:
            nonlocal iterator
            with faults.watched():
                iterator = iter(self.source.getFeatures(request)) if iterator is None else iterator
                return list(islice(iterator, size))

        while True:
            batch = self._in_time(read)
            came += len(batch)
            if batch:
                yield batch
            if len(batch) < size:
                break
        is_plain = came == self._expected and not faults.found and not self._is_kept
        settled = self._is_given_whole if self._is_kept else self._has_settled
        is_settled = is_plain or self._in_time(lambda: settled(came))
        if faults.is_certain or not is_settled or not self._has_end:
            raise UnreliableInputError(self.state.change() or self.not_whole(came))
        self.state.check()

    def check_read(self, came: int) -> None:
        """Check features that another reader has taken from the layer's file, all of them.

        Args:
            came: how many they are.

        Raises:
            UnreliableInputError: the file has more or fewer, cannot be read to its end, or was changed.

        """
        self.state.check_files()
        if came == self.total:
            return
        # QGIS may have counted the features of another file, in whose place this one came before the run.
        if came != (len(self.numbers()) if self._is_counted_loosely else self._total_now()):
            raise UnreliableInputError(self.not_whole(came))

    def check_chosen(self, numbers: Sized, came: int) -> None:
        """Check features that another reader has taken from the layer's file, those with some ids.

        Args:
            numbers: the ids.
            came: how many features with them came.

        Raises:
            UnreliableInputError: some are missing, or the file was changed.

        """
        self.state.check_files()
        if came != len(numbers):
            raise UnreliableInputError(self.not_whole(came))

    def _in_time(self, call: Callable[[], _Result]) -> _Result:
        """Return what a call to the layer returns; raise `UnreliableInputError` where a database keeps it waiting.

        Only a layer that lives in a database alone may be read in another thread: joined and virtual ones ask for
        layers of this one.
        """
        origins = map(self.fields.fieldOrigin, range(self.fields.count()))
        if self.origin[0] not in _DATABASES or any(origin != FIELD_FROM_PROVIDER for origin in origins):
            return call()
        try:
            return wait_for_answer(call, limit("database", "rows_seconds"))
        except NoAnswerError:
            raise UnreliableInputError(frozen_database(self.layer)) from None

    @property
    def _expected(self) -> int:
        """How many features have to come; negative where that is not known beforehand."""
        if self.request.filterExpression() is not None:
            return -1
        limit = self.request.limit()
        count = self.count if isinstance(self.source, QgsVectorLayerSelectedFeatureSource) else self._all
        return count if limit < 0 or count < 0 else min(limit, count)

    @property
    def _all(self) -> int:
        """How many features the layer has; of a table of a database that was asked, exactly."""
        return self.state.tables[0].count + self.added if self._is_table else self.total

    @property
    def _is_table(self) -> bool:
        """Whether the layer is a table of a database that was asked."""
        return any(table.uri == self.origin[1] for table in self.state.tables)

    @property
    def _is_kept(self) -> bool:
        """Whether QGIS keeps what came of the layer's service."""
        return self.origin[0] in _KEPT

    @property
    def _type(self) -> str:
        """What the service calls the layer; empty for others."""
        return QgsDataSourceUri(self.origin[1]).param("typename") if self._is_kept else ""

    def _is_given_whole(self, came: int) -> bool:
        """Return whether as many features came as a service has by a new look at it, with no error of the download.

        It says how many it has, or is asked for all of them; so where QGIS itself applies a filter, once without it.
        """
        faults = _Faults(self._type)
        provider, uri = self.origin
        # Opened before errors are listened to: of a server that does not say what may be written QGIS tells one there.
        layer = QgsVectorLayer(uri, self.layer, provider)
        is_filtered = provider == _OAPIF and bool(layer.subsetString())
        # Opened anew without the filter: only of the first page, asked for then, does QGIS take how many there are.
        address = QgsDataSourceUri(uri)
        address.removeParam("filter")
        every_one = QgsVectorLayer(address.uri(False), self.layer, provider) if is_filtered else None
        with faults.watched():
            chosen = sum(1 for _ in self.source.getFeatures(_bare(self.request)))
            every = sum(1 for _ in self.whole.getFeatures(_bare(QgsFeatureRequest()))) - self.added
            stated = layer.featureCount()
            if stated <= 0 or is_filtered:
                stated = sum(1 for _ in layer.getFeatures(_bare(QgsFeatureRequest())))
            is_whole = layer.isValid() and stated == every
            if is_whole and every_one is not None:
                stated = every_one.featureCount()
                is_whole = stated in (-1, 0, sum(1 for _ in every_one.getFeatures(_bare(QgsFeatureRequest()))))
        is_selected = isinstance(self.source, QgsVectorLayerSelectedFeatureSource)
        return is_whole and not faults.found and came == chosen == (self.count if is_selected else chosen)

    def _has_settled(self, came: int) -> bool:
        """Count again where a number was not known or differs, or an error came, perhaps of a geometry alone.

        Returns:
            whether the features that are chosen are as many as came, and those of the layer as many as a new look at
            it says, with no error meanwhile.

        """
        faults = _Faults()
        with faults.watched():
            chosen = sum(1 for _ in self.source.getFeatures(_bare(self.request)))
            every = sum(1 for _ in self.whole.getFeatures(_bare(QgsFeatureRequest())))
        total = self._total_now()
        return not faults.found and chosen == came and (total is None or every == total)

    def _total_now(self) -> int | None:
        """Return how many features the layer has by a new look at it; None where that cannot be known.

        Negative where the layer cannot be opened any more.
        """
        provider, uri = self.origin
        if self._is_table:
            return self._all
        if provider == _MEMORY or self._is_counted_loosely:
            return None
        if provider in _SERVICES and self.total >= 0:
            return self.total
        layer = QgsVectorLayer(uri, self.layer, provider)
        if not layer.isValid():
            return -1
        count = layer.featureCount()
        return count + self.added if count >= 0 else self.total if self.total >= 0 else None

    @property
    def _is_counted_loosely(self) -> bool:
        """Whether GDAL counts the features of the layer's file by what was noted in it, perhaps long ago."""
        return self.origin[0] == _OGR and any(state.path.suffix.lower() in _LOOSE for state in self.state.files)

    @property
    def _has_end(self) -> bool:
        """Whether a file that ends anywhere, as a FlatGeobuf, has all its features; a filter hides how many it has."""
        paths = [state.path for state in self.state.files if state.path.suffix.lower() == FLATGEOBUF]
        if self.origin[0] != _OGR or not paths or not decode_source(*self.origin).get("subset"):
            return True
        return all(has_all_features(path) for path in paths)

    def not_whole(self, came: int) -> str:
        """Return the message that only some features came."""
        is_counted = 0 <= self._expected != came
        if self.origin[0] == _OGR and len(self.state.files) == 1 and not self.state.tables:
            said = tr("{came} of {count} features came") if is_counted else tr("an error came with {came} features")
            return damaged_file(self.state.files[0].path, said.format(came=came, count=self._expected))
        if not is_counted:
            return tr(
                "Layer “{layer}” was not read whole: an error came with {came} features. Check the connections to its "
                "database or service and those of joined layers, or copy its file anew, and run again."
            ).format(layer=self.layer, came=came)
        return tr(
            "Layer “{layer}” was not read whole: {came} of {count} features came. Check the connection to its database "
            "or service, or copy its file anew, and run again."
        ).format(layer=self.layer, came=came, count=self._expected)


def read_layer(
    layer: QgsVectorLayer, request: QgsFeatureRequest | None = None, size: int = _BATCH
) -> Iterator[QgsFeature]:
    """Yield features of a layer, of results say; who takes all of them has all, as with `Features.batches`.

    Args:
        layer: the layer, of this thread.
        request: which features and columns; all if none.
        size: how many are read at once, at most.

    Raises:
        UnreliableInputError: a provider told of an error, or fewer came than are wanted by their ids or than are there.

    """
    request = request or QgsFeatureRequest()
    came, faults = 0, _Faults()
    with faults.watched():
        iterator = layer.getFeatures(request)
    while True:
        with faults.watched():
            batch = list(islice(iterator, size))
        came += len(batch)
        yield from batch
        if len(batch) < size:
            break
    if faults.found or not _is_complete(layer, request, came):
        text = tr(
            "Layer “{layer}” was not read whole: an error came with {came} features. Check the connections to its "
            "database or service and those of joined layers, or copy its file anew, and run again."
        )
        raise UnreliableInputError(text.format(layer=layer.name(), came=came))


def _is_complete(layer: QgsVectorLayer, request: QgsFeatureRequest, came: int) -> bool:
    """Return whether as many features came as a request asks for, as far as that is known without reading them."""
    if request.filterFids():
        return came == len(request.filterFids())
    if request.filterExpression() is not None or not request.filterRect().isNull() or request.limit() >= 0:
        return True
    if came == layer.featureCount():
        return True
    # The provider may count by an old note: then the features are counted one by one.
    return came == sum(1 for _ in layer.getFeatures(_bare(request)))


def _bare(request: QgsFeatureRequest) -> QgsFeatureRequest:
    """Return a request for the same features without attributes and geometry."""
    bare = QgsFeatureRequest(request)
    bare.setSubsetOfAttributes([])
    bare.setFlags(bare.flags() | WITHOUT_GEOMETRY)
    return bare


class _Faults:
    """Errors of providers while features are read, perhaps each time in another thread.

    Attributes:
        found: whether there was any.
        is_certain: whether there was one after which values cannot be trusted, even if all features came.

    """

    def __init__(self, download: str = "") -> None:
        """Start without errors.

        Args:
            download: what a service calls the layer. QGIS downloads it in a thread of its own, and names it in errors,
                not in remarks, such as that the layer reaches farther than its service says.

        """
        self.found = False
        self.is_certain = False
        self._thread, self._download = 0, download

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Note errors of GDAL and of other providers inside the `with` block, in this thread."""
        self._thread = threading.get_ident()
        log = QgsApplication.messageLog()
        heard = None if log is None else log.messageReceived[str, str, Qgis.MessageLevel]
        if heard is not None:
            # Direct: in the thread that logs, and at once.
            heard.connect(self._hear, type=Qt.ConnectionType.DirectConnection)  # type: ignore[call-arg]  # the stubs lack it
        try:
            with telling(self._catch):
                yield
        finally:
            if heard is not None:
                heard.disconnect(self._hear)

    def _catch(self, kind: int, number: int, _message: str) -> None:
        """Note an error of GDAL; an unreadable geometry is one, a failure to read the file is worse."""
        if kind >= gdal.CE_Failure:
            self.found = True
            self.is_certain = self.is_certain or number == gdal.CPLE_FileIO

    def _hear(self, message: str, told_by: str, level: Qgis.MessageLevel) -> None:
        """Note what a provider logs in the thread that reads, or of its download."""
        is_download = bool(self._download) and self._download in message
        is_ours = told_by in _TOLD and (is_download or threading.get_ident() == self._thread)
        is_error = level in (Qgis.MessageLevel.Warning, Qgis.MessageLevel.Critical) and not message.startswith(_NOTICE)
        if is_ours and is_error:
            self.found = self.is_certain = True
