"""What the office does with comments: the queue, and the links of the mails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import Role, has_role, office_ids
from gegenbesuch.core.permissions import fetch
from gegenbesuch.newsroom import keys, rules, selectors, services
from gegenbesuch.newsroom.letters import suspicion_in_words
from gegenbesuch.newsroom.models import Comment
from gegenbesuch.newsroom.reader_forms import AnswerForm, RejectForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.accounts.models import User
    from gegenbesuch.accounts.requests import StaffRequest

S = Comment.Status
PAGE = 25
REPORTED = "reported"
VERBS = ("approve", "reject", "spam")


@login_required
def comments(request: StaffRequest) -> HttpResponse:
    """Show the queue of comments; waiting ones first of all."""
    status = request.GET.get("status", S.WAITING)
    if status not in {*S.values, REPORTED}:
        status = S.WAITING
    queue = selectors.moderation_queue(request.user, status)
    page = Paginator(queue, PAGE).get_page(request.GET.get("page"))
    counts = selectors.count_in_queue(request.user)
    context = {
        "page": page,
        "rows": [(row, suspicion_in_words(row)) for row in page],
        "status": status,
        "statuses": [*_with_counts(counts)],
        "counts": counts,
        "reject_form": RejectForm(auto_id=False),
        "answer_form": AnswerForm(auto_id=False),
        "can_decide": bool(_moderated(request.user)),
    }
    return render(request, "newsroom/comments.html", context)


def _with_counts(counts: dict[str, int]) -> Any:
    for value, label in S.choices:
        yield value, label, counts["waiting"] if value == S.WAITING else None
        if value == S.PUBLISHED:
            yield REPORTED, _("Reported"), counts["reported"]


def _moderated(user: User) -> list[int]:
    return [pk for pk in office_ids(user) if has_role(user, pk, Role.EDITOR)]


@login_required
@require_POST
def approve_comment(request: StaffRequest, code: str) -> HttpResponse:
    """Show a comment under its article."""
    comment = _comment(request, code)
    services.approve_comment(comment, actor=request.user, at=now())
    return redirect("newsroom:comments")


@login_required
@require_POST
def reject_comment(request: StaffRequest, code: str) -> HttpResponse:
    """Keep a comment from being shown, with a reason."""
    comment = _comment(request, code)
    form = RejectForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give a reason for the rejection."))
        return redirect("newsroom:comments")
    reason = form.cleaned_data["reason"]
    services.reject_comment(comment, actor=request.user, at=now(), reason=reason)
    return redirect("newsroom:comments")


@login_required
@require_POST
def mark_comment_as_spam(request: StaffRequest, code: str) -> HttpResponse:
    """Keep a comment from being shown because it is spam."""
    comment = _comment(request, code)
    services.mark_comment_as_spam(comment, actor=request.user, at=now())
    return redirect("newsroom:comments")


@login_required
@require_POST
def answer_comment(request: StaffRequest, code: str) -> HttpResponse:
    """Answer a published comment in the name of the office."""
    comment = _comment(request, code)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please write an answer."))
        return redirect("newsroom:comments")
    answer = services.answer_comment(
        comment,
        actor=request.user,
        text=form.cleaned_data["text"],
        language=get_language() or comment.language,
        at=now(),
    )
    messages.success(request, _("Your answer has appeared."))
    return redirect(f"{comment.article.get_absolute_url()}#comment-{answer.code}")


@login_required
@require_POST
def settle_reports(request: StaffRequest, code: str) -> HttpResponse:
    """Leave a reported comment where it is."""
    comment = _comment(request, code)
    services.settle_reports(comment, actor=request.user, at=now())
    return redirect(f"{reverse('newsroom:comments')}?status={REPORTED}")


@login_required
@require_POST
def clear_flood(request: StaffRequest) -> HttpResponse:
    """Mark all that came in a flood as spam."""
    offices = Office.objects.filter(pk__in=_moderated(request.user))
    count = services.clear_flood(offices, actor=request.user, at=now())
    messages.success(
        request,
        ngettext(
            "One comment was marked as spam.",
            "%(count)d comments were marked as spam.",
            count,
        )
        % {"count": count},
    )
    return redirect("newsroom:comments")


def decide_comment(request: HttpRequest, token: str, verb: str) -> HttpResponse:
    """Ask a moderator who comes from a mail to confirm the decision; then carry it out."""
    found = keys.read_moderation(token) if verb in VERBS else None
    if found is None or not rules.can_moderate_comment(found[1], found[0]):
        raise Http404
    comment, moderator = found
    form = RejectForm(request.POST or None)
    is_done = False
    if request.method == "POST" and (verb != "reject" or form.is_valid()):
        _carry_out(comment, moderator, verb, form)
        is_done = True
    context = {
        "comment": comment,
        "suspicions": suspicion_in_words(comment),
        "verb": verb,
        "form": form,
        "is_done": is_done,
    }
    response = render(request, "newsroom/decide_comment.html", context)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _carry_out(comment: Comment, moderator: User, verb: str, form: RejectForm) -> None:
    if verb == "approve":
        services.approve_comment(comment, actor=moderator, at=now())
    elif verb == "spam":
        services.mark_comment_as_spam(comment, actor=moderator, at=now())
    else:
        reason = form.cleaned_data["reason"]
        services.reject_comment(comment, actor=moderator, at=now(), reason=reason)


def _comment(request: StaffRequest, code: str) -> Comment:
    rows = Comment.objects.select_related("article__office", "parent")
    comment: Comment = fetch(rows, code, request.user, rules.can_moderate_comment)
    return comment
