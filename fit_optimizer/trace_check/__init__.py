"""A simulation against a recording."""
