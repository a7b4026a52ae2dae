"""What a rider may try: techniques as coaches name them, what each does to the stroke, and what it costs."""
