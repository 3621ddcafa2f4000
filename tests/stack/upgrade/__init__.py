"""Answers in flight go through an upgrade; the dump is of commit fb4af85, made by `make-dump`."""
