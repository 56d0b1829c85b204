"""Recording and replaying through the front of the room, with a real endpoint only while recording."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from claimx.errors import CassetteInvalid, CassetteMiss, CassetteUnplayed, KeyRefused, OutputError, PathNotFound
from claimx.llm import Model, connect, default_model, record, replay, run_sync
from faults.server import Body, FakeEndpoint, Reply, completion, error
from llm.asking import TALLY, Tally, ask, messages

TEXT = "Line one.\nLine “two”\u00a0of\u00ad three.\n" + "word " * 200


@pytest.fixture
def cassette(tmp_path: Path) -> Path:
    """One question, TEXT, asked of a model called `desk`."""
    path = tmp_path / "desk.yaml"
    with FakeEndpoint([completion(TALLY)]) as endpoint, record(path):
        ask(Model("desk", endpoint.url), TEXT)
    return path


def test_what_was_recorded_replays_without_a_key_or_a_socket(cassette: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with replay(cassette, complete=True):
        assert ask(Model("desk"), TEXT).value == Tally(count=3, of="boats")


def test_the_same_question_may_be_asked_again_and_again(cassette: Path) -> None:
    with replay(cassette):
        assert ask(Model("desk"), TEXT) == ask(Model("desk"), TEXT)


def test_the_recorded_model_is_the_default_one(cassette: Path) -> None:
    with replay(cassette) as playing:
        assert default_model().name == playing.model == "desk"


def test_the_address_does_not_matter_in_a_replay(cassette: Path) -> None:
    with replay(cassette):
        assert ask(Model("desk", "http://elsewhere.example/v2"), TEXT).value.count == 3


@pytest.mark.parametrize(
    ("model", "text", "difference"),
    [
        (Model("other"), TEXT, "model: recorded 'desk', asked 'other'"),
        (
            Model("desk"),
            TEXT.replace("two", "2"),
            r"messages\[1\]\.content differs at character 16: recorded “Line one.\\nLine “two”\\xa0of\\xad three",
        ),
        (Model("desk"), "short", r"messages\[1\].content differs at character 0: .*asked “short”"),
        (Model("desk", parameters={"seed": 1}), TEXT, "seed: recorded nothing, asked 1"),
    ],
)
def test_a_miss_names_what_differs(cassette: Path, model: Model, text: str, difference: str) -> None:
    with replay(cassette), pytest.raises(CassetteMiss, match=f"desk.yaml does not hold this request: {difference}"):
        ask(model, text)


def test_a_miss_is_explained_by_the_nearest_recording(tmp_path: Path) -> None:
    path = tmp_path / "three.yaml"
    texts = ["The council met on Monday and rejected the plan.", "Boats.", "Rain is expected in the north all week."]
    with FakeEndpoint(lambda body: completion(TALLY)) as endpoint, record(path):
        for text in texts:
            ask(Model("desk", endpoint.url), text)
    with (
        replay(path),
        pytest.raises(
            CassetteMiss,
            match="recorded “…l met on Monday and rejected the plan.”, asked “…l met on Monday and accepted",
        ),
    ):
        ask(Model("desk"), "The council met on Monday and accepted the plan.")


def test_a_miss_is_not_tried_again(cassette: Path) -> None:
    async def go() -> int:
        async with connect(Model("desk")) as session:
            with pytest.raises(CassetteMiss):
                await session.ask(messages("else"), Tally)
            return session.usage.attempts

    with replay(cassette):
        assert run_sync(go()) == 1


def test_an_unplayed_recording_is_told_where_all_was_to_be_played(cassette: Path) -> None:
    with (
        pytest.raises(CassetteUnplayed, match=r"1 of 1 answers were never asked for, first desk, Tally: .*word word”"),
        replay(cassette, complete=True),
    ):
        pass


def test_an_error_inside_is_not_covered_by_what_is_unplayed(cassette: Path) -> None:
    with pytest.raises(CassetteMiss), replay(cassette, complete=True):
        ask(Model("desk"), "else")


def test_what_is_unplayed_can_be_asked_for(cassette: Path) -> None:
    with replay(cassette) as playing:
        assert len(playing.unplayed) == 1
        ask(Model("desk"), TEXT)
        assert playing.unplayed == []


def test_a_missing_cassette_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(PathNotFound, match="nowhere.yaml"), replay(tmp_path / "nowhere.yaml"):
        pass


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"just text",
        b"[1, 2]",
        b"interactions: 7",
        b"interactions: [7]",
        b"version: 1\ninteractions: [{request: {}}]",
        b"a: [",
        b"\xff\xfe\x00",
        b"- " * 5_000,
        b"interactions: [!!python/object/apply:os.system [echo]]",
        b"interactions: [{request: {method: GET, uri: 'http://x/', body: '{}', headers: {}},"
        b" response: {status: {code: 200, message: OK}, headers: {}, body: {string: '{}'}}}]",
        b"interactions: [{request: {method: POST, uri: 'http://x/chat/completions', body: 'no', headers: {}},"
        b" response: {status: {code: 200, message: OK}, headers: {}, body: {string: '{}'}}}]",
    ],
)
def test_a_file_that_is_no_cassette_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    with pytest.raises(CassetteInvalid, match="bad.yaml"), replay(path):
        pass


def test_only_successes_are_recorded(tmp_path: Path) -> None:
    path = tmp_path / "retried.yaml"
    script: list[Reply | Body] = [Reply(429, headers={"retry-after-ms": "1"}), completion(TALLY)]
    with FakeEndpoint(script) as endpoint, record(path) as recording:
        ask(Model("desk", endpoint.url))
        assert len(recording) == 1
    with replay(path):
        assert ask(Model("desk")).usage.attempts == 1


def test_a_misfit_and_its_re_ask_replay_both(tmp_path: Path) -> None:
    path = tmp_path / "misfit.yaml"
    with FakeEndpoint([completion("{}"), completion(TALLY)]) as endpoint, record(path):
        recorded = ask(Model("desk", endpoint.url))
    with replay(path, complete=True):
        assert ask(Model("desk")) == recorded


def test_the_same_question_is_recorded_once(tmp_path: Path) -> None:
    with FakeEndpoint(lambda body: completion(TALLY)) as endpoint, record(tmp_path / "twice.yaml") as recording:
        ask(Model("desk", endpoint.url))
        ask(Model("desk", endpoint.url))
        assert len(recording) == 1


def test_no_header_that_names_the_account_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "private.yaml"
    headers = {"set-cookie": "session=1", "openai-organization": "acme", "x-request-id": "req-1"}
    with FakeEndpoint([Reply(body=completion(TALLY), headers=headers)]) as endpoint, record(path):
        ask(Model("desk", endpoint.url, api_key="sk-secret"))
    text = path.read_text("utf-8")
    assert not [
        word for word in ("secret", "session=1", "acme", "req-1", "user-agent", "authorization") if word in text
    ]


def test_no_password_in_the_address_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "private.yaml"
    with FakeEndpoint([completion(TALLY)]) as endpoint, record(path):
        ask(Model("desk", endpoint.url.replace("//", "//user:hush@")))
    assert "hush" not in path.read_text("utf-8")


def test_a_recording_that_fails_leaves_the_old_one(cassette: Path) -> None:
    before = cassette.read_bytes()
    with FakeEndpoint([error(401, "no")]) as endpoint, pytest.raises(KeyRefused), record(cassette):
        ask(Model("desk", endpoint.url))
    assert cassette.read_bytes() == before
    assert list(cassette.parent.iterdir()) == [cassette]


def test_a_place_that_cannot_be_written_to_is_told_before_anything_is_paid(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write a cassette"), record(tmp_path / "file" / "desk.yaml"):
        raise AssertionError("the recording began")


def test_a_recording_does_not_depend_on_what_was_answered_first(tmp_path: Path) -> None:
    def recorded(name: str, order: list[str]) -> bytes:
        with record(tmp_path / name):
            for text in order:
                ask(Model("desk", endpoint.url), text)
        return (tmp_path / name).read_bytes()

    with FakeEndpoint(lambda body: completion(TALLY)) as endpoint:
        assert recorded("one.yaml", ["a", "b"]) == recorded("other.yaml", ["b", "a"])


def test_the_innermost_cassette_counts(cassette: Path, tmp_path: Path) -> None:
    with record(tmp_path / "outer.yaml") as outer, replay(cassette):
        ask(Model("desk"), TEXT)
    assert len(outer) == 0


def _two_cassettes(folder: Path) -> list[Path]:
    paths = []
    for number in (1, 2):
        paths.append(folder / f"{number}.yaml")
        content = f'{{"count": {number}, "of": "boats"}}'
        with FakeEndpoint([completion(content)]) as endpoint, record(paths[-1]):
            ask(Model("desk", endpoint.url))
    return paths


def test_replays_in_two_threads_do_not_mix(tmp_path: Path) -> None:
    both_inside = threading.Barrier(2, timeout=10)

    def count(path: Path) -> int:
        with replay(path, complete=True):
            both_inside.wait()
            found = ask(Model("desk")).value.count
            both_inside.wait()
            return found

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(count, _two_cassettes(tmp_path))) == [1, 2]


def test_replays_in_two_tasks_do_not_mix(tmp_path: Path) -> None:
    async def count(path: Path, both_inside: asyncio.Barrier) -> int:
        with replay(path, complete=True):
            await both_inside.wait()
            async with connect(Model("desk")) as session:
                answer = await session.ask(messages(), Tally)
            await both_inside.wait()
            return answer.value.count

    async def go() -> list[int]:
        both_inside = asyncio.Barrier(2)
        return await asyncio.gather(*(count(path, both_inside) for path in _two_cassettes(tmp_path)))

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(run_sync, go()).result() == [1, 2]


def test_replaying_is_linear_in_the_number_of_requests(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        path = tmp_path / f"{count}.yaml"
        texts = [f"{number} " + "A sentence of an article, some words long.\n" * 200 for number in range(count)]

        async def go(model: Model) -> None:
            async with connect(model) as session:
                await asyncio.gather(*(session.ask(messages(text), Tally) for text in texts))

        with FakeEndpoint(lambda body: completion(TALLY)) as endpoint, record(path):
            run_sync(go(Model("desk", endpoint.url)))
        start = time.process_time()
        with replay(path, complete=True):
            run_sync(go(Model("desk")))
        return time.process_time() - start

    seconds(1)  # imports
    # A quadratic replay would need 36 times as long.
    assert seconds(120) < 15 * seconds(20)
