"""What kind of item an article is, by headline, address, section and beginning."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.analyse import kind_of
from newsdigest.model import ArticleKind
from tests.growth import grows_at_most

K = ArticleKind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Ferry hits pier in thick fog, injuring 12", K.REPORT),
        ("Mayor calls the pier 'a live danger'", K.REPORT),
        ("Live: council votes on the pier", K.LIVE),
        ("Pier vote – live updates", K.LIVE),
        ("Pier vote as it happened", K.LIVE),
        ("Live-in carers win pay rise", K.REPORT),
        ("All about Ada Okafor, the first woman on the pier board", K.EXPLAINER),
        ("The toll bridge and Norfield's long history of broken piers", K.EXPLAINER),
        ("Norfield museum shows the history of the pier", K.REPORT),
        ("Harvest fair in photos and video: Norfield dances", K.GALLERY),
        ("Opinion | The pier was too long", K.OPINION),
        ("Letters: Keep the pier", K.OPINION),
        ("I spent a year under the pier", K.OPINION),
        ("Bomb of World War I found under pier", K.REPORT),
        ("'I never left the pier,' says captain", K.REPORT),
        ("How the ferry lost its way", K.EXPLAINER),
        ("Pier collapse: What we know so far", K.EXPLAINER),
        ("'Nobody slept': the night the pier fell", K.EXPLAINER),
        ("'Nobody slept', says captain", K.REPORT),
        ("Pier vote points to a new mood for ferries", K.EXPLAINER),
        ("Norfield collapse underscores growing risk of old piers", K.EXPLAINER),
        ("Captain points to new map of the pier", K.REPORT),
        ("Missing captain continues to captivate Norfield", K.EXPLAINER),
        ("Five things to know about the pier", K.EXPLAINER),
        ("Will the pier be rebuilt?", K.QUESTION),
        ("Ferry runs again. And, the mayor resigns", K.ROUNDUP),
        ("U.S. and Marlow sign harbour treaty", K.REPORT),
        ("Pier falls in storm; Ferry back at sea; Judge sworn in", K.ROUNDUP),
        ("Morning briefing: pier, ferry, judge", K.ROUNDUP),
        ("Marlow news: Pier stays closed", K.ROUNDUP),
        ("News in brief", K.ROUNDUP),
        ("Olympic medal table: who leads", K.ROUNDUP),
        ("Skater adds to Marlow's medal count", K.REPORT),
        ("The pier in pictures", K.GALLERY),
        ("Photos of the week", K.GALLERY),
        ("Watch: ferry leaves the harbour", K.VIDEO),
        ("Ferry leaves the harbour – video", K.VIDEO),
        ("Podcast: Under the pier", K.PODCAST),
        ("Police arrest podcast host at pier", K.REPORT),
        ("Episode 12: The fog", K.PODCAST),
        ("News quiz: Who built the pier?", K.QUIZ),
        ("40% off deck chairs today", K.DEAL),
        ("The 8 Best Deck Chairs (2026)", K.DEAL),
        ("Marlow and Fenn strike trade deal", K.REPORT),
        ("Fish pie recipe", K.RECIPE),
        ("Ada Ruhl, harbour pilot: 'The sea decides for us all'", K.INTERVIEW),
        ("Book review: The Long Pier", K.REVIEW),
        ("Hospital orders review of pier deaths", K.REPORT),
    ],
)
def test_english_headlines(title: str, kind: ArticleKind) -> None:
    """A headline's form names the kind, and words that only look like it do not."""
    assert kind_of(title, language="en") is kind


@pytest.mark.parametrize(
    ("language", "title", "kind"),
    [
        ("de", "Kommentar: Die Brücke war zu lang", K.OPINION),
        ("de", "Warum die Fähre im Nebel fuhr", K.EXPLAINER),
        ("de", "Sturm an der Küste: Die Entwicklungen im Liveticker", K.LIVE),
        ("de", "Die Lage am Morgen: Der Hafen streikt", K.ROUNDUP),
        ("de", "Fähre rammt Brücke, zwölf Verletzte", K.REPORT),
        ("de-AT", "Die Bilder der Woche", K.GALLERY),
        ("fr", "Comment le port a rouvert", K.EXPLAINER),
        ("fr", "EN DIRECT : le vote sur la jetée", K.LIVE),
        ("fr", "Éditorial. Une jetée trop longue", K.OPINION),
        ("fr", "Le maire demande à reconstruire la jetée", K.REPORT),
        ("es", "¿Volverá el ferry?", K.QUESTION),
        ("es", "Última hora de la tormenta, en directo", K.LIVE),
        ("es", "Por qué cerró el puerto", K.EXPLAINER),
        ("it", "Rassegna stampa di martedì", K.ROUNDUP),
        ("it", "Perché il porto ha chiuso", K.EXPLAINER),
        ("pt", "Entenda o que fechou o porto", K.EXPLAINER),
        ("pt", "Opinião: o cais era longo demais", K.OPINION),
        ("nl", "Waarom de veerboot voer", K.EXPLAINER),
        ("nl", "De storm in beeld", K.GALLERY),
        ("sv", "Ledare: Piren var för lång", K.OPINION),
        ("nb", "Dette vet vi om ulykken", K.EXPLAINER),
        ("da", "Kronik: Molen var for lang", K.OPINION),
        ("pl", "Dlaczego prom wypłynął", K.EXPLAINER),
        ("zh", "渡轮还会回来吗？", K.QUESTION),
    ],
)
def test_headlines_of_other_languages(language: str, title: str, kind: ArticleKind) -> None:
    """Each language has rules of its own beside those of all languages."""
    assert kind_of(title, language=language) is kind


def test_a_language_is_not_read_by_the_rules_of_another() -> None:
    """'Comment' asks how in French alone."""
    assert kind_of("Comment le port a rouvert", language="en") is K.REPORT


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://ledger.example/opinion/2026/pier", K.OPINION),
        ("https://ledger.example/world/live/2026/pier", K.LIVE),
        ("https://ledger.example/en/pier-vote/live-75981", K.LIVE),
        ("https://ledger.example/news/videos/c1", K.VIDEO),
        ("https://ledger.example/podcasts/under-the-pier/", K.PODCAST),
        ("https://podcasts.ledger.example/under-the-pier", K.PODCAST),
        ("https://ledger.example/a/morning-newsletter-pier", K.ROUNDUP),
        ("https://ledger.example/meinung/pier", K.OPINION),
        ("https://ledger.example/news/opinion", K.REPORT),
        ("https://ledger.example/2026/ada-okafor-appreciation", K.OPINION),
        ("https://ledger.example/2026/appreciation-week-begins", K.REPORT),
        ("https://ledger.example/news/live-music-returns", K.REPORT),
        ("http://[broken", K.REPORT),
    ],
)
def test_addresses(url: str, kind: ArticleKind) -> None:
    """Segments of the path name kinds; the last one is the article's own name and does not."""
    assert kind_of("Pier vote in Marlow", url) is kind


@pytest.mark.parametrize(
    "title",
    [
        "Privacy Policy",
        "Our privacy notice | Marlow Ledger",
        "Terms and Conditions",
        "About us",
        "About",
        "Datenschutzerklärung",
        "Mentions légales",
        "Política de privacidad",
    ],
)
def test_pages_of_the_site_itself(title: str) -> None:
    """A headline that only names a page about the site does not head a report."""
    assert kind_of(title, "https://ledger.example/2026/x") is K.PAGE


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Marlow tightens its privacy policy", "https://ledger.example/news/privacy-policy"),
        (
            "Terms of service: what the ferry owes you",
            "https://ledger.example/2026/terms-of-service",
        ),
        ("About 300 pupils miss the ferry", "https://ledger.example/news/about"),
        ("Contact", "https://ledger.example/film/contact"),
        ("Pier privacy policy | Court strikes it down", ""),
    ],
)
def test_news_about_such_pages_is_no_page(title: str, url: str) -> None:
    """Words of such a page within a headline, or its name deeper in an address, make no page."""
    assert kind_of(title, url) is not K.PAGE


def test_one_word_needs_the_address() -> None:
    """'Contact' may be the headline of a report; at the top of a site it is the site's own page."""
    assert kind_of("Contact", "https://ledger.example/contact/") is K.PAGE
    assert kind_of("Contact", "https://ledger.example/en/contact.html") is K.PAGE
    assert kind_of("Contact", None) is K.REPORT


def test_sections_and_categories() -> None:
    """A section and a feed's category count where the whole name is that of a kind."""
    assert kind_of("The pier", section="News / Op-Ed") is K.OPINION
    assert kind_of("The pier", keywords=("pier", "Newsletter")) is K.ROUNDUP
    assert kind_of("The pier", keywords=("newsletter business",)) is K.REPORT


def test_the_beginning_of_the_text() -> None:
    """A newsletter and an episode introduce themselves."""
    assert kind_of("The pier", text="Good morning. You’re reading the Marlow Mail.") is K.ROUNDUP
    assert kind_of("The pier", text="In this episode, Ada walks the pier.") is K.PODCAST
    assert kind_of("The pier", text="Ada said: in this episode of history …") is K.REPORT


def test_what_is_no_news_counts_before_its_form() -> None:
    """A quiz in an opinion section is a quiz; a live page with a question is live."""
    assert kind_of("News quiz: the pier", "https://ledger.example/opinion/quiz") is K.QUIZ
    assert kind_of("Live: will the pier stand?") is K.LIVE


def test_nothing_known_is_a_report() -> None:
    """An item without headline, address and text is a report."""
    assert kind_of(None) is K.REPORT
    assert kind_of("", "", text="") is K.REPORT


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80), st.text(max_size=8))
def test_any_text_has_a_kind(title: str, url: str, text: str, language: str) -> None:
    """Strange characters and unknown languages never raise."""
    assert kind_of(title, url, section=text, text=text, language=language) in ArticleKind


@pytest.mark.parametrize("unit", ["a", "i ", "the ", ": ", ", ", "; ", "'", "live ", "day 1 "])
def test_hostile_headlines_take_no_time(unit: str) -> None:
    """A headline of a megabyte takes no more than four of a quarter."""

    def read(length: int) -> None:
        headline = unit * (length // len(unit))
        kind_of(headline, "https://x.example/" + unit * 1000, text=unit * 1000)

    assert grows_at_most(8, lambda: read(250_000), lambda: read(1_000_000))


def test_the_data_say_what_the_code_reads() -> None:
    """Every file has its origin, known kinds and lists, and words as headlines are compared."""
    lists = {"names", "keywords", "urls", "labels", "start", "end", "has", "headlines", "openings"}
    for path in (files("newsdigest.analyse") / "data/kinds").iterdir():
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        assert table.pop("origin")
        for kind, evidence in table.items():
            assert ArticleKind(kind) is not ArticleKind.REPORT
            assert evidence.keys() <= lists
            for each in (text for name in evidence for text in evidence[name]):
                assert not set(each) & set("’‘“”„«»")
            for name in lists - {"urls", "headlines"}:
                assert all(text == text.lower() for text in evidence.get(name, ()))
