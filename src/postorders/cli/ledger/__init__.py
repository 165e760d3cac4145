"""Verifies, shows, proves and witnesses a ledger: the signed record of every act."""
