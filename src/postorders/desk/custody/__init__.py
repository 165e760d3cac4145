"""Who holds the keys of an official account, and what has to happen before a holder is gone."""
