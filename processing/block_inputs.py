"""How algorithms read candidates, pieces and blocks that earlier steps made; imported when an algorithm runs."""

from __future__ import annotations

from dataclasses import replace

import geopandas
import pyproj

from .base_algorithm import RedlineAlgorithm
from .bridge.crs.systems import crs_title
from .bridge.errors import InputError
from .bridge.i18n import tr
from .bridge.io.provenance import Provenance, read_provenance
from .bridge.io.reading import LayerData, read_source
from .bridge.io.result_tables import check_result_table
from .bridge.progress import FeedbackProgress
from .parameter_values import check_same_date, read_pieces


def read_results(
    algorithm: RedlineAlgorithm, parameter: str, kind: str, progress: FeedbackProgress, provenance: Provenance
) -> LayerData:
    """Read the layer of results that a parameter names, and record it with the provenance that came with it.

    Args:
        algorithm: with the parameter.
        parameter: its name.
        kind: of the results, as of `check_result_table`.
        progress: may cancel.
        provenance: receives the layer.

    Raises:
        InputError: the layer lacks what is read of such results.

    """
    source = algorithm.sources[parameter][0]
    data = read_source(source, progress)
    data = replace(data, frame=check_result_table(data.frame, kind, data.name))
    provenance.add_input(parameter, data, source.provider)
    if data.path is not None:
        provenance.extend(read_provenance(data.path))
    return data


def read_pieces_and_candidates(
    algorithm: RedlineAlgorithm, parameter: str, progress: FeedbackProgress, provenance: Provenance
) -> tuple[geopandas.GeoDataFrame, geopandas.GeoDataFrame]:
    """Read the pieces, and the candidates that were found in them.

    Args:
        algorithm: with the pieces and the candidates.
        parameter: that of the candidates.
        progress: receives the fraction done; may cancel.
        provenance: receives both layers.

    Raises:
        InputError: they are not of one run, or not in metres.

    """
    pieces = read_pieces(algorithm, progress.part(0.0, 0.7), provenance)
    data = read_results(algorithm, parameter, "candidates", progress, provenance)
    algorithm.check_reading()
    require_metres(pieces)
    if pyproj.CRS(data.crs) != pieces.crs:
        raise InputError(
            tr("The candidates are in {crs}, the pieces in {other_crs}. Take both from one run.").format(
                crs=crs_title(data.crs.to_string()), other_crs=crs_title(pieces.crs.to_string())
            )
        )
    check_same_date(pieces, provenance.rows())
    candidates = data.frame.set_crs(data.crs, allow_override=True).reset_index(drop=True)
    strange = ~candidates["candidate_id"].isin(pieces["piece_id"])
    if strange.any():
        text = tr(
            "Layer “{layer}”: {count} candidates are no pieces of the layer of pieces, {candidate} for example. Take "
            "both from one run."
        )
        first = candidates.loc[strange, "candidate_id"].iloc[0]
        raise InputError(text.format(layer=data.name, count=int(strange.sum()), candidate=first))
    return pieces, candidates


def require_metres(frame: geopandas.GeoDataFrame) -> None:
    """Raise `InputError` where pieces are not in a projected system, in which distances are metres."""
    if not frame.crs.is_projected:
        raise InputError(
            tr(
                "The pieces are in {crs}, in degrees; distances need a projected system. Take the pieces as “Overlay "
                "parcels” has written them."
            ).format(crs=crs_title(frame.crs.to_string()))
        )


def read_blocks(
    algorithm: RedlineAlgorithm, parameter: str, progress: FeedbackProgress, provenance: Provenance
) -> geopandas.GeoDataFrame:
    """Read blocks of candidates; a block that stands twice counts once.

    Args:
        algorithm: with the blocks.
        parameter: theirs.
        progress: may cancel.
        provenance: receives the layer.

    Raises:
        InputError: it is not as “Bundle restoration candidates” has written it.

    """
    data = read_results(algorithm, parameter, "blocks", progress, provenance)
    algorithm.check_reading()
    blocks = data.frame.set_crs(data.crs, allow_override=True)
    return blocks.drop_duplicates("block_id").reset_index(drop=True)
