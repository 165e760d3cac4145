"""The pages on connections: the list, one account, and the applications of the department."""
