"""What the task does: here is your place."""

import re

DESCRIPTION = "Greets somebody."

SETTINGS_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "description": "Who is greeted."},
        "wait": {"type": "string", "default": "0s", "description": "How long to work before, for example 5m."},
    },
    "required": ["name"],
    "additionalProperties": False,
}

UNITS_S = {"s": 1, "m": 60, "h": 3600}


def violations_of(settings):
    """Everything that is wrong with the settings: a sentence each."""
    found = [
        f'"{name}" is not a setting of this task: it takes "name" and "wait"'
        for name in sorted(settings)
        if name not in ("name", "wait")
    ]
    if not settings.get("name"):
        found.append('"name" is missing: say who is greeted')
    if not re.fullmatch(r"\d+[smh]", settings.get("wait") or "0s"):
        found.append('"wait" must be a duration, for example 5m')
    return found


def work(config, settings, variables, write, cancelled):
    """Does the work. What it writes is the log of the task, what it returns is handed on; what it raises fails the task
    with that message. The event is set when the task is cancelled: then it should end soon, however it does."""
    wait = settings.get("wait") or "0s"
    if cancelled.wait(int(wait[:-1]) * UNITS_S[wait[-1]]):
        return {}
    if settings["name"] == "nobody":
        raise ValueError("there is nobody to greet: give another name")
    write(f"{config['greeting']}, {settings['name']}\n".encode())
    write(f"wait: {wait}\n".encode())
    return {"greeted": settings["name"], "variables": str(len(variables))}
