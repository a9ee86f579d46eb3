"""Profiles for the tests of matching: a small event, and strategies for others."""

from __future__ import annotations

from hypothesis import strategies as st

from convene.matching import FIELDS, Event, Profile, Text

SENTENCES = {
    "de": (
        "Wir fertigen Pumpen und Ventile für Kläranlagen.",
        "Gesucht werden Membranen für die Elektrolyse.",
        "Unsere Software plant Touren für Lastwagen.",
        "Wir brauen Bier ohne Alkohol.",
        "Wir brauchen Ladesäulen für unsere Busflotte.",
    ),
    "en": (
        "We build charging stations for buses.",
        "We are looking for pumps for sewage plants.",
        "Our clinic needs hearing aids for children.",
        "We import beer and wine.",
        "We supply membranes for water electrolysis.",
    ),
    "ja": (
        "下水処理場向けのポンプを製造しています。",
        "水電解用の膜を供給しています。",
        "トラックの配送ルートを組むソフトウェアを探しています。",
        "ノンアルコールビールを求めています。",
        "子ども用の補聴器を開発しています。",
    ),
}

texts = st.sampled_from(sorted(SENTENCES)).flatmap(
    lambda language: st.builds(
        Text,
        st.just(language),
        st.sampled_from(("offer", "need", "about")),
        st.lists(st.sampled_from(SENTENCES[language]), min_size=1, max_size=2).map(
            "\n".join
        ),
    )
)
slugs = st.lists(st.sampled_from(FIELDS[:6]), max_size=2, unique=True).map(tuple)


@st.composite
def events(draw: st.DrawFn, most: int = 5) -> Event:
    profiles = []
    for side in (0, 1):
        profiles += [
            draw(
                st.builds(
                    Profile,
                    st.just(f"{'ab'[side]}{number}"),
                    st.just(side),
                    st.lists(texts, max_size=3).map(tuple),
                    fields=slugs,
                    sought_fields=slugs,
                    nace=st.sampled_from(((), ("26.1",), ("72",))),
                    sought_nace=st.sampled_from(((), ("26",))),
                    languages=st.sampled_from(((), ("de",), ("ja",), ("de", "en"))),
                    country=st.sampled_from((None, "DE", "JP")),
                    sought_countries=st.sampled_from(((), ("JP",))),
                )
            )
            for number in range(draw(st.integers(1, most)))
        ]
    return Event(tuple(profiles), interpreters=("de-ja",))


def company(
    id: str,
    side: int,
    *,
    offer: str = "",
    need: str = "",
    language: str = "de",
    **more: object,
) -> Profile:
    texts = [
        Text(language, kind, text)
        for kind, text in (("offer", offer), ("need", need))
        if text
    ]
    return Profile(id, side, tuple(texts), **more)  # type: ignore[arg-type]


def forum(**more: object) -> Event:
    """Two companies from Leipzig and three from Kobe; each need is met once."""
    return Event(
        (
            company(
                "leipzig-buses",
                0,
                need="Wir suchen Ladesäulen für Elektrobusse.",
                offer="Wir betreiben den Nahverkehr mit Bussen.",
                sought_fields=("e-mobility",),
                fields=("logistics",),
                languages=("de", "en"),
                country="DE",
            ),
            company(
                "leipzig-clinic",
                0,
                need="Gesucht: Hörgeräte für Kinder.",
                sought_fields=("medtech",),
                languages=("de",),
                country="DE",
            ),
            company(
                "kobe-chargers",
                1,
                offer="電気バス用の充電器を製造しています。",
                need="公共交通のバス会社を探しています。",
                language="ja",
                fields=("e-mobility",),
                sought_fields=("logistics",),
                languages=("ja", "en"),
                country="JP",
            ),
            company(
                "kobe-ears",
                1,
                offer="子ども用の補聴器を開発しています。",
                language="ja",
                fields=("medtech",),
                languages=("ja",),
                country="JP",
            ),
            company(
                "kobe-tea",
                1,
                offer="抹茶と煎茶を栽培しています。",
                language="ja",
                fields=("food",),
                languages=("ja",),
                country="JP",
            ),
        ),
        **more,  # type: ignore[arg-type]
    )
