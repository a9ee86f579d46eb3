"""What the office's letters say, with a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.accounts.models import Language, Office
from gegenbesuch.core.permissions import fetch
from gegenbesuch.letters import rules, selectors, services
from gegenbesuch.letters.forms import WordingForm
from gegenbesuch.letters.kinds import KINDS, LetterKind, Text, fill
from gegenbesuch.letters.models import OutboxMessage, Wording

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def wordings(request: HttpRequest, office: str) -> HttpResponse:
    """Show all letters in all languages, and which have words of the office's own."""
    found = fetch(Office, office, request.user, rules.can_edit_wordings)
    own = set(Wording.objects.filter(office=found).values_list("kind", "language"))
    rows = [
        (
            kind,
            [
                (language, label, (kind.key, language) in own)
                for language, label in Language.choices
            ],
        )
        for kind in KINDS.values()
    ]
    return render(request, "letters/wordings.html", {"office": found, "rows": rows})


@login_required
def wording(
    request: HttpRequest, office: str, kind: str, language: str
) -> HttpResponse:
    """Change the words of a letter in one language; the preview shows them filled."""
    found = fetch(Office, office, request.user, rules.can_edit_wordings)
    letter = _kind(kind, language)
    text = selectors.text_of(found, kind, language)
    form = WordingForm(request.POST or None, kind=letter, initial=text._asdict())
    if request.method == "POST" and form.is_valid():
        text = Text(form.cleaned_data["subject"], form.cleaned_data["body"])
        if "preview" not in request.POST:
            services.set_wording(
                found, kind, language, actor=request.user, **form.cleaned_data
            )
            messages.success(request, _("The wording was saved."))
            return redirect("letters:wording", found.code, kind, language)
    with translation.override(language):
        sample = {name: str(value) for name, value in letter.sample.items()}
    context = {
        "office": found,
        "kind": letter,
        "language": language,
        "language_label": Language(language).label,
        "form": form,
        "preview": fill(text, sample),
        "fields": [(f"{{{name}}}", label) for name, label in letter.fields.items()],
        "is_own": Wording.objects.filter(
            office=found, kind=kind, language=language
        ).exists(),
    }
    return render(request, "letters/wording.html", context)


@login_required
@require_POST
def reset_wording(
    request: HttpRequest, office: str, kind: str, language: str
) -> HttpResponse:
    """Go back to the standard words."""
    found = fetch(Office, office, request.user, rules.can_edit_wordings)
    _kind(kind, language)
    services.reset_wording(found, kind, language, actor=request.user)
    return redirect("letters:wording", found.code, kind, language)


@login_required
@require_POST
def retry_message(request: HttpRequest, code: str) -> HttpResponse:
    """Send a mail that failed once more, and go back to whom it was for."""
    message = fetch(OutboxMessage, code, request.user, rules.can_retry_message)
    services.retry_message(message, actor=request.user, at=now())
    messages.success(request, _("The mail is sent once more."))
    page = getattr(message.target, "get_absolute_url", None)
    return redirect(page() if page else settings.LOGIN_REDIRECT_URL)


def _kind(kind: str, language: str) -> LetterKind:
    if kind not in KINDS or language not in Language.values:
        raise Http404
    return KINDS[kind]
