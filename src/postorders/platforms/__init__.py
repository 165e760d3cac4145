"""Where it is said: a folder for each platform."""
