from __future__ import annotations

import pytest
from django import forms

from gegenbesuch.core.i18n_forms import LONGEST_LINE, LONGEST_TEXT, text_field


class _Form(forms.Form):
    line = text_field()
    text = text_field(is_long=True)


@pytest.mark.parametrize(
    ("line", "text", "wrong"),
    [
        ("あ" * LONGEST_LINE, "あ" * LONGEST_TEXT, []),
        ("あ" * (LONGEST_LINE + 1), "あ" * (LONGEST_TEXT + 1), ["line", "text"]),
    ],
)
def test_text_field_takes_no_more_than_fits_on_a_page(
    line: str, text: str, wrong: list[str]
) -> None:
    form = _Form({"line_0": line, "text_2": text})

    assert sorted(form.errors) == wrong
