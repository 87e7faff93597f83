"""Every reader of files and texts that come from outside, as a function of bytes.

A target reads what it is given, or refuses it by an error of ours with a sentence; anything else is a finding. Files
of several parts (workbooks, templates) are given as text: `=== name` begins a part that replaces, or is added to, one
of a sound file. Layers are given as lines that change a sound file: `gpkg 4096 0d00` writes bytes at an offset, `dbf
cut 200` cuts a file, `prj is GEOGCS[...` makes one anew, `sql UPDATE ...` is run in the GeoPackage.
"""

from __future__ import annotations

import io
import os
import resource
import shutil
import sqlite3
import tempfile
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pyogrio
import shapely
from openpyxl.workbook.defined_name import DefinedName
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt.QtGui import QFont

from farmland_redline.processing.analysis.area.ellipsoidal import GaussKruger
from farmland_redline.processing.analysis.area.rounding import LARGEST_AREA
from farmland_redline.processing.analysis.dates import iso_day, period_end, period_start
from farmland_redline.processing.analysis.quality.geometries import ShapeStandard, check_shapes, sound_shapes
from farmland_redline.processing.analysis.values.kinds import Kind
from farmland_redline.processing.analysis.values.readers import ValueKind, parse_number, read_column
from farmland_redline.processing.bridge.crs.stated_systems import to_pyproj
from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.boundary_points import read_boundary_points
from farmland_redline.processing.bridge.io.drawn_outlines import read_drawn_outlines
from farmland_redline.processing.bridge.io.encodings import BYTES, decode_text
from farmland_redline.processing.bridge.io.file_names import LONGEST, is_refused, safe_file_name
from farmland_redline.processing.bridge.io.outline_layers import OutlineData
from farmland_redline.processing.bridge.io.reading import frame_of, split_polygons
from farmland_redline.processing.bridge.policy.reader import load_policy
from farmland_redline.processing.bridge.policy.target_spreadsheet import read_targets
from farmland_redline.processing.bridge.progress import FeedbackProgress
from farmland_redline.processing.bridge.survey.field_matching import match_fields, parse_pairs
from farmland_redline.processing.bridge.survey.profile import load_profile
from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.bridge.tables.definitions import AREA, UNIT, load_table, table_ids
from farmland_redline.processing.bridge.tables.reader import read_file_table
from farmland_redline.processing.bridge.value_kinds import load_reading
from farmland_redline.processing.county_data import find_counties
from farmland_redline.processing.reports.field.patrol_package import (
    CHECKED,
    CHECKER,
    FOUND,
    PATROL,
    REMARK,
    VERDICT,
    photo_columns,
)
from farmland_redline.processing.reports.letters.docx_template import shipped_template
from farmland_redline.processing.reports.letters.docx_writer import write_docx
from farmland_redline.processing.reports.letters.letter import Cell, Letter, PrintedTable
from farmland_redline.processing.reports.maps.layout.settings import SheetSettings
from farmland_redline.processing.reports.maps.layout.sheet import Sheet
from farmland_redline.processing.reports.workbook.office_form import check_own_workbook
from farmland_redline.processing.workflows.folder.journal import open_journal
from farmland_redline.processing.workflows.folder.results import is_taken
from farmland_redline.processing.workflows.patrol_return import read_checks

from .faulty_runs import write_county

_PART = b"=== "
_ERROR_OF_OURS = "error of the plugin"
_LINES, _TABLE_SIZE = 40, 20_000_000  # of changes; bytes that a changed file may have
_KEY = "0" * 64  # of a task, in a journal
_DAYS = (Kind.START.value, Kind.END.value)
_STEPS = 1_000_000  # of SQLite, for a statement


class FindingError(Exception):
    """A target did what it must not do."""


@dataclass(frozen=True)
class Target:
    """A reader.

    Attributes:
        read: takes bytes; raises `InputError` where it refuses them.
        seconds: of processor time that it may take.
        megabytes: by which the process may grow meanwhile.

    """

    read: Callable[[bytes], object]
    seconds: float = 5.0
    megabytes: int = 400


@lru_cache(maxsize=1)
def folder() -> Path:
    """Return a folder for this process's files, in memory where that can be."""
    memory = Path("/dev/shm")  # noqa: S108
    return Path(tempfile.mkdtemp(prefix="fuzzing-", dir=memory if os.access(memory, os.W_OK) else None))


def examine(target: Target, data: bytes) -> str:
    """Return what a target did that it must not do, with the place in our code; empty if it held."""
    before, start = _peak(), time.process_time()
    finding = ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            target.read(data)
    except InputError as error:
        if not str(error).strip():
            finding = f"{type(error).__name__} without a word {_place(error)}"
    except BaseException as error:
        finding = f"{type(error).__name__} {_place(error)}: {error}"[:400]
    took, grew = time.process_time() - start, _peak() - before
    if not finding and took > target.seconds:
        finding = f"took {took:.0f} s, not {target.seconds:.0f}"
    if not finding and grew > target.megabytes:
        finding = f"took {grew:.0f} MB, not {target.megabytes}"
    return finding


def _peak() -> float:
    """Return the most memory that this process has had so far (MB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _place(error: BaseException) -> str:
    """Return the innermost place in our code that an error came through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/processing/" in frame.filename]
    return f"in {frames[-1].filename.partition('/processing/')[2]}:{frames[-1].name}" if frames else ""


def _file(name: str, data: bytes) -> Path:
    """Write a file; return its path."""
    path = folder() / name
    path.write_bytes(data)
    return path


# Texts that people edit by hand.


def _policy(data: bytes) -> None:
    load_policy(_file("policy.yaml", data))


def _profile(data: bytes) -> None:
    load_profile(_file("profile.yaml", data), load_survey())


def _mapping(data: bytes) -> None:
    """Read a mapping of fields against columns: the first line is the parameter, the others are columns."""
    first, *columns = data.decode("utf-8", "replace").split("\n")
    match_fields(columns, "DLTB", parse_pairs(first, "fields"), load_survey())


def _county_list(data: bytes) -> None:
    """Find the counties of a list, beside which a county lies."""
    place = folder() / "counties"
    if not place.exists():
        shutil.copytree(_county(), place / "county")
    path = place / "list.txt"
    path.write_bytes(data)
    for county in find_counties(path, load_survey())[0]:
        if is_refused(county.folder) or is_taken(county.folder):
            raise FindingError(county.folder)


def _journal(data: bytes) -> None:
    """Open the journal of a run over many counties, and write it again."""
    path = _file("journal.json", data)
    journal = open_journal(path, _KEY, datetime(2024, 12, 31, tzinfo=timezone.utc))
    journal.write()
    if open_journal(path, _KEY, journal.started) != journal:
        raise FindingError("another journal was written than read")


def _names(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    name = safe_file_name(text)
    if not name or len(name) > LONGEST or is_refused(name) or is_refused(f"{name}.xlsx") or name in (".", ".."):
        raise FindingError(f"a bad name: {name!r}")
    if safe_file_name(name) != name:
        raise FindingError(f"not the same again: {name!r}")
    path = folder() / f"{name}.txt"
    path.touch()
    path.unlink()


@lru_cache(maxsize=1)
def _kinds() -> tuple[ValueKind, ...]:
    """Return every kind of value that columns of the survey have."""
    return (*load_reading().kinds.values(), ValueKind(Kind.START), ValueKind(Kind.END))


def _values(data: bytes) -> None:
    """Read lines as values of every kind, each as text and, where it is one, as a number."""
    lines = data.decode("utf-8", "replace").split("\n")[:_LINES]
    values: list[object] = [*lines, *(float(line) for line in lines if _is_number(line))]
    for kind in _kinds():
        found = read_column(np.array([*values, None], dtype=object), kind)
        days = found.values[~found.unreadable] if kind.is_date else ()
        if any(day is not None and iso_day(day) != day for day in days):
            raise FindingError(f"a day that is none: {days!r}")
    for value in values:
        for read in (iso_day, period_start, period_end, Decimal):
            try:
                read(value)
            except (ArithmeticError, ValueError) as error:
                if read is not Decimal:
                    raise FindingError(f"{read.__name__}({value!r})") from error
        try:
            parse_number(value, {"亩": 666.0})
        except ValueError:
            continue


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _encoding(data: bytes) -> None:
    """Decode lines as a shapefile's texts; the first is its encoding."""
    first, *lines = data.split(b"\n")
    stated = first.decode("ascii", "replace").strip()
    texts = [line.decode(BYTES) for line in lines] or [""]
    frame = gpd.GeoDataFrame({texts[0][:10] or "MC": texts}, geometry=[None] * len(texts))
    decode_text(frame, "DLTB", stated if stated in ("GBK", "UTF-8", "ISO-8859-1", "CP936") else "GBK", lambda _: None)


def _system(data: bytes) -> None:
    to_pyproj(QgsCoordinateReferenceSystem.fromWkt(data.decode("utf-8", "replace")), "DLTB", lambda _: None)


# Workbooks and templates.


def _parts(data: bytes, sound: bytes) -> bytes:
    """Return a file of several parts with some replaced; what is a file of that kind itself stays as it is."""
    if not data.startswith(_PART):
        return data
    replaced = {}
    for section in data[len(_PART) :].split(b"\n" + _PART):
        name, _, content = section.partition(b"\n")
        replaced[name.decode("utf-8", "replace").replace("\0", "")[:200] or "_"] = content
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w") as archive:
        warnings.simplefilter("ignore")
        for name, content in {**parts, **replaced}.items():
            archive.writestr(name, content)
    return made.getvalue()


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as bytes."""
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@lru_cache(maxsize=1)
def _sound_targets() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["附件2", None, None, "单位：万亩"],
        ["行政区名称", "行政区代码", "三调耕地保护目标", "永久基本农田保护目标"],
        ["浮梁县", "360222", 48.2, 42.25],
        ["合计", None, 48.2, 42.25],
    ):
        sheet.append(row)
    return saved(book)


@lru_cache(maxsize=1)
def _sound_form() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "表"
    for name, area in {"redline_title": "$B$2", "redline_360222_holding_mu": "$C$3", "redline_targets": "$A$6"}.items():
        book.defined_names[name] = DefinedName(name, attr_text=f"'表'!{area}")
    return saved(book)


@lru_cache(maxsize=1)
def _sound_policy() -> object:
    return load_policy()


def _targets(data: bytes) -> None:
    read_targets(_file("targets.xlsx", _parts(data, _sound_targets())), _sound_policy())


def _targets_as_csv(data: bytes) -> None:
    read_targets(_file("targets.csv", data), _sound_policy())


_UNITS = {"360222": "浮梁县", "360281": "乐平市"}


@lru_cache(maxsize=1)
def _sound_table() -> bytes:
    book = openpyxl.Workbook()
    definition = load_table("cases")
    book.active.append([column.heading["zh"] + "（亩）" * (column.kind == AREA) for column in definition.columns])
    return saved(book)


def _input_table(data: bytes) -> None:
    """Read a table of input: a file of several parts is a workbook of cases, else the first line names the table."""
    if data.startswith((_PART, b"PK")):
        name, path = "cases", _file("table.xlsx", _parts(data, _sound_table()))
    else:
        first, _, rest = data.partition(b"\n")
        name = first.decode("ascii", "replace")
        name, path = name if name in table_ids() else "cases", _file("table.csv", rest)
    definition = load_table(name)
    frame = read_file_table(path, "", definition, _UNITS).frame
    for column in definition.columns:
        given = frame[column.id].dropna()
        if column.required and len(given) < len(frame):
            raise FindingError(f"{name}: a row lacks {column.id}")
        if column.is_amount and not (given.abs() < LARGEST_AREA).all():
            raise FindingError(f"{name}: {column.id} is beyond all measures")
        if column.is_amount and not column.negative and (given < 0).any():
            raise FindingError(f"{name}: {column.id} is below 0")
        if column.kind == UNIT and not given.isin(list(_UNITS)).all():
            raise FindingError(f"{name}: {column.id} is no unit")
        if column.choices and not given.isin([choice["id"] for choice in column.choices]).all():
            raise FindingError(f"{name}: {column.id} is none of its words")
        if column.kind in _DAYS and any(iso_day(value) != value for value in given):
            raise FindingError(f"{name}: {column.id} is no day")
    if frame.fillna("").duplicated(list(definition.key)).any():
        raise FindingError(f"{name}: rows with the same key")


def _form(data: bytes) -> None:
    check_own_workbook(_file("form.xlsx", _parts(data, _sound_form())))


def _letter(data: bytes) -> None:
    cell = Cell("浮梁县", "left")
    letter = Letter("函", {"county": "浮梁县", "date": ""}, {"table_gaps": PrintedTable(((cell,),), (1.0,))}, _no_map)
    sound = shipped_template("zh").read_bytes()
    write_docx(letter, _file("letter.docx", _parts(data, sound)), folder() / "written.docx")


def _no_map(width: float, height: float) -> None:
    del width, height


def _layout(data: bytes) -> None:
    """Load a template of maps, in a layout of its own."""
    template = _file("map.qpt", data)
    Sheet(template, QgsProject(), SheetSettings(template=str(template)), QFont(), str)


# Layers.


@lru_cache(maxsize=1)
def _county() -> Path:
    """Return the folder of a sound county, as GeoPackages and its parcels as a shapefile."""
    made = folder() / "county"
    write_county(made)
    shape = made / "shape"
    shape.mkdir()
    pyogrio.write_dataframe(pyogrio.read_dataframe(made / "DLTB.gpkg"), shape / "DLTB.shp", encoding="GBK")
    return made


def _changed(data: bytes, files: Mapping[str, Path]) -> None:
    """Change files, by their endings, as lines say; a line that says nothing is left out."""
    for line in data.split(b"\n")[:_LINES]:
        ending, _, rest = line.partition(b" ")
        word, _, value = rest.partition(b" ")
        path = files.get(ending.decode("ascii", "replace"))
        if path is None:
            continue
        if ending == b"sql":
            _execute(path, rest.decode("utf-8", "replace"))
        elif word == b"is":
            path.write_bytes(value.replace(b"\\n", b"\n"))
        elif word == b"cut" and value.isdigit():
            os.truncate(path, min(int(value[:8]), _TABLE_SIZE))
        elif word.isdigit() and path.exists():
            try:
                bytes_ = bytes.fromhex(value.decode("ascii", "replace"))
            except ValueError:
                continue
            with path.open("r+b") as file:
                file.seek(min(int(word[:8]), _TABLE_SIZE))
                file.write(bytes_)


def _execute(path: Path, statement: str) -> None:
    """Run a statement of any kind in a GeoPackage, as other programs may have; what is none does nothing."""
    if any(word in statement.lower() for word in ("attach", "vacuum", "load_extension", "writefile")):
        return
    database = sqlite3.connect(path)
    try:
        database.set_progress_handler(lambda: 1, _STEPS)
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):  # of GDAL's triggers
            database.create_function(name, 1, lambda _: 0)
        database.execute(statement)
        database.commit()
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, MemoryError):
        database.rollback()
    finally:
        database.close()


def _run(algorithm: str, parameters: dict[str, object]) -> None:
    """Run an algorithm as the toolbox does.

    Raises:
        InputError: the run was refused, as it may be.
        FindingError: it ended with an error of the plugin.

    """
    import processing

    feedback, context = QgsProcessingFeedback(False), QgsProcessingContext()
    context.setProject(QgsProject.instance())
    try:
        processing.run(f"farmland_redline:{algorithm}", parameters, feedback=feedback, context=context)
    except QgsProcessingException as error:
        if _ERROR_OF_OURS in str(error):
            raise FindingError(str(error).partition("Redline”: ")[2] or str(error)) from None
        raise InputError(str(error)) from None
    finally:
        QgsProject.instance().clear()
    if _ERROR_OF_OURS in feedback.textLog():
        raise FindingError(feedback.textLog()[-300:])


def _on_a_copy(data: bytes, name: str) -> Path:
    """Return a changed copy of the county's folder."""
    copy = folder() / name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(_county(), copy)
    files = {"gpkg": copy / "DLTB.gpkg", "sql": copy / "DLTB.gpkg", "zones": copy / "YJJBNTBHTB.gpkg"}
    files |= {ending: copy / "shape" / f"DLTB.{ending}" for ending in ("shp", "shx", "dbf", "prj", "cpg", "qix", "sbn")}
    files["columns"] = copy / "shape" / "DLTB.columns.csv"
    _changed(data, files)
    return copy


def _overlay(copy: Path, parcels: str) -> None:
    output = copy / "pieces.gpkg"
    zones = f"{copy / 'YJJBNTBHTB.gpkg'}|layername=YJJBNTBHTB"
    _run("overlay_parcels", {"PARCELS": parcels, "PBF": zones, "OUTPUT": str(output)})
    if pyogrio.read_info(output, layer="pieces")["features"] < 1:
        raise FindingError("no pieces, and nothing said")


def _geopackage(data: bytes) -> None:
    copy = _on_a_copy(data, "geopackage")
    _overlay(copy, f"{copy / 'DLTB.gpkg'}|layername=DLTB")


def _shapefile(data: bytes) -> None:
    copy = _on_a_copy(data, "shapefile")
    _overlay(copy, str(copy / "shape" / "DLTB.shp"))


def _old_results(data: bytes) -> None:
    """Overlay into a folder with a changed old result, or with what a run that was ended may have left."""
    copy = _on_a_copy(b"", "inner/results")
    old = copy / "pieces.gpkg"
    shutil.copy(_pieces(), old)
    hidden = copy / ".farmland_redline"
    for name in ("new", "old"):
        (hidden / name).mkdir(parents=True)
        (hidden / name / "a.txt").write_text(name)
    (hidden / "farmland_redline.txt").write_text("")  # by which the folder is known
    files = {"gpkg": old, "sql": old, "json": hidden / "files.json", "lock": copy / ".farmland_redline.lock"}
    files |= {ending: copy / f"pieces.gpkg-{ending}" for ending in ("wal", "journal", "shm")}
    _changed(data, files)
    outside = _names_in(folder())
    try:
        _overlay(copy, f"{copy / 'DLTB.gpkg'}|layername=DLTB")
    finally:
        strange = _names_in(folder()) ^ outside
        for name in strange:
            (folder() / name).unlink(missing_ok=True)
        if strange:
            raise FindingError("something was written or removed outside the folder")


def _names_in(where: Path) -> set[str]:
    return {path.name for path in where.iterdir()}


@lru_cache(maxsize=1)
def _pieces() -> Path:
    """Return a file of pieces that a run has made."""
    made = folder() / "made.gpkg"
    zones, parcels = (f"{_county() / name}.gpkg|layername={name}" for name in ("YJJBNTBHTB", "DLTB"))
    _run("overlay_parcels", {"PARCELS": parcels, "PBF": zones, "OUTPUT": str(made)})
    return made


def _changed_alone(data: bytes, original: Path, place: str) -> Path:
    """Return a changed copy of a GeoPackage, alone in a folder of its own."""
    own = folder() / place
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    copy = Path(shutil.copy(original, own / original.name))
    _changed(data, {"gpkg": copy, "sql": copy})
    return copy


def _handed_on(data: bytes) -> None:
    """Sum up pieces that somebody has changed."""
    pieces = _changed_alone(data, _pieces(), "handed")
    given = {"PIECES": f"{pieces}|layername=pieces", "OUTPUT": str(pieces.with_name("summary.gpkg"))}
    _run("summarise_by_unit", given)


def _geometry(data: bytes) -> None:
    """Read WKB, by its hexadecimal digits in lines, as a parcel's; measure and check it."""
    shapes = []
    for line in data.split(b"\n")[:_LINES]:
        try:
            shapes.append(bytes.fromhex(line.decode("ascii", "replace")))
        except ValueError:
            continue
    frame = frame_of(range(len(shapes)), [[0]] * len(shapes), shapes, ["A"])
    found = split_polygons(frame)[0].geometry.to_numpy().astype(object)
    names = np.array([str(number) for number in range(len(found))], dtype=object)
    sound, _, _ = sound_shapes(found, "DLTB", names, None, parcels=True)
    usable = sound[~shapely.is_missing(sound)]
    if len(usable) and not shapely.is_valid(usable).all():
        raise FindingError("a repaired geometry is invalid")
    standard = ShapeStandard(narrow_index=10.0, fragment_area=100.0, spike_angle=5.0, spike_length=1.0)
    projection = GaussKruger(117.0, 39_500_000)
    list(check_shapes(usable, "DLTB", names[: len(usable)], projection, standard, parcels=True))


# What comes with a project, and back from the field.


def _boundary_points(data: bytes) -> None:
    _check_outline(read_boundary_points(_file("outline.txt", data), None))


def _drawing(data: bytes) -> None:
    _check_outline(read_drawn_outlines(_file("outline.dxf", data), None))


def _check_outline(found: OutlineData) -> None:
    """Look at outlines that were taken: each has an area."""
    shapes = found.layer.frame.geometry.to_numpy()
    if not (len(shapes) and (shapely.area(shapes) > 0).all()):
        raise FindingError("an outline without an area")


@lru_cache(maxsize=1)
def _patrol() -> Path:
    """Return a package of a patrol with two answers."""
    made = folder() / "patrol.gpkg"
    texts = {
        "layer": "conflicts",
        "shape": "",
        VERDICT: "confirmed",
        FOUND: "",
        REMARK: "甲",
        CHECKER: "王",
        CHECKED: "",
    }
    rows = {**texts, **dict.fromkeys(photo_columns(), "DCIM/a.jpg"), "finding": ["a", "b"], "version": [0, 1]}
    points = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy([0, 1], [0, 1]), crs=4490)
    pyogrio.write_dataframe(points, made, layer=PATROL)
    return made


def _answers(data: bytes) -> None:
    """Read the answers of a patrol whose package somebody has changed."""
    package = _changed_alone(data, _patrol(), "device")
    for check in read_checks(package.parent, FeedbackProgress(QgsProcessingFeedback(False))):
        if check.version < 0 or not check.is_visited:
            raise FindingError(f"an answer that is none: {check!r}")


TARGETS: dict[str, Target] = {
    "policy": Target(_policy),
    "profile": Target(_profile),
    "targets": Target(_targets),
    "targets_csv": Target(_targets_as_csv),
    "input_tables": Target(_input_table),
    "own_workbook": Target(_form),
    "letter_template": Target(_letter),
    "layout_template": Target(_layout),
    "field_mapping": Target(_mapping),
    "county_list": Target(_county_list),
    "journal": Target(_journal),
    "file_names": Target(_names),
    "values": Target(_values),
    "encodings": Target(_encoding),
    "systems": Target(_system),
    "geometries": Target(_geometry),
    "geopackage": Target(_geopackage, seconds=20.0),
    "shapefile": Target(_shapefile, seconds=20.0),
    "old_results": Target(_old_results, seconds=20.0),
    "handed_on": Target(_handed_on, seconds=20.0),
    "boundary_points": Target(_boundary_points, seconds=10.0),
    "drawings": Target(_drawing, seconds=10.0),
    "patrol_answers": Target(_answers),
}
