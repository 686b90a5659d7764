"""QR codes of our short texts, read back by an independent decoder."""

from __future__ import annotations

import io
import re

import pytest
import zxingcpp
from PIL import Image

from aurora_desk.domain.codes import LETTERS, CodeKind, read_code, sign_code
from aurora_desk.domain.ids import TenantId
from aurora_desk.printing import qr

KEY = b"k" * 32
SHOP = TenantId(42)
LONGEST = sign_code("B", KEY, SHOP, CodeKind.ORDER, 0x7FFFFFFFFFF)


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("L")


@pytest.mark.parametrize("size", [64, 65, 100, 256, 1000, 2048])
def test_a_png_has_its_size_four_white_modules_around_and_reads_back(size: int) -> None:
    text = sign_code("B", KEY, SHOP, CodeKind.ORDER, 5001)
    image = picture(qr.png(text, size))

    assert image.size == (size, size)
    left, top, right, bottom = image.point(lambda value: 255 - value).getbbox() or (0, 0, 0, 0)
    module = (right - left) / len(qr.modules(text))
    assert min(left, top, size - right, size - bottom) >= 4 * module
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == text
    assert read_code(found.text, {"B": KEY}, SHOP).number == 5001


@pytest.mark.parametrize("number", [1, 5001, 2**31 - 1, 0x7FFFFFFFFFF])
def test_every_code_fits_version_two_at_level_q(number: int) -> None:
    text = sign_code("B", KEY, SHOP, CodeKind.PRODUCT, number)
    assert len(text) <= 29
    assert set(text) <= set(LETTERS)
    assert len(qr.modules(text)) <= 25
    (found,) = zxingcpp.read_barcodes(picture(qr.png(text, 300)))
    assert found.ec_level == "Q"


def test_the_longest_code_still_fits() -> None:
    assert len(qr.modules(LONGEST)) == 25
    assert zxingcpp.read_barcodes(picture(qr.png(LONGEST, 128)))[0].text == LONGEST


def test_a_scratched_code_is_still_read() -> None:
    image = picture(qr.png(LONGEST, 330))
    image.paste(255, (150, 150, 190, 190))
    assert zxingcpp.read_barcodes(image)[0].text == LONGEST


def test_an_svg_draws_the_same_modules_inside_four_white_ones() -> None:
    rows = qr.modules(LONGEST)
    drawing = qr.svg(LONGEST)
    side = len(rows) + 8
    assert f'viewBox="0 0 {side} {side}"' in drawing
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+),(\d+)h1v1h-1z", drawing)}
    assert dark == {(x + 4, y + 4) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell}


def test_small_letters_make_the_same_code() -> None:
    assert qr.modules(LONGEST.lower()) == qr.modules(LONGEST)


def test_the_long_address_of_a_pay_page_has_modules_that_a_phone_reads_from_the_sheet() -> None:
    address = "https://checkout.stripe.com/c/pay/cs_live_" + "a1B2c3D4e5" * 37
    assert len(address) > 400

    modules = qr.modules(address, on_screen=True)

    across = len(modules) + 2 * qr.QUIET
    assert 280 // across >= 3
    image = Image.new("L", (across, across), 255)
    for row, cells in enumerate(modules):
        for column, dark in enumerate(cells):
            image.putpixel((column + qr.QUIET, row + qr.QUIET), 0 if dark else 255)
    (found,) = zxingcpp.read_barcodes(image.resize((3 * across, 3 * across), Image.Resampling.NEAREST))
    assert found.text == address
