"""The 100,000 organisations and people of the benchmark, always the same ones."""

from __future__ import annotations

import gc
import io
import random
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CHUNK = 2500
EMAIL = "bench@office.example"

TOWNS = (
    ("leipzig", "Leipzig", "Leipzig", "ライプツィヒ", "DE"),
    ("tokyo", "Tokio", "Tokyo", "東京", "JP"),
    ("osaka", "Osaka", "Osaka", "大阪", "JP"),
    ("kobe", "Kobe", "Kobe", "神戸", "JP"),
    ("nagoya", "Nagoya", "Nagoya", "名古屋", "JP"),
    ("toyohashi", "Toyohashi", "Toyohashi", "豊橋", "JP"),
    ("dresden", "Dresden", "Dresden", "ドレスデン", "DE"),
    ("wien", "Wien", "Vienna", "ウィーン", "AT"),
    ("lyon", "Lyon", "Lyon", "リヨン", "FR"),
    ("krakow", "Krakau", "Kraków", "クラクフ", "PL"),
)
FIELDS = (
    ("Maschinenbau", "Machinery", "機械"),
    ("Medizintechnik", "Medical Technology", "医療機器"),
    ("Chemie", "Chemicals", "化学工業"),
    ("Wasserstoff", "Hydrogen", "水素エネルギー"),
    ("Logistik", "Logistics", "物流"),
    ("Messtechnik", "Instruments", "計測器"),
    ("Fahrzeugteile", "Automotive Parts", "自動車部品"),
    ("Biotechnologie", "Biotechnology", "バイオ"),
    ("Umwelttechnik", "Environmental Systems", "環境技術"),
    ("Softwarehaus", "Software", "情報システム"),
    ("Druckguss", "Die Casting", "ダイカスト"),
    ("Wirtschaftsförderung", "Business Promotion", "産業振興"),
)
FAMILIES_DE = (
    "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz "
    "Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann "
    "Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schülke Werner "
    "Krause Lehmann Köhler "
)
GIVEN_DE = (
    "Anna Clemens Ute Uwe Lena Roy Silvana Heiko Jürgen Käthe Max Marie "
    "Paul Sophie Felix Greta Moritz Ida Oskar Klara "
)
NAMES_JA = (
    ("佐藤", "さとう", "Sato"),
    ("鈴木", "すずき", "Suzuki"),
    ("高橋", "たかはし", "Takahashi"),
    ("田中", "たなか", "Tanaka"),
    ("伊藤", "いとう", "Ito"),
    ("渡辺", "わたなべ", "Watanabe"),
    ("山本", "やまもと", "Yamamoto"),
    ("中村", "なかむら", "Nakamura"),
    ("小林", "こばやし", "Kobayashi"),
    ("佐原", "さはら", "Sahara"),
    ("大西", "おおにし", "Onishi"),
    ("神野", "かみの", "Kamino"),
)
GIVEN_JA = (
    ("美香", "みか", "Mika"),
    ("健太", "けんた", "Kenta"),
    ("光一", "こういち", "Koichi"),
    ("陽子", "ようこ", "Yoko"),
    ("潤", "じゅん", "Jun"),
    ("真理", "まり", "Mari"),
    ("隆", "たかし", "Takashi"),
    ("直樹", "なおき", "Naoki"),
)
SYLLABLES = (
    "ba be bo da di do fa ga ka ki ko la le lo ma mi mo na no pa ra ri ro "
    "sa se so ta ti to va vi wa za zu tel mar kon dor sig hal ber"
)


def make_data(rows: int) -> None:
    """Fill the database of the office, unless an earlier run did."""
    from django.db import connection, transaction  # noqa: PLC0415 -- after setup

    from gegenbesuch.accounts import services as accounts  # noqa: PLC0415
    from gegenbesuch.accounts.models import Office, User  # noqa: PLC0415
    from gegenbesuch.core.search import store  # noqa: PLC0415

    if User.objects.filter(email=EMAIL).exists():
        print("Using the data of an earlier run.")
        return
    started = time.perf_counter()
    gc.disable()
    load_demo()
    office = Office.objects.order_by("pk").first() or accounts.create_office(
        {"de": "Messstelle"}, actor=None
    )
    chance = random.Random(20190601)
    with transaction.atomic():
        make_organisations(office, rows, chance)
        make_people(office, rows, chance)
        user = accounts.create_user(EMAIL, name="Bench", password=None, actor=None)
        accounts.grant_membership(user, office, role="coordinator", actor=None)
    store.optimise()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    gc.enable()
    print(
        f"Made {rows:,} organisations and {rows:,} people "
        f"in {time.perf_counter() - started:.0f} s."
    )


def load_demo() -> None:
    """Load the demo first and compute its schedule, so that its pages count too."""
    from django.core.management import call_command  # noqa: PLC0415 -- after setup

    call_command("load_demo", verbosity=0)
    call_command("run_schedule", "demo-forum", stdout=io.StringIO())


def make_organisations(office: Any, rows: int, chance: random.Random) -> None:
    """Make organisations in three languages, with sectors and figures."""
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415
    from i18nfield.strings import LazyI18nString  # noqa: PLC0415

    from gegenbesuch.core.values.quantity import Quantity  # noqa: PLC0415
    from gegenbesuch.directory.models import Figure, Organisation  # noqa: PLC0415
    from gegenbesuch.directory.services import indexing  # noqa: PLC0415

    places, sectors = make_places(), make_sectors()
    kinds = [*["company"] * 16, "association", "university", "cluster", "authority"]
    links = Organisation.sectors.through
    syllables = SYLLABLES.split()
    figure_of = ContentType.objects.get_for_model(Organisation)
    for numbers in chunks(rows):
        made = []
        for _number in numbers:
            town = chance.choice(TOWNS)
            field = chance.choice(FIELDS)
            word = "".join(chance.choices(syllables, k=chance.choice((2, 3)))).title()
            family = chance.choice(NAMES_JA)
            name = {"de": f"{word} {field[0]} {town[1]} GmbH"}
            if chance.random() < 0.7:
                name["en"] = f"{word} {field[1]} {town[2]} Ltd."
            if town[4] == "JP" or chance.random() < 0.2:
                name["ja"] = f"株式会社{family[0]}{field[2]}{town[3]}"
            organisation = Organisation(
                office=office,
                name=LazyI18nString(name),
                aliases=[f"{word}-{field[0]}"],
                kind=chance.choice(kinds),
                place=places[town[0]],
                country=town[4],
            )
            indexing.set_organisation_keys(organisation)
            made.append(organisation)
        insert(made)
        insert(
            links(organisation_id=row.pk, sector_id=chance.choice(sectors).pk)
            for row in made
        )
        insert(
            Figure(
                target_type=figure_of,
                target_id=row.pk,
                what="employees",
                label=LazyI18nString({"de": "Beschäftigte", "en": "Employees"}),
                quantity=Quantity.about(chance.randrange(10, 9000)),
            )
            for row in made[::5]
        )
        indexing.put_organisations(made)


def make_people(office: Any, rows: int, chance: random.Random) -> None:
    """Make people with names in three scripts, each with one or two roles."""
    from i18nfield.strings import LazyI18nString  # noqa: PLC0415

    from gegenbesuch.core.values.name import Name, Spelling  # noqa: PLC0415
    from gegenbesuch.core.values.partial_date import PartialDate  # noqa: PLC0415
    from gegenbesuch.directory.models import Organisation, Person, Role  # noqa: PLC0415
    from gegenbesuch.directory.services import indexing  # noqa: PLC0415

    employers = list(Organisation.objects.order_by("-pk").values_list("pk", flat=True))
    syllables, families = SYLLABLES.split(), FAMILIES_DE.split()
    given_names = GIVEN_DE.split()
    title = LazyI18nString({"de": "Leitung", "en": "Head", "ja": "部長"})
    for numbers in chunks(rows):
        made = []
        for _number in numbers:
            if chance.random() < 0.5:
                family, given = chance.choice(NAMES_JA), chance.choice(GIVEN_JA)
                name = Name(
                    family=family[2],
                    given=given[2],
                    kanji=Spelling(family[0], given[0]),
                    kana=Spelling(family[1], given[1]),
                )
            else:
                double = "".join(chance.choices(syllables, k=2)).title()
                name = Name(
                    family=f"{chance.choice(families)}-{double}",
                    given=chance.choice(given_names),
                    title=chance.choice(("", "", "", "Dr.")),
                )
            person = Person(office=office, name=name)
            indexing.set_person_keys(person)
            made.append(person)
        insert(made)
        insert(
            Role(
                person=row,
                organisation_id=chance.choice(employers),
                title=title,
                started_on=PartialDate.in_year(2000 + year * 8),
            )
            for row in made
            for year in range(chance.choice((1, 1, 2)))
        )
        indexing.put_people(made)


def insert(rows: Iterable[Any]) -> None:
    """Store rows of one model; `bulk_create` takes three times as long."""
    from django.db import connection  # noqa: PLC0415 -- after setup
    from django.db.models import Max  # noqa: PLC0415

    rows = list(rows)
    model = type(rows[0])
    last = model.objects.aggregate(last=Max("pk"))["last"] or 0
    for row in rows:
        row.pk = last = last + 1
        row._state.adding = False
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})',
            [
                [
                    f.get_db_prep_save(f.pre_save(row, add=True), connection)
                    for f in fields
                ]
                for row in rows
            ],
        )


def make_places() -> dict[str, Any]:
    """Make the towns that are not there yet."""
    from i18nfield.strings import LazyI18nString  # noqa: PLC0415

    from gegenbesuch.directory.models import Place  # noqa: PLC0415

    return {
        code: Place.objects.get_or_create(
            code=code,
            defaults={
                "name": LazyI18nString({"de": de, "en": en, "ja": ja}),
                "country": country,
                "latitude": 35.0,
                "longitude": 135.0,
                "time_zone": "Asia/Tokyo" if country == "JP" else "Europe/Berlin",
            },
        )[0]
        for code, de, en, ja, country in TOWNS
    }


def make_sectors() -> list[Any]:
    """Make the sectors, unless the demo brought its own."""
    from i18nfield.strings import LazyI18nString  # noqa: PLC0415

    from gegenbesuch.directory.models import Sector  # noqa: PLC0415

    if not Sector.objects.exists():
        Sector.objects.bulk_create(
            Sector(name=LazyI18nString({"de": de, "en": en, "ja": ja}), position=n)
            for n, (de, en, ja) in enumerate(FIELDS)
        )
    return list(Sector.objects.order_by("pk"))


def chunks(rows: int) -> Iterator[range]:
    """Cut the numbers into pieces that fit one statement."""
    for start in range(0, rows, CHUNK):
        yield range(start, min(start + CHUNK, rows))


# --- The measurement ---------------------------------------------------------
