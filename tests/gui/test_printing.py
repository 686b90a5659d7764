"""Receipts on paper: what stands on them, the code that scans, and what is said when no paper comes."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import qrcode
import zxingcpp
from PIL import Image
from PySide6.QtCore import QLocale, QRunnable, QThreadPool
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinterInfo

from aurora_desk.domain.money import Money
from aurora_desk.domain.receipts import Receipt, ReceiptLine, ReceiptPayment
from aurora_desk.gui.printing import ReceiptNotPrintedError, ReceiptPrinter
from aurora_desk.gui.printing.layout import Modules, ReceiptLayout
from aurora_desk.gui.printing.rows import QUIET, Boxed, Code, Pair, Words
from aurora_desk.gui.theme.look import Look

TEXT = "BCDFGHJKLNPRTUVBCDFGHJKLNPRT"
ENGLISH = QLocale("en_US")


def usd(amount_minor: int) -> Money:
    return Money(amount_minor, "USD")


def modules_of(text: str) -> Modules:
    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_Q)
    code.add_data(text)
    return tuple(tuple(bool(cell) for cell in row) for row in code.get_matrix())


CASH_SALE = Receipt(
    shop="Aurora Café",
    address="1 Main Street, Springfield",
    number="ORD-2026-5001",
    placed="2026-05-04T14:26:00",
    served_by="Mara Klein",
    till="Till 1",
    customer="Lena Bergström",
    lines=(
        ReceiptLine(
            2000, "Flat white with a name so long that it takes two lines", "oat milk", usd(390), usd(780), usd(0)
        ),
        ReceiptLine(350, "Kenya Kiambu", "", usd(3000), usd(1050), usd(50)),
    ),
    subtotal=usd(1830),
    discount=usd(50),
    taxes=(("Sales tax 8.875 %", usd(145)),),
    prices_include_tax=True,
    total=usd(1780),
    payments=(ReceiptPayment("Cash", usd(1780), usd(2000), usd(220), ()),),
    due=usd(0),
    qr_text=TEXT,
    mark="a1b2c3d4e5f6",
    training=False,
)
CARD = ReceiptPayment(
    "Visa ending 4242", usd(1780), None, None, (("Application", "Visa Credit"), ("AID", "A0000000031010"))
)


@pytest.fixture
def printer(look: Look, tmp_path: Path) -> ReceiptPrinter:
    del look
    return ReceiptPrinter(tmp_path / "receipts", modules_of, ENGLISH, printer=lambda: None)


def words_on(receipt: Receipt) -> list[str]:
    """Everything that is written on a receipt, row by row."""
    found = []
    for row in ReceiptLayout(receipt, modules_of(receipt.qr_text), ENGLISH).pages(float("inf"))[0]:
        if isinstance(row, Pair):
            found.append(f"{row.left.strip()} | {row.right}")
        elif isinstance(row, Words | Boxed):
            found.append(row.text)
    return found


def decoded(image: QImage) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(grey(image))]


def grey(image: QImage) -> Image.Image:
    flat = image.convertToFormat(QImage.Format.Format_Grayscale8)
    size = (flat.width(), flat.height())
    return Image.frombytes("L", size, bytes(flat.constBits()), "raw", "L", flat.bytesPerLine())


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("width_px", [384, 576, 1200])
def test_the_code_on_the_paper_reads_back_at_the_width_of_every_printer(
    printer: ReceiptPrinter, training: bool, width_px: int
) -> None:
    picture = printer.render(replace(CASH_SALE, training=training), width_px)

    assert picture.width() == width_px
    assert decoded(picture) == [TEXT]


@pytest.mark.parametrize("width_px", [384, 576, 1200])
def test_the_second_code_leads_a_phone_to_the_orders_page_and_the_first_stays_the_shops(
    printer: ReceiptPrinter, width_px: int
) -> None:
    page = f"https://till.example.com:8787/o/{TEXT}"

    picture = printer.render(replace(CASH_SALE, page=page), width_px)

    assert sorted(decoded(picture)) == sorted([TEXT, page])


def test_the_code_is_at_least_25_mm_wide_without_its_quiet_zone() -> None:
    modules = modules_of(TEXT)

    code = Code(modules)

    assert code.side * len(modules) / (len(modules) + 2 * QUIET) >= 250


def test_without_a_printer_the_receipt_becomes_a_pdf_named_after_the_order(printer: ReceiptPrinter) -> None:
    printed = printer.print(CASH_SALE)

    assert printed.printer == ""
    assert printed.file is not None
    assert printed.file.name == "ORD-2026-5001.pdf"
    assert printed.file.read_bytes().startswith(b"%PDF-")
    assert printed.file.stat().st_size > 5_000


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="needs poppler to look at the page")
def test_the_code_in_the_pdf_reads_back(printer: ReceiptPrinter, tmp_path: Path) -> None:
    file = printer.print(CASH_SALE).file

    subprocess.run(["pdftoppm", "-r", "200", "-png", "-singlefile", str(file), str(tmp_path / "page")], check=True)

    assert decoded(QImage(str(tmp_path / "page.png"))) == [TEXT]


def test_a_receipt_prints_in_a_worker_thread(printer: ReceiptPrinter) -> None:
    pool = QThreadPool()
    files: list[Path | None] = []

    pool.start(QRunnable.create(lambda: files.append(printer.print(CASH_SALE).file)))

    assert pool.waitForDone(20_000)
    assert files[0] is not None
    assert files[0].read_bytes().startswith(b"%PDF-")


def test_a_folder_that_can_not_be_written_is_told_with_what_to_do(look: Look, tmp_path: Path) -> None:
    del look
    (tmp_path / "file").write_text("in the way")
    printer = ReceiptPrinter(tmp_path / "file", modules_of, ENGLISH, printer=lambda: None)

    with pytest.raises(ReceiptNotPrintedError, match="The order is saved") as told:
        printer.print(CASH_SALE)

    assert "Reprint" in told.value.sentence


def test_a_printer_that_refuses_is_told_with_what_to_do(
    look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del look
    monkeypatch.setattr("aurora_desk.gui.printing.printer._paint", lambda device, layout: False)
    printer = ReceiptPrinter(tmp_path, modules_of, ENGLISH, printer=QPrinterInfo)

    with pytest.raises(ReceiptNotPrintedError, match="The order is saved"):
        printer.print(CASH_SALE)


def test_a_cash_receipt_says_what_was_given_and_what_came_back() -> None:
    words = words_on(CASH_SALE)

    assert words[:2] == ["Aurora Café", "1 Main Street, Springfield"]
    assert "Order ORD-2026-5001 | 2026-05-04 14:26" in words
    assert "Till 1 · Mara Klein" in words
    assert "Total | $17.80" in words
    assert "of which Sales tax 8.875 % | $1.45" in words
    assert "Cash | $17.80" in words
    assert "Received | $20.00" in words
    assert "Change | $2.20" in words
    assert words[-2:] == ["Order ORD-2026-5001", "a1b2c3d4e5f6"]


def test_a_line_says_quantity_price_discount_and_note() -> None:
    words = words_on(CASH_SALE)

    assert "2 × Flat white with a name so long that it takes two lines | $7.80" in words
    assert "$3.90 each" in words
    assert "oat milk" in words
    assert "0.35 × Kenya Kiambu | $10.50" in words
    assert "Discount | −$0.50" in words


def test_a_card_receipt_prints_the_lines_that_card_schemes_ask_for() -> None:
    words = words_on(replace(CASH_SALE, payments=(CARD,)))

    assert "Visa ending 4242 | $17.80" in words
    assert "Application | Visa Credit" in words
    assert "AID | A0000000031010" in words


def test_tip_and_rounding_stand_apart_from_the_total() -> None:
    with_tip = replace(CARD, amount=usd(1980), tip=usd(200))
    in_coins = ReceiptPayment("Cash", usd(1778), usd(2000), usd(222), (), rounding=usd(-2))

    card, cash = (words_on(replace(CASH_SALE, payments=(paid,))) for paid in (with_tip, in_coins))

    assert card[card.index("Tip | $2.00") + 1] == "Visa ending 4242 | $19.80"
    assert cash[cash.index("Rounding | −$0.02") + 1] == "Cash | $17.78"


def test_tax_on_top_of_prices_stands_before_the_total() -> None:
    words = words_on(replace(CASH_SALE, prices_include_tax=False))

    assert words.index("Sales tax 8.875 % | $1.45") < words.index("Total | $17.80")


def test_what_is_still_to_pay_is_told() -> None:
    assert "Still to pay | $7.80" in words_on(replace(CASH_SALE, due=usd(780)))


def test_a_training_receipt_says_test_mode_at_both_ends_and_across() -> None:
    words = words_on(replace(CASH_SALE, training=True))

    assert words[0] == "TEST MODE"
    assert words[-1] == "TEST MODE · no money was taken"


def test_the_watermark_is_on_training_receipts_only(printer: ReceiptPrinter) -> None:
    def greys(receipt: Receipt) -> int:
        return grey(printer.render(receipt, 576)).histogram()[226]

    assert greys(replace(CASH_SALE, training=True)) > 5_000
    assert greys(CASH_SALE) < 500


def test_a_word_longer_than_the_paper_is_wide_is_broken_and_others_are_not() -> None:
    words = Words("Flat white " + "m" * 80)

    lines = words._lines(720)

    assert lines[0] == "Flat white"
    assert "".join(lines[1:]) == "m" * 80
    assert words.height(720) > 2 * Words("m").height(720)


def test_a_long_receipt_is_cut_between_rows_and_nothing_is_lost() -> None:
    layout = ReceiptLayout(replace(CASH_SALE, lines=CASH_SALE.lines * 60), modules_of(TEXT), ENGLISH)

    pages = layout.pages(2_500)

    assert len(pages) > 2
    assert [row for page in pages for row in page] == list(layout.pages(float("inf"))[0])
    assert all(sum(row.height(720) for row in page) <= 2_500 for page in pages)
