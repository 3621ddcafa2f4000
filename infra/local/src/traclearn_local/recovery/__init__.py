"""Disasters on a stack of its own, and the way back that docs/recovery.md describes, measured.

Each rehearsal destroys what it is about, restores it by the documented steps, and compares with what was
there before. On AWS the same steps are RDS's restore to a point in time, EventBridge's replay of an archive,
and the indexer's rebuild; here PostgreSQL's own archive and the emulator's stand in.
"""
