"""Words of three languages for what a cell can say in one of a few ways."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = {
    word: code
    for code, words in {
        "de": "deutsch german ドイツ語 de deu ger 独語",
        "en": "englisch english 英語 en eng",
        "ja": "japanisch japanese 日本語 ja jp jpn",
        "fr": "französisch french フランス語 fr",
        "zh": "chinesisch chinese 中国語 zh cn",
        "ko": "koreanisch korean 韓国語 ko kr",
        "es": "spanisch spanish スペイン語 es",
        "it": "italienisch italian イタリア語 it",
        "ru": "russisch russian ロシア語 ru",
        "pl": "polnisch polish ポーランド語 pl",
        "vi": "vietnamesisch vietnamese ベトナム語 vi",
    }.items()
    for word in words.split()
}
KINDS: Final = {
    word: kind
    for kind, words in {
        "company": "firma unternehmen company corporation 企業 会社 民間企業",
        "authority": "behörde amt stadt authority government 官公庁 行政 自治体",
        "cluster": "cluster netzwerk クラスター",
        "association": "verein verband association 団体 協会",
        "university": "hochschule universität university 大学 大学・研究機関",
        "utility": "stadtwerke versorger utility 公益事業",
        "trade_fair": "messe tradefair 見本市",
        "agency": "agentur agency 機関 支援機関",
        "embassy": "botschaft embassy 大使館",
        "consulate": "konsulat consulate 領事館",
        "culture": "kultur kultureinrichtung culture 文化 文化施設",
        "other": "sonstige other その他",
    }.items()
    for word in words.split()
}
