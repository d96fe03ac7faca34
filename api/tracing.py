"""Traces for OpenTelemetry: a request and the steps of its answer, sent where the standard variables say.

Loaded only where it is switched on. The request's own span is FastAPI's; the steps are told afterwards from
the laps of the answer's clock, so that nothing is clocked twice. What people ask is not written into spans.
"""

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor, SpanExporter
from opentelemetry.trace import Tracer

from assistant.answer import Answer
from assistant.settings import Settings
from assistant.steps import Lap

_log = logging.getLogger(__name__)

_KEPT_BACK = "(giữ lại)"
_GRPC = "grpc"


class Tracing:
    """Where the spans of one app go."""

    def __init__(self, provider: TracerProvider) -> None:
        self.provider = provider
        self._tracer: Tracer = provider.get_tracer("baocao", version("baocao"))

    def trace_id(self) -> str | None:
        """The trace that the request at hand belongs to, as logs and collectors write it."""
        context = trace.get_current_span().get_span_context()
        return trace.format_trace_id(context.trace_id) if context.is_valid else None

    def answer(self, answer: Answer, door: str) -> None:
        """The answer as a span below the request's, its steps below it."""
        if not answer.laps:
            return
        began, ended = min(lap.began for lap in answer.laps), max(lap.ended for lap in answer.laps)
        span = self._tracer.start_span("answer", start_time=began, attributes=_said_of(answer, door))
        self._steps(trace.set_span_in_context(span), answer.laps)
        span.end(ended)

    def _steps(self, above: Context, laps: Sequence[Lap]) -> None:
        for lap, within in nested(laps):
            own = {"baocao.own_ms": lap.own / 1_000_000}
            span = self._tracer.start_span(
                lap.step.value, context=above, start_time=lap.began, attributes=own
            )
            self._steps(trace.set_span_in_context(span), within)
            span.end(lap.ended)

    def close(self) -> None:
        """Send what is left; a collector that is not there is given up after one try."""
        self.provider.shutdown()


def nested(laps: Sequence[Lap]) -> Iterator[tuple[Lap, Sequence[Lap]]]:
    """The outermost laps in order, each with those within it."""
    waiting = sorted(laps, key=lambda lap: (lap.began, -lap.ended))
    while waiting:
        outer = waiting.pop(0)
        within = [lap for lap in waiting if lap.ended <= outer.ended]
        waiting = [lap for lap in waiting if lap.ended > outer.ended]
        yield outer, within


def _said_of(answer: Answer, door: str) -> Mapping[str, str | int]:
    return {
        "baocao.answer_id": answer.answer_id,
        "baocao.door": door,
        "baocao.engine": answer.engine,
        "baocao.status": answer.status.value,
        "baocao.citations": len(answer.citations),
        "baocao.calculations": len(answer.calculations),
        "baocao.withheld": answer.withheld,
    }


def open_tracing(settings: Settings, exporter: SpanExporter | None = None) -> Tracing:
    """Spans sent to the collector of the `OTEL_…` variables, or to an exporter given."""
    named = {SERVICE_NAME: os.environ.get("OTEL_SERVICE_NAME", "baocao"), SERVICE_VERSION: version("baocao")}
    provider = TracerProvider(resource=Resource.create(named), shutdown_on_exit=False)
    if not settings.log_questions:
        provider.add_span_processor(_WithoutWords())
    if exporter is None:
        provider.add_span_processor(BatchSpanProcessor(_collector()))
    else:
        provider.add_span_processor(SimpleSpanProcessor(exporter))
    return Tracing(provider)


def _collector() -> SpanExporter:
    protocol = os.environ.get("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") or os.environ.get(
        "OTEL_EXPORTER_OTLP_PROTOCOL", ""
    )
    # Each late: only one of them is needed, and gRPC takes long to load.
    if protocol == _GRPC:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import (  # noqa: PLC0415
            OTLPSpanExporter as GrpcExporter,
        )

        return GrpcExporter()
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415

    return OTLPSpanExporter()


class _WithoutWords(SpanProcessor):
    """Takes what people searched for out of the address that FastAPI writes down."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Put something else in its place before anybody has read it."""
        del parent_context
        if span.attributes and "url.query" in span.attributes:
            span.set_attribute("url.query", _KEPT_BACK)

    def on_end(self, span: ReadableSpan) -> None:
        """Nothing is left to do."""
