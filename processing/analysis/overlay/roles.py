"""What a zone layer means to the rules, and what its zones give to the pieces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..values.remarks import Remarks


@dataclass(frozen=True)
class Marked:
    """Zones whose text has one of some words.

    Attributes:
        column: an attribute that pieces receive (a key of `Role.carries`).
        words: the words.
        remarks: how they are read.

    """

    column: str
    words: Sequence[str]
    remarks: Remarks = field(default_factory=Remarks)

    def has(self, text: str | None) -> bool:
        """Return whether a zone's text has one of the words.

        >>> [Marked("PZLX", ("宅基地",)).has(text) for text in ("农村宅基地", "单独选址", None)]
        [True, False, False]

        """
        return self.remarks.has_any(text, self.words)


@dataclass(frozen=True)
class Role:
    """The meaning of a zone layer to the rules, and what its zones give to the pieces (`resources/survey/roles.yaml`).

    Attributes:
        name: the role; the pieces' column with the zone id.
        carries: pieces' attribute -> columns of the layer, the first that is there counts.
        shares: the same for recorded areas (m²), of which a piece receives its share.
        net: the one of `shares` that is the zone's net recorded area; empty where there is none.
        id_names, code_names: columns with the identifier and the unit code.
        start, end: those of `carries` that say from when to when a zone holds; empty where it always does.
        attributes: whether other columns go into the `zones` table.
        behind: of zones of equal validity those that come last.

    >>> Role('pbf', carries={'DLBM': ('DLBM',)}, shares={'TBMJ': ('YJJBNTMJ',)}).columns
    {'DLBM': ('DLBM',), 'TBMJ': ('YJJBNTMJ',)}
    """

    name: str
    carries: Mapping[str, Sequence[str]] = field(default_factory=dict)
    shares: Mapping[str, Sequence[str]] = field(default_factory=dict)
    net: str = ""
    id_names: Sequence[str] = ()
    code_names: Sequence[str] = ()
    attributes: bool = True
    start: str = ""
    end: str = ""
    behind: Marked | None = None

    @property
    def columns(self) -> dict[str, Sequence[str]]:
        """Return the columns of the layer by what pieces receive: `carries` and `shares` together."""
        return {**self.carries, **self.shares}
