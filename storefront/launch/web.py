"""`web`: serve until told to stop; what `up` starts, and what a container runs."""

from __future__ import annotations

import argparse
import importlib
import os

from django.core.exceptions import ImproperlyConfigured

from storefront.launch.places import Places
from storefront.launch.problems import Problem
from storefront.launch.surroundings import base_environment

_WORKERS = 2


def main(command: str, rest: list[str], places: Places) -> int:
    """Serve with everything from the environment. Raises Problem: production is not safe."""
    parser = argparse.ArgumentParser(prog=f"python3 -m storefront {command}")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=_WORKERS)
    options = parser.parse_args(rest)
    os.environ.update(base_environment(places))
    try:
        # Not before the environment is set: importing it reads the settings.
        server = importlib.import_module("storefront.launch.webserver")
        server.serve(options.host, options.port, options.workers)
    except ImproperlyConfigured as error:
        raise Problem(str(error)) from error
    return 0
