from __future__ import annotations

from datetime import time
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation
from pypdf import PdfReader

from gegenbesuch.documents.blocks import Card, Cards
from gegenbesuch.documents.content.guests import drawn_seating
from gegenbesuch.documents.rendering import to_pdf
from tests import factories as make
from tests.factories import i18n
from tests.gegenbesuch.documents.conftest import (
    AT,
    document,
    on,
    text_of,
)

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db


def test_the_drawn_plan_names_every_seat_in_order(mission: Mission):
    event = mission.guest_lists.get()

    text = text_of(document(mission, f"seating_plan_drawn_{event.code}", "de"))

    table = text.split("Tisch 1 ")[1]
    seats = ["1 Goro Kamino", "2 Randy Kurz", "3 – frei", "4 – frei"]
    places = [table.index(seat) for seat in seats]
    assert places == sorted(places)


def test_a_long_table_has_its_place_of_honour_in_the_middle(mission: Mission):
    event = mission.guest_lists.get()
    event.tables.update(shape="long", seats=6)

    plan: Any = drawn_seating(event)

    assert [table.honour for table in plan.tables] == [2]
    assert plan.tables[0].is_long


def test_a_badge_of_a_guest_has_the_code_for_the_door(mission: Mission):
    event = mission.guest_lists.get()
    codes = set(event.guests.filter(status="accepted").values_list("code", flat=True))

    reader = PdfReader(BytesIO(document(mission, f"name_badges_{event.code}", "en")))

    root: Any = reader.trailer["/Root"]
    assert alternatives(root["/StructTreeRoot"]) == {
        f"Code for the door: {code}" for code in codes
    }


def alternatives(part: Any) -> set[str]:
    """Return what stands for the pictures of a PDF."""
    part = part.get_object() if hasattr(part, "get_object") else part
    if isinstance(part, list):
        return set().union(*map(alternatives, part))
    if not isinstance(part, dict):
        return set()
    own = {str(part["/Alt"])} if part.get("/S") == "/Figure" else set()
    return own | alternatives(part.get("/K"))


def test_a_programme_to_fold_has_four_pages_on_a_sheet(mission: Mission):
    for n in range(60):
        make.ProgrammeItemFactory(
            mission=mission,
            title=i18n(f"Termin {n:02} mit einem recht langen Namen"),
            planned_on=on(f"2031-06-{3 + n // 6:02}"),
            planned_start=time(8 + n % 6),
        )

    file = document(mission, "programme_to_fold", "de")

    sheets = PdfReader(BytesIO(file)).pages
    upright = [" ".join(page.extract_text((0,)).split()) for page in sheets]
    head_down = [page.extract_text((180,)) for page in sheets]
    count = int(upright[0].split("Seite 1 / ")[1].split()[0])
    assert count > 4
    assert len(sheets) == -(-count // 4)
    assert f"Seite 4 / {count}" in upright[0]
    assert f"Seite 5 / {count}" in upright[1]
    assert head_down[0]


def test_the_longest_name_stays_on_its_badge():
    name = "Annegret-Luise Freifrau von Schlackenwerth-Kladrubien-Hohenstein"
    cards = Cards("name_badges", "Schilder", "Amt", [Card(name, "", ("x" * 60,))] * 11)

    with translation.override("de"):
        reader = PdfReader(BytesIO(to_pdf(cards, at=AT)))

    assert len(reader.pages) == 2
    text = "".join(reader.pages[0].extract_text().split())
    assert text.count("".join(name.split())) == 10


@pytest.mark.parametrize(("folded", "pitch"), [(False, 54), (True, 67)])
def test_nothing_on_a_card_leaves_it(folded: bool, pitch: int):  # noqa: FBT001 -- a case
    """Even a name that is written out in full, twice, with two long posts."""
    name = "Annegret-Luise Freifrau von Schlackenwerth-Kladrubien-Hohenstein " * 2
    post = "Stellvertretende Geschäftsführerin für internationale Angelegenheiten " * 2
    cards = [Card(name, name, (post, post), "" if folded else "abcdefgh23")] * 4
    heights: list[float] = []

    def see(text: str, _cm: Any, tm: list[float], *_font: Any) -> None:
        if text.strip():
            heights.append((297 - 13) - (tm[5] * _cm[3] + _cm[5]) / 72 * 25.4)

    with translation.override("de"):
        file = to_pdf(Cards("cards", "Karten", "Amt", cards, folded), at=AT)
    pages = PdfReader(BytesIO(file)).pages
    pages[0].extract_text(visitor_text=see)

    assert len(pages) == 1
    assert heights
    assert max(heights) < 2 * pitch
    assert {height % pitch < pitch - 5 for height in heights} == {True}
