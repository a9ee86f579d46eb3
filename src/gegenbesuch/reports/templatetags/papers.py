"""
The rows of a Bilanz, from the data of a paper.

They are tags and no templates: a Bilanz has hundreds of small parts, and a template
asks for each of them.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from gegenbesuch.core.templatetags.display import address_of
from gegenbesuch.reports.files import evidence_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.reports.paper import Paper

register = template.Library()
NOTHING = mark_safe("")
#: With fewer records the list stands open.
FEW = 3
#: Of several missions together, more records than this stand by their missions.
FEW_OF_MANY = 8
#: A page lists no more records of one number; the files have them all.
MOST = 60


@register.simple_tag
def number_rows(paper: Paper, level: str) -> SafeString:
    """Write the numbers of a level: what, planned, result, records with sources."""
    urls = _urls(paper)
    missions = None
    if paper["scope"]["kind"] != "mission":
        missions = {row["code"]: row for row in paper["missions"]}
    labels = gettext("Planned"), gettext("Result"), gettext("Records and sources")
    return format_html_join(
        "\n",
        '<tr id="number-{}"{}><th scope="row">{}{}</th>'
        '<td class="number" data-label="{}">{}</td>'
        '<td class="number" data-label="{}">{}</td><td data-label="{}">{}</td></tr>',
        (
            (
                number["key"],
                mark_safe(' class="bilanz-part"') if number["part_of"] else NOTHING,
                number["label"],
                _note(number["note"]),
                labels[0],
                number["planned"]["text"] if number["planned"] else "–",
                labels[1],
                _result(number),
                labels[2],
                _records(number, urls, missions),
            )
            for number in paper["numbers"]
            if number["level"] == level
        ),
    )


def _urls(paper: Paper) -> dict[str, tuple[str, str]]:
    return {row["number"]: (row["url"], row["title"]) for row in paper["sources"]}


def _note(note: str) -> SafeString:
    if not note:
        return NOTHING
    return format_html('<p class="muted small">{}</p>', note)


def _result(number: Paper) -> SafeString:
    if not number["is_known"]:
        return format_html('<span class="muted">{}</span>', number["text"])
    evidence = evidence_of(number)
    return format_html(
        "<strong>{}</strong>{}{}",
        number["text"],
        _footnotes(number["footnotes"]),
        format_html('<br><span class="muted small">{}</span>', evidence)
        if evidence
        else NOTHING,
    )


def _footnotes(numbers: Iterable[int]) -> SafeString:
    """Refer to where sources disagree about what was counted."""
    return format_html_join(
        "",
        '<sup><a href="#conflict-{}" aria-label="{}">({})</a></sup>',
        ((n, gettext("Sources disagree, note %(n)s") % {"n": n}, n) for n in numbers),
    )


def _missions(number: Paper, missions: dict[str, Paper]) -> SafeString:
    """Lead to the same number of each mission, where its records stand."""
    counts = Counter(record["mission"] for record in number["records"])
    rows = format_html_join(
        "",
        '<li><a href="{}#number-{}">{}</a> ({})</li>',
        (
            (
                address_of("reports:bilanz", code),
                number["key"],
                missions[code]["title"] if code in missions else code,
                n,
            )
            for code, n in counts.items()
        ),
    )
    return _folded(rows, len(number["records"]))


def _records(
    number: Paper, urls: dict[str, tuple[str, str]], missions: dict[str, Paper] | None
) -> SafeString:
    records = number["records"]
    if not records:
        return format_html(
            '<span class="muted">{}</span>', gettext("No record says so.")
        )
    if missions is not None and len(records) > FEW_OF_MANY:
        return _missions(number, missions)
    rows = _joined(_row(record, urls) for record in records[:MOST])
    if len(records) > MOST:
        more = gettext("and %(n)s more, in the files") % {"n": len(records) - MOST}
        rows = format_html('{}<li class="muted">{}</li>', rows, more)
    if records[0]["is_searched"]:
        return format_html('<ul class="plain-list">{}</ul>', rows)
    return _folded(rows, len(records))


def _row(record: Paper, urls: dict[str, tuple[str, str]]) -> str:
    quantity = f" ({record['quantity']['text']})" if record["quantity"] else ""
    marks, note = _marks(record["sources"], urls), _note(record["note"])
    return (
        f'<li><a href="{escape(record["url"])}">{escape(record["label"])}</a>'
        f"{escape(quantity)}{marks}{note}</li>"
    )


def _joined(parts: Iterable[str]) -> SafeString:
    """Put parts together in which every text is escaped; there are hundreds."""
    return mark_safe("".join(parts))  # noqa: S308 -- of escaped texts


def _folded(rows: SafeString, n: int) -> SafeString:
    total = ngettext("One record", "%(total)s records", n) % {"total": n}
    return format_html(
        '<details class="bilanz-records"{}><summary>{}</summary>'
        '<ul class="plain-list">{}</ul></details>',
        mark_safe(" open") if n < FEW else NOTHING,
        total,
        rows,
    )


@register.simple_tag
def mission_rows(paper: Paper) -> SafeString:
    """Write the missions of a paper as a list: title, when, status."""
    tones = {"held": "good", "dropped": "bad"}
    return format_html_join(
        "\n",
        '<li><a href="{}">{}</a> <span class="muted">{}</span> '
        '<span class="status status--{}">{}</span></li>',
        (
            (
                address_of("reports:bilanz", row["code"]),
                row["title"],
                row["when"],
                tones.get(row["state"], "open"),
                row["status"],
            )
            for row in paper["missions"]
        ),
    )


@register.simple_tag
def source_marks(numbers: Iterable[str], paper: Paper) -> SafeString:
    """Write the small links to sources."""
    return _marks(numbers, _urls(paper))


def _marks(numbers: Iterable[str], urls: dict[str, tuple[str, str]]) -> SafeString:
    word = escape(gettext("Source"))
    marks = _joined(
        f'<a class="sources__mark" href="{escape(url)}" title="{escape(title)}">'
        f'<span class="visually-hidden">{word} </span>{escape(number)}</a>'
        for number in numbers
        for url, title in (urls.get(number, ("", "")),)
    )
    return format_html('<span class="sources">{}</span>', marks) if marks else NOTHING


@register.simple_tag
def sentence_rows(sentences: Iterable[Any]) -> SafeString:
    """Write sentences, each with links to the records that say it."""
    return format_html_join(
        "\n",
        '<li>{} <span class="sentence__records">{}</span></li>',
        (
            (
                sentence["text"],
                record_links(sentence.get("links") or sentence["records"]),
            )
            for sentence in sentences
        ),
    )


@register.simple_tag
def record_links(records: Iterable[Any]) -> SafeString:
    """Write small links to records, named by what they are."""
    return format_html_join(
        " ",
        '<a class="sentence__record" href="{}" title="{}">{}</a>',
        ((row["url"], row["code"], row["label"] or row["code"]) for row in records),
    )
