"""`aurora-desk tour`: the real desk through every job of the counter, with pictures of each step."""
