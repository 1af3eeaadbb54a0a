"""The role: a trigger for files that change. What a file is now, its time and size, is the identity of the event."""

import os

from gofer.trigger.v1 import trigger_pb2 as proto

from watch import LookingTrigger


class FileTrigger(LookingTrigger):
    def configure(self, config, data_directory):
        self.look_every_s = config["interval_ms"] / 1000

    def violations_of(self, subscription):
        parameters = dict(subscription.parameters)
        path = parameters.pop("path", "")
        found = [f'"{name}" is not a parameter of this trigger: it takes "path"' for name in sorted(parameters)]
        if not path:
            found.append('"path" is missing: name the file to watch')
        elif not os.path.isabs(path):
            found.append(f'"path" is {path!r}: it must be absolute')
        return found

    def look(self, subscription):
        path = subscription.parameters["path"]
        try:
            now = os.stat(path)
        except OSError:
            return None  # A file that is not there has not changed.
        changed_ms = now.st_mtime_ns // 1_000_000
        if changed_ms < subscription.created_at_ms:
            return None
        return proto.Firing(
            subscription_id=subscription.id,
            event_id=f"{now.st_mtime_ns}-{now.st_size}",
            occurred_at_ms=changed_ms,
            variables={"FILE_PATH": path, "FILE_SIZE_BYTES": str(now.st_size)},
            details=f"{path} changed",
        )
