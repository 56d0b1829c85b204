"""An endpoint on a real socket that has `/v1/files` and `/v1/batches` beside Chat Completions.

with FakeBatches(answer) as endpoint:                      # by what is asked, live and in batches alike
with FakeBatches(answer, deliver=half_of_it) as endpoint:  # … and what becomes of a batch, by its lines
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from faults.server import Body, Call, FakeEndpoint, Reply, completion, error

ENDED = ("completed", "failed", "expired", "cancelled")


@dataclass(frozen=True)
class Delivery:
    """What a batch ends with. Each file is its lines; one without lines is not there."""

    output: Sequence[bytes | Body] = ()
    errors: Sequence[bytes | Body] = ()
    status: str = "completed"
    faults: Sequence[Body] = ()


Deliver: TypeAlias = "Callable[[FakeBatches, list[Body]], Delivery]"


def backwards(endpoint: FakeBatches, lines: list[Body]) -> Delivery:
    """Everything is answered, the last line first."""
    return Delivery([endpoint.result(line) for line in reversed(lines)])


def failed_line(line: Body, code: str = "batch_expired") -> Body:
    """A request that was not carried out, as it stands in an error file."""
    why = {"code": code, "message": "This request could not be executed."}
    return {"id": "batch_req_0", "custom_id": line["custom_id"], "response": None, "error": why}


def status_line(line: Body, status: int, message: str, code: str | None = None) -> Body:
    """A request that the model answered with an error."""
    body = {"error": {"message": message, "type": "fake_error", "param": None, "code": code}}
    response = {"status_code": status, "request_id": "req_0", "body": body}
    return {"id": "batch_req_0", "custom_id": line["custom_id"], "response": response, "error": None}


class FakeBatches(FakeEndpoint):
    """`deliver` says what becomes of each batch; `polls`, how often one is looked at before it has ended.

    `carried_out` counts by custom_id what was paid for in batches, `uploads` are the files as they came. `unless` may
    answer any call in place of the endpoint.
    """

    def __init__(
        self,
        answer: Callable[[Body], Body],
        deliver: Deliver = backwards,
        *,
        polls: int = 0,
        unless: Callable[[Call], Reply | None] = lambda call: None,
    ) -> None:
        super().__init__(self._completion)
        self.carried_out: Counter[str] = Counter()
        self.uploads: list[bytes] = []
        self.files: list[Body] = []
        self.batches: dict[str, Body] = {}
        self.deliver = deliver
        self.polls = polls
        self.unless = unless
        self._answer_of = answer
        self._files: dict[str, bytes] = {}
        self._looked: Counter[str] = Counter()

    def take(self, call: Call) -> Reply:
        if call.path.endswith("/chat/completions"):
            return self.unless(call) or super().take(call)
        with self._lock:
            self.calls.append(call)
            return self.unless(call) or self._routed(call)

    def result(self, line: Body) -> Body:
        """The line carried out, and paid."""
        self.carried_out[line["custom_id"]] += 1
        response = {"status_code": 200, "request_id": "req_0", "body": self._completion(line["body"])}
        return {"id": "batch_req_0", "custom_id": line["custom_id"], "response": response, "error": None}

    def lines(self, batch: str) -> list[Body]:
        """The lines of a batch's input."""
        return lines_of(self._files[self.batches[batch]["input_file_id"]])

    def forget(self, batch: str) -> None:
        """Know nothing of it any more, as another account would not."""
        del self.batches[batch]

    def _completion(self, body: Body) -> Body:
        answer = self._answer_of(body)
        return answer if "choices" in answer else completion(json.dumps(answer, ensure_ascii=False))

    def _routed(self, call: Call) -> Reply:
        path, _, query = call.path.partition("?")
        where = f"{call.method} {path.removeprefix('/v1')}"
        if where == "POST /files":
            return self._upload(call)
        if where == "POST /batches":
            return self._make(call.body)
        if where == "GET /batches":
            return self._list(query)
        if found := re.fullmatch(r"GET /files/([\w-]+)/content", where):
            content = self._files.get(found[1])
            return error(404, "No such File object") if content is None else Reply(body=content)
        if found := re.fullmatch(r"(GET|POST) /batches/([\w-]+)(/cancel)?", where):
            if found[2] not in self.batches:
                return error(404, "No batch found")
            return Reply(body=self._cancel(found[2]) if found[3] else self._look(found[2]))
        return error(404, f"there is no {where}")

    def _upload(self, call: Call) -> Reply:
        boundary = call.headers["content-type"].partition("boundary=")[2].encode()
        parts = [part.partition(b"\r\n\r\n") for part in call.raw.split(b"--" + boundary)]
        fields = {re.search(rb'name="(\w+)"', head)[1]: (head, body[:-2]) for head, _, body in parts if body}  # type: ignore[index]
        assert fields[b"purpose"][1] == b"batch"
        head, content = fields[b"file"]
        self.uploads.append(content)
        name = f"file-{len(self.uploads)}"
        self._files[name] = content
        shown = {"id": name, "object": "file", "bytes": len(content), "created_at": int(time.time())}
        filename = re.search(rb'filename="([^"]+)"', head)
        assert filename is not None
        self.files.append({**shown, "filename": filename[1].decode(), "purpose": "batch", "status": "processed"})
        return Reply(body=self.files[-1])

    def _make(self, body: Body) -> Reply:
        if body["input_file_id"] not in self._files:
            return error(400, "No such File object", code="invalid_file")
        name = f"batch_{len(self.batches) + 1}"
        lines = lines_of(self._files[body["input_file_id"]])
        self.batches[name] = {
            "id": name,
            "object": "batch",
            "endpoint": body["endpoint"],
            "input_file_id": body["input_file_id"],
            "completion_window": body["completion_window"],
            "status": "validating",
            "created_at": int(time.time()) + len(self.batches),
            "request_counts": {"total": len(lines), "completed": 0, "failed": 0},
            "metadata": body["metadata"],
        }
        return Reply(body=self.batches[name])

    def _list(self, query: str) -> Reply:
        newest = [*reversed(self.batches.values())]
        after = re.search(r"after=([\w-]+)", query)
        if after is not None:
            newest = newest[[one["id"] for one in newest].index(after[1]) + 1 :]
        page, more = newest[:2], len(newest) > 2  # small pages, so that a second one is asked for
        ends = {"first_id": page[0]["id"], "last_id": page[-1]["id"]} if page else {}
        return Reply(body={"object": "list", "data": page, "has_more": more, **ends})

    def _look(self, name: str) -> Body:
        batch = self.batches[name]
        self._looked[name] += 1
        if batch["status"] not in ENDED:
            batch["status"] = "in_progress"
            if self._looked[name] > self.polls:
                self._end(batch, self.deliver(self, self.lines(name)))
        return batch

    def _cancel(self, name: str) -> Body:
        batch = self.batches[name]
        if batch["status"] not in ENDED:
            lines = self.lines(name)
            done = [self.result(line) for line in lines[: len(lines) // 2]]
            self._end(batch, Delivery(done, status="cancelled"))
        return {**batch, "status": "cancelling"}

    def _end(self, batch: Body, delivery: Delivery) -> None:
        batch["status"] = delivery.status
        counts = {"completed": len(delivery.output), "failed": len(delivery.errors)}
        batch["request_counts"] = {**batch["request_counts"], **counts}
        for kind, lines in (("output", delivery.output), ("error", delivery.errors)):
            if lines:
                name = f"{kind}-{batch['id']}"
                self._files[name] = b"".join(_line(line) for line in lines)
                batch[f"{kind}_file_id"] = name
        if delivery.faults:
            batch["errors"] = {"object": "list", "data": list(delivery.faults)}


def lines_of(content: bytes) -> list[Body]:
    """The lines of a file, parsed."""
    return [json.loads(line) for line in content.splitlines()]


def _line(line: bytes | Any) -> bytes:
    return (line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode()) + b"\n"
