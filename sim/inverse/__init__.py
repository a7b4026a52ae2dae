"""The stroke driven by measurement: joint angles and crank torque in, muscles and joint loads out."""
