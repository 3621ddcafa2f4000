"""The command `traclearn-local`, which the Makefile calls."""

import argparse
import os
import sys

from traclearn_local.console import say
from traclearn_local.errors import LocalError
from traclearn_local.secrets.file_permissions import UMASK
from traclearn_local.stack import Stack


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(
        prog="traclearn-local", description="The whole of TracLearn on this machine."
    )
    commands = root.add_subparsers(dest="command", required=True)
    install = commands.add_parser("install", help="bring onto the machine what is missing")
    install.add_argument("--browser", action="store_true", help="and Chromium, for the tests")
    commands.add_parser("up", help="start what does not run; may be called at any time")
    commands.add_parser("down", help="stop everything; the data stays")
    commands.add_parser("reset", help="stop everything and delete the data")
    commands.add_parser("env", help="print shell assignments for the running stack")
    for action in ("start", "stop", "restart"):
        parts = commands.add_parser(action, help=f"{action} programs by name")
        parts.add_argument("names", nargs="+")
    status = commands.add_parser("status", help="what runs, on which port, since when")
    status.add_argument("--json", action="store_true")
    logs = commands.add_parser("logs", help="what the programs said")
    logs.add_argument("name", nargs="?")
    logs.add_argument("-f", "--follow", action="store_true")
    logs.add_argument("-n", "--lines", type=int, default=40)
    return root


def run(options: argparse.Namespace, stack: Stack) -> int:
    from traclearn_local import install, lifecycle, report, stack_environment

    match options.command:
        case "install":
            install.install(stack, browser=options.browser)
        case "up":
            install.install(stack)
            lifecycle.up(stack)
            report.welcome(stack)
        case "down":
            lifecycle.down(stack)
        case "reset":
            lifecycle.reset(stack)
        case "start" | "stop" | "restart":
            lifecycle.control_programs(stack, options.command, options.names)
        case "env":
            print(stack_environment.shell_assignments(stack_environment.environment_of(stack)))
        case "status":
            return 0 if report.status(stack, as_json=options.json) else 1
        case "logs":
            report.logs(stack, options.name, follow=options.follow, lines=options.lines)
    return 0


def main() -> int:
    os.umask(UMASK)
    options = parser().parse_args()
    try:
        return run(options, Stack.find())
    except LocalError as error:
        say(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
