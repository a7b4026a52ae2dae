"""One pedal stroke: bicycle, fit, posture, kinematics, dynamics, muscles, loads, metrics."""
