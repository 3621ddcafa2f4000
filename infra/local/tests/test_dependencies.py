"""A package declares what it imports, and imports what it declares: deptry looks at each of the workspace."""

import subprocess
import sys
from pathlib import Path

import pytest
from traclearn_local.check import sources

PACKAGES = [path.parent for path in sources()]


@pytest.mark.slow
@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_package_declares_what_it_imports(package: Path):
    deptry = [str(Path(sys.executable).with_name("deptry")), "src", "--no-ansi"]
    seen = subprocess.run(deptry, cwd=package, capture_output=True, text=True, check=False)
    assert seen.returncode == 0, seen.stderr
