"""
Precision and recall of the duplicate detection on pairs labelled by hand.

    python bench/duplicates.py [--show] [FILE …]
    python bench/duplicates.py --large [--rows 50000]

Without files it reads all sets of `bench/duplicates`. A pair counts as found if
the comparison calls it a duplicate and the keys would have brought the two
records together among all others. With `--large` it looks for duplicates among
that many invented people and as many organisations, and prints seconds of CPU
and memory. Ends with 1 below a precision of 0.97 or a recall of 0.95.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "duplicates"
LEAST_PRECISION, LEAST_RECALL = 0.97, 0.95
DETAILS = {
    "mail": "emails", "tel": "phones", "web": "websites", "org": "organisation_names",
    "as": "titles", "in": "places", "zip": "postcodes", "id": "identifiers",
}  # fmt: skip


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true", help="print the wrong ones")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--rows", type=int, default=50_000)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gegenbesuch.config.settings")
    import django  # noqa: PLC0415 -- after the environment is set

    django.setup()
    if asked.large:
        return measure_large(asked.rows)
    files = asked.files or [
        FOLDER / f"{n}.txt" for n in ("tuning", "second", "third", "held_out")
    ]
    return max([measure(path, show=asked.show) for path in files if path.exists()])


def measure(path: Path, *, show: bool) -> int:
    """Compare the pairs of one file, and print how many were told right."""
    from gegenbesuch.directory.duplicates.blocking import keys_of  # noqa: PLC0415
    from gegenbesuch.directory.duplicates.finding import compare  # noqa: PLC0415
    from gegenbesuch.directory.duplicates.people import PersonFacts  # noqa: PLC0415

    right = wrong = missed = negatives = 0
    for line in path.read_text().splitlines():
        if line[:1] not in "+-" or not line:
            continue
        is_one, kind = line[0] == "+", line[2]
        one, other = (record(kind, text) for text in line[4:].split(" || "))
        evidence = compare(one, other)
        found = evidence.is_enough and bool(keys_of(one) & keys_of(other))
        negatives += not is_one
        right += found and is_one
        wrong += found and not is_one
        missed += not found and is_one
        if show and found != is_one:
            keys = "" if keys_of(one) & keys_of(other) else " NO KEY"
            print(
                f"{evidence.total:5.1f}{keys} {line}",
                [r.code for r in evidence.reasons],
            )
    del PersonFacts
    pairs = right + missed + negatives
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    print(
        f"{path.name}: {pairs} pairs, {negatives / pairs:.0%} of two records; "
        f"precision {precision:.3f}, recall {recall:.3f} "
        f"({wrong} wrong, {missed} missed)"
    )
    return int(precision < LEAST_PRECISION or recall < LEAST_RECALL)


def record(kind: str, text: str) -> Any:
    """Read a record as the files write it."""
    from gegenbesuch.directory.duplicates.organisations import (  # noqa: PLC0415
        OrganisationFacts,
    )
    from gegenbesuch.directory.duplicates.people import PersonFacts  # noqa: PLC0415

    names, *parts = (part.strip() for part in text.split(";"))
    details: dict[str, Any] = {}
    for part in parts:
        word, _blank, value = part.partition(" ")
        if word in ("mr", "ms"):
            details["salutation"] = word
        elif word == "country":
            details["country"] = value
        elif word == "id":
            scheme, _blank, number = value.partition(" ")
            details.setdefault("identifiers", []).append((scheme, number))
        else:
            details.setdefault(DETAILS[word], []).append(value)
    if kind == "o":
        return OrganisationFacts.of(object(), names.split(" = "), **details)
    return PersonFacts.of(object(), name(names.split(" = ")), **details)


def name(spellings: list[str]) -> Any:
    """Read the spellings of a person's name."""
    from gegenbesuch.core.values.name import Name, Spelling  # noqa: PLC0415
    from gegenbesuch.core.values.name_sorting import is_kana  # noqa: PLC0415

    parts: dict[str, Any] = {}
    for spelling in spellings:
        is_whole = spelling.startswith("~")
        text = spelling.removeprefix("~")
        if ("," in text and text.isascii()) or "," in text:
            family, _comma, given = text.partition(",")
            parts |= {"family": family.strip(), "given": given.strip()}
        elif any(ord(char) > 0x3000 for char in text):
            family, _blank, given = text.partition(" ")
            whole = Spelling(full=text)
            parts["kana" if is_kana(text) else "kanji"] = (
                whole if is_whole or not given else Spelling(family, given)
            )
        else:
            parts["full"] = text
    return Name(**parts)


def measure_large(rows: int) -> int:
    """Look for duplicates among invented records, and print CPU and memory."""
    import names  # noqa: PLC0415 -- beside this file

    from gegenbesuch.core.values.name import Name, Spelling  # noqa: PLC0415
    from gegenbesuch.directory.duplicates.finding import Register  # noqa: PLC0415
    from gegenbesuch.directory.duplicates.organisations import (  # noqa: PLC0415
        OrganisationFacts,
    )
    from gegenbesuch.directory.duplicates.people import PersonFacts  # noqa: PLC0415

    people = [
        PersonFacts.of(
            number,
            Name(
                family=made.family,
                given=made.given,
                kanji=Spelling(*made.kanji),
                kana=Spelling(*made.kana),
            ),
            organisations=[number * 7919 % rows],
        )
        for number, made in enumerate(names.people(rows))
    ]
    organisations = [
        OrganisationFacts.of(
            number, [*made.name.values(), made.reading, *made.aliases],
            country=made.town[4], places=made.town[1:4],
        )
        for number, made in enumerate(names.organisations(rows))
    ]  # fmt: skip
    for kind, facts in (("person", people), ("organisation", organisations)):
        started = time.process_time()
        register = Register(kind, facts)
        ready = time.process_time()
        found = register.pairs()
        print(
            f"{kind}: {len(facts):,} records, {len(found):,} pairs, "
            f"{ready - started:.1f} s for the keys, "
            f"{time.process_time() - ready:.1f} s for the pairs"
        )
        started = time.process_time()
        for each in facts[:500]:
            register.similar(each)
        print(f"  {(time.process_time() - started) * 2:.2f} ms to look one up")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Most memory: {peak:.0f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
