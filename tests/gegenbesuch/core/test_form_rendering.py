"""Inputs and selections look as Django's templates write them."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.html import escape
from django.utils.translation import override

from gegenbesuch.core.form_rendering import Renderer

PLAIN = [("", "---"), (1, "one & <two>"), ("2", "zwei"), (None, "nothing")]
GROUPED = [("Europe", [("DE", "Germany"), ("AT", "Austria")]), ("JP", "Japan")]


@pytest.mark.parametrize("choices", [PLAIN, GROUPED, []])
@pytest.mark.parametrize("value", ["", "2", "DE", None, ["1", "2"]])
@pytest.mark.parametrize(
    "widget_class",
    [
        *(forms.Select, forms.SelectMultiple),
        *(forms.CheckboxSelectMultiple, forms.RadioSelect),
    ],
)
def test_a_selection_is_what_the_template_of_django_writes(
    widget_class: type[forms.Select], value: object, choices: list[object]
):
    widget = widget_class(attrs={"class": "wide", "title": 'a "b"'}, choices=choices)
    attrs = {"id": "id_x", "required": True, "disabled": False}

    ours, theirs = (
        parse_html(widget.render("x", value, attrs=attrs, renderer=renderer))
        for renderer in (Renderer(), DjangoTemplates())
    )

    assert ours == theirs


@pytest.mark.parametrize("value", ["", None, 'a "b" <c>', 0, 7, True, False])
@pytest.mark.parametrize(
    "widget_class",
    [
        *(forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput),
        *(forms.PasswordInput, forms.HiddenInput, forms.DateInput, forms.TimeInput),
        *(forms.DateTimeInput, forms.CheckboxInput, forms.Textarea),
    ],
)
def test_an_input_is_what_the_template_of_django_writes(
    widget_class: type[forms.Widget], value: object
):
    widget = widget_class(attrs={"class": "wide", "title": 'a "b"'})
    attrs = {"id": "id_x", "required": True, "disabled": False}

    ours, theirs = (
        parse_html(widget.render("x", value, attrs=attrs, renderer=renderer))
        for renderer in (Renderer(), DjangoTemplates())
    )

    assert ours == theirs


def test_labels_are_escaped():
    widget = forms.Select(choices=[("x", "<script>")])

    assert escape("<script>") in widget.render("x", "", renderer=Renderer())


def test_no_choice_is_said_in_words():
    field = forms.ModelChoiceField(Group.objects.none())

    with override("en"):
        written = field.widget.render("x", "", renderer=Renderer())

    assert '<option value="" selected>no entry</option>' in written
