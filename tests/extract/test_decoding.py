import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.extract.decoding import decode, markup

# What an old page in each encoding might say.
TEXTS = {
    "windows-1252": "Le café est fermé jusqu’à lundi ; la bibliothèque rouvrira après l’été.",
    "iso-8859-2": "Městská knihovna se v pondělí znovu otevřela. Příští týden začne výstava.",
    "windows-1250": "Městská knihovna se v pondělí znovu otevřela. Příští týden začne výstava.",
    "windows-1251": "Городская библиотека снова открыта после ремонта, сообщила мэрия.",
    "koi8-r": "Городская библиотека снова открыта после ремонта, сообщила мэрия.",
    "windows-1253": "Η δημοτική βιβλιοθήκη άνοιξε ξανά τη Δευτέρα, είπε ο δήμαρχος.",
    "windows-1254": "Şehir kütüphanesi pazartesi günü yeniden açıldı. İlk gün çok kişi geldi.",
    "windows-1255": "הספרייה העירונית נפתחה מחדש ביום שני, אמר ראש העיר לקוראים.",
    "windows-1256": "أعيد افتتاح مكتبة المدينة يوم الاثنين. وقال رئيس البلدية إنها مجانية.",
    "gbk": "市图书馆星期一重新开放。市长说，读者可以免费借书，新的儿童阅览室也将开放。",
    "big5": "市圖書館星期一重新開放。市長說，讀者可以免費借書，新的兒童閱覽室也將開放。",
    "shift_jis": "市立図書館は月曜日に再開した。市長は、誰でも無料で本を借りられると述べた。",
    "euc-jp": "市立図書館は月曜日に再開した。市長は、誰でも無料で本を借りられると述べた。",
    "euc-kr": "시립 도서관이 월요일에 다시 문을 열었다. 시장은 누구나 빌릴 수 있다고 말했다.",
    "windows-874": "ห้องสมุดเมืองเปิดอีกครั้งในวันจันทร์ นายกเทศมนตรีกล่าวว่ายืมหนังสือได้ฟรี",
}
PYTHON = {"windows-874": "cp874"}
SENTENCE = "Die Bücherei öffnet früh."


def page(text: str, declared: str | None, codec: str) -> bytes:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}<title>t</title></head><p>{text}</p>".encode(codec)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("how", ["header", "meta", "detected"])
def test_legacy_pages_are_read_without_loss(name: str, how: str) -> None:
    """A legacy page is decoded fully by header or meta, or by its bytes alone."""
    text, codec = TEXTS[name], PYTHON.get(name, name)
    content = page(text, name if how == "meta" else None, codec)
    decoded = decode(content, charset=name if how == "header" else None, html=True)
    assert text in decoded
    assert "\ufffd" not in decoded


@pytest.mark.parametrize("name", ["gbk", "big5", "shift_jis", "euc-jp", "euc-kr"])
def test_a_text_without_tags_is_recognised(name: str) -> None:
    """A two-byte character is not cut in the sample that identifies its encoding."""
    text = f"{TEXTS[name]}\n\n{TEXTS[name] * 4}\n"
    for start in range(3):
        content = b"x" * start + text.encode(name)
        assert text in decode(content, charset=None, html=False)


def test_a_placeholder_declares_nothing() -> None:
    """Of several declarations the first that names an encoding counts."""
    text = "Urząd miasta poinformował, że wiosną popłynie nowy prom."
    head = b'<meta charset="$charset"><meta charset="iso-8859-2">'
    assert text in decode(head + text.encode("iso-8859-2"), charset=None, html=True)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("unit", ["<p>{}</p>", "{} ", "{}\n\n"])
@pytest.mark.parametrize("count", [2, 7, 40])
def test_detection_does_not_depend_on_length(name: str, unit: str, count: int) -> None:
    """No sample is cut inside a character, so long paragraphs are read as short ones are."""
    text, codec = TEXTS[name], PYTHON.get(name, name)
    content = (unit.format(text) * count).encode(codec)
    assert decode(content, charset=None, html=True).count(text) == count


BOM = "\ufeff".encode()


@pytest.mark.parametrize(
    ("mark", "header", "meta", "codec"),
    [
        (BOM, "windows-1251", "windows-1252", "utf-8"),
        (BOM, None, "gbk", "utf-8"),
        (b"\xff\xfe", "utf-8", "windows-1252", "utf-16-le"),
        (b"\xfe\xff", "utf-8", None, "utf-16-be"),
        (b"\xff\xfe\x00\x00", "utf-8", None, "utf-32-le"),
        (b"", "windows-1252", "utf-8", "windows-1252"),
        (b"", "utf-8", "windows-1252", "utf-8"),
        (b"", "iso-8859-1", "koi8-r", "windows-1252"),
        (b"", None, "windows-1252", "windows-1252"),
        (b"", None, "utf-16", "utf-8"),
        (b"", None, None, "utf-8"),
        (b"", None, None, "windows-1252"),
    ],
)
def test_mark_before_header_before_meta_before_utf8(
    mark: bytes, header: str | None, meta: str | None, codec: str
) -> None:
    """If they disagree, the byte order mark wins over the header, and the header over the meta."""
    content = mark + page(SENTENCE, meta, codec)
    assert SENTENCE in decode(content, charset=header, html=True)


def test_a_false_utf8_header_gives_way_to_the_page() -> None:
    """A server that labels everything UTF-8 does not spoil a page that declares its charset."""
    content = page(SENTENCE, "iso-8859-1", "latin-1")
    assert SENTENCE in decode(content, charset="utf-8", html=True)


@pytest.mark.parametrize("header", ["iso-8859-1", "windows-1252", "us-ascii", "gb2312"])
def test_one_character_proves_a_declaration_of_utf8(header: str) -> None:
    """Against a server's default, if the bytes are valid: no other charset is, by chance."""
    assert "Café Lindner" in decode(
        page("Café Lindner", "utf-8", "utf-8"), charset=header, html=True
    )


@pytest.mark.parametrize(
    "declared",
    ["gb2312", "gb18030", "iso-8859-2", "iso-8859-9", "shift_jis", "ks_c_5601-1987", "koi8-r"],
)
@pytest.mark.parametrize("how", ["header", "meta"])
@pytest.mark.parametrize("name", ["windows-1252", "windows-1253", "gbk", "euc-kr"])
def test_valid_utf8_disproves_any_legacy_declaration(declared: str, how: str, name: str) -> None:
    """Several valid sequences and no invalid one are no coincidence, whatever is declared."""
    content = page(TEXTS[name], declared if how == "meta" else None, "utf-8")
    charset = declared if how == "header" else None
    assert TEXTS[name] in decode(content, charset=charset, html=True)


@pytest.mark.parametrize("label", ["nope", "utf-7", "rot13", "idna", "unicode_escape", "", "\x00"])
def test_names_of_other_codecs_are_ignored(label: str) -> None:
    """Only labels of the Encoding Standard choose a decoder (ENC02)."""
    content = page(SENTENCE + " +AGE- \\x41", label, "utf-8")
    assert "+AGE- \\x41" in decode(content, charset=label, html=True)
    assert SENTENCE in decode(content, charset=label, html=True)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [SENTENCE, TEXTS["gbk"]])
def test_wide_encodings_are_read_without_a_mark(codec: str, text: str) -> None:
    """UTF-16 and UTF-32 are recognised by the zero bytes of their ASCII (ENC03)."""
    assert text in decode(page(text, None, codec), charset=None, html=True)


def test_damage_in_utf8_stays_damage() -> None:
    """Invalid bytes in a UTF-8 text become U+FFFD and do not affect the rest (ENC04)."""
    content = "früh ".encode() + b"\xff" + " öffnet".encode()
    assert decode(content, charset=None, html=False) == "früh \ufffd öffnet"
    assert decode(b"abc \xff def", charset="utf-8", html=False) == "abc \ufffd def"


def test_ambiguous_double_encoding_is_unchanged() -> None:
    """If no control character proves that it was encoded twice, nothing is guessed (ENC05)."""
    text = "cafÃ© crÃ¨me"
    assert decode(text.encode(), charset="utf-8", html=True) == text


def test_zero_bytes_are_dropped() -> None:
    """NUL never reaches the parser or the output (ENC07)."""
    assert decode(b"<title>a\x00b</title>" * 20, charset=None, html=True).count("\x00") == 0


def test_an_xml_declaration_counts_without_html() -> None:
    """A feed declares its encoding in the XML declaration, and a meta in it is ignored."""
    xml = f'<?xml version="1.0" encoding="iso-8859-1"?><meta charset="koi8-r"/><t>{SENTENCE}</t>'
    assert SENTENCE in decode(xml.encode("latin-1"), charset=None, html=False)


def test_a_declaration_in_a_comment_does_not_count() -> None:
    """Comments declare nothing."""
    content = b'<!-- <meta charset="koi8-r"> -->' + page(SENTENCE, "windows-1252", "windows-1252")
    assert SENTENCE in decode(content, charset=None, html=True)


@given(st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=12)))
def test_any_bytes_become_text(content: bytes, charset: str | None) -> None:
    """No input raises, and the result has no lone surrogate or NUL."""
    text = decode(content, charset=charset, html=True)
    text.encode()
    assert "\x00" not in text


@pytest.mark.parametrize(
    "text", ["the keeper’s “lamp” – lit again", "Die Bücherei öffnet früh – um acht"]
)
def test_a_page_that_was_encoded_twice_is_decoded_twice(text: str) -> None:
    """An apostrophe is then a letter and two control characters, which no text has (ENC05)."""
    twice = page(text, "utf-8", "utf-8").decode("latin-1").encode("utf-8")
    assert text in str(markup(twice, charset="utf-8"))


def test_text_about_double_encoding_is_unchanged() -> None:
    """A text about the fault prints it with visible letters."""
    content = page("What became of Ã© and â€™ in our archive: a story of 1998.", "utf-8", "utf-8")
    assert markup(content, charset="utf-8") == content
