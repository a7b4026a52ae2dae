"""What a fit is judged by: objectives, limits, and the choice among fits."""
