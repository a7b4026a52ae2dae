"""Riders as measured on film: points and joint angles of any program, curves over the crank angle, figures."""
