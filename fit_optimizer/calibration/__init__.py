"""The rider's coordination, fitted to a recording or to published measurements."""
