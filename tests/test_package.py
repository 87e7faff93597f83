"""The zip that users install: its content, its rules, and the version's one source.

What takes the plugin site's scanners or a fresh QGIS is in `make package`.
"""

from __future__ import annotations

import configparser
import datetime
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from farmland_redline.scripts.packaging import archive, changelog, site_rules
from farmland_redline.scripts.packaging.changelog import Release, manifest_changelog, read_releases, updated

VERSION = changelog.newest_version()
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    subprocess.run([ROOT / "scripts" / "setup"], check=True)
    return archive.build(ROOT, VERSION, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def names(package) -> list[str]:
    with zipfile.ZipFile(package) as opened:
        return opened.namelist()


# One source of the version.


def test_manifest_and_project_agree_with_the_changelog():
    assert changelog.disagreements() == []
    manifest = configparser.ConfigParser()
    manifest.read(ROOT / "metadata.txt", encoding="utf-8")
    assert manifest["general"]["version"] == VERSION
    assert f'\nversion = "{VERSION}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_no_other_place_states_the_version():
    # As a string of its own: libraries have versions as well.
    listing = subprocess.run(
        ["git", "ls-files", "*.py", "scripts"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    stated = [
        n for n in listing.stdout.split() if re.search(rf"[\"']{re.escape(VERSION)}[\"']", (ROOT / n).read_text())
    ]
    assert stated == []


CHANGELOG = """# Changelog

Words about it.

## [Unreleased]

### Added

- Not yet.

## [1.10.0] - 2026-12-31

### Fixed

- Areas, which were off
  by 1 %. 面积
  修正。
- `run_batch` ends; # is no comment.

## [1.9.0] - 2026-01-31

### Added

- First.
"""


def test_releases_are_read():
    newest, oldest = read_releases(CHANGELOG)
    changes = ["Areas, which were off by 1 %. 面积修正。", "`run_batch` ends; # is no comment."]
    assert newest == Release("1.10.0", datetime.date(2026, 12, 31), {"Fixed": changes})
    assert oldest.version == "1.9.0" and oldest.sections == {"Added": ["First."]}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("## [1.10.0] - 2026-12-31", "## 1.10.0 - 2026-12-31", "CHANGELOG.md:11"),
        ("## [1.10.0] - 2026-12-31", "## [1.10.0] - 2026-13-31", "month"),
        ("## [1.10.0]", "## [1.8.0]", "1.8.0 stands before 1.9.0"),
        ("2026-12-31", "2025-12-31", "stands before"),
        ("### Fixed", "### Repaired", "Repaired"),
        ("- First.", "First.", "neither a heading nor a change"),
        ("- First.", "", "1.9.0 names no change"),
    ],
)
def test_mistakes_in_the_changelog_are_told(old, new, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        read_releases(CHANGELOG.replace(old, new))


def test_qgis_reads_the_changes_as_written(tmp_path):
    """ConfigParser drops what looks like a comment and trips over percent signs; nothing may be lost."""
    manifest, project = updated(
        "[general]\nversion=0\nchangelog=old\n    older\nicon=x.svg\n", 'version = "0"\n', read_releases(CHANGELOG)
    )
    parser = configparser.ConfigParser()
    parser.read_string(manifest)
    assert parser["general"]["version"] == "1.10.0" and parser["general"]["icon"] == "x.svg"
    assert parser["general"]["changelog"].splitlines() == [
        "1.10.0 (2026-12-31)",
        "Fixed:",
        "- Areas, which were off by 1 %. 面积修正。",
        "- run_batch ends; # is no comment.",
        "1.9.0 (2026-01-31)",
        "Added:",
        "- First.",
    ]
    assert project == 'version = "1.10.0"\n'
    # Once more changes nothing.
    assert updated(manifest, project, read_releases(CHANGELOG)) == (manifest, project)
    assert "\n\n" not in manifest_changelog(read_releases(CHANGELOG))


# What is in the zip.


def test_same_bytes_every_time(package, tmp_path, monkeypatch):
    assert archive.build(ROOT, VERSION, tmp_path / "again").read_bytes() == package.read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735603200")
    other = archive.build(ROOT, VERSION, tmp_path / "other")
    with zipfile.ZipFile(other) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(2024, 12, 31, 0, 0, 0)}
        assert opened.namelist() == sorted(opened.namelist())


def test_everything_that_runs_is_in_it(names):
    """All modules of the rooms, all data; nothing that only developers need."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    rooms = ("processing", "resources", "ui")
    wanted = {n for n in listing.stdout.split("\0") if n.split("/")[0] in rooms and "/" in n}
    wanted |= {
        "__init__.py",
        "plugin.py",
        "py.typed",
        "metadata.txt",
        "LICENSE",
        "requirements.txt",
        "resources/i18n/farmland_redline_zh_CN.qm",
    }
    packed = {name.removeprefix("farmland_redline/") for name in names}
    missing = wanted - packed
    assert all(n.startswith("resources/sample/") or n.endswith(".ts") for n in missing), missing
    files = ("city.gpkg", "policy.yaml", "targets.csv", "counties.txt", "README.md")
    files += (
        "monitoring.gpkg",
        "cases.csv",
        "events.csv",
        "projects.gpkg",
        "sites.gpkg",
        "plan_changes.csv",
        "exempt.gpkg",
    )
    sample = {f"resources/sample/data/{name}" for name in files}
    assert {n for n in packed if n.startswith("resources/sample/")} == sample
    assert len([n for n in packed if n.endswith(".py")]) > 40


def test_nothing_of_this_machine_is_in_it(package):
    with zipfile.ZipFile(package) as opened:
        for name in opened.namelist():
            assert str(ROOT).encode() not in opened.read(name), name


def test_the_zip_keeps_the_rules(package):
    checks = site_rules.check_package(package, VERSION, publish=False)
    assert [(check.rule, check.found) for check in checks if check.found] == []
    assert len(checks) >= 14


def test_no_security_rule_is_silenced(package):
    """Ruff's rules of the letter S are bandit's; the plugin site's bandit hears no `noqa`."""
    with zipfile.ZipFile(package) as opened:
        modules = {name: opened.read(name).decode() for name in opened.namelist() if name.endswith(".py")}
    silenced = {name for name, text in modules.items() if re.search(r"# noqa: .*\bS\d|nosec|pragma: allowlist", text)}
    # The process that draws sheets: started by the plugin, spoken to by private pipes.
    drawing = {f"farmland_redline/processing/bridge/{name}.py" for name in ("drawing", "drawing_process")}
    assert silenced == drawing


# Every rule can be broken.


def manifest(old: str, new: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        text = files["farmland_redline/metadata.txt"].decode()
        changed = re.sub(old, new, text, count=1, flags=re.MULTILINE)
        assert changed != text
        files["farmland_redline/metadata.txt"] = changed.encode()

    return change


def add(name: str, content: bytes = b"x") -> Callable[[Files], None]:
    return lambda files: files.__setitem__(name, content)


def drop(name: str) -> Callable[[Files], None]:
    return lambda files: files.pop(f"farmland_redline/{name}")


FAULTS: list[tuple[str, Callable[[Files], None]]] = [
    ("farmland_redline/../x.py: not a path", add("farmland_redline/../x.py")),
    ("farmland_redline\\x.py: not a path", add("farmland_redline\\x.py")),
    ("C:/x.py: not a path", add("C:/x.py")),
    ("__pycache__/x.txt: forbidden folder", add("farmland_redline/__pycache__/x.txt")),
    (".git/config: forbidden folder", add("farmland_redline/.git/config")),
    ("too long for Windows", add(f"farmland_redline/{'x' * 130}.txt")),
    ("a name that Windows does not allow", add("farmland_redline/a:b.txt")),
    ("the same file as farmland_redline/plugin.py", add("farmland_redline/Plugin.py")),
    ("meant is one folder farmland_redline", add("other/x.txt")),
    ("2 files metadata.txt", add("farmland_redline/analysis/metadata.txt")),
    ("no __init__.py", drop("__init__.py")),
    (".hidden: hidden", add("farmland_redline/.hidden")),
    ("x.pyc: program or compiled code", add("farmland_redline/x.pyc")),
    ("x.DLL: program or compiled code", add("farmland_redline/x.DLL")),
    ("x.dat: begins like a program", add("farmland_redline/x.dat", b"\x7fELF\x02")),
    ("tests/x.py: for developers only", add("farmland_redline/tests/x.py")),
    ("test_x.py: for developers only", add("farmland_redline/analysis/test_x.py")),
    ("no file LICENSE", drop("LICENSE")),
    ("LICENSE is not the GNU", add("farmland_redline/LICENSE", b"MIT")),
    ("metadata.txt cannot be read", manifest(r"\[general\]", "[plugin]")),
    ("metadata.txt cannot be read", manifest("^author=.*", "author=100 % us")),
    *[(f"{key}: missing", manifest(f"^{key}=.*\n", "")) for key in ("about", "homepage", "license", "server")],
    ("name[zh_CN]: missing", manifest(r"^name\[zh_CN\]=.*", "name[zh_CN]=Redline")),
    ("tags[zh-Hans]: missing", manifest(r"^tags\[zh-Hans\]=.*", "tags[zh-Hans]=farmland")),
    ("description: not English", manifest("^description=", "description=耕地")),
    ("supportsQt6", manifest("^server=", "supportsQt6=yes\nserver=")),
    ("deprecated: “maybe” is neither", manifest("^deprecated=.*", "deprecated=maybe")),
    ("qgis_process does not load", manifest("^hasProcessingProvider=.*", "hasProcessingProvider=no")),
    ("5.0 is after 4.99", manifest("^qgisMinimumVersion=.*", "qgisMinimumVersion=5.0")),
    ("category: “Analysis”", manifest("^category=.*", "category=Analysis")),
    ("author: no slash", manifest("^author=.*", "author=a/b")),
    ("email: “nobody”", manifest("^email=.*", "email=nobody")),
    ("must not contain “plugin”", manifest("^name=.*", "name=Redline plugin")),
    ("is not in the zip, or neither SVG nor PNG", manifest("^icon=.*", "icon=none.svg")),
    ("tracker: “bugs” is no address", manifest("^tracker=.*", "tracker=bugs")),
    ("x.py: invalid syntax", add("farmland_redline/x.py", b"def :")),
    ("Python 3.10", add("farmland_redline/x.py", b"match 1:\n    case 1: pass\n")),
    ("farmland_redline_zh_CN.qm: missing", drop("resources/i18n/farmland_redline_zh_CN.qm")),
    ("run_batch.html: missing", drop("resources/help/zh/reference/run_batch.html")),
    ("metadata.txt says 9.9.9", manifest("^version=.*", "version=9.9.9")),
    ("does not begin with", manifest("^changelog=.*", "changelog=0.0.1 (2020-01-01)")),
]


def changed(package: Path, folder: Path, *changes: Callable[[Files], None]) -> Path:
    """A copy of the zip with changes, without the sample city."""
    with zipfile.ZipFile(package) as opened:
        files = {name: opened.read(name) for name in opened.namelist() if not name.endswith(".gpkg")}
    for change in changes:
        change(files)
    with zipfile.ZipFile(folder / package.name, "w") as written:
        for name, content in files.items():
            written.writestr(name, content)
    return folder / package.name


@pytest.mark.parametrize(("told", "change"), FAULTS, ids=[told for told, _ in FAULTS])
def test_faults_are_found(package, tmp_path, told, change):
    checks = site_rules.check_package(changed(package, tmp_path, change), VERSION, publish=False)
    found = [text for check in checks for text in check.found]
    assert any(told in text for text in found), found


def test_placeholders_are_refused_for_publishing_only(package, tmp_path):
    real = [manifest(f"^{key}=.*", f"{key}=https://redline.org/{key}") for key in site_rules.ADDRESSES]
    real.append(manifest("^email=.*", "email=us@redline.org"))
    sound = changed(package, tmp_path, *real)
    for publish in (False, True):
        assert not [c for c in site_rules.check_package(sound, VERSION, publish) if c.found]
    assert not [c for c in site_rules.check_package(sound, VERSION, publish=False) if c.note]
    placeholders = [
        manifest("^tracker=.*", "tracker=https://redline.example/issues"),
        manifest("^email=.*", "email=us@redline.example"),
    ]
    unready = changed(package, tmp_path, *real, *placeholders)
    (strict,) = [c.found for c in site_rules.check_package(unready, VERSION, publish=True) if c.found]
    assert strict == ("tracker https://redline.example/issues", "email us@redline.example")
    (noted,) = [c for c in site_rules.check_package(unready, VERSION, publish=False) if c.note]
    assert not noted.found and all(text in noted.note for text in strict)


def test_other_faults_of_the_file_are_found(package, tmp_path, monkeypatch):
    def found(path: Path) -> str:
        return " ".join(
            text for check in site_rules.check_package(path, VERSION, publish=False) for text in check.found
        )

    renamed = tmp_path / "plugin.zip"
    renamed.write_bytes(package.read_bytes())
    assert "the zip's name is plugin.zip" in found(renamed)
    executable = tmp_path / package.name
    with zipfile.ZipFile(executable, "w") as written:
        entry = zipfile.ZipInfo("farmland_redline/__init__.py")
        entry.external_attr = 0o100755 << 16
        written.writestr(entry, "")
    assert "__init__.py: executable" in found(executable)
    content = bytearray(package.read_bytes())
    with zipfile.ZipFile(package) as opened:
        city = opened.getinfo("farmland_redline/resources/sample/data/city.gpkg")
    content[city.header_offset + city.compress_size // 2] ^= 0xFF
    executable.write_bytes(content)
    assert "city.gpkg: damaged" in found(executable)
    monkeypatch.setattr(site_rules, "LARGEST", 1000)
    assert "at most 1000 are allowed" in found(package)
