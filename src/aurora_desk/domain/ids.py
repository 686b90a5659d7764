"""Identifiers as distinct types, so that an order's number can't be passed where a product's is meant."""

from typing import NewType

TenantId = NewType("TenantId", int)
OrderId = NewType("OrderId", int)
"""Counts per tenant; the desk shows it as #5001."""
ProductId = NewType("ProductId", int)
CustomerId = NewType("CustomerId", int)
PersonId = NewType("PersonId", int)
TillId = NewType("TillId", int)
CartId = NewType("CartId", str)
PaymentId = NewType("PaymentId", str)
RefundId = NewType("RefundId", str)
ShiftId = NewType("ShiftId", str)
ReaderId = NewType("ReaderId", str)
IntentId = NewType("IntentId", str)
