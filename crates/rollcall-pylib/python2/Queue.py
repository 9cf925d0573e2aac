"""`Queue` of Python 2.7, in a worker that has one thread.

What would wait for another thread would wait for ever, so it is an error: `Empty` and `Full` where a time-out was given,
or where nobody wanted to wait, else a RuntimeError.
"""

import heapq
from collections import deque

__all__ = ["Empty", "Full", "Queue", "PriorityQueue", "LifoQueue"]


class Empty(Exception):
    """There is nothing to get."""


class Full(Exception):
    """There is no room to put anything."""


class Queue:
    """First in, first out."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.unfinished_tasks = 0
        self.queue = self._empty()

    def _empty(self):
        return deque()

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    def qsize(self):
        return len(self.queue)

    def empty(self):
        return not self.queue

    def full(self):
        return 0 < self.maxsize <= len(self.queue)

    def put(self, item, block=True, timeout=None):
        if self.full():
            raise _unless_waiting(Full, block, timeout)
        self._put(item)
        self.unfinished_tasks += 1

    def put_nowait(self, item):
        self.put(item, False)

    def get(self, block=True, timeout=None):
        if not self.queue:
            raise _unless_waiting(Empty, block, timeout)
        return self._get()

    def get_nowait(self):
        return self.get(False)

    def task_done(self):
        if self.unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self.unfinished_tasks -= 1

    def join(self):
        if self.unfinished_tasks:
            raise _endless()


def _unless_waiting(kind, block, timeout):
    return kind() if not block or timeout is not None else _endless()


def _endless():
    return RuntimeError("this would wait for ever: a worker runs one script at a time, in one thread")


class PriorityQueue(Queue):
    """The smallest first."""

    def _empty(self):
        return []

    def _put(self, item):
        heapq.heappush(self.queue, item)

    def _get(self):
        return heapq.heappop(self.queue)


class LifoQueue(Queue):
    """Last in, first out."""

    def _empty(self):
        return []

    def _get(self):
        return self.queue.pop()
