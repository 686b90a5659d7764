"""Payments whose end is not known, and the way to know it."""
