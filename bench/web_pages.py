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
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from web_data import EMAIL, make_data

if TYPE_CHECKING:
    from django.test import Client

MOST_MILLISECONDS = 25.0
MOST_QUERIES = 30
MISSION = "leipzig-japan-2019-06"


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
        ("search: 神戸", f"{reverse('directory:search')}?q=神戸&lang=ja"),
        ("search: schuelke", f"{reverse('directory:search')}?q=schuelke"),
        (
            "search: maschinnenbau kobe",
            f"{reverse('directory:search')}?q=maschinnenbau+kobe",
        ),
        ("suggest: mül", f"{reverse('directory:suggest')}?q=mül"),
        ("duplicates", reverse("directory:duplicates")),
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
    return found + pages_of_directory() + pages_of_demo()


def pages_of_directory() -> list[tuple[str, str]]:
    """Return the pages of daily work on contacts: a name and an address."""
    from django.urls import reverse  # noqa: PLC0415 -- after setup

    from gegenbesuch.accounts.models import User  # noqa: PLC0415
    from gegenbesuch.directory.models import (  # noqa: PLC0415
        DistributionList,
        Organisation,
        Person,
        Sector,
        Tag,
    )

    organisation, person = full_records()
    other = Organisation.objects.order_by("-pk")[2]
    owner = User.objects.get(email=EMAIL)
    tag, row = Tag.objects.get(), DistributionList.objects.get()
    organisations, people = (
        reverse("directory:organisations"),
        reverse("directory:people"),
    )
    chosen = "&".join(
        f"code={code}"
        for code in Person.objects.order_by("pk").values_list("code", flat=True)[:25]
    )
    bulk = reverse("directory:change-many", args=["people"])
    busiest = Sector.objects.order_by("pk")[0]
    return [
        ("organisations by owner", f"{organisations}?owner={owner.pk}"),
        ("organisations by tag", f"{organisations}?tag={tag.code}"),
        ("organisations in the archive", f"{organisations}?state=archive"),
        ("people by owner, ja", f"{people}?owner={owner.pk}&lang=ja"),
        ("people by tag", f"{people}?tag={tag.code}"),
        ("organisation with all details", organisation.get_absolute_url()),
        ("person with all details", person.get_absolute_url()),
        ("person with all details, ja", f"{person.get_absolute_url()}?lang=ja"),
        ("timeline of a period", f"{person.get_absolute_url()}?since=2010&until=2019"),
        ("sector", busiest.get_absolute_url()),
        ("people to change", f"{bulk}?{chosen}"),
        ("all organisations to change",
         reverse("directory:change-many", args=["organisations"]) + "?query=kind%3Dcompany"),
        ("distribution list of 200", row.get_absolute_url()),
        ("distribution lists", reverse("directory:distribution-lists")),
        ("compare two organisations",
         reverse("directory:merge-record", args=["organisations", organisation.code])
         + f"?other={other.code}"),
        ("business card", reverse("directory:capture-card")),
        ("change of post", reverse("directory:change-post", args=[person.code])),
        ("forms of address",
         reverse("directory:update-address-forms", args=[person.code])),
        ("edit person", reverse("directory:update-person", args=[person.code])),
        ("address form",
         reverse("directory:add-detail", args=["people", person.code, "addresses"])),
        ("figure form",
         reverse("directory:add-detail",
                 args=["organisations", organisation.code, "figures"])),
        ("visits by town", reverse("missions:visits")),
        ("visits by organisation", reverse("missions:visits") + "?by=organisation"),
    ]  # fmt: skip


def full_records() -> tuple[Any, Any]:
    """Return an organisation and a person with much that hangs on them."""
    from gegenbesuch.accounts.models import User  # noqa: PLC0415 -- after setup
    from gegenbesuch.directory import services  # noqa: PLC0415
    from gegenbesuch.directory.models import (  # noqa: PLC0415
        Address,
        CardExchange,
        ClusterMembership,
        ContactPoint,
        DistributionList,
        Note,
        Organisation,
        OrganisationName,
        Person,
        Tag,
    )

    organisation = Organisation.objects.order_by("-pk")[1]
    person = Person.objects.order_by("-pk")[1]
    if DistributionList.objects.exists():
        return organisation, person
    actor = User.objects.get(email=EMAIL)
    members = list(Organisation.objects.order_by("pk")[:300])
    people = list(Person.objects.order_by("pk")[:300])
    for records in (members, people):
        services.change_many(records, actor=actor, add_tags=["Messe"], owner=actor)
    services.change_many(members[200:], actor=actor, archive="archive")
    for record in (organisation, person):
        for number in range(6):
            for model, values in (
                (ContactPoint, {"kind": "phone", "value": f"+49 341 1234{number}"}),
                (Address, {"lines": f"Ring {number}", "country": "DE"}),
                (Note, {"text": f"Notiz {number}", "author": actor}),
            ):
                services.add_detail(record, model, actor=actor, **values)
    for member in members[:12]:
        services.add_detail(
            member, ClusterMembership, actor=actor, cluster=organisation
        )
    for number in range(6):
        services.add_detail(
            organisation, OrganisationName, actor=actor, text=f"Name {number}"
        )
        services.add_detail(
            person, CardExchange, actor=actor, on=f"201{number}", occasion="Empfang"
        )
        services.add_role(
            person, actor=actor, title={"de": f"Amt {number}"},
            organisation=members[number], started_on=f"201{number}",
        )  # fmt: skip
    office = organisation.office
    row = services.create_list(office, actor=actor, name="Neujahrsempfang")
    for each in people[:200]:
        services.add_to_list(row, each, actor=actor)
    Tag.objects.exclude(key="messe").delete()
    return organisation, person


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


def pages_by_links(
    client: Client, measured: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """
    Return a page of each kind that links lead to and that is not measured yet.

    Follows the links of what is measured, and of what it finds; so a new page
    of the product is measured without being listed here. A kind is a name in
    the product's addresses; its first link counts.
    """
    from django.urls import Resolver404, resolve  # noqa: PLC0415 -- after setup

    def kind(url: str) -> str:
        return resolve(url.partition("?")[0]).view_name

    kinds = {kind(url) for _name, url in measured}
    found: list[tuple[str, str]] = []
    to_read = ["/", *(url for _name, url in measured)]
    while to_read:
        text = client.get(to_read.pop(0)).content.decode(errors="replace")
        for link in re.findall(r'href="(/[^"?#]+)', text):
            try:
                name = kind(link)
            except Resolver404:  # such as style sheets and pictures
                continue
            if name in kinds:
                continue
            kinds.add(name)
            response = client.get(link)
            if response.status_code == 200 and is_page(response):
                found.append((name.replace(":", ": "), link))
                to_read.append(link)
    return found


def is_page(response: Any) -> bool:
    """Return whether an answer is a page, not a file."""
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return is_html and not response.streaming


def measure(times: int) -> int:
    """Ask for each page, print the table, and return the exit code."""
    from django.test import Client  # noqa: PLC0415 -- after setup

    from gegenbesuch.accounts.models import User  # noqa: PLC0415
    from gegenbesuch.config.garbage import settle  # noqa: PLC0415

    client = Client(headers={"accept-language": "de"})
    client.force_login(
        User.objects.get(email=EMAIL), "django.contrib.auth.backends.ModelBackend"
    )
    too_much = []
    settle()  # as on a server
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"Load per core {load:.1f}; above 1 the figures are too high.")
    print(f"{'page':44} {'ms CPU':>8} {'worst':>8} {'queries':>8} {'kB':>6}")
    for name, url in [*(named := pages()), *pages_by_links(client, named)]:
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
