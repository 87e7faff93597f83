"""Parcels as they stand in a layer, made fit to be divided; QGIS need not be there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas
import pandas as pd
import pyproj

from ...analysis.columns import typed
from ..crs.transform import reproject
from .field_matching import standard_fields
from .schema import Survey


@dataclass(frozen=True)
class Normaliser:
    """How parcels become fit to be divided: the same for every part of a layer.

    Attributes:
        layer: its name, for messages.
        mapping: standard name -> column, as given by the user.
        survey: the fields, with those of the office's profile.
        crs: the working system.
        transformer: what leads there; None if the layer is there.
        columns: those that fit parcels have; those of the layer if not given. The standard's fields among them that
            the layer lacks are null.

    """

    layer: str
    mapping: Mapping[str, str]
    survey: Survey
    crs: pyproj.CRS
    transformer: pyproj.Transformer | None
    columns: Sequence[str] | None = None

    def normalise(self, frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
        """Parcels as read under the survey's names, in the working system.

        Raises:
            InputError: as for `standard_fields`.

        """
        geometry = reproject(frame.geometry.to_numpy(), self.transformer)
        frame = standard_fields(frame, self.layer, self.mapping, self.survey)
        if self.columns is not None:
            for name in (name for name in self.columns if name not in frame):
                nothing = pd.Series([None] * len(frame), frame.index, dtype=object)
                frame[name] = typed(nothing, self.survey.fields[name].kind)[0]
            frame = frame[[*self.columns]]
        return geopandas.GeoDataFrame(frame, geometry=geopandas.GeoSeries(geometry, index=frame.index, crs=self.crs))


def concat_layers(frames: Sequence[geopandas.GeoDataFrame]) -> geopandas.GeoDataFrame:
    """Parcels of several layers, made fit to keep the same columns, as of one."""
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
