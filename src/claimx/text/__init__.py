"""What needs no model: sentences, grounding of quotes, figures and times."""

from claimx.text.audit import find_uncovered
from claimx.text.denials import find_denials
from claimx.text.furniture import find_furniture
from claimx.text.grounding import TextIndex, locate, locate_all
from claimx.text.hidden import HiddenText, find_hidden
from claimx.text.lines import LINE_BREAKS, one_line
from claimx.text.passage import Passage
from claimx.text.quantities import Figure, read_figure
from claimx.text.sentences import Sentence, split_sentences
from claimx.text.times import Interval, read_time

__all__ = [
    "LINE_BREAKS",
    "Figure",
    "HiddenText",
    "Interval",
    "Passage",
    "Sentence",
    "TextIndex",
    "find_denials",
    "find_furniture",
    "find_hidden",
    "find_uncovered",
    "locate",
    "locate_all",
    "one_line",
    "read_figure",
    "read_time",
    "split_sentences",
]
