"""What official pages show, held against what the policy demands; checked again and again, with what proves it."""
