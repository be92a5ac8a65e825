"""W3C Trace Context: the thread that joins what several applications write down of one request (R98)."""

from __future__ import annotations

import re

HEADER = "traceparent"
SHAPE = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?")


def read(header: str) -> tuple[str, str] | None:
    """The trace and the span of the caller; None where the header is absent or broken: a new trace begins.

    A later version is read as far as the first one goes; the first has nothing after its flags.
    """
    found = SHAPE.fullmatch(header.strip())
    if found is None:
        return None
    version, trace, span, more = found.groups()
    if version == "ff" or (version == "00" and more) or not int(trace, 16) or not int(span, 16):
        return None
    return trace, span


def written(trace: str, span: str) -> str:
    """The header that an outgoing call carries; the sampling flag is set, because nothing here is sampled."""
    return f"00-{trace}-{span}-01"
