"""What the demo shows by itself. A scene is one file here and one line in this list."""

from bot.demo.scenes import (
    clash,
    coach,
    day,
    group,
    late_cancel,
    looking,
    no_show,
    overseeing,
    own_half,
    package,
)
from bot.demo.scenes.scene import Scene

SCENES: tuple[Scene, ...] = (
    day.scene,
    late_cancel.scene,
    clash.scene,
    no_show.scene,
    package.scene,
    coach.scene,
    own_half.scene,
    group.scene,
    overseeing.scene,
    looking.scene,
)


def named(name: str) -> Scene:
    """LookupError when there is none."""
    return {scene.name: scene for scene in SCENES}[name]
