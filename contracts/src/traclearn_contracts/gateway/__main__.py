"""Prints a rendering: `python -m traclearn_contracts.gateway aws user_pool_arn=… vpc_link_id=…`.

The draft-04 request models stand under `components.schemas`, for who checks requests without this package.
"""

import json
import sys

from traclearn_contracts.gateway import GatewayError, Target, render

TARGETS: dict[str, Target] = {"aws": "aws", "local": "local"}


def main(arguments: list[str]) -> int:
    target = TARGETS.get(arguments[0]) if arguments else None
    if target is None:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        variables = dict(argument.split("=", 1) for argument in arguments[1:])
        print(json.dumps(render(target, **variables), indent=2))
    except GatewayError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
