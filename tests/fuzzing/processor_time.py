"""Bounds of processor time, so that what is slow only on a busy machine is no finding."""

from __future__ import annotations

import math
import os
import resource

# Times its processor time that something may take by the clock, in case that it waits for ever.
PATIENCE = 10


def limit(seconds: float) -> None:
    """End this process by the signal SIGXCPU when it has used so many seconds of processor time from now on."""
    used = os.times()
    soft = math.ceil(used.user + used.system + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
