"""
The document the project grew out of: each thing it says is on a page of the demo.

One case per row of the table in `docs/user/source-document.md`: the page that holds
the statement, and words on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

MISSION = "/missions/leipzig-japan-2019-06/"

ROWS = {
    "stock-taking": (
        f"{MISSION}bilanz/",
        [
            "Ein Rahmen für weitere Kooperationen ist abgesteckt",
            "neue Kontakte sind geknüpft",
            "nicht als Vereinbarung gezählt",
        ],
    ),
    "led-by-the-new-head": (
        MISSION,
        ["Clemens Schülke", "Erste Auslandsdelegation", "1.–8. Juni 2019"],
    ),
    "interest-of-the-hosts": (
        f"{MISSION}outcomes/",
        ["junge, aufstrebende", "Life Sciences", "Chemie", "Automobil", "Maschinenbau"],
    ),
    "announced-return-visit": (
        "/missions/japan-leipzig-2019-06/",
        ["Koichi Sahara", "Ende Juni 2019", "Angekündigt"],
    ),
    "reception-before-the-concert": (
        MISSION,
        ["rund 50", "Unternehmer und Meinungsbildner", "Gewandhausorchester", "Osaka"],
    ),
    "more-than-150-experts": (
        MISSION,
        [
            "mehr als 150",
            "Stadtwerke Leipzig",
            "Energiewende",
            "Stadtwerkemodell",
            "Ladeinfrastruktur",
            "Holzenergie",
        ],
    ),
    "figures-about-the-hosts": (
        "/organisations/kbic/",
        ["350", "rund 10.000", "9.400", "Kobe Biomedical Innovation Cluster"],
    ),
    "shonan": ("/organisations/shonan/", ["Shonan", "Fujisawa"]),
    "six-biotech-companies": (MISSION, ["Sechs Leipziger Biotech-Unternehmen", "6"]),
    "toyohashi": (
        MISSION,
        [
            "Toyohashi",
            "Maschinen- und Anlagenbau und Kreislaufwirtschaft",
            "Japanisch-Deutsche Gesellschaft Toyohashi",
        ],
    ),
    "many-firms-introduced": (
        "/sessions/demo-forum/",
        ["Leipzig", "erfunden"],
    ),
    "ispo-in-kobe": (
        "/missions/ispo-kobe-2019-10/",
        ["ISPO", "Kobe", "Oktober 2019", "Leipziger Messe"],
    ),
    "partners": (
        MISSION,
        ["Deutsches Generalkonsulat Osaka-Kobe", "Deutsche Botschaft Tokio", "JETRO"],
    ),
    "comments": (
        "/news/leipzig-japan-2019-06-bilanz/",
        ["Keine Kommentare bisher", "Schreiben Sie einen Kommentar"],
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_each_statement_of_the_document_is_on_a_page(
    visit: Callable[..., Page], row: str
) -> None:
    address, words = ROWS[row]
    page = visit("de-DE")
    sign_in(page, "alba")

    page.goto(address)

    for word in words:
        expect(page.locator("main")).to_contain_text(word)
