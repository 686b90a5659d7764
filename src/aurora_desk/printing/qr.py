"""QR codes of our short texts and of addresses: error level Q, four modules of white on each side."""

import io

QUIET = 4


def modules(text: str, *, on_screen: bool = False) -> tuple[tuple[bool, ...], ...]:
    """Rows of modules, True where dark, without the quiet zone.

    `on_screen`: nothing wears off there, and a long address needs large modules more than spare ones (level M).
    """
    # Both are needed only once a code is drawn: the program starts without them.
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M if on_screen else ERROR_CORRECT_Q, border=0)
    # Our own codes read the same in either case, and are smaller in capitals; an address is not and stays as it is.
    code.add_data(text.upper() if text.isalpha() else text)
    code.make(fit=True)
    return tuple(tuple(bool(dark) for dark in row) for row in code.get_matrix())


def png(text: str, size_px: int) -> bytes:
    """A PNG exactly `size_px` wide and high; modules are whole pixels, what is left over widens the white."""
    from PIL import Image

    rows = modules(text)
    scale = max(1, size_px // (len(rows) + 2 * QUIET))
    code = Image.new("1", (len(rows), len(rows)), 1)
    code.putdata([0 if dark else 1 for row in rows for dark in row])
    code = code.resize((len(rows) * scale, len(rows) * scale), Image.Resampling.NEAREST)
    picture = Image.new("1", (size_px, size_px), 1)
    edge = (size_px - code.width) // 2
    picture.paste(code, (edge, edge))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def svg(text: str) -> str:
    """An SVG with one path for all dark modules."""
    rows = modules(text)
    side = len(rows) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET},{y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0,0h{side}v{side}h-{side}z"/><path d="{path}"/></svg>'
    )
