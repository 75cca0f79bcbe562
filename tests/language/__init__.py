"""Tests of the world language."""
