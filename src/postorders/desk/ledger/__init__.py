"""The department's ledger: every act appends one entry in its own transaction."""
