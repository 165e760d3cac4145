"""What the desk does by itself: notices, expiry, escalation, publishing the ledger."""
