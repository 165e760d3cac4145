"""What was done: an append-only Merkle log of acts, its checkpoints, proofs and timestamps."""
