from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.outcomes import selectors
from gegenbesuch.outcomes.arrows import Arrow
from gegenbesuch.outcomes.cards import Event, Node
from gegenbesuch.outcomes.chain import draw_chain
from gegenbesuch.outcomes.chain_pictures import picture_of
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.directory.models import Relation

on = PartialDate.from_code
LANES = [("out", "Outbound"), ("in", "Inbound"), ("home", "At home")]


def event(key: str, lane: str, code: str, *, title: str = "Reise") -> Event:
    at = on(code)
    return Event(
        key=key,
        lane=lane,
        lane_label=lane,
        title=title,
        date_text=code,
        state="held",
        state_label="held",
        url="/",
        first=at.first_day(),
        last=at.last_day(),
        is_exact=at.is_exact,
    )


def apart(one: Node, two: Node) -> bool:
    return (
        one.x + one.width <= two.x
        or two.x + two.width <= one.x
        or one.y + one.height <= two.y
        or two.y + two.height <= one.y
    )


codes = st.one_of(
    st.dates(date(2006, 1, 1), date(2020, 12, 31)).map(str),
    st.sampled_from(["2008", "2017", "2019-06", "2019-06-21~late", ""]),
)
events = st.lists(
    st.tuples(codes, st.sampled_from(["out", "in", "home"]), st.text(max_size=90)),
    min_size=1,
    max_size=25,
)


@given(events, st.booleans())
def test_cards_never_cover_each_other(
    rows: list[tuple[str, str, str]],
    is_narrow: bool,  # noqa: FBT001 -- given by hypothesis
):
    made = [
        event(f"e{n}", lane, code, title=title)
        for n, (code, lane, title) in enumerate(rows)
    ]
    arrows = [Arrow(one.key, two.key, "answers") for one, two in pairwise(made)]
    picture = draw_chain(made, arrows, lanes=LANES, is_narrow=is_narrow)
    assert picture is not None
    assert len(picture.nodes) == len(made)
    assert len(picture.paths) == len(arrows)
    for one, two in combinations(picture.nodes, 2):
        assert apart(one, two)
    for node in picture.nodes:
        assert node.x + node.width <= picture.width
        assert picture.top <= node.y
        assert node.y + node.height <= picture.height


def test_a_day_is_a_dot_and_a_year_a_band():
    made = [event("d", "out", "2019-06-07"), event("y", "in", "2019")]
    picture = draw_chain(made, [], lanes=LANES, is_narrow=False)
    assert picture is not None
    marks = {node.event.key: node for node in picture.nodes}
    (band,) = picture.bands
    assert marks["d"].is_dot
    assert not marks["y"].is_dot
    assert marks["y"].mark_height > band.height * 0.8
    assert band.y < marks["d"].mark_middle < band.y + band.height


def test_later_is_lower():
    made = [
        event(f"e{n}", "out", code)
        for n, code in enumerate(("2008", "2010-11-25", "2019-06"))
    ]
    picture = draw_chain(made, [], lanes=LANES, is_narrow=False)
    assert picture is not None
    heights = [node.y for node in sorted(picture.nodes, key=lambda n: n.event.key)]
    assert heights == sorted(heights)
    assert [band.label for band in picture.bands] == [str(y) for y in range(2008, 2020)]


def test_empty_lanes_are_left_out():
    picture = draw_chain([event("a", "in", "2019")], [], lanes=LANES, is_narrow=False)
    assert picture is not None
    assert [rail.key for rail in picture.rails] == ["in"]


def test_no_events_no_picture():
    assert draw_chain([], [], lanes=LANES, is_narrow=True) is None


# --- From the records ---


@pytest.fixture
def settled(office: Office) -> Relation:
    """The case of 2008 to 2011: a paused contact, a trip, a settlement."""
    relation = make.RelationFactory(office=office)
    trip = make.MissionFactory(
        office=office, relation=relation, starts_on=on(""), status="done"
    )
    company = make.OrganisationFactory(office=office, country="JP")
    settlement = make.SettlementFactory(office=office, organisation=company)
    steps = [
        ("first_contact", "2008", None),
        ("paused", "2009", None),
        ("resumed", "", trip),
        ("land_purchase", "2010", None),
        ("groundbreaking", "2010-11-25", None),
        ("planned_opening", "2011-08", None),
        ("opened", "2011", None),
    ]
    for position, (kind, code, mission) in enumerate(steps):
        make.SettlementStepFactory(
            settlement=settlement,
            kind=kind,
            on=on(code),
            mission=mission,
            position=position,
        )
    return relation


@pytest.mark.django_db
def test_the_chain_begins_with_the_first_contact(settled: Relation, bruno: User):
    chain = selectors.chain_of(settled, bruno)
    rows = selectors.rows_of_chain(chain)
    assert rows[0].event.first == date(2008, 1, 1)
    assert len(rows) == 8


@pytest.mark.django_db
def test_an_undated_step_lies_between_its_neighbours(settled: Relation, bruno: User):
    chain = selectors.chain_of(settled, bruno)
    inferred = [event for event in chain.events if event.is_inferred]
    assert {event.lane for event in inferred} == {"outbound", "settlement"}
    assert {(event.first, event.last) for event in inferred} == {
        (date(2009, 1, 1), date(2010, 12, 31))
    }


@pytest.mark.django_db
def test_steps_keep_their_order_within_a_year(settled: Relation, bruno: User):
    rows = selectors.rows_of_chain(selectors.chain_of(settled, bruno))
    texts = [row.event.date_text for row in rows if row.event.lane == "settlement"]
    assert len(texts) == 7
    assert texts.index("2010") < next(i for i, text in enumerate(texts) if "25" in text)


@pytest.mark.django_db
def test_invented_missions_are_not_in_the_chain(office: Office, bruno: User):
    relation = make.RelationFactory(office=office)
    make.MissionFactory(office=office, relation=relation, is_invented=True)
    assert selectors.chain_of(relation, bruno).events == []


@pytest.mark.django_db
def test_queries_of_the_chain_do_not_grow(office: Office, bruno: User):
    counts = []
    for times in (1, 3):
        relation = make.RelationFactory(office=office)
        for _n in range(times):
            mission = make.MissionFactory(office=office, relation=relation)
            make.StopFactory(mission=mission)
            make.ProgrammeItemFactory(mission=mission)
            later = make.MissionFactory(office=office, relation=relation)
            make.MissionLinkFactory(earlier=mission, later=later)
            make.CitationFactory(source__office=office, **make.on(mission))
            make.SettlementStepFactory(
                settlement__office=office,
                settlement__organisation__country="JP",
                mission=mission,
            )
        client = signed_in(bruno)
        url = reverse("outcomes:chain", args=[relation.code])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


@pytest.mark.django_db
def test_picture_and_table_say_the_same(settled: Relation, bruno: User):
    url = reverse("outcomes:chain", args=[settled.code])
    html = signed_in(bruno).get(url, {"lang": "en"}).content.decode()
    assert html.count('class="chain__card"') == 2 * 8
    assert html.count('<th scope="row">') == 8


@pytest.mark.django_db
def test_a_mission_without_direction_is_drawn(office: Office) -> None:
    mission = make.MissionFactory(office=office, direction="")

    chain = selectors.chain_among([mission], [], [])

    assert str(mission.title) in picture_of(chain, "wide")
