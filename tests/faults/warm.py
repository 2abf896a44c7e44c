"""Read by the process from which the bots are forked: it has played the story, so that they start warm."""

import asyncio
import tempfile
from pathlib import Path

from tests.faults.story import scenes

with tempfile.TemporaryDirectory() as folder:
    asyncio.run(scenes(Path(folder)))
