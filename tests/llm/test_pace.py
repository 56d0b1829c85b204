"""When calls leave: how many at once, how often, in which order, and what the endpoint has to say about it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.llm import Model, connect, run_sync
from claimx.llm.pace import Pace
from claimx.llm.rate_headers import Quota, quota, seconds_asked
from faults.server import FakeEndpoint, Reply, completion, error
from llm.asking import TALLY, Tally, messages
from llm.fake_time import now, run_in_fake_time


def pace_of(model: Model) -> Pace:
    return Pace(model, now=now)


@dataclass
class Endpoint:
    """Stands behind a pace: each call takes a second and ends as told, and what was seen of it is kept."""

    pace: Pace
    seconds: float = 1.0
    started: dict[str, float] = field(default_factory=dict)
    most_at_once: int = 0

    async def call(
        self, name: str, tokens: int = 1, *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        async with self.pace.turn(tokens) as turn:
            self.started[name] = now() - 1_000
            self.most_at_once = max(self.most_at_once, self.pace.in_flight)
            await asyncio.sleep(self.seconds)
            turn.heard(status, headers or {})

    async def calls(self, count: int, first: str = "") -> None:
        await asyncio.gather(*(self.call(f"{first}{number}") for number in range(count)))

    @property
    def at(self) -> list[float]:
        return [round(second, 3) for second in self.started.values()]


# How many at once


def test_calls_slide_a_place_is_taken_the_moment_it_is_free() -> None:
    async def go() -> list[float]:
        endpoint = Endpoint(pace_of(Model("m", concurrency=2)))

        async def call(seconds: float) -> None:
            async with endpoint.pace.turn(1):
                endpoint.started[str(len(endpoint.started))] = now() - 1_000
                await asyncio.sleep(seconds)

        await asyncio.gather(call(10), call(1), call(1), call(1))
        return endpoint.at

    assert run_in_fake_time(go()) == [0, 0, 1, 2]


def test_a_friendly_endpoint_is_asked_at_full_concurrency_from_the_start() -> None:
    async def go() -> list[float]:
        endpoint = Endpoint(pace_of(Model("m", concurrency=50)))
        await endpoint.calls(100)
        return endpoint.at

    assert run_in_fake_time(go()) == [0] * 50 + [1] * 50


@pytest.mark.parametrize("status", [429, 503, 529])
def test_a_burst_of_refusals_halves_the_window_once(status: int) -> None:
    async def go() -> int:
        endpoint = Endpoint(pace_of(Model("m", concurrency=16)))
        await asyncio.gather(*(endpoint.call(str(number), status=status) for number in range(16)))
        return endpoint.pace.window

    assert run_in_fake_time(go()) == 8


def test_refusals_of_the_next_round_trip_halve_it_again_down_to_one() -> None:
    async def go() -> list[int]:
        endpoint = Endpoint(pace_of(Model("m", concurrency=8)))
        windows = []
        for _ in range(5):
            await asyncio.gather(*(endpoint.call(str(number), status=429) for number in range(endpoint.pace.window)))
            windows.append(endpoint.pace.window)
        return windows

    assert run_in_fake_time(go()) == [4, 2, 1, 1, 1]


def test_other_errors_say_nothing_about_load() -> None:
    async def go() -> int:
        endpoint = Endpoint(pace_of(Model("m", concurrency=8)))
        for status in (400, 401, 404, 408, 500, 502):
            await endpoint.call(str(status), status=status)
        return endpoint.pace.window

    assert run_in_fake_time(go()) == 8


def test_the_window_creeps_up_by_one_a_round_trip_and_never_above_the_concurrency() -> None:
    async def go() -> list[int]:
        endpoint = Endpoint(pace_of(Model("m", concurrency=6)))
        await endpoint.call("refused", status=429)
        windows = [endpoint.pace.window]
        for _ in range(5):
            await endpoint.calls(windows[-1])
            windows.append(endpoint.pace.window)
        return windows

    # A success adds one part of the window, and the window grows meanwhile: a little less than one a round trip.
    assert run_in_fake_time(go()) == [3, 3, 4, 5, 6, 6]


# Order, and giving up


def test_turns_are_given_in_the_order_of_arrival_and_a_large_call_is_not_passed_by_small_ones() -> None:
    async def go() -> list[str]:
        endpoint = Endpoint(pace_of(Model("m", concurrency=3, tokens_per_minute=100)))
        sizes = {"a": 60, "b": 80, "c": 1, "d": 1}
        await asyncio.gather(*(endpoint.call(name, size) for name, size in sizes.items()))
        return [f"{name}@{second:.0f}" for name, second in endpoint.started.items()]

    assert run_in_fake_time(go()) == ["a@0", "b@60", "c@60", "d@60"]


@pytest.mark.parametrize("victim", [1, 2, 3])
def test_a_call_that_is_cancelled_while_it_waits_leaks_no_turn(victim: int) -> None:
    async def go() -> tuple[list[float], int]:
        endpoint = Endpoint(pace_of(Model("m", concurrency=1)))
        tasks = [asyncio.create_task(endpoint.call(str(number))) for number in range(4)]
        await asyncio.sleep(0.5)
        tasks[victim].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return endpoint.at, endpoint.pace.in_flight

    assert run_in_fake_time(go()) == ([0, 1, 2], 0)


def test_a_call_that_is_cancelled_under_way_gives_its_turn_back() -> None:
    async def go() -> list[float]:
        endpoint = Endpoint(pace_of(Model("m", concurrency=1)))
        first = asyncio.create_task(endpoint.call("first"))
        second = asyncio.create_task(endpoint.call("second"))
        await asyncio.sleep(0.25)
        first.cancel()
        await second
        return endpoint.at

    assert run_in_fake_time(go()) == [0, 0.25]


def test_one_that_is_cancelled_while_all_are_held_lets_the_next_one_through_in_time() -> None:
    async def go() -> list[float]:
        endpoint = Endpoint(pace_of(Model("m")))
        await endpoint.call("refused", status=429, headers={"retry-after": "10"})
        waiting = asyncio.create_task(endpoint.call("cancelled"))
        last = asyncio.create_task(endpoint.call("last"))
        await asyncio.sleep(5)
        waiting.cancel()
        await last
        return endpoint.at

    assert run_in_fake_time(go()) == [0, 11]


def test_who_gives_up_while_all_are_held_leaves_no_task_behind() -> None:
    async def go() -> set[object]:
        endpoint = Endpoint(pace_of(Model("m")))
        await endpoint.call("refused", status=429, headers={"retry-after": "10"})
        waiting = asyncio.create_task(endpoint.call("cancelled"))
        await asyncio.sleep(5)
        waiting.cancel()
        await asyncio.sleep(0.001)
        return {*asyncio.all_tasks()} - {asyncio.current_task()}

    assert run_in_fake_time(go()) == set()


# Limits of our own


def test_requests_per_minute_hold_in_every_sixty_seconds() -> None:
    async def go() -> list[float]:
        endpoint = Endpoint(pace_of(Model("m", requests_per_minute=3)))
        await endpoint.calls(2)
        await asyncio.sleep(30)
        await endpoint.calls(4, "late ")
        return endpoint.at

    assert run_in_fake_time(go()) == [0, 0, 31, 60, 60, 91]


def test_a_minute_is_a_minute_and_not_a_second_less() -> None:
    async def go() -> list[float]:
        endpoint = Endpoint(pace_of(Model("m", requests_per_minute=1)))
        await endpoint.call("first")
        await asyncio.sleep(58.5)
        await endpoint.call("at 59.5")
        return endpoint.at

    assert run_in_fake_time(go()) == [0, 60]


def test_what_a_call_of_more_than_a_minute_cost_is_not_held_against_the_next_one() -> None:
    async def go() -> list[float]:
        endpoint = Endpoint(pace_of(Model("m", tokens_per_minute=100)))
        async with endpoint.pace.turn(50) as turn:
            await asyncio.sleep(90)
            await endpoint.call("meanwhile", 40)
            turn.spent(100)
        await endpoint.call("next", 60)
        return endpoint.at

    assert run_in_fake_time(go()) == [90, 91]


def test_a_call_is_debited_its_estimate_and_then_what_it_really_cost() -> None:
    async def go() -> list[float]:
        pace = pace_of(Model("m", tokens_per_minute=100))
        begun = []
        for estimate, real in ((80, 20), (80, 95), (10, 10)):
            async with pace.turn(estimate) as turn:
                begun.append(now() - 1_000)
                await asyncio.sleep(1)
                turn.heard(200, {})
                turn.spent(real)
        return begun

    # 20 + 80 fit; 20 + 95 + 10 do not, and when the 20 are forgotten 95 + 10 still do not.
    assert run_in_fake_time(go()) == [0, 1, 61]


def test_a_correction_that_frees_room_wakes_whoever_waits() -> None:
    async def go() -> list[float]:
        endpoint = Endpoint(pace_of(Model("m", tokens_per_minute=100)))

        async def cheaper_than_thought() -> None:
            async with endpoint.pace.turn(90) as turn:
                await asyncio.sleep(2)
                turn.spent(10)
                await asyncio.sleep(2)

        await asyncio.gather(cheaper_than_thought(), endpoint.call("waiting", 50))
        return endpoint.at

    assert run_in_fake_time(go()) == [2]


def test_a_call_larger_than_the_whole_minute_goes_alone_instead_of_never() -> None:
    async def go() -> list[float]:
        endpoint = Endpoint(pace_of(Model("m", tokens_per_minute=100)))
        await asyncio.gather(endpoint.call("small", 1), endpoint.call("huge", 1_000), endpoint.call("last", 1))
        return endpoint.at

    assert run_in_fake_time(go()) == [0, 60, 120]


# What the endpoint says


def test_a_retry_after_that_one_call_heard_holds_back_all() -> None:
    async def go() -> list[float]:
        endpoint = Endpoint(pace_of(Model("m", concurrency=2)))
        await asyncio.gather(
            endpoint.call("refused", status=429, headers={"retry-after": "30"}), endpoint.calls(3, "other ")
        )
        return endpoint.at

    assert run_in_fake_time(go()) == [0, 0, 31, 32]


def test_a_wait_that_would_outlast_the_deadline_holds_back_nobody() -> None:
    async def go() -> float:
        endpoint = Endpoint(pace_of(Model("m", deadline=60)))
        await endpoint.call("refused", status=429, headers={"retry-after": "86400"})
        await endpoint.call("next", headers={"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "9h"})
        await endpoint.call("last")
        return endpoint.at[-1]

    assert run_in_fake_time(go()) == 2


def test_nothing_is_sent_that_the_endpoint_says_it_would_refuse() -> None:
    async def go() -> list[float]:
        endpoint = Endpoint(pace_of(Model("m", concurrency=5)))
        headers = {"x-ratelimit-remaining-requests": "2", "x-ratelimit-reset-requests": "6m0s"}
        await endpoint.call("first", headers=headers)
        await endpoint.calls(3, "next ")
        return endpoint.at

    assert run_in_fake_time(go()) == [0, 1, 1, 361]


def test_tokens_left_are_kept_to_as_well_and_calls_on_their_way_are_taken_off() -> None:
    async def go() -> list[float]:
        endpoint = Endpoint(pace_of(Model("m", concurrency=5)))
        headers = {"x-ratelimit-remaining-tokens": "1000", "x-ratelimit-reset-tokens": "20s"}
        slow = asyncio.create_task(endpoint.call("slow", 700))
        await asyncio.sleep(0.5)
        endpoint.seconds = 30
        async with endpoint.pace.turn(1) as turn:
            turn.heard(200, headers)
        await asyncio.gather(slow, endpoint.call("fits", 300), endpoint.call("too much", 1))
        return endpoint.at

    assert run_in_fake_time(go()) == [0, 0.5, 20.5]


def test_calls_that_have_ended_are_taken_off_no_longer() -> None:
    async def go() -> list[float]:
        endpoint = Endpoint(pace_of(Model("m")))
        await endpoint.call("ended", 700)
        await endpoint.call(
            "told", 100, headers={"x-ratelimit-remaining-tokens": "900", "x-ratelimit-reset-tokens": "20s"}
        )
        await endpoint.call("next", 900)
        return endpoint.at

    assert run_in_fake_time(go()) == [0, 1, 2]


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [("1s", 1), ("6m0s", 360), ("20ms", 0.02), ("1h2m3.5s", 3723.5), ("12", 12), ("0.5", 0.5), ("1d", 86400)],
)
def test_a_reset_is_read_as_endpoints_write_it(reset: str, seconds: float) -> None:
    headers = {"x-ratelimit-remaining-tokens": "7", "x-ratelimit-reset-tokens": reset}
    assert quota(headers, "tokens") == Quota(7, pytest.approx(seconds))


@pytest.mark.parametrize(
    ("remaining", "reset"),
    [("-1", "0"), ("7", "soon"), ("7", "-3"), ("many", "1s"), ("nan", "1s"), ("7", "inf"), ("7", "")],
)
def test_a_header_that_makes_no_sense_is_as_none(remaining: str, reset: str) -> None:
    assert quota({"x-ratelimit-remaining-requests": remaining, "x-ratelimit-reset-requests": reset}, "requests") is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "3"}, 3),
        ({"retry-after-ms": "1500", "retry-after": "2"}, 1.5),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
        ({"retry-after": "later"}, None),
        ({"retry-after": "-5"}, None),
        ({}, None),
    ],
)
def test_a_retry_after_is_read_in_all_its_forms(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_asked(headers) == seconds


# Over a real socket


def test_over_the_wire_one_refusal_holds_back_every_other_call() -> None:
    refused = error(429, "slow down", headers={"retry-after-ms": "300"})
    with FakeEndpoint([refused, *[completion(TALLY)] * 4]) as endpoint:
        model = Model("m", base_url=endpoint.url, concurrency=1)
        run_sync(ask_all(model, 4))
        at = [call.at - endpoint.calls[0].at for call in endpoint.calls]
    assert len(at) == 5
    assert min(at[1:]) >= 0.3


def test_over_the_wire_what_a_good_answer_says_is_left_is_kept_to() -> None:
    nothing_left = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "300ms"}
    with FakeEndpoint([Reply(body=completion(TALLY), headers=nothing_left), completion(TALLY)]) as endpoint:
        run_sync(ask_all(Model("m", base_url=endpoint.url, concurrency=1), 2))
        first, second = endpoint.calls
    assert second.at - first.at >= 0.3


async def ask_all(model: Model, count: int) -> None:
    async with connect(model) as session:
        await asyncio.gather(*(session.ask(messages(f"{number} boats left."), Tally) for number in range(count)))


# Laws


@dataclass(frozen=True)
class Asked:
    """One call of a random run."""

    arrives: float
    takes: float
    tokens: int
    status: int
    retry_after: int | None


ASKED = st.builds(
    Asked,
    arrives=st.floats(0, 200),
    takes=st.floats(0, 50),
    tokens=st.integers(0, 120),
    status=st.sampled_from([200, 200, 200, 429, 500, 503]),
    retry_after=st.none() | st.integers(0, 40),
)
LIMITS = st.none() | st.integers(1, 100)


@settings(max_examples=60)
@given(
    calls=st.lists(ASKED, max_size=40),
    concurrency=st.integers(1, 6),
    requests=LIMITS,
    tokens=LIMITS,
    cancelled=st.sets(st.integers(0, 39)),
)
def test_no_window_and_no_minute_is_ever_overdrawn_and_each_goes_in_its_order(
    calls: list[Asked], concurrency: int, requests: int | None, tokens: int | None, cancelled: set[int]
) -> None:
    model = Model("m", concurrency=concurrency, requests_per_minute=requests, tokens_per_minute=tokens)
    sent: list[tuple[float, int]] = []
    arrived: list[Asked] = []
    places: list[int] = []

    async def go() -> None:
        pace = pace_of(model)

        async def call(asked: Asked) -> None:
            await asyncio.sleep(asked.arrives)
            place = len(arrived)
            arrived.append(asked)
            async with pace.turn(asked.tokens) as turn:
                assert not places or place > places[-1]
                places.append(place)
                assert pace.in_flight <= pace.window
                assert pace.held_for == 0
                sent.append((now(), asked.tokens))
                await asyncio.sleep(asked.takes)
                after = {} if asked.retry_after is None else {"retry-after": str(asked.retry_after)}
                turn.heard(asked.status, after)
                assert 1 <= pace.window <= concurrency

        tasks = [asyncio.create_task(call(asked)) for asked in calls]
        for number in sorted(cancelled):
            if number < len(tasks):
                asyncio.get_running_loop().call_later(number * 7, tasks[number].cancel)
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(end is None or isinstance(end, asyncio.CancelledError) for end in ends), ends
        assert pace.in_flight == 0

    run_in_fake_time(go())
    for minute in minutes(sent):
        assert requests is None or len(minute) <= requests
        assert tokens is None or sum(minute) <= tokens or sum(1 for spent in minute if spent) == 1


def minutes(sent: list[tuple[float, int]]) -> Iterator[list[int]]:
    """What was sent in the sixty seconds from each call on."""
    for begin, _ in sent:
        yield [tokens for at, tokens in sent if begin <= at < begin + 60 - 1e-6]


def test_at_full_concurrency_and_without_limits_a_turn_costs_next_to_nothing() -> None:
    async def run(pace: Pace | None, workers: int = 50, each: int = 100) -> float:
        async def work() -> None:
            for _ in range(each):
                if pace is None:
                    await asyncio.sleep(0)
                else:
                    async with pace.turn(10_000) as turn:
                        await asyncio.sleep(0)
                        turn.heard(200, {})

        begin = time.process_time()
        await asyncio.gather(*(work() for _ in range(workers)))
        return (time.process_time() - begin) / (workers * each)

    costs = [
        asyncio.run(run(Pace(Model("m", concurrency=50)))) - asyncio.run(run(None)) for _ in range(3)
    ]  # measured: 5 µs
    assert min(costs) < 60e-6  # twice what is promised, for machines that are busy
