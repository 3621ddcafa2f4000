"""Configuration files of the programs, rendered from what the stack is."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_files = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # configuration, not HTML
)


def render(name: str, **values: object) -> str:
    """The template `<name>.j2` with `values`. A value that is missing is an error, not an empty string."""
    return _files.get_template(f"{name}.j2").render(values)
