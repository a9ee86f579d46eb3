"""
The tags and filters that show values: built into every template.

Texts, dates, quantities, names and times are written here and nowhere else, so
that they look the same on every page and in every language.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.countries import country_name
from gegenbesuch.core.markdown import rendered
from gegenbesuch.core.values.date_formatting import format_partial_date, format_period
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.core.values.name import Name
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.core.values.quantity_formatting import format_quantity

if TYPE_CHECKING:
    from datetime import date

    from gegenbesuch.core.values.name import Form

register = template.Library()

_JAPANESE = re.compile("[\u3040-\u9fff]")

#: Which language stands in when a text lacks the reader's own.
FALLBACKS = {"de": ("en", "ja"), "en": ("de", "ja"), "ja": ("en", "de")}


# --- Texts -------------------------------------------------------------------


@register.filter
def text(value: Any) -> str:
    """
    Write a translated text in the reader's language.

    A text that lacks this language appears in another one, marked with `lang`
    so that a screen reader pronounces it right.
    """
    found, language = _resolve(value)
    if not language:
        return found
    return format_html('<span lang="{}">{}</span>', language, found)


@register.filter
def plain(value: Any) -> str:
    """Write a translated text without markup: for titles and attributes."""
    return _resolve(value)[0]


@register.simple_tag(name="text")
def text_tag(value: Any) -> str:
    """Write a translated text; the same as the filter."""
    return text(value)


@register.filter
def markdown(value: Any) -> SafeString:
    """Render Markdown, in the reader's language if there is one, as safe HTML."""
    found, language = _resolve(value)
    html = rendered(found)
    if not language:
        return html
    return format_html('<div lang="{}">{}</div>', language, html)


def _language() -> str:
    return base_language(get_language())


def _resolve(value: Any) -> tuple[str, str]:
    """Return the text and its language; the empty language is the page's own."""
    if value is None:
        return "", ""
    data = value.data if isinstance(value, LazyI18nString) else value
    if not isinstance(data, dict):
        return str(data if data is not None else ""), ""
    own = _language()
    if found := data.get(own):
        return str(found), ""
    for language in FALLBACKS[own]:
        if found := data.get(language):
            return str(found), language
    return "", ""


# --- Values ------------------------------------------------------------------


@register.filter
def partial_date(value: Any, style: str = "") -> str:
    """
    Write a date as precisely as it is known, for example "Ende Juni 2019".

    Args:
        style: `weekday` adds the day of the week, `era` the Japanese era.
    """
    known = _as_partial(value)
    if known is None:
        return ""
    shown = format_partial_date(
        known, _language(), era="era" in style, weekday="weekday" in style
    )
    if not known.is_known:
        return shown
    return format_html('<time datetime="{}">{}</time>', _machine_date(known), shown)


@register.simple_tag
def period(start: Any, end: Any = None) -> str:
    """Write the time from a first to a last date without saying anything twice."""
    first, last = _as_partial(start) or NO_DATE, _as_partial(end) or NO_DATE
    if not last.is_known and not first.is_known:
        return ""
    return format_period(first, last, _language())


@register.filter
def quantity(value: Any, style: str = "") -> str:
    """
    Write a quantity with its qualifier and unit, for example "mehr als 150".

    Args:
        style: `as_of` adds the day for which it was counted.

    """
    if value is None or value == "":
        return ""
    if not hasattr(value, "qualifier"):
        return str(value)
    return format_quantity(value, _language(), with_as_of="as_of" in style)


def _as_partial(value: Any) -> PartialDate | None:
    if value is None or value == "":
        return None
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, str):
        return PartialDate.from_code(value)
    return PartialDate.on(value)


def _machine_date(value: PartialDate) -> str:
    """Return what HTML's `datetime` may hold: a day, a month, a year or nothing."""
    return value.code if value.is_exact else value.code[:7]


@register.filter
def country(code: str) -> str:
    """Name a country by its two letters, in the reader's language."""
    return country_name(code) if code else ""


# --- Links -------------------------------------------------------------------


@register.filter
def link(record: Any) -> str:
    """
    Write the name or title of a record as a link to its page.

    A person who is made up for the demonstration carries the mark of it.
    """
    if not record:
        return ""
    name = getattr(record, "name", None)
    if isinstance(name, Name):
        shown = person_name(name)
        mark = f" {invented(record)}" if record.is_invented else ""
    else:
        shown, mark = text(name if name is not None else record.title), ""
    return format_html(
        '<a href="{}">{}</a>{}',
        record.get_absolute_url(),
        shown,
        mark_safe(mark),  # noqa: S308 -- a component
    )


@register.simple_tag
def invented(record: Any = None) -> str:
    """Print the mark of what is made up: for this record if it is, or always."""
    if not getattr(record, "is_invented", True):
        return ""
    return _invented(get_language() or "")


@lru_cache(maxsize=16)
def _invented(_language: str) -> SafeString:
    """Render the mark once a language."""
    return render_to_string("components/invented.html")


# --- People ------------------------------------------------------------------


@register.simple_tag
def person_name(person: Any, form: str = "running") -> str:
    """
    Write a person's name in the order and script of the reader's language.

    Args:
        person: A person, or a Name.
        form: `running`, `plain`, `list`, `official`, `formal` as in
            `Name.display`; `both` is `running` with the other script beside it.

    """
    name = getattr(person, "name", person)
    if not isinstance(name, Name):
        return str(name)
    return _person_name(name, form, _language())


@lru_cache(maxsize=4096)
def _person_name(name: Name, form: str, own: str) -> str:
    """Write a name once a language; lists are long, and are looked at again."""
    wanted = cast("Form", "running" if form == "both" else form)
    shown = _in_script(name.display(own, form=wanted))
    other = name.display("en" if own == "ja" else "ja", form="plain")
    if form != "both" or other == name.display(own, form="plain"):
        return shown
    return format_html(
        '{} <span class="person-name__other">{}</span>', shown, _in_script(other)
    )


@register.simple_tag
def name_block(person: Any) -> str:
    """Write a name large in the reader's script, with the other scripts below."""
    name = getattr(person, "name", person)
    main = name.display(_language(), form="running")
    ruby = _ruby(name)
    written = ruby or _in_script(name.kanji.joined(""))
    others = [
        name.latin.joined(" ", name.order),
        "" if ruby else name.kana.joined(" "),
    ]
    lines = [
        _in_script(line)
        for line in others
        if line and line not in {main, name.display(_language(), form="plain")}
    ]
    if written and _language() != "ja":
        lines.insert(0, written)
    return format_html(
        '<p class="name-block__main">{}</p>{}',
        written if written and _language() == "ja" else _in_script(main),
        format_html_join("", '<p class="muted">{}</p>', ((line,) for line in lines)),
    )


def _ruby(name: Name) -> str:
    pairs = [
        (name.kanji.family, name.kana.family),
        (name.kanji.given, name.kana.given),
    ]
    if not all(kanji and kana for kanji, kana in pairs):
        return ""
    return format_html(
        '<ruby lang="ja">{}</ruby>',
        format_html_join("", "{}<rp>(</rp><rt>{}</rt><rp>)</rp>", pairs),
    )


def _in_script(shown: str) -> str:
    """Mark Japanese letters as such on a page in another language."""
    if _JAPANESE.search(shown) and _language() != "ja":
        return format_html('<span lang="ja">{}</span>', shown)
    return shown


# --- Times -------------------------------------------------------------------


@register.simple_tag
def moment(
    at: datetime, zone: str, *, end: datetime | None = None, date: bool = False
) -> str:
    """
    Write a time on the clocks of a place, which is named beside it.

    Args:
        zone: An IANA name such as Asia/Tokyo.
        end: Writes a span of time; one of several days with the day of its end.
        date: Writes the day before the time.
    """
    if end and end - at > timedelta(hours=12):
        days = {each.astimezone(ZoneInfo(zone)).date() for each in (at, end)}
        if len(days) > 1:
            first, last = (moment(each, zone, date=True) for each in (at, end))
            words = pgettext("moment", "%(begin)s – %(end)s")
            return mark_safe(words % {"begin": first, "end": last})  # noqa: S308
    return _moment(at, zone, end, get_language(), date=date)


@lru_cache(maxsize=4096)
def _moment(
    at: datetime, zone: str, end: datetime | None, language: str | None, *, date: bool
) -> SafeString:
    """Write a moment once a language; a list has hundreds, and is looked at again."""
    local = at.astimezone(ZoneInfo(zone))
    until = end.astimezone(ZoneInfo(zone)) if end else local
    clock = f"{local:%H:%M}–{until:%H:%M}" if end else f"{local:%H:%M}"
    clock = pgettext("moment", "%(time)s") % {"time": clock}
    if until.time() != time() and until.date() == local.date() + timedelta(days=1):
        clock = pgettext("moment", "%(clock)s on the next day") % {"clock": clock}
    if date:
        clock = pgettext("moment", "%(date)s, %(time)s") % {
            "date": format_partial_date(
                PartialDate.on(local.date()), _language(), weekday=True
            ),
            "time": clock,
        }
    return format_html(
        '<span class="moment"><time datetime="{}">{}</time> '
        '<span class="moment__zone">{}</span></span>',
        local.isoformat(timespec="minutes"),
        clock,
        _zone_label(local.tzname() or "", zone, language),
    )


@register.simple_tag
def both_times(
    at: datetime,
    zone_a: str,
    zone_b: str,
    *,
    end: datetime | None = None,
    date: bool = False,
) -> str:
    """
    Write a time on the clocks of two places, each named.

    The day appears beside the second where it differs from the first.

    Args:
        zone_b: Empty, or the same zone: the time is written once.
        date: Writes the day before the first time, too.
    """
    times = _both(at, zone_a, zone_b, end, date=date)
    if len(times) == 1:
        return times[0]
    return format_html('<span class="both-times">{} {}</span>', *times)


def both_times_text(
    at: datetime, zone_a: str, zone_b: str, *, end: datetime | None = None
) -> str:
    """Write a day and time on the clocks of two places for a mail."""
    return strip_tags(" / ".join(_both(at, zone_a, zone_b, end, date=True)))


def _both(
    at: datetime, zone_a: str, zone_b: str, end: datetime | None, *, date: bool
) -> list[str]:
    here = moment(at, zone_a, end=end, date=date)
    if zone_b in {"", zone_a}:
        return [here]
    days = {at.astimezone(ZoneInfo(zone)).date() for zone in (zone_a, zone_b)}
    return [here, moment(at, zone_b, end=end, date=len(days) > 1)]


@register.simple_tag
def local_time(on: date | PartialDate | None, at: time | None, zone: str = "") -> str:
    """Write what is known of a day and a time of day, and whose clock it is."""
    day = _as_partial(on)
    if day is None or not day.is_exact or at is None:
        clock = _clock(at) if at else ""
        shown = partial_date(day) if day is not None and day.is_known else ""
        return format_html_join(" ", "{}", ((part,) for part in (shown, clock) if part))
    first_day = day.first_day()
    if not zone or first_day is None:
        return format_html(
            "{}",
            pgettext("moment", "%(date)s, %(time)s")
            % {
                "date": format_partial_date(day, _language(), weekday=True),
                "time": _clock(at),
            },
        )
    local = _combine(first_day, at, zone)
    return moment(local, zone, date=True)


@register.filter
def zone_name(zone: str) -> str:
    """Name a time zone in words: "Japanese time"."""
    if zone == "Asia/Tokyo":
        return gettext("Japanese time")
    if zone in {"Europe/Berlin", "Europe/Busingen"}:
        return gettext("German time")
    city = zone.rpartition("/")[2].replace("_", " ")
    return gettext("time in %(city)s") % {"city": city}


def _clock(at: time) -> str:
    return pgettext("moment", "%(time)s") % {"time": f"{at:%H:%M}"}


def _combine(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone))


@lru_cache(maxsize=256)
def _zone_label(short: str, zone: str, _language: str | None) -> str:
    """Name a clock in brackets, in the active language."""
    names = {
        "CET": pgettext("time zone", "CET"),
        "CEST": pgettext("time zone", "CEST"),
        "JST": pgettext("time zone", "JST"),
    }
    if short[:1] in {"+", "-"}:
        short = f"UTC{short}"
    label = pgettext("time zone", "%(zone)s, %(abbreviation)s") % {
        "zone": zone_name(zone),
        "abbreviation": names.get(short, short),
    }
    return f"({label})"


@register.simple_tag
def comma() -> str:
    """Print what stands between two entries of a list; Japanese has its own."""
    return pgettext("between two entries of a list", ", ")


# --- Marks beside a value ----------------------------------------------------


@register.simple_tag
def sources(record: Any, aspect: str = "") -> str:
    """
    Print the small links to the sources of a record.

    Args:
        record: Anything with `cited`, or that itself; None prints nothing.
        aspect: Only those for one aspect of the record.

    """
    found = {
        reference.source.number: reference.source
        for reference in getattr(record, "cited", record) or ()
        if not aspect or reference.aspect == aspect
    }
    if not found:
        return ""
    language = get_language() or ""
    marks = "".join(
        _mark(source.get_absolute_url(), plain(source.title), number, language)
        for number, source in sorted(found.items())
    )
    return mark_safe(f'<span class="sources">{marks}</span>')  # noqa: S308 -- of marks


@lru_cache(maxsize=4096)
def _mark(url: str, title: str, number: str, _language: str) -> SafeString:
    """Write one mark; a page shows the same few sources dozens of times."""
    return format_html(
        '<a class="sources__mark" href="{}" title="{}">'
        '<span class="visually-hidden">{} </span>{}</a>',
        url,
        title,
        gettext("Source"),
        number,
    )


@register.simple_tag(name="address")
@lru_cache(maxsize=10_000)
def address_of(name: str, *args: str) -> str:
    """
    Return the address of a page by name; empty if there is no such page.

    For what a page names dozens of times: it is worked out once.
    """
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
