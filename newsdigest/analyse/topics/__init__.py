"""Topics: the 17 top-level IPTC Media Topics and the user's own."""

from newsdigest.analyse.topics.classifier import best_topic, classify
from newsdigest.analyse.topics.custom import CustomTopic, add_custom_topics, custom_topics
from newsdigest.analyse.topics.signals import Channel
from newsdigest.analyse.topics.story_votes import story_topics
from newsdigest.analyse.topics.term_weights import term_tables

__all__ = [
    "Channel",
    "CustomTopic",
    "add_custom_topics",
    "best_topic",
    "classify",
    "custom_topics",
    "story_topics",
    "term_tables",
]
