"""How the weights in `models/` were made and measured. Torch is used here and nowhere else."""
