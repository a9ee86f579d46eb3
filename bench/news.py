"""
What a reader's page costs the server, kept and made anew, and what a flood changes.

    python bench/news.py [--articles 1000] [--times 300] [--spam 10000]

Makes articles in a scratch SQLite file and asks through Django's handler, with all
middleware: milliseconds of CPU of a page made anew and of a kept one, CPU of each
comment of a flood, and what readers pay while it goes on, as a ratio.
Ends with 1 when a page made anew takes 8 ms or more, a kept one 2 ms (which is 1,000 a
second on two cores), or readers pay more than a quarter more.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from web_pages import set_up

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_MADE, MOST_KEPT, MOST_SPAM = 8.0, 2.0, 1.0


def main() -> int:
    """Make the data, measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--spam", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gegenbesuch-bench-") as folder:
        set_up(Path(folder))
        from django.core.management import call_command  # noqa: PLC0415 -- after setup

        call_command("migrate", verbosity=0)
        call_command("load_demo", verbosity=0)
        pages = make_articles(asked.articles)
        return measure(pages, asked.times, asked.spam)


def make_articles(count: int) -> list[str]:
    """Store published articles and return the addresses that are measured."""
    from django.utils.timezone import now  # noqa: PLC0415 -- after setup

    from gegenbesuch.newsroom.models import Article, Comment  # noqa: PLC0415

    first = Article.objects.get(code="leipzig-japan-2019-06-bilanz")
    rows = [
        Article(
            office=first.office,
            title=first.title,
            lead=first.lead,
            body=first.body,
            place=first.place,
            status="published",
            published_at=now(),
            code=f"bench-{n}",
        )
        for n in range(count)
    ]
    Article.objects.bulk_create(rows)
    Comment.objects.bulk_create(
        Comment(
            article=first,
            author_name=f"Reader {n}",
            text="A visit worth answering. " * 8,
            language="en",
            consented_at=now(),
            status="published",
            is_official=True,
        )
        for n in range(40)
    )
    return ["/", first.get_absolute_url(), "/archive/", "/feed/de/"]


def measure(pages: list[str], times: int, spam: int) -> int:
    """Print the table and return the exit code."""
    from django.conf import settings  # noqa: PLC0415 -- after setup
    from django.test import Client  # noqa: PLC0415

    from gegenbesuch.config.garbage import settle  # noqa: PLC0415

    faults = []
    logging.disable(logging.WARNING)
    settle()  # as on a server
    print(f"{'page':50} {'made ms':>8} {'kept ms':>8}")
    for path in pages:
        costs = {}
        for keep in (False, True):
            settings.KEEP_PAGES = keep
            costs[keep] = cost(Client(headers={"accept-language": "de"}), path, times)
        print(f"{path:50} {costs[False]:8.2f} {costs[True]:8.2f}")
        if costs[False] >= MOST_MADE or costs[True] >= MOST_KEPT:
            faults.append(path)
    spent = flood(pages[1], spam)
    print(f"flood of {spam}: {spent:.2f} ms a comment")
    if spent > MOST_SPAM:
        faults.append("flood")
    print(f"Too much: {', '.join(faults)}" if faults else "All within bounds.")
    return 1 if faults else 0


def cost(client: Any, path: str, times: int) -> float:
    """Return the median milliseconds of CPU of one request."""
    client.get(path)
    return statistics.median(_spent(lambda: client.get(path)) for _n in range(times))


def _spent(ask: Any) -> float:
    before = time.process_time()
    ask()
    return (time.process_time() - before) * 1000


def flood(path: str, count: int) -> float:
    """Send comments from many networks; returns the milliseconds of CPU of each."""
    from django.test import Client  # noqa: PLC0415 -- after setup

    spammer = Client()
    return statistics.mean(
        _spent(
            lambda form=form, n=n: spammer.post(
                f"{path}comment/",
                form,
                REMOTE_ADDR=f"10.{n // 250 % 250}.{n % 250}.1",
            )
        )
        for n, form in enumerate(forms(count))
    )


def forms(count: int) -> Iterable[dict[str, str]]:
    """Return what a machine sends: another name, address and text each time."""
    for n in range(count):
        yield {
            "author_name": f"Machine {n}",
            "author_email": f"m{n}@spam.example",
            "text": f"Buy {n} at https://a{n}.example and https://b{n}.example",
            "consent": "on",
        }


if __name__ == "__main__":
    sys.exit(main())
