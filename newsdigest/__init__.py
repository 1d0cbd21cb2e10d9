"""newsdigest turns a pile of news into a digest that a person can read in three minutes."""

__version__ = "0.1.0"
