"""Which documents there are for a mission, and as which files each can be had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gegenbesuch.documents.content import (
    briefing,
    council,
    delegation,
    guests,
    needs,
    notes,
    profiles,
    programme,
)
from gegenbesuch.documents.rendering import to_docx, to_pdf, to_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from gegenbesuch.documents.blocks import Cards, Document, SeatingPlan
    from gegenbesuch.missions.models import Mission


@dataclass(frozen=True)
class Entry:
    """
    A document that can be made.

    Attributes:
        key: Its name in addresses and, with the ending, as a file.
        about: The event or person it is for; empty for the whole mission.
        is_internal: Names people who are on no public list.
        is_sensitive: Tells of food and access: for coordinators only.
        group: `mission`, `people`, or the code of an event.
    """

    key: str
    label: str | _StrPromise
    make: Callable[[], Document | Cards | SeatingPlan]
    endings: tuple[str, ...] = ("pdf",)
    about: str = ""
    is_internal: bool = True
    is_sensitive: bool = False
    group: str = "mission"

    def render(self, ending: str, *, at: datetime) -> bytes:
        """Return the file in the active language."""
        made = self.make()
        if ending == "docx":
            return to_docx(made)  # type: ignore[arg-type]
        if ending == "xlsx":
            return to_xlsx(made)  # type: ignore[arg-type]
        return to_pdf(made, at=at)


def entries_of(mission: Mission) -> list[Entry]:
    """Return all documents of a mission, of its people and of its events."""
    return [*_of_mission(mission), *_of_people(mission), *_of_events(mission)]


def _of_mission(mission: Mission) -> Iterator[Entry]:
    def entry(
        key: str,
        label: str | _StrPromise,
        make: Callable[[Mission], Document | Cards],
        *endings: str,
        is_internal: bool = True,
        is_sensitive: bool = False,
    ) -> Entry:
        return Entry(
            key,
            label,
            lambda: make(mission),
            ("pdf", *endings),
            is_internal=is_internal,
            is_sensitive=is_sensitive,
        )

    yield entry(
        "delegation_list_short",
        _("Delegation list, short, for the press"),
        delegation.short_list,
        "xlsx",
        "docx",
        is_internal=False,
    )
    yield entry(
        "delegation_list_long",
        _("Delegation list, long, for the hosts"),
        delegation.long_list,
        "xlsx",
        "docx",
    )
    yield entry(
        "programme_short",
        _("Programme, short"),
        programme.short,
        "docx",
        is_internal=False,
    )
    yield entry("programme_long", _("Programme, long"), programme.long, "docx")
    yield entry("programme_a6", _("Programme on pages of A6"), programme.booklet)
    yield entry(
        "programme_to_fold", _("Programme on A4, to fold to A6"), programme.folded
    )
    yield entry("briefing_book", _("Briefing book"), briefing.book, "docx")
    yield entry("profile_sheets", _("Profile sheets"), profiles.sheets, "docx")
    yield entry("speaking_notes", _("Speaking notes"), notes.speaking_notes, "docx")
    yield entry("meeting_notes", _("Meeting notes"), notes.meeting_notes, "docx")
    yield entry("council_paper", _("Paper for the council"), council.paper, "docx")
    yield entry("name_badges", _("Name badges"), delegation.badges)
    yield entry("place_cards", _("Place cards"), delegation.place_cards)
    yield entry(
        "thank_you_letters", _("Thank-you letters to hosts"), delegation.thanks, "docx"
    )
    yield entry(
        "diet_list",
        _("Food and access of those who travel"),
        needs.of_mission,
        "xlsx",
        is_sensitive=True,
    )


def _of_people(mission: Mission) -> Iterator[Entry]:
    for person in programme.people_with_own_programme(mission):
        yield Entry(
            f"programme_for_{person.code}",
            _("Programme for one person"),
            lambda person=person: programme.for_person(mission, person),  # type: ignore[misc]
            about=str(person),
            group="people",
        )


def _of_events(mission: Mission) -> Iterator[Entry]:
    makers = (
        ("door_list", _("Door list"), guests.door_list, ("pdf", "xlsx")),
        ("greetings_list", _("Greetings list"), guests.greetings_list, ("pdf", "docx")),
        ("seating_plan", _("Seating plan"), guests.seating_plan, ("pdf", "docx")),
        (
            "seating_plan_drawn",
            _("Seating plan, drawn"),
            guests.drawn_seating,
            ("pdf",),
        ),
        (
            "speaking_notes",
            _("Speaking notes"),
            notes.speaking_notes_for,
            ("pdf", "docx"),
        ),
        ("name_badges", _("Name badges"), guests.badges, ("pdf",)),
        ("place_cards", _("Place cards"), guests.place_cards, ("pdf",)),
        (
            "invitations",
            _("Invitations by letter"),
            guests.invitations,
            ("pdf", "docx"),
        ),
        ("thank_you_letters", _("Thank-you letters"), guests.thanks, ("pdf", "docx")),
        ("diet_list", _("Food and access"), needs.of_event, ("pdf", "xlsx")),
    )
    for event in mission.guest_lists.select_related(
        "office", "place", "mission"
    ).order_by("on", "pk"):
        for key, label, make, endings in makers:
            yield Entry(
                f"{key}_{event.code}",
                label,
                lambda make=make, event=event: make(event),  # type: ignore[misc]
                endings,
                about=str(event),
                is_sensitive=key == "diet_list",
                group=event.code,
            )
