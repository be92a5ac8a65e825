"""Each organisation's collector gets the rows of its own log: at least once, and in order (R99)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import UUID

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.cast import House
from tests.scenario.standing import standing as standing
from wijkaanpak.exchange import collectors
from wijkaanpak.exchange.collectors import Collector
from wijkaanpak.exchange.exporting import DELIVERED, REFUSED, SILENT, export
from wijkaanpak.foundation.config import CannotStart
from wijkaanpak.journal import trace
from wijkaanpak.journal.notary import Notary
from wijkaanpak.journal.operations import OF_THE_HOUSE

STATE = "select number, outcome, said from journal.export_state where organisation_id = :o"
OURS = """select count(*) from journal.entry where event <> all (:h) and
          (actor_organisation_id = :o or controller_ids @> array[cast(:o as uuid)])"""


@dataclass
class Partner:
    """A collector of a partner: real HTTP, and answers that a test chooses."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    spans: list[tuple[bytes, bytes, dict[str, str]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def takes(self, body: bytes, headers: dict[str, str]) -> int:
        status = self.answers.pop(0) if self.answers else 200
        self.headers.append(headers)
        if status == 200:
            said = ExportTraceServiceRequest.FromString(body)
            for one in said.resource_spans[0].scope_spans[0].spans:
                pairs = {pair.key: pair.value.string_value for pair in one.attributes}
                self.spans.append((one.trace_id, one.span_id, pairs))
        return status


@pytest.fixture
def partner() -> Iterator[Partner]:
    made = Partner()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = made.takes(body, dict(self.headers.items()))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/v1/traces"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


def organisation(house: House, reference: str) -> UUID:
    found: UUID = house.truth("select id from app.organisation where reference = :r", r=reference)[0][0]
    return found


def begin_anew(house: House) -> None:
    house.truth("delete from journal.export_state")
    Notary(house.database.notary).follow_once()


def test_every_entry_of_an_organisation_arrives_and_none_of_another(
    standing: House, partner: Partner
) -> None:
    """A failure keeps the place: the same rows come again, and nothing is passed over."""
    begin_anew(standing)
    home = organisation(standing, "ORG-WEL")
    collector = Collector(home, partner.url, "a-token")
    partner.answers = [503, 302]
    for outcome, said in ((REFUSED, "503"), (REFUSED, "302")):
        assert export(standing.database.notary, collector) is False
        assert standing.truth(STATE, o=home) == [(0, outcome, said)]
    while export(standing.database.notary, collector):
        pass
    (state,) = standing.truth(STATE, o=home)
    newest = standing.truth("select max(number) from journal.number")[0][0]
    assert (state.number, state.outcome) == (newest + 1, DELIVERED)
    spans = {span for _trace, span, _pairs in partner.spans}
    entries = {
        bytes.fromhex(row.span_id)
        for row in standing.truth(OURS.replace("count(*)", "span_id"), o=home, h=list(OF_THE_HOUSE))
    }
    assert entries
    assert entries <= spans
    pseudonyms = {
        pairs["dpl.core.data_subject_id"]
        for *_ids, pairs in partner.spans
        if "dpl.core.data_subject_id" in pairs
    }
    mine = {
        one.partition("/")[2]
        for row in standing.truth("select subjects from journal.entry")
        for one in row.subjects
        if one.startswith(str(home))
    }
    assert pseudonyms
    assert pseudonyms <= mine
    assert partner.headers[-1]["Authorization"] == "Bearer a-token"
    assert partner.headers[-1]["Content-Type"] == "application/x-protobuf"
    assert trace.read({k.lower(): v for k, v in partner.headers[-1].items()}["traceparent"])


def test_a_second_look_sends_only_what_is_new(standing: House, partner: Partner) -> None:
    begin_anew(standing)
    home = organisation(standing, "ORG-WEL")
    collector = Collector(home, partner.url)
    while export(standing.database.notary, collector):
        pass
    before = len(partner.spans)
    assert export(standing.database.notary, collector) is False
    assert len(partner.spans) == before
    standing.sign_in("U-WW2").get(standing.url("S-02"))
    Notary(standing.database.notary).follow_once()
    export(standing.database.notary, collector)
    assert len(partner.spans) > before


def test_a_collector_that_is_not_there_loses_nothing(standing: House) -> None:
    begin_anew(standing)
    home = organisation(standing, "ORG-WEL")
    assert export(standing.database.notary, Collector(home, "http://127.0.0.1:9/v1/traces")) is False
    (state,) = standing.truth(STATE, o=home)
    assert (state.number, state.outcome) == (0, SILENT)


HOME = "0f4e1d3c-2b6a-4c8e-9d10-abcdefabcdef"


def test_collectors_are_read_from_the_data_folder(tmp_path: Path) -> None:
    assert collectors.read(tmp_path, production=True) == ()
    (tmp_path / "collectors").write_text(
        f"# the municipality's\n\n{HOME} https://log.example.nl/v1/traces token\n{HOME} http://localhost:4318/v1/traces\n"
    )
    one, other = collectors.read(tmp_path, production=False)
    assert (one.organisation, one.token, other.token) == (UUID(HOME), "token", None)
    assert "token" not in repr(one).replace("token=", "")


@pytest.mark.parametrize(
    "line",
    [
        "gemeente https://log.example.nl",
        HOME,
        f"{HOME} log.example.nl",
        f"{HOME} ftp://log.example.nl",
        f"{HOME} https://a.example b c",
    ],
)
def test_a_line_that_is_not_understood_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "collectors").write_text(f"\n{line}\n")
    with pytest.raises(CannotStart, match="line 2"):
        collectors.read(tmp_path, production=False)


def test_in_production_nothing_goes_out_unprotected(tmp_path: Path) -> None:
    (tmp_path / "collectors").write_text(f"{HOME} http://log.example.nl/v1/traces\n")
    with pytest.raises(CannotStart, match="https"):
        collectors.read(tmp_path, production=True)
