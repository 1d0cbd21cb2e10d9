"""Datelines, agency lines and bylines: what they state, and what only looks like them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from newsdigest.clean import clean
from newsdigest.model import Article, Block, BlockKind
from tests.clean.articles import article

HERE = Path(__file__).parent
DATELINES = tomllib.loads((HERE / "datelines.toml").read_text("utf-8"))
LINES = tomllib.loads((HERE / "agency_lines.toml").read_text("utf-8"))
REPORT = "The council voted on Tuesday to build a new library near the river."
UNSPACED_REPORT = "市议会星期二表决通过，在河边兴建一座新的图书馆，明年春天动工，预计两年内完成。"


@pytest.mark.parametrize(("head", "place", "agency"), DATELINES["read"])
def test_a_dateline_is_read_and_cut(head: str, place: str, agency: str) -> None:
    """The place goes to `dateline` as printed, the agency to `agency`, and the report remains."""
    cleaned = clean(article(head + REPORT))
    assert (cleaned.dateline or "", cleaned.agency or "") == (place, agency)
    assert cleaned.text == REPORT


@pytest.mark.parametrize("bullet", ["•", "● ", "▪"])
def test_a_dateline_may_follow_points(bullet: str) -> None:
    """Some papers print points as a paragraph before the report, which has the dateline."""
    points = f"{bullet} Library planned near the river {bullet} Two parties against it"
    cleaned = clean(article(points, f"MARLOW: {REPORT}"))
    assert cleaned.dateline == "MARLOW"
    assert cleaned.text == f"{points}\n\n{REPORT}"


@pytest.mark.parametrize(("head", "place", "agency"), DATELINES["read_unspaced"])
def test_a_dateline_without_spaces_is_read_and_cut(head: str, place: str, agency: str) -> None:
    """Chinese, Japanese and Korean datelines are read like the others."""
    cleaned = clean(article(head + UNSPACED_REPORT))
    assert (cleaned.dateline or "", cleaned.agency or "") == (place, agency)
    assert cleaned.text == UNSPACED_REPORT


@pytest.mark.parametrize("head", DATELINES["kept"])
def test_a_label_is_no_dateline(head: str) -> None:
    """Labels, acronyms, people and bare numbers before a report stay."""
    text = head + (REPORT if head.isascii() or "–" in head else UNSPACED_REPORT)
    cleaned = clean(article(text))
    assert (cleaned.text, cleaned.dateline) == (text, None)


def test_a_place_before_a_dash_needs_a_day() -> None:
    """A subject before a dash looks like a place: only a report that names a day has a dateline."""
    text = "Osprey – The ferry of Port Marlow has a new engine, which runs on methanol."
    assert clean(article(text)).text == text


@pytest.mark.parametrize(
    "report",
    [
        "Das Stadtbad in Lindenau öffnet nach langem Umbau wieder.",
        "Die Lindenauer Feuerwehr hat einen neuen Wagen.",
    ],
)
def test_a_sentence_of_one_word_is_a_dateline_where_the_report_is_about_that_place(
    report: str,
) -> None:
    """German papers print "Lindenau. Das Stadtbad in Lindenau ..."."""
    cleaned = clean(article(f"Lindenau. {report}", language="de"))
    assert (cleaned.text, cleaned.dateline) == (report, "Lindenau")


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("Titanic", "Nobody had seen the plans of the Titanic since the fire."),
        ("Ada Marsh", "Marsh had asked for it for years."),
    ],
)
def test_a_ship_or_a_person_before_a_dash_is_no_place(name: str, rest: str) -> None:
    """What stands behind an article elsewhere is a thing, whose last name stands alone a person."""
    lines = (f"{name} – {REPORT}", rest)
    cleaned = clean(article(*lines))
    assert (cleaned.text, cleaned.dateline) == ("\n\n".join(lines), None)


@pytest.mark.parametrize(
    "credit",
    [
        "© Ann Lee/Getty Images ",
        "© Jens Falk/dpa ",
        "(c) AFP ",
        "© Bo Day/Reuters via Fenn: ",
        "© IMAGO/Ann Lee ",
    ],
)
def test_the_credit_of_a_picture_in_front_of_a_report_goes_alone(credit: str) -> None:
    """Without a full stop, it ends with a known picture agency."""
    cleaned = clean(article(credit + REPORT, "It rained."))
    assert cleaned.text == f"{REPORT}\n\nIt rained."
    assert [one.text for one in cleaned.removed] == [credit.strip()]


@pytest.mark.parametrize("head", ["© symbols were painted on the wall. ", "© Marlow Council "])
def test_a_sentence_behind_the_sign_of_copyright_stays(head: str) -> None:
    """Without a known picture agency, the end of a credit is unclear."""
    assert REPORT in clean(article(head + REPORT, "It rained.")).text


def test_the_publication_before_a_dash_is_no_news() -> None:
    """A feed that begins each report with its own name states no place."""
    cleaned = clean(replace(article(f"Harbour Post – {REPORT}"), source="Harbour Post"))
    assert (cleaned.text, cleaned.dateline) == (REPORT, None)


def test_a_transcript_has_no_dateline() -> None:
    """If several paragraphs begin with a name and a colon, the names are speakers."""
    lines = (f"WOLF: {REPORT}", f"LEE: {REPORT}", f"WOLF: {REPORT}")
    assert clean(article(*lines)).text == "\n\n".join(lines)


def test_a_place_in_the_middle_is_no_dateline() -> None:
    """Only the first paragraph can have a dateline."""
    lines = (REPORT, f"PARIS - {REPORT}")
    assert clean(article(*lines)).text == "\n\n".join(lines)


@pytest.mark.parametrize(("line", "agency"), LINES["read"])
@pytest.mark.parametrize("template", ["{report}\n{line}", "{report} {line}"])
def test_a_final_agency_line_is_moved(line: str, agency: str, template: str) -> None:
    """The agency gets its standard name, from a line of its own or a paragraph's end."""
    texts = template.format(report=REPORT, line=line).split("\n")
    cleaned = clean(article(REPORT, *texts))
    assert (cleaned.agency, cleaned.text) == (agency, f"{REPORT}\n\n{REPORT}")
    assert [(r.text, r.rule) for r in cleaned.removed] == [(line, "wire:agency")]


@pytest.mark.parametrize("line", LINES["kept"])
def test_a_final_line_without_an_agency_stays(line: str) -> None:
    """Capitals alone are no agency, and a sentence about one is news."""
    for texts in ((REPORT, line), (f"{REPORT} {line}",)):
        cleaned = clean(article(*texts))
        assert (cleaned.text, cleaned.agency) == ("\n\n".join(texts), None)


def test_plugs_and_agency_lines_are_peeled_in_any_order() -> None:
    """Plugs after the report are removed one by one, and the news is unchanged byte for byte."""
    tail = "REUTERS Join the Lamp's Telegram channel and get breaking news delivered to you."
    cleaned = clean(article(f"{REPORT} {tail} Follow us on Facebook. Share on WhatsApp."))
    assert cleaned.text == REPORT
    assert cleaned.agency == "Reuters"
    assert [removal.rule for removal in cleaned.removed] == [
        "wire:agency",
        "phrase:telegram-plug",
        "phrase:follow-us",
        "phrase:share-plea",
    ]


@pytest.mark.parametrize(
    ("authors", "people", "agency"),
    [
        (("Reuters",), (), "Reuters"),
        (("By AFP/dpa",), (), "AFP/dpa"),
        (("The Associated Press",), (), "AP"),
        (("Ann Lee, Reuters", "Bo Day"), ("Ann Lee", "Bo Day"), "Reuters"),
        (("Ann Lee (AFP)",), ("Ann Lee",), "AFP"),
        (("Ann Lee", "Bo Day"), ("Ann Lee", "Bo Day"), None),
    ],
)
def test_an_agency_is_no_person(
    authors: tuple[str, ...], people: tuple[str, ...], agency: str | None
) -> None:
    """An agency among the authors becomes the agency; people stay authors."""
    cleaned = clean(article(REPORT, authors=authors))
    assert (cleaned.authors, cleaned.agency) == (people, agency)


def test_what_is_known_already_is_kept() -> None:
    """An agency and a dateline that came with the article are not overwritten."""
    cleaned = clean(article(f"PARIS (AFP) - {REPORT}", "REUTERS", agency="EFE", dateline="LYON"))
    assert (cleaned.agency, cleaned.dateline, cleaned.text) == ("EFE", "LYON", REPORT)


def test_a_byline_of_an_agency_is_moved() -> None:
    """A line "By Reuters" above the report names its agency."""
    cleaned = clean(article("By Reuters", REPORT, REPORT))
    assert (cleaned.agency, cleaned.text) == ("Reuters", f"{REPORT}\n\n{REPORT}")


def test_captions_in_front_of_the_dateline_go() -> None:
    """Caption, credit and headline that run into the report are removed with the dateline."""
    caption = "A ferry leaves the port of Lamp, June 6, 2025. REUTERS/Ann Lee"
    cleaned = clean(
        article(f"{caption} {caption} Ferry strike ends OSLO - {REPORT}", title="Ferry strike ends")
    )
    assert (cleaned.text, cleaned.dateline) == (REPORT, "OSLO")
    assert [removal.rule for removal in cleaned.removed] == ["credit:caption", "wire:dateline"]


def test_a_caption_with_a_dateline_behind_it_needs_no_headline() -> None:
    """The dateline itself shows where a caption ends."""
    cleaned = clean(article(f"A ferry leaves. (Photo by Ann Lee/AFP) OSLO (AFP) - {REPORT}"))
    assert (cleaned.text, cleaned.dateline, cleaned.agency) == (REPORT, "OSLO", "AFP")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The box went to the museum. HARBOUR POST", "The box went to the museum."),
        ("“It is a good box.” HARBOUR POST", "“It is a good box.”"),
        ("The box was given to the Harbour Post", "The box was given to the Harbour Post"),
        ("Nobody asked HARBOUR POST", "Nobody asked HARBOUR POST"),
        ("The box went to the HILL POST", "The box went to the HILL POST"),
    ],
)
def test_the_publication_signs_after_the_last_sentence(text: str, left: str) -> None:
    """In capitals after a full stop it is a signature, within a sentence it is news."""
    paragraph = Block(BlockKind.PARAGRAPH, text)
    assert clean(Article("1", "T", (paragraph,), "-", source="Harbour Post")).text == left
