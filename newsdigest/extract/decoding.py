"""Decodes the bytes of a document: byte order mark, declarations, then the bytes themselves.

The order is that of the WHATWG standard (BOM, Content-Type header, declaration in the document),
then UTF-8 if the bytes are valid, a detector, and windows-1252. A declaration that the bytes
disprove is ignored: legacy pages behind a server that labels everything UTF-8 are common.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern

__all__ = ["decode"]

# The standard asks for 1,024 bytes; pages that put scripts before the declaration need more.
_PRESCAN = 4096
_MOST_DECLARATIONS = 8
_SAMPLE = 4096
# Bytes given to the detector: more do not change its answer, only its time.
_DETECT = 12_000
# Fewer invalid bytes than this in a page that declares UTF-8 are damage, not another encoding.
_DAMAGE = 8
# This many multi-byte sequences, all valid, do not occur by chance: never in single-byte encodings,
# and in GBK in one text of a thousand with no more characters than these.
_PROOF = 4

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_META = pattern(
    rb"<meta[\s/][^>]{0,300}?charset\s{0,10}=\s{0,10}[\"']?\s{0,10}([^\s\"'/>;]{1,40})",
    re.IGNORECASE,
)
_XML = pattern(
    rb"\s{0,10}<\?xml\s[^>]{0,200}?encoding\s{0,10}=\s{0,10}[\"']([^\"'>]{1,40})[\"']",
    re.IGNORECASE,
)
# A run stays within the text of one element: cutting inside a character would disprove the right
# encoding.
_NOT_ASCII = pattern(rb"[^<>\x80-\xff]{0,40}[\x80-\xff][^<>]{0,%d}" % _DETECT)
_MULTIBYTE = pattern(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")

# Python's codecs of these names are narrower than the encodings that the standard means.
_CODECS = {
    "big5": "big5hkscs",
    "euc-kr": "cp949",
    "gbk": "gb18030",
    "iso-8859-8-i": "iso-8859-8",
    "macintosh": "mac-roman",
    "shift_jis": "cp932",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-user-defined": "windows-1252",
}
# What the detector may answer: encodings in which news was published, likelier ones first.
_DETECTABLE = [
    "cp1252", "cp1251", "cp1250", "iso8859_2", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "cp874", "koi8_r", "gb18030", "big5", "cp932", "euc_jp", "cp949",
]  # fmt: skip

# Punctuation beyond ASCII that every language uses; any other sign within words speaks against an
# encoding as a foreign letter does.
_MARKS = "“”„‘’‚‹›«»–—…•·©®™°§€£\xa0\xad"


def decode(content: bytes, *, charset: str | None, html: bool = False) -> str:
    """The text of `content` without byte order mark and NUL; never raises.

    `charset` is that of the Content-Type header. An XML declaration always counts, one in a meta
    element only with `html`.
    """
    return _decode(content, charset, _valid_utf8(content), html=html)


# The traces of UTF-8 that was read as windows-1252 and encoded again: control characters that no
# text contains, "â\x80\x99" for an apostrophe. Looking for these bytes costs a hundredth of a
# parse.
_TWICE = (b"\xc3\xa2\xc2\x80", b"\xc3\x83\xc2", b"\xc3\x82\xc2\xa0")
_MANGLED = pattern(
    "[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3}"
)
_CONTROLS = pattern("[\u0080-\u009f]")


def _once(text: str) -> str:
    """Decodes text that was encoded twice once more, wherever that succeeds."""
    if _CONTROLS.search(text) is None:
        return text
    return _MANGLED.sub(lambda found: _reread(found[0]), text)


def _reread(mangled: str) -> str:
    try:
        return mangled.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return mangled


def markup(content: bytes, *, charset: str | None) -> str | bytes:
    """An HTML document for a parser that reads bytes as UTF-8: unchanged if it already is UTF-8.

    Decoding and encoding it again would cost a third of the time of parsing it.
    """
    valid = _valid_utf8(content)
    text = _decode(content, charset, valid, html=True)
    if text is valid and any(map(content.__contains__, _TWICE)) and (once := _once(text)) != text:
        return once
    return content if text is valid and b"\x00" not in content else text


def _decode(content: bytes, charset: str | None, valid: str | None, *, html: bool) -> str:
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], codec)
    declared = [_codec(charset)] if charset else []
    declared.append(_without_mark(content) or _declared_inside(content, html=html))
    return _choose(content, [codec for codec in declared if codec], valid)


def _choose(content: bytes, declared: list[str], valid: str | None) -> str:
    """The first declared encoding that the bytes do not disprove, else the likeliest one.

    `valid` is the content decoded as UTF-8, or None if it is not valid UTF-8. If server and
    document disagree and one says UTF-8, a single valid sequence proves that one right.
    """
    if valid is not None and "utf-8" in declared and _MULTIBYTE.search(content):
        return valid
    for codec in declared:
        if codec == "utf-8" and valid is None:
            if len(declared) == 1 and not _is_disproved(content):
                return _decoded(content, "utf-8")
        elif codec == "utf-8" and valid is not None:
            return valid
        elif valid is None or not _is_proved(content):
            return _decoded(content, codec)
    if valid is not None:
        return valid
    return _decoded(content, "utf-8" if _is_damaged_utf8(content) else _detected(content))


def _valid_utf8(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    # Searching bytes for NUL costs a tenth of searching a str that holds wide characters.
    return text.replace("\x00", "") if b"\x00" in content else text


def _decoded(content: bytes, codec: str) -> str:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        text = content.decode(codec, "replace")
        if codec == "windows-1252":
            # The standard maps the five unused bytes to control characters; Python rejects them.
            text = text.replace("\ufffd", "")
    return text.replace("\x00", "")


def _codec(label: str) -> str | None:
    """The Python codec for a label of the WHATWG Encoding Standard, or None for any other name.

    The allowlist matters: Python would also accept "rot13", "utf-7", "idna" and "unicode_escape".
    """
    import webencodings

    try:
        encoding = webencodings.lookup(label.strip().strip("\"'")[:40])
    except (LookupError, UnicodeError):
        return None
    if encoding is None or encoding.name == "replacement":
        return _UTF32.get(label.strip().lower())
    return _CODECS.get(encoding.name, str(encoding.name))


# Not in the standard, but harmless and declared by mail and feeds.
_UTF32 = {"utf-32": "utf-32", "utf-32le": "utf-32-le", "utf-32be": "utf-32-be"}


def _declared_inside(content: bytes, *, html: bool) -> str | None:
    head = content[:_PRESCAN]
    match = _XML.match(head)
    labels = [match[1]] if match else []
    if html and not match:
        labels = _META.findall(_without_comments(head))[:_MOST_DECLARATIONS]
    # Templates leave a placeholder behind and put the right name into a second element.
    codecs = (_codec(label.decode("ascii", "replace")) for label in labels)
    codec = next(filter(None, codecs), None)
    # A declaration that is readable byte by byte is not in UTF-16, whatever it says.
    return "utf-8" if codec and codec.startswith(("utf-16", "utf-32")) else codec


def wide_encoding(content: bytes) -> str | None:
    """The codec if `content` is UTF-16 or UTF-32, with or without a byte order mark."""
    for mark, codec in _BOMS[1:]:
        if content.startswith(mark):
            return codec
    return _without_mark(content)


def _without_comments(head: bytes) -> bytes:
    """The head of a page without its comments, cut where an unclosed one begins."""
    kept = []
    for number, piece in enumerate(head.split(b"<!--")):
        kept.append(piece if number == 0 else piece.partition(b"-->")[2])
    return b"".join(kept)


def _without_mark(content: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, recognised by the zero bytes of its ASCII."""
    sample = content[: min(_SAMPLE, len(content) // 4 * 4)]
    if b"\x00" not in sample:
        return None
    quarter = len(sample) // 4
    zeros = [sample[i::4].count(0) for i in range(4)]
    for codec, empty in (("utf-32-le", (2, 3)), ("utf-32-be", (0, 1))):
        if all(zeros[i] > 0.9 * quarter for i in empty) and _is_text(content, codec):
            return codec
    low, high = zeros[1] + zeros[3], zeros[0] + zeros[2]
    for codec, share, other in (("utf-16-le", low, high), ("utf-16-be", high, low)):
        # Some CJK characters end in a zero byte: U+4E00 is "one".
        if share > 0.2 * quarter and other < 0.3 * share and _is_text(content, codec):
            return codec
    return None


def _is_text(content: bytes, codec: str) -> bool:
    try:
        text = content[: _SAMPLE * 4].decode(codec, "replace")
    except UnicodeDecodeError:
        return False
    return text.count("\ufffd") <= 2


def _is_proved(content: bytes) -> bool:
    """Whether valid UTF-8 has enough multi-byte sequences to rule out other encodings."""
    return sum(1 for _ in _first(_MULTIBYTE.finditer(content), _PROOF)) == _PROOF


def _first(matches: Iterator[re.Match[bytes]], count: int) -> Iterator[re.Match[bytes]]:
    for _, match in zip(range(count), matches, strict=False):
        yield match


def _is_disproved(content: bytes) -> bool:
    """Whether bytes declared as UTF-8 are clearly something else."""
    return not _is_damaged_utf8(content) and _invalid(content) >= _DAMAGE


def _is_damaged_utf8(content: bytes) -> bool:
    """Whether most of the non-ASCII content is UTF-8: truncated, or with a foreign snippet."""
    return sum(1 for _ in _MULTIBYTE.finditer(content)) >= 2 * _invalid(content)


def _invalid(content: bytes) -> int:
    return content.decode("utf-8", "replace").count("\ufffd")


def _detected(content: bytes) -> str:
    """The likeliest legacy encoding of the non-ASCII content; windows-1252 if none is likely."""
    import charset_normalizer

    sample = b" ".join(_NOT_ASCII.findall(content[: _DETECT * 40]))[:_DETECT]
    best = charset_normalizer.from_bytes(sample, cp_isolation=_DETECTABLE).best()
    codec = str(best.encoding) if best else "cp1252"
    if codec in _alphabets():
        # Between these, the detector is little better than chance on a few paragraphs.
        codec = max(_alphabets(), key=lambda latin: _share_of_letters(sample, latin))
    return {"cp1252": "windows-1252", "big5": "big5hkscs"}.get(codec, codec)


def _share_of_letters(sample: bytes, codec: str) -> float:
    """The share of non-ASCII letters that fit the best matching language written in `codec`."""
    letters = Counter(c for c in sample.decode(codec, "replace").lower() if c > "\x7f")
    for mark in _MARKS:
        del letters[mark]
    known = (sum(letters[c] for c in alphabet) for alphabet in _alphabets()[codec])
    return max(known) / max(1, letters.total())


@cache
def _alphabets() -> dict[str, list[str]]:
    alphabets: dict[str, list[str]] = read_toml("extract/data/alphabets.toml")["alphabets"]
    return alphabets
