import pytest

from newsdigest.model import Hints
from tests.extract.metadata.pages import TEXT, json_ld, page, read


def test_the_heading_that_the_page_confirms_is_the_headline() -> None:
    """A heading that agrees with what the page calls itself wins over the site's name above it."""
    html = page(
        "<title>Ferry sails again after long repair | Harbour Post</title>",
        f"<h1>Harbour Post</h1><h1>Ferry sails again after long repair</h1>{TEXT}",
    )
    assert read(html).title == "Ferry sails again after long repair"


@pytest.mark.parametrize(
    "title",
    [
        "Ferry sails again | Harbour Post",
        "Ferry sails again - Harbour Post",
        "Harbour Post: Ferry sails again",
        "Ferry sails again – Harbour Post",
        "Ferry sails again｜Harbour Post",
    ],
)
def test_the_name_of_the_site_is_cut_off(title: str) -> None:
    """Without a heading the page's title serves, less the site's name on either side of it."""
    html = page(
        f'<title>{title}</title><meta property="og:site_name" content="Harbour Post">', TEXT
    )
    assert read(html).title == "Ferry sails again"


def test_the_host_tells_the_site_where_nothing_else_does() -> None:
    """What the host says in one word is the site's name in a title."""
    html = page("<title>Ferry sails again - The Harbour Post</title>", TEXT)
    assert read(html, url="https://harbourpost.example/a").title == "Ferry sails again"


def test_a_heading_about_something_else_is_not_the_headline() -> None:
    """A heading that shares nothing with the page's own names gives way to these."""
    html = page(
        '<title>Ferry sails again</title><meta property="og:title" content="Ferry sails again">',
        f"<h1>Welcome to our readers</h1>{TEXT}",
    )
    assert read(html).title == "Ferry sails again"


def test_headline_of_json_ld_serves_alone() -> None:
    """A page that has nothing but JSON-LD has a headline."""
    head = json_ld({"@type": "NewsArticle", "headline": "Ferry &amp; tram sail again"})
    assert read(page(head, TEXT)).title == "Ferry & tram sail again"


def test_hyphens_in_headlines_stay() -> None:
    """A dash with spaces that does not set the site's name apart belongs to the headline."""
    html = page("<title>Ferry sails - at last</title>", f"<h1>Ferry sails - at last</h1>{TEXT}")
    assert read(html).title == "Ferry sails - at last"


def test_without_any_name_the_hint_serves_or_nothing() -> None:
    """What a feed said fills the gap; else there is no title, and none is made up."""
    assert read(page("", TEXT)).title is None
    assert read(page("", TEXT), hints=Hints(title="Ferry sails")).title == "Ferry sails"


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("de", "Fähre fährt wieder"),
        ("fr", "Le bac reprend la mer"),
        ("ja", "渡し船が運航を再開"),
        ("zh", "渡轮恢复通航"),
        ("ar", "العبارة تبحر من جديد"),
        ("ms", "Feri belayar semula"),
    ],
)
def test_headlines_in_other_languages(lang: str, title: str) -> None:
    """Nothing in the choice of a headline depends on English."""
    html = page(f"<title>{title} | Harbour Post</title>", f"<h1>{title}</h1>{TEXT}", lang=lang)
    found = read(html)
    assert (found.title, found.language) == (title, lang)


@pytest.mark.parametrize(
    "title", ["渡轮恢复通航_海港日报", "渡轮恢复通航-海港日报", "海港日报_渡轮恢复通航"]
)
def test_chinese_titles_are_joined_without_spaces(title: str) -> None:
    """An underscore or a dash between Chinese characters parts headline and site."""
    head = f'<title>{title}</title><meta property="og:site_name" content="海港日报">'
    assert read(page(head, TEXT, lang="zh")).title == "渡轮恢复通航"
