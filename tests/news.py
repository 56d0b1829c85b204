"""Made-up news for the tests of gathering: events in words of their own, articles that tell of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from claimx import Article

MORNING = datetime(2026, 5, 4, 6, tzinfo=UTC)

FIRE = (
    "A fire destroyed the Varsholt granary on Monday night, fire chief Orla Tennick said. Flames reached 40 metres and "
    "68 people were led out of the Mill Quarter. Nobody was hurt. Insurers put the damage at 3.4 million crowns.",
    "Orla Tennick, who leads the Varsholt brigade, said 68 residents had left the Mill Quarter when the granary burned "
    "down. Damage of 3.4 million crowns is feared; the flames stood 40 metres high.",
    "The granary of Varsholt is a ruin. After the fire of Monday night 68 people may go home to the Mill Quarter, says "
    "Orla Tennick. Why the flames spread so fast is for inspector Hal Brude to find out.",
)
"""One event by three hands."""

SAME_ACTORS = (
    "Orla Tennick of Varsholt will run for parliament in autumn. The party of farmers named her as its candidate at a "
    "congress in Lund Hall, where delegates applauded her plans for pensions, schools and cheaper trams.",
)
"""Another event, with the fire chief and her town."""

ELSEWHERE = (
    "A fire destroyed a granary in Kesterby on Tuesday, brigade leader Ansel Pruitt said. Flames damaged two lorries, "
    "and 12 guests left the Swan Inn. Insurers spoke of 900,000 crowns.",
)
"""The same kind of event at another place."""


def article(name: str, text: str, hours: float | None = 0, **details: Any) -> Article:
    """An article in English, so many hours after `MORNING`; without a date for None."""
    moment = None if hours is None else MORNING + timedelta(hours=hours)
    return Article(**{"id": name, "text": text, "published_at": moment, "language": "en", **details})


def told(number: int) -> str:
    """A text about an event of its own: no two numbers share a word that tells anything."""
    letters = "".join(chr(97 + int(digit)) for digit in f"{number:04}")
    words = " ".join(f"{syllable}{letters}{syllable}" for syllable in "bor dar fem gul hon jat kel lum mor nif".split())
    return f"The {letters.title()}berg {words} and {words[::-1]} at {letters.title()}ville."
