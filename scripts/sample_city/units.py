"""Villages and townships: which parcel lies where, codes, made-up names, control areas and boundaries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from .geodesy import adjust
from .terrain import City

_FIRST = "金银青白龙凤石竹松柳荷桃枫梅兰双三洪丰新南北东西上下大小长平安永福兴汪程朱胡"
_SECOND = "溪坑岭田塘湖桥港源埠坪洲湾冲坞垄岗峰滩洞畈墩泉林山潭渡"
_TOWN_ENDS = ("镇", "乡", "镇", "镇", "乡")


@dataclass
class Places:
    """Village number of every parcel, and the tables of villages, townships and counties."""

    village: np.ndarray
    villages: pd.DataFrame  # code (12), name, township (9), county (6), unit
    townships: pd.DataFrame  # code (9), name, county, unit
    counties: pd.DataFrame  # code (6), name


def _names(rng: np.random.Generator, count: int) -> list[str]:
    pairs = [a + b for a in _FIRST for b in _SECOND]
    rng.shuffle(pairs)
    if count > len(pairs):
        pairs += [pair + a for a in "头口边前上下坝尾" for pair in pairs]
    return pairs[:count]


def _spread(rng: np.random.Generator, points: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """`count` seeds among points, evened out, and the nearest seed of every point."""
    sample = points if len(points) < 40_000 else points[rng.choice(len(points), 40_000, replace=False)]
    seeds = sample[rng.choice(len(sample), count, replace=False)]
    for _ in range(3):
        near = cKDTree(seeds).query(sample)[1]
        total = np.bincount(near, minlength=count)
        for axis in (0, 1):
            mean = np.bincount(near, weights=sample[:, axis], minlength=count) / np.maximum(total, 1)
            seeds[:, axis] = np.where(total > 0, np.round(mean, 3), seeds[:, axis])
    return seeds, cKDTree(seeds).query(points)[1]


def settle(rng: np.random.Generator, city: City, xy: np.ndarray, unit: np.ndarray) -> Places:
    """Villages of 200-600 parcels by nearest seed, about eight to a township."""
    village = np.full(len(xy), -1, dtype=np.int64)
    villages, townships = [], []
    for number, code in enumerate(city.codes):
        inside = np.flatnonzero(unit == number)
        count = max(2 if len(inside) > 120 else 1, round(len(inside) / 330))
        seeds, near = _spread(rng, xy[inside], count)
        used = np.unique(near)
        seeds, near = seeds[used], np.searchsorted(used, near)
        groups = max(1, round(len(used) / 8))
        township = _spread(rng, seeds, groups)[1] if groups > 1 else np.zeros(len(used), dtype=np.int64)
        kept = np.unique(township)
        township = np.searchsorted(kept, township)
        names = _names(rng, len(used) + len(kept))
        urban = code in ("360203",)
        for group in range(len(kept)):
            end = "街道" if urban else _TOWN_ENDS[group % len(_TOWN_ENDS)]
            serial = (1 + group) if urban else 100 + group + (100 if end == "乡" else 0)
            townships.append((f"{code}{serial:03d}", names[group] + end, code, number))
        serials = np.zeros(len(kept), dtype=int)
        offset = len(townships) - len(kept)
        base = len(villages)
        for local in range(len(used)):
            home = townships[offset + township[local]]
            serial = (1 if urban else 200) + serials[township[local]]
            serials[township[local]] += 1
            name = names[len(kept) + local] + ("社区" if urban else "村")
            villages.append((f"{home[0]}{serial:03d}", home[1] + name, home[0], code, number))
        village[inside] = base + near
    return Places(
        village,
        pd.DataFrame(villages, columns=["code", "name", "township", "county", "unit"]),
        pd.DataFrame(townships, columns=["code", "name", "county", "unit"]),
        pd.DataFrame({"code": city.codes, "name": city.names}),
    )


def control_areas(places: Places, cents: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return adjusted parcel areas, and computed and control area of every village, in 0.01 m².

    The control stands a little off the sum (some 2e-7 of it), as a county's controlled area does in practice."""
    total = np.zeros(len(places.villages), dtype=np.int64)
    np.add.at(total, places.village, cents)
    lean = np.where(np.arange(len(total)) % 3 == 1, -1, 1)
    control = total + lean * np.maximum(np.rint(total * 2e-7).astype(np.int64), 1)
    return adjust(cents, places.village, control), total, control


def boundaries(places: Places, geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Boundaries of villages, townships and counties: unions of the parcels, so they follow them exactly."""
    order = np.argsort(places.village, kind="stable")
    ends = np.cumsum(np.bincount(places.village, minlength=len(places.villages)))
    groups = np.split(order, ends[:-1])
    village = np.array([shapely.coverage_union_all(geometry[group]) for group in groups], dtype=object)

    def rise(table: pd.DataFrame, column: str, upper: pd.DataFrame, shapes: np.ndarray) -> np.ndarray:
        return np.array(
            [shapely.coverage_union_all(shapes[(table[column] == code).to_numpy()]) for code in upper["code"]],
            dtype=object,
        )

    township = rise(places.villages, "township", places.townships, village)
    county = rise(places.townships, "county", places.counties, township)
    return village, township, county


__all__ = ["Places", "boundaries", "control_areas", "settle"]
