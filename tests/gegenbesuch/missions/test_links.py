from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from gegenbesuch.core.errors import ActionError
from gegenbesuch.missions import services
from gegenbesuch.missions.models import MissionLink
from tests import factories as make
from tests.cast import signed_in
from tests.factories import i18n

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db


def url(code: str) -> str:
    return reverse("missions:links", args=[code]) + "?lang=en"


@pytest.mark.parametrize(
    ("how", "kind", "is_earlier"),
    [
        ("answers", "answers", False),
        ("answered", "answers", True),
        ("follows", "leads_to", False),
        ("leads", "leads_to", True),
    ],
)
def test_a_mission_is_joined_in_four_ways(
    how: str, kind: str, *, is_earlier: bool, office: Office, bruno: User
):
    mission = make.MissionFactory(office=office)
    other = make.MissionFactory(office=office, title=i18n("Gegenbesuch aus Toyohashi"))

    signed_in(bruno).post(
        url(mission.code), {"how": how, "other": "aus Toyohashi", "note_0": "Zusage"}
    )

    link = MissionLink.objects.get()
    pair = (mission, other) if is_earlier else (other, mission)
    assert (link.earlier, link.later, link.kind) == (*pair, kind)
    assert str(link.note) == "Zusage"


def test_the_other_mission_is_named_or_refused(office: Office, bruno: User):
    mission = make.MissionFactory(office=office)
    for year in (2017, 2019):
        make.MissionFactory(
            office=office, title=i18n(f"Reise {year}"), code=f"trip-{year}"
        )
    make.MissionFactory(title=i18n("Fremd"))
    client = signed_in(bruno)

    def errors(text: str) -> str:
        response = client.post(url(mission.code), {"how": "leads", "other": text})
        return " ".join(response.context["form"].errors["other"])

    assert "trip-2017" in errors("Reise")
    assert "trip-2019" in errors("Reise")
    assert "„Fremd“" in errors("Fremd")
    assert errors(mission.code)
    client.post(url(mission.code), {"how": "leads", "other": "Reise 2019 (trip-2019)"})
    assert [link.later.code for link in mission.later_links.all()] == ["trip-2019"]


def test_a_link_is_taken_back_from_either_end(office: Office, bruno: User):
    link = make.MissionLinkFactory(earlier__office=office)

    signed_in(bruno).post(
        reverse(
            "missions:unlink-missions",
            args=[link.later.code, link.earlier.code, link.kind],
        )
    )

    assert not MissionLink.objects.exists()


def test_what_a_source_says_stays_linked(office: Office, bruno: User):
    link = make.MissionLinkFactory(earlier__office=office)
    make.CitationFactory(**make.on(link))

    with pytest.raises(ActionError):
        services.unlink_missions(link, actor=bruno)
