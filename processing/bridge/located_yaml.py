"""YAML as nested mappings that know their lines, so that a mistake in a user's file can be told with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from .errors import InputError, error_reason
from .i18n import tr

_MAX_BYTES = 5_000_000
_MAX_DEPTH = 20
_SHOWN = 60  # characters of a bad value that a message repeats


class FileError(InputError):
    """A file that a user edits and that cannot be used; `mistakes` lists all of them, one sentence each."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = list(mistakes)
        super().__init__("\n".join(self.mistakes))


class PolicyError(FileError):
    """A policy or a target sheet that cannot be used."""


class LocatedMap(dict):
    """A YAML mapping that knows its line, the lines of its keys, and its repeated keys."""

    line = 0
    lines: Mapping[object, int] = MappingProxyType({})
    repeated: tuple[str, ...] = ()


def parse_located(path: Path, example: str = "units", error_class: type[FileError] = PolicyError) -> LocatedMap:
    """Read the file as nested mappings with lines.

    Args:
        path: the file, UTF-8.
        example: a table that such a file has, for messages.
        error_class: raised for everything that keeps the file from being such mappings.

    """

    def fail(text: str, **facts: object) -> FileError:
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
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return tr("it looks like UTF-16")
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return tr("no text in a known encoding")
    return tr("it looks like GBK")


def _build(loader: yaml.SafeLoader, node: yaml.Node, done: dict[int, Any], depth: int) -> Any:
    if depth > _MAX_DEPTH:
        raise yaml.MarkedYAMLError(problem=tr("nested too deeply"), problem_mark=node.start_mark)
    if id(node) in done:  # an alias: the same object again
        return done[id(node)]
    if isinstance(node, yaml.MappingNode):
        made = LocatedMap()
        made.line, made.lines = node.start_mark.line + 1, {}
        repeated = []
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or not isinstance(key, (str, int, float)):
                raise yaml.MarkedYAMLError(problem=tr("a key that is no word"), problem_mark=key_node.start_mark)
            if key in made:
                repeated.append(str(key))
            made.lines[key] = key_node.start_mark.line + 1
            made[key] = _build(loader, value_node, done, depth + 1)
        made.repeated = tuple(repeated)
    elif isinstance(node, yaml.SequenceNode):
        made = [_build(loader, item, done, depth + 1) for item in node.value]
    else:
        made = loader.construct_object(node)
    done[id(node)] = made
    return made


def shorten(value: object) -> str:
    """Give a bad value as a message shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def finite_decimal(value: object) -> Decimal | None:
    """Give a number as it was written; None for anything else, infinities included."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    made = Decimal(str(value))
    return made if made.is_finite() else None


def finite_decimal_text(text: str) -> Decimal | None:
    """Give the number that a text writes; None if it writes none."""
    try:
        made = Decimal(text)
    except InvalidOperation:
        return None
    return made if made.is_finite() else None
