"""What signals and reasons say in en, de and ja."""

from __future__ import annotations

from convene.matching.signals import Signal

Text = tuple[str, str, str]

SIGNAL_NAMES: dict[str, Text] = {
    Signal.NEED_MET: ("Need met", "Bedarf gedeckt", "ニーズへの合致"),
    Signal.OFFER_WANTED: ("Offer wanted", "Angebot gefragt", "提供内容への需要"),
    Signal.TERMS: ("Shared terms", "Gemeinsame Fachbegriffe", "共通の専門用語"),
    Signal.FIELD_SOUGHT: ("Field sought", "Gesuchtes Fachgebiet", "求める分野"),
    Signal.FIELD_WANTED: ("Field wanted", "Gefragtes Fachgebiet", "求められる分野"),
    Signal.NACE_SOUGHT: (
        "Industry code sought",
        "Gesuchter Wirtschaftszweig",
        "求める産業分類",
    ),
    Signal.NACE_WANTED: (
        "Industry code wanted",
        "Gefragter Wirtschaftszweig",
        "求められる産業分類",
    ),
    Signal.COUNTRY: ("Country", "Land", "国"),
    Signal.SIZE: ("Size", "Größe", "規模"),
    Signal.STAGE: ("Stage", "Entwicklungsstand", "成長段階"),
    Signal.LANGUAGE: ("Common language", "Gemeinsame Sprache", "共通の言語"),
    Signal.INTERPRETER: ("Interpreter", "Dolmetscher", "通訳"),
    Signal.INTEREST: ("Interest shown", "Gezeigtes Interesse", "過去の関心"),
    Signal.MET_BEFORE: ("Met before", "Schon getroffen", "以前の面談"),
}

_TEXTS: Text = (
    "{seeker} needs “{first}”; {partner} offers “{second}”.",
    "{seeker} sucht: „{first}“ {partner} bietet: „{second}“",
    "{seeker}のニーズ「{first}」に、{partner}の「{second}」が応えます。",
)
_FIELD: Text = (
    "{seeker} seeks partners in the field of {first}; {partner} works in it.",
    "{seeker} sucht Partner im Fachgebiet {first}; {partner} ist dort tätig.",
    "{seeker}が求める分野「{first}」で、{partner}が活動しています。",
)
_NACE: Text = (
    "{seeker} seeks industry code {first}; {partner} has {second}.",
    "{seeker} sucht den Wirtschaftszweig {first}; {partner} hat {second}.",
    "{seeker}が求める産業分類{first}に、{partner}の{second}が当てはまります。",
)

REASONS: dict[str, Text] = {
    Signal.NEED_MET: _TEXTS,
    Signal.OFFER_WANTED: _TEXTS,
    Signal.TERMS: (
        "{seeker} and {partner} speak of related things: {terms}.",
        "{seeker} und {partner} sprechen von Verwandtem: {terms}.",
        "{seeker}と{partner}は、関連する内容に触れています：{terms}。",
    ),
    Signal.FIELD_SOUGHT: _FIELD,
    Signal.FIELD_WANTED: _FIELD,
    Signal.NACE_SOUGHT: _NACE,
    Signal.NACE_WANTED: _NACE,
    Signal.COUNTRY: (
        "{seeker} seeks partners from {first}; {partner} is from there.",
        "{seeker} sucht Partner aus {first}; {partner} kommt von dort.",
        "{seeker}は{first}の相手を求めており、{partner}はその国の企業・機関です。",
    ),
    Signal.SIZE: (
        "{partner} is of the size that {seeker} seeks: {first}.",
        "{partner} hat die Größe, die {seeker} sucht: {first}.",
        "{partner}は、{seeker}が求める規模（{first}）です。",
    ),
    Signal.STAGE: (
        "{partner} is at the stage that {seeker} seeks: {first}.",
        "{partner} ist auf dem Entwicklungsstand, den {seeker} sucht: {first}.",
        "{partner}は、{seeker}が求める成長段階（{first}）です。",
    ),
    Signal.LANGUAGE: (
        "{seeker} and {partner} both speak {first}.",
        "{seeker} und {partner} sprechen beide {first}.",
        "{seeker}と{partner}は、どちらも{first}を話します。",
    ),
    Signal.INTERPRETER: (
        "An interpreter covers {first} and {second} for {seeker} and {partner}.",
        "Zwischen {seeker} und {partner} wird gedolmetscht: {first} und {second}.",
        "{seeker}と{partner}の間には、{first}と{second}の通訳がいます。",
    ),
    Signal.INTEREST: (
        "{seeker} showed interest earlier in {second}.",
        "{seeker} hat früher Interesse gezeigt an: {second}.",
        "{seeker}は以前、{second}に関心を示しました。",
    ),
    Signal.MET_BEFORE: (
        "{seeker} and {partner} have met before and are to meet again.",
        "{seeker} und {partner} kennen sich schon und sollen sich wieder treffen.",
        "{seeker}と{partner}は以前に会っており、再び会うことが望まれています。",
    ),
}
NEARBY: Text = (
    "{seeker} seeks partners in the field of {first}; {partner} is near, in {second}.",
    "{seeker} sucht Partner im Fachgebiet {first}; nahe dabei: {partner}, {second}.",
    "{seeker}が求める分野「{first}」に近い「{second}」で、{partner}が活動しています。",
)

VALUES: dict[str, Text] = {
    "micro": ("under 10 people", "unter 10 Beschäftigte", "10人未満"),
    "small": ("10 to 49 people", "10 bis 49 Beschäftigte", "10〜49人"),
    "medium": ("50 to 249 people", "50 bis 249 Beschäftigte", "50〜249人"),
    "large": ("250 people and more", "ab 250 Beschäftigte", "250人以上"),
    "idea": ("idea", "Idee", "構想段階"),
    "startup": ("start-up", "Gründung", "創業期"),
    "growth": ("growth", "Wachstum", "成長期"),
    "established": ("established", "etabliert", "成熟期"),
    "de": ("German", "Deutsch", "ドイツ語"),
    "en": ("English", "Englisch", "英語"),
    "ja": ("Japanese", "Japanisch", "日本語"),
    "fr": ("French", "Französisch", "フランス語"),
    "it": ("Italian", "Italienisch", "イタリア語"),
    "es": ("Spanish", "Spanisch", "スペイン語"),
    "pl": ("Polish", "Polnisch", "ポーランド語"),
    "cs": ("Czech", "Tschechisch", "チェコ語"),
    "ru": ("Russian", "Russisch", "ロシア語"),
    "zh": ("Chinese", "Chinesisch", "中国語"),
    "ko": ("Korean", "Koreanisch", "韓国語"),
    "vi": ("Vietnamese", "Vietnamesisch", "ベトナム語"),
    "DE": ("Germany", "Deutschland", "ドイツ"),
    "JP": ("Japan", "Japan", "日本"),
}
