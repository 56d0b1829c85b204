"""What the model is asked about a story, and what of its answers is lawful."""
