"""A run in rounds of batches: what each round holds, what may come back, and that nothing is asked or paid twice."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest

from batch_rounds import (
    STORY,
    all_rounds,
    asked_live,
    in_batches,
    live_report,
    model_of,
    parrot_in_batches,
    report_of,
    round_trip,
    written,
)
from claimx import Budget, Model, run
from claimx.errors import JournalUnreadable, NoModel, RequestRefused, RunInterrupted
from claimx.extraction.extractor import first_requests
from claimx.extraction.wire import ClaimsAnswer
from claimx.llm import read_run
from claimx.llm.journal import MOST_TRIES, key_of
from claimx.llm.prices import Price
from claimx.pipeline import Watch
from claimx.pipeline.batching import batch_status, cancel_batches, collect, submit, wait
from faults.batches import Deliver, Delivery, FakeBatches, backwards, failed_line, status_line
from faults.server import Body, Call, Reply, completion, error
from parrot import answer_like_a_parrot

PRICE = Price(Decimal(1), Decimal(1), Decimal(1), batch=Decimal("0.5"))


def at_first(deliver: Deliver) -> Deliver:
    """As told for the first batch, and all that was asked for later ones."""
    return lambda endpoint, lines: (deliver if len(endpoint.batches) == 1 else backwards)(endpoint, lines)


def expired(endpoint: FakeBatches, lines: list[Body]) -> Delivery:
    return Delivery([endpoint.result(lines[0])], [failed_line(line) for line in lines[1:]], status="expired")


def silent_on_half(endpoint: FakeBatches, lines: list[Body]) -> Delivery:
    return Delivery([endpoint.result(lines[0])])


def twice(endpoint: FakeBatches, lines: list[Body]) -> Delivery:
    results = [endpoint.result(line) for line in lines]
    return Delivery([*results, *results], [failed_line(line) for line in lines])


def failing(endpoint: FakeBatches, lines: list[Body]) -> Delivery:
    return Delivery([status_line(line, 500, "Try later.") for line in lines])


def out_of_quota(endpoint: FakeBatches, lines: list[Body]) -> Delivery:
    return Delivery([], [status_line(line, 429, "No money.", "insufficient_quota") for line in lines])


def empty_handed(endpoint: FakeBatches, lines: list[Body]) -> Delivery:
    body = {"status_code": 200, "request_id": "r", "body": {"choices": []}}
    return Delivery([{"id": "r", "custom_id": line["custom_id"], "response": body, "error": None} for line in lines])


def garbled(endpoint: FakeBatches, lines: list[Body]) -> Delivery:
    junk = [b'{"custom_id": "', b"[1, 2]", b'"' + b"[" * 100_000, b"null", b"\xff\xfe", b"{}", b""]
    strangers = [failed_line({"custom_id": "nobody"}), {**failed_line(lines[0]), "custom_id": 7}]
    return Delivery([*junk, *strangers, *(endpoint.result(line) for line in lines[1:])])


def not_taken(endpoint: FakeBatches, lines: list[Body]) -> Delivery:
    return Delivery(status="failed", faults=[{"code": "invalid", "message": "No such line.", "line": 3}])


@pytest.mark.parametrize(
    "deliver",
    [backwards, *map(at_first, (expired, silent_on_half, twice, failing, out_of_quota, empty_handed, garbled, not_taken))],
    ids="backwards expired silent_on_half twice failing out_of_quota empty_handed garbled not_taken".split(),
)  # fmt: skip
def test_whatever_comes_back_the_rounds_end_in_the_report_of_a_live_run(tmp_path: Path, deliver: Deliver) -> None:
    with parrot_in_batches(deliver) as endpoint:
        live = live_report(endpoint, tmp_path)
        asks = asked_live(endpoint)
        batch_run = in_batches(endpoint, tmp_path)
        all_rounds(batch_run)
        assert written(report_of(batch_run)) == written(live)
        assert asked_live(endpoint) == asks  # those of the live run alone
        assert len(endpoint.carried_out) == asks
        assert endpoint.carried_out.total() == asks


# What a round holds


def test_a_round_holds_what_the_answers_until_then_allow(tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint:
        rounds = all_rounds(in_batches(endpoint, tmp_path))
    assert [[stage.partition("/")[0] for stage in submitted.sent] for submitted, _ in rounds] == [
        ["claims"],
        ["gleaning"],
        ["grouping"],
        ["nesting"],
    ]
    assert [batch.round for submitted, _ in rounds for batch in submitted.batches] == [1, 2, 3, 4]
    assert rounds[-1][1].walk.complete


def test_a_line_is_the_live_request_under_the_key_of_the_journal(tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint:
        all_rounds(in_batches(endpoint, tmp_path))
        sent = [line for batch in endpoint.batches for line in endpoint.lines(batch)]
        live_report(endpoint, tmp_path)
        live = [call.body for call in endpoint.calls if call.path.endswith("/chat/completions")]
    asked = [request for article in STORY for request in first_requests(article)]
    keys = {key_of(model_of(endpoint), request, ClaimsAnswer, request.prompt) for request in asked}
    assert {line["custom_id"] for line in sent} >= keys
    assert sorted(json.dumps(line["body"]) for line in sent) == sorted(map(json.dumps, live))
    assert {(line["method"], line["url"]) for line in sent} == {("POST", "/v1/chat/completions")}


def test_articles_alone_are_never_put_together(tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint:
        rounds = all_rounds(in_batches(endpoint, tmp_path, story=False))
    assert len(rounds) == 2
    assert rounds[-1][1].walk.complete


def test_what_is_on_its_way_is_not_sent_again(tmp_path: Path) -> None:
    with parrot_in_batches(polls=2) as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        submit(batch_run)
        assert not submit(batch_run).batches
        early = collect(batch_run)
        assert (early.walk.read, early.fetched[0].seen.status) == (0, "in_progress")
        assert batch_status(tmp_path / "j.db", batch_run.model).next == "wait"
        assert batch_status(tmp_path / "j.db", batch_run.model).next == "collect"
        collect(batch_run)
        assert batch_status(tmp_path / "j.db", batch_run.model).next == "submit"
        assert len(endpoint.uploads) == 1


def test_a_run_meanwhile_pays_only_for_what_no_batch_has_brought(tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        round_trip(batch_run)
        brought = endpoint.carried_out.total()
        report = report_of(batch_run)
        alone = FakeBatches(answer_like_a_parrot)
        with alone:
            whole = live_report(alone, tmp_path)
        assert asked_live(endpoint) == asked_live(alone) - brought
        assert written(report) == written(whole)


# What comes back and is of no use


def test_a_request_that_keeps_failing_is_left_to_a_live_run(tmp_path: Path) -> None:
    def one_fails(endpoint: FakeBatches, lines: list[Body]) -> Delivery:
        fails = [line for line in lines if "Lind Times" in str(line)]
        return Delivery([endpoint.result(line) for line in lines if line not in fails], [*map(failed_line, fails)])

    with parrot_in_batches(one_fails) as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        rounds = all_rounds(batch_run)
        assert len(rounds) == MOST_TRIES
        assert rounds[-1][1].standing.given_up == 1
        assert batch_status(tmp_path / "j.db", batch_run.model).next == "run"
        report = report_of(batch_run)
        assert (len(report.articles), report.failures) == (3, ())
        assert collect(batch_run).standing.given_up == 0


@pytest.mark.parametrize(
    ("answer", "live"),
    [
        (completion(None, refusal="Not today."), completion(None, refusal="Not today.")),
        (completion("", finish_reason="content_filter"), completion("", finish_reason="content_filter")),
        (completion("{", finish_reason="length"), completion("{", finish_reason="length")),
        (completion("{}"), completion("{}")),
        (completion('{"sources": [], "sayings": [], "claims": [], "furniture": []'), None),
    ],
    ids=["refused", "filtered", "cut off", "twice without fitting", "punctuation"],
)
def test_an_answer_goes_through_the_same_checks_as_a_live_one(tmp_path: Path, answer: Body, live: Body | None) -> None:
    def awkward(body: Body) -> Body:
        return answer if "Lind Times" in str(body["messages"]) else answer_like_a_parrot(body)

    with FakeBatches(awkward) as endpoint:
        whole = live_report(endpoint, tmp_path)
        asked = asked_live(endpoint)
        batch_run = in_batches(endpoint, tmp_path)
        all_rounds(batch_run)
        assert written(report_of(batch_run)) == written(whole)
        assert asked_live(endpoint) == asked
        assert endpoint.carried_out.total() == len(endpoint.carried_out) == asked
        failures = [read_run(tmp_path / name).failures for name in ("live.db", "j.db")]
        assert failures[0] == failures[1]
        assert bool(failures[0]) == (live is not None)


@pytest.mark.parametrize(("status", "code"), [(400, "content_filter"), (400, "context_length_exceeded"), (413, None)])
def test_an_error_that_stands_is_final_as_it_is_live(tmp_path: Path, status: int, code: str | None) -> None:
    def too_much(endpoint: FakeBatches, lines: list[Body]) -> Delivery:
        bad = [line for line in lines if "[2]" in str(line["body"]) and "Lind Times" in str(line["body"])]
        good = [endpoint.result(line) for line in lines if line not in bad]
        return Delivery(good, [status_line(line, status, "No.", code) for line in bad])

    def refuse_live(call: Call) -> Reply | None:
        live = call.path.endswith("/chat/completions") and "[2]" in str(call.body) and "Lind Times" in str(call.body)
        return error(status, "No.", code=code) if live else None

    with parrot_in_batches(too_much, unless=refuse_live) as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        all_rounds(batch_run)
        assert written(report_of(batch_run)) == written(live_report(endpoint, tmp_path))


def test_an_answer_that_hit_its_limit_is_asked_for_with_twice_the_limit_in_the_next_round(tmp_path: Path) -> None:
    def limited(body: Body) -> Body:
        return completion("{", finish_reason="length") if body["max_tokens"] < 100 else answer_like_a_parrot(body)

    with FakeBatches(limited) as endpoint:
        batch_run = in_batches(endpoint, tmp_path, story=False)
        batch_run = replace(batch_run, model=replace(batch_run.model, parameters={"max_tokens": 60}))
        all_rounds(batch_run)
        caps = [endpoint.lines(batch)[0]["body"]["max_tokens"] for batch in endpoint.batches]
    assert caps == [60, 120, 60, 120]


def test_a_text_that_no_request_can_hold_fails_as_it_does_live(tmp_path: Path) -> None:
    broken = STORY[0].model_copy(update={"id": "broken", "text": "Half \ud800 of it.\n"})
    with parrot_in_batches() as endpoint:
        batch_run = in_batches(endpoint, tmp_path, [*STORY, broken])
        rounds = all_rounds(batch_run)
        assert rounds[0][1].walk.failed == 1
        assert [failure.article for failure in report_of(batch_run).failures] == ["broken"]


def test_what_a_batch_brought_and_somebody_changed_is_damage_and_no_answer(tmp_path: Path) -> None:
    def misfit(body: Body) -> Body:
        return completion("{}")

    with FakeBatches(misfit) as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        round_trip(batch_run)
        with sqlite3.connect(tmp_path / "j.db") as connection:
            connection.execute("UPDATE batch_lines SET content = replace(content, 'stop', 'soap')")
        connection.close()
        with pytest.raises(JournalUnreadable, match="what a batch brought was changed"):
            submit(batch_run)


# Waiting


def test_waiting_ends_when_the_endpoint_is_at_no_batch_any_more(tmp_path: Path) -> None:
    told: list[str] = []
    with parrot_in_batches(polls=3) as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        submit(batch_run)
        status = wait(tmp_path / "j.db", batch_run.model, every=0.01, progress=told.append)
        assert (status.next, status.coming) == ("collect", ())
        assert told == ["0 of 2 requests done"] * 3
        assert collect(batch_run).fetched[0].kept["answered"] == 2


def test_waiting_outlasts_a_network_that_is_away(tmp_path: Path) -> None:
    looks = count()

    def away(call: Call) -> Reply | None:
        return Reply(status=503) if "/batches/" in call.path and next(looks) < 2 else None

    told: list[str] = []
    with parrot_in_batches(polls=1) as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        submit(batch_run)
        endpoint.unless = away
        model = replace(batch_run.model, attempts=1)
        assert wait(tmp_path / "j.db", model, every=0.01, progress=told.append).next == "collect"
    assert [line.endswith("done") for line in told] == [False, False, True]


def test_without_a_batch_there_is_nothing_to_wait_for(tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint:
        assert wait(tmp_path / "j.db", in_batches(endpoint, tmp_path).model).next == "submit"


# Cancelling


def test_what_was_done_before_a_cancellation_is_kept_and_the_rest_sent_again(tmp_path: Path) -> None:
    with parrot_in_batches(polls=9) as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        submit(batch_run)
        (seen,) = cancel_batches(batch_run.journal, batch_run.model)
        assert seen.status == "cancelling"
        assert collect(batch_run).fetched[0].kept == {"answered": 1, "cancelled": 1}
        endpoint.polls = 0
        all_rounds(batch_run)
        assert report_of(batch_run).failures == ()
        assert set(endpoint.carried_out.values()) == {1}
        assert asked_live(endpoint) == 0


def test_a_batch_that_the_endpoint_does_not_know_is_told_and_forgotten_on_request(tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        submit(batch_run)
        endpoint.forget("batch_1")
        with pytest.raises(RequestRefused, match=r"knows no batch batch_1 .*`claimx batch cancel` forgets it"):
            collect(batch_run)
        assert cancel_batches(batch_run.journal, batch_run.model) == []
        assert sum(submit(batch_run).sent.values()) == 2


# What it costs


def test_a_limit_holds_before_anything_is_sent_and_the_rest_goes_later(tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        first = submit(batch_run, budget=Budget(calls=1))
        assert (sum(first.sent.values()), first.walk.limit) == (1, "the next call would pass the limit of 1 calls")
        assert sum(submit(batch_run).sent.values()) == 1
        collect(batch_run)
        all_rounds(batch_run)
        assert written(report_of(batch_run)) == written(live_report(endpoint, tmp_path))


def test_answers_of_batches_are_accounted_at_their_price(tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        all_rounds(batch_run)
        watch = Watch()
        report = run(STORY, model=batch_run.model, journal=batch_run.journal, progress=watch)
    record = read_run(tmp_path / "j.db")
    assert watch.spending is not None
    assert record.batched == watch.spending.batched
    assert record.usage == watch.spending.usage
    assert PRICE.cost_in_part(report.usage, watch.spending.total) == PRICE.cost(report.usage) / 2


def test_live_answers_beside_them_are_not(tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        round_trip(batch_run)
        report_of(batch_run)
        report_of(batch_run)
    record = read_run(tmp_path / "j.db")
    # The first looks came in a batch, and wait for the second ones to be of use.
    assert {stage.partition("/")[0] for _, stage in record.batched} == {"claims"}
    assert all(record.usage[key].prompt_tokens == usage.prompt_tokens for key, usage in record.batched.items())


def test_an_interruption_sends_nothing_more_and_the_same_command_goes_on(tmp_path: Path) -> None:
    watch = Watch()

    def interrupting(call: Call) -> None:
        if call.path == "/v1/files":
            watch.interrupt()

    with parrot_in_batches(unless=interrupting) as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        with pytest.raises(RunInterrupted, match="1 of 1 batches were sent"):
            submit(batch_run, progress=watch)
        all_rounds(batch_run)
        assert set(endpoint.carried_out.values()) == {1}
        stopped = Watch()
        stopped.interrupt()
        with pytest.raises(RunInterrupted, match="nothing was sent"):
            submit(batch_run, progress=stopped)


# What the endpoint may do


def test_a_batch_whose_making_was_not_heard_of_is_not_made_twice(tmp_path: Path) -> None:
    def deaf(call: Call) -> Reply | None:
        if call.method == "POST" and call.path == "/v1/batches" and not endpoint.batches:
            endpoint._make(call.body)
            return error(503, "Busy.", headers={"retry-after-ms": "1"})
        return None

    with parrot_in_batches(unless=deaf) as endpoint:
        submitted = submit(in_batches(endpoint, tmp_path))
    assert [batch.remote for batch in submitted.batches] == ["batch_1"]
    assert len(endpoint.batches) == 1


def test_a_file_that_breaks_off_is_fetched_again(tmp_path: Path) -> None:
    broken: list[str] = []

    def breaking(call: Call) -> Reply | None:
        if call.path.endswith("/content") and not broken:
            broken.append(call.path)
            return Reply(body=endpoint._files["output-batch_1"], reset=True)
        return None

    with parrot_in_batches(unless=breaking) as endpoint:
        _, collected = round_trip(in_batches(endpoint, tmp_path))
    assert broken
    assert collected.fetched[0].kept["answered"] == 2


def test_an_endpoint_without_batches_is_told_in_a_line(tmp_path: Path) -> None:
    with parrot_in_batches(unless=lambda call: error(404, "Not Found")) as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        with pytest.raises(RequestRefused, match=r"has no /files or no /batches"):
            submit(batch_run)
        assert asked_live(endpoint) == 0


def test_a_key_is_written_nowhere(tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        batch_run = replace(batch_run, model=replace(batch_run.model, api_key="sk-very-secret"))
        submit(batch_run)
        assert all(b"very-secret" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert not any(b"very-secret" in content for content in endpoint.uploads)


def test_rules_need_no_batch(tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint, pytest.raises(NoModel, match="rules"):
        replace(in_batches(endpoint, tmp_path), model=Model.rules())
