"""The life of an installation: set up, run, looked after, kept safe, taken away."""
