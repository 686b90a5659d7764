<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Bestellungen</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Umsatz</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>Letzter Besuch</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Bestellung</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Artikel</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Zahlart</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Bar</translation>
    </message>
    <message>
        <source>QR code</source>
        <translation>QR-Code</translation>
    </message>
    <message>
        <source>Card, other machine</source>
        <translation>Karte, anderes Gerät</translation>
    </message>
    <message>
        <source>Bank transfer</source>
        <translation>Überweisung</translation>
    </message>
    <message>
        <source>Own tender</source>
        <translation>Eigenes Zahlungsmittel</translation>
    </message>
    <message>
        <source>Taken by Stripe</source>
        <translation>Bei Stripe eingenommen</translation>
    </message>
    <message>
        <source>Given back by Stripe</source>
        <translation>Von Stripe zurückgegeben</translation>
    </message>
    <message>
        <source>Cash in the drawers</source>
        <translation>Bargeld in den Kassenladen</translation>
    </message>
    <message>
        <source>Cash given back</source>
        <translation>Bar zurückgegeben</translation>
    </message>
    <message>
        <source>Refund asked for</source>
        <translation>Erstattung angefragt</translation>
    </message>
    <message>
        <source>To settle</source>
        <translation>Zu klären</translation>
    </message>
    <message>
        <source>Agrees</source>
        <translation>Stimmt</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>Verglichen</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>There</source>
        <translation>Dort</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Stripe</source>
        <translation>Stripe</translation>
    </message>
    <message>
        <source>TEST MODE</source>
        <translation>TESTMODUS</translation>
    </message>
    <message>
        <source>Still to pay</source>
        <translation>Noch zu zahlen</translation>
    </message>
    <message>
        <source>Order %1</source>
        <translation>Bestellung %1</translation>
    </message>
    <message>
        <source>Scan this one with your phone: how your order stands</source>
        <translation>Mit dem Handy scannen: Stand Ihrer Bestellung</translation>
    </message>
    <message>
        <source>TEST MODE · no money was taken</source>
        <translation>TESTMODUS · es floss kein Geld</translation>
    </message>
    <message>
        <source>%1 each</source>
        <translation>je %1</translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>Rabatt</translation>
    </message>
    <message>
        <source>Subtotal</source>
        <translation>Zwischensumme</translation>
    </message>
    <message>
        <source>of which %1</source>
        <translation>davon %1</translation>
    </message>
    <message>
        <source>Sold tax-free</source>
        <translation>Steuerfrei verkauft</translation>
    </message>
    <message>
        <source>Tip</source>
        <translation>Trinkgeld</translation>
    </message>
    <message>
        <source>Rounding</source>
        <translation>Rundung</translation>
    </message>
    <message>
        <source>Received</source>
        <comment>cash</comment>
        <translation>Gegeben</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Rückgeld</translation>
    </message>
    <message>
        <source>%1 × %2, came back</source>
        <translation>%1 × %2, zurückgegeben</translation>
    </message>
    <message>
        <source>The receipt could not be printed on %1. The order is saved. Check the printer and choose Reprint.</source>
        <translation>Der Bon konnte auf %1 nicht gedruckt werden. Die Bestellung ist gespeichert. Prüfen Sie den Drucker und wählen Sie „Erneut drucken“.</translation>
    </message>
    <message>
        <source>The receipt could not be saved in %1. The order is saved. Choose another folder or set up a printer, then choose Reprint.</source>
        <translation>Der Bon konnte in %1 nicht gespeichert werden. Die Bestellung ist gespeichert. Wählen Sie einen anderen Ordner oder richten Sie einen Drucker ein, dann „Erneut drucken“.</translation>
    </message>
    <message>
        <source>The receipt could not be saved as %1. The order is saved. Choose Reprint.</source>
        <translation>Der Bon konnte nicht als %1 gespeichert werden. Die Bestellung ist gespeichert. Wählen Sie „Erneut drucken“.</translation>
    </message>
    <message>
        <source>Card on another machine</source>
        <translation>Karte an anderem Gerät</translation>
    </message>
    <message>
        <source>up to 10 days</source>
        <translation>bis zu 10 Tage</translation>
    </message>
    <message>
        <source>with the card at the reader</source>
        <translation>mit der Karte am Kartenleser</translation>
    </message>
    <message>
        <source>give it back on that machine</source>
        <translation>am anderen Gerät zurückgeben</translation>
    </message>
    <message>
        <source>send it back by bank transfer</source>
        <translation>per Überweisung zurückschicken</translation>
    </message>
    <message>
        <source>give it back that way</source>
        <translation>auf demselben Weg zurückgeben</translation>
    </message>
    <message>
        <source>from the drawer, now</source>
        <translation>sofort aus der Kassenlade</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>Zahlung</translation>
    </message>
    <message>
        <source>Cash, in place of %1</source>
        <translation>Bar statt %1</translation>
    </message>
    <message>
        <source>%1 ending %2</source>
        <translation>%1, endet auf %2</translation>
    </message>
    <message>
        <source>contactless</source>
        <translation>kontaktlos</translation>
    </message>
    <message>
        <source>chip</source>
        <translation>Chip</translation>
    </message>
    <message>
        <source>swiped</source>
        <translation>Magnetstreifen</translation>
    </message>
    <message>
        <source>%1, over the network</source>
        <translation>%1, über das Netzwerk</translation>
    </message>
    <message>
        <source>Aurora Desk</source>
        <translation>Aurora Desk</translation>
    </message>
    <message>
        <source>Cart opened</source>
        <translation>Warenkorb geöffnet</translation>
    </message>
    <message>
        <source>Order placed %1</source>
        <translation>Bestellung aufgenommen: %1</translation>
    </message>
    <message>
        <source>Nothing to pay</source>
        <translation>Nichts zu zahlen</translation>
    </message>
    <message>
        <source>Handed over for processing</source>
        <translation>Zur Bearbeitung übergeben</translation>
    </message>
    <message>
        <source>Voided</source>
        <translation>Storniert</translation>
    </message>
    <message>
        <source>Not paid</source>
        <translation>Nicht bezahlt</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>No longer wanted</source>
        <translation>Nicht mehr gewünscht</translation>
    </message>
    <message>
        <source>Rung up by mistake</source>
        <translation>Irrtümlich erfasst</translation>
    </message>
    <message>
        <source>Ordered twice</source>
        <translation>Doppelt bestellt</translation>
    </message>
    <message>
        <source>Ready to be collected</source>
        <translation>Bereit zur Abholung</translation>
    </message>
    <message>
        <source>Part collected</source>
        <translation>Teilweise abgeholt</translation>
    </message>
    <message>
        <source>Nothing is left to collect</source>
        <translation>Nichts mehr abzuholen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Receipt printed</source>
        <translation>Bon gedruckt</translation>
    </message>
    <message>
        <source>Refund approved</source>
        <translation>Erstattung freigegeben</translation>
    </message>
    <message>
        <source>Void approved</source>
        <translation>Storno freigegeben</translation>
    </message>
    <message>
        <source>Discount approved</source>
        <translation>Rabatt freigegeben</translation>
    </message>
    <message>
        <source>Price list approved</source>
        <translation>Preisliste freigegeben</translation>
    </message>
    <message>
        <source>Selling tax-free approved</source>
        <translation>Steuerfreier Verkauf freigegeben</translation>
    </message>
    <message>
        <source>Taking over approved</source>
        <translation>Übernahme freigegeben</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>Age checked: %1 or older</source>
        <translation>Alter geprüft: %1 oder älter</translation>
    </message>
    <message>
        <source>Refused: not shown to be %1 or older</source>
        <translation>Verweigert: Alter ab %1 nicht nachgewiesen</translation>
    </message>
    <message>
        <source>Sold although sold out</source>
        <translation>Trotz Ausverkauf verkauft</translation>
    </message>
    <message>
        <source>Discount made less after a program took something out</source>
        <translation>Rabatt verringert, nachdem ein Programm etwas herausgenommen hat</translation>
    </message>
    <message>
        <source>%1× %2</source>
        <translation>%1× %2</translation>
    </message>
    <message>
        <source>Receipt emailed</source>
        <translation>Bon per E-Mail gesendet</translation>
    </message>
    <message>
        <source>Link to pay emailed</source>
        <translation>Zahlungslink per E-Mail gesendet</translation>
    </message>
    <message>
        <source>Receipt not emailed</source>
        <translation>Bon nicht per E-Mail gesendet</translation>
    </message>
    <message>
        <source>Link to pay not emailed</source>
        <translation>Zahlungslink nicht gesendet</translation>
    </message>
    <message>
        <source>Code shown for %1</source>
        <translation>Code gezeigt für %1</translation>
    </message>
    <message>
        <source>Online payment started %1</source>
        <translation>Onlinezahlung begonnen: %1</translation>
    </message>
    <message>
        <source>Card payment started %1</source>
        <translation>Kartenzahlung begonnen: %1</translation>
    </message>
    <message>
        <source>Paid %1</source>
        <translation>Bezahlt: %1</translation>
    </message>
    <message>
        <source>Cash %1</source>
        <translation>Bar %1</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Rückgeld %1</translation>
    </message>
    <message>
        <source>Card, other machine, slip %1</source>
        <translation>Karte, anderes Gerät, Beleg %1</translation>
    </message>
    <message>
        <source>Waits for a bank transfer of %1</source>
        <translation>Wartet auf eine Überweisung von %1</translation>
    </message>
    <message>
        <source>Not paid before somebody has seen the money</source>
        <translation>Erst bezahlt, wenn jemand das Geld gesehen hat</translation>
    </message>
    <message>
        <source>Payment not started</source>
        <translation>Zahlung nicht begonnen</translation>
    </message>
    <message>
        <source>Nothing was charged</source>
        <translation>Nichts abgebucht</translation>
    </message>
    <message>
        <source>Declined: %1</source>
        <translation>Abgelehnt: %1</translation>
    </message>
    <message>
        <source>Here %1</source>
        <translation>Hier %1</translation>
    </message>
    <message>
        <source>Stripe %1</source>
        <translation>Stripe %1</translation>
    </message>
    <message>
        <source>Stripe was asked to give back %1</source>
        <translation>Stripe soll %1 zurückgeben</translation>
    </message>
    <message>
        <source>Agrees with Stripe now</source>
        <translation>Stimmt jetzt mit Stripe überein</translation>
    </message>
    <message>
        <source>Charge given back</source>
        <translation>Abbuchung zurückgegeben</translation>
    </message>
    <message>
        <source>Charge attached</source>
        <translation>Abbuchung zugeordnet</translation>
    </message>
    <message>
        <source>Refund of Stripe booked</source>
        <translation>Erstattung von Stripe gebucht</translation>
    </message>
    <message>
        <source>Settled otherwise</source>
        <translation>Anders geklärt</translation>
    </message>
    <message>
        <source>Payment cancelled</source>
        <translation>Zahlung abgebrochen</translation>
    </message>
    <message>
        <source>Not known yet whether it was charged</source>
        <translation>Noch nicht bekannt, ob abgebucht wurde</translation>
    </message>
    <message>
        <source>Do not charge again</source>
        <translation>Nicht noch einmal abbuchen</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Wrong item</source>
        <translation>Falscher Artikel</translation>
    </message>
    <message>
        <source>Changed mind</source>
        <translation>Nicht gewünscht</translation>
    </message>
    <message>
        <source>back to stock</source>
        <translation>zurück in den Bestand</translation>
    </message>
    <message>
        <source>Goods came back</source>
        <translation>Ware zurückgegeben</translation>
    </message>
    <message>
        <source>Refund decided</source>
        <translation>Erstattung beschlossen</translation>
    </message>
    <message>
        <source>Refunded before it was collected</source>
        <translation>Vor der Abholung erstattet</translation>
    </message>
    <message>
        <source>Refund started %1</source>
        <translation>Erstattung begonnen: %1</translation>
    </message>
    <message>
        <source>Refunded %1</source>
        <translation>Erstattet: %1</translation>
    </message>
    <message>
        <source>Refund of %1 failed</source>
        <translation>Erstattung von %1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>Including %1</source>
        <translation>Inklusive %1</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Erstattet</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Verbleibt</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Left to pay</source>
        <translation>Noch zu zahlen</translation>
    </message>
    <message>
        <source>%1 is paid, %2 is still to pay. The order stays Waiting and can be paid from Orders.</source>
        <translation>%1 sind bezahlt, %2 noch zu zahlen. Die Bestellung wartet weiter und kann unter „Bestellungen“ bezahlt werden.</translation>
    </message>
    <message>
        <source>Leave %1 part paid?</source>
        <translation>%1 teilbezahlt lassen?</translation>
    </message>
    <message>
        <source>Leave it waiting</source>
        <translation>Warten lassen</translation>
    </message>
    <message>
        <source>Go on paying</source>
        <translation>Weiter kassieren</translation>
    </message>
    <message>
        <source>Slip %1</source>
        <translation>Beleg %1</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Open at %1</source>
        <translation>Offen an %1</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>Network: %1</source>
        <translation>Netzwerk: %1</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Tender</source>
        <translation>Zahlungsmittel</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Last known</source>
        <translation>Zuletzt bekannt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 Min.</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 Std.</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 Tg.</translation>
    </message>
    <message>
        <source>Money taken</source>
        <translation>Geld eingenommen</translation>
    </message>
    <message>
        <source>No charge can follow</source>
        <translation>Es kann nichts mehr abgebucht werden</translation>
    </message>
    <message>
        <source>The code is open, nobody has tried to pay</source>
        <translation>Der Code ist offen, noch hat niemand zu zahlen versucht</translation>
    </message>
    <message>
        <source>Sent, no answer yet</source>
        <translation>Gesendet, noch keine Antwort</translation>
    </message>
    <message>
        <source>Waits for a card</source>
        <translation>Wartet auf eine Karte</translation>
    </message>
    <message>
        <source>Card was read</source>
        <translation>Karte wurde gelesen</translation>
    </message>
    <message>
        <source>Customer is asked</source>
        <translation>Kunde wird gefragt</translation>
    </message>
    <message>
        <source>Bank is being asked</source>
        <translation>Bank wird gefragt</translation>
    </message>
    <message>
        <source>Reserved, not taken</source>
        <translation>Reserviert, nicht eingenommen</translation>
    </message>
    <message>
        <source>Sent to the reader</source>
        <translation>An den Kartenleser gesendet</translation>
    </message>
    <message>
        <source>Kept: %1</source>
        <translation>Behalten: %1</translation>
    </message>
    <message>
        <source>Duplicate: %1</source>
        <translation>Duplikat: %1</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>Einwilligung</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>Seit %1</translation>
    </message>
    <message>
        <source>Take payment</source>
        <translation>Kassieren</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Collected</source>
        <translation>Abgeholt</translation>
    </message>
    <message>
        <source>Mark ready</source>
        <translation>Als bereit melden</translation>
    </message>
    <message>
        <source>Hand over part…</source>
        <translation>Teil übergeben …</translation>
    </message>
    <message>
        <source>Hand over all</source>
        <translation>Alles übergeben</translation>
    </message>
    <message>
        <source>Reprint</source>
        <translation>Erneut drucken</translation>
    </message>
    <message>
        <source>QR</source>
        <translation>QR</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Refund…</source>
        <translation>Erstatten …</translation>
    </message>
    <message>
        <source>Void…</source>
        <translation>Stornieren …</translation>
    </message>
    <message>
        <source>Email receipt…</source>
        <translation>Bon mailen …</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Open in Stripe</source>
        <translation>In Stripe öffnen</translation>
    </message>
    <message>
        <source>Add note…</source>
        <translation>Notiz hinzufügen …</translation>
    </message>
    <message>
        <source>Part %1 of %2</source>
        <translation>Teil %1 von %2</translation>
    </message>
    <message>
        <source>Paid %1 of %2</source>
        <translation>%1 von %2 bezahlt</translation>
    </message>
    <message>
        <source>Charge %1 on the other machine first. Then enter the number on its slip.</source>
        <translation>Buchen Sie zuerst %1 am anderen Gerät ab. Geben Sie dann die Nummer auf dessen Beleg ein.</translation>
    </message>
    <message>
        <source>Nothing is charged here. Book it once you see %1 on the shop&apos;s account. Until then the order can wait, unpaid.</source>
        <translation>Hier wird nichts abgebucht. Buchen Sie erst, wenn Sie %1 auf dem Konto des Ladens sehen. Bis dahin kann die Bestellung warten, unbezahlt.</translation>
    </message>
    <message>
        <source>Take %1 by %2 first. Then book it: nothing is charged here.</source>
        <translation>Nehmen Sie zuerst %1 als %2 an. Buchen Sie dann: Hier wird nichts abgebucht.</translation>
    </message>
    <message>
        <source>Slip number</source>
        <translation>Belegnummer</translation>
    </message>
    <message>
        <source>It is printed on the slip. Never the card number.</source>
        <translation>Sie steht auf dem Beleg. Nie die Kartennummer.</translation>
    </message>
    <message>
        <source>0042</source>
        <translation>0042</translation>
    </message>
    <message>
        <source>Reference on the account</source>
        <translation>Angabe auf dem Konto</translation>
    </message>
    <message>
        <source>Who sent it, or what the shop&apos;s account says about it.</source>
        <translation>Wer es geschickt hat, oder was auf dem Konto dazu steht.</translation>
    </message>
    <message>
        <source>A. Demir, order 5001</source>
        <translation>A. Demir, Bestellung 5001</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>The number on it. Never a card number.</source>
        <translation>Die Nummer, die darauf steht. Nie eine Kartennummer.</translation>
    </message>
    <message>
        <source>Enter the number on the slip.</source>
        <translation>Geben Sie die Nummer auf dem Beleg ein.</translation>
    </message>
    <message>
        <source>Enter what the account says, or let the order wait.</source>
        <translation>Geben Sie ein, was auf dem Konto steht, oder lassen Sie die Bestellung warten.</translation>
    </message>
    <message>
        <source>Enter the reference.</source>
        <translation>Geben Sie die Referenz ein.</translation>
    </message>
    <message>
        <source>The money is there: book %1</source>
        <translation>Das Geld ist da: %1 buchen</translation>
    </message>
    <message>
        <source>Book %1 as paid</source>
        <translation>%1 als bezahlt buchen</translation>
    </message>
</context>
<context>
    <name>AcceptSheet</name>
    <message>
        <source>Settled otherwise</source>
        <translation>Anders geklärt</translation>
    </message>
    <message>
        <source>No money is moved by this. Your words stay with the difference, with your name and the time.</source>
        <translation>Dadurch wird kein Geld bewegt. Ihre Notiz bleibt bei der Abweichung, mit Ihrem Namen und der Uhrzeit.</translation>
    </message>
    <message>
        <source>Paid back in cash, receipt 1042</source>
        <translation>Bar zurückgezahlt, Bon 1042</translation>
    </message>
    <message>
        <source>How was it settled?</source>
        <translation>Wie wurde es geklärt?</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Mark as settled</source>
        <translation>Als geklärt markieren</translation>
    </message>
</context>
<context>
    <name>AccountBox</name>
    <message>
        <source>Send password mail</source>
        <translation>Passwort-Mail senden</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>No account</source>
        <translation>Kein Konto</translation>
    </message>
    <message>
        <source>The next mail can be sent in %1 s.</source>
        <translation>Die nächste E-Mail geht in %1 s.</translation>
    </message>
    <message>
        <source>There is no email address yet. Add one below and save.</source>
        <translation>Noch keine E-Mail-Adresse. Tragen Sie unten eine ein und speichern Sie.</translation>
    </message>
    <message>
        <source>Email is not set up. Ask the owner to set it up.</source>
        <translation>E-Mail ist nicht eingerichtet. Bitten Sie den Inhaber, das zu tun.</translation>
    </message>
    <message>
        <source>The link would not open on the customer&apos;s phone. Ask the owner to set the shop&apos;s address.</source>
        <translation>Der Link ginge auf dem Handy des Kunden nicht auf. Bitten Sie den Inhaber, die Adresse des Ladens anzugeben.</translation>
    </message>
    <message>
        <source>The mail did not go out: %1</source>
        <translation>Die E-Mail ging nicht hinaus: %1</translation>
    </message>
    <message>
        <source>Not sent yet, tried again soon: %1</source>
        <translation>Noch nicht gesendet, gleich neuer Versuch: %1</translation>
    </message>
    <message>
        <source>Asked for at %1, on its way.</source>
        <translation>Angefordert um %1, unterwegs.</translation>
    </message>
    <message>
        <source>Sent %1, valid %2 minutes</source>
        <translation>Gesendet %1, gültig %2 Minuten</translation>
    </message>
</context>
<context>
    <name>Adding</name>
    <message>
        <source>%1 was not added: something else is being asked. Answer that, then add it once more.</source>
        <translation>%1 wurde nicht hinzugefügt: Es wird gerade etwas anderes gefragt. Beantworten Sie das und fügen Sie es dann noch einmal hinzu.</translation>
    </message>
    <message>
        <source>%1 has no variants yet. Nothing was added. Tell the owner, or add a custom item (Ctrl+N).</source>
        <translation>%1 hat noch keine Varianten. Es wurde nichts hinzugefügt. Sagen Sie es dem Inhaber, oder fügen Sie einen freien Artikel hinzu (Strg+N).</translation>
    </message>
    <message>
        <source>%1 is sold out. Nothing was added. Offer something else, or ask the owner.</source>
        <translation>%1 ist ausverkauft. Es wurde nichts hinzugefügt. Bieten Sie etwas anderes an, oder fragen Sie den Inhaber.</translation>
    </message>
    <message>
        <source>%1 was refused. Nothing was added.</source>
        <translation>%1 wurde verweigert. Es wurde nichts hinzugefügt.</translation>
    </message>
    <message>
        <source>%1 added. Total %2.</source>
        <translation>%1 hinzugefügt. Summe %2.</translation>
    </message>
</context>
<context>
    <name>AddressSheet</name>
    <message>
        <source>Email address</source>
        <translation>E-Mail-Adresse</translation>
    </message>
    <message>
        <source>name@example.com</source>
        <translation>name@example.com</translation>
    </message>
    <message>
        <source>Enter an email address.</source>
        <translation>Geben Sie eine E-Mail-Adresse ein.</translation>
    </message>
</context>
<context>
    <name>AgeSheet</name>
    <message>
        <source>Is the customer %1 or older?</source>
        <translation>Ist der Kunde %1 oder älter?</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>Born on or before</source>
        <translation>Geboren am oder vor dem</translation>
    </message>
    <message>
        <source>%1 is sold to people of this age only. Ask for an ID that shows the date of birth.</source>
        <translation>%1 wird nur an Personen dieses Alters verkauft. Lassen Sie sich einen Ausweis mit Geburtsdatum zeigen.</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Verweigern</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Geprüft</translation>
    </message>
</context>
<context>
    <name>ApprovalSheet</name>
    <message>
        <source>Ask a manager</source>
        <translation>Leitung fragen</translation>
    </message>
    <message>
        <source>Nobody here may approve this.</source>
        <translation>Niemand hier darf das freigeben.</translation>
    </message>
    <message>
        <source>Not a staff badge</source>
        <translation>Kein Mitarbeiterausweis</translation>
    </message>
    <message>
        <source>%1 can&apos;t approve this. Ask a manager or the owner.</source>
        <translation>%1 kann das nicht freigeben. Fragen Sie die Leitung oder den Inhaber.</translation>
    </message>
    <message>
        <source>Who approves it?</source>
        <translation>Wer gibt es frei?</translation>
    </message>
    <message>
        <source>Tap your name or scan your badge, then enter your PIN. Both names are kept.</source>
        <translation>Tippen Sie auf Ihren Namen oder scannen Sie Ihren Ausweis und geben Sie dann Ihre PIN ein. Beide Namen werden festgehalten.</translation>
    </message>
</context>
<context>
    <name>Assembly</name>
    <message>
        <source>The password is set. Owner sign-in on the sign-in screen takes it.</source>
        <translation>Das Passwort ist gesetzt. Die Anmeldung des Inhabers am Anmeldebildschirm nimmt es an.</translation>
    </message>
</context>
<context>
    <name>Attaching</name>
    <message>
        <source>The order is made already. Its customer stays as it is.</source>
        <translation>Die Bestellung steht schon. Ihr Kunde bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>%1 is the customer of this order.</source>
        <translation>%1 ist der Kunde dieser Bestellung.</translation>
    </message>
</context>
<context>
    <name>Attempts</name>
    <message>
        <source>Not set up</source>
        <translation>Nicht eingerichtet</translation>
    </message>
    <message>
        <source>Nothing to pay</source>
        <translation>Nichts zu zahlen</translation>
    </message>
    <message>
        <source>No card reader</source>
        <translation>Kein Kartenleser</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Still no connection. Nothing was charged. Take cash or another tender, or try again.</source>
        <translation>Noch immer keine Verbindung. Es wurde nichts abgebucht. Kassieren Sie bar oder mit einem anderen Zahlungsmittel, oder versuchen Sie es erneut.</translation>
    </message>
</context>
<context>
    <name>BeforePaying</name>
    <message>
        <source>%1 was refused. Nothing was charged. Take it out of the cart, then press Pay.</source>
        <translation>%1 wurde verweigert. Es wurde nichts berechnet. Nehmen Sie es aus dem Warenkorb und drücken Sie dann „Kassieren“.</translation>
    </message>
</context>
<context>
    <name>BoardModel</name>
    <message>
        <source>%1: here %2, there %3, %4</source>
        <translation>%1: hier %2, dort %3, %4</translation>
    </message>
</context>
<context>
    <name>BoardView</name>
    <message>
        <source>Which days</source>
        <translation>Welche Tage</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 Tage</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>Compare now</source>
        <translation>Jetzt abgleichen</translation>
    </message>
    <message>
        <source>What was compared</source>
        <translation>Was verglichen wurde</translation>
    </message>
    <message>
        <source>The board could not be read</source>
        <translation>Die Übersicht konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is ahead of Stripe&apos;s by %1 min.</source>
        <translation>Die Uhr dieses Computers geht gegenüber Stripe %1 Min. vor.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is behind Stripe&apos;s by %1 min.</source>
        <translation>Die Uhr dieses Computers geht gegenüber Stripe %1 Min. nach.</translation>
    </message>
    <message>
        <source>Sales stand on the wrong time of day. Set the clock of the computer.</source>
        <translation>Verkäufe stehen unter der falschen Uhrzeit. Stellen Sie die Uhr des Computers.</translation>
    </message>
    <message>
        <source>Agrees</source>
        <translation>Stimmt</translation>
    </message>
    <message>
        <source>Everything agrees.</source>
        <translation>Alles stimmt überein.</translation>
    </message>
    <message>
        <source>Differs</source>
        <translation>Weicht ab</translation>
    </message>
    <message>
        <source>The sums differ. Compare now, then look again.</source>
        <translation>Die Summen weichen ab. Gleichen Sie jetzt ab und sehen Sie dann nach.</translation>
    </message>
    <message numerus="yes">
        <source>%n differences to settle</source>
        <translation>
            <numerusform>%n Abweichung zu klären</numerusform>
            <numerusform>%n Abweichungen zu klären</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BrandLine</name>
    <message>
        <source>Aurora Desk</source>
        <translation>Aurora Desk</translation>
    </message>
</context>
<context>
    <name>Button</name>
    <message>
        <source>Working</source>
        <translation>Läuft …</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
</context>
<context>
    <name>ByAmount</name>
    <message>
        <source>This part</source>
        <translation>Dieser Teil</translation>
    </message>
    <message>
        <source>Left for others</source>
        <translation>Für andere übrig</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Add this part</source>
        <translation>Teil hinzufügen</translation>
    </message>
    <message>
        <source>Enter an amount</source>
        <translation>Betrag eingeben</translation>
    </message>
    <message>
        <source>A part is less than %1</source>
        <translation>Ein Teil ist kleiner als %1</translation>
    </message>
</context>
<context>
    <name>ByLine</name>
    <message>
        <source>What does this person pay for?</source>
        <translation>Was zahlt diese Person?</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Add part of %1</source>
        <translation>Teil von %1 hinzufügen</translation>
    </message>
    <message>
        <source>Choose the lines of one person</source>
        <translation>Positionen einer Person wählen</translation>
    </message>
    <message>
        <source>Only %1 is left to split</source>
        <translation>Nur noch %1 aufzuteilen</translation>
    </message>
</context>
<context>
    <name>Calendar</name>
    <message>
        <source>%1, on %2</source>
        <translation>%1, an %2</translation>
    </message>
</context>
<context>
    <name>CameraSheet</name>
    <message>
        <source>Scan with the camera</source>
        <translation>Mit der Kamera scannen</translation>
    </message>
    <message>
        <source>The camera needs a part that is not installed</source>
        <translation>Der Kamera fehlt ein nicht installierter Teil</translation>
    </message>
    <message>
        <source>Add it with “pip install &apos;aurora-desk[camera]&apos;” where Aurora Desk is installed, then start the desk again. A scanner works without it.</source>
        <translation>Installieren Sie ihn mit „pip install &apos;aurora-desk[camera]&apos;“, wo Aurora Desk installiert ist, und starten Sie neu. Ein Scanner geht ohne ihn.</translation>
    </message>
    <message>
        <source>This computer has no camera that can be used</source>
        <translation>Dieser Computer hat keine nutzbare Kamera</translation>
    </message>
    <message>
        <source>Connect one and open this again. A scanner works without it.</source>
        <translation>Schließen Sie eine an und öffnen Sie dies erneut. Ein Scanner geht ohne sie.</translation>
    </message>
    <message>
        <source>Hold the code in front of the camera.</source>
        <translation>Halten Sie den Code vor die Kamera.</translation>
    </message>
</context>
<context>
    <name>CardController</name>
    <message>
        <source>Cancelled. Nothing was charged.</source>
        <translation>Abgebrochen. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>The reader does not answer. Checking whether the payment went through…</source>
        <translation>Der Kartenleser antwortet nicht. Es wird geprüft, ob die Zahlung durchging …</translation>
    </message>
</context>
<context>
    <name>CardPanel</name>
    <message>
        <source>Card readers</source>
        <translation>Kartenleser</translation>
    </message>
    <message>
        <source>the reader</source>
        <translation>der Kartenleser</translation>
    </message>
    <message>
        <source>Ready for a card</source>
        <translation>Bereit für eine Karte</translation>
    </message>
    <message>
        <source>Sending to %1…</source>
        <translation>Wird an %1 gesendet …</translation>
    </message>
    <message>
        <source>Ask the customer to tap, insert or swipe</source>
        <translation>Bitten Sie den Kunden, die Karte vorzuhalten, einzustecken oder durchzuziehen</translation>
    </message>
    <message>
        <source>Approving. Do not cancel.</source>
        <translation>Wird genehmigt. Nicht abbrechen.</translation>
    </message>
    <message>
        <source>Cancelling on %1…</source>
        <translation>Wird auf %1 abgebrochen …</translation>
    </message>
    <message>
        <source>Checking that nothing was charged.</source>
        <translation>Es wird geprüft, dass nichts abgebucht wurde.</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Cards need a connection</source>
        <translation>Karten brauchen eine Verbindung</translation>
    </message>
    <message>
        <source>Stripe cannot be reached. Nothing was charged. Take cash or another tender, or try again.</source>
        <translation>Stripe ist nicht erreichbar. Es wurde nichts abgebucht. Kassieren Sie bar oder mit einem anderen Zahlungsmittel, oder versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Nobody has tapped for two minutes. Cancelling proves that nothing was charged.</source>
        <translation>Seit zwei Minuten keine Karte. Ein Abbruch weist nach, dass nichts abgebucht wurde.</translation>
    </message>
    <message>
        <source>%1 is waiting for the card · %2</source>
        <translation>%1 wartet auf die Karte · %2</translation>
    </message>
    <message>
        <source>Looking for card readers…</source>
        <translation>Kartenleser werden gesucht …</translation>
    </message>
    <message>
        <source>No card reader is paired with this shop. Take cash.</source>
        <translation>Mit diesem Laden ist kein Kartenleser gekoppelt. Kassieren Sie bar.</translation>
    </message>
    <message>
        <source>Nothing was charged yet.</source>
        <translation>Es wurde noch nichts abgebucht.</translation>
    </message>
    <message>
        <source>Choose a reader.</source>
        <translation>Wählen Sie einen Kartenleser.</translation>
    </message>
    <message>
        <source>Send to %1</source>
        <translation>An %1 senden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel on reader</source>
        <translation>Am Kartenleser abbrechen</translation>
    </message>
    <message>
        <source>Send to reader</source>
        <translation>An Kartenleser senden</translation>
    </message>
    <message>
        <source>Use another reader</source>
        <translation>Anderer Kartenleser</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Other method</source>
        <translation>Andere Zahlart</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation>Nächster Kunde</translation>
    </message>
</context>
<context>
    <name>CartController</name>
    <message>
        <source>Something else was changed since. Ctrl+Z takes changes back one by one.</source>
        <translation>Seitdem wurde anderes geändert. Strg+Z nimmt Änderungen einzeln zurück.</translation>
    </message>
    <message>
        <source>The cart is not read yet. Nothing was changed. Try again in a moment.</source>
        <translation>Der Warenkorb ist noch nicht gelesen. Es wurde nichts geändert. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>This cart is being paid. Nothing was changed. Close payment first.</source>
        <translation>Dieser Warenkorb wird gerade bezahlt. Es wurde nichts geändert. Schließen Sie zuerst die Zahlung.</translation>
    </message>
    <message>
        <source>Another cart is open by now. Nothing was changed.</source>
        <translation>Inzwischen ist ein anderer Warenkorb offen. Es wurde nichts geändert.</translation>
    </message>
</context>
<context>
    <name>CartDesk</name>
    <message>
        <source>Note on the cart</source>
        <translation>Notiz zum Warenkorb</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Collected at five</source>
        <translation>Abholung um fünf</translation>
    </message>
    <message>
        <source>The order keeps it. It is not printed on the receipt.</source>
        <translation>Sie bleibt bei der Bestellung und steht nicht auf dem Bon.</translation>
    </message>
    <message>
        <source>Save note</source>
        <translation>Notiz speichern</translation>
    </message>
    <message>
        <source>Cart cleared.</source>
        <translation>Warenkorb geleert.</translation>
    </message>
    <message>
        <source>Another cart is open by now. No prices were changed. Choose the price list once more.</source>
        <translation>Inzwischen ist ein anderer Warenkorb offen. Es wurden keine Preise geändert. Wählen Sie die Preisliste noch einmal.</translation>
    </message>
</context>
<context>
    <name>CartLineModel</name>
    <message>
        <source>%1 per unit</source>
        <translation>%1 je Stück</translation>
    </message>
    <message>
        <source>%1 each</source>
        <translation>je %1</translation>
    </message>
    <message>
        <source>%1 off</source>
        <translation>−%1</translation>
    </message>
</context>
<context>
    <name>CartList</name>
    <message>
        <source>Cart</source>
        <translation>Warenkorb</translation>
    </message>
</context>
<context>
    <name>CartMarks</name>
    <message>
        <source>Tax-free</source>
        <translation>Steuerfrei</translation>
    </message>
    <message>
        <source>%1 prices</source>
        <translation>Preise: %1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>Notiz: %1</translation>
    </message>
</context>
<context>
    <name>CartMenu</name>
    <message>
        <source>More for the cart</source>
        <translation>Mehr zum Warenkorb</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>Notiz …</translation>
    </message>
    <message>
        <source>Tax-free</source>
        <translation>Steuerfrei</translation>
    </message>
    <message>
        <source>Price list</source>
        <translation>Preisliste</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Letzte Änderung rückgängig</translation>
    </message>
    <message>
        <source>Clear the cart</source>
        <translation>Warenkorb leeren</translation>
    </message>
    <message>
        <source>Usual prices</source>
        <translation>Normale Preise</translation>
    </message>
</context>
<context>
    <name>CartNews</name>
    <message>
        <source>A program on the network made this cart an order. It is in Orders; a new cart is open.</source>
        <translation>Ein Programm im Netzwerk hat aus diesem Warenkorb eine Bestellung gemacht. Sie steht unter „Bestellungen“; ein neuer Warenkorb ist offen.</translation>
    </message>
    <message>
        <source>A program on the network took something out of this cart. A discount would have been more than was allowed, so it is less now. Look at the total.</source>
        <translation>Ein Programm im Netzwerk hat etwas aus diesem Warenkorb genommen. Ein Rabatt wäre höher als erlaubt gewesen und ist jetzt kleiner. Sehen Sie auf die Summe.</translation>
    </message>
    <message>
        <source>%1 took this cart over. Nothing in it is lost; a new cart is open here.</source>
        <translation>%1 hat diesen Warenkorb übernommen. Nichts darin ist verloren; hier ist ein neuer offen.</translation>
    </message>
</context>
<context>
    <name>CartPanel</name>
    <message>
        <source>Cart</source>
        <translation>Warenkorb</translation>
    </message>
    <message>
        <source>Scan or tap a product</source>
        <translation>Produkt scannen oder antippen</translation>
    </message>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n Artikel</numerusform>
            <numerusform>%n Artikel</numerusform>
        </translation>
    </message>
    <message>
        <source>Add an item first</source>
        <translation>Zuerst Artikel hinzufügen</translation>
    </message>
    <message>
        <source>Last order %1 · %2</source>
        <translation>Letzte Bestellung %1 · %2</translation>
    </message>
    <message>
        <source>Reprint</source>
        <translation>Erneut drucken</translation>
    </message>
    <message>
        <source>Discount on the cart (Shift+F4)</source>
        <translation>Rabatt auf den Warenkorb (Umschalt+F4)</translation>
    </message>
    <message>
        <source>Hold the cart (F6)</source>
        <translation>Warenkorb parken (F6)</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Bar</translation>
    </message>
    <message>
        <source>Open shift first</source>
        <translation>Erst Schicht öffnen</translation>
    </message>
    <message>
        <source>Add an item</source>
        <translation>Artikel hinzufügen</translation>
    </message>
</context>
<context>
    <name>CashPanel</name>
    <message>
        <source>Exact</source>
        <translation>Passend</translation>
    </message>
    <message>
        <source>Change to give</source>
        <translation>Rückgeld</translation>
    </message>
    <message>
        <source>Still to pay</source>
        <translation>Noch zu zahlen</translation>
    </message>
    <message>
        <source>Take cash</source>
        <translation>Bar kassieren</translation>
    </message>
    <message>
        <source>Complete the order</source>
        <translation>Bestellung abschließen</translation>
    </message>
    <message>
        <source>Take cash and open drawer</source>
        <translation>Bar kassieren, Lade öffnen</translation>
    </message>
    <message>
        <source>Received</source>
        <comment>cash</comment>
        <translation>Gegeben</translation>
    </message>
    <message>
        <source>The smallest coin is %1</source>
        <translation>Die kleinste Münze ist %1</translation>
    </message>
    <message>
        <source>Enter the amount that the customer gave</source>
        <translation>Gegebenen Betrag eingeben</translation>
    </message>
    <message>
        <source>Take %1 and continue</source>
        <translation>%1 kassieren und weiter</translation>
    </message>
</context>
<context>
    <name>Clients</name>
    <message>
        <source>A program on this computer</source>
        <translation>Ein Programm auf diesem Computer</translation>
    </message>
</context>
<context>
    <name>CodeSheet</name>
    <message>
        <source>Order %1</source>
        <translation>Bestellung %1</translation>
    </message>
    <message>
        <source>Code of order %1</source>
        <translation>Code der Bestellung %1</translation>
    </message>
    <message>
        <source>Scan it at any till of this shop to open the order.</source>
        <translation>An jeder Kasse dieses Ladens scannen, um die Bestellung zu öffnen.</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Code kopieren</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>The page that shows the customer how the order stands</source>
        <translation>Die Seite, die dem Kunden den Stand der Bestellung zeigt</translation>
    </message>
</context>
<context>
    <name>CollectRow</name>
    <message>
        <source>One less</source>
        <translation>Eins weniger</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>Eins mehr</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>CollectSheet</name>
    <message>
        <source>Part of order %1</source>
        <translation>Teil der Bestellung %1</translation>
    </message>
    <message>
        <source>What the customer takes now. The rest stays here.</source>
        <translation>Was der Kunde jetzt mitnimmt. Der Rest bleibt hier.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>What the customer takes</source>
        <translation>Was der Kunde mitnimmt</translation>
    </message>
    <message numerus="yes">
        <source>Hand over %n items</source>
        <translation>
            <numerusform>%n Artikel übergeben</numerusform>
            <numerusform>%n Artikel übergeben</numerusform>
        </translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>Übergeben</translation>
    </message>
    <message>
        <source>Choose what the customer takes.</source>
        <translation>Wählen Sie, was der Kunde mitnimmt.</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Orders</source>
        <translation>Bestellungen</translation>
    </message>
    <message>
        <source>Stripe</source>
        <translation>Stripe</translation>
    </message>
    <message>
        <source>Drawer</source>
        <translation>Kassenlade</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Eingenommen</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Zurückgegeben</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Verbleibt</translation>
    </message>
    <message>
        <source>Stripe is not set up, so there is nothing to compare with.</source>
        <translation>Stripe ist nicht eingerichtet, es gibt nichts zum Abgleichen.</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>Wechselgeld</translation>
    </message>
    <message>
        <source>Cash taken</source>
        <translation>Bar eingenommen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Rückgeld</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Sonstiges</translation>
    </message>
    <message>
        <source>Expected now</source>
        <translation>Soll jetzt</translation>
    </message>
    <message>
        <source>Tips among it: %1</source>
        <translation>Davon Trinkgeld: %1</translation>
    </message>
    <message>
        <source>Not compared yet</source>
        <translation>Noch nicht abgeglichen</translation>
    </message>
    <message numerus="yes">
        <source>%n payments since then: %1</source>
        <translation>
            <numerusform>Seitdem %n Zahlung: %1</numerusform>
            <numerusform>Seitdem %n Zahlungen: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Compared just now</source>
        <translation>Gerade abgeglichen</translation>
    </message>
    <message>
        <source>Compared %1 min ago</source>
        <translation>Vor %1 Min. abgeglichen</translation>
    </message>
    <message>
        <source>Compared %1</source>
        <translation>Abgeglichen: %1</translation>
    </message>
</context>
<context>
    <name>Connection</name>
    <message>
        <source>A card reader is offline. Cash and QR codes work, and so do other readers.</source>
        <translation>Ein Kartenleser ist offline. Bar und QR-Code gehen, andere Kartenleser auch.</translation>
    </message>
    <message>
        <source>The card reader is offline. Cash and QR codes work; cards wait.</source>
        <translation>Der Kartenleser ist offline. Bar und QR-Code gehen; Karten warten.</translation>
    </message>
    <message>
        <source>No connection. Cash works; cards and QR codes wait.</source>
        <translation>Keine Verbindung. Bar geht; Karten und QR-Codes warten.</translation>
    </message>
    <message>
        <source>Connected. Cards work again.</source>
        <translation>Verbunden. Karten gehen wieder.</translation>
    </message>
</context>
<context>
    <name>Course</name>
    <message>
        <source>Nothing to pay</source>
        <translation>Nichts zu zahlen</translation>
    </message>
    <message>
        <source>Needs a connection</source>
        <translation>Braucht eine Verbindung</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Back to cash</source>
        <translation>Zurück zu Bar</translation>
    </message>
    <message>
        <source>%1 waits for a bank transfer of %2. It is not paid: take the payment once the money is there.</source>
        <translation>%1 wartet auf eine Überweisung von %2. Sie ist nicht bezahlt: Nehmen Sie die Zahlung an, sobald das Geld da ist.</translation>
    </message>
    <message>
        <source>The card was charged. The order could not be read just now. Do not charge again.</source>
        <translation>Die Karte wurde belastet. Die Bestellung konnte gerade nicht gelesen werden. Nicht noch einmal abbuchen.</translation>
    </message>
    <message>
        <source>%1 of this order was paid somewhere else. %2 is still to pay.</source>
        <translation>%1 dieser Bestellung wurden anderswo bezahlt. %2 sind noch zu zahlen.</translation>
    </message>
    <message>
        <source>Go on paying</source>
        <translation>Weiter kassieren</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>The link goes to %1.</source>
        <translation>Der Link geht an %1.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Creating</name>
    <message>
        <source>%1 was not added: something else is being asked. Answer that, then add it once more.</source>
        <translation>%1 wurde nicht hinzugefügt: Es wird gerade etwas anderes gefragt. Beantworten Sie das und fügen Sie es dann noch einmal hinzu.</translation>
    </message>
    <message>
        <source>A manager or the owner approves it with a PIN when you are done. Fetch one of them.</source>
        <translation>Die Leitung oder der Inhaber bestätigt es am Ende mit einer PIN. Holen Sie jemanden dazu.</translation>
    </message>
</context>
<context>
    <name>CustomItemSheet</name>
    <message>
        <source>Custom item</source>
        <translation>Freier Artikel</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Catering for six</source>
        <translation>Catering für sechs</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>Steuer</translation>
    </message>
    <message>
        <source>Add for %1</source>
        <translation>Für %1 hinzufügen</translation>
    </message>
    <message>
        <source>Give the item a name.</source>
        <translation>Geben Sie dem Artikel einen Namen.</translation>
    </message>
    <message>
        <source>Type the price first.</source>
        <translation>Geben Sie zuerst den Preis ein.</translation>
    </message>
</context>
<context>
    <name>CustomerChip</name>
    <message>
        <source>Add customer</source>
        <translation>Kunde hinzufügen</translation>
    </message>
    <message>
        <source>Add customer (F3)</source>
        <translation>Kunde hinzufügen (F3)</translation>
    </message>
    <message>
        <source>Regular</source>
        <translation>Stammkunde</translation>
    </message>
    <message>
        <source>Remove the customer</source>
        <translation>Kunde entfernen</translation>
    </message>
    <message>
        <source>No orders yet</source>
        <translation>Noch keine Bestellungen</translation>
    </message>
    <message numerus="yes">
        <source>%n orders</source>
        <translation>
            <numerusform>%n Bestellung</numerusform>
            <numerusform>%n Bestellungen</numerusform>
        </translation>
    </message>
    <message>
        <source>last visit today</source>
        <translation>letzter Besuch heute</translation>
    </message>
    <message>
        <source>last visit yesterday</source>
        <translation>letzter Besuch gestern</translation>
    </message>
    <message>
        <source>last visit %1</source>
        <translation>letzter Besuch %1</translation>
    </message>
</context>
<context>
    <name>CustomerCodeSheet</name>
    <message>
        <source>Code of %1</source>
        <translation>Code von %1</translation>
    </message>
    <message>
        <source>Scan it on Sell to put the customer on the cart, here to open the customer.</source>
        <translation>Unter „Verkauf“ gescannt kommt der Kunde auf den Warenkorb, hier wird er geöffnet.</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Code kopieren</translation>
    </message>
</context>
<context>
    <name>CustomerDeeds</name>
    <message>
        <source>Send a password mail?</source>
        <translation>Passwort-Mail senden?</translation>
    </message>
    <message>
        <source>It goes to %1, with a link to set a new password.</source>
        <translation>Sie geht an %1, mit einem Link für ein neues Passwort.</translation>
    </message>
    <message>
        <source>Send mail</source>
        <translation>E-Mail senden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The mail to %1 is on its way</source>
        <translation>Die E-Mail an %1 ist unterwegs</translation>
    </message>
    <message>
        <source>Code copied</source>
        <translation>Code kopiert</translation>
    </message>
    <message>
        <source>Merged into %1</source>
        <translation>Zusammengeführt mit %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>The two customers are separate again</source>
        <translation>Die beiden Kunden sind wieder getrennt</translation>
    </message>
    <message>
        <source>The customer was erased. Orders keep their figures.</source>
        <translation>Der Kunde wurde gelöscht. Bestellungen behalten ihre Zahlen.</translation>
    </message>
</context>
<context>
    <name>CustomerDetail</name>
    <message>
        <source>No orders yet</source>
        <translation>Noch keine Bestellungen</translation>
    </message>
    <message>
        <source>Start a cart</source>
        <translation>Neuer Warenkorb</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Bestellungen</translation>
    </message>
    <message>
        <source>What is shown of the customer</source>
        <translation>Was vom Kunden gezeigt wird</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>No email</source>
        <translation>Keine E-Mail</translation>
    </message>
    <message>
        <source>No phone number</source>
        <translation>Keine Telefonnummer</translation>
    </message>
    <message>
        <source>Notes · %1</source>
        <translation>Notizen · %1</translation>
    </message>
    <message numerus="yes">
        <source>%n orders</source>
        <translation>
            <numerusform>%n Bestellung</numerusform>
            <numerusform>%n Bestellungen</numerusform>
        </translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>Customer code</source>
        <translation>Kundencode</translation>
    </message>
    <message>
        <source>Merge with a duplicate…</source>
        <translation>Mit Duplikat zusammenführen …</translation>
    </message>
    <message>
        <source>Undo merge with %1 (%2)</source>
        <translation>Trennen von %1 (%2)</translation>
    </message>
    <message>
        <source>Export data…</source>
        <translation>Daten exportieren …</translation>
    </message>
    <message>
        <source>Erase customer…</source>
        <translation>Kunden löschen …</translation>
    </message>
</context>
<context>
    <name>CustomerExporting</name>
    <message>
        <source>Export data</source>
        <translation>Daten exportieren</translation>
    </message>
    <message>
        <source>Zip file (*.zip)</source>
        <translation>Zip-Datei (*.zip)</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>Exportiert nach %1</translation>
    </message>
    <message numerus="yes">
        <source>%n orders</source>
        <translation>
            <numerusform>%n Bestellung</numerusform>
            <numerusform>%n Bestellungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n notes</source>
        <translation>
            <numerusform>%n Notiz</numerusform>
            <numerusform>%n Notizen</numerusform>
        </translation>
    </message>
    <message>
        <source>Profile, %1, %2</source>
        <translation>Profil, %1, %2</translation>
    </message>
    <message>
        <source>It holds all that the shop keeps of %1. Hand it to nobody else, and delete it here once it is handed over.</source>
        <translation>Sie enthält alles, was der Laden über %1 aufbewahrt. Geben Sie sie niemand anderem, und löschen Sie sie hier, sobald sie übergeben ist.</translation>
    </message>
</context>
<context>
    <name>CustomerList</name>
    <message>
        <source>Name, email, phone or last digits</source>
        <translation>Name, E-Mail, Telefon oder letzte Ziffern</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>Neuer Kunde</translation>
    </message>
    <message>
        <source>Which customers</source>
        <translation>Welche Kunden</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Regulars</source>
        <translation>Stammkunden</translation>
    </message>
    <message>
        <source>At least %1 orders in the last %2 days</source>
        <translation>Mindestens %1 Bestellungen in den letzten %2 Tagen</translation>
    </message>
    <message>
        <source>With account</source>
        <translation>Mit Konto</translation>
    </message>
    <message>
        <source>No consent</source>
        <translation>Keine Einwilligung</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>Nothing matches &apos;%1&apos;</source>
        <translation>Nichts passt zu „%1“</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>No regulars yet</source>
        <translation>Noch keine Stammkunden</translation>
    </message>
    <message>
        <source>Nobody has an account yet</source>
        <translation>Noch niemand hat ein Konto</translation>
    </message>
    <message>
        <source>Everybody may be written to</source>
        <translation>Allen darf geschrieben werden</translation>
    </message>
    <message>
        <source>Who orders often within 90 days appears here by itself.</source>
        <translation>Wer in 90 Tagen oft bestellt, erscheint hier von selbst.</translation>
    </message>
    <message>
        <source>An account begins with a password, by your web shop or by mail.</source>
        <translation>Ein Konto beginnt mit einem Passwort, im Webshop oder per E-Mail.</translation>
    </message>
    <message>
        <source>Customers without consent to be written to appear here.</source>
        <translation>Hier erscheinen Kunden ohne Einwilligung zu Nachrichten.</translation>
    </message>
    <message>
        <source>Add people who buy often: their orders are then found by name.</source>
        <translation>Nehmen Sie auf, wer oft kauft: Bestellungen finden sich dann über den Namen.</translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation>Noch keine Kunden</translation>
    </message>
</context>
<context>
    <name>CustomerPicker</name>
    <message>
        <source>%1 is the customer of this cart.</source>
        <translation>%1 ist der Kunde dieses Warenkorbs.</translation>
    </message>
    <message>
        <source>%1 was taken off the cart.</source>
        <translation>%1 wurde vom Warenkorb genommen.</translation>
    </message>
    <message>
        <source>%1 was added to the customers, but is not the customer of this cart. F3 chooses one.</source>
        <translation>%1 wurde zu den Kunden hinzugefügt, gehört aber nicht zu diesem Warenkorb. F3 wählt einen Kunden.</translation>
    </message>
</context>
<context>
    <name>CustomerSheet</name>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Name, email, phone or last digits</source>
        <translation>Name, E-Mail, Telefon oder letzte Ziffern</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Lena Bergström</source>
        <translation>Lena Bergström</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>Neuer Kunde</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Add to cart</source>
        <translation>In den Warenkorb</translation>
    </message>
    <message>
        <source>Save and add to cart</source>
        <translation>Speichern und zum Warenkorb</translation>
    </message>
    <message>
        <source>Nobody matches “%1”</source>
        <translation>Niemand passt zu „%1“</translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation>Noch keine Kunden</translation>
    </message>
    <message>
        <source>Add the person with New customer.</source>
        <translation>Legen Sie die Person mit „Neuer Kunde“ an.</translation>
    </message>
    <message>
        <source>Choose a customer first</source>
        <translation>Zuerst einen Kunden wählen</translation>
    </message>
    <message>
        <source>%1 has this email address.</source>
        <translation>%1 hat diese E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>There is a customer %1 already.</source>
        <translation>Es gibt schon einen Kunden %1.</translation>
    </message>
    <message>
        <source>Add %1 to the cart</source>
        <translation>%1 zum Warenkorb hinzufügen</translation>
    </message>
    <message>
        <source>Discard the new customer?</source>
        <translation>Neuen Kunden verwerfen?</translation>
    </message>
    <message>
        <source>Name and email are enough; the rest can follow on the Customers screen.</source>
        <translation>Name und E-Mail genügen; der Rest kann unter „Kunden“ folgen.</translation>
    </message>
    <message>
        <source>Give a name or an email address.</source>
        <translation>Geben Sie einen Namen oder eine E-Mail-Adresse an.</translation>
    </message>
</context>
<context>
    <name>CustomersScreen</name>
    <message>
        <source>Choose a customer</source>
        <translation>Kunden wählen</translation>
    </message>
    <message>
        <source>Contact, orders, notes and the account are shown here.</source>
        <translation>Kontakt, Bestellungen, Notizen und Konto stehen hier.</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>This is not an email address.</source>
        <translation>Das ist keine E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>%1 was added</source>
        <translation>%1 wurde angelegt</translation>
    </message>
</context>
<context>
    <name>DaysSheet</name>
    <message>
        <source>Which days?</source>
        <translation>Welche Tage?</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Kalender</translation>
    </message>
    <message>
        <source>Show orders</source>
        <translation>Bestellungen zeigen</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 Tage</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>Voriger Monat</translation>
    </message>
    <message>
        <source>Month after</source>
        <translation>Nächster Monat</translation>
    </message>
    <message>
        <source>Choose the first day.</source>
        <translation>Wählen Sie den ersten Tag.</translation>
    </message>
    <message>
        <source>From %1. Choose the last day.</source>
        <translation>Ab %1. Wählen Sie den letzten Tag.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>DetailsPage</name>
    <message>
        <source>May be written to</source>
        <translation>Darf angeschrieben werden</translation>
    </message>
    <message>
        <source>First name</source>
        <translation>Vorname</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Nachname</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>Angezeigt als</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>Street and number</source>
        <translation>Straße und Nummer</translation>
    </message>
    <message>
        <source>Postcode</source>
        <translation>Postleitzahl</translation>
    </message>
    <message>
        <source>City</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Land</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>Seit %1</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
</context>
<context>
    <name>Discarding</name>
    <message>
        <source>Leave without saving?</source>
        <translation>Ohne Speichern verlassen?</translation>
    </message>
    <message>
        <source>What you typed has not been saved.</source>
        <translation>Ihre Eingaben sind nicht gespeichert.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
</context>
<context>
    <name>DiscountSheet</name>
    <message>
        <source>Kind of discount</source>
        <translation>Art des Rabatts</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>Prozent</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>New price</source>
        <translation>Neuer Preis</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>No reason</source>
        <translation>Kein Grund</translation>
    </message>
    <message>
        <source>Regular</source>
        <translation>Stammkunde</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>Personal</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Goodwill</source>
        <translation>Kulanz</translation>
    </message>
    <message>
        <source>No discount</source>
        <translation>Kein Rabatt</translation>
    </message>
    <message>
        <source>Percent off</source>
        <translation>Rabatt in Prozent</translation>
    </message>
    <message>
        <source>New price each</source>
        <translation>Neuer Einzelpreis</translation>
    </message>
    <message>
        <source>Amount off</source>
        <translation>Rabattbetrag</translation>
    </message>
    <message>
        <source>Give discount %1</source>
        <translation>Rabatt %1 geben</translation>
    </message>
    <message>
        <source>A discount is at most 100 %.</source>
        <translation>Ein Rabatt ist höchstens 100 %.</translation>
    </message>
    <message>
        <source>This takes nothing off. Type a discount first.</source>
        <translation>Das zieht nichts ab. Geben Sie zuerst einen Rabatt ein.</translation>
    </message>
</context>
<context>
    <name>DonePanel</name>
    <message>
        <source>Code of the order</source>
        <translation>Code der Bestellung</translation>
    </message>
    <message>
        <source>Change to give</source>
        <translation>Rückgeld</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Drucken</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>QR</source>
        <translation>QR</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation>Nächster Kunde</translation>
    </message>
    <message>
        <source>Paid %1</source>
        <translation>Bezahlt: %1</translation>
    </message>
    <message>
        <source>Tip %1</source>
        <translation>Trinkgeld %1</translation>
    </message>
    <message>
        <source>It was paid somewhere else while this was open.</source>
        <translation>Sie wurde anderswo bezahlt, während dies offen war.</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Bon</translation>
    </message>
    <message>
        <source>Receipt · %1</source>
        <translation>Bon · %1</translation>
    </message>
    <message>
        <source>Change to give %1</source>
        <translation>Rückgeld %1</translation>
    </message>
    <message>
        <source>Back to Sell in %1 s</source>
        <translation>In %1 s zurück zum Verkauf</translation>
    </message>
</context>
<context>
    <name>DoorHelp</name>
    <message>
        <source>Nobody else here may do this. The owner sets a PIN with “aurora-desk people pin”.</source>
        <translation>Sonst darf das hier niemand. Der Inhaber setzt eine PIN mit „aurora-desk people pin“.</translation>
    </message>
    <message>
        <source>The new PIN is set. Enter it to sign in.</source>
        <translation>Die neue PIN ist gesetzt. Melden Sie sich damit an.</translation>
    </message>
    <message>
        <source>The wait is over. Enter your PIN.</source>
        <translation>Die Wartezeit ist vorbei. Geben Sie Ihre PIN ein.</translation>
    </message>
</context>
<context>
    <name>EarlyDeeds</name>
    <message>
        <source>Not added: %1. The cart could not be read. Add it again in a moment.</source>
        <translation>Nicht hinzugefügt: %1. Der Warenkorb konnte nicht gelesen werden. Fügen Sie es gleich noch einmal hinzu.</translation>
    </message>
    <message>
        <source>Not added: %1. The till was locked before the cart was read. Add it again.</source>
        <translation>Nicht hinzugefügt: %1. Die Kasse wurde gesperrt, bevor der Warenkorb gelesen war. Fügen Sie es noch einmal hinzu.</translation>
    </message>
</context>
<context>
    <name>EraseSheet</name>
    <message>
        <source>Erase %1?</source>
        <translation>%1 löschen?</translation>
    </message>
    <message>
        <source>Name, contact, notes and account are erased for good, and the addresses, notes and typed reasons of all orders. Nobody can bring them back.</source>
        <translation>Name, Kontakt, Notizen und Konto werden endgültig gelöscht, ebenso Adressen, Notizen und eingetippte Gründe aller Bestellungen. Niemand kann sie zurückholen.</translation>
    </message>
    <message>
        <source>Orders keep their numbers, products and amounts. Backups made before today still hold the data until they are deleted.</source>
        <translation>Bestellungen behalten Nummern, Produkte und Beträge. Frühere Sicherungen enthalten die Daten, bis sie gelöscht werden.</translation>
    </message>
    <message>
        <source>Type the name to confirm</source>
        <translation>Zur Bestätigung den Namen eingeben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Erase customer</source>
        <translation>Kunden löschen</translation>
    </message>
    <message>
        <source>This is not the name. Nothing was erased. Type %1.</source>
        <translation>Das ist nicht der Name. Es wurde nichts gelöscht. Geben Sie %1 ein.</translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Writing %1</source>
        <translation>%1 wird geschrieben</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message numerus="yes">
        <source>%n orders</source>
        <translation>
            <numerusform>%n Bestellung</numerusform>
            <numerusform>%n Bestellungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Favourites</name>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>Remove from favourites</source>
        <translation>Aus Favoriten entfernen</translation>
    </message>
    <message>
        <source>Add to favourites</source>
        <translation>Zu Favoriten hinzufügen</translation>
    </message>
    <message>
        <source>%1 is a favourite now.</source>
        <translation>%1 ist jetzt ein Favorit.</translation>
    </message>
    <message>
        <source>%1 is no favourite any more.</source>
        <translation>%1 ist kein Favorit mehr.</translation>
    </message>
</context>
<context>
    <name>Field</name>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
</context>
<context>
    <name>FileQuestion</name>
    <message>
        <source>A file of this name is there already. What is in it now is lost.</source>
        <translation>Eine Datei dieses Namens gibt es dort schon. Was jetzt darin steht, geht verloren.</translation>
    </message>
    <message>
        <source>Replace %1?</source>
        <translation>%1 ersetzen?</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>Anderen Namen wählen</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>Remove the filter %1</source>
        <translation>Filter %1 entfernen</translation>
    </message>
    <message>
        <source>Remove this filter</source>
        <translation>Diesen Filter entfernen</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Which orders</source>
        <translation>Welche Bestellungen</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>To collect</source>
        <translation>Abzuholen</translation>
    </message>
    <message>
        <source>Refunds</source>
        <translation>Erstattungen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Days…</source>
        <translation>Tage …</translation>
    </message>
    <message>
        <source>Choose days</source>
        <translation>Tage wählen</translation>
    </message>
    <message numerus="yes">
        <source>%n payments to check</source>
        <translation>
            <numerusform>%n Zahlung zu prüfen</numerusform>
            <numerusform>%n Zahlungen zu prüfen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refunds failed</source>
        <translation>
            <numerusform>%n Erstattung fehlgeschlagen</numerusform>
            <numerusform>%n Erstattungen fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting · %1</source>
        <translation>Wartet · %1</translation>
    </message>
    <message numerus="yes">
        <source>%n new orders</source>
        <translation>
            <numerusform>%n neue Bestellung</numerusform>
            <numerusform>%n neue Bestellungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Product: %1</source>
        <translation>Produkt: %1</translation>
    </message>
    <message>
        <source>Customer: %1</source>
        <translation>Kunde: %1</translation>
    </message>
    <message>
        <source>Rung up by %1</source>
        <translation>Erfasst von %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Picture of the camera</source>
        <translation>Bild der Kamera</translation>
    </message>
</context>
<context>
    <name>Flows</name>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n Artikel</numerusform>
            <numerusform>%n Artikel</numerusform>
        </translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>Laufkunde</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>This till has no order yet, so there is no receipt to print.</source>
        <translation>Diese Kasse hat noch keine Bestellung, also auch keinen Bon.</translation>
    </message>
    <message>
        <source>The cart of %1 is held.</source>
        <translation>Der Warenkorb von %1 ist geparkt.</translation>
    </message>
</context>
<context>
    <name>Goto</name>
    <message>
        <source>Screen</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Lock, switch person</source>
        <translation>Sperren, Person wechseln</translation>
    </message>
    <message>
        <source>All keys of this screen</source>
        <translation>Alle Tasten dieser Ansicht</translation>
    </message>
</context>
<context>
    <name>GotoSheet</name>
    <message>
        <source>Go to…</source>
        <translation>Gehe zu …</translation>
    </message>
    <message>
        <source>Screen, order number, customer or product</source>
        <translation>Ansicht, Bestellnummer, Kunde oder Produkt</translation>
    </message>
    <message>
        <source>Where to go</source>
        <translation>Wohin</translation>
    </message>
    <message>
        <source>Nothing matches &apos;%1&apos;</source>
        <translation>Nichts passt zu „%1“</translation>
    </message>
</context>
<context>
    <name>HandoverView</name>
    <message>
        <source>%1 left to collect</source>
        <translation>noch %1 abzuholen</translation>
    </message>
    <message>
        <source>Collected</source>
        <translation>Abgeholt</translation>
    </message>
    <message>
        <source>Part collected</source>
        <translation>Teilweise abgeholt</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>To collect</source>
        <translation>Abzuholen</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Aurora Desk</source>
        <translation>Aurora Desk</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 at %2 by %3</source>
        <translation>%1 um %2 von %3</translation>
    </message>
</context>
<context>
    <name>HeadingButton</name>
    <message>
        <source>%1, sort by it</source>
        <translation>%1, danach sortieren</translation>
    </message>
    <message>
        <source>%1, largest first</source>
        <translation>%1, größte zuerst</translation>
    </message>
    <message>
        <source>%1, smallest first</source>
        <translation>%1, kleinste zuerst</translation>
    </message>
</context>
<context>
    <name>HeldCartsSheet</name>
    <message>
        <source>Held carts</source>
        <translation>Geparkte Warenkörbe</translation>
    </message>
    <message>
        <source>No carts are held</source>
        <translation>Keine Warenkörbe geparkt</translation>
    </message>
    <message>
        <source>Hold a cart with F6. Carts that programs on the network fill show here as well.</source>
        <translation>Parken Sie einen Warenkorb mit F6. Auch Warenkörbe von Programmen im Netzwerk stehen hier.</translation>
    </message>
    <message>
        <source>Name, person or code</source>
        <translation>Name, Person oder Code</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Open cart</source>
        <translation>Warenkorb öffnen</translation>
    </message>
    <message>
        <source>No cart matches “%1”</source>
        <translation>Kein Warenkorb passt zu „%1“</translation>
    </message>
    <message>
        <source>Try the name, the person or the code.</source>
        <translation>Versuchen Sie Name, Person oder Code.</translation>
    </message>
    <message numerus="yes">
        <source>%n held</source>
        <translation>
            <numerusform>%n geparkt</numerusform>
            <numerusform>%n geparkt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open elsewhere</source>
        <translation>
            <numerusform>%n anderswo offen</numerusform>
            <numerusform>%n anderswo offen</numerusform>
        </translation>
    </message>
    <message>
        <source>Take over…</source>
        <translation>Übernehmen …</translation>
    </message>
    <message>
        <source>%1 has this cart open</source>
        <translation>%1 hat diesen Warenkorb offen</translation>
    </message>
    <message>
        <source>Delete this cart?</source>
        <translation>Diesen Warenkorb löschen?</translation>
    </message>
    <message>
        <source>Its lines are gone for good. Nothing was sold.</source>
        <translation>Seine Positionen sind dann endgültig weg. Es wurde nichts verkauft.</translation>
    </message>
    <message>
        <source>Delete cart %1</source>
        <translation>Warenkorb %1 löschen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
</context>
<context>
    <name>HeldDesk</name>
    <message>
        <source>Hold the cart</source>
        <translation>Warenkorb parken</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Table 4</source>
        <translation>Tisch 4</translation>
    </message>
    <message>
        <source>You may leave it empty. F7 brings the cart back.</source>
        <translation>Kann leer bleiben. F7 holt den Warenkorb zurück.</translation>
    </message>
    <message>
        <source>Hold cart</source>
        <translation>Parken</translation>
    </message>
    <message>
        <source>This cart is open here already.</source>
        <translation>Dieser Warenkorb ist hier schon offen.</translation>
    </message>
    <message>
        <source>%1 has it open since %2. It closes there, and nothing in it is lost.</source>
        <translation>%1 hat ihn seit %2 offen. Er schließt sich dort, nichts darin geht verloren.</translation>
    </message>
    <message>
        <source>%3 has it open at %1 since %2. It closes there, and nothing in it is lost.</source>
        <translation>%3 hat ihn an %1 seit %2 offen. Er schließt sich dort, nichts darin geht verloren.</translation>
    </message>
    <message>
        <source>Take this cart over?</source>
        <translation>Diesen Warenkorb übernehmen?</translation>
    </message>
    <message>
        <source>Take over %1</source>
        <translation>%1 übernehmen</translation>
    </message>
    <message>
        <source>Leave it there</source>
        <translation>Dort lassen</translation>
    </message>
    <message>
        <source>Cart held. F7 brings it back.</source>
        <translation>Warenkorb geparkt. F7 holt ihn zurück.</translation>
    </message>
    <message>
        <source>The cart you had open is held now.</source>
        <translation>Ihr offener Warenkorb ist jetzt geparkt.</translation>
    </message>
</context>
<context>
    <name>ItemDetail</name>
    <message>
        <source>Refund %1</source>
        <translation>%1 erstatten</translation>
    </message>
    <message>
        <source>Attach %1 to the order</source>
        <translation>%1 der Bestellung zuordnen</translation>
    </message>
    <message>
        <source>Book refund of %1</source>
        <translation>Erstattung von %1 buchen</translation>
    </message>
    <message>
        <source>Settled otherwise…</source>
        <translation>Anders geklärt …</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>Was es bedeutet</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>About this difference</source>
        <translation>Zu dieser Abweichung</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>At Stripe</source>
        <translation>Bei Stripe</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>Stripe was asked for this refund and has not answered yet. Do not give the money back in another way.</source>
        <translation>Stripe wurde um diese Erstattung gebeten und hat noch nicht geantwortet. Geben Sie das Geld nicht auf anderem Weg zurück.</translation>
    </message>
    <message>
        <source>Open order %1</source>
        <translation>Bestellung %1 öffnen</translation>
    </message>
    <message>
        <source>Ask Stripe again</source>
        <translation>Stripe erneut fragen</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>Found %1 %2</source>
        <translation>Gefunden %1 %2</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Something went wrong that should not. Nothing was saved by this step. Try again; the details are in the log.</source>
        <translation>Ein unerwarteter Fehler ist aufgetreten. Dieser Schritt hat nichts gespeichert. Versuchen Sie es erneut; Einzelheiten stehen im Protokoll.</translation>
    </message>
</context>
<context>
    <name>LastScansSheet</name>
    <message>
        <source>Last scans</source>
        <translation>Letzte Scans</translation>
    </message>
    <message>
        <source>Nothing was scanned yet</source>
        <translation>Noch nichts gescannt</translation>
    </message>
    <message>
        <source>Scans on Sell stand here, each with a way back.</source>
        <translation>Scans unter „Verkauf“ stehen hier, jeder mit Rückweg.</translation>
    </message>
    <message>
        <source>Test my scanner</source>
        <translation>Scanner testen</translation>
    </message>
    <message>
        <source>Use the camera</source>
        <translation>Kamera benutzen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Order %1</source>
        <translation>Bestellung %1</translation>
    </message>
    <message>
        <source>Added %1, taken back</source>
        <translation>%1 hinzugefügt, zurückgenommen</translation>
    </message>
    <message>
        <source>Added %1</source>
        <translation>%1 hinzugefügt</translation>
    </message>
    <message>
        <source>Added %1, paid or held by now</source>
        <translation>%1 hinzugefügt, inzwischen bezahlt oder geparkt</translation>
    </message>
    <message>
        <source>Nothing was added</source>
        <translation>Nichts hinzugefügt</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Geöffnet</translation>
    </message>
    <message>
        <source>Put on the cart</source>
        <translation>Auf den Warenkorb gesetzt</translation>
    </message>
    <message>
        <source>Asked to switch</source>
        <translation>Wechsel erfragt</translation>
    </message>
    <message>
        <source>This code is not from this shop.</source>
        <translation>Dieser Code ist nicht von diesem Laden.</translation>
    </message>
    <message>
        <source>No product has this code</source>
        <translation>Kein Produkt hat diesen Code</translation>
    </message>
</context>
<context>
    <name>LeaveQuestion</name>
    <message>
        <source>Leave without saving?</source>
        <translation>Ohne Speichern verlassen?</translation>
    </message>
    <message>
        <source>Changes to %1 are not saved.</source>
        <translation>Änderungen an %1 sind nicht gespeichert.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>LineActions</name>
    <message>
        <source>%1 removed.</source>
        <translation>%1 entfernt.</translation>
    </message>
    <message>
        <source>Another cart is open by now. Nothing was changed.</source>
        <translation>Inzwischen ist ein anderer Warenkorb offen. Es wurde nichts geändert.</translation>
    </message>
</context>
<context>
    <name>LineBar</name>
    <message>
        <source>One less</source>
        <translation>Eins weniger</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>Eins mehr</translation>
    </message>
    <message>
        <source>Discount (F4)</source>
        <translation>Rabatt (F4)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Remove line</source>
        <translation>Position entfernen</translation>
    </message>
    <message>
        <source>Select a line first</source>
        <translation>Zuerst eine Position wählen</translation>
    </message>
</context>
<context>
    <name>LineRow</name>
    <message>
        <source>One less</source>
        <translation>Eins weniger</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>Eins mehr</translation>
    </message>
    <message>
        <source>%1 back to stock</source>
        <translation>%1 zurück in den Bestand</translation>
    </message>
    <message>
        <source>Back to stock</source>
        <translation>Zurück in den Bestand</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 came back</source>
        <translation>%1 zurückgegeben</translation>
    </message>
</context>
<context>
    <name>LineSheets</name>
    <message>
        <source>Set quantity</source>
        <translation>Menge setzen</translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>Rabatt</translation>
    </message>
    <message>
        <source>on the whole cart</source>
        <translation>auf den ganzen Warenkorb</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Oat milk</source>
        <translation>Hafermilch</translation>
    </message>
    <message>
        <source>Save note</source>
        <translation>Notiz speichern</translation>
    </message>
</context>
<context>
    <name>LinesModel</name>
    <message>
        <source>Order %1, %2, here %3, at Stripe %4</source>
        <translation>Bestellung %1, %2, hier %3, bei Stripe %4</translation>
    </message>
</context>
<context>
    <name>LinesView</name>
    <message>
        <source>Lines</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Discount %1</source>
        <translation>Rabatt %1</translation>
    </message>
</context>
<context>
    <name>Listing</name>
    <message>
        <source>This list could not be read</source>
        <translation>Diese Liste konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>Live</name>
    <message>
        <source>This order was voided somewhere else. Nothing was charged here.</source>
        <translation>Diese Bestellung wurde anderswo storniert. Hier wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>This order is being paid somewhere else. Do not charge it here.</source>
        <translation>Diese Bestellung wird anderswo bezahlt. Kassieren Sie sie nicht hier.</translation>
    </message>
</context>
<context>
    <name>LookSheet</name>
    <message>
        <source>Look and sound</source>
        <translation>Aussehen und Ton</translation>
    </message>
    <message>
        <source>Of this till</source>
        <translation>An dieser Kasse</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>Weniger</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>Leise</translation>
    </message>
    <message>
        <source>Loud</source>
        <translation>Laut</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>Töne</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Sounds are off</source>
        <translation>Töne sind aus</translation>
    </message>
    <message>
        <source>This computer plays no sounds</source>
        <translation>Dieser Computer spielt keine Töne</translation>
    </message>
    <message>
        <source>The language changes when Aurora Desk starts again.</source>
        <translation>Die Sprache wechselt beim nächsten Start von Aurora Desk.</translation>
    </message>
    <message>
        <source>No sound can be played on this computer. Everything a sound says can also be seen.</source>
        <translation>Dieser Computer kann keine Töne abspielen. Alles, was ein Ton sagt, ist auch zu sehen.</translation>
    </message>
    <message>
        <source>Changes count at once, and stay for everybody at this till.</source>
        <translation>Änderungen gelten sofort und bleiben für alle an dieser Kasse.</translation>
    </message>
</context>
<context>
    <name>Mailing</name>
    <message>
        <source>The receipt goes there once. The address is not kept.</source>
        <translation>Der Bon geht einmal dorthin. Die Adresse wird nicht behalten.</translation>
    </message>
    <message>
        <source>Email the receipt</source>
        <translation>Bon per E-Mail senden</translation>
    </message>
    <message>
        <source>The customer pays on the page behind the link, until it closes.</source>
        <translation>Der Kunde bezahlt auf der Seite hinter dem Link, bis sie schließt.</translation>
    </message>
    <message>
        <source>Send the link</source>
        <translation>Link senden</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Aurora Desk</source>
        <translation>Aurora Desk</translation>
    </message>
</context>
<context>
    <name>MergeRows</name>
    <message numerus="yes">
        <source>%n orders</source>
        <translation>
            <numerusform>%n Bestellung</numerusform>
            <numerusform>%n Bestellungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MergeSheet</name>
    <message>
        <source>Merge with a duplicate</source>
        <translation>Mit Duplikat zusammenführen</translation>
    </message>
    <message>
        <source>Who is the same person as %1?</source>
        <translation>Wer ist dieselbe Person wie %1?</translation>
    </message>
    <message>
        <source>Name, email, phone or last digits</source>
        <translation>Name, E-Mail, Telefon oder letzte Ziffern</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>Nobody matches</source>
        <translation>Niemand passt</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Keep the other one</source>
        <translation>Den anderen behalten</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>This is the same customer. Choose the duplicate.</source>
        <translation>Das ist derselbe Kunde. Wählen Sie das Duplikat.</translation>
    </message>
    <message>
        <source>Merge into %1</source>
        <translation>Mit %1 zusammenführen</translation>
    </message>
    <message>
        <source>Orders and notes of both are shown together. You can undo this for 30 days.</source>
        <translation>Bestellungen und Notizen beider stehen zusammen. Das lässt sich 30 Tage lang rückgängig machen.</translation>
    </message>
    <message>
        <source>Nobody can sign in with %1 any more; the account of %2 stays as it is.</source>
        <translation>Mit %1 kann sich niemand mehr anmelden; das Konto von %2 bleibt, wie es ist.</translation>
    </message>
</context>
<context>
    <name>NavButton</name>
    <message>
        <source>%1, current page</source>
        <translation>%1, aktuelle Seite</translation>
    </message>
</context>
<context>
    <name>NewCustomerSheet</name>
    <message>
        <source>New customer</source>
        <translation>Neuer Kunde</translation>
    </message>
    <message>
        <source>First name</source>
        <translation>Vorname</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Nachname</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>Open this customer</source>
        <translation>Diesen Kunden öffnen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Add customer</source>
        <translation>Kunde hinzufügen</translation>
    </message>
    <message>
        <source>Discard the new customer?</source>
        <translation>Neuen Kunden verwerfen?</translation>
    </message>
    <message>
        <source>This is not an email address. It looks like name@example.com.</source>
        <translation>Das ist keine E-Mail-Adresse. Sie sieht aus wie name@example.com.</translation>
    </message>
    <message>
        <source>Same email as %1. Open this customer?</source>
        <translation>Gleiche E-Mail wie %1. Diesen Kunden öffnen?</translation>
    </message>
    <message>
        <source>Same phone number as %1. Perhaps the same person?</source>
        <translation>Gleiche Telefonnummer wie %1. Vielleicht dieselbe Person?</translation>
    </message>
    <message>
        <source>Nearly the same name as %1. Perhaps the same person?</source>
        <translation>Fast derselbe Name wie %1. Vielleicht dieselbe Person?</translation>
    </message>
</context>
<context>
    <name>NewPinSheet</name>
    <message>
        <source>New PIN</source>
        <translation>Neue PIN</translation>
    </message>
    <message>
        <source>Four digits that only %1 knows.</source>
        <translation>Vier Ziffern, die nur %1 kennt.</translation>
    </message>
    <message>
        <source>Enter the new PIN</source>
        <translation>Neue PIN eingeben</translation>
    </message>
    <message>
        <source>Enter the new PIN once more</source>
        <translation>Neue PIN wiederholen</translation>
    </message>
    <message>
        <source>The two PINs are not the same. Enter the new PIN again.</source>
        <translation>Die beiden PINs sind verschieden. Geben Sie die neue PIN noch einmal ein.</translation>
    </message>
</context>
<context>
    <name>NewProductSheet</name>
    <message>
        <source>New product</source>
        <translation>Neues Produkt</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Oat biscuits 200 g</source>
        <translation>Haferkekse 200 g</translation>
    </message>
    <message>
        <source>Barcode</source>
        <translation>Barcode</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>Steuer</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>No category</source>
        <translation>Ohne Kategorie</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Discard the new product?</source>
        <translation>Neues Produkt verwerfen?</translation>
    </message>
    <message>
        <source>Create and add for %1</source>
        <translation>Anlegen und für %1 hinzufügen</translation>
    </message>
    <message>
        <source>Give the product a name.</source>
        <translation>Geben Sie dem Produkt einen Namen.</translation>
    </message>
    <message>
        <source>Enter the price that stands on the shelf.</source>
        <translation>Geben Sie den Preis ein, der am Regal steht.</translation>
    </message>
</context>
<context>
    <name>NotesPage</name>
    <message>
        <source>New note</source>
        <translation>Neue Notiz</translation>
    </message>
    <message>
        <source>Likes oat milk</source>
        <translation>Mag Hafermilch</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>No notes yet. What you write here is seen by staff only.</source>
        <translation>Noch keine Notizen. Was Sie hier schreiben, sieht nur das Personal.</translation>
    </message>
    <message>
        <source>Notes, newest first</source>
        <translation>Notizen, neueste zuerst</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>NumberPad</name>
    <message>
        <source>Number pad</source>
        <translation>Ziffernblock</translation>
    </message>
    <message>
        <source>Delete the last digit</source>
        <translation>Letzte Ziffer löschen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Decimal point</source>
        <translation>Dezimalzeichen</translation>
    </message>
</context>
<context>
    <name>OpenShiftSheet</name>
    <message>
        <source>Float in the drawer</source>
        <translation>Wechselgeld in der Lade</translation>
    </message>
    <message>
        <source>Count the cash in the drawer. The shift starts with it.</source>
        <translation>Zählen Sie das Bargeld in der Lade. Damit beginnt die Schicht.</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>Wechselgeld</translation>
    </message>
    <message>
        <source>Open shift with %1</source>
        <translation>Schicht mit %1 öffnen</translation>
    </message>
</context>
<context>
    <name>OrderAge</name>
    <message>
        <source>%1 was refused. Nothing was handed over, and order %2 stays paid. Hand over the rest, or refund it.</source>
        <translation>%1 wurde verweigert. Es wurde nichts übergeben, und Bestellung %2 bleibt bezahlt. Übergeben Sie den Rest oder erstatten Sie den Betrag.</translation>
    </message>
    <message>
        <source>%1 was refused. Nothing was charged, and order %2 stays as it was. Void it, or ring up the rest on Sell.</source>
        <translation>%1 wurde verweigert. Es wurde nichts berechnet, und Bestellung %2 bleibt, wie sie war. Stornieren Sie sie oder erfassen Sie den Rest unter „Verkauf“.</translation>
    </message>
    <message>
        <source>Book a bank transfer</source>
        <translation>Überweisung buchen</translation>
    </message>
</context>
<context>
    <name>OrderDeeds</name>
    <message>
        <source>Note on order %1</source>
        <translation>Notiz zur Bestellung %1</translation>
    </message>
    <message>
        <source>It stays with the order, with your name and the time. Customers do not see it.</source>
        <translation>Sie bleibt bei der Bestellung, mit Ihrem Namen und der Uhrzeit. Kunden sehen sie nicht.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Comes back on Friday</source>
        <translation>Kommt am Freitag wieder</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>Notiz hinzufügen</translation>
    </message>
    <message>
        <source>The receipt of order %1 is sent as an email.</source>
        <translation>Der Bon der Bestellung %1 wird als E-Mail gesendet.</translation>
    </message>
    <message>
        <source>Email receipt</source>
        <translation>Bon per E-Mail</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>name@example.com</source>
        <translation>name@example.com</translation>
    </message>
    <message>
        <source>Send receipt</source>
        <translation>Bon senden</translation>
    </message>
    <message>
        <source>Order %1 is voided. Its goods are back in stock.</source>
        <translation>Bestellung %1 ist storniert. Die Ware ist zurück im Bestand.</translation>
    </message>
    <message>
        <source>Order %1 is collected</source>
        <translation>Bestellung %1 ist abgeholt</translation>
    </message>
    <message>
        <source>Part of order %1 is collected</source>
        <translation>Ein Teil der Bestellung %1 ist abgeholt</translation>
    </message>
    <message>
        <source>The receipt goes to %1</source>
        <translation>Der Bon geht an %1</translation>
    </message>
    <message>
        <source>The receipt waits for %1 until the owner has set up email</source>
        <translation>Der Bon an %1 wartet, bis der Inhaber E-Mail eingerichtet hat</translation>
    </message>
</context>
<context>
    <name>OrderDetail</name>
    <message>
        <source>Lines, totals and what happened</source>
        <translation>Positionen, Summen und Verlauf</translation>
    </message>
    <message>
        <source>Order %1</source>
        <translation>Bestellung %1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>Notiz: %1</translation>
    </message>
    <message>
        <source>We cannot tell yet whether this was charged. Do not charge again.</source>
        <translation>Es steht noch nicht fest, ob abgebucht wurde. Nicht noch einmal abbuchen.</translation>
    </message>
    <message>
        <source>An online payment was started. Taking payment here ends it first, or says that it is paid.</source>
        <translation>Eine Onlinezahlung wurde begonnen. Wird hier kassiert, wird sie zuerst beendet, oder es zeigt sich, dass sie bezahlt ist.</translation>
    </message>
    <message>
        <source>A payment of this order is under way. It cannot be paid a second time.</source>
        <translation>Eine Zahlung dieser Bestellung läuft. Sie kann nicht ein zweites Mal bezahlt werden.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n Artikel</numerusform>
            <numerusform>%n Artikel</numerusform>
        </translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>Laufkunde</translation>
    </message>
</context>
<context>
    <name>OrderExporting</name>
    <message>
        <source>Export orders</source>
        <translation>Bestellungen exportieren</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV-Dateien (*.csv)</translation>
    </message>
    <message numerus="yes">
        <source>%n orders exported to %1</source>
        <translation>
            <numerusform>%n Bestellung exportiert nach %1</numerusform>
            <numerusform>%n Bestellungen exportiert nach %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The file names customers and who sold to them. These are personal data: keep it where only those can read it who need to, and delete it when it has served.</source>
        <translation>Die Datei nennt Kunden und wer ihnen verkauft hat. Das sind persönliche Daten: Bewahren Sie sie so auf, dass nur die sie lesen können, die sie brauchen, und löschen Sie sie, wenn sie ihren Zweck erfüllt hat.</translation>
    </message>
    <message numerus="yes">
        <source>%n orders</source>
        <translation>
            <numerusform>%n Bestellung</numerusform>
            <numerusform>%n Bestellungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderList</name>
    <message>
        <source>Order number, customer, last 4 digits, or scan a receipt</source>
        <translation>Bestellnummer, Kunde, letzte 4 Ziffern oder Bon scannen</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Bestellungen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>What the list shows as a file, Ctrl+E</source>
        <translation>Was die Liste zeigt, als Datei, Strg+E</translation>
    </message>
    <message>
        <source>Nothing matches &apos;%1&apos;</source>
        <translation>Nichts passt zu „%1“</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>Only today&apos;s orders were searched.</source>
        <translation>Nur heutige Bestellungen wurden durchsucht.</translation>
    </message>
    <message>
        <source>Only orders that wait for payment were searched.</source>
        <translation>Nur unbezahlte Bestellungen wurden durchsucht.</translation>
    </message>
    <message>
        <source>Only orders to be collected were searched.</source>
        <translation>Nur abzuholende Bestellungen wurden durchsucht.</translation>
    </message>
    <message>
        <source>Only orders with refunds were searched.</source>
        <translation>Nur Bestellungen mit Erstattungen wurden durchsucht.</translation>
    </message>
    <message>
        <source>Search all orders</source>
        <translation>Alle Bestellungen durchsuchen</translation>
    </message>
    <message>
        <source>No order matches these filters</source>
        <translation>Keine Bestellung passt zu diesen Filtern</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>Show all orders</source>
        <translation>Alle Bestellungen zeigen</translation>
    </message>
    <message>
        <source>Orders appear here as they are placed, at a till or over the network.</source>
        <translation>Bestellungen erscheinen hier, sobald sie aufgenommen sind, an einer Kasse oder über das Netzwerk.</translation>
    </message>
    <message>
        <source>No orders yet today</source>
        <translation>Heute noch keine Bestellungen</translation>
    </message>
    <message>
        <source>No order waits for payment</source>
        <translation>Keine Bestellung wartet auf Zahlung</translation>
    </message>
    <message>
        <source>Nothing waits to be collected</source>
        <translation>Nichts wartet auf Abholung</translation>
    </message>
    <message>
        <source>No refunds</source>
        <translation>Keine Erstattungen</translation>
    </message>
    <message>
        <source>No orders yet</source>
        <translation>Noch keine Bestellungen</translation>
    </message>
</context>
<context>
    <name>OrdersModel</name>
    <message>
        <source>Order %1, %2, %3, %4, %5</source>
        <translation>Bestellung %1, %2, %3, %4, %5</translation>
    </message>
    <message>
        <source>walk-in customer</source>
        <translation>Laufkunde</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>Laufkunde</translation>
    </message>
</context>
<context>
    <name>OrdersScreen</name>
    <message>
        <source>Choose an order</source>
        <translation>Bestellung wählen</translation>
    </message>
    <message>
        <source>Its lines, payments and what happened to it are shown here.</source>
        <translation>Positionen, Zahlungen und Verlauf stehen hier.</translation>
    </message>
    <message>
        <source>Code copied</source>
        <translation>Code kopiert</translation>
    </message>
    <message>
        <source>Order %1 is paid.</source>
        <translation>Bestellung %1 ist bezahlt.</translation>
    </message>
    <message>
        <source>Order %1: %2</source>
        <translation>Bestellung %1: %2</translation>
    </message>
    <message>
        <source>A refund of order %1 failed. Open the order to try again or give cash.</source>
        <translation>Eine Erstattung der Bestellung %1 ist fehlgeschlagen. Öffnen Sie die Bestellung, um es erneut zu versuchen oder bar zu erstatten.</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>Link kopiert</translation>
    </message>
    <message>
        <source>This is the code of a badge. Orders have codes of their own.</source>
        <translation>Das ist der Code eines Ausweises. Bestellungen haben eigene Codes.</translation>
    </message>
</context>
<context>
    <name>OtherPanel</name>
    <message>
        <source>Other tenders</source>
        <translation>Andere Zahlungsmittel</translation>
    </message>
    <message>
        <source>Slip number</source>
        <translation>Belegnummer</translation>
    </message>
    <message>
        <source>Let the order wait for it</source>
        <translation>Bestellung darauf warten lassen</translation>
    </message>
</context>
<context>
    <name>OwnerPasswordSheet</name>
    <message>
        <source>Owner password</source>
        <translation>Passwort des Inhabers</translation>
    </message>
    <message>
        <source>With it you sign in at every till of this shop, also where your PIN is forgotten or waits.</source>
        <translation>Damit melden Sie sich an jeder Kasse dieses Ladens an, auch wenn Sie Ihre PIN vergessen haben oder sie warten muss.</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>At least 8 characters: capital and small letters, a digit and a sign.</source>
        <translation>Mindestens 8 Zeichen: große und kleine Buchstaben, eine Ziffer und ein Zeichen.</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>New password once more</source>
        <translation>Neues Passwort noch einmal</translation>
    </message>
    <message>
        <source>Your PIN</source>
        <translation>Ihre PIN</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Set password</source>
        <translation>Passwort setzen</translation>
    </message>
    <message>
        <source>The two passwords are not the same. Type it once more.</source>
        <translation>Die beiden Passwörter sind nicht gleich. Geben Sie es noch einmal ein.</translation>
    </message>
</context>
<context>
    <name>OwnerSheet</name>
    <message>
        <source>Owner sign-in</source>
        <translation>Anmeldung des Inhabers</translation>
    </message>
    <message>
        <source>For the owner of the shop. Everybody else signs in with name and PIN.</source>
        <translation>Für den Inhaber des Ladens. Alle anderen melden sich mit Namen und PIN an.</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Use a PIN</source>
        <translation>PIN verwenden</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>No owner of this shop has a password yet. Sign in with the PIN, then choose Owner password in the menu of your initials.</source>
        <translation>Noch hat kein Inhaber dieses Ladens ein Passwort. Melden Sie sich mit der PIN an und wählen Sie dann im Menü Ihrer Initialen „Passwort des Inhabers“.</translation>
    </message>
    <message>
        <source>Type your email address.</source>
        <translation>Geben Sie Ihre E-Mail-Adresse ein.</translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation>Geben Sie Ihr Passwort ein.</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Wait %1, or sign in with your PIN.</source>
        <translation>Zu viele falsche Passwörter. Warten Sie %1 oder melden Sie sich mit Ihrer PIN an.</translation>
    </message>
</context>
<context>
    <name>PartList</name>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Part %1</source>
        <translation>Teil %1</translation>
    </message>
    <message>
        <source>A paid part can only be refunded</source>
        <translation>Ein bezahlter Teil kann nur erstattet werden</translation>
    </message>
    <message>
        <source>Paid · %1</source>
        <translation>Bezahlt · %1</translation>
    </message>
    <message>
        <source>To pay</source>
        <translation>Zu zahlen</translation>
    </message>
    <message>
        <source>Take part %1 away</source>
        <translation>Teil %1 entfernen</translation>
    </message>
</context>
<context>
    <name>PartResult</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Give %1 in cash</source>
        <translation>%1 bar geben</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Cancel on reader</source>
        <translation>Am Kartenleser abbrechen</translation>
    </message>
    <message>
        <source>From the drawer</source>
        <translation>Aus der Kassenlade</translation>
    </message>
    <message>
        <source>Booked. Give it back on the other machine now</source>
        <translation>Gebucht. Geben Sie es jetzt am anderen Gerät zurück</translation>
    </message>
    <message>
        <source>Booked. Send it back by bank transfer now</source>
        <translation>Gebucht. Jetzt per Überweisung zurückschicken</translation>
    </message>
    <message>
        <source>Booked. Give it back that way now</source>
        <translation>Gebucht. Jetzt auf demselben Weg zurückgeben</translation>
    </message>
    <message>
        <source>On its way to the customer, up to 10 days</source>
        <translation>Unterwegs zum Kunden, bis zu 10 Tage</translation>
    </message>
</context>
<context>
    <name>PartSheet</name>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Between %1 and %2. The other payments take the rest.</source>
        <translation>Zwischen %1 und %2. Die anderen Zahlungen tragen den Rest.</translation>
    </message>
    <message>
        <source>Set %1</source>
        <translation>%1 setzen</translation>
    </message>
    <message>
        <source>Type an amount between %1 and %2. The other payments take the rest.</source>
        <translation>Geben Sie einen Betrag zwischen %1 und %2 ein. Die anderen Zahlungen tragen den Rest.</translation>
    </message>
</context>
<context>
    <name>PayButton</name>
    <message>
        <source>Add an item</source>
        <translation>Artikel hinzufügen</translation>
    </message>
    <message>
        <source>Pay %1</source>
        <translation>%1 kassieren</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>Kassieren</translation>
    </message>
</context>
<context>
    <name>PayPage</name>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Send by email</source>
        <translation>Per E-Mail senden</translation>
    </message>
    <message>
        <source>Email is not set up</source>
        <translation>E-Mail ist nicht eingerichtet</translation>
    </message>
    <message>
        <source>Closes in %1</source>
        <translation>Schließt in %1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>PaymentRow</name>
    <message>
        <source>%1, back to %2. Change the amount</source>
        <translation>%1, zurück auf %2. Betrag ändern</translation>
    </message>
    <message>
        <source>Tip %1 too</source>
        <translation>Auch Trinkgeld %1</translation>
    </message>
</context>
<context>
    <name>PaymentSheet</name>
    <message>
        <source>Payment</source>
        <translation>Zahlung</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>On shift</source>
        <translation>In Schicht</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>Manager</source>
        <translation>Leitung</translation>
    </message>
    <message>
        <source>Cashier</source>
        <translation>Kassenkraft</translation>
    </message>
</context>
<context>
    <name>PersonButton</name>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Switch person</source>
        <translation>Person wechseln</translation>
    </message>
    <message>
        <source>My orders today</source>
        <translation>Meine Bestellungen heute</translation>
    </message>
    <message>
        <source>Test my scanner</source>
        <translation>Scanner testen</translation>
    </message>
    <message>
        <source>Look and sound…</source>
        <translation>Aussehen und Ton …</translation>
    </message>
    <message>
        <source>Owner password…</source>
        <translation>Passwort des Inhabers …</translation>
    </message>
    <message>
        <source>%1, lock or switch person</source>
        <translation>%1, sperren oder Person wechseln</translation>
    </message>
</context>
<context>
    <name>PersonTile</name>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
</context>
<context>
    <name>PinCard</name>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Choose your name</source>
        <translation>Wählen Sie Ihren Namen</translation>
    </message>
    <message>
        <source>Enter your PIN</source>
        <translation>PIN eingeben</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait %1, or let someone else sign in.</source>
        <translation>Zu viele falsche PINs. Warten Sie %1 oder lassen Sie jemand anderen anmelden.</translation>
    </message>
</context>
<context>
    <name>PinDots</name>
    <message numerus="yes">
        <source>%n of 4 digits</source>
        <translation>
            <numerusform>%n von 4 Ziffern</numerusform>
            <numerusform>%n von 4 Ziffern</numerusform>
        </translation>
    </message>
    <message>
        <source>Wrong PIN</source>
        <translation>Falsche PIN</translation>
    </message>
</context>
<context>
    <name>Planner</name>
    <message>
        <source>Refund by</source>
        <translation>Erstatten nach</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Choose what comes back.</source>
        <translation>Wählen Sie, was zurückkommt.</translation>
    </message>
    <message>
        <source>Type the amount first.</source>
        <translation>Geben Sie zuerst den Betrag ein.</translation>
    </message>
    <message>
        <source>Only %1 is left to refund.</source>
        <translation>Nur noch %1 zu erstatten.</translation>
    </message>
    <message>
        <source>This part is too small to be given back that way. Change the parts.</source>
        <translation>Dieser Teil ist für diesen Weg zu klein. Ändern Sie die Teile.</translation>
    </message>
    <message>
        <source>Choose a reason. It stays with the refund.</source>
        <translation>Wählen Sie einen Grund. Er bleibt bei der Erstattung.</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Artikel</translation>
    </message>
    <message>
        <source>What comes back</source>
        <translation>Was zurückkommt</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Reason in words</source>
        <translation>Grund in Worten</translation>
    </message>
    <message>
        <source>In a few words</source>
        <translation>In wenigen Worten</translation>
    </message>
    <message>
        <source>Back to</source>
        <translation>Erstatten auf</translation>
    </message>
    <message>
        <source>Reason, and where the money goes</source>
        <translation>Grund und wohin das Geld geht</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Wrong item</source>
        <translation>Falscher Artikel</translation>
    </message>
    <message>
        <source>Changed mind</source>
        <translation>Nicht gewünscht</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>Anderer …</translation>
    </message>
</context>
<context>
    <name>PrefixSheet</name>
    <message>
        <source>Give the scanner a prefix</source>
        <translation>Dem Scanner ein Präfix geben</translation>
    </message>
    <message>
        <source>A scanner can send one key before every code. The till then knows a scan by its first key, and nothing that is typed by hand is held back.</source>
        <translation>Ein Scanner kann vor jedem Code eine Taste senden. Die Kasse erkennt einen Scan dann an der ersten Taste, und Getipptes wird nicht zurückgehalten.</translation>
    </message>
    <message>
        <source>In the manual of the scanner, find “prefix” or “preamble”. The codes to scan there differ from maker to maker.</source>
        <translation>Suchen Sie in der Anleitung des Scanners „Prefix“ oder „Preamble“. Die Codes dort sind je nach Hersteller verschieden.</translation>
    </message>
    <message>
        <source>Set this character as the prefix of all codes:</source>
        <translation>Setzen Sie dieses Zeichen als Präfix aller Codes:</translation>
    </message>
    <message>
        <source>Come back and scan the test code again. The till finds the prefix by itself.</source>
        <translation>Kommen Sie zurück und scannen Sie den Testcode erneut. Die Kasse findet das Präfix selbst.</translation>
    </message>
    <message>
        <source>Scan the test code</source>
        <translation>Testcode scannen</translation>
    </message>
    <message>
        <source>In a table of characters: ASCII %1, hexadecimal %2</source>
        <translation>In einer Zeichentabelle: ASCII %1, hexadezimal %2</translation>
    </message>
</context>
<context>
    <name>ProductsPanel</name>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>Nothing matches “%1”</source>
        <translation>Nichts passt zu „%1“</translation>
    </message>
    <message>
        <source>Try another name, the SKU or the barcode.</source>
        <translation>Versuchen Sie einen anderen Namen, die Artikelnummer oder den Barcode.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>No products to tap yet</source>
        <translation>Noch keine Produkte zum Antippen</translation>
    </message>
    <message>
        <source>Search or scan, or sell with Custom item.</source>
        <translation>Suchen oder scannen Sie, oder verkaufen Sie mit „Freier Artikel“.</translation>
    </message>
    <message>
        <source>Choose another category, or search for the product.</source>
        <translation>Wählen Sie eine andere Kategorie oder suchen Sie das Produkt.</translation>
    </message>
    <message>
        <source>No products here yet</source>
        <translation>Hier noch keine Produkte</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>QrPanel</name>
    <message>
        <source>Code that the customer scans to pay</source>
        <translation>Code, den der Kunde zum Bezahlen scannt</translation>
    </message>
    <message>
        <source>Show a new code</source>
        <translation>Neuen Code zeigen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Pay by QR code</source>
        <translation>Per QR-Code bezahlen</translation>
    </message>
    <message>
        <source>The customer scans a code and pays on the phone.</source>
        <translation>Der Kunde scannt einen Code und bezahlt am Handy.</translation>
    </message>
    <message>
        <source>Making the code…</source>
        <translation>Code wird erstellt …</translation>
    </message>
    <message>
        <source>Waiting for the customer</source>
        <translation>Warten auf den Kunden</translation>
    </message>
    <message>
        <source>The bank is being asked</source>
        <translation>Die Bank wird gefragt</translation>
    </message>
    <message>
        <source>Do not cancel.</source>
        <translation>Nicht abbrechen.</translation>
    </message>
    <message>
        <source>Closing the code…</source>
        <translation>Code wird geschlossen …</translation>
    </message>
    <message>
        <source>Checking that nothing was charged.</source>
        <translation>Es wird geprüft, dass nichts abgebucht wurde.</translation>
    </message>
    <message>
        <source>Stripe does not answer</source>
        <translation>Stripe antwortet nicht</translation>
    </message>
    <message>
        <source>Checking whether the customer has paid…</source>
        <translation>Es wird geprüft, ob der Kunde bezahlt hat …</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>A code needs a connection</source>
        <translation>Ein Code braucht eine Verbindung</translation>
    </message>
    <message>
        <source>Stripe cannot be reached. Nothing was charged. Take cash or another tender, or try again.</source>
        <translation>Stripe ist nicht erreichbar. Es wurde nichts abgebucht. Kassieren Sie bar oder mit einem anderen Zahlungsmittel, oder versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Test mode: the link opens on this computer only.</source>
        <translation>Testmodus: Der Link öffnet sich nur auf diesem Computer.</translation>
    </message>
    <message>
        <source>Scan with the phone&apos;s camera and pay there.</source>
        <translation>Mit der Handykamera scannen und dort bezahlen.</translation>
    </message>
    <message>
        <source>Show the code</source>
        <translation>Code zeigen</translation>
    </message>
    <message>
        <source>More time</source>
        <translation>Mehr Zeit</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Other method</source>
        <translation>Andere Zahlart</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation>Nächster Kunde</translation>
    </message>
</context>
<context>
    <name>QuantitySheet</name>
    <message>
        <source>Weight in kg</source>
        <translation>Gewicht in kg</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Menge</translation>
    </message>
    <message>
        <source>%1 per kg · comes to %2</source>
        <translation>%1 je kg · ergibt %2</translation>
    </message>
    <message>
        <source>%1 each · comes to %2</source>
        <translation>je %1 · ergibt %2</translation>
    </message>
    <message>
        <source>Type the weight first.</source>
        <translation>Geben Sie zuerst das Gewicht ein.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Sell</source>
        <translation>Verkauf</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Bestellungen</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Berichte</translation>
    </message>
</context>
<context>
    <name>Receipts</name>
    <message>
        <source>Receipt saved as %1.</source>
        <translation>Bon gespeichert als %1.</translation>
    </message>
    <message>
        <source>Receipt printed on %1.</source>
        <translation>Bon gedruckt auf %1.</translation>
    </message>
</context>
<context>
    <name>Receiving</name>
    <message>
        <source>Email is not set up</source>
        <translation>E-Mail ist nicht eingerichtet</translation>
    </message>
    <message>
        <source>Customers see here how the order stands</source>
        <translation>Kunden sehen hier den Stand der Bestellung</translation>
    </message>
    <message>
        <source>Scan it to open the order</source>
        <translation>Scannen, um die Bestellung zu öffnen</translation>
    </message>
    <message>
        <source>The receipt goes to %1.</source>
        <translation>Der Bon geht an %1.</translation>
    </message>
</context>
<context>
    <name>RefundActions</name>
    <message>
        <source>Give cash instead?</source>
        <translation>Stattdessen bar geben?</translation>
    </message>
    <message>
        <source>The card did not take the money back. Give the customer %1 from the drawer.</source>
        <translation>Die Karte nahm das Geld nicht zurück. Geben Sie dem Kunden %1 aus der Kassenlade.</translation>
    </message>
    <message>
        <source>Give %1</source>
        <translation>%1 geben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Nothing is left to refund of this order.</source>
        <translation>Bei dieser Bestellung ist nichts mehr zu erstatten.</translation>
    </message>
    <message>
        <source>Refunded %1</source>
        <translation>Erstattet: %1</translation>
    </message>
</context>
<context>
    <name>RefundSheet</name>
    <message>
        <source>Refund of %1</source>
        <translation>Erstattung von %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Print receipt</source>
        <translation>Bon drucken</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Discard this refund?</source>
        <translation>Diese Erstattung verwerfen?</translation>
    </message>
    <message>
        <source>Nothing has been refunded yet.</source>
        <translation>Es wurde noch nichts erstattet.</translation>
    </message>
    <message>
        <source>%1 left to refund</source>
        <translation>noch %1 zu erstatten</translation>
    </message>
    <message>
        <source>Refund %1</source>
        <translation>%1 erstatten</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>Zurück auf %1</translation>
    </message>
</context>
<context>
    <name>ReportsScreen</name>
    <message>
        <source>Choose a row</source>
        <translation>Zeile wählen</translation>
    </message>
    <message>
        <source>The payments behind a sum, and what can be done about a difference, are shown here.</source>
        <translation>Hier stehen die Zahlungen hinter einer Summe und was bei einer Abweichung zu tun ist.</translation>
    </message>
    <message>
        <source>The whole amount goes back to the card. This can&apos;t be taken back.</source>
        <translation>Der ganze Betrag geht auf die Karte zurück. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>The order then counts this charge as its payment.</source>
        <translation>Die Bestellung zählt diese Abbuchung dann als ihre Zahlung.</translation>
    </message>
    <message>
        <source>The order then counts this refund. No money is moved: Stripe gave it back already.</source>
        <translation>Die Bestellung zählt dann diese Erstattung. Es fließt kein Geld: Stripe hat es schon zurückgegeben.</translation>
    </message>
    <message>
        <source>%1?</source>
        <translation>%1?</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>%1 goes back to the card</source>
        <translation>%1 geht auf die Karte zurück</translation>
    </message>
    <message>
        <source>%1 is booked on its order</source>
        <translation>%1 ist auf die Bestellung gebucht</translation>
    </message>
    <message>
        <source>The refund of %1 is booked</source>
        <translation>Die Erstattung von %1 ist gebucht</translation>
    </message>
</context>
<context>
    <name>ResultPanel</name>
    <message>
        <source>Give the customer %1 from the drawer.</source>
        <translation>Geben Sie dem Kunden %1 aus der Kassenlade.</translation>
    </message>
    <message>
        <source>Refunded %1, but not all of it</source>
        <translation>%1 erstattet, aber nicht alles</translation>
    </message>
    <message>
        <source>Not refunded</source>
        <translation>Nicht erstattet</translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>We cannot tell yet whether this was refunded. Do not refund again. We ask Stripe every minute.</source>
        <translation>Es steht noch nicht fest, ob erstattet wurde. Nicht noch einmal erstatten. Stripe wird jede Minute gefragt.</translation>
    </message>
    <message>
        <source>Ask the customer to hold the card to the reader</source>
        <translation>Bitten Sie den Kunden, die Karte an den Kartenleser zu halten</translation>
    </message>
    <message>
        <source>Money goes back to this card only with the card itself.</source>
        <translation>Auf diese Karte geht Geld nur mit der Karte selbst zurück.</translation>
    </message>
    <message>
        <source>Refunded %1</source>
        <translation>Erstattet: %1</translation>
    </message>
</context>
<context>
    <name>RowButton</name>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
</context>
<context>
    <name>SavedSheet</name>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>In %1</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>This computer opened no folder. The file is saved at the place above all the same.</source>
        <translation>Dieser Computer hat keinen Ordner geöffnet. Die Datei ist trotzdem an der oben genannten Stelle gespeichert.</translation>
    </message>
</context>
<context>
    <name>ScanLog</name>
    <message>
        <source>That cart is paid or held by now. Nothing was changed.</source>
        <translation>Dieser Warenkorb ist inzwischen bezahlt oder geparkt. Es wurde nichts geändert.</translation>
    </message>
</context>
<context>
    <name>ScanRouter</name>
    <message>
        <source>%1 was scanned before the till was locked. Nothing was changed. Scan it again.</source>
        <translation>%1 wurde gescannt, bevor die Kasse gesperrt wurde. Nichts wurde geändert. Scannen Sie noch einmal.</translation>
    </message>
    <message>
        <source>This code is not from this shop.</source>
        <translation>Dieser Code ist nicht von diesem Laden.</translation>
    </message>
    <message>
        <source>No product has the code %1.</source>
        <translation>Kein Produkt hat den Code %1.</translation>
    </message>
    <message>
        <source>Open Sell to add %1.</source>
        <translation>Öffnen Sie „Verkauf“, um %1 hinzuzufügen.</translation>
    </message>
    <message>
        <source>Open Sell to open this cart.</source>
        <translation>Öffnen Sie „Verkauf“, um diesen Warenkorb zu öffnen.</translation>
    </message>
    <message>
        <source>This is the badge of %1. Open Sell or lock the till (Ctrl+L) to switch person.</source>
        <translation>Das ist der Ausweis von %1. Öffnen Sie „Verkauf“ oder sperren Sie die Kasse (Strg+L), um die Person zu wechseln.</translation>
    </message>
    <message>
        <source>Close payment to add items</source>
        <translation>Zahlung schließen, um Artikel hinzuzufügen</translation>
    </message>
    <message>
        <source>Close payment to open the order</source>
        <translation>Zahlung schließen, um die Bestellung zu öffnen</translation>
    </message>
    <message>
        <source>Close payment to switch person, or lock the till (Ctrl+L)</source>
        <translation>Zahlung schließen, um die Person zu wechseln, oder Kasse sperren (Strg+L)</translation>
    </message>
    <message>
        <source>Close payment to open the cart</source>
        <translation>Zahlung schließen, um den Warenkorb zu öffnen</translation>
    </message>
    <message>
        <source>Close payment to open the customer</source>
        <translation>Zahlung schließen, um den Kunden zu öffnen</translation>
    </message>
    <message>
        <source>Close this sheet to add items</source>
        <translation>Dieses Fenster schließen, um Artikel hinzuzufügen</translation>
    </message>
    <message>
        <source>Close this sheet to switch person, or lock the till (Ctrl+L)</source>
        <translation>Dieses Fenster schließen, um die Person zu wechseln, oder Kasse sperren (Strg+L)</translation>
    </message>
    <message>
        <source>Close this sheet to open the cart</source>
        <translation>Dieses Fenster schließen, um den Warenkorb zu öffnen</translation>
    </message>
    <message>
        <source>Close this sheet to open the customer</source>
        <translation>Dieses Fenster schließen, um den Kunden zu öffnen</translation>
    </message>
    <message>
        <source>Close this sheet to open the order</source>
        <translation>Dieses Fenster schließen, um die Bestellung zu öffnen</translation>
    </message>
</context>
<context>
    <name>ScannerTestSheet</name>
    <message>
        <source>Test my scanner</source>
        <translation>Scanner testen</translation>
    </message>
    <message>
        <source>Test code</source>
        <translation>Testcode</translation>
    </message>
    <message>
        <source>Add a prefix…</source>
        <translation>Präfix hinzufügen …</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Scan this code five times</source>
        <translation>Scannen Sie diesen Code fünfmal</translation>
    </message>
    <message>
        <source>The way you scan at the counter. Nothing is sold.</source>
        <translation>So, wie Sie an der Theke scannen. Es wird nichts verkauft.</translation>
    </message>
    <message>
        <source>Scan the code five times first</source>
        <translation>Zuerst den Code fünfmal scannen</translation>
    </message>
    <message>
        <source>Nothing was scanned yet</source>
        <translation>Noch nichts gescannt</translation>
    </message>
    <message>
        <source>That was another code</source>
        <translation>Das war ein anderer Code</translation>
    </message>
    <message>
        <source>Scan the code that is shown here.</source>
        <translation>Scannen Sie den hier gezeigten Code.</translation>
    </message>
    <message>
        <source>Its keys came up to %1 ms apart; the till listens for %2 ms at most. In the manual, set the delay between characters to none. Until then its scans count as typing.</source>
        <translation>Seine Tasten kamen mit bis zu %1 ms Abstand; die Kasse wartet höchstens %2 ms. Stellen Sie laut Anleitung die Verzögerung zwischen Zeichen auf null. Bis dahin gelten Scans als Tippen.</translation>
    </message>
    <message>
        <source>This scanner is too slow</source>
        <translation>Dieser Scanner ist zu langsam</translation>
    </message>
    <message>
        <source>“%1” came as “%2”</source>
        <translation>„%1“ kam als „%2“</translation>
    </message>
    <message>
        <source>%1. In the manual, set the scanner&apos;s keyboard language (“country”) to that of this computer. Codes of your own shop work all the same; barcodes with these characters do not.</source>
        <translation>%1. Stellen Sie laut Anleitung die Tastatursprache („Country“) des Scanners auf die dieses Computers. Eigene Codes gehen trotzdem; Barcodes mit diesen Zeichen nicht.</translation>
    </message>
    <message>
        <source>The scanner writes for another keyboard</source>
        <translation>Der Scanner schreibt für eine andere Tastatur</translation>
    </message>
    <message numerus="yes">
        <source>%n more scan(s)</source>
        <translation>
            <numerusform>noch %n Scan</numerusform>
            <numerusform>noch %n Scans</numerusform>
        </translation>
    </message>
    <message>
        <source>The longest gap between two keys was %1 ms.</source>
        <translation>Der längste Abstand zweier Tasten war %1 ms.</translation>
    </message>
    <message>
        <source>It sends %1 before every code: scans are known by that, and typing is never held back.</source>
        <translation>Er sendet %1 vor jedem Code: Daran werden Scans erkannt, und Getipptes wird nie zurückgehalten.</translation>
    </message>
    <message>
        <source>It needs %1 ms between keys. Typing by hand is held back that long; with a prefix it is not.</source>
        <translation>Er braucht %1 ms zwischen Tasten. So lange wird Getipptes zurückgehalten; mit einem Präfix nicht.</translation>
    </message>
    <message>
        <source>The longest gap was %1 ms. The till will listen for %2 ms.</source>
        <translation>Der längste Abstand war %1 ms. Die Kasse wartet künftig %2 ms.</translation>
    </message>
    <message>
        <source>A slow scanner that works</source>
        <translation>Ein langsamer Scanner, der geht</translation>
    </message>
    <message>
        <source>The scanner works well</source>
        <translation>Der Scanner arbeitet gut</translation>
    </message>
    <message>
        <source>The scanner is set.</source>
        <translation>Der Scanner ist eingestellt.</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Last scans</source>
        <translation>Letzte Scans</translation>
    </message>
</context>
<context>
    <name>SellHeader</name>
    <message>
        <source>Search or scan: name, SKU, barcode</source>
        <translation>Name, Artikelnr. oder Scan</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Geparkt</translation>
    </message>
    <message>
        <source>Custom item</source>
        <translation>Freier Artikel</translation>
    </message>
    <message>
        <source>Custom item (Ctrl+N)</source>
        <translation>Freier Artikel (Strg+N)</translation>
    </message>
    <message>
        <source>Held carts: %1</source>
        <translation>Geparkte Warenkörbe: %1</translation>
    </message>
    <message>
        <source>Held carts (F7)</source>
        <translation>Geparkte Warenkörbe (F7)</translation>
    </message>
</context>
<context>
    <name>SellScreen</name>
    <message>
        <source>No shift is open on this till. Carts can be filled and held, but not paid.</source>
        <translation>An dieser Kasse ist keine Schicht offen. Warenkörbe lassen sich füllen und parken, aber nicht bezahlen.</translation>
    </message>
    <message>
        <source>Open shift</source>
        <translation>Schicht öffnen</translation>
    </message>
</context>
<context>
    <name>SellToasts</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>SetupScreen</name>
    <message>
        <source>Set up the shop</source>
        <translation>Laden einrichten</translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation>Demo öffnen</translation>
    </message>
    <message>
        <source>Open the shop</source>
        <translation>Laden öffnen</translation>
    </message>
    <message>
        <source>Set up your shop</source>
        <translation>Richten Sie Ihren Laden ein</translation>
    </message>
    <message>
        <source>What the first sale needs. To try things out, open the demo: nothing in it is real.</source>
        <translation>Was der erste Verkauf braucht. Zum Ausprobieren öffnen Sie die Demo: Dort ist nichts echt.</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>%1 is signed in already.</source>
        <translation>%1 ist schon angemeldet.</translation>
    </message>
    <message>
        <source>Switch to %1?</source>
        <translation>Zu %1 wechseln?</translation>
    </message>
    <message>
        <source>The cart stays as it is. %1 enters the PIN next.</source>
        <translation>Der Warenkorb bleibt, wie er ist. Als Nächstes gibt %1 die PIN ein.</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Wechseln</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
</context>
<context>
    <name>ShopForm</name>
    <message>
        <source>Shop name</source>
        <translation>Name des Ladens</translation>
    </message>
    <message>
        <source>Corner Café</source>
        <translation>Eckcafé</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Land</translation>
    </message>
    <message>
        <source>Ireland</source>
        <translation>Deutschland</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Europe/Dublin</source>
        <translation>Europe/Berlin</translation>
    </message>
    <message>
        <source>Owner&apos;s name</source>
        <translation>Name des Inhabers</translation>
    </message>
    <message>
        <source>Mara Klein</source>
        <translation>Mara Klein</translation>
    </message>
    <message>
        <source>PIN, %1 digits</source>
        <translation>PIN, %1 Ziffern</translation>
    </message>
    <message>
        <source>PIN again</source>
        <translation>PIN wiederholen</translation>
    </message>
    <message>
        <source>Till 1</source>
        <translation>Kasse 1</translation>
    </message>
    <message>
        <source>No tax</source>
        <translation>Keine Steuer</translation>
    </message>
    <message>
        <source>Give the shop a name.</source>
        <translation>Geben Sie dem Laden einen Namen.</translation>
    </message>
    <message>
        <source>Choose a country of the list.</source>
        <translation>Wählen Sie ein Land der Liste.</translation>
    </message>
    <message>
        <source>Three letters, like EUR.</source>
        <translation>Drei Buchstaben, wie EUR.</translation>
    </message>
    <message>
        <source>Choose a zone of the list.</source>
        <translation>Wählen Sie eine Zone der Liste.</translation>
    </message>
    <message>
        <source>Give the owner&apos;s name.</source>
        <translation>Geben Sie den Namen des Inhabers an.</translation>
    </message>
    <message>
        <source>A PIN has %1 digits.</source>
        <translation>Eine PIN hat %1 Ziffern.</translation>
    </message>
    <message>
        <source>The two PINs differ.</source>
        <translation>Die beiden PINs sind verschieden.</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>All keys of this screen</source>
        <translation>Alle Tasten dieser Ansicht</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Sell, Orders, Customers, Reports</source>
        <translation>Verkauf, Bestellungen, Kunden, Berichte</translation>
    </message>
    <message>
        <source>Go to a screen, order, customer or product</source>
        <translation>Zu Ansicht, Bestellung, Kunde oder Produkt gehen</translation>
    </message>
    <message>
        <source>Lock, switch person</source>
        <translation>Sperren, Person wechseln</translation>
    </message>
    <message>
        <source>Close the sheet, the search, the detail</source>
        <translation>Fenster, Suche, Detail schließen</translation>
    </message>
    <message>
        <source>Print the last receipt again</source>
        <translation>Letzten Bon erneut drucken</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Move in the list</source>
        <translation>In der Liste bewegen</translation>
    </message>
    <message>
        <source>A page up, a page down</source>
        <translation>Eine Seite hoch, eine Seite runter</translation>
    </message>
    <message>
        <source>First row, last row</source>
        <translation>Erste Zeile, letzte Zeile</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Add the first match</source>
        <translation>Ersten Treffer hinzufügen</translation>
    </message>
    <message>
        <source>From the search to the products</source>
        <translation>Von der Suche zu den Artikeln</translation>
    </message>
    <message>
        <source>Line before, line after</source>
        <translation>Vorige, nächste Position</translation>
    </message>
    <message>
        <source>One more, one less</source>
        <translation>Eins mehr, eins weniger</translation>
    </message>
    <message>
        <source>Three of what comes next</source>
        <translation>Drei vom Nächsten</translation>
    </message>
    <message>
        <source>Category before, category after</source>
        <translation>Vorige, nächste Kategorie</translation>
    </message>
    <message>
        <source>Favourite: add, or take out</source>
        <translation>Favorit: hinzufügen oder entfernen</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Discount on the line, with Shift on the cart</source>
        <translation>Rabatt auf die Position, mit Umschalt auf den Warenkorb</translation>
    </message>
    <message>
        <source>Hold the cart</source>
        <translation>Warenkorb parken</translation>
    </message>
    <message>
        <source>Held carts</source>
        <translation>Geparkte Warenkörbe</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Menge</translation>
    </message>
    <message>
        <source>Remove the line</source>
        <translation>Position entfernen</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Letzte Änderung rückgängig</translation>
    </message>
    <message>
        <source>Custom item</source>
        <translation>Freier Artikel</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Bar</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>QR code</source>
        <translation>QR-Code</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>Kassieren</translation>
    </message>
    <message>
        <source>Take payment, or hand over</source>
        <translation>Kassieren oder übergeben</translation>
    </message>
    <message>
        <source>Refund the order that is shown</source>
        <translation>Gezeigte Bestellung erstatten</translation>
    </message>
    <message>
        <source>Export the list to a file</source>
        <translation>Liste in eine Datei exportieren</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>Neuer Kunde</translation>
    </message>
    <message>
        <source>Start a cart for the customer</source>
        <translation>Neuer Warenkorb für den Kunden</translation>
    </message>
    <message>
        <source>Save what was typed</source>
        <translation>Eingaben speichern</translation>
    </message>
    <message>
        <source>Split payment</source>
        <translation>Zahlung aufteilen</translation>
    </message>
    <message>
        <source>Other tender</source>
        <translation>Anderes Zahlungsmittel</translation>
    </message>
    <message>
        <source>In Other: the tender before, the one after</source>
        <translation>Unter „Sonstiges“: voriges, nächstes Zahlungsmittel</translation>
    </message>
    <message>
        <source>Cash: the amount received</source>
        <translation>Bar: der gegebene Betrag</translation>
    </message>
    <message>
        <source>Cash: take back the last digit</source>
        <translation>Bar: letzte Ziffer zurücknehmen</translation>
    </message>
    <message>
        <source>Cash: the exact amount</source>
        <translation>Bar: der genaue Betrag</translation>
    </message>
    <message>
        <source>The next step: take cash, book, try again</source>
        <translation>Der nächste Schritt: kassieren, buchen, erneut versuchen</translation>
    </message>
    <message>
        <source>Cancel on the reader first, then close</source>
        <translation>Erst am Kartenleser abbrechen, dann schließen</translation>
    </message>
    <message>
        <source>The PIN</source>
        <translation>Die PIN</translation>
    </message>
    <message>
        <source>Take back the last digit</source>
        <translation>Letzte Ziffer zurücknehmen</translation>
    </message>
    <message>
        <source>Another person</source>
        <translation>Eine andere Person</translation>
    </message>
    <message>
        <source>To the people and the buttons</source>
        <translation>Zu den Personen und den Tasten</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
</context>
<context>
    <name>SignInScreen</name>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Forgot PIN? Ask a manager</source>
        <translation>PIN vergessen? Leitung fragen</translation>
    </message>
    <message>
        <source>Ask a manager to end the wait</source>
        <translation>Die Leitung kann die Wartezeit beenden</translation>
    </message>
    <message>
        <source>Owner sign-in</source>
        <translation>Anmeldung des Inhabers</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Choose your name first</source>
        <translation>Zuerst den Namen wählen</translation>
    </message>
    <message>
        <source>Not a staff badge</source>
        <translation>Kein Mitarbeiterausweis</translation>
    </message>
    <message>
        <source>Who is at the till?</source>
        <translation>Wer ist an der Kasse?</translation>
    </message>
    <message>
        <source>or scan your badge</source>
        <translation>oder Ausweis scannen</translation>
    </message>
</context>
<context>
    <name>Skeleton</name>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Still loading. You can wait or try again.</source>
        <translation>Wird noch geladen. Warten Sie oder versuchen Sie es erneut.</translation>
    </message>
</context>
<context>
    <name>SoldOutSheet</name>
    <message>
        <source>%1 is sold out. If you have one here after all, sell it: the stock count goes below zero.</source>
        <translation>%1 ist ausverkauft. Liegt es trotzdem hier, verkaufen Sie es: Der Bestand geht dann unter null.</translation>
    </message>
    <message>
        <source>Sell anyway?</source>
        <translation>Trotzdem verkaufen?</translation>
    </message>
    <message>
        <source>Sell anyway</source>
        <translation>Trotzdem verkaufen</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Nicht verkaufen</translation>
    </message>
</context>
<context>
    <name>SplitPanel</name>
    <message>
        <source>%1 equal parts</source>
        <translation>%1 gleiche Teile</translation>
    </message>
    <message>
        <source>By amount</source>
        <translation>Nach Betrag</translation>
    </message>
    <message>
        <source>By line</source>
        <translation>Nach Positionen</translation>
    </message>
    <message>
        <source>Undo the split</source>
        <translation>Aufteilung aufheben</translation>
    </message>
    <message>
        <source>Paid %1 of %2</source>
        <translation>%1 von %2 bezahlt</translation>
    </message>
    <message>
        <source>%1 parts to pay</source>
        <translation>%1 Teile zu zahlen</translation>
    </message>
    <message>
        <source>Pay the first part</source>
        <translation>Ersten Teil kassieren</translation>
    </message>
    <message>
        <source>Say first how to split</source>
        <translation>Zuerst die Aufteilung wählen</translation>
    </message>
    <message>
        <source>Pay part %1 · %2</source>
        <translation>Teil %1 kassieren · %2</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Opening the shop…</source>
        <translation>Laden wird geöffnet …</translation>
    </message>
    <message>
        <source>The shop could not be opened</source>
        <translation>Der Laden konnte nicht geöffnet werden</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Not known yet</source>
        <translation>Noch unbekannt</translation>
    </message>
    <message>
        <source>Still unknown</source>
        <translation>Weiter unbekannt</translation>
    </message>
    <message>
        <source>Not charged</source>
        <translation>Nicht abgebucht</translation>
    </message>
    <message>
        <source>Authorised</source>
        <translation>Autorisiert</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Not running, restarting</source>
        <translation>Läuft nicht, startet neu</translation>
    </message>
    <message>
        <source>Port in use by another program</source>
        <translation>Port von anderem Programm belegt</translation>
    </message>
    <message>
        <source>%1 offline</source>
        <translation>%1 offline</translation>
    </message>
    <message>
        <source>Check its power and network. Cash works, and so do other readers.</source>
        <translation>Prüfen Sie Strom und Netzwerk. Bar geht, andere Kartenleser auch.</translation>
    </message>
    <message>
        <source>Check its power and network. Cash and QR codes work; cards wait.</source>
        <translation>Prüfen Sie Strom und Netzwerk. Bar und QR-Code gehen; Karten warten.</translation>
    </message>
    <message>
        <source>%1 ready</source>
        <translation>%1 bereit</translation>
    </message>
    <message>
        <source>Check its power, paper and cover. Sales go on; choose Reprint once it prints again.</source>
        <translation>Prüfen Sie Strom, Papier und Deckel. Verkaufen geht weiter; wählen Sie „Erneut drucken“, sobald er wieder druckt.</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>No mail server is set up, so mails to customers wait.</source>
        <translation>Kein Mailserver eingerichtet, E-Mails an Kunden warten.</translation>
    </message>
    <message numerus="yes">
        <source>%n to check</source>
        <translation>
            <numerusform>%n zu prüfen</numerusform>
            <numerusform>%n zu prüfen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Whether these were charged is not known yet. Press to see them.</source>
        <translation>Ob abgebucht wurde, ist noch nicht bekannt. Drücken, um sie zu sehen.</translation>
    </message>
    <message>
        <source>%1 min ahead</source>
        <translation>%1 Min. vor</translation>
    </message>
    <message>
        <source>%1 min behind</source>
        <translation>%1 Min. nach</translation>
    </message>
    <message>
        <source>Sales stand on the wrong time of day. Set the clock of this computer.</source>
        <translation>Verkäufe stehen unter der falschen Uhrzeit. Stellen Sie die Uhr dieses Computers.</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Part paid</source>
        <translation>Teilbezahlt</translation>
    </message>
    <message>
        <source>Paper low</source>
        <translation>Papier knapp</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Erstattet</translation>
    </message>
    <message>
        <source>Part refunded</source>
        <translation>Teilerstattet</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>Not set up</source>
        <translation>Nicht eingerichtet</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Storniert</translation>
    </message>
    <message>
        <source>Test mode</source>
        <translation>Testmodus</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Kartenleser</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Drucker</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Mail</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>Zahlungen</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>No shift</source>
        <translation>Keine Schicht</translation>
    </message>
    <message>
        <source>Shift open %1 · %2</source>
        <translation>Schicht offen %1 · %2</translation>
    </message>
    <message>
        <source>Shift open %1</source>
        <translation>Schicht offen %1</translation>
    </message>
</context>
<context>
    <name>StepRow</name>
    <message>
        <source>Sent to reader</source>
        <translation>An Kartenleser gesendet</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Approving</source>
        <translation>Genehmigung</translation>
    </message>
    <message>
        <source>Step %1 of 3: %2</source>
        <translation>Schritt %1 von 3: %2</translation>
    </message>
</context>
<context>
    <name>StepsRow</name>
    <message>
        <source>%1 of %2 scans</source>
        <translation>%1 von %2 Scans</translation>
    </message>
</context>
<context>
    <name>SumDetail</name>
    <message>
        <source>Payments behind this sum</source>
        <translation>Zahlungen hinter dieser Summe</translation>
    </message>
    <message>
        <source>At Stripe</source>
        <translation>Bei Stripe</translation>
    </message>
    <message>
        <source>In the drawers</source>
        <translation>In den Kassenladen</translation>
    </message>
    <message>
        <source>In orders</source>
        <translation>In Bestellungen</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>Booked since the comparison, not counted yet: %1</source>
        <translation>Seit dem Abgleich gebucht, noch nicht gezählt: %1</translation>
    </message>
    <message>
        <source>Enter or a double click opens the order.</source>
        <translation>Eingabetaste oder Doppelklick öffnet die Bestellung.</translation>
    </message>
    <message>
        <source>No payments.</source>
        <translation>Keine Zahlungen.</translation>
    </message>
</context>
<context>
    <name>TenderButton</name>
    <message>
        <source>%1, chosen</source>
        <translation>%1, gewählt</translation>
    </message>
</context>
<context>
    <name>TenderColumn</name>
    <message>
        <source>To pay</source>
        <translation>Zu zahlen</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Bar</translation>
    </message>
    <message>
        <source>QR code</source>
        <translation>QR-Code</translation>
    </message>
    <message>
        <source>Split payment</source>
        <translation>Zahlung aufteilen</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Sonstiges</translation>
    </message>
    <message>
        <source>Rounded to %1 for cash</source>
        <translation>Für Bar auf %1 gerundet</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Cancel the card first</source>
        <translation>Zuerst die Karte abbrechen</translation>
    </message>
    <message>
        <source>Approving the card</source>
        <translation>Karte wird genehmigt</translation>
    </message>
    <message>
        <source>Checking the card</source>
        <translation>Karte wird geprüft</translation>
    </message>
    <message>
        <source>Cancel the code first</source>
        <translation>Zuerst den Code schließen</translation>
    </message>
    <message>
        <source>Customer is paying</source>
        <translation>Der Kunde bezahlt gerade</translation>
    </message>
    <message>
        <source>Checking the code</source>
        <translation>Code wird geprüft</translation>
    </message>
</context>
<context>
    <name>TileDelegate</name>
    <message>
        <source>Sold out</source>
        <translation>Ausverkauft</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
</context>
<context>
    <name>TileGrid</name>
    <message>
        <source>Products</source>
        <translation>Produkte</translation>
    </message>
</context>
<context>
    <name>TileModel</name>
    <message>
        <source>sold out</source>
        <translation>ausverkauft</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>%1 in cart</source>
        <translation>%1 im Warenkorb</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
</context>
<context>
    <name>TotalsPanel</name>
    <message>
        <source>Subtotal</source>
        <translation>Zwischensumme</translation>
    </message>
    <message>
        <source>Discounts</source>
        <translation>Rabatte</translation>
    </message>
    <message>
        <source>tax</source>
        <translation>Steuer</translation>
    </message>
    <message>
        <source>Includes %1</source>
        <translation>Inkl. %1</translation>
    </message>
    <message>
        <source>Plus %1</source>
        <translation>Zzgl. %1</translation>
    </message>
    <message>
        <source>Sold tax-free</source>
        <translation>Steuerfrei verkauft</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>%1. Do not refund again.</source>
        <translation>%1. Nicht noch einmal erstatten.</translation>
    </message>
    <message>
        <source>%1: %2. Look at it in Stripe before you give cash.</source>
        <translation>%1: %2. Sehen Sie bei Stripe nach, bevor Sie Bargeld geben.</translation>
    </message>
    <message>
        <source>%1: %2. Nothing was given back.</source>
        <translation>%1: %2. Es wurde nichts zurückgegeben.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Give cash</source>
        <translation>Bar geben</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Refund of %1 failed</source>
        <translation>Erstattung von %1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>Refund of %1 is on its way</source>
        <translation>Erstattung von %1 ist unterwegs</translation>
    </message>
    <message>
        <source>Refund of %1 is being checked</source>
        <translation>Erstattung von %1 wird geprüft</translation>
    </message>
</context>
<context>
    <name>UnfinishedSheet</name>
    <message>
        <source>Payments to check</source>
        <translation>Zu prüfende Zahlungen</translation>
    </message>
    <message>
        <source>Every payment has its end</source>
        <translation>Jede Zahlung ist geklärt</translation>
    </message>
    <message>
        <source>Nothing is open between this shop and Stripe.</source>
        <translation>Zwischen diesem Laden und Stripe ist nichts offen.</translation>
    </message>
    <message>
        <source>We cannot tell yet whether these were charged. Do not charge their orders again. Aurora Desk asks Stripe every minute; you can ask now.</source>
        <translation>Es steht noch nicht fest, ob abgebucht wurde. Kassieren Sie diese Bestellungen nicht noch einmal. Aurora Desk fragt Stripe jede Minute; Sie können jetzt fragen.</translation>
    </message>
    <message>
        <source>Every payment in this list is settled now.</source>
        <translation>Jede Zahlung dieser Liste ist jetzt geklärt.</translation>
    </message>
    <message>
        <source>Show order</source>
        <translation>Bestellung zeigen</translation>
    </message>
    <message>
        <source>Check all</source>
        <translation>Alle prüfen</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Nothing is left to check here</source>
        <translation>Hier ist nichts mehr zu prüfen</translation>
    </message>
    <message>
        <source>Asking Stripe…</source>
        <translation>Stripe wird gefragt …</translation>
    </message>
    <message>
        <source>Order %1 is paid.</source>
        <translation>Bestellung %1 ist bezahlt.</translation>
    </message>
    <message>
        <source>Order %1: nothing was charged, and nothing will be. It can be paid again.</source>
        <translation>Bestellung %1: Es wurde und wird nichts abgebucht. Sie kann wieder bezahlt werden.</translation>
    </message>
    <message>
        <source>Order %1: still not known. Do not charge it again. Aurora Desk goes on asking.</source>
        <translation>Bestellung %1: weiter unbekannt. Nicht noch einmal kassieren. Aurora Desk fragt weiter nach.</translation>
    </message>
</context>
<context>
    <name>UnknownCodeSheet</name>
    <message>
        <source>Unknown code</source>
        <translation>Unbekannter Code</translation>
    </message>
    <message>
        <source>No product has the code %1.</source>
        <translation>Kein Produkt hat den Code %1.</translation>
    </message>
    <message>
        <source>Nothing was added. Search for the product by its name, or create it with this code.</source>
        <translation>Es wurde nichts hinzugefügt. Suchen Sie das Produkt nach seinem Namen, oder legen Sie es mit diesem Code an.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Create product</source>
        <translation>Produkt anlegen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
</context>
<context>
    <name>UnsavedBar</name>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Nicht gespeicherte Änderungen</translation>
    </message>
</context>
<context>
    <name>VariantSheet</name>
    <message>
        <source>Choose a %1</source>
        <translation>%1 wählen</translation>
    </message>
    <message>
        <source>Not available</source>
        <translation>Nicht verfügbar</translation>
    </message>
    <message>
        <source>This combination is not made.</source>
        <translation>Diese Kombination gibt es nicht.</translation>
    </message>
    <message>
        <source>Add for %1</source>
        <translation>Für %1 hinzufügen</translation>
    </message>
    <message>
        <source>Not in %1</source>
        <translation>Nicht in %1</translation>
    </message>
    <message>
        <source>Sold out</source>
        <translation>Ausverkauft</translation>
    </message>
    <message>
        <source>None is left by the count.</source>
        <translation>Laut Bestand ist keiner übrig.</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
</context>
<context>
    <name>VisitDelegate</name>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n Artikel</numerusform>
            <numerusform>%n Artikel</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Visits</name>
    <message>
        <source>Orders of this customer</source>
        <translation>Bestellungen dieses Kunden</translation>
    </message>
</context>
<context>
    <name>VoidSheet</name>
    <message>
        <source>Void order %1?</source>
        <translation>Bestellung %1 stornieren?</translation>
    </message>
    <message>
        <source>Nothing was paid. The order is cancelled and its goods go back to stock.</source>
        <translation>Es wurde nichts bezahlt. Die Bestellung wird storniert, die Ware geht zurück in den Bestand.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>In a few words</source>
        <translation>In wenigen Worten</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Void %1</source>
        <translation>%1 stornieren</translation>
    </message>
    <message>
        <source>Rung up by mistake</source>
        <translation>Irrtümlich erfasst</translation>
    </message>
    <message>
        <source>Ordered twice</source>
        <translation>Doppelt bestellt</translation>
    </message>
    <message>
        <source>No longer wanted</source>
        <translation>Nicht mehr gewünscht</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>Anderer …</translation>
    </message>
    <message>
        <source>Choose a reason. It stays with the order.</source>
        <translation>Wählen Sie einen Grund. Er bleibt bei der Bestellung.</translation>
    </message>
</context>
<context>
    <name>WaitingRing</name>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
</context>
<context>
    <name>WayOut</name>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>WeightSheet</name>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Kilograms</source>
        <translation>Kilogramm</translation>
    </message>
    <message>
        <source>Grams</source>
        <translation>Gramm</translation>
    </message>
    <message>
        <source>Weight in kg</source>
        <translation>Gewicht in kg</translation>
    </message>
    <message>
        <source>Weight in g</source>
        <translation>Gewicht in g</translation>
    </message>
    <message>
        <source>%1 per kg</source>
        <translation>%1 je kg</translation>
    </message>
    <message>
        <source>Add for %1</source>
        <translation>Für %1 hinzufügen</translation>
    </message>
    <message>
        <source>Type the weight first.</source>
        <translation>Geben Sie zuerst das Gewicht ein.</translation>
    </message>
</context>
<context>
    <name>WhenceChips</name>
    <message>
        <source>Not collected yet</source>
        <translation>Noch nicht abgeholt</translation>
    </message>
    <message>
        <source>Brought back</source>
        <translation>Zurückgebracht</translation>
    </message>
    <message>
        <source>%1 of %2 brought back</source>
        <translation>%1 von %2 zurückgebracht</translation>
    </message>
</context>
<context>
    <name>WordsSheet</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>_ProgressLine</name>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>A PIN has {digits} digits.</source>
        <translation>Eine PIN hat {digits} Ziffern.</translation>
    </message>
    <message>
        <source>A barcode has at most {most} characters.</source>
        <translation>Ein Barcode hat höchstens {most} Zeichen.</translation>
    </message>
    <message>
        <source>A discount is between 0 and 100 %, or an amount of at most the line.</source>
        <translation>Ein Rabatt liegt zwischen 0 und 100 % oder ist höchstens der Betrag der Position.</translation>
    </message>
    <message>
        <source>A letter goes to one complete address. Nothing was sent. Check the address.</source>
        <translation>Eine E-Mail geht an genau eine vollständige Adresse. Es wurde nichts gesendet. Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>A line can hold at most 9,999.</source>
        <translation>Eine Position fasst höchstens 9.999.</translation>
    </message>
    <message>
        <source>A live Stripe key is only ever sent to https://api.stripe.com. Remove the other address.</source>
        <translation>Ein Live-Schlüssel von Stripe geht nur an https://api.stripe.com. Entfernen Sie die andere Adresse.</translation>
    </message>
    <message>
        <source>A mail was asked for just now. Wait {seconds} seconds.</source>
        <translation>Gerade wurde eine E-Mail angefordert. Warten Sie {seconds} Sekunden.</translation>
    </message>
    <message>
        <source>A manager or the owner has to approve this at the till. Nothing was changed. Ask one of them.</source>
        <translation>Leitung oder Inhaber muss das an der Kasse freigeben. Es wurde nichts geändert. Fragen Sie eine dieser Personen.</translation>
    </message>
    <message>
        <source>A merge can be taken back for 30 days. Nothing was changed.</source>
        <translation>Eine Zusammenführung lässt sich 30 Tage lang zurücknehmen. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>A name has at most {most} characters.</source>
        <translation>Ein Name hat höchstens {most} Zeichen.</translation>
    </message>
    <message>
        <source>A note has at most {most} characters.</source>
        <translation>Eine Notiz hat höchstens {most} Zeichen.</translation>
    </message>
    <message>
        <source>A payment is more than nothing. Nothing was charged.</source>
        <translation>Eine Zahlung ist mehr als null. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>A payment is on this reader just now. Nothing was changed. Wait until it has ended.</source>
        <translation>Auf diesem Kartenleser läuft gerade eine Zahlung. Es wurde nichts geändert. Warten Sie, bis sie beendet ist.</translation>
    </message>
    <message>
        <source>A payment is refunded once at a time.</source>
        <translation>Eine Zahlung wird immer nur einmal zugleich erstattet.</translation>
    </message>
    <message>
        <source>A phone number has at most {most} characters.</source>
        <translation>Eine Telefonnummer hat höchstens {most} Zeichen.</translation>
    </message>
    <message>
        <source>A price can&apos;t be below zero.</source>
        <translation>Ein Preis kann nicht unter null liegen.</translation>
    </message>
    <message>
        <source>A price list has a name of 1 to {most} characters.</source>
        <translation>Eine Preisliste hat einen Namen von 1 bis {most} Zeichen.</translation>
    </message>
    <message>
        <source>A price list has at most {most} prices.</source>
        <translation>Eine Preisliste hat höchstens {most} Preise.</translation>
    </message>
    <message>
        <source>A price on a list can&apos;t be below zero.</source>
        <translation>Ein Preis einer Liste kann nicht unter null liegen.</translation>
    </message>
    <message>
        <source>A product&apos;s name has at most {most} characters.</source>
        <translation>Der Name eines Produkts hat höchstens {most} Zeichen.</translation>
    </message>
    <message>
        <source>A reader&apos;s name has 1 to {most} characters.</source>
        <translation>Der Name eines Kartenlesers hat 1 bis {most} Zeichen.</translation>
    </message>
    <message>
        <source>A reason has at most {most} characters.</source>
        <translation>Ein Grund hat höchstens {most} Zeichen.</translation>
    </message>
    <message>
        <source>A reference has at most {most} plain characters.</source>
        <translation>Eine Referenz hat höchstens {most} einfache Zeichen.</translation>
    </message>
    <message>
        <source>A refund counts as done here, and at Stripe it failed or does not exist.</source>
        <translation>Eine Erstattung gilt hier als erledigt, bei Stripe ist sie fehlgeschlagen oder unbekannt.</translation>
    </message>
    <message>
        <source>A refund has another amount here than at Stripe.</source>
        <translation>Eine Erstattung hat hier einen anderen Betrag als bei Stripe.</translation>
    </message>
    <message>
        <source>A sessionID has 1 to {most} visible characters.</source>
        <translation>Eine sessionID hat 1 bis {most} sichtbare Zeichen.</translation>
    </message>
    <message>
        <source>A shift is open on this till already. Nothing was changed. Go on selling.</source>
        <translation>An dieser Kasse ist schon eine Schicht offen. Es wurde nichts geändert. Verkaufen Sie weiter.</translation>
    </message>
    <message>
        <source>A shop has at most {most} tenders of its own. Take one away first.</source>
        <translation>Ein Laden hat höchstens {most} eigene Zahlungsmittel. Entfernen Sie zuerst eines.</translation>
    </message>
    <message>
        <source>A slip number has at most {most} plain characters.</source>
        <translation>Eine Belegnummer hat höchstens {most} einfache Zeichen.</translation>
    </message>
    <message>
        <source>A tip goes back only with all that is left of its payment.</source>
        <translation>Trinkgeld geht nur mit dem ganzen Rest seiner Zahlung zurück.</translation>
    </message>
    <message>
        <source>A {what}&apos;s name has up to 63 letters, digits and underscores and begins with no digit.</source>
        <translation>Der Name ({what}) hat bis zu 63 Buchstaben, Ziffern und Unterstriche und beginnt nicht mit einer Ziffer.</translation>
    </message>
    <message>
        <source>AID</source>
        <translation>AID</translation>
    </message>
    <message>
        <source>ARC</source>
        <translation>ARC</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Adding a product needs a manager.</source>
        <translation>Ein Produkt anzulegen braucht die Leitung.</translation>
    </message>
    <message>
        <source>Amount differs</source>
        <translation>Betrag weicht ab</translation>
    </message>
    <message>
        <source>An Interac card is refunded at a reader. Nothing was refunded. Choose a reader.</source>
        <translation>Eine Interac-Karte wird an einem Kartenleser erstattet. Es wurde nichts erstattet. Wählen Sie einen Kartenleser.</translation>
    </message>
    <message>
        <source>An account with this email exists already. Nothing was saved.</source>
        <translation>Ein Konto mit dieser E-Mail gibt es schon. Es wurde nichts gespeichert.</translation>
    </message>
    <message>
        <source>An email address has at most {most} characters.</source>
        <translation>Eine E-Mail-Adresse hat höchstens {most} Zeichen.</translation>
    </message>
    <message>
        <source>An order has at most {most} items.</source>
        <translation>Eine Bestellung hat höchstens {most} Artikel.</translation>
    </message>
    <message>
        <source>An order needs at least one item.</source>
        <translation>Eine Bestellung braucht mindestens einen Artikel.</translation>
    </message>
    <message>
        <source>Another cart is open here than the one on screen. The last change was not made, and nothing else has changed. Look at the cart and do it once more.</source>
        <translation>Hier ist ein anderer Warenkorb offen als der auf dem Bildschirm. Die letzte Änderung wurde nicht gemacht, und sonst hat sich nichts geändert. Sehen Sie sich den Warenkorb an und machen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>Another customer has this email address. Nothing was saved. Open that customer.</source>
        <translation>Ein anderer Kunde hat diese E-Mail-Adresse. Es wurde nichts gespeichert. Öffnen Sie diesen Kunden.</translation>
    </message>
    <message>
        <source>Another owner signs in with this address. Give each one of their own.</source>
        <translation>Ein anderer Inhaber meldet sich mit dieser Adresse an. Geben Sie jedem eine eigene.</translation>
    </message>
    <message>
        <source>Another payment is using this reader. Nothing was charged. Wait, or use another reader.</source>
        <translation>Eine andere Zahlung nutzt diesen Kartenleser. Es wurde nichts abgebucht. Warten Sie oder nehmen Sie einen anderen Kartenleser.</translation>
    </message>
    <message>
        <source>Another shop of this store uses this reader. Nothing was changed.</source>
        <translation>Ein anderer Laden nutzt diesen Kartenleser. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Answer in Stripe&apos;s Dashboard before its deadline. Do not refund it here as well.</source>
        <translation>Antworten Sie im Stripe-Dashboard vor Ablauf der Frist. Erstatten Sie nicht zusätzlich hier.</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Approving. Do not cancel.</source>
        <translation>Wird genehmigt. Nicht abbrechen.</translation>
    </message>
    <message>
        <source>Ask the customer to hold the card to the reader</source>
        <translation>Bitten Sie den Kunden, die Karte an den Kartenleser zu halten</translation>
    </message>
    <message>
        <source>Ask the customer to insert the card and enter the PIN. The try before was not charged: {why}.</source>
        <translation>Bitten Sie den Kunden, die Karte einzustecken und die PIN einzugeben. Beim Versuch davor wurde nichts abgebucht: {why}.</translation>
    </message>
    <message>
        <source>Ask the customer to tap, insert or swipe</source>
        <translation>Bitten Sie den Kunden, die Karte vorzuhalten, einzustecken oder durchzuziehen</translation>
    </message>
    <message>
        <source>Ask the customer to try another card. The one before was not charged: {why}.</source>
        <translation>Bitten Sie den Kunden um eine andere Karte. Von der Karte davor wurde nichts abgebucht: {why}.</translation>
    </message>
    <message>
        <source>At most {most} characters.</source>
        <translation>Höchstens {most} Zeichen.</translation>
    </message>
    <message>
        <source>Authorisation</source>
        <translation>Autorisierung</translation>
    </message>
    <message>
        <source>Bank transfer, {reference}</source>
        <translation>Überweisung, {reference}</translation>
    </message>
    <message>
        <source>Book the refund, so that the order and the reports count it.</source>
        <translation>Buchen Sie die Erstattung, damit Bestellung und Berichte sie zählen.</translation>
    </message>
    <message>
        <source>Cancelled before the reader had it. Nothing was charged.</source>
        <translation>Abgebrochen, bevor der Kartenleser sie hatte. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was charged.</source>
        <translation>Abgebrochen. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>Capture the payment before the hold ends.</source>
        <translation>Nehmen Sie die Zahlung ein, bevor die Reservierung endet.</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Card declined: {why}. Nothing was charged.</source>
        <translation>Karte abgelehnt: {why}. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>Card payments are not set up. Nothing was charged. Take cash, or give a Stripe key.</source>
        <translation>Kartenzahlung ist nicht eingerichtet. Es wurde nichts abgebucht. Kassieren Sie bar oder geben Sie einen Stripe-Schlüssel an.</translation>
    </message>
    <message>
        <source>Card, other machine, slip {slip}</source>
        <translation>Karte, anderes Gerät, Beleg {slip}</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Bar</translation>
    </message>
    <message>
        <source>Cash is given back at a till. Nothing was refunded.</source>
        <translation>Bargeld wird an einer Kasse zurückgegeben. Es wurde nichts erstattet.</translation>
    </message>
    <message>
        <source>Changing a setting of the shop needs a manager. Nothing was changed.</source>
        <translation>Eine Einstellung des Ladens zu ändern braucht die Leitung. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Charge without a payment</source>
        <translation>Abbuchung ohne Zahlung</translation>
    </message>
    <message>
        <source>Charged after all</source>
        <translation>Doch abgebucht</translation>
    </message>
    <message>
        <source>Choose a reason. It stays with the refund.</source>
        <translation>Wählen Sie einen Grund. Er bleibt bei der Erstattung.</translation>
    </message>
    <message>
        <source>Choose one of its variants.</source>
        <translation>Wählen Sie eine der Varianten.</translation>
    </message>
    <message>
        <source>Choose the country that the shop is in.</source>
        <translation>Wählen Sie das Land, in dem der Laden ist.</translation>
    </message>
    <message>
        <source>Choose the currency that the shop sells in, for example USD.</source>
        <translation>Wählen Sie die Währung des Ladens, zum Beispiel EUR.</translation>
    </message>
    <message>
        <source>Choose the time zone that the shop is in.</source>
        <translation>Wählen Sie die Zeitzone des Ladens.</translation>
    </message>
    <message>
        <source>Choose what the customer takes. Nothing was handed over.</source>
        <translation>Wählen Sie, was der Kunde mitnimmt. Es wurde nichts übergeben.</translation>
    </message>
    <message>
        <source>Codes of this form are made by the shop itself. Scan the code on the goods.</source>
        <translation>Codes dieser Form macht der Laden selbst. Scannen Sie den Code auf der Ware.</translation>
    </message>
    <message>
        <source>Compare both with the receipt, put it right with the customer, and say how.</source>
        <translation>Vergleichen Sie beide mit dem Bon, klären Sie es mit dem Kunden und notieren Sie, wie.</translation>
    </message>
    <message>
        <source>Cryptogram</source>
        <translation>Kryptogramm</translation>
    </message>
    <message>
        <source>Demo PINs: {pins}</source>
        <translation>PINs der Demo: {pins}</translation>
    </message>
    <message>
        <source>Discounts need a manager.</source>
        <translation>Rabatte brauchen die Leitung.</translation>
    </message>
    <message>
        <source>Discounts over {percent} % need a manager.</source>
        <translation>Rabatte über {percent} % brauchen die Leitung.</translation>
    </message>
    <message>
        <source>Disputed</source>
        <translation>Angefochten</translation>
    </message>
    <message>
        <source>Email or password is not right. 1 try left. Check both, or sign in with your PIN.</source>
        <translation>E-Mail oder Passwort stimmt nicht. Noch 1 Versuch. Prüfen Sie beides, oder melden Sie sich mit Ihrer PIN an.</translation>
    </message>
    <message>
        <source>Email or password is not right. {tries} tries left. Check both, or sign in with your PIN.</source>
        <translation>E-Mail oder Passwort stimmt nicht. Noch {tries} Versuche. Prüfen Sie beides, oder melden Sie sich mit Ihrer PIN an.</translation>
    </message>
    <message>
        <source>Enter the amount that is given back.</source>
        <translation>Geben Sie den Betrag ein, der zurückgegeben wird.</translation>
    </message>
    <message>
        <source>Enter the amount that the customer gave.</source>
        <translation>Geben Sie den Betrag ein, den der Kunde gegeben hat.</translation>
    </message>
    <message>
        <source>Enter the number on the slip. Nothing was booked.</source>
        <translation>Geben Sie die Nummer auf dem Beleg ein. Es wurde nichts gebucht.</translation>
    </message>
    <message>
        <source>Enter the reference. Nothing was booked.</source>
        <translation>Geben Sie die Referenz ein. Es wurde nichts gebucht.</translation>
    </message>
    <message>
        <source>Erasing a customer needs a manager.</source>
        <translation>Einen Kunden zu löschen braucht die Leitung.</translation>
    </message>
    <message>
        <source>Every account has a field {name} already. Choose another name.</source>
        <translation>Jedes Konto hat schon ein Feld {name}. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Everything of this order was refunded. Nothing is left to hand over.</source>
        <translation>Diese Bestellung wurde ganz erstattet. Es ist nichts mehr zu übergeben.</translation>
    </message>
    <message>
        <source>Exporting a customer&apos;s data needs a manager.</source>
        <translation>Kundendaten zu exportieren braucht die Leitung.</translation>
    </message>
    <message>
        <source>Give a name or an email address.</source>
        <translation>Geben Sie einen Namen oder eine E-Mail-Adresse an.</translation>
    </message>
    <message>
        <source>Give either items or a sessionID.</source>
        <translation>Geben Sie entweder items oder eine sessionID an.</translation>
    </message>
    <message>
        <source>Give the item a name.</source>
        <translation>Geben Sie dem Artikel einen Namen.</translation>
    </message>
    <message>
        <source>Give the money back in another way, and say how.</source>
        <translation>Geben Sie das Geld auf anderem Weg zurück und notieren Sie, wie.</translation>
    </message>
    <message>
        <source>Give the owner&apos;s name.</source>
        <translation>Geben Sie den Namen des Inhabers an.</translation>
    </message>
    <message>
        <source>Give the person&apos;s name.</source>
        <translation>Geben Sie den Namen der Person an.</translation>
    </message>
    <message>
        <source>Give the product a name.</source>
        <translation>Geben Sie dem Produkt einen Namen.</translation>
    </message>
    <message>
        <source>Give the shop a name.</source>
        <translation>Geben Sie dem Laden einen Namen.</translation>
    </message>
    <message>
        <source>Give the tender a name.</source>
        <translation>Geben Sie dem Zahlungsmittel einen Namen.</translation>
    </message>
    <message>
        <source>Goods of this order were handed over. It was not voided. Refund it instead.</source>
        <translation>Ware dieser Bestellung wurde übergeben. Sie wurde nicht storniert. Erstatten Sie stattdessen.</translation>
    </message>
    <message>
        <source>Hold ends soon</source>
        <translation>Reservierung endet bald</translation>
    </message>
    <message>
        <source>Interac cards are refunded one after the other. Nothing was refunded.</source>
        <translation>Interac-Karten werden nacheinander erstattet. Es wurde nichts erstattet.</translation>
    </message>
    <message>
        <source>Invalid credentials</source>
        <translation>Ungültige Anmeldedaten</translation>
    </message>
    <message>
        <source>Less is left to collect by now. Nothing was handed over. Look at the order again.</source>
        <translation>Inzwischen ist weniger abzuholen. Es wurde nichts übergeben. Sehen Sie die Bestellung erneut an.</translation>
    </message>
    <message>
        <source>Look at it in Stripe before you give cash.</source>
        <translation>Sehen Sie bei Stripe nach, bevor Sie Bargeld geben.</translation>
    </message>
    <message>
        <source>Look at whether the key is of the right account, ask for another payment, and say how it ended.</source>
        <translation>Prüfen Sie, ob der Schlüssel zum richtigen Konto gehört, bitten Sie um eine andere Zahlung und notieren Sie, wie es ausging.</translation>
    </message>
    <message>
        <source>Merging customers needs a manager.</source>
        <translation>Kunden zusammenzuführen braucht die Leitung.</translation>
    </message>
    <message>
        <source>Messages of Stripe are not set up here: AURORA_STRIPE_WEBHOOK_SECRET is missing.</source>
        <translation>Nachrichten von Stripe sind hier nicht eingerichtet: AURORA_STRIPE_WEBHOOK_SECRET fehlt.</translation>
    </message>
    <message>
        <source>Money has moved or may have moved on this order. It was not voided.</source>
        <translation>Bei dieser Bestellung ist Geld geflossen oder kann geflossen sein. Sie wurde nicht storniert.</translation>
    </message>
    <message>
        <source>Money was given back at Stripe and not in this program.</source>
        <translation>Geld wurde bei Stripe zurückgegeben, nicht in diesem Programm.</translation>
    </message>
    <message>
        <source>Name the reader by its id.</source>
        <translation>Geben Sie die Kennung des Kartenlesers an.</translation>
    </message>
    <message>
        <source>No encrypted connection to the mail server can be made. Nothing was sent. Check host and port in Email settings; smtps:// is for port 465, smtp:// for 587.</source>
        <translation>Keine verschlüsselte Verbindung zum Mailserver möglich. Es wurde nichts gesendet. Prüfen Sie Host und Port in den E-Mail-Einstellungen; smtps:// ist für Port 465, smtp:// für 587.</translation>
    </message>
    <message>
        <source>No mail can be sent to this customer. Nothing was sent.</source>
        <translation>An diesen Kunden kann keine E-Mail gehen. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>No money arrives for it.</source>
        <translation>Dafür kommt kein Geld an.</translation>
    </message>
    <message>
        <source>No product has the code {code}. Nothing was saved.</source>
        <translation>Kein Produkt hat den Code {code}. Es wurde nichts gespeichert.</translation>
    </message>
    <message>
        <source>No shift is open on this till. Nothing was sold. Open the shift first.</source>
        <translation>An dieser Kasse ist keine Schicht offen. Es wurde nichts verkauft. Öffnen Sie zuerst die Schicht.</translation>
    </message>
    <message>
        <source>No user found</source>
        <translation>Kein Benutzer gefunden</translation>
    </message>
    <message>
        <source>Not refunded: {why}. {then}</source>
        <translation>Nicht erstattet: {why}. {then}</translation>
    </message>
    <message>
        <source>Notes have at most {most} characters.</source>
        <translation>Notizen haben höchstens {most} Zeichen.</translation>
    </message>
    <message>
        <source>Nothing is left to pay on this order. Nothing was charged.</source>
        <translation>Bei dieser Bestellung ist nichts mehr zu zahlen. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>On its way. Stripe has it; do not refund again.</source>
        <translation>Unterwegs. Stripe hat sie; nicht noch einmal erstatten.</translation>
    </message>
    <message>
        <source>One of the two was merged meanwhile. Nothing was changed. Look at both again.</source>
        <translation>Einer der beiden wurde inzwischen zusammengeführt. Es wurde nichts geändert. Sehen Sie beide erneut an.</translation>
    </message>
    <message>
        <source>Only a manager or the owner can approve this. Nothing was changed. Ask one of them.</source>
        <translation>Nur Leitung oder Inhaber kann das freigeben. Es wurde nichts geändert. Fragen Sie eine dieser Personen.</translation>
    </message>
    <message>
        <source>Only an owner signs in by email and password. Others have their PIN.</source>
        <translation>Nur ein Inhaber meldet sich mit E-Mail und Passwort an. Die anderen haben ihre PIN.</translation>
    </message>
    <message>
        <source>Only customers of the shop can be merged. Nothing was changed.</source>
        <translation>Nur Kunden des Ladens lassen sich zusammenführen. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Only the owner can do this for the owner.</source>
        <translation>Das kann für den Inhaber nur der Inhaber selbst tun.</translation>
    </message>
    <message>
        <source>Only {due} is left to pay, and only cash gives change. Nothing was charged.</source>
        <translation>Nur noch {due} zu zahlen, und Rückgeld gibt es nur bei Bar. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>Order #{order} is not paid yet. Nothing was erased. Take or void its payment first.</source>
        <translation>Bestellung #{order} ist noch nicht bezahlt. Es wurde nichts gelöscht. Kassieren oder stornieren Sie sie zuerst.</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Paid here, not at Stripe</source>
        <translation>Hier bezahlt, nicht bei Stripe</translation>
    </message>
    <message>
        <source>Product {product_id} is not in this cart.</source>
        <translation>Produkt {product_id} ist nicht in diesem Warenkorb.</translation>
    </message>
    <message>
        <source>Put the rest right with the customer, and say how.</source>
        <translation>Klären Sie den Rest mit dem Kunden und notieren Sie, wie.</translation>
    </message>
    <message>
        <source>Refund amount differs</source>
        <translation>Erstattungsbetrag weicht ab</translation>
    </message>
    <message>
        <source>Refund failed</source>
        <translation>Erstattung fehlgeschlagen</translation>
    </message>
    <message>
        <source>Refund in cash</source>
        <translation>Erstattung bar</translation>
    </message>
    <message>
        <source>Refund it, or attach it to its order if that is still to be paid.</source>
        <translation>Erstatten Sie sie oder ordnen Sie sie ihrer Bestellung zu, falls diese noch unbezahlt ist.</translation>
    </message>
    <message>
        <source>Refund it, or attach it where the order is still to be paid.</source>
        <translation>Erstatten Sie sie oder ordnen Sie sie zu, wo die Bestellung noch unbezahlt ist.</translation>
    </message>
    <message>
        <source>Refund made at Stripe</source>
        <translation>Erstattung bei Stripe</translation>
    </message>
    <message>
        <source>Refund to {way}</source>
        <translation>Erstattung auf {way}</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Erstattet</translation>
    </message>
    <message>
        <source>Refunds need a manager.</source>
        <translation>Erstattungen brauchen die Leitung.</translation>
    </message>
    <message>
        <source>Refunds over {limit} need a manager.</source>
        <translation>Erstattungen über {limit} brauchen die Leitung.</translation>
    </message>
    <message>
        <source>Row {row} is not a SKU or barcode and a price.</source>
        <translation>Zeile {row} ist keine Artikelnummer oder kein Barcode mit Preis.</translation>
    </message>
    <message>
        <source>Row {row}: price &apos;{price}&apos; is not a number.</source>
        <translation>Zeile {row}: Preis „{price}“ ist keine Zahl.</translation>
    </message>
    <message>
        <source>Row {row}: {code} has a price already.</source>
        <translation>Zeile {row}: {code} hat schon einen Preis.</translation>
    </message>
    <message>
        <source>SQLite {version} can corrupt a store. Install a newer sqlcipher3.</source>
        <translation>SQLite {version} kann Daten beschädigen. Installieren Sie ein neueres sqlcipher3.</translation>
    </message>
    <message>
        <source>Say in a few words how this was settled.</source>
        <translation>Schreiben Sie in wenigen Worten, wie es geklärt wurde.</translation>
    </message>
    <message>
        <source>Selling by another price list needs a manager.</source>
        <translation>Eine andere Preisliste braucht die Leitung.</translation>
    </message>
    <message>
        <source>Selling tax-free needs a manager.</source>
        <translation>Steuerfrei verkaufen braucht die Leitung.</translation>
    </message>
    <message>
        <source>Settling a difference needs a manager.</source>
        <translation>Eine Abweichung zu klären braucht die Leitung.</translation>
    </message>
    <message>
        <source>Somebody of this name is there already. Add a letter, so that both are known.</source>
        <translation>Jemand mit diesem Namen ist schon da. Ergänzen Sie einen Buchstaben, damit beide zu unterscheiden sind.</translation>
    </message>
    <message>
        <source>Something of this order was refunded meanwhile. Nothing was refunded by this. Look at the order again.</source>
        <translation>Von dieser Bestellung wurde inzwischen etwas erstattet. Hierdurch wurde nichts erstattet. Sehen Sie die Bestellung erneut an.</translation>
    </message>
    <message>
        <source>Stripe cannot be reached. Nothing was charged. Try again or take cash.</source>
        <translation>Stripe ist nicht erreichbar. Es wurde nichts abgebucht. Versuchen Sie es erneut oder kassieren Sie bar.</translation>
    </message>
    <message>
        <source>Stripe charged a card for this store, and no payment here belongs to it.</source>
        <translation>Stripe hat für diesen Laden eine Karte belastet, zu der es hier keine Zahlung gibt.</translation>
    </message>
    <message>
        <source>Stripe does not accept this shop&apos;s key. Nothing was charged. Take cash and check the key.</source>
        <translation>Stripe nimmt den Schlüssel dieses Ladens nicht an. Es wurde nichts abgebucht. Kassieren Sie bar und prüfen Sie den Schlüssel.</translation>
    </message>
    <message>
        <source>Stripe does not accept this shop&apos;s key: check it, then check this payment again.</source>
        <translation>Stripe nimmt den Schlüssel dieses Ladens nicht an: Prüfen Sie ihn und dann diese Zahlung erneut.</translation>
    </message>
    <message>
        <source>Stripe does not know this payment or reader. Nothing was charged. The key may belong to another account or mode: check the Stripe key.</source>
        <translation>Stripe kennt diese Zahlung oder diesen Kartenleser nicht. Es wurde nichts abgebucht. Der Schlüssel gehört vielleicht zu einem anderen Konto oder Modus: Prüfen Sie den Stripe-Schlüssel.</translation>
    </message>
    <message>
        <source>Stripe does not know this payment; the key may belong to another account</source>
        <translation>Stripe kennt diese Zahlung nicht; der Schlüssel gehört vielleicht zu einem anderen Konto</translation>
    </message>
    <message>
        <source>Stripe does not take this code. Nothing was paired. Let the reader show a new code, and type it as it stands.</source>
        <translation>Stripe nimmt diesen Code nicht an. Es wurde nichts gekoppelt. Lassen Sie den Kartenleser einen neuen Code zeigen und geben Sie ihn genau so ein.</translation>
    </message>
    <message>
        <source>Stripe has given this money back as well, after it was given in another way. Put it right with the customer. The comparison with Stripe in Reports shows it.</source>
        <translation>Stripe hat dieses Geld auch zurückgegeben, nachdem es anders gegeben wurde. Klären Sie es mit dem Kunden. Der Abgleich mit Stripe unter „Berichte“ zeigt es.</translation>
    </message>
    <message>
        <source>Stripe has given this money back, or part of it. Nothing was booked. Compare again.</source>
        <translation>Stripe hat dieses Geld ganz oder teilweise zurückgegeben. Es wurde nichts gebucht. Gleichen Sie erneut ab.</translation>
    </message>
    <message>
        <source>Stripe has not answered: the refund may be done or not. Aurora Desk goes on asking. Do not give this money back in another way.</source>
        <translation>Stripe hat nicht geantwortet: Die Erstattung kann erfolgt sein oder nicht. Aurora Desk fragt weiter. Geben Sie dieses Geld nicht auf anderem Weg zurück.</translation>
    </message>
    <message>
        <source>Stripe is very busy. Nothing was done by this. Cash still works. Try again in a moment.</source>
        <translation>Stripe ist sehr ausgelastet. Hierdurch ist nichts geschehen. Bar geht weiter. Versuchen Sie es gleich erneut.</translation>
    </message>
    <message>
        <source>Stripe never got it</source>
        <translation>Stripe hat sie nie erhalten</translation>
    </message>
    <message>
        <source>Stripe never got it. Nothing was charged.</source>
        <translation>Stripe hat sie nie erhalten. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>Stripe refused it</source>
        <translation>Stripe hat sie abgelehnt</translation>
    </message>
    <message>
        <source>Stripe refused this refund. Nothing was given back by it. Compare with Stripe, then look again.</source>
        <translation>Stripe hat diese Erstattung abgelehnt. Hierdurch wurde nichts zurückgegeben. Gleichen Sie mit Stripe ab und sehen Sie dann erneut nach.</translation>
    </message>
    <message>
        <source>Stripe refused this. Nothing was charged by it. Try again or take cash.</source>
        <translation>Stripe hat das abgelehnt. Hierdurch wurde nichts abgebucht. Versuchen Sie es erneut oder kassieren Sie bar.</translation>
    </message>
    <message>
        <source>Stripe says that this payment was given back already</source>
        <translation>laut Stripe wurde diese Zahlung schon zurückgegeben</translation>
    </message>
    <message>
        <source>TSI</source>
        <translation>TSI</translation>
    </message>
    <message>
        <source>TVR</source>
        <translation>TVR</translation>
    </message>
    <message>
        <source>Taking a merge back needs a manager.</source>
        <translation>Eine Zusammenführung zurückzunehmen braucht die Leitung.</translation>
    </message>
    <message>
        <source>Taking over a cart that another till has open needs a manager.</source>
        <translation>Einen an anderer Kasse offenen Warenkorb zu übernehmen braucht die Leitung.</translation>
    </message>
    <message>
        <source>That PIN is not right. 1 try left.</source>
        <translation>Diese PIN stimmt nicht. Noch 1 Versuch.</translation>
    </message>
    <message>
        <source>That PIN is not right. {tries} tries left.</source>
        <translation>Diese PIN stimmt nicht. Noch {tries} Versuche.</translation>
    </message>
    <message>
        <source>The Stripe key has a space in it. Copy it again; nothing was sent.</source>
        <translation>Der Stripe-Schlüssel enthält ein Leerzeichen. Kopieren Sie ihn erneut; es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>The address of a mail server reads smtp://user:password@mail.example.com:587 or smtps://…:465, with @ : / ? # % in user and password written as %40 %3A %2F %3F %23 %25.</source>
        <translation>Die Adresse eines Mailservers lautet smtp://user:password@mail.example.com:587 oder smtps://…:465; @ : / ? # % in Benutzer und Passwort werden als %40 %3A %2F %3F %23 %25 geschrieben.</translation>
    </message>
    <message>
        <source>The amount is reserved on the card and not taken yet.</source>
        <translation>Der Betrag ist auf der Karte reserviert und noch nicht eingenommen.</translation>
    </message>
    <message>
        <source>The amount is too large for one card payment. Nothing was charged.</source>
        <translation>Der Betrag ist zu groß für eine Kartenzahlung. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>The amount is too small for a card. Nothing was charged. Take cash.</source>
        <translation>Der Betrag ist zu klein für eine Karte. Es wurde nichts abgebucht. Kassieren Sie bar.</translation>
    </message>
    <message>
        <source>The authorisation ended before the money was taken. Nothing was charged. The order is unpaid again.</source>
        <translation>Die Autorisierung endete, bevor das Geld eingenommen war. Es wurde nichts abgebucht. Die Bestellung ist wieder unbezahlt.</translation>
    </message>
    <message>
        <source>The bank did not take this refund. Nothing was given back. Try again later.</source>
        <translation>Die Bank nahm diese Erstattung nicht an. Es wurde nichts zurückgegeben. Versuchen Sie es später erneut.</translation>
    </message>
    <message>
        <source>The bank is being asked. Do not cancel.</source>
        <translation>Die Bank wird gefragt. Nicht abbrechen.</translation>
    </message>
    <message>
        <source>The bank may take the money back.</source>
        <translation>Die Bank kann das Geld zurückholen.</translation>
    </message>
    <message>
        <source>The card is authorised, the money is not taken yet. Do not charge again. Aurora Desk goes on asking for it.</source>
        <translation>Die Karte ist autorisiert, das Geld noch nicht eingenommen. Nicht noch einmal abbuchen. Aurora Desk fragt weiter danach.</translation>
    </message>
    <message>
        <source>The cardholder disputes this charge at the bank.</source>
        <translation>Der Karteninhaber ficht diese Abbuchung bei der Bank an.</translation>
    </message>
    <message>
        <source>The cart is empty. Add an item before holding it.</source>
        <translation>Der Warenkorb ist leer. Fügen Sie vor dem Parken einen Artikel hinzu.</translation>
    </message>
    <message>
        <source>The cart is empty. Add an item before ordering.</source>
        <translation>Der Warenkorb ist leer. Fügen Sie vor dem Bestellen einen Artikel hinzu.</translation>
    </message>
    <message>
        <source>The cart is too large for one order.</source>
        <translation>Der Warenkorb ist zu groß für eine Bestellung.</translation>
    </message>
    <message>
        <source>The cart was changed by another program while payment was open. Nothing was charged. Close payment and look at the cart.</source>
        <translation>Ein anderes Programm hat den Warenkorb während der Zahlung geändert. Es wurde nichts abgebucht. Schließen Sie die Zahlung und sehen Sie den Warenkorb an.</translation>
    </message>
    <message>
        <source>The code is closed. Nothing was charged.</source>
        <translation>Der Code ist geschlossen. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>The code was never shown. Nothing was charged.</source>
        <translation>Der Code wurde nie gezeigt. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>The connection to the mail server broke off while the letter was handed over. It may have gone out.</source>
        <translation>Die Verbindung zum Mailserver brach bei der Übergabe ab. Die E-Mail kann hinausgegangen sein.</translation>
    </message>
    <message>
        <source>The customer does not have these goods, or they do not lie here any more. Nothing was refunded. Look at the order again.</source>
        <translation>Der Kunde hat diese Ware nicht, oder sie liegt nicht mehr hier. Es wurde nichts erstattet. Sehen Sie sich die Bestellung noch einmal an.</translation>
    </message>
    <message>
        <source>The customer has not got this money.</source>
        <translation>Der Kunde hat dieses Geld nicht bekommen.</translation>
    </message>
    <message>
        <source>The customer has paid, and no order counts this money. A restored backup can be the reason.</source>
        <translation>Der Kunde hat bezahlt, und keine Bestellung zählt dieses Geld. Eine zurückgespielte Sicherung kann der Grund sein.</translation>
    </message>
    <message>
        <source>The customer has paid, and the order does not count this money.</source>
        <translation>Der Kunde hat bezahlt, und die Bestellung zählt dieses Geld nicht.</translation>
    </message>
    <message>
        <source>The customer was merged into another one since. Take that back first.</source>
        <translation>Der Kunde wurde inzwischen mit einem anderen zusammengeführt. Nehmen Sie zuerst das zurück.</translation>
    </message>
    <message>
        <source>The database is busy. Nothing was saved by this step. Try it again.</source>
        <translation>Die Datenbank ist beschäftigt. Dieser Schritt hat nichts gespeichert. Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The database server cannot be reached. Look whether the last step was saved before doing it again.</source>
        <translation>Der Datenbankserver ist nicht erreichbar. Sehen Sie nach, ob der letzte Schritt gespeichert ist, bevor Sie ihn wiederholen.</translation>
    </message>
    <message>
        <source>The disk is full or cannot be written. Nothing was saved by this step. Make room on the disk.</source>
        <translation>Die Festplatte ist voll oder nicht beschreibbar. Dieser Schritt hat nichts gespeichert. Schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>The email address holds letters that only look like Latin ones. Type it again.</source>
        <translation>Die E-Mail-Adresse enthält Buchstaben, die nur lateinisch aussehen. Geben Sie sie neu ein.</translation>
    </message>
    <message>
        <source>The export was stopped. No file was written.</source>
        <translation>Der Export wurde gestoppt. Es wurde keine Datei geschrieben.</translation>
    </message>
    <message>
        <source>The file could not be written there. Nothing was exported. Choose another folder.</source>
        <translation>Die Datei konnte dort nicht geschrieben werden. Es wurde nichts exportiert. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The float can&apos;t be below zero.</source>
        <translation>Das Wechselgeld kann nicht unter null liegen.</translation>
    </message>
    <message>
        <source>The keys in {path} are not complete. Nothing was changed. Put back your copy.</source>
        <translation>Die Schlüssel in {path} sind unvollständig. Es wurde nichts geändert. Spielen Sie Ihre Kopie zurück.</translation>
    </message>
    <message>
        <source>The keys in {path} cannot be read. Nothing was changed. Put back your copy.</source>
        <translation>Die Schlüssel in {path} sind nicht lesbar. Es wurde nichts geändert. Spielen Sie Ihre Kopie zurück.</translation>
    </message>
    <message>
        <source>The keys of this store are missing: {path} is not there. Nothing was changed. Put back your copy of it.</source>
        <translation>Die Schlüssel dieses Ladens fehlen: {path} ist nicht da. Es wurde nichts geändert. Spielen Sie Ihre Kopie zurück.</translation>
    </message>
    <message>
        <source>The mail server cannot be reached. Nothing was sent. Check the internet connection, and host and port in Email settings.</source>
        <translation>Der Mailserver ist nicht erreichbar. Es wurde nichts gesendet. Prüfen Sie die Internetverbindung sowie Host und Port in den E-Mail-Einstellungen.</translation>
    </message>
    <message>
        <source>The mail server cannot check the password just now. Nothing was sent.</source>
        <translation>Der Mailserver kann das Passwort gerade nicht prüfen. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>The mail server cannot take the letter just now. It was not sent. Try again later.</source>
        <translation>Der Mailserver kann die E-Mail gerade nicht annehmen. Sie wurde nicht gesendet. Versuchen Sie es später erneut.</translation>
    </message>
    <message>
        <source>The mail server did not answer in time. Nothing was sent. Check host and port in Email settings; port 465 is for smtps://.</source>
        <translation>Der Mailserver hat nicht rechtzeitig geantwortet. Es wurde nichts gesendet. Prüfen Sie Host und Port in den E-Mail-Einstellungen; Port 465 ist für smtps://.</translation>
    </message>
    <message>
        <source>The mail server ended the connection. Nothing was sent. Try again later.</source>
        <translation>Der Mailserver hat die Verbindung beendet. Es wurde nichts gesendet. Versuchen Sie es später erneut.</translation>
    </message>
    <message>
        <source>The mail server offers no encryption (STARTTLS). Nothing was sent, no password either. Check host and port in Email settings.</source>
        <translation>Der Mailserver bietet keine Verschlüsselung (STARTTLS). Es wurde nichts gesendet, auch kein Passwort. Prüfen Sie Host und Port in den E-Mail-Einstellungen.</translation>
    </message>
    <message>
        <source>The mail server refused the password. Check user name and password in Email settings.</source>
        <translation>Der Mailserver hat das Passwort abgelehnt. Prüfen Sie Benutzername und Passwort in den E-Mail-Einstellungen.</translation>
    </message>
    <message>
        <source>The mail server refuses the letter. It was not sent.</source>
        <translation>Der Mailserver lehnt die E-Mail ab. Sie wurde nicht gesendet.</translation>
    </message>
    <message>
        <source>The mail server refuses the recipient&apos;s address. The letter was not sent. Check the address.</source>
        <translation>Der Mailserver lehnt die Adresse des Empfängers ab. Die E-Mail wurde nicht gesendet. Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>The mail server takes no letters from this shop. Check sender, user name and password in Email settings.</source>
        <translation>Der Mailserver nimmt keine E-Mails von diesem Laden an. Prüfen Sie Absender, Benutzername und Passwort in den E-Mail-Einstellungen.</translation>
    </message>
    <message>
        <source>The mail server takes no user name and password here. Check its port in Email settings, or leave them out.</source>
        <translation>Der Mailserver nimmt hier keinen Benutzernamen und kein Passwort an. Prüfen Sie den Port in den E-Mail-Einstellungen oder lassen Sie beides weg.</translation>
    </message>
    <message>
        <source>The mail server&apos;s certificate is not trusted ({why}). Nothing was sent. Check the host in Email settings, and this computer&apos;s clock.</source>
        <translation>Dem Zertifikat des Mailservers wird nicht vertraut ({why}). Es wurde nichts gesendet. Prüfen Sie den Host in den E-Mail-Einstellungen und die Uhr dieses Computers.</translation>
    </message>
    <message>
        <source>The name of a tender has at most {most} plain characters.</source>
        <translation>Der Name eines Zahlungsmittels hat höchstens {most} einfache Zeichen.</translation>
    </message>
    <message>
        <source>The order counts as paid, and Stripe has no such payment.</source>
        <translation>Die Bestellung gilt als bezahlt, und Stripe hat keine solche Zahlung.</translation>
    </message>
    <message>
        <source>The order is too large.</source>
        <translation>Die Bestellung ist zu groß.</translation>
    </message>
    <message>
        <source>The order of this charge is not in this store. Nothing was booked. Refund it.</source>
        <translation>Die Bestellung dieser Abbuchung ist nicht in diesem Laden. Es wurde nichts gebucht. Erstatten Sie sie.</translation>
    </message>
    <message>
        <source>The order still counts the full amount.</source>
        <translation>Die Bestellung zählt noch den vollen Betrag.</translation>
    </message>
    <message>
        <source>The parts do not add up to what is given back. Nothing was refunded.</source>
        <translation>Die Teile ergeben nicht den Erstattungsbetrag. Es wurde nichts erstattet.</translation>
    </message>
    <message>
        <source>The payment had ended here as not charged, then Stripe charged the card.</source>
        <translation>Die Zahlung galt hier als nicht abgebucht, dann hat Stripe die Karte belastet.</translation>
    </message>
    <message>
        <source>The payment has another amount or currency here than at Stripe.</source>
        <translation>Die Zahlung hat hier einen anderen Betrag oder eine andere Währung als bei Stripe.</translation>
    </message>
    <message>
        <source>The payment is no longer on the reader. Nothing was charged.</source>
        <translation>Die Zahlung ist nicht mehr auf dem Kartenleser. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>The price can&apos;t be below zero.</source>
        <translation>Der Preis kann nicht unter null liegen.</translation>
    </message>
    <message>
        <source>The price of a product is not the one asked for. Nothing was changed. Ask again with the right price.</source>
        <translation>Der Preis eines Produkts ist nicht der angefragte. Es wurde nichts geändert. Fragen Sie mit dem richtigen Preis erneut an.</translation>
    </message>
    <message>
        <source>The quantity can have at most three decimals.</source>
        <translation>Die Menge kann höchstens drei Nachkommastellen haben.</translation>
    </message>
    <message>
        <source>The quantity must be a whole number.</source>
        <translation>Die Menge muss eine ganze Zahl sein.</translation>
    </message>
    <message>
        <source>The quantity must be between 1 and 9,999.</source>
        <translation>Die Menge muss zwischen 1 und 9.999 liegen.</translation>
    </message>
    <message>
        <source>The reader did not answer. Nothing was charged. Look at the reader and try again.</source>
        <translation>Der Kartenleser hat nicht geantwortet. Es wurde nichts abgebucht. Sehen Sie nach und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The reader did not get the payment. Nothing was charged. Try again or take cash.</source>
        <translation>Der Kartenleser bekam die Zahlung nicht. Es wurde nichts abgebucht. Versuchen Sie es erneut oder kassieren Sie bar.</translation>
    </message>
    <message>
        <source>The reader has a defect. Nothing was charged. Use another reader, or take cash.</source>
        <translation>Der Kartenleser ist defekt. Es wurde nichts abgebucht. Nehmen Sie einen anderen oder kassieren Sie bar.</translation>
    </message>
    <message>
        <source>The reader is busy. Nothing was charged. Wait a moment and try again.</source>
        <translation>Der Kartenleser ist beschäftigt. Es wurde nichts abgebucht. Warten Sie kurz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The reader is just reading the card. Wait for the outcome: it cannot be cancelled now.</source>
        <translation>Der Kartenleser liest gerade die Karte. Warten Sie das Ergebnis ab: Ein Abbruch ist jetzt nicht möglich.</translation>
    </message>
    <message>
        <source>The reader is not connected. Nothing was charged. Check its power and network.</source>
        <translation>Der Kartenleser ist nicht verbunden. Es wurde nichts abgebucht. Prüfen Sie Strom und Netzwerk.</translation>
    </message>
    <message>
        <source>The reader is registered for another place. Nothing was charged. Pair it again in this shop.</source>
        <translation>Der Kartenleser ist für einen anderen Ort registriert. Es wurde nichts abgebucht. Koppeln Sie ihn in diesem Laden neu.</translation>
    </message>
    <message>
        <source>The reader&apos;s country can&apos;t take this currency. Nothing was charged. Check the reader&apos;s location at Stripe.</source>
        <translation>Das Land des Kartenlesers nimmt diese Währung nicht an. Es wurde nichts abgebucht. Prüfen Sie den Standort des Kartenlesers bei Stripe.</translation>
    </message>
    <message>
        <source>The shop&apos;s computer is very busy. Nothing was saved. Try again in a moment.</source>
        <translation>Der Computer des Ladens ist sehr ausgelastet. Es wurde nichts gespeichert. Versuchen Sie es gleich erneut.</translation>
    </message>
    <message>
        <source>The shop&apos;s computer is very busy. Try again in a moment.</source>
        <translation>Der Computer des Ladens ist sehr ausgelastet. Versuchen Sie es gleich erneut.</translation>
    </message>
    <message>
        <source>The signature of this message is not right or too old. Nothing was done.</source>
        <translation>Die Signatur dieser Nachricht ist falsch oder zu alt. Es ist nichts geschehen.</translation>
    </message>
    <message>
        <source>The smallest coin here is {coin}. Nothing was taken. Enter what the customer gave.</source>
        <translation>Die kleinste Münze hier ist {coin}. Es wurde nichts kassiert. Geben Sie ein, was der Kunde gegeben hat.</translation>
    </message>
    <message>
        <source>The store in {path} is broken and was left untouched. Put back a backup of it, or choose another folder.</source>
        <translation>Die Daten in {path} sind beschädigt und blieben unberührt. Spielen Sie eine Sicherung zurück oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The till is just sending this payment. Look again soon.</source>
        <translation>Die Kasse sendet diese Zahlung gerade. Sehen Sie gleich wieder nach.</translation>
    </message>
    <message>
        <source>The till stopped before the reader had it. Nothing was charged.</source>
        <translation>Die Kasse hielt an, bevor der Kartenleser sie hatte. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>There is no cart for this session.</source>
        <translation>Zu dieser Sitzung gibt es keinen Warenkorb.</translation>
    </message>
    <message>
        <source>There is no order {order_id}.</source>
        <translation>Es gibt keine Bestellung {order_id}.</translation>
    </message>
    <message>
        <source>There is no price list {name}. Nothing was changed.</source>
        <translation>Es gibt keine Preisliste {name}. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>There is no product {product_id}.</source>
        <translation>Es gibt kein Produkt {product_id}.</translation>
    </message>
    <message>
        <source>There is no shop with this number.</source>
        <translation>Es gibt keinen Laden mit dieser Nummer.</translation>
    </message>
    <message>
        <source>There is no such customer.</source>
        <translation>Diesen Kunden gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such difference.</source>
        <translation>Diese Abweichung gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such merge.</source>
        <translation>Diese Zusammenführung gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such payment.</source>
        <translation>Diese Zahlung gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such refund.</source>
        <translation>Diese Erstattung gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no table of accounts with this name.</source>
        <translation>Es gibt keine Kontentabelle mit diesem Namen.</translation>
    </message>
    <message>
        <source>There is no till with this number.</source>
        <translation>Es gibt keine Kasse mit dieser Nummer.</translation>
    </message>
    <message>
        <source>These are not the keys of this store. Nothing was changed. Start with the store&apos;s own keys.json.</source>
        <translation>Das sind nicht die Schlüssel dieses Ladens. Es wurde nichts geändert. Starten Sie mit der eigenen keys.json des Ladens.</translation>
    </message>
    <message>
        <source>This address has got several mails within the hour. No other was sent. Look for those first.</source>
        <translation>Diese Adresse bekam in der letzten Stunde schon mehrere E-Mails. Es ging keine weitere hinaus. Suchen Sie zuerst nach diesen.</translation>
    </message>
    <message>
        <source>This amount is too large.</source>
        <translation>Dieser Betrag ist zu groß.</translation>
    </message>
    <message>
        <source>This amount is too small to be given back this way.</source>
        <translation>Dieser Betrag ist zu klein, um so zurückgegeben zu werden.</translation>
    </message>
    <message>
        <source>This belongs to Stripe&apos;s other mode, live or test. Nothing was charged. Check which key is in use.</source>
        <translation>Das gehört zum anderen Modus von Stripe, Live oder Test. Es wurde nichts abgebucht. Prüfen Sie, welcher Schlüssel benutzt wird.</translation>
    </message>
    <message>
        <source>This can&apos;t be a price. It is zero or more.</source>
        <translation>Das kann kein Preis sein. Er ist null oder mehr.</translation>
    </message>
    <message>
        <source>This can&apos;t be done with this difference. Nothing was changed.</source>
        <translation>Das geht bei dieser Abweichung nicht. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>This card is refunded at a reader, and none is set up. Nothing was refunded.</source>
        <translation>Diese Karte wird an einem Kartenleser erstattet, und keiner ist eingerichtet. Es wurde nichts erstattet.</translation>
    </message>
    <message>
        <source>This cart has become an order in the meantime. Find it in Orders.</source>
        <translation>Dieser Warenkorb ist inzwischen eine Bestellung. Sie steht unter „Bestellungen“.</translation>
    </message>
    <message>
        <source>This cart is already an order and can no longer change.</source>
        <translation>Dieser Warenkorb ist schon eine Bestellung und lässt sich nicht mehr ändern.</translation>
    </message>
    <message>
        <source>This cart is already an order. Open it in Orders to take the payment.</source>
        <translation>Dieser Warenkorb ist schon eine Bestellung. Öffnen Sie sie unter „Bestellungen“, um zu kassieren.</translation>
    </message>
    <message>
        <source>This cart is gone: it was deleted on another till.</source>
        <translation>Dieser Warenkorb ist weg: Er wurde an einer anderen Kasse gelöscht.</translation>
    </message>
    <message>
        <source>This cart is in use and was not deleted.</source>
        <translation>Dieser Warenkorb ist in Gebrauch und wurde nicht gelöscht.</translation>
    </message>
    <message>
        <source>This cart is on hold. Nothing was changed. Recall it first.</source>
        <translation>Dieser Warenkorb ist geparkt. Es wurde nichts geändert. Holen Sie ihn zuerst zurück.</translation>
    </message>
    <message>
        <source>This category is not in the list any more. Choose another one.</source>
        <translation>Diese Kategorie steht nicht mehr in der Liste. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>This charge is more than is left to pay on its order. Nothing was booked. Refund it.</source>
        <translation>Diese Abbuchung ist mehr, als bei der Bestellung noch zu zahlen ist. Es wurde nichts gebucht. Erstatten Sie sie.</translation>
    </message>
    <message>
        <source>This charge pays its order by now. Nothing was refunded. Refund it from the order.</source>
        <translation>Diese Abbuchung bezahlt inzwischen ihre Bestellung. Es wurde nichts erstattet. Erstatten Sie über die Bestellung.</translation>
    </message>
    <message>
        <source>This code is closed. No mail was sent. Show a new code.</source>
        <translation>Dieser Code ist geschlossen. Es wurde keine E-Mail gesendet. Zeigen Sie einen neuen Code.</translation>
    </message>
    <message>
        <source>This code is not from this shop.</source>
        <translation>Dieser Code ist nicht von diesem Laden.</translation>
    </message>
    <message>
        <source>This customer was erased. The cart is as it was; go on without one, or choose another.</source>
        <translation>Dieser Kunde wurde gelöscht. Der Warenkorb ist, wie er war; verkaufen Sie ohne Kunden weiter, oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>This database is not an Aurora Desk store. Nothing was changed. Choose another folder.</source>
        <translation>Diese Datenbank gehört nicht zu Aurora Desk. Es wurde nichts geändert. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>This difference is no charge. Nothing was booked.</source>
        <translation>Diese Abweichung ist keine Abbuchung. Es wurde nichts gebucht.</translation>
    </message>
    <message>
        <source>This difference is no refund made at Stripe. Nothing was booked.</source>
        <translation>Diese Abweichung ist keine Erstattung bei Stripe. Es wurde nichts gebucht.</translation>
    </message>
    <message>
        <source>This difference is settled already. Nothing was done by this.</source>
        <translation>Diese Abweichung ist schon geklärt. Hierdurch ist nichts geschehen.</translation>
    </message>
    <message>
        <source>This holds characters that cannot be kept. Type it again.</source>
        <translation>Das enthält Zeichen, die nicht gespeichert werden können. Geben Sie es neu ein.</translation>
    </message>
    <message>
        <source>This is not a place in the list. Start again without it.</source>
        <translation>Das ist keine Stelle der Liste. Beginnen Sie ohne sie.</translation>
    </message>
    <message>
        <source>This is not a secret Stripe key: it starts with sk_live_ or sk_test_.</source>
        <translation>Das ist kein geheimer Stripe-Schlüssel: Er beginnt mit sk_live_ oder sk_test_.</translation>
    </message>
    <message>
        <source>This is not an address that a letter can go to. Nothing was sent. Check the address.</source>
        <translation>An diese Adresse kann keine E-Mail gehen. Es wurde nichts gesendet. Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>This is not an email address. It looks like name@example.com.</source>
        <translation>Das ist keine E-Mail-Adresse. Sie sieht aus wie name@example.com.</translation>
    </message>
    <message>
        <source>This is the same customer already. Nothing was changed.</source>
        <translation>Das ist schon derselbe Kunde. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>This line is no longer in the cart.</source>
        <translation>Diese Position ist nicht mehr im Warenkorb.</translation>
    </message>
    <message>
        <source>This looks like a card number. Card numbers are never stored here; remove it.</source>
        <translation>Das sieht nach einer Kartennummer aus. Kartennummern werden hier nie gespeichert; entfernen Sie sie.</translation>
    </message>
    <message>
        <source>This mail server cannot send to an address with letters beyond a–z. Ask for another address.</source>
        <translation>Dieser Mailserver kann nicht an Adressen mit Buchstaben außer a–z senden. Bitten Sie um eine andere Adresse.</translation>
    </message>
    <message>
        <source>This merge cannot be taken back any more. Nothing was changed.</source>
        <translation>Diese Zusammenführung lässt sich nicht mehr zurücknehmen. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>This merge was taken back already. Nothing was changed.</source>
        <translation>Diese Zusammenführung wurde schon zurückgenommen. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>This money is being given back already. Nothing was done by this.</source>
        <translation>Dieses Geld wird schon zurückgegeben. Hierdurch ist nichts geschehen.</translation>
    </message>
    <message>
        <source>This order is already being paid. Wait for that payment to end before taking another.</source>
        <translation>Diese Bestellung wird schon bezahlt. Warten Sie das Ende dieser Zahlung ab.</translation>
    </message>
    <message>
        <source>This order is closed already. Nothing was changed. Look at it again.</source>
        <translation>Diese Bestellung ist schon abgeschlossen. Es wurde nichts geändert. Sehen Sie sie erneut an.</translation>
    </message>
    <message>
        <source>This order is not paid yet. Complete its payment first.</source>
        <translation>Diese Bestellung ist noch nicht bezahlt. Schließen Sie zuerst die Zahlung ab.</translation>
    </message>
    <message>
        <source>This order is not paid yet. Nothing was handed over. Take the payment first.</source>
        <translation>Diese Bestellung ist noch nicht bezahlt. Es wurde nichts übergeben. Kassieren Sie zuerst.</translation>
    </message>
    <message>
        <source>This order is paid already. Nothing was taken.</source>
        <translation>Diese Bestellung ist schon bezahlt. Es wurde nichts kassiert.</translation>
    </message>
    <message>
        <source>This order is {status} and can&apos;t be voided. Nothing was changed.</source>
        <translation>Diese Bestellung kann in diesem Stand ({status}) nicht storniert werden. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>This order was collected at {time} on {day} at {till} by {person}. Do not hand it over again.</source>
        <translation>Diese Bestellung wurde um {time} am {day} an {till} von {person} ausgegeben. Nicht noch einmal übergeben.</translation>
    </message>
    <message>
        <source>This order was not rung up in a cart. Nothing was changed. It stays in Orders.</source>
        <translation>Diese Bestellung kam nicht aus einem Warenkorb. Es wurde nichts geändert. Sie bleibt unter „Bestellungen“.</translation>
    </message>
    <message>
        <source>This order was voided and can&apos;t be submitted.</source>
        <translation>Diese Bestellung wurde storniert und kann nicht übergeben werden.</translation>
    </message>
    <message>
        <source>This order was voided. Its goods are not to be handed over.</source>
        <translation>Diese Bestellung wurde storniert. Die Ware ist nicht zu übergeben.</translation>
    </message>
    <message>
        <source>This order was voided. Nothing was charged. Ring the items up again.</source>
        <translation>Diese Bestellung wurde storniert. Es wurde nichts abgebucht. Erfassen Sie die Artikel neu.</translation>
    </message>
    <message>
        <source>This part is not between nothing and what is due. Nothing was taken.</source>
        <translation>Dieser Teil liegt nicht zwischen null und dem offenen Betrag. Es wurde nichts kassiert.</translation>
    </message>
    <message>
        <source>This part is smaller than the smallest coin. Nothing was taken.</source>
        <translation>Dieser Teil ist kleiner als die kleinste Münze. Es wurde nichts kassiert.</translation>
    </message>
    <message>
        <source>This payment does not belong to this order or has another amount. Nothing was booked.</source>
        <translation>Diese Zahlung gehört nicht zu dieser Bestellung oder hat einen anderen Betrag. Es wurde nichts gebucht.</translation>
    </message>
    <message>
        <source>This person is not in the list of people any more.</source>
        <translation>Diese Person steht nicht mehr in der Liste.</translation>
    </message>
    <message>
        <source>This price list is gone. Nothing was changed. Choose another one.</source>
        <translation>Diese Preisliste gibt es nicht mehr. Es wurde nichts geändert. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>This reader is not one of this shop&apos;s. Nothing was charged. Choose another one.</source>
        <translation>Dieser Kartenleser gehört nicht zu diesem Laden. Es wurde nichts abgebucht. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>This refund does not belong to this payment or has another amount. Nothing was booked.</source>
        <translation>Diese Erstattung gehört nicht zu dieser Zahlung oder hat einen anderen Betrag. Es wurde nichts gebucht.</translation>
    </message>
    <message>
        <source>This refund has failed at Stripe. Nothing was booked. Compare again.</source>
        <translation>Diese Erstattung ist bei Stripe fehlgeschlagen. Es wurde nichts gebucht. Gleichen Sie erneut ab.</translation>
    </message>
    <message>
        <source>This refund is booked already. Nothing was changed. Compare again.</source>
        <translation>Diese Erstattung ist schon gebucht. Es wurde nichts geändert. Gleichen Sie erneut ab.</translation>
    </message>
    <message>
        <source>This refund is more than is left of its payment here. Nothing was booked.</source>
        <translation>Diese Erstattung ist mehr, als hier von der Zahlung übrig ist. Es wurde nichts gebucht.</translation>
    </message>
    <message>
        <source>This shop has no till yet.</source>
        <translation>Dieser Laden hat noch keine Kasse.</translation>
    </message>
    <message>
        <source>This shop sells nothing tax-free. Nothing was changed. The owner can allow it (aurora-desk rules set allow_tax_free yes).</source>
        <translation>Dieser Laden verkauft nichts steuerfrei. Es wurde nichts geändert. Der Inhaber kann es erlauben (aurora-desk rules set allow_tax_free yes).</translation>
    </message>
    <message>
        <source>This shop takes no {name}. Nothing was booked. Choose another tender.</source>
        <translation>Dieser Laden nimmt {name} nicht an. Es wurde nichts gebucht. Wählen Sie ein anderes Zahlungsmittel.</translation>
    </message>
    <message>
        <source>This shop uses no such reader.</source>
        <translation>Dieser Laden nutzt keinen solchen Kartenleser.</translation>
    </message>
    <message>
        <source>This store has taken real cards; a test key could hide unpaid sales. Use a live key.</source>
        <translation>Hier wurden echte Karten angenommen; ein Testschlüssel könnte unbezahlte Verkäufe verbergen. Nehmen Sie einen Live-Schlüssel.</translation>
    </message>
    <message>
        <source>This store is for training and never takes a live Stripe key. Use a test key.</source>
        <translation>Dies ist zum Üben und nimmt nie einen Live-Schlüssel von Stripe. Nehmen Sie einen Testschlüssel.</translation>
    </message>
    <message>
        <source>This store is for training: play money stays on this computer. Remove the other address.</source>
        <translation>Dies ist zum Üben: Spielgeld bleibt auf diesem Computer. Entfernen Sie die andere Adresse.</translation>
    </message>
    <message>
        <source>This store was made by a newer Aurora Desk. Nothing was changed. Install that version or a later one.</source>
        <translation>Diese Daten stammen von einem neueren Aurora Desk. Es wurde nichts geändert. Installieren Sie diese oder eine spätere Version.</translation>
    </message>
    <message>
        <source>This tax is not in the list any more. Choose another one.</source>
        <translation>Diese Steuer steht nicht mehr in der Liste. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>This token belongs to another shop or table. The password stays as it is.</source>
        <translation>Dieses Token gehört zu einem anderen Laden oder einer anderen Tabelle. Das Passwort bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait {seconds} seconds, or let someone else sign in.</source>
        <translation>Zu viele falsche PINs. Warten Sie {seconds} Sekunden oder lassen Sie jemand anderen anmelden.</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Nothing was checked. Set a new password by mail to go on.</source>
        <translation>Zu viele falsche Passwörter. Es wurde nichts geprüft. Setzen Sie per E-Mail ein neues Passwort.</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Nothing was checked. Wait {seconds} seconds.</source>
        <translation>Zu viele falsche Passwörter. Es wurde nichts geprüft. Warten Sie {seconds} Sekunden.</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Wait {seconds} seconds, or sign in with your PIN.</source>
        <translation>Zu viele falsche Passwörter. Warten Sie {seconds} Sekunden oder melden Sie sich mit Ihrer PIN an.</translation>
    </message>
    <message>
        <source>Try again or give cash.</source>
        <translation>Versuchen Sie es erneut oder geben Sie Bargeld.</translation>
    </message>
    <message>
        <source>Type the code that the reader shows.</source>
        <translation>Geben Sie den Code ein, den der Kartenleser zeigt.</translation>
    </message>
    <message>
        <source>Type your email address.</source>
        <translation>Geben Sie Ihre E-Mail-Adresse ein.</translation>
    </message>
    <message>
        <source>Voiding an order needs a manager.</source>
        <translation>Eine Bestellung zu stornieren braucht die Leitung.</translation>
    </message>
    <message>
        <source>Waiting for the customer</source>
        <translation>Warten auf den Kunden</translation>
    </message>
    <message>
        <source>Waiting for the customer. The last card was declined: {why}. The customer can try another one.</source>
        <translation>Warten auf den Kunden. Die letzte Karte wurde abgelehnt: {why}. Der Kunde kann eine andere versuchen.</translation>
    </message>
    <message>
        <source>We cannot tell yet whether this was charged. Do not charge again.</source>
        <translation>Es steht noch nicht fest, ob abgebucht wurde. Nicht noch einmal abbuchen.</translation>
    </message>
    <message>
        <source>We cannot tell yet whether this was refunded. Do not refund again.</source>
        <translation>Es steht noch nicht fest, ob erstattet wurde. Nicht noch einmal erstatten.</translation>
    </message>
    <message>
        <source>What Stripe says is what the customer got.</source>
        <translation>Was Stripe sagt, hat der Kunde bekommen.</translation>
    </message>
    <message>
        <source>What Stripe says is what the customer paid.</source>
        <translation>Was Stripe sagt, hat der Kunde bezahlt.</translation>
    </message>
    <message>
        <source>What answers is not a mail server, or not to be understood. Nothing was sent. Check host and port in Email settings.</source>
        <translation>Was antwortet, ist kein Mailserver oder nicht zu verstehen. Es wurde nichts gesendet. Prüfen Sie Host und Port in den E-Mail-Einstellungen.</translation>
    </message>
    <message>
        <source>When the hold ends, the money is released and the order is unpaid.</source>
        <translation>Endet die Reservierung, wird das Geld frei und die Bestellung ist unbezahlt.</translation>
    </message>
    <message>
        <source>Write a few words.</source>
        <translation>Schreiben Sie ein paar Worte.</translation>
    </message>
    <message>
        <source>Write something first.</source>
        <translation>Schreiben Sie zuerst etwas.</translation>
    </message>
    <message>
        <source>extraFields may name {names} and the shop&apos;s own fields.</source>
        <translation>extraFields nennt {names} und die eigenen Felder des Ladens.</translation>
    </message>
    <message>
        <source>it was cancelled</source>
        <translation>sie wurde abgebrochen</translation>
    </message>
    <message>
        <source>it was cancelled at Stripe</source>
        <translation>sie wurde bei Stripe abgebrochen</translation>
    </message>
    <message>
        <source>it was cancelled at the reader</source>
        <translation>sie wurde am Kartenleser abgebrochen</translation>
    </message>
    <message>
        <source>no card was read in time</source>
        <translation>es wurde rechtzeitig keine Karte gelesen</translation>
    </message>
    <message>
        <source>not enough funds</source>
        <translation>Konto nicht gedeckt</translation>
    </message>
    <message>
        <source>paymentMethod is one of {names}.</source>
        <translation>paymentMethod ist eines von {names}.</translation>
    </message>
    <message>
        <source>the PIN was wrong</source>
        <translation>die PIN war falsch</translation>
    </message>
    <message>
        <source>the bank asks for a call</source>
        <translation>die Bank bittet um einen Anruf</translation>
    </message>
    <message>
        <source>the bank said no</source>
        <translation>die Bank hat abgelehnt</translation>
    </message>
    <message>
        <source>the card has expired</source>
        <translation>die Karte ist abgelaufen</translation>
    </message>
    <message>
        <source>the card has expired or was cancelled</source>
        <translation>die Karte ist abgelaufen oder gekündigt</translation>
    </message>
    <message>
        <source>the card is over its limit</source>
        <translation>die Karte ist über ihrem Limit</translation>
    </message>
    <message>
        <source>the card network had an error</source>
        <translation>das Kartennetz hatte einen Fehler</translation>
    </message>
    <message>
        <source>the card was reported as no longer in use</source>
        <translation>die Karte ist als nicht mehr gültig gemeldet</translation>
    </message>
    <message>
        <source>the customer cancelled</source>
        <translation>der Kunde hat abgebrochen</translation>
    </message>
    <message>
        <source>the customer disputes the payment at the bank</source>
        <translation>der Kunde ficht die Zahlung bei der Bank an</translation>
    </message>
    <message>
        <source>the payment belongs to Stripe&apos;s other mode, live or test</source>
        <translation>die Zahlung gehört zum anderen Modus von Stripe, Live oder Test</translation>
    </message>
    <message>
        <source>the reader is busy</source>
        <translation>der Kartenleser ist beschäftigt</translation>
    </message>
    <message>
        <source>the reader is not connected</source>
        <translation>der Kartenleser ist nicht verbunden</translation>
    </message>
    <message>
        <source>the reader lost its connection</source>
        <translation>der Kartenleser verlor die Verbindung</translation>
    </message>
    <message>
        <source>the shop&apos;s balance at Stripe is too low</source>
        <translation>das Guthaben des Ladens bei Stripe reicht nicht</translation>
    </message>
    <message>
        <source>too many wrong PINs</source>
        <translation>zu viele falsche PINs</translation>
    </message>
    <message>
        <source>{asked} is more than is left to refund by now. Nothing was refunded. Look at the order again.</source>
        <translation>{asked} ist mehr, als noch zu erstatten ist. Es wurde nichts erstattet. Sehen Sie die Bestellung erneut an.</translation>
    </message>
    <message>
        <source>{asked} is more than the {left} left to refund. Nothing was refunded. Look at the order again.</source>
        <translation>{asked} ist mehr als die noch zu erstattenden {left}. Es wurde nichts erstattet. Sehen Sie die Bestellung erneut an.</translation>
    </message>
    <message>
        <source>{brand} ending {last4}</source>
        <translation>{brand}, endet auf {last4}</translation>
    </message>
    <message>
        <source>{currency} amounts have at most {digits} decimals.</source>
        <translation>Beträge in {currency} haben höchstens {digits} Nachkommastellen.</translation>
    </message>
    <message>
        <source>{field} must have at most {most} characters.</source>
        <translation>{field} darf höchstens {most} Zeichen haben.</translation>
    </message>
    <message>
        <source>{line} is no longer in the catalogue. Remove the line to go on.</source>
        <translation>{line} ist nicht mehr im Katalog. Entfernen Sie die Position, um fortzufahren.</translation>
    </message>
    <message>
        <source>{name} could not be written: {reason}. Choose another place.</source>
        <translation>{name} konnte nicht geschrieben werden: {reason}. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>{name} has the code {barcode} already. No product was added. Close this and scan the code again.</source>
        <translation>{name} hat den Code {barcode} schon. Es wurde kein Produkt angelegt. Schließen Sie dies und scannen Sie den Code noch einmal.</translation>
    </message>
    <message>
        <source>{name} has to wait after wrong PINs. Somebody can end the wait.</source>
        <translation>{name} muss nach falschen PINs warten. Jemand kann die Wartezeit beenden.</translation>
    </message>
    <message>
        <source>{name} needs a new PIN. Somebody has to approve it.</source>
        <translation>{name} braucht eine neue PIN. Jemand muss sie freigeben.</translation>
    </message>
    <message>
        <source>{name} was taken out of the cart since. Nothing was changed.</source>
        <translation>{name} wurde inzwischen aus dem Warenkorb genommen. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>{path} already holds the keys of a store and is left as it is.</source>
        <translation>{path} enthält schon die Schlüssel eines Ladens und bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>{product} is sold out, and this shop sells nothing that is. Nothing was charged. Take it out of the cart to go on.</source>
        <translation>{product} ist ausverkauft, und dieser Laden verkauft nichts Ausverkauftes. Es wurde nichts berechnet. Nehmen Sie es aus dem Warenkorb, um weiterzumachen.</translation>
    </message>
    <message>
        <source>{product} is sold out. Nothing was charged. Ask whether to sell it.</source>
        <translation>{product} ist ausverkauft. Es wurde nichts berechnet. Fragen Sie, ob es verkauft werden soll.</translation>
    </message>
    <message>
        <source>{product} is sold to people of {age} or older only, and nobody has looked. Nothing was charged. Close this and press Pay again: the till asks for the age first.</source>
        <translation>{product} wird nur an Personen ab {age} Jahren verkauft, und niemand hat das Alter geprüft. Es wurde nichts berechnet. Schließen Sie dies und drücken Sie noch einmal „Kassieren“: Die Kasse fragt dann zuerst nach dem Alter.</translation>
    </message>
    <message>
        <source>{product} is sold to people of {age} or older only, and nobody has looked. Nothing was charged. Close this and take the payment of the order again: the till asks for the age first.</source>
        <translation>{product} wird nur an Personen ab {age} Jahren verkauft, und niemand hat das Alter geprüft. Es wurde nichts berechnet. Schließen Sie dies und kassieren Sie die Bestellung noch einmal: Die Kasse fragt zuerst nach dem Alter.</translation>
    </message>
    <message>
        <source>{product} is sold to people of {age} or older only, and nobody has looked. Nothing was handed over. Ask for the age first, or hand over the rest without it.</source>
        <translation>{product} wird nur an Personen ab {age} Jahren verkauft, und niemand hat das Alter geprüft. Es wurde nichts übergeben. Fragen Sie zuerst nach dem Alter oder übergeben Sie den Rest ohne diesen Artikel.</translation>
    </message>
    <message>
        <source>{sentence} The server said: {said}</source>
        <translation>{sentence} Der Server sagt: {said}</translation>
    </message>
    <message>
        <source>{till} has this cart open. Nothing was changed. Ask there to hold it, or take it over from the held carts.</source>
        <translation>{till} hat diesen Warenkorb offen. Es wurde nichts geändert. Bitten Sie dort, ihn zu parken, oder übernehmen Sie ihn aus den geparkten.</translation>
    </message>
    <message>
        <source>{till} is taking the payment of this cart. Nothing was changed. Wait until it is paid or closed.</source>
        <translation>{till} kassiert diesen Warenkorb gerade. Es wurde nichts geändert. Warten Sie, bis er bezahlt oder geschlossen ist.</translation>
    </message>
    <message>
        <source>{value} is no value for {name}.</source>
        <translation>{value} ist kein Wert für {name}.</translation>
    </message>
</context>
</TS>
