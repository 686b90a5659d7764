"""Receipts on paper: drawn by the desk, for the system's printer or into a PDF."""

from aurora_desk.gui.printing.printer import PrintedTo, ReceiptNotPrintedError, ReceiptPrinter

__all__ = ["PrintedTo", "ReceiptNotPrintedError", "ReceiptPrinter"]
