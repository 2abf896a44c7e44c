"""What the demo shows by itself. A scene is one file here and one line in this list."""

from bot.demo.scenes import clash, day, late_cancel, no_show, package
from bot.demo.scenes.scene import Scene

SCENES: tuple[Scene, ...] = (day.scene, late_cancel.scene, clash.scene, no_show.scene, package.scene)


def named(name: str) -> Scene:
    """LookupError when there is none."""
    return {scene.name: scene for scene in SCENES}[name]
