"""What editors type: articles, translations, releases, pictures, the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.strings import LazyI18nString

from gegenbesuch.accounts.models import Language, User
from gegenbesuch.core.i18n_forms import LONGEST_LINE, LONGEST_TEXT, text_field
from gegenbesuch.core.templatetags.display import moment
from gegenbesuch.directory.models import Sector
from gegenbesuch.directory.place_field import PlaceField
from gegenbesuch.missions.models import Mission
from gegenbesuch.newsroom.clocks import DoubledError, SkippedError, moment_of
from gegenbesuch.newsroom.models import TEXTS, Article, Picture
from gegenbesuch.newsroom.translating import by_language, texts_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office

ZONES = ("Europe/Berlin", "Asia/Tokyo", "UTC", "Europe/London", "America/New_York")


class TextsForm(forms.Form):
    """Title, lead and text in one language."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_LINE)
    lead = forms.CharField(
        label=pgettext_lazy("article", "Lead"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Markdown is understood: ## heading, **bold**, [word](address)."),
    )


class ArticleForm(TextsForm):
    """An article in the language that it is written in."""

    source_language = forms.ChoiceField(label=_("Written in"), choices=Language.choices)
    mission = forms.ModelChoiceField(
        Mission.objects.none(), label=_("Mission"), required=False
    )
    place = PlaceField(required=False)
    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.order_by("position", "pk"),
        label=_("Fields"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    press_contact = text_field(
        label=_("Press contact"),
        is_long=True,
        required=False,
        help_text=_("Empty: the press contact of the newsroom."),
    )
    comments_open = forms.BooleanField(
        label=_("Readers may comment"), required=False, initial=True
    )
    correction = text_field(
        label=_("What is corrected"),
        is_long=True,
        required=False,
        help_text=_("Readers see it below the article, with the time."),
    )
    is_minor = forms.BooleanField(
        label=_("Only a slip of the pen, nothing to tell the readers"), required=False
    )

    def __init__(
        self, *args: Any, user: Any, article: Article | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        missions = cast("forms.ModelChoiceField[Mission]", self.fields["mission"])
        missions.queryset = Mission.objects.visible_to(user).order_by("-starts_on")
        if article is not None:
            del self.fields["source_language"]
        if article is None or article.status != Article.Status.PUBLISHED:
            del self.fields["correction"], self.fields["is_minor"]

    def clean(self) -> dict[str, Any]:
        """Put the texts beside those of the other languages."""
        data = super().clean() or self.cleaned_data
        article = self.article
        language = article.source_language if article else data.get("source_language")
        for name in TEXTS:
            if name in data:
                others = by_language(getattr(article, name)) if article else {}
                data[name] = LazyI18nString(others | {language: data[name]})
        return data


def initial_of(article: Article) -> dict[str, Any]:
    """Return what the form of an article shows at first."""
    names = ("mission", "place", "comments_open", "press_contact")
    return {
        **texts_in(article, article.source_language),
        **{name: getattr(article, name) for name in names},
        "sectors": article.sectors.all(),
    }


class TranslationForm(TextsForm):
    """An article in one more language; what is in work may have gaps."""

    is_ready = forms.BooleanField(
        label=_("Ready for readers"),
        required=False,
        help_text=_("Until you tick this, readers get what they had before."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = self.fields["body"].required = False

    def clean(self) -> dict[str, Any]:
        """Ask for title and text of what is said to be ready."""
        data = super().clean() or self.cleaned_data
        for name in ("title", "body"):
            if data.get("is_ready") and not data.get(name) and name not in self.errors:
                self.add_error(name, _("Readers need this too; please fill it in."))
        return data


class ReturnForm(forms.Form):
    """What there is to do before an article can be released."""

    note = forms.CharField(
        label=_("What there is to do"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReleaseForm(forms.Form):
    """When readers see an article: at once, or at a time on the clock of a zone."""

    day = forms.DateField(
        label=_("Not before: day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: at once."),
    )
    clock = forms.TimeField(
        label=_("Not before: time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    zone = forms.ChoiceField(label=_("On the clock of"), choices=())
    which = forms.ChoiceField(
        label=_("If the clocks show this time twice"),
        required=False,
        choices=[
            ("", "–"),
            ("first", _("the first time, in summer time")),
            ("second", _("the second time, in winter time")),
        ],
        help_text=_("Only in the night in which clocks are set back."),
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = dict.fromkeys((zone, *ZONES, *sorted(available_timezones())))
        field: Any = self.fields["zone"]
        field.choices = [(each, each.replace("_", " ")) for each in zones]
        field.initial = zone

    def clean(self) -> dict[str, Any]:
        """Find the moment, or say why there is none or which of two is meant."""
        data = super().clean() or self.cleaned_data
        day, clock = data.get("day"), data.get("clock")
        data["at"] = None
        if self.errors or (day is None and clock is None):
            return data
        if day is None or clock is None:
            missing = "day" if day is None else "clock"
            self.add_error(missing, _("An embargo needs a day and a time."))
            return data
        try:
            data["at"] = moment_of(day, clock, data["zone"], data.get("which") or "")
        except SkippedError as error:
            self.add_error("clock", _skipped(error, data["zone"]))
        except DoubledError:
            message = _("The clocks show this time twice that night. Which one is it?")
            self.add_error("which", message)
        else:
            if data["at"] <= now():
                self.add_error("clock", _("This moment is over."))
        return data


def _skipped(error: SkippedError, zone: str) -> Any:
    return ValidationError(
        _("The clocks skip this time; after it they show %(time)s."),
        params={"time": strip_tags(moment(error.next_at, zone))},
    )


class PictureForm(forms.Form):
    """A picture with what is said about it; the file only when it is new."""

    file = forms.FileField(
        label=_("Picture"),
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp"}
        ),
        help_text=_("JPEG, PNG or WebP, at least 480 pixels wide, at most 20 MB."),
    )
    alt = text_field(
        label=_("Alternative text"),
        help_text=_("What the picture shows, for those who do not see it."),
    )
    caption = text_field(label=_("Caption"), required=False)
    credit = forms.CharField(
        label=_("Credit"), max_length=200, help_text=_("Who took or made it.")
    )
    rights = forms.ChoiceField(label=_("Rights"), choices=Picture.Rights.choices)
    permission = forms.CharField(
        label=_("Permission or licence"),
        max_length=300,
        required=False,
        help_text=_("Who gave it and when, or the licence, such as CC BY 4.0."),
    )
    usable_until = forms.DateField(
        label=_("Usable until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After this day readers no longer get it."),
    )
    position = forms.IntegerField(
        label=_("Place in the article"), min_value=0, max_value=99, required=False
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["position" if is_new else "file"]

    def clean(self) -> dict[str, Any]:
        """Ask for the permission where the picture is not our own."""
        data = super().clean() or self.cleaned_data
        is_own = data.get("rights") == Picture.Rights.OWN
        if data.get("rights") and not is_own and not data.get("permission"):
            message = _("Please say who permits it, or under which licence it is.")
            self.add_error("permission", message)
        if "position" in data:
            data["position"] = data["position"] or 0
        return data


class DeskForm(forms.Form):
    """How the newsroom of an office runs."""

    press_contact = text_field(label=_("Press contact"), is_long=True, required=False)
    moderators = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Who gets comments by mail"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody chosen: the coordinators."),
    )
    listed_words = forms.CharField(
        label=_("Listed words"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line; a comment with one of them is suspicious."),
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["moderators"]
        field.queryset = office.users.filter(is_active=True).order_by("name", "pk")
