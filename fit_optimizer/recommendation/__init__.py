"""From a finished search to one fit, its bands and its order of work."""
