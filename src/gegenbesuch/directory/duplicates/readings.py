"""
How usual Japanese names in kanji are read, for comparing only.

Nothing is ever filled in from here: a reading is asked for. But when one record
has 鈴木 and another Suzuki, this says that they may be one name, and that 鈴木
and Tanaka are not.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from gegenbesuch.core.values.kanji import usual_kanji
from gegenbesuch.core.values.search_text import normalise_for_search

_READINGS: Final = """
佐藤 sato 鈴木 suzuki 高橋 takahashi 田中 tanaka 伊藤 ito 渡辺 watanabe 渡部 watanabe,watabe
山本 yamamoto 中村 nakamura 小林 kobayashi 加藤 kato 吉田 yoshida 山田 yamada 佐々木 sasaki
山口 yamaguchi 松本 matsumoto 井上 inoue 木村 kimura 林 hayashi,rin 斉藤 saito 清水 shimizu
山崎 yamazaki,yamasaki 森 mori 池田 ikeda 橋本 hashimoto 阿部 abe 安部 abe 石川 ishikawa
山下 yamashita 中島 nakajima,nakashima 石井 ishii 小川 ogawa 前田 maeda 岡田 okada
長谷川 hasegawa 藤田 fujita 後藤 goto 近藤 kondo 村上 murakami 遠藤 endo 青木 aoki 坂本 sakamoto
福田 fukuda 太田 ota 大田 ota 西村 nishimura 藤井 fujii 金子 kaneko 岡本 okamoto 藤原 fujiwara
中野 nakano 三浦 miura 原田 harada 松田 matsuda 竹内 takeuchi 小野 ono 大野 ono 中川 nakagawa
中山 nakayama 和田 wada 石田 ishida 森田 morita 上田 ueda 原 hara 柴田 shibata 酒井 sakai
工藤 kudo 横山 yokoyama 宮崎 miyazaki,miyasaki 宮本 miyamoto 内田 uchida 高木 takagi,takaki
安藤 ando 谷口 taniguchi 大野 ono 丸山 maruyama 今井 imai 高田 takada,takata 藤本 fujimoto
武田 takeda 村田 murata 上野 ueno 杉山 sugiyama 増田 masuda 平野 hirano 大塚 otsuka 千葉 chiba
久保 kubo 松井 matsui 小島 kojima,ojima 岩崎 iwasaki 桜井 sakurai 野口 noguchi 松尾 matsuo
野村 nomura 木下 kinoshita 菊地 kikuchi 菊池 kikuchi 佐野 sano 大西 onishi 杉本 sugimoto
新井 arai 荒井 arai 浜田 hamada 古川 furukawa 市川 ichikawa 水野 mizuno 小松 komatsu 島田 shimada
小山 koyama,oyama 高野 takano 山内 yamauchi,yamanouchi 西田 nishida 菅原 sugawara 北村 kitamura
永井 nagai 東 azuma,higashi 安田 yasuda 川口 kawaguchi 平田 hirata 広瀬 hirose 本田 honda
五十嵐 igarashi 土屋 tsuchiya 沢田 sawada 辻 tsuji 久保田 kubota 吉川 yoshikawa,kikkawa
中田 nakata,nakada 川崎 kawasaki 飯田 iida 大口 oguchi,okuchi 佐原 sahara 豊田 toyota,toyoda
関 seki 松岡 matsuoka 矢野 yano 小田 oda 川上 kawakami 黒田 kuroda 石原 ishihara 望月 mochizuki
樋口 higuchi 星野 hoshino 大島 oshima 永田 nagata 内藤 naito 松村 matsumura 西川 nishikawa
辻村 tsujimura 大川 okawa 堀 hori 田村 tamura 竹田 takeda 服部 hattori 岩田 iwata 田口 taguchi
片山 katayama 本間 honma,homma 三宅 miyake 福島 fukushima 河野 kono,kawano 神田 kanda
大橋 ohashi 小池 koike 難波 namba,nanba 八木 yagi 奥村 okumura 長野 nagano 川村 kawamura
中西 nakanishi 小沢 ozawa 栗原 kurihara 今村 imamura 田辺 tanabe 白石 shiraishi 南 minami
西 nishi 北川 kitagawa 尾崎 ozaki 富田 tomita 荒木 araki 大久保 okubo 野田 noda 松下 matsushita
健太 kenta 直樹 naoki 光一 koichi,mitsukazu 隆 takashi,ryu 誠 makoto,sei 健一 kenichi 大輔 daisuke
翔太 shota 浩 hiroshi,ko 浩二 koji,hiroji 浩一 koichi,hirokazu 美香 mika 陽子 yoko,haruko
真理 mari 恵子 keiko 由美子 yumiko 久美子 kumiko 裕子 yuko,hiroko 智子 tomoko,satoko 純一 junichi
潤 jun 正人 masato,masahito 修 osamu,shu 茂 shigeru 学 manabu,gaku 太郎 taro 一郎 ichiro 次郎 jiro
俊介 shunsuke 亮 ryo,akira 涼子 ryoko 千尋 chihiro 京子 kyoko 幸子 sachiko,yukiko 達也 tatsuya
哲也 tetsuya 康夫 yasuo 清 kiyoshi 博 hiroshi 正 tadashi,masashi 明 akira 実 minoru 進 susumu
勇 isamu,yu 弘 hiroshi 勝 masaru 豊 yutaka 剛 tsuyoshi,takeshi,go 武 takeshi 聡 satoshi,akira
洋子 yoko,hiroko 和子 kazuko 節子 setsuko 文子 fumiko,ayako 美智子 michiko 順子 junko 典子 noriko
真由美 mayumi 直美 naomi 明美 akemi 優子 yuko 愛 ai,megumi 彩 aya 翼 tsubasa 拓也 takuya 和也 kazuya
雄一 yuichi 裕一 yuichi,hirokazu 敏夫 toshio 和夫 kazuo 英樹 hideki 秀樹 hideki 浩之 hiroyuki
博之 hiroyuki 孝之 takayuki 隆之 takayuki 雅彦 masahiko 和彦 kazuhiko 信一 shinichi 真一 shinichi
慎一 shinichi 伸一 shinichi 謙一 kenichi 賢一 kenichi 憲一 kenichi 健二 kenji 賢治 kenji 健治 kenji
謙二 kenji 三郎 saburo 英雄 hideo 義男 yoshio 昭 akira 徹 toru 悟 satoru 淳 jun,atsushi 敦 atsushi
篤 atsushi 恵 megumi,kei 香織 kaori 由美 yumi 美穂 miho 美咲 misaki 翔 sho 蓮 ren 花子 hanako
雅子 masako 昌子 masako 正子 masako 良子 ryoko,yoshiko 芳子 yoshiko 道子 michiko 孝 takashi 崇 takashi
"""


@cache
def _readings() -> dict[str, frozenset[str]]:
    words = _READINGS.split()
    return {
        usual_kanji(kanji): frozenset(map(normalise_for_search, readings.split(",")))
        for kanji, readings in zip(words[::2], words[1::2], strict=True)
    }


def can_be_read(kanji: str, sound: str) -> bool | None:
    """
    Tell whether a name is read like this; None if the name is not known here.

    Args:
        kanji: With the usual forms of its characters.
        sound: As folded for search.
    """
    readings = _readings().get(kanji)
    return None if readings is None else sound in readings


def readings_of(kanji: str) -> frozenset[str]:
    """Return how a usual name is read; empty for others."""
    return _readings().get(kanji, frozenset())


@cache
def _alternatives() -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset((one, other))
        for readings in _readings().values()
        for one in readings
        for other in readings
        if one != other
    )


def are_readings_of_one(one: str, other: str) -> bool:
    """Tell whether the same kanji are read in both ways: Nakajima and Nakashima."""
    return frozenset((one, other)) in _alternatives()
