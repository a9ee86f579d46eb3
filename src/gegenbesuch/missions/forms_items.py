"""Parse and validate what is typed about the items of a programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.form_sections import Section, SectionedForm
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.ordering import in_order
from gegenbesuch.core.rows import kept, rows_of
from gegenbesuch.core.values.forms import PartialDateField, QuantityField
from gegenbesuch.directory.models import Organisation, Person, Place, Sector
from gegenbesuch.directory.organisation_fields import OrganisationField, suggestions
from gegenbesuch.directory.person_fields import PersonField
from gegenbesuch.missions import rules
from gegenbesuch.missions.models import (
    Group,
    Mission,
    Participation,
    ProgrammeItem,
    Resource,
    Stop,
    Topic,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gegenbesuch.accounts.models import User

ORGANISATIONS = ("visited", "speaker", "introduced_by", "more_host")
EMPTY_TOPICS = 2
MOST_BOXES = 60  # the first by rank; nobody finds a name among more


@kept
def _places() -> QuerySet[Place]:
    return Place.objects.only("name").order_by("code")


@kept
def _sectors() -> QuerySet[Sector]:
    return Sector.objects.only("name").order_by("position", "pk")


class ItemForm(SectionedForm):
    """
    The plan of a programme item.

    Its topics are rows of a name and a sector, with two empty ones behind them; a row
    without a name is left out.
    """

    title = text_field(label=_("Title"))
    kind = forms.ChoiceField(label=_("Kind"), choices=ProgrammeItem.Kind.choices)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[
            (value, label)
            for value, label in ProgrammeItem.Status.choices
            if value not in {ProgrammeItem.Status.HELD, ProgrammeItem.Status.DROPPED}
        ],
    )
    planned_on = PartialDateField(label=_("Planned for"), required=False)
    planned_start = forms.TimeField(
        label=_("Planned start"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("On the clock of the place."),
    )
    planned_end = forms.TimeField(
        label=_("Planned end"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_(
            "Earlier than the start means on the next day. A journey ends on the clock "
            "of the place it goes to."
        ),
    )
    stop = forms.ModelChoiceField(
        label=pgettext_lazy("of a journey", "Stop"),
        queryset=Stop.objects.none(),
        required=False,
    )
    place = forms.ModelChoiceField(
        label=_("Place"),
        queryset=Place.objects.none(),
        required=False,
        help_text=_("Left empty, it is the place of the stop."),
    )
    venue = text_field(label=_("Venue"), required=False, max_length=200)
    destination = forms.ModelChoiceField(
        label=pgettext_lazy("journey", "To"),
        queryset=Place.objects.none(),
        required=False,
        help_text=_("For a journey; it begins at the place above."),
    )
    means = forms.ChoiceField(
        label=_("By what"),
        choices=[("", "–"), *ProgrammeItem.Means.choices],
        required=False,
    )
    number = forms.CharField(
        label=_("Train or flight number"), max_length=40, required=False
    )
    hosts = forms.ModelMultipleChoiceField(
        label=_("Hosts"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    more_host = OrganisationField(
        label=_("Another host"),
        required=False,
        help_text=_("Somebody else of the directory."),
    )
    visited = OrganisationField(label=_("Visited"), required=False)
    speaker = OrganisationField(label=_("Presented by"), required=False)
    introduced_by = OrganisationField(label=_("Introduced by"), required=False)
    people = forms.ModelMultipleChoiceField(
        label=_("With"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody and no group chosen means the whole delegation."),
    )
    more_person = PersonField(
        label=_("Another person"),
        required=False,
        help_text=_("Somebody else of the directory."),
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("For the groups"),
        queryset=Group.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    resources = forms.ModelMultipleChoiceField(
        label=_("Interpreters, cars and rooms"),
        queryset=Resource.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    planned_audience = QuantityField(
        label=_("Planned audience"), unit="persons", required=False
    )
    planned_audience_kinds = text_field(
        label=_("Planned guests"), max_length=300, required=False
    )
    anchor = forms.ModelChoiceField(
        label=_("Around the event"),
        queryset=ProgrammeItem.objects.none(),
        required=False,
    )
    planned_order = forms.ChoiceField(
        label=_("Planned order"),
        choices=[("", "–"), *ProgrammeItem.Order.choices],
        required=False,
    )
    text = text_field(label=_("Text"), required=False, is_long=True)
    is_public = forms.BooleanField(
        label=_("In the public programme"),
        required=False,
        initial=True,
        help_text=_("What is not public stays out of what guests and the press get."),
    )

    def __init__(
        self,
        *args: Any,
        mission: Mission,
        user: User,
        item: ProgrammeItem | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self._add_topics()
        internal = rules.can_see_internal(user, mission)
        fields: dict[str, Any] = self.fields
        for name in ORGANISATIONS:
            fields[name].user = user
            fields[name].widget.attrs |= suggestions()
        fields["more_person"].user = user
        places = Place.objects.order_by("code")
        fields["place"].queryset = fields["destination"].queryset = places
        # Asked once for both.
        fields["destination"].choices = fields["place"].choices = [
            BLANK_CHOICE_DASH[0],
            *((row.pk, str(row)) for row in _places()),
        ]
        stops = Stop.objects.filter(mission=mission)
        fields["stop"].queryset = stops.select_related(
            "place", "organisation"
        ).order_by("position", "pk")
        present = Participation.objects.filter(mission=mission)
        if not internal:
            present = present.filter(is_public=True)
        # Boxes for the first by rank; the others have a field to be named in.
        first = list(
            present.order_by("position", "pk").values_list("organisation", "person")[
                :MOST_BOXES
            ]
        )
        hosts = ProgrammeItem.hosts.through.objects.filter(
            programmeitem__mission=mission
        )
        received = stops.values("host").union(
            stops.values("organisation"), hosts.values("organisation")
        )
        hosts_known = Organisation.objects.filter(
            Q(pk__in=[company for company, _person in first if company])
            | Q(pk__in=received)
        ).only("name")
        self._offer("hosts", hosts_known.order_by("sort_key", "pk"))
        invited = ProgrammeItem.people.through.objects.filter(
            programmeitem__mission=mission
        )
        people_known = Person.objects.filter(
            Q(pk__in=[person for _company, person in first if person])
            | Q(pk__in=invited.values("person"))
        ).only("name")
        self._offer("people", people_known.order_by("sort_key", "pk"))
        groups = Group.objects.filter(mission=mission).order_by("position", "pk")
        self._offer("groups", groups, is_left_out=True)
        resources = (
            Resource.objects.filter(
                Q(office=mission.office, is_retired=False)
                | Q(office__in=office_ids(user), is_retired=False)
                | Q(items__mission=mission)
            )
            .distinct()
            .order_by("kind", "pk")
        )
        self._offer("resources", resources, is_left_out=True)
        others = mission.items.exclude(pk=item.pk) if item else mission.items.all()
        fields["anchor"].queryset = others.order_by("position", "pk")

    def _offer(
        self, name: str, rows: QuerySet[Any], *, is_left_out: bool = False
    ) -> None:
        """Offer rows, asked for once; the field may be left out where there is none."""
        found = list(rows)
        if not found and is_left_out:
            del self.fields[name]
            return
        field: Any = self.fields[name]
        field.queryset = rows
        field.choices = [(row.pk, str(row)) for row in found]

    def _add_topics(self) -> None:
        """Add the rows of the topics, and the sections in which all is shown."""
        rows = in_order(rows_of(Topic, item=[self.item.pk])) if self.item else []
        sectors = Sector.objects.order_by("position", "pk")
        choices = [BLANK_CHOICE_DASH[0], *((row.pk, str(row)) for row in _sectors())]
        names: list[str] = []
        for number in range(len(rows) + EMPTY_TOPICS):
            name, sector = f"topic_{number}", f"sector_{number}"
            words = {"number": number + 1}
            self.fields[name] = text_field(
                label=_("Topic %(number)d") % words, required=False, max_length=200
            )
            field: Any = forms.ModelChoiceField(
                label=_("Sector of topic %(number)d") % words,
                queryset=sectors.all(),
                required=False,
            )
            # Asked once, not once for each topic.
            field.choices = choices
            self.fields[sector] = field
            names += [name, sector]
        for number, row in enumerate(rows):
            self.initial[f"topic_{number}"] = row.name
            self.initial[f"sector_{number}"] = row.sector_id
        self.topic_names = tuple(names)
        self.sections = (
            Section("", ("title", "kind", "status")),
            Section(_("When"), ("planned_on", "planned_start", "planned_end")),
            Section(_("Where"), ("stop", "place", "venue")),
            Section(_("Journey"), ("destination", "means", "number"), is_folded=True),
            Section(
                _("With whom"),
                (
                    *("hosts", "more_host", "people", "more_person", "groups"),
                    "resources",
                ),
            ),
            Section(
                _("Visited, presented, introduced"),
                ("visited", "speaker", "introduced_by"),
                is_folded=True,
            ),
            Section(
                _("Guests and order"),
                (
                    *("planned_audience", "planned_audience_kinds"),
                    *("anchor", "planned_order"),
                ),
                is_folded=True,
            ),
            Section(
                _("Text and topics"),
                ("text", "is_public", *self.topic_names),
                is_folded=True,
            ),
        )

    def clean(self) -> dict[str, Any]:
        """Put hosts, people and topics together, and check what needs each other."""
        data = super().clean() or self.cleaned_data
        for name, more in (("hosts", "more_host"), ("people", "more_person")):
            row = data.pop(more, None)
            data[name] = [*data.get(name, ()), *([row] if row else [])]
        names, sectors = self.topic_names[::2], self.topic_names[1::2]
        topics = [
            (data.pop(name, ""), data.pop(sector, None))
            for name, sector in zip(names, sectors, strict=True)
        ]
        data["topics"] = [(name, sector) for name, sector in topics if str(name)]
        if data.get("planned_order") and not data.get("anchor"):
            self.add_error("anchor", _("Please choose the event it was around."))
        if data.get("destination") and data.get("kind") != ProgrammeItem.Kind.TRAVEL:
            self.add_error("kind", _("Only a journey goes to another place."))
        return data


class MoveForm(forms.Form):
    """Another time for an item, and which version of it was seen."""

    on = forms.DateField(label=_("Day"))
    start = forms.TimeField(label=_("Planned start"))
    end = forms.TimeField(label=_("Planned end"), required=False)
    version = forms.CharField(widget=forms.HiddenInput)


class ActualForm(forms.Form):
    """What became of a programme item."""

    status = forms.ChoiceField(
        label=_("What became of it"),
        choices=[
            (ProgrammeItem.Status.HELD, ProgrammeItem.Status.HELD.label),
            (ProgrammeItem.Status.DROPPED, ProgrammeItem.Status.DROPPED.label),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        help_text=_("Needed if it was dropped."),
    )
    actual_on = PartialDateField(label=_("Held on"), required=False)
    actual_start = forms.TimeField(
        label=_("Began"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("On the clock of the place."),
    )
    actual_end = forms.TimeField(
        label=_("Ended"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    actual_audience = QuantityField(label=_("Audience"), unit="persons", required=False)
    actual_audience_kinds = text_field(
        label=_("Guests"), max_length=300, required=False
    )
    actual_order = forms.ChoiceField(
        label=_("Order"),
        choices=[("", "–"), *ProgrammeItem.Order.choices],
        required=False,
    )

    def __init__(self, *args: Any, item: ProgrammeItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        if item.anchor_id is None:
            del self.fields["actual_order"]
