"""What a column of a list of contacts can be, and how people head such a column."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values.languages import LANGUAGES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


OF_POST: Final = frozenset(
    "organisation organisation_en organisation_ja function function_en function_ja "
    "since until seen_from seen_until".split()
)
"""What says where somebody is what since when; `#2` and so on for what else."""


@dataclass(frozen=True)
class Field:
    """
    A kind of column.

    Attributes:
        key: How mappings and reports call it.
        label: How the pages call it.
        headings: What such columns are headed with in German, English and
            Japanese, in small letters, parted by bars.
        is_many: Whether several columns may be of this kind.
    """

    key: str
    label: str | _StrPromise
    headings: str = ""
    is_many: bool = False


FIELDS: Final = {
    field.key: field
    for field in (
        Field(
            "name",
            _("Whole name"),
            "name|vollständiger name|ansprechpartner|ansprechpartnerin|"
            "ansprechperson|kontaktperson|kontakt|person|teilnehmer|teilnehmerin|"
            "gast|vor und nachname|vorname nachname|nachname vorname|full name|"
            "contact|contact name|contact person|display name|attendee|participant|"
            "name in english|english name|romaji|ローマ字|ローマ字氏名|英語名|"
            "氏名英語|氏名ローマ字|英文氏名|表示名|担当者英語|anzeigename",
        ),
        Field(
            "family",
            _("Family name"),
            "nachname|familienname|zuname|hausname|last name|lastname|surname|"
            "family name|familyname|姓英語|姓ローマ字|last",
        ),
        Field(
            "given",
            _("Given name"),
            "vorname|vornamen|rufname|first name|firstname|given name|givenname|"
            "forename|名英語|名ローマ字|first",
        ),
        Field(
            "title",
            _("Title"),
            "titel|akademischer titel|akad titel|title prefix|academic title|"
            "name prefix|学位|称号|titel akademisch|prefix",
        ),
        Field(
            "salutation",
            _("Salutation"),
            "anrede|salutation|mr ms|敬称|性別|geschlecht|gender|herr frau",
        ),
        Field(
            "kanji",
            _("Name in Japanese"),
            "氏名|名前|お名前|担当者|担当者名|ご担当者|ご担当者名|ご芳名|芳名|"
            "漢字氏名|氏名漢字|kanji|name kanji|name japanisch|japanischer name|"
            "japanese name|name in japanese|name ja|参加者|参加者名|連絡先氏名|姓名",
        ),
        Field(
            "family_kanji",
            _("Family name in Japanese"),
            "姓|苗字|名字|姓漢字|familienname japanisch|nachname japanisch|"
            "family name kanji|last name kanji|family name japanese|nachname kanji",
        ),
        Field(
            "given_kanji",
            _("Given name in Japanese"),
            "名|名漢字|vorname japanisch|given name kanji|first name kanji|"
            "given name japanese|vorname kanji",
        ),
        Field(
            "kana",
            _("Reading in kana"),
            "フリガナ|ふりがな|カナ|かな|氏名カナ|氏名フリガナ|氏名かな|カナ氏名|"
            "よみがな|ヨミガナ|読み仮名|読み|kana|furigana|lesung|reading|"
            "name kana|名前カナ|phonetic name|yomi|yomigana",
        ),
        Field(
            "family_kana",
            _("Family name in kana"),
            "姓カナ|姓フリガナ|姓かな|セイ|せい|familienname kana|nachname kana|"
            "phonetic last name|family name kana|last name kana|family name yomi",
        ),
        Field(
            "given_kana",
            _("Given name in kana"),
            "名カナ|名フリガナ|名かな|メイ|めい|vorname kana|phonetic first name|"
            "given name kana|first name kana|given name yomi",
        ),
        Field(
            "alias", _("Other spelling"), "spitzname|nickname|alias|別名|別表記", True
        ),
        Field(
            "languages",
            _("Languages"),
            "sprache|sprachen|language|languages|言語|使用言語|korrespondenzsprache",
            True,
        ),
        Field(
            "organisation",
            _("Organisation"),
            "firma|firmenname|unternehmen|unternehmensname|organisation|"
            "organisationsname|institution|einrichtung|körperschaft|verein|"
            "gesellschaft|arbeitgeber|betrieb|kunde|company|company name|"
            "organization|organization name|organisation name|employer|"
            "business name|account name|会社|会社名|企業名|企業|法人名|団体名|"
            "組織名|組織|所属|勤務先|貴社名|機関名|商号|社名|取引先|取引先名|"
            "所属機関|ご所属|firma institution|firma organisation|name der firma",
        ),
        Field(
            "organisation_en",
            _("Organisation in English"),
            "firma englisch|organisation englisch|company english|"
            "company name english|organisation en|会社名英語|英文社名|社名英語|"
            "企業名英語|会社名英文|firma en|company en|会社名ローマ字",
        ),
        Field(
            "organisation_ja",
            _("Organisation in Japanese"),
            "firma japanisch|organisation japanisch|company japanese|"
            "organisation ja|会社名日本語|company name japanese|firma ja|会社名漢字",
        ),
        Field(
            "organisation_reading",
            _("Reading of the organisation in kana"),
            "会社名カナ|会社名フリガナ|企業名カナ|社名カナ|法人名フリガナ|"
            "phonetic company name|organization yomi name|company yomi",
        ),
        Field(
            "kind",
            _("Kind of organisation"),
            "art der organisation|organisationsart|organisationstyp|"
            "organisation type|kind of organisation|company type|組織種別|法人種別",
        ),
        Field(
            "legal_form",
            _("Legal form"),
            "rechtsform|legal form|法人格|会社形態|gesellschaftsform",
        ),
        Field(
            "founded",
            _("Founded"),
            "gegründet|gründung|gründungsjahr|gründungsdatum|founded|"
            "year founded|founded on|established|設立|設立年|設立日|設立年月日|創業|創立",
        ),
        Field(
            "sectors",
            _("Sectors"),
            "branche|branchen|sektor|wirtschaftszweig|industry|sector|sectors|"
            "業種|業界|産業分野|分野|branchenfeld",
            True,
        ),
        Field(
            "function",
            _("Function"),
            "funktion|position|stellung|amt|rolle|berufsbezeichnung|beruf|"
            "dienststellung|amtsbezeichnung|function|job title|jobtitle|job|role|"
            "役職|役職名|職位|職名|肩書|肩書き|職務|title|お役職|担当|positionsbezeichnung",
        ),
        Field(
            "function_en",
            _("Function in English"),
            "funktion englisch|position englisch|job title english|function en|"
            "役職英語|役職英文|position en|title english",
        ),
        Field(
            "function_ja",
            _("Function in Japanese"),
            "funktion japanisch|position japanisch|job title japanese|function ja|"
            "position ja|役職日本語",
        ),
        Field(
            "department",
            _("Department"),
            "abteilung|bereich|referat|dezernat|fachbereich|department|division|"
            "unit|部署|部署名|所属部署|部門|部課名|課|部|team|sachgebiet",
        ),
        Field(
            "since",
            _("In this function since"),
            "seit|im amt seit|beginn|eintritt|eintrittsdatum|since|start|start date|"
            "in office since|from|就任|就任日|就任年月|着任|着任日|就任年月日|von|入社日",
        ),
        Field(
            "until",
            _("In this function until"),
            "bis|im amt bis|ende|austritt|until|end|end date|to|退任|退任日|離任|任期満了",
        ),
        Field("seen_from", _("Seen in this function from")),
        Field("seen_until", _("Seen in this function until")),
        Field(
            "email",
            _("E-mail"),
            "e mail|email|mail|mailadresse|e mail adresse|email adresse|"
            "e mail address|email address|mail address|メール|メールアドレス|"
            "電子メール|eメール|emailアドレス|elektronische post|e mailadresse|"
            "emailadresse|e post|mail adresse|primary email",
            True,
        ),
        Field(
            "phone",
            _("Telephone"),
            "telefon|tel|telefonnummer|rufnummer|festnetz|durchwahl|tel nr|"
            "telefon nr|phone|phone number|telephone|telephone number|landline|"
            "direct line|電話|電話番号|代表電話|直通|fon|ruf|telefonnr|tel no|"
            "business phone|main phone",
            True,
        ),
        Field(
            "mobile",
            _("Mobile telephone"),
            "mobil|mobiltelefon|handy|mobilnummer|handynummer|mobilfunk|mobile|"
            "mobile phone|mobile number|cell|cell phone|携帯|携帯電話|携帯番号|"
            "携帯電話番号|smartphone|mobile no|mobilnr",
            True,
        ),
        Field(
            "fax",
            _("Fax"),
            "fax|telefax|faxnummer|telefaxnummer|fax number|ファックス|ファクス|"
            "fax番号|ファックス番号|fax nr|ファクシミリ",
            True,
        ),
        Field(
            "website",
            _("Website"),
            "website|webseite|homepage|internet|url|web|www|internetadresse|"
            "web page|ウェブサイト|ホームページ|hp|サイト|web site|ホームページurl",
            True,
        ),
        Field(
            "address",
            _("Whole address"),
            "adresse|anschrift|postanschrift|address|postal address|住所|所在地|"
            "勤務先住所|会社住所|ご住所|mailing address|full address|postadresse|"
            "連絡先住所|本社所在地|firmenanschrift",
        ),
        Field(
            "street",
            _("Street"),
            "straße|strasse|str|straße nr|straße und hausnummer|strasse hausnr|"
            "straße hausnummer|street|street address|address line|番地|町名番地|"
            "住所町名番地|丁目番地|建物名|ビル名|adresszeile|postfach|hausnummer|"
            "hausnr|hnr|町名|町域|丁目|マンション名",
            True,
        ),
        Field(
            "postcode",
            _("Postcode"),
            "plz|postleitzahl|postcode|post code|postal code|zip|zip code|zipcode|"
            "郵便番号|〒|郵便|zip postal code",
        ),
        Field(
            "city",
            _("Town"),
            "ort|stadt|wohnort|gemeinde|city|town|city town|市区町村|市町村|都市|市|"
            "ortschaft|firmensitz|sitz|locality|所在市|市区郡",
        ),
        Field(
            "postcode_city",
            _("Postcode and town"),
            "plz ort|plz und ort|plz stadt|postleitzahl ort|zip city|postcode city|"
            "postal code city",
        ),
        Field(
            "region",
            _("State or prefecture"),
            "bundesland|region|kreis|state|state province|province|prefecture|"
            "county|都道府県|県|県名|präfektur|kanton",
        ),
        Field(
            "country",
            _("Country"),
            "land|staat|country|country region|国|国名|国籍|herkunftsland|nation|"
            "所在国|länderkennzeichen|country code|land iso",
        ),
        Field(
            "eu_vat",
            _("VAT number (EU)"),
            "ust id|ustid|umsatzsteuer id|ust idnr|umsatzsteuer identifikationsnummer|"
            "vat|vat id|vat number|ust id nr",
        ),
        Field(
            "de_register",
            _("Handelsregister (Germany)"),
            "handelsregister|hrb|hr nummer|handelsregisternummer|registernummer|"
            "hr nr|company register",
        ),
        Field(
            "jp_corporate",
            _("Corporate number (Japan)"),
            "法人番号|corporate number|houjin bangou|hojin bango|会社法人等番号",
        ),
        Field("lei", _("LEI"), "lei|lei code|legal entity identifier"),
        Field(
            "tags",
            _("Tags"),
            "schlagwort|schlagworte|schlagwörter|stichwort|stichworte|stichwörter|"
            "kategorie|kategorien|tag|tags|gruppe|gruppen|verteiler|label|labels|"
            "category|categories|keywords|group|groups|タグ|カテゴリ|カテゴリー|"
            "分類|グループ|区分|group membership|merkmal|merkmale",
            True,
        ),
        Field(
            "note",
            _("Note"),
            "notiz|notizen|bemerkung|bemerkungen|anmerkung|anmerkungen|hinweis|"
            "hinweise|kommentar|freitext|note|notes|comment|comments|remark|"
            "remarks|備考|メモ|コメント|特記事項|備考欄|info|sonstiges|注記",
            True,
        ),
        Field(
            "deceased",
            _("Deceased"),
            "verstorben|deceased|故人|物故|verstorben am|逝去",
        ),
        Field("code", _("Code in Gegenbesuch"), "gegenbesuch code|code gegenbesuch"),
    )
}

#: Words beside the main one of a heading that do not change what the column is.
_BESIDE: Final = frozenset(
    "der die das des und or und of the business work geschäftlich dienstlich büro "
    "office beruflich primär primary haupt main value 1 2 3 4 i ii nr no nummer "
    "pflichtfeld required optional bitte ausfüllen angeben 任意 必須 example "
    "wenn vorhanden falls".split()
)
_PRIVATE: Final = frozenset("privat private home persönlich personal 自宅 個人".split())
_WORD: Final = re.compile(r"[^\W_]+|〒")


@dataclass(frozen=True)
class Guess:
    """What a heading seems to be, and how surely, from 0 to 1."""

    field: str
    score: float
    is_private: bool = False


NOTHING: Final = Guess("", 0.0)


@cache
def _by_heading() -> dict[str, str]:
    found: dict[str, str] = {}
    for field in FIELDS.values():
        found[normal(field.key)] = field.key
        for heading in field.headings.split("|"):
            if heading:
                found.setdefault(normal(heading), field.key)
    for language in LANGUAGES:  # what our own exports are headed with
        with translation.override(language):
            for field in FIELDS.values():
                found.setdefault(normal(str(field.label)), field.key)
    return found


def normal(heading: str) -> str:
    """Return a heading with its words in small letters and single blanks."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = text.replace("e-mail", "e mail").replace("/-in", "").replace("*", "")
    return " ".join(_WORD.findall(text))


def guess(heading: str) -> Guess:
    """Return which field a heading names, if any."""
    text = normal(heading)
    if not text or len(text) > 60:
        return NOTHING
    known = _by_heading()
    if text in known:
        return Guess(known[text], 1.0)
    words = text.split()
    is_private = not _PRIVATE.isdisjoint(words)
    core = [word for word in words if word not in _BESIDE | _PRIVATE]
    if " ".join(core) in known:
        return Guess(known[" ".join(core)], 0.95, is_private)
    joined = "".join(core)
    if joined in known:
        return Guess(known[joined], 0.9, is_private)
    return _by_part(core, known, is_private=is_private)


def _by_part(core: list[str], known: dict[str, str], *, is_private: bool) -> Guess:
    """Look for the longest run of words, the later one of two, that is a heading."""
    for length in range(len(core) - 1, 0, -1):
        for start in range(len(core) - length, -1, -1):
            part = " ".join(core[start : start + length])
            if part in known and len(part) > 1:
                share = length / len(core)
                return Guess(known[part], 0.4 + 0.3 * share, is_private)
    return NOTHING
