"""Profiles: invitation, steps, review, publication."""

from __future__ import annotations

import http.server
import json
import threading
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory.models import Person
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.matchmaking import selectors, services
from gegenbesuch.matchmaking.forms import InviteForm, MarketplaceForm
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.matchmaking.selectors.profiles import names_itself
from gegenbesuch.matchmaking.showing import Said, shown_statements, summary_of
from gegenbesuch.matchmaking.steps import BY_KEY
from gegenbesuch.matchmaking.translating import translate_profile
from tests import factories as make
from tests.factories import i18n

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db
AT = datetime(2131, 5, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def mission(office: Office) -> Mission:
    made: Mission = make.MissionFactory(office=office)
    return made


@pytest.fixture
def profile(mission: Mission) -> Profile:
    """A profile with nothing in it."""
    made: Profile = make.ProfileFactory(
        mission=mission, status="draft", languages=[], contact_language="ja"
    )
    return made


def save(profile: Profile, step: str, **data: Any) -> Any:
    form = BY_KEY[step](data, profile=profile)
    if form.is_valid():
        services.update_profile(profile, values=form.values(), at=AT, actor=None)
    return form


def fill(profile: Profile) -> Profile:
    sector = make.SectorFactory()
    save(profile, "about", summary_0="Wir bauen Sensoren für Maschinen in Leipzig.")
    save(profile, "offers", text_0="Sensoren für Pumpen", language_0="de")
    save(profile, "needs", text_0="販売代理店", language_0="ja")
    save(profile, "fields", sectors=[sector.code])
    save(profile, "languages", languages=["de", "en"])
    save(profile, "people", family_0="Vogel", given_0="Anke", function_0="Vertrieb")
    save(
        profile,
        "contact",
        contact_email="anke@company.example",
        contact_phone="+49 341 1234",
        contact_language="de",
    )
    return profile


# --- Invitation --------------------------------------------------------------


def test_invite_company_sends_a_personal_link(mission: Mission, bruno: User) -> None:
    organisation = make.OrganisationFactory(office=mission.office)
    organisation.sectors.add(make.SectorFactory())

    profile = services.invite_company(
        mission,
        organisation,
        side=1,
        contact_name="Mika Sato",
        contact_email="mika@company.example",
        contact_language="ja",
        at=AT,
        actor=bruno,
    )

    assert (profile.status, profile.side) == ("draft", 1)
    assert list(profile.sectors.all()) == list(organisation.sectors.all())
    link = PersonalLink.objects.get()
    assert link.target == profile
    mail = OutboxMessage.objects.get()
    assert (mail.to_email, mail.language) == ("mika@company.example", "ja")
    assert link.code in mail.body


def test_invite_company_refuses_one_that_takes_part(profile: Profile) -> None:
    with pytest.raises(ActionError):
        services.invite_company(
            profile.mission,
            profile.organisation,
            side=0,
            contact_name="A",
            contact_email="a@company.example",
            contact_language="de",
            at=AT,
            actor=None,
        )

    assert not OutboxMessage.objects.exists()


def test_invite_form_names_what_it_does_not_find(bruno: User) -> None:
    form = InviteForm({"organisation": "Niemand GmbH"}, user=bruno)

    assert "Niemand GmbH" in str(form.errors["organisation"])


def test_a_company_that_is_new_comes_into_the_directory(
    mission: Mission, bruno: User
) -> None:
    answers = {
        "organisation": "Niemand GmbH",
        "is_new": "on",
        "side": "0",
        "contact_name": "Nora Niemand",
        "contact_email": "nora@company.example",
        "contact_language": "de",
    }
    form = InviteForm(answers, user=bruno)
    assert form.is_valid()

    profile = services.invite_company(mission, at=AT, actor=bruno, **form.cleaned_data)

    assert profile.organisation.office == mission.office
    assert profile.organisation.kind == "company"
    again = InviteForm(answers, user=bruno)
    assert again.is_valid()
    assert again.cleaned_data["organisation"] == profile.organisation


# --- Steps -------------------------------------------------------------------


def test_steps_write_what_they_show(profile: Profile) -> None:
    fill(profile)

    found = Profile.objects.get()
    assert [(s.kind, s.language, s.text) for s in found.statements.order_by("pk")] == [
        ("offer", "de", "Sensoren für Pumpen"),
        ("need", "ja", "販売代理店"),
    ]
    assert found.languages == ["de", "en"]
    person = found.staff.get()
    assert (person.name.family, person.function) == ("Vogel", "Vertrieb")
    for key, step in BY_KEY.items():
        form = step(profile=found)
        again = step(_posted(form), profile=found)
        assert again.is_valid(), (key, again.errors)
        services.update_profile(found, values=again.values(), at=AT, actor=None)
    assert AuditEntry.objects.filter(verb="matchmaking.profile.updated").count() == 7


def _posted(form: Any) -> dict[str, Any]:
    """Return what a browser sends when nothing is changed."""
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if bound.name == "summary":
            data |= {f"summary_{n}": t for n, t in enumerate(_texts(value))}
        elif value not in (None, False):
            data[bound.name] = value
    return data


def _texts(value: Any) -> list[str]:
    return [value.data.get(code, "") for code in ("de", "en", "ja")]


def test_people_step_asks_for_kanji_and_reading(profile: Profile) -> None:
    save(profile, "people", kanji_0="佐藤 美香", kana_0="さとう みか", title_0="Dr.")

    name = profile.staff.get().name
    assert (name.kanji, name.kana) == (
        Spelling("佐藤", "美香"),
        Spelling("さとう", "みか"),
    )
    assert name.title == "Dr."


def test_people_step_names_the_row_with_a_noble_title(profile: Profile) -> None:
    form = save(
        profile, "people", family_0="Vogel", family_1="Berg", title_1="Freiherr"
    )

    assert list(form.errors) == ["title_1"]
    assert form.values() == {}
    assert not profile.staff.exists()


def test_statements_step_takes_any_number_and_drops_empty_ones(
    profile: Profile,
) -> None:
    rows = {f"text_{n}": f"Angebot {n}" if n % 2 else " " for n in range(12)}

    save(profile, "offers", **rows)

    said = profile.statements.order_by("position")
    assert [s.text for s in said] == [f"Angebot {n}" for n in (1, 3, 5, 7, 9, 11)]
    assert {s.language for s in said} == {"ja"}


def test_times_step_offers_the_half_days_of_the_mission(office: Office) -> None:
    mission = make.MissionFactory(
        office=office,
        starts_on=PartialDate.on(date(2131, 6, 3)),
        ends_on=PartialDate.on(date(2131, 6, 4)),
    )
    profile = make.ProfileFactory(mission=mission)

    form = BY_KEY["times"](profile=profile)

    halves = [value for value, _label in form.fields["closed_halves"].choices]
    assert halves == [
        *("2131-06-03/am", "2131-06-03/pm"),
        *("2131-06-04/am", "2131-06-04/pm"),
    ]
    save(profile, "times", closed_halves=["2131-06-04/am"], representatives="2")
    profile.refresh_from_db()
    assert (profile.closed_halves, profile.representatives) == (["2131-06-04/am"], 2)


def test_contact_step_refuses_what_is_no_phone_number(profile: Profile) -> None:
    form = save(profile, "contact", contact_phone="rufen Sie an", contact_language="de")

    assert list(form.errors) == ["contact_phone"]


# --- Review ------------------------------------------------------------------


def test_missing_in_gets_shorter_with_each_step(profile: Profile) -> None:
    before = [lack.step for lack in selectors.missing_in(profile) if lack.is_needed]

    fill(profile)

    steps = ["about", "offers", "fields", "languages", "people", "contact"]
    assert before == steps
    assert selectors.missing_in(profile) == []


def test_missing_in_asks_for_the_reading_of_a_name(profile: Profile) -> None:
    make.RepresentativeFactory(
        profile=profile, name=Name(kanji=Spelling("佐藤", "美香"))
    )

    texts = [lack.text for lack in selectors.missing_in(profile)]

    assert any("佐藤" in text for text in texts)


def test_submit_profile_refuses_what_is_not_whole(profile: Profile) -> None:
    with pytest.raises(ActionError):
        services.submit_profile(profile, at=AT, actor=None)

    services.submit_profile(fill(profile), at=AT, actor=None)
    assert profile.status == "review"


def test_return_profile_sends_the_remarks(profile: Profile, bruno: User) -> None:
    make.PersonalLinkFactory(target=profile, office=profile.mission.office)
    services.submit_profile(fill(profile), at=AT, actor=None)

    services.return_profile(
        profile, remarks=[("offers", "Bitte genauer.")], at=AT, actor=bruno
    )

    assert profile.status == "returned"
    assert profile.remarks.get().step == "offers"
    assert "Bitte genauer." in OutboxMessage.objects.get().body


def test_publish_profile_shows_what_was_reviewed(profile: Profile, bruno: User) -> None:
    fill(profile)
    services.publish_profile(profile, until=date(2131, 6, 30), at=AT, actor=bruno)

    save(profile, "offers", text_0="Etwas Ungeprüftes", language_0="de")

    said = [s.text for group in shown_statements(profile) for s in group.said]
    assert said == ["Sensoren für Pumpen", "販売代理店"]
    profile.changed_at = AT + timedelta(hours=1)
    assert profile.is_changed
    assert profile.is_published(date(2131, 6, 30))
    assert not profile.is_published(date(2131, 7, 1))


def test_publish_profile_puts_people_into_the_directory_once(
    profile: Profile, bruno: User
) -> None:
    fill(profile)
    services.publish_profile(profile, until=None, at=AT, actor=bruno)
    person = Person.objects.get()
    save(profile, "people", family_0="Vogel", given_0="Anke", family_1="Berg")

    services.publish_profile(profile, until=None, at=AT, actor=bruno)

    assert {str(p.name) for p in profile.people.all()} == {"Anke Vogel", "Berg"}
    assert person in profile.people.all()
    assert Person.objects.count() == 2
    assert person.roles.get().organisation == profile.organisation


def test_publish_profile_refuses_a_day_that_is_over(
    profile: Profile, bruno: User
) -> None:
    with pytest.raises(ActionError):
        services.publish_profile(
            fill(profile), until=date(2131, 4, 30), at=AT, actor=bruno
        )


def test_names_itself_finds_the_company_in_its_texts(mission: Mission) -> None:
    organisation = make.OrganisationFactory(
        office=mission.office, name=i18n("Sensorik Leipzig")
    )
    profile = make.ProfileFactory(mission=mission, organisation=organisation)
    make.StatementFactory(profile=profile, text="Vertrieb gesucht")
    assert not names_itself(profile)

    make.StatementFactory(profile=profile, text="Die SENSORIK LEIPZIG hilft.")

    assert names_itself(profile)


# --- Translation -------------------------------------------------------------


class _Translator(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = f"{body['target']}: {body['q']}"
        answer = json.dumps({"translatedText": text}).encode()
        self.send_response(200 if body["target"] != "en" else 500)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def translator(settings: SettingsWrapper) -> Iterator[None]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Translator)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.TRANSLATION_URL = f"http://127.0.0.1:{server.server_port}"
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.usefixtures("translator")
def test_a_translation_is_marked_and_the_original_is_kept(
    profile: Profile, bruno: User
) -> None:
    fill(profile)
    services.publish_profile(profile, until=None, at=AT, actor=bruno)
    profile.refresh_from_db()

    translate_profile(profile)

    profile.refresh_from_db()
    with translation.override("ja"):
        said = shown_statements(profile)[0].said[0]
    assert (said.text, said.language) == ("ja: Sensoren für Pumpen", "ja")
    assert (said.original, said.source) == ("Sensoren für Pumpen", "de")
    with translation.override("en"):  # the service failed for English
        said = shown_statements(profile)[0].said[0]
        assert said.is_foreign
    assert (said.text, said.original) == ("Sensoren für Pumpen", "")


@pytest.mark.usefixtures("translator")
def test_who_a_company_is_gets_translated_and_marked_too(
    profile: Profile, bruno: User
) -> None:
    fill(profile)
    services.publish_profile(profile, until=None, at=AT, actor=bruno)
    profile.refresh_from_db()

    translate_profile(profile)

    own = "Wir bauen Sensoren für Maschinen in Leipzig."
    profile.refresh_from_db()
    found = {}
    for language in ("de", "ja", "en"):
        with translation.override(language):
            found[language] = summary_of(profile)
    assert found == {
        "de": Said(own, "de", "de"),
        "ja": Said(f"ja: {own}", "ja", "de", own),
        "en": Said(own, "de", "de"),  # the service failed for English
    }


def test_without_a_service_the_original_is_shown(profile: Profile) -> None:
    profile.shown = {"statements": [{"kind": "need", "language": "ja", "text": "通訳"}]}

    assert translate_profile(profile) == 0
    said = shown_statements(profile)[1].said[0]
    assert (said.text, said.language, said.original) == ("通訳", "ja", "")


# --- Rules -------------------------------------------------------------------


def test_marketplace_form_reads_times_on_the_clock_that_was_named() -> None:
    data = {
        "time_zone": "Asia/Tokyo",
        "starts_at": "2131-06-03T09:30",
        "ends_at": "2131-06-03T17:00",
        **dict.fromkeys(("most_sent", "most_received", "most_meetings"), "5"),
        "least_suggestions": "3",
        "most_suggestions": "8",
        "repeat": "any",
        "interpreters": "de-ja, en-ja",
    }
    form = MarketplaceForm(data)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["starts_at"] == datetime(2131, 6, 3, 0, 30, tzinfo=UTC)
    assert form.cleaned_data["interpreters"] == ["de-ja", "en-ja"]
    for field, value in (
        ("ends_at", "2131-06-03T09:00"),
        ("interpreters", "deutsch"),
        ("least_suggestions", "9"),
        ("time_zone", "Mond"),
    ):
        assert list(MarketplaceForm(data | {field: value}).errors) == [field]
