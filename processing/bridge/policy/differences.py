"""What differs between two policies, row by row and value by value, and in words."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from ...analysis.values.readers import NO, YES
from .document import PolicyDocument
from .reader import LATER_TABLES, LATER_TERMS, is_shipped
from .tables import TABLES, Column, Kind, TableForm, column_titles, table_titles
from .typed_values import shown_value

# Tables that a run takes from the shipped policy where a file of an earlier version has none.
COMPLETED = {*LATER_TABLES, *(f"terms: {name}" for name in LATER_TERMS)}


class Change(Enum):
    """What became of a row or a value."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Difference:
    """One difference of two policies.

    Attributes:
        table: name of the table in the file.
        row: by what the row is known, such as "360281 乐平市"; empty for what is no row.
        change: what became of it.
        key: of the value; empty where the whole row came, went or moved.
        before, after: the values as tables show them, areas in 10,000 mu; of a moved row its places, from 1.
        place: of the row in the newer policy, from 0, or in the older one if it was removed.
    """

    table: str
    row: str
    change: Change
    key: str = ""
    before: str = ""
    after: str = ""
    place: int = 0


def policy_differences(old: PolicyDocument, new: PolicyDocument) -> list[Difference]:
    """Return what differs, in the order of the tables; what means the same is no difference, however it is written.

    Rows are found again by what names them, in tables that may name a row twice by their likeness: the same rows first,
    then those of the same name in their order.
    """
    found: list[Difference] = []
    for form in TABLES:
        found += _of_table(form, old, new)
    return found


def difference_words(difference: Difference, tr: Callable[[str], str]) -> str:
    """Return a sentence on a difference."""
    texts = {
        (Change.ADDED, False): tr("{table}: {row} is new."),
        (Change.REMOVED, False): tr("{table}: {row} was taken out."),
        (Change.MOVED, False): tr(
            "{table}: {row} moved from place {before} to place {after}; the first that fits decides."
        ),
        (Change.ADDED, True): tr("{table}: {row}: {what} is new: {after}."),
        (Change.REMOVED, True): tr("{table}: {row}: {what} was taken out; it was {before}."),
        (Change.CHANGED, True): tr("{table}: {row}: {what} was {before}, and is {after}."),
    }
    return texts[difference.change, bool(difference.key)].format(
        table=table_titles(tr)[difference.table],
        row=difference.row,
        what=value_name(difference, tr),
        before=difference.before,
        after=difference.after,
    )


def value_name(difference: Difference, tr: Callable[[str], str]) -> str:
    """Return what the value is called that differs, an area with its unit; empty for a whole row."""
    key, _, year = difference.key.partition(": ")
    name = column_titles(tr).get(key, key) + (f" {year}" if year else "")
    return tr("{area} (10,000 mu)").format(area=name) if key.endswith("_wan_mu") else name


def change_titles(tr: Callable[[str], str]) -> dict[Change, str]:
    """Return what the changes are called."""
    return {
        Change.ADDED: tr("New"),
        Change.REMOVED: tr("Taken out"),
        Change.CHANGED: tr("Changed"),
        Change.MOVED: tr("Moved"),
    }


def row_name(form: TableForm, values: dict[str, object], place: int) -> str:
    """Return by what a row is known: its id and name; its number where it has none."""
    keys = [*form.identity, *(key for key in ("name",) if key not in form.identity)]
    words = [str(values[key]) for key in keys if values.get(key) not in (None, "")]
    return " ".join(words) if words else str(place + 1)


def _of_table(form: TableForm, old: PolicyDocument, new: PolicyDocument) -> list[Difference]:
    """Return what differs in a table; what a run adds to files of earlier versions is no difference."""
    if form.name in COMPLETED and not (old.has_table(form.name) and new.has_table(form.name)):
        return []
    before, after = old.values(form.name), new.values(form.name)
    ours, theirs = ([_comparable(form, row) for row in rows] for rows in (before, after))
    pairs = _matched(form, before, after, ours, theirs)
    found = []
    for i, values in enumerate(before):
        if i not in pairs and not is_shipped(form.name, values):
            found.append(Difference(form.name, row_name(form, values, i), Change.REMOVED, place=i))
    back = {j: i for i, j in pairs.items()}
    kept = _in_order([back[j] for j in sorted(back)])
    for j, values in enumerate(after):
        name = row_name(form, values, j)
        if j not in back:
            found.append(Difference(form.name, name, Change.ADDED, place=j))
            continue
        i = back[j]
        if form.ordered and i not in kept:
            found.append(Difference(form.name, name, Change.MOVED, "", str(i + 1), str(j + 1), j))
        found += _of_row(form, name, j, ours[i], theirs[j])
    return found


def _of_row(form: TableForm, name: str, place: int, old: dict[str, str], new: dict[str, str]) -> list[Difference]:
    """Return what differs in a row."""
    found = []
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        change = Change.ADDED if key not in old else Change.REMOVED if key not in new else Change.CHANGED
        found.append(Difference(form.name, name, change, key, before or "", after or "", place))
    return found


def _comparable(form: TableForm, row: dict[str, object]) -> dict[str, str]:
    """Return the values of a row that it gives, as tables show them; the same for all ways to write the same."""
    made: dict[str, str] = {}
    for key, value in row.items():
        column = form.column(key) or Column(key)
        if column.kind is Kind.AREAS_BY_YEAR and isinstance(value, dict):
            years = {f"{key}: {year}": shown_value(column, area) for year, area in value.items()}
            made.update({year: text for year, text in years.items() if text})
        else:
            text = shown_value(column, value)
            if text and not (column.choices == (YES, NO) and text == NO):
                made[key] = text
    order = [column.key for column in form.columns]
    names = sorted(made, key=lambda key: (_place(order, key.partition(": ")[0]), key))
    return {key: made[key] for key in names}


def _place(order: Sequence[str], key: str) -> int:
    """Return the place of a key among the columns; those that are none come last."""
    return order.index(key) if key in order else len(order)


def _matched(
    form: TableForm,
    before: Sequence[dict[str, object]],
    after: Sequence[dict[str, object]],
    ours: Sequence[dict[str, str]],
    theirs: Sequence[dict[str, str]],
) -> dict[int, int]:
    """Return which row of the newer policy is that of the older one."""
    if form.single:
        return dict(zip(range(len(before)), range(len(after))))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    same = ([tuple(row.items()) for row in rows] for rows in (ours, theirs))
    named = ([tuple(str(row.get(key)) for key in form.identity) for row in rows] for rows in (before, after))
    steps: tuple[Iterable[Sequence[Hashable]], ...] = (same, named)
    for old_names, new_names in steps:
        free: dict[Hashable, deque[int]] = {}
        for j, name in enumerate(new_names):
            if j not in taken:
                free.setdefault(name, deque()).append(j)
        for i, name in enumerate(old_names):
            if i not in pairs and free.get(name):
                pairs[i] = free[name].popleft()
                taken.add(pairs[i])
    return pairs


def _in_order(places: Sequence[int]) -> set[int]:
    """Return the most places that stand in rising order: the others have moved."""
    ends: list[int] = []  # the least end of a rising run of each length
    before: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(ends, place)
        before[place] = ends[length - 1] if length else None
        ends[length : length + 1] = [place]
    kept: set[int] = set()
    at = ends[-1] if ends else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return kept
