"""Rooms for operators: what lies in the queues."""
