"""Destinations of vector outputs: files, written here, and what only QGIS can write (memory layers, databases)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from qgis.core import QgsProcessingContext

from ...analysis.encoding import EncodedFrame
from ..errors import InputError
from ..i18n import tr
from ..progress import FeedbackProgress
from .database_tables import DatabaseTable, is_postgres
from .datasets import GEOPACKAGE, SHAPEFILE, decode_source, table_beside
from .kept_content import written_tables
from .shapefiles import COLUMNS, whole_names_table
from .sink_output import SinkOutput, table_layer
from .source_names import is_written_by_provider, source_label
from .spreadsheet_text import escape_formula
from .staging import check_replaceable, check_writable
from .writing import LayerWriter, driver_of, row_slices, write_layers


@dataclass(frozen=True)
class Destination:
    """The destination of a vector output: a file, or something that only QGIS can write (memory, a database).

    Attributes:
        text: as QGIS writes it.
        path: the file; None if it is none.
        layer: the layer's name in the file.
        is_layer: whether it is a layer, and not a page, a workbook or the like.

    """

    text: str
    path: Path | None
    layer: str
    is_layer: bool = True

    @property
    def adds(self) -> bool:
        """Return whether the layer is added to a GeoPackage ("Save to GeoPackage"), whose other layers stay."""
        return self.text.startswith("ogr:")


def parse_destination(text: str, default_layer: str) -> Destination:
    """Parse a destination given to an algorithm.

    Args:
        text: as QGIS writes it.
        default_layer: the layer's name where the text has none.

    Raises:
        InputError: it is a connection that no provider of QGIS writes to: QGIS would make a file of that name.

    """
    if text.startswith("ogr:"):
        uri = text[len("ogr:") :]
        parts = decode_source("ogr", uri)
        if "dbname" in uri:
            from qgis.core import QgsDataSourceUri  # noqa: PLC0415

            source = QgsDataSourceUri(uri)
            return Destination(text, Path(source.database()), source.table() or default_layer)
        return Destination(text, Path(str(parts["path"])), str(parts.get("layerName") or default_layer))
    if ":" in text.split("/")[0].split("\\")[0] and not (len(text) > 1 and text[1] == ":"):
        if not is_written_by_provider(text):
            said = tr("“{output}” is no output that QGIS can write to. Choose a file, or a database of QGIS's.")
            raise InputError(said.format(output=source_label(text)))
        return Destination(text, None, default_layer)
    path = Path(text)
    return Destination(text, path if path.suffix else path.with_suffix(GEOPACKAGE), default_layer)


def check_destination(target: Destination, extra: Iterable[str]) -> int | None:
    """Check before a run that an output can be written without destroying other layers; return as `check_file`.

    Args:
        target: the output.
        extra: names of the tables written beside it.

    Raises:
        InputError: it cannot.

    """
    if target.path is None:
        _require_new_table(target.text)
        return None
    driver_of(target.path)
    _require_no_table_beside(target.path, (name for name in extra if name != target.layer))
    kept = written_tables(target.path) if target.adds else ()
    return check_file(target.path, (target.layer, *extra, *kept))


def _require_new_table(text: str) -> None:
    """Raise `InputError` where an output is a table that QGIS would replace before its first row is written.

    Tables of PostgreSQL are put in place when all is written (`DatabaseTable`); other databases have no such way here.
    """
    there = None if is_postgres(text) else table_layer(text)
    if there is not None and there.isValid():
        said = tr(
            "“{output}” is there already, and QGIS would delete it before the first new row is written. Remove it, or "
            "give the output another name."
        )
        raise InputError(said.format(output=source_label(text)))


def _require_no_table_beside(path: Path, extra: Iterable[str]) -> None:
    """Raise `InputError` where a table that the output will have beside it is there, and the output is not.

    Beside an old output it is the old output's, and replaced with it; else it is somebody's own.
    """
    if path.suffix.lower() == GEOPACKAGE or path.exists():
        return
    names = (*extra, *([COLUMNS] if path.suffix.lower() == SHAPEFILE else []))
    there = [beside.name for beside in (table_beside(path, name) for name in names) if beside.exists()]
    if there:
        said = tr(
            "“{output}” is not there, but {tables} is: the run writes a table of that name beside its output, and "
            "would replace it. Move it elsewhere, or give the output another name."
        )
        raise InputError(said.format(output=path.name, tables=", ".join(f"“{name}”" for name in there)))


def check_file(path: Path, layers: Iterable[str]) -> int:
    """Check a file into which these layers will be written; return the time (ns) by the clock of its disk."""
    check_replaceable(path, layers)
    return check_writable(path)


class FileOutput:
    """An output to a layer of a file, written chunk by chunk inside a `with` block."""

    def __init__(self, target: Destination, place: Callable[[Path], Path]) -> None:
        """Start a file, or a layer of one.

        Args:
            target: the destination, which has a path.
            place: gives the path where a file is to be written (`bridge.io.staging.stage_together`).

        """
        if target.path is None:
            raise ValueError(target.text)
        self._target, self._path, self._place = target, target.path, place
        self._file = place(self._path)
        self._package = self._path.suffix.lower() == GEOPACKAGE
        self._writer = LayerWriter(self._file, target.layer if self._package else self._path.stem)

    def append(self, frame: pd.DataFrame | EncodedFrame) -> None:
        """Append rows; the first rows decide the columns."""
        self._writer.append(frame)

    def __enter__(self) -> FileOutput:
        """Return the output."""
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        """Complete the layer, or close the incomplete file after an error."""
        self._writer.__exit__(kind, error, traceback)

    def finish(self, extra: Mapping[str, pd.DataFrame], progress: FeedbackProgress) -> str:
        """Write the tables that accompany the layer.

        Returns:
            the source by which QGIS opens the layer once the file is in place.

        """
        target = self._target
        if self._package:
            named = {f"{target.layer}_{name}" if target.adds else name: table for name, table in extra.items()}
            write_layers(self._file, named, progress)
            return f"{self._path}|layername={target.layer}"
        if self._path.suffix.lower() == SHAPEFILE:
            extra = {**extra, COLUMNS: whole_names_table(self._writer.shortened)}
            self._tell_what_is_cut(progress.feedback.pushWarning)
        for name, table in extra.items():
            sheet = self._place(table_beside(self._path, name))
            texts = table.apply(lambda column: column.map(escape_formula, na_action="ignore"))
            texts.to_csv(sheet, index=False, encoding="utf-8-sig")
        return str(self._path)

    def _tell_what_is_cut(self, warn: Callable[[str], None]) -> None:
        """Tell which names and texts a shapefile cannot hold whole."""
        file, shortened, cut = self._path.name, self._writer.shortened, self._writer.cut
        if shortened:
            warn(
                tr(
                    "“{file}”: a shapefile holds names of ten bytes. Shortened: {names}. “{beside}” has the whole "
                    "ones, by which the plugin reads them again; keep it beside the shapefile."
                ).format(
                    file=file,
                    names=", ".join(f"{name} → {short}" for name, short in shortened.items()),
                    beside=table_beside(self._path, COLUMNS).name,
                )
            )
        if cut:
            warn(
                tr(
                    "“{file}”: a shapefile holds texts of 254 bytes. Cut: {columns}. Choose a GeoPackage to keep them "
                    "whole."
                ).format(file=file, columns=", ".join(f"{name} ({count})" for name, count in cut.items()))
            )


def open_output(
    target: Destination, context: QgsProcessingContext, place: Callable[[Path], Path], tables: list[DatabaseTable]
) -> FileOutput | SinkOutput:
    """Start an output.

    Args:
        target: its destination.
        context: the run's.
        place: gives the path where a file is to be written (`bridge.io.staging.stage_together`).
        tables: receives a table of a database (`bridge.io.database_tables.replaced_together`).

    """
    return SinkOutput(target.text, context, tables) if target.path is None else FileOutput(target, place)


def write_destination(
    target: Destination,
    frame: pd.DataFrame,
    extra: Mapping[str, pd.DataFrame],
    context: QgsProcessingContext,
    progress: FeedbackProgress,
    place: Callable[[Path], Path],
    tables: list[DatabaseTable],
) -> str:
    """Write one output, with the tables that accompany it.

    Args:
        target, context, place, tables: as in `open_output`.
        frame: the rows.
        extra: tables by name: more layers of a GeoPackage, CSV files beside other files.
        progress: receives the fraction done; may cancel.

    Returns:
        the source by which QGIS opens the output once it is in place.

    """
    with open_output(target, context, place, tables) as output:
        for start, chunk in row_slices(frame):
            progress.set(start / max(len(frame), 1))
            output.append(chunk)
    return output.finish(extra, progress.part(1.0, 1.0))
