"""
Names of people and organisations in three languages, some of them very frequent.

Invented by chance from lists of usual names; the first of each list are drawn
most often (as one over their rank), so that a search for them finds thousands.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FAMILIES_DE = """
Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch
Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann
Lange Schmitt Werner Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann König Walter
Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich
Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon
Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel
Heinrich Brandt Haas Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch
Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Schülke Tiefensee Burkhardt Kretschmer
Oehler Groeger Löffler Stübner Gräfe Rößler Süß Weißflog Nitzsche Petzold Zschoche
""".split()
GIVEN_DE = """
Thomas Michael Andreas Peter Stefan Christian Sabine Susanne Petra Martin Klaus Wolfgang
Monika Claudia Jürgen Karin Markus Frank Matthias Alexander Daniel Uwe Birgit Andrea Anna
Julia Katharina Sebastian Philipp Tobias Jan Lukas Felix Maximilian Sophie Marie Laura Lena
Hannah Leonie Ute Heike Anke Jörg Bernd Dieter Günter Käthe Clemens Silvana Heiko Torsten
Burkhard Gerhard Volker Ingrid Renate Ursula Brigitte Gisela Björn Sören Jens Kai-Uwe
Karl-Heinz Hans-Peter Anne-Marie Friederike Theodor Konrad Benedikt Ulrike Doreen Mandy
""".split()
FAMILIES_EN = """
Smith Johnson Williams Brown Jones Taylor Davies Evans Wilson Roberts Walker Wright Robinson
Thompson White Hughes Edwards Green Hall Wood Harris Lewis Clarke Jackson Turner Hill Cooper
Morris Ward Moore Clark Baker Harrison Young Allen King Mitchell Campbell Anderson Stewart
MacDonald O'Brien Murphy Kelly Byrne Nguyen Patel Singh Garcia Rodriguez Kowalski Nováková
Rossi Dubois Lefèvre Jensen Sørensen Lindqvist Åkesson
""".split()
GIVEN_EN = """
James John Robert Michael William David Richard Joseph Charles Mary Patricia Jennifer Linda
Elizabeth Susan Jessica Sarah Karen Emma Olivia Amelia Isla Grace Oliver George Harry Jack
Henry Christopher Stephen Catherine Steven Philip Geoffrey Siobhan
""".split()
#: Kanji, kana, and in Latin letters as on a passport.
FAMILIES_JA = [
    tuple(name.split("/"))
    for name in """
佐藤/さとう/Sato 鈴木/すずき/Suzuki 高橋/たかはし/Takahashi 田中/たなか/Tanaka 伊藤/いとう/Ito
渡辺/わたなべ/Watanabe 山本/やまもと/Yamamoto 中村/なかむら/Nakamura 小林/こばやし/Kobayashi
加藤/かとう/Kato 吉田/よしだ/Yoshida 山田/やまだ/Yamada 佐々木/ささき/Sasaki 山口/やまぐち/Yamaguchi
松本/まつもと/Matsumoto 井上/いのうえ/Inoue 木村/きむら/Kimura 林/はやし/Hayashi 斎藤/さいとう/Saito
清水/しみず/Shimizu 山崎/やまざき/Yamazaki 森/もり/Mori 池田/いけだ/Ikeda 橋本/はしもと/Hashimoto
阿部/あべ/Abe 石川/いしかわ/Ishikawa 山下/やました/Yamashita 中島/なかじま/Nakajima 石井/いしい/Ishii
小川/おがわ/Ogawa 前田/まえだ/Maeda 岡田/おかだ/Okada 長谷川/はせがわ/Hasegawa 藤田/ふじた/Fujita
後藤/ごとう/Goto 近藤/こんどう/Kondo 村上/むらかみ/Murakami 遠藤/えんどう/Endo 青木/あおき/Aoki
坂本/さかもと/Sakamoto 福田/ふくだ/Fukuda 太田/おおた/Ota 西村/にしむら/Nishimura 藤井/ふじい/Fujii
金子/かねこ/Kaneko 岡本/おかもと/Okamoto 藤原/ふじわら/Fujiwara 中野/なかの/Nakano 三浦/みうら/Miura
原田/はらだ/Harada 松田/まつだ/Matsuda 竹内/たけうち/Takeuchi 小野/おの/Ono 大口/おおぐち/Oguchi
佐原/さはら/Sahara 大西/おおにし/Onishi 神野/かみの/Kamino 難波/なんば/Namba 新庄/しんじょう/Shinjo
辻/つじ/Tsuji 千葉/ちば/Chiba 久保/くぼ/Kubo 渡邊/わたなべ/Watanabe 髙橋/たかはし/Takahashi
齋藤/さいとう/Saito 濱田/はまだ/Hamada 桜井/さくらい/Sakurai 櫻井/さくらい/Sakurai 沢田/さわだ/Sawada
澤田/さわだ/Sawada 広瀬/ひろせ/Hirose 本田/ほんだ/Honda 五十嵐/いがらし/Igarashi 土屋/つちや/Tsuchiya
""".split()
]
GIVEN_JA = [
    tuple(name.split("/"))
    for name in """
健太/けんた/Kenta 直樹/なおき/Naoki 光一/こういち/Koichi 隆/たかし/Takashi 誠/まこと/Makoto
健一/けんいち/Kenichi 大輔/だいすけ/Daisuke 翔太/しょうた/Shota 浩/ひろし/Hiroshi 浩二/こうじ/Koji
美香/みか/Mika 陽子/ようこ/Yoko 真理/まり/Mari 恵子/けいこ/Keiko 由美子/ゆみこ/Yumiko 久美子/くみこ/Kumiko
裕子/ゆうこ/Yuko 智子/ともこ/Tomoko 純一/じゅんいち/Junichi 潤/じゅん/Jun 正人/まさと/Masato
修/おさむ/Osamu 茂/しげる/Shigeru 学/まなぶ/Manabu 太郎/たろう/Taro 一郎/いちろう/Ichiro 次郎/じろう/Jiro
俊介/しゅんすけ/Shunsuke 亮/りょう/Ryo 涼子/りょうこ/Ryoko 千尋/ちひろ/Chihiro 京子/きょうこ/Kyoko
幸子/さちこ/Sachiko 達也/たつや/Tatsuya 哲也/てつや/Tetsuya 康夫/やすお/Yasuo 清/きよし/Kiyoshi
""".split()
]
#: Code, German, English, Japanese, country.
TOWNS = [
    tuple(line.split("/"))
    for line in """
tokyo/Tokio/Tokyo/東京/JP
leipzig/Leipzig/Leipzig/ライプツィヒ/DE
osaka/Osaka/Osaka/大阪/JP
berlin/Berlin/Berlin/ベルリン/DE
muenchen/München/Munich/ミュンヘン/DE
nagoya/Nagoya/Nagoya/名古屋/JP
dresden/Dresden/Dresden/ドレスデン/DE
kobe/Kobe/Kobe/神戸/JP
yokohama/Yokohama/Yokohama/横浜/JP
hamburg/Hamburg/Hamburg/ハンブルク/DE
toyohashi/Toyohashi/Toyohashi/豊橋/JP
kyoto/Kyoto/Kyoto/京都/JP
koeln/Köln/Cologne/ケルン/DE
wien/Wien/Vienna/ウィーン/AT
fukuoka/Fukuoka/Fukuoka/福岡/JP
chemnitz/Chemnitz/Chemnitz/ケムニッツ/DE
nuernberg/Nürnberg/Nuremberg/ニュルンベルク/DE
sendai/Sendai/Sendai/仙台/JP
london/London/London/ロンドン/GB
lyon/Lyon/Lyon/リヨン/FR
krakow/Krakau/Kraków/クラクフ/PL
hamamatsu/Hamamatsu/Hamamatsu/浜松/JP
saitama/Saitama/Saitama/埼玉/JP
halle/Halle (Saale)/Halle/ハレ/DE
""".split("\n")
    if line
]
#: German, English, Japanese.
FIELDS = [
    tuple(line.split("/"))
    for line in """
Maschinenbau/Machinery/機械
Medizintechnik/Medical Technology/医療機器
Chemie/Chemicals/化学工業
Logistik/Logistics/物流
Messtechnik/Instruments/計測器
Fahrzeugteile/Automotive Parts/自動車部品
Elektrotechnik/Electronics/電機
Biotechnologie/Biotechnology/バイオ
Wasserstoff/Hydrogen/水素エネルギー
Umwelttechnik/Environmental Systems/環境技術
Softwarehaus/Software/情報システム
Druckguss/Die Casting/ダイカスト
Werkzeugbau/Tooling/工具製作所
Kunststofftechnik/Plastics/樹脂工業
Halbleiter/Semiconductors/半導体
Feinmechanik/Precision/精密工業
Stahlhandel/Steel/製鋼所
Anlagenbau/Engineering/エンジニアリング
Nahrungsmittel/Foods/食品
Pharma/Pharmaceuticals/製薬
Keramik/Ceramics/セラミックス
Optik/Optics/光学
Bau/Construction/建設
Textil/Textiles/繊維
""".split("\n")
    if line
]
FORMS_DE = ("GmbH", "GmbH", "GmbH", "GmbH & Co. KG", "AG", "KG", "SE", "e. V.")
FORMS_EN = ("Ltd.", "Ltd.", "Inc.", "Co., Ltd.", "Corporation", "LLC", "PLC")
SYLLABLES = """
ba bel bo dar do fa gal ka kon ki lo lum ma mer mi nor na pa ra rin sa sol ta tel to va vi
wa za zu tri mar dor sig hal ber ex ix on ar en ul os
""".split()


class Drawing:
    """Draws from a list, the first ones most often."""

    def __init__(self, items: Sequence[Any], chance: random.Random) -> None:
        self._items = items
        self._weights = list(accumulate(1 / (n + 3) for n in range(len(items))))
        self._chance = chance

    def __call__(self) -> Any:
        """Return one of the items."""
        return self._chance.choices(self._items, cum_weights=self._weights)[0]


@dataclass
class MadeOrganisation:
    """What an invented organisation is called and where it is."""

    name: dict[str, str]
    reading: str = ""
    aliases: list[str] = field(default_factory=list)
    town: tuple[str, ...] = ()
    sector: int = 0


@dataclass
class MadePerson:
    """What an invented person is called, by the parts of a name."""

    language: str
    family: str
    given: str
    kanji: tuple[str, str] = ("", "")
    kana: tuple[str, str] = ("", "")


def organisations(count: int, seed: int = 20190601) -> Iterator[MadeOrganisation]:
    """Yield invented organisations, always the same ones."""
    chance = random.Random(seed)
    towns, fields = Drawing(TOWNS, chance), Drawing(FIELDS, chance)
    german, japanese = Drawing(FAMILIES_DE, chance), Drawing(FAMILIES_JA, chance)
    english = Drawing(FAMILIES_EN, chance)
    for _number in range(count):
        town, business = towns(), fields()
        sector = FIELDS.index(business)
        word = "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3)))).title()
        made = MadeOrganisation(name={}, town=town, sector=sector)
        match town[4]:
            case "JP":
                kanji, kana, latin = japanese()
                body = chance.choice(
                    (f"{kanji}{business[2]}", f"{town[3]}{business[2]}{kanji}")
                )
                form = chance.random()
                made.name["ja"] = f"株式会社{body}" if form < 0.5 else f"{body}株式会社"
                made.name["en"] = f"{latin} {business[1]} {word} Co., Ltd."
                made.reading = kana if chance.random() < 0.2 else ""
            case "DE" | "AT":
                first = chance.choice((word, german(), f"{german()} & {german()}"))
                made.name["de"] = (
                    f"{first} {business[0]} {town[1]} {chance.choice(FORMS_DE)}"
                )
                if chance.random() < 0.4:
                    made.name["en"] = f"{first} {business[1]} {chance.choice(FORMS_EN)}"
                if chance.random() < 0.15:
                    made.name["ja"] = f"{town[3]}{business[2]}"
            case _:
                first = chance.choice((word, english()))
                made.name["en"] = f"{first} {business[1]} {chance.choice(FORMS_EN)}"
        if chance.random() < 0.2:
            made.aliases.append(f"{word[:3].upper()}{chance.randrange(10, 99)}")
        yield made


def people(count: int, seed: int = 20190602) -> Iterator[MadePerson]:
    """Yield invented people, always the same ones."""
    chance = random.Random(seed)
    of_german = Drawing(FAMILIES_DE, chance), Drawing(GIVEN_DE, chance)
    of_english = Drawing(FAMILIES_EN, chance), Drawing(GIVEN_EN, chance)
    of_japanese = Drawing(FAMILIES_JA, chance), Drawing(GIVEN_JA, chance)
    for _number in range(count):
        kind = chance.random()
        if kind < 0.4:
            family, given = (draw() for draw in of_japanese)
            has_kana = chance.random() < 0.7
            yield MadePerson(
                "ja", family[2], given[2], (family[0], given[0]),
                (family[1], given[1]) if has_kana else ("", ""),
            )  # fmt: skip
            continue
        language = "de" if kind < 0.8 else "en"
        family, given = (
            draw() for draw in (of_german if language == "de" else of_english)
        )
        if chance.random() < 0.05:
            family = f"{family}-{of_german[0]()}"
        if chance.random() < 0.1:
            given = f"{given} {of_german[1]()}"
        yield MadePerson(language, family, given)
