"""The header of an article: headline, publication, authors, time, standfirst."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from itertools import pairwise

from newsdigest.extract.text.article_split import (
    LONGEST_TITLE_SENTENCE,
    is_headline,
    is_title_sentence,
)
from newsdigest.extract.text.header_facts import HeaderFacts
from newsdigest.extract.text.line_roles import LineRole, TaggedLine
from newsdigest.extract.text.line_shapes import (
    is_address,
    is_capitalised,
    is_paragraph,
    looks_like_name,
    looks_like_person,
    measure,
)
from newsdigest.model import BlockKind, Removal
from newsdigest.press import is_section
from newsdigest.press.person_names import is_role
from newsdigest.press.words import has_publication_word
from newsdigest.valueclasses import replace, valueclass

# A paragraph between headline and byline is a standfirst up to this size.
LONGEST_STANDFIRST = 400
# A line of this many characters under the headline is one too.
SHORTEST_STANDFIRST = 40
# How many lines (share buttons, a caption) may separate a standfirst from the byline below.
_REACH = 3
# How far apart the dates of a chronicle may be, in lines.
_CHAPTER = 40
_RANK = re.compile(r"#?\d{1,3}[.):] (?=\S)")
_SUFFIX = re.compile(r"^(.{10,250}) (?:\||[-–—]|::|»|·) ([^|]{2,45})$")
_RULES = {
    LineRole.LABEL: "text:chrome",
    LineRole.SEPARATOR: "text:separator",
    LineRole.NUMBER: "text:rank",
    LineRole.CAPTION: "text:caption",
    LineRole.ADDRESS: "text:address",
    LineRole.REPEAT: "text:repeat",
    LineRole.SHORT: "text:chrome",
}


@valueclass
class Header:
    title: str | None
    facts: HeaderFacts
    standfirst: str | None
    # How many lines of the article belong to the header.
    length: int
    removed: tuple[Removal, ...]
    # The target of the headline's link.
    link: str | None = None


def removal_rule(each: TaggedLine) -> str:
    """The id of the rule that removes a line of that role from the body."""
    if each.facts is not None and each.role is LineRole.FACTS:
        return _rule_of_facts(each.facts)
    return _RULES.get(each.role, "text:header")


def _rule_in_header(each: TaggedLine, title: str | None, facts: HeaderFacts) -> str:
    if title is not None and each.text.startswith(title):
        return "text:headline-repeat"
    if each.role is LineRole.SHORT and each.text == facts.source:
        return "text:source"
    if each.role is LineRole.SHORT and each.text in facts.authors:
        return "text:byline"
    return removal_rule(each)


def _rule_of_facts(facts: HeaderFacts) -> str:
    if facts.authors:
        return "text:byline"
    if facts.timed:
        return "text:date"
    return "text:source" if facts.source or facts.agency else "text:field"


def read_header(lines: Sequence[TaggedLine], publications: frozenset[str]) -> Header:
    """The header of the article in `lines`; `publications` are names from elsewhere in the text."""
    length = _length(lines)
    head = lines[:length]
    index = _title_place(head)
    title = None if index is None else head[index].text
    facts = _named_facts(head, index, publications)
    shown, facts = _without_suffix(title, head, facts)
    facts |= _facts_of_names(head, index, publications, facts)
    standfirst = None if index is None else _standfirst_place(head, index)
    removed = tuple(
        Removal(each.text, _rule_in_header(each, title, facts))
        for at, each in enumerate(head)
        if at not in (index, standfirst) and not _is_standfirst(each, facts)
    )
    return Header(
        title=None if shown is None else _RANK.sub("", shown, count=1),
        facts=facts,
        standfirst=facts.standfirst if standfirst is None else head[standfirst].text,
        length=length,
        removed=removed,
        link=None if index is None else _article_link(head[index].line.link),
    )


def _is_standfirst(each: TaggedLine, facts: HeaderFacts) -> bool:
    """Whether the line is the standfirst and nothing else, as agencies' summaries are."""
    return each.role is LineRole.FACTS and each.text == facts.standfirst


def _article_link(link: str | None) -> str | None:
    return link if link and is_address(link) else None


def _length(lines: Sequence[TaggedLine]) -> int:
    """How many lines precede the body's first paragraph."""
    index = 0
    while index < len(lines):
        if lines[index].role is LineRole.PARAGRAPH and not _is_header_paragraph(lines, index):
            return _without_first_of_body(lines, index)
        index += 1
    return index


def _without_first_of_body(lines: Sequence[TaggedLine], length: int) -> int:
    """The length of the header without a subhead or a short sentence that opens the body."""
    headed = [each.line for each in lines[:length] if is_headline(each)]
    while length > 1:
        each = lines[length - 1]
        level = each.line.level if each.line.kind is BlockKind.SUBHEAD else 0
        is_subhead = level > 1 and len(headed) > 1 and level > headed[0].level
        is_sentence = not level and each.text.endswith((".", "。")) and bool(headed)
        opens = each.role is LineRole.SHORT and (is_subhead or is_sentence)
        if not opens and not _opens_chronicle(lines, length - 1):
            break
        length -= 1
        if is_subhead:
            headed.pop()
    return length


def _opens_chronicle(lines: Sequence[TaggedLine], index: int) -> bool:
    """Whether the line is the first of the bare dates that head the parts of a text."""
    following = pairwise(lines[index + 1 : index + 1 + _CHAPTER])
    return is_day(lines[index]) and any(
        is_day(each) and below.role is LineRole.PARAGRAPH for each, below in following
    )


def is_day(each: TaggedLine) -> bool:
    """Whether the line is a date and nothing else."""
    facts = each.facts
    if each.role is not LineRole.FACTS or facts is None or facts.published is None:
        return False
    return not (facts.relative or facts.source or facts.authors)


def _is_header_paragraph(lines: Sequence[TaggedLine], index: int) -> bool:
    """Whether the paragraph is a headline or standfirst, above a byline or time and text."""
    if lines[index].line.kind is not BlockKind.PARAGRAPH:
        return False
    if not any(is_headline(each) for each in lines[:index]) and is_title_sentence(lines, index):
        return any(each.role is LineRole.FACTS for each in lines[:index])
    if measure(lines[index].text) > LONGEST_STANDFIRST:
        return False
    if any(each.role is LineRole.PARAGRAPH or _dates_or_signs(each) for each in lines[:index]):
        return False
    return _facts_then_text(lines[index + 1 :])


def _facts_then_text(lines: Sequence[TaggedLine]) -> bool:
    seen = False
    for distance, each in enumerate(lines):
        if each.role is LineRole.PARAGRAPH:
            return seen
        if not seen and (distance >= _REACH or is_headline(each)):
            return False
        seen = seen or _dates_or_signs(each)
        if distance > 2 * _REACH:
            return False
    return False


def _dates_or_signs(each: TaggedLine) -> bool:
    """Whether the line holds the report's time or its authors."""
    if each.role is not LineRole.FACTS or each.facts is None:
        return False
    return each.facts.timed or bool(each.facts.authors)


def _title_place(head: Sequence[TaggedLine]) -> int | None:
    """The index of the headline; None if there is none."""
    headings = [i for i, each in enumerate(head) if each.line.kind is BlockKind.SUBHEAD]
    if headings:
        return min(headings, key=lambda i: (head[i].line.level, i))
    facts = [i for i, each in enumerate(head) if each.role is LineRole.FACTS]
    headlines = [i for i, each in enumerate(head) if is_headline(each)]
    if headlines:
        return _best_headline(head, headlines, facts)
    return _title_sentence_place(head) or _short_title_place(head, facts)


def _best_headline(
    head: Sequence[TaggedLine], headlines: Sequence[int], facts: Sequence[int]
) -> int:
    """The first headline of the group right before the facts, else of that before the text."""
    before = [i for i in headlines if not facts or i < facts[-1]]
    candidates = before or list(headlines)
    if facts and before:
        # A clock at the top of a page does not date the article.
        below = [i for i in headlines if i > facts[0]]
        candidates = [i for i in before if i < facts[0]] or below or before
    best = candidates[0]
    for above, below_ in itertools.pairwise(candidates):
        if _menu_between(head[above + 1 : below_]):
            best = below_
    # The page's title, "Headline | Name", is above the headline itself.
    suffix = _SUFFIX.fullmatch(head[best].text)
    itself = (i for i in headlines if suffix and head[i].text == suffix[1])
    return next(itself, best)


def _menu_between(lines: Sequence[TaggedLine]) -> bool:
    """Whether a menu separates the lines: what is above it does not belong to the header."""
    short = [each for each in lines if each.role is LineRole.SHORT and not is_headline(each)]
    return len(short) > 1


def _title_sentence_place(head: Sequence[TaggedLine]) -> int | None:
    indices = (i for i, each in enumerate(head) if each.role is LineRole.PARAGRAPH)
    index = next(indices, None)
    if index is None or measure(head[index].text) > LONGEST_TITLE_SENTENCE:
        return None
    return index


def _short_title_place(head: Sequence[TaggedLine], facts: Sequence[int]) -> int | None:
    """A headline of a word or two: the line next to the text, or the only one."""
    short = [i for i, each in enumerate(head) if each.role is LineRole.SHORT]
    if not short:
        return None
    if not facts:
        return short[-1] if short[-1] == len(head) - 1 or len(short) == 1 else None
    after = [i for i in short if i > facts[-1]]
    return after[-1] if after else short[0]


def _named_facts(
    head: Sequence[TaggedLine], title: int | None, publications: frozenset[str]
) -> HeaderFacts:
    """All header facts together; of several names the one that also stands alone counts."""
    total = HeaderFacts()
    sources: list[str] = []
    for each in head:
        if each.role not in (LineRole.FACTS, LineRole.ADDRESS) or each.facts is None:
            continue
        total |= replace(each.facts, source=None)
        if each.facts.source and each.facts.source not in sources:
            sources.append(each.facts.source)
    if not sources:
        return total
    alone = {each.text for i, each in enumerate(head) if each.role is LineRole.SHORT and i != title}
    known = [name for name in sources if name in alone] or [n for n in sources if n in publications]
    source = known[0] if known else sources[-1]
    others = [name for name in sources if name != source]
    return replace(total, source=source, section=total.section or (others[0] if others else None))


def _facts_of_names(
    head: Sequence[TaggedLine], title: int | None, publications: frozenset[str], facts: HeaderFacts
) -> HeaderFacts:
    """The facts in the bare names around the headline: the publication, an author."""
    found = HeaderFacts()
    for index, each in enumerate(head):
        if each.role is not LineRole.SHORT or index == title or not _is_name(each):
            continue
        if each.text in publications:
            found |= HeaderFacts(source=each.text)
        elif _job_follows(head, index) and looks_like_person(each.text):
            found |= HeaderFacts(authors=(each.text,))
        elif _beside_facts(head, index) or (facts.timed and title == index + 1):
            found |= _name_beside_facts(each.text, facts, below=title is not None and index > title)
    return found


def _is_name(each: TaggedLine) -> bool:
    if each.line.kind is BlockKind.SUBHEAD or not looks_like_name(each.text):
        return False
    return not is_headline(each) or is_capitalised(each.text)


def _beside_facts(head: Sequence[TaggedLine], index: int) -> bool:
    beside = [*head[max(0, index - 1) : index], *head[index + 1 : index + 2]]
    return any(each.role is LineRole.FACTS for each in beside)


def _job_follows(head: Sequence[TaggedLine], index: int) -> bool:
    """Whether the line below is an author's job: "Senior Correspondent"."""
    below = head[index + 1 : index + 2]
    return bool(below) and below[0].role is LineRole.SHORT and is_role(below[0].text)


def _name_beside_facts(name: str, facts: HeaderFacts, *, below: bool) -> HeaderFacts:
    if is_section(name):
        # Above the headline, it is the last line of a menu.
        return HeaderFacts(section=name) if below else HeaderFacts()
    if facts.source is None and (facts.relative or has_publication_word(name)):
        return HeaderFacts(source=name)
    if below and looks_like_person(name):
        return HeaderFacts(authors=(name,))
    return HeaderFacts() if below or facts.source or not facts.timed else HeaderFacts(source=name)


def _standfirst_place(head: Sequence[TaggedLine], title: int) -> int | None:
    """The line under the headline that introduces the report."""
    for index in range(title + 1, len(head)):
        each = head[index]
        if each.role is LineRole.FACTS:
            break
        if each.text == head[title].text:
            continue
        if each.role is LineRole.PARAGRAPH:
            return index
        if each.role is LineRole.SHORT and measure(each.text) >= SHORTEST_STANDFIRST:
            return None if is_paragraph(head[title].text) else index
    return None


def _without_suffix(
    title: str | None, head: Sequence[TaggedLine], facts: HeaderFacts
) -> tuple[str | None, HeaderFacts]:
    """The headline without the publication's name after it, and the facts with that name."""
    match = _SUFFIX.fullmatch(title) if title else None
    if match is None:
        return title, _source_from_page_title(title, head, facts)
    headline, name = match[1], match[2]
    repeated = any(each.text == headline for each in head)
    if name == facts.source or repeated or (" | " in match[0] and looks_like_name(name)):
        return headline, facts | HeaderFacts(source=name)
    return title, facts


def _source_from_page_title(
    title: str | None, head: Sequence[TaggedLine], facts: HeaderFacts
) -> HeaderFacts:
    """The facts with the name from a line "Headline - Name" next to the headline itself."""
    for each in head:
        if not title or not each.text.startswith(title):
            continue
        match = _SUFFIX.fullmatch(each.text)
        if match and match[1] == title and looks_like_name(match[2]):
            return facts | HeaderFacts(source=match[2])
    return facts
