"""Masks secrets in URLs: user names, passwords, tokens, and what looks like one."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from unicodedata import normalize
from urllib.parse import unquote

from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

__all__ = ["holds_secret", "masked", "masked_address", "masked_name", "without_login"]

_USER = pattern(r"(?<=//)[^/?#\s]*@")
# A parameter's name and equals sign, plain or percent-encoded once or several times, as in a URL
# inside a parameter of another. Names contain no encoded slash, question mark or equals sign.
_ESCAPED = r"%(?:25){0,4}"
_NAME = pattern(
    rf"(?:[?&;#/]|{_ESCAPED}(?:3f|26|3b|23|2f))"
    rf"((?:[^=&;#?/\s\"'<>%]|%(?!(?:25){{0,4}}(?:3f|26|3b|23|3d|2f))){{1,80}})"
    rf"(=|{_ESCAPED}3d)",
    re.IGNORECASE,
)
# Ends a value after a plain equals sign. After an encoded one, a divider encoded at most as often
# ends it as well.
_DIVIDER = pattern(r"[&;#\s]")
_ESCAPED_DIVIDER = pattern(r"%((?:25){0,4})(?:26|3b|23)", re.IGNORECASE)
# A value may contain quotes and brackets; those at its end belong to the surrounding text.
_TRAILING = "\"'<>:.,)"
# User and password in an address typed without its scheme, me:password@host/feed. The bounds keep
# the cost linear; tokens used as passwords are shorter.
_TYPED_USER = pattern(r"(?<![^\s'\"(=])(?!mailto:)[^\s/:@'\"(]{1,200}:[^\s/@'\"]{1,500}@(?=[\w.-])")
_SEGMENT = pattern(r"(?<=[^/]/)[^/?#\s\"'<>]{6,}")
_LONGEST_NAME = 80
_INSPECTED = 2000
_ESCAPED_USER = pattern(
    rf"((?:{_ESCAPED}2f){{2}})(?:(?!{_ESCAPED}(?:2f|3f|23|40))[^/?#&\s]){{1,200}}(?={_ESCAPED}40)",
    re.IGNORECASE,
)
_WORD_ENDS = pattern(r"(?<=[a-z])(?=[A-Z])|[\W\d_]+")
_ACCENTS = pattern(r"[\u0300-\u036f]")
# A whole part of an address: a segment of its path, or the value of a parameter.
_PART = pattern(r"(?<!//)(?<=[/=#?])[\w~%+-]{20,}={0,2}(?=$|[./?&;#\s\"'<>)])")
_HOST = pattern(r"//(?:[^/?#\s@]*@)?([^/?#:\s]+)")
_RUN = pattern(r"[A-Za-z0-9]+")
# Letters and digits in one word, capitals inside a word, or a long number.
_MIXED = pattern(r"[A-Za-z][0-9]|[0-9][A-Za-z]|[a-z][A-Z]|[0-9]{6}|\w{20}")
_HEXADECIMAL = pattern(r"[0-9a-f]+", re.IGNORECASE)
# Shorter hexadecimal strings are ids of articles and shows in content management systems.
_LONGEST_PUBLIC_HEXADECIMAL = 31
# None of 173 addresses that public feeds give as their own has so long a run of letters and digits
# with so many changes of kind.
_SHORTEST_RUN = 16
_FEWEST_CHANGES = 5
# Random letters change case at half of their positions, words with capitals less often unless they
# are short; Base64 changes kind at 62 of 100 positions.
_SHORTEST_LETTERS = 22
_MOST_CHANGES_OF_WORDS = 0.4
_BASE64 = pattern(r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[A-Za-z0-9_-]+")
_FEWEST_CHANGES_OF_BASE64 = 0.45


@valueclass
class _SecretNames:
    last_words: frozenset[str]
    ends: tuple[str, ...]
    ambiguous: frozenset[str]
    public: frozenset[str]


@cache
def _secret_names() -> _SecretNames:
    data = read_toml("masking/data/secrets.toml")
    return _SecretNames(
        frozenset(map(_plain, data["last_words"])),
        tuple(map(_plain, data["ends"])),
        frozenset(data["ambiguous"]),
        frozenset(data["public"]),
    )


def masked(text: str) -> str:
    """The text with secrets in URLs replaced by `***`."""
    if "%" in text:
        text = _ESCAPED_USER.sub(r"\1***", text)
    if "//" in text:
        text = _SEGMENT.sub(_mask_random, _USER.sub("***@", text))
    return "".join(_without_secret_values(text)) if "=" in text or "%" in text else text


def masked_address(url: str) -> str:
    """A feed's address without secrets, including parts that look like one.

    Not for links to articles: many sites use hashes as article ids.
    """
    shown = masked(_TYPED_USER.sub("***@", url))
    host = _HOST.search(shown)
    if host is None or host[1].lower() in _secret_names().public:
        return shown
    return _PART.sub(_mask_part, _SEGMENT.sub(_mask_mixed, shown))


def masked_name(name: str | None) -> str | None:
    """A feed's name; if it is an address, without its secrets."""
    return masked_address(name) if name and "//" in name else name


def holds_secret(url: str) -> bool:
    """Whether a feed's address contains a secret."""
    return masked_address(url) != url


def without_login(text: str, user: str, password: str) -> str:
    """What a mail server says, without parts of the login that it may repeat."""
    for secret in (f"\0{user}\0{password}", password):
        for form in (b64encode(secret.encode()).decode(), secret):
            text = text.replace(form, "***")
    return text


def _without_secret_values(text: str) -> Iterator[str]:
    """The pieces of the text, with `***` for values whose names are those of secrets."""
    start = place = 0
    while name := _NAME.search(text, place):
        place = name.end()
        if name[0][0] == "/" and "//" not in text:  # a folder of this machine
            continue
        value = _secret_value(text, name)
        if value:
            yield text[start:place]
            yield "***"
            start = place = place + len(value)
    yield text[start:]


def _secret_value(text: str, name: re.Match[str]) -> str:
    """The value after an equals sign if it is a secret, else empty."""
    plain = _plain(name[1])
    if not _is_secret_name(plain) and plain.lower() not in _secret_names().ambiguous:
        return ""
    start = name.end()
    # Checking only the beginning keeps thousands of such names from taking quadratic time.
    if not _is_secret(plain, _value(text[start : start + _INSPECTED], 0, name[2])):
        return ""
    return _value(text, start, name[2])


def _value(text: str, start: int, equals: str) -> str:
    end = len(text)
    if divider := _DIVIDER.search(text, start):
        end = divider.start()
    if equals != "=":
        level = len(equals) - len("%3d")
        escaped = _ESCAPED_DIVIDER.finditer(text, start, end)
        end = next((each.start() for each in escaped if len(each[1]) <= level), end)
    return text[start:end].rstrip(_TRAILING)


def _plain(name: str) -> str:
    """A parameter's name, decoded and without accents.

    >>> _plain("contrase%25C3%25B1a"), _plain("clientSecret")
    ('contrasena', 'clientSecret')
    """
    text = unquote(re.sub("%(?:25)+", "%", name))
    return text if text.isascii() else normalize("NFC", _ACCENTS.sub("", normalize("NFKD", text)))


def _is_secret(name: str, value: str) -> bool:
    names = _secret_names()
    lower = name.lower()
    if lower in names.public:
        return False
    return _is_secret_name(name) or (lower in names.ambiguous and looks_secret(value))


def _is_secret_name(name: str) -> bool:
    """Whether values of this name are secrets."""
    words = [word for word in _WORD_ENDS.split(name) if word]
    is_named = bool(words) and words[-1].lower() in _secret_names().last_words
    return is_named or "".join(words).lower().endswith(_secret_names().ends)


def _mask_random(segment: re.Match[str]) -> str:
    """A path segment, masked if the one before is a secret's name and it looks random."""
    is_secret = looks_secret(segment[0].partition(".")[0]) and _is_secret_name(
        _previous_segment(segment)
    )
    return "***" if is_secret else segment[0]


def _mask_mixed(segment: re.Match[str]) -> str:
    """The same for feeds' addresses, where mixed letters and digits after the name are enough."""
    runs = _RUN.findall(segment[0])
    is_secret = any(map(_MIXED.search, runs)) and _is_secret_name(_previous_segment(segment))
    return "***" if is_secret else segment[0]


def _previous_segment(segment: re.Match[str]) -> str:
    """The path segment before this one."""
    end = segment.start() - 1
    return _plain(segment.string[max(end - _LONGEST_NAME, 0) : end].rpartition("/")[2])


def _mask_part(part: re.Match[str]) -> str:
    name = re.search(r"([^=&;#?/\s]+)=$", part.string[: part.start()])
    is_public = name is not None and name[1].lower() in _secret_names().public
    return part[0] if is_public or not looks_secret(part[0]) else "***"


def looks_secret(text: str) -> bool:
    """Whether part of an address looks random: a long mix of letters and digits.

    >>> looks_secret("9f8a7c6e5d4b3a291807f6e5d4c3b2a1"), looks_secret("ferry-landing-reopens-2026")
    (True, False)
    """
    run = max(_RUN.findall(text), key=len, default="")
    return _is_random(run) or _is_random_base64(text.rstrip("="))


def _is_random(run: str) -> bool:
    if len(run) < _SHORTEST_RUN or run.isdigit():
        return False
    if _HEXADECIMAL.fullmatch(run):
        return len(run) > _LONGEST_PUBLIC_HEXADECIMAL and not run.isalpha()
    changes = _changes(run)
    if any(map(str.isdigit, run)):
        return changes >= _FEWEST_CHANGES
    return len(run) >= _SHORTEST_LETTERS and changes >= _MOST_CHANGES_OF_WORDS * len(run)


def _is_random_base64(text: str) -> bool:
    """Whether it looks like URL-safe Base64, in which - and _ count as letters."""
    if len(text) < _SHORTEST_RUN or not _BASE64.fullmatch(text):
        return False
    return _changes(re.sub("[-_]", "", text)) >= _FEWEST_CHANGES_OF_BASE64 * len(text)


def _changes(run: str) -> int:
    """How often the kind of character changes: lower case, upper case, digit."""
    kinds = ["d" if each.isdigit() else "u" if each.isupper() else "l" for each in run]
    return sum(one != other for one, other in pairwise(kinds))
