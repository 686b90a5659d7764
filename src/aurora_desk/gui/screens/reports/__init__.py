"""Reports: the money truth board, and what lies behind each of its sums and differences."""
