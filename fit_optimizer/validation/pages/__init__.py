"""The outcome of the published experiments, shown."""
