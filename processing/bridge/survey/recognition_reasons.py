"""Reasons why a field or a layer was recognised, in words; provenance records `reason` or `reason: what was found`."""

from __future__ import annotations

from collections.abc import Callable

from ..i18n import tr


def reason_text(why: str, tr: Callable[[str], str] = tr) -> str:
    """Return a recorded reason in words, in the language of `tr`; empty if it is none."""
    reasons = {
        "parameter": tr("by the parameter"),
        "profile": tr("by the office's profile"),
        "name": tr("by its name"),
        "alias": tr("by another name of the field"),
        "fields": tr("by its fields"),
    }
    reason, _, found = why.partition(": ")
    text = reasons.get(reason, "")
    return tr("{one}: {another}").format(one=text, another=found) if text and found else text
