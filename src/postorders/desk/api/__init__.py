"""The API: what the pages do, for programs, with personal tokens."""
