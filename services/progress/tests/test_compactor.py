"""The feed is compacted in small steps, from its beginning to what is too young."""

from progress.application.compactor import Compactor


class Rows:
    """Ten old rows, of which the odd ones may go."""

    def __init__(self):
        self.left = list(range(1, 11))

    async def compact(self, position, batch):
        looked = [row for row in self.left if row > position][:batch]
        gone = [row for row in looked if row % 2]
        self.left = [row for row in self.left if row not in gone]
        return max(looked, default=None), len(gone)


async def test_every_row_is_looked_at_in_batches_of_any_size():
    for batch in (1, 3, 10, 100):
        rows = Rows()
        assert await Compactor(rows).compact_all(batch=batch) == 5
        assert rows.left == [2, 4, 6, 8, 10]
        assert await Compactor(rows).compact_all(batch=batch) == 0
