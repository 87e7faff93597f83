"""The survey's parcels, part by part, in the order of their ids: a layer of any length in little memory.

Of a GeoPackage or a file geodatabase only the ids are held; its parcels are read as they are needed. Other layers are
read whole.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
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
from .reading import LayerData, check_source, read_source
from .row_reading import Rows, key_of, read_columns, read_rows
from .sources import File, Source

_NAMES = 3  # layers that are named; of more, the first


@dataclass
class ParcelLayer:
    """Parcels as they stand in a layer.

    Attributes:
        name, crs, path, part, left_out: as in `LayerData`.
        columns: names of the columns that are read.
        numbers: int64 (n,), feature ids.
        fields: the required fields of all parcels, as they are in the layer, until they are forgotten.
        identifier: which of them holds the BSM; None if none does.
        file: where the parcels are read from as they are needed, or None:
        parcels: all of them, encoded: threads decode those of their own partition; None where a file is read.
        key: the column of the file with the feature ids, by which stretches of it are read; empty if they are not.

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

    def __len__(self) -> int:
        return len(self.numbers)

    def read(self, rows: np.ndarray) -> geopandas.GeoDataFrame:
        """Read parcels by their positions; columns and geometry (`geometry`) as in the layer, index: feature ids."""
        if self.parcels is not None:
            return self.parcels.take(rows).decode()
        return read_rows(self.file.path, self.file.layer, self.columns, self.chosen(rows))

    @property
    def frame(self) -> geopandas.GeoDataFrame:
        """All parcels, as from `read`."""
        return self.read(np.arange(len(self)))

    def chosen(self, rows: np.ndarray) -> Rows:
        """How the file names parcels at these positions."""
        numbers = self.numbers[rows]
        # Where the file is in the order of the ids, as most are, a part is one stretch of it: GeoPackages are read in
        # the order of their feature ids. File geodatabases would be searched from end to end for a stretch.
        stretch = bool(self.key and (np.diff(rows) == 1).all())
        return Rows(self.key, int(numbers[0]), int(numbers[-1])) if stretch else Rows(numbers=numbers)

    def some(self) -> Iterator[geopandas.GeoDataFrame]:
        """Read parcels in their order, a few first, for who needs only some of them."""
        size, start = 1_000, 0
        while start < len(self):
            yield self.read(np.arange(start, min(start + size, len(self))))
            start, size = start + size, 10 * size

    @cached_property
    def place(self) -> tuple[float, float] | None:
        """Longitude and latitude (degrees) of some of the parcels; None if none has a geometry.

        Raises:
            InputError: as for `place_of`.

        """
        places = (place_of(frame.geometry.to_numpy(), self.crs, self.name) for frame in self.some())
        return next((place for place in places if place is not None), None)


@dataclass
class ParcelLayers:
    """The parcels of a run: one layer, or several whose parcels are divided as if they were one (a county each).

    Attributes:
        layers: one at least. A position counts their parcels one layer after the other.

    """

    layers: Sequence[ParcelLayer]

    def __len__(self) -> int:
        return sum(map(len, self.layers))

    @property
    def name(self) -> str:
        """What the layers are called together."""
        names = list(dict.fromkeys(layer.name for layer in self.layers))
        return ", ".join(names[:_NAMES]) + (" …" if len(names) > _NAMES else "")

    def parts(self, size: int) -> list[np.ndarray]:
        """Positions of about `size` parcels each, in the order of their ids; parcels with one id stay together."""
        if any(layer.identifier is None for layer in self.layers):
            return [np.arange(start, min(start + size, len(self))) for start in range(0, len(self), size)]
        every = [clean_text(layer.fields[layer.identifier]).fillna("").to_numpy() for layer in self.layers]
        identity = np.concatenate(every)
        order = np.argsort(identity, kind="stable")
        identity = identity[order]
        group = np.cumsum(np.append(True, identity[1:] != identity[:-1])) if len(order) else order
        return [order[start:end] for start, end in batches(group, size)]

    def split(self, rows: np.ndarray) -> list[tuple[int, np.ndarray]]:
        """Positions by the number of the layer, and within it."""
        starts = np.cumsum([0, *map(len, self.layers)])
        number = np.searchsorted(starts, rows, side="right") - 1
        return [(one, rows[number == one] - starts[one]) for one in np.unique(number).tolist()]

    def chosen(self, rows: np.ndarray) -> list[tuple[int, Rows]]:
        """The same as the files name them."""
        return [(number, self.layers[number].chosen(own)) for number, own in self.split(rows)]

    def forget_fields(self) -> None:
        """Let go of the fields, when they have been checked and the parts are known."""
        for layer in self.layers:
            layer.fields = layer.fields.iloc[:0]


def read_parcels(
    source: Source, progress: FeedbackProgress, survey: Survey, mapping: dict[str, str], leave_out: PersonalColumns
) -> ParcelLayer:
    """Read parcels given to an algorithm, or as much of them as is needed at once.

    Args:
        source: as taken when the algorithm was prepared.
        progress: may cancel; its feedback receives warnings.
        survey: the fields.
        mapping: standard name -> column, as given by the user.
        leave_out: columns that are not read.

    Raises:
        InputError: as for `read_source`.

    """
    file = source.file if source.is_readable and not source.has_curves else None
    kind = file.path.suffix.lower() if file is not None and importlib.util.find_spec("pyogrio") else ""
    key = key_of(file.path, file.layer) if kind == GEOPACKAGE else ""
    if not key and kind != GEODATABASE:
        data = read_source(source, progress, leave_out=leave_out)
        return _layer(data, data.columns, data.frame, survey, mapping, None, "")
    crs, columns, left_out = check_source(source, progress, leave_out)
    wanted = _required(columns, source.name, survey, mapping)
    fields = read_columns(file.path, file.layer, list(dict.fromkeys(wanted.values())))
    data = LayerData(source.name, geopandas.GeoDataFrame(), crs, source.whole_file, source.part, left_out)
    return _layer(data, columns, fields, survey, mapping, file, key)


def _layer(
    data: LayerData,
    columns: tuple[str, ...],
    fields: pd.DataFrame,
    survey: Survey,
    mapping: dict[str, str],
    file: File | None,
    key: str,
) -> ParcelLayer:
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
    )


def _required(columns: Sequence[str], layer: str, survey: Survey, mapping: dict[str, str]) -> dict[str, str]:
    """Required field -> its column, of those that the layer has."""
    found = match_fields(columns, layer, mapping, survey)
    return {name: found[name][0] for name, field in survey.fields.items() if field.required and name in found}
