"""Generates `models.py` from the JSON Schemas and `docs/api.md` from the routes: `contracts/` decides.

Run `python -m traclearn_contracts.generation` to write it, with `--check` to fail on a difference.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from traclearn_contracts.api_document import API, render_api
from traclearn_contracts.files import CONTRACTS

MODELS = Path(__file__).parent / "models.py"
HEADER = '"""Generated from contracts/ by traclearn_contracts.generation: edit the schemas instead."""'


def combined() -> dict[str, object]:
    """One schema whose definitions are all events and the envelope: shared titles become one class."""
    folders = (CONTRACTS / "events", CONTRACTS / "external")
    events = [path for folder in folders for path in sorted(folder.glob("*.json"))]
    paths = [CONTRACTS / "envelope.json", *events]
    schemas = [json.loads(path.read_text()) for path in paths]
    definitions = {
        schema["title"]: {k: v for k, v in schema.items() if not k.startswith("$")} for schema in schemas
    }
    return {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": definitions}


def generate_models() -> str:
    with tempfile.TemporaryDirectory() as folder:
        schema, output = Path(folder) / "contracts.json", Path(folder) / "models.py"
        schema.write_text(json.dumps(combined()))
        options = [
            "--input-file-type=jsonschema",
            "--output-model-type=pydantic_v2.BaseModel",
            "--target-python-version=3.11",
            "--use-annotated",
            "--use-title-as-name",
            "--use-union-operator",
            "--use-standard-collections",
            "--collapse-root-models",
            "--reuse-model",
            "--collapse-reuse-models",
            "--strict-nullable",
            "--enum-field-as-literal=all",
            "--enable-faux-immutability",
            "--extra-fields=ignore",
            "--use-schema-description",
            "--disable-timestamp",
            f"--custom-file-header={HEADER}",
            "--formatters=ruff-format",
        ]
        command = [
            sys.executable,
            "-m",
            "datamodel_code_generator",
            "--input",
            str(schema),
            "--output",
            str(output),
            *options,
        ]
        subprocess.run(command, check=True)
        return output.read_text()


def main() -> int:
    generated = {MODELS: generate_models(), API: render_api()}
    if "--check" not in sys.argv[1:]:
        for path, text in generated.items():
            path.write_text(text)
        return 0
    stale = [path for path, text in generated.items() if not path.exists() or path.read_text() != text]
    for path in stale:
        print(f"{path.name} differs from contracts/: run `make models`", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
