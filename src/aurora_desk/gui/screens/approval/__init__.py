"""Asking a manager."""
