"""Two records become one with all that hangs on them, and two again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import translation

from gegenbesuch.core import timeline
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.directory import history, listing, services
from gegenbesuch.directory.models import ClusterMembership, Merge, Organisation, Person
from gegenbesuch.directory.services import index_organisations, index_people
from gegenbesuch.directory.services.field_values import texts_of
from tests.factories import (
    ClusterMembershipFactory,
    MissionFactory,
    OrganisationFactory,
    PersonFactory,
    ProfileFactory,
    RequestFactory,
    RoleFactory,
    SeatFactory,
    SectorFactory,
    SlotFactory,
    StatementFactory,
    TagFactory,
    i18n,
)
from tests.gegenbesuch.directory.merging import state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.accounts.models import Office, User

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


# --- What becomes of the two -------------------------------------------------


def test_merge_organisations_keeps_all_names_and_fills_the_gaps(
    office: Office, bruno: User
) -> None:
    kept = OrganisationFactory(office=office, name={"de": "Hafen Kobe"}, kind="other")
    dropped = OrganisationFactory(
        office=office,
        name={"de": "Hafenamt Kobe", "ja": "神戸港"},
        aliases=["Port of Kobe"],
        kind="authority",
        country="JP",
        reading="コウベコウ",
    )

    merge = services.merge_organisations(kept, dropped, actor=bruno)

    kept.refresh_from_db()
    assert texts_of(kept.name) == {"de": "Hafen Kobe", "ja": "神戸港"}
    assert kept.aliases == ["Port of Kobe", "Hafenamt Kobe"]
    assert (kept.kind, kept.country, kept.reading) == ("authority", "JP", "コウベコウ")
    page = listing.page_of(Organisation.objects.all(), user=bruno, text="hafenamt")
    assert page.rows == [kept]
    entry = AuditEntry.objects.get(verb="directory.organisation.merged")
    assert entry.context["dropped"] == merge.dropped_code == dropped.code


def test_merge_organisations_takes_what_the_other_knows_better(
    office: Office,
) -> None:
    kept = OrganisationFactory(office=office, name={"de": "Falsch"}, country="DE")
    dropped = OrganisationFactory(office=office, name={"de": "Richtig"}, country="JP")

    services.merge_organisations(kept, dropped, actor=None, take=["name", "country"])

    kept.refresh_from_db()
    assert texts_of(kept.name) == {"de": "Richtig"}
    assert (kept.aliases, kept.country) == (["Falsch"], "JP")


def test_merge_people_joins_the_scripts_and_never_loses_a_death(
    office: Office,
) -> None:
    kept = PersonFactory(office=office, name=Name(family="Oguchi", given="Takashi"))
    dropped = PersonFactory(
        office=office,
        name=Name(family="Ōguchi", given="T.", kanji=Spelling("小口", "隆")),
        is_deceased=True,
    )
    role = RoleFactory(person=dropped)

    services.merge_people(kept, dropped, actor=None)

    kept.refresh_from_db()
    assert (kept.name.family, kept.name.kanji) == ("Oguchi", Spelling("小口", "隆"))
    assert kept.name.aliases == ("T. Ōguchi",)
    assert kept.is_deceased
    assert list(kept.roles.all()) == [role]


def test_the_same_profile_of_both_becomes_one_with_all_its_statements(
    office: Office,
) -> None:
    kept, dropped = OrganisationFactory.create_batch(2, office=office)
    mission = MissionFactory(office=office)
    first = ProfileFactory(mission=mission, organisation=kept)
    second = ProfileFactory(mission=mission, organisation=dropped)
    StatementFactory(profile=first)
    StatementFactory(profile=second)
    wish = RequestFactory(sender=first)
    same = RequestFactory(sender=second, recipient=wish.recipient)
    index_organisations(Organisation.objects.all())
    before = state()

    merge = services.merge_organisations(kept, dropped, actor=None)

    profile = mission.profiles.get(organisation=kept)
    assert profile.statements.count() == 2
    assert list(profile.requests_sent.all()) == [wish]
    assert not type(same).objects.filter(pk=same.pk).exists()

    services.undo_merge(merge, actor=None)
    assert state() == before


def test_a_request_that_ran_out_stays_beside_the_one_that_was_made_anew(
    office: Office,
) -> None:
    kept, dropped = OrganisationFactory.create_batch(2, office=office)
    mission = MissionFactory(office=office)
    wish = RequestFactory(
        sender=ProfileFactory(mission=mission, organisation=kept), status="expired"
    )
    anew = RequestFactory(
        sender=ProfileFactory(mission=mission, organisation=dropped),
        recipient=wish.recipient,
    )
    index_organisations(Organisation.objects.all())
    before = state()

    merge = services.merge_organisations(kept, dropped, actor=None)

    profile = mission.profiles.get(organisation=kept)
    assert set(profile.requests_sent.all()) == {wish, anew}
    services.undo_merge(merge, actor=None)
    assert state() == before


def test_merge_organisations_is_refused_when_one_would_sit_at_two_tables(
    office: Office,
) -> None:
    kept, dropped = OrganisationFactory.create_batch(2, office=office)
    mission = MissionFactory(office=office)
    slot = SlotFactory(session__mission=mission)
    for organisation in (kept, dropped):
        SeatFactory(
            meeting__session=slot.session,
            meeting__request__sender__organisation=organisation,
            slot=slot,
        )
    before = state()

    with pytest.raises(ActionError, match="cannot be made one"), transaction.atomic():
        services.merge_organisations(kept, dropped, actor=None)

    assert state() == before


def test_two_who_asked_each_other_for_a_meeting_are_not_one(office: Office) -> None:
    kept, dropped = OrganisationFactory.create_batch(2, office=office)
    mission = MissionFactory(office=office)
    RequestFactory(
        sender=ProfileFactory(mission=mission, organisation=kept),
        recipient=ProfileFactory(mission=mission, organisation=dropped),
    )

    with pytest.raises(ActionError, match="cannot be made one"), transaction.atomic():
        services.merge_organisations(kept, dropped, actor=None)


def test_a_membership_of_one_in_the_other_goes_and_comes_back(
    office: Office,
) -> None:
    membership = ClusterMembershipFactory(cluster__office=office)
    index_organisations(Organisation.objects.all())
    before = state()

    merge = services.merge_organisations(
        membership.cluster, membership.member, actor=None
    )
    assert not ClusterMembership.objects.exists()

    services.undo_merge(merge, actor=None)
    assert state() == before


# --- Undoing later -----------------------------------------------------------


def test_undo_merge_leaves_what_was_changed_since(office: Office) -> None:
    kept, dropped = OrganisationFactory.create_batch(2, office=office)
    moved = RoleFactory(organisation=dropped)
    deleted = RoleFactory(organisation=dropped)
    merge = services.merge_organisations(kept, dropped, actor=None)
    kept.refresh_from_db()

    services.update_organisation(kept, actor=None, name={"de": "Neu"})
    later = RoleFactory(organisation=kept)
    deleted.delete()
    again = services.undo_merge(merge, actor=None)

    kept.refresh_from_db()
    assert texts_of(kept.name) == {"de": "Neu"}
    assert list(kept.roles.all()) == [later]
    assert list(again.roles.all()) == [moved]


def test_undo_merge_works_once(office: Office) -> None:
    merge = services.merge_organisations(
        *OrganisationFactory.create_batch(2, office=office), actor=None
    )
    services.undo_merge(merge, actor=None)

    with pytest.raises(ActionError, match="undone already"):
        services.undo_merge(merge, actor=None)


def test_later_merges_are_undone_first(office: Office) -> None:
    one, two, three, four = OrganisationFactory.create_batch(4, office=office)
    index_organisations(Organisation.objects.all())
    before = state()
    merges = [
        services.merge_organisations(one, two, actor=None),
        services.merge_organisations(one, three, actor=None),
        services.merge_organisations(four, one, actor=None),
    ]

    for merge in merges[:2]:
        with pytest.raises(ActionError, match="later merge"), transaction.atomic():
            services.undo_merge(merge, actor=None)
    for merge in reversed(merges):
        services.undo_merge(merge, actor=None)

    assert state() == before


def test_a_later_merge_of_others_that_took_a_row_is_undone_first(
    office: Office,
) -> None:
    person, same_person = PersonFactory.create_batch(2, office=office)
    sector = SectorFactory()
    one, two = OrganisationFactory.create_batch(2, office=office)
    one.sectors.add(sector)
    two.sectors.add(sector)
    tag = TagFactory(office=office)
    person.tags.add(tag)
    same_person.tags.add(tag)
    RoleFactory(person=same_person, organisation=two)
    index_organisations(Organisation.objects.all())
    index_people(Person.objects.all())
    before = state()

    first = services.merge_organisations(one, two, actor=None)
    second = services.merge_people(person, same_person, actor=None)
    services.undo_merge(first, actor=None)
    services.undo_merge(second, actor=None)

    assert state() == before


def test_undo_merge_says_when_the_kept_record_is_gone(office: Office) -> None:
    kept, dropped = OrganisationFactory.create_batch(2, office=office)
    merge = services.merge_organisations(kept, dropped, actor=None)
    kept.delete()

    with pytest.raises(ActionError, match="deleted"), transaction.atomic():
        services.undo_merge(merge, actor=None)
    merge.refresh_from_db()
    assert merge.undone_at is None


def test_undo_merge_says_when_the_code_is_in_use_again(office: Office) -> None:
    kept, dropped = OrganisationFactory.create_batch(2, office=office)
    merge = services.merge_organisations(kept, dropped, actor=None)
    OrganisationFactory(code=dropped.code)

    with pytest.raises(ActionError, match="in use again"), transaction.atomic():
        services.undo_merge(merge, actor=None)


def test_merges_of_one_or_of_two_offices_are_refused(
    office: Office, other_office: Office
) -> None:
    record, other = PersonFactory(office=office), PersonFactory(office=other_office)

    with pytest.raises(ActionError, match="one record already"):
        services.merge_people(record, record, actor=None)
    with pytest.raises(ActionError, match="two offices"):
        services.merge_people(record, other, actor=None)
    other.delete()
    with pytest.raises(ActionError, match="faster"):
        services.merge_people(record, PersonFactory.build(pk=0), actor=None)
    assert not Merge.objects.exists()


def test_the_history_and_the_timeline_of_both_stand_at_the_kept_one(
    office: Office, alba: User
) -> None:
    kept, dropped = OrganisationFactory.create_batch(2, office=office)
    services.update_organisation(dropped, actor=alba, name=i18n("Anders"))
    RoleFactory(organisation=dropped)

    services.merge_organisations(kept, dropped, actor=alba)

    assert [change.entry.verb for change in history.history_of(kept)] == [
        "directory.organisation.merged",
        "directory.organisation.updated",
    ]
    assert [entry.kind for entry in timeline.entries(kept, alba)] == ["role"]
