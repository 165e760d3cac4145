"""What the doctor looks at: a module for each part, each with its `CHECKS`."""
