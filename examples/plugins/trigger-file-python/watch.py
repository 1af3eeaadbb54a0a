"""What every trigger has that looks now and then: gofer.trigger.v1 with its streams, acks and credits.

Nothing is remembered that matters. What is seen is the identity of the event, and the kernel makes one run of an event however
often it is told: so what happened while this plugin was away is found when it is back, and telling it twice does no harm.
"""

import threading
import time
from collections import OrderedDict

import grpc
from gofer.trigger.v1 import trigger_pb2 as proto
from gofer.trigger.v1 import trigger_pb2_grpc

SIGN_OF_LIFE_S = 25


class LookingTrigger(trigger_pb2_grpc.TriggerServicer):
    """Its own violations_of and look say what the trigger is about."""

    def __init__(self, log):
        self.log = log
        self.look_every_s = None
        self._watches = set()
        self._draining = False

    def violations_of(self, subscription):
        """Everything that is wrong with a subscription: a sentence each."""
        raise NotImplementedError

    def look(self, subscription):
        """The latest firing that there is for a subscription, or None. Its event id says what happened."""
        raise NotImplementedError

    def drain(self):
        self._draining = True
        for watch in list(self._watches):
            watch.end()

    def ValidateSubscription(self, request, context):
        self._check_configured(context)
        return proto.ValidateSubscriptionResponse(violations=self.violations_of(request.subscription))

    def Watch(self, requests, context):
        self._check_configured(context)
        if self._draining:
            context.abort(grpc.StatusCode.UNAVAILABLE, "the plugin is being stopped")
        watch = Watch(self)
        self._watches.add(watch)
        context.add_callback(watch.end)
        threading.Thread(target=watch.receive, args=(requests,), daemon=True).start()
        try:
            yield from watch.messages()
        finally:
            self._watches.discard(watch)

    def _check_configured(self, context):
        if self.look_every_s is None:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "not configured yet: call Configure first")


class Watch:
    """One stream of the kernel."""

    def __init__(self, trigger):
        self._trigger = trigger
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
            problems = self._trigger.violations_of(subscription)
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
                        self._condition.wait(self._trigger.look_every_s)
                        continue
                    message = proto.WatchResponse()
            yield message
            last_sent = time.monotonic()

    def _look(self):
        for subscription in self._subscriptions.values():
            if self._trigger.violations_of(subscription):
                continue
            firing = self._trigger.look(subscription)
            if firing is None or self._done.get(subscription.id) == firing.event_id:
                continue
            self._done[subscription.id] = firing.event_id
            self._waiting[(subscription.id, firing.event_id)] = firing

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
