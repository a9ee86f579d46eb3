from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from convene.matching import (
    Event,
    Grams,
    Index,
    InstanceError,
    Interest,
    Params,
    Suggestion,
    rank,
    rank_all,
    refresh,
)
from convene.matching.profile import Profile
from convene.matching.reasons import reasons
from convene.matching.signals import MINOR, Reason, Signal
from convene.matching.wording import sentence
from tests.convene.companies import company, events, forum


def recommend(event: Event, id: str, top: int = 5) -> list[str]:
    return [s.id for s in rank(Index(event, Grams()), id, top)]


def score_of(event: Event, one: str, other: str) -> float:
    index = Index(event, Grams())
    _, slot = index.place(other)
    return float(index.scores(one)[slot])


def signals(found: tuple[Reason, ...]) -> set[Signal]:
    return {reason.signal for reason in found}


def test_rank_finds_across_languages_who_has_what_is_needed() -> None:
    assert recommend(forum(), "leipzig-buses", 1) == ["kobe-chargers"]
    assert recommend(forum(), "leipzig-clinic", 1) == ["kobe-ears"]
    assert recommend(forum(), "kobe-chargers", 1) == ["leipzig-buses"]


def test_rank_gives_the_sentences_that_fit_as_reason() -> None:
    best = rank(Index(forum(), Grams()), "leipzig-clinic", 1)[0]

    terms = next(r for r in best.reasons if r.signal == Signal.TERMS)
    assert terms.evidence == (
        "Gesucht: Hörgeräte für Kinder.",
        "子ども用の補聴器を開発しています。",
    )
    assert sentence(terms, "ja", {"leipzig-clinic": "クリニック"}) == (
        "クリニックとkobe-earsは、関連する内容に触れています："
        "「Hörgeräte」と「補聴器」、「Kinder」と「子ども」。"
    )


def test_rank_recommends_nobody_without_a_reason() -> None:
    assert "kobe-tea" not in recommend(forum(), "leipzig-clinic")


def test_scores_are_the_same_from_both_sides() -> None:
    index = Index(forum(), Grams())
    rows = index.all_scores(0)

    for slot, profile in enumerate(index.sides[1]):
        assert index.scores(profile.id) == pytest.approx(rows[:, slot], abs=1e-6)


def test_mutual_fit_comes_before_one_sided_fit() -> None:
    one_sided = company(
        "kobe-copy",
        1,
        offer="電気バス用の充電器を製造しています。",
        need="抹茶の農家を探しています。",
        language="ja",
        fields=("e-mobility",),
        sought_fields=("food",),
        languages=("ja", "en"),
    )
    event = forum()
    event = replace(event, profiles=(one_sided, *event.profiles))

    assert recommend(event, "leipzig-buses", 2) == ["kobe-chargers", "kobe-copy"]


def test_excluded_pairs_are_never_recommended() -> None:
    event = forum(excluded=(("kobe-chargers", "leipzig-buses"),))

    assert "kobe-chargers" not in recommend(event, "leipzig-buses")
    assert "leipzig-buses" not in recommend(event, "kobe-chargers")


def test_earlier_meetings_count_as_the_organiser_chooses() -> None:
    met = (("leipzig-buses", "kobe-chargers"),)

    before = score_of(forum(met=met), *met[0])
    assert score_of(forum(met=met, repeat="first"), *met[0]) == -1
    assert score_of(forum(met=met, repeat="again"), *met[0]) > before


@pytest.mark.parametrize("of", ["leipzig-clinic", "health"])
def test_interest_shown_earlier_lifts_a_partner(of: str) -> None:
    event = forum(interests=(Interest("kobe-tea", of, 3),))
    profiles = tuple(
        replace(p, fields=("health",)) if p.id == "leipzig-clinic" else p
        for p in event.profiles
    )
    event = replace(event, profiles=profiles)

    found = {s.id: s for s in rank(Index(event, Grams()), "leipzig-clinic", 5)}

    assert Signal.INTEREST in signals(found["kobe-tea"].reasons)


def test_an_interpreter_is_named_where_no_language_is_shared() -> None:
    found = rank(Index(forum(interpreters=("de-ja",)), Grams()), "leipzig-clinic", 1)[0]

    assert Signal.INTERPRETER in signals(found.reasons)
    assert Signal.LANGUAGE not in signals(found.reasons)


def test_wishes_for_country_size_and_stage_are_reasons() -> None:
    event = forum()
    seeker, partner = event.profiles[1], event.profiles[3]
    seeker = replace(
        seeker,
        sought_countries=("JP",),
        sought_sizes=("small",),
        sought_stages=("growth",),
    )
    partner = replace(partner, size="small", stage="growth")
    index = Index(Event((seeker, partner)), Grams())

    found = signals(rank(index, seeker.id, 1)[0].reasons)

    assert {Signal.COUNTRY, Signal.SIZE, Signal.STAGE} <= found


def test_index_refuses_an_unknown_profile() -> None:
    index = Index(forum(), Grams())

    with pytest.raises(InstanceError, match="the id of a profile, not 'nobody'"):
        rank(index, "nobody")
    with pytest.raises(InstanceError, match=r"profiles.side: expected 0, as before"):
        index.put(Profile("leipzig-buses", 1))


def test_an_event_of_nobody_has_no_recommendations() -> None:
    assert rank_all(Index(Event(()), Grams())) == {}
    assert rank_all(Index(Event((Profile("alone", 0),)), Grams())) == {"alone": ()}


@settings(max_examples=25, deadline=None)
@given(events())
def test_every_recommendation_has_a_reason_that_is_true(event: Event) -> None:
    index = Index(event, Grams())

    for name, found in rank_all(index, 3).items():
        assert [s.rank for s in found] == list(range(1, len(found) + 1))
        scores = [s.score for s in found]
        assert scores == sorted(scores, reverse=True)
        for suggestion in found:
            assert signals(suggestion.reasons) - MINOR
            assert all(reason.worth > 0 for reason in suggestion.reasons)
            assert index.place(suggestion.id)[0] != index.place(name)[0]


def without(event: Event, reason: Reason) -> Event:
    """Take out of the profiles what a reason names."""
    profiles = {p.id: p for p in event.profiles}
    seeker, partner = profiles[reason.seeker], profiles[reason.partner]
    first, second = reason.evidence
    if reason.signal in (Signal.NEED_MET, Signal.OFFER_WANTED):
        texts = tuple(
            replace(t, text=t.text.replace(first, " ")) if t.kind == "need" else t
            for t in seeker.texts
        )
        seeker = replace(seeker, texts=texts)
    elif reason.signal in (Signal.FIELD_SOUGHT, Signal.FIELD_WANTED):
        partner = replace(
            partner, fields=tuple(f for f in partner.fields if f != second)
        )
    elif reason.signal in (Signal.NACE_SOUGHT, Signal.NACE_WANTED):
        seeker = replace(seeker, sought_nace=())
    elif reason.signal == Signal.COUNTRY:
        partner = replace(partner, country=None)
    changed = {seeker.id: seeker, partner.id: partner}
    return replace(event, profiles=tuple(changed.get(p.id, p) for p in event.profiles))


@settings(max_examples=25, deadline=None)
@given(events())
def test_removing_what_a_reason_names_lowers_the_score(event: Event) -> None:
    index = Index(event, Grams())
    for name, found in rank_all(index, 2).items():
        for suggestion in found:
            for reason in suggestion.reasons:
                poorer = without(event, reason)
                if poorer == event:
                    continue
                changed = Index(event, Grams())
                for profile in poorer.profiles:
                    if profile not in event.profiles:
                        changed.put(profile)
                _, slot = index.place(suggestion.id)
                lower = changed.scores(name)[slot]
                assert lower < suggestion.score, (reason, lower)


@settings(max_examples=20, deadline=None)
@given(events(), events())
def test_refresh_gives_what_ranking_anew_would(event: Event, other: Event) -> None:
    index = Index(event, Grams())
    rankings = rank_all(index, 2)
    newer = replace(other.profiles[0], id=event.profiles[0].id)

    refreshed = refresh(index, rankings, newer, 2)

    assert plain(refreshed) == plain(rank_all(index, 2))


def plain(rankings: dict[str, tuple[Suggestion, ...]]) -> dict[str, list[str]]:
    return {key: [s.id for s in found] for key, found in rankings.items()}


def test_refresh_leaves_the_lists_of_others_alone() -> None:
    index = Index(forum(), Grams())
    rankings = rank_all(index, 1)
    tea = replace(forum().profiles[4], fields=("tourism",))

    refreshed = refresh(index, rankings, tea, 1)

    assert refreshed["leipzig-buses"] is rankings["leipzig-buses"]


def test_long_shelves_give_the_same_best_partners(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = Event(
        tuple(
            company(
                f"{'ab'[number % 2]}{number}",
                number % 2,
                offer=f"Wir fertigen Teil {number * 7919 % 1000} aus Stahl.",
                need=f"Gesucht wird Teil {number * 104729 % 1000}.",
            )
            for number in range(160)
        )
    )
    exact = Index(event, Grams()).scores("a0")
    monkeypatch.setattr("convene.matching.shelf.LONG", 50)
    monkeypatch.setattr("convene.matching.shelf.NEAR", 40)
    nearly = Index(event, Grams()).scores("a0")

    assert nearly.argmax() == exact.argmax()


def test_the_same_profiles_give_the_same_rankings() -> None:
    first, second = (rank_all(Index(forum(), Grams())) for _ in range(2))

    assert first == second


def test_reasons_are_the_same_pair_seen_from_the_other_side() -> None:
    index = Index(forum(), Grams())

    here = reasons(index, "leipzig-buses", "kobe-chargers")
    there = reasons(index, "kobe-chargers", "leipzig-buses")

    assert {(r.seeker, r.evidence) for r in here if r.signal not in MINOR} == {
        (r.seeker, r.evidence) for r in there if r.signal not in MINOR
    }


@pytest.mark.parametrize("wrong", [{"references": 0}, {"shrink": -1.0}])
def test_params_are_checked(wrong: dict[str, float]) -> None:
    with pytest.raises(InstanceError):
        Params(**wrong)  # type: ignore[arg-type]


def test_scores_are_numbers_between_zero_and_one() -> None:
    rows = Index(forum(), Grams()).all_scores(0)

    assert np.isfinite(rows).all()
    assert (rows >= 0).all()
    assert (rows <= 1).all()
