"""The counties of a folder or of a list: what each has, recognised as for a run; imported when an algorithm runs."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Sequence
from pathlib import Path

from qgis.core import QgsVectorLayer

from .bridge.errors import ErrorCollector, InputError
from .bridge.file_limits import limit
from .bridge.i18n import tr
from .bridge.io.file_names import safe_file_name
from .bridge.io.found_layers import find_datasets, find_layers, is_dataset
from .bridge.survey.layer_recognition import UnclearLayerError, recognise_kind
from .bridge.survey.recognition_reasons import reason_text
from .bridge.survey.schema import Survey
from .bridge.text_files import decode_given
from .recognised_inputs import PARCEL_KIND, RecognisedInput, as_parameters, can_be_input, usable_kinds
from .workflows.folder.county import County

_SEPARATORS = ("\t", ",", "，")


def find_counties(path: Path, survey: Survey) -> tuple[list[County], list[str]]:
    """Return the counties of a folder or a list, sorted by name, and the entries without any file of layers.

    What has layers and no parcels is a county with a fault: nobody knows that it is none, and a damaged file has no
    layers.

    Args:
        path: a folder whose every folder, geodatabase or file of layers is a county; or a text file with a county a
            line: its path, or its name and its path behind a comma or tab.
        survey: the kinds of layers, with the names of the office's profile.

    Raises:
        InputError: there is no county, a path of the list does not exist, or two counties would have one folder.

    """
    entries = _folder_entries(path) if path.is_dir() else _list_entries(path)
    counties, without = [], []
    for name, place in entries:
        county = _recognise(name, place, survey)
        if county is None:
            without.append(name)
        else:
            counties.append(county)
    if all(county.fault for county in counties):
        text = tr(
            "“{path}” has no county: a folder, geodatabase or file with a layer of parcels, recognised by its name "
            "(DLTB, 地类图斑) or its fields."
        )
        raise InputError(text.format(path=path.name))
    _require_own_folders(counties)
    return sorted(counties, key=lambda county: county.name), without


def _folder_entries(folder: Path) -> list[tuple[str, Path]]:
    """Return names and paths of what in a folder may be a county; hidden entries are none."""
    entries = [entry for entry in sorted(folder.iterdir()) if not entry.name.startswith(".")]
    return [
        (entry.name if entry.is_dir() and not is_dataset(entry) else entry.stem, entry)
        for entry in entries
        if entry.is_dir() or is_dataset(entry)
    ]


def _list_entries(path: Path) -> list[tuple[str, Path]]:
    """Return names and paths of a list of counties; relative paths begin at the list's own folder."""
    if path.stat().st_size > limit("county_list", "bytes"):
        raise InputError(tr("“{path}” is no list of counties: it is too large.").format(path=path.name))
    entries, errors = [], ErrorCollector()
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip():
            continue
        with errors.collect():
            entries.append(_list_entry(path, number, line.strip()))
    errors.check()
    return entries


def _text(path: Path) -> str:
    """Return the text of a list, in UTF-8 or GBK."""
    try:
        return decode_given(path.read_bytes())
    except UnicodeDecodeError as error:
        text = tr("“{path}” is no list of counties: its text is neither UTF-8 nor GBK.")
        raise InputError(text.format(path=path.name)) from error


def _list_entry(path: Path, number: int, line: str) -> tuple[str, Path]:
    """Return name and path of a line of a list."""
    name, place = "", line
    for separator in _SEPARATORS:
        first, found, rest = line.partition(separator)
        if found and not (path.parent / line).exists():
            name, place = first.strip(), rest.strip()
            break
    county = path.parent / place
    if not county.exists():
        text = tr(
            "“{file}”, line {line}: “{path}” does not exist. Write the path of a county, or its name, a comma and the "
            "path."
        )
        raise InputError(text.format(file=path.name, line=number, path=place))
    return name or county.stem, county


def _recognise(name: str, path: Path, survey: Survey) -> County | None:
    """Return a county with what its layers are; None where there is no file of layers."""
    datasets = find_datasets(path)
    if not datasets:
        return None
    inputs, left_out = [], []
    for found in find_layers(path):
        layer = QgsVectorLayer(found.uri, found.name, found.provider, QgsVectorLayer.LayerOptions(False))
        if not can_be_input(layer):
            continue
        try:
            known = recognise_kind(layer.name(), layer.fields().names(), survey)
        except UnclearLayerError as error:
            left_out.append(error.reason)
            continue
        if known.role in usable_kinds(survey):
            inputs.append(RecognisedInput(found.uri, found.name, found.name, known.role, False, reason_text(known.why)))
        else:
            left_out.append(found.name)
    fault = ""
    if not any(one.kind == PARCEL_KIND for one in inputs):
        text = tr(
            "None of its layers is recognised as parcels by its name (DLTB, 地类图斑) or its fields: {files}. See "
            "whether the files are whole; what is no county belongs into another folder."
        )
        fault = text.format(files=", ".join(dataset.name for dataset in datasets))
    files = tuple(_files(datasets))
    return County(name, safe_file_name(name), path, as_parameters(inputs, survey), files, tuple(left_out), fault)


def _files(datasets: Iterable[Path]) -> list[Path]:
    """Return all files of datasets: those of a geodatabase, those beside a shapefile."""
    found: list[Path] = []
    for path in datasets:
        inside = path.rglob("*") if path.is_dir() else path.parent.glob(f"{glob.escape(path.stem)}.*")
        found += sorted(each for each in inside if each.is_file())
    return list(dict.fromkeys(found))


def _require_own_folders(counties: Sequence[County]) -> None:
    """Raise `InputError` where the results of two counties would lie in one folder."""
    seen: dict[str, County] = {}
    for county in counties:
        other = seen.setdefault(county.folder.lower(), county)
        if other is not county:
            text = tr(
                "“{one}” and “{another}” would both write into the folder “{folder}”. Rename one, or name them in a "
                "list of counties."
            )
            raise InputError(text.format(one=other.path.name, another=county.path.name, folder=county.folder))
