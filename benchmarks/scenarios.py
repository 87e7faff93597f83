"""What is measured on what: the scenarios, their cases, and the files of each case."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PARCELS = "DLTB"
# Layers as they are called in a city's database -> column of the pieces that names their zones.
ROLES = {
    "YJJBNTBHTB": "pbf",
    "YJJBNTCBQ": "pbf_reserve",
    "BCGDCBQ": "farmland_reserve",
    "PZYD": "approvals",
    "STBHHX": "red_line",
    "CZKFBJ": "urban",
    "LDGLFW": "forest",
    "JCTB": "cases",
    "PDT": "slope",
    "DLTB_2023": "previous",
}
PBF = "YJJBNTBHTB"
TOLERANCE = 0.001  # metres
ZONES = 3_896
SIZE = 100_000
# Recipes of zone layers, which `layers` carries out.
FOUR, HUGE, SHIFTED, STACKED, TEN = "four", "huge", "shifted", "stacked", "ten"


@dataclass(frozen=True)
class Case:
    """Parcels and zone layers on which tools run.

    Attributes:
        title: what it is, for the report.
        parcels: about how many.
        recipe: of the zone layers.
        zones: about how many, of the first layer.

    """

    title: str
    parcels: int
    recipe: str = FOUR
    zones: int = ZONES

    @property
    def name(self) -> str:
        """For files; the same for the same layers."""
        return f"{self.recipe}-{self.zones}-{self.parcels}"


@dataclass(frozen=True)
class Layer:
    """A zone layer as it was made: zones, their vertices, the length of their boundaries (m), and what they cover.

    `once` and `each` are the area (m²) of the parcels' outline that lies in the zones: of their union, and the sum over
    the zones, which counts overlaps as often as zones share them.
    """

    zones: int
    vertices: int
    length: float
    once: float
    each: float


@dataclass(frozen=True)
class Files:
    """The files of a case: parcels (layer DLTB), zones (layers of `facts`), and what was made."""

    case: Case
    folder: Path

    @property
    def parcels(self) -> Path:
        """A GeoPackage."""
        return self.folder / f"parcels-{self.case.parcels}.gpkg"

    @property
    def zones(self) -> Path:
        """A GeoPackage."""
        return self.folder / f"{self.case.name}.gpkg"

    @property
    def facts(self) -> Path:
        """JSON: `parcels`, `vertices`, `layers`."""
        return self.folder / f"{self.case.name}.json"

    def layers(self) -> dict[str, Layer]:
        """Return the zone layers by name, the first one first."""
        facts = json.loads(self.facts.read_text(encoding="utf-8"))
        return {name: Layer(**values) for name, values in facts["layers"].items()}


def code_key(*modules: str) -> str:
    """Return what tells whether files were made by this code: modules of this folder, by name."""
    code = b"".join((Path(__file__).parent / f"{name}.py").read_bytes() for name in modules)
    return hashlib.sha256(code).hexdigest()


@dataclass(frozen=True)
class Scenario:
    """Cases that are measured together, and the tools that are by default."""

    title: str
    cases: tuple[Case, ...]
    tools: tuple[str, ...]


ALL = (
    *("overlay_parcels", "run_batch", "run_batch_bare", "kernel", "kernel_areas", "native"),
    *("frames_intersection", "frames_identity"),
    *("frames_intersection_files", "frames_identity_files", "postgis", "sedona", "duckdb"),
    *("geofileops_intersection", "geofileops_identity"),
)
OURS = ("overlay_parcels", "kernel")
ONE_LAYER = tuple(tool for tool in ALL if not tool.startswith("run_batch"))


def _case(title: str, count: int, recipe: str = FOUR) -> Case:
    """Make a case with as many zones per parcel as at 100,000 parcels."""
    return Case(title, count, recipe, max(1, ZONES * count // SIZE))


def scenario(name: str, sizes: Sequence[int]) -> Scenario:
    """Return a scenario by name; without `sizes` (numbers of parcels) it has its own."""
    count = sizes[0] if sizes else SIZE
    if name == "compare":
        cases = tuple(_case(f"{size:,} parcels", size) for size in sizes or (SIZE,))
        return Scenario("Side by side", cases, ALL)
    if name == "growth":
        sizes = sizes or (SIZE, 4 * SIZE, 10 * SIZE)
        first = _case("", sizes[0]).zones
        fixed = [Case(f"{size:,} parcels, the same number of zones", size, zones=first) for size in sizes]
        growing = [_case(f"{size:,} parcels, as many more zones", size) for size in sizes[1:]]
        return Scenario("Growth", (*fixed, *growing), OURS)
    if name == "ten":
        return Scenario("Ten layers", (_case("", count, TEN),), ("overlay_parcels", "run_batch", "kernel"))
    if name == "huge":
        return Scenario("One zone of 200,000 vertices with 100 holes", (Case("", count, HUGE, 1),), ONE_LAYER)
    if name == "shifted":
        return Scenario("Every zone shifted by 1 to 5 cm", (_case("", count, SHIFTED),), ONE_LAYER)
    if name == "stacked":
        return Scenario("Three copies of the zones, shifted by up to 30 cm", (_case("", count, STACKED),), ONE_LAYER)
    if name == "stages":
        return Scenario("Where our time goes", (_case("", count),), ("stages", "stages_batch"))
    raise ValueError(f"unknown scenario: {name}")


SCENARIOS = ("compare", "growth", "ten", "huge", "shifted", "stacked", "stages", "desktop", "folder")
