"""Makes the sample city.

Command: `python -m farmland_redline.scripts.sample_city --parcels 100000 --seed 7 OUT_FOLDER`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from . import (
    attributes,
    earlier_surveys,
    mosaic,
    patch_cases,
    plan_cases,
    planted_cases,
    project_cases,
    targets,
    units,
    zones,
)
from .geodesy import area_cents
from .geopackage import GeoPackage
from .zone_context import LAYERS

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
DATA = RESOURCES / "sample" / "data"
POLICY = RESOURCES / "policy" / "jingdezhen-2024.yaml"
SMALL = (2500, 7)
STEP, COARSE_STEP = 9.0, 11.5  # metres between points of a side; the coarse one keeps the committed sample small


@dataclass
class Survey:
    """Everything that later steps stand on."""

    layout: mosaic.Layout
    geometry: np.ndarray
    table: pd.DataFrame
    places: units.Places
    computed: np.ndarray
    control: np.ndarray


def right_size(parcels: int, seed: int) -> mosaic.Layout:
    """Lay out about `parcels` parcels; the mean size is found by trying, within 2 %."""
    area, best = parcels * 5600.0, None
    for _ in range(7):
        layout = mosaic.lay_out(seed, area)
        error = len(layout.boxes) / parcels - 1
        if best is None or abs(error) < abs(best[0]):
            best = (error, layout)
        if abs(error) < 0.02:
            break
        area /= (1 + error) ** 0.9
    return best[1]


def make_survey(parcels: int, seed: int) -> Survey:
    """Make the mosaic with its attributes, areas adjusted to the villages' control areas."""
    layout = right_size(parcels, seed)
    boxes = layout.boxes
    geometry = mosaic.polygons(boxes.xy, layout.warp, STEP if parcels > SMALL[0] else COARSE_STEP)
    centre = layout.warp((boxes.xy[:, 0] + boxes.xy[:, 2]) // 2, (boxes.xy[:, 1] + boxes.xy[:, 3]) // 2)
    rng = np.random.default_rng([seed, 3])
    home = units.settle(rng, layout.city, centre, layout.unit)
    cents, computed, control = units.control_areas(home, area_cents(geometry))
    raster = layout.relief.raster
    height = layout.relief.height[
        raster.cell((boxes.xy[:, 0] + boxes.xy[:, 2]) / 2, (boxes.xy[:, 1] + boxes.xy[:, 3]) / 2)
    ]
    codes = attributes.classes(rng, boxes)
    table = attributes.attribute_table(rng, boxes, height, home, cents, codes)
    return Survey(layout, geometry, table, home, computed, control)


def write_units(package: GeoPackage, survey: Survey) -> None:
    """Village, township and county layers."""
    home = survey.places
    village, township, county = units.boundaries(home, survey.geometry)

    def rows(
        code: pd.Series, name: pd.Series, fields: tuple[str, str], ysdm: str, computed: np.ndarray, control: np.ndarray
    ) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "BSM": [f"{text[:6]}{ysdm[-6:-2]}{number:08d}" for number, text in enumerate(code, 1)],
                "YSDM": ysdm,
                fields[0]: code.to_numpy(),
                fields[1]: name.to_numpy(),
                "DCMJ": control / 100,
                "JSMJ": computed / 100,
                "MSSM": "00",
                "HDMC": None,
                "BZ": None,
            }
        )

    def total(table: pd.DataFrame, column: str, upper: pd.DataFrame, cents: np.ndarray) -> np.ndarray:
        return pd.Series(cents).groupby(table[column].to_numpy()).sum().reindex(upper["code"]).to_numpy()

    town = [total(home.villages, "township", home.townships, value) for value in (survey.computed, survey.control)]
    land = [total(home.townships, "county", home.counties, value) for value in town]
    fields = ("XZQDM", "XZQMC")
    package.add(
        "XJXZQ",
        rows(home.counties["code"], home.counties["name"], fields, "1000600100", *land),
        county,
        "县级行政区",
        "MultiPolygon",
    )
    package.add(
        "XZQ",
        rows(home.townships["code"], home.townships["name"], fields, "1000600100", *town),
        township,
        "乡级行政区",
        "MultiPolygon",
    )
    package.add(
        "CJDCQ",
        rows(
            home.villages["code"] + "0000000",
            home.villages["name"],
            ("ZLDWDM", "ZLDWMC"),
            "1000600300",
            survey.computed,
            survey.control,
        ),
        village,
        "村级调查区",
        "MultiPolygon",
    )


def generate(
    parcels: int,
    seed: int,
    folder: Path,
    policy: Path = POLICY,
    planted: bool = True,
    say: Callable[[str], object] = lambda text: None,
) -> None:
    """Write city.gpkg, manifest.csv, policy.yaml and targets.csv into `folder`, and files of patches, projects, a plan.

    Raise ValueError where the city is too small for the planted cases."""
    folder.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    survey = make_survey(parcels, seed)
    say(f"{len(survey.table)} parcels, {time.monotonic() - start:.1f} s")
    plan = planted_cases.plant(survey.layout, survey.geometry, survey.table, seed) if planted else planted_cases.Plan()
    planted_cases.apply_edits(survey.table, plan)
    reserved = np.zeros(len(survey.table), dtype=bool)
    reserved[sorted(plan.used)] = True
    brought = sum(zone.fields["YJJBNTMJ"] for zone in plan.zones.get("pbf", [])) * 100
    made = zones.random_zones(survey.layout, survey.geometry, survey.table, survey.places, reserved, brought, seed)
    for role, extra in plan.zones.items():
        made[role].extend(extra)
    for role, zone in project_cases.bar_fields(survey.table, survey.geometry, reserved, made) if planted else ():
        made[role].append(zone)
    # Targets stand on what is right.
    right = made["pbf"]
    if planted:
        made["pbf"] = zones.with_faults(right)
    say(f"{int(reserved.sum())} planted parcels, {len(plan.rows)} cases, zones, {time.monotonic() - start:.1f} s")
    package = GeoPackage(folder / "city.gpkg")
    write_units(package, survey)
    say(f"units, {time.monotonic() - start:.1f} s")
    package.add("DLTB", survey.table[list(attributes.FIELDS)], survey.geometry, "地类图斑 2024")
    for layer, (role, title, _, _) in LAYERS.items():
        if role == "previous":
            old, shapes = earlier_surveys.last_year(
                survey.layout, survey.geometry, survey.table, reserved, plan.previous, seed
            )
            package.add(layer, old[list(attributes.FIELDS)], shapes, title, "MultiPolygon")
            city = patch_cases.City(survey.table, survey.geometry, old, shapes, made)
        else:
            table, shapes = zones.zone_table(layer, made[role])
            package.add(layer, table, shapes, title, "MultiPolygon")
    package.close()
    if planted:
        patch_cases.write(folder, city)
        project_cases.write(folder, city, survey.table, made)
        plan_cases.write(folder, city, survey.table, survey.geometry, made["cases"])
    planted_cases.manifest(plan, survey.table).to_csv(
        folder / "manifest.csv", index=False, encoding="utf-8", lineterminator="\n"
    )
    targets.write_policy(policy, folder / "policy.yaml", survey.table, right)
    say(f"written, {time.monotonic() - start:.1f} s")


def main(arguments: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the files go")
    parser.add_argument("--parcels", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--policy", type=Path, default=POLICY, help="policy file whose rules the sample takes over")
    parser.add_argument("--small", action="store_true", help="the committed sample, into resources/sample/data")
    parser.add_argument("--no-plants", action="store_true", help="no planted cases: any number of parcels will do")
    chosen = parser.parse_args(arguments)
    if chosen.small:
        chosen.parcels, chosen.seed = SMALL
    folder = chosen.folder or (DATA if chosen.small else None)
    if folder is None:
        parser.error("give a folder, or --small")
    generate(
        chosen.parcels,
        chosen.seed,
        folder,
        chosen.policy,
        not chosen.no_plants,
        lambda text: sys.stderr.write(text + "\n"),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
