"""The scanner of the till: testing it, and scanning with a camera instead."""
