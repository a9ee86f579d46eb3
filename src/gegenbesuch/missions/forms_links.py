"""Parse and validate how a mission is joined with others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.missions.models import Mission, MissionLink

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User

MOST_NAMED = 5
MOST_OFFERED = 100


class MissionField(forms.CharField):
    """The title or the code of a mission that the user may see."""

    user: Any = None

    def clean(self, value: Any) -> Any:
        """Find it, or say which ones could be meant."""
        text = (super().clean(value) or "").strip()
        if not text:
            return None
        visible = Mission.objects.visible_to(self.user)
        code = text.rpartition("(")[2].rstrip(") ")
        if found := visible.filter(Q(code=text) | Q(code=code)).first():
            return found
        rows = list(
            visible.filter(title__icontains=text).order_by("-starts_on", "pk")[
                : MOST_NAMED + 1
            ]
        )
        if len(rows) == 1:
            return rows[0]
        if not rows:
            raise forms.ValidationError(
                _("There is no mission “%(text)s”."), params={"text": text}
            )
        raise forms.ValidationError(
            _("More than one mission fits “%(text)s”: %(names)s."),
            params={
                "text": text,
                "names": "; ".join(map(offered, rows[:MOST_NAMED])),
            },
        )


def offered(mission: Mission) -> str:
    """Write a mission as the field offers and reads it: title and code."""
    return f"{mission} ({mission.code})"


class LinkForm(forms.Form):
    """How a mission stands to an earlier or a later one."""

    HOW = (
        ("answers", pgettext_lazy("this mission", "answers")),
        ("answered", pgettext_lazy("this mission", "is answered by")),
        ("follows", pgettext_lazy("this mission", "follows from")),
        ("leads", pgettext_lazy("this mission", "leads to")),
    )
    #: Which kind of link that is, and whether the other mission is the earlier one.
    MEANS = {
        "answers": (MissionLink.Kind.ANSWERS, True),
        "answered": (MissionLink.Kind.ANSWERS, False),
        "follows": (MissionLink.Kind.LEADS_TO, True),
        "leads": (MissionLink.Kind.LEADS_TO, False),
    }

    how = forms.ChoiceField(label=_("This mission"), choices=HOW)
    other = MissionField(
        label=_("Other mission"),
        widget=forms.TextInput(attrs={"list": "missions", "autocomplete": "off"}),
        help_text=_("A part of its title, or its code."),
    )
    note = text_field(label=_("Note"), required=False, is_long=True, max_length=1000)

    def __init__(self, *args: Any, mission: Mission, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mission = mission
        other: Any = self.fields["other"]
        other.user = user
        near = Mission.objects.visible_to(user).filter(is_invented=mission.is_invented)
        if mission.relation_id:
            near = near.filter(relation=mission.relation_id)
        rows = near.exclude(pk=mission.pk).order_by("-starts_on", "pk")
        self.offered = [offered(row) for row in rows[:MOST_OFFERED]]

    def link(self) -> dict[str, Any]:
        """Return what `services.link_missions` takes."""
        data = self.cleaned_data
        kind, is_earlier = self.MEANS[data["how"]]
        pair = (
            (data["other"], self.mission)
            if is_earlier
            else (self.mission, data["other"])
        )
        return {
            "earlier": pair[0],
            "later": pair[1],
            "kind": kind,
            "note": data["note"],
        }
