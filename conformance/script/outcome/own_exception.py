# python: 3
# traceback
import json

class Stop(Exception):
    """Mine."""

try:
    json.loads("{")
except ValueError as e:
    raise Stop("wrong input") from e
