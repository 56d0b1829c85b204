"""Lines that belong to the page, not to the article: share buttons, cookie and newsletter wording, credits, bylines."""

from __future__ import annotations

import re

from claimx.text.lines import LINE

_SHORT = 16  # words: a longer line is a sentence of the article, whatever it begins with

_ANYWHERE = re.compile(
    r"""©|\ball\ rights\ reserved\b|\bmay\ not\ be\ (?:published|reproduced|broadcast)\b
    |\b(?:we|this\ site)\ uses?\ cookies\b|\bcookie\ (?:policy|settings|preferences|consent)\b|\bprivacy\ policy\b
    |\bterms\ (?:of|and\ conditions\ of)\ (?:use|service)\b|\byour\ ad\ ?choices\b
    |\b(?:sign|signed)\ up\ (?:for|to)\ (?:our|the|your)\b.*\b(?:newsletter|email|alerts?|briefing)
    |\bsubscribe\ (?:now|today|to\ (?:our|the))\b|\bour\ (?:daily|weekly|free)?\ ?newsletter\b
    |\bclick\ here\ to\b|\bjavascript\b.*\benabled?\b
    |\b(?:alle\ rechte\ vorbehalten|tous\ droits\ réservés|todos\ los\ derechos\ reservados)\b|版权所有|未经授权""",
    re.IGNORECASE | re.VERBOSE,
)
_BEGINNING = re.compile(
    r"""(?:share\ (?:this|on|via|article)|read\ (?:more|also|next|the\ rest|full)|related(?::|\ (?:articles|stories))
    |see\ also\b|more\ (?:from|on\ this|stories)|most\ (?:read|popular)|recommended\b|advertisement\b|sponsored\b
    |promoted\b|skip\ to\b|follow\ us\b|like\ us\b|print\ (?:this|article)|e-?mail\ this|comments?\s*(?:\(\d+\)|$)
    |\d+\ comments?$|leave\ a\ comment|log\ ?in\b|sign\ in\b|tags?:|topics?:|filed\ under|\d+\ min(?:ute)?s?\ read
    |(?:photo|image|picture|photograph|credit|caption|video|file\ photo)s?\s*(?::|by\b|courtesy|credit)
    |\(?(?:getty|ap\ photo|reuters/|afp/|epa/)|watch:|listen:|(?:last\ )?updated:?\ |published:?\ |posted:?\s
    |continue\ reading|mehr\ zum\ thema|lesen\ sie\ auch|foto:|anzeige$|teilen$|lire\ aussi|partager|publicité|photo\ :
    |leer\ más|lea\ también|compartir|publicidad|分享|责任编辑|编辑[:：]|相关阅读|广告)""",
    re.IGNORECASE | re.VERBOSE,
)
# "By Jane Roe", "By Jane Roe and John Doe, Reuters", "From Jane Roe in Kyiv", "JANE ROE, Staff Writer"
_NAME = r"(?:[A-ZÀ-Þ][\w.'’-]+\s?){1,4}"
_BYLINE = re.compile(
    rf"(?:By|From|by|Von|Par|Por)\s+{_NAME}(?:(?:,|\band\b|&|und|et|y|in|for|at)\s*(?:the\s)?{_NAME})*(?:[,|–—-].*)?"
    rf"|{_NAME}[,|]\s*(?:[\w ]*(?:[Cc]orrespondent|[Rr]eporter|[Ww]riter|[Ee]ditor)s?)"
)


def find_furniture(text: str) -> list[tuple[int, int]]:
    """The lines of furniture in `text`, as `(start, end)` without the white space around them.

    Only wording that no sentence of a report has, and only short lines where wording alone does not settle it: a claim
    lost as furniture is worse than furniture read as a claim.
    """
    found = []
    for line in LINE.finditer(text):
        stripped = line.group().strip()
        if stripped and is_furniture(stripped):
            start = line.start() + line.group().index(stripped[0])
            found.append((start, start + len(stripped)))
    return found


def is_furniture(line: str) -> bool:
    """Whether one line, without white space around it, is furniture."""
    words = len(line.split())
    if _ANYWHERE.search(line):
        return words <= 3 * _SHORT
    if words > _SHORT:
        return False
    return bool(_BEGINNING.match(line)) or (line[-1] not in ".!?" and bool(_BYLINE.fullmatch(line)))
