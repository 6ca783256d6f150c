"""Strings as arrays: folding, encodings, hashing, passages. The only package that knows about spelling."""
