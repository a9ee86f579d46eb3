"""
The Bilanz and the press draft of June 2019 say what the report of the city says.

From the data of the demo alone, in three languages, fact by fact as in the table of
`docs/user/source-document.md`; and nothing that the records do not say.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from gegenbesuch.accounts.models import User
from gegenbesuch.core.models import BaseModel
from gegenbesuch.demo.loader import FOLDER, load
from gegenbesuch.missions.models import Mission
from tests.cast import signed_in

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.plugin import DjangoDbBlocker

JUNE_2019 = "leipzig-japan-2019-06"
LANGUAGES = ("de", "en", "ja")


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


def written(path: Path, command: str, *options: str) -> dict[str, Any]:
    """Return what a command of the product writes about the mission."""
    call_command(command, JUNE_2019, *options, "--out", str(path), stdout=None)
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def bilanz(tmp_path: Path, language: str) -> dict[str, Any]:
    return written(tmp_path / "bilanz.json", "bilanz", "--language", language)


def press(tmp_path: Path, language: str, moment: str = "--after") -> dict[str, Any]:
    path = tmp_path / "press.json"
    return written(path, "press_draft", moment, "--language", language)


#: What the report says, and the words for it; all of a row stand in one sentence.
FACTS: dict[str, dict[str, tuple[str, ...]]] = {
    "the head of the office led his first delegation abroad": {
        "de": ("Erste Auslandsdelegation", "positive Bilanz"),
        "en": ("First delegation abroad", "positive balance"),
        "ja": ("初めての海外派遣", "前向きに総括"),
    },
    "who led it and when": {
        "de": ("Clemens Schülke", "Leiter des Amtes", "1.–8. Juni 2019"),
        "en": ("Clemens Schülke", "Head of the Office", "1–8 June 2019"),
        "ja": ("クレーメンス・シュルケ", "経済振興局長", "2019年6月1日～8日"),
    },
    "relations were deepened and contacts made": {
        "de": ("Beziehungen", "vertieft", "neue Kontakte"),
        "en": ("Relations", "deepened", "new contacts"),
        "ja": ("関係", "深まり", "新たな人脈"),
    },
    "a frame was staked out, and that is no agreement": {
        "de": ("Rahmen", "abgesteckt", "Vereinbarung wurde nicht unterzeichnet"),
        "en": ("frame", "staked out", "No agreement was signed"),
        "ja": ("枠組み", "署名された合意は"),
    },
    "his own words": {
        "de": ("Clemens Schülke:", "den Rahmen für weitere Kooperationen abstecken"),
        "en": ("Clemens Schülke (translated)", "stake out the frame"),
        "ja": ("クレーメンス・シュルケ（翻訳）", "枠組みの方向性"),
    },
    "the return visit is a sign that the place has a good name": {
        "de": ("Clemens Schülke:", "bestens beleumundet", "Früchte tragen"),
        "en": ("Clemens Schülke (translated)", "excellent reputation", "bearing fruit"),
        "ja": ("クレーメンス・シュルケ（翻訳）", "高い評価", "実を結びつつ"),
    },
    "the biotech park is the most modern in Japan": {
        "de": ("Shonan", "Japans modernster Biotech-Standort"),
        "en": ("Shonan", "Japan's most modern biotech site"),
        "ja": ("湘南", "最も新しいバイオ拠点"),
    },
    "the location as a whole was presented": {
        "de": ("Wirtschaftsförderung", "Standort insgesamt"),
        "en": ("Office for Economic Development", "location as a whole"),
        "ja": ("経済振興局", "全体の立地環境"),
    },
    "young Japanese firms were interested in life sciences": {
        "de": ("Interesse", "Life Sciences", "junge, aufstrebende japanische Firmen"),
        "en": ("Interest", "Life sciences", "young, rising Japanese firms"),
        "ja": ("ライフサイエンス", "若く成長中の日本企業", "関心"),
    },
    "interest in chemicals, automotive and machinery": {
        "de": ("Interesse", "Chemie", "Automobil", "Maschinenbau"),
        "en": ("interest", "Chemicals", "Automotive", "Mechanical engineering"),
        "ja": ("関心", "化学", "自動車", "機械"),
    },
    "the return visit is announced for the end of June": {
        "de": ("ngekündigt", "nicht", "Koichi Sahara", "Ende Juni"),
        "en": ("nnounced", "not", "Koichi Sahara", "late June 2019"),
        "ja": ("予告", "ません", "佐原光一", "2019年6月下旬"),
    },
    "the reception was before the concert": {
        "de": ("Empfang der Stadt Leipzig", "Osaka", "fand vor", "Gewandhausorchester"),
        "en": ("Reception of the City", "Osaka", "before", "Gewandhausorchester"),
        "ja": ("レセプション", "大阪", "の前に", "ゲヴァントハウス管弦楽団"),
    },
    "about 50 entrepreneurs and opinion leaders came": {
        "de": ("rund 50", "Unternehmer und Meinungsbildner"),
        "en": ("about 50", "entrepreneurs and opinion leaders"),
        "ja": ("約50人", "企業家とオピニオンリーダー"),
    },
    "more than 150 experts heard the utility": {
        "de": ("mehr als 150", "Fachleute", "Wirtschaft, Wissenschaft und Verwaltung"),
        "en": ("more than 150", "experts", "business, science and administration"),
        "ja": ("150人超", "専門家", "行政"),
    },
    "the utility spoke": {
        "de": ("Stadtwerke Leipzig", "Energiewende"),
        "en": ("Stadtwerke Leipzig", "energy transition"),
        "ja": ("ライプツィヒ施設局", "エネルギー転換"),
    },
    "its five topics": {
        "de": ("Stadtwerkemodell", "Verbands", "Ladeinfrastruktur", "Holzenergie"),
        "en": ("Municipal-utility", "associations", "Charging", "Energy from wood"),
        "ja": ("シュタットヴェルケ", "業界団体", "充電インフラ", "木質エネルギー"),
    },
    "the cluster in Kobe": {
        "de": ("Kobe Biomedical Innovation Cluster", "350", "rund 10.000"),
        "en": ("Kobe Biomedical Innovation Cluster", "350", "about 10,000"),
        "ja": ("神戸医療産業都市", "350社", "約10,000人"),
    },
    "six companies were presented in the biotech park": {
        "de": ("Sechs Leipziger Biotech-Unternehmen", "Shonan"),
        "en": ("Six Leipzig biotech companies", "Shonan"),
        "ja": ("バイオ企業6社", "湘南"),
    },
    "six of them without travelling": {
        "de": ("ohne selbst mitzureisen", "6 Unternehmen"),
        "en": ("without travelling", "6 companies"),
        "ja": ("同行せずに", "6社"),
    },
    "what was on the programme in Toyohashi": {
        "de": ("Toyohashi", "Maschinen- und Anlagenbau", "Kreislaufwirtschaft"),
        "en": ("Toyohashi", "plant engineering", "circular economy"),
        "ja": ("豊橋", "機械・プラント工学", "循環経済"),
    },
    "the society received the delegation": {
        "de": ("Gastgeber", "Empfang", "Japanisch-Deutsche Gesellschaft Toyohashi"),
        "en": ("Hosts", "Reception", "Japanese-German Society Toyohashi"),
        "ja": ("歓迎会", "主催者", "豊橋日独協会"),
    },
    "Leipzig's firms were introduced and cooperation explored": {
        "de": ("innovativen Firmen", "Zusammenarbeit zu sondieren"),
        "en": ("innovative firms", "explore cooperation"),
        "ja": ("革新的企業", "協力の可能性"),
    },
    "the world congress in Kobe in October": {
        "de": ("ISPO-Weltkongress", "Kobe", "Oktober 2019"),
        "en": ("ISPO World Congress", "Kobe", "October 2019"),
        "ja": ("ISPO世界大会", "神戸", "2019年10月"),
    },
    "the trade fair and its subsidiary organise it": {
        "de": ("ISPO", "Leipziger Messe", "Tochtergesellschaft"),
        "en": ("ISPO", "Leipziger Messe", "Subsidiary"),
        "ja": ("ISPO", "ライプツィヒ見本市会社", "子会社"),
    },
    "the partners": {
        "de": ("Partner", "Generalkonsulat Osaka-Kobe", "Deutsche Botschaft", "JETRO"),
        "en": ("Partners", "Consulate General", "German Embassy", "JETRO"),
        "ja": ("協力機関", "総領事館", "ドイツ大使館", "ジェトロ"),
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_bilanz_and_press_state_every_fact(tmp_path: Path, language: str) -> None:
    for data in (bilanz(tmp_path, language), press(tmp_path, language)):
        texts = [sentence["text"] for sentence in data["sentences"]]
        missing = {
            fact: words[language]
            for fact, words in FACTS.items()
            if not any(all(word in text for word in words[language]) for text in texts)
        }

        assert missing == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_have_the_qualifiers_of_the_report(
    tmp_path: Path, language: str
) -> None:
    numbers = {n["key"]: n for n in bilanz(tmp_path, language)["numbers"]}

    def stated(key: str) -> tuple[Any, str, str]:
        number = numbers[key]
        return number["low"], number["qualifier"], number["level"]

    reached = f"people-reached.{JUNE_2019}"
    assert stated(f"{reached}-reception") == (50, "about", "output")
    assert stated(f"{reached}-energy-talk") == (150, "more_than", "output")
    assert numbers[f"{reached}-energy-talk"]["high"] is None
    assert stated("people-reached") == (250, "more_than", "output")
    assert numbers["people-reached"]["is_rough"]
    assert stated("companies-presented") == (6, "exact", "output")
    assert stated("agreements") == (0, "exact", "outcome")
    assert stated("return-visits-announced") == (1, "exact", "outcome")
    assert stated("return-visits-held") == (0, "exact", "outcome")
    assert stated("follow-up-events") == (1, "exact", "outcome")
    assert stated("host.kbic.companies") == (350, "exact", "context")
    assert stated("host.kbic.employees") == (10000, "about", "context")


#: What no record says, as nobody may write it.
UNTRUE: dict[str, tuple[str, ...]] = {
    "de": (r"(?<!keine )(?<!Eine )Vereinbarung(en)? (wurde|ist) (unter|ge)", "200"),
    "en": (r"(?<!No )agreements? (was|were) (signed|made|reached)", "200"),
    "ja": ("合意しました", "合意に達し", "200"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_that_no_record_says(tmp_path: Path, language: str) -> None:
    for data in (
        bilanz(tmp_path, language),
        press(tmp_path, language),
        press(tmp_path, language, "--before"),
    ):
        for sentence in data["sentences"]:
            text = sentence["text"]
            assert sentence["records"], text
            for pattern in UNTRUE[language]:
                assert not re.search(rf"{pattern}(?!\d)", text), text
            firm = {"de": "mehr als ", "en": "more than ", "ja": ""}[language]
            for found in re.finditer(r"(?<!\d)150(?!\d)", text):
                assert text[: found.start()].endswith(firm), text
                assert language != "ja" or text[found.start() :].startswith("150人超")


def test_before_the_mission_only_the_plan_is_told(tmp_path: Path) -> None:
    text = " ".join(s["text"] for s in press(tmp_path, "de", "--before")["sentences"])

    assert "Geplant nach „Gewandhausorchester" in text
    assert "Tokio" in text
    for held in ("rund 50", "150", "Biotech", "Sahara", "fand", "350"):
        assert held not in text


# --- Every number leads to a record ------------------------------------------


def records_of_everything() -> set[str]:
    from django.apps import apps  # noqa: PLC0415 -- after the database

    return {
        code
        for model in apps.get_models()
        if issubclass(model, BaseModel) or hasattr(model, "code")
        for code in model._default_manager.values_list("code", flat=True)
    }


class _Numbers(HTMLParser):
    """Collect the rows of numbers on a page: what they say and where they lead."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[str, str, list[str]]] = []
        self.is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "tr":
            key = known.get("id") or ""
            self.is_open = key.startswith("number-")
            if self.is_open:
                self.rows.append((key, "", []))
        elif tag == "a" and self.is_open:
            self.rows[-1][2].append(known.get("href") or "")

    def handle_data(self, data: str) -> None:
        if self.is_open:
            key, text, links = self.rows[-1]
            self.rows[-1] = key, text + data, links

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self.is_open = False


def pages() -> list[str]:
    missions = Mission.objects.order_by("pk").values_list("code", flat=True)
    return [
        *(f"/missions/{code}/bilanz/" for code in missions),
        "/bilanz/office/leipzig/",
        *(f"/bilanz/year/{year}/" for year in (2011, 2017, 2019)),
        "/bilanz/country/JP/",
        *(f"/bilanz/partner/{code}/" for code in ("jdg-toyohashi", "mazak")),
    ]


def test_every_number_on_every_page_leads_to_a_record() -> None:
    client = signed_in(User.objects.get(email__startswith="alba"))
    opened: set[str] = set()

    for page in pages():
        parser = _Numbers()
        parser.feed(client.get(f"{page}?lang=en").content.decode())
        assert len(parser.rows) > 5, page
        for key, text, links in parser.rows:
            records = [link for link in links if "/sources/" not in link]
            assert records or "not known" in text, (page, key, text)
            opened.update(link.partition("#")[0] for link in records)

    lost = {
        address for address in opened - {""} if client.get(address).status_code != 200
    }
    assert lost == set()


def test_every_number_of_the_file_names_records_that_exist(tmp_path: Path) -> None:
    known = records_of_everything()
    numbers = bilanz(tmp_path, "en")["numbers"]

    for number in numbers:
        codes = [code.partition("-stop-")[0] for code in number["record_codes"]]
        assert codes or not number["is_known"], number["key"]
        assert set(codes) <= known, number["key"]


def test_every_number_of_the_pdf_has_its_record_beside_it(tmp_path: Path) -> None:
    from pypdf import PdfReader  # noqa: PLC0415 -- slow import

    path = tmp_path / "bilanz.pdf"
    call_command(
        "bilanz", JUNE_2019, "--language", "en", "--format", "pdf",
        "--out", str(path), stdout=None,
    )  # fmt: skip
    reader = PdfReader(path)
    text = re.sub(r"[\s\u00ad-]+", "", "".join(p.extract_text() for p in reader.pages))

    for number in bilanz(tmp_path, "en")["numbers"]:
        said = re.sub(r"[\s-]+", "", number["text"])
        assert said in text, number["key"]
        for code in number["record_codes"]:
            assert f"[{code}]".replace("-", "") in text, (number["key"], code)
    assert "/StructTreeRoot" in reader.trailer["/Root"]
