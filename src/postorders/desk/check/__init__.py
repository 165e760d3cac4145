"""The private check page of each department, served as files: no login, no cookie, no log, no database."""
