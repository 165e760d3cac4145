"""The register of official accounts: which are the department's, under whose leave, and the public list of them."""
