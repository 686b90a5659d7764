"""The screens of the desk, a folder each."""
