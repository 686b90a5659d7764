"""Tests of the simulator, all over HTTP."""
