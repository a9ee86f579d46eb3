"""Relations, and what sources say of records, are written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.urls import reverse

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.directory import services
from gegenbesuch.directory.models import Citation, Claim, OpenQuestion, Relation, Source
from tests import factories as make
from tests.cast import signed_in
from tests.factories import on, shown

if TYPE_CHECKING:
    from django.test import Client

    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db

OWNERS: dict[str, Any] = {
    "organisations": make.OrganisationFactory,
    "people": make.PersonFactory,
    "relations": make.RelationFactory,
    "missions": make.MissionFactory,
    "settlements": make.SettlementFactory,
}


@pytest.fixture
def client(bruno: User) -> Client:
    client = signed_in(bruno)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def _verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def _read(client: Client, record: Any) -> str:
    return client.get(record.get_absolute_url()).content.decode()


# --- Relations ---------------------------------------------------------------


def test_an_empty_office_begins_a_relation(client: Client, office: Office) -> None:
    home = make.PlaceFactory(country="DE")
    create = reverse("directory:create-relation")
    assert create in client.get(reverse("directory:relations")).content.decode()

    response = client.post(
        create,
        {"name_0": "Leipzig und Kobe", "home": home.pk, "country": "JP",
         "started_on": "2010"},
    )  # fmt: skip

    relation = Relation.objects.get()
    assert response.headers["Location"] == relation.get_absolute_url()
    assert (relation.office, relation.home, relation.country) == (office, home, "JP")
    assert relation.started_on.code == "2010"
    assert _verbs() == ["directory.relation.created"]


def test_a_relation_needs_name_place_and_country(
    client: Client, office: Office
) -> None:
    page = client.post(reverse("directory:create-relation"), {"summary_0": "Alt"})

    assert {*page.context["form"].errors} == {"name", "home", "country"}
    assert not Relation.objects.exists()


def test_update_relation_stores_what_differs(client: Client, office: Office) -> None:
    relation = make.RelationFactory(office=office)
    path = reverse("directory:update-relation", args=[relation.code])
    typed = {f"name_{n}": str(relation.name) for n in range(3)}

    client.post(
        path, {**typed, "home": relation.home.pk, "country": "FR", **shown(relation)}
    )

    relation.refresh_from_db()
    assert relation.country == "FR"
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.changes) == (
        "directory.relation.updated", {"country": ["JP", "FR"]},
    )  # fmt: skip


def test_facts_of_a_relation_come_change_and_go(client: Client, office: Office) -> None:
    relation = make.RelationFactory(office=office)
    organisation = services.create_organisation(office, actor=None, name="Hafen Kobe")
    source = make.SourceFactory(office=office)
    typed = {"kind": "contact", "text_0": "Jährlicher Austausch", "on": "2012"}

    client.post(
        reverse("directory:add-detail", args=["relations", relation.code, "facts"]),
        {**typed, "organisation": organisation.code, "source": source.pk},
    )
    fact = relation.facts.get()
    assert (fact.organisation, fact.citations.get().source) == (organisation, source)
    edit = reverse(
        "directory:update-detail", args=["relations", relation.code, "facts", fact.code]
    )
    assert edit in _read(client, relation)

    client.post(edit, {**typed, "until": "2015", **shown(fact)})
    fact.refresh_from_db()
    assert (fact.until.code, fact.organisation) == ("2015", None)
    page = client.post(edit, {**typed, "until": "2009", **shown(fact)})
    assert "It ends before it starts." in page.content.decode()

    client.post(edit.replace("/edit/", "/remove/"))
    assert not relation.facts.exists()
    assert not Citation.objects.exists()


def test_facts_hang_on_relations_only(client: Client, office: Office) -> None:
    record = make.OrganisationFactory(office=office)

    path = reverse("directory:add-detail", args=["organisations", record.code, "facts"])

    assert client.get(path).status_code == 404


# --- What is stated of a record ----------------------------------------------


@pytest.mark.parametrize("word", OWNERS)
def test_whatever_is_stated_is_written_and_shown(
    client: Client, office: Office, word: str
) -> None:
    record = OWNERS[word](office=office)
    source = make.SourceFactory(office=office)
    stated = {
        "figures": {"label_0": "Messestände", "quantity": "12", "role": "ours"},
        "claims": {"label_0": "Wie viele kamen?", "statement_0": "Zwölf kamen."},
        "questions": {"text_0": "Wer sprach zuerst?"},
        "sources": {"source": source.pk, "quote": "Wörtlich."},
    }
    shown_there = _read(client, record)

    for noun, typed in stated.items():
        path = reverse("directory:add-detail", args=[word, record.code, noun])
        assert path in shown_there
        response = client.post(path, {"source": source.pk, **typed})
        assert response.headers["Location"] == record.get_absolute_url()

    page = _read(client, record)
    for text in ("Messestände", "Zwölf kamen.", "Wer sprach zuerst?"):
        assert text in page
    assert source.get_absolute_url() in page
    for noun, row in (
        ("figures", record.figures.get()),
        ("claims", record.claims.get()),
        ("questions", record.open_questions.get()),
        ("sources", record.citations.get()),
    ):
        edit = reverse(
            "directory:update-detail", args=[word, record.code, noun, row.code]
        )
        assert edit in page
        assert client.get(edit).status_code == 200


def test_viewers_see_no_way_to_change_what_is_stated(
    chloe: User, office: Office
) -> None:
    relation = make.RelationFactory(office=office)
    make.RelationFactFactory(relation=relation, kind="background")
    for factory in (
        make.ClaimFactory, make.OpenQuestionFactory, make.FigureFactory,
    ):  # fmt: skip
        factory(**on(relation))

    page = _read(signed_in(chloe), relation)

    assert "/edit/" not in page
    assert "/add/" not in page


def test_statements_on_one_question_stand_together(
    client: Client, office: Office
) -> None:
    record = make.OrganisationFactory(office=office)
    first = make.ClaimFactory(is_preferred=True, **on(record))
    path = reverse(
        "directory:add-detail", args=["organisations", record.code, "claims"]
    )
    assert f"{path}?aspect={first.aspect}" in _read(client, record)
    form = client.get(f"{path}?aspect={first.aspect}").context["form"]
    assert form["aspect"].value() == first.aspect

    client.post(
        path, {"aspect": first.aspect, "statement_0": "Nein.", "is_preferred": "on"}
    )

    second = Claim.objects.exclude(pk=first.pk).get()
    first.refresh_from_db()
    assert second.label == first.label
    assert second.position > first.position
    assert (first.is_preferred, second.is_preferred) == (False, True)


def test_the_question_of_a_statement_changes_for_all(
    client: Client, office: Office
) -> None:
    record = make.OrganisationFactory(office=office)
    first, second = (make.ClaimFactory(**on(record)) for _n in range(2))
    other = make.ClaimFactory(aspect="dates", **on(record))

    client.post(
        reverse(
            "directory:update-detail",
            args=["organisations", record.code, "claims", first.code],
        ),
        {"label_0": "Wann?", "statement_0": "Früh.", **shown(first)},
    )

    for claim in (first, second, other):
        claim.refresh_from_db()
    assert (str(first.label), str(first.statement)) == ("Wann?", "Früh.")
    assert str(second.label) == "Wann?"
    assert str(other.label) != "Wann?"


@pytest.mark.parametrize("label", ["", "  "])
def test_a_new_statement_needs_its_question(
    client: Client, office: Office, label: str
) -> None:
    record = make.OrganisationFactory(office=office)

    page = client.post(
        reverse("directory:add-detail", args=["organisations", record.code, "claims"]),
        {"label_0": label, "statement_0": "Ja."},
    )

    assert "Please write the question." in page.content.decode()
    assert not Claim.objects.exists()


def test_a_question_in_japanese_gets_a_key_of_its_own(
    client: Client, office: Office
) -> None:
    record = make.OrganisationFactory(office=office)
    path = reverse(
        "directory:add-detail", args=["organisations", record.code, "claims"]
    )

    for label in ("何社?", "いつ?"):
        client.post(path, {"label_2": label, "statement_0": "Ja."})

    assert Claim.objects.values("aspect").distinct().count() == 2


def test_an_open_question_is_closed(client: Client, office: Office) -> None:
    mission = make.MissionFactory(office=office)
    question = make.OpenQuestionFactory(**on(mission))
    args = ["missions", mission.code, "questions", question.code]
    page = client.get(reverse("directory:update-detail", args=args)).content.decode()
    assert "It is answered" in page

    response = client.post(reverse("directory:remove-detail", args=args))

    assert response.headers["Location"] == mission.get_absolute_url()
    assert not OpenQuestion.objects.exists()
    assert _verbs() == ["directory.question.removed"]


def test_the_mission_page_edits_only_what_is_its_own(
    client: Client, office: Office
) -> None:
    mission = make.MissionFactory(office=office)
    item = make.ProgrammeItemFactory(mission=mission)
    theirs = make.OpenQuestionFactory(**on(item))
    own = make.OpenQuestionFactory(**on(mission))

    page = _read(client, mission)

    assert str(theirs.text) in page
    assert own.code in page
    assert theirs.code not in page


# --- Sources -----------------------------------------------------------------


def test_a_source_is_named_once_for_a_record(office: Office) -> None:
    record = make.OrganisationFactory(office=office)
    source = make.SourceFactory(office=office)
    services.add_detail(record, Citation, actor=None, source=source)

    with pytest.raises(ActionError, match=r"."):
        services.add_detail(record, Citation, actor=None, source=source)
    with pytest.raises(ActionError, match=r"."):
        services.add_detail(record, Citation, actor=None, source=make.SourceFactory())


def test_update_source_keeps_numbers_apart(client: Client, office: Office) -> None:
    source = make.SourceFactory(office=office)
    make.SourceFactory(office=office, number="7")
    path = reverse("directory:update-source", args=[source.code])
    typed = {"title_0": "Bericht", "kind": "newspaper"}

    page = client.post(path, {**typed, "number": "7", **shown(source)})
    assert "taken by another source" in page.content.decode()

    client.post(path, {**typed, "number": "8", **shown(source)})
    source = Source.objects.get(pk=source.pk)
    assert (str(source.title), source.kind, source.number) == (
        "Bericht", "newspaper", "8",
    )  # fmt: skip


def test_a_source_named_by_mistake_is_taken_away(
    client: Client, office: Office
) -> None:
    source, other = make.SourceFactory.create_batch(2, office=office)
    record = make.OrganisationFactory(office=office)
    citation = make.CitationFactory(source=source, **on(record))
    path = reverse("directory:remove-citation", args=[source.code, citation.code])
    assert path in _read(client, source)

    wrong = reverse("directory:remove-citation", args=[other.code, citation.code])
    assert client.post(wrong).status_code == 404
    client.post(path)

    assert not Citation.objects.exists()
    assert _verbs() == ["directory.source.uncited"]


@pytest.mark.parametrize(
    ("page", "action"),
    [
        ("directory:relations", "directory:create-relation"),
        ("directory:sources", "directory:create-source"),
        ("missions:missions", "missions:create-mission"),
    ],
)
def test_an_empty_list_leads_to_its_first_record(
    client: Client, chloe: User, page: str, action: str
) -> None:
    link = f'href="{reverse(action)}"'

    empty = client.get(reverse(page)).content.decode()
    seen = signed_in(chloe).get(reverse(page)).content.decode()

    assert link in empty.partition('class="empty"')[2]
    assert 'class="empty"' in seen
    assert link not in seen
