"""What was said, by whom and where: posts, their media, and the context they are judged in."""
