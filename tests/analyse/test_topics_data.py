"""The data files of topics: what they hold and what they may weigh."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from newsdigest.analyse.topics.iptc import MEDIA_TOPICS, TOPIC_INDEX
from newsdigest.analyse.topics.lexicon import STRENGTHS, lexicon, verb_forms
from newsdigest.analyse.topics.term_weights import (
    STEP,
    decode_strengths,
    decode_term,
    encode_number,
    weights_of,
)
from newsdigest.analyse.topics.vocabulary import (
    MAX_PHRASE_WORDS,
    Vocabulary,
    normalised_words,
    singular,
    terms_in,
)

DATA = files("newsdigest.analyse") / "data" / "topics"
TABLES = sorted(entry.name for entry in DATA.iterdir() if entry.name.endswith(".toml"))
# Indonesian shares the list of Malay.
LANGUAGES = ["id", *(name[8:-5] for name in TABLES if name.startswith("lexicon_"))]


@pytest.mark.parametrize("language", ["en", "ms", "de"])
def test_strengths_are_encoded_without_loss(language: str) -> None:
    """What is looked up of a term is what the lexicon says of it."""
    known = weights_of(language)
    assert lexicon(language)
    for term, strengths in lexicon(language).items():
        encoded = known.listed[known.vocabulary.form(term)]
        assert dict(decode_strengths(encoded)) == strengths


@pytest.mark.parametrize("name", TABLES)
def test_each_table_names_its_origin_and_covers_all_topics(name: str) -> None:
    """Origin, and one entry for each of the 17 topics."""
    table = tomllib.loads((DATA / name).read_text(encoding="utf-8"))
    assert table["origin"]
    assert sorted(topic["id"] for topic in table["topic"]) == sorted(TOPIC_INDEX)


@pytest.mark.parametrize("name", TABLES)
def test_no_list_names_a_term_twice(name: str) -> None:
    """Within a list each entry stands once, and none is empty."""
    table = tomllib.loads((DATA / name).read_text(encoding="utf-8"))
    for topic in table["topic"]:
        for key in (*STRENGTHS, "names"):
            entries = [entry.strip() for entry in topic.get(key, "x").split(",")]
            assert all(entries), (topic["id"], key)
            twice = {entry for entry in entries if entries.count(entry) > 1}
            assert not twice, (topic["id"], key, twice)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_hundreds_of_terms(language: str) -> None:
    """Every list is large enough, and no phrase is longer than the look-up."""
    terms_listed = lexicon(language)
    assert len(terms_listed) >= 1000
    assert max(len(term.split()) for term in terms_listed) <= MAX_PHRASE_WORDS


def test_the_data_is_small() -> None:
    """All data of topics together weighs less than 500 KB."""
    assert sum(len(entry.read_bytes()) for entry in DATA.iterdir()) < 500_000


def test_the_learnt_weights_name_their_sources() -> None:
    """The file says that it was written by a script and which licences its data has."""
    head = (DATA / "learnt_en.tsv").read_text(encoding="utf-8").split("\n0", 1)[0]
    assert "tests/bench/train_topics.py" in head
    assert "CC BY 4.0" in head


def test_each_learnt_row_has_a_rarity_and_a_number_a_topic() -> None:
    """Each row has 18 numbers, the rarity of a known size."""
    rows = [decode_term(spelled_numbers) for spelled_numbers in weights_of("en").learnt.values()]
    assert {len(found.values) for found in rows} == {len(MEDIA_TOPICS)}
    assert all(0 < found.rarity < 2 for found in rows)


@pytest.mark.parametrize("number", [0.0, 0.05, -0.35, 1.5, -2.3, 2.3])
def test_numbers_survive_being_spelled(number: float) -> None:
    """Encoded numbers are decoded to within a step."""
    assert decode_term(encode_number(number)).rarity == pytest.approx(number, abs=STEP / 2)


def test_numbers_out_of_reach_are_cut() -> None:
    """Numbers out of range are clipped to what a character can encode."""
    assert encode_number(99.0) == "~"
    assert encode_number(-99.0) == "!"


def test_plurals_are_folded_and_verb_endings_are_not() -> None:
    """Only an English plural ending is taken off."""
    folded = {"taxes": "tax", "parties": "party", "bosses": "boss", "goals": "goal"}
    kept = ("crisis", "virus", "boss", "gas", "training", "housing")
    assert {word: singular(word) for word in folded} == folded
    assert tuple(map(singular, kept)) == kept


def test_the_longest_phrase_is_taken() -> None:
    """A phrase hides its words and any shorter phrase in it."""
    vocabulary = Vocabulary.of(["prime minister", "prime minister question time", "minister"])
    found = terms_in(
        normalised_words("The prime minister spoke at prime minister's question time", "en"),
        vocabulary,
    )
    assert list(found) == ["the", "prime minister", "spoke", "at", "prime minister question time"]


def test_an_opening_stands_for_all_words_that_begin_so() -> None:
    """ "wahl*" is found in compounds; a word that is listed itself is not cut."""
    vocabulary = Vocabulary.of(["wahl*", "wahlkampf", "freie wahlen"])
    found = terms_in(["wahlrecht", "wahlkampf", "freie", "wahlen"], vocabulary)
    assert list(found) == ["wahl*", "wahlkampf", "freie wahl*"]


def test_the_regular_forms_of_a_marked_verb() -> None:
    """A verb with "~" stands for four forms, also inside a phrase."""
    assert verb_forms("seize~") == ("seize", "seizes", "seized", "seizing")
    assert verb_forms("plead~ guilty")[2] == "pleaded guilty"


def test_the_lexicon_is_written_in_lower_case() -> None:
    """Entries are compared with words in lower case, so a capital would never be found."""
    assert [term for term in lexicon("en") if term != term.lower()] == []
