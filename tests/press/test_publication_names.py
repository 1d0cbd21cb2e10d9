"""From the titles of feeds and pages to the names of their publications."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsdigest.press import canonical_name, publication_name

# What an invented publication's feeds may be called, its host, and its name.
FEEDS = [
    ("Sandholm Courier", "courier.example", "Sandholm Courier"),
    ("Sandholm Courier - World", "courier.example", "Sandholm Courier"),
    ("World news | Sandholm Courier", "courier.example", "Sandholm Courier"),
    ("Sandholm Courier » Feed", "courier.example", "Sandholm Courier"),
    ("Sandholm Courier: International", "courier.example", "Sandholm Courier"),
    ("Sandholm Courier| Articles", "courier.example", "Sandholm Courier"),
    ("Sandholm Courier - Category Science & Technology", "courier.example", "Sandholm Courier"),
    ("Sandholm Courier Search Records Found 50", "courier.example", "Sandholm Courier"),
    ("Sandholm Courier RSS feed", "courier.example", "Sandholm Courier"),
    ("Sandholm Courier (RSS)", "courier.example", "Sandholm Courier"),
    ("RSS: Sandholm Courier -", "courier.example", "Sandholm Courier"),
    ("Comments on: Sandholm Courier – Home", "courier.example", "Sandholm Courier"),
    ("Latest headlines from Sandholm Courier", "courier.example", "Sandholm Courier"),
    ("Home on Sandholm Courier", "courier.example", "Sandholm Courier"),
    ("Breaking news and video from Sandholm Courier – Sandholm Courier", "", "Sandholm Courier"),
    ("Sandholm Courier – The voice of the whole coast", "", "Sandholm Courier"),
    ("Sandholm Courier - Boats, nets, weather", "", "Sandholm Courier"),
    ("Sandholm Courier World", "sandholm-courier.example", "Sandholm Courier"),
    ("Sandholm Courier by Jane Doe", "sandholmcourier.example", "Sandholm Courier"),
    # In other languages.
    ("Sandholmer Bote - Aktuelle Nachrichten", "bote.example", "Sandholmer Bote"),
    ("Politik – Sandholmer Bote", "bote.example", "Sandholmer Bote"),
    ("Welt | Sandholmer Bote", "bote.example", "Sandholmer Bote"),
    ("Le Courrier de Fenn - À la une", "fenn.example", "Le Courrier de Fenn"),
    ("Le Courrier de Fenn : toute l'actualité en direct", "fenn.example", "Le Courrier de Fenn"),
    ("El Faro de Fenn - Portada", "faro.example", "El Faro de Fenn"),
    ("Últimas noticias del mundo | El Faro de Fenn", "faro.example", "El Faro de Fenn"),
    ("Il Corriere di Fenn > Prima pagina", "fenn.example", "Il Corriere di Fenn"),
    ("Jornal de Fenn - Mundo - Últimas notícias", "fenn.example", "Jornal de Fenn"),
    ("Fenner Courant - Laatste nieuws", "fenn.example", "Fenner Courant"),
    ("Harian Fenn - Berita Terkini", "fenn.example", "Harian Fenn"),
    ("Вестник Фенна: Новости", "fenn.example", "Вестник Фенна"),
    ("芬恩日报-国际新闻", "fenn.example", "芬恩日报"),
    ("フェン日報:国際", "fenn.example", "フェン日報"),
]
# Titles that name no publication at all.
BARE = (
    """
World, Top Stories, Latest news, All content, RSS, Feed, Home, Politics & Economy, Untitled,
My Blog, Nachrichten, Aktuell, À la une, Monde, Mundo, Portada, Esteri, Buitenland, Dunia,
В мире, 国际, 国際ニュース
""".strip()
    .replace("\n", " ")
    .split(", ")
)
# Names that hold words for sections, parts or feeds and are whole as they are.
WHOLE = [
    ("Rest of Fenn", "restoffenn.example"),
    ("The World", "theworld.example"),
    ("Die Welt", "weltblatt.example"),
    ("El Mundo", ""),
    ("Science News", "sciencenews.example"),
    ("Climate Home News", "climatehomes.example"),
    ("Feed Me", "recipes.example"),
    ("World of Boats", "boats.example"),
    ("Boats in Space", "boatsinspace.example"),
    ("News from the Quay", "quay.example"),
    ("Stories from Fenn", "quay.example"),
    ("Notes on Tides", "tides.example"),
    ("C++ on a Friday", "friday.example"),
    ("Boats • Nets • Tech", "quay.example"),
    ("Quay Code - Jane Doe's Blog", "janedoe.example"),
    ("(Jane|Joan)'s blog", "jane.example"),
    ("jane.example", "jane.example"),
    ("Jane Doe's Journal", "jane.example"),
    ("404 Boats", "404boats.example"),
    ("O! Mr Ferryman!", "ferryman.example"),
]


@pytest.mark.parametrize(("title", "host", "name"), FEEDS)
def test_sections_wrappings_and_slogans_are_removed(title: str, host: str, name: str) -> None:
    """The name of a feed or its subject is no part of the publication's name."""
    assert publication_name(title, host) == name


@pytest.mark.parametrize("title", BARE)
def test_a_section_alone_gives_way_to_the_host(title: str) -> None:
    """If only a section is named, the site stands for the publication."""
    assert publication_name(title, "courier.example") == "courier.example"


@pytest.mark.parametrize("title", BARE)
def test_a_section_alone_is_better_than_a_shared_host(title: str) -> None:
    """A host where anybody publishes says less than the title, and so does no host."""
    assert publication_name(title, "feeds.feedburner.com") == title
    assert publication_name(title, "") == title


@pytest.mark.parametrize(("name", "host"), WHOLE)
def test_good_names_are_kept(name: str, host: str) -> None:
    """A name that looks like a section, a feed or a list is unchanged."""
    assert publication_name(name, host) == name
    assert canonical_name(name, host) == name


@pytest.mark.parametrize(
    ("title", "host", "name"),
    [
        ("World", "washingtonpost.com", "The Washington Post"),
        ("Top Stories", "abc.net.au", "ABC News"),
        ("Asia", "economist.com", "The Economist"),
        ("NYT > Arts", "rss.nytimes.com", "The New York Times"),
        ("WSJ.com: Markets", "online.wsj.com", "The Wall Street Journal"),
        ("TheWeek feed", "theweek.com", "The Week"),
        ("NPR Topics: Politics", "npr.org", "NPR"),
        ("AP: Hosted", "hosted.ap.org", "Associated Press"),
        ("Reuters: U.S.", "reuters.com", "Reuters"),
        ("ORF: wien", "wien.orf.at", "ORF"),
        ("Ausland - FAZ.NET", "faz.net", "Frankfurter Allgemeine"),
        ("Portada de EL PAÍS", "elpais.com", "El País"),
        ("朝日新聞デジタル:社会", "asahi.com", "Asahi Shimbun"),
        ("Guardian Football", "theguardian.com", "The Guardian"),
    ],
)
def test_known_publications_have_their_own_spelling(title: str, host: str, name: str) -> None:
    """At a known host, sections, initials and domains stand for the publication."""
    assert publication_name(title, host) == name


@pytest.mark.parametrize("name", ["BBC Sport", "The Upshot", "Planet Money"])
def test_a_brand_at_a_known_host_is_kept(name: str) -> None:
    """A brand with a name of its own is a publication of its own."""
    hosts = ("bbc.co.uk", "nytimes.com", "npr.org")
    assert all(publication_name(name, host) == name for host in hosts)


def test_a_feeds_description_may_name_it() -> None:
    """Words that spell the host are the name, in the spelling used there."""
    about = ["Boats of all kinds", "News from the Sandholm Courier since 1901"]
    assert publication_name("Top Stories", "sandholmcourier.example", about) == "Sandholm Courier"


def test_hugo_puts_the_site_after_on() -> None:
    """A title described as recent content in it ends with the site's name."""
    title = "Ferries and other boats on Jane Doe"
    assert publication_name(title, "", [f"Recent content in {title}"]) == "Jane Doe"
    assert publication_name(title, "", ["All about boats"]) == title


def test_a_name_without_a_host_is_known_by_name_or_initials() -> None:
    """Mail and dumps have no host; a name shared by several publications is unchanged."""
    assert canonical_name("NYT", "") == "The New York Times"
    assert canonical_name("Washington Post", "") == "The Washington Post"
    assert canonical_name("ABC", "") == "ABC"


def test_an_article_is_not_named_by_a_guess() -> None:
    """A host does not replace an article's own source, unless the publication is known."""
    assert canonical_name("World", "courier.example") == "World"
    assert canonical_name("World", "washingtonpost.com") == "The Washington Post"


PARTS = ["World", "news", "-", "|", ">", "from", "Fenn", "Post", "RSS", "on", ":", "NYT", "The"]
TITLES = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PARTS), max_size=9).map(" ".join))
HOSTS = st.sampled_from(["", "fenn.example", "nytimes.com", "news.fennpost.co.uk", "::1"])


@given(TITLES, HOSTS)
@example("/\x1f0", "")
def test_a_name_yields_itself(title: str, host: str) -> None:
    """A name that was found is stable; None only without title and host."""
    name = publication_name(title, host)
    assert (name is None) <= (not title.strip())
    if name is not None:
        assert publication_name(name, host) == name
        assert canonical_name(canonical_name(name, host), host) == canonical_name(name, host)
