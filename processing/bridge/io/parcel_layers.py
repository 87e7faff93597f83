"""The survey's parcels, read in partitions ordered by their ids: a layer of any length in little memory.

Of a GeoPackage or a file geodatabase only the required fields are held; its parcels are read when needed. Other layers
are read whole.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pyproj

from ...analysis.columns import clean_text
from ...analysis.encoding import EncodedFrame
from ...analysis.parallel import batches
from ..crs.systems import place_of
from ..progress import FeedbackProgress
from ..survey.field_matching import match_fields
from ..survey.personal_data import PersonalColumns
from ..survey.schema import Survey
from .datasets import GEODATABASE, GEOPACKAGE
from .id_ranges import id_conditions
from .input_state import InputState
from .nearby import Nearby
from .reading import LayerData, check_source, read_source
from .row_reading import Rows, beyond_pyogrio, has_only_polygons, key_of, read_columns, read_rows
from .sources import File, Source
from .stored_values import find_stored

_NOWHERE = np.full((1, 4), np.nan)
_NAMES = 3  # layers whose names are listed; of more, the first ones


@dataclass
class ParcelLayer:
    """Parcels of one layer, under the layer's own column names.

    Attributes:
        name, crs, path, part, left_out, file_name, others: as in `LayerData` (`file`).
        columns: names of the columns that are read.
        numbers: int64 (n,), feature ids.
        fields: the required fields of all parcels as in the layer, until `forget_fields`.
        identifier: the column with the BSM; None if there is none.
        file: the file from which parcels are read when needed; None if all have been read.
        parcels: all parcels, encoded, of which threads decode those of their partition; None if a file is read.
        key: the column of the file with the feature ids, by which ranges are read; empty if they cannot be.
        state: what the layer is read from, as it was when the run was prepared.
        is_whole: whether the ids leave out none of the file's that lies between two of them.

    """

    name: str
    crs: pyproj.CRS
    path: Path | None
    part: str
    left_out: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: np.ndarray
    fields: pd.DataFrame
    identifier: str | None
    file: File | None
    parcels: EncodedFrame | None
    key: str
    file_name: str = ""
    others: tuple[int, ...] = ()
    state: InputState = field(default_factory=partial(InputState, ""))
    is_whole: bool = True

    def __len__(self) -> int:
        """Return the number of parcels."""
        return len(self.numbers)

    def read(self, rows: np.ndarray) -> geopandas.GeoDataFrame:
        """Read parcels by their positions; columns and geometry (`geometry`) as in the layer, index: feature ids.

        Raises:
            InputError: the file was changed since the run began, or is damaged.

        """
        if self.parcels is not None:
            return self.parcels.take(rows).decode()
        if self.file is None:
            raise ValueError(self.name)
        frame = read_rows(self.file.path, self.file.layer, self.columns, self.chosen(rows))
        self.state.check_files()
        return frame

    @property
    def frame(self) -> geopandas.GeoDataFrame:
        """Return all parcels, as `read` does."""
        return self.read(np.arange(len(self)))

    def chosen(self, rows: np.ndarray) -> Rows:
        """Return the parcels at positions (m,) as the file selects them."""
        numbers = self.numbers[rows]
        # If the file is in the order of the ids, as most are, a partition is a range of feature ids, by which
        # GeoPackages are read fastest. File geodatabases would be searched from end to end for a range.
        is_range = bool(self.key and self.is_whole and (np.diff(rows) == 1).all())
        there = find_stored(self.file.path, self.file.layer) if self.file is not None else {}
        stored = {name: column.of(numbers) for name, column in there.items()}
        if is_range:
            return Rows(self.key, int(numbers[0]), int(numbers[-1]), count=len(numbers), stored=stored)
        return Rows(self.key, numbers=numbers, stored=stored)

    def some(self) -> Iterator[geopandas.GeoDataFrame]:
        """Yield parcels in their order in growing chunks, for callers that need only the first of a kind."""
        size, start = 1_000, 0
        while start < len(self):
            yield self.read(np.arange(start, min(start + size, len(self))))
            start, size = start + size, 10 * size

    @cached_property
    def bounds(self) -> np.ndarray:
        """Return the boxes of the parcels in their system, float64 (n, 4), west, south, east, north; nan without one.

        Of their geometries: what a file says of its own extent may be that of an earlier state.
        """
        if self.parcels is not None:
            return self.parcels.bounds
        if self.file is None:
            raise ValueError(self.name)
        import pyogrio  # noqa: PLC0415  who reads by fiona reads all parcels

        read = partial(pyogrio.read_bounds, self.file.path, layer=self.file.layer)
        is_ranged = self.key and len(self)
        conditions = id_conditions(self.key, self.numbers.min(), self.numbers.max()) if is_ranged else []
        parts = [read(where=condition) for condition in conditions] or [read()]
        self.state.check_files()
        place = pd.Index(np.concatenate([numbers for numbers, _ in parts])).get_indexer(self.numbers)
        return np.vstack([*(bounds.T for _, bounds in parts), _NOWHERE])[place]

    @property
    def extent(self) -> np.ndarray:
        """Return the box of all parcels in their system, float64 (4,), as `bounds`; nan without any."""
        known = self.bounds[np.isfinite(self.bounds).all(axis=1)]
        return np.concatenate([known[:, :2].min(axis=0), known[:, 2:].max(axis=0)]) if len(known) else _NOWHERE[0]

    def meeting(self, nearby: Nearby) -> ParcelLayer:
        """Return the parcels that meet places, or nearly; of the others no more is read than their boxes."""
        rows = nearby.boxes_meeting(self.bounds, self.crs)
        frame = self.read(rows)
        meets = nearby.meeting(frame, self.crs)
        rows, fields = rows[meets], pd.DataFrame(frame[list(self.fields.columns)].iloc[meets])
        parcels = None if self.parcels is None else self.parcels.take(rows)
        return replace(self, numbers=self.numbers[rows], fields=fields, parcels=parcels, is_whole=False)

    @cached_property
    def place(self) -> tuple[float, float] | None:
        """Return longitude and latitude (degrees) of some of the parcels; None if none has a geometry.

        Raises:
            InputError: as for `place_of`.

        """
        places = (place_of(frame.geometry.to_numpy(), self.crs, self.name) for frame in self.some())
        return next((place for place in places if place is not None), None)


@dataclass
class ParcelLayers:
    """The parcels of a run: one layer, or several (a county each) that are overlaid as one.

    Attributes:
        layers: at least one. Positions count their parcels one layer after the other.

    """

    layers: Sequence[ParcelLayer]

    def __len__(self) -> int:
        """Return the number of parcels of all layers."""
        return sum(map(len, self.layers))

    @property
    def name(self) -> str:
        """Return the layers' names, each once, as one text."""
        names = list(dict.fromkeys(layer.name for layer in self.layers))
        return ", ".join(names[:_NAMES]) + (" …" if len(names) > _NAMES else "")

    def parts(self, size: int) -> list[np.ndarray]:
        """Return the partitions of a run.

        Args:
            size: parcels of a partition, about.

        Returns:
            positions of each partition, in the order of the parcels' ids; parcels with the same id stay together.

        """
        if any(layer.identifier is None for layer in self.layers):
            return [np.arange(start, min(start + size, len(self))) for start in range(0, len(self), size)]
        every = [clean_text(layer.fields[layer.identifier]).fillna("").to_numpy() for layer in self.layers]
        identity = np.concatenate(every)
        order = np.argsort(identity, kind="stable")
        identity = identity[order]
        group = np.cumsum(np.append(True, identity[1:] != identity[:-1])) if len(order) else order
        return [order[start:end] for start, end in batches(group, size)]

    def split(self, rows: np.ndarray) -> list[tuple[int, np.ndarray]]:
        """Return positions (m,) by layer: the number of the layer, and the positions within it."""
        starts = np.cumsum([0, *map(len, self.layers)])
        number = np.searchsorted(starts, rows, side="right") - 1
        return [(one, rows[number == one] - starts[one]) for one in np.unique(number).tolist()]

    def chosen(self, rows: np.ndarray) -> list[tuple[int, Rows]]:
        """Return positions (m,) by layer: the number of the layer, and the parcels as its file selects them."""
        return [(number, self.layers[number].chosen(own)) for number, own in self.split(rows)]

    def forget_fields(self) -> None:
        """Release the fields once they have been checked and the partitions are known."""
        for layer in self.layers:
            layer.fields = layer.fields.iloc[:0]


def read_parcels(
    source: Source,
    progress: FeedbackProgress,
    survey: Survey,
    mapping: Mapping[str, str],
    leave_out: PersonalColumns,
    nearby: Nearby | None = None,
) -> ParcelLayer:
    """Read parcels given to an algorithm, or of a large file only the required fields.

    Args:
        source: as taken when the algorithm was prepared.
        progress: may cancel; its feedback receives warnings.
        survey: the fields.
        mapping: standard name -> column, as given by the user.
        leave_out: columns not to read.
        nearby: places; if given, only parcels are read that meet them, each whole.

    Raises:
        InputError: as for `read_source`.

    """
    if nearby is not None:
        data = read_source(source, progress, leave_out=leave_out, nearby=nearby)
        frame = data.frame.iloc[nearby.meeting(data.frame, data.crs)]
        return _layer(replace(data, frame=frame), data.columns, frame, survey, mapping, None, "")
    file = source.file if source.is_readable and not source.has_curves else None
    if not importlib.util.find_spec("pyogrio"):
        file = None
    ending = file.path.suffix.lower() if file is not None else ""
    key = key_of(file.path, file.layer) if file is not None and ending == GEOPACKAGE else ""
    if key and file is not None and not has_only_polygons(file.path, file.layer):
        key = ""
    if file is None or not (key or ending == GEODATABASE):
        data = read_source(source, progress, leave_out=leave_out)
        return _layer(data, data.columns, data.frame, survey, mapping, None, "")
    crs, columns, left_out = check_source(source, progress, leave_out)
    wanted = _required(columns, source.name, survey, mapping)
    fields = read_columns(file.path, file.layer, list(dict.fromkeys(wanted.values())))
    source.features.check_read(len(fields))
    if not key and beyond_pyogrio(fields.index.to_numpy()):
        data = read_source(source, progress, leave_out=leave_out)
        return _layer(data, data.columns, data.frame, survey, mapping, None, "")
    data = LayerData(
        source.name, geopandas.GeoDataFrame(), crs, source.whole_file, source.part, left_out, source.file_name
    )
    return replace(_layer(data, columns, fields, survey, mapping, file, key), state=source.features.state)


def parcels_of(data: LayerData, survey: Survey) -> ParcelLayer:
    """Return parcels that are in memory already, under the survey's field names."""
    return _layer(data, data.columns, data.frame, survey, {}, None, "")


def _layer(
    data: LayerData,
    columns: tuple[str, ...],
    fields: pd.DataFrame,
    survey: Survey,
    mapping: Mapping[str, str],
    file: File | None,
    key: str,
) -> ParcelLayer:
    """Return the parcels of a layer, of which `data` has the attributes, and the frame unless a file is given."""
    wanted = _required(columns, data.name, survey, mapping)
    kept = pd.DataFrame(fields[list(dict.fromkeys(wanted.values()))])
    identifier = wanted.get("BSM")
    numbers = fields.index.to_numpy()
    return ParcelLayer(
        name=data.name,
        crs=data.crs,
        path=data.path,
        part=data.part,
        left_out=data.left_out,
        columns=columns,
        numbers=numbers,
        fields=kept,
        identifier=identifier,
        file=file,
        parcels=None if file is not None else EncodedFrame.of(data.frame),
        key=key,
        file_name=data.file,
        others=data.others,
    )


def _required(columns: Sequence[str], layer: str, survey: Survey, mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each required field that the layer has."""
    found = match_fields(columns, layer, mapping, survey)
    return {name: found[name][0] for name, field in survey.fields.items() if field.required and name in found}
