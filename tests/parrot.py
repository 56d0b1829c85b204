"""A model that claims the first sentence of every article and puts nothing together: it runs any snippet or example."""

from __future__ import annotations

import re

from faults.server import Body, FakeEndpoint
from stories import answering, asked_for, claim, claims_answer, last_message, mention


def parrot() -> FakeEndpoint:
    """An endpoint that answers whatever claimx asks of any story."""
    return answering(answer_like_a_parrot)


def answer_like_a_parrot(body: Body) -> Body:
    lines = last_message(body)
    if asked_for(body) == "NestingAnswer":
        return {"same": [], "parents": [], "relations": []}
    if asked_for(body) == "GroupsAnswer":
        return {"groups": [[int(number)] for number in re.findall(r"^\d+", lines, re.MULTILINE)]}
    first = re.search(r"^\[1\] (.*)$", lines, re.MULTILINE)
    claims = [claim(first[1], mention(1, first[1]))] if first else []  # the second look has no numbered lines
    return claims_answer(*claims, sources=[])
