"""One set-up ridden, and written down as a document."""
