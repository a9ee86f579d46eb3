"""
Milliseconds of server CPU for every page of a big session.

    python bench/session_pages.py [--times 8] [--only TEXT] [--at TEXT]

Makes a session of 500 companies, half of them Japanese, with 4,800 meetings at 300
tables in three halls and 24 slots, and 100 accepted requests without a slot, in a scratch
SQLite file or in the empty database that GEGENBESUCH_DATABASE_URL names. Asks for each
address of the product that its parts fill, before the first version of the schedule and
in the middle of the day, in German, in Japanese, and in Japanese each time after something was written; prints
the median of `time.process_time` around one request, which holds the work of SQLite but
not that of PostgreSQL. An address that only takes what a form sends is no page, nor is a
document to print.
Ends with 1 when the grid of tables takes more than 60 ms or another page more than 25, or
one asks more than 30 queries.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import session_data
from web_pages import set_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST = 25.0
MOST_OF_GRID = 60.0
MOST_QUERIES = 30
HOPELESS = 1000.0
"""A page that takes so long is asked for once."""
GRID = "sessions/<code>/tables/"
PAGES = "text/html", "text/calendar", "text/plain"


def main() -> int:
    """Make the data, measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--times", type=int, default=8)
    parser.add_argument("--only", default="", help="a part of the addresses to ask for")
    parser.add_argument("--at", default="", help="a part of the time to look at")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="gegenbesuch-bench-"))
    try:
        set_up(folder)
        from django.core.management import call_command  # noqa: PLC0415 -- after setup

        call_command("migrate", verbosity=0)
        session = session_data.make_session(session_data.make_companies())
        session_data.compute(session)
        slow = measure("before the first version", session, asked)
        session_data.publish(session)
        session_data.open_doors(session)
        slow += measure("in the middle of the day", session, asked)
        print("\n".join(slow) or "Every page is within its bounds.")
        return int(bool(slow))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# --- Addresses ---------------------------------------------------------------


def addresses(parts: dict[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    """
    Return the addresses that lead to a part of the session, each with its pattern.

    Args:
        parts: What stands for a parameter, by the word before it and its name.
    """
    from django.urls import get_resolver  # noqa: PLC0415 -- after setup

    for route in _routes(get_resolver()):
        address, word = [], ""
        for piece in re.split(r"(<[^>]*>)", route):
            if not piece.startswith("<"):
                address.append(piece)
                word = next(filter(None, reversed(piece.split("/"))), word)
                continue
            name = piece.strip("<>").rpartition(":")[2]
            if (word, name) not in parts:
                break
            address.append(parts[word, name])
        else:
            if len(address) > 1:
                yield re.sub(r"<\w+:", "<", route), "/" + "".join(address)


def _routes(resolver: Any, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from _routes(entry, route)
        else:
            yield route


def parts_of(session: Any) -> dict[tuple[str, str], str]:
    """Return what of the session stands for the parameters of addresses."""
    from django.utils.timezone import now  # noqa: PLC0415 -- after setup

    from gegenbesuch.accounts import services as accounts  # noqa: PLC0415
    from gegenbesuch.matchmaking.models import Agent  # noqa: PLC0415
    from gegenbesuch.matchmaking.steps import STEPS  # noqa: PLC0415
    from gegenbesuch.scheduling.models import ChangeRequest  # noqa: PLC0415
    from gegenbesuch.scheduling.screens import screen_token  # noqa: PLC0415

    mission = session.mission
    placed = session.meetings.filter(slot__isnull=False).order_by("slot", "pk")
    meeting = placed.filter(slot__position=11)[1]
    profile, partner = meeting.request.sender, meeting.request.recipient
    wish = ChangeRequest.objects.order_by("pk").first()
    variants = session.runs.filter(mode="variants").get()
    interpreter = session.interpreters.order_by("pk")[0]
    agent, _is_new = Agent.objects.get_or_create(
        mission=mission, name="Konsulat", email="k@example.org", language="ja"
    )
    agent.profiles.set(mission.profiles.order_by("pk")[:50])

    def token(target: Any) -> str:
        link = accounts.issue_link(
            target,
            office=mission.office,
            holder_name="Weber",
            holder_email="weber@works.example",
            language="de",
            expires_at=now() + session_data.DAY,
            actor=None,
        )
        return accounts.link_token(link)

    own, screen = token(profile), screen_token(session)
    table = str(meeting.table_id)
    return {
        ("missions", "code"): mission.code,
        ("participants", "row"): mission.participations.order_by("pk")[3].code,
        ("talks", "row"): mission.participations.order_by("pk")[3].code,
        ("bilanz", "kind"): "mission",
        ("bilanz", "key"): mission.code,
        ("sessions", "code"): session.code,
        ("tables", "number"): table,
        ("interpreters", "number"): str(interpreter.pk),
        ("availability", "company"): profile.code,
        ("needs", "asked"): meeting.request.code,
        ("runs", "code"): variants.code,
        ("meetings", "code"): meeting.code,
        ("changes", "code"): wish.code if wish else "none",
        ("agendas", "code"): profile.code,
        ("profiles", "code"): profile.code,
        ("profile", "step"): STEPS[0].key,
        ("market", "partner"): partner.code,
        ("requests", "code"): meeting.request.code,
        ("requests", "item"): meeting.request.code,
        ("offers", "code"): mission.code,
        ("offers", "profile"): profile.code,
        ("companies", "token"): token(agent),
        ("company", "token"): own,
        ("company", "code"): profile.code,
        ("agenda", "token"): own,
        ("day", "token"): own,
        ("interpreting", "token"): token(interpreter),
        ("screens", "token"): screen,
        ("screens", "number"): table,
    }


# --- Measuring ---------------------------------------------------------------


def measure(when: str, session: Any, asked: argparse.Namespace) -> list[str]:
    """Ask for each page and print what it costs; returns what costs too much."""
    from gegenbesuch.config.garbage import settle  # noqa: PLC0415 -- after setup

    session.refresh_from_db()
    client, write = signed_in(), itertools.cycle(writers(session))
    logging.getLogger("django.request").setLevel(logging.ERROR)  # of what is no page
    slow: list[str] = []
    settled = False
    print(f"\n{when:60} {'de':>6} {'ja':>6} {'written':>7} {'queries':>7} {'bytes':>9}")
    for route, address in addresses(parts_of(session)):
        if asked.only not in route or asked.at not in when:
            continue
        answer = client.get(address)
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        if answer.status_code in (302, 404, 405, 422) or kind not in PAGES:
            continue
        assert answer.status_code == 200, (address, answer.status_code)
        if not settled:  # as on a server
            settle()
            settled = True
        spent = [
            ask(client, f"{address}?lang={language}", asked.times, before)
            for language, before in (("de", None), ("ja", None), ("ja", write))
        ]
        queries = count_queries(client, address)
        most = MOST_OF_GRID if route == GRID else MOST
        is_slow = max(spent) > most or queries > MOST_QUERIES
        print(
            f"{route:60.60} {spent[0]:6.1f} {spent[1]:6.1f} {spent[2]:7.1f}"
            f" {queries:7} {len(answer.content):9,}{'  too much' if is_slow else ''}",
            flush=True,
        )
        if is_slow:
            slow.append(f"{route} takes too much {when}.")
    return slow


def ask(client: Any, address: str, times: int, before: Any) -> float:
    """Return the median milliseconds of a page, each time after something, if given."""
    spent: list[float] = []
    for _time in range(times + 2):
        if before:
            next(before)()
        begun = time.process_time()
        client.get(address)
        spent.append(1000 * (time.process_time() - begun))
        if spent[-1] > HOPELESS:
            return spent[-1]
    return statistics.median(spent[2:])


def count_queries(client: Any, address: str) -> int:
    """Return how many queries a page asks."""
    from django.db import connection  # noqa: PLC0415 -- after setup

    queries = itertools.count()

    def count(execute: Any, *args: Any) -> Any:
        next(queries)
        return execute(*args)

    with connection.execute_wrapper(count):
        client.get(address)
    return next(queries)


def signed_in() -> Any:
    """Return a browser of the coordinator."""
    from django.test import Client  # noqa: PLC0415 -- after setup

    from gegenbesuch.accounts.models import User  # noqa: PLC0415

    client = Client()
    client.force_login(
        User.objects.get(), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def writers(session: Any) -> list[Callable[[], None]]:
    """Return what the office does between two looks at a page."""
    from django.urls import reverse  # noqa: PLC0415 -- after setup

    client = signed_in()
    meeting = session.meetings.filter(slot__isnull=False).order_by("-pk")[0]
    company = meeting.request.sender

    def post(name: str, *args: str, **data: str) -> Callable[[], None]:
        def write() -> None:
            answer = client.post(reverse(name, args=args), data)
            assert answer.status_code == 302, (name, answer.status_code)

        return write

    presence = ("onsite:set-presence", session.code, company.code)
    return [
        post("scheduling:lock-meeting", meeting.code),
        post("onsite:judge-meeting", meeting.code, verdict="running"),
        post(*presence, state="arrived"),
        post("onsite:judge-meeting", meeting.code, verdict=""),
        post(*presence, late="10"),
    ]


if __name__ == "__main__":
    sys.exit(main())
