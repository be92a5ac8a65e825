"""Work in C that would stop everyone else in an event loop goes to a thread of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def off_loop(work: Callable[..., T], *args: object) -> T:
    """Run `work` in gevent's thread pool when the process serves with gevent, else right here."""
    if "gevent.monkey" in sys.modules:
        import gevent
        from gevent import monkey

        if monkey.is_module_patched("threading"):
            return gevent.get_hub().threadpool.apply(work, args)
    return work(*args)
