"""Many strokes over grids and samples of set-ups, on disk as they come, and what they are sensitive to."""
