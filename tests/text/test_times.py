"""A phrase marked as a time means an interval, seen from the article's date."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.text import read_time

TUESDAY = datetime(2031, 5, 6, 13, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def read(phrase: str, published_at: datetime | None = TUESDAY, language: str | None = None) -> str | None:
    """The interval in short: days where it is whole days, the last of them included; else with hours."""
    found = read_time(phrase, published_at, language=language)
    if found is None:
        return None
    start, end = found.start.replace(tzinfo=None), found.end.replace(tzinfo=None)
    if start.time() == end.time() == datetime.min.time():
        last = end - timedelta(days=1)
        return f"{start:%Y-%m-%d}" if start == last else f"{start:%Y-%m-%d}/{last:%Y-%m-%d}"
    return f"{start:%Y-%m-%d %H:%M}/{end:%Y-%m-%d %H:%M}"


def table(rows: str) -> list[tuple[str, str]]:
    pairs = [row.rpartition("→") for row in rows.strip().splitlines() if row.strip()]
    return [(phrase.strip(), meaning.strip()) for phrase, _, meaning in pairs]


DATES = """
2030-01-02                → 2030-01-02
2030/01/02                → 2030-01-02
5 May 2030                → 2030-05-05
May 5, 2030               → 2030-05-05
5. Mai 2030               → 2030-05-05
2025年4月3日               → 2025-04-03
二〇二五年四月三日           → 2025-04-03
3 de abril de 2025        → 2025-04-03
3 avril 2025              → 2025-04-03
just after Feb. 24        → 2031-02-24
Feb. 24                   → 2031-02-24
the 24th of February      → 2031-02-24
am 9. April               → 2031-04-09
4月9日                     → 2031-04-09
９日                       → 2031-04-09
on 24 November            → 2030-11-24
Saturday, Dec. 28         → 2030-12-28
Tuesday, May 6            → 2031-05-06
el lunes 5 de mayo        → 2031-05-05
two days after Feb. 24    → 2031-02-26
13/04/2025                → 2025-04-13
04/13/2025                → 2025-04-13
3.4.2025                  → 2025-04-03
"""
WEEKDAYS = """
on Monday                 → 2031-05-05
am Montag                 → 2031-05-05
周一                       → 2031-05-05
el lunes                  → 2031-05-05
lundi                     → 2031-05-05
Tuesday                   → 2031-05-06
on Wednesday              → 2031-04-30
last Tuesday              → 2031-04-29
mardi dernier             → 2031-04-29
el martes pasado          → 2031-04-29
next Friday               → 2031-05-09
next Tuesday              → 2031-05-13
kommenden Montag          → 2031-05-12
this Friday               → 2031-05-09
上周三                     → 2031-04-30
本周五                     → 2031-05-09
下周一                     → 2031-05-12
am Mittwoch vergangener Woche → 2031-04-30
Monday of last week       → 2031-04-28
Tuesday next week         → 2031-05-13
mardi de la semaine dernière → 2031-04-29
"""
DAYS_AND_WEEKS = """
today                     → 2031-05-06
yesterday                 → 2031-05-05
the day before            → 2031-05-05
the day before yesterday  → 2031-05-04
vorgestern                → 2031-05-04
morgen                    → 2031-05-07
前天                       → 2031-05-04
avant-hier                → 2031-05-04
mañana                    → 2031-05-07
two days ago              → 2031-05-04
vor zwei Tagen            → 2031-05-04
三天前                     → 2031-05-03
hace dos días             → 2031-05-04
il y a deux jours         → 2031-05-04
in zwei Tagen             → 2031-05-08
dans deux jours           → 2031-05-08
two days from now         → 2031-05-08
a week ago                → 2031-04-26/2031-05-02
vor einer Woche           → 2031-04-26/2031-05-02
last week                 → 2031-04-28/2031-05-04
vergangene Woche          → 2031-04-28/2031-05-04
上周                       → 2031-04-28/2031-05-04
la semaine dernière       → 2031-04-28/2031-05-04
this week                 → 2031-05-05/2031-05-11
next week                 → 2031-05-12/2031-05-18
over the weekend          → 2031-05-03/2031-05-04
last weekend              → 2031-05-03/2031-05-04
in the past two weeks     → 2031-04-22 13:00/2031-05-06 13:00
the last 24 hours         → 2031-05-05 13:00/2031-05-06 13:00
two hours ago             → 2031-05-06 10:30/2031-05-06 11:30
"""
MONTHS_AND_YEARS = """
late February             → 2031-02-21/2031-02-28
in November 2029          → 2029-11-01/2029-11-30
mid-March                 → 2031-03-11/2031-03-20
Ende März                 → 2031-03-21/2031-03-31
Anfang Februar            → 2031-02-01/2031-02-10
finales de marzo          → 2031-03-21/2031-03-31
début avril               → 2031-04-01/2031-04-10
5月初                      → 2031-05-01/2031-05-10
去年11月                   → 2030-11-01/2030-11-30
last month                → 2031-04-01/2031-04-30
上个月                     → 2031-04-01/2031-04-30
el mes pasado             → 2031-04-01/2031-04-30
last May                  → 2030-05-01/2030-05-31
two months ago            → 2031-03-01/2031-03-31
last year                 → 2030-01-01/2030-12-31
去年                       → 2030-01-01/2030-12-31
im vergangenen Jahr       → 2030-01-01/2030-12-31
a year ago                → 2030-01-01/2030-12-31
in 2028                   → 2028-01-01/2028-12-31
im Jahr 2028              → 2028-01-01/2028-12-31
2028年                     → 2028-01-01/2028-12-31
third quarter of 2030     → 2030-07-01/2030-09-30
Q3 2030                   → 2030-07-01/2030-09-30
im dritten Quartal 2030   → 2030-07-01/2030-09-30
2030年第三季度             → 2030-07-01/2030-09-30
first half of 2030        → 2030-01-01/2030-06-30
今年上半年                 → 2031-01-01/2031-06-30
autumn 2030               → 2030-09-01/2030-11-30
im Herbst 2030            → 2030-09-01/2030-11-30
今年秋季                   → 2031-09-01/2031-11-30
this summer               → 2031-06-01/2031-08-31
last autumn               → 2030-09-01/2030-11-30
the 1990s                 → 1990-01-01/1999-12-31
die 1990er Jahre          → 1990-01-01/1999-12-31
les années 1990           → 1990-01-01/1999-12-31
20世纪90年代               → 1990-01-01/1999-12-31
"""
HOURS = """
overnight                 → 2031-05-05 18:00/2031-05-06 09:00
last night                → 2031-05-05 18:00/2031-05-06 06:00
tonight                   → 2031-05-06 18:00/2031-05-07 06:00
this morning              → 2031-05-06 00:00/2031-05-06 12:00
on Monday night           → 2031-05-05 18:00/2031-05-06 06:00
Monday afternoon          → 2031-05-05 12:00/2031-05-05 18:00
am Montagmorgen           → 2031-05-05 05:00/2031-05-05 12:00
gestern Morgen            → 2031-05-05 05:00/2031-05-05 12:00
in der Nacht zu Dienstag  → 2031-05-05 18:00/2031-05-06 09:00
in der Nacht von Montag auf Dienstag → 2031-05-05 18:00/2031-05-06 09:00
昨日下午                   → 2031-05-05 12:00/2031-05-05 18:00
el lunes por la noche     → 2031-05-05 18:00/2031-05-06 06:00
anoche                    → 2031-05-05 18:00/2031-05-06 06:00
early Monday              → 2031-05-05 00:00/2031-05-05 12:00
at 21:40 on Monday        → 2031-05-05 21:40/2031-05-05 21:41
9.40 pm on Monday         → 2031-05-05 21:40/2031-05-05 21:41
9:40 p.m. Monday          → 2031-05-05 21:40/2031-05-05 21:41
10pm Monday               → 2031-05-05 22:00/2031-05-05 23:00
12 a.m. Monday            → 2031-05-05 00:00/2031-05-05 01:00
Montag um 21.40 Uhr       → 2031-05-05 21:40/2031-05-05 21:41
Montag, 9.40 Uhr          → 2031-05-05 09:40/2031-05-05 09:41
lundi à 21h40             → 2031-05-05 21:40/2031-05-05 21:41
昨日下午3点                → 2031-05-05 15:00/2031-05-05 16:00
5月5日14时20分             → 2031-05-05 14:20/2031-05-05 14:21
5月5日14时20分许           → 2031-05-05 14:15/2031-05-05 14:25
shortly before ten on Monday night → 2031-05-05 21:00/2031-05-05 22:00
kurz vor zehn am Montagabend → 2031-05-05 21:00/2031-05-05 22:00
at 2:30 on Monday morning → 2031-05-05 02:30/2031-05-05 02:31
at 9:40 on Monday         → 2031-05-05
1050 GMT on Monday        → 2031-05-05 10:50/2031-05-05 10:51
11:50 a.m. local time Monday → 2031-05-05 11:50/2031-05-05 11:51
"""
RANGES = """
since March               → 2031-03-01 00:00/2031-05-06 13:00
seit Montag               → 2031-05-05 00:00/2031-05-06 13:00
since 2014                → 2014-01-01 00:00/2031-05-06 13:00
3月以来                    → 2031-03-01 00:00/2031-05-06 13:00
depuis lundi              → 2031-05-05 00:00/2031-05-06 13:00
between Feb. 3 and 5      → 2031-02-03/2031-02-05
March 3-5                 → 2031-03-03/2031-03-05
March 3–5, 2030           → 2030-03-03/2030-03-05
3 to 5 March              → 2031-03-03/2031-03-05
3. bis 5. März            → 2031-03-03/2031-03-05
3月3日至5日                → 2031-03-03/2031-03-05
del 3 al 5 de marzo       → 2031-03-03/2031-03-05
du 3 au 5 mars            → 2031-03-03/2031-03-05
from Monday to Wednesday  → 2031-04-28/2031-04-30
von Montag bis Mittwoch   → 2031-04-28/2031-04-30
between 2014 and 2018     → 2014-01-01/2018-12-31
late February or early March → 2031-02-21/2031-03-10
9 pm to 11 pm on Monday   → 2031-05-05 21:00/2031-05-05 23:00
"""


@pytest.mark.parametrize(("phrase", "meaning"), table(DATES))
def test_a_date_is_the_day_it_names(phrase: str, meaning: str) -> None:
    assert read(phrase) == meaning


@pytest.mark.parametrize(("phrase", "meaning"), table(WEEKDAYS))
def test_a_weekday_is_the_latest_unless_the_phrase_says_otherwise(phrase: str, meaning: str) -> None:
    assert read(phrase) == meaning


@pytest.mark.parametrize(("phrase", "meaning"), table(DAYS_AND_WEEKS))
def test_days_and_weeks_are_counted_from_the_article(phrase: str, meaning: str) -> None:
    assert read(phrase) == meaning


@pytest.mark.parametrize(("phrase", "meaning"), table(MONTHS_AND_YEARS))
def test_months_seasons_and_years_are_whole_or_in_thirds(phrase: str, meaning: str) -> None:
    assert read(phrase) == meaning


@pytest.mark.parametrize(("phrase", "meaning"), table(HOURS))
def test_hours_are_told_where_a_day_can_be_told(phrase: str, meaning: str) -> None:
    assert read(phrase) == meaning


@pytest.mark.parametrize(("phrase", "meaning"), table(RANGES))
def test_a_range_holds_both_its_ends(phrase: str, meaning: str) -> None:
    assert read(phrase) == meaning


@pytest.mark.parametrize("phrase", ["soon", "it may rain", "Feb. 30", "", "in recent days", "im Herbst", "月底"])
def test_what_no_rule_is_sure_of_stays_open(phrase: str) -> None:
    assert read(phrase) is None


@pytest.mark.parametrize(
    "phrase",
    ["3 of 10", "the 90s", "90 seconds", "Route 66", "three weeks", "for 24 hours", "$2028", "24/7", "2000 soldiers"],
)
def test_figures_that_are_no_dates_stay_open(phrase: str) -> None:
    assert read(phrase) is None


@pytest.mark.parametrize(
    "phrase",
    [
        "Close to three weeks after the first troops crossed the border",
        "two days later",
        "on the day before the vote",
        "zwei Tage später",
        "before Monday",
        "until Friday",
        "by 2030",
        "bis Freitag",
        "before the war began on Feb. 24",
        "the next day",
    ],
)
def test_what_hangs_on_an_event_or_has_no_beginning_stays_open(phrase: str) -> None:
    assert read(phrase) is None


@pytest.mark.parametrize("phrase", ["every Monday", "每周三", "jeden Montag", "Mondays"])
def test_what_comes_back_is_no_single_time(phrase: str) -> None:
    assert read(phrase) is None


@pytest.mark.parametrize("phrase", ["at 21:40", "9.40 pm", "shortly before ten", "in the morning", "1050 GMT"])
def test_an_hour_without_a_day_stays_open(phrase: str) -> None:
    assert read(phrase) is None


@pytest.mark.parametrize(
    "phrase", ["Wednesday, May 6, 2031", "Monday and in 2014, 2015", "1 a.m. on Monday night", "1050 CST on Monday"]
)
def test_what_contradicts_itself_or_means_several_stays_open(phrase: str) -> None:
    assert read(phrase) is None


@pytest.mark.parametrize(
    ("language", "meaning"),
    [
        ("de", "2025-04-03"),
        ("fr", "2025-04-03"),
        ("es-MX", "2025-04-03"),
        ("en-GB", "2025-04-03"),
        ("en_US", "2025-03-04"),
        ("en", None),
        (None, None),
    ],
)
def test_the_order_of_a_numeric_date_is_the_languages_own(language: str | None, meaning: str | None) -> None:
    assert read("03/04/2025", language=language) == meaning


def test_the_words_of_another_language_do_not_count() -> None:
    assert read("hier", language="fr") == "2031-05-05"
    assert read("hier", language="de") is None


@pytest.mark.parametrize(
    ("published", "phrase", "meaning"),
    [
        ("2031-01-03", "on 28 December", "2030-12-28"),
        ("2031-01-03", "last week", "2030-12-23/2030-12-29"),
        ("2031-01-03", "in December", "2030-12-01/2030-12-31"),
        ("2031-01-03", "last month", "2030-12-01/2030-12-31"),
        ("2031-01-03", "from Dec. 30 to Jan. 2", "2030-12-30/2031-01-02"),
        ("2031-01-01", "yesterday", "2030-12-31"),
        ("2030-12-28", "on 3 January", None),
        ("2030-12-28", "on 3 January 2031", "2031-01-03"),
        ("2030-12-28", "in January", None),
    ],
)
def test_the_turn_of_the_year_is_crossed(published: str, phrase: str, meaning: str | None) -> None:
    assert read(phrase, datetime.fromisoformat(published + "T09:00:00+00:00")) == meaning


@pytest.mark.parametrize(
    ("published", "phrase", "meaning"),
    [
        ("2028-03-05", "on Feb. 29", "2028-02-29"),
        ("2029-01-05", "on Feb. 29", "2028-02-29"),
        ("2031-03-05", "on Feb. 29", None),
        ("2031-03-05", "29 February 2028", "2028-02-29"),
        ("2028-03-01", "yesterday", "2028-02-29"),
        ("2028-03-31", "the last 1 month", "2028-02-29 09:00/2028-03-31 09:00"),
    ],
)
def test_the_29th_of_february_is_there_in_leap_years_only(published: str, phrase: str, meaning: str | None) -> None:
    assert read(phrase, datetime.fromisoformat(published + "T09:00:00+00:00")) == meaning


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        ("at 1650 GMT on Monday", "2031-05-06 00:50/2031-05-06 00:51"),
        ("1:30 a.m. Beijing time Tuesday", "2031-05-06 01:30/2031-05-06 01:31"),
        ("today at 2200 GMT", "2031-05-06 06:00/2031-05-06 06:01"),
    ],
)
def test_a_clock_of_another_zone_is_turned_to_the_articles(phrase: str, meaning: str) -> None:
    assert read(phrase, datetime(2031, 5, 6, 7, 0, tzinfo=timezone(timedelta(hours=8)))) == meaning


def test_a_clock_of_a_named_zone_needs_an_article_with_one() -> None:
    assert read("1050 GMT on Monday", datetime(2031, 5, 6)) is None
    assert read("10:50 a.m. on Monday", datetime(2031, 5, 6)) == "2031-05-05 10:50/2031-05-05 10:51"


def test_the_day_on_which_clocks_are_set_forward_has_23_hours() -> None:
    found = read_time("on Sunday", datetime(2031, 3, 31, 12, 0, tzinfo=BERLIN))
    assert found is not None
    assert found.end.astimezone(UTC) - found.start.astimezone(UTC) == timedelta(hours=23)


def test_an_hour_that_clocks_left_out_stays_open() -> None:
    assert read("2:30 a.m. on Sunday", datetime(2031, 3, 31, 12, 0, tzinfo=BERLIN)) is None


def test_an_hour_that_came_twice_counts_twice() -> None:
    found = read_time("2:30 a.m. on Sunday", datetime(2031, 10, 27, 12, 0, tzinfo=BERLIN))
    assert found is not None
    assert found.end.astimezone(UTC) - found.start.astimezone(UTC) == timedelta(hours=1, minutes=1)


def test_without_a_date_of_the_article_only_full_dates_are_resolved() -> None:
    assert read("Monday", None) is None
    assert read("last year", None) is None
    assert read("since 2014", None) is None
    assert read("5 May 2031", None) == "2031-05-05"
    assert read("late February 2031", None) == "2031-02-21/2031-02-28"


WORDS = (
    "two ten 3 29 2028 March May Monday last next this week day year ago after before since from to between and at "
    "9 pm 21:40 GMT overnight night early late Q3 half autumn the vor zwei Tagen Montag bis Nacht zu 上 周三 去年 11月 9日 "
    "以来 , - hace días il y a lundi à CST EST 1990s 99999 2030-13-45 00/00/0000 24:00 weekend shortly"
).split()


@given(st.text() | st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), st.datetimes(timezones=st.timezones()))
def test_no_phrase_raises_and_every_interval_runs_forward(phrase: str, published_at: datetime) -> None:
    found = read_time(phrase, published_at)
    assert found is None or found.start.replace(tzinfo=None) <= found.end.replace(tzinfo=None)


@pytest.mark.parametrize("unit", ["9", "a ", "two days ", "March 3-", " ", "上周", "12:", "1.", "ſ", "1,", "before "])
def test_a_long_phrase_takes_no_longer_than_it_is(unit: str) -> None:
    read("warm up")
    began = time.perf_counter()
    read(unit * 200_000)
    read((unit * 300)[:300])
    assert time.perf_counter() - began < 1
