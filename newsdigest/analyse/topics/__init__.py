"""Topics: the 17 top-level IPTC Media Topics, and those that the user defines."""

from newsdigest.analyse.topics.classify import best_topic, classify
from newsdigest.analyse.topics.custom import CustomTopic, with_own_topics
from newsdigest.analyse.topics.evidence import Channel
from newsdigest.analyse.topics.story import story_topics

__all__ = ["Channel", "CustomTopic", "best_topic", "classify", "story_topics", "with_own_topics"]
