"""The public site, and the newsroom behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.syndication.views import add_domain
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import Role, has_role, roles_of
from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.core.visitors import shortened
from gegenbesuch.missions.pictures import build as pictures
from gegenbesuch.newsroom import rules, selectors, services
from gegenbesuch.newsroom.forms import ArticleForm, CommentForm, RejectForm
from gegenbesuch.newsroom.models import Article, Comment

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gegenbesuch.accounts.requests import StaffRequest

PAGE = 12


def articles(request: HttpRequest) -> HttpResponse:
    """Show the published news, newest first; what is invented stands apart."""
    published = selectors.published_articles(now())
    invented = Q(mission__is_invented=True)
    page = Paginator(published.exclude(invented), PAGE).get_page(
        request.GET.get("page")
    )
    shown = list(page)
    newest = shown.pop(0) if shown and page.number == 1 else None
    context = {
        "page": page,
        "newest": newest and (newest, _picture(newest, width=640, height=380)),
        "news": [(entry, _picture(entry)) for entry in shown],
        "invented": []
        if page.has_previous()
        else [(entry, _picture(entry)) for entry in published.filter(invented)[:PAGE]],
    }
    return render(request, "newsroom/articles.html", context)


def _picture(entry: Article, *, width: int = 360, height: int = 240) -> str:
    """Draw where the news is from, and the way there from the office's town."""
    if entry.place is None:
        return ""
    relation = entry.mission.relation if entry.mission else None
    home = relation.home if relation else None
    return pictures.journey_to(entry.place, home, width=width, height=height)


def article(request: HttpRequest, code: str) -> HttpResponse:
    """Show one article with its approved comments and the comment form."""
    return _article_page(request, _readable(request, code), CommentForm())


@require_POST
def submit_comment(request: HttpRequest, code: str) -> HttpResponse:
    """Take a comment; it is shown once it has been approved."""
    target = _readable(request, code)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _article_page(request, target, form, status=422)
    services.submit_comment(
        target,
        author_name=form.cleaned_data["author_name"],
        author_email=form.cleaned_data["author_email"],
        text=form.cleaned_data["text"],
        language=get_language() or settings.LANGUAGE_CODE,
        sender_hint=shortened(request.META.get("REMOTE_ADDR", "")),
        at=now(),
    )
    messages.success(
        request, _("Thank you. Your comment is being checked and will appear then.")
    )
    return redirect(target.get_absolute_url() + "#comments")


def feed(request: HttpRequest, language: str) -> HttpResponse:
    """Offer the published news of one language as an Atom feed."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    host, secure = request.get_host(), request.is_secure()
    with translation.override(language):
        atom = Atom1Feed(
            title=_("News about our relations abroad"),
            link=add_domain(host, f"/?lang={language}", secure),
            description="",
            language=language,
            feed_url=add_domain(host, request.path, secure),
        )
        for entry in selectors.published_articles(now())[:30]:
            link = f"{entry.get_absolute_url()}?lang={language}"
            name, day = host.partition(":")[0], f"{entry.created_at:%Y-%m-%d}"
            atom.add_item(
                title=str(entry.title),
                link=add_domain(host, link, secure),
                description=escape(str(entry.lead)),
                unique_id=f"tag:{name},{day}:{entry.code}/{language}",
                pubdate=entry.published_at,
                updateddate=entry.updated_at,
                author_name=str(entry.office),
            )
        return HttpResponse(
            atom.writeString("utf-8"), content_type=Atom1Feed.content_type
        )


@login_required
def newsroom(request: StaffRequest) -> HttpResponse:
    """Show all articles of the user's offices, whatever their status."""
    found = (
        Article.objects.visible_to(request.user)
        .select_related("mission")
        .order_by("-created_at", "-pk")
    )
    context = {
        "page": Paginator(found, 25).get_page(request.GET.get("page")),
        "waiting": selectors.count_waiting(request.user),
        "can_write": _writing_office(request) is not None,
    }
    return render(request, "newsroom/newsroom.html", context)


@login_required
def create_article(request: StaffRequest) -> HttpResponse:
    """Start an article."""
    office = _writing_office(request)
    if office is None:
        raise PermissionDenied
    form = ArticleForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        created = services.create_article(
            office=office, actor=request.user, **form.cleaned_data
        )
        return redirect(created.get_absolute_url())
    context = {"form": form, "article": None}
    return render(request, "newsroom/article_form.html", context)


@login_required
def update_article(request: StaffRequest, code: str) -> HttpResponse:
    """Change an article."""
    target = fetch(Article, code, request.user, rules.can_edit_article)
    initial = {
        name: getattr(target, name)
        for name in ("title", "lead", "body", "mission", "place", "comments_open")
    }
    initial["sectors"] = target.sectors.all()
    form = versions.watched(
        ArticleForm(request.POST or None, user=request.user, initial=initial), target
    )
    if request.method == "POST" and versions.save(
        form, target, services.update_article, actor=request.user
    ):
        return redirect(target.get_absolute_url())
    context = {"form": form, "article": target}
    return render(request, "newsroom/article_form.html", context)


@login_required
@require_POST
def publish_article(request: StaffRequest, code: str) -> HttpResponse:
    """Release an article to every reader."""
    target = fetch(Article, code, request.user, rules.can_publish_article)
    services.publish_article(target, actor=request.user, at=now())
    return redirect(target.get_absolute_url())


@login_required
@require_POST
def withdraw_article(request: StaffRequest, code: str) -> HttpResponse:
    """Take an article off the public site."""
    target = fetch(Article, code, request.user, rules.can_publish_article)
    services.withdraw_article(target, actor=request.user)
    return redirect(target.get_absolute_url())


@login_required
def comments(request: StaffRequest) -> HttpResponse:
    """Show the queue of comments; waiting ones first of all."""
    status = request.GET.get("status", Comment.Status.WAITING)
    if status not in Comment.Status.values:
        status = Comment.Status.WAITING
    queue = selectors.moderation_queue(request.user, status)
    context = {
        "page": Paginator(queue, 25).get_page(request.GET.get("page")),
        "status": status,
        "statuses": Comment.Status.choices,
        "reject_form": RejectForm(auto_id=False),
        "can_decide": _writing_office(request) is not None,
    }
    return render(request, "newsroom/comments.html", context)


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


def _comment(request: StaffRequest, code: str) -> Comment:
    comments = Comment.objects.select_related("article")
    comment: Comment = fetch(comments, code, request.user, rules.can_moderate_comment)
    return comment


def _readable(request: HttpRequest, code: str) -> Article:
    found = selectors.readable_article(code, request.user, now())
    if found is None:
        raise Http404
    return found


def _article_page(
    request: HttpRequest, target: Article, form: CommentForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "article": target,
        "picture": _picture(target, width=720, height=300),
        "is_public": target.status == Article.Status.PUBLISHED,
        "comments": selectors.published_comments(target),
        "form": form,
        "can_edit": rules.can_edit_article(request.user, target),
        "can_publish": rules.can_publish_article(request.user, target),
    }
    return render(request, "newsroom/article.html", context, status=status)


def _writing_office(request: StaffRequest) -> Office | None:
    for office_id in roles_of(request.user):
        if has_role(request.user, office_id, Role.EDITOR):
            return Office.objects.get(pk=office_id)
    return None
