"""What zones are made from: the layers of the city, a zone before it is numbered, and the ground they are cut from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely

from .mosaic import Layout
from .terrain import smooth_noise
from .units import Places

# layer: zone role, Chinese title, feature code, number in BSM
LAYERS = {
    "YJJBNTBHTB": ("pbf", "永久基本农田保护图斑", "2005010300", "2510"),
    "YJJBNTCBQ": ("pbf_reserve", "永久基本农田储备区", "2005010400", "2511"),
    "BCGDCBQ": ("farmland_reserve", "补充耕地储备区", "2005010500", "2512"),
    "GDBHMB": ("protected", "耕地保护目标", "2005010600", "2513"),
    "STBHHX": ("red_line", "生态保护红线", "2090020210", "2514"),
    "CZKFBJ": ("urban", "城镇开发边界", "2090020220", "2515"),
    "LDGLFW": ("forest", "林地管理边界", "2090020230", "2516"),
    "DLTB_ED": ("survey2", "第二次土地调查地类图斑（已转换到CGCS2000）", "2001010100", "2009"),
    "DLTB_2023": ("previous", "地类图斑 2023", "2001010100", "2110"),
    "PZYD": ("approvals", "批准用地", "2099010200", "2520"),
    "LSYD": ("temporary", "临时用地", "2099010100", "2521"),
    "JCTB": ("cases", "监测图斑和案件", "2099010500", "2522"),
    "STTG": ("conversion", "生态退耕", "2099010600", "2523"),
    "GBZNT": ("projects", "高标准农田和土地整治项目", "2099010700", "2524"),
    "PDT": ("slope", "坡度图", "2003010100", "2525"),
    "TRHJ": ("soil", "土壤环境质量类别", "2099010800", "2526"),
    "ZWXZ": ("crops", "作物状态", "2099010900", "2527"),
    "FQTB": ("abandoned", "废弃农村道路和设施", "2099011000", "2528"),
    "XZTD": ("idle", "闲置和低效建设用地", "2099011100", "2529"),
    "FM": ("graves", "坟墓", "2099011200", "2530"),
}
ROLE_LAYER = {value[0]: name for name, value in LAYERS.items()}
PERSONAL = {"ZRRMC": "示例责任人", "ZRRZJHM": "示例证件号", "LXDH": "示例电话", "JZDZ": "示例地址"}


@dataclass
class Zone:
    """One zone feature before it gets its number: geometry, where it lies, its own fields."""

    geometry: shapely.Geometry
    code: str  # ZLDWDM, 19 digits
    name: str
    fields: dict = field(default_factory=dict)
    coded: bool = True  # whether its columns name its unit


@dataclass
class Ground:
    """What zones are made from."""

    layout: Layout
    geometry: np.ndarray
    table: pd.DataFrame
    places: Places
    reserved: np.ndarray  # mask of parcels that belong to planted cases
    rng: np.random.Generator

    def __post_init__(self) -> None:
        self.code = self.table["DLBM"].to_numpy(dtype=object)
        self.level = np.array([text[:2] for text in self.code])
        self.cultivated = self.level == "01"
        self.cents = self.table["cents"].to_numpy()
        boxes = self.layout.boxes
        raster = self.layout.relief.raster
        at = raster.cell((boxes.xy[:, 0] + boxes.xy[:, 2]) / 2, (boxes.xy[:, 1] + boxes.xy[:, 3]) / 2)
        self.height = self.layout.relief.height[at]
        self.town = self.layout.relief.town[at]
        self.middle = np.column_stack([boxes.xy[:, 0] + boxes.xy[:, 2], boxes.xy[:, 1] + boxes.xy[:, 3]]) / 4.0
        self.noise = smooth_noise(self.rng, raster.shape, 40)[at]
        held = np.flatnonzero(self.reserved)
        self.held = self.geometry[held]
        self.tree = shapely.STRtree(self.held)
        self.free = ~self.reserved

    def cell(self, size: float) -> np.ndarray:
        """Return the number of the square of `size` metres in the drawing plane that holds each parcel's centre."""
        col, row = np.floor(self.middle / size).astype(np.int64).T
        return (row + 100_000) * 1_000_000 + col + 100_000

    def place(self, parcel: int) -> tuple[str, str]:
        """ZLDWDM and name of a parcel's village."""
        return self.table["ZLDWDM"].iat[parcel], self.table["ZLDWMC"].iat[parcel]

    def clear(self, geometry: shapely.Geometry) -> shapely.Geometry | None:
        """Return the geometry without the reserved parcels, polygons only; None if nothing is left."""
        hit = self.tree.query(geometry, predicate="intersects")
        if len(hit):
            geometry = shapely.difference(geometry, shapely.union_all(self.held[np.sort(hit)]))
        parts = [part for part in self.parts(geometry) if part.geom_type == "Polygon" and part.area > 5]
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)

    @staticmethod
    def parts(geometry: shapely.Geometry) -> np.ndarray:
        """Return the polygons of a geometry from east to west: GEOS's own order differs between its versions."""
        parts = shapely.get_parts(geometry)
        bounds = shapely.bounds(parts)
        return parts[np.lexsort((-bounds[:, 3], -bounds[:, 2]))]

    def groups(self, chosen: np.ndarray, *keys: np.ndarray) -> list[np.ndarray]:
        """Chosen parcels (mask) grouped by equal keys, in a fixed order."""
        members = np.flatnonzero(chosen)
        if not len(members):
            return []
        columns = [np.unique(key[members], return_inverse=True)[1] for key in keys]
        order = np.lexsort(columns[::-1])
        stacked = np.stack(columns)[:, order]
        breaks = np.flatnonzero((np.diff(stacked, axis=1) != 0).any(axis=0)) + 1
        return np.split(members[order], breaks)

    def union(self, group: np.ndarray) -> shapely.Geometry:
        """Union of whole parcels, following them exactly."""
        return self.geometry[group[0]] if len(group) == 1 else shapely.coverage_union_all(self.geometry[group])
