"""The role: a trigger that fires at an interval, counted from the making of the subscription.

The moment is the identity of the event. What was due while nobody was there is made up for once: the latest moment that has
passed is told at every connect, and the kernel knows whether it has had it.
"""

import re
import time

from gofer.trigger.v1 import trigger_pb2 as proto

from watch import LookingTrigger

UNITS_MS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000}


def parse_duration_ms(text):
    """Milliseconds of "1h30m" and the like, or None."""
    if not re.fullmatch(r"(\d+(ms|s|m|h))+", text):
        return None
    return sum(int(number) * UNITS_MS[unit] for number, unit in re.findall(r"(\d+)(ms|s|m|h)", text))


class IntervalTrigger(LookingTrigger):
    def configure(self, config, data_directory):
        self._shortest_ms = config["shortest_ms"]
        self.look_every_s = 0.2

    def violations_of(self, subscription):
        parameters = dict(subscription.parameters)
        every = parameters.pop("every", "")
        found = [f'"{name}" is not a parameter of this trigger: it takes "every"' for name in sorted(parameters)]
        every_ms = parse_duration_ms(every)
        if every_ms is None:
            found.append(f'"every" is {every!r}: it must be a duration, for example 5m')
        elif every_ms < self._shortest_ms:
            found.append(f'"every" is {every}, shorter than the {self._shortest_ms}ms that the administrator allows')
        return found

    def look(self, subscription):
        every = subscription.parameters["every"]
        every_ms = parse_duration_ms(every)
        passed = (int(time.time() * 1000) - subscription.created_at_ms) // every_ms
        if passed < 1:
            return None
        moment_ms = subscription.created_at_ms + passed * every_ms
        return proto.Firing(
            subscription_id=subscription.id,
            event_id=str(moment_ms),
            occurred_at_ms=moment_ms,
            details=f"every {every}",
        )
