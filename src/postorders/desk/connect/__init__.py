"""The keys to official accounts: connecting, renewing, and where their secrets lie sealed."""
