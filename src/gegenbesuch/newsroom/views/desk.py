"""How articles are made: write, translate, review, release, illustrate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import Role, has_role, roles_of
from gegenbesuch.core import versions
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.permissions import fetch
from gegenbesuch.newsroom import rules, selectors, services
from gegenbesuch.newsroom.forms import (
    ArticleForm,
    DeskForm,
    PictureForm,
    ReleaseForm,
    ReturnForm,
    TranslationForm,
    initial_of,
)
from gegenbesuch.newsroom.models import TEXTS, Article, Desk, Picture, Translation
from gegenbesuch.newsroom.translating import changes_between, renderings, texts_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gegenbesuch.accounts.requests import StaffRequest

PAGE = 25


@login_required
def newsroom(request: StaffRequest) -> HttpResponse:
    """Show all articles of the user's offices, whatever their status."""
    found = (
        Article.objects.visible_to(request.user)
        .select_related("mission", "office")
        .prefetch_related("translations")
        .order_by("-created_at", "-pk")
    )
    at = now()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            (row, renderings(row, row.translations.all()), _is_embargoed(row, at))
            for row in page
        ],
        "waiting": selectors.count_in_queue(request.user)["waiting"],
        "can_write": _writing_office(request) is not None,
        "can_set_up": _writing_office(request, Role.COORDINATOR) is not None,
    }
    return render(request, "newsroom/newsroom.html", context)


def _is_embargoed(row: Article, at: Any) -> bool:
    return row.status == Article.Status.PUBLISHED and not selectors.is_read(row, at)


@login_required
def create_article(request: StaffRequest) -> HttpResponse:
    """Start an article."""
    office = _writing_office(request)
    if office is None:
        raise PermissionDenied
    form = ArticleForm(
        request.POST or None,
        user=request.user,
        initial={"source_language": office.language},
    )
    if request.method == "POST" and form.is_valid():
        created = services.create_article(
            office=office, actor=request.user, **form.cleaned_data
        )
        return redirect("newsroom:manuscript", created.code)
    context = {"form": form, "article": None}
    return render(request, "newsroom/article_form.html", context)


@login_required
def manuscript(request: StaffRequest, code: str) -> HttpResponse:
    """Show how far an article is: languages, pictures, review, release."""
    target = fetch(_articles, code, request.user)
    can_publish = rules.can_publish_article(request.user, target)
    form = ReleaseForm(zone=target.zone) if can_publish else None
    return _manuscript_page(request, target, form)


def _manuscript_page(
    request: StaffRequest, target: Article, form: ReleaseForm | None, status: int = 200
) -> HttpResponse:
    at = now()
    context = {
        "article": target,
        "renderings": [
            (row, get_language_info(row.language)["name_translated"])
            for row in renderings(target, target.translations.all())
        ],
        "pictures": target.pictures.order_by("position", "pk"),
        "corrections": target.corrections.order_by("-corrected_at", "-pk"),
        "is_embargoed": _is_embargoed(target, at),
        "is_read": selectors.is_read(target, at),
        "form": form,
        "return_form": ReturnForm(),
        "can_edit": rules.can_edit_article(request.user, target),
        "can_publish": rules.can_publish_article(request.user, target),
    }
    return render(request, "newsroom/manuscript.html", context, status=status)


@login_required
def update_article(request: StaffRequest, code: str) -> HttpResponse:
    """Change an article."""
    target = fetch(_articles, code, request.user, rules.can_edit_article)
    form = versions.watched(
        ArticleForm(
            request.POST or None,
            user=request.user,
            article=target,
            initial=initial_of(target),
        ),
        target,
    )
    if request.method == "POST" and versions.save(
        form, target, services.update_article, actor=request.user
    ):
        return redirect("newsroom:manuscript", target.code)
    context = {"form": form, "article": target}
    return render(request, "newsroom/article_form.html", context)


@login_required
def translate_article(request: StaffRequest, code: str, language: str) -> HttpResponse:
    """Write an article in one more language, beside what it says in its own."""
    target = fetch(_articles, code, request.user, rules.can_edit_article)
    if language not in dict(settings.LANGUAGES) or language == target.source_language:
        raise Http404
    row = target.translations.filter(language=language).first()
    shown = texts_in(target, language)
    form = TranslationForm(
        request.POST or None,
        initial={name: getattr(row, name) for name in TEXTS}
        | {"is_ready": row.is_ready}
        if row
        else shown,
    )
    if request.method == "POST" and form.is_valid():
        texts = dict(form.cleaned_data)
        is_ready = texts.pop("is_ready")
        services.save_translation(
            target, language, actor=request.user, texts=texts, is_ready=is_ready
        )
        return redirect("newsroom:manuscript", target.code)
    context = {
        "article": target,
        "form": form,
        "language": language,
        "language_name": get_language_info(language)["name_translated"],
        "source_name": get_language_info(target.source_language)["name_translated"],
        "pairs": _side_by_side(target, row, form),
    }
    return render(request, "newsroom/translate_article.html", context)


def _side_by_side(
    target: Article, row: Translation | None, form: TranslationForm
) -> list[dict[str, Any]]:
    """Return each text of the source, what changed in it, and the field beside it."""
    source = texts_in(target, target.source_language)
    pairs = []
    for name in TEXTS:
        before = row.basis.get(name, "") if row else source[name]
        pairs.append(
            {
                "field": form[name],
                "source": source[name],
                "changes": changes_between(before, source[name])
                if before != source[name]
                else [],
            }
        )
    return pairs


@login_required
@require_POST
def submit_article(request: StaffRequest, code: str) -> HttpResponse:
    """Ask for the release of a draft."""
    target = fetch(_articles, code, request.user, rules.can_edit_article)
    services.submit_article(target, actor=request.user)
    return redirect("newsroom:manuscript", target.code)


@login_required
@require_POST
def return_article(request: StaffRequest, code: str) -> HttpResponse:
    """Give an article back to who wrote it."""
    target = fetch(_articles, code, request.user, rules.can_publish_article)
    form = ReturnForm(request.POST)
    if form.is_valid():
        note = form.cleaned_data["note"]
        services.return_article(target, actor=request.user, note=note)
    else:
        messages.error(request, _("Please write what there is to do."))
    return redirect("newsroom:manuscript", target.code)


@login_required
@require_POST
def publish_article(request: StaffRequest, code: str) -> HttpResponse:
    """Release an article to every reader, at once or at the end of an embargo."""
    target = fetch(_articles, code, request.user, rules.can_publish_article)
    form = ReleaseForm(request.POST, zone=target.zone)
    if not form.is_valid():
        return _manuscript_page(request, target, form, status=422)
    at = form.cleaned_data["at"]
    services.publish_article(
        target,
        actor=request.user,
        at=at or now(),
        zone=form.cleaned_data["zone"] if at else "",
    )
    return redirect("newsroom:manuscript", target.code)


@login_required
@require_POST
def withdraw_article(request: StaffRequest, code: str) -> HttpResponse:
    """Take an article off the public site."""
    target = fetch(_articles, code, request.user, rules.can_publish_article)
    services.withdraw_article(target, actor=request.user)
    return redirect("newsroom:manuscript", target.code)


# --- Pictures ----------------------------------------------------------------


@login_required
def add_picture(request: StaffRequest, code: str) -> HttpResponse:
    """Put a picture into an article."""
    target = fetch(_articles, code, request.user, rules.can_edit_article)
    form = PictureForm(request.POST or None, request.FILES or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        content = values.pop("file").read()
        try:
            services.add_picture(target, content=content, actor=request.user, **values)
        except ActionError as error:
            form.add_error("file", str(error.message))
        else:
            return redirect("newsroom:manuscript", target.code)
    context = {"form": form, "article": target, "picture": None}
    return render(request, "newsroom/picture_form.html", context)


@login_required
def update_picture(request: StaffRequest, code: str) -> HttpResponse:
    """Change what is said about a picture."""
    row = fetch(_pictures, code, request.user, rules.can_edit_picture)
    names = ("alt", "caption", "credit", "rights", "permission", "usable_until")
    initial = {name: getattr(row, name) for name in (*names, "position")}
    form = versions.watched(
        PictureForm(request.POST or None, is_new=False, initial=initial), row
    )
    if request.method == "POST" and versions.save(
        form, row, services.update_picture, actor=request.user
    ):
        return redirect("newsroom:manuscript", row.article.code)
    context = {"form": form, "article": row.article, "picture": row}
    return render(request, "newsroom/picture_form.html", context)


@login_required
@require_POST
def remove_picture(request: StaffRequest, code: str) -> HttpResponse:
    """Take a picture out of its article."""
    row = fetch(_pictures, code, request.user, rules.can_edit_picture)
    services.remove_picture(row, actor=request.user)
    return redirect("newsroom:manuscript", row.article.code)


# --- The desk ----------------------------------------------------------------


@login_required
def desk(request: StaffRequest) -> HttpResponse:
    """Say who moderates, which words are listed, and who answers the press."""
    office = _writing_office(request, Role.COORDINATOR)
    if office is None:
        raise PermissionDenied
    row = Desk.objects.filter(office=office).first()
    initial = (
        {
            "press_contact": row.press_contact,
            "listed_words": row.listed_words,
            "moderators": row.moderators.all(),
        }
        if row
        else {}
    )
    form = DeskForm(request.POST or None, office=office, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_up_desk(office, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("newsroom:newsroom")
    return render(request, "newsroom/desk.html", {"form": form, "office": office})


def _articles() -> Any:
    return Article.objects.select_related("office", "mission", "place", "submitted_by")


def _pictures() -> Any:
    return Picture.objects.select_related("article__office")


def _writing_office(request: StaffRequest, least: str = Role.EDITOR) -> Office | None:
    for office_id in roles_of(request.user):
        if has_role(request.user, office_id, least):
            return Office.objects.get(pk=office_id)
    return None
