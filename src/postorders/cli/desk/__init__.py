"""Sets up, runs and looks after a desk: the web application in which a department works."""
