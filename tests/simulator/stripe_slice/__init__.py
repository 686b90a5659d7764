"""Stripe's shapes as far as Aurora Desk uses them, and a checker for them."""
