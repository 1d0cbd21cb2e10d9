"""Captions run into a report, and similar sentences that belong to it."""

from __future__ import annotations

import pytest

from newsdigest.extract.text.captions import split_lead, split_repeats
from newsdigest.extract.text.photo_credits import ends_in_credit, ends_in_signature

TITLE = "Ferry line adds night sailings"
BODY = "The ferry will sail until midnight from Friday. Two boats share the work."


@pytest.mark.parametrize(
    "lead",
    [
        "A boat leaves the pier. REUTERS/Ann Lee A boat leaves the pier. REUTERS/Ann Lee ",
        "A boat leaves the old pier. A boat leaves the old pier. PHOTO: REUTERS ",
        f"A boat leaves the pier. Ann Lee/AFP {TITLE} ",
        f"{TITLE} ",
        "A boat leaves the pier. (Photo by Ann Lee / AFP) LOWMERE - ",
        "Ein Boot legt ab. Foto: dpa LOWMERE (dpa) - ",
        "A boat leaves the pier. PHOTO: BERNAMA ",
        "Un bateau quitte le quai. (Photo AFP) LOWMERE (AFP) - ",
        "A boat leaves the pier at dusk. A boat leaves the pier at dusk. "
        "Cars wait on the pier at dawn. Cars wait on the pier at dawn. ",
    ],
)
def test_captions_before_the_report_are_removed(lead: str) -> None:
    """Captions end at their repetition, at the headline or at the dateline, which is kept."""
    _, text = split_lead(lead + BODY, TITLE)
    assert text in {BODY, f"LOWMERE - {BODY}", f"LOWMERE (dpa) - {BODY}", f"LOWMERE (AFP) - {BODY}"}


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"LOWMERE (Reuters) - {BODY}",
        "Never again. Never again. That is what the islanders said after the last boat had left.",
        "Ferry line adds night sailings, the operator said on Friday, and more will follow in May.",
        "She took the photo by chance. It shows the pier at dusk, and hangs in the town hall now.",
        "The image: a pier, a boat and forty cars. Nobody who saw it has forgotten it since then.",
        "The agency AFP was first to report it. LOWMERE is an island of three villages and a pier.",
    ],
)
def test_reports_without_captions_are_unchanged(text: str) -> None:
    """Rhetoric, headlines, pictures and agencies in prose are no caption."""
    assert split_lead(text, TITLE) == ([], text)


def test_removals_and_text_are_the_lead_in_its_order() -> None:
    """Removals and text together are complete."""
    caption = "A boat leaves the pier. REUTERS/Ann Lee"
    removed, text = split_lead(f"{caption} {caption} {TITLE} {BODY}", TITLE)
    assert [(each.rule, each.text) for each in removed] == [
        ("text:caption", f"{caption} {caption}"),
        ("text:headline-repeat", TITLE),
    ]
    assert text == BODY


def test_a_repeated_passage_in_a_paragraph_is_kept_once() -> None:
    """The second copy is removed; the text around it is kept."""
    passage = "the boats leave the pier at nine and at noon and at midnight"
    removed, text = split_repeats(f"He said {passage} {passage} from May on.")
    assert text == f"He said {passage} from May on."
    assert [each.text for each in removed] == [passage]


@pytest.mark.parametrize(
    "caption",
    [
        "A pier. PHOTO: REUTERS",
        "A pier. REUTERS/Ann Lee",
        "A pier. Ann Lee/AFP",
        "A pier. (Photo by Ann Lee/AFP)",
        "A pier. AP Photo/Ann Lee",
        "A pier. Getty Images",
        "Ein Pier. Foto: Anna Lehm/dpa",
        "Une jetée. Crédit : AFP",
        "Jeti. — Bernama pic",
        "码头。图：新华社",
    ],
)
def test_photo_credits_are_recognised_by_their_form(caption: str) -> None:
    """Label, agency and name in the orders in which papers print them."""
    assert ends_in_credit(caption)


@pytest.mark.parametrize(
    "line", ["It sails in May. REUTERS", "It sails in May. (AFP)", "THE STAR/ASIA NEWS NETWORK"]
)
def test_an_agency_that_signs_a_report_is_no_photo_credit(line: str) -> None:
    """Reports end in the name of their agency too."""
    assert not ends_in_credit(line)


def test_an_agency_in_brackets_signs_captions_and_reports() -> None:
    """Its position decides which of the two it is."""
    assert ends_in_signature("A boat leaves the pier. (AFP)")
    assert not ends_in_signature("A boat leaves the pier.")
