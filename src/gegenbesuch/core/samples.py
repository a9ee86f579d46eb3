"""Invented records for the style guide, which needs no database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.timeline import Entry
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.core.values.quantity import Quantity


def styleguide_samples() -> dict[str, Any]:
    """Return what the style guide shows, one sample for each component."""
    return {
        "statuses": [
            ("held", _("Held")),
            ("running", _("Running")),
            ("postponed", _("Postponed")),
            ("cancelled", _("Cancelled")),
            ("announced", _("Announced")),
            ("other", _("Other")),
        ],
        "variants": ["primary", "secondary", "tertiary", "danger"],
        "tones": ["info", "success", "warning", "error"],
        "colours": ["paper", "surface", "sunken", "accent", "accent-soft", "ink"],
        "icons": [
            "warning",
            "info",
            "success",
            "error",
            "invented",
            "conflict",
            "search",
            "menu",
            "add",
            "next",
            "previous",
            "download",
            "external",
            "calendar",
            "clock",
            "person",
            "building",
            "pin",
            "inbox",
            "edit",
            "print",
            "answer",
        ],
        "form": SampleForm(),
        "wrong_form": SampleForm({"mail": "nobody", "language": "xx"}),
        "invented_record": SimpleNamespace(is_invented=True),
        "person": SimpleNamespace(
            name=Name(
                family="Hoshizaki",
                given="Mio",
                kanji=Spelling("星崎", "澪"),
                kana=Spelling("ほしざき", "みお"),
            )
        ),
        "german_only": LazyI18nString({"de": "Runder Tisch Wasserstoff"}),
        "text": _text("Ein Beispiel", "An example", "例"),
        "markdown": _text(
            "Ein Absatz mit **Betonung** und einer Liste:\n\n- erstens\n- zweitens",
            "A paragraph with **emphasis** and a list:\n\n- first\n- second",
            "**強調**と一覧のある段落です。\n\n- 一つ目\n- 二つ目",
        ),
        "claims": _claims(),
        "figures": _figures(),
        "questions": [
            SimpleNamespace(
                text=_text(
                    "Wie viele Firmen mitreisten, steht in keiner Quelle.",
                    "No source tells how many companies travelled.",
                    "何社が同行したかを示す資料はありません。",
                )
            )
        ],
        "entries": _entries(),
        "quantities": [
            Quantity.exact(6),
            Quantity.about(50),
            Quantity.more_than(150),
            Quantity.between(20, 30),
        ],
        "dates": [
            PartialDate(2024, 6, 4, PartialDate.Precision.DAY),
            PartialDate.in_month(2024, 6, PartialDate.Precision.LATE_MONTH),
            PartialDate.in_month(2024, 10),
            PartialDate.in_year(2024),
        ],
        "first_day": PartialDate(2024, 6, 4, PartialDate.Precision.DAY),
        "last_day": PartialDate(2024, 6, 11, PartialDate.Precision.DAY),
        "at": datetime(2024, 6, 4, 5, 30, tzinfo=UTC),
        "until": datetime(2024, 6, 4, 5, 50, tzinfo=UTC),
        "late": datetime(2024, 6, 4, 20, 0, tzinfo=UTC),
        "clock": time(18, 30),
        "day": date(2024, 6, 4),
        "planned": Quantity.about(40),
        "actual": Quantity.exact(52),
    }


class SampleForm(forms.Form):
    """One field of each kind."""

    mail = forms.EmailField(
        label=_("E-mail address"), help_text=_("It is not shown to anybody.")
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("de", _("German")), ("en", _("English")), ("ja", _("Japanese"))],
    )
    interest = forms.MultipleChoiceField(
        label=_("Sectors"),
        choices=[("1", _("Life sciences")), ("2", _("Chemicals"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = forms.CharField(label=_("Text"), widget=forms.Textarea, required=False)
    agrees = forms.BooleanField(label=_("I agree that my comment is published."))


def _text(german: str, english: str, japanese: str) -> LazyI18nString:
    return LazyI18nString({"de": german, "en": english, "ja": japanese})


def citation(number: str) -> SimpleNamespace:
    """Return a citation of an invented source with this number."""
    title = _text("Eine Quelle", "A source", "資料")
    source = SimpleNamespace(
        number=number, title=title, get_absolute_url=lambda: "#evidence"
    )
    return SimpleNamespace(source=source, aspect="")


def _claims() -> list[SimpleNamespace]:
    label = _text("Wann war der Empfang?", "When was the reception?", "歓迎会の日時")
    return [
        SimpleNamespace(
            aspect="reception",
            label=label,
            statement=_text("vor dem Konzert", "before the concert", "演奏会の前"),
            is_preferred=True,
            note=_text(
                "So stand es im Programm.",
                "The programme had it so.",
                "日程表にそう記されています。",
            ),
            cited=[citation("001")],
        ),
        SimpleNamespace(
            aspect="reception",
            label=label,
            statement=_text("nach dem Konzert", "after the concert", "演奏会の後"),
            is_preferred=False,
            note=None,
            cited=[citation("002"), citation("014")],
        ),
    ]


class _Figure(SimpleNamespace):
    """What a page reads of a figure."""

    def get_role_display(self) -> Any:
        """Say whose number it is, like a model with choices."""
        return _("Our result") if self.role == "ours" else _("About the host")


def _figures() -> list[_Figure]:
    return [
        _Figure(
            role="ours",
            quantity=Quantity.more_than(150),
            label=_text("Fachleute im Vortrag", "experts at the talk", "講演の参加者"),
            note=None,
            cited=[citation("001")],
        ),
        _Figure(
            role="theirs",
            quantity=Quantity.about(10000),
            label=_text("Beschäftigte im Cluster", "employees", "クラスターの従業員"),
            note=_text("laut Gastgeber", "according to the host", "受入側による"),
            cited=[citation("002")],
        ),
    ]


def _entries() -> list[Entry]:
    return [
        Entry(
            on=PartialDate.in_month(2024, 6),
            kind="mission",
            title=_text("Erster Besuch", "First visit", "初めての訪問"),
            url="#timeline",
            state="held",
            detail=_text("Mit sechs Firmen", "With six companies", "企業六社と"),
        ),
        Entry(
            on=PartialDate.in_month(2024, 6, PartialDate.Precision.LATE_MONTH),
            kind="mission",
            title=_text("Gegenbesuch", "Return visit", "答礼訪問"),
            state="announced",
            is_invented=True,
        ),
        Entry(
            on=PartialDate.in_year(2025),
            kind="background",
            title=_text("Neue Brücke", "New bridge", "新しい橋"),
            state="dropped",
        ),
    ]
