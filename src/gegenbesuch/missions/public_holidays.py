"""
Public holidays in Germany, by state, and in Japan, named in three languages.

The days come from the library; it has no Japanese names for Germany and no German
names for Japan, so the names stand here.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import holidays
from django.utils.translation import get_language

from gegenbesuch.core.values.languages import base_language

if TYPE_CHECKING:
    from datetime import date

#: German and Japanese names by the library's English one.
NAMES: Final = {
    "DE": {
        "New Year's Day": ("Neujahr", "元日"),
        "Epiphany": ("Heilige Drei Könige", "公現祭"),
        "Women's Day": ("Internationaler Frauentag", "国際女性デー"),
        "Good Friday": ("Karfreitag", "聖金曜日"),
        "Easter Sunday": ("Ostersonntag", "復活祭"),
        "Easter Monday": ("Ostermontag", "復活祭の翌日"),
        "Labor Day": ("Tag der Arbeit", "メーデー"),
        "Ascension Day": ("Christi Himmelfahrt", "主の昇天の祝日"),
        "Pentecost": ("Pfingstsonntag", "聖霊降臨祭"),
        "Pentecost Monday": ("Pfingstmontag", "聖霊降臨祭の翌日"),
        "Corpus Christi": ("Fronleichnam", "聖体の祝日"),
        "Augsburg Peace Festival": ("Augsburger Friedensfest", "アウクスブルク平和祭"),
        "Assumption Day": ("Mariä Himmelfahrt", "聖母被昇天祭"),
        "World Children's Day": ("Weltkindertag", "世界子どもの日"),
        "German Unity Day": ("Tag der Deutschen Einheit", "ドイツ統一の日"),
        "Reformation Day": ("Reformationstag", "宗教改革記念日"),
        "All Saints' Day": ("Allerheiligen", "諸聖人の日"),
        "Repentance and Prayer Day": ("Buß- und Bettag", "贖罪と祈りの日"),
        "Christmas Day": ("1. Weihnachtstag", "クリスマス"),
        "Second Day of Christmas": ("2. Weihnachtstag", "クリスマスの翌日"),
    },
    "JP": {
        "New Year's Day": ("Neujahr", "元日"),
        "Coming of Age Day": ("Tag der Volljährigkeit", "成人の日"),
        "Foundation Day": ("Tag der Staatsgründung", "建国記念の日"),
        "Emperor's Birthday": ("Geburtstag des Kaisers", "天皇誕生日"),
        "Vernal Equinox Day": ("Frühlingsanfang", "春分の日"),
        "Showa Day": ("Shōwa-Tag", "昭和の日"),
        "Constitution Day": ("Tag der Verfassung", "憲法記念日"),
        "Greenery Day": ("Tag des Grüns", "みどりの日"),
        "Children's Day": ("Kindertag", "こどもの日"),
        "Marine Day": ("Tag des Meeres", "海の日"),
        "Mountain Day": ("Tag des Berges", "山の日"),
        "Respect for the Aged Day": ("Tag der Achtung vor dem Alter", "敬老の日"),
        "Autumnal Equinox Day": ("Herbstanfang", "秋分の日"),
        "Physical Education Day": ("Tag des Sports", "体育の日"),
        "Sports Day": ("Tag des Sports", "スポーツの日"),
        "Culture Day": ("Tag der Kultur", "文化の日"),
        "Labor Thanksgiving Day": ("Tag des Dankes für die Arbeit", "勤労感謝の日"),
        "Substitute Holiday": ("Ersatzfeiertag", "振替休日"),
        "National Holiday": ("Staatsfeiertag", "国民の休日"),
        "Emperor's Enthronement Day": (
            "Inthronisierung des Kaisers",
            "即位礼正殿の儀の行われる日",
        ),
    },
}


def holiday_on(day: date, country: str, region: str = "") -> str:
    """
    Name the public holiday on a day in the active language; empty if there is none.

    Args:
        country: Two letters; only Germany and Japan are known.
        region: A German state as in ISO 3166-2, such as DE-SN. Without it only the
            holidays of the whole country count.
    """
    name = _days(country, region.rpartition("-")[2], day.year).get(day)
    if name is None:
        return ""
    # Two holidays on one day come as one text.
    return " / ".join(_name(country, part.strip()) for part in name.split(";"))


def _name(country: str, english: str) -> str:
    german, japanese = NAMES[country].get(english, (english, english))
    return {"de": german, "ja": japanese, "en": english}[base_language(get_language())]


@cache
def _days(country: str, region: str, year: int) -> dict[date, str]:
    if country == "JP":
        return dict(holidays.Japan(years=year, language="en_US"))
    if country == "DE":
        state = region if region in holidays.Germany.subdivisions else None
        return dict(holidays.Germany(subdiv=state, years=year, language="en_US"))
    return {}
