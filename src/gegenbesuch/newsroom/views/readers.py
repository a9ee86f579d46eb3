"""What readers do: comment, change and remove that, report, follow answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gegenbesuch.core.errors import ActionError
from gegenbesuch.newsroom import keys, pace, selectors, services
from gegenbesuch.newsroom.addresses import public_path
from gegenbesuch.newsroom.gate import refusal, sender_of
from gegenbesuch.newsroom.models import Comment
from gegenbesuch.newsroom.reader_forms import CommentForm, OwnCommentForm, ReportForm
from gegenbesuch.newsroom.views.public import article_page, frame, readable

if TYPE_CHECKING:
    from django.http import HttpRequest

S = Comment.Status


# Without a session and its token: whoever writes has no account that could be abused,
# and the page of an article is the same for all readers.
@csrf_exempt
@require_POST
def submit_comment(request: HttpRequest, code: str) -> HttpResponse:
    """Take a comment; it is shown once it has been approved."""
    at = now()
    sender = sender_of(request)
    form = CommentForm(request.POST)
    target = selectors.readable_article(code, request.user, at)
    if target is None or not form.is_valid():
        if pace.count_slip(sender, at=at):
            return refusal(_in_short(form), 404 if target is None else 422)
        if target is None:
            raise Http404
        return article_page(request, target, form, status=422)
    values = dict(form.cleaned_data)
    values.pop("website"), values.pop("consent")
    parent = values.pop("parent")
    try:
        comment = services.submit_comment(
            target,
            **values,
            parent=_published(parent) if parent else None,
            language=get_language() or settings.LANGUAGE_CODE,
            sender_hint=sender,
            proven_email=keys.proven_email(request),
            at=at,
        )
    except services.TooFastError as error:
        if error.is_machine:
            return refusal(str(error.message), 429)
        form.add_error(None, str(error.message))
    except ActionError as error:
        if pace.count_slip(sender, at=at):
            return refusal(str(error.message), 422)
        form.add_error(None, str(error.message))
    else:
        return redirect(public_path("own-comment", keys.own_token(comment)))
    return article_page(request, target, form, status=422)


def _in_short(form: CommentForm) -> str:
    """Say what is wrong with a form in one line; nothing if it is not the form."""
    return " ".join(
        f"{form[name].label}: {' '.join(map(str, errors))}"
        for name, errors in form.errors.items()
    ) or _("There is no such page")


def _published(code: str) -> Comment:
    """
    Return a comment that readers see.

    Raises:
        Http404: There is none, or its article is not published.
    """
    rows = Comment.objects.select_related("article__office", "parent")
    found = rows.filter(code=code, status=S.PUBLISHED).first()
    if found is None:
        raise Http404
    return found


@csrf_exempt
def own_comment(request: HttpRequest, token: str) -> HttpResponse:
    """Show authors their comment; for a quarter of an hour they change or remove it."""
    comment = keys.read_own(token)
    if comment is None:
        raise Http404
    at = now()
    is_open = at < comment.created_at + services.EDITABLE_FOR and comment.status in {
        S.WAITING,
        S.PUBLISHED,
    }
    form = OwnCommentForm(
        request.POST if request.POST.get("verb") == "edit" else None,
        initial={"text": comment.text},
    )
    if request.method == "POST":
        here = redirect(public_path("own-comment", token))
        if request.POST.get("verb") == "remove":
            services.remove_comment(comment, at=at)
            return here
        if form.is_valid():
            services.edit_comment(comment, text=form.cleaned_data["text"], at=at)
            return here
    context = frame(request) | {
        "comment": comment,
        "form": form,
        "is_open": is_open,
        "until": comment.created_at + services.EDITABLE_FOR,
        "zone": comment.article.office.time_zone,
        "action": public_path("own-comment", token),
        "article_path": public_path("article", comment.article.code),
    }
    return _private(render(request, "newsroom/own_comment.html", context))


@csrf_exempt
def report_comment(request: HttpRequest, code: str) -> HttpResponse:
    """Let a reader say what is wrong with a published comment."""
    comment = _published(code)
    readable(request, comment.article.code)
    form = ReportForm(request.POST or None)
    is_done = False
    if request.method == "POST" and form.is_valid():
        try:
            services.report_comment(
                comment,
                **form.cleaned_data,
                sender_hint=sender_of(request),
                at=now(),
            )
        except ActionError as error:
            form.add_error(None, str(error.message))
        else:
            is_done = True
    context = frame(request) | {
        "comment": comment,
        "form": form,
        "is_done": is_done,
        "action": public_path("report-comment", comment.code),
        "article_path": public_path("article", comment.article.code),
    }
    return _private(render(request, "newsroom/report_comment.html", context))


@csrf_exempt
def answers(request: HttpRequest, token: str) -> HttpResponse:
    """Let authors confirm that they want mails about answers, or end them."""
    comment = keys.read_answers(token)
    if comment is None:
        raise Http404
    response: HttpResponse | None = None
    if request.method == "POST":
        response = redirect(public_path("answers", token))
        if request.POST.get("verb") == "follow":
            services.follow_answers(comment, at=now())
            keys.remember_email(response, comment.author_email)
        elif request.POST.get("verb") == "stop":
            services.stop_answers(comment)
        return response
    context = frame(request) | {
        "comment": comment,
        "is_following": comment.wants_answers and comment.address_proven_at,
        "may_follow": comment.wants_answers and comment.status == S.PUBLISHED,
        "action": public_path("answers", token),
        "article_path": public_path("article", comment.article.code),
    }
    return _private(render(request, "newsroom/answers.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    """Keep a page that was opened by a key out of caches and search engines."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
