"""What kind of item an article is: a report, a live page, an opinion, a round-up, a quiz …"""

from newsdigest.analyse.kinds.classifier import article_kind, kind_of

__all__ = ["article_kind", "kind_of"]
