"""Language identification."""

from __future__ import annotations

import pytest

from newsdigest.language import identify, language_of

TEXTS = {
    "ar": "سيفتح السوق أبوابه صباح السبت بعد أن كان مغلقا.",
    "bg": "Пазарът ще отвори в събота сутринта.",
    "ca": "El mercat va obrir dissabte al matí amb molta gent als carrers.",
    "cs": "Trh se otevře v sobotu ráno.",
    "da": "Hun blev efter ulykken kørt til hospitalet af sin mand.",
    "de": "Stadtrat beschließt neue Buslinie nach Streit",
    "el": "Η αγορά ανοίγει το Σάββατο.",
    "en": "Town to open a new library after a year of repairs",
    "es": "El mercado abrirá sus puertas el sábado por la mañana.",
    "fa": "بازار صبح شنبه باز می‌شود و تا شب باز است.",
    "fi": "Tori avataan lauantaiaamuna, ja se on ollut suljettu.",
    "fr": "Les pompiers ont éteint un feu dans une école",
    "he": "השוק ייפתח בשבת בבוקר.",
    "hi": "एक ट्रेन और बस की टक्कर में तीन लोग घायल हो गए",
    "hr": "Tržnica se otvara u subotu ujutro nakon što je bila zatvorena.",
    "hu": "A piac szombat reggel nyílik meg.",
    "id": "Polisi mengatakan bahwa dia bisa pulang karena hujan.",
    "it": "Il mercato riapre sabato dopo che era stato chiuso per la pioggia.",
    "ja": "市場は土曜日の朝に再開する。",
    "ko": "시장은 토요일 아침에 다시 문을 연다.",
    "ms": "Polis berkata beliau boleh pulang kerana hujan lebat.",
    "nl": "De markt is zaterdag weer open en het wordt druk.",
    "no": "Hun ble etter ulykken kjørt til sykehuset av sin mann.",
    "pl": "Targ zostanie otwarty w sobotę rano.",
    "pt": "O mercado abrirá as portas no sábado de manhã.",
    "ro": "Piața se va deschide sâmbătă dimineața.",
    "ru": "Рынок был закрыт, но он откроется в субботу.",
    "sk": "Trh sa otvorí v sobotu ráno podľa mesta.",
    "sr": "Пијаца ће се отворити у суботу ујутро.",
    "sv": "Torget öppnar på lördag och det är gratis att gå in.",
    "th": "ตลาดจะเปิดเช้าวันเสาร์",
    "tl": "Magbubukas ang palengke sa Sabado ng umaga.",
    "tr": "Pazar yağmur sonrası yeniden açıldı ve çok kişi geldi.",
    "uk": "Ринок відкриється в суботу вранці.",
    "ur": "بازار ہفتے کی صبح کھلے گا اور شام کو بند ہو گا۔",
    "vi": "Chợ sẽ mở cửa vào sáng thứ Bảy.",
    "zh": "市场将于星期六早上重新开放。",
}


@pytest.mark.parametrize("language", TEXTS)
def test_one_sentence_is_enough(language: str) -> None:
    """The common languages of news are identified by one line."""
    assert identify(TEXTS[language]) == language


@pytest.mark.parametrize(
    "text", ["", "2026", "Kuala Lumpur", "😀😀", "Bus", "Lim 3, Tan 1", "\ud800"]
)
def test_what_does_not_tell_is_unknown(text: str) -> None:
    """Names, numbers and signs identify no language."""
    assert identify(text) is None


def test_a_quote_in_another_language_does_not_change_it() -> None:
    """Most of the words decide."""
    text = "The mayor said “le marché est dans la rue” and then the people of the town laughed."
    assert identify(text) == "en"


HEADLINES = {
    "da": "Svømmehallen forbliver lukket til påske",
    "de": "Schwimmbad bleibt bis Ostern geschlossen",
    "en": "Swimming pool shut until Easter",
    "es": "Piscina municipal cerrada hasta Semana Santa",
    "fi": "Uimahalli suljetaan remontin vuoksi",
    "fr": "Piscine municipale fermée jusqu'à Pâques",
    "it": "Piscina comunale chiusa fino a Pasqua",
    "nl": "Zwembad blijft dicht tot Pasen",
    "pl": "Pływalnia miejska zamknięta do Wielkanocy",
    "pt": "Piscina municipal fechada até à Páscoa",
    "ru": "Городской бассейн закрыли до весны",
    "sv": "Simhallen hålls stängd över vintern",
    "tr": "Belediye havuzu bahara kadar kapatıldı",
    "uk": "Міський басейн зачинили до весни",
    "ur": "شہر کا تالاب بہار تک بند",
}


@pytest.mark.parametrize("language", HEADLINES)
def test_a_headline_is_enough(language: str) -> None:
    """Without common words the trigrams decide."""
    assert identify(HEADLINES[language]) == language


GERMAN = " ".join([TEXTS["de"] + ".", HEADLINES["de"] + ".", "Die Stadt sucht nun Geld dafür."] * 3)
NORWEGIAN = " ".join([TEXTS["no"]] * 5)


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (GERMAN, "en", "de"),
        (TEXTS["ar"], "en", "ar"),
        (TEXTS["zh"] * 3, "en", "zh"),
        (TEXTS["ru"], "uk", "uk"),
        (TEXTS["de"], "en", "en"),
        (GERMAN, "lb", "lb"),
        (NORWEGIAN, "da", "da"),
        (NORWEGIAN, "nn", "nn"),
        (TEXTS["de"], None, "de"),
        ("", "de", "de"),
        ("", None, None),
    ],
)
def test_a_long_text_corrects_what_is_declared(
    text: str, declared: str | None, language: str | None
) -> None:
    """But not a short text in the same script, nor one in a similar or an unknown language."""
    assert language_of(text, declared) == language


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("iPhone 16 Proの新機能まとめ", "ja"),
        ("NVIDIA GeForce RTX 5090 レビュー", None),
        ("LG Electronics 신제품 공개", "ko"),
        ("Samsung Galaxy S26 Ultra 사전예약", None),
        ("Sony WH-1000XM6 发布会直播", "zh"),
        ("The band 東京事変 returns to the stage in Tokyo", "en"),
        ("Der Begriff 無 ist im Zen zentral und wird oft übersetzt", "de"),
    ],
)
def test_names_in_letters_do_not_decide(headline: str, language: str | None) -> None:
    """A short text of two scripts is Chinese, Japanese, Korean or unknown, unless words decide."""
    assert identify(headline) == language


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Polis tahan lelaki berhubung kes curi kereta", "ms"),
        ("Hospital baharu siap pada bulan Ogos", "ms"),
        ("Polisi tangkap pria terkait kasus pencurian mobil", "id"),
        ("Mahasiswa ajukan bantuan mulai pekan ini", "id"),
    ],
)
def test_malay_and_indonesian_differ_in_their_words(headline: str, language: str) -> None:
    """Words that only one of the two has tell them apart in a headline."""
    assert identify(headline) == language
