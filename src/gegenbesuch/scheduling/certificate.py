"""What a computation has found and proven, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gegenbesuch.scheduling.models import SolverRun

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Status = SolverRun.Status


def headline(run: SolverRun) -> str:
    """Return the outcome of a run in one sentence."""
    if run.status == Status.FAILED and run.message != "silent":
        return _("The computation failed: %(message)s") % {"message": run.message}
    if run.status in STATES:
        return STATES[run.status]()
    if "placed" not in run.result:
        return _("The computation was stopped before it had found a schedule.")
    placed, total = run.result["placed"], run.result["requests"]
    if placed == total:
        return ngettext(
            "The only accepted request is placed.",
            "All %(count)d accepted requests are placed.",
            total,
        ) % {"count": total}
    return _("%(placed)d of %(count)d accepted requests are placed.") % {
        "placed": placed,
        "count": total,
    }


def counted(run: SolverRun) -> tuple[int, int] | None:
    """Return how many accepted requests a run has placed, and of how many."""
    if "placed" not in run.result:
        return None
    return run.result["placed"], run.result["requests"]


STATES: dict[str, Callable[[], str]] = {
    Status.FAILED: lambda: _("The computation has stopped without a result."),
    Status.INFEASIBLE: lambda: _("No schedule can keep all the rules."),
    Status.WAITING: lambda: _("The schedule is being computed."),
    Status.RUNNING: lambda: _("The schedule is being computed."),
}


def sentences(run: SolverRun) -> list[str]:
    """Return what is proven about a run's schedule, the most important first."""
    result = run.result
    if "placed" not in result:
        return []
    goals = {goal["id"]: goal for goal in result.get("goals", [])}
    texts = [
        _placed(goals.get("placed-weight"), result),
        _gaps(goals.get("idle-gaps")),
        _changes(goals.get("table-changes")),
    ]
    if result.get("kept"):
        texts.append(
            _("The schedule that was there before is at least as good and was kept.")
        )
    elif result.get("stopped") == "cancelled":
        texts.append(_("The computation was stopped; the best schedule was kept."))
    texts.append(
        _(
            "An independent check found no broken rule; "
            "the computation took %(seconds)s seconds."
        )
        % {"seconds": number_format(result.get("seconds", 0), 1)}
    )
    return [text for text in texts if text]


def _placed(goal: Mapping[str, Any] | None, result: Mapping[str, Any]) -> str:
    if goal is None or result["placed"] == result["requests"]:
        return ""
    if goal["value"] == goal["bound"]:
        return _(
            "Proven: no schedule places requests that together count more, "
            "by their priority."
        )
    return _(
        "The placed requests count %(value)d by their priority; "
        "proven: no schedule reaches more than %(bound)d."
    ) % {"value": goal["value"], "bound": goal["bound"]}


def _gaps(goal: Mapping[str, Any] | None) -> str:
    if goal is None:
        return ""
    value, bound = goal["value"], goal["bound"]
    if value == 0:
        return _("No company waits idle between two of its meetings.")
    if value == bound:
        return ngettext(
            "Proven: no schedule that places as much has fewer than %(count)d idle gap.",
            "Proven: no schedule that places as much has fewer than "
            "%(count)d idle gaps.",
            value,
        ) % {"count": value}
    if bound == 0:
        return ngettext(
            "There is %(count)d idle gap; that none is needed is not ruled out.",
            "There are %(count)d idle gaps; that fewer are enough is not ruled out.",
            value,
        ) % {"count": value}
    return ngettext(
        "There is %(count)d idle gap; fewer than %(bound)d are proven impossible.",
        "There are %(count)d idle gaps; fewer than %(bound)d are proven impossible.",
        value,
    ) % {"count": value, "bound": bound}


def _changes(goal: Mapping[str, Any] | None) -> str:
    if goal is None:
        return ""
    value = goal["value"]
    if value == 0:
        return _("Everybody keeps their table.")
    return ngettext(
        "%(count)d change of table between two meetings.",
        "%(count)d changes of table between two meetings.",
        value,
    ) % {"count": value}


def is_proven(run: SolverRun) -> bool:
    """Tell whether placing and idle gaps are proven to be the best possible."""
    goals = {goal["id"]: goal for goal in run.result.get("goals", [])}
    return bool(goals) and all(
        goals[name]["value"] == goals[name]["bound"]
        for name in ("placed-weight", "idle-gaps")
        if name in goals
    )


PHASES = {
    "read": lambda: _("Reading the requests"),
    "improve": lambda: _("Looking for better schedules"),
    "prove": lambda: _("Proving that no schedule is better"),
    "tables": lambda: _("Giving out tables and interpreters"),
    "explain": lambda: _("Finding out why requests could not be placed"),
}


def progress_line(progress: Mapping[str, Any]) -> str:
    """Return where a running computation stands, in one sentence."""
    if not progress:
        return _("Waiting for a free worker.")
    phase = PHASES.get(progress["phase"], lambda: str(progress["phase"]))()
    goals = {goal["id"]: goal for goal in progress.get("goals", [])}
    seconds = number_format(progress["seconds"], 0)
    words: dict[str, Any] = {"phase": phase, "seconds": seconds}
    placed, gaps = goals.get("placed-weight"), goals.get("idle-gaps")
    if placed and placed["value"] != placed["bound"]:
        return _(
            "%(phase)s, %(seconds)s seconds: the placed requests count %(value)d "
            "by their priority, at most %(bound)d is possible."
        ) % {**words, "value": placed["value"], "bound": placed["bound"]}
    if gaps:
        return _(
            "%(phase)s, %(seconds)s seconds: %(gaps)d idle gaps, "
            "at least %(bound)d proven."
        ) % {**words, "gaps": gaps["value"], "bound": gaps["bound"]}
    return _("%(phase)s, %(seconds)s seconds.") % words
