<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Email</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QR code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card, other machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken by Stripe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given back by Stripe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash in the drawers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash given back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To settle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TEST MODE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still to pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scan this one with your phone: how your order stands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TEST MODE · no money was taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subtotal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of which %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold tax-free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rounding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2, came back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The receipt could not be printed on %1. The order is saved. Check the printer and choose Reprint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The receipt could not be saved in %1. The order is saved. Choose another folder or set up a printer, then choose Reprint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The receipt could not be saved as %1. The order is saved. Choose Reprint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card on another machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up to 10 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with the card at the reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>give it back on that machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from the drawer, now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash, in place of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ending %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contactless</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>swiped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, over the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aurora Desk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cart opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order placed %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Handed over for processing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Voided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receipt emailed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link to pay emailed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receipt not emailed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link to pay not emailed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code shown for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online payment started %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card payment started %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card, other machine, slip %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payment not started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was charged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Declined: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe was asked to give back %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agrees with Stripe now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge given back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge attached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund of Stripe booked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settled otherwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payment cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known yet whether it was charged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not charge again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrong item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed mind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>back to stock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goods came back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund started %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refunded %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund of %1 failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Including %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left to pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is paid, %2 is still to pay. The order stays Waiting and can be paid from Orders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave %1 part paid?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on paying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slip %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tender</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Money taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No charge can follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The code is open, nobody has tried to pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent, no answer yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for a card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card was read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Customer is asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bank is being asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reserved, not taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent to the reader</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AcceptSheet</name>
    <message>
        <source>Settled otherwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No money is moved by this. Your words stay with the difference, with your name and the time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid back in cash, receipt 1042</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How was it settled?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark as settled</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Adding</name>
    <message>
        <source>Sell anyway?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is sold out. If it lies here all the same, sell it; the count goes below zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sell anyway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add to cart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 added. Total %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ApprovalSheet</name>
    <message>
        <source>Ask a manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a staff badge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 can&apos;t approve this. Ask a manager or the owner.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who approves it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tap your name or scan your badge, then enter your PIN. Both names are kept.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Attempts</name>
    <message>
        <source>Not set up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No card reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BoardModel</name>
    <message>
        <source>%1: here %2, there %3, %4</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BoardView</name>
    <message>
        <source>Which days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer&apos;s clock is ahead of Stripe&apos;s by %1 min.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer&apos;s clock is behind Stripe&apos;s by %1 min.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sales stand on the wrong time of day. Set the clock of the computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything agrees.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sums differ. Compare now, then look again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 difference to settle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 differences to settle</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BrandLine</name>
    <message>
        <source>Aurora Desk</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Button</name>
    <message>
        <source>Working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chosen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ByAmount</name>
    <message>
        <source>This part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left for others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make it a part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter an amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A part is less than %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ByLine</name>
    <message>
        <source>What does this person pay for?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A part of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the lines of one person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only %1 is left to split</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CardController</name>
    <message>
        <source>Cancelled. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reader does not answer. Checking whether the payment went through…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CardPanel</name>
    <message>
        <source>Card readers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready for a card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending to %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the customer to tap, insert or swipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approving. Do not cancel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelling on %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking that nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has tapped for two minutes. Cancelling proves that nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is waiting for the card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for card readers…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No card reader is paired with this shop. Take cash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was charged yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a reader.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel on reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send to reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use another reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CartController</name>
    <message>
        <source>This cart is being paid. Nothing was changed. Close payment first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A program on the network made this cart an order. It is in Orders; a new cart is open.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CartLineModel</name>
    <message>
        <source>%1 per unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 off</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CartList</name>
    <message>
        <source>Cart</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CartPanel</name>
    <message>
        <source>Cart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scan or tap a product</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add an item first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last order #%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reprint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discount on the cart (Shift+F4)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold the cart (F6)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the cart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open shift first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add an item</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CashPanel</name>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change to give</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still to pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete the order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take cash and open drawer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The smallest coin is %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the amount that the customer gave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take %1 and continue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Clients</name>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodeSheet</name>
    <message>
        <source>Order %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code of order %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scan it at any till of this shop to open the order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The page that shows the customer how the order stands</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe is not set up, so there is nothing to compare with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Float</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tips among it: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not compared yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 payment since then: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%2 payments since then: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compared just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compared %1 min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compared %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Connection</name>
    <message>
        <source>No connection. Cash works; cards wait.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected. Cards work again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CustomItemSheet</name>
    <message>
        <source>Custom item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catering for six</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tax</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the item a name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CustomerChip</name>
    <message>
        <source>Add customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add customer (F3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No orders yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 order</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n orders</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>last visit %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CustomerDetail</name>
    <message>
        <source>No orders yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a cart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No email</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No phone number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 order</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n orders</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>since %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CustomerList</name>
    <message>
        <source>Name, email, phone or last digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Customers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing matches &apos;%1&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add people who buy often: their orders are then found by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CustomerSheet</name>
    <message>
        <source>Customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name, email, phone or last digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Customers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lena Bergström</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Email</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add to cart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save and add to cart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody matches “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the person with New customer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a customer first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name and email are enough; the rest can follow on the Customers screen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give a name or an email address.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CustomersScreen</name>
    <message>
        <source>Choose a customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address, orders and what was spent are shown here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was added</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DiscountSheet</name>
    <message>
        <source>Kind of discount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regular</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Staff</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goodwill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No discount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Percent off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New price each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amount off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give discount %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A discount is at most 100 %.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This takes nothing off. Type a discount first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DonePanel</name>
    <message>
        <source>Code of the order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change to give</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tip %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change to give %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Flows</name>
    <message>
        <source>1 item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This till has no order yet, so there is no receipt to print.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cart of %1 is held.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HeldCartsSheet</name>
    <message>
        <source>Held carts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No carts are held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold a cart with F6. Carts that programs on the network fill show here as well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open cart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete this cart?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its lines are gone for good. Nothing was sold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete cart %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HeldDesk</name>
    <message>
        <source>Hold the cart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table 4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may leave it empty. F7 brings the cart back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold cart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cart held. F7 brings it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cart you had open is held now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ItemDetail</name>
    <message>
        <source>Refund %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attach %1 to the order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Book refund of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settled otherwise…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it means</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About this difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At Stripe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe was asked for this refund and has not answered yet. Do not give the money back in another way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open order %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask Stripe again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Something went wrong that should not. Nothing was saved by this step. Try again; the details are in the log.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LineActions</name>
    <message>
        <source>%1 removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cart cleared.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LineBar</name>
    <message>
        <source>One less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discount (F4)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a line first</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LineRow</name>
    <message>
        <source>One less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 back to stock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to stock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 came back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LineSheets</name>
    <message>
        <source>Set quantity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on the whole cart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oat milk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save note</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LinesModel</name>
    <message>
        <source>Order %1, %2, here %3, at Stripe %4</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LinesView</name>
    <message>
        <source>Lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discount %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Listing</name>
    <message>
        <source>This list could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Aurora Desk</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NavButton</name>
    <message>
        <source>%1, current page</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NewCustomerSheet</name>
    <message>
        <source>New customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Email</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open that customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard the new customer?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you typed has not been saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has this email address.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NumberPad</name>
    <message>
        <source>Number pad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the last digit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decimal point</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OpenShiftSheet</name>
    <message>
        <source>Float in the drawer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count the cash in the drawer. The shift starts with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Float</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open shift with %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OrderDetail</name>
    <message>
        <source>Lines, totals and what happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reprint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take payment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>We cannot tell yet whether this was charged. Do not charge again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An online payment was started. Taking payment here ends it first, or says that it is paid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A payment of this order is under way. It cannot be paid a second time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 item</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n items</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OrderList</name>
    <message>
        <source>Order number, customer, last 4 digits, or scan a receipt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refunds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 payment to check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 payments to check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 refund failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 refunds failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting · %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing matches &apos;%1&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only today&apos;s orders were searched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only orders that wait for payment were searched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only orders with refunds were searched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search all orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orders appear here as they are placed, at a till or over the network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No orders yet today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No order waits for payment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No refunds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No orders yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 new order</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n new orders</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrdersModel</name>
    <message>
        <source>Order %1, %2, %3, %4, %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>walk-in customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OrdersScreen</name>
    <message>
        <source>Choose an order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its lines, payments and what happened to it are shown here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the code of a product. Orders are found by number, customer or card; scan it on Sell.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A refund of order #%1 failed. Open the order to try again or give cash.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OtherPanel</name>
    <message>
        <source>Card on another machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slip number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is printed on the slip. Never the card number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0042</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge %1 on the other machine first. Then enter the number on its slip.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Book %1 as paid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the number on the slip.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PartList</name>
    <message>
        <source>Parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A paid part can only be refunded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid · %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take part %1 away</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PartResult</name>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give %1 in cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel on reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the drawer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Booked. Give it back on the other machine now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On its way to the customer, up to 10 days</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PartSheet</name>
    <message>
        <source>Amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Between %1 and %2. The other payments take the rest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PayButton</name>
    <message>
        <source>Add an item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PaymentRow</name>
    <message>
        <source>%1, back to %2. Change the amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tip %1 too</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PaymentSheet</name>
    <message>
        <source>Payment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The card was charged. The order could not be read just now. Do not charge again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>On shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cashier</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PersonButton</name>
    <message>
        <source>Lock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, lock or switch person</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PersonTile</name>
    <message>
        <source>chosen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PinCard</name>
    <message>
        <source>PIN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose your name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter your PIN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait %1, or let someone else sign in.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PinDots</name>
    <message numerus="yes">
        <source>%n of 4 digits</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Wrong PIN</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Planner</name>
    <message>
        <source>Refund by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose what comes back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the amount first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only %1 is left to refund.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This part is too small to be given back that way. Change the parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a reason. It stays with the refund.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What comes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason in words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a few words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason, and where the money goes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrong item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed mind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProductsPanel</name>
    <message>
        <source>Categories</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing matches “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try another name, the SKU or the barcode.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another category, or search for the product.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No products here yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QrPanel</name>
    <message>
        <source>Code that the customer scans to pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show a new code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closes in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay by QR code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The customer scans a code and pays on the phone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making the code…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bank is being asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not cancel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closing the code…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking that nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking whether the customer has paid…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test mode: the link opens on this computer only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scan with the phone&apos;s camera and pay there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuantitySheet</name>
    <message>
        <source>Weight in kg</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 per kg · comes to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 each · comes to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the weight first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Sell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Customers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reports</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Receipts</name>
    <message>
        <source>Receipt saved as %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receipt printed on %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RefundActions</name>
    <message>
        <source>Give cash instead?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The card did not take the money back. Give the customer %1 from the drawer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is left to refund of this order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refunded %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RefundSheet</name>
    <message>
        <source>Refund of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print receipt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left to refund</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReportsScreen</name>
    <message>
        <source>Choose a row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The payments behind a sum, and what can be done about a difference, are shown here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole amount goes back to the card. This can&apos;t be taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order then counts this charge as its payment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order then counts this refund. No money is moved: Stripe gave it back already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 goes back to the card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is booked on its order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The refund of %1 is booked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultPanel</name>
    <message>
        <source>Give the customer %1 from the drawer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refunded %1, but not all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not refunded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>We cannot tell yet whether this was refunded. Do not refund again. We ask Stripe every minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the customer to hold the card to the reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Money goes back to this card only with the card itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refunded %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RowButton</name>
    <message>
        <source>chosen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ScanRouter</name>
    <message>
        <source>This code is not from this shop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No product has the code %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Sell to add %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close payment to add items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close payment to open the order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this sheet to add items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this sheet to open the order</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SellHeader</name>
    <message>
        <source>Search or scan: name, SKU, barcode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Custom item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Custom item (Ctrl+N)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held carts: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held carts (F7)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SellScreen</name>
    <message>
        <source>No shift is open on this till. Carts can be filled and held, but not paid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SetupScreen</name>
    <message>
        <source>Set up the shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up your shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a first sale needs. Or open the demo and try: nothing is real there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShopForm</name>
    <message>
        <source>Shop name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Corner Café</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Country</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ireland</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Currency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mara Klein</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PIN, %1 digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PIN again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the shop a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a country of the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three letters, like EUR.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a zone of the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the owner&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A PIN has %1 digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two PINs differ.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>All keys of this screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sell, Orders, Customers, Reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock, switch person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the sheet, the search, the detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print the last receipt again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move in the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the first match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line before, line after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One more, one less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three of what comes next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discount on the line, with Shift on the cart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold the cart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held carts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Custom item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QR code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund the order that is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignInScreen</name>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a staff badge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who is at the till?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Skeleton</name>
    <message>
        <source>Loading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still loading. You can wait or try again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SplitPanel</name>
    <message>
        <source>%1 equal parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 parts to pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay the first part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say first how to split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay part %1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Opening the shop…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shop could not be opened</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not charged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Authorised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not running, restarting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port in use by another program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check its power and network. Cash works, and so do other readers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PDF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No mail server is set up, so mails to customers wait.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n to check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether these were charged is not known yet. Press to see them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min ahead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sales stand on the wrong time of day. Set the clock of this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part paid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part refunded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not set up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test mode</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>API</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Printer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift open %1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepRow</name>
    <message>
        <source>Sent to reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1 of 3: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SumDetail</name>
    <message>
        <source>Payments behind this sum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At Stripe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the drawers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Booked since the comparison, not counted yet: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter or a double click opens the order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No payments.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TenderButton</name>
    <message>
        <source>%1, chosen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TenderColumn</name>
    <message>
        <source>To pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QR code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split payment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rounded to %1 for cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the card first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approving the card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking the card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the code first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The customer is paying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking the code</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TileDelegate</name>
    <message>
        <source>Sold out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TileGrid</name>
    <message>
        <source>Products</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TileModel</name>
    <message>
        <source>sold out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in cart</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>What happened</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TotalsPanel</name>
    <message>
        <source>Subtotal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tax</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Includes %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plus %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>%1. Do not refund again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2. Look at it in Stripe before you give cash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2. Nothing was given back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund of %1 failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund of %1 is on its way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund of %1 is being checked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UnfinishedSheet</name>
    <message>
        <source>Payments to check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every payment has its end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is open between this shop and Stripe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>We cannot tell yet whether these were charged. Do not charge their orders again. Aurora Desk asks Stripe every minute; you can ask now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is left to check here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking Stripe…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order #%1 is paid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order #%1: nothing was charged, and nothing will be. It can be paid again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order #%1: still not known. Do not charge it again. Aurora Desk goes on asking.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UnknownCodeSheet</name>
    <message>
        <source>Unknown code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No product has the code %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was added. Search for the product by its name, or add a custom item.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VisitDelegate</name>
    <message>
        <source>1 item</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n items</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Visits</name>
    <message>
        <source>Orders of this customer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WaitingRing</name>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WayOut</name>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_ProgressLine</name>
    <message>
        <source>Loading</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>A PIN has {digits} digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A discount is between 0 and 100 %, or an amount of at most the line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A letter goes to one complete address. Nothing was sent. Check the address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A line can hold at most 9,999.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A live Stripe key is only ever sent to https://api.stripe.com. Remove the other address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A manager or the owner has to approve this at the till. Nothing was changed. Ask one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name has at most {most} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A note has at most {most} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A payment is more than nothing. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A payment is on this reader just now. Nothing was changed. Wait until it has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A payment is refunded once at a time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A phone number has at most {most} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A price can&apos;t be below zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A price list has a name of 1 to {most} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A price list has at most {most} prices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A price on a list can&apos;t be below zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A product of the list is not in the catalogue. Nothing was saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reader&apos;s name has 1 to {most} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reason has at most {most} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A refund counts as done here, and at Stripe it failed or does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A refund has another amount here than at Stripe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A sessionID has 1 to {most} visible characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A shift is open on this till already. Nothing was changed. Go on selling.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A slip number has at most {most} plain characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tip goes back only with all that is left of its payment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A {what}&apos;s name has up to 63 letters, digits and underscores and begins with no digit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ARC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amount differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An Interac card is refunded at a reader. Nothing was refunded. Choose a reader.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An account with this email exists already. Nothing was saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An email address has at most {most} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An order has at most {most} items.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An order needs at least one item.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another customer has this email address. Nothing was saved. Open that customer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another payment is using this reader. Nothing was charged. Wait, or use another reader.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another shop of this store uses this reader. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer in Stripe&apos;s Dashboard before its deadline. Do not refund it here as well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approving. Do not cancel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the customer to hold the card to the reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the customer to tap, insert or swipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Authorisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Book the refund, so that the order and the reports count it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled before the reader had it. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Capture the payment before the hold ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card declined: {why}. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card payments are not set up. Nothing was charged. Take cash, or give a Stripe key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card, other machine, slip {slip}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash is given back at a till. Nothing was refunded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charge without a payment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charged after all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a reason. It stays with the refund.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the country that the shop is in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the currency that the shop sells in, for example USD.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the time zone that the shop is in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare both with the receipt, put it right with the customer, and say how.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cryptogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo PINs: {pins}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discounts need a manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discounts over {percent} % need a manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disputed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the amount that is given back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the amount that the customer gave.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the number on the slip. Nothing was booked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every account has a field {name} already. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give a name or an email address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give either items or a sessionID.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the item a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the money back in another way, and say how.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the owner&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the person&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the shop a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold ends soon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interac cards are refunded one after the other. Nothing was refunded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invalid credentials</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at it in Stripe before you give cash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at whether the key is of the right account, ask for another payment, and say how it ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages of Stripe are not set up here: AURORA_STRIPE_WEBHOOK_SECRET is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Money has moved or may have moved on this order. It was not voided.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Money was given back at Stripe and not in this program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the reader by its id.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No encrypted connection to the mail server can be made. Nothing was sent. Check host and port in Email settings; smtps:// is for port 465, smtp:// for 587.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No money arrives for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No shift is open on this till. Nothing was sold. Open the shift first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No user found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not refunded: {why}. {then}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes have at most {most} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is left to pay on this order. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On its way. Stripe has it; do not refund again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only a manager or the owner can approve this. Nothing was changed. Ask one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the owner can do this for the owner.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {due} is left to pay, and only cash gives change. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid here, not at Stripe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Product {product_id} is not in this cart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the rest right with the customer, and say how.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund amount differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund in cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund it, or attach it to its order if that is still to be paid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund it, or attach it where the order is still to be paid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund made at Stripe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund to {way}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SQLite {version} can corrupt a store. Install a newer sqlcipher3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say in a few words how this was settled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selling by another price list needs a manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selling tax-free needs a manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody of this name is there already. Add a letter, so that both are known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something of this order was refunded meanwhile. Nothing was refunded by this. Look at the order again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe cannot be reached. Nothing was charged. Try again or take cash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe charged a card for this store, and no payment here belongs to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe does not accept this shop&apos;s key. Nothing was charged. Take cash and check the key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe does not accept this shop&apos;s key: check it, then check this payment again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe does not know this payment or reader. Nothing was charged. The key may belong to another account or mode: check the Stripe key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe does not know this payment; the key may belong to another account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe does not take this code. Nothing was paired. Let the reader show a new code, and type it as it stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe has given this money back as well, after it was given in another way. Put it right with the customer. The comparison with Stripe in Reports shows it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe has given this money back, or part of it. Nothing was booked. Compare again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe has not answered: the refund may be done or not. Aurora Desk goes on asking. Do not give this money back in another way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe is very busy. Nothing was done by this. Cash still works. Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe never got it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe never got it. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe refused it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe refused this refund. Nothing was given back by it. Compare with Stripe, then look again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe refused this. Nothing was charged by it. Try again or take cash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stripe says that this payment was given back already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TSI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TVR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking over a cart that another till has open needs a manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That PIN is not right. 1 try left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That PIN is not right. {tries} tries left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Stripe key has a space in it. Copy it again; nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address of a mail server reads smtp://user:password@mail.example.com:587 or smtps://…:465, with @ : / ? # % in user and password written as %40 %3A %2F %3F %23 %25.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The amount is reserved on the card and not taken yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The amount is too large for one card payment. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The amount is too small for a card. Nothing was charged. Take cash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The authorisation ended before the money was taken. Nothing was charged. The order is unpaid again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bank did not take this refund. Nothing was given back. Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bank is being asked. Do not cancel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bank may take the money back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The card is authorised, the money is not taken yet. Do not charge again. Aurora Desk goes on asking for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cardholder disputes this charge at the bank.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cart is empty. Add an item before holding it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cart is empty. Add an item before ordering.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cart is too large for one order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cart was changed by another program while payment was open. Nothing was charged. Close payment and look at the cart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The code is closed. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The code was never shown. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to the mail server broke off while the letter was handed over. It may have gone out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The customer has not got this money.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The customer has paid, and no order counts this money. A restored backup can be the reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The customer has paid, and the order does not count this money.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database is busy. Nothing was saved by this step. Try it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database server cannot be reached. Look whether the last step was saved before doing it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full or cannot be written. Nothing was saved by this step. Make room on the disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The email address holds letters that only look like Latin ones. Type it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The float can&apos;t be below zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keys in {path} are not complete. Nothing was changed. Put back your copy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keys in {path} cannot be read. Nothing was changed. Put back your copy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keys of this store are missing: {path} is not there. Nothing was changed. Put back your copy of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server cannot be reached. Nothing was sent. Check the internet connection, and host and port in Email settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server cannot check the password just now. Nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server cannot take the letter just now. It was not sent. Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server did not answer in time. Nothing was sent. Check host and port in Email settings; port 465 is for smtps://.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server ended the connection. Nothing was sent. Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server offers no encryption (STARTTLS). Nothing was sent, no password either. Check host and port in Email settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server refused the password. Check user name and password in Email settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server refuses the letter. It was not sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server refuses the recipient&apos;s address. The letter was not sent. Check the address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server takes no letters from this shop. Check sender, user name and password in Email settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server takes no user name and password here. Check its port in Email settings, or leave them out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server&apos;s certificate is not trusted ({why}). Nothing was sent. Check the host in Email settings, and this computer&apos;s clock.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order counts as paid, and Stripe has no such payment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order is too large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order of this charge is not in this store. Nothing was booked. Refund it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order still counts the full amount.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The parts do not add up to what is given back. Nothing was refunded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The payment had ended here as not charged, then Stripe charged the card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The payment has another amount or currency here than at Stripe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The payment is no longer on the reader. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The price can&apos;t be below zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The price of a product is not the one asked for. Nothing was changed. Ask again with the right price.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The quantity can have at most three decimals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The quantity must be a whole number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The quantity must be between 1 and 9,999.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reader did not answer. Nothing was charged. Look at the reader and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reader has a defect. Nothing was charged. Use another reader.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reader is busy. Nothing was charged. Wait a moment and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reader is just reading the card. Wait for the outcome: it cannot be cancelled now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reader is not connected. Nothing was charged. Check its power and network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reader is registered for another place. Nothing was charged. Pair it again in this shop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reader&apos;s country can&apos;t take this currency. Nothing was charged. Check the reader&apos;s location at Stripe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shop&apos;s computer is very busy. Nothing was saved. Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shop&apos;s computer is very busy. Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The signature of this message is not right or too old. Nothing was done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The smallest coin here is {coin}. Nothing was taken. Enter what the customer gave.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The store in {path} is broken and was left untouched. Put back a backup of it, or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The till is just sending this payment. Look again soon.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The till stopped before the reader had it. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no cart for this session.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no order {order_id}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no product {product_id}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no shop with this number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such customer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such difference.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such payment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such refund.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no table of accounts with this name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no till with this number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These are not the keys of this store. Nothing was changed. Start with the store&apos;s own keys.json.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This address has got several mails within the hour. No other was sent. Look for those first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This amount is too large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This amount is too small to be given back this way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This belongs to Stripe&apos;s other mode, live or test. Nothing was charged. Check which key is in use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This can&apos;t be done with this difference. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This card is refunded at a reader, and none is set up. Nothing was refunded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cart has become an order in the meantime. Find it in Orders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cart is already an order and can no longer change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cart is already an order. Open it in Orders to take the payment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cart is gone: it was deleted on another till.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cart is in use and was not deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cart is on hold. Nothing was changed. Recall it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This charge is more than is left to pay on its order. Nothing was booked. Refund it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This charge pays its order by now. Nothing was refunded. Refund it from the order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This code is closed. No mail was sent. Show a new code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This code is not from this shop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This database is not an Aurora Desk store. Nothing was changed. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This difference is no charge. Nothing was booked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This difference is no refund made at Stripe. Nothing was booked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This difference is settled already. Nothing was done by this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a place in the list. Start again without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a secret Stripe key: it starts with sk_live_ or sk_test_.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not an address that a letter can go to. Nothing was sent. Check the address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not an email address. It looks like name@example.com.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This line is no longer in the cart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This looks like a card number. Card numbers are never stored here; remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This mail server cannot send to an address with letters beyond a–z. Ask for another address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This money is being given back already. Nothing was done by this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This order is already being paid. Wait for that payment to end before taking another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This order is not paid yet. Complete its payment first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This order is paid already. Nothing was taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This order is {status} and can&apos;t be voided. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This order was not rung up in a cart. Nothing was changed. It stays in Orders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This order was voided and can&apos;t be submitted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This order was voided. Nothing was charged. Ring the items up again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This part is not between nothing and what is due. Nothing was taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This part is smaller than the smallest coin. Nothing was taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This payment does not belong to this order or has another amount. Nothing was booked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This person is not in the list of people any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This price list is gone. Nothing was changed. Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This reader is not one of this shop&apos;s. Nothing was charged. Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This refund does not belong to this payment or has another amount. Nothing was booked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This refund has failed at Stripe. Nothing was booked. Compare again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This refund is booked already. Nothing was changed. Compare again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This refund is more than is left of its payment here. Nothing was booked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This shop has no till yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This shop sells nothing tax-free. Nothing was changed. The owner can allow it in Settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This shop uses no such reader.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This store has taken real cards; a test key could hide unpaid sales. Use a live key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This store is for training and never takes a live Stripe key. Use a test key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This store is for training: play money stays on this computer. Remove the other address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This store was made by a newer Aurora Desk. Nothing was changed. Install that version or a later one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This token belongs to another shop or table. The password stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait {seconds} seconds, or let someone else sign in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many wrong passwords. Nothing was checked. Set a new password by mail to go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many wrong passwords. Nothing was checked. Wait {seconds} seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again or give cash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the code that the reader shows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the customer. The last card was declined: {why}. The customer can try another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>We cannot tell yet whether this was charged. Do not charge again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>We cannot tell yet whether this was refunded. Do not refund again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What Stripe says is what the customer got.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What Stripe says is what the customer paid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What answers is not a mail server, or not to be understood. Nothing was sent. Check host and port in Email settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When the hold ends, the money is released and the order is unpaid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>extraFields may name {names} and the shop&apos;s own fields.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was cancelled at Stripe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was cancelled at the reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not enough funds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paymentMethod is one of {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the PIN was wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the bank asks for a call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the bank said no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the card has expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the card has expired or was cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the card is over its limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the card network had an error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the card was reported as no longer in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the customer cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the customer disputes the payment at the bank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the payment belongs to Stripe&apos;s other mode, live or test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the reader is busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the reader is not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the reader lost its connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the shop&apos;s balance at Stripe is too low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too many wrong PINs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{asked} is more than is left to refund by now. Nothing was refunded. Look at the order again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{asked} is more than the {left} left to refund. Nothing was refunded. Look at the order again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{brand} ending {last4}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{currency} amounts have at most {digits} decimals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{field} must have at most {most} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{line} is no longer in the catalogue. Remove the line to go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} already holds the keys of a store and is left as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sentence} The server said: {said}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{till} has this cart open. Nothing was changed. Ask there to hold it, or take it over from the held carts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{till} is taking the payment of this cart. Nothing was changed. Wait until it is paid or closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} is no value for {name}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
