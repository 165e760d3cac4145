"""The operations of the API: a file per subject, found by folder."""
