"""Takes what is not news by its wording out of an article, and says which rule took it."""

from newsdigest.clean.engine import clean
from newsdigest.clean.publication import attribute
from newsdigest.clean.rules import Rule, rules

__all__ = ["Rule", "attribute", "clean", "rules"]
