"""
Milliseconds of CPU and hits of the search over everything, among 100,000 records.

    python bench/search.py [--rows 50000] [--keep FOLDER] [--out FILE] [--same FILE]

Makes as many invented organisations and as many people in a scratch SQLite file,
or in the database that GEGENBESUCH_DATABASE_URL names (it must be empty or made
by this script), and the records of `bench/search/expected.txt` among them. Then it

- asks 330 queries in three languages, made of the names: parts, other scripts and
  spellings, wrong letters, beginnings as they are typed; prints the median and the
  95th percentile of CPU. On PostgreSQL on this machine the CPU of its process is
  added;
- asks the queries of `expected.txt` and prints how often the record is among the
  first five;
- writes the first ten hits of each query to `--out`, or compares them with a file
  that it wrote on the other database (`--same`).

Ends with 1 above 40 ms or 120 ms, below a recall of 0.95, or if hits differ.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import names
from web_pages import set_up

EXPECTED = Path(__file__).parent / "search" / "expected.txt"
CHUNK = 2500
QUERIES = 330
MOST_MEDIAN, MOST_P95, LEAST_RECALL = 40.0, 120.0, 0.95


def main() -> int:
    """Make the data, measure, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--keep", help="a folder for the data, used again next time")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--same", type=Path)
    asked = parser.parse_args()
    folder = Path(asked.keep or tempfile.mkdtemp(prefix="gegenbesuch-bench-"))
    try:
        set_up(folder)
        from django.core.management import call_command  # noqa: PLC0415 -- after setup

        call_command("migrate", verbosity=0)
        make_data(asked.rows)
        return measure(asked)
    finally:
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)


# --- The data ----------------------------------------------------------------


def make_data(rows: int) -> None:
    """Fill the database, unless an earlier run did."""
    from django.db import transaction  # noqa: PLC0415 -- after setup

    from gegenbesuch.accounts import services as accounts  # noqa: PLC0415
    from gegenbesuch.core.search import store  # noqa: PLC0415
    from gegenbesuch.directory.models import Person  # noqa: PLC0415

    if Person.objects.count() > rows:
        print("Using the data of an earlier run.")
        return
    started = time.process_time()
    gc.disable()
    with transaction.atomic():
        office = accounts.create_office({"de": "Messstelle"}, actor=None)
        make_expected(office)
        make_organisations(office, rows)
        make_people(office, rows)
    store.optimise()
    gc.enable()
    spent = time.process_time() - started
    print(f"Made {rows:,} organisations and {rows:,} people in {spent:.0f} s of CPU.")


def make_expected(office: Any) -> None:
    """Make the records that the table of queries names."""
    from gegenbesuch.core.values.name import Name, Spelling  # noqa: PLC0415
    from gegenbesuch.core.values.name_sorting import is_kana  # noqa: PLC0415
    from gegenbesuch.directory import services  # noqa: PLC0415

    for line in EXPECTED.read_text().splitlines():
        if not line.startswith("@ "):
            continue
        _sign, code, kind, text = line.split(" ", 3)
        spellings = text.split(" = ")
        if kind == "o":
            made: dict[str, str] = {}
            aliases = []
            for spelling in spellings:
                key = (
                    "de" if spelling.isascii() or ord(max(spelling)) < 0x3000 else "ja"
                )
                if key in made:
                    aliases.append(spelling)
                else:
                    made[key] = spelling
            services.create_organisation(
                office, actor=None, code=code, name=made, aliases=aliases
            )
            continue
        parts: dict[str, Any] = {}
        for spelling in spellings:
            if "," in spelling:
                family, _comma, given = spelling.partition(", ")
                parts |= {"family": family, "given": given}
            else:
                script = "kana" if is_kana(spelling) else "kanji"
                parts[script] = Spelling(*spelling.split(" ", 1))
        services.create_person(office, actor=None, code=code, name=Name(**parts))


def make_organisations(office: Any, rows: int) -> None:
    """Make organisations in three languages, with places and sectors."""
    from i18nfield.strings import LazyI18nString  # noqa: PLC0415

    from gegenbesuch.directory.models import Organisation, Place, Sector  # noqa: PLC0415
    from gegenbesuch.directory.services import indexing  # noqa: PLC0415

    places = {
        code: Place.objects.get_or_create(
            code=f"bench-{code}",
            defaults={
                "name": LazyI18nString({"de": de, "en": en, "ja": ja}),
                "country": country, "latitude": 0.0, "longitude": 0.0,
                "time_zone": "UTC",
            },
        )[0]
        for code, de, en, ja, country in names.TOWNS
    }  # fmt: skip
    sectors = list(Sector.objects.order_by("pk"))
    links = Organisation.sectors.through
    batch: list[tuple[Any, int]] = []
    for number, made in enumerate(names.organisations(rows), start=1):
        row = Organisation(
            office=office, code=f"o{number}", name=LazyI18nString(made.name),
            reading=made.reading, aliases=made.aliases, kind="company",
            place=places[made.town[0]], country=made.town[4],
        )  # fmt: skip
        indexing.set_organisation_keys(row)
        batch.append((row, made.sector))
        if len(batch) == CHUNK or number == rows:
            organisations = [each for each, _sector in batch]
            Organisation.objects.bulk_create(organisations)
            if sectors:
                links.objects.bulk_create(
                    links(
                        organisation_id=each.pk,
                        sector_id=sectors[sector % len(sectors)].pk,
                    )
                    for each, sector in batch
                )
            indexing.put_organisations(organisations)
            batch = []


def make_people(office: Any, rows: int) -> None:
    """Make people with names in up to three scripts, most with a role."""
    from i18nfield.strings import LazyI18nString  # noqa: PLC0415

    from gegenbesuch.core.values.name import Name, Spelling  # noqa: PLC0415
    from gegenbesuch.directory.models import Organisation, Person, Role  # noqa: PLC0415
    from gegenbesuch.directory.services import indexing  # noqa: PLC0415

    employers = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    titles = [
        LazyI18nString({"de": de, "en": en, "ja": ja})
        for de, en, ja in (
            ("Geschäftsführung", "Managing Director", "代表取締役"),
            ("Vertriebsleitung", "Head of Sales", "営業部長"),
            ("Referat Außenwirtschaft", "Foreign Trade Desk", "国際課長"),
        )
    ]
    batch: list[Any] = []
    for number, made in enumerate(names.people(rows), start=1):
        name = Name(
            family=made.family,
            given=made.given,
            kanji=Spelling(*made.kanji),
            kana=Spelling(*made.kana),
        )
        row = Person(office=office, code=f"p{number}", name=name)
        indexing.set_person_keys(row)
        batch.append(row)
        if len(batch) == CHUNK or number == rows:
            Person.objects.bulk_create(batch)
            Role.objects.bulk_create(
                Role(
                    person=each,
                    organisation_id=employers[each.pk * 7919 % len(employers)],
                    title=titles[each.pk % len(titles)],
                )
                for each in batch
                if each.pk % 4
            )
            indexing.put_people(batch)
            batch = []


# --- The queries -------------------------------------------------------------

OLD_KANJI = str.maketrans("高辺沢国浜斎桜広", "髙邊澤國濱齋櫻廣")
KUNREI = (
    ("shi", "si"), ("chi", "ti"), ("tsu", "tu"), ("fu", "hu"), ("ji", "zi"),
    ("sho", "syo"), ("ju", "zyu"),
)  # fmt: skip
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
BARE = str.maketrans("äöüÄÖÜ", "aouAOU")


def queries() -> list[str]:
    """Return what is asked, always the same."""
    chance = random.Random(7)
    people = list(names.people(4000, seed=11))
    organisations = list(names.organisations(4000, seed=12))
    found: dict[str, None] = {}
    while len(found) < QUERIES:
        is_person = chance.random() < 0.5
        made = chance.choice(people if is_person else organisations)
        text = _of_person(made, chance) if is_person else _of_organisation(made, chance)
        if text:
            found[text] = None
    return list(found)


def _of_person(made: names.MadePerson, chance: random.Random) -> str:
    family, given = made.family, made.given
    ways = [
        family, f"{given} {family}", f"{family} {given}", f"{family}, {given[0]}",
        family[: chance.randrange(1, 5)], family.lower(), _misspelt(family, chance),
        f"{given} {_misspelt(family, chance)}", family.translate(UMLAUTS),
        family.translate(BARE), f"{family} {chance.choice(('Leipzig', 'Tokyo', '神戸'))}",
    ]  # fmt: skip
    if made.language == "ja":
        kunrei = f"{family} {given}".lower()
        for hepburn, other in KUNREI:
            kunrei = kunrei.replace(hepburn, other)
        ways += [
            "".join(made.kanji), " ".join(made.kanji), made.kanji[0], made.kanji[1],
            made.kanji[0].translate(OLD_KANJI), kunrei, made.kana[0],
            " ".join(made.kana).strip(), made.kanji[0][:1],
        ]  # fmt: skip
    return str(chance.choice(ways))


def _of_organisation(made: names.MadeOrganisation, chance: random.Random) -> str:
    name = chance.choice(list(made.name.values()))
    words = name.split()
    _code, german, english, japanese, _country = made.town
    field = names.FIELDS[made.sector]
    ways = [
        name, " ".join(words[:2]), words[0], f"{field[0]} {german}",
        f"{field[1]} {english}", f"{japanese}{field[2]}", field[2], japanese,
        _misspelt(words[0], chance), name[: chance.randrange(2, 8)],
        name.replace("株式会社", "(株)"), f"{words[-1]} {words[0]}",
        f"{_misspelt(field[0], chance)} {german}", field[0][3:],
    ]  # fmt: skip
    return str(chance.choice(ways))


def _misspelt(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    place = chance.randrange(1, len(word) - 1)
    match chance.randrange(3):
        case 0:
            return word[:place] + word[place + 1 :]
        case 1:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        case _:
            return word[:place] + word[place] + word[place:]


# --- The measurement ---------------------------------------------------------


def measure(asked: argparse.Namespace) -> int:
    """Ask all queries, print what they took and found, return the exit code."""
    from gegenbesuch.accounts.models import Office  # noqa: PLC0415

    offices = [Office.objects.order_by("pk").values_list("pk", flat=True)[0]]
    gc.collect()
    gc.freeze()
    spent, first_ten = [], {}
    for text in queries():
        ask(text, offices)
        before = cpu()
        hits = ask(text, offices)
        spent.append((cpu() - before) * 1000)
        first_ten[text] = hits
    median = statistics.median(spent)
    p95 = statistics.quantiles(spent, n=20)[-1]
    print(
        f"{len(spent)} queries: median {median:.1f} ms, 95th percentile {p95:.1f} ms, "
        f"worst {max(spent):.1f} ms of CPU."
    )
    recall = measure_recall(offices)
    is_same = compare(asked, first_ten)
    is_good = median < MOST_MEDIAN and p95 < MOST_P95 and recall >= LEAST_RECALL
    return 0 if is_good and is_same else 1


def ask(text: str, offices: list[int]) -> list[str]:
    """Return kind and key of the first ten hits."""
    from gegenbesuch.core.search import finding  # noqa: PLC0415 -- after setup

    found = finding.find(text, offices=offices)
    return [f"{hit.kind} {hit.pk}" for hit in found.hits[:10]]


def measure_recall(offices: list[int]) -> float:
    """Ask the queries of the table; print those whose record is not among five."""
    from gegenbesuch.directory.models import Organisation, Person  # noqa: PLC0415

    keys = {
        row.code: f"organisation {row.pk}" for row in Organisation.objects.only("code")
    }
    keys |= {row.code: f"person {row.pk}" for row in Person.objects.only("code")}
    pairs = [
        line.split(" > ")
        for line in EXPECTED.read_text().splitlines()
        if " > " in line and not line.startswith("#")
    ]
    missed = [
        f"{text} > {code}"
        for text, code in pairs
        if keys[code] not in ask(text, offices)[:5]
    ]
    recall = 1 - len(missed) / len(pairs)
    print(f"{len(pairs)} expected hits: recall at five {recall:.3f}.")
    for each in missed:
        print(f"  missed: {each}")
    return recall


def compare(asked: argparse.Namespace, first_ten: dict[str, list[str]]) -> bool:
    """Write the hits, or compare them with those of the other database."""
    if asked.out:
        asked.out.write_text(json.dumps(first_ten, ensure_ascii=False))
    if not asked.same:
        return True
    other = json.loads(asked.same.read_text())
    different = [text for text, hits in first_ten.items() if other[text] != hits]
    print(f"{len(different)} of {len(first_ten)} queries have another top ten.")
    for text in different[:10]:
        print(f"  {text}: {first_ten[text]} and {other[text]}")
    return not different


def cpu() -> float:
    """Return the seconds of CPU of this process and of its PostgreSQL process."""
    from django.db import connection  # noqa: PLC0415 -- after setup

    spent = time.process_time()
    if connection.vendor == "postgresql":
        spent += seconds_of(connection.connection.info.backend_pid)
    return spent


def seconds_of(pid: int) -> float:
    """Return the seconds of CPU of a process on this machine; else none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
