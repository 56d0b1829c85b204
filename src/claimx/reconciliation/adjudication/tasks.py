"""What a model is asked about a story as a whole, in the words in which failures name it."""

STORY = "(the story)"
"""Stands in `Failure.article` for what concerns no single article."""

GROUPING = "grouping the claims"
SOURCES = "resolving the sources"
NESTING = "nesting the claims"
TASKS = (GROUPING, SOURCES, NESTING)
