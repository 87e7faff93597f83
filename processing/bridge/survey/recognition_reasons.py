"""Why a field or a layer was taken for what it is, in words; provenance notes it as `why` or `why: what was found`."""

from __future__ import annotations

from collections.abc import Callable

from ..i18n import tr


def reason_text(why: str, tr: Callable[[str], str] = tr) -> str:
    """A reason as people read it, in the language of `tr`; empty if it is none."""
    reasons = {
        "parameter": tr("by the parameter"),
        "profile": tr("by the office's profile"),
        "name": tr("by its name"),
        "alias": tr("by another name of the field"),
        "fields": tr("by its fields"),
    }
    reason, _, found = why.partition(": ")
    said = reasons.get(reason, "")
    return tr("{one}: {another}").format(one=said, another=found) if said and found else said
