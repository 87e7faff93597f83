"""The plugin's version and its own files."""

from conftest import ROOT

from farmland_redline.processing.bridge import paths
from farmland_redline.processing.bridge.version import plugin_version


def test_the_version_is_that_of_the_manifest():
    lines = (ROOT / "metadata.txt").read_text(encoding="utf-8").splitlines()
    assert f"version={plugin_version()}" in [line.replace(" ", "") for line in lines]


def test_every_path_is_there():
    found = {name: value for name, value in vars(paths).items() if name.isupper()}
    assert found.pop("PLUGIN").samefile(ROOT)
    assert len(found) > 5 and [name for name, path in found.items() if not path.exists()] == []
