"""Normalising parcels for the overlay: standard fields, one coordinate system; QGIS need not be installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas
import pandas as pd
import pyproj

from ...analysis.columns import typed
from ...analysis.values.readers import ValueKind
from ..crs.transform import reproject
from .field_matching import standard_fields
from .schema import Survey


@dataclass(frozen=True)
class Normaliser:
    """How the parcels of a layer are normalised, the same for each of its partitions.

    Attributes:
        layer: its name, for messages.
        mapping: columns by standard name, as given by the user.
        survey: the fields, with the names of the office's profile.
        crs: the working system.
        transformer: from the layer's system to it; None if they are the same.
        columns: those of the result; the layer's own if None. Fields of the standard among them that the layer lacks
            are null.
        kinds: of values, by field, as this layer's columns as a whole tell; the declared ones if not given.

    """

    layer: str
    mapping: Mapping[str, str]
    survey: Survey
    crs: pyproj.CRS
    transformer: pyproj.Transformer | None
    columns: Sequence[str] | None = None
    kinds: Mapping[str, ValueKind] | None = None

    def normalise(self, frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
        """Return parcels under the standard's names and in the working system.

        Args:
            frame: parcels as read.

        Raises:
            InputError: as in `standard_fields`.

        """
        geometry = reproject(frame.geometry.to_numpy(), self.transformer)
        frame = standard_fields(frame, self.layer, self.mapping, self.survey, kinds=self.kinds)
        if self.columns is not None:
            for name in (name for name in self.columns if name not in frame):
                nothing = pd.Series([None] * len(frame), frame.index, dtype=object)
                frame[name] = typed(nothing, self.survey.fields[name].kind)[0]
            frame = frame[[*self.columns]]
        return geopandas.GeoDataFrame(frame, geometry=geopandas.GeoSeries(geometry, index=frame.index, crs=self.crs))


def concat_layers(frames: Sequence[geopandas.GeoDataFrame]) -> geopandas.GeoDataFrame:
    """Join normalised parcels of several layers, which have the same columns; the index is new if there are several."""
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
