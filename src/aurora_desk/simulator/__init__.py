"""The Stripe-shaped server of training mode and tests: play money over real HTTP."""
