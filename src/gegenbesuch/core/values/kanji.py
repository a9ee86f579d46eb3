"""Old and other forms of Chinese characters as they occur in Japanese names."""

from __future__ import annotations

from typing import Final

#: The usual form, and then the forms that stand for it.
_FORMS: Final = """
亜亞 悪惡 圧壓 為爲 医醫 壱壹 逸逸 稲稻 飲飮 隠隱 営營 栄榮榮 衛衞 駅驛 円圓 縁緣 艶艷 塩鹽
奥奧 応應 横橫 欧歐 殴毆 黄黃 温溫 穏穩 仮假 価價 画畫 会會 壊壞 懐懷 絵繪 慨慨 概槪 拡擴 殻殼
覚覺 学學斈 岳嶽 楽樂 巻卷 陥陷 勧勸 寛寬寛 関關 歓歡 観觀 館舘 気氣 帰歸 器器 偽僞 戯戲 犠犧
旧舊 拠據 挙擧 虚虛 峡峽 挟挾 狭狹 郷鄕鄉 教敎 暁曉 区區 駆驅 勲勳 薫薰 径徑 恵惠 掲揭 渓溪
経經 蛍螢 軽輕 継繼 鶏鷄雞 芸藝 撃擊 欠缺 県縣 倹儉 剣劍 険險 圏圈 検檢 献獻 権權 顕顯 験驗
厳嚴 戸戶 広廣 効效 恒恆 高髙 鉱鑛礦 号號 国國圀 黒黑 済濟 砕碎 斉齊斎齋齎 剤劑 桜櫻 冊册
雑雜 参參 惨慘 桟棧 蚕蠶 賛贊 残殘 糸絲 祉祉 歯齒 児兒 辞辭 湿濕 実實 写寫 舎舍 釈釋 寿壽
収收 従從 渋澁澀 獣獸 縦縱 祝祝 粛肅 処處 叙敍 将將 称稱 渉涉 焼燒 証證 奨奬 条條 状狀 乗乘
浄淨 剰剩 畳疊 縄繩 壌壤 嬢孃 譲讓 醸釀 触觸 嘱囑 神神 真眞 寝寢 慎愼 尽盡 図圖 粋粹 酔醉
穂穗 随隨 髄髓 枢樞 数數 瀬瀨 声聲 静靜 斉齊 摂攝 窃竊 専專 浅淺 戦戰 践踐 銭錢 潜潛 繊纖
禅禪 祖祖 双雙 壮壯 争爭 荘莊庄 捜搜 挿插 巣巢 曽曾 装裝 僧僧 層層 総總 騒騷 増增 蔵藏 臓臟
続續 堕墮 体體 対對 帯帶 滞滯 台臺 滝瀧 択擇 沢澤 担擔 単單 胆膽 団團 弾彈 断斷 遅遲 痴癡
虫蟲 昼晝 鋳鑄 庁廳 徴徵 聴聽 懲懲 勅敕 鎮鎭 塚塚 逓遞 鉄鐵鉃 転轉 点點 伝傳 都都 党黨 盗盜 灯燈
当當 闘鬪 徳德 独獨 読讀 届屆 弐貳 脳腦 覇霸 拝拜 廃廢 売賣 麦麥 発發 髪髮 抜拔 浜濱濵 蛮蠻 秘祕
冨富 仏佛 払拂 並竝 塀塀 辺邊邉 変變 弁辨瓣辯 宝寶寳 豊豐 褒襃 墨墨 翻飜 毎每 万萬 満滿 免免
黙默 弥彌 訳譯 薬藥 与與 予豫 余餘 誉譽 揺搖 様樣 謡謠 来來 頼賴 乱亂 覧覽 竜龍 両兩 猟獵
緑綠 塁壘 涙淚 類類 励勵 礼禮 隷隸 霊靈 齢齡 恋戀 炉爐 労勞 郎郞 楼樓 録錄 湾灣 亀龜 遥遙
島嶋嶌 崎﨑碕嵜 柳栁 桑桒 吉𠮷 淵渕渊 檜桧 峰峯 涼凉 薮藪 埜野 村邨 桝枡 靖靖 鶴靏靍 蘆芦
糀麹 諌諫 籠篭 槙槇 尭堯 晋晉 瑶瑤 萌萠 岩巌巖 裕𥙿 葛葛 蓮蓮 辻辻 飯飯 祐祐 視視 福福
""".split()

_USUAL: Final = {
    ord(other): forms[0] for forms in _FORMS for other in forms[1:] if other != forms[0]
}


def usual_kanji(text: str) -> str:
    """
    Return a text with the usual forms of its characters: 高 for 髙, 辺 for 邊.

    For comparing only: 斎 and 斉 or 竜 and 龍 are different for who bears them.
    """
    return text.translate(_USUAL)
