"""A small forum: two companies on each side, three slots, two tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.matchmaking.models import Profile
from tests import factories as make

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office
    from gegenbesuch.scheduling.models import Session


@dataclass
class Forum:
    """The rows of the small forum."""

    session: Session
    slots: list[Any]
    tables: list[Any]
    interpreter: Any
    home: list[Profile]
    partners: list[Profile]
    requests: list[Any]


def make_profile(mission: Any, side: int, name: Any, languages: list[str]) -> Profile:
    return make.ProfileFactory(
        mission=mission,
        side=side,
        languages=languages,
        organisation__name=name,
        organisation__is_invented=True,
    )


@pytest.fixture
def forum(office: Office) -> Forum:
    """Four accepted requests; those of the second partner need an interpreter."""
    mission = make.MissionFactory(office=office, code="forum", is_invented=True)
    session = make.SessionFactory(
        mission=mission,
        code="forum-session",
        title=make.i18n("Gesprächsrunde", "Meeting session", "面談会"),
        venue=make.i18n("Kongresshalle", "Congress hall", "会議場"),
        time_zone="Europe/Berlin",
        partner_time_zone="Asia/Tokyo",
        is_invented=True,
    )
    home = [
        make_profile(mission, 0, make.i18n(f"Analytik {n} GmbH"), ["de", "en"])
        for n in "AB"
    ]
    partners = [
        make_profile(
            mission,
            1,
            make.i18n("Kasou Kikai KK", "Kasou Machinery Inc.", "株式会社髙機械"),
            ["ja", "en"],
        ),
        make_profile(
            mission,
            1,
            make.i18n("Mihon Baio KK", "Mihon Bio Inc.", "見本バイオ株式会社"),
            ["ja"],
        ),
    ]
    home[0].people.add(
        make.PersonFactory(office=office, name=Name(family="Weber", given="Anna"))
    )
    partners[0].people.add(
        make.PersonFactory(
            office=office,
            name=Name(family="Tanaka", given="Yuki", kanji=Spelling("田中", "由紀")),
        )
    )
    return Forum(
        session=session,
        slots=[make.SlotFactory(session=session, position=n) for n in range(3)],
        tables=[make.TableFactory(session=session, position=n) for n in range(2)],
        interpreter=make.InterpreterFactory(
            session=session,
            person__name=Name(family="Sato", given="Ken", kanji=Spelling("佐藤", "健")),
        ),
        home=home,
        partners=partners,
        requests=[
            make.RequestFactory(
                sender=home[0],
                recipient=partners[0],
                message="Wir möchten Ihre Ventile kennenlernen.",
            ),
            make.RequestFactory(sender=home[1], recipient=partners[0]),
            make.RequestFactory(sender=partners[1], recipient=home[0]),
            make.RequestFactory(sender=partners[1], recipient=home[1]),
        ],
    )
