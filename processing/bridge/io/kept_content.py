"""What users keep in a GeoPackage of results: it moves into the file that takes the place of the old one.

Kept are tables, layers, views and projects beside the results, styles, triggers and indexes, and columns that users
added to results: their values are joined by the rows' stable ids. Rows with such values whose id is gone move to a
table `kept_<layer>`, and come back from it when a later run has the id again.

Both files are free: the old one was looked at (`datasets.is_being_written`), the new one lies in a hidden folder.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ..errors import InputError, error_reason
from ..i18n import tr
from .sql import literal, quoted

KEPT = "kept_"
STYLES = "layer_styles"
# Begins the description of a table in `gpkg_contents`; then follow the columns and the number of rows written.
_OURS = "farmland_redline: "
_WRITTEN, _ROWS = "columns", "rows"
# Columns by which rows of results are found again; the first of which a table has all. What tells fewer rows apart
# stands behind what tells more.
_KEYS = (
    ("conflict_id",),
    ("candidate_id",),
    ("loss_id",),
    ("abandoned_id",),
    ("piece_id",),
    ("change_id",),
    ("use_id",),
    ("reserve_piece_id",),
    ("supplement_id",),
    ("part_id",),
    ("block_id",),
    ("list", "finding"),
    ("case_id", "part"),
    ("case_id",),
    ("parcel_id", "role", "zone_id"),
    ("role", "zone_id"),
    ("site", "code", "line"),
    ("site", "code"),
    ("site", "need"),
    ("site",),
    ("code", "previous_DLBM", "DLBM"),
    ("level", "code", "finding", "DLBM"),
    ("level", "code", "priority"),
    ("level", "code", "role"),
    ("level", "code", "line"),
    ("level", "parent", "code", "figure"),
    ("level", "parent", "code", "item"),
    ("code", "year", "land"),
    ("code", "year"),
    ("code", "period", "kind"),
    ("code", "period"),
    ("entry_id", "entry_kind"),
    ("entry_id", "kind"),
    ("code", "item", "base"),
    ("level", "parent", "code"),
    ("level", "code"),
    ("code",),
    ("id", "project"),
    ("county", "folder"),
    ("layer", "feature", "kind"),
)
# Tables to which people add rows, which a run itself takes over into the new table.
_TAKEN_OVER = ("cases",)
_SYSTEM = ("gpkg_", "sqlite_")
_SQLITE, _NO_TABLE = b"SQLite format 3\0", "no such table"
_TREE_PARTS = ("_node", "_parent", "_rowid")
_FIRST_OWN_SYSTEM = 100_000  # of the numbers that GDAL gives systems without one
_HEADER = 4  # bytes of a GeoPackage geometry before the number of its system, which has as many
_FIXED_DATE = "2000-01-01T00:00:00.000Z"
_OBJECTS = "SELECT type, name, tbl_name, sql FROM {schema}.sqlite_master WHERE sql NOT NULL ORDER BY rowid"
_COLUMNS = "SELECT name, type, pk, hidden FROM pragma_table_xinfo({table}, {schema})"
_COPY = "INSERT OR REPLACE INTO main.{table} ({columns}) SELECT {columns} FROM old.{table}"
_COPY_ABOUT = (
    "INSERT OR IGNORE INTO main.{table} ({columns}) SELECT {columns} FROM old.{table} "
    "WHERE table_name IN (SELECT name FROM temp.kept)"
)
_FREE_NAMES = (
    "UPDATE main.gpkg_contents SET identifier = NULL WHERE identifier IN (SELECT identifier FROM old.gpkg_contents "
    "WHERE table_name IN (SELECT name FROM temp.kept)) AND table_name NOT IN (SELECT name FROM temp.kept)"
)
_EXTENSIONS = (
    "INSERT INTO main.gpkg_extensions SELECT * FROM old.gpkg_extensions AS one WHERE table_name ISNULL AND NOT EXISTS "
    "(SELECT 1 FROM main.gpkg_extensions WHERE table_name ISNULL AND extension_name = one.extension_name)"
)
_ROWS_OF = "SELECT {columns} FROM old.{table} ORDER BY rowid"
_DESCRIBE = "UPDATE gpkg_contents SET description = ? WHERE table_name = ?"
_DESCRIPTIONS = "SELECT table_name, description FROM {schema}.gpkg_contents"
_GEOMETRY = "SELECT column_name, srs_id FROM {schema}.gpkg_geometry_columns WHERE table_name = ?"
_SYSTEMS = "SELECT DISTINCT srs_id FROM old.gpkg_geometry_columns WHERE table_name IN (SELECT name FROM temp.kept)"
_SAME_SYSTEM = (
    "SELECT one.organization = other.organization AND one.organization_coordsys_id = other.organization_coordsys_id "
    "AND one.definition = other.definition FROM old.gpkg_spatial_ref_sys AS one "
    "JOIN main.gpkg_spatial_ref_sys AS other USING (srs_id) WHERE srs_id = ?"
)
_COPY_SYSTEM = (
    "INSERT OR IGNORE INTO main.gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, "
    "definition, description) SELECT srs_name, ?, organization, organization_coordsys_id, definition, description "
    "FROM old.gpkg_spatial_ref_sys WHERE srs_id = ?"
)
_NEXT_SYSTEM = "SELECT max(?, max(srs_id) + 1) FROM main.gpkg_spatial_ref_sys"
# A geometry with another number of its system.
_NUMBERED = "CAST(substr({geometry}, 1, {head}) || X'{size}' || substr({geometry}, {rest}) AS BLOB)"
_RENUMBER = "UPDATE main.{table} SET {geometry} = {numbered} WHERE {geometry} NOT NULL"
_SET_SYSTEM = "UPDATE main.{table} SET srs_id = ? WHERE table_name = ? AND srs_id = ?"
# The plugin leaves these columns of its styles empty; QGIS writes at least the time into the description.
_USERS_STYLES = (
    "SELECT {columns} FROM old.layer_styles WHERE (description = '' AND ui = '' AND update_time = '') IS NOT TRUE"
)
_REMOVE_STYLE = "DELETE FROM main.layer_styles WHERE f_table_name = ? AND styleName = ?"
_NO_DEFAULT = "UPDATE main.layer_styles SET useAsDefault = 0 WHERE f_table_name = ?"
_INSERT = "INSERT INTO main.{table} ({columns}) VALUES ({values})"
_ADD_COLUMN = "ALTER TABLE main.{table} ADD COLUMN {column} {kind}"
_IDS = "CREATE TEMP TABLE ids AS SELECT DISTINCT {keys} FROM main.{table}"
_INDEX_IDS = "CREATE INDEX temp.of_ids ON ids ({keys})"
_CARRIED = (
    "CREATE TEMP TABLE carried AS SELECT {keys}, {columns}, min(one._rowid_) AS place, 0 AS before "
    "FROM old.{table} AS one WHERE EXISTS (SELECT 1 FROM temp.ids AS c WHERE {same}) AND ({valued}) GROUP BY {keys}"
)
_INDEX_CARRIED = "CREATE UNIQUE INDEX temp.of_carried ON carried ({keys})"
_CARRIED_BEFORE = (
    "INSERT OR IGNORE INTO temp.carried SELECT {keys}, {columns}, min(one._rowid_), 1 FROM old.{table} AS one "
    "WHERE EXISTS (SELECT 1 FROM temp.ids AS c WHERE {same}) AND ({valued}) GROUP BY {keys}"
)
_JOIN = (
    "UPDATE main.{table} AS one SET ({added}) = (SELECT {columns} FROM temp.carried AS c WHERE {same}) "
    "WHERE EXISTS (SELECT 1 FROM temp.carried AS c WHERE {same})"
)
_NOT_TAKEN_OVER = "({made}) AND NOT EXISTS (SELECT 1 FROM main.{table} AS c WHERE {same})"
_LEFT = (
    "FROM old.{table} AS one WHERE ({valued}) AND one.rowid NOT IN (SELECT place FROM temp.carried WHERE before = ?)"
)
_CREATE_KEPT = "CREATE TABLE main.{table} ({number} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {columns})"
_FILL_KEPT = "INSERT INTO main.{table} ({into}) SELECT {columns} {left}"
_REGISTER = (
    "INSERT INTO main.gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
    "VALUES (?, ?, ?, '', ?, ?)"
)
_REGISTER_GEOMETRY = (
    "INSERT INTO main.gpkg_geometry_columns SELECT ?, ?, geometry_type_name, ?, z, m FROM old.gpkg_geometry_columns "
    "WHERE table_name = ?"
)


class CarryError(InputError):
    """What an old GeoPackage holds cannot be moved into a new one."""


def describe_table(connection: sqlite3.Connection, table: str, columns: Iterable[str], rows: int) -> None:
    """Note in a GeoPackage what the plugin has written into a table, in the description of its contents.

    Args:
        connection: the GeoPackage.
        table: the table, whose rows are numbered from 1.
        columns: their names.
        rows: their number.

    """
    text = json.dumps({_WRITTEN: list(columns), _ROWS: rows}, ensure_ascii=False)
    connection.execute(_DESCRIBE, [_OURS + text, table])


def written_tables(path: Path) -> set[str]:
    """Return the names of the tables of a GeoPackage that the plugin has written; none if it is no GeoPackage.

    Raises:
        CarryError: it cannot be read.

    """
    with _carried(path), _opened(None, path) as content:
        return set() if content is None else set(content.written)


def written_hash(path: Path) -> str:
    """Return the SHA-256 of all that the plugin has written into a GeoPackage, of its columns in the order of its rows.

    What users add (decisions, tables, columns, styles) changes nothing of it; a changed, missing or further row does.

    Raises:
        CarryError: it cannot be read, or lacks something of it.

    """
    digest = hashlib.sha256()
    with _carried(path), _opened(None, path) as content:
        if content is None:
            raise sqlite3.DataError(path.name)
        for table, columns in sorted(content.written.items()):
            if table == STYLES:
                continue
            if table not in content.old or content.old[table].kind != "table":
                raise sqlite3.DataError(table)
            shape = content.geometry("old", table)[0]
            there = [name for name in content.columns("old", table) if name in columns or name == shape]
            names = ", ".join(map(quoted, there))
            digest.update(repr((table, names)).encode())
            for row in content.connection.execute(_ROWS_OF.format(columns=names, table=quoted(table))):
                digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def check_content(path: Path) -> None:
    """Check before a run that what users keep in a GeoPackage can move into a new one.

    Raises:
        CarryError: it cannot be read, or holds tables of a kind that only another program can copy.

    """
    with _carried(path), _opened(None, path) as content:
        odd = [] if content is None else content.odd()
    if odd:
        raise CarryError(
            tr(
                "“{path}” also holds {tables}, of a kind that cannot be moved into new results. Choose another place, "
                "or move these tables first."
            ).format(path=path, tables=", ".join(f"“{name}”" for name in odd))
        )


def carry_over(old: Path, new: Path, warn: Callable[[str], None]) -> None:
    """Move into a new GeoPackage what users keep in the old one, which it will replace.

    Args:
        old: the old file; it is only read.
        new: the new file, complete but for this.
        warn: is told of values that have no row any more, and of triggers and indexes that do not fit.

    Raises:
        CarryError: the old file cannot be read to its end; the new one is as it was.

    """
    with _carried(old), _opened(new, old) as content:
        if content is not None:
            _Carrying(content, warn).run()


@contextmanager
def _carried(old: Path) -> Iterator[None]:
    """Raise `CarryError` in the place of an error of reading an old file or writing the new one."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise CarryError(
            tr(
                "What “{path}” holds beside the results could not be moved into the new file ({reason}). Choose "
                "another place; nothing was changed."
            ).format(path=old, reason=error_reason(error))
        ) from error


@dataclass(frozen=True)
class _Object:
    """A table, view, index or trigger, with the table that it belongs to and the statement that makes it."""

    kind: str
    name: str
    table: str
    sql: str

    @property
    def is_virtual(self) -> bool:
        """Return whether it is a virtual table."""
        return self.kind == "table" and self.sql.upper().startswith("CREATE VIRTUAL")

    @property
    def is_tree(self) -> bool:
        """Return whether it is a spatial index."""
        return self.is_virtual and "USING RTREE" in " ".join(self.sql.upper().split())


@contextmanager
def _opened(new: Path | None, old: Path) -> Iterator[_Content | None]:
    """Open a GeoPackage as `old` beside a new one, `main`; None if it is no GeoPackage.

    Raises:
        sqlite3.Error, OSError: it cannot be read, so that nobody knows what it holds.

    """
    with old.open("rb") as file:
        if file.read(len(_SQLITE)) != _SQLITE:
            yield None
            return
    with closing(sqlite3.connect(":memory:" if new is None else str(new), isolation_level=None, uri=True)) as both:
        # Nobody else has the file open: without locks, which another SQLite in this process might hold.
        address = f"file:///{quote(old.absolute().as_posix().removeprefix('/'))}?mode=ro&immutable=1"
        try:
            both.execute("ATTACH DATABASE ? AS old", [address])
            both.execute("SELECT count(*) FROM old.gpkg_contents")
        except sqlite3.Error as error:
            if _NO_TABLE not in str(error):
                raise
            yield None
            return
        for pragma in ("main.synchronous = OFF", "main.journal_mode = MEMORY"):
            both.execute(f"PRAGMA {pragma}")
        yield _Content(both)


def _described(text: str) -> tuple[set[str], int] | None:
    """Return columns and number of rows by a table's description; None where it is none of the plugin's."""
    if not text.startswith(_OURS):
        return None
    try:
        found = json.loads(text.removeprefix(_OURS))
        return set(map(str, found[_WRITTEN])), int(found[_ROWS])
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError):  # somebody has changed it
        return None


class _Content:
    """What two GeoPackages hold, the old one by the schema `old`, the new one by `main`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read the objects of both."""
        self.connection = connection
        self.old = {one.name: one for one in self._objects("old")}
        self.new = {one.name: one for one in self._objects("main")}
        rows = connection.execute(_DESCRIPTIONS.format(schema="old")).fetchall()
        described = {str(table): _described(str(text or "")) for table, text in rows}
        self.written = {table: found[0] for table, found in described.items() if found is not None}
        self.rows = {table: found[1] for table, found in described.items() if found is not None}

    def _objects(self, schema: str) -> list[_Object]:
        """Return the objects of a file, in the order in which they were made."""
        return [_Object(*map(str, row)) for row in self.connection.execute(_OBJECTS.format(schema=schema))]

    def columns(self, schema: str, table: str) -> dict[str, str]:
        """Return the columns of a table with their types, without those that are computed."""
        rows = self.connection.execute(_COLUMNS.format(schema=literal(schema), table=literal(table)))
        return {str(name): str(kind) for name, kind, _, hidden in rows if hidden == 0}

    def own_columns(self, schema: str, table: str) -> dict[str, str]:
        """Return the columns of a table without its number and its geometry."""
        rows = self.connection.execute(_COLUMNS.format(schema=literal(schema), table=literal(table))).fetchall()
        numbers = {str(name) for name, _, pk, _ in rows if pk}
        return {
            name: kind
            for name, kind in self.columns(schema, table).items()
            if name not in numbers and name != self.geometry(schema, table)[0]
        }

    def geometry(self, schema: str, table: str) -> tuple[str | None, int]:
        """Return the geometry column of a table, None if it has none, and the number of its system."""
        row = self.connection.execute(_GEOMETRY.format(schema=schema), [table]).fetchone()
        return (None, 0) if row is None else (str(row[0]), int(row[1]))

    def tree_parts(self) -> set[str]:
        """Return the names of the tables behind the old file's spatial indexes."""
        return {one.name + part for one in self.old.values() if one.is_tree for part in _TREE_PARTS}

    def odd(self) -> list[str]:
        """Return the old file's tables whose rows cannot be copied: virtual ones of other programs."""
        return [one.name for one in self.old.values() if one.is_virtual and not one.is_tree]


class _Carrying:
    """The work of moving what users keep from the old file to the new one."""

    def __init__(self, content: _Content, warn: Callable[[str], None]) -> None:
        """Find what is to be moved."""
        self._content, self._warn = content, warn
        self._execute = content.connection.execute
        parts = content.tree_parts()
        self._tables = [
            one
            for one in content.old.values()
            if one.kind == "table" and one.name not in content.new and one.name not in parts
        ]
        self._shared = [
            one.name
            for one in content.old.values()
            if one.kind == "table"
            and one.name in content.new
            and not one.is_virtual
            and not one.name.startswith(_SYSTEM)
            and one.name not in parts
            and one.name != STYLES
        ]

    def run(self) -> None:
        """Move everything, in the order in which it depends on each other."""
        self._execute("BEGIN")
        self._tables = [one for one in self._tables if not self._is_of_shared(one)]
        self._execute("CREATE TEMP TABLE kept (name TEXT PRIMARY KEY)")
        views = [one for one in self._content.old.values() if one.kind == "view" and one.name not in self._content.new]
        names = [one.name for one in (*self._tables, *views) if not one.name.startswith("sqlite_")]
        self._content.connection.executemany("INSERT INTO temp.kept VALUES (?)", [[name] for name in names])
        for table in self._tables:
            self._copy_table(table)
        self._copy_entries()
        for name in self._shared:
            if not name.startswith(KEPT) and self._is_result(name):
                _Joining(self._content, name, self.system, self._warn).run()
        self._copy_styles()
        self._copy_schema(views)
        self._execute("COMMIT")

    def _is_of_shared(self, one: _Object) -> bool:
        """Return whether a table serves one that is written anew: its spatial index, or its values kept before."""
        trees = {f"rtree_{name}_{self._content.geometry('old', name)[0]}" for name in self._shared}
        return one.name in trees or (one.name.startswith(KEPT) and one.name.removeprefix(KEPT) in self._shared)

    def _is_result(self, name: str) -> bool:
        """Return whether a table of the old file holds results, by its description or its columns."""
        columns = set(self._content.columns("old", name))
        return name in self._content.written or any(set(keys) <= columns for keys in _KEYS)

    def _copy_table(self, table: _Object) -> None:
        """Copy a table, or a spatial index with the tables behind it."""
        if table.name.startswith("sqlite_"):
            return  # SQLite's own: it makes and fills them
        self._execute(table.sql)
        for name in [table.name + part for part in _TREE_PARTS] if table.is_tree else [table.name]:
            self._copy_rows(_COPY, name)

    def _copy_rows(self, statement: str, name: str) -> None:
        """Copy rows by a statement that has a table and its columns to be filled in."""
        columns = ", ".join(map(quoted, self._content.columns("old", name)))
        self._execute(statement.format(table=quoted(name), columns=columns))

    def _copy_entries(self) -> None:
        """Copy what the GeoPackage's own tables say of the tables that were copied, and their systems."""
        numbers = {}
        for (number,) in self._execute(_SYSTEMS).fetchall():
            numbers[number] = self.system(number)
        self._execute(_FREE_NAMES)
        for name, one in self._content.old.items():
            both = one.kind == "table" and name in self._content.new and name.startswith("gpkg_")
            if both and "table_name" in self._content.columns("old", name):
                self._copy_rows(_COPY_ABOUT, name)
        if "gpkg_extensions" in self._content.old and "gpkg_extensions" in self._content.new:
            self._execute(_EXTENSIONS)
        for number, changed in numbers.items():
            if number != changed:
                self._renumber(number, changed)

    def system(self, number: int) -> int:
        """Return the number by which the new file knows a coordinate system of the old one, after adding it there."""
        same = self._execute(_SAME_SYSTEM, [number]).fetchone()
        if same is None:
            self._execute(_COPY_SYSTEM, [number, number])
        if same is None or same[0]:
            return number
        (free,) = self._execute(_NEXT_SYSTEM, [_FIRST_OWN_SYSTEM]).fetchone()
        self._execute(_COPY_SYSTEM, [free, number])
        return int(free)

    def _renumber(self, number: int, changed: int) -> None:
        """Write another number of their system into the copied tables and all their geometries."""
        for one in self._tables:
            column, found = self._content.geometry("old", one.name)
            if column is not None and found == number:
                numbered = _numbered(quoted(column), changed)
                self._execute(_RENUMBER.format(table=quoted(one.name), geometry=quoted(column), numbered=numbered))
                for table in ("gpkg_geometry_columns", "gpkg_contents"):
                    self._execute(_SET_SYSTEM.format(table=table), [changed, one.name, number])

    def _copy_styles(self) -> None:
        """Copy the styles that users saved, in the place of those with the same name; they say which is the default."""
        if STYLES not in self._content.old or STYLES not in self._content.new:
            return
        names = self._content.own_columns("main", STYLES)
        shared = [name for name in self._content.own_columns("old", STYLES) if name in names]
        rows = self._execute(_USERS_STYLES.format(columns=", ".join(map(quoted, shared)))).fetchall()
        for values in rows:
            row = dict(zip(shared, values))
            table, name = row["f_table_name"], row["styleName"]
            self._execute(_REMOVE_STYLE, [table, name])
            if row["useAsDefault"]:
                self._execute(_NO_DEFAULT, [table])
            if table in self._content.new:
                row["f_geometry_column"] = self._content.geometry("main", str(table))[0] or ""
            self._execute(
                _INSERT.format(table=STYLES, columns=", ".join(map(quoted, row)), values=", ".join("?" * len(row))),
                list(row.values()),
            )

    def _copy_schema(self, views: Iterable[_Object]) -> None:
        """Make views, triggers and indexes anew; of those that belong to results only what users made."""
        others = [one for one in self._content.old.values() if one.kind in ("trigger", "index")]
        for one in (*views, *others):
            own = one.table in self._shared and one.name.startswith((f"rtree_{one.table}_", "trigger_"))
            if one.name in self._content.new or own or one.table.startswith(KEPT):
                continue
            try:
                self._execute(one.sql)
            except sqlite3.Error as error:
                self._warn(
                    tr("“{name}” of the earlier results does not fit the new ones and was left out: {reason}").format(
                        name=one.name, reason=error
                    )
                )


class _Joining:
    """The work of joining the values of columns that users added to a table of results, which was written anew."""

    def __init__(
        self, content: _Content, table: str, system: Callable[[int], int], warn: Callable[[str], None]
    ) -> None:
        """Find the added columns, and those by which rows are found again.

        Args:
            content: both files.
            table: the table.
            system: returns the number of a coordinate system of the old file in the new one.
            warn: is told of rows without a counterpart.

        """
        self._content, self._table, self._system, self._warn = content, table, system, warn
        self._execute = content.connection.execute
        self._old, self._new = content.own_columns("old", table), content.own_columns("main", table)
        self._keys = next((keys for keys in _KEYS if {*keys} <= {*self._old} and {*keys} <= {*self._new}), ())
        self._before = KEPT + table if KEPT + table in content.old else None
        written = content.written.get(table)
        taken = {name.lower() for name in self._new}
        # By their names in the new table, which may have got a column of the same name.
        self._added: dict[str, str] = {}
        for name in self._old:
            if name not in written if written is not None else name.lower() not in taken:
                self._added[name] = _free_name(name, taken)
                taken.add(self._added[name].lower())

    def run(self) -> None:
        """Add the columns, join their values, and keep the rows that have no counterpart."""
        for name, column in self._added.items():
            kind = self._old[name]
            self._execute(_ADD_COLUMN.format(table=quoted(self._table), column=quoted(column), kind=kind))
        if self._keys and self._added:
            self._join(", ".join(map(quoted, self._keys)))
        else:
            self._execute("CREATE TEMP TABLE carried (place, before)")
        sources = [(self._table, 0, self._left())]
        if self._before is not None:
            sources.append((self._before, 1, "1"))
        counts = [
            self._execute("SELECT count(*) " + _LEFT.format(table=quoted(name), valued=valued), [before]).fetchone()[0]
            for name, before, valued in sources
        ]
        if sum(counts):
            self._keep([source for source, count in zip(sources, counts) if count])
            self._tell(sum(counts))
        for name in ("ids", "carried"):
            self._execute(f"DROP TABLE IF EXISTS temp.{name}")

    def _join(self, keys: str) -> None:
        """Write the values of the added columns into the rows with the same ids; triggers stay still."""
        indexed, same = ", ".join(_comparable("", key) for key in self._keys), self._same()
        self._execute(_IDS.format(keys=keys, table=quoted(self._table)))
        self._execute(_INDEX_IDS.format(keys=indexed))
        names = ", ".join(map(quoted, self._added))
        valued = " OR ".join(f"one.{quoted(name)} NOT NULL" for name in self._added)
        self._execute(_CARRIED.format(keys=keys, columns=names, table=quoted(self._table), valued=valued, same=same))
        self._execute(_INDEX_CARRIED.format(keys=indexed))
        if self._before is not None and {*self._keys} <= {*self._content.columns("old", self._before)}:
            there = self._content.columns("old", self._before)
            held = [quoted(name) if name in there else "NULL" for name in self._added]
            valued = " OR ".join(f"one.{name} NOT NULL" for name in held if name != "NULL") or "0"
            statement = _CARRIED_BEFORE.format(
                keys=keys, columns=", ".join(held), table=quoted(self._before), valued=valued, same=same
            )
            self._execute(statement)
        triggers = [one for one in self._content.new.values() if one.kind == "trigger" and one.table == self._table]
        for one in triggers:
            self._execute(f"DROP TRIGGER main.{quoted(one.name)}")
        added = ", ".join(map(quoted, self._added.values()))
        self._execute(_JOIN.format(table=quoted(self._table), added=added, columns=names, same=same))
        for one in triggers:
            self._execute(one.sql)

    def _same(self) -> str:
        """Return the condition that a row `c` has the keys of a row `one`; an empty key is a value of its own."""
        return " AND ".join(f"{_comparable('c.', key)} = {_comparable('one.', key)}" for key in self._keys)

    def _left(self) -> str:
        """Return the condition of rows that users keep: with values of theirs, or added to those that were written."""
        valued = [f"one.{quoted(name)} NOT NULL" for name in self._added]
        rows = self._content.rows.get(self._table)
        if rows is not None:
            made = [f"one._rowid_ > {rows}"]
        else:
            made = [f"coalesce(one.{quoted(key)}, '') = ''" for key in self._keys[:1]]
        if self._table in _TAKEN_OVER and made and self._keys:
            made = [_NOT_TAKEN_OVER.format(made=made[0], table=quoted(self._table), same=self._same())]
        return " OR ".join([*valued, *made]) or "0"

    def _keep(self, sources: list[tuple[str, int, str]]) -> None:
        """Put rows of the old tables that have no counterpart into a table of their own, with their geometries."""
        kept = KEPT + self._table
        columns = dict(self._content.own_columns("main", self._table))
        for name, _, _ in sources[1:]:
            columns |= {
                column: kind for column, kind in self._content.own_columns("old", name).items() if column not in columns
            }
        taken = {name.lower() for name in columns}
        number = _free_name("fid", taken)
        geometry, system = self._content.geometry("old", sources[0][0])
        shape = _free_name("geom", taken)
        kinds = [f"{quoted(name)} {kind}" for name, kind in columns.items()]
        kinds += [f"{quoted(shape)} GEOMETRY"] if geometry is not None else []
        self._execute(_CREATE_KEPT.format(table=quoted(kept), number=quoted(number), columns=", ".join(kinds)))
        changed = self._system(system) if geometry is not None else 0
        for name, before, valued in sources:
            self._fill(kept, columns, (shape, system, changed) if geometry is not None else None, name, before, valued)
        kind = "attributes" if geometry is None else "features"
        self._execute(_REGISTER, [kept, kind, kept, _FIXED_DATE, changed])
        if geometry is not None:
            self._execute(_REGISTER_GEOMETRY, [kept, shape, changed, sources[0][0]])

    def _fill(
        self,
        kept: str,
        columns: Iterable[str],
        shape: tuple[str, int, int] | None,
        name: str,
        before: int,
        valued: str,
    ) -> None:
        """Copy the rows of one old table that have no counterpart.

        Args:
            kept: the table that takes them.
            columns: of that table, without its geometry.
            shape: its geometry column, the number of the system in the old file and in the new one.
            name: the old table.
            before: 1 where it holds what was kept before, else 0.
            valued: the condition of the rows.

        """
        renamed = {} if before else {new: old for old, new in self._added.items()}
        there = self._content.own_columns("old", name)
        pairs = [(column, renamed.get(column, column)) for column in columns]
        pairs = [(into, column) for into, column in pairs if column in there]
        into, taken = [quoted(pair[0]) for pair in pairs], [f"one.{quoted(pair[1])}" for pair in pairs]
        geometry, system = self._content.geometry("old", name)
        if shape is not None and geometry is not None and system == shape[1]:
            into.append(quoted(shape[0]))
            taken.append(_numbered(f"one.{quoted(geometry)}", shape[2]))
        left = _LEFT.format(table=quoted(name), valued=valued)
        statement = _FILL_KEPT.format(table=quoted(kept), into=", ".join(into), columns=", ".join(taken), left=left)
        self._execute(statement, [before])

    def _tell(self, count: int) -> None:
        """Tell how many rows have no counterpart, and where they are."""
        self._warn(
            tr(
                "Earlier results: {count} rows of “{layer}” with entries of your own are not among the new ones. They "
                "are in the table “{kept}” of the same file, and come back when a run has them again."
            ).format(count=count, layer=self._table, kept=KEPT + self._table)
        )


def _comparable(alias: str, key: str) -> str:
    """Return the expression of a column that is equal where both are empty."""
    return f"ifnull({alias}{quoted(key)}, '')"


def _numbered(geometry: str, system: int) -> str:
    """Return the expression of a geometry column with another number of its system."""
    size = system.to_bytes(_HEADER, "little", signed=True).hex()
    return _NUMBERED.format(geometry=geometry, size=size, head=_HEADER, rest=2 * _HEADER + 1)


def _free_name(name: str, taken: Iterable[str]) -> str:
    """Return a name unlike some in lower case, with a number at its end if need be."""
    lower, number, free = set(taken), 2, name
    while free.lower() in lower:
        free, number = f"{name}_{number}", number + 1
    return free
