"""Runs `run_batch` on the survey, by the real qgis_process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import geopandas
import pyogrio

from . import survey

SINGLE = ("DLTB", "YJJBNTBHTB", "YJJBNTCBQ", "BCGDCBQ", "DLTB_ED", "DLTB_2023")
PARAMETERS = dict(zip(SINGLE, ("PARCELS", "PBF", "PBF_RESERVE", "FARMLAND_RESERVE", "SURVEY2", "PREVIOUS")))
UNITS = ("XJXZQ", "XZQ", "CJDCQ")


def batch(qgis_process: Callable, paths: Mapping[str, Path], out: Path, **more: object):
    """Run on the survey's layers, with the targets of the built-in policy, and return what qgis_process answers."""
    parameters: dict[str, object] = {
        PARAMETERS[name]: f"{path}|layername={name}" for name, path in paths.items() if name in PARAMETERS
    }
    parameters["UNITS"] = [f"{paths[name]}|layername={name}" for name in UNITS if name in paths]
    parameters["ZONES"] = [
        f"{path}|layername={name}" for name, path in paths.items() if name not in (*PARAMETERS, *UNITS)
    ]
    plain = {"REPORTS": False, "MAPS": False, "DATE": survey.REFERENCE_DATE, "OUTPUT_FOLDER": str(out)}
    return qgis_process("run_batch", {**parameters, **plain, **more})


def tables(out: Path) -> dict[str, geopandas.GeoDataFrame]:
    """The tables of a run's GeoPackage."""
    package = out / "farmland_redline.gpkg"
    return {name: pyogrio.read_dataframe(package, layer=name) for name in pyogrio.list_layers(package)[:, 0]}
