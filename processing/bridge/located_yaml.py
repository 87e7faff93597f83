"""YAML as nested mappings with line numbers, so that messages can locate a mistake in a user's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType

import yaml

from .errors import InputError, error_reason
from .i18n import tr

_MAX_BYTES = 5_000_000
_MAX_DEPTH = 20
_SHOWN = 60  # characters of a wrong value that a message quotes


class FileError(InputError):
    """A file edited by a user that cannot be used.

    Attributes:
        mistakes: every mistake in it, one sentence each.

    """

    def __init__(self, mistakes: Iterable[str]) -> None:
        """Join the mistakes into one message, a line each."""
        self.mistakes = list(mistakes)
        super().__init__("\n".join(self.mistakes))


class PolicyError(FileError):
    """A policy, a spreadsheet of targets or a file of rules that cannot be used."""


# What YAML makes of a value: a mapping, a list, a text, a number, a truth value, a date or None.
YamlValue = object


class LocatedMap(dict[object, YamlValue]):
    """A YAML mapping with its place in the file.

    Attributes:
        line: where it begins, counted from 1; 0 if it comes from no file.
        lines: the line of each key.
        repeated: keys that occur more than once.

    """

    line = 0
    lines: Mapping[object, int] = MappingProxyType({})
    repeated: tuple[str, ...] = ()


def parse_located(path: Path, example: str = "units", error_class: type[FileError] = PolicyError) -> LocatedMap:
    """Read a YAML file as nested mappings with line numbers.

    Args:
        path: the file, UTF-8.
        example: a table that such a file has, for messages.
        error_class: the class of the error.

    Raises:
        FileError: (`error_class`) the file cannot be read, is too large, or is no YAML mapping.

    """

    def fail(text: str, **facts: object) -> FileError:
        """Return the error, its message formatted with the facts and begun with the file's name."""
        return error_class([tr("{file}: ").format(file=path.name) + text.format(**facts)])

    try:
        if path.stat().st_size > _MAX_BYTES:
            raise fail(
                tr("the file is larger than {limit} MB: none of this kind. Choose another file."),
                limit=_MAX_BYTES // 10**6,
            )
        raw = path.read_bytes()
    except OSError as error:
        raise fail(tr("cannot be read ({error}). Check the path."), error=error_reason(error)) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise fail(
            tr("not UTF-8 ({guess}). Save the file with the encoding UTF-8."), guess=_guess_encoding(raw)
        ) from error
    if not text.strip():
        raise fail(tr("the file is empty. Choose another file."))
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        root = _build(loader, node, {}, 0) if node is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise fail(
            tr("line {line}: not YAML ({problem}). Check quotes, brackets, commas and indentation there and above."),
            line=line,
            problem=error.problem or error.context,
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        raise fail(tr("not YAML ({problem})."), problem=error) from error
    if not isinstance(root, LocatedMap):
        raise fail(tr("no tables: it must consist of tables such as `{example}:`."), example=example)
    return root


def _guess_encoding(raw: bytes) -> str:
    """Describe the likely encoding of bytes that are not UTF-8."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return tr("it looks like UTF-16")
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return tr("no text in a known encoding")
    return tr("it looks like GBK")


def _build(loader: yaml.SafeLoader, node: yaml.Node, done: dict[int, YamlValue], depth: int) -> YamlValue:
    """Build the value of a node.

    Args:
        loader: constructs scalars.
        node: the node.
        done: values already built, by the node's id; an alias gives the same object again.
        depth: how many nodes enclose this one.

    Raises:
        yaml.MarkedYAMLError: the nesting is too deep, or a key is not a scalar.

    """
    made: YamlValue
    if depth > _MAX_DEPTH:
        raise yaml.MarkedYAMLError(problem=tr("nested too deeply"), problem_mark=node.start_mark)
    if id(node) in done:
        return done[id(node)]
    if isinstance(node, yaml.MappingNode):
        table, repeated = LocatedMap(), []
        lines: dict[object, int] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or not isinstance(key, (str, int, float)):
                raise yaml.MarkedYAMLError(problem=tr("a key that is no word"), problem_mark=key_node.start_mark)
            if key in table:
                repeated.append(str(key))
            lines[key] = key_node.start_mark.line + 1
            table[key] = _build(loader, value_node, done, depth + 1)
        table.line, table.lines, table.repeated = node.start_mark.line + 1, lines, tuple(repeated)
        made = table
    elif isinstance(node, yaml.SequenceNode):
        made = [_build(loader, item, done, depth + 1) for item in node.value]
    else:
        made = loader.construct_object(node)
    done[id(node)] = made
    return made


def shorten(value: object) -> str:
    """Return a wrong value as messages quote it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def finite_decimal(value: object) -> Decimal | None:
    """Return a number exactly as written; None for anything else, infinities included."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    made = Decimal(str(value))
    return made if made.is_finite() else None


def finite_decimal_text(text: str) -> Decimal | None:
    """Return the number that a text spells; None if it spells none, or an infinity."""
    try:
        made = Decimal(text)
    except InvalidOperation:
        return None
    return made if made.is_finite() else None
