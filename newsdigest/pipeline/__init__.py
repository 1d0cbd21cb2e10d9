"""The one road, and the rooms it leads through.

sources ──▶ Document ──▶ Article ──▶ Story ──▶ Digest
    reading.read              selecting.select, editing.make_digest

reading       sources to articles: gather, open each document in a child process, fetch pages
opening       a document of any kind to articles, entries and feeds
articles      a page or a text to clean articles: extract, clean, language, topics
entries       an entry of a feed to its article
paging        an article that goes on over pages still to be fetched
joining       parts of an article that were all read to one article
naming        one name for each publication
editing       articles to stories, stories in order and summarised: the digest
asking        whether a site lets its pages be fetched
options       what a digest is to hold
selecting     names, topics and filters of the user's own
explaining    documents to articles with everything that was taken out of them
trying        a selector on pages, before it becomes a rule
illustrating  the pictures of a digest

The daily road, over the state, is newsdigest.daily.
"""

from newsdigest.pipeline.articles import name_of, read_document
from newsdigest.pipeline.asking import robots_judge
from newsdigest.pipeline.editing import digest_of_sources, make_digest
from newsdigest.pipeline.entries import (
    EntryWork,
    article_from_feed,
    entry_article,
    entry_works,
    is_same_report,
    new_sentences,
    with_own_id,
    without_texts,
)
from newsdigest.pipeline.explaining import Explained, Explanation, explain
from newsdigest.pipeline.illustrating import check_pictures, illustrate
from newsdigest.pipeline.options import DigestOptions
from newsdigest.pipeline.reading import Reading, read, with_lines, without_learnt
from newsdigest.pipeline.rules import Rules
from newsdigest.pipeline.run import Run
from newsdigest.pipeline.selecting import is_news, passes, select, with_own_labels
from newsdigest.pipeline.trying import Trial, Trials, try_selector

__all__ = [
    "DigestOptions",
    "EntryWork",
    "Explained",
    "Explanation",
    "Reading",
    "Rules",
    "Run",
    "Trial",
    "Trials",
    "article_from_feed",
    "check_pictures",
    "digest_of_sources",
    "entry_article",
    "entry_works",
    "explain",
    "illustrate",
    "is_news",
    "is_same_report",
    "make_digest",
    "name_of",
    "new_sentences",
    "passes",
    "read",
    "read_document",
    "robots_judge",
    "select",
    "try_selector",
    "with_lines",
    "with_own_id",
    "with_own_labels",
    "without_learnt",
    "without_texts",
]
