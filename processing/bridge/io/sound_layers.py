"""Layers of parcels in which nothing was wrong, remembered by their file's content so that later runs need not look.

Whether every parcel is valid, and whether two of them overlap, costs a fifth of an overlay, and one survey is overlaid
many times. A mark says that a layer of a file with this content, looked at by this code and these libraries, had valid
parcels and no overlaps down to a tolerance. A layer with anything wrong gets no mark: it is looked at, and its problems
are listed, in every run. A mark is the name of an empty file, so that none can be half written; to remove all of them
costs one slower run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import shapely
from osgeo import gdal
from qgis.core import QgsApplication

from ..paths import PLUGIN
from ..version import plugin_version
from .file_state import file_hash
from .sources import File

_FOLDER = ("cache", "farmland_redline", "sound_layers")
# The code that reads geometries and judges them, below `processing`.
_CODE = ("analysis", "analysis/geometry", "analysis/quality", "bridge/io")
_MOST = 1_000  # marks that are kept, the newest


@dataclass(frozen=True)
class SoundMark:
    """The mark of a layer in the state that it has when this is created.

    Attributes:
        path: the file that is there where the layer is known to be sound.

    """

    path: Path

    @classmethod
    def of(cls, file: File, tolerance: float) -> SoundMark | None:
        """Return the mark of a layer; None where its file cannot be read, which who reads it says.

        Args:
            file: the layer.
            tolerance: metres; overlaps that are nowhere wider are none.

        """
        try:
            content = file_hash(file.path)
        except OSError:
            return None
        facts = json.dumps([_judge(), content, file.layer, repr(tolerance)])
        folder = Path(QgsApplication.qgisSettingsDirPath(), *_FOLDER)
        return cls(folder / hashlib.sha256(facts.encode("utf-8", "surrogatepass")).hexdigest())

    @property
    def is_set(self) -> bool:
        """Whether the layer was looked at before, and nothing was wrong with it."""
        try:
            return self.path.is_file()
        except OSError:
            return False

    def set(self) -> None:
        """Remember that the layer was looked at, all of it and in this state, and that nothing was wrong with it.

        Where nothing can be written, as in a read-only profile, later runs look again.
        """
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch()
            oldest_first = sorted(self.path.parent.iterdir(), key=lambda path: path.stat().st_mtime_ns)
            for old in oldest_first[:-_MOST]:
                old.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def _judge() -> str:
    """Return a digest of the code and the versions of the libraries that read geometries and judge them."""
    digest = hashlib.sha256()
    for folder in _CODE:
        for path in sorted((PLUGIN / "processing" / folder).glob("*.py")):
            digest.update(path.read_bytes())
    libraries = [shapely.__version__, shapely.geos_version_string, gdal.__version__]
    with contextlib.suppress(ImportError):  # who reads by fiona lacks it
        import pyogrio  # noqa: PLC0415

        libraries += [pyogrio.__version__, pyogrio.__gdal_version_string__]
    digest.update(json.dumps([plugin_version(), libraries]).encode())
    return digest.hexdigest()
