"""The pages of the register at the desk."""
