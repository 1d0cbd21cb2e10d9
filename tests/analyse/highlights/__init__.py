"""Tests of what an edition ends with."""
