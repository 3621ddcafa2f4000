"""Generates `models.py` from the JSON Schemas, so that `contracts/` stays the only truth.

Run `python -m traclearn_contracts.generation` to write it, with `--check` to fail on a difference.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

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


def generate() -> str:
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
    text = generate()
    if "--check" not in sys.argv[1:]:
        MODELS.write_text(text)
        return 0
    if MODELS.exists() and MODELS.read_text() == text:
        return 0
    print("models.py differs from contracts/: run `make models`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
