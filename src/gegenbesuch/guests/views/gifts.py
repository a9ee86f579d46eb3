"""The register of gifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.guests import rules, selectors, services
from gegenbesuch.guests.forms_protocol import GiftDecisionForm, GiftForm, GiftLimitForm
from gegenbesuch.guests.models import Gift, GiftLimit

if TYPE_CHECKING:
    from django.http import HttpRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GIFT = (
    *("direction", "what", "value", "currency", "on", "person", "organisation"),
    *("party", "ours", "mission"),
)


@login_required
def gifts(request: HttpRequest) -> HttpResponse:
    """Show the register of gifts, the latest first."""
    page = selectors.gift_page(request.user, after=request.GET.get("after", ""))
    limit = (
        GiftLimit.objects.filter(office__in=office_ids(request.user))
        .order_by("pk")
        .first()
    )
    context = {
        "gifts": page.gifts,
        "next_key": page.next_key,
        "limit": limit,
        "can_edit": rules.can_record_gift(request.user),
        "can_decide": rules.can_decide_gifts(request.user),
    }
    return render(request, "guests/gifts.html", context)


@login_required
def record_gift(request: HttpRequest) -> HttpResponse:
    """Enter a gift into the register."""
    office = _office(request, coordinator=False)
    initial = {"mission": request.GET.get("mission")}
    form = GiftForm(
        request.POST or None, office=office, user=request.user, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        services.record_gift(office, actor=request.user, **form.cleaned_data)
        return redirect("guests:gifts")
    return render(request, "guests/record_gift.html", {"form": form})


@login_required
def update_gift(request: HttpRequest, code: str) -> HttpResponse:
    """Correct a gift; what changes its value is decided anew."""
    gift = fetch(
        Gift.objects.select_related("office"), code, request.user, rules.can_edit_gift
    )
    initial = {name: getattr(gift, name) for name in GIFT}
    form = versions.watched(
        GiftForm(
            request.POST or None,
            office=gift.office,
            user=request.user,
            initial=initial,
        ),
        gift,
    )
    if request.method == "POST" and versions.save(
        form, gift, services.update_gift, actor=request.user
    ):
        return redirect("guests:gifts")
    return render(request, "guests/record_gift.html", {"form": form, "gift": gift})


@login_required
@require_POST
def decide_gift(request: HttpRequest, code: str) -> HttpResponse:
    """Approve or refuse a gift."""
    gift = fetch(Gift, code, request.user, rules.can_decide_gift)
    form = GiftDecisionForm(request.POST)
    if form.is_valid():
        services.decide_gift(gift, actor=request.user, at=now(), **form.cleaned_data)
    return redirect("guests:gifts")


@login_required
def set_gift_limit(request: HttpRequest) -> HttpResponse:
    """Say from which value on gifts need approval."""
    office = _office(request, coordinator=True)
    limit = GiftLimit.objects.filter(office=office).first()
    initial = {"amount": limit.amount, "currency": limit.currency} if limit else {}
    form = GiftLimitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_gift_limit(office, actor=request.user, **form.cleaned_data)
        return redirect("guests:gifts")
    return render(request, "guests/set_gift_limit.html", {"form": form})


@login_required
@require_safe
def export_gifts(request: HttpRequest) -> HttpResponse:
    """Return the register as a spreadsheet; who took it along is kept."""
    office = _office(request, coordinator=False)
    response = HttpResponse(
        services.export_gifts(office, actor=request.user), content_type=XLSX
    )
    response["Content-Disposition"] = 'attachment; filename="gifts.xlsx"'
    return response


def _office(request: HttpRequest, *, coordinator: bool) -> Office:
    """Return the first office whose register the user may write."""
    offices = Office.objects.filter(pk__in=office_ids(request.user)).order_by("pk")
    for office in offices:
        if rules.can_keep_register(request.user, office, coordinator=coordinator):
            return office
    raise PermissionDenied
