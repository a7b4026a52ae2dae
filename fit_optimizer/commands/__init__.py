"""The commands of `pedalfit`, one module each."""
