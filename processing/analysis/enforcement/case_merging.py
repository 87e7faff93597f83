"""Tables of cases joined to one: what a person has entered stays, and no row is lost."""

from __future__ import annotations

import pandas as pd

from ..cases import AREAS, COLUMNS, OPEN

KEY = ["case_id", "part"]


def merge_cases(own: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table of cases, filled where they are empty, and then those that only the other one has.

    A status that says only that nobody has decided yet (`open`) gives way to a decision. Paddy and PBF are parts of the
    cultivated area, and are filled only where that is the other's, too.

    Args:
        own: the table whose entries count; each row of `KEY` once, as of `other`.
        other: the table that fills them.

    >>> empty = dict.fromkeys(COLUMNS)
    >>> own = pd.DataFrame([{**empty, "case_id": "a", "status": "open", "place": "here"}])
    >>> other = pd.DataFrame([{**empty, "case_id": "a", "status": "illegal", "place": "there"}])
    >>> other.loc[1] = {**empty, "case_id": "b", "status": "open"}
    >>> merge_cases(own, other)[["case_id", "status", "place"]].values.tolist()
    [['a', 'illegal', 'here'], ['b', 'open', None]]
    >>> own, other = (own.assign(cultivated_m2=area, paddy_m2=paddy) for area, paddy in ((5.0, None), (9.0, 9.0)))
    >>> merge_cases(own, other)[["cultivated_m2", "paddy_m2"]].values.tolist()
    [[5.0, nan]]

    """
    known, fills = _by_key(own), _by_key(other)
    same = fills.reindex(known.index)
    undecided = known["status"].eq(OPEN) & same["status"].notna()
    known["status"] = known["status"].mask(undecided, same["status"])
    filled = known.where(known.notna(), same)
    whole, *parts = AREAS
    own_area = known[whole].notna() & known[whole].ne(same[whole])
    filled[parts] = filled[parts].mask(own_area, known[parts])
    new = fills[~fills.index.isin(known.index)]
    return typed_cases(pd.concat([filled, new]).reset_index(drop=True)[list(COLUMNS)])


def other_entries(own: pd.DataFrame, other: pd.DataFrame) -> list[tuple[str, str]]:
    """Return case and column of each entry that two tables of cases both have, unlike each other, sorted.

    >>> empty = dict.fromkeys(COLUMNS)
    >>> own, other = (pd.DataFrame([{**empty, "case_id": "a", "place": place}]) for place in ("here", "there"))
    >>> other_entries(own, other)
    [('a', 'place')]

    """
    known, fills = _by_key(own), _by_key(other)
    same = fills.reindex(known.index)
    differ = known.notna() & same.notna() & known.ne(same)
    differ["status"] &= known["status"].ne(OPEN)
    return sorted((str(key[0]), str(name)) for name in differ for key in differ.index[differ[name]])


def parted_otherwise(own: pd.DataFrame, other: pd.DataFrame) -> list[str]:
    """Return the cases that two tables both have, in other parts, sorted: their areas would count twice.

    >>> empty = dict.fromkeys(COLUMNS)
    >>> own, other = (pd.DataFrame([{**empty, "case_id": "a", "part": part}]) for part in (None, "1"))
    >>> parted_otherwise(own, other)
    ['a']

    """
    known, fills = _by_key(own), _by_key(other)
    alone = known.index.symmetric_difference(fills.index)
    both = set(known["case_id"]) & set(fills["case_id"])
    return sorted({str(case) for case, _ in alone if case in both})


def typed_cases(cases: pd.DataFrame) -> pd.DataFrame:
    """Return cases with areas as numbers and other nulls as None.

    >>> typed_cases(pd.DataFrame({"part": ["1", None], "cultivated_m2": ["2.5", None]})).values.tolist()
    [['1', 2.5], [None, nan]]

    """
    columns = {
        name: pd.to_numeric(values) if name.endswith("_m2") else values.astype(object).where(values.notna(), None)
        for name, values in cases.items()
    }
    return cases.assign(**columns)


def _by_key(cases: pd.DataFrame) -> pd.DataFrame:
    """Return cases by number and part; an empty part is a value of its own."""
    frame = cases[list(COLUMNS)].astype(object)
    keys = [frame["case_id"].astype(str), frame["part"].fillna("").astype(str)]
    return frame.set_index(pd.MultiIndex.from_arrays(keys, names=KEY))
