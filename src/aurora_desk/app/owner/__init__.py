"""What the owner of a store says on the command line."""
