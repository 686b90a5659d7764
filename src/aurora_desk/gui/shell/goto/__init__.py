"""Ctrl+K: go to a screen, an order, a customer or a product by typing a few letters."""
