"""The whole runtime under random faults in virtual time, all of it decided by one seed.

    problems = simulate(seed).problems  # [] when nothing was lost and nothing doubled

`plans` draws the events and what their handler will do with them, `faults` what goes wrong and when. `world`
runs real workers (`process`) on one queue and one store in memory, reached over a bad line (`wire`), first
through the faults and then in peace, and replays the dead letters. `invariants` judges what is left.
"""

from traclearn_worker.testing.simulation.world import Outcome, simulate

__all__ = ["Outcome", "simulate"]
