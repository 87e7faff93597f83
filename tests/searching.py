"""A search for texts in whatever a run leaves: in any encoding, in archives, in the streams of a PDF, in cells."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote


def texts_in(content: bytes, texts: Iterable[str]) -> set[str]:
    """Those of the texts that bytes hold, in any encoding and way of escaping that a file may use."""
    ways = [content]
    if content.startswith(b"%PDF"):
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                ways.append(zlib.decompress(stream))
            except zlib.error:
                continue
    found = set()
    for text in texts:
        entities = "".join(f"&#{ord(character)};" for character in text)
        forms = {text.encode(e) for e in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")}
        forms |= {json.dumps(text)[1:-1].encode(), entities.encode(), quote(text).encode()}
        if any(form in way for form in forms for way in ways):
            found.add(text)
    return found


def texts_in_files(texts: Iterable[str], *folders: Path) -> dict[str, set[str]]:
    """The texts that files in folders hold, by file; archives, PDFs and the cells of databases are opened."""
    wanted, found = list(texts), {}
    for file in (file for folder in folders for file in folder.rglob("*") if file.is_file()):
        contents = [file.read_bytes(), file.name.encode()]
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                contents += [archive.read(name) for name in archive.namelist()]
        if file.suffix == ".pdf":
            contents.append(subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout)
        if contents[0].startswith(b"SQLite format 3"):
            contents.append(_cells(file))
        told = set().union(*(texts_in(content, wanted) for content in contents))
        if told:
            found[file.name] = told
    return found


def _cells(file: Path) -> bytes:
    """All cells of a database: in the file itself a long one is torn over pages."""
    texts = []
    with closing(sqlite3.connect(f"file:{quote(str(file))}?immutable=1", uri=True)) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            with suppress(sqlite3.DatabaseError):  # of an index that only its own extension reads
                for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
                    texts += [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row]
    return b"\n".join(texts)
