"""Stories with headlines at the beginning of lines, in lists and paragraphs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsdigest.extract.newsletter.segments import Segment, with_lead
from tests.extract.newsletter.messages import STORIES, TITLES, everything, paragraphs, read, removed

Story = tuple[str, str, str]


def list_item(story: Story) -> str:
    title, text, _ = story
    return f"<li><a href='https://q.example/{len(title)}'>{title}</a><br>{text}</li>"


def dashed(story: Story) -> str:
    title, text, _ = story
    return f"<li><a href='https://q.example/{len(title)}'><b>{title}</b></a> – {text}</li>"


def bold_sentence(story: Story) -> str:
    title, text, more = story
    return f"<p><strong>{title}.</strong> {text} {more}</p>"


def bold_colon(story: Story) -> str:
    title, text, _ = story
    return f"<p><b>{title}:</b> {text} (<a href='https://q.example/{len(title)}'>Post</a>)</p>"


def markdown(story: Story) -> str:
    title, text, _ = story
    return f"**{title}.** {text}\n\n"


def markdown_list(story: Story) -> str:
    title, text, _ = story
    return f"- [{title}](https://q.example/{len(title)}): {text}\n\n"


@pytest.mark.parametrize(
    "shape", [list_item, dashed, bold_sentence, bold_colon, markdown, markdown_list]
)
def test_headlines_at_the_beginning_of_lines(shape: Callable[[Story], str]) -> None:
    """Each story has its headline and its text, neither of which contains the other."""
    html = shape not in (markdown, markdown_list)
    articles = read("".join(map(shape, STORIES)), subject="The Quay this morning", html=html)
    assert [article.title for article in articles] == TITLES
    for article, (title, text, _) in zip(articles, STORIES, strict=True):
        assert text in article.text
        assert title not in article.text


@pytest.mark.parametrize("shape", [list_item, dashed])
def test_a_list_below_stories_is_split_into_stories(shape: Callable[[Story], str]) -> None:
    """The items under "In brief" are stories of their own; the heading names their section."""
    lead = "<h2>Storm leaves Karlby in the dark</h2><p>A storm cut the power of 4,000 homes.</p>"
    also = "<h2>What else is new today</h2><ul>" + "".join(map(shape, STORIES)) + "</ul>"
    articles = read(f"{lead}<p>Two roads are closed by fallen trees near the cape.</p>{also}")
    assert [article.title for article in articles][-3:] == TITLES
    assert articles[-1].section == "What else is new today"


def test_the_subject_may_be_repeated_above_stories() -> None:
    """Reports that share no word with the subject are stories under the message's headline."""
    subject = "Tuesday in five minutes"
    body = f"<h1>{subject}</h1>" + "".join(map(bold_sentence, STORIES))
    assert [article.title for article in read(body, subject=subject)] == TITLES


QUESTIONS = [
    ("Where will the tram run?", "It runs from the station to the harbour, with nine stops."),
    ("What will the tram cost?", "It costs 210 million crowns, a third of them the council's."),
    ("When does it open?", "The first tram line opens in the spring of 2031."),
]
ADVICE = [
    ("Wear two pairs of socks.", "Thick wool over thin cotton holds warmth best when walking."),
    ("Close the shutters early.", "Windows lose heat fastest just after dark, so do not wait."),
    ("Cook something slowly today.", "An oven that bakes for hours also warms its kitchen."),
]


@pytest.mark.parametrize(
    ("subject", "points"),
    [("What the new tram means for you", QUESTIONS), ("Three ways to stay comfortable", ADVICE)],
)
def test_items_of_one_text_stay_together(subject: str, points: list[tuple[str, str]]) -> None:
    """Answers share the subject's words, and advice has neither names nor figures."""
    inner = "".join(f"<p><strong>{head}</strong> {text}</p>" for head, text in points)
    articles = read(f"<h1>{subject}</h1><p>Read this first.</p>{inner}", subject=subject)
    assert len(articles) == 1
    assert all(text in articles[0].text for _, text in points)


def test_bold_words_within_stories_are_no_stories() -> None:
    """ "Why it matters:" begins a paragraph of the story that contains it."""
    body = "".join(
        f"<h2>{title}</h2><p>{text}</p><p><strong>Why it matters:</strong> {more}</p>"
        for title, text, more in STORIES
    )
    articles = read(body)
    assert [article.title for article in articles] == TITLES
    assert all("Why it matters:" in article.text for article in articles)


def test_a_paragraph_after_the_last_item_is_kept() -> None:
    """What follows the last item in a paragraph of its own is still shown."""
    more = "The mill at Norfield closes for good in spring, and forty people lose their work."
    body = "".join(map(bold_sentence, STORIES)) + paragraphs(more)
    articles = read(body)
    assert more in everything(articles) or more in removed(articles)


@pytest.mark.parametrize(
    ("text", "lead", "is_line", "found"),
    [
        ("Ferry returns. The old one.", "Ferry returns.", False, "Ferry returns."),
        ("Ferry returns – the old one.", "Ferry returns", False, "Ferry returns"),
        ("Ferry returns The old one.", "Ferry returns", True, "Ferry returns"),
        ("Ferry returns to the quay.", "Ferry returns", False, ""),
        ("Ferry returns.", "Ferry returns.", True, ""),
        ("Oslo. The old one.", "Oslo.", False, ""),
    ],
)
def test_leads_of_a_line(text: str, lead: str, is_line: bool, found: str) -> None:
    """Punctuation or a line break separates a lead from its text, and a lead has two words."""
    assert with_lead(Segment(text), [(lead, None, is_line)]).lead == found


def entry(story: Story, source: str = "") -> str:
    title, text, more = story
    named = f"{source}\n" if source else ""
    return f"{title}\n{named}{text}\n{more}\nhttps://q.example/{len(title)}\n\n"


@pytest.mark.parametrize("source", ["", "The Karlby Times"])
def test_blocks_of_headline_text_and_address(source: str) -> None:
    """In plain text a block that ends with its address is a story, including its source."""
    body = "".join(entry(story, source) for story in STORIES)
    articles = read(f"=== News - 3 new results ===\n\n{body}", html=False, source="Alerts")
    assert [article.title for article in articles] == TITLES
    assert {article.source for article in articles} == {source or "Alerts"}
    assert all(article.url and "http" not in article.text for article in articles)
    assert all(" ".join(s[1:]) in a.text for s, a in zip(STORIES, articles, strict=True))


def test_a_story_names_its_author_below_the_headline() -> None:
    """The line is the author, and not part of the text."""
    body = "".join(
        f"<h2><a href='https://q.example/{n}'>{title}</a></h2><p>By Ines Walde on Nov 16, 2026</p>"
        f"<p>{text}</p><p>{more}</p>"
        for n, (title, text, more) in enumerate(STORIES)
    )
    articles = read(body)
    assert [article.authors for article in articles] == [("Ines Walde",)] * 3
    assert "By Ines" not in everything(articles)


def test_the_sponsor_of_a_whole_message_costs_no_story() -> None:
    """A sponsor's label removes a story only if the story names the sponsor too."""
    label = "<p><i>Together with Halden Tea</i></p>"
    body = label + "".join(f"<h2>{t}</h2><p>{a}</p><p>{b}</p>" for t, a, b in STORIES)
    assert [article.title for article in read(body)] == TITLES
    paid = "<h2>A tea that gets you up</h2><p>Halden Tea sends you a first box of tea for free.</p>"
    articles = read(body.removeprefix(label) + label + paid)
    assert [article.title for article in articles] == TITLES
    assert "first box of tea" in removed(articles)


def test_feedback_questions_are_removed() -> None:
    """Ratings and their questions are removed, under whatever heading."""
    ask = "<h4>What did you think of today's edition?</h4><ul><li><a href='#'>Bad</a></li></ul>"
    body = "".join(f"<h2>{t}</h2><p>{a}</p><p>{b}</p>" for t, a, b in STORIES)
    articles = read(f"{body}{ask}<p>Log in or subscribe to participate in polls.</p>")
    assert "today's edition" not in everything(articles)
    assert "polls" not in everything(articles)


READ_MORE = ["Read more", "Full story »", "[Weiterlesen]", "Lire la suite", "Leer más →"]
WITH_MORE = {
    "strong": "<p><strong>{}.</strong> {} <a href='{}'>{}</a></p>",
    "em": "<p><em><b>{}.</b></em> {} <a href='{}'>{}</a></p>",
    "br": "<p><b>{}</b><br>{}<br><a href='{}'>{}</a></p>",
    "cell": "<table><tr><td><b>{}.</b> {} <a href='{}'>{}</a></td></tr></table>",
    "runs": "<b>{}.</b> {} <a href='{}'>{}</a><br><br>",
    "dash": "<p><b>{}</b> – {} (<a href='{}'>{}</a>)</p>",
    "heading": "<h3>{}</h3><p>{} <a href='{}'>{}</a></p>",
    "below": "<p><b>{}.</b> {}</p><p><a href='{}'>{}</a></p>",
}


def test_other_links_may_follow_read_more() -> None:
    """ "Share" and "Comment" are removed with the link to the story before them."""
    links = "<a href='/{0}'>Read more</a> | <a href='/s{0}'>Share</a> | <a href='/c'>Comment</a>"
    body = "".join(
        f"<p><b>{title}.</b> {text} {links.format(index)}</p>"
        for index, (title, text, _) in enumerate(STORIES)
    )
    articles = read(body)
    assert [article.text for article in articles] == [text for _, text, _ in STORIES]
    assert "Read more | Share | Comment" in removed(articles)


@pytest.mark.parametrize("label", READ_MORE)
@pytest.mark.parametrize("shape", WITH_MORE)
@pytest.mark.parametrize("count", [2, 3])
def test_each_text_ends_with_a_link_to_its_story(shape: str, label: str, count: int) -> None:
    """A link such as "Read more" after each text makes stories of them, and is not text."""
    stories = [(title, f"{text} {more}") for title, text, more in STORIES[:count]]
    body = "".join(
        WITH_MORE[shape].format(title, text, f"https://q.example/{index}", label)
        for index, (title, text) in enumerate(stories)
    )
    articles = read(f"<div>{body}</div>", subject="Ferry, oven, bees")
    assert [article.title for article in articles] == TITLES[:count]
    assert [article.text for article in articles] == [text for _, text in stories]
    assert [article.url for article in articles] == [
        f"https://q.example/{index}" for index in range(count)
    ]
    assert label.strip(" »[]→") in removed(articles)


@pytest.mark.parametrize(
    "ending",
    [
        " Read more: https://q.example/{0}",
        " Weiterlesen <https://q.example/{0}>",
        " [Lire la suite](https://q.example/{0})",
        " Leer más [{0}]",
        "\n\nRead more: https://q.example/{0}",
    ],
)
@pytest.mark.parametrize("count", [2, 3])
def test_texts_that_end_with_an_address_in_plain_text(ending: str, count: int) -> None:
    """The address after "Read more" is that of the story, whatever the punctuation."""
    body = "".join(
        f"**{title}.** {text} {more}{ending.format(index)}\n\n"
        for index, (title, text, more) in enumerate(STORIES[:count], 1)
    )
    if "[{0}]" in ending:
        body += "".join(f"[{index}] https://q.example/{index}\n" for index in range(1, count + 1))
    articles = read(body, html=False)
    assert [article.title for article in articles] == TITLES[:count]
    assert [article.text for article in articles] == [" ".join(s[1:]) for s in STORIES[:count]]
    assert [article.url for article in articles] == [
        f"https://q.example/{index}" for index in range(1, count + 1)
    ]


def test_repeated_links_lead_to_stories_too() -> None:
    """Words that are in no list count if they end several texts, each with its own address."""
    body = "".join(
        f"<p><b>{title}.</b> {text} <a href='https://q.example/{index}'>At the Quay</a></p>"
        for index, (title, text, _) in enumerate(STORIES)
    )
    articles = read(body)
    assert [article.text for article in articles] == [text for _, text, _ in STORIES]


def test_a_link_that_ends_a_sentence_is_part_of_it() -> None:
    """A linked word within a sentence stays in the text."""
    body = "".join(
        f"<p><b>{title}.</b> {text} So says <a href='/{index}'>the council</a>.</p>"
        for index, (title, text, _) in enumerate(STORIES)
    )
    assert everything(read(body)).count("So says the council.") == 3


def test_a_message_of_one_text_loses_only_its_read_more_link() -> None:
    """One text that ends with "Read more" is one article, without these words."""
    body = paragraphs(*(f"{text} {more}" for _, text, more in STORIES[:2]))
    last = "The quay at Sandholm opens again for all boats on Monday at eight, said its warden."
    more = f"<p>{last} <a href='https://q.example/1'>Read more</a></p>"
    articles = read(f"<h1>News of the quay</h1>{body}{more}", subject="News of the quay")
    assert len(articles) == 1
    assert articles[0].text.endswith(last)
    assert "Read more" in removed(articles)


def test_a_subject_that_lists_the_stories_keeps_them_separate() -> None:
    """Each story shares a different word with such a subject; parts of one text share one."""
    subject = "A ferry with a new engine, an oven for two, and beekeepers who count"
    articles = read("".join(map(bold_sentence, STORIES)), subject=subject)
    assert [article.title for article in articles] == TITLES


@pytest.mark.parametrize("shape", [bold_sentence, markdown])
def test_a_sentence_that_all_stories_repeat_does_not_join_them(
    shape: Callable[[Story], str],
) -> None:
    """The newsletter's own sentence under each story does not count as shared text."""
    own = "Readers of the harbour letter find maps and pictures of everything on our noticeboard."
    told = [(title, f"{text} {own}", more) for title, text, more in STORIES]
    articles = read("".join(map(shape, told)), html=shape is not markdown)
    assert [article.title for article in articles] == TITLES
