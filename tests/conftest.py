"""Makes ``tests/`` importable, for builders that several folders share (handmade.py)."""
