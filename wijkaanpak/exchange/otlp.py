"""Rows of the log of processing as OpenTelemetry's protocol carries them over HTTP (R99)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, Status

from wijkaanpak.journal.entries import SOURCE
from wijkaanpak.journal.operations import Operation

CONTENT_TYPE = "application/x-protobuf"
STATUSES = {
    "Ok": Status.StatusCode.STATUS_CODE_OK,
    "Unset": Status.StatusCode.STATUS_CODE_UNSET,
    "Error": Status.StatusCode.STATUS_CODE_ERROR,
}


def request(rows: Iterable[Operation]) -> bytes:
    """One request with all of these rows; no row says who did it."""
    name, _slash, version = SOURCE.partition("/")
    resource = Resource(attributes=_pairs({"service.name": name, "service.version": version}))
    scope = ScopeSpans(
        scope=InstrumentationScope(name="wijkaanpak.journal"), spans=[_span(row) for row in rows]
    )
    sent = ExportTraceServiceRequest(resource_spans=[ResourceSpans(resource=resource, scope_spans=[scope])])
    return sent.SerializeToString()


def _span(row: Operation) -> Span:
    at = int(row.at.timestamp() * 1_000_000) * 1000
    return Span(
        trace_id=bytes.fromhex(row.trace_id), span_id=bytes.fromhex(row.span_id),
        parent_span_id=bytes.fromhex(row.parent_span_id or ""), name=row.name,
        kind=Span.SpanKind.SPAN_KIND_SERVER, start_time_unix_nano=at, end_time_unix_nano=at,
        attributes=_pairs(row.attributes), status=Status(code=STATUSES[row.status]),
    )  # fmt: skip


def _pairs(said: Mapping[str, str]) -> list[KeyValue]:
    return [KeyValue(key=key, value=AnyValue(string_value=value)) for key, value in sorted(said.items())]
