"""The command line: solve, check, explain, repair, generate and compare."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from convene import match
from convene.timetable.files import read_instance, read_json
from convene.timetable.parts import InstanceError
from convene.timetable.rules import LANGUAGES, GoalId
from convene.timetable.schedule import Schedule

if TYPE_CHECKING:
    from convene.timetable.problem import Instance
    from convene.timetable.result import Result
    from convene.timetable.rules import Unplaced
    from convene.timetable.run import Progress

# Each command imports what it needs: on a small event that takes longer than the
# whole solve.

DONE, BROKEN, UNUSABLE, INFEASIBLE, CANCELLED = 0, 1, 2, 3, 130
SPARE_SECONDS = 0.3
HELP_WIDTH = 88

Describe = Callable[[argparse.ArgumentParser], None]


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run one command and give its exit status.

    0: done; 1: the schedule breaks a rule, or no complete one was found in time;
    2: a file or option cannot be used; 3: proven infeasible; 130: cancelled.
    """
    words = sys.argv[1:] if argv is None else list(argv)
    parser = _parser(words[0] if words else "")
    try:
        options = parser.parse_args(words)
        status: int = options.run(options)
        sys.stdout.flush()
    except InstanceError as error:
        print(f"convene: {error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return status


class _Help(argparse.HelpFormatter):
    """Help of a width of its own: to ask for the terminal's takes long to load."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=HELP_WIDTH)


def _parser(asked: str) -> argparse.ArgumentParser:
    """Describe the commands; only the one that is asked for, if it is known."""
    parser = argparse.ArgumentParser(
        prog="python -m convene",
        description="Compute, check, explain and repair meeting schedules.",
        formatter_class=_Help,
    )
    # Said, the name need not be worked out from a usage line, which is slow.
    commands = parser.add_subparsers(required=True, metavar="COMMAND", prog=parser.prog)
    for name, (text, describe, run) in COMMANDS.items():
        if asked == name or asked not in COMMANDS:
            command = commands.add_parser(name, help=text, formatter_class=_Help)
            describe(command)
            command.set_defaults(run=run)
    return parser


def _describe_solve(command: argparse.ArgumentParser) -> None:
    command.add_argument("instance", metavar="INSTANCE")
    command.add_argument("--seconds", type=float, default=60.0, metavar="S")
    command.add_argument("--iterations", type=int, metavar="N")
    command.add_argument("--seed", type=int, default=0, metavar="N")
    command.add_argument("--threads", type=int, default=1, metavar="K")
    command.add_argument("--output", metavar="SOLUTION")
    command.add_argument("--start", metavar="SOLUTION")
    command.add_argument("--quiet", action="store_true")
    command.add_argument("--language", choices=LANGUAGES, default="en")


def _describe_check(command: argparse.ArgumentParser) -> None:
    command.add_argument("instance", metavar="INSTANCE")
    command.add_argument("solution", metavar="SOLUTION")
    command.add_argument("--language", choices=LANGUAGES, default="en")


def _describe_explain(command: argparse.ArgumentParser) -> None:
    command.add_argument("instance", metavar="INSTANCE")
    command.add_argument("solution", metavar="SOLUTION")
    command.add_argument("--language", choices=LANGUAGES, default="en")


def _describe_repair(command: argparse.ArgumentParser) -> None:
    command.add_argument("instance", metavar="INSTANCE")
    command.add_argument("solution", metavar="SOLUTION")
    command.add_argument("disturbance", metavar="DISTURBANCE")
    command.add_argument("--seconds", type=float, default=1.0, metavar="S")
    command.add_argument("--output", metavar="SOLUTION")
    command.add_argument("--language", choices=LANGUAGES, default="en")


def _describe_generate(command: argparse.ArgumentParser) -> None:
    from convene.timetable.generate import FAMILIES  # noqa: PLC0415 -- slow import

    families = "; ".join(f"{key} = {text}" for key, text in FAMILIES.items())
    command.add_argument("family", metavar="FAMILY", help=families)
    for name in ("participants", "meetings", "slots", "tables"):
        command.add_argument(f"--{name}", type=int, required=True, metavar="N")
    command.add_argument("--seed", type=int, default=0, metavar="N")
    command.add_argument("--output", metavar="INSTANCE")


def _describe_bench(command: argparse.ArgumentParser) -> None:
    command.add_argument("instances", metavar="INSTANCE", nargs="+")
    command.add_argument("--baselines", metavar="METHOD,…")
    command.add_argument("--seconds", type=float, default=60.0, metavar="S")
    command.add_argument("--seed", type=int, default=0, metavar="N")
    command.add_argument("--threads", type=int, default=1, metavar="K")
    command.add_argument("--output", metavar="RESULTS", help="JSON, one line each")


def _match(options: argparse.Namespace) -> int:
    record = match.run(options)
    if record is None:
        return CANCELLED
    _write(record, options.output)
    return DONE


def _write(data: dict[str, Any], path: str | None) -> None:
    text = json.dumps(data, ensure_ascii=False)
    if path is None:
        print(text)
        return
    try:
        with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123 -- quick start
            file.write(text + "\n")
    except OSError as error:
        raise InstanceError(str(path), f"a place to write ({error.strerror})") from None


def _solve(options: argparse.Namespace) -> int:
    from convene.timetable.result import Status  # noqa: PLC0415 -- slow import
    from convene.timetable.run import Params, Stop  # noqa: PLC0415 -- slow import
    from convene.timetable.solving import solve  # noqa: PLC0415 -- slow import

    began = time.monotonic()
    asked = {"stop": False}

    def ask(*_: object) -> None:
        asked["stop"] = True

    before = signal.signal(signal.SIGINT, ask)
    try:
        instance = read_instance(options.instance)
        start = None
        if options.start:
            start = Schedule.from_json(read_json(options.start))
        seconds = options.seconds
        if options.iterations is None:
            used = time.monotonic() - began
            seconds = max(0.0, seconds - used - SPARE_SECONDS)
        result = solve(
            instance,
            stop=Stop(seconds, options.iterations, lambda: asked["stop"]),
            seed=options.seed,
            params=Params(threads=options.threads),
            start=start,
            on_progress=None if options.quiet else _show,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    if not options.quiet:
        print(file=sys.stderr)
        _summary(result, instance, options.language)
    if options.output or options.quiet:
        _write(result.to_json(instance), options.output)
    if result.stopped == "cancelled":
        return CANCELLED
    if result.status == Status.INFEASIBLE:
        return INFEASIBLE
    return BROKEN if result.status == Status.UNKNOWN else DONE


def _show(progress: Progress) -> None:
    goals = ", ".join(
        f"{goal.id} {goal.value}" + ("" if goal.proven else f" (bound {goal.bound})")
        for goal in progress.goals
    )
    line = f"{progress.seconds:6.1f} s  {progress.phase:8} {goals}"
    if sys.stderr.isatty():
        print(f"\r\x1b[2K{line[:118]}", end="", file=sys.stderr, flush=True)
    else:
        print(line, file=sys.stderr, flush=True)


def _summary(result: Result, instance: Instance, language: str) -> None:
    from convene.timetable.sentences import sentence  # noqa: PLC0415 -- slow import

    print(f"{instance.name}: {result.status} ({result.seconds:.1f} s)")
    if result.schedule is not None:
        placed = sum(t >= 0 for t in result.schedule.slot)
        print(f"{placed} / {len(instance.meetings)}")
    for goal in result.goals:
        print(sentence(goal, language))
    for reason in result.contradiction:
        print(sentence(reason, language))
    _tell(result.unplaced, language)


def _tell(unplaced: Sequence[Unplaced], language: str) -> None:
    from convene.timetable.sentences import sentence  # noqa: PLC0415 -- slow import

    for entry in unplaced:
        for reason in entry.reasons:
            print(f"{entry.meeting}: {sentence(reason, language)}")
            for cure in reason.cures[:3]:
                print(f"    {sentence(cure, language)}")


def _check(options: argparse.Namespace) -> int:
    from convene.timetable.sentences import sentence  # noqa: PLC0415 -- slow import
    from convene.timetable.validate import check, measure  # noqa: PLC0415 -- slow import

    instance = read_instance(options.instance)
    data = read_json(options.solution)
    schedule = Schedule.from_json(data)
    found = check(instance, schedule)
    for violation in found:
        print(f"{violation.rule}: {sentence(violation, options.language)}")
    values = measure(instance, schedule)
    wrong = _claims(data, values)
    for text in wrong:
        print(text)
    for goal in GoalId:
        print(f"{sentence(goal, options.language)}: {values[goal]}")
    return BROKEN if found or wrong else DONE


def _claims(data: dict[str, Any], values: dict[str, int]) -> list[str]:
    """Compare what a solution file claims with what its schedule has."""
    wrong = []
    for key, goal in (
        ("placed_weight", GoalId.PLACED_WEIGHT),
        ("breaks", GoalId.IDLE_GAPS),
    ):
        if data.get(key) is not None and data[key] != values[goal]:
            wrong.append(f"{key}: {data[key]} is claimed, {values[goal]} counted")
    bound, weight = data.get("placed_weight_bound"), values[GoalId.PLACED_WEIGHT]
    if isinstance(bound, int) and bound < weight:
        wrong.append(f"placed_weight_bound: {bound} is claimed, {weight} placed")
    least, gaps = data.get("breaks_bound"), values[GoalId.IDLE_GAPS]
    if isinstance(least, int) and bound == weight and least > gaps:
        wrong.append(f"breaks_bound: {least} is claimed, {gaps} counted")
    return wrong


def _explain(options: argparse.Namespace) -> int:
    from convene.timetable.explaining import explain  # noqa: PLC0415 -- slow import
    from convene.timetable.sentences import sentence  # noqa: PLC0415 -- slow import
    from convene.timetable.validate import check  # noqa: PLC0415 -- slow import

    instance = read_instance(options.instance)
    schedule = Schedule.from_json(read_json(options.solution))
    broken = [v for v in check(instance, schedule) if v.rule != "must-place-all"]
    if broken:
        raise InstanceError(
            "solution", f"a schedule that keeps the rules ({sentence(broken[0])})"
        )
    _tell(explain(instance, schedule), options.language)
    return DONE


def _repair(options: argparse.Namespace) -> int:
    from convene.timetable.disturbance import Disturbance  # noqa: PLC0415 -- slow import
    from convene.timetable.repairing import repair  # noqa: PLC0415 -- slow import
    from convene.timetable.run import Stop  # noqa: PLC0415 -- slow import
    from convene.timetable.sentences import sentence  # noqa: PLC0415 -- slow import

    instance = read_instance(options.instance)
    schedule = Schedule.from_json(read_json(options.solution))
    disturbance = Disturbance.from_json(read_json(options.disturbance))
    stop = Stop(seconds=options.seconds)
    answer = repair(instance, schedule, disturbance, stop=stop)
    if options.output:
        for move in answer.moves:
            print(sentence(move, options.language))
        _tell(answer.unplaced, options.language)
    _write(answer.to_json(), options.output)
    return DONE if answer.complete else BROKEN


def _generate(options: argparse.Namespace) -> int:
    from convene.timetable.generate import generate  # noqa: PLC0415 -- slow import

    instance = generate(
        options.family,
        participants=options.participants,
        meetings=options.meetings,
        slots=options.slots,
        tables=options.tables,
        seed=options.seed,
    )
    _write(instance.to_json(), options.output)
    return DONE


def _bench(options: argparse.Namespace) -> int:
    from convene.bench import command  # noqa: PLC0415 -- slow import

    return command.run(options)


def _warm(_: argparse.Namespace) -> int:
    from convene.timetable.kempe import warm  # noqa: PLC0415 -- slow import

    warm()
    return DONE


COMMANDS: dict[str, tuple[str, Describe, Callable[[argparse.Namespace], int]]] = {
    "solve": ("compute the best schedule", _describe_solve, _solve),
    "check": ("check a schedule without a solver", _describe_check, _check),
    "explain": ("say why meetings have no slot", _describe_explain, _explain),
    "repair": ("change as little as possible", _describe_repair, _repair),
    "generate": ("make an instance", _describe_generate, _generate),
    "match": ("recommend partners, with reasons", match.add_options, _match),
    "warm": ("compile ahead what large events need", lambda _: None, _warm),
    "bench": ("compare with other methods", _describe_bench, _bench),
}
