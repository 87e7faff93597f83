"""YAML as nested mappings with line numbers, so that messages can locate a mistake in a user's file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType

import yaml

from .errors import InputError, error_reason
from .file_limits import LimitError, check_file_size, check_limit, limit
from .i18n import tr
from .yaml_files import compose_text

_SHOWN = 60  # characters of a wrong value that a message quotes
# What no name or text has, and no output could show: control characters but line breaks, and halves of characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TEXT_TAG = "tag:yaml.org,2002:str"
# Numbers as everybody reads them. YAML also takes 017 for 15, 1:30 for 90, 0x1F for 31, 1_000 for 1000.
_PLAIN_NUMBER = re.compile(
    r"[-+]?(0|[1-9][0-9]*)|[-+]?[0-9]*\.[0-9]*([eE][-+]?[0-9]+)?|[-+]?\.(inf|nan)", re.IGNORECASE
)


class OddNumber(int):
    """A number in a notation that people read otherwise; it shows as it was written, and no number is made of it."""

    def __new__(cls, value: float, _written: str) -> OddNumber:
        """Return the number as YAML has it, which is kept only for what asks whether it is one."""
        return super().__new__(cls, value)

    def __init__(self, _value: float, written: str) -> None:
        """Keep the text."""
        self._written = written

    def __str__(self) -> str:
        """Return what was written."""
        return self._written

    __repr__ = __str__


class FileError(InputError):
    """A file edited by a user that cannot be used.

    Attributes:
        mistakes: every mistake in it, one sentence each.

    """

    def __init__(self, mistakes: Iterable[str]) -> None:
        """Join the mistakes into one message, a line each; of very many the first."""
        self.mistakes = list(mistakes)
        most = limit("text", "mistakes")
        shown = self.mistakes[:most]
        if len(self.mistakes) > most:
            shown.append(tr("... and {count} more.").format(count=len(self.mistakes) - most))
        super().__init__("\n".join(shown))


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
    return parse_located_text(read_yaml_text(path, error_class), path.name, example, error_class)


def read_yaml_text(path: Path, error_class: type[FileError] = PolicyError) -> str:
    """Return the text of a file that people edit, without a byte order mark.

    Raises:
        FileError: (`error_class`) the file cannot be read, is too large, or is not UTF-8.

    """
    name = tr("{file}: ").format(file=path.name)
    try:
        check_file_size(path, "text")
        raw = path.read_bytes()
    except LimitError as error:
        raise error_class([str(error)]) from error
    except OSError as error:
        text = tr("cannot be read ({error}). Check the path.").format(error=error_reason(error))
        raise error_class([name + text]) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = tr("not UTF-8 ({guess}). Save the file with the encoding UTF-8.").format(guess=_guess_encoding(raw))
        raise error_class([name + text]) from error


def parse_located_text(
    text: str, name: str, example: str = "units", error_class: type[FileError] = PolicyError
) -> LocatedMap:
    """Read YAML as nested mappings with line numbers; see `parse_located`. `name` is the file's, for messages."""

    def fail(text: str, **facts: object) -> FileError:
        """Return the error, its message formatted with the facts and begun with the file's name."""
        return error_class([tr("{file}: ").format(file=name) + text.format(**facts)])

    if not text.strip():
        raise fail(tr("the file is empty. Choose another file."))
    try:
        node = compose_text(text)
        root = _Builder(yaml.SafeLoader(""), name).build(node, 0)[0] if node is not None else None
    except LimitError as error:
        raise error_class([str(error)]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise fail(
            tr("line {line}: not YAML ({problem}). Check quotes, brackets, commas and indentation there and above."),
            line=line,
            problem=error.problem or error.context,
        ) from error
    except RecursionError as error:
        raise fail(tr("not YAML ({problem})."), problem=tr("nested too deeply")) from error
    except yaml.YAMLError as error:
        raise fail(tr("not YAML ({problem})."), problem=shorten(error)) from error
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


class _Builder:
    """Builds the values of a file's nodes within the limits of `resources/files/limits.yaml`."""

    def __init__(self, loader: yaml.SafeLoader, file: str) -> None:
        """Start; `loader` constructs scalars, `file` is the name for messages."""
        self._loader, self._file = loader, file
        # By the node's id: the value, and of how many values it consists; an alias gives the same object again.
        self._done: dict[int, tuple[YamlValue, int]] = {}

    def build(self, node: yaml.Node, depth: int) -> tuple[YamlValue, int]:
        """Build the value of a node that so many others enclose; return it with the number of values in it.

        Raises:
            yaml.MarkedYAMLError: the nesting is too deep, a key is not a scalar, or a scalar is not what it says.
            LimitError: there are too many values, counted where aliases repeat them.

        """
        if depth > limit("text", "depth"):
            raise yaml.MarkedYAMLError(problem=tr("nested too deeply"), problem_mark=node.start_mark)
        if id(node) not in self._done:
            if isinstance(node, yaml.MappingNode):
                self._done[id(node)] = self._mapping(node, depth)
            elif isinstance(node, yaml.SequenceNode):
                built = [self.build(item, depth + 1) for item in node.value]
                self._done[id(node)] = [value for value, _ in built], 1 + sum(size for _, size in built)
            else:
                self._done[id(node)] = self._scalar(node), 1
            remedy = tr("Write each value once, and only what the format has.")
            check_limit(self._file, tr("values"), self._done[id(node)][1], limit("text", "values"), remedy)
        return self._done[id(node)]

    def _mapping(self, node: yaml.MappingNode, depth: int) -> tuple[LocatedMap, int]:
        """Build a mapping."""
        table, repeated, count = LocatedMap(), [], 1
        lines: dict[object, int] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or not isinstance(key, (str, int, float)):
                raise yaml.MarkedYAMLError(problem=tr("a key that is no word"), problem_mark=key_node.start_mark)
            if key in table:
                repeated.append(shorten(key))
            lines[key] = key_node.start_mark.line + 1
            table[key], size = self.build(value_node, depth + 1)
            count += size
        table.line, table.lines, table.repeated = node.start_mark.line + 1, lines, tuple(repeated)
        return table, count

    def _scalar(self, node: yaml.ScalarNode) -> YamlValue:
        """Return the value of a scalar."""
        is_text = node.tag == _TEXT_TAG
        most = limit("text", "value_length" if is_text else "number_length")
        problem = ""
        if len(node.value) > most:
            problem = tr("{value} has {found} characters, and at most {limit} are read")
            problem = problem.format(value=shorten(node.value), found=len(node.value), limit=most)
        elif _UNPRINTABLE.search(node.value):
            problem = tr("{value} has characters that cannot be printed; delete them").format(
                value=shorten(_UNPRINTABLE.sub("\ufffd", node.value))
            )
        else:
            try:
                value = self._loader.construct_object(node)
                is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
                return OddNumber(value, node.value) if is_number and not _PLAIN_NUMBER.fullmatch(node.value) else value
            except yaml.MarkedYAMLError:
                raise
            except Exception:  # what follows from a wrong text differs from kind to kind
                problem = tr("{value} is not what its tag says").format(value=shorten(node.value))
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


def shorten(value: object) -> str:
    """Return a wrong value as messages quote it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = ""
    for piece in _pieces(value):
        text += piece[: _SHOWN + 1]
        if len(text) > _SHOWN:
            return text[: _SHOWN - 3] + "..."
    return text


def _pieces(value: object, inside: bool = False) -> Iterator[str]:
    """Yield the text of a value piece by piece: whoever wants its beginning does not build all of it."""
    if isinstance(value, dict):
        yield "{"
        for number, (key, item) in enumerate(value.items()):
            yield f"{', ' if number else ''}"
            yield from _pieces(key, True)
            yield ": "
            yield from _pieces(item, True)
        yield "}"
    elif isinstance(value, (list, tuple)):
        yield "["
        for number, item in enumerate(value):
            yield f"{', ' if number else ''}"
            yield from _pieces(item, True)
        yield "]"
    elif isinstance(value, str):
        yield repr(value[: _SHOWN + 1]) if inside else value
    elif isinstance(value, int) and abs(value) >= 10**_SHOWN:
        yield f"{'-' if value < 0 else ''}1{'0' * _SHOWN}"  # Python refuses to spell numbers of thousands of digits
    else:
        yield repr(value) if inside else str(value)


def finite_decimal(value: object) -> Decimal | None:
    """Return a number exactly as written; None for anything else, and what `finite_decimal_text` refuses."""
    if isinstance(value, (bool, OddNumber)) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, int) and abs(value) >= 10**_SHOWN:
        return None
    return finite_decimal_text(str(value))


def finite_decimal_text(text: str) -> Decimal | None:
    """Return the number that a text spells; None for none, an infinity, or one beyond all measures of land and time."""
    try:
        made = Decimal(text) if len(text) <= limit("text", "number_length") else None
    except InvalidOperation:
        return None
    if made is None or not made.is_finite():
        return None
    if not made:
        return Decimal(0)  # no zero below zero
    return made if abs(made.adjusted()) <= limit("text", "number_power") else None
