"""Places of all outputs of a run, looked at before the work: apart from every input, and from each other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterVectorDestination,
    QgsProperty,
)

from ..compat import FOLDER
from ..errors import InputError
from ..i18n import tr
from ..paths import DEFAULT_POLICY
from .database_inputs import is_one_table
from .datasets import GEOPACKAGE
from .destinations import Destination, check_file, parse_destination
from .source_names import source_label
from .sources import File, Parameters, Source, input_files
from .staging import check_apart

_TEMPORARY = ("", "TEMPORARY_OUTPUT", "memory:")


def check_outputs(
    algorithm: QgsProcessingAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    sources: Mapping[str, list[Source]],
    carried_on: Iterable[str] = (),
) -> tuple[dict[Path, int], list[Path]]:
    """Check all outputs of an algorithm that are files: layers, tables, pages, workbooks.

    What layers an output would replace in a GeoPackage is checked where their names are known (`outputs.Outputs`).

    Args:
        algorithm: whose outputs they are.
        parameters: as given.
        context: the run's.
        sources: its layers (`sources.take_sources`).
        carried_on: parameters of files that an output may take the place of.

    Returns:
        when the run began to look at the folder of each file that is no layer, as `staging.stage_together` takes it;
        and the files that nothing may replace (`staging.keeping`): those that it reads and adds no layer to.

    Raises:
        InputError: an output would take the place of an input or of another output, or cannot be written there.

    """
    targets = _targets(algorithm, parameters, context)
    check_distinct(titled(algorithm, targets))
    carried = {Path(algorithm.parameterAsFile(parameters, name, context)) for name in carried_on}
    read = [file for file in input_files(algorithm, parameters, context, sources) if file.path not in carried]
    read.append(File(DEFAULT_POLICY, ""))
    since: dict[Path, int] = {}
    for name, target in targets.items():
        definition = algorithm.parameterDefinition(name)
        check_not_read(target, read)
        if target.path is not None and isinstance(definition, QgsProcessingParameterFileDestination):
            _check_outside(
                target.path, f".{definition.defaultFileExtension()}", _folders(algorithm, parameters, context)
            )
            since[target.path.parent] = check_file(target.path, ())
    added = {_place(target.path) for target in targets.values() if target.path is not None}
    return since, [file.path for file in read if _place(file.path) not in added]


def check_not_read(target: Destination, read: Iterable[File]) -> None:
    """Raise `InputError` where an output to a file would replace a file that the run reads, or a layer of one."""
    # SQLite takes names of tables that differ by case alone for the same one; some inputs do not tell theirs.
    own = ("", target.layer.lower())
    adds = target.adds and target.layer
    if target.path is not None:
        check_apart(target.path, [file.path for file in read if not adds or file.layer.lower() in own])


def check_distinct(targets: Mapping[str, Destination]) -> None:
    """Raise `InputError` where one of several outputs would take the place of another.

    Args:
        targets: outputs by the names that users know; of a file that is no layer, and of a layer whose name is not
            known, the layer is empty.

    """
    for (first, one), (second, other) in combinations(targets.items(), 2):
        if one.path is None or other.path is None:
            if one.path is other.path and is_one_table(one.text, other.text):
                raise _given_twice(source_label(one.text), first, second)
            continue
        if _place(one.path) != _place(other.path):
            continue
        layers = one.layer.lower(), other.layer.lower()
        if (
            one.path.suffix.lower() == GEOPACKAGE
            and one.is_layer
            and other.is_layer
            and ("" in layers or len({*layers}) > 1)
        ):
            continue
        raise _given_twice(one.path, first, second)


def _given_twice(place: object, first: str, second: str) -> InputError:
    """Return the error that a file or table is given for two outputs."""
    text = tr(
        "“{path}” is given for two outputs, “{first}” and “{second}”, and one would replace the other. Choose "
        "another file for one of them."
    )
    return InputError(text.format(path=place, first=first, second=second))


def titled(algorithm: QgsProcessingAlgorithm, targets: Mapping[str, Destination]) -> dict[str, Destination]:
    """Return outputs, which are given by parameter, by the names that users know."""
    definitions = algorithm.parameterDefinitions()
    return {each.description(): targets[each.name()] for each in definitions if each.name() in targets}


def _targets(
    algorithm: QgsProcessingAlgorithm, parameters: Parameters, context: QgsProcessingContext
) -> dict[str, Destination]:
    """Return the destinations that were given, by parameter; not the temporary ones, which get names of their own."""
    found = {}
    for definition in algorithm.parameterDefinitions():
        text = _given_text(parameters.get(definition.name()), context)
        if text in _TEMPORARY:
            continue
        if isinstance(definition, QgsProcessingParameterFileDestination):
            found[definition.name()] = Destination(text, Path(text), "", is_layer=False)
        elif isinstance(definition, QgsProcessingParameterVectorDestination):
            found[definition.name()] = parse_destination(text, "")
    return found


def _given_text(value: object, context: QgsProcessingContext) -> str:
    """Return an output as it was given; asking QGIS for it would have it loaded into the project twice."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext(), "")[0]
    return value if isinstance(value, str) else ""


def _folders(algorithm: QgsProcessingAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> list[Path]:
    """Return the folders that an algorithm was given to read."""
    definitions = (each for each in algorithm.parameterDefinitions() if isinstance(each, QgsProcessingParameterFile))
    names = [each.name() for each in definitions if each.behavior() == FOLDER]
    texts = (algorithm.parameterAsFile(parameters, name, context) for name in names)
    return [Path(text) for text in texts if text]


def _check_outside(path: Path, suffix: str, folders: Iterable[Path]) -> None:
    """Raise `InputError` for a file that stands in a folder of the input, and is none of the output's own kind."""
    if path.is_file() and path.suffix.lower() != suffix:
        check_apart(path, [path for folder in folders if folder.resolve() in path.resolve().parents])


def _place(path: Path) -> str:
    """Return what two names of one file have in common, whether it is there or not."""
    return os.path.normcase(os.path.realpath(path))
