"""A worker in a process of its own, to be killed: TRACLEARN_KILL_AT says where."""

import asyncio
import json
import os

from worker_scenes.cloud import CloudWorld


def main():
    endpoint, database_url, name, lease, urls = json.loads(os.environ["SCENE"])
    world = CloudWorld(endpoint, database_url, name, lease)
    world.urls = urls
    asyncio.run(run(world))


async def run(world):
    await world.made().run()


if __name__ == "__main__":
    main()
