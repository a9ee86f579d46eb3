"""Words in names of organisations: what they mean, and which of them matter."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from gegenbesuch.core.values.name_sorting import fold_latin

#: Words without which a name is still the same.
SAY_NOTHING: Final = frozenset(
    """
    the of and und für fuer for der die das des dem den zu zur zum im in am an der firma
    company co de la le et von vom of government group gruppe 本社 本店 役所 庁舎 の
    """.split()
)

#: Words that make a subsidiary, a site or a sister of a company.
MAKE_ANOTHER: Final = frozenset(
    """
    holding holdings beteiligungs beteiligung beteiligungen verwaltungs verwaltung
    vertriebs vertrieb sales service services deutschland germany japan europe europa
    international asia asien china usa america france austria österreich oesterreich schweiz
    switzerland nord sued süd ost west north south east norte werk plant niederlassung branch
    zweigstelle filiale standort logistik logistics immobilien stiftung foundation
    förderverein foerderverein freunde jugend personal leasing finance financial bank
    versicherung ventures capital akademie academy institut
    支店 支社 営業所 工場 研究所 事業所 センター ホールディングス グループ 販売 サービス 商事
    物流 不動産 財団 基金 東日本 西日本 北海道 東北 関東 関西 中部 九州 四国 東京 大阪 名古屋
    ジャパン ドイツ ヨーロッパ アジア 労働組合 健康保険組合 同窓会 後援会 第一 第二 第三
    """.split()
)

#: Classes of legal forms; two of one country are two legal persons.
FORMS: Final = tuple(
    (form, re.compile(pattern))
    for form, pattern in (
        ("gmbh & co. kg", r"\bco\.? ?(?:kg|kgaa|ohg)\b"),
        ("gmbh", r"\bg?gmbh\b|\bmbh\b"),
        ("ag", r"\bag\b|\baktiengesellschaft\b"),
        ("e. v.", r"\be\. ?v\b|\bev$"),
        ("e. g.", r"\be\. ?g\b|\beg$"),
        ("kg", r"\bkg(?:aa)?\b"),
        ("ohg", r"\bohg\b"),
        ("gbr", r"\bgbr\b"),
        ("ug", r"\bug\b"),
        ("se", r"(?<=\w )se$"),
        ("有限会社", r"有限会社|\(有\)"),
        ("合同会社", r"合同会社|\(同\)"),
        ("財団法人", r"財団法人|\([一公]?財\)"),
        ("社団法人", r"社団法人|\([一公]?社\)"),
        ("株式会社", r"株式会社|株式會社|\(株\)|\bk\. ?k\b|\bkk$|kabushiki"),
        ("ltd", r"\bltd\b|\blimited\b|\bplc\b"),
        ("inc", r"\binc\b|\bcorp\b|\bcorporation\b|\bincorporated\b"),
        ("llc", r"\bllc\b"),
    )
)
#: A Japanese company calls itself any of these in Latin letters.
SAME_FORMS: Final = frozenset({"株式会社", "ltd", "inc"})

#: Words of one meaning: German, English, Japanese.
_MEANINGS: Final = """
universität university uni 大学|hochschule fachhochschule college|stadt city landeshauptstadt 市|
institut institute 研究所|gesellschaft society association verein verband 協会|
krankenhaus klinikum hospital klinik 病院|messe messegesellschaft tradefair fair 見本市|
ministerium ministry 省|botschaft embassy 大使館|generalkonsulat consulategeneral 総領事館|
hafen port harbor harbour 港|museum 博物館|ihk 商工会議所|
stadtwerke|bank 銀行|orchester orchestra 管弦楽団|schule school 学校|zentrum center centre
zentrale センター|präfektur prefecture 県|technik technology technologies tech|
zoo zoologischer 動物園|flughafen airport 空港|bibliothek library 図書館
"""
#: Several words for what another language, or a short form, says in one.
_PHRASES: Final = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"industrie und handelskammer", "ihk"),
        (
            r"chambers? of (?:commerce and industry|industry and commerce|commerce)",
            "ihk",
        ),
        (r"handwerkskammer", "hwk"),
        (r"max planck institut", "mpi"),
        (r"consulate general|general consulate", "generalkonsulat"),
        (
            r"technische universitaet|technical university|university of technology",
            "tu",
        ),
        (r"trade fair", "messe"),
        (r"(?<=.)(?<! )universitaet\b", " universitaet"),
        (r"research institute", "institut"),
    )
)
#: Towns and countries whose names differ: German, English, Japanese.
_PLACES: Final = """
münchen munich ミュンヘン|köln cologne ケルン|nürnberg nuremberg ニュルンベルク|
wien vienna ウィーン|tokio tokyo 東京|osaka 大阪|kobe 神戸|kyoto 京都|nagoya 名古屋|
yokohama 横浜|fukuoka 福岡|sapporo 札幌|hiroshima 広島|sendai 仙台|toyohashi 豊橋|
hamamatsu 浜松|kawasaki 川崎|saitama さいたま 埼玉|chiba 千葉|niigata 新潟|okayama 岡山|
kumamoto 熊本|nagasaki 長崎|kanazawa 金沢|nara 奈良|shizuoka 静岡|aichi 愛知|hyogo 兵庫|
leipzig leipziger ライプツィヒ ライプチヒ|dresden dresdner ドレスデン|berlin berliner ベルリン|
hamburg hamburger ハンブルク|frankfurt frankfurter フランクフルト|hannover hanover|
braunschweig brunswick|prag prague プラハ|warschau warsaw ワルシャワ|mailand milan milano|
brüssel brussels|genf geneva|zürich zurich チューリッヒ|lissabon lisbon|rom rome|athen athens|
moskau moscow|peking beijing 北京|kopenhagen copenhagen|halle ハレ|chemnitz ケムニッツ|
stuttgart stuttgarter シュトゥットガルト|düsseldorf duesseldorf デュッセルドルフ|
bremen bremer ブレーメン|sachsen saxony ザクセン|bayern bavaria バイエルン|
japan japanische japanisch japanese japanisches japanischer 日本|
deutschland germany deutsche deutsch german deutscher deutsches ドイツ
"""


@cache
def _meanings() -> dict[str, str]:
    return {
        form: group.split()[0]
        for text in (_MEANINGS, _PLACES)
        for group in text.split("|")
        for word in group.split()
        for form in {word, fold_latin(word)}
    }


def meaning(word: str) -> str:
    """Return what a word of a name means, the same in every language."""
    return _meanings().get(word, word)


def in_short(folded: str) -> str:
    """Return a folded name with usual phrases in one word."""
    for pattern, word in _PHRASES:
        folded = pattern.sub(word, folded)
    return folded


_BESIDE: Final = re.compile(r"[(（/,].*$")


def place_of(text: str) -> str:
    """Return a town in one of its spellings, the same one for all of them."""
    folded = fold_latin(_BESIDE.sub("", text))
    folded = re.sub(r" (?:am|an der|im|in der|bei|a d) .+$", "", folded)
    return _meanings().get(folded, folded.removesuffix("市") or folded)


@cache
def _japanese_words() -> tuple[str, ...]:
    words = (word for word in _meanings() if not word.isascii() and len(word) > 1)
    return tuple(
        sorted((w for w in words if ord(w[0]) > 0x3000), key=lambda w: -len(w))
    )


def meanings_in_japanese(text: str) -> frozenset[str]:
    """Return what a Japanese name means, if all of it is known; else the name."""
    found, rest = [], text
    for word in _japanese_words():
        if word in rest:
            rest = rest.replace(word, " ", 1)
            found.append(_meanings()[word])
    for word in ("市", "県", "港", "省"):
        if rest.strip() == word:
            found.append(_meanings()[word])
            rest = ""
    return frozenset(found) if found and not rest.strip() else frozenset({text})
