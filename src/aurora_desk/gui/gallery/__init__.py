"""Every component in its states: to look at (`aurora-desk --gallery`), and for the picture tests."""
