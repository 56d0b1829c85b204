"""Whether a proposition can be read alone: one that begins with "he" or "the official" points at a text nobody sees."""

from __future__ import annotations

import re

# The subject of the sentence only: "the mayor said that he would go" is read alone without trouble. English "it" and
# German "es" are left out, which mostly point at nothing: "it is not known how".
from claimx.text.languages import primary_tag

_POINTERS = {
    "en": r"(?:he|she|they|this|these|those|his|her|their|(?:the|this) (?:official|spokes(?:man|woman|person)|company"
    r"|firm|man|woman|couple|report|incident|former|latter)s?)\b(?! (?:of|in|at|for|from|who|that|which|on|by)\b)",
    "de": r"(?:er|dieser|diese|dieses|deren|dessen|(?:der|die) (?:Sprecher(?:in)?|Firma|Beamte|Mann|Frau))\b",
    "es": r"(?:él|ella|ellos|ellas|este|esta|estos|estas|el portavoz|la empresa|el funcionario)\b",
    "fr": r"(?:il|elle|ils|elles|celui-ci|celle-ci|le porte-parole|l'entreprise|le responsable)\b"
    r"(?! (?:est|a|faut|y) )",
    "zh": r"(?:他|她|他们|她们|该公司|该官员|该发言人|此事|上述)",
}
_PATTERNS = {language: re.compile(pattern, re.IGNORECASE) for language, pattern in _POINTERS.items()}


def pointing_words(proposition: str, language: str | None) -> str | None:
    """The words at the head of `proposition` that point outside it; None where it stands alone."""
    pattern = _PATTERNS.get(primary_tag(language) or "en")
    found = pattern.match(proposition) if pattern else None
    return found.group() if found else None
