"""Parse and validate calls, their questions, and applications."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gegenbesuch.calls.models import Application, Call, Criterion, Question
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.directory.organisation_fields import OrganisationField, suggestions
from gegenbesuch.directory.person_fields import PersonField

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_ANSWER = 4000
S = Application.Status


class CallForm(forms.Form):
    """What applicants should know, until when they can apply, and for how many."""

    text = text_field(label=_("What applicants should know"), is_long=True)
    criteria = text_field(
        label=_("Criteria"),
        is_long=True,
        required=False,
        help_text=_("They are shown to applicants."),
    )
    selection = forms.ChoiceField(
        label=_("Who gets a place"), choices=Call.Selection.choices
    )
    quota = forms.IntegerField(label=_("Places"), min_value=1, max_value=100_000)
    most_per_organisation = forms.IntegerField(
        label=_("Places for one organisation"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("At most so many. Empty means that it does not matter."),
    )
    offer_days = forms.IntegerField(
        label=_("Days to take an offered place"),
        min_value=1,
        max_value=60,
        initial=7,
        help_text=_("After that it goes to the next who waits."),
    )
    closes_day = forms.DateField(
        label=_("Applications until: day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    closes_clock = forms.TimeField(
        label=_("Applications until: time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=50,
        help_text=_("On whose clock, such as Europe/Berlin or Asia/Tokyo."),
    )

    def clean_time_zone(self) -> str:
        """Refuse a zone that nobody knows."""
        zone: str = self.cleaned_data["time_zone"]
        if zone not in available_timezones():
            raise ValidationError(
                _("There is no such time zone. Please write Europe/Berlin or the like.")
            )
        return zone

    def clean(self) -> dict[str, Any]:
        """Put the deadline together, in its zone."""
        data = super().clean() or self.cleaned_data
        day, clock = data.pop("closes_day", None), data.pop("closes_clock", None)
        if day and clock and data.get("time_zone"):
            zone = ZoneInfo(data["time_zone"])
            data["closes_at"] = datetime.combine(day, clock, tzinfo=zone)
        return data


def initial_of(call: Call) -> dict[str, Any]:
    """Return what the form of a call shows at first."""
    names = (
        *("text", "criteria", "selection", "quota", "most_per_organisation"),
        *("offer_days", "time_zone"),
    )
    until = call.closes_at.astimezone(ZoneInfo(call.time_zone))
    return {name: getattr(call, name) for name in names} | {
        "closes_day": until.date(),
        "closes_clock": until.time(),
    }


class QuestionForm(forms.Form):
    """A question, and after which answer to another it is asked."""

    text = text_field(label=_("Question"))
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=Question.Kind.choices)
    choices = text_field(
        label=_("Choices"),
        is_long=True,
        required=False,
        help_text=_("One to a line, in the same order in each language."),
    )
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)
    condition = forms.ChoiceField(label=_("Only ask after"), required=False)

    def __init__(self, *args: Any, others: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {other.code: other for other in others}
        field: Any = self.fields["condition"]
        field.choices = [
            ("", _("Always ask")),
            *(
                (f"{other.code}:{value}", f"{other} – {words}")
                for other in others
                if other.kind in {Question.Kind.YES_NO, Question.Kind.CHOICE}
                for value, words in other.options()
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """Take the condition apart, and ask for something to choose from."""
        data = super().clean() or self.cleaned_data
        code, _colon, value = data.pop("condition", "").partition(":")
        data["depends_on"], data["depends_value"] = self.others.get(code), value
        is_choice = data.get("kind") == Question.Kind.CHOICE
        if is_choice and len(str(data.get("choices", "")).split("\n")) < 2:
            self.add_error("choices", _("Please write down at least two choices."))
        return data


class CriterionForm(forms.Form):
    """What applications are weighed by, and how much it counts."""

    text = text_field(label=_("Criterion"))
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=1,
        max_value=10,
        initial=1,
        help_text=_("How much it counts beside the others."),
    )


class DecisionForm(forms.Form):
    """
    A decision about an application, or only what it is worth by the criteria.

    Where the call has criteria each is marked, and the points follow; else the points
    are written down all in all.
    """

    status = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (S.OFFERED, _("Offer a place")),
            (S.WAITING, _("Put on the waiting list")),
            (S.REJECTED, _("Reject")),
        ],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Without a decision only the points are kept; nobody is told."),
    )
    score = forms.IntegerField(
        label=_("Points"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("By the criteria. Whoever has more moves up first."),
    )
    note = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the office; applicants don't see it."),
    )

    def __init__(
        self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        if not self.criteria:
            return
        marks = [("", "–"), *((str(n), str(n)) for n in range(Criterion.MOST + 1))]
        fields: dict[str, forms.Field] = {
            criterion.code: forms.TypedChoiceField(
                label=str(criterion.text),
                choices=marks,
                coerce=int,
                empty_value=None,
                required=False,
                help_text=_("From 0 to 5; it counts %(weight)d.")
                % {"weight": criterion.weight},
            )
            for criterion in self.criteria
        }
        del self.fields["score"]
        self.fields = {"status": self.fields.pop("status")} | fields | self.fields

    def worth(self) -> dict[str, Any]:
        """Return what a service takes: the points or the marks, and why."""
        data = self.cleaned_data
        if not self.criteria:
            return {"score": data["score"], "note": data["note"]}
        marks = {row.code: data[row.code] for row in self.criteria}
        known = {code: mark for code, mark in marks.items() if mark is not None}
        return {"marks": known, "note": data["note"]}


class LinkForm(forms.Form):
    """Who a participant is in the directory; empty means somebody new."""

    person = PersonField(
        label=_("Person"),
        required=False,
        help_text=_("The name of a person in the directory. Empty: somebody new."),
    )
    organisation = OrganisationField(
        label=_("Organisation"),
        required=False,
        help_text=_("Empty: a new organisation."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["person"].user = fields["organisation"].user = user
        fields["organisation"].widget.attrs |= suggestions()


class ApplicationForm(forms.Form):
    """
    What an applicant fills in; `website` is a trap that people don't see.

    A question that depends on another counts only after the answer it needs: what
    stands in it otherwise is left out, and it need not be filled in.
    """

    organisation = forms.CharField(label=_("Company or organisation"), max_length=200)
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    function = forms.CharField(label=_("Function"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We write to it; the link to your application comes there."),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    website = forms.CharField(required=False)
    consent = forms.BooleanField(
        label=_(
            "I agree that the office keeps what I have written here to choose the "
            "participants and to prepare the journey. Whoever gets a place becomes a "
            "contact of the office."
        )
    )

    def __init__(
        self, *args: Any, questions: Sequence[Question], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        known = {question.pk: question for question in self.questions}
        for question in self.questions:
            self.fields[question.code] = _field_for(
                question, known.get(question.depends_on_id or 0)
            )

    def clean_website(self) -> str:
        """Refuse machines that fill in every field."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave this field empty."))
        return ""

    def clean(self) -> dict[str, Any]:
        """Gather the answers to the questions that were asked."""
        data = super().clean() or self.cleaned_data
        answers: dict[str, str] = {}
        known = {question.pk: question.code for question in self.questions}
        for question in self.questions:
            given = str(data.pop(question.code, "") or "").strip()
            if question.depends_on_id is not None:
                before = answers.get(known.get(question.depends_on_id, ""), "")
                if before != question.depends_value:
                    continue
            if given:
                answers[question.code] = given
            elif question.is_required and question.code not in self.errors:
                self.add_error(question.code, _("Please answer this question."))
        data["answers"] = answers
        data.pop("website", None)
        data.pop("consent", None)
        return data

    def asked(self) -> list[forms.BoundField]:
        """Return the fields of the questions, in order."""
        return [self[question.code] for question in self.questions]

    def about(self) -> list[forms.BoundField]:
        """Return the fields about the applicant."""
        return [self[name] for name in NAMES]


NAMES = ("organisation", "name", "function", "email", "phone")


def _field_for(question: Question, other: Question | None) -> forms.Field:
    """Return the field of a question; after a condition `clean` asks for an answer."""
    hint = ""
    if other is not None:
        hint = _("Only if you answer “%(answer)s” to “%(question)s”.") % {
            "answer": other.in_words(question.depends_value),
            "question": other,
        }
        if question.is_required:
            must = _("Then it must be answered.")
            hint = f"{hint} {must}"
    kind = Question.Kind(question.kind)
    shared: dict[str, Any] = {
        "label": str(question.text),
        "help_text": hint,
        "required": question.is_required and other is None,
    }
    if kind in {Question.Kind.YES_NO, Question.Kind.CHOICE}:
        return forms.ChoiceField(
            choices=question.options(), widget=forms.RadioSelect, **shared
        )
    widget: forms.Widget = forms.TextInput()
    if kind == Question.Kind.TEXT:
        widget = forms.Textarea({"rows": 4})
    return forms.CharField(max_length=LONGEST_ANSWER, widget=widget, **shared)
