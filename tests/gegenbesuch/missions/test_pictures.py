from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gegenbesuch.core.svg_text import text_width, wrap
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.missions.pictures.projection import UNITS_PER_DEGREE, frame_around
from gegenbesuch.missions.pictures.stop_map import (
    SIZE,
    MapPicture,
    Spot,
    _shapes,
    draw_journey,
    draw_stops,
)
from gegenbesuch.missions.pictures.time_axis import Happening, Span, draw_axis

on = PartialDate.from_code

JUNE_2019 = [
    Spot("Ōsaka", "JP", 34.694, 135.501, (1,)),
    Spot("Kobe", "JP", 34.691, 135.183, (2,)),
    Spot("Fujisawa", "JP", 35.349, 139.477, (3,)),
    Spot("Tokio", "JP", 35.69, 139.692, (4,)),
    Spot("Toyohashi", "JP", 34.767, 137.383, (5, 7)),
    Spot("Ōguchi", "JP", 35.341, 136.911, (6,)),
]
LEIPZIG = Spot("Leipzig", "DE", 51.34, 12.371)


def boxes(picture: MapPicture) -> list[tuple[float, float, float, float]]:
    found = []
    for mark in picture.marks:
        wide = text_width(mark.spot.name, SIZE)
        shift = {"start": 0, "middle": wide / 2, "end": wide}[mark.anchor]
        left = mark.text_x - shift
        found.append((left, mark.text_y - SIZE + 2, left + wide, mark.text_y + 3))
    return found


@pytest.mark.parametrize(("width", "height"), [(720, 430), (340, 380)])
def test_labels_of_the_map_do_not_collide(width: int, height: int):
    picture = draw_stops(JUNE_2019, home=LEIPZIG, width=width, height=height)
    assert picture is not None
    for one, two in combinations(boxes(picture), 2):
        assert (
            one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
        )
    for left, top, right, bottom in boxes(picture):
        assert left >= 0
        assert top >= 0
        assert right <= width
        assert bottom <= height


def test_the_route_visits_the_stops_in_order():
    picture = draw_stops(JUNE_2019, home=LEIPZIG, width=720, height=430)
    assert picture is not None
    assert picture.route.count("L") == 6
    assert picture.inset is not None
    assert picture.inset.label == "Leipzig"
    assert [mark.spot.label for mark in picture.marks][4] == "5·7"


def test_stops_at_home_need_no_inset():
    picture = draw_stops([LEIPZIG], home=LEIPZIG, width=720, height=430)
    assert picture is not None
    assert picture.inset is None


def test_no_place_no_map():
    assert draw_stops([], home=LEIPZIG, width=720, height=430) is None


@given(
    st.lists(
        st.tuples(st.floats(-80, 80), st.floats(-179, 179)), min_size=1, max_size=9
    )
)
def test_every_point_is_in_the_frame(places: list[tuple[float, float]]):
    frame = frame_around(places, width=720, height=430, margin=60, least_degrees=2)
    for place in places:
        x, y = frame.at(*place)
        assert 0 <= x <= 720
        assert 0 <= y <= 430


def axis_of(*spans: Span, start: str = "2019-06-01", end: str = "2019-06-08"):
    picture = draw_axis(
        spans, starts_on=on(start), ends_on=on(end), width=720, label_width=190
    )
    assert picture is not None
    return picture


def test_a_day_is_as_wide_as_a_day():
    picture = axis_of(Span(1, "Osaka", on("2019-06-02"), NO_DATE))
    (row,) = picture.rows
    day = picture.ticks[1].x - picture.ticks[0].x
    assert row.x == pytest.approx(picture.ticks[1].x + 2, abs=0.2)
    assert row.width == pytest.approx(day - 4, abs=0.2)
    assert row.is_dated


def test_an_unknown_day_spans_what_is_possible():
    picture = axis_of(
        Span(1, "Osaka", on("2019-06-02"), NO_DATE),
        Span(2, "Kobe", NO_DATE, NO_DATE),
        Span(3, "Toyohashi", on("2019-06-06"), on("2019-06-07")),
    )
    row = picture.rows[1]
    assert not row.is_dated
    assert row.x == pytest.approx(picture.ticks[1].x + 2, abs=0.2)
    assert row.x + row.width == pytest.approx(picture.ticks[6].x - 2, abs=0.3)


def test_happenings_stand_on_their_day():
    dots = (
        Happening(on("2019-06-02"), "Konzert", "held"),
        Happening(on("2019-06-02"), "Empfang", "held"),
        Happening(on("2019-06"), "Gespräch", "planned"),
        Happening(NO_DATE, "Vortrag", "held"),
    )
    picture = axis_of(Span(1, "Osaka", on("2019-06-02"), NO_DATE, dots))
    first, second, vague = picture.rows[0].dots
    assert picture.ticks[1].x < first.x < second.x < picture.ticks[2].x
    assert vague.x + vague.width <= 720


def test_the_axis_of_a_mission_without_date_spans_its_stops():
    picture = axis_of(
        Span(1, "Toyohashi", on("2016-03-11"), on("2016-03-13")), start="", end=""
    )
    assert (picture.first, picture.last) == (date(2016, 3, 11), date(2016, 3, 13))


def test_no_date_no_axis():
    spans = [Span(1, "Kobe", NO_DATE, NO_DATE)]
    assert (
        draw_axis(spans, starts_on=NO_DATE, ends_on=NO_DATE, width=720, label_width=0)
        is None
    )


@pytest.mark.parametrize(("end", "most"), [("2019-06-30", 30), ("2019-12-31", 40)])
def test_long_missions_have_few_labels(end: str, most: int):
    picture = axis_of(Span(1, "Osaka", on("2019-06-02"), on("2019-06-02")), end=end)
    assert all(row.width > 0 for row in picture.rows)
    assert len(picture.ticks) <= most


@given(st.text(min_size=1), st.integers(60, 300))
def test_lines_fit(text: str, width: int):
    for line in wrap(text, 13, width, most=4):
        assert text_width(line, 13) <= width + 14  # hanging punctuation


def test_japanese_breaks_between_characters_not_before_marks():
    lines = wrap("豊橋日独協会による歓迎交流会、ビアホール独逸。", 13, 80, most=9)
    assert len(lines) > 2
    assert not any(line[0] in "、。ー" for line in lines)
    assert "".join(lines) == "豊橋日独協会による歓迎交流会、ビアホール独逸。"


def test_what_does_not_fit_ends_in_an_ellipsis():
    assert wrap("one two three four five six", 13, 60, most=2)[-1].endswith("…")


def test_a_long_word_is_cut_with_a_hyphen():
    lines = wrap("Wirtschaftsförderungsgesellschaft", 13, 120, most=4)
    assert lines[0].endswith("-")


def test_a_journey_leads_from_home_to_the_place():
    picture = draw_journey(JUNE_2019[0], home=LEIPZIG, width=360, height=240)
    (home, place) = picture.marks
    assert (home.spot, place.spot) == (LEIPZIG, JUNE_2019[0])
    assert picture.route.startswith(f"M{home.x} {home.y}Q")
    assert picture.route.endswith(f" {place.x} {place.y}")


@pytest.mark.parametrize("home", [None, LEIPZIG])
def test_news_from_home_is_a_place_without_a_way(home: Spot | None):
    picture = draw_journey(LEIPZIG, home=home, width=360, height=240)
    assert [mark.spot for mark in picture.marks] == [LEIPZIG]
    assert picture.route == ""


def test_no_outline_runs_back_across_the_whole_map():
    wide = {
        country
        for country, rows in _shapes().items()
        for left, _top, right, _bottom, _path in rows
        if right - left > 180 * UNITS_PER_DEGREE
    }
    assert wide == {"AQ"}
