"""A stroke as files that OpenSim reads."""
