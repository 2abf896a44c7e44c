"""How far two pictures are apart for somebody who looks at them."""

from io import BytesIO

from PIL import Image, ImageChops, ImageFilter

#: Approved pictures are kept this much smaller: sharp enough for every line and most letters.
SCALE = 2
_TILE = 24


def small(png: bytes) -> Image.Image:
    picture = Image.open(BytesIO(png), formats=["PNG"]).convert("RGB")
    size = (picture.width // SCALE, picture.height // SCALE)
    return picture.resize(size, Image.Resampling.BOX)


def packed(picture: Image.Image) -> Image.Image:
    """As it is kept."""
    return picture.quantize(256, Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE)


def distance(one: Image.Image, other: Image.Image) -> float:
    """Of the tile that differs most, how much it does: 0 for the same, 1 for black and white.

    Slightly blurred, so that a letter that another release sets a hair's breadth aside does not count.
    """
    if one.size != other.size:
        return 1.0
    blurred = [p.convert("RGB").filter(ImageFilter.GaussianBlur(1.2)) for p in (one, other)]
    grey = ImageChops.difference(*blurred).convert("L")
    tiles = grey.resize((-(-grey.width // _TILE), -(-grey.height // _TILE)), Image.Resampling.BOX)
    return float(tiles.getextrema()[1]) / 255
