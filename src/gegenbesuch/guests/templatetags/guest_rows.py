"""
The rows of the long tables of guests: the list, the order, the tables, the doors.

They are tags and no templates: a hundred guests have a dozen parts each, and a
template asks for each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext

from gegenbesuch.core.templatetags.display import address_of, person_name, text
from gegenbesuch.core.templatetags.page import choice, status
from gegenbesuch.guests.attending import in_place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gegenbesuch.guests.models import Guest, SeatingRule
    from gegenbesuch.guests.precedence import Placed
    from gegenbesuch.guests.selectors import Line
    from gegenbesuch.guests.views.protocol import AtTable

register = template.Library()
BREAK = mark_safe("<br>")
NOTHING = mark_safe("")


@register.simple_tag
def guest_rows(lines: Iterable[Line], *, can_choose: bool = False) -> SafeString:
    """Write guests as rows of a table: name, function, language, answer, last mail."""
    labels = gettext("Function"), gettext("Language"), gettext("Last mail")
    by_letter = format_html('<span class="muted">{}</span>', gettext("by letter"))
    return format_html_join(
        "\n",
        '<tr>{}<th scope="row"><a href="{}">{}</a>{}{}</th><td data-label="{}">{}</td>'
        '<td data-label="{}">{}</td><td>{}{}</td><td data-label="{}">{}</td></tr>',
        (
            (
                _chosen(line.guest) if can_choose else NOTHING,
                address_of("guests:guest", line.guest.code),
                person_name(line.guest.name, "list"),
                _with(line.guest),
                _instead(line.guest),
                labels[0],
                _work(line.guest),
                labels[1],
                choice(line.guest, "language"),
                status(line.guest),
                _via(line),
                labels[2],
                _mail(line, by_letter),
            )
            for line in lines
        ),
    )


@register.simple_tag
def rank_rows(
    rows: Iterable[tuple[Placed, Guest, str, str]], *, can_edit: bool = False
) -> SafeString:
    """
    Write guests in their order as rows: place, address, spoken form, reason.

    Args:
        rows: Each place with who really comes, and how they are written and spoken to.
    """
    labels = pgettext("rank", "Place"), gettext("Spoken to as"), gettext("Reason")
    rank = gettext("Rank")
    return format_html_join(
        "\n",
        '<tr><td class="number" data-label="{}">{}</td><th scope="row">'
        '<a href="{}">{}</a>{}{}</th><td data-label="{}" translate="no">{}</td>'
        '<td data-label="{}">{}</td>{}</tr>',
        (
            (
                labels[0],
                row.place,
                address_of("guests:guest", row.guest.code),
                line,
                _for_whom(row.guest),
                format_html('<br><span class="muted small">{}</span>', text(who.title))
                if who.title
                else NOTHING,
                labels[1],
                spoken,
                labels[2],
                row.reason,
                _rank(row.guest, rank) if can_edit else NOTHING,
            )
            for row, who, line, spoken in rows
        ),
    )


@register.simple_tag
def seating_tables(
    tables: Iterable[AtTable], names: Mapping[int, str], *, can_edit: bool = False
) -> SafeString:
    """
    Write the tables with who sits where, and a field to move each by hand.

    Args:
        names: Of the guests, by key: a page needs each several times.
    """
    by_hand = format_html(' <span class="tag">{}</span>', gettext("by hand"))
    move = escape(gettext("Table of")) if can_edit else ""
    return format_html_join(
        "\n",
        '<section class="seating__table seating__table--{}" aria-labelledby="table-{}">'
        '<h3 id="table-{}">{} <span class="muted small">{} · {}</span></h3>'
        '<ol class="seating__seats">{}</ol></section>',
        (
            (
                at.table.shape,
                at.table.number,
                at.table.number,
                gettext("Table %(number)s") % {"number": at.table.number},
                choice(at.table, "shape"),
                ngettext("one seat free", "%(free)s seats free", at.free)
                % {"free": at.free},
                _seats(at, names, move, by_hand),
            )
            for at in tables
        ),
    )


@register.simple_tag
def standing_guests(guests: Iterable[Guest], *, can_edit: bool = False) -> SafeString:
    """Write who has no seat, yet or by hand, with a field to seat each by hand."""
    move = escape(gettext("Table of")) if can_edit else ""
    by_hand = format_html(' <span class="tag">{}</span>', gettext("by hand"))
    return format_html_join(
        "\n",
        '<li class="seating__standing"><span>{}{}</span>{}</li>',
        (
            (
                name := str(guest),
                by_hand if guest.has_no_seat else NOTHING,
                _field(guest, name, "", move),
            )
            for guest in guests
        ),
    )


@register.simple_tag
def seating_rules(
    rules: Iterable[SeatingRule], names: Mapping[int, str], code: str = ""
) -> SafeString:
    """
    Write who sits with whom.

    Args:
        names: Of the guests, by key.
        code: Of the list, if the rules can be taken back: each by a button of the
            form around them.
    """
    take_back = gettext("Take back")
    return format_html_join(
        "\n",
        '<li class="seating__standing">{}{}{}</li>',
        (
            (
                shown := (
                    f"{names[rule.one_id]} / {names[rule.other_id]}: "
                    f"{choice(rule, 'kind')}"
                ),
                f" ({rule.note})" if rule.note else "",
                format_html(
                    '<button class="kern-btn kern-btn--tertiary kern-btn--small"'
                    ' type="submit" formaction="{}"><span class="kern-label">{}'
                    '<span class="visually-hidden">: {}</span></span></button>',
                    address_of("guests:remove-rule", code, rule.code),
                    take_back,
                    shown,
                )
                if code
                else NOTHING,
            )
            for rule in rules
        ),
    )


@register.simple_tag
def door_rows(guests: Iterable[dict[str, Any]]) -> SafeString:
    """Write who may come in as list items with a button for each way."""
    let_in, check_out = gettext("Let in"), gettext("Check out")
    comes_with = gettext("comes with %(name)s")
    return format_html_join(
        "\n",
        '<li class="door-guest{}" data-guest="{}"><div class="door-guest__who">'
        '<p class="door-guest__name">{}{}</p><p class="muted small">{}</p>'
        '<p class="small" data-state></p></div><div>'
        '<button class="kern-btn kern-btn--primary" type="submit" name="in"'
        ' value="{}"{}><span class="kern-label">{}<span class="visually-hidden">: {}'
        "</span></span></button>"
        '<button class="kern-btn kern-btn--secondary" type="submit" name="out"'
        ' value="{}"{}><span class="kern-label">{}<span class="visually-hidden">: {}'
        "</span></span></button></div></li>",
        (
            (
                " door-guest--inside" if row["inside"] else "",
                row["code"],
                row["name"],
                f" → {row['instead']}" if row["instead"] else "",
                _about(row, comes_with),
                row["code"],
                HIDDEN if row["inside"] else NOTHING,
                let_in,
                row["name"],
                row["code"],
                NOTHING if row["inside"] else HIDDEN,
                check_out,
                row["name"],
            )
            for row in guests
        ),
    )


HIDDEN = mark_safe(" hidden")


# --- Parts -------------------------------------------------------------------


def _chosen(guest: Guest) -> SafeString:
    if guest.companion_of_id is not None:
        return mark_safe("<td></td>")
    return format_html(
        '<td><input type="checkbox" name="guests" value="{}" aria-label="{}"></td>',
        guest.code,
        str(guest.name),
    )


def _with(guest: Guest) -> SafeString:
    if guest.companion_of is None:
        return NOTHING
    words = gettext("comes with %(name)s") % {"name": guest.companion_of.name}
    return format_html('<br><span class="muted small">{}</span>', words)


def _instead(guest: Guest) -> SafeString:
    if not guest.representative:
        return NOTHING
    words = gettext("represented by %(name)s") % {"name": guest.representative}
    return format_html('<br><span class="small">{}</span>', words)


def _for_whom(guest: Guest) -> SafeString:
    if not (words := in_place_of(guest)):
        return NOTHING
    return format_html('<br><span class="small">{}</span>', words)


def _work(guest: Guest) -> SafeString:
    """Write the function, and where somebody works."""
    where = guest.organisation.name if guest.organisation else guest.organisation_text
    return _lines(text(guest.title), text(where))


def _lines(*parts: str) -> SafeString:
    return format_html_join(BREAK, "{}", ((part,) for part in parts if part))


def _via(line: Line) -> SafeString:
    """Write how the answer came in, and whether the guest did."""
    guest = line.guest
    parts = []
    if guest.answered_via and guest.answered_via != guest.Via.LINK:
        parts.append(choice(guest, "answered_via"))
    if line.came is not None:
        parts.append(gettext("was there") if line.came else gettext("did not come"))
    return format_html_join(
        "", '<br><span class="muted small">{}</span>', ((part,) for part in parts)
    )


def _mail(line: Line, by_letter: SafeString) -> SafeString | str:
    if line.mail is not None:
        shown = status(line.mail)
        if not line.is_troubled:
            return shown
        return format_html(
            '{}<br><span class="trouble small">{}</span>', shown, line.mail.problem
        )
    if line.guest.email or line.guest.companion_of_id is not None:
        return "–"
    return by_letter


def _rank(guest: Guest, label: str) -> SafeString:
    if guest.companion_of_id is not None:
        return mark_safe("<td></td>")
    return format_html(
        '<td><a href="{}">{}<span class="visually-hidden">: {}</span></a></td>',
        address_of("guests:set-rank", guest.code),
        label,
        str(guest.name),
    )


def _seats(
    at: AtTable, names: Mapping[int, str], move: str, by_hand: SafeString
) -> SafeString:
    return format_html_join(
        "",
        '<li value="{}"><span class="seating__who">{}{}<br><span class="muted small">'
        "{}{}</span></span>{}</li>",
        (
            (
                seat.number,
                name := names[seat.guest_id],
                by_hand if seat.is_fixed else NOTHING,
                choice(seat.guest, "language"),
                format_html(" · {}", text(seat.guest.organisation.name))
                if seat.guest.organisation
                else NOTHING,
                _field(
                    seat.guest,
                    name,
                    f"{at.table.number}/{seat.number}"
                    if seat.is_numbered
                    else at.table.number,
                    move,
                ),
            )
            for seat in at.seats
        ),
    )


def _field(guest: Guest, name: str, spot: int | str, move: str) -> SafeString:
    if not move:
        return NOTHING
    return format_html(
        '<input class="kern-form-input__input seating__move" name="guest-{}" value="{}"'
        ' inputmode="decimal" maxlength="7" aria-label="{} {}"'
        ' aria-describedby="how-to-move">',
        guest.code,
        spot,
        move,
        name,
    )


def _about(row: dict[str, Any], comes_with: str) -> SafeString:
    parts = [
        format_html('<span translate="no">{}</span>', row["other"])
        if row["other"] != row["name"]
        else "",
        row["more"],
        comes_with % {"name": row["with"]} if row["with"] else "",
        row["label"],
    ]
    return format_html_join(" · ", "{}", ((part,) for part in parts if part))
