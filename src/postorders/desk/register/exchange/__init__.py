"""The register as a file: CSV, JSON, and the shape of the U.S. Digital Registry, both ways."""
