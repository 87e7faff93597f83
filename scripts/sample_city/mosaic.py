"""The survey mosaic: recursive guillotine splitting into boxes, and boxes into rings that share every vertex.

All boxes live on whole half-metres, so which corner lies on which side is exact. A ring takes the lattice points of
its four sides and every corner of any other box on them; both neighbours of a line see the same points, so nothing can
gap.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from .terrain import UNIT, City, Raster, Relief, Warp, ground, raise_relief, scaled_city, unit_of

# land-use types of boxes
TOWN, VILLAGE, PADDY, DRY, ORCHARD, WOODS, POND, FACILITY, QUARRY, RESERVOIR, GRAVE, HOUSE, STRIP, WILD = range(14)
# median, spread (sigma of log), smallest and largest target area in m²
TARGETS = {
    TOWN: (4200, 0.75, 700, 30000),
    VILLAGE: (1500, 0.55, 420, 5200),
    PADDY: (5600, 0.5, 2000, 15000),
    DRY: (3400, 0.45, 1500, 8000),
    ORCHARD: (9500, 0.6, 3000, 30000),
    WOODS: (52000, 0.55, 20000, 150000),
    POND: (2400, 0.6, 800, 6000),
    FACILITY: (1500, 0.6, 450, 6000),
    QUARRY: (11000, 0.6, 3000, 30000),
    RESERVOIR: (42000, 0.5, 15000, 90000),
    GRAVE: (1100, 0.5, 420, 3000),
    HOUSE: (1000, 0.5, 400, 3000),
    WILD: (3000, 0.6, 700, 12000),
}
_BLANK = {"type": -1, "block": -1, "old": -1, "parent": -1, "target": 0.0}


@dataclass
class Boxes:
    """Boxes of the mosaic. `xy` int64 (n, 4) x0, y0, x1, y1 in units; strips carry class and width, others a type."""

    xy: np.ndarray
    type: np.ndarray
    block: np.ndarray  # the block (some hectares of one kind of land) that a box was cut from, -1 for none
    old: np.ndarray  # the coarser parcel of the second survey it was cut from, -1 for none
    parent: np.ndarray  # the box it was cut from last: boxes of one parent are neighbours
    strip: np.ndarray  # class code of a strip, '' for none
    width: np.ndarray  # width of a strip in metres, 0 for none
    old_xy: np.ndarray = field(default_factory=lambda: np.zeros((0, 4), np.int64))

    def __len__(self) -> int:
        return len(self.xy)

    def take(self, chosen: np.ndarray) -> Boxes:
        """Return the chosen boxes (mask or indices), the coarser boxes unchanged."""
        parts = (self.xy, self.type, self.block, self.old, self.parent, self.strip, self.width)
        return Boxes(*(part[chosen] for part in parts), old_xy=self.old_xy)


class _Cutter:
    """State of the splitting: active boxes, finished boxes, strips."""

    def __init__(self, rng: np.random.Generator, relief: Relief, warp: Warp) -> None:
        self.rng, self.relief, self.warp = rng, relief, warp
        self.done: list[dict[str, np.ndarray]] = []
        self.strips: list[dict[str, np.ndarray]] = []
        self.serial = 0

    @staticmethod
    def area(xy: np.ndarray) -> np.ndarray:
        return (xy[:, 2] - xy[:, 0]) * (xy[:, 3] - xy[:, 1]) * UNIT * UNIT

    @staticmethod
    def side(xy: np.ndarray) -> np.ndarray:
        return np.maximum(xy[:, 2] - xy[:, 0], xy[:, 3] - xy[:, 1]) * UNIT

    def look(self, grid: np.ndarray, xy: np.ndarray) -> np.ndarray:
        """Value of a relief grid at the centres of boxes."""
        return grid[self.relief.raster.cell((xy[:, 0] + xy[:, 2]) / 2, (xy[:, 1] + xy[:, 3]) / 2)]

    def near_city(self, xy: np.ndarray) -> np.ndarray:
        """Boxes that may touch the city; the others are dropped before they multiply."""
        half = np.hypot(xy[:, 2] - xy[:, 0], xy[:, 3] - xy[:, 1]) * UNIT / 2
        return self.look(self.relief.outside, xy) <= 1.7 * half + 3 * self.relief.raster.size * UNIT

    def split(self, nodes: dict[str, np.ndarray], code: np.ndarray, width: np.ndarray) -> dict[str, np.ndarray]:
        """Cut every node across its longer side; where `width` (metres) > 0 a strip of class `code` lies between."""
        xy = nodes["xy"]
        n = len(xy)
        wide = (xy[:, 2] - xy[:, 0]) >= (xy[:, 3] - xy[:, 1])
        low = np.where(wide, xy[:, 0], xy[:, 1])
        high = np.where(wide, xy[:, 2], xy[:, 3])
        gap = np.rint(width / UNIT).astype(np.int64)
        gap = np.where(high - low > 4 * gap, gap, 0)
        cut = low + ((high - low - gap) * self.rng.uniform(0.35, 0.65, n)).astype(np.int64)
        snapped = cut // 4 * 4  # corners a metre or two apart make needle segments
        cut = np.where((snapped > low) & (snapped + gap < high), snapped, cut)
        first, second = xy.copy(), xy.copy()
        first[wide, 2] = cut[wide]
        first[~wide, 3] = cut[~wide]
        second[wide, 0] = (cut + gap)[wide]
        second[~wide, 1] = (cut + gap)[~wide]
        laid = gap > 0
        if laid.any():
            strip = xy[laid].copy()
            w = wide[laid]
            strip[w, 0], strip[w, 2] = cut[laid][w], (cut + gap)[laid][w]
            strip[~w, 1], strip[~w, 3] = cut[laid][~w], (cut + gap)[laid][~w]
            self.strips.append(
                {
                    "xy": strip,
                    "across": w,
                    "code": code[laid],
                    "width": gap[laid] * UNIT,
                    "block": nodes["block"][laid],
                    "old": nodes["old"][laid],
                }
            )
        both = {key: np.concatenate([value, value]) for key, value in nodes.items()}
        both["xy"] = np.concatenate([first, second])
        both["parent"] = np.tile(self.serial + np.arange(n), 2)
        self.serial += n
        order = np.arange(2 * n).reshape(2, n).T.ravel()
        both = {key: value[order] for key, value in both.items()}
        keep = self.near_city(both["xy"])
        return {key: value[keep] for key, value in both.items()}


def _join(parts: list[dict[str, np.ndarray]], keys: tuple[str, ...]) -> dict[str, np.ndarray]:
    return {key: np.concatenate([part[key] for part in parts]) for key in keys}


def _pick(nodes: dict[str, np.ndarray], chosen: np.ndarray) -> dict[str, np.ndarray]:
    return {key: value[chosen] for key, value in nodes.items()}


def _targets(rng: np.random.Generator, types: np.ndarray) -> np.ndarray:
    table = np.array([TARGETS.get(kind, (1e12, 0.0, 1e12, 1e12)) for kind in range(14)])[types]
    draw = table[:, 0] * np.exp(table[:, 1] * rng.standard_normal(len(types)))
    return np.clip(draw, table[:, 2], table[:, 3])


def _trunk(cutter: _Cutter, nodes: dict[str, np.ndarray], limit: float) -> dict[str, np.ndarray]:
    """Largest boxes: rivers and highways between them, until no side is longer than `limit` metres."""
    rng, level = cutter.rng, 0
    whole = cutter.side(nodes["xy"]).max()
    tame = float(np.clip(limit / 2200, 0.5, 1.0))  # a small city has streams, not the Chang river
    small = []
    while len(nodes["xy"]):
        big = cutter.side(nodes["xy"]) > limit
        small.append(_pick(nodes, ~big))
        nodes = _pick(nodes, big)
        n = len(nodes["xy"])
        draw = np.where(level < 2, 0.0, rng.random(n))
        size = cutter.side(nodes["xy"]) / whole
        river = draw < 0.42
        road = (draw >= 0.42) & (draw < 0.80)
        width = np.where(river, np.clip(rng.uniform(16, 34, n) + 45 * size, 14, 60) * tame, 0)
        width = np.where(road, rng.uniform(12, 25, n), width)
        code = np.where(river, "1101", np.where(road, np.where(draw < 0.475, "1001", "1003"), ""))
        nodes = cutter.split(nodes, code, width)
        level += 1
    return _join(small, tuple(nodes))


def _blocks(cutter: _Cutter, nodes: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Middle boxes down to blocks of one kind of land, with rural roads, ditches and streams between them."""
    rng, relief = cutter.rng, cutter.relief
    ready = []
    while len(nodes["xy"]):
        height = cutter.look(relief.height, nodes["xy"])
        done = cutter.side(nodes["xy"]) <= np.where(height > 0.6, 430, 330) * rng.uniform(0.45, 1.0, len(height))
        ready.append(_pick(nodes, done))
        nodes = _pick(nodes, ~done)
        height = height[~done]
        n = len(height)
        low, town = height < 0.5, cutter.look(relief.town, nodes["xy"]) > 0
        draw = rng.random(n)
        edges = np.where(low[:, None], [[0.36, 0.58, 0.68, 0.74]], [[0.14, 0.17, 0.30, 0.33]])
        kind = (draw[:, None] > edges).sum(axis=1)
        kind = np.where(town, np.where(draw < 0.75, 5, 4), kind)
        codes = np.array(["1006", "1107", "1101", "1003", "", "1004"])
        widths = np.stack(
            [
                rng.uniform(4, 7, n),
                rng.uniform(2, 5, n),
                rng.uniform(5, 13, n),
                rng.uniform(9, 16, n),
                np.zeros(n),
                rng.uniform(8, 24, n),
            ]
        )
        code = codes[kind]
        trunk = (kind == 1) & (rng.random(n) < 0.12)
        code = np.where(trunk, "1107A", code)
        width = np.where(trunk, 6.0, widths[kind, np.arange(n)])
        nodes = cutter.split(nodes, code, width)
    nodes = _join(ready, tuple(nodes))
    height = cutter.look(relief.height, nodes["xy"])
    town = cutter.look(relief.town, nodes["xy"])
    n = len(height)
    noisy = height + 0.05 * rng.standard_normal(n)
    draw = rng.random(n)
    kind = np.where(noisy < 0.38, PADDY, np.where(noisy < 0.47, np.where(draw < 0.6, DRY, PADDY), WOODS))
    kind = np.where((noisy >= 0.47) & (noisy < 0.60) & (draw < 0.30), ORCHARD, kind)
    kind = np.where((noisy >= 0.47) & (noisy < 0.66) & (draw > 0.88), DRY, kind)
    kind = np.where((noisy >= 0.70) & (draw < 0.04), ORCHARD, kind)
    kind = np.where((noisy >= 0.46) & (noisy < 0.80) & (draw > 0.42) & (draw < 0.435), RESERVOIR, kind)
    chance = np.where(noisy < 0.28, 0.045, np.where(noisy < 0.52, 0.12, 0.012))
    kind = np.where(rng.random(n) < chance, VILLAGE, kind)
    kind = np.where(town > 0.05, TOWN, kind)
    nodes["type"] = kind
    nodes["block"] = np.arange(n)
    nodes["target"] = _targets(rng, kind)
    return nodes


def _leaves(cutter: _Cutter, nodes: dict[str, np.ndarray]) -> tuple[np.ndarray, int]:
    """Blocks down to parcels; returns the boxes of the coarser second-survey mosaic."""
    rng = cutter.rng
    coarse: list[np.ndarray] = []
    serial = 0
    step = np.array([TARGETS.get(kind, (0,))[0] for kind in range(14)], dtype=float)
    while len(nodes["xy"]):
        area = cutter.area(nodes["xy"])
        fresh = (nodes["old"] < 0) & (area <= np.maximum(6.0 * step[nodes["type"]], 15000))
        nodes["old"] = nodes["old"].copy()
        nodes["old"][fresh] = serial + np.arange(fresh.sum())
        serial += int(fresh.sum())
        coarse.append(nodes["xy"][fresh])
        xy = nodes["xy"]
        short = np.minimum(xy[:, 2] - xy[:, 0], xy[:, 3] - xy[:, 1]) * UNIT
        done = (area <= 1.38 * nodes["target"]) | (short < 9)
        cutter.done.append(_pick(nodes, done))
        nodes = _pick(nodes, ~done)
        area, kind = area[~done], nodes["type"]
        n = len(area)
        side = cutter.side(nodes["xy"])
        draw = rng.random(n)
        farmed = (kind == PADDY) | (kind == DRY)
        code = np.full(n, "", dtype="<U5")
        width = np.zeros(n)
        ditch = (kind == PADDY) & (side < 360) & (side > 105) & (draw < 0.17)
        lane = farmed & (side < 360) & (side > 130) & (draw > 0.88)
        alley = (kind == VILLAGE) & (side > 70) & (draw < 0.30)
        street = (kind == TOWN) & (side > 110) & (draw < 0.45)
        track = ((kind == ORCHARD) | (kind == WOODS)) & (side > 130) & (draw < 0.07)
        for chosen, name, low, high in (
            (ditch, "1107", 2, 4.5),
            (lane, "1006", 4, 6.5),
            (alley, "1006", 4, 6),
            (street, "1004", 7, 18),
            (track, "1006", 4, 6),
        ):
            code[chosen] = name
            width = np.where(chosen, rng.uniform(low, high, n), width)
        nodes = cutter.split(nodes, code, width)
        nodes["type"] = _embed(rng, nodes["type"], cutter.area(nodes["xy"]))
        nodes["target"] = _targets(rng, nodes["type"])
    return (np.concatenate(coarse) if coarse else np.zeros((0, 4), np.int64)), serial


def _embed(rng: np.random.Generator, kind: np.ndarray, area: np.ndarray) -> np.ndarray:
    """Turn some children of a split into another kind of land: a pond in the paddy, a quarry in the woods."""
    draw = rng.random(len(kind))
    farmed = ((kind == PADDY) | (kind == DRY)) & (area < 13000)
    plots = ((kind == PADDY) | (kind == DRY)) & (area < 5500)
    wooded = (kind == WOODS) & (area < 75000)
    planted = (kind == ORCHARD) & (area < 20000)
    for where, steps in (
        (farmed, ((0.009, HOUSE), (0.014, POND), (0.030, ORCHARD))),
        (plots, ((0.020, POND), (0.033, FACILITY), (0.039, GRAVE), (0.049, WILD))),
        (wooded, ((0.03, QUARRY), (0.09, ORCHARD), (0.15, DRY), (0.16, WILD))),
        (planted, ((0.012, FACILITY), (0.03, HOUSE), (0.09, DRY), (0.11, POND))),
        ((kind == VILLAGE) & (area < 9000), ((0.05, POND), (0.11, DRY), (0.14, ORCHARD))),
    ):
        low = 0.0
        for high, becomes in steps:
            kind = np.where(where & (draw >= low) & (draw < high), becomes, kind)
            low = high
    return kind


def _cut_strips(rng: np.random.Generator, strips: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Cut strips into pieces 150-400 m long."""
    all_ = _join(strips, ("xy", "across", "code", "width", "block", "old"))
    xy, across = all_["xy"], all_["across"]
    low = np.where(across, xy[:, 1], xy[:, 0])
    high = np.where(across, xy[:, 3], xy[:, 2])
    count = np.maximum(1, np.rint((high - low) * UNIT / rng.uniform(150, 400, len(xy)))).astype(np.int64)
    row = np.repeat(np.arange(len(xy)), count)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    ends = []
    jitter = rng.uniform(-0.25, 0.25, len(row))
    for offset in (0, 1):
        at = place + offset
        moved = np.where((at > 0) & (at < count[row]), at + jitter[(np.arange(len(row)) - 1 + offset)], at)
        ends.append(low[row] + np.rint((high - low)[row] * moved / count[row]).astype(np.int64))
    pieces = xy[row].copy()
    a = across[row]
    pieces[a, 1], pieces[a, 3] = ends[0][a], ends[1][a]
    pieces[~a, 0], pieces[~a, 2] = ends[0][~a], ends[1][~a]
    return {
        "xy": pieces,
        "strip": all_["code"][row],
        "width": all_["width"][row],
        "block": all_["block"][row],
        "old": all_["old"][row],
    }


@dataclass
class Layout:
    """A finished mosaic: its boxes, the city it lies in, the warp and the relief."""

    boxes: Boxes
    city: City
    warp: Warp
    relief: Relief
    unit: np.ndarray


def lay_out(seed: int, area: float) -> Layout:
    """Split a city of `area` m² into parcels. Deterministic for a seed and an area."""
    city = scaled_city(area)
    warp = Warp(seed, city.span, city.origin)
    margin = warp.reach + 40
    low = np.floor((city.low - np.array(city.origin) - margin) / UNIT).astype(np.int64)
    high = np.ceil((city.high - np.array(city.origin) + margin) / UNIT).astype(np.int64)
    relief = ground(city, warp, low, high)
    rng = np.random.default_rng([seed, 1])
    cutter = _Cutter(rng, relief, warp)
    nodes = {key: np.array([value]) for key, value in _BLANK.items()}
    nodes["xy"] = np.array([[low[0], low[1], high[0], high[1]]], dtype=np.int64)
    limit = float(np.clip(np.sqrt(area) / 5.0, 700, 4200))
    nodes = _trunk(cutter, nodes, limit)
    rivers = [part["xy"][part["code"] == "1101"] for part in cutter.strips]
    raise_relief(relief, city, np.random.default_rng([seed, 2]), np.concatenate(rivers), 0.24 * limit**0.62 * 742**0.38)
    nodes = _blocks(cutter, nodes)
    coarse, _ = _leaves(cutter, nodes)
    cells = _join(cutter.done, ("xy", "type", "block", "old", "parent"))
    strips = _cut_strips(rng, cutter.strips)
    n, m = len(cells["xy"]), len(strips["xy"])
    boxes = Boxes(
        np.concatenate([cells["xy"], strips["xy"]]),
        np.concatenate([cells["type"], np.full(m, STRIP)]).astype(np.int8),
        np.concatenate([cells["block"], strips["block"]]),
        np.concatenate([cells["old"], strips["old"]]),
        np.concatenate([cells["parent"], np.full(m, -1)]),
        np.concatenate([np.full(n, "", dtype="<U5"), strips["strip"].astype("<U5")]),
        np.concatenate([np.zeros(n), strips["width"]]),
        coarse,
    )
    centre = warp((boxes.xy[:, 0] + boxes.xy[:, 2]) // 2, (boxes.xy[:, 1] + boxes.xy[:, 3]) // 2)
    unit = unit_of(city, centre)
    inside = unit >= 0
    for low_end in (True, False):  # a road that sticks out of the city is left to the neighbours
        end = boxes.xy[n:, :2] if low_end else boxes.xy[n:, 2:]
        inside[n:] &= unit_of(city, warp(end[:, 0], end[:, 1])) >= 0
    return Layout(boxes.take(inside), city, warp, relief, unit[inside])


_LINE = np.int64(1) << 32
_BASE = np.int64(1) << 31
_ALONG = np.int64(1) << 24
CHUNK = 200_000


def _jitter(line: np.ndarray, k: np.ndarray, spread: int) -> np.ndarray:
    """Return an integer in [-spread, spread] that depends only on the line and the lattice index."""
    mixed = (line.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) ^ (
        k.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    )
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return (mixed % np.uint64(2 * spread + 1)).astype(np.int64) - spread


def _side_points(
    rows: np.ndarray, line: np.ndarray, a: np.ndarray, b: np.ndarray, keys: np.ndarray, step: int, near: int
) -> tuple[np.ndarray, np.ndarray]:
    """Points strictly between a and b on a line: corners of other boxes, and lattice points not close to any corner."""
    base = (line + _BASE) * _LINE + _BASE
    low = np.searchsorted(keys, base + a, "right")
    high = np.searchsorted(keys, base + b, "left")
    count = np.maximum(high - low, 0)
    owner = np.repeat(np.arange(len(line)), count)
    at = np.repeat(low, count) + np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    corner = keys[at] - base[owner]
    first = np.floor_divide(a, step) - 1
    count = np.floor_divide(b, step) + 2 - first
    holder = np.repeat(np.arange(len(line)), count)
    k = np.repeat(first, count) + np.arange(len(holder)) - np.repeat(np.cumsum(count) - count, count)
    spot = k * step + _jitter(line[holder], k, step // 4)
    good = (spot > a[holder]) & (spot < b[holder])
    holder, spot = holder[good], spot[good]
    key = base[holder] + spot
    at = np.searchsorted(keys, key)
    after = keys[np.minimum(at, len(keys) - 1)] - key
    before = key - keys[np.maximum(at - 1, 0)]
    clear = ~(((after >= 0) & (after < near)) | ((before >= 0) & (before < near)))
    return (np.concatenate([rows[owner], rows[holder[clear]]]), np.concatenate([corner, spot[clear]]))


def polygons(xy: np.ndarray, warp: Warp, step: float = 9.0) -> np.ndarray:
    """Polygons of boxes, in map coordinates; `step` metres between lattice points."""
    x0, y0, x1, y1 = xy.T
    pitch, near = round(step / UNIT), round(2.5 / UNIT)

    def line_keys(line: np.ndarray, spot: np.ndarray) -> np.ndarray:
        return (line + _BASE) * _LINE + _BASE + spot

    flat = np.unique(np.concatenate([line_keys(y, x) for y in (y0, y1) for x in (x0, x1)]))
    upright = np.unique(np.concatenate([line_keys(x, y) for x in (x0, x1) for y in (y0, y1)]))
    made = []
    for start in range(0, len(xy), CHUNK):
        bx0, by0, bx1, by1 = xy[start : start + CHUNK].T
        rows = np.arange(len(bx0))
        parts = []
        # counter-clockwise: bottom, right, top (backwards), left (backwards)
        for number, (line, a, b, keys, backwards) in enumerate(
            (
                (by0, bx0, bx1, flat, False),
                (bx1, by0, by1, upright, False),
                (by1, bx0, bx1, flat, True),
                (bx0, by0, by1, upright, True),
            )
        ):
            row, spot = _side_points(rows, line, a, b, keys, pitch, near)
            row = np.concatenate([rows, row])
            spot = np.concatenate([b if backwards else a, spot])
            along = (b[row] - spot) if backwards else (spot - a[row])
            fixed = line[row]
            px, py = (spot, fixed) if number in (0, 2) else (fixed, spot)
            parts.append(((row * 4 + number) * _ALONG + along, px, py))
        parts.append(((rows * 4 + 3) * _ALONG + _ALONG - 1, bx0, by0))
        key = np.concatenate([part[0] for part in parts])
        order = np.argsort(key, kind="stable")
        px = np.concatenate([part[1] for part in parts])[order]
        py = np.concatenate([part[2] for part in parts])[order]
        row = (key[order] // _ALONG) // 4
        offsets = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(rows)))])
        rings = np.arange(len(rows) + 1)
        made.append(shapely.from_ragged_array(shapely.GeometryType.POLYGON, warp(px, py), (offsets, rings)))
    return np.concatenate(made)


__all__ = ["Boxes", "Layout", "Raster", "lay_out", "polygons"]
