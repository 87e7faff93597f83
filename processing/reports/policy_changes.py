"""A page on what differs between two policies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

from ..bridge.policy.differences import Change, Difference, change_titles, value_name
from ..bridge.policy.tables import table_titles

# What stands before a change, for those who do not tell colours apart.
_MARKS = {Change.ADDED: "＋", Change.REMOVED: "－", Change.CHANGED: "≠", Change.MOVED: "↕"}
_STYLE = """
:root { color-scheme: light dark; font-family: sans-serif; }
body { max-width: 70em; margin: 2em auto; padding: 0 1em; }
table { border-collapse: collapse; width: 100%; margin-bottom: 1.5em; }
th, td { border: 1px solid #8888; padding: .3em .6em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #8882; }
td.mark { white-space: nowrap; }
"""


def changes_page(old: str, new: str, found: Sequence[Difference], tr: Callable[[str], str], language: str) -> str:
    """Return the page as HTML that runs nothing and loads nothing.

    Args:
        old, new: names of the policies.
        found: as from `policy_differences`.
        tr: of the page's language.
        language: the same, as HTML names it.

    """
    title = tr("Differences of two policies")
    counted = Counter(each.change for each in found)
    names, titles = change_titles(tr), table_titles(tr)
    sums = ", ".join(f"{names[change]}: {counted[change]}" for change in Change if counted[change])
    parts = [
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8"><title>{escape(title)}</title>',
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>",
        f"<p>{escape(tr('Before: {old}. After: {new}.').format(old=old, new=new))}</p>",
        f"<p>{escape(sums or tr('Nothing differs: every target, rule, threshold and name is the same.'))}</p>",
    ]
    heads = (tr("What became of it"), tr("Row"), tr("Column"), tr("Before"), tr("After"))
    for table, rows in groupby(found, lambda each: each.table):
        parts.append(f"<h2>{escape(titles[table])}</h2><table><tr>{_cells('th', heads)}</tr>")
        for each in rows:
            mark = f"{_MARKS[each.change]} {names[each.change]}"
            values = (each.row, value_name(each, tr), each.before, each.after)
            parts.append(f'<tr><td class="mark">{escape(mark)}</td>{_cells("td", values)}</tr>')
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>\n"])


def _cells(kind: str, texts: Sequence[str]) -> str:
    """Return cells of a table."""
    return "".join(f"<{kind}>{escape(text)}</{kind}>" for text in texts)
