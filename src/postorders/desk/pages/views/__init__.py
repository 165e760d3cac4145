"""The pages about what official pages show."""
