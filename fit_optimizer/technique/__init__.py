"""What a rider may try: techniques as coaches name them, what each does to the stroke, and what it costs."""

AS_EVER = "as_ever"
"""Key of the technique of a rider who is told nothing; the others stand in `registry`."""

TRAINED = "trained"
"""Key of the kind of rider that the default rider is; the others stand in `kinds`."""
