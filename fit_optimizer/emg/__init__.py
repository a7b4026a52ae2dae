"""Electromyograms of riders: read, cut into revolutions, and compared with the simulated activations."""
