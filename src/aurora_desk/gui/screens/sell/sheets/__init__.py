"""The sheets of Sell. Each asks for one thing and tells it by a signal; none knows a service."""
