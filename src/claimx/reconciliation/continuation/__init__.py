"""A report that goes on: what an earlier one had decided, and what is still open."""
