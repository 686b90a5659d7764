"""The Sell screen: finding products, the cart, and everything on the way to its payment."""
