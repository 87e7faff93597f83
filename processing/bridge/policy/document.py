"""A policy's text that changes value by value: comments, order and layout of a file written by hand stay."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import cast

import yaml

from ...analysis.rules.policy import Policy
from ..file_limits import limit
from ..i18n import tr
from ..located_yaml import PolicyError, parse_located_text, read_yaml_text, shorten
from ..yaml_files import compose_text, nested_events
from .reader import read_policy_tables
from .tables import FORMS, Column, Kind, TableForm
from .typed_values import flow_value, shown_value, yaml_source

_BY_YEAR = "tasks_wan_mu"


@dataclasses.dataclass(frozen=True)
class PolicyDocument:
    """The text of a policy with its name; each change gives a new document.

    Rows count from 0. The task of a year is the key "tasks_wan_mu: 2024".

    Attributes:
        text: YAML.
        name: of the file, for messages.
    """

    text: str
    name: str

    @classmethod
    def read(cls, path: Path) -> PolicyDocument:
        """Return the document of a file.

        Raises:
            PolicyError: it cannot be read, is no YAML, or has values that stand for others (`*name`).

        """
        made = cls(read_yaml_text(path), path.name)
        made._look_through()
        if not made._root.value:
            parse_located_text(made.text, made.name)
        return made

    def check(self) -> tuple[Policy | None, list[str]]:
        """Return the policy, or None and every mistake, as a run would tell it (`Mistake` where its place is known)."""
        try:
            return read_policy_tables(parse_located_text(self.text, self.name), self.name), []
        except PolicyError as error:
            return None, error.mistakes

    # What it holds

    def has_table(self, table: str) -> bool:
        """Return whether there is a table, with rows or without."""
        return self._place(table) is not None

    def row_count(self, table: str) -> int:
        """Return the number of rows of a table; 0 if there is no such table."""
        return len(self._rows(table))

    def keys(self, table: str, row: int) -> list[str]:
        """Return the keys of a row, in the file's order, known or not."""
        return list(self.values(table)[row])

    def values(self, table: str) -> list[dict[str, object]]:
        """Return the rows of a table with their values as YAML gives them."""
        if table not in self._values:
            loader = yaml.SafeLoader("")
            self._values[table] = [
                {str(key.value): _constructed(loader, value) for key, value in _entries(row)}
                for row in self._rows(table)
            ]
        return self._values[table]

    def value(self, table: str, row: int, key: str) -> object:
        """Return a value as YAML gives it; None where there is none."""
        outer, _, year = key.partition(": ")
        found = self.values(table)[row].get(outer)
        if not year:
            return found
        years = found if isinstance(found, dict) else {}
        return next((value for word, value in years.items() if str(word) == year), None)

    def shown(self, table: str, row: int, key: str, unit: str = "万亩") -> str:
        """Return a value as a table shows it; see `shown_value`."""
        return shown_value(_column(table, key), self.value(table, row, key), unit)

    def years(self) -> tuple[str, ...]:
        """Return the years for which a unit has a task."""
        stated = (values.get(_BY_YEAR) for values in self.values("units"))
        return tuple(sorted({str(year) for tasks in stated if isinstance(tasks, dict) for year in tasks}))

    def identity(self, table: str, row: int) -> tuple[str, ...]:
        """Return the values by which a row is known; empty where the table has none."""
        values = self.values(table)[row]
        return tuple(str(values[key]) for key in FORMS[table].identity if values.get(key) is not None)

    # What changes it

    def with_value(self, table: str, row: int, key: str, typed: str, unit: str = "万亩") -> PolicyDocument:
        """Return the document with what a person typed as the value of a key; see `yaml_source`.

        Where nothing was typed, the key goes; an area that stood there is `null` from then on.
        """
        source = yaml_source(_column(table, key), typed, unit)
        found = self._rows(table)[row]
        outer, _, year = key.partition(": ")
        if not year:
            there = _entry(found, key) is not None
            if not source and there and _column(table, key).kind is Kind.AREA:
                source = "null"
            return self._with_key(found, key, source, FORMS[table])
        tasks = _entry(found, outer)
        if tasks is None or not isinstance(tasks[1], yaml.MappingNode):
            return self._with_key(found, outer, f"{{{year}: {source}}}", FORMS[table]) if source else self
        if not source and len(tasks[1].value) == 1 and _entry(tasks[1], year):
            return self._with_key(found, outer, "{}", FORMS[table])
        return self._with_key(tasks[1], year, source, None)

    def with_row(self, table: str, values: Mapping[str, str], unit: str = "万亩") -> PolicyDocument:
        """Return the document with a row at the end of a table, from what a person typed."""
        form, parts, years = FORMS[table], [], []
        for column in form.columns:
            for key, typed in values.items():
                if key == column.key and yaml_source(column, typed, unit):
                    parts.append(f"{key}: {yaml_source(column, typed, unit)}")
                elif key.startswith(f"{column.key}: ") and yaml_source(column, typed, unit):
                    years.append(f"{key.partition(': ')[2]}: {yaml_source(column, typed, unit)}")
            if column.kind is Kind.AREAS_BY_YEAR and years:
                parts.append(f"{column.key}: {{{', '.join(years)}}}")
        return self._with_row_source(table, "{" + ", ".join(parts) + "}", self.row_count(table))

    def with_rows_of(self, other: PolicyDocument, table: str) -> PolicyDocument:
        """Return the document with the rows of another one's table at the end of its own."""
        document = self
        for values in other.values(table):
            source = flow_value({key: value for key, value in values.items() if value is not None})
            document = document._with_row_source(table, source, document.row_count(table))
        return document

    def with_copy(self, table: str, row: int) -> PolicyDocument:
        """Return the document with a row once more, behind itself."""
        node = self._rows(table)[row]
        return self._with_row_source(table, self.text[node.start_mark.index : self._end(node)], row + 1)

    def without_row(self, table: str, row: int) -> PolicyDocument:
        """Return the document without a row; comments on lines of their own stay."""
        sequence = self._sequence(table)
        node = sequence.value[row]
        if sequence.flow_style:
            start, end = self._list_item(sequence, row)
        else:
            start, end = self._line_start(self._dash(node)), self._line_end(self._end(node))
            if not self.text[end:]:
                start = max(start - len(self._line_break), 0)  # the last line has no end of its own
            else:
                end += len(self._line_break)
        return self._spliced(start, end, "")

    def with_row_moved(self, table: str, row: int, down: bool) -> PolicyDocument:
        """Return the document with a row one place up or down, along with the comments right above it."""
        first = row if down else row - 1
        sequence = self._sequence(table)
        if first < 0 or first + 1 >= len(sequence.value):
            return self
        if sequence.flow_style:
            spans = [(n.start_mark.index, self._end(n)) for n in sequence.value[first : first + 2]]
        else:
            spans = [self._block(sequence, first), self._block(sequence, first + 1)]
        (a, b), (c, d) = spans
        text = self.text
        return dataclasses.replace(self, text=text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:])

    # The text

    @cached_property
    def _root(self) -> yaml.MappingNode:
        """The tables, with the places of all values in the text."""
        node = compose_text(self.text)
        if not isinstance(node, yaml.MappingNode):
            parse_located_text(self.text, self.name)  # tells it as a run does
            raise PolicyError([tr("{file}: ").format(file=self.name) + tr("the file is empty. Choose another file.")])
        return node

    @cached_property
    def _values(self) -> dict[str, list[dict[str, object]]]:
        """Values of the tables that were asked for."""
        return {}

    @property
    def _line_break(self) -> str:
        """The end of a line in this file."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def _look_through(self) -> None:
        """Raise `PolicyError` where the text is no YAML, too deep, or lets values stand for others.

        A change of one of these would change all.
        """
        depth, most = 0, limit("text", "depth")
        try:
            for event, depth in nested_events(self.text):
                if isinstance(event, yaml.AliasEvent):
                    line = event.start_mark.line + 1
                    text = tr(
                        "line {line}: `&` and `*` let one value stand for others. Write each value out to edit them."
                    )
                    raise PolicyError([tr("{file}: ").format(file=self.name) + text.format(line=line)])
                if depth > most:
                    break
        except yaml.YAMLError as error:
            parse_located_text(self.text, self.name)  # tells it as a run does
            raise PolicyError([tr("{file}: ").format(file=self.name) + shorten(error)]) from error
        if depth:
            parse_located_text(self.text, self.name)

    def _place(self, table: str) -> tuple[yaml.Node, yaml.Node] | None:
        """Return the key and the value of a table; None if there is none."""
        node: yaml.Node = self._root
        found = None
        for name in table.split(": "):
            found = _entry(node, name) if isinstance(node, yaml.MappingNode) else None
            if found is None:
                return None
            node = found[1]
        return found

    def _rows(self, table: str) -> list[yaml.MappingNode]:
        """Return the rows of a table."""
        place = self._place(table)
        if place is None:
            return []
        if FORMS[table].single:
            return [place[1]] if isinstance(place[1], yaml.MappingNode) else []
        rows = place[1].value if isinstance(place[1], yaml.SequenceNode) else []
        return [row if isinstance(row, yaml.MappingNode) else _no_row(row) for row in rows]

    def _sequence(self, table: str) -> yaml.SequenceNode:
        """Return the list of rows of a table that has some."""
        place = self._place(table)
        if place is None or not isinstance(place[1], yaml.SequenceNode):
            raise KeyError(table)
        return place[1]

    def _spliced(self, start: int, end: int, text: str) -> PolicyDocument:
        """Return the document with another text between two places."""
        return dataclasses.replace(self, text=self.text[:start] + text + self.text[end:])

    def _end(self, node: yaml.Node) -> int:
        """Return where a node's own text ends: those of block style end, for YAML, where the next begins."""
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, yaml.ScalarNode):
            return start + len(self.text[start:end].rstrip())
        if node.flow_style or not node.value:
            return int(end)
        last = node.value[-1]
        if isinstance(last, tuple):
            key, value = last
            return max(self._end(value), self._end(key))
        return self._end(last)

    def _line_start(self, place: int) -> int:
        """Return where the line of a place begins."""
        return self.text.rfind("\n", 0, place) + 1

    def _line_end(self, place: int) -> int:
        """Return where the line of a place ends, without its line break."""
        found = self.text.find(self._line_break, place)
        return len(self.text) if found < 0 else found

    def _dash(self, node: yaml.Node) -> int:
        """Return the place of the dash before a row."""
        return self.text.rindex("-", 0, node.start_mark.index)

    def _block(self, sequence: yaml.SequenceNode, row: int) -> tuple[int, int]:
        """Return the lines of a row with the comments right above it, without the last line break."""
        start = self._line_start(self._dash(sequence.value[row]))
        while start:
            above = self._line_start(start - 1)
            if not re.match(r"[ \t]*#", self.text[above:start]):
                break
            start = above
        return start, self._line_end(self._end(sequence.value[row]))

    def _list_item(self, sequence: yaml.SequenceNode, row: int) -> tuple[int, int]:
        """Return the text of an item in brackets with one comma beside it."""
        nodes = sequence.value
        start, end = nodes[row].start_mark.index, self._end(nodes[row])
        if row + 1 < len(nodes):
            return start, nodes[row + 1].start_mark.index
        return (self._end(nodes[row - 1]) if row else start), end

    def _with_key(self, node: yaml.MappingNode, key: str, source: str, form: TableForm | None) -> PolicyDocument:
        """Return the document with a value of a mapping, as YAML; without the key where that is empty."""
        found = _entry(node, key)
        if found is None:
            return self._with_new_key(node, key, source, form) if source else self
        key_node, value = found
        if not source:
            return self._without_key(node, key)
        key_end, start, end = self._end(key_node), value.start_mark.index, self._end(value)
        is_block = isinstance(value, yaml.CollectionNode) and not value.flow_style and value.value
        if is_block or start == end:
            return self._spliced(key_end, max(end, key_end), f": {source}")
        return self._spliced(start, end, source)

    def _with_new_key(self, node: yaml.MappingNode, key: str, source: str, form: TableForm | None) -> PolicyDocument:
        """Return the document with a key that a mapping had not, behind the one that goes before it."""
        entries = _entries(node)
        order = [column.key for column in form.columns] if form else []
        before = order[: order.index(key)] if key in order else []
        after = next((e for name in reversed(before) for e in entries if e[0].value == name), None)
        if after is None and entries:
            after = entries[-1]
        if after is None:
            return self._spliced(node.start_mark.index + 1, node.start_mark.index + 1, f"{key}: {source}")
        place = max(self._end(after[1]), self._end(after[0]))
        if node.flow_style:
            return self._spliced(place, place, f", {key}: {source}")
        place = self._line_end(place)
        indent = " " * entries[0][0].start_mark.column
        return self._spliced(place, place, f"{self._line_break}{indent}{key}: {source}")

    def _without_key(self, node: yaml.MappingNode, key: str) -> PolicyDocument:
        """Return the document without a key of a mapping."""
        entries = _entries(node)
        at = next(i for i, (name, _) in enumerate(entries) if str(name.value) == key)
        start = entries[at][0].start_mark.index
        end = max(self._end(entries[at][1]), self._end(entries[at][0]))
        if node.flow_style:
            if at + 1 < len(entries):
                return self._spliced(start, entries[at + 1][0].start_mark.index, "")
            return self._spliced(self._end(entries[at - 1][1]) if at else start, end, "")
        if at == 0 and len(entries) > 1:  # its line may begin with the dash of the row
            return self._spliced(start, entries[1][0].start_mark.index, "")
        return self._spliced(
            self._line_start(start), min(self._line_end(end) + len(self._line_break), len(self.text)), ""
        )

    def _with_row_source(self, table: str, source: str, at: int) -> PolicyDocument:
        """Return the document with a row, as YAML, at a place of a table, which is made where there is none."""
        place, line = self._place(table), self._line_break
        if place is None or not isinstance(place[1], yaml.SequenceNode):
            return self._with_first_row(table, place, source)
        sequence = place[1]
        if sequence.flow_style:
            if not sequence.value:
                return self._spliced(sequence.start_mark.index, self._end(sequence), f"[{source}]")
            end = self._end(sequence.value[at - 1])
            return self._spliced(end, end, f", {source}")
        node = sequence.value[at - 1]
        dash = self._dash(node)
        between = self.text[dash + 1 : node.start_mark.index]
        end = self._line_end(self._end(node))
        indent = " " * (dash - self._line_start(dash))
        return self._spliced(end, end, f"{line}{indent}-{between}{source}")

    def _with_first_row(self, table: str, place: tuple[yaml.Node, yaml.Node] | None, source: str) -> PolicyDocument:
        """Return the document with the first row of a table that is empty or not there."""
        outer, _, inner = table.partition(": ")
        line = self._line_break
        if place is not None:
            end = self._end(place[0])
            indent = " " * (place[0].start_mark.column + 2)
            return self._spliced(end, max(end, self._end(place[1])), f":{line}{indent}- {source}")
        if not inner:
            text = self.text if self.text.endswith("\n") else self.text + line
            return dataclasses.replace(self, text=f"{text}{line}{outer}:{line}  - {source}{line}")
        parent = self._place(outer)
        if parent is None or not isinstance(parent[1], yaml.MappingNode):
            return self
        return self._with_new_key(parent[1], inner, f"[{source}]", None)


def _column(table: str, key: str) -> Column:
    """Return the column of a key; of one that no table has, a column of texts."""
    return FORMS[table].column(key.partition(": ")[0]) or Column(key)


def _entries(node: yaml.Node) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    """Return the keys of a mapping with their values."""
    return cast("list[tuple[yaml.ScalarNode, yaml.Node]]", node.value)


def _entry(node: yaml.Node, key: str) -> tuple[yaml.ScalarNode, yaml.Node] | None:
    """Return a key of a mapping and its value; None if it has none. Of a key that stands twice, YAML takes the last."""
    return next((entry for entry in reversed(_entries(node)) if str(entry[0].value) == key), None)


def _no_row(node: yaml.Node) -> yaml.MappingNode:
    """Return a row without values for what is no row; the reader of policies tells."""
    return yaml.MappingNode("tag:yaml.org,2002:map", [], node.start_mark, node.end_mark, flow_style=True)


def _constructed(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    """Return the value of a node; the text of a scalar that is not what it seems, such as a day in no month."""
    try:
        return loader.construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError):
        return str(node.value)
