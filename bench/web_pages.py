"""
Milliseconds of server CPU per page, with 100,000 organisations and people.

    python bench/web_pages.py [--rows 100000] [--times 20] [--keep FOLDER]

Makes the data in a scratch SQLite file, or uses the database that
GEGENBESUCH_DATABASE_URL names (it must be empty or made by this script), asks
for each page, those of the demo with its computed schedule too, as a signed-in
coordinator, and prints CPU and queries per page.
Ends with 1 when a page takes more than 25 ms or 30 queries.

What is counted is `time.process_time` around one request of Django's test
client, debug off, templates cached, the median after warming up. With SQLite
that holds the database's work as well; with PostgreSQL it does not.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.test import Client

MOST_MILLISECONDS = 25.0
MOST_QUERIES = 30
CHUNK = 2500
EMAIL = "bench@office.example"
MISSION = "leipzig-japan-2019-06"

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


def main() -> int:
    """Make the data, measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--keep", help="a folder for the data, used again next time")
    asked = parser.parse_args()
    folder = Path(asked.keep or tempfile.mkdtemp(prefix="gegenbesuch-bench-"))
    try:
        set_up(folder)
        from django.core.management import call_command  # noqa: PLC0415 -- after setup

        call_command("migrate", verbosity=0)
        make_data(asked.rows)
        return measure(asked.times)
    finally:
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)


def set_up(folder: Path) -> None:
    """Start Django as on a server, with its data in the folder."""
    (folder / "static").mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "GEGENBESUCH_DATA": str(folder),
        "GEGENBESUCH_DEBUG": "0",
        "GEGENBESUCH_HTTPS": "0",
        "GEGENBESUCH_SECRET_KEY": "for-the-benchmark-only",
        "GEGENBESUCH_HOSTS": "testserver",
        "GEGENBESUCH_MAIL_FROM": "bench@office.example",
        "DJANGO_SETTINGS_MODULE": "gegenbesuch.config.settings",
    }
    import django  # noqa: PLC0415 -- after the environment is set
    from django.conf import settings  # noqa: PLC0415

    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    django.setup()


# --- The data ----------------------------------------------------------------


def make_data(rows: int) -> None:
    """Fill the database of the office, unless an earlier run did."""
    from django.db import connection, transaction  # noqa: PLC0415 -- after setup

    from gegenbesuch.accounts import services as accounts  # noqa: PLC0415
    from gegenbesuch.accounts.models import Office, User  # noqa: PLC0415
    from gegenbesuch.directory import search  # noqa: PLC0415
    from gegenbesuch.directory.models import Organisation, Person  # noqa: PLC0415

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
    for model in (Organisation, Person):
        search.optimise(model)
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


def pages() -> list[tuple[str, str]]:
    """Return what is measured: a name and an address."""
    from django.urls import reverse  # noqa: PLC0415 -- after setup

    from gegenbesuch.directory.models import (  # noqa: PLC0415
        Organisation,
        Person,
        Place,
        Sector,
    )

    organisations, people = (
        reverse("directory:organisations"),
        reverse("directory:people"),
    )
    sector = Sector.objects.order_by("pk")[0]
    middle = Organisation.objects.order_by("-pk")[1]
    found = [
        ("organisations", organisations),
        ("organisations, ja", f"{organisations}?lang=ja"),
        ("organisations, later page", f"{organisations}?at=after~{middle.pk}~m"),
        (
            "organisations: Wirtschaftsförderung",
            f"{organisations}?q=Wirtschaftsförderung",
        ),
        ("organisations: schuelke", f"{organisations}?q=schuelke"),
        ("organisations: maschinen kobe", f"{organisations}?q=maschinen+kobe"),
        ("organisations: k", f"{organisations}?q=k"),
        ("organisations: 神戸", f"{organisations}?q=神戸&lang=ja"),
        ("organisations: 水素", f"{organisations}?q=水素&lang=ja"),
        ("organisations: company in JP", f"{organisations}?kind=company&country=JP"),
        (
            "organisations: place and sector",
            f"{organisations}?place=kobe&sector={sector.code}",
        ),
        ("people", people),
        ("people, ja", f"{people}?lang=ja"),
        ("people: Schülke", f"{people}?q=Schülke"),
        ("people: Mueller Anna", f"{people}?q=Mueller+Anna"),
        ("people: 佐原", f"{people}?q=佐原&lang=ja"),
        ("organisation", middle.get_absolute_url()),
        ("person", Person.objects.order_by("-pk")[1].get_absolute_url()),
        (
            "person, ja",
            Person.objects.order_by("-pk")[1].get_absolute_url() + "?lang=ja",
        ),
        ("place", Place.objects.get(code="kobe").get_absolute_url()),
        ("sources", reverse("directory:sources")),
    ]
    return found + pages_of_demo()


def pages_of_demo() -> list[tuple[str, str]]:
    """Return each kind of page of the demo: a name and an address."""
    from django.db.models import Count, Model  # noqa: PLC0415 -- after setup
    from django.urls import reverse  # noqa: PLC0415

    from gegenbesuch.directory.models import (  # noqa: PLC0415
        Organisation,
        Person,
        Relation,
        Source,
    )
    from gegenbesuch.matchmaking.models import Profile  # noqa: PLC0415
    from gegenbesuch.missions.models import Mission  # noqa: PLC0415
    from gegenbesuch.newsroom.models import Article  # noqa: PLC0415
    from gegenbesuch.outcomes.models import Settlement  # noqa: PLC0415
    from gegenbesuch.scheduling.models import Meeting, Session  # noqa: PLC0415

    def busiest(model: type[Model], rows: str) -> Any:
        counted = model._default_manager.annotate(rows=Count(rows))
        return counted.order_by("-rows", "pk")[0]

    mission = Mission.objects.get(code=MISSION)
    profile = Profile.objects.order_by("pk")[0]
    relation = Relation.objects.get(missions=mission)
    shown = {
        "mission of June 2019": mission,
        "mission with the forum": profile.mission,
        "relation": relation,
        "source cited most": busiest(Source, "citations"),
        "organisation with most hosted": busiest(Organisation, "items_hosted"),
        "person who led most": busiest(Person, "missions_led"),
        "profile": profile,
        "session": Session.objects.order_by("pk")[0],
        "meeting": Meeting.objects.order_by("pk")[0],
        "settlement": Settlement.objects.order_by("pk")[0],
        "article": Article.objects.order_by("pk")[0],
    }
    named = {
        "missions:programme": mission,
        "missions:participants": mission,
        "missions:update-mission": mission,
        "outcomes:outcomes": mission,
        "reports:bilanz": mission,
        "outcomes:chain": relation,
        "matchmaking:profiles": profile.mission,
        "matchmaking:requests": profile.mission,
        "scheduling:sessions": profile.mission,
        "scheduling:agenda": profile,
        "directory:update-organisation": profile.organisation,
    }
    lists = "directory:places directory:sectors directory:relations missions:missions "
    lists += (
        "outcomes:settlements newsroom:articles newsroom:newsroom newsroom:comments"
    )
    return [
        *((name, record.get_absolute_url()) for name, record in shown.items()),
        *(
            (name.replace(":", ": "), reverse(name, args=[record.code]))
            for name, record in named.items()
        ),
        *((name.replace(":", ": "), reverse(name)) for name in lists.split()),
    ]


def measure(times: int) -> int:
    """Ask for each page, print the table, and return the exit code."""
    from django.test import Client  # noqa: PLC0415 -- after setup

    from gegenbesuch.accounts.models import User  # noqa: PLC0415

    client = Client(headers={"accept-language": "de"})
    client.force_login(
        User.objects.get(email=EMAIL), "django.contrib.auth.backends.ModelBackend"
    )
    too_much = []
    gc.collect()
    gc.freeze()  # as config/wsgi.py does
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"Load per core {load:.1f}; above 1 the figures are too high.")
    print(f"{'page':44} {'ms CPU':>8} {'worst':>8} {'queries':>8} {'kB':>6}")
    for name, url in pages():
        spent, queries, size = ask(client, url, times)
        median, worst = statistics.median(spent), max(spent)
        is_over = median > MOST_MILLISECONDS or queries > MOST_QUERIES
        if is_over:
            too_much.append(name)
        print(
            f"{name:44} {median:8.1f} {worst:8.1f} {queries:8} {size / 1024:6.0f}"
            f"{'  too much' if is_over else ''}"
        )
    if too_much:
        print(
            f"Over {MOST_MILLISECONDS} ms or {MOST_QUERIES} queries: {', '.join(too_much)}"
        )
        return 1
    print(f"Every page stays under {MOST_MILLISECONDS} ms and {MOST_QUERIES} queries.")
    return 0


def ask(client: Client, url: str, times: int) -> tuple[list[float], int, int]:
    """Return the milliseconds of each request, its queries and its bytes."""
    from django.db import connection  # noqa: PLC0415 -- after setup

    queries = 0

    def count(execute: Any, *args: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*args)

    client.get(url)
    with connection.execute_wrapper(count):
        response = client.get(url)
    if response.status_code != 200:
        print(f"{url} answered {response.status_code}.")
        sys.exit(1)
    spent = []
    for _time in range(times):
        before = time.process_time()
        client.get(url)
        spent.append((time.process_time() - before) * 1000)
    return spent, queries, len(response.content)


if __name__ == "__main__":
    sys.exit(main())
