"""What stops a release. The text is for whoever runs it, and says what to do."""


class DeployError(Exception):
    """The root of this package's errors."""


class SiteUnknown(DeployError):
    """Terraform's outputs are not there, or not those that a release needs."""


class StepFailed(DeployError):
    """A step did not end well; those after it did not run."""
