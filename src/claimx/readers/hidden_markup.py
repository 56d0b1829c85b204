"""What a page holds and does not show: taken out before its text is read, and told.

It is the widest door for words meant for a model and not for a reader. Inline styles, attributes, the usual class names
and the page's own plain style rules are looked at; what a script or a style sheet elsewhere hides is not seen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from claimx.models import Rejection

# The page may be written to make matching slow: no pattern here can read the same zeros in two ways.
_LENGTH = r"(?:0+(?:\.0*)?|\.0+)(?:px|em|rem|pt|%|vw|vh|ex|ch)?"
_HIDING = (
    ("display:none", re.compile(r"(?:^|;)display:none")),
    ("visibility:hidden", re.compile(r"(?:^|;)visibility:(?:hidden|collapse)")),
    ("opacity:0", re.compile(r"(?:^|;)opacity:(?:0+(?:\.0\d*)?|\.0\d*)%?(?:!|;|$)")),
    ("font-size:0", re.compile(rf"(?:^|;)font-size:(?:{_LENGTH}|0?\.\d+px|1px)(?:!|;|$)")),
    ("moved off the page", re.compile(r"(?:^|;)(?:text-indent|left|right|top|bottom|margin-left):-\d{3,}(?:\.\d+)?\w")),
    ("clipped away", re.compile(r"(?:^|;)(?:clip:rect\((?:0|1)(?:px)?[,0-9px]*\)|clip-path:inset\((?:50|100)%\))")),
    ("scaled to nothing", re.compile(r"(?:^|;)transform:[^;]*scale\(0\)")),
)
_NO_ROOM = re.compile(rf"(?:^|;)(?:max-)?(?:height|width):(?:{_LENGTH}|1px)(?:!|;|$)")
_CUT_OFF = re.compile(r"(?:^|;)overflow:hidden")
_COLOUR = re.compile(r"(?:^|;)color:([^;!]{1,60})")
_GROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]{1,60})")
_SEE_THROUGH = re.compile(r"transparent|rgba\([^)]*,(?:0+(?:\.0*)?|\.0+)\)|#[0-9a-f]{3}0|#[0-9a-f]{6}00")
_WHITE = frozenset({"white", "#fff", "#ffffff", "rgb(255,255,255)", "rgb(100%,100%,100%)", "hsl(0,0%,100%)"})
_WHITE_ON_NOTHING = "white, on no ground of its own"
_FOR_SCREEN_READERS = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "element-invisible"}
    | {"u-visually-hidden", "assistive-text"}
)
_NEVER_SHOWN = {
    "template": "<template>",
    "dialog": "a closed <dialog>",
    "noembed": "<noembed>",
    "noframes": "<noframes>",
}
_FURNITURE = frozenset(
    {"nav", "header", "footer", "aside", "form", "menu", "button", "select", "svg", "script", "style"}
)
_PLAIN_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?[.#][\w-]+")
_LARGEST_STYLE = 500_000
_TOLD = 20
_SHOWN = 200
_FEWEST_WORDS = 4
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def strip_hidden(page: Any) -> list[Rejection]:
    """Take what is not shown out of the lxml tree, and tell of each stretch of words that went.

    Hidden menus and forms go untold. What holds the first heading and most of the page's words is the page itself, to
    be shown by a script: it stays, and that is told.
    """
    rules = _hiding_rules(page)
    whole, heading = _length(page), next(page.iter("h1"), None)
    told: list[Rejection] = []
    hidden = [(element, why) for element in page.iter() if (why := _why_hidden(element, rules))]
    for element, why in hidden:
        if not _is_within(element, page):
            continue  # it went with what it stood in
        words = " ".join("".join(element.itertext()).split())
        if element.tag in {"html", "body"} or (2 * len(words) > whole and _holds(element, heading)):
            told.append(Rejection(reason=f"most of the page is hidden until a script shows it ({why}); kept", text=""))
            continue
        if _says_something(words) and not _is_furniture(element):
            told.append(Rejection(reason=f"not shown on the page ({why}); left out", text=_shorten(words)))
        element.clear(keep_tail=True)  # to drop it would join its tail to the text before, over and over
    if len(told) > _TOLD:
        told[_TOLD:] = [Rejection(reason=f"not shown on the page, {len(told) - _TOLD} more; left out", text="")]
    return told


def _why_hidden(element: Any, rules: dict[str, str]) -> str | None:
    if not isinstance(element.tag, str):
        return None  # a comment
    if element.tag in _NEVER_SHOWN and (element.tag != "dialog" or element.get("open") is None):
        return _NEVER_SHOWN[element.tag]
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return "the attribute hidden"
    classes = (element.get("class") or "").split()
    for name in classes:
        if name.lower() in _FOR_SCREEN_READERS:
            return f"the class {name}"
    if rules:
        keys = [f".{name}" for name in classes] + ([f"#{element.get('id')}"] if element.get("id") else [])
        for key in keys:
            if why := rules.get(key) or rules.get(f"{element.tag}{key}"):
                return f"{why}, by a rule of the page"
    why = _why_hiding(element.get("style"))
    if why == _WHITE_ON_NOTHING and any(_GROUND.search(_declared(above)) for above in element.iterancestors()):
        return None
    return why


def _declared(element: Any) -> str:
    return _compact(element.get("style") or "")


def _compact(style: str) -> str:
    return "".join(_without_comments(style).lower().split())


def _without_comments(css: str) -> str:
    first, *rest = css.split("/*")
    return first + "".join(part.partition("*/")[2] for part in rest)


def _why_hiding(style: str | None) -> str | None:
    """By which of its declarations the style hides; None where it shows."""
    if not style:
        return None
    declared = _compact(style)
    for why, pattern in _HIDING:
        if pattern.search(declared):
            return why
    if _NO_ROOM.search(declared) and _CUT_OFF.search(declared):
        return "no room"
    if colour := _COLOUR.search(declared):
        ground = _GROUND.search(declared)
        if _SEE_THROUGH.fullmatch(colour[1]) or (ground and colour[1] == ground[1]):
            return "in the colour of the ground"
        if colour[1] in _WHITE and (ground is None or ground[1] in _WHITE):
            return _WHITE_ON_NOTHING
    return None


def _hiding_rules(page: Any) -> dict[str, str]:
    """Plain selectors (`.x`, `#x`, `p.x`) of the page's own style sheets that hide, and by which declaration."""
    rules: dict[str, str] = {}
    for style in page.iter("style"):
        text = (style.text or "")[:_LARGEST_STYLE]
        if "print" in (style.get("media") or ""):
            continue
        for rule in _outside_at_rules(_without_comments(text)).split("}"):
            selectors, _, declarations = rule.partition("{")
            if why := _why_hiding(declarations):
                for selector in selectors.split(","):
                    if _PLAIN_SELECTOR.fullmatch(selector.strip()):
                        rules[selector.strip()] = why
    return rules


def _outside_at_rules(css: str) -> str:
    """The style sheet without `@media …{…}` and its like, which hold only here or there."""
    kept: list[str] = []
    depth, at_rule, start = 0, None, 0
    for match in re.finditer(r"[@{}]", css):
        sign = match.group()
        if sign == "@" and at_rule is None and depth == 0:
            kept.append(css[start : match.start()])
            at_rule = 0
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
            if at_rule is not None and depth == 0:
                at_rule, start = None, match.end()
    return "".join(kept) + (css[start:] if at_rule is None else "")


def _is_within(element: Any, page: Any) -> bool:
    return element is page or any(above is page for above in element.iterancestors())


def _holds(element: Any, heading: Any) -> bool:
    return heading is not None and any(one is heading for one in element.iter("h1"))


def _is_furniture(element: Any) -> bool:
    return element.tag in _FURNITURE or any(above.tag in _FURNITURE for above in element.iterancestors())


def _says_something(words: str) -> bool:
    return len(_WORD.findall(words)) >= _FEWEST_WORDS


def _length(page: Any) -> int:
    texts: Iterator[str] = (text for text in page.itertext() if text)
    return sum(len(" ".join(text.split())) for text in texts)


def _shorten(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
