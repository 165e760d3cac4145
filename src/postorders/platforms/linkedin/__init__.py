"""LinkedIn: pages of organizations, people and groups."""
