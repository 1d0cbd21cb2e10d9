"""From sources to a digest, over the rooms below.

sources ──▶ Document ──▶ Article ──▶ Story ──▶ Digest
    source_reading.read       selection.select, digest_making.make_digest

source_reading        sources to articles: gather, open documents in child processes, fetch pages
archived_documents    an archive to the documents of its records, read in a child process
table_articles        a table to its articles, read in a child process
parted_sources        what was gathered, with what is in archives and tables in their places
portions              what is in archives and tables in portions
document_opening      a document of any kind to articles, entries and feeds
document_articles     a page or a text to clean articles: extract, clean, language, topics
entry_articles        an entry of a feed to its article
letters               a message of a mailbox to its articles
following_pages       articles whose further pages are still to be fetched
plugin_sources        addresses and documents that plugins read
plugin_rules          rules of plugins, beside the user's
learnt_lines          articles without the lines that their publications repeat
multipage_articles    parts of an article that were all read, joined
publication_naming    one name for each publication
reading_rules         the user's rules for cleaning and for sites
digest_options        what a digest is to hold
selection             names, topics and filters of the user's own
grouping              the copies and the stories among articles
digest_making         articles to stories, stories in order and summarised: the digest
story_summaries       summaries, differing figures and courses, of many stories on all cores
running_stories       which stories continue earlier ones, and what is new in them
shares                how much of it one publication, feed or group may have
edition               how much of each story the digest shows
edition_end           what it ends with: a number, a quote, a light last item
rewriting             summaries by a model, checked sentence by sentence
rewriters             the command or the server that is asked
story_pictures        the pictures of a digest
robots                whether a site lets its pages be fetched
explanation           articles with everything that was removed from them
selector_trials       a selector tried on pages before it becomes a rule
run                   the clock, rules and callbacks of one run

The daily run, over the state, is newsdigest.daily.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsdigest.pipeline.digest_making import digest_of_sources, make_digest, repeated_articles
    from newsdigest.pipeline.digest_options import DigestOptions, StoryLimit, just_after
    from newsdigest.pipeline.document_articles import name_of, read_document
    from newsdigest.pipeline.entry_articles import (
        ENTRIES_AT_ONCE,
        EntryTask,
        article_from_feed,
        entry_article,
        entry_tasks,
        is_same_report,
        new_sentences,
        with_own_id,
        without_texts,
    )
    from newsdigest.pipeline.explanation import ExplainedArticle, Explanation, explain
    from newsdigest.pipeline.grouping import Grouping, grouping_of, named, news_of_all
    from newsdigest.pipeline.learnt_lines import with_lines, without_learnt
    from newsdigest.pipeline.letters import headline_articles, letter_articles
    from newsdigest.pipeline.plugin_rules import Rules, rules_of_plugins
    from newsdigest.pipeline.plugin_sources import Fetcher, Reader
    from newsdigest.pipeline.publication_naming import name_counts, under_one_name
    from newsdigest.pipeline.reading_rules import ReadingRules
    from newsdigest.pipeline.robots import robots_judge
    from newsdigest.pipeline.run import Run
    from newsdigest.pipeline.selection import is_news, passes, select, with_own_labels
    from newsdigest.pipeline.selector_trials import SelectorTrial, SelectorTrials, try_selector
    from newsdigest.pipeline.source_reading import (
        ReadResult,
        read,
        read_in_portions,
    )
    from newsdigest.pipeline.story_pictures import check_pictures, illustrate
else:
    from newsdigest.lazy import on_first_use

    __getattr__ = on_first_use(__name__, {
        "digest_making": ("digest_of_sources", "make_digest", "repeated_articles"),
        "digest_options": ("DigestOptions", "StoryLimit", "just_after"),
        "document_articles": ("name_of", "read_document"),
        "entry_articles": (
            "ENTRIES_AT_ONCE", "EntryTask", "article_from_feed", "entry_article", "entry_tasks",
            "is_same_report", "new_sentences", "with_own_id", "without_texts",
        ),
        "explanation": ("ExplainedArticle", "Explanation", "explain"),
        "grouping": ("Grouping", "grouping_of", "named", "news_of_all"),
        "learnt_lines": ("with_lines", "without_learnt"),
        "letters": ("headline_articles", "letter_articles"),
        "plugin_rules": ("Rules", "rules_of_plugins"),
        "plugin_sources": ("Fetcher", "Reader"),
        "publication_naming": ("name_counts", "under_one_name"),
        "reading_rules": ("ReadingRules",),
        "robots": ("robots_judge",),
        "run": ("Run",),
        "selection": ("is_news", "passes", "select", "with_own_labels"),
        "selector_trials": ("SelectorTrial", "SelectorTrials", "try_selector"),
        "source_reading": ("ReadResult", "read", "read_in_portions"),
        "story_pictures": ("check_pictures", "illustrate"),
    })  # fmt: skip

__all__ = [
    "ENTRIES_AT_ONCE",
    "DigestOptions",
    "EntryTask",
    "ExplainedArticle",
    "Explanation",
    "Fetcher",
    "Grouping",
    "ReadResult",
    "Reader",
    "ReadingRules",
    "Rules",
    "Run",
    "SelectorTrial",
    "SelectorTrials",
    "StoryLimit",
    "article_from_feed",
    "check_pictures",
    "digest_of_sources",
    "entry_article",
    "entry_tasks",
    "explain",
    "grouping_of",
    "headline_articles",
    "illustrate",
    "is_news",
    "is_same_report",
    "just_after",
    "letter_articles",
    "make_digest",
    "name_counts",
    "name_of",
    "named",
    "new_sentences",
    "news_of_all",
    "passes",
    "read",
    "read_document",
    "read_in_portions",
    "repeated_articles",
    "robots_judge",
    "rules_of_plugins",
    "select",
    "try_selector",
    "under_one_name",
    "with_lines",
    "with_own_id",
    "with_own_labels",
    "without_learnt",
    "without_texts",
]
