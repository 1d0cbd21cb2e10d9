"""Names of people, and what takes their place: sections, firms, jobs, buttons, codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from newsdigest.package_data import read_toml
from newsdigest.press.agencies import agency_name, is_newsroom
from newsdigest.press.known_publications import publication_named
from newsdigest.press.section_words import is_section
from newsdigest.press.words import common_words, is_wide, publication_words, words_of

__all__ = [
    "EDGES",
    "is_account",
    "is_full_name",
    "is_job_line",
    "is_particle",
    "is_person",
    "is_role",
]

EDGES: Final = " \t\n\"'“”‘’.,:;：|-–—·•/&[]=＝・*"
LETTERS: Final = re.compile(r"[^\W\d_]")
# Addresses, and "design:", "photo:" and template slots in the place of a name.
_NO_NAME: Final = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|html?)\b|:\s|[{}<>=%_]|\w\.\w+\.\w|\d", re.IGNORECASE
)
LONGEST_NAME: Final = 118
_LONGEST_FULL_NAME: Final = 40
_MOST_WORDS: Final = 6
# A name in this many capitals may be somebody's initials.
_INITIALS: Final = 4
# Chinese and Korean names have four characters at most, foreign ones in Japanese more.
_LONGEST_WIDE: Final = 12


def is_person(name: str) -> bool:
    """Whether a name may be that of a person or a user, and not of a thing.

    >>> [is_person(name) for name in ("Ana Rivers", "World News", "Harbour GmbH", "Web Desk")]
    [True, False, False, False]
    """
    words = name.casefold().split()
    if not words or len(words) > _MOST_WORDS or not 1 < len(name) <= LONGEST_NAME:
        return False
    if not LETTERS.search(name) or _NO_NAME.search(name) or is_placeholder_author(name):
        return False
    if is_wide(name[0]):
        return len(name) <= _LONGEST_WIDE and not name.endswith(tuple(byline_words("wide_groups")))
    return not (_is_code(name) or _is_thing(name, [word.strip(EDGES) for word in words]))


def _is_code(name: str) -> bool:
    """Whether a single word is a code and no name: "KWCHCIK", "det"."""
    if name.isascii() and name.islower() and len(name) < _INITIALS:
        return True
    vowels = sum(letter in "AEIOUY" for letter in name)
    return len(name) > _INITIALS and name.isupper() and name.isalpha() and 4 * vowels < len(name)


def _is_thing(name: str, words: Sequence[str]) -> bool:
    if len(words) > 1 and (words[-1] in byline_words("firms") or _is_body(words)):
        return True
    if words[-1].endswith("redaktion") or name.casefold() in cities():
        return True
    if words[-1] in byline_words("others") or all(_is_of_the_trade(word) for word in words):
        return True
    if is_group(name):
        return any(word in publication_words() for word in words[1:-1])
    if len(words) > 1 and name.split()[0].casefold() in byline_words("articles"):
        return True
    if " " in name and any(word[0].islower() and not is_particle(word) for word in name.split()):
        return name != name.lower()
    return is_section(name) or _is_publication(words) or _is_known(name, words)


def _is_body(words: Sequence[str]) -> bool:
    """Whether it is named as organisations are: "Harbour Institute", "Ministry of Health"."""
    bodies = byline_words("bodies")
    return words[-1] in bodies or (words[0] in bodies and words[1] in ("of", "for"))


@cache
def cities() -> frozenset[str]:
    """Cities that take the place of a name: "LONDON"."""
    return frozenset(read_toml("press/data/datelines.toml")["cities"])


def _is_known(name: str, words: Sequence[str]) -> bool:
    """Whether it is a known newsroom or publication.

    The table of publications is consulted only if a word suggests one.
    """
    if is_newsroom(name) and agency_name(name) is None:
        return True
    asked = len(words) == 1 or any(word in publication_words() for word in words)
    return asked and publication_named(name) is not None


def _is_of_the_trade(word: str) -> bool:
    lists = ("roles", "groups", "trades", "not_names")
    return any(word in byline_words(name) for name in lists) or is_section(word)


def is_group(name: str) -> bool:
    """Whether it names a group of staff: "Harbour Team"."""
    words = words_of(name)
    at_edge = bool(words) and (words[-1] in byline_words("groups") or words[0] == "team")
    return at_edge and not all(map(_is_of_the_trade, words))


def _is_publication(words: Sequence[str]) -> bool:
    """Whether a name is that of a newspaper: with two typical words, or one that only they use.

    "Emily Post" and "Ada Star" are people.
    """
    papers = [word for word in words if word in publication_words()]
    surely = words[-1] in publication_words() - common_words()
    return len(words) > 1 and (surely or len(papers) > 1 or bool(papers and words[0] == "the"))


def is_news_house(name: str) -> bool:
    """Whether a name begins with that of a known news house, as its stations' do: "NDR Info"."""
    words = name.split()
    return len(words) > 1 and words[0].isupper() and publication_named(words[0]) is not None


def is_placeholder_author(name: str) -> bool:
    """Whether content systems use the name if no author is known."""
    return name.casefold() in byline_words("nobody")


def is_account(name: str) -> bool:
    """Whether a name is a user account: "jane.doe", "webteam"."""
    return " " not in name and name.islower() and name.isascii()


def is_role(name: str, *, behind_a_name: bool = False) -> bool:
    """Whether it is a role and not a name: "Staff Writer", but not "Harbour Team".

    After a name, any word of it is enough: "Deputy Tech Editor".
    """
    words = words_of(name)
    first = next((n for n, word in enumerate(words) if word in byline_words("roles")), None)
    if first is not None:
        return (first < 2 or behind_a_name) and not is_group(name)
    return name in byline_words("wide_roles") or name.endswith(tuple(byline_words("wide_groups")))


def is_job_line(text: str) -> bool:
    """Whether a short line is a job title: "Senior Tech Writer"."""
    words = words_of(text)
    return 0 < len(words) <= _MOST_WORDS and words[-1] in byline_words("roles")


def without_wide_role(name: str) -> str:
    """A name without the role after it: "홍길동 기자" becomes "홍길동"."""
    if not is_wide(name[:1]):
        return name
    bare = name
    for word in _wide_roles():
        bare = bare.removesuffix(word).strip(EDGES).removeprefix(word).strip(EDGES)
    return bare or name


def has_wide_role(name: str) -> bool:
    """Whether a short name in a script without spaces ends in a role: 王小明記者."""
    bare = without_wide_role(name)
    return bare != name and 2 <= len(bare) <= _LONGEST_WIDE // 2 and all(map(is_wide, bare))


def is_particle(word: str) -> bool:
    """Whether a word within a name is in lower case: "van"."""
    return word in byline_words("particles") or word in byline_words("joins")


def is_full_name(text: str) -> bool:
    """Whether a text is two to four capitalised words, none of which is typical of labels."""
    words = text.split()
    if not 2 <= len(words) <= 4 or len(text) > _LONGEST_FULL_NAME:
        return False
    if any(word in byline_words("not_names") for word in words_of(text)) or is_role(text):
        return False
    if words[-1].casefold() in byline_words("others"):
        return False
    return all(_is_capitalised(word) or word in byline_words("particles") for word in words)


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and all(c.isalpha() or c in ".'’-" for c in word)


@cache
def _wide_roles() -> tuple[str, ...]:
    """Longest first: 本報記者 before 記者."""
    return tuple(sorted(byline_words("wide_roles"), key=lambda word: (-len(word), word)))


@cache
def byline_words(name: str) -> frozenset[str]:
    """A list of bylines.toml."""
    return frozenset(read_toml("press/data/bylines.toml")[name])
