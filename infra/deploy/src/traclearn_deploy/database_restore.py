"""PostgreSQL as it was at a time, in the place of the one that is lost: the same name, so the same address.

What a restore does not take over by itself (who may reach it, its parameters, backups, monitoring) is read
from the instance that Terraform made.
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from traclearn_deploy.errors import DeployError

PAUSE_S = 30.0
TRIES = 240
"""Two hours: a restore takes longer the larger the database is."""
AS_IT_WAS = (
    *("DBInstanceClass", "MultiAZ", "DeletionProtection", "StorageType", "MaxAllocatedStorage"),
    *("PubliclyAccessible", "AutoMinorVersionUpgrade", "CopyTagsToSnapshot", "CACertificateIdentifier"),
    *("BackupRetentionPeriod", "PreferredBackupWindow"),
)
AFTERWARDS = {
    "MonitoringInterval": "MonitoringInterval",
    "MonitoringRoleArn": "MonitoringRoleArn",
    "PerformanceInsightsEnabled": "EnablePerformanceInsights",
    "PerformanceInsightsKMSKeyId": "PerformanceInsightsKMSKeyId",
    "PerformanceInsightsRetentionPeriod": "PerformanceInsightsRetentionPeriod",
    "PreferredMaintenanceWindow": "PreferredMaintenanceWindow",
}
"""What only a change can say, not a restore: as it is described, and as it is asked for."""


class DatabaseRestore:
    """Each step finds what is done already. `name` is the instance's; others are called after the time."""

    def __init__(self, rds: Callable[[], Any], name: str, to: datetime) -> None:
        self._open, self.name, self._to = rds, name, to
        stamp = to.strftime("%Y%m%d-%H%M%S")
        self.restored, self.lost = f"{name}-{stamp}", f"{name}-lost-{stamp}"
        self.replica, self.lost_replica = f"{name}-replica", f"{name}-replica-lost-{stamp}"

    def restore(self) -> None:
        """A second instance beside the first one, which stays as it is."""
        if self._find(self.lost):
            return  # and it has the first one's name
        source = self._get(self.name)
        if not self._find(self.restored):
            self._rds.restore_db_instance_to_point_in_time(
                SourceDBInstanceIdentifier=self.name,
                TargetDBInstanceIdentifier=self.restored,
                RestoreTime=self._to,
                **restored_like(source),
            )
        self._wait(self.restored)
        wanted = {asked: source[known] for known, asked in AFTERWARDS.items() if source.get(known)}
        self._change(self.restored, **wanted)

    def swap(self) -> None:
        """The lost one gives its name to the restored one."""
        if not self._find(self.lost):
            self._rename(self.name, self.lost)
        if not self._find(self.name):
            self._rename(self.restored, self.name)

    def set_replica_aside(self) -> None:
        """It copies the lost one. Terraform makes another by the name that is free now."""
        if self._find(self.replica) and not self._find(self.lost_replica):
            self._rename(self.replica, self.lost_replica)

    @property
    def _rds(self) -> Any:
        return self._open()

    def _rename(self, name: str, to: str) -> None:
        self._rds.modify_db_instance(
            DBInstanceIdentifier=name, NewDBInstanceIdentifier=to, ApplyImmediately=True
        )
        self._wait(to)

    def _change(self, name: str, **wanted: Any) -> None:
        self._rds.modify_db_instance(DBInstanceIdentifier=name, ApplyImmediately=True, **wanted)
        self._wait(name)

    def _wait(self, name: str) -> None:
        """RDS's own waiter gives up on a name that is not there yet, as one is after it was changed."""
        for _ in range(TRIES):
            time.sleep(PAUSE_S)
            found = self._find(name)
            if found and found["DBInstanceStatus"] == "available":
                return
        raise DeployError(f"{name} is not available after two hours.")

    def _find(self, name: str) -> Mapping[str, Any] | None:
        try:
            found = self._rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"]
        except ClientError as error:
            if error.response["Error"]["Code"] in {"DBInstanceNotFound", "DBInstanceNotFoundFault"}:
                return None
            raise DeployError(f"RDS does not say whether {name} is there: {error}") from error
        return next(iter(found), None)

    def _get(self, name: str) -> Mapping[str, Any]:
        if (found := self._find(name)) is None:
            raise DeployError(f"{name} is not there. docs/recovery.md says what to do then.")
        return found


def restored_like(source: Mapping[str, Any]) -> dict[str, Any]:
    """A restore's own words for what the instance is. Without them it would stand in the default network with
    the default parameters (no `rds.force_ssl`), and with a password that is in nobody's hand."""
    return {
        "DBSubnetGroupName": source["DBSubnetGroup"]["DBSubnetGroupName"],
        "VpcSecurityGroupIds": [group["VpcSecurityGroupId"] for group in source["VpcSecurityGroups"]],
        "DBParameterGroupName": source["DBParameterGroups"][0]["DBParameterGroupName"],
        "EnableCloudwatchLogsExports": source.get("EnabledCloudwatchLogsExports", []),
        "ManageMasterUserPassword": True,
        "MasterUserSecretKmsKeyId": source["MasterUserSecret"]["KmsKeyId"],
        **{name: source[name] for name in AS_IT_WAS if source.get(name) is not None},
    }
