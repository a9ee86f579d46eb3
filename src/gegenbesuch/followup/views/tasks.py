"""The board of tasks, one task, and the promises by partner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import Role, has_role, office_ids
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory.models import CardExchange, Organisation, Person
from gegenbesuch.followup import rules, services, task_lists
from gegenbesuch.followup.forms import TaskForm
from gegenbesuch.followup.models import Task
from gegenbesuch.missions.models import Mission, ProgrammeItem, Step
from gegenbesuch.missions.rules import can_edit_mission
from gegenbesuch.missions.services import change_step_status
from gegenbesuch.onsite.models import Entry
from gegenbesuch.scheduling.models import Meeting

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

#: What a task may come from, by the name that stands in the address.
SOURCES: dict[str, Any] = {
    "mission": Mission,
    "item": ProgrammeItem,
    "meeting": Meeting,
    "person": Person,
    "organisation": Organisation,
}


@login_required
def board(request: HttpRequest) -> HttpResponse:
    """Show what is to do by when it is due."""
    wanted = _wanted(request)
    today = localdate()
    columns = task_lists.board(request.user, wanted, today)
    context = {
        "wanted": wanted,
        "columns": columns,
        "settled": task_lists.settled_lately(request.user, wanted, today),
        "owners": task_lists.owners(request.user),
        "missions": task_lists.missions_of(columns, request.user, wanted),
        "kinds": [*Task.Kind.choices, (task_lists.STEPS, _("Steps of checklists"))],
        "today": today,
        "query": request.GET.urlencode(),
        "can_add": rules.can_add_task(request.user),
    }
    return render(request, "followup/board.html", context)


@login_required
def promises(request: HttpRequest) -> HttpResponse:
    """Show what is promised between us and each partner."""
    context = {
        "rows": task_lists.promises(request.user),
        "today": localdate(),
        "can_add": rules.can_add_task(request.user),
    }
    return render(request, "followup/promises.html", context)


@login_required
def add_task(request: HttpRequest) -> HttpResponse:
    """Write down what is to do, from wherever that was noticed."""
    if not rules.can_add_task(request.user):
        raise PermissionDenied
    about, initial = _about(request)
    form = _form(request, {"owner": request.user.pk, **initial})
    if request.method == "POST" and form.is_valid():
        mission = form.cleaned_data["mission"]
        made = _try(
            form,
            lambda: services.add_task(
                _office(request, mission),
                actor=request.user,  # type: ignore[arg-type]
                about=about,
                **form.cleaned_data,
            ),
        )
        if made is not None:
            messages.success(request, _("The task was written down."))
            return redirect(_back(request) or "followup:board")
    context = {"form": form, "task": None, "about": about, "back": _back(request)}
    return render(request, "followup/task.html", context)


@login_required
def task(request: HttpRequest, code: str) -> HttpResponse:
    """Show a task, to be changed by those who may."""
    found = fetch(task_lists.tasks_with_names, code, request.user)
    can_edit = rules.can_edit_task(request.user, found)
    names = ("kind", "text", "due_on", "owner", "owner_text", "partner", "person")
    initial = {name: getattr(found, name) for name in names}
    initial["mission"] = found.mission.code if found.mission else ""
    form = _form(request, initial)
    if request.method == "POST":
        if not can_edit:
            raise PermissionDenied
        if form.is_valid() and _try(
            form,
            lambda: services.update_task(
                found,
                actor=request.user,  # type: ignore[arg-type]
                **form.cleaned_data,
            ),
        ):
            messages.success(request, _("The task was saved."))
            return redirect("followup:board")
    context = {
        "form": form if can_edit else None,
        "task": found,
        "about": found.about,
        "today": localdate(),
    }
    return render(request, "followup/task.html", context)


@login_required
@require_POST
def settle_task(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a task is done, not needed, or open again."""
    found = fetch(task_lists.tasks_with_names, code, request.user, rules.can_edit_task)
    status = request.POST.get("status", "")
    if status in Task.Status.values:
        services.settle_task(
            found,
            status=status,
            result=request.POST.get("result", "")[:500],
            on=localdate(),
            actor=request.user,  # type: ignore[arg-type]
        )
    return redirect(_back(request) or "followup:board")


@login_required
@require_POST
def tick_step(request: HttpRequest, code: str) -> HttpResponse:
    """Tick a step of a checklist off on the board."""
    visible = Mission.objects.visible_to(request.user)
    steps = Step.objects.filter(mission__in=visible).select_related("mission")
    step = get_object_or_404(steps, code=code)
    if not can_edit_mission(request.user, step.mission):
        raise PermissionDenied
    change_step_status(
        step,
        status=Step.Status.DONE,
        actor=request.user,  # type: ignore[arg-type]
    )
    return redirect(_back(request) or "followup:board")


def _form(request: HttpRequest, initial: dict[str, Any]) -> TaskForm:
    return TaskForm(
        request.POST or None,
        user=request.user,  # type: ignore[arg-type]
        owners=task_lists.owners(request.user),
        initial=initial,
    )


def _try(form: TaskForm, write: Callable[[], Task]) -> Task | None:
    """Write what was typed; if that cannot be, the form says why and keeps it."""
    try:
        return write()
    except ActionError as error:
        form.add_error(None, str(error.message))
        return None


def _about(request: HttpRequest) -> tuple[Any, dict[str, Any]]:
    """Return what the task comes from, and what that says for the form."""
    initial: dict[str, Any] = {"kind": request.GET.get("kind", Task.Kind.TASK)}
    if key := request.GET.get("step"):
        return _of_step(request, key, initial)
    if code := request.GET.get("card"):
        people = Person.objects.visible_to(request.user)
        cards = CardExchange.objects.filter(person__in=people)
        card = get_object_or_404(cards.select_related("person"), code=code)
        return card, initial | {"person": card.person}
    for name, model in SOURCES.items():
        code = request.GET.get(name)
        if not code:
            continue
        found = fetch(model, code, request.user)
        initial["text"] = request.GET.get("text", "")[:1000]
        if isinstance(found, Person):
            initial["person"] = found
        elif isinstance(found, Organisation):
            initial["partner"] = found
        else:
            initial["mission"] = _mission_of(found).code
        return found, initial
    return None, initial


def _of_step(
    request: HttpRequest, key: str, initial: dict[str, Any]
) -> tuple[Any, dict[str, Any]]:
    """Take over what a company wrote down as its next step in a meeting."""
    visible = Meeting.objects.visible_to(request.user)
    entry = (
        Entry.objects.filter(key=key, meeting__in=visible)
        .select_related("meeting__session__mission", "profile__organisation")
        .first()
    )
    if entry is None:
        return None, initial
    return entry.meeting, initial | {
        "text": entry.text[:1000],
        "due_on": entry.due_on,
        "owner": None,
        "owner_text": str(entry.profile.organisation)[:200],
        "partner": entry.profile.organisation,
        "mission": entry.meeting.session.mission.code,
    }


def _mission_of(record: Any) -> Mission:
    if isinstance(record, Mission):
        return record
    session = getattr(record, "session", None)
    found: Mission = session.mission if session is not None else record.mission
    return found


def _office(request: HttpRequest, mission: Mission | None) -> Office:
    """Return the office of the mission, or the first that the user may write for."""
    keys = [
        pk for pk in office_ids(request.user) if has_role(request.user, pk, Role.EDITOR)
    ]
    if mission is not None and mission.office_id in keys:
        return Office.objects.get(pk=mission.office_id)
    return Office.objects.get(pk=min(keys))


def _wanted(request: HttpRequest) -> task_lists.Wanted:
    get = request.GET.get
    kind = get("kind", "")
    return task_lists.Wanted(
        owner=get("owner", "")[:20],
        kind=kind if kind in {*Task.Kind.values, task_lists.STEPS} else "",
        mission=get("mission", "")[:64],
        when=get("when", "")[:20],
        text=get("text", "").strip()[:100],
    )


def _back(request: HttpRequest) -> str:
    """Return where the user came from, if that is a page of ours."""
    back = request.POST.get("back") or request.GET.get("back") or ""
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours and back.startswith("/") else ""
