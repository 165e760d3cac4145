"""What can be seen in a post: concepts, and the patterns that sight them."""
