"""The pages on official posts before they go out."""
