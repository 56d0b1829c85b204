"""What a model is asked about a story as a whole, in the words in which failures name it."""

GROUPING = "grouping the claims"
SOURCES = "resolving the sources"
NESTING = "nesting the claims"
TASKS = (GROUPING, SOURCES, NESTING)
