from __future__ import annotations

import shutil
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.utils import translation
from django.utils.timezone import now
from i18nfield.fields import I18nCharField, I18nTextField
from page import ValidationProfile, validate_pdf_bytes

from gegenbesuch.accounts.models import Membership, PersonalLink, User
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.demo.accounts import ACCOUNTS
from gegenbesuch.demo.loader import FOLDER, load
from gegenbesuch.directory.models import (
    Claim,
    Figure,
    OpenQuestion,
    Organisation,
    Person,
    Place,
    Relation,
    Sector,
    Source,
)
from gegenbesuch.documents.catalogue import entries_of
from gegenbesuch.followup.models import Reply
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.missions.models import (
    Mission,
    MissionLink,
    MissionTemplate,
    Participation,
    ProgrammeItem,
)
from gegenbesuch.missions.selectors import mission_with_names
from gegenbesuch.newsroom.models import Article, Comment
from gegenbesuch.outcomes.models import Interest, Outcome, Settlement, SettlementStep
from gegenbesuch.scheduling.models import Interpreter, Session, Slot, Table
from tests.pages_of import faults_of

if TYPE_CHECKING:
    from pathlib import Path

    from django.db.models import Model
    from pytest_django.plugin import DjangoDbBlocker

JUNE_2019 = "leipzig-japan-2019-06"

PLACES = (
    "leipzig tokyo osaka kobe nagoya toyohashi fujisawa oguchi minokamo takahama kyoto"
)
ORGANISATIONS = (
    "stadt-leipzig afw stadtwerke messe biocity bionet djg-leipzig djg-sachsen vdjg "
    "gewandhaus thomanerchor interdaf uni-leipzig grassi porsche bmw mazak-de "
    "botschaft-japan jetro-berlin jetro botschaft-tokio gk-osaka-kobe stadt-toyohashi "
    "jdg-toyohashi mazak arakawa kbic shonan kobe-uni musashi denso toyota-industries "
    "chukeiren chubu-gas biomass-toyohashi tut ritsumeikan kyoto-sangyo oita soka ispo "
    "messe-international"
)
OFFICE_HOLDERS = (
    "schuelke albrecht jung schimansky richter walther rosenthal tillich sahara kamino "
    "nishijima-yutaka nakamura yagi nakane iwama imafuku takabatake werthern vondran "
    "groeger masur nelsons blomstedt herberger h-yamazaki t-yamasaki okada"
)
STAND_INS = "mertens lindner feldkamp-ja akiyama morishita"
MISSIONS = (
    "leipzig-japan-2009 leipzig-japan-2011-03 leipzig-japan-2014-03 "
    "leipzig-japan-2016-03 leipzig-japan-2017-04 leipzig-japan-2017-11 "
    "leipzig-japan-2019-06 leipzig-china-2019-06 japan-leipzig-2014-06 "
    "japan-leipzig-2016-06 japan-leipzig-2017 japan-leipzig-2019-06 "
    "japantag-leipzig-2015-09 japantag-leipzig-2016-09 japantag-leipzig-2017-09 "
    "japantag-leipzig-2018 japantag-leipzig-2019-09 vdjg-leipzig-2018-05 "
    "terratec-leipzig-2017-04 interdaf-leipzig-2017-03 ispo-kobe-2019-10"
)
SOURCES = [
    *(f"{number:03}" for number in range(1, 31)),
    "032", "039", "041", "058", "069", "070", "081", "082", "083", "GeoNames",
]  # fmt: skip
SECTORS = (
    "life-sciences biotech health medtech pharma chemicals automotive machinery "
    "machine-tools energy renewables solar hydrogen e-mobility circular-economy water "
    "environment logistics aviation it semiconductors optics aerospace tourism "
    "trade-fairs culture education research food creative"
)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Any:
    """Load once for all tests of this module, and take it out again."""
    from django.db import transaction  # noqa: PLC0415 -- only with a database

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            load(FOLDER)
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def codes(model: type[Model], **wanted: Any) -> set[str]:
    return set(model._default_manager.filter(**wanted).values_list("code", flat=True))


def rows_of_everything() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("gegenbesuch.") and model is not AuditEntry
    }


def test_every_record_of_the_facts_is_there() -> None:
    assert codes(Place) == set(PLACES.split())
    assert codes(Sector) == set(SECTORS.split())
    assert sorted(Source.objects.values_list("number", flat=True)) == SOURCES
    assert codes(Organisation, is_invented=False) == set(ORGANISATIONS.split())
    assert codes(Person, is_invented=False) == set(OFFICE_HOLDERS.split())
    assert codes(Mission, is_invented=False) == set(MISSIONS.split())
    assert codes(Relation) == {"leipzig-japan"}
    assert codes(Settlement) == {"mazak-leipzig"}


def test_private_people_appear_under_invented_names() -> None:
    invented = Person.objects.filter(code__in=STAND_INS.split())

    assert codes(Person, is_invented=True) >= set(STAND_INS.split())
    assert [person.code for person in invented if not str(person.note)] == []
    assert [person.code for person in invented if not person.citations.exists()] == []
    katakana_only = Person.objects.get(code="feldkamp-ja")
    assert not katakana_only.name.latin
    assert katakana_only.name.display("de") == "ヤン-オーレ・フェルトカンプ"


def test_no_reading_of_a_japanese_name_is_made_up() -> None:
    assert [p.code for p in Person.objects.all() if p.name.kanji and p.name.kana] == []


def test_every_text_is_there_in_three_languages() -> None:
    missing = []
    replies = Reply.objects.all()
    answered = {  # what participants write in surveys stays in their language
        *(reply.outcome for reply in replies),
        *(reply.quoted for reply in replies),
    }
    for model in apps.get_models():
        fields = [
            field.name
            for field in model._meta.fields
            if isinstance(field, I18nCharField | I18nTextField)
        ]
        for row in model._default_manager.all() if fields else ():
            if getattr(row, "status", "") in {"draft", "review"}:
                continue  # an article that translators are still at
            for field in fields:
                text = getattr(row, field)
                if text is None or not text.data:
                    continue
                texts = text.data if isinstance(text.data, dict) else {}
                if row in answered:
                    continue
                if {k for k, v in texts.items() if v} != {"de", "en", "ja"}:
                    missing.append((model.__name__, row.pk, field))

    assert missing == []


def test_every_real_record_names_its_source() -> None:
    missing = [
        str(row)
        for model in (Organisation, Person, Mission, ProgrammeItem, Outcome)
        for row in model._default_manager.all()
        if not row.citations.exists()
        and not getattr(row, "is_invented", False)
        and not getattr(getattr(row, "mission", None), "is_invented", False)
    ]

    assert missing == []


def test_the_mission_of_june_2019_keeps_plan_and_report_apart() -> None:
    mission = Mission.objects.get(code=JUNE_2019)
    reception = mission.items.get(code=f"{JUNE_2019}-reception")
    talk = mission.items.get(code=f"{JUNE_2019}-energy-talk")
    evening = mission.items.get(code=f"{JUNE_2019}-stammtisch")

    assert reception.anchor == mission.items.get(kind="concert")
    assert (reception.planned_order, reception.actual_order) == ("after", "before")
    assert reception.actual_audience == Quantity.about(50, "guests")
    assert talk.actual_audience == Quantity.more_than(150, "persons")
    assert (talk.place, talk.actual_on.is_known) == (None, False)
    assert talk.topics.count() == 5
    assert evening.actual_audience == Quantity.at_least(50, "guests")
    assert set(mission.items.values_list("status", flat=True)) == {"held"}
    assert mission.open_questions.count() == 3


def test_nothing_announced_counts_as_held() -> None:
    visit = Mission.objects.get(code="japan-leipzig-2019-06")
    items = ProgrammeItem.objects.filter(mission__code="leipzig-japan-2017-11")

    assert visit.status == Mission.Status.ANNOUNCED
    assert visit.starts_on == PartialDate.from_code("2019-06-21~late")
    assert {
        item.code.removeprefix("leipzig-japan-2017-11-")
        for item in items
        if item.status != ProgrammeItem.Status.HELD
    } == {"embassy", "jetro", "press", "reception", "concert"}
    outcomes = Outcome.objects.filter(mission__is_invented=False)
    assert [o.code for o in outcomes if o.counts_as_agreement] == []


def test_the_lists_of_participants_differ_inside_and_outside() -> None:
    rows = Participation.objects.filter(mission__code=JUNE_2019)
    profiles = rows.get(function=Participation.Function.PROFILE)

    assert profiles.count == Quantity.exact(6, "companies")
    assert {
        row.person.code if row.person else row.function
        for row in rows.filter(is_public=False)
    } == {"mertens", "lindner", "feldkamp-ja", "coordination", "interpreter"}
    assert {
        row.organisation.code
        for row in rows.filter(function=Participation.Function.PARTNER)
        if row.organisation
    } == {"gk-osaka-kobe", "botschaft-tokio", "jetro", "jdg-toyohashi"}


def test_conflicting_statements_stand_side_by_side() -> None:
    preferred = Claim.objects.filter(is_preferred=True)

    assert {claim.aspect for claim in Claim.objects.all()} == {
        "started-on", "order", "audience-kinds", "size", "agreement", "first",
        "investment", "tour-number",
    }  # fmt: skip
    assert Claim.objects.count() == 18
    assert {claim.aspect for claim in preferred} == {"order", "agreement"}
    assert [
        claim for claim in Claim.objects.all() if not claim.citations.exists()
    ] == []
    investments = Figure.objects.filter(what="investment").order_by("position")
    assert [figure.quantity for figure in investments] == [
        Quantity.about(3_800_000, "EUR"),
        Quantity.about(5_000_000, "EUR"),
    ]


def test_missions_answer_each_other() -> None:
    links = MissionLink.objects.values_list("earlier__code", "later__code", "kind")

    assert set(links) == {
        ("leipzig-japan-2016-03", "japan-leipzig-2016-06", "answers"),
        (JUNE_2019, "japan-leipzig-2019-06", "answers"),
        (JUNE_2019, "ispo-kobe-2019-10", "leads_to"),
    }
    step = SettlementStep.objects.get(kind=SettlementStep.Kind.RESUMED)
    assert step.mission == Mission.objects.get(code="leipzig-japan-2009")
    assert [
        s.kind for s in SettlementStep.objects.order_by("position")
    ] == SettlementStep.Kind.values


def test_new_missions_can_begin_with_three_templates() -> None:
    rows = MissionTemplate.objects.order_by("name")

    assert [(row.name, row.mission.kind) for row in rows] == [
        ("Auslandsreise mit Unternehmen", "delegation"),
        ("Besuch bei uns", "visit"),
        ("Japantag", "home_event"),
    ]


def test_what_nobody_knows_is_asked() -> None:
    where = {
        getattr(question.target, "code", "") for question in OpenQuestion.objects.all()
    }

    assert where == {
        JUNE_2019, "japan-leipzig-2019-06", "japantag-leipzig-2015-09",
        "japantag-leipzig-2017-09", "japantag-leipzig-2018", "leipzig-japan",
        "mazak-leipzig",
    }  # fmt: skip
    assert Mission.objects.get(code="japantag-leipzig-2018").is_inferred


def test_numbers_of_the_facts_keep_their_date_and_qualifier() -> None:
    cluster = Organisation.objects.get(code="kbic")
    course = Mission.objects.get(code="interdaf-leipzig-2017-03")
    relation = Relation.objects.get(code="leipzig-japan")

    assert [
        str(figure.quantity.to_json())
        for figure in cluster.figures.order_by("position")
    ] == [
        str(Quantity.exact(350, "companies").to_json()),
        str(Quantity.about(10_000, "employees").to_json()),
        str(Quantity.exact(350, "organisations").to_json() | {"as_of": "2018-10"}),
        str(Quantity.exact(9400, "employees").to_json() | {"as_of": "2018-10"}),
    ]
    students = course.figures.filter(what__startswith="students-")
    assert sum(figure.quantity.low for figure in students) == 58
    assert course.audience == Quantity.exact(58, "participants")
    assert relation.figures.count() == 4
    assert relation.facts.filter(kind="background").count() == 4


def test_interests_are_told_apart_by_side() -> None:
    rows = Interest.objects.filter(mission__code=JUNE_2019)

    assert {
        row.sector.code for row in rows.filter(side="host") if row.sector
    } == {
        "life-sciences", "chemicals", "automotive", "machinery", "energy",
        "e-mobility", "renewables",
    }  # fmt: skip
    assert {
        row.sector.code for row in rows.filter(relation="in_focus") if row.sector
    } == {"machinery", "circular-economy"}


def test_the_forum_is_invented_through_and_through() -> None:
    session = Session.objects.get(code="demo-forum")
    profiles = Profile.objects.filter(mission=session.mission)

    assert session.is_invented
    assert session.mission.code == "demo-forum-2026"
    assert session.mission.is_invented
    assert profiles.filter(organisation__is_invented=False).count() == 0
    assert Person.objects.filter(profiles__in=profiles, is_invented=False).count() == 0
    assert [profiles.filter(side=side).count() for side in Profile.Side] == [12, 10]
    assert Request.objects.filter(status=Request.Status.ACCEPTED).count() == 60
    assert Slot.objects.filter(session=session).count() == 12
    assert Table.objects.filter(session=session).count() == 8
    assert Interpreter.objects.filter(session=session).count() == 3


def test_the_session_keeps_breaks_between_its_slots() -> None:
    slots = list(Slot.objects.filter(session__code="demo-forum").order_by("position"))

    assert {(slot.ends_at - slot.starts_at).seconds for slot in slots} == {20 * 60}
    assert [
        (later.starts_at - slot.ends_at).seconds // 60
        for slot, later in pairwise(slots)
    ] == [5] * 5 + [95] + [5] * 5
    assert [slot.block for slot in slots] == [0] * 6 + [1] * 6


def test_the_accounts_can_sign_in_and_two_companies_have_links() -> None:
    for account in ACCOUNTS:
        user = User.objects.get(email=account.email)
        assert user.check_password(account.password)
        assert len(account.password) >= 12
        assert Membership.objects.get(user=user).office.code == account.office
    links = PersonalLink.objects.order_by("holder_email")
    assert [(link.language, str(link.target.code)) for link in links] == [
        ("de", "demo-forum-2026-pleissenthal"),
        ("ja", "demo-forum-2026-hamanagi"),
    ]


def test_the_report_is_published_and_open_for_comments() -> None:
    article = Article.objects.get(code="leipzig-japan-2019-06-bilanz")

    assert article.status == Article.Status.PUBLISHED
    assert article.comments_open
    assert article.comments.count() == 0
    assert list(article.pictures.values_list("rights", "credit")) == [
        ("own", "Gegenbesuch")
    ]


def test_the_newsroom_has_something_of_everything() -> None:
    articles, comments = Article.objects.all(), Comment.objects.all()

    assert {row.status for row in articles} == {*Article.Status}
    (embargoed,) = articles.exclude(release_zone="")
    assert (embargoed.status, embargoed.release_zone) == ("published", "Asia/Tokyo")
    assert all("(erfunden)" in str(row) for row in articles.exclude(status="published"))
    assert comments.filter(status="waiting", rank=Comment.Rank.SUSPICIOUS).count() == 1
    assert comments.filter(status="waiting", rank=Comment.Rank.ORDINARY).count() == 1
    assert comments.filter(is_official=True, parent__isnull=False).count() == 1


def test_loading_again_changes_nothing() -> None:
    before, entries = rows_of_everything(), AuditEntry.objects.count()
    Mission.objects.filter(code=JUNE_2019).update(venue="{}")

    assert load(FOLDER) == {}

    assert rows_of_everything() == before
    assert AuditEntry.objects.count() == entries


def test_changed_files_bring_records_back_without_doubling_any(tmp_path: Path) -> None:
    before = rows_of_everything()
    Mission.objects.filter(code=JUNE_2019).update(status=Mission.Status.CANCELLED)
    folder = tmp_path / "data"
    shutil.copytree(FOLDER, folder)
    with (folder / "places.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")

    assert load(folder)["missions"] == 23

    assert rows_of_everything() == before
    assert Mission.objects.get(code=JUNE_2019).status == Mission.Status.DONE
    assert AuditEntry.objects.filter(verb="demo.dataset.loaded").count() == 2


@pytest.mark.parametrize("language", ["de", "en", "ja"])
def test_all_documents_of_2019_can_be_read(language: str) -> None:
    """
    Each is set in three languages, passes the checker, and no word lies over another.

    A character that no font has would be refused. Of the programmes for one person the
    two with the longest names stand for all.
    """
    mission = mission_with_names().get(code=JUNE_2019)
    entries = entries_of(mission)
    personal = [entry for entry in entries if entry.group == "people"]
    personal.sort(key=lambda entry: len(entry.about))
    wrong = {}
    for entry in entries:
        if entry in personal[:-2]:
            continue
        with translation.override(language):
            file = entry.render("pdf", at=now())
        checked = validate_pdf_bytes(file, profile=ValidationProfile.PDF_UA_1)
        if found := [*(row.message for row in checked.failures), *faults_of(file)]:
            wrong[entry.key] = found
    assert len(entries) > 15
    assert wrong == {}
