"""A request that came from another application stays in that application's trace (R98)."""

import pytest

from wijkaanpak.journal import trace

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.mark.parametrize(
    "header", [f"00-{TRACE}-{SPAN}-01", f"00-{TRACE}-{SPAN}-00", f"cc-{TRACE}-{SPAN}-01-what.comes"]
)
def test_a_good_header_gives_the_trace_and_the_span_of_the_caller(header: str) -> None:
    assert trace.read(header) == (TRACE, SPAN)


@pytest.mark.parametrize(
    "header",
    [
        "", "00", f"00-{TRACE}-{SPAN}", f"00-{TRACE}-{SPAN}-01-more", f"ff-{TRACE}-{SPAN}-01",
        f"00-{TRACE.upper()}-{SPAN}-01", f"00-{'0' * 32}-{SPAN}-01", f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE[:-1]}-{SPAN}-01", f"00-{TRACE}-{SPAN}-0g", f"00-{TRACE}-{SPAN}-01\n00", "\x00" * 60,
    ],
)  # fmt: skip
def test_a_broken_header_begins_a_new_trace(header: str) -> None:
    """W3C Trace Context 3.2.2: a caller cannot break or spoil what is written here."""
    assert trace.read(header) is None


def test_what_goes_out_can_be_read_again() -> None:
    assert trace.read(trace.written(TRACE, SPAN)) == (TRACE, SPAN)
