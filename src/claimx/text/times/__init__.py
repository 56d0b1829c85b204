"""Reads a phrase that was marked as a time: the interval it means, seen from the article's own date."""

from claimx.text.times.clock import Interval
from claimx.text.times.reading import read_time

__all__ = ["Interval", "read_time"]
