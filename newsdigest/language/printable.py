"""Makes untrusted text safe for every output: terminal, file, JSON, mail header.

Removes escape sequences, control characters, direction overrides and invisible characters. Ordinary
text in any script is unchanged.
"""

from __future__ import annotations

import re
import unicodedata

from newsdigest.patterns import pattern

# Combining marks on one character. Vietnamese, Thai and Arabic need two, pointed Hebrew and Tibetan
# stacks up to five; "zalgo" text has dozens, which overlap the lines above and below.
MAX_MARKS = 5
# Joiners in one emoji: the longest that vendors support (a kiss, a family of four) have three.
MAX_EMOJI_JOINERS = 4

_INDENT = 4

# Without U+0085, a line break, which is handled as white space.
_C1 = pattern(r"[\x80-\x84\x86-\x9f]+")

# ECMA-48: control sequences; strings (OSC, DCS, SOS, PM, APC) up to BEL or ST on the same line;
# other sequences of two or three characters; ESC alone. Unterminated strings lose the introducer.
_ESCAPE = pattern(
    r"\x1b(?:\[[0-?]*+[ -/]*+[@-~]|[\]PX^_][^\x07\x1b\n\r]*+(?:\x07|\x1b\\)|[!-/]{0,2}[0-~])?"
)

# Invisible: the other controls, soft hyphen, grapheme joiner, letter
# fillers, zero-width and direction characters (not the two joiners), tags, noncharacters.
_HIDDEN = (
    r"\x00-\x08\x0e-\x1b\x7f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_DROPPED = pattern(f"[{_HIDDEN}]+")

# Every combining mark is outside \w, so only runs of six such characters need a closer look.
_MARK_RUN = pattern(rf"[^\w\s\x00-\u02ff]{{{MAX_MARKS + 1},}}")

# Variation selectors choose a shape of the preceding character: an emoji, a symbol, an ideograph.
# Elsewhere, or two in a row, they can only smuggle data.
_SELECTORS = r"\ufe00-\ufe0f\U000e0100-\U000e01ef"
_STRAY_SELECTOR = pattern(
    r"[\ufe00-\ufe0f](?<![#*0-9\xa9\xae\u1000-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e"
    r"\u2070-\u2fff\u3001-\ufdcf\ufe10-\ufefe\U00010000-\U0001bc9f\U0001bca4-\U0003ffff].)"
    r"|[\U000e0100-\U000e01ef](?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff].)"
)

# The joiners shape words in Arabic, Syriac, Mongolian, Indic and Southeast Asian scripts; after an
# Indic virama they also end words (the older Malayalam chillu).
_JOINING = (
    r"\u0620-\u06d3\u06d5\u06ee-\u06ff\u0710-\u077f\u07ca-\u07ea\u0840-\u0858\u08a0-\u08c9"
    r"\u0900-\u0dff\u0e80-\u0edf\u0f40-\u0fbc\u1000-\u109f\u1780-\u17d3\u1820-\u18aa\ua840-\ua873"
)
_VIRAMA = r"\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
_PICTURE = r"\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_TINT = r"\ufe0f\U0001f3fb-\U0001f3ff"
_EMOJIS = rf"[{_PICTURE}][{_TINT}]{{0,2}}(?:\u200d[{_PICTURE}][{_TINT}]{{0,2}})+"
_JOINED_EMOJI = pattern(_EMOJIS)
_JOINER = pattern(
    rf"(?P<emoji>{_EMOJIS})"
    rf"|(?P<word>(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])|(?<=[{_VIRAMA}])[\u200c\u200d])"
    rf"|[\u200c\u200d]"
)

# Text without any of these is clean, unless it has a run of marks. White space is split anyway.
_SUSPECT = pattern(rf"[{_HIDDEN}\x80-\x84\x86-\x9f\ud800-\udfff\u200c\u200d{_SELECTORS}]")
_BLANK_LINES = pattern(r"\n{3,}")


def printable(text: str, *, multiline: bool = False) -> str:
    r"""The text as one line that is safe to print anywhere; `multiline` keeps breaks and indents.

    Removes escape sequences (whole; the text after an unterminated one stays), C0, DEL, C1,
    direction, zero-width and tag characters; lone surrogates become U+FFFD. Normalised to NFC, not
    to NFKC, which would change the wording. White space is collapsed; marks and joiners are capped
    per character, and joiners stay where emoji or scripts need them. Idempotent.

    >>> printable("Rain \x1b[31mand\x1b[0m\tsnow")
    'Rain and snow'
    """
    if not multiline:
        return _line(text)
    lines = "\n".join(_indented(line) for line in text.splitlines())
    return _BLANK_LINES.sub("\n\n", lines).strip("\n")


def _indented(line: str) -> str:
    body = _line(line)
    # Only spaces and tabs indent: Chinese paragraphs begin with two ideographic spaces.
    width = len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(_INDENT))
    return " " * width + body if body else ""


def _line(text: str) -> str:
    line = " ".join(text.split())
    if line.isascii() and line.isprintable():
        return line
    clean = not _SUSPECT.search(line) and unicodedata.is_normalized("NFC", line)
    if clean and not _MARK_RUN.search(line):
        return line
    return " ".join(_scrub(text).split())


def _scrub(text: str) -> str:
    # The order matters. C1 goes before the sequences, which could otherwise be cut in two by it or
    # swallow text; marks are counted in NFC, which can make two of one; a selector or a joiner is
    # judged by neighbours that stay.
    text = _without_surrogates(text)
    text = _ESCAPE.sub("", _C1.sub("", text))
    text = unicodedata.normalize("NFC", _DROPPED.sub("", text))
    text = _MARK_RUN.sub(_cap_marks, text)
    text = _JOINER.sub(_joined, _STRAY_SELECTOR.sub("", text))
    return unicodedata.normalize("NFC", text)


def _without_surrogates(text: str) -> str:
    """The text with surrogate pairs joined and lone surrogates replaced by U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _cap_marks(run: re.Match[str]) -> str:
    kept = []
    marks = 0
    for character in run[0]:
        # A joiner continues the character like a mark, so it must not restart the count.
        is_mark = character in "\u200c\u200d" or unicodedata.category(character)[0] == "M"
        marks = marks + 1 if is_mark else 0
        if marks <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _joined(match: re.Match[str]) -> str:
    if match["word"]:
        return match[0]
    if not match["emoji"]:
        return ""
    pictures = match[0].split("\u200d")
    head, rest = pictures[: MAX_EMOJI_JOINERS + 1], pictures[MAX_EMOJI_JOINERS + 1 :]
    return "\u200d".join(head) + "".join(rest)
