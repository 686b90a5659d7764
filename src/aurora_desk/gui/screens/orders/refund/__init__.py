"""Giving money back, from the order that it was paid for."""
