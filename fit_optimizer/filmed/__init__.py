"""A filmed rider's muscles and joint loads: the set-up fitted to the film, its angles and torques held."""
