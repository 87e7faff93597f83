"""The counties of a folder or of a list: what each has, recognised as for a run; imported when an algorithm runs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from qgis.core import QgsVectorLayer

from .analysis.values.unit_codes import COUNTY_DIGITS, read_unit_codes
from .bridge.errors import ErrorCollector, InputError
from .bridge.file_limits import check_limit, limit
from .bridge.i18n import tr, user_language
from .bridge.io.file_names import safe_file_name
from .bridge.io.found_layers import find_datasets, find_layers, is_dataset
from .bridge.spreadsheets import CSV, WORKBOOKS, XLSX
from .bridge.survey.field_matching import match_fields
from .bridge.survey.layer_recognition import UnclearLayerError, recognise_kind
from .bridge.survey.recognition_reasons import reason_text
from .bridge.survey.schema import Survey
from .bridge.tables.definitions import load_table
from .bridge.text_files import decode_given
from .measure_inputs import INPUT_TABLES
from .parameters import MORE_PARCELS, PARCELS
from .recognised_inputs import PARCEL_KIND, RecognisedInput, as_parameters, can_be_input, usable_kinds
from .workflows.folder.county import County
from .workflows.folder.results import is_taken

_SEPARATORS = ("\t", ",", "，")
_READ = (XLSX, CSV)
_OF_VERSIONS = re.compile(r"[\W_\d年]+")
_CODE = "ZLDWDM"
_SHOWN = 60  # characters of a line that a message quotes


def find_counties(path: Path, survey: Survey) -> tuple[list[County], list[str]]:
    """Return the counties of a folder or a list, sorted by name, and the entries without any file of layers.

    What has layers and no parcels is a county with a fault: nobody knows that it is none, and a damaged file has no
    layers.

    Args:
        path: a folder whose every folder, geodatabase or file of layers is a county; or a text file with a county a
            line: its path, or its name and its path behind a comma or tab.
        survey: the kinds of layers, with the names of the office's profile.

    Raises:
        InputError: there is no county, a path of the list does not exist, or the name of a county's folder is that of
            another's, or one that the output folder itself needs.

    """
    entries = _folder_entries(path) if path.is_dir() else _list_entries(path)
    found = [(name, place, find_datasets(place)) for name, place in entries]
    without = [name for name, _, datasets in found if not datasets]
    _check_folders([(name, place) for name, place, datasets in found if datasets])
    counties = [_recognise(name, place, datasets, survey) for name, place, datasets in found if datasets]
    if all(county.fault for county in counties):
        text = tr(
            "“{path}” has no county: a folder, geodatabase or file with a layer of parcels, recognised by its name "
            "(DLTB, 地类图斑) or its fields."
        )
        reasons = [county.fault for county in counties[:1]]
        raise InputError(" ".join([text.format(path=path.name), *reasons]))
    return sorted(counties, key=lambda county: county.name), without


def _folder_entries(folder: Path) -> list[tuple[str, Path]]:
    """Return names and paths of what in a folder may be a county; hidden entries are none."""
    entries = [entry for entry in sorted(folder.iterdir()) if not entry.name.startswith(".")]
    return [
        (entry.name if entry.is_dir() and not is_dataset(entry) else entry.stem, entry)
        for entry in entries
        if entry.is_dir() or is_dataset(entry) or not _exists(entry)  # a link to a disk that is not there
    ]


def _list_entries(path: Path) -> list[tuple[str, Path]]:
    """Return names and paths of a list of counties; relative paths begin at the list's own folder."""
    if path.stat().st_size > limit("county_list", "bytes"):
        raise InputError(tr("“{path}” is no list of counties: it is too large.").format(path=path.name))
    lines = [(number, line.strip()) for number, line in enumerate(_text(path).splitlines(), 1) if line.strip()]
    most = limit("county_list", "counties")
    check_limit(path.name, tr("counties"), len(lines), most, tr("Make a list for each province."))
    entries, errors = [], ErrorCollector()
    for number, line in lines:
        with errors.collect():
            entries.append(_list_entry(path, number, line))
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
        if found and not _exists(path.parent / line):
            name, place = first.strip(), rest.strip()
            break
    county = path.parent / place
    if not _exists(county):
        text = tr(
            "“{file}”, line {line}: “{path}” does not exist. Write the path of a county, or its name, a comma and the "
            "path."
        )
        raise InputError(text.format(file=path.name, line=number, path=place[:_SHOWN]))
    return name or county.stem, county


def _exists(path: Path) -> bool:
    """Return whether something is at a path; a text that can be none on this system leads to nothing."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _recognise(name: str, path: Path, datasets: Sequence[Path], survey: Survey) -> County:
    """Return a county, whose files of layers are known, with what its layers are."""
    inputs = list[RecognisedInput]()
    tables, left_out, fault = _find_tables(path)
    try:
        layers = list(find_layers(path))
    except InputError as error:
        return County(name, safe_file_name(name), path, {}, tuple(datasets), (), str(error))
    for found in layers:
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
    if not any(one.kind == PARCEL_KIND for one in inputs):
        text = tr(
            "None of its layers is recognised as parcels by its name (DLTB, 地类图斑) or its fields: {files}. See "
            "whether the files are whole; what is no county belongs into another folder."
        )
        fault = text.format(files=", ".join(dataset.name for dataset in datasets))
    parameters = {**as_parameters(inputs, survey), **{parameter: str(file) for parameter, file in tables.items()}}
    files = (*datasets, *tables.values())
    return County(name, safe_file_name(name), path, parameters, files, tuple(left_out), fault)


def county_codes(county: County, survey: Survey) -> set[str]:
    """Return the codes of the counties in which a county's parcels lie by their own codes, as far as these are read."""
    given = [county.parameters[PARCELS], *_listed(county.parameters.get(MORE_PARCELS))]
    codes = set[str]()
    for uri in map(str, given):
        layer = QgsVectorLayer(uri, county.name, "ogr", QgsVectorLayer.LayerOptions(False))
        names = layer.fields().names()
        column = match_fields(names, county.name, {}, survey).get(_CODE, ("",))[0]
        values = layer.uniqueValues(names.index(column)) if column in names else ()
        read = read_unit_codes([value for value in values if isinstance(value, (str, int, float))])
        codes |= {str(code)[:COUNTY_DIGITS] for code in read.values[~read.unreadable] if code}
    return codes


def _listed(value: object) -> list[object]:
    """Return the members of a parameter that takes several layers."""
    return list(value) if isinstance(value, (list, tuple)) else []


def _find_tables(path: Path) -> tuple[dict[str, Path], list[str], str]:
    """Return the tables of input in a county's folder by parameter, files that are none, and what is wrong with them.

    A workbook or CSV file is one whose name is that of the table or its id, with a year or without: 案件2024.xlsx.
    """
    known = {
        _bare(name): parameter
        for parameter, table in INPUT_TABLES.items()
        for name in (table, *load_table(table).name.values())
    }
    found, others, fault = dict[str, Path](), list[str](), ""
    files = list(path.iterdir()) if path.is_dir() and not is_dataset(path) else []
    for file in sorted(files, key=lambda each: (each.suffix.lower() not in _READ, each)):
        if file.suffix.lower() not in (*WORKBOOKS, CSV) or file.name.startswith((".", "~$")) or not file.is_file():
            continue
        parameter, is_read = known.get(_bare(file.stem), ""), file.suffix.lower() in _READ
        table = load_table(INPUT_TABLES[parameter]).name[user_language()] if parameter else ""
        if parameter and parameter not in found and is_read:
            found[parameter] = file
        elif parameter and parameter not in found:
            text = tr("“{file}” is the table {table}, and is not read in this form. Save it as .xlsx.")
            fault = text.format(file=file.name, table=table)
        elif parameter and is_read:
            text = tr("“{one}” and “{another}” are both the table {table}. Leave one of them in the folder.")
            fault = text.format(one=found[parameter].name, another=file.name, table=table)
        else:
            others.append(file.name)
    return found, others, fault


def _bare(name: str) -> str:
    """Return a name without what tells versions of a file apart: digits, blanks, brackets and the word year.

    >>> _bare("案件 2024年"), _bare("compensation_rates")
    ('案件', 'compensationrates')

    """
    return _OF_VERSIONS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def _check_folders(entries: Sequence[tuple[str, Path]]) -> None:
    """Check that the results of each county can have a folder of their own, before anything is opened.

    Args:
        entries: names and paths of the counties.

    Raises:
        InputError: the output folder itself needs the name, or two have the same one, perhaps in other letters.

    """
    errors = ErrorCollector()
    seen: dict[str, Path] = {}
    for name, path in entries:
        folder = safe_file_name(name)
        # As systems compare names that make no difference of capitals, or of ways to write an accent.
        other = seen.setdefault(unicodedata.normalize("NFC", folder).casefold(), path)
        with errors.collect():
            if is_taken(folder):
                text = tr(
                    "“{county}” would write into “{folder}”, a name that the output folder needs for itself. Rename "
                    "the county, or give it another name in a list of counties."
                )
                raise InputError(text.format(county=path.name, folder=folder))
            if other is not path:
                text = tr(
                    "“{one}” and “{another}” would both write into the folder “{folder}”. Rename one, or name them in "
                    "a list of counties."
                )
                raise InputError(text.format(one=other.name, another=path.name, folder=folder))
    errors.check()
