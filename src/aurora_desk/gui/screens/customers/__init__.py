"""Customers: finding them, seeing what they bought, adding one."""
