"""QGIS's threads, whose record Python drops whenever a task ends, although the thread goes on to the next task.

Libraries hold things by that record: pyproj 3.7 a context of PROJ, which is freed with it and used again (its issues
1509 and 1622); modules made by pybind11, which HiGHS in SciPy and matplotlib are, the record itself, by which they
enter Python again. Both end the process when a later task gets the thread. So the record is kept, in every thread that
tasks of the plugin run in: QGIS has few.
"""

from __future__ import annotations

import ctypes
import threading

_own = threading.local()


def keep_thread() -> None:
    """Let Python keep its record of this thread for as long as the thread lives; every task begins with it.

    The record is counted up once more than it will ever be counted down. Nothing of the plugin is needed for it
    afterwards, which may be unloaded meanwhile.
    """
    if not hasattr(_own, "kept"):
        ctypes.pythonapi.PyGILState_Ensure()
        _own.kept = True
