"""What every part of the desk stands on: departments kept apart, acts, states, pages for roles."""
