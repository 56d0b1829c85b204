"""Spans of OpenTelemetry's GenAI conventions, where the user has it; and no trace of it where not."""

from __future__ import annotations

import subprocess
import sys

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from claimx import AnswerRefused, Model, extract
from faults.server import completion
from numbered_articles import endpoint, numbered_article
from stories import model_at


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    """A process has one provider, for good."""
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    trace.set_tracer_provider(provider)
    return kept


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> InMemorySpanExporter:
    exporter.clear()
    return exporter


def attributes(span: ReadableSpan) -> dict[str, object]:
    return dict(span.attributes or {})


def test_every_ask_is_a_span_of_the_conventions(spans: InMemorySpanExporter) -> None:
    with endpoint() as fake:
        extract(numbered_article(1), model=model_at(fake))
        port = int(fake.url.rpartition(":")[2].partition("/")[0])
        calls = len(fake.calls)
    first, *_ = finished = spans.get_finished_spans()
    assert len(finished) == calls
    assert (first.name, first.kind) == ("chat fake-1", SpanKind.CLIENT)
    assert attributes(first) == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "fake-1",
        "gen_ai.response.model": "fake-1",
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.output_tokens": 20,
        "gen_ai.usage.cache_read.input_tokens": 0,
        "server.address": "127.0.0.1",
        "server.port": port,
    }


def test_an_error_is_told_by_its_class_and_not_by_its_words(spans: InMemorySpanExporter) -> None:
    with (
        endpoint(lambda _: completion(None, refusal="The article says: secret.")) as fake,
        pytest.raises(AnswerRefused),
    ):
        extract(numbered_article(1), model=model_at(fake))
    (span,) = spans.get_finished_spans()
    assert attributes(span)["error.type"] == "AnswerRefused"
    assert span.status.status_code is StatusCode.ERROR
    assert "secret" not in span.to_json()


def test_neither_key_nor_password_nor_article_is_in_a_span(spans: InMemorySpanExporter) -> None:
    with endpoint() as fake:
        url = fake.url.replace("http://", "http://user:canary-password@")
        extract(numbered_article(1), model=Model("fake-1", url, api_key="canary-key", attempts=1))
    told = "".join(span.to_json() for span in spans.get_finished_spans())
    assert told
    assert "canary" not in told
    assert "Bridge" not in told


def test_without_opentelemetry_nothing_is_missed() -> None:
    code = (
        "import sys; sys.modules['opentelemetry'] = None\n"
        "from claimx.llm.tracing import chat_span\n"
        "from claimx import Model, Usage\n"
        "with chat_span(Model('m', 'http://localhost:1')) as answered: answered('m', Usage())\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
