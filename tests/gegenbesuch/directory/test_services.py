from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation
from i18nfield.strings import LazyI18nString

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.name import Name
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory import role_axis, rules, services
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    RoleFactory,
    SectorFactory,
    i18n,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.accounts.models import Office, User

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _trail() -> list[tuple[str, Any]]:
    entries = AuditEntry.objects.filter(verb__startswith="directory.").order_by("pk")
    return [(entry.verb, entry.changes) for entry in entries]


def test_create_organisation_takes_the_country_of_its_place(
    office: Office, bruno: User
) -> None:
    made = services.create_organisation(
        office, actor=bruno, name={"de": "Ärztehaus"}, place=PlaceFactory(country="JP")
    )
    made.refresh_from_db()

    assert made.country == "JP"
    assert made.sort_key == "aerztehaus"
    assert _trail() == [("directory.organisation.created", {})]


def test_create_organisation_needs_a_name(office: Office) -> None:
    with pytest.raises(ActionError, match="name"):
        services.create_organisation(office, actor=None, name={"de": "", "ja": ""})


def test_update_organisation_records_old_and_new_in_all_languages(
    office: Office, bruno: User
) -> None:
    organisation = services.create_organisation(
        office, actor=None, name={"de": "A", "ja": "あ"}, founded_on="1991"
    )

    services.update_organisation(
        organisation,
        actor=bruno,
        name={"de": "A", "en": "", "ja": "い"},
        founded_on=PartialDate.in_year(1991),
        sectors=[SectorFactory(code="chemistry")],
    )

    assert _trail()[1:] == [
        (
            "directory.organisation.updated",
            {
                "name": [{"de": "A", "ja": "あ"}, {"de": "A", "ja": "い"}],
                "sectors": [[], ["chemistry"]],
            },
        )
    ]


def test_update_organisation_without_a_difference_leaves_no_trace(
    office: Office, bruno: User
) -> None:
    organisation = services.create_organisation(office, actor=None, name={"de": "A"})
    organisation.refresh_from_db()

    services.update_organisation(
        organisation, actor=bruno, name=LazyI18nString({"de": "A"}), sectors=[]
    )

    assert len(_trail()) == 1


def test_update_organisation_refuses_a_circle(office: Office) -> None:
    top = OrganisationFactory(office=office)
    part = OrganisationFactory(office=office, parent=top)

    with pytest.raises(ActionError, match="itself"):
        services.update_organisation(top, actor=None, parent=part)


def test_update_organisation_refuses_a_parent_of_another_office(
    office: Office, other_office: Office
) -> None:
    organisation = OrganisationFactory(office=office)
    foreign = OrganisationFactory(office=other_office)

    with pytest.raises(ActionError, match="office"):
        services.update_organisation(organisation, actor=None, parent=foreign)


def test_update_person_keeps_personal_data_shreddable(
    office: Office, bruno: User
) -> None:
    person = services.create_person(office, name=Name(family="Kurz"), actor=None)

    services.update_person(person, actor=bruno, name=Name(family="Lang"))
    audit.shred(person, actor=None)

    changes = dict(_trail())["directory.person.updated"]
    assert changes == {"name": ["…", "…"]}


def test_update_person_sorts_anew(office: Office) -> None:
    person = services.create_person(office, name=Name(family="Kurz"), actor=None)

    services.update_person(person, actor=None, name=Name(family="Ähre", given="Uta"))
    person.refresh_from_db()

    assert person.sort_key == "aehre  uta"


def test_add_role_keeps_earlier_roles(office: Office, bruno: User) -> None:
    role = RoleFactory(person__office=office, started_on="2010")
    role.refresh_from_db()

    services.update_role(role, actor=bruno, ended_on="2018")
    services.add_role(
        role.person,
        actor=bruno,
        title={"de": "Bürgermeister"},
        organisation=role.organisation,
        started_on="2018",
    )

    assert role.person.roles.count() == 2
    assert _trail() == [
        ("directory.role.updated", {"ended_on": ["", "2018"]}),
        ("directory.role.added", {}),
    ]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"title": ""}, "function"),
        ({"organisation": None}, "organisation"),
        ({"started_on": "2019-06", "ended_on": "2018"}, "ends before"),
        ({"seen_from": "2019-06-07", "seen_until": "2019-06-06"}, "ends before"),
    ],
)
def test_add_role_refuses_what_makes_no_sense(
    office: Office, values: dict[str, Any], reason: str
) -> None:
    person = PersonFactory(office=office)
    right = {"title": "Amt", "organisation": OrganisationFactory(office=office)}

    with pytest.raises(ActionError, match=reason):
        services.add_role(person, actor=None, **(right | values))


def test_a_role_may_end_in_the_year_in_which_it_began(office: Office) -> None:
    person = PersonFactory(office=office)

    role = services.add_role(
        person,
        actor=None,
        title="Amt",
        organisation_text=i18n("Freistaat Sachsen"),
        started_on="2018-05",
        ended_on="2018",
    )

    assert role.ended_on == PartialDate.in_year(2018)


def test_the_picture_of_roles_spans_whole_years(office: Office) -> None:
    person = PersonFactory(office=office)
    known = RoleFactory(person=person, started_on="2010", ended_on="2013-12-31")
    seen = RoleFactory(person=person, seen_from="2014-01-01", seen_until="2019")
    RoleFactory(person=person)
    roles = list(person.roles.order_by("pk"))

    axis = role_axis.draw(roles)

    assert axis is not None
    assert [(bar.role, bar.is_known) for bar in axis.bars] == [
        (known, True),
        (seen, False),
    ]
    assert axis.bars[0].x == "0.00%"
    assert axis.bars[1].x == axis.bars[0].width.replace("39.98", "40.01")
    assert [tick.year for tick in axis.ticks] == [2010, 2012, 2014, 2016, 2018]
    assert role_axis.draw(roles[2:]) is None


def test_only_editors_of_its_office_may_edit(
    office: Office, bruno: User, chloe: User, dario: User
) -> None:
    organisation = OrganisationFactory(office=office)

    may = [
        rules.can_edit_organisation(user, organisation)
        for user in (bruno, chloe, dario)
    ]

    assert may == [True, False, False]
    assert rules.offices_to_edit(chloe) == []


def test_only_coordinators_see_the_history(
    office: Office, alba: User, bruno: User
) -> None:
    person = PersonFactory(office=office)

    assert rules.can_see_history(alba, person)
    assert not rules.can_see_history(bruno, person)
