"""Official pages held against what a policy demands of them."""
