"""What is read of a Dockerfile, and that ours are read whole."""

from pathlib import Path

import pytest
from dockerfile import Instruction, expand, read_stages
from rehearse import BASES, PASSED, add, size

ROOT = Path(__file__).parents[3]
TEXT = """\
# a comment
FROM debian:bullseye-slim AS build
RUN apt-get update \\
 # in between
 && apt-get install --yes python2.7

FROM debian:bullseye-slim
COPY --from=build /app /app
"""


def test_stages_have_their_steps_with_continued_lines_joined():
    build, image = read_stages(TEXT)
    assert (build.base, build.name) == ("debian:bullseye-slim", "build")
    assert build.steps == [Instruction("RUN", "apt-get update && apt-get install --yes python2.7")]
    assert (image.name, image.steps) == ("", [Instruction("COPY", "--from=build /app /app")])


def test_line_that_is_no_instruction_is_named():
    with pytest.raises(ValueError, match="apt-get"):
        read_stages("FROM x\napt-get update\n")


def test_known_names_are_expanded_and_others_left_to_the_shell():
    assert expand("/app/$NAME-${NAME}:$PATH", {"NAME": "a"}) == "/app/a-a:$PATH"


@pytest.mark.parametrize("file", ["trac/Dockerfile", "services/Dockerfile"])
def test_our_files_use_nothing_that_the_rehearsal_does_not_know(file):
    stages = read_stages((ROOT / file).read_text())
    assert {stage.base for stage in stages} <= BASES.keys()
    known = {"ARG", "ENV", "WORKDIR", "COPY", "ADD", "RUN", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {step.name for stage in stages for step in stage.steps} <= known
    assert stages[-1].steps[-1].name == "CMD"


def test_file_that_stands_in_for_an_address_lands_where_add_puts_it(tmp_path):
    (tmp_path / "rds.pem").write_text("authorities")
    add("--chmod=444 https://example.org/a.pem /etc/ssl/rds.pem", tmp_path / "root", tmp_path / "rds.pem")
    assert (tmp_path / "root/etc/ssl/rds.pem").read_text() == "authorities"


def test_no_password_of_this_machine_goes_into_a_root():
    assert not any(name.startswith(PASSED) for name in ("AWS_SECRET_ACCESS_KEY", "OPENAI_API_KEY", "PATH"))


def test_size_of_a_root_is_what_its_files_take(tmp_path):
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "big").write_bytes(bytes(5_000_000))
    assert size(tmp_path) in {5, 6}
