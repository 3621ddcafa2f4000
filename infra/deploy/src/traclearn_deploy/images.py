"""Images: built from the project's root, pushed under the commit, used by digest."""

import subprocess
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

from traclearn_deploy.errors import DeployError
from traclearn_deploy.site import Image


def find_digest(ecr: Any, image: Image, version: str) -> str | None:
    """Of the image that was pushed for this commit, or None. A tag never moves: repositories are made so."""
    wanted = {"repositoryName": _name(image), "imageIds": [{"imageTag": version}]}
    try:
        (found,) = ecr.describe_images(**wanted)["imageDetails"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ImageNotFoundException":
            return None
        raise DeployError(f"The repository {image.repository} cannot be read: {error}") from error
    return str(found["imageDigest"])


def push_image(ecr: Any, image: Image, version: str) -> None:
    """Nothing where the commit's image is there already."""
    if find_digest(ecr, image, version):
        return
    tag = f"{image.repository}:{version}"
    argument = ["--build-arg", f"SERVICE={image.service}"] if image.service else []
    _docker(["build", "--platform", "linux/amd64", "-f", image.dockerfile, *argument, "-t", tag, "."])
    _sign_in(ecr, image)
    _docker(["push", tag])


def reference(ecr: Any, image: Image, version: str) -> str:
    """By digest: a task definition means the same image for ever."""
    digest = find_digest(ecr, image, version)
    if digest is None:
        raise DeployError(f"{image.repository} has no image of {version}. Run the step `images` first.")
    return f"{image.repository}@{digest}"


def _sign_in(ecr: Any, image: Image) -> None:
    (said,) = ecr.get_authorization_token()["authorizationData"]
    user, _, password = b64decode(said["authorizationToken"]).decode().partition(":")
    registry = image.repository.partition("/")[0]
    _docker(["login", "--username", user, "--password-stdin", registry], password)


def _docker(words: Sequence[str], text: str | None = None) -> None:
    try:
        done = subprocess.run(["docker", *words], input=text, text=True, check=False)
    except FileNotFoundError:
        raise DeployError("Docker is not on this machine; images are built with it.") from None
    if done.returncode:
        raise DeployError(f"`docker {words[0]}` ended with {done.returncode}; its output stands above.")


def _name(image: Image) -> str:
    return image.repository.partition("/")[2]
