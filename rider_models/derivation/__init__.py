"""Offline derivation of the tables in `rider_models/data` from the reference model."""
