"""The layers given to an algorithm: a file to read, or features as they are at this moment.

Layers belong to the thread that made them, those of a project to the main one: while an algorithm works in the
background the user may go on editing, selecting and filtering. So layers are looked at once, where QGIS prepares the
algorithm; what is taken of them then may be read in any thread.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast

from qgis.core import (  # type: ignore[attr-defined]  # the stubs lack NULL
    NULL,
    QgsCoordinateReferenceSystem,
    QgsExpressionContext,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameters,
    QgsProcessingParameterString,
    QgsProcessingUtils,
    QgsVectorDataProvider,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsVectorLayerSelectedFeatureSource,
    QgsWkbTypes,
)

from ..choices import choice_labels
from ..compat import FIELD_FROM_PROVIDER, FILE, may_have_polygons
from ..confidential import without_secrets
from ..errors import InputError, no_utf8
from ..file_limits import check_archive, check_office_file
from ..i18n import tr
from ..spreadsheets import XLSX
from .database_views import why_endless_view
from .datasets import (
    ARCHIVE,
    SHAPEFILE,
    ZIP_PREFIX,
    decode_source,
    files_kept_open,
    has_curves,
    is_of_any_kind,
    is_taken_whole,
    layer_names,
    missing_file,
    shapefile_fault,
    spatial_layers,
    why_unreadable,
)
from .feature_reading import Features
from .file_state import FileState
from .input_state import InputState, state_of
from .many_layers import LaterFeatures, PackageLayer, find_package_layer, system_of
from .named_servers import require_no_server
from .source_names import given_source, is_local, layer_name, secrets_of, source_label, users_of
from .views import require_bounded, why_endless

# The values given to an algorithm by the names of its parameters, as QGIS hands them on.
Parameters = dict[str, object]

# How the features of a layer are chosen. A filter's own text may tell of people or places and is nowhere kept.
ALL, SELECTED, FILTER, NEARBY = "all", "selected features", "filter", "near the outlines"
# Shapefiles, also in archives: their text has an encoding of its own. Of tables (.dbf) QGIS decodes it.
_SHAPEFILES = (SHAPEFILE, ".shz", ARCHIVE)
_DRIVER = "ESRI Shapefile"
# Names of fields that number a file's rows: those of GDAL, ArcGIS and databases.
_ROW_NUMBERS = ("fid", "ogc_fid", "pk_uid", "objectid", "oid", "rowid", "gid", "id", "pk")
_BINARY = ("binary", "blob", "bytea")
_LIST = "List"  # ends GDAL's names of the types of lists


@dataclass(frozen=True)
class File:
    """A layer of a file.

    Attributes:
        path: the file.
        layer: the layer's name in it.
        encoding: that of a shapefile's text according to QGIS; None for other formats.

    """

    path: Path
    layer: str
    encoding: str | None = None


def is_same_layer(one: tuple[str, Path | None], other: tuple[str, Path | None]) -> bool:
    """Return whether two layers, each by its name and the file whose whole content it is, are the same one."""
    (name, path), (other_name, other_path) = one, other
    return name == other_name and path is not None and other_path is not None and path.samefile(other_path)


@dataclass(frozen=True)
class Source:
    """A layer given to an algorithm.

    Attributes:
        name: the layer's name, for messages and roles: that in its file if all of it is taken, else that in QGIS.
        is_polygonal: whether QGIS takes it for one that may have polygons.
        is_curved: whether QGIS takes it for one with curves.
        has_heights: whether its coordinates have heights (Z) or measures (M).
        crs: its coordinate system, which may be invalid.
        part: what is taken of it: `all`, or how the features were chosen.
        file: the file that holds these features, and perhaps more; None if it is no plain file.
        provider: by what QGIS reads it, by QGIS's name for it (`ogr`, `postgres`, `memory`).
        address: where the provider finds it, which may bear a password and a filter: for no message and no output.
        is_changed: whether edits, joined or virtual fields make the features others than those of the file.
        has_own_key: whether a field of the data, such as BSM, is the file's key, which pyogrio and fiona take for the
            feature id alone and not for a column.
        features: the same features through QGIS.
        is_plain: whether its file was looked into already, and declares it as one of polygons without curves.

    """

    name: str
    is_polygonal: bool
    is_curved: bool
    has_heights: bool
    crs: QgsCoordinateReferenceSystem
    part: str
    file: File | None
    is_changed: bool
    has_own_key: bool
    features: Features
    provider: str = "ogr"
    address: str = field(default="", repr=False)
    is_plain: bool = False

    @cached_property
    def may_be_polygonal(self) -> bool:
        """Return whether it has polygons, or is of no one kind of geometry and may have some."""
        # QGIS takes a layer of several kinds for one of its first feature's.
        return self.is_polygonal or (self.file is not None and is_of_any_kind(self.file.path, self.file.layer))

    @cached_property
    def has_curves(self) -> bool:
        """Return whether its polygons may have curves; of some files all are looked through, so ask in a worker."""
        if self.is_plain or self.file is None:
            return self.is_curved
        return self.is_curved or has_curves(self.file.path, self.file.layer)

    @property
    def label(self) -> str:
        """Return what is told of where the layer comes from: its file and its name there, or its name and provider."""
        if self.file is not None:
            return f"{self.file.path.name}|layername={self.file.layer}"
        return f"{self.name} ({self.provider})"

    @property
    def names_layer(self) -> bool:
        """Return whether it was given by the name of a layer, and not as a whole file."""
        parts = decode_source(self.provider, self.address)
        return bool(parts.get("layerName") or parts.get("layerId"))

    @property
    def whole_file(self) -> Path | None:
        """Return the file whose whole content these features are, or None."""
        return self.file.path if self.file is not None and self.part == ALL else None

    @property
    def file_name(self) -> str:
        """Return the name of the file that the features come from, chosen or all; empty if there is none."""
        return self.file.path.name if self.file is not None else ""

    @property
    def columns(self) -> list[str]:
        """Return the names of the columns, without the feature ids, which QGIS shows as a column."""
        return [name for name in self.features.fields.names() if name.lower() != "fid"]

    @property
    def is_readable(self) -> bool:
        """Return whether these features are a whole file that Python can read, with an encoding that it knows."""
        if self.file is None or self.part != ALL or self.has_own_key or not is_taken_whole(self.file.path):
            return False
        if self._has_lists:
            return False
        return self.file.encoding is None or self._has_known_encoding

    @property
    def is_stored(self) -> bool:
        """Return whether these are features of a shapefile, as they stand in it, and Python can decode its text."""
        return not self.is_changed and self._has_known_encoding and is_taken_whole(cast("File", self.file).path)

    @property
    def _has_known_encoding(self) -> bool:
        """Return whether the file is a shapefile with an encoding that Python knows."""
        if self.file is None or self.file.encoding is None or self.file.path.suffix.lower() not in _SHAPEFILES:
            return False
        try:
            return bool(codecs.lookup(self.file.encoding))
        except LookupError:
            return False

    @property
    def _has_lists(self) -> bool:
        """Return whether fields hold lists, which older versions of pyogrio leave out where there is no Arrow."""
        return any(field.typeName().endswith(_LIST) for field in self.features.fields.toList())

    @property
    def binary_columns(self) -> list[str]:
        """Return the names of columns with binary data, such as pictures."""
        return [field.name() for field in self.features.fields.toList() if field.typeName().lower() in _BINARY]


def take_sources(
    algorithm: QgsProcessingAlgorithm, parameters: Parameters, context: QgsProcessingContext
) -> dict[str, list[Source]]:
    """Take the layers given to an algorithm; call it when the algorithm is prepared, in the main thread.

    Returns:
        layers by parameter; an empty list where none was given.

    Raises:
        InputError: a layer cannot be opened.

    """
    scope = algorithm.createExpressionContext(parameters, context)
    sources: dict[str, list[Source]] = {}
    systems: dict[str, QgsCoordinateReferenceSystem] = {}
    with files_kept_open():
        for definition in layer_parameters(algorithm):
            value = parameters.get(definition.name())
            plain = _plain_layers(definition, value, context)
            layers = [] if _is_empty(value) else _layers(algorithm, definition, value, context, scope, plain)
            sources[definition.name()] = [
                _source_of_package(layer, systems) if isinstance(layer, PackageLayer) else _source(layer, value, scope)
                for layer in layers
            ]
    return sources


def without_plain_layers(
    algorithm: QgsProcessingAlgorithm, parameters: Parameters, context: QgsProcessingContext
) -> Parameters:
    """Return parameters that QGIS may check, which opens all layers: of plain ones of a file with many, the first."""
    checked = dict(parameters)
    with files_kept_open():
        for definition in layer_parameters(algorithm):
            value = parameters.get(definition.name())
            plain = _plain_layers(definition, value, context)
            if plain and isinstance(value, (list, tuple)):
                others = [each for each in value if not (isinstance(each, str) and each in plain)]
                checked[definition.name()] = others or list(value[:1])
    return checked


def _plain_layers(
    definition: QgsProcessingParameterDefinition, value: object, context: QgsProcessingContext
) -> dict[str, PackageLayer]:
    """Return the layers of a list that are plain ones of a file with many layers, by what they were given as.

    Those that QGIS has open already are left to it, for they may have edits.
    """
    if not isinstance(definition, QgsProcessingParameterMultipleLayers) or not isinstance(value, (list, tuple)):
        return {}
    texts = [text for text in value if isinstance(text, str)]
    project, stored = context.project(), context.temporaryLayerStore()
    opened = [*(project.mapLayers() if project else {}).values(), *(stored.mapLayers() if stored else {}).values()]
    known = {name for layer in opened for name in (layer.source(), layer.name(), layer.id())}
    found = ((text, find_package_layer(text)) for text in texts if text not in known)
    return {text: layer for text, layer in found if layer is not None}


def _is_empty(value: object) -> bool:
    """Return whether a parameter was left empty."""
    return value is None or (isinstance(value, (str, list, tuple)) and not value)


def input_files(
    algorithm: QgsProcessingAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    sources: Mapping[str, list[Source]],
) -> list[File]:
    """Return the files that a run reads: those of its layers and of what these join or query, and those given as files.

    The layer of a file is empty where any of its layers may be read.
    """
    layers = [source for given in sources.values() for source in given]
    files = [source.file for source in layers if source.file is not None]
    known = {file.path for file in files}
    behind = {state.path for source in layers for state in source.features.state.files} - known
    others = (*sorted(behind), *given_files(algorithm, parameters, context))
    return [*files, *(File(path, "") for path in others)]


def given_files(algorithm: QgsProcessingAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> list[Path]:
    """Return the files that an algorithm was given as such, and not as layers."""
    definitions = algorithm.parameterDefinitions()
    names = [each.name() for each in definitions if isinstance(each, QgsProcessingParameterFile)]
    texts = [algorithm.parameterAsFile(parameters, name, context) for name in names]
    for each in filter(_takes_files, definitions):
        texts += algorithm.parameterAsFileList(parameters, each.name(), context)
    return [Path(text) for text in texts if text]


def layer_parameters(algorithm: QgsProcessingAlgorithm) -> list[QgsProcessingParameterDefinition]:
    """Return an algorithm's parameters that take layers."""
    kinds = (QgsProcessingParameterFeatureSource, QgsProcessingParameterMultipleLayers)
    definitions = algorithm.parameterDefinitions()
    return [each for each in definitions if isinstance(each, kinds) and not _takes_files(each)]


def _takes_files(definition: QgsProcessingParameterDefinition) -> bool:
    """Return whether a parameter takes a list of files that are no layers."""
    return isinstance(definition, QgsProcessingParameterMultipleLayers) and definition.layerType() == FILE


def find_unreadable(algorithm: QgsProcessingAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
    """Return a message which layer given as a path cannot be opened, and why; empty if all can."""
    with files_kept_open():
        for definition in layer_parameters(algorithm):
            value = parameters.get(definition.name())
            plain = _plain_layers(definition, value, context)
            for text in _given_sources(value):
                if is_local(text) and text not in plain and not _opens(text, context):
                    return f"{definition.description()} ({definition.name()}): {why_unreadable(text)}"
    return ""


def find_named_server(algorithm: QgsProcessingAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
    """Return a message which file given as a layer, or as such, names a server to be asked; empty if none does."""
    try:
        for path in given_files(algorithm, parameters, context):
            require_no_server(path)
    except InputError as error:
        return str(error)
    return _server_of_layers(algorithm, parameters)


def _server_of_layers(algorithm: QgsProcessingAlgorithm, parameters: Parameters) -> str:
    """Return a message which file given as a layer names a server; empty if none does."""
    for definition, text in _given_layers(algorithm, parameters):
        try:
            if is_local(text):
                require_no_server(Path(str(decode_source("ogr", text).get("path") or "")))
        except InputError as error:
            return f"{definition.description()} ({definition.name()}): {error}"
    return ""


def find_endless(algorithm: QgsProcessingAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
    """Return a message which layer given as a path, or in a file of results, may never end; empty if none is such."""
    for path in given_files(algorithm, parameters, context):
        try:
            require_bounded(path)
        except InputError as error:
            return str(error)
    found = {text: definition for definition, text in _given_layers(algorithm, parameters)}
    with files_kept_open():
        for text, definition in found.items():
            reason = why_endless(text) if is_local(text) else why_endless_view(text)
            if reason:
                return f"{definition.description()} ({definition.name()}): {reason}"
    return ""


def find_oversized(algorithm: QgsProcessingAlgorithm, parameters: Parameters) -> str:
    """Return a message which workbook given as a path is too large, or none, before QGIS unpacks it; empty if none."""
    for definition, text in _given_layers(algorithm, parameters):
        path = Path(str(decode_source("ogr", text).get("path") or "")) if is_local(text) else Path()
        if path.suffix.lower() != XLSX or not path.is_file():
            continue
        try:
            check_office_file(path)
        except InputError as error:
            return f"{definition.description()} ({definition.name()}): {error}"
    return ""


def find_unreachable(algorithm: QgsProcessingAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
    """Return a message which layer given as a connection cannot be opened; empty if all can.

    Before QGIS tries them itself: as layers of every kind, some of which print the whole connection.
    """
    for definition, text in _given_layers(algorithm, parameters):
        if not is_local(text) and not _opens(text, context):
            said = tr(
                "“{layer}” cannot be opened: its server does not answer or refuses the user, there is no such layer, "
                "or its filter fails. Load it in QGIS's Browser, which says why, and choose it there."
            ).format(layer=source_label(text))
            return f"{definition.description()} ({definition.name()}): {said}"
    return ""


def _given_layers(
    algorithm: QgsProcessingAlgorithm, parameters: Parameters
) -> Iterator[tuple[QgsProcessingParameterDefinition, str]]:
    """Yield the parameters that take layers with each source that they are given as text."""
    for definition in layer_parameters(algorithm):
        for text in _given_sources(parameters.get(definition.name())):
            yield definition, text


def _opens(source: str, context: QgsProcessingContext) -> bool:
    """Return whether QGIS opens a source as a vector layer."""
    kind = QgsProcessingUtils.LayerHint.Vector
    return QgsProcessingUtils.mapLayerFromString(source, context, True, kind) is not None


def _given_sources(value: object) -> list[str]:
    """Return the sources that a parameter's value gives as text."""
    return [text for text in map(given_source, value if isinstance(value, (list, tuple)) else [value]) if text]


def secret_texts(parameters: Parameters, sources: Iterable[Source] = ()) -> set[str]:
    """Return what no sentence of a run may repeat: connections, filters and their addresses.

    Args:
        parameters: as given, outputs among them.
        sources: the layers taken.

    """
    texts = {getattr(value, "filterExpression", "") for value in parameters.values()}
    given = {text for value in parameters.values() for text in _given_sources(value)}
    given |= {source.address for source in sources}
    return {text for text in (*texts, *(secret for text in given for secret in secrets_of(text))) if text}


def users_and_passwords(parameters: Parameters, sources: Iterable[Source] = ()) -> set[str]:
    """Return the users and passwords of a run's connections; arguments as in `secret_texts`."""
    given = {text for value in parameters.values() for text in _given_sources(value)}
    given |= {source.address for source in sources}
    return {text for source in given for text in users_of(source) if text}


def find_unacceptable(algorithm: QgsProcessingAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
    """Return a message which value cannot be used, and which could; empty if all can."""
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name(), definition.defaultValue())
        if definition.checkValueIsAcceptable(value, context) and not _is_misread(definition, value, context):
            continue
        named = f"{definition.description()} ({definition.name()})"
        if value is None or value in ("", NULL):
            return tr("{parameter}: nothing was given.").format(parameter=named)
        hint = ""
        if isinstance(definition, QgsProcessingParameterEnum):
            labels = choice_labels(definition.name(), tr)
            options = (
                f"{option} ({labels[option]})" if option in labels else option for option in definition.options()
            )
            hint = tr("Choose one of: {options}.").format(options=", ".join(options))
        elif isinstance(definition, QgsProcessingParameterNumber):
            least, most = (f"{bound:,.15g}" for bound in (definition.minimum(), definition.maximum()))
            hint = tr("Enter a number from {least} to {most}.").format(least=least, most=most)
        elif isinstance(definition, QgsProcessingParameterDateTime):
            hint = tr("Enter a day of the form YYYY-MM-DD.")
        shown = _shown(definition, value)
        return (
            tr("{parameter}: “{value}” cannot be used. {hint}").format(parameter=named, value=shown, hint=hint).strip()
        )
    return ""


def has_misread(algorithm: QgsProcessingAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> bool:
    """Return whether QGIS takes a value for another, so that its own check finds nothing."""
    definitions = algorithm.parameterDefinitions()
    return any(_is_misread(each, parameters.get(each.name()), context) for each in definitions)


def require_numbers(algorithm: QgsProcessingAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> None:
    """Raise `InputError` where `has_misread`."""
    if has_misread(algorithm, parameters, context):
        raise InputError(find_unacceptable(algorithm, parameters, context))


def _is_misread(definition: QgsProcessingParameterDefinition, value: object, context: QgsProcessingContext) -> bool:
    """Return whether a number is none, or beyond its bounds, though QGIS accepts it.

    Where one is optional, QGIS takes any text, and reads it as 0; and nothing that it compares “nan” with is false.
    """
    if not isinstance(definition, QgsProcessingParameterNumber) or value in (None, ""):
        return False
    needed = QgsProcessingParameterNumber("", "", definition.dataType())
    if isinstance(value, str) and not needed.checkValueIsAcceptable(value, context):
        return True
    number = QgsProcessingParameters.parameterAsDouble(definition, {definition.name(): value}, context)
    return not definition.minimum() <= number <= definition.maximum()


def _shown(definition: QgsProcessingParameterDefinition, value: object) -> object:
    """Return what a message may say of a value: of layers and files their names or paths, not their sources."""
    kinds = (
        QgsProcessingParameterDateTime,
        QgsProcessingParameterEnum,
        QgsProcessingParameterNumber,
        QgsProcessingParameterString,
    )
    if isinstance(definition, kinds) and isinstance(value, (str, int, float)):
        return without_secrets(str(value))
    return ", ".join(map(source_label, _given_sources(value))) or type(value).__name__


def _layers(
    algorithm: QgsProcessingAlgorithm,
    definition: QgsProcessingParameterDefinition,
    value: object,
    context: QgsProcessingContext,
    scope: QgsExpressionContext,
    plain: Mapping[str, PackageLayer],
) -> list[QgsVectorLayer | PackageLayer]:
    """Return all layers given to a parameter, those in `plain` without QGIS; it drops from a list what it cannot open.

    Raises:
        InputError: a layer cannot be opened.

    """
    name = definition.name()
    server = _server_of_layers(algorithm, {name: value})  # steps of models are not asked for `checkParameterValues`
    if server:
        raise InputError(server)
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source.valueAsString(scope, "")[0]
    elif isinstance(value, QgsProcessingOutputLayerDefinition):  # a step of a model hands it to the next
        value = value.sink.valueAsString(scope, "")[0]
    given = value if isinstance(value, (list, tuple)) else [value]
    if isinstance(definition, QgsProcessingParameterMultipleLayers):
        if plain:
            value = [each for each in given if not (isinstance(each, str) and each in plain)]
        opened: list[QgsMapLayer | None] = []
        if not _is_empty(value):
            opened += algorithm.parameterAsLayerList({name: value}, name, context)
        wanted = len(value) if isinstance(value, (list, tuple)) else 1
    else:
        opened, wanted = [algorithm.parameterAsVectorLayer({name: value}, name, context)], 1
    layers = [layer for layer in opened if isinstance(layer, QgsVectorLayer) and layer.isValid()]
    if not len(layers) == len(opened) == wanted:
        raise InputError(
            find_unreachable(algorithm, {name: value}, context)
            or find_unreadable(algorithm, {name: value}, context)
            or tr("{parameter}: a layer cannot be opened, or is no vector layer.").format(
                parameter=f"{definition.description()} ({name})"
            )
        )
    if isinstance(definition, QgsProcessingParameterMultipleLayers):
        _check_named(layers, f"{definition.description()} ({name})")
    others = iter(layers)
    if not plain:
        return [*others]
    return [plain[each] if isinstance(each, str) and each in plain else next(others) for each in given]


def _check_named(layers: Iterable[QgsVectorLayer], parameter: str) -> None:
    """Raise `InputError` for a file of several layers given as a whole: QGIS would silently take only the first."""
    for layer in layers:
        parts = decode_source(layer.providerType(), layer.source())
        path = Path(str(parts.get("path") or ""))
        if layer.providerType() != "ogr" or parts.get("layerName") or parts.get("layerId") or not path.exists():
            continue
        names = spatial_layers(path)
        if len(names) > 1:
            text = tr(
                "{parameter}: “{path}” holds several layers: {layers}. Choose those that are meant one by one; of a "
                "whole file only the first would be read."
            )
            raise InputError(text.format(parameter=parameter, path=path, layers=", ".join(names)))


def _source(layer: QgsVectorLayer, value: object, scope: QgsExpressionContext) -> Source:
    """Return the source of a layer, and of how its parameter's value selects features of it."""
    part, file = _part(layer, value), _file(layer)
    layer = _opened_for_reading(layer)
    return Source(
        name=_name(layer, part, file),
        is_polygonal=may_have_polygons(layer.wkbType()),
        is_curved=QgsWkbTypes.isCurvedType(layer.wkbType()),
        has_heights=QgsWkbTypes.hasZ(layer.wkbType()) or QgsWkbTypes.hasM(layer.wkbType()),
        crs=_crs(layer),
        part=part,
        file=file,
        is_changed=layer.isModified() or _has_other_fields(layer),
        has_own_key=_has_own_key(layer),
        features=_features(layer, value, scope),
        provider=layer.providerType(),
        address=f"{layer.providerType()}://{layer.source()}" if layer.providerType() != "ogr" else layer.source(),
    )


def _source_of_package(layer: PackageLayer, systems: dict[str, QgsCoordinateReferenceSystem]) -> Source:
    """Return the source of a plain layer of a file with many; `systems` are those known, by their WKT."""
    later = LaterFeatures(layer)
    state = InputState(layer.name, (FileState(layer.path),))
    return Source(
        name=layer.name,
        is_polygonal=True,
        is_curved=False,
        is_plain=True,
        has_heights=layer.has_heights,
        crs=system_of(layer, systems),
        part=ALL,
        file=File(layer.path, layer.name),
        is_changed=False,
        has_own_key=False,
        features=Features(
            layer=layer.name,
            fields=layer.qgis_fields(),
            source=later,
            whole=later,
            request=QgsFeatureRequest(),
            count=layer.count,
            total=layer.count,
            added=0,
            origin=("ogr", layer.source),
            state=state,
        ),
        address=layer.source,
    )


def name_in_runs(layer: QgsVectorLayer) -> str:
    """Return the name by which a run knows a layer of the project: that in its file, if all of it would be taken.

    Raises:
        InputError: the file is missing, or an incomplete shapefile.

    """
    return _name(layer, _part(layer, None), _file(layer))


def _name(layer: QgsVectorLayer, part: str, file: File | None) -> str:
    """Return the name of a layer for messages and roles."""
    return file.layer if file and part == ALL else layer_name(layer)


def _crs(layer: QgsVectorLayer) -> QgsCoordinateReferenceSystem:
    """Return a layer's coordinate system; of collections QGIS tells it only where it reads them."""
    provider = layer.dataProvider()
    unplaced = not layer.crs().isValid() and not layer.isSpatial() and provider is not None
    return QgsCoordinateReferenceSystem(cast("QgsVectorDataProvider", provider).crs() if unplaced else layer.crs())


def _part(layer: QgsVectorLayer, value: object) -> str:
    """Return how features of a layer are chosen; `all` if they are those of its file."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        if value.selectedFeaturesOnly:
            return SELECTED
        if getattr(value, "filterExpression", ""):
            return FILTER
        if value.featureLimit >= 0:
            return f"first {value.featureLimit}"
    if layer.subsetString():
        return FILTER
    if layer.isModified():
        return "with unsaved edits"
    return "with joined or virtual fields" if _has_other_fields(layer) else ALL


def _opened_for_reading(layer: QgsVectorLayer) -> QgsVectorLayer:
    """Return a layer; one of an archive anew where QGIS, which tries to write to it, shows none of its fields."""
    parts = decode_source(layer.providerType(), layer.source()) if layer.providerType() == "ogr" else {}
    is_archive = Path(str(parts.get("path") or "")).suffix.lower() == ARCHIVE and not parts.get("vsiPrefix")
    if not is_archive or layer.fields().count():
        return layer
    again = QgsVectorLayer(f"{ZIP_PREFIX}{layer.source()}", layer.name(), layer.providerType())
    return again if again.isValid() else layer


def _has_own_key(layer: QgsVectorLayer) -> bool:
    """Return whether the key of a layer in a file is a field of the data, and not a mere number of its rows."""
    names = layer.fields().names()
    keys = [names[number] for number in layer.primaryKeyAttributes()] if layer.providerType() == "ogr" else []
    return any(name.lower() not in _ROW_NUMBERS for name in keys)


def _has_other_fields(layer: QgsVectorLayer) -> bool:
    """Return whether a layer has joined or virtual fields."""
    fields = layer.fields()
    return any(fields.fieldOrigin(i) != FIELD_FROM_PROVIDER for i in range(fields.count()))


def _file(layer: QgsVectorLayer) -> File | None:
    """Return the plain file of a layer; None if it has none.

    Raises:
        InputError: the file is missing, or an incomplete shapefile.

    """
    if layer.providerType() != "ogr":
        return None
    parts = decode_source("ogr", layer.source())
    path = Path(str(parts.get("path") or ""))
    provider = layer.dataProvider()
    is_shapefile = provider is not None and provider.storageType() == _DRIVER
    zipped = is_shapefile and parts.get("vsiPrefix") == ZIP_PREFIX and path.suffix.lower() == ARCHIVE
    if parts.get("vsiSuffix") or (parts.get("vsiPrefix") and not zipped):
        return None  # a file in an archive
    if zipped and path.is_file():
        check_archive(path, "archive", tr("Unpack it, and choose the shapefile."))
    if not (path.is_absolute() or path.is_file()):
        return None  # a service, a database
    if not path.exists():
        raise InputError(missing_file(path))
    number = int(str(parts.get("layerId") or 0))
    name = parts.get("layerName") or next(iter(layer_names(path)[number:]), None)
    if name is None:
        return None
    try:
        str(name).encode()
    except UnicodeEncodeError as error:
        raise InputError(no_utf8(layer_name(layer))) from error
    # Once QGIS has opened a shapefile, GDAL decodes no text of it for the rest of the process; and the user may have
    # corrected the encoding that the file states. So the reader gets the encoding from QGIS.
    encoding = provider.encoding() if provider is not None and is_shapefile else None
    if is_shapefile and path.is_dir():  # shapefiles as layers of their folder
        whole = (path / f"{name}{SHAPEFILE}", path / f"{name}{SHAPEFILE.upper()}")
        path = next((file for file in whole if file.is_file()), path)
    fault = shapefile_fault(path)
    if fault:
        raise InputError(fault)
    return None if parts.get("geometryType") or parts.get("openOptions") else File(path, str(name), encoding)


def _features(layer: QgsVectorLayer, value: object, scope: QgsExpressionContext) -> Features:
    """Return the features of a layer that a parameter's value selects."""
    # Before the features, so that no change between the two is missed.
    state = state_of(layer)
    provider = layer.dataProvider()
    request, total = QgsFeatureRequest(), layer.featureCount()
    stored = provider.featureCount() if provider is not None else total
    source: type[QgsVectorLayerFeatureSource | QgsVectorLayerSelectedFeatureSource] = QgsVectorLayerFeatureSource
    count = total
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        if value.selectedFeaturesOnly:
            count, source = layer.selectedFeatureCount(), QgsVectorLayerSelectedFeatureSource
        if getattr(value, "filterExpression", ""):
            request.setFilterExpression(value.filterExpression)
            request.setExpressionContext(scope)
        if value.featureLimit >= 0:
            request.setLimit(value.featureLimit)
    return Features(
        layer=layer.name(),
        fields=layer.fields(),
        source=source(layer),
        whole=QgsVectorLayerFeatureSource(layer),
        request=request,
        count=count,
        total=total,
        added=total - stored if min(total, stored) >= 0 else 0,
        origin=(layer.providerType(), layer.source()),
        state=state,
    )
