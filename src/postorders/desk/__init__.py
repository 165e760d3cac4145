"""The web application: where a department works. A folder per job of work."""
