"""The role: gofer.trigger.v1 for files that change.

Nothing is remembered that matters. What a file is now (its time and size) is the identity of the event, and the
kernel makes one run of an event however often it is told: so a change while this plugin was away is found when it
is back, and telling a change twice does no harm.
"""

import os
import threading
import time
from collections import OrderedDict

import grpc
from gofer.trigger.v1 import trigger_pb2 as proto
from gofer.trigger.v1 import trigger_pb2_grpc

SIGN_OF_LIFE_S = 25


class FileTrigger(trigger_pb2_grpc.TriggerServicer):
    def __init__(self, log):
        self._log = log
        self._interval_s = None
        self._watches = set()
        self._draining = False

    def configure(self, interval_s):
        self._interval_s = interval_s

    def drain(self):
        self._draining = True
        for watch in list(self._watches):
            watch.end()

    def ValidateSubscription(self, request, context):
        if self._interval_s is None:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "not configured yet: call Configure first")
        return proto.ValidateSubscriptionResponse(violations=violations_of(request.subscription))

    def Watch(self, requests, context):
        if self._interval_s is None:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "not configured yet: call Configure first")
        if self._draining:
            context.abort(grpc.StatusCode.UNAVAILABLE, "the plugin is being stopped")
        watch = Watch(self._interval_s)
        self._watches.add(watch)
        context.add_callback(watch.end)
        threading.Thread(target=watch.receive, args=(requests,), daemon=True).start()
        try:
            yield from watch.messages()
        finally:
            self._watches.discard(watch)


def violations_of(subscription):
    parameters = dict(subscription.parameters)
    path = parameters.pop("path", "")
    found = [f'"{name}" is not a parameter of this trigger: it takes "path"' for name in sorted(parameters)]
    if not path:
        found.append('"path" is missing: name the file to watch')
    elif not os.path.isabs(path):
        found.append(f'"path" is {path!r}: it must be absolute')
    return found


class Watch:
    """One stream of the kernel."""

    def __init__(self, interval_s):
        self._interval_s = interval_s
        self._condition = threading.Condition()
        self._ended = False
        self._credits = 0
        self._subscriptions = {}
        self._coming = {}
        self._statuses = []
        # (subscription, event) -> firing; those that wait for credit, those that wait for an ack, those done with.
        self._waiting = OrderedDict()
        self._outstanding = {}
        self._done = {}

    def end(self):
        with self._condition:
            self._ended = True
            self._condition.notify_all()

    def receive(self, requests):
        try:
            for request in requests:
                with self._condition:
                    if request.HasField("subscriptions"):
                        self._subscribe(request.subscriptions)
                    for ack in request.acks:
                        self._outstanding.pop((ack.subscription_id, ack.event_id), None)
                    for nack in request.nacks:
                        self._refused(nack)
                    self._condition.notify_all()
        except grpc.RpcError:
            pass  # The kernel connects again and sends everything.
        self.end()

    def _subscribe(self, subscriptions):
        self._coming.update((subscription.id, subscription) for subscription in subscriptions.subscriptions)
        if subscriptions.continued:
            return
        self._subscriptions, self._coming = self._coming, {}
        self._credits = subscriptions.credits
        self._waiting = OrderedDict(item for item in self._waiting.items() if item[0][0] in self._subscriptions)
        self._done = {key: event for key, event in self._done.items() if key in self._subscriptions}
        states = proto.SubscriptionStatus
        for subscription in self._subscriptions.values():
            problems = violations_of(subscription)
            state = states.STATE_FAILED if problems else states.STATE_ACTIVE
            self._statuses.append(states(subscription_id=subscription.id, state=state, message="; ".join(problems)))

    def _refused(self, nack):
        firing = self._outstanding.pop((nack.subscription_id, nack.event_id), None)
        if firing is None or nack.retry_after_ms == 0:
            return

        def again():
            with self._condition:
                if nack.subscription_id in self._subscriptions:
                    self._waiting[(nack.subscription_id, nack.event_id)] = firing
                    self._condition.notify_all()

        timer = threading.Timer(nack.retry_after_ms / 1000, again)
        timer.daemon = True
        timer.start()

    def messages(self):
        last_sent = time.monotonic()
        while True:
            with self._condition:
                if self._ended:
                    return
                self._look()
                message = self._take()
                if message is None:
                    if time.monotonic() - last_sent < SIGN_OF_LIFE_S:
                        self._condition.wait(self._interval_s)
                        continue
                    message = proto.WatchResponse()
            yield message
            last_sent = time.monotonic()

    def _look(self):
        for subscription in self._subscriptions.values():
            try:
                now = os.stat(subscription.parameters["path"])
            except OSError:
                continue  # A file that is not there has not changed.
            changed_ms = now.st_mtime_ns // 1_000_000
            event = f"{now.st_mtime_ns}-{now.st_size}"
            if changed_ms < subscription.created_at_ms or self._done.get(subscription.id) == event:
                continue
            self._done[subscription.id] = event
            path = subscription.parameters["path"]
            self._waiting[(subscription.id, event)] = proto.Firing(
                subscription_id=subscription.id,
                event_id=event,
                occurred_at_ms=changed_ms,
                variables={"FILE_PATH": path, "FILE_SIZE_BYTES": str(now.st_size)},
                details=f"{path} changed",
            )

    def _take(self):
        firings = []
        while self._waiting and len(self._outstanding) < self._credits:
            key, firing = self._waiting.popitem(last=False)
            self._outstanding[key] = firing
            firings.append(firing)
        statuses, self._statuses = self._statuses, []
        if not firings and not statuses:
            return None
        return proto.WatchResponse(firings=firings, statuses=statuses)
