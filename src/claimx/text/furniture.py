"""What belongs to the page, not to the article: share buttons, cookie and newsletter wording, credits, bylines, links.

The wording is data (`data/furniture.toml`); what is here is where a wording counts. Precision comes first: a claim lost
as furniture is worse than furniture read as a claim.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from claimx.text.folding import fold
from claimx.text.languages import primary_tag
from claimx.text.lines import LINE
from claimx.text.times.words import calendar_names

LONGEST_BUTTON = 16
"""Words: a longer line is a sentence of the article, whatever it begins with."""
LONGEST_CAPTION = 32
LONGEST_NOTICE = 48
LONGEST_LINK = 24
LONGEST_PART = 5
LONGEST_SLOGAN = 12
"""Of a line without a full stop that stands among other furniture: a slogan, an address, a menu."""
LONGEST_CHARACTERS = 600

_AROUND = "[](){}<>«»‹›►▶▸•·*|#-–—=_~ \t\u00a0\u3000"
_SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”’»)\]」』]*$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_NAME = r"(?:[A-ZÀ-Þ][\w.'’-]*(?:\s[A-ZÀ-Þ][\w.'’-]*){0,3})"
_AGENCY = re.compile(r"(?:^|(?<=[.!?”\"’'」。]))\s*(\([A-Z]{2,6}(?:/[A-Z]{2,6})*\))$")
_CJK_CLOCK = frozenset("年月日时分秒")
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]\.?)*")
_DIGIT = re.compile(r"\d")
_BULLETS = "-–—•*►▶▸>»·"
_PARTS = re.compile(r"\s*[|•]\s*")

Place = tuple[int, int]


@dataclass(frozen=True)
class _Wording:
    """The lists of `data/furniture.toml` for one language (and English), each as one pattern.

    All but the last three are for lines in lower case (`fold`).
    """

    anywhere: re.Pattern[str]
    begins: re.Pattern[str]
    stamps: re.Pattern[str]
    whole: re.Pattern[str]
    ends: re.Pattern[str]
    links: re.Pattern[str]
    dateline: re.Pattern[str]
    byline: re.Pattern[str]
    signature: re.Pattern[str]
    clock: frozenset[str]


def find_furniture(text: str, language: str | None = None) -> list[Place]:
    """The furniture in `text` in order, as `(start, end)` without the white space around it; never overlapping.

    Mostly whole lines; a dateline, an agency's sign behind the last word, and the menu in front of a repeated headline
    are parts of one. Without a `language` the wording of every language counts.
    """
    wording = _wording(primary_tag(language))
    lines = [place for match in LINE.finditer(text) if (place := _stripped(text, match.start(), match.end()))]
    # The first line is the headline as a rule, and headlines too begin with "Video:" or "Watch:".
    marked = [_is_furniture(text[start:end], wording, headline=not n) for n, (start, end) in enumerate(lines)]
    _mark_bullets(text, lines, marked, wording)
    _mark_foot(text, lines, marked, wording)
    found = [place for place, is_marked in zip(lines, marked, strict=True) if is_marked]
    plain = [place for place, is_marked in zip(lines, marked, strict=True) if not is_marked]
    return sorted([*found, *_parts(text, plain, wording)])


def _is_furniture(line: str, wording: _Wording, *, headline: bool) -> bool:
    bare = line.strip(_AROUND)
    folded = fold(bare)
    words = _length(bare)
    if not bare or words > LONGEST_NOTICE or len(bare) > LONGEST_CHARACTERS:
        return False
    if wording.anywhere.search(folded):
        return True
    if headline or words > LONGEST_CAPTION:
        return False
    if wording.ends.search(folded):
        return True
    return words <= LONGEST_BUTTON and (
        wording.begins.match(folded) is not None
        or wording.links.match(folded) is not None
        or wording.whole.fullmatch(folded.rstrip(":. ")) is not None
        or (bare[-1] not in ".!?" and wording.stamps.match(folded) is not None)
        or _is_byline(bare, wording)
        or _is_datestamp(bare, wording)
    )


def _is_byline(line: str, wording: _Wording) -> bool:
    """As "By Jane Roe and John Doe, Reuters", "Jane Roe, Staff Writer", "The Weekly | Ships | by Jane Roe"."""
    parts = _PARTS.split(line)
    if len(parts) > 1 and all(len(part.split()) <= LONGEST_PART for part in parts):
        return any(wording.byline.fullmatch(part) for part in parts)
    return line[-1] not in ".!?" and wording.byline.fullmatch(line) is not None


def _is_datestamp(line: str, wording: _Wording) -> bool:
    """A line of figures, months, days and hours, and nothing else: "Posted at 2:04 PM, Mar 14, 2022", "01:40"."""
    if not (_DIGIT.search(line) and re.search(r"\d[:.年月日/hH]|(?<!\d)(?:19|20)\d\d(?!\d)", line)):
        return False
    words = _WORD.findall(line.lower())
    return all(word in wording.clock or set(word) <= _CJK_CLOCK for word in words)


def _mark_bullets(text: str, lines: Sequence[Place], marked: list[bool], wording: _Wording) -> None:
    """The links below "Read more" in the middle of an article, where only a bullet tells them from a headline."""
    in_list = False
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        if marked[number]:
            in_list = in_list or _opens_links(line, wording)
        else:
            in_list = in_list and line[0] in _BULLETS and _is_fragment(line, LONGEST_LINK)
            marked[number] = in_list


def _mark_foot(text: str, lines: Sequence[Place], marked: list[bool], wording: _Wording) -> None:
    """Slogans, links and addresses below the last sentence, from the first line on that is furniture by itself."""
    backwards = reversed(range(len(lines)))
    last = next(
        (n for n in backwards if not marked[n] and not _is_fragment(text[slice(*lines[n])], LONGEST_LINK)), None
    )
    if last is None:  # a text that knows no full stop has no foot that could be told from it
        return
    first = next((number for number in range(last + 1, len(lines)) if marked[number]), len(lines))
    longest = LONGEST_SLOGAN
    for number in range(first, len(lines)):
        line = text[slice(*lines[number])]
        if _opens_links(line, wording):
            longest = LONGEST_LINK
        marked[number] = marked[number] or _is_fragment(line, longest)
    if last + 1 < first < len(lines) and wording.signature.fullmatch(text[slice(*lines[first - 1])]):
        marked[first - 1] = True


def _opens_links(line: str, wording: _Wording) -> bool:
    return wording.links.match(fold(line.strip(_AROUND))) is not None


def _is_fragment(line: str, longest: int) -> bool:
    return _length(line) <= longest and not _SENTENCE_END.search(line)


def _parts(text: str, lines: Sequence[Place], wording: _Wording) -> Iterator[Place]:
    """Furniture that shares its line with words of the article."""
    whole = {text[start:end] for start, end in lines}
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        if dateline := wording.dateline.match(fold(line)):
            yield start, start + dateline.end()
        if line.endswith(")") and (agency := _AGENCY.search(line)):
            yield start + agency.start(1), start + agency.end(1)
        if number == 0 and (menu := _menu(line, whole)):
            yield start, start + menu


def _menu(line: str, lines: set[str]) -> int:
    """The length of the menu before a headline that stands once more by itself: "Home World News Bridge falls"."""
    for other in lines:
        if len(other) < len(line) and line.endswith(other) and len(other.split()) > LONGEST_PART // 2:
            before = line[: -len(other)].rstrip()
            return len(before) if len(before.split()) <= LONGEST_PART else 0
    return 0


def _stripped(text: str, start: int, end: int) -> Place | None:
    line = text[start:end]
    begin = start + len(line) - len(line.lstrip())
    return (begin, begin + len(line.strip())) if line.strip() else None


def _length(line: str) -> int:
    """Words; two characters of Chinese or Japanese count as one."""
    characters = len(_CJK.findall(line))
    return characters // 2 + len(_CJK.sub(" ", line).split()) if characters else len(line.split())


@cache
def _tables() -> Mapping[str, Mapping[str, list[str] | str]]:
    return tomllib.loads(files("claimx.text").joinpath("data/furniture.toml").read_text("utf-8"))


@cache
def _wording(code: str) -> _Wording:
    tables = _tables()
    used = [tables["en"], tables[code]] if code in tables and code != "en" else [tables["en"]]
    if not code:
        used = list(tables.values())

    def lists(name: str) -> str:
        return "|".join(entry.replace(" ", r"\s") for table in used for entry in table[name]) or r"(?!)"

    def words(name: str, between: str = "|") -> str:
        return between.join(str(table[name]) for table in used)

    days = calendar_names("weekdays")
    day = f"(?:{'|'.join(days)})"
    role = rf"(?i:{words('roles')})"
    who = rf"(?:(?:the|our|[Dd]ie|unserer?|la|el|nuestra|le|notre)\s)?(?:{_NAME}|(?:[\w.'’-]+\s){{0,3}}{role})"
    more = rf"(?:\s*(?:,|\b(?:{words('joins')})\b)\s*{who})*(?:\s*[,|–—-]\s*[\w ]*\b{role})?"
    return _Wording(
        anywhere=re.compile(rf"(?<!\w)(?:{lists('anywhere')})"),
        begins=re.compile(lists("begins")),
        stamps=re.compile(lists("stamps")),
        whole=re.compile(lists("whole")),
        ends=re.compile(rf"(?:(?<!\w)|(?<=[\u3400-\u9fff]))(?:{lists('ends')})$"),
        links=re.compile(rf"(?:{lists('links')})(?=\s?[:：|»]|$)"),
        dateline=re.compile(lists("dateline")),
        byline=re.compile(rf"(?i:{words('by')})\s+(?!{day}\b){who}{more}|{_NAME}[,|]\s*(?:[\w]+\s){{0,3}}{role}"),
        signature=re.compile(rf"(?:[A-ZÀ-Þ][\w.'’-]*\s){{1,3}}{role}"),
        clock=frozenset(words("clock", " ").split()) | {name.lower() for name in (*calendar_names("months"), *days)},
    )
