"""The tag `translate` says what Django's says."""

from __future__ import annotations

import pytest
from django.template import Context, Engine, engines
from django.utils.translation import override

DJANGO = Engine(builtins=["django.templatetags.i18n"])


@pytest.mark.parametrize("language", ["de", "en", "ja"])
@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Missions" %}',
        "{% translate 'Missions' %}",
        '{% translate "Missions" as word %}[{{ word }}]',
        '{% translate "Missions" noop %}',
        "{% translate word %}",
        "{% translate word|upper %}",
        '{% translate "Missions"|lower %}',
        '{% translate "%(date)s, %(time)s" context "moment" %}',
        '{% translate "100 % <b>sure</b>" %}',
        '{% translate "100 % <b>sure</b>" as word %}{{ word }}',
    ],
)
def test_translate_says_what_the_tag_of_django_says(source: str, language: str):
    ours = engines["django"].from_string(source)
    context = {"word": "Mission"}

    with override(language):
        expected = DJANGO.from_string(source).render(Context(context))

        assert ours.render(dict(context)) == expected
