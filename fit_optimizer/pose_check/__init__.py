"""A rider as measured beside the model of them: curves, figures and differences."""
