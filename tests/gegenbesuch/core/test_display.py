"""What the display tags write, in the three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import ResolverMatch
from django.utils import translation
from django.utils.html import strip_tags
from i18nfield.strings import LazyI18nString

from gegenbesuch.core import samples
from gegenbesuch.core.templatetags import display
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.core.values.quantity import Quantity

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

SAHARA = Name(
    family="Sahara",
    given="Koichi",
    kanji=Spelling("佐原", "光一"),
    kana=Spelling("さはら", "こういち"),
)
AFTERNOON = datetime(2019, 6, 7, 5, 30, tzinfo=UTC)


def render(source: str, *, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    return Template(source).render(Context({"request": request, **context})).strip()


# --- Texts -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("de", "Empfang"),
        ("en", '<span lang="de">Empfang</span>'),
        ("ja", '<span lang="de">Empfang</span>'),
    ],
)
def test_text_marks_a_language_that_stands_in(language: str, shown: str) -> None:
    with translation.override(language):
        assert display.text(LazyI18nString({"de": "Empfang", "ja": ""})) == shown


@pytest.mark.parametrize(
    ("language", "known", "shown"),
    [
        ("de", {"en": "English", "ja": "日本語"}, "English"),
        ("en", {"de": "Deutsch", "ja": "日本語"}, "Deutsch"),
        ("ja", {"de": "Deutsch", "en": "English"}, "English"),
    ],
)
def test_plain_falls_back_to_the_nearest_language(
    language: str, known: dict[str, str], shown: str
) -> None:
    with translation.override(language):
        assert display.plain(LazyI18nString(known)) == shown


def test_text_escapes_markup() -> None:
    with translation.override("ja"):
        shown = display.text(LazyI18nString({"de": "<b>"}))

    assert shown == '<span lang="de">&lt;b&gt;</span>'


@pytest.mark.parametrize("value", [None, "", LazyI18nString({}), LazyI18nString("")])
def test_text_of_nothing_is_nothing(value: object) -> None:
    assert display.text(value) == ""


def test_text_tag_and_filter_agree() -> None:
    with translation.override("en"):
        shown = render(
            "{% text t %}|{{ t|text }}", t=LazyI18nString({"de": "a", "en": "b"})
        )

    assert shown == "b|b"


def test_markdown_leaves_no_script() -> None:
    shown = display.markdown("**a** <script>x</script> [b](javascript:y)")

    assert "<strong>a</strong>" in shown
    assert "<script" not in shown
    assert "javascript" not in shown.replace("(javascript:y)", "")


def test_markdown_marks_its_language() -> None:
    with translation.override("ja"):
        shown = display.markdown(LazyI18nString({"de": "a"}))

    assert shown == '<div lang="de"><p>a</p>\n</div>'


# --- Values ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("de", '<time datetime="2019-06">Ende Juni 2019</time>'),
        ("en", '<time datetime="2019-06">late June 2019</time>'),
        ("ja", '<time datetime="2019-06">2019年6月下旬</time>'),
    ],
)
def test_partial_date_is_as_precise_as_known(language: str, shown: str) -> None:
    value = PartialDate.in_month(2019, 6, PartialDate.Precision.LATE_MONTH)
    with translation.override(language):
        assert display.partial_date(value) == shown
        assert display.partial_date(value.code) == shown


def test_partial_date_accepts_a_day() -> None:
    with translation.override("de"):
        shown = display.partial_date(date(2019, 6, 7), "weekday")

    assert shown == '<time datetime="2019-06-07">Freitag, 7. Juni 2019</time>'


def test_period_of_unknown_dates_is_nothing() -> None:
    assert display.period(None, None) == ""


def test_quantity_is_qualified() -> None:
    with translation.override("de"):
        assert display.quantity(Quantity.more_than(150)) == "mehr als 150"
        assert display.quantity(None) == ""
        assert display.quantity(7) == "7"


# --- People ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "running", "both"),
    [
        (
            "de",
            "Koichi Sahara",
            (
                'Koichi Sahara <span class="person-name__other">'
                '<span lang="ja">佐原光一</span></span>'
            ),
        ),
        (
            "ja",
            "佐原光一",
            '佐原光一 <span class="person-name__other">Koichi Sahara</span>',
        ),
    ],
)
def test_person_name_leads_with_the_readers_script(
    language: str, running: str, both: str
) -> None:
    with translation.override(language):
        assert display.person_name(SAHARA) == running
        assert display.person_name(SAHARA, "both") == both


def test_person_name_without_another_script_is_not_doubled() -> None:
    name = Name(family="Kurz", given="Randy")
    for language in ("de", "ja"):
        with translation.override(language):
            assert display.person_name(name, "both") == "Randy Kurz"


def test_name_block_puts_kana_above_kanji() -> None:
    with translation.override("ja"):
        shown = display.name_block(SAHARA)

    assert shown == (
        '<p class="name-block__main"><ruby lang="ja">佐原<rp>(</rp><rt>さはら</rt>'
        "<rp>)</rp>光一<rp>(</rp><rt>こういち</rt><rp>)</rp></ruby></p>"
        '<p class="muted">Koichi Sahara</p>'
    )


# --- Times -------------------------------------------------------------------


def test_moment_names_the_clock() -> None:
    with translation.override("en"):
        shown = display.moment(AFTERNOON, "Asia/Tokyo")

    assert shown == (
        '<span class="moment"><time datetime="2019-06-07T14:30+09:00">14:30</time> '
        '<span class="moment__zone">(Japanese time, JST)</span></span>'
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Freitag, 7. Juni 2019, 23:30–00:50\N{NO-BREAK SPACE}Uhr am Folgetag"),
        ("en", "Friday, 7 June 2019, 23:30–00:50 on the next day"),
    ],
)
def test_moment_says_that_it_ends_on_the_next_day(language: str, said: str) -> None:
    begins = datetime(2019, 6, 7, 14, 30, tzinfo=UTC)
    with translation.override(language):
        shown = display.moment(
            begins, "Asia/Tokyo", end=begins + timedelta(minutes=80), date=True
        )

    assert f">{said}</time>" in shown


def test_moment_of_several_days_names_the_day_of_its_end() -> None:
    begins = datetime(2027, 3, 27, 8, 0, tzinfo=UTC)
    ends = datetime(2027, 3, 28, 15, 0, tzinfo=UTC)
    with translation.override("en"):
        shown = strip_tags(display.moment(begins, "Europe/Berlin", end=ends, date=True))

    assert shown == (
        "Saturday, 27 March 2027, 09:00 (German time, CET)"
        " – Sunday, 28 March 2027, 17:00 (German time, CEST)"
    )


def test_both_times_adds_the_day_where_it_differs() -> None:
    evening = datetime(2019, 6, 7, 20, 0, tzinfo=UTC)
    with translation.override("en"):
        shown = display.both_times(evening, "Europe/Berlin", "Asia/Tokyo")

    assert ">22:00</time>" in shown
    assert ">Saturday, 8 June 2019, 05:00</time>" in shown


def test_both_times_names_the_day_and_goes_into_mails() -> None:
    zones = "Europe/Berlin", "Asia/Tokyo"
    noon = datetime(2019, 6, 7, 10, 0, tzinfo=UTC)
    with translation.override("en"):
        shown = display.both_times(noon, *zones, date=True)
        mailed = display.both_times_text(noon, *zones)

    assert ">Friday, 7 June 2019, 12:00</time>" in shown
    assert mailed == (
        "Friday, 7 June 2019, 12:00 (German time, CEST) / 19:00 (Japanese time, JST)"
    )


def test_both_times_of_one_zone_is_one_time() -> None:
    once = display.moment(AFTERNOON, "Asia/Tokyo")

    assert display.both_times(AFTERNOON, "Asia/Tokyo", "Asia/Tokyo") == once
    assert display.both_times(AFTERNOON, "Asia/Tokyo", "") == once


def test_local_time_writes_what_is_known() -> None:
    june = PartialDate.in_month(2019, 6)
    with translation.override("en"):
        assert display.local_time(None, None) == ""
        assert display.local_time(None, time(9, 5)) == "09:05"
        assert display.local_time(june, None) == (
            '<time datetime="2019-06">June 2019</time>'
        )
        assert ">Friday, 7 June 2019, 14:30</time>" in display.local_time(
            date(2019, 6, 7), time(14, 30), "Asia/Tokyo"
        )


def test_zone_without_a_name_is_named_after_its_city() -> None:
    with translation.override("en"):
        assert display.zone_name("America/New_York") == "time in New York"


# --- Marks and addresses -----------------------------------------------------


def test_sources_are_listed_once_and_in_order() -> None:
    citations = [samples.citation(number) for number in ("014", "002", "014")]

    shown = display.sources(citations)

    assert shown.count("<a ") == 2
    assert shown.index("002") < shown.index("014")


def test_sources_of_nothing_is_nothing() -> None:
    assert display.sources([]) == ""
    assert display.sources(None) == ""


def test_query_with_keeps_the_rest() -> None:
    shown = render(
        "{% query_with page=2 sort=None %}", path="/list/?q=%E7%A5%9E%E6%88%B8&sort=a"
    )

    assert shown == "?q=%E7%A5%9E%E6%88%B8&amp;page=2"


def test_this_page_forgets_the_language_asked_for() -> None:
    assert render("{% this_page %}", path="/a/?lang=ja") == "/a/"
    assert render("{% this_page %}", path="/a/?lang=ja&q=1") == "/a/?q=1"


def test_nav_item_knows_where_it_is() -> None:
    item = '{% nav_item "core:styleguide" "S" %}'

    assert 'aria-current="page"' in render(item, path="/styleguide/")
    assert "aria-current" not in render(item, path="/accessibility/")
    assert render('{% nav_item "no:such" "S" %}') == ""


@pytest.mark.parametrize(
    ("app", "is_current"), [("scheduling", True), ("newsroom", False)]
)
def test_nav_item_knows_pages_below_it_with_other_addresses(
    *, app: str, is_current: bool
) -> None:
    request = RequestFactory().get("/sessions/x/")
    request.resolver_match = ResolverMatch(print, (), {}, app_names=[app])
    item = '{% nav_item "core:styleguide" "S" apps="onsite scheduling" %}'

    shown = Template(item).render(Context({"request": request}))

    assert ('aria-current="true"' in shown) is is_current


def test_breadcrumb_ends_with_this_page() -> None:
    shown = render('{% breadcrumb "A" "/a/" "B" %}')

    assert '<a href="/a/">A</a>' in shown
    assert '<span aria-current="page">B</span>' in shown


# --- Forms and pieces --------------------------------------------------------


def test_field_ties_hint_and_error_to_the_input() -> None:
    form = samples.SampleForm({"mail": "nobody"})

    shown = render('{% include "components/field.html" %}', field=form["mail"])

    assert 'aria-describedby="id_mail_hint id_mail_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_mail_hint"' in shown
    assert 'id="id_mail_error"' in shown


def test_table_has_a_name_and_can_be_scrolled() -> None:
    shown = render('{% table "People" "cards" %}<tbody></tbody>{% endtable %}')

    assert 'aria-label="People" tabindex="0"' in shown
    assert 'class="table table--cards"' in shown


def test_button_ignores_what_the_page_calls_a_form() -> None:
    shown = render(
        '{% include "components/button.html" with label="Go" %}', form="leak"
    )

    assert "leak" not in shown


@pytest.mark.parametrize("language", ["de", "en", "ja"])
def test_styleguide_renders(
    language: str, client: Client, settings: SettingsWrapper
) -> None:
    settings.DEBUG = True

    page = client.get("/styleguide/", {"lang": language}).content.decode()

    assert f'<html lang="{language}">' in page
    assert " style=" not in page
    assert "<script>" not in page
