"""Words divided at the end of a line are joined, and hyphens that belong to a word are kept."""

from __future__ import annotations

import pytest

from newsdigest.extract import extract_articles
from newsdigest.extract.text.line_unwrapping import unwrap
from newsdigest.extract.text.text_lines import read_lines
from newsdigest.model import Article, Document
from tests.extract.text.articles import AS_OF

TITLE = "Central bank of Varholm holds rates"
FIRST = "The central bank of Varholm left its main rate at 3.25 percent on Wednesday."
SECOND = "Six of the nine members voted for no change, the bank said in a statement."


def joined(*lines: str) -> str:
    """The paragraph of these lines, each filled to one width."""
    (line,) = unwrap(read_lines("\n".join(lines)))
    return line.text


@pytest.mark.parametrize(
    ("above", "below", "word"),
    [
        ("patients were then quickly trans-", "ferred to clinics", "transferred"),
        ("all of them had read the state-", "ment of the bank", "statement"),
        ("die Bank hat den Leitzins im Früh-", "jahr belassen, so", "Frühjahr"),
        ("le conseil a voté hier le règle-", "ment du vieux port", "règlement"),
        ("they counted on it for the six\u00ad", "teen days of rain", "sixteen"),
        ("the owner of the ship is well-", "known in the harbour", "well-known"),
        ("he is the owner of a state-", "owned bank of the north", "state-owned"),
        ("she spoke of a plan of the long-", "term kind, and went", "long-term"),
        ("all of the long lines of the Anglo-", "Saxon church of the town", "Anglo-Saxon"),
        ("sie traf die Küste im Nord- und", "Südteil der Bucht", "Nord- und Südteil"),
        ("der Sturm traf die Nord-", "und die Südküste der Bucht", "Nord- und die"),
    ],
)
def test_a_hyphen_at_a_lines_end(above: str, below: str, word: str) -> None:
    """It is removed if it only divides the word, and kept if the word is hyphenated."""
    filler = ("so it went on " * len(above))[: len(above) - 1] + "n"
    text = joined(filler, filler, filler, above, below)
    assert word in text


def test_the_text_shows_how_a_word_is_written() -> None:
    """An undivided occurrence elsewhere in the text decides, with a hyphen or without."""
    lines = ("The re-entry of the rocket was seen by many in the re-", "entry zone of the north.")
    assert "many in the re-entry zone" in joined(*lines)
    lines = ("The highland sheep and the longhair goats of the long-", "hair farm of the north.")
    assert "of the longhair farm" in joined(*lines)


def read(*parts: str) -> Article:
    document = Document(content="\n\n".join(parts).encode(), origin="dump.txt")
    (article,) = extract_articles(document, as_of=AS_OF)
    return article


@pytest.mark.parametrize("mark", [" - Reuters", " — AP", " (AFP)", " – dpa", " REUTERS"])
def test_an_agency_after_the_last_sentence_costs_no_paragraph(mark: str) -> None:
    """The last paragraph is text, whoever signs it."""
    assert SECOND in read(TITLE, FIRST, SECOND + mark).text


@pytest.mark.parametrize("line", ["Source: Reuters", "Quelle: dpa", "Source: AFP", "来源：新华社"])
def test_a_line_that_names_the_agency_is_no_text(line: str) -> None:
    """Below the text as above it, even in lower case."""
    for parts in ((TITLE, line, FIRST, SECOND), (TITLE, FIRST, SECOND, line)):
        article = read(*parts)
        assert article.text == f"{FIRST}\n\n{SECOND}"
        assert article.agency is not None
