"""Checks the spelling of names, docstrings, comments, messages and English pages against a dictionary and `terms.txt`.

    .venv/tools/bin/python scripts/spelling    exit 1 where a word is in neither

Names are those that the code defines: modules, classes, functions, arguments and variables, split at underscores and
capitals. What stands in backticks, in quoted code or in an address is not prose. Words of three letters and fewer, and
words all in capitals (field codes, abbreviations) are let through.
"""

from __future__ import annotations

import ast
import doctest
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

from spellchecker import SpellChecker

ROOT = Path(__file__).resolve().parents[2]
TERMS = Path(__file__).with_name("terms.txt")
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/*.md",
    "docs/en/*.md",
    "docs/en/reference/*.md",
    "docs/development/*.md",
)
SHORTEST = 4
NOT_PROSE = re.compile(
    r"```.*?```|``?[^`\n]+``?|`[^`]*`|https?://\S+|[\w./-]*\w+/[\w./-]+|[“\"‘']\w+[”\"’']", re.DOTALL
)
WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
EXAMPLES = doctest.DocTestParser()  # code, not prose
ENDING = re.compile(r"['’](s|t|re|ve|ll|d)$")


def words_of(text: str) -> Iterator[str]:
    """Words of prose and parts of names, as they are written."""
    for word in WORD.findall(NOT_PROSE.sub(" ", text)):
        yield from PART.findall(ENDING.sub("", word))


def names_of(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Names that a module defines, with their lines; Python's own (`__init__`) are not ours to spell."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            if not node.name.endswith("__"):
                yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname, 0


def texts_of_module(name: str, text: str) -> Iterator[tuple[str, int]]:
    """Texts of a module to be spelled right: its name, what it defines, prose, and what `tr` shows to users."""
    yield Path(name).stem.strip("_").replace("_", " "), 1
    tree = ast.parse(text)
    yield from ((found.replace("_", " "), line) for found, line in names_of(tree))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            parts = EXAMPLES.parse(ast.get_docstring(node) or "")
            yield "\n".join(part for part in parts if isinstance(part, str)), node.body[0].lineno if node.body else 1
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "tr":
            yield from ((str(text.value), node.lineno) for text in node.args if isinstance(text, ast.Constant))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield re.sub(r"# (noqa|type: ignore|fmt)\S*( \w+\d+,?)*", "", token.string), token.start[0]


def texts() -> Iterator[tuple[str, int, str]]:
    """All texts of the checkout with the file and line they start at."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in sorted(filter(None, listing)):
        path = ROOT / name
        if path.suffix == ".py" and path.exists():
            for text, line in texts_of_module(name, path.read_text(encoding="utf-8")):
                yield name, line, text
        elif any(Path(name).match(pattern) and name.count("/") == pattern.count("/") for pattern in PAGES):
            page = NOT_PROSE.sub(lambda found: "\n" * found[0].count("\n"), path.read_text(encoding="utf-8"))
            for line, text in enumerate(page.splitlines(), 1):
                yield name, line, text


def main() -> int:
    """Check the checkout; return the exit status."""
    lines = (line.partition("#")[0].strip().lower() for line in TERMS.read_text(encoding="utf-8").splitlines())
    terms = {line for line in lines if line}
    known = SpellChecker(language="en").word_frequency
    wrong: dict[str, str] = {}
    for name, line, text in texts():
        for word in words_of(text):
            small = word.lower()
            if len(word) >= SHORTEST and not word.isupper() and small not in known and small not in terms:
                wrong.setdefault(small, f"{name}:{line}: {word}")
    for place in wrong.values():
        print(place)
    if wrong:
        print(f"{len(wrong)} unknown words. Correct them, or add a term of the field to {TERMS.relative_to(ROOT)}.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
