"""Interactions in and out of a vcrpy cassette file. Loads vcr: import it where it is used."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from vcr.request import Request
from vcr.serialize import deserialize, serialize

from claimx.errors import CassetteInvalid
from claimx.llm.cassette_yaml import CassetteSerializer
from claimx.llm.interaction import Interaction


def write_cassette(path: Path, interactions: Iterable[Interaction]) -> None:
    """Write the interactions in the order given."""
    kept = tuple(interactions)
    cassette = {"requests": [_to_request(each) for each in kept], "responses": [_to_response(each) for each in kept]}
    path.write_text(serialize(cassette, CassetteSerializer), encoding="utf-8", newline="\n")


def read_cassette(path: Path) -> list[Interaction]:
    """The interactions of a cassette that claimx or plain vcrpy wrote. Raises `CassetteInvalid` for anything else."""
    try:
        # A cassette with metadata comes back as three values instead of two.
        requests, responses, *_ = deserialize(path.read_text(encoding="utf-8"), CassetteSerializer)
        interactions = [_from_vcr(*pair) for pair in zip(requests, responses, strict=True)]
        for position, interaction in enumerate(interactions):
            if not isinstance(interaction.request, dict):
                raise ValueError(f"the body of request {position + 1} is no JSON object")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        raise CassetteInvalid(f"{path} is no cassette: {reason}", hint="record it again") from error
    return interactions


def _to_request(interaction: Interaction) -> Request:
    headers = {"content-type": "application/json"}
    return Request(interaction.method, interaction.uri, interaction.request_body, headers)


def _to_response(interaction: Interaction) -> dict[str, Any]:
    return {
        "status": {"code": interaction.status, "message": interaction.reason},
        "headers": {name: [value] for name, value in interaction.response_headers},
        "body": {"string": interaction.response_body},
    }


def _from_vcr(request: Request, response: dict[str, Any]) -> Interaction:
    body = response["body"]["string"]
    headers = ((name, value) for name, values in response["headers"].items() for value in values)
    return Interaction(
        method=request.method,
        uri=request.uri,
        request_body=bytes(request.body),
        status=int(response["status"]["code"]),
        reason=response["status"].get("message") or "",
        response_headers=tuple(headers),
        response_body=bytes(body),
    )
