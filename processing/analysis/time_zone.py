"""China's one time zone, by which reports and panels tell times, whatever that of the machine."""

from __future__ import annotations

from datetime import timedelta, timezone

_AHEAD = timedelta(hours=8)  # of UTC
BEIJING = timezone(_AHEAD)
BEIJING_SECONDS = int(_AHEAD.total_seconds())
