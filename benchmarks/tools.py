"""The tools that are measured: ours and the peers, how each is got, started, and what it leaves behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .accuracy import EACH, ONCE
from .process_metrics import clean_environment, last_line
from .scenarios import PARCELS, PBF, ROLES, Files

ROOT = Path(__file__).resolve().parent.parent
# What is compared with what: from files to files, or what is in memory (or a database) already.
FILES, MEMORY, APART = "files", "memory", "apart"
DEBIAN = "trixie"
FRAMES = ("geopandas", "shapely", "pyproj", "pyogrio", "pyarrow")
SEDONA = ("sedonadb", "geoarrow-pyarrow")
DUCKDB = ("duckdb==1.5.5", "duckdb-extension-spatial==1.5.5")
_WORKERS = "farmland_redline.benchmarks.workers"
_ZONES = ("YJJBNTBHTB", "YJJBNTCBQ", "BCGDCBQ")
_PARAMETERS = dict(zip(_ZONES, ("PBF", "PBF_RESERVE", "FARMLAND_RESERVE")))


class Unavailable(Exception):  # noqa: N818  no error: the table says so
    """A tool cannot be had here; the reason."""


@dataclass(frozen=True)
class Output:
    """Where a result lies in a file: the layer, and its columns that are null outside the zones, by zone layer."""

    path: Path
    layer: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Tool:
    """A tool.

    Attributes:
        title: for the table.
        kind: FILES, MEMORY, or APART (start-up, which counts for others).
        counts: whether overlaps of zones count once or for each zone; see `agreement`.
        command: what is run.
        output: where its result is; None where the worker reports the areas itself.
        prepare: gets the tool; raises `Unavailable`.
        load: a command that makes a case ready for it, apart.
        startup: the tool whose time is its start-up; empty where the worker measures its work.
        plugin: whether the environment leads to the plugin.

    """

    title: str
    kind: str
    counts: str
    command: Callable[[Files], Sequence[object]]
    output: Callable[[Files], Output] | None = None
    prepare: Callable[[Path], None] = lambda _folder: None
    load: Callable[[Files], Sequence[object]] | None = None
    startup: str = ""
    plugin: bool = False

    def environment(self, folder: Path) -> dict[str, str]:
        """For its commands; a QGIS without the plugin has a profile of its own."""
        if self.plugin:
            return clean_environment()
        profile = str(folder / "profile")
        return clean_environment() | {"PYTHONPATH": str(package(folder)), "QGIS_CUSTOM_CONFIG_PATH": profile}


def package(folder: Path) -> Path:
    """Return a folder where Python finds this checkout as farmland_redline, and nothing else of it."""
    place = folder / "package"
    place.mkdir(parents=True, exist_ok=True)
    link = place / "farmland_redline"
    if not link.is_symlink():
        link.symlink_to(ROOT, target_is_directory=True)
    return place


def _result(files: Files, name: str) -> Path:
    return files.folder / "results" / f"{name}.gpkg"


# Ours


def our_qgis(*arguments: object) -> list[object]:
    """Return the call of the real qgis_process with the plugin."""
    script = 'root=$0; source "$root/scripts/environment"; exec "$@"'
    return ["bash", "-euc", script, ROOT, *bare_qgis(*arguments)]


def parameters(files: Files, all_layers: bool) -> dict[str, list[str]]:
    """Return the inputs of our algorithms: the main layer, or all."""
    given = {"PARCELS": [f"{files.parcels}|layername={PARCELS}"]}
    for name in list(files.layers()) if all_layers else [PBF]:
        given.setdefault(_PARAMETERS.get(name, "ZONES"), []).append(f"{files.zones}|layername={name}")
    return given


def _arguments(given: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"{name}={value}" for name, values in given.items() for value in values]


def _many(files: Files) -> bool:
    return files.case.recipe == "ten"


def _overlay(files: Files) -> list[object]:
    given = _arguments(parameters(files, _many(files)))
    output = f"OUTPUT={_result(files, 'overlay_parcels')}"
    return our_qgis("run", "farmland_redline:overlay_parcels", "--", *given, output)


def _batch_folder(files: Files) -> Path:
    return files.folder / "results" / "batch"


def _batch(*more: str) -> Callable[[Files], list[object]]:
    def command(files: Files) -> list[object]:
        given = [*_arguments(parameters(files, True)), "MAPS=false", *more, f"OUTPUT_FOLDER={_batch_folder(files)}"]
        return our_qgis("run", "farmland_redline:run_batch", "--", *given)

    return command


def _pieces(files: Files, path: Path, all_layers: bool) -> Output:
    names = list(files.layers()) if all_layers else [PBF]
    return Output(path, "pieces", {name: ROLES[name] for name in names})


def _our_python(*arguments: object) -> list[object]:
    return [ROOT / "scripts" / "python", "-m", *arguments]


def _kernel(what: str) -> Callable[[Files], list[object]]:
    def command(files: Files) -> list[object]:
        names = list(files.layers()) if _many(files) else [PBF]
        return _our_python(f"{_WORKERS}.kernel", what, files.parcels, files.zones, *names)

    return command


def _stages(algorithm: str, all_layers: bool) -> Callable[[Files], Sequence[object]]:
    def command(files: Files) -> list[object]:
        given = {k: v if k == "ZONES" else v[0] for k, v in parameters(files, all_layers).items()}
        if algorithm == "run_batch":
            given |= {"MAPS": False, "OUTPUT_FOLDER": str(_batch_folder(files))}
        else:
            given["OUTPUT"] = str(_result(files, "overlay_parcels"))
        return _our_python(f"{_WORKERS}.overlay_stages", algorithm, json.dumps(given))

    return command


# QGIS


def bare_qgis(*arguments: object) -> list[object]:
    """Return the call of the same qgis_process without plugins."""
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process") or "qgis_process"
    return [program, *arguments]


def _native(files: Files) -> list[object]:
    return bare_qgis(
        *("run", "native:intersection", "--", f"INPUT={files.parcels}|layername={PARCELS}"),
        *(f"OVERLAY={files.zones}|layername={PBF}", f"OUTPUT={_result(files, 'native')}"),
    )


def _trivial(qgis: Callable[..., list[object]]) -> Callable[[Files], list[object]]:
    """Time a run that does next to nothing."""
    name = qgis.__name__
    return lambda files: qgis(
        "run", "native:extenttolayer", "--", "INPUT=0,1,0,1 [EPSG:4527]", f"OUTPUT={_result(files, name)}"
    )


# A Python of its own: its libraries are no business of QGIS's process, so wheels will do.


def _venv(folder: Path) -> Path:
    return folder / "venv"


def install(*packages: str) -> Callable[[Path], None]:
    """Installs packages into the Python of the peers, once."""

    def prepare(folder: Path) -> None:
        venv = _venv(folder)
        done = venv / f".{packages[-1]}"
        if done.exists():
            return
        if not (venv / "bin" / "python").exists():
            _get("python3", "-m", "venv", venv)
        pip = (venv / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check", "--quiet")
        _get(*pip, "--only-binary", ":all:", *packages)
        done.touch()

    return prepare


def _get(*command: object, **environment: str) -> None:
    """Run a command that gets something."""
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment() | environment,
    )
    if done.returncode:
        raise Unavailable(f"{' '.join(map(str, command))[:60]}: {last_line(done.stderr or done.stdout)}")


def _frames(how: str, to_file: bool) -> Callable[[Files], list[object]]:
    def command(files: Files) -> list[object]:
        output = [_result(files, f"frames_{how}")] if to_file else []
        python = _venv(files.folder) / "bin" / "python"
        return [python, "-m", f"{_WORKERS}.geopandas_overlay", how, files.parcels, files.zones, PBF, *output]

    return command


def _areas(worker: str) -> Callable[[Files], list[object]]:
    """Return the command of a worker that adds up areas in memory."""

    def command(files: Files) -> list[object]:
        python = _venv(files.folder) / "bin" / "python"
        return [python, "-m", f"{_WORKERS}.{worker}", files.parcels, files.zones, PBF]

    return command


# PostGIS


def _postgres() -> Path:
    """Return the folder of the newest PostgreSQL's programs."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if not found:
        raise Unavailable("PostgreSQL is not installed")
    return max(found, key=lambda path: int(path.parent.name))


def _prepare_postgis(folder: Path) -> None:
    install(*FRAMES)(folder)
    if not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        if os.getuid():
            raise Unavailable("postgresql-postgis is not installed, and only root can")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        _get("apt-get", "update", "-qq", **quiet)
        _get("apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql-postgis", **quiet)
    _postgres()


def _postgis(what: str) -> Callable[[Files], list[object]]:
    def command(files: Files) -> list[object]:
        python = _venv(files.folder) / "bin" / "python"
        return [
            *(python, "-m", f"{_WORKERS}.postgis_overlay", _postgres(), files.folder / "postgres", what),
            *(files.parcels, files.zones, PBF),
        ]

    return command


# geofileops, in the Debian root where its libraries are


_IN_ROOT = """
mkdir -p /tmp/package && ln -sfn "$PWD" /tmp/package/farmland_redline
PROJ_DATA=/usr/share/proj PYTHONPATH=/tmp/package exec "$FARMLAND_REDLINE_VENVS/geofileops/bin/python" -m "$@"
"""
_INSTALL = """
venv=$FARMLAND_REDLINE_VENVS/geofileops
[ -e "$venv/.done" ] || { python3 -m venv --system-site-packages "$venv" &&
  "$venv/bin/python" -m pip install --quiet geofileops && touch "$venv/.done"; }
"""


def _prepare_geofileops(folder: Path) -> None:
    if os.getuid():
        raise Unavailable(f"needs root, for the Debian root {DEBIAN}")
    _get(ROOT / "scripts" / "in-root", DEBIAN, "bash", "-euc", _INSTALL)


def _geofileops(how: str) -> Callable[[Files], list[object]]:
    def command(files: Files) -> list[object]:
        place = Path("/share")
        return [
            *(ROOT / "scripts" / "in-root", "--share", files.folder, DEBIAN, "bash", "-euc", _IN_ROOT, "in-root"),
            *(f"{_WORKERS}.geofileops_overlay", how, place / files.parcels.name, place / files.zones.name, PBF),
            place / "results" / f"geofileops_{how}.gpkg",
        ]

    return command


def _tools() -> dict[str, Tool]:
    tools = {
        "our_startup": Tool("start-up of qgis_process with the plugin", APART, ONCE, _trivial(our_qgis), plugin=True),
        "bare_startup": Tool("start-up of qgis_process", APART, ONCE, _trivial(bare_qgis)),
        "overlay_parcels": Tool(
            "**overlay_parcels**",
            FILES,
            ONCE,
            _overlay,
            lambda files: _pieces(files, _result(files, "overlay_parcels"), _many(files)),
            startup="our_startup",
            plugin=True,
        ),
        "native": Tool(
            "QGIS native:intersection",
            FILES,
            EACH,
            _native,
            lambda files: Output(_result(files, "native"), "native", {PBF: ""}),
            startup="bare_startup",
        ),
        "kernel": Tool("**our kernel**", MEMORY, ONCE, _kernel("pieces"), plugin=True),
        "kernel_areas": Tool("**our kernel**, areas in zones alone", MEMORY, ONCE, _kernel("areas"), plugin=True),
        "postgis": Tool(
            "PostGIS, covered-by or intersection, indexed tables",
            MEMORY,
            EACH,
            _postgis("run"),
            prepare=_prepare_postgis,
            load=_postgis("load"),
        ),
        "sedona": Tool(
            "SedonaDB, areas of intersections",
            MEMORY,
            EACH,
            _areas("sedona_overlay"),
            prepare=install(*FRAMES, *SEDONA),
        ),
        "duckdb": Tool(
            "DuckDB, areas of intersections",
            MEMORY,
            EACH,
            _areas("duckdb_overlay"),
            prepare=install(*FRAMES, *DUCKDB),
        ),
        "stages": Tool("overlay_parcels", APART, ONCE, _stages("overlay_parcels", False), plugin=True),
        "stages_batch": Tool("run_batch, four layers", APART, ONCE, _stages("run_batch", True), plugin=True),
    }
    for name, title, more in (
        ("run_batch", "workbook, page", ()),
        ("run_batch_bare", "no reports", ("REPORTS=false",)),
    ):
        tools[name] = Tool(
            f"**run_batch**, all layers, rules, sums, {title}",
            FILES,
            ONCE,
            _batch(*more),
            lambda files: _pieces(files, _batch_folder(files) / "farmland_redline.gpkg", True),
            startup="our_startup",
            plugin=True,
        )
    for how, column in (("intersection", ""), ("identity", "BSM_2")):
        tools[f"frames_{how}_files"] = Tool(
            f"geopandas.overlay, {how}, files",
            FILES,
            EACH,
            _frames(how, True),
            lambda files, how=how, column=column: Output(_result(files, f"frames_{how}"), "", {PBF: column}),
            prepare=install(*FRAMES),
        )
        tools[f"frames_{how}"] = Tool(
            f"geopandas.overlay, {how}", MEMORY, EACH, _frames(how, False), prepare=install(*FRAMES)
        )
    for how, column in (("intersection", ""), ("identity", "l2_BSM")):
        tools[f"geofileops_{how}"] = Tool(
            f"geofileops, {how} (Debian 13)",
            FILES,
            EACH,
            _geofileops(how),
            lambda files, how=how, column=column: Output(_result(files, f"geofileops_{how}"), "", {PBF: column}),
            prepare=_prepare_geofileops,
        )
    return tools


TOOLS = _tools()
