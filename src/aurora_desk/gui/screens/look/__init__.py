"""How the till looks and sounds."""
