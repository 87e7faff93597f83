"""The case table: what a person found illegal, as enforcement goes on with it; of the standard library alone.

Only a person's decision makes a case, and sets its status. Land classes and overlays show a use, never an illegality.
"""

from __future__ import annotations

from collections.abc import Mapping

from .vocabulary import Direction, Use, Verdict

TABLE = "cases"
ILLEGAL, LEGAL, OTHER, OPEN = "illegal", "legal", "other", "open"
# Columns of the table: texts and areas (m²). What the plugin cannot know is the office's to fill in.
AREAS = ("cultivated_m2", "paddy_m2", "pbf_m2")
TEXTS = (
    *("case_id", "unit", "township", "found", "kind", "status", "construction", "part", "repeat_of", "reopened"),
    *("handled", "closed", "outcome", "grave", "place"),
)
COLUMNS = (*TEXTS[:6], *AREAS, *TEXTS[6:])
_STATUS = {Verdict.ILLEGAL.value: ILLEGAL, Verdict.APPROVED.value: LEGAL, Verdict.REJECTED.value: OTHER}
_CONSTRUCTION = {Use.NON_AGRICULTURAL.value: "yes", Use.AGRICULTURAL.value: "no"}


def case_status(verdict: str) -> str:
    """Return the status of a case after a person's verdict on its finding; `open` where none counts any more.

    >>> [case_status(verdict) for verdict in ("illegal", "approved", "rejected", "confirmed", "")]
    ['illegal', 'legal', 'other', 'open', 'open']
    """
    return _STATUS.get(verdict, OPEN)


def case_of(finding: str, attributes: Mapping[str, object], found: str) -> dict[str, object]:
    """Return the row of a new case, which a person has found illegal.

    Areas are net areas before, those that were lost (m²): of conflicts inside permanent basic farmland (PBF) all of it
    is PBF's, of losses outside nothing. None where the baseline does not tell; paddy land is the office's to fill in. A
    patch has all three of what it covers, and its day; its case is made anew only where it had made none. A change has
    lost what flowed out; outside PBF the office says whether there is any, as no zones may have been given.

    Args:
        finding: the stable id of the finding, which is the case's.
        attributes: of the finding in its layer.
        found: day of the decision (ISO 8601).

    >>> lost = {"county": "360222", "use": "agricultural", "pbf": "P1", "lost_cultivated_m2": 12.5}
    >>> case = case_of("c1", lost, "2026-01-02")
    >>> case["status"], case["construction"], case["pbf_m2"], case["paddy_m2"]
    ('illegal', 'no', 12.5, None)
    >>> patch = {"patch": "P7", "cultivated_m2": 30.0, "paddy_m2": 10.0, "pbf_m2": 20.0, "after": "2025-12-01"}
    >>> case = case_of("P7", patch, "2026-01-02")
    >>> case["cultivated_m2"], case["paddy_m2"], case["pbf_m2"], case["found"]
    (30.0, 10.0, 20.0, '2025-12-01')
    >>> change = {"direction": "out", "cause": "garden", "before_m2": 40.0, "now_m2": 0.0}
    >>> case = case_of("d1", change, "2026-01-02")
    >>> case["kind"], case["cultivated_m2"], case["pbf_m2"]
    ('garden', 40.0, None)
    """
    is_change = "direction" in attributes
    lost = attributes.get("lost_cultivated_m2")
    if is_change:
        lost = attributes.get("before_m2") if attributes["direction"] == Direction.OUT.value else 0.0
    area = float(lost) if isinstance(lost, (int, float)) else None
    inside = bool(attributes.get("pbf"))
    row: dict[str, object] = dict.fromkeys(COLUMNS)
    row |= {
        "case_id": finding,
        "unit": attributes.get("county"),
        "township": attributes.get("township"),
        "found": found,
        "kind": attributes.get("cause" if is_change else "kind"),
        "status": ILLEGAL,
        "cultivated_m2": area,
        "pbf_m2": area if inside or not area else None if is_change else 0.0,
        "construction": _CONSTRUCTION.get(str(attributes.get("use"))),
        "place": attributes.get("ZLDWMC"),
    }
    if "patch" in attributes:
        row |= {name: attributes.get(name) for name in AREAS} | {"found": attributes.get("after") or found}
    return row
