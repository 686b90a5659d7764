"""The payment sheet: from a cart or an order with something left to pay to money that is proved."""
