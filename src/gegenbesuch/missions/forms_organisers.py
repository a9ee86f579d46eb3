"""Parse and validate who organises a mission."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Office, User
from gegenbesuch.core.values.fields import overlapping
from gegenbesuch.core.values.partial_date import FIRST_YEAR
from gegenbesuch.directory.models import Person
from gegenbesuch.missions.forms_items import MOST_BOXES
from gegenbesuch.missions.models import Mission, Participation


class OrganisersForm(forms.Form):
    """Who organises a mission beside the leading office, and what it is part of."""

    partner_offices = forms.ModelMultipleChoiceField(
        label=_("Offices taking part"),
        queryset=Office.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "They see the mission and write its programme; budget, internal lists and "
            "the status stay with the office that leads."
        ),
    )
    parent = forms.ModelChoiceField(
        label=_("Part of"),
        queryset=Mission.objects.none(),
        required=False,
        help_text=_("For example the delegation of the state that the city joins."),
    )
    joint_leads = forms.ModelMultipleChoiceField(
        label=_("Led jointly with"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, mission: Mission, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["partner_offices"].queryset = Office.objects.exclude(
            pk=mission.office_id
        ).order_by("pk")
        near = Mission.objects.visible_to(user).filter(is_invented=mission.is_invented)
        if first := mission.starts_on.first_day():
            before = first.replace(year=max(first.year - 1, FIRST_YEAR), day=1)
            after = first.replace(year=first.year + 1, day=1)
            near = near.filter(overlapping("starts_on", before, after))
        fields["parent"].queryset = Mission.objects.filter(
            Q(pk__in=near.exclude(pk=mission.pk).values("pk")) | Q(pk=mission.parent_id)
        ).order_by("starts_on", "pk")
        people = Participation.objects.filter(mission=mission, person__isnull=False)
        highest = people.order_by("position", "pk").values("person")[:MOST_BOXES]
        leads = people.filter(function=Participation.Function.LEAD).values("person")
        fields["joint_leads"].queryset = (
            Person.objects.filter(
                Q(pk__in=highest) | Q(pk__in=leads), is_deceased=False
            )
            .exclude(pk=mission.lead_id)
            .only("name")
            .order_by("sort_key", "pk")
        )
