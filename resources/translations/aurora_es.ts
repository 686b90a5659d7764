<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Pedidos</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Gastado</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>Última visita</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Pedido</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Cliente</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Artículos</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Forma de pago</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Tarjeta</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>En línea</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Efectivo</translation>
    </message>
    <message>
        <source>QR code</source>
        <translation>Código QR</translation>
    </message>
    <message>
        <source>Card, other machine</source>
        <translation>Tarjeta, otro datáfono</translation>
    </message>
    <message>
        <source>Bank transfer</source>
        <translation>Transferencia</translation>
    </message>
    <message>
        <source>Own tender</source>
        <translation>Medio propio</translation>
    </message>
    <message>
        <source>Taken by Stripe</source>
        <translation>Cobrado por Stripe</translation>
    </message>
    <message>
        <source>Given back by Stripe</source>
        <translation>Devuelto por Stripe</translation>
    </message>
    <message>
        <source>Cash in the drawers</source>
        <translation>Efectivo en los cajones</translation>
    </message>
    <message>
        <source>Cash given back</source>
        <translation>Efectivo devuelto</translation>
    </message>
    <message>
        <source>Refund asked for</source>
        <translation>Devolución solicitada</translation>
    </message>
    <message>
        <source>To settle</source>
        <translation>Por resolver</translation>
    </message>
    <message>
        <source>Agrees</source>
        <translation>Coincide</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>Comparado</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Aquí</translation>
    </message>
    <message>
        <source>There</source>
        <translation>Allí</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Stripe</source>
        <translation>Stripe</translation>
    </message>
    <message>
        <source>TEST MODE</source>
        <translation>MODO DE PRUEBA</translation>
    </message>
    <message>
        <source>Still to pay</source>
        <translation>Pendiente de pago</translation>
    </message>
    <message>
        <source>Order %1</source>
        <translation>Pedido %1</translation>
    </message>
    <message>
        <source>Scan this one with your phone: how your order stands</source>
        <translation>Escanee este con su móvil: así va su pedido</translation>
    </message>
    <message>
        <source>TEST MODE · no money was taken</source>
        <translation>MODO DE PRUEBA · no se cobró dinero</translation>
    </message>
    <message>
        <source>%1 each</source>
        <translation>%1 c/u</translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>Descuento</translation>
    </message>
    <message>
        <source>Subtotal</source>
        <translation>Subtotal</translation>
    </message>
    <message>
        <source>of which %1</source>
        <translation>de ello %1</translation>
    </message>
    <message>
        <source>Sold tax-free</source>
        <translation>Vendido sin impuestos</translation>
    </message>
    <message>
        <source>Tip</source>
        <translation>Propina</translation>
    </message>
    <message>
        <source>Rounding</source>
        <translation>Redondeo</translation>
    </message>
    <message>
        <source>Received</source>
        <comment>cash</comment>
        <translation>Entregado</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambio</translation>
    </message>
    <message>
        <source>%1 × %2, came back</source>
        <translation>%1 × %2, devuelto</translation>
    </message>
    <message>
        <source>The receipt could not be printed on %1. The order is saved. Check the printer and choose Reprint.</source>
        <translation>No se pudo imprimir el ticket en %1. El pedido está guardado. Revise la impresora y elija «Reimprimir».</translation>
    </message>
    <message>
        <source>The receipt could not be saved in %1. The order is saved. Choose another folder or set up a printer, then choose Reprint.</source>
        <translation>No se pudo guardar el ticket en %1. El pedido está guardado. Elija otra carpeta o configure una impresora y luego «Reimprimir».</translation>
    </message>
    <message>
        <source>The receipt could not be saved as %1. The order is saved. Choose Reprint.</source>
        <translation>No se pudo guardar el ticket como %1. El pedido está guardado. Elija «Reimprimir».</translation>
    </message>
    <message>
        <source>Card on another machine</source>
        <translation>Tarjeta en otro datáfono</translation>
    </message>
    <message>
        <source>up to 10 days</source>
        <translation>hasta 10 días</translation>
    </message>
    <message>
        <source>with the card at the reader</source>
        <translation>con la tarjeta en el lector</translation>
    </message>
    <message>
        <source>give it back on that machine</source>
        <translation>devuélvalo en ese datáfono</translation>
    </message>
    <message>
        <source>send it back by bank transfer</source>
        <translation>devolver por transferencia</translation>
    </message>
    <message>
        <source>give it back that way</source>
        <translation>devolver del mismo modo</translation>
    </message>
    <message>
        <source>from the drawer, now</source>
        <translation>del cajón, ahora</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>Pago</translation>
    </message>
    <message>
        <source>Cash, in place of %1</source>
        <translation>Efectivo, en lugar de %1</translation>
    </message>
    <message>
        <source>%1 ending %2</source>
        <translation>%1 acabada en %2</translation>
    </message>
    <message>
        <source>contactless</source>
        <translation>sin contacto</translation>
    </message>
    <message>
        <source>chip</source>
        <translation>chip</translation>
    </message>
    <message>
        <source>swiped</source>
        <translation>banda magnética</translation>
    </message>
    <message>
        <source>%1, over the network</source>
        <translation>%1, por la red</translation>
    </message>
    <message>
        <source>Aurora Desk</source>
        <translation>Aurora Desk</translation>
    </message>
    <message>
        <source>Cart opened</source>
        <translation>Carrito abierto</translation>
    </message>
    <message>
        <source>Order placed %1</source>
        <translation>Pedido hecho: %1</translation>
    </message>
    <message>
        <source>Nothing to pay</source>
        <translation>Nada que pagar</translation>
    </message>
    <message>
        <source>Handed over for processing</source>
        <translation>Entregado para su preparación</translation>
    </message>
    <message>
        <source>Voided</source>
        <translation>Anulado</translation>
    </message>
    <message>
        <source>Not paid</source>
        <translation>Sin pagar</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>No longer wanted</source>
        <translation>Ya no se quiere</translation>
    </message>
    <message>
        <source>Rung up by mistake</source>
        <translation>Marcado por error</translation>
    </message>
    <message>
        <source>Ordered twice</source>
        <translation>Pedido dos veces</translation>
    </message>
    <message>
        <source>Ready to be collected</source>
        <translation>Listo para recoger</translation>
    </message>
    <message>
        <source>Part collected</source>
        <translation>Recogido en parte</translation>
    </message>
    <message>
        <source>Nothing is left to collect</source>
        <translation>No queda nada por recoger</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Receipt printed</source>
        <translation>Ticket impreso</translation>
    </message>
    <message>
        <source>Refund approved</source>
        <translation>Devolución autorizada</translation>
    </message>
    <message>
        <source>Void approved</source>
        <translation>Anulación autorizada</translation>
    </message>
    <message>
        <source>Discount approved</source>
        <translation>Descuento autorizado</translation>
    </message>
    <message>
        <source>Price list approved</source>
        <translation>Lista de precios autorizada</translation>
    </message>
    <message>
        <source>Selling tax-free approved</source>
        <translation>Venta sin impuestos autorizada</translation>
    </message>
    <message>
        <source>Taking over approved</source>
        <translation>Traspaso del carrito autorizado</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Autorizado</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>por %1</translation>
    </message>
    <message>
        <source>Age checked: %1 or older</source>
        <translation>Edad comprobada: %1 años o más</translation>
    </message>
    <message>
        <source>Refused: not shown to be %1 or older</source>
        <translation>Rechazado: no acreditó tener %1 años o más</translation>
    </message>
    <message>
        <source>Sold although sold out</source>
        <translation>Vendido aunque estaba agotado</translation>
    </message>
    <message>
        <source>Discount made less after a program took something out</source>
        <translation>Descuento reducido después de que un programa quitara algo</translation>
    </message>
    <message>
        <source>%1× %2</source>
        <translation>%1× %2</translation>
    </message>
    <message>
        <source>Receipt emailed</source>
        <translation>Ticket enviado por correo</translation>
    </message>
    <message>
        <source>Link to pay emailed</source>
        <translation>Enlace de pago enviado por correo</translation>
    </message>
    <message>
        <source>Receipt not emailed</source>
        <translation>Ticket no enviado por correo</translation>
    </message>
    <message>
        <source>Link to pay not emailed</source>
        <translation>Enlace de pago no enviado</translation>
    </message>
    <message>
        <source>Code shown for %1</source>
        <translation>Código mostrado por %1</translation>
    </message>
    <message>
        <source>Online payment started %1</source>
        <translation>Pago en línea iniciado: %1</translation>
    </message>
    <message>
        <source>Card payment started %1</source>
        <translation>Pago con tarjeta iniciado: %1</translation>
    </message>
    <message>
        <source>Paid %1</source>
        <translation>Pagado: %1</translation>
    </message>
    <message>
        <source>Cash %1</source>
        <translation>Efectivo %1</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Cambio %1</translation>
    </message>
    <message>
        <source>Card, other machine, slip %1</source>
        <translation>Tarjeta, otro datáfono, resguardo %1</translation>
    </message>
    <message>
        <source>Waits for a bank transfer of %1</source>
        <translation>Espera una transferencia de %1</translation>
    </message>
    <message>
        <source>Not paid before somebody has seen the money</source>
        <translation>No está pagado hasta que alguien vea el dinero</translation>
    </message>
    <message>
        <source>Payment not started</source>
        <translation>Pago no iniciado</translation>
    </message>
    <message>
        <source>Nothing was charged</source>
        <translation>No se cobró nada</translation>
    </message>
    <message>
        <source>Declined: %1</source>
        <translation>Rechazada: %1</translation>
    </message>
    <message>
        <source>Here %1</source>
        <translation>Aquí %1</translation>
    </message>
    <message>
        <source>Stripe %1</source>
        <translation>Stripe %1</translation>
    </message>
    <message>
        <source>Stripe was asked to give back %1</source>
        <translation>Se pidió a Stripe devolver %1</translation>
    </message>
    <message>
        <source>Agrees with Stripe now</source>
        <translation>Ya coincide con Stripe</translation>
    </message>
    <message>
        <source>Charge given back</source>
        <translation>Cobro devuelto</translation>
    </message>
    <message>
        <source>Charge attached</source>
        <translation>Cobro asignado</translation>
    </message>
    <message>
        <source>Refund of Stripe booked</source>
        <translation>Devolución de Stripe registrada</translation>
    </message>
    <message>
        <source>Settled otherwise</source>
        <translation>Resuelto de otro modo</translation>
    </message>
    <message>
        <source>Payment cancelled</source>
        <translation>Pago cancelado</translation>
    </message>
    <message>
        <source>Not known yet whether it was charged</source>
        <translation>Aún no se sabe si se cobró</translation>
    </message>
    <message>
        <source>Do not charge again</source>
        <translation>No vuelva a cobrar</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Dañado</translation>
    </message>
    <message>
        <source>Wrong item</source>
        <translation>Artículo equivocado</translation>
    </message>
    <message>
        <source>Changed mind</source>
        <translation>Cambio de idea</translation>
    </message>
    <message>
        <source>back to stock</source>
        <translation>de vuelta a existencias</translation>
    </message>
    <message>
        <source>Goods came back</source>
        <translation>Mercancía devuelta</translation>
    </message>
    <message>
        <source>Refund decided</source>
        <translation>Devolución decidida</translation>
    </message>
    <message>
        <source>Refunded before it was collected</source>
        <translation>Devuelto antes de recogerlo</translation>
    </message>
    <message>
        <source>Refund started %1</source>
        <translation>Devolución iniciada: %1</translation>
    </message>
    <message>
        <source>Refunded %1</source>
        <translation>Devuelto: %1</translation>
    </message>
    <message>
        <source>Refund of %1 failed</source>
        <translation>La devolución de %1 falló</translation>
    </message>
    <message>
        <source>Including %1</source>
        <translation>%1 incluido</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Devuelto</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Queda</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Pagado</translation>
    </message>
    <message>
        <source>Left to pay</source>
        <translation>Por pagar</translation>
    </message>
    <message>
        <source>%1 is paid, %2 is still to pay. The order stays Waiting and can be paid from Orders.</source>
        <translation>%1 está pagado, falta %2. El pedido queda «En espera» y puede pagarse desde «Pedidos».</translation>
    </message>
    <message>
        <source>Leave %1 part paid?</source>
        <translation>¿Dejar %1 pagado en parte?</translation>
    </message>
    <message>
        <source>Leave it waiting</source>
        <translation>Dejar en espera</translation>
    </message>
    <message>
        <source>Go on paying</source>
        <translation>Seguir cobrando</translation>
    </message>
    <message>
        <source>Slip %1</source>
        <translation>Resguardo %1</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Líneas</translation>
    </message>
    <message>
        <source>Open at %1</source>
        <translation>Abierto en %1</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>desde %1</translation>
    </message>
    <message>
        <source>Network: %1</source>
        <translation>Red: %1</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Importe</translation>
    </message>
    <message>
        <source>Tender</source>
        <translation>Medio de pago</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Antigüedad</translation>
    </message>
    <message>
        <source>Last known</source>
        <translation>Último dato</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>ahora</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>Money taken</source>
        <translation>Dinero cobrado</translation>
    </message>
    <message>
        <source>No charge can follow</source>
        <translation>Ya no puede haber cobro</translation>
    </message>
    <message>
        <source>The code is open, nobody has tried to pay</source>
        <translation>El código está abierto, nadie ha intentado pagar</translation>
    </message>
    <message>
        <source>Sent, no answer yet</source>
        <translation>Enviado, sin respuesta aún</translation>
    </message>
    <message>
        <source>Waits for a card</source>
        <translation>Espera una tarjeta</translation>
    </message>
    <message>
        <source>Card was read</source>
        <translation>Tarjeta leída</translation>
    </message>
    <message>
        <source>Customer is asked</source>
        <translation>Se pregunta al cliente</translation>
    </message>
    <message>
        <source>Bank is being asked</source>
        <translation>Se consulta al banco</translation>
    </message>
    <message>
        <source>Reserved, not taken</source>
        <translation>Reservado, no cobrado</translation>
    </message>
    <message>
        <source>Sent to the reader</source>
        <translation>Enviado al lector</translation>
    </message>
    <message>
        <source>Kept: %1</source>
        <translation>Se conserva: %1</translation>
    </message>
    <message>
        <source>Duplicate: %1</source>
        <translation>Duplicado: %1</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nada</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Teléfono</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Empresa</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>Consentimiento</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>Desde %1</translation>
    </message>
    <message>
        <source>Take payment</source>
        <translation>Cobrar</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Collected</source>
        <translation>Recogido</translation>
    </message>
    <message>
        <source>Mark ready</source>
        <translation>Marcar como listo</translation>
    </message>
    <message>
        <source>Hand over part…</source>
        <translation>Entregar parte…</translation>
    </message>
    <message>
        <source>Hand over all</source>
        <translation>Entregar todo</translation>
    </message>
    <message>
        <source>Reprint</source>
        <translation>Reimprimir</translation>
    </message>
    <message>
        <source>QR</source>
        <translation>QR</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Refund…</source>
        <translation>Devolver…</translation>
    </message>
    <message>
        <source>Void…</source>
        <translation>Anular…</translation>
    </message>
    <message>
        <source>Email receipt…</source>
        <translation>Enviar ticket…</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Copiar enlace</translation>
    </message>
    <message>
        <source>Open in Stripe</source>
        <translation>Abrir en Stripe</translation>
    </message>
    <message>
        <source>Add note…</source>
        <translation>Añadir nota…</translation>
    </message>
    <message>
        <source>Part %1 of %2</source>
        <translation>Parte %1 de %2</translation>
    </message>
    <message>
        <source>Paid %1 of %2</source>
        <translation>Pagado %1 de %2</translation>
    </message>
    <message>
        <source>Charge %1 on the other machine first. Then enter the number on its slip.</source>
        <translation>Cobre antes %1 en el otro datáfono. Luego escriba el número de su resguardo.</translation>
    </message>
    <message>
        <source>Nothing is charged here. Book it once you see %1 on the shop&apos;s account. Until then the order can wait, unpaid.</source>
        <translation>Aquí no se cobra nada. Regístrelo cuando vea %1 en la cuenta de la tienda. Hasta entonces el pedido puede esperar, sin pagar.</translation>
    </message>
    <message>
        <source>Take %1 by %2 first. Then book it: nothing is charged here.</source>
        <translation>Cobre primero %1 con %2. Después regístrelo: aquí no se cobra nada.</translation>
    </message>
    <message>
        <source>Slip number</source>
        <translation>Número del resguardo</translation>
    </message>
    <message>
        <source>It is printed on the slip. Never the card number.</source>
        <translation>Está impreso en el resguardo. Nunca el número de la tarjeta.</translation>
    </message>
    <message>
        <source>0042</source>
        <translation>0042</translation>
    </message>
    <message>
        <source>Reference on the account</source>
        <translation>Referencia en la cuenta</translation>
    </message>
    <message>
        <source>Who sent it, or what the shop&apos;s account says about it.</source>
        <translation>Quién lo envió, o lo que dice la cuenta de la tienda.</translation>
    </message>
    <message>
        <source>A. Demir, order 5001</source>
        <translation>A. Demir, pedido 5001</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referencia</translation>
    </message>
    <message>
        <source>The number on it. Never a card number.</source>
        <translation>El número que lleva. Nunca un número de tarjeta.</translation>
    </message>
    <message>
        <source>Enter the number on the slip.</source>
        <translation>Escriba el número del resguardo.</translation>
    </message>
    <message>
        <source>Enter what the account says, or let the order wait.</source>
        <translation>Introduzca lo que dice la cuenta, o deje el pedido en espera.</translation>
    </message>
    <message>
        <source>Enter the reference.</source>
        <translation>Introduzca la referencia.</translation>
    </message>
    <message>
        <source>The money is there: book %1</source>
        <translation>El dinero está: registrar %1</translation>
    </message>
    <message>
        <source>Book %1 as paid</source>
        <translation>Registrar %1 como pagado</translation>
    </message>
</context>
<context>
    <name>AcceptSheet</name>
    <message>
        <source>Settled otherwise</source>
        <translation>Resuelto de otro modo</translation>
    </message>
    <message>
        <source>No money is moved by this. Your words stay with the difference, with your name and the time.</source>
        <translation>Esto no mueve dinero. Su nota queda con la diferencia, con su nombre y la hora.</translation>
    </message>
    <message>
        <source>Paid back in cash, receipt 1042</source>
        <translation>Devuelto en efectivo, ticket 1042</translation>
    </message>
    <message>
        <source>How was it settled?</source>
        <translation>¿Cómo se resolvió?</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Mark as settled</source>
        <translation>Marcar como resuelta</translation>
    </message>
</context>
<context>
    <name>AccountBox</name>
    <message>
        <source>Send password mail</source>
        <translation>Enviar correo de contraseña</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Cuenta</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Activa</translation>
    </message>
    <message>
        <source>No account</source>
        <translation>Sin cuenta</translation>
    </message>
    <message>
        <source>The next mail can be sent in %1 s.</source>
        <translation>El próximo correo podrá enviarse en %1 s.</translation>
    </message>
    <message>
        <source>There is no email address yet. Add one below and save.</source>
        <translation>Aún no hay correo. Añádalo abajo y guarde.</translation>
    </message>
    <message>
        <source>Email is not set up. Ask the owner to set it up.</source>
        <translation>El correo no está configurado. Pida al propietario que lo configure.</translation>
    </message>
    <message>
        <source>The link would not open on the customer&apos;s phone. Ask the owner to set the shop&apos;s address.</source>
        <translation>El enlace no se abriría en el móvil del cliente. Pida al propietario que indique la dirección de la tienda.</translation>
    </message>
    <message>
        <source>The mail did not go out: %1</source>
        <translation>El correo no salió: %1</translation>
    </message>
    <message>
        <source>Not sent yet, tried again soon: %1</source>
        <translation>Aún sin enviar, se reintentará pronto: %1</translation>
    </message>
    <message>
        <source>Asked for at %1, on its way.</source>
        <translation>Pedido a las %1, en camino.</translation>
    </message>
    <message>
        <source>Sent %1, valid %2 minutes</source>
        <translation>Enviado %1, válido %2 minutos</translation>
    </message>
</context>
<context>
    <name>Adding</name>
    <message>
        <source>%1 was not added: something else is being asked. Answer that, then add it once more.</source>
        <translation>No se añadió %1: hay otra pregunta abierta. Respóndala y añádalo de nuevo.</translation>
    </message>
    <message>
        <source>%1 has no variants yet. Nothing was added. Tell the owner, or add a custom item (Ctrl+N).</source>
        <translation>%1 todavía no tiene variantes. No se añadió nada. Avise al propietario o añada un artículo libre (Ctrl+N).</translation>
    </message>
    <message>
        <source>%1 is sold out. Nothing was added. Offer something else, or ask the owner.</source>
        <translation>%1 está agotado. No se añadió nada. Ofrezca otra cosa o pregunte al propietario.</translation>
    </message>
    <message>
        <source>%1 was refused. Nothing was added.</source>
        <translation>%1 se rechazó. No se añadió nada.</translation>
    </message>
    <message>
        <source>%1 added. Total %2.</source>
        <translation>%1 añadido. Total %2.</translation>
    </message>
</context>
<context>
    <name>AddressSheet</name>
    <message>
        <source>Email address</source>
        <translation>Correo electrónico</translation>
    </message>
    <message>
        <source>name@example.com</source>
        <translation>nombre@example.com</translation>
    </message>
    <message>
        <source>Enter an email address.</source>
        <translation>Escriba un correo.</translation>
    </message>
</context>
<context>
    <name>AgeSheet</name>
    <message>
        <source>Is the customer %1 or older?</source>
        <translation>¿Tiene el cliente %1 años o más?</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d MMM yyyy</translation>
    </message>
    <message>
        <source>Born on or before</source>
        <translation>Nacido hasta el</translation>
    </message>
    <message>
        <source>%1 is sold to people of this age only. Ask for an ID that shows the date of birth.</source>
        <translation>%1 solo se vende a personas de esta edad. Pida un documento con la fecha de nacimiento.</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Rechazar</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Comprobado</translation>
    </message>
</context>
<context>
    <name>ApprovalSheet</name>
    <message>
        <source>Ask a manager</source>
        <translation>Avisar a un encargado</translation>
    </message>
    <message>
        <source>Nobody here may approve this.</source>
        <translation>Nadie aquí puede autorizarlo.</translation>
    </message>
    <message>
        <source>Not a staff badge</source>
        <translation>No es una tarjeta de empleado</translation>
    </message>
    <message>
        <source>%1 can&apos;t approve this. Ask a manager or the owner.</source>
        <translation>%1 no puede autorizarlo. Avise a un encargado o al propietario.</translation>
    </message>
    <message>
        <source>Who approves it?</source>
        <translation>¿Quién lo autoriza?</translation>
    </message>
    <message>
        <source>Tap your name or scan your badge, then enter your PIN. Both names are kept.</source>
        <translation>Toque su nombre o escanee su tarjeta y escriba su PIN. Se guardan ambos nombres.</translation>
    </message>
</context>
<context>
    <name>Assembly</name>
    <message>
        <source>The password is set. Owner sign-in on the sign-in screen takes it.</source>
        <translation>La contraseña está puesta. El acceso del propietario en la pantalla de entrada la acepta.</translation>
    </message>
</context>
<context>
    <name>Attaching</name>
    <message>
        <source>The order is made already. Its customer stays as it is.</source>
        <translation>El pedido ya está hecho. Su cliente queda como está.</translation>
    </message>
    <message>
        <source>%1 is the customer of this order.</source>
        <translation>%1 es el cliente de este pedido.</translation>
    </message>
</context>
<context>
    <name>Attempts</name>
    <message>
        <source>Not set up</source>
        <translation>Sin configurar</translation>
    </message>
    <message>
        <source>Nothing to pay</source>
        <translation>Nada que pagar</translation>
    </message>
    <message>
        <source>No card reader</source>
        <translation>Sin lector de tarjetas</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Still no connection. Nothing was charged. Take cash or another tender, or try again.</source>
        <translation>Sigue sin haber conexión. No se cobró nada. Cobre en efectivo o con otro medio, o inténtelo de nuevo.</translation>
    </message>
</context>
<context>
    <name>BeforePaying</name>
    <message>
        <source>%1 was refused. Nothing was charged. Take it out of the cart, then press Pay.</source>
        <translation>%1 se rechazó. No se cobró nada. Quítelo del carrito y pulse «Cobrar».</translation>
    </message>
</context>
<context>
    <name>BoardModel</name>
    <message>
        <source>%1: here %2, there %3, %4</source>
        <translation>%1: aquí %2, allí %3, %4</translation>
    </message>
</context>
<context>
    <name>BoardView</name>
    <message>
        <source>Which days</source>
        <translation>Qué días</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Ayer</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 días</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 días</translation>
    </message>
    <message>
        <source>Compare now</source>
        <translation>Comparar ahora</translation>
    </message>
    <message>
        <source>What was compared</source>
        <translation>Qué se comparó</translation>
    </message>
    <message>
        <source>The board could not be read</source>
        <translation>No se pudo leer el panel</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is ahead of Stripe&apos;s by %1 min.</source>
        <translation>El reloj de este ordenador va %1 min adelantado respecto a Stripe.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is behind Stripe&apos;s by %1 min.</source>
        <translation>El reloj de este ordenador va %1 min atrasado respecto a Stripe.</translation>
    </message>
    <message>
        <source>Sales stand on the wrong time of day. Set the clock of the computer.</source>
        <translation>Las ventas quedan con una hora equivocada. Ponga en hora el ordenador.</translation>
    </message>
    <message>
        <source>Agrees</source>
        <translation>Coincide</translation>
    </message>
    <message>
        <source>Everything agrees.</source>
        <translation>Todo coincide.</translation>
    </message>
    <message>
        <source>Differs</source>
        <translation>Difiere</translation>
    </message>
    <message>
        <source>The sums differ. Compare now, then look again.</source>
        <translation>Las sumas difieren. Compare ahora y vuelva a mirar.</translation>
    </message>
    <message numerus="yes">
        <source>%n differences to settle</source>
        <translation>
            <numerusform>%n diferencia por resolver</numerusform>
            <numerusform>%n diferencias por resolver</numerusform>
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
        <translation>En curso</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>elegido</translation>
    </message>
</context>
<context>
    <name>ByAmount</name>
    <message>
        <source>This part</source>
        <translation>Esta parte</translation>
    </message>
    <message>
        <source>Left for others</source>
        <translation>Queda para otros</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Add this part</source>
        <translation>Añadir esta parte</translation>
    </message>
    <message>
        <source>Enter an amount</source>
        <translation>Escriba un importe</translation>
    </message>
    <message>
        <source>A part is less than %1</source>
        <translation>Una parte es menos de %1</translation>
    </message>
</context>
<context>
    <name>ByLine</name>
    <message>
        <source>What does this person pay for?</source>
        <translation>¿Qué paga esta persona?</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Líneas</translation>
    </message>
    <message>
        <source>Add part of %1</source>
        <translation>Añadir parte de %1</translation>
    </message>
    <message>
        <source>Choose the lines of one person</source>
        <translation>Elija las líneas de una persona</translation>
    </message>
    <message>
        <source>Only %1 is left to split</source>
        <translation>Solo queda %1 por dividir</translation>
    </message>
</context>
<context>
    <name>Calendar</name>
    <message>
        <source>%1, on %2</source>
        <translation>%1, en %2</translation>
    </message>
</context>
<context>
    <name>CameraSheet</name>
    <message>
        <source>Scan with the camera</source>
        <translation>Escanear con la cámara</translation>
    </message>
    <message>
        <source>The camera needs a part that is not installed</source>
        <translation>A la cámara le falta una parte no instalada</translation>
    </message>
    <message>
        <source>Add it with “pip install &apos;aurora-desk[camera]&apos;” where Aurora Desk is installed, then start the desk again. A scanner works without it.</source>
        <translation>Añádala con «pip install &apos;aurora-desk[camera]&apos;» donde está instalado Aurora Desk y reinicie. Un escáner funciona sin ella.</translation>
    </message>
    <message>
        <source>This computer has no camera that can be used</source>
        <translation>Este ordenador no tiene una cámara utilizable</translation>
    </message>
    <message>
        <source>Connect one and open this again. A scanner works without it.</source>
        <translation>Conecte una y abra esto de nuevo. Un escáner funciona sin ella.</translation>
    </message>
    <message>
        <source>Hold the code in front of the camera.</source>
        <translation>Ponga el código ante la cámara.</translation>
    </message>
</context>
<context>
    <name>CardController</name>
    <message>
        <source>Cancelled. Nothing was charged.</source>
        <translation>Cancelado. No se cobró nada.</translation>
    </message>
    <message>
        <source>The reader does not answer. Checking whether the payment went through…</source>
        <translation>El lector no responde. Se comprueba si el pago se hizo…</translation>
    </message>
</context>
<context>
    <name>CardPanel</name>
    <message>
        <source>Card readers</source>
        <translation>Lectores de tarjetas</translation>
    </message>
    <message>
        <source>the reader</source>
        <translation>el lector</translation>
    </message>
    <message>
        <source>Ready for a card</source>
        <translation>Listo para una tarjeta</translation>
    </message>
    <message>
        <source>Sending to %1…</source>
        <translation>Enviando a %1…</translation>
    </message>
    <message>
        <source>Ask the customer to tap, insert or swipe</source>
        <translation>Pida al cliente que acerque, inserte o deslice la tarjeta</translation>
    </message>
    <message>
        <source>Approving. Do not cancel.</source>
        <translation>Autorizando. No cancele.</translation>
    </message>
    <message>
        <source>Cancelling on %1…</source>
        <translation>Cancelando en %1…</translation>
    </message>
    <message>
        <source>Checking that nothing was charged.</source>
        <translation>Se comprueba que no se cobró nada.</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Pagado</translation>
    </message>
    <message>
        <source>Cards need a connection</source>
        <translation>Las tarjetas necesitan conexión</translation>
    </message>
    <message>
        <source>Stripe cannot be reached. Nothing was charged. Take cash or another tender, or try again.</source>
        <translation>No se puede contactar con Stripe. No se cobró nada. Cobre en efectivo o con otro medio, o inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Nobody has tapped for two minutes. Cancelling proves that nothing was charged.</source>
        <translation>Nadie ha acercado una tarjeta en dos minutos. Cancelar demuestra que no se cobró nada.</translation>
    </message>
    <message>
        <source>%1 is waiting for the card · %2</source>
        <translation>%1 espera la tarjeta · %2</translation>
    </message>
    <message>
        <source>Looking for card readers…</source>
        <translation>Buscando lectores de tarjetas…</translation>
    </message>
    <message>
        <source>No card reader is paired with this shop. Take cash.</source>
        <translation>Ningún lector está vinculado a esta tienda. Cobre en efectivo.</translation>
    </message>
    <message>
        <source>Nothing was charged yet.</source>
        <translation>Aún no se ha cobrado nada.</translation>
    </message>
    <message>
        <source>Choose a reader.</source>
        <translation>Elija un lector.</translation>
    </message>
    <message>
        <source>Send to %1</source>
        <translation>Enviar a %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Cancel on reader</source>
        <translation>Cancelar en el lector</translation>
    </message>
    <message>
        <source>Send to reader</source>
        <translation>Enviar al lector</translation>
    </message>
    <message>
        <source>Use another reader</source>
        <translation>Usar otro lector</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Other method</source>
        <translation>Otra forma de pago</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation>Siguiente cliente</translation>
    </message>
</context>
<context>
    <name>CartController</name>
    <message>
        <source>Something else was changed since. Ctrl+Z takes changes back one by one.</source>
        <translation>Después se cambió otra cosa. Ctrl+Z deshace los cambios uno a uno.</translation>
    </message>
    <message>
        <source>The cart is not read yet. Nothing was changed. Try again in a moment.</source>
        <translation>El carrito aún no se ha leído. No se cambió nada. Inténtelo de nuevo en un momento.</translation>
    </message>
    <message>
        <source>This cart is being paid. Nothing was changed. Close payment first.</source>
        <translation>Este carrito se está pagando. No se cambió nada. Cierre antes el pago.</translation>
    </message>
    <message>
        <source>Another cart is open by now. Nothing was changed.</source>
        <translation>Ya hay otro carrito abierto. No se cambió nada.</translation>
    </message>
</context>
<context>
    <name>CartDesk</name>
    <message>
        <source>Note on the cart</source>
        <translation>Nota del carrito</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Collected at five</source>
        <translation>Se recoge a las cinco</translation>
    </message>
    <message>
        <source>The order keeps it. It is not printed on the receipt.</source>
        <translation>Queda en el pedido. No se imprime en el ticket.</translation>
    </message>
    <message>
        <source>Save note</source>
        <translation>Guardar nota</translation>
    </message>
    <message>
        <source>Cart cleared.</source>
        <translation>Carrito vaciado.</translation>
    </message>
    <message>
        <source>Another cart is open by now. No prices were changed. Choose the price list once more.</source>
        <translation>Ya hay otro carrito abierto. No se cambió ningún precio. Elija de nuevo la lista de precios.</translation>
    </message>
</context>
<context>
    <name>CartLineModel</name>
    <message>
        <source>%1 per unit</source>
        <translation>%1 por unidad</translation>
    </message>
    <message>
        <source>%1 each</source>
        <translation>%1 c/u</translation>
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
        <translation>Carrito</translation>
    </message>
</context>
<context>
    <name>CartMarks</name>
    <message>
        <source>Tax-free</source>
        <translation>Sin impuestos</translation>
    </message>
    <message>
        <source>%1 prices</source>
        <translation>Precios: %1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>Nota: %1</translation>
    </message>
</context>
<context>
    <name>CartMenu</name>
    <message>
        <source>More for the cart</source>
        <translation>Más para el carrito</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>Nota…</translation>
    </message>
    <message>
        <source>Tax-free</source>
        <translation>Sin impuestos</translation>
    </message>
    <message>
        <source>Price list</source>
        <translation>Lista de precios</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Deshacer el último cambio</translation>
    </message>
    <message>
        <source>Clear the cart</source>
        <translation>Vaciar el carrito</translation>
    </message>
    <message>
        <source>Usual prices</source>
        <translation>Precios normales</translation>
    </message>
</context>
<context>
    <name>CartNews</name>
    <message>
        <source>A program on the network made this cart an order. It is in Orders; a new cart is open.</source>
        <translation>Un programa de la red convirtió este carrito en pedido. Está en «Pedidos»; hay un carrito nuevo abierto.</translation>
    </message>
    <message>
        <source>A program on the network took something out of this cart. A discount would have been more than was allowed, so it is less now. Look at the total.</source>
        <translation>Un programa de la red quitó algo de este carrito. Un descuento habría sido mayor de lo permitido y ahora es menor. Revise el total.</translation>
    </message>
    <message>
        <source>%1 took this cart over. Nothing in it is lost; a new cart is open here.</source>
        <translation>%1 se llevó este carrito. No se pierde nada; aquí hay uno nuevo abierto.</translation>
    </message>
</context>
<context>
    <name>CartPanel</name>
    <message>
        <source>Cart</source>
        <translation>Carrito</translation>
    </message>
    <message>
        <source>Scan or tap a product</source>
        <translation>Escanee o toque un producto</translation>
    </message>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n artículo</numerusform>
            <numerusform>%n artículos</numerusform>
        </translation>
    </message>
    <message>
        <source>Add an item first</source>
        <translation>Añada antes un artículo</translation>
    </message>
    <message>
        <source>Last order %1 · %2</source>
        <translation>Último pedido %1 · %2</translation>
    </message>
    <message>
        <source>Reprint</source>
        <translation>Reimprimir</translation>
    </message>
    <message>
        <source>Discount on the cart (Shift+F4)</source>
        <translation>Descuento en el carrito (Mayús+F4)</translation>
    </message>
    <message>
        <source>Hold the cart (F6)</source>
        <translation>Aparcar el carrito (F6)</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Efectivo</translation>
    </message>
    <message>
        <source>Open shift first</source>
        <translation>Abra antes el turno</translation>
    </message>
    <message>
        <source>Add an item</source>
        <translation>Añada un artículo</translation>
    </message>
</context>
<context>
    <name>CashPanel</name>
    <message>
        <source>Exact</source>
        <translation>Exacto</translation>
    </message>
    <message>
        <source>Change to give</source>
        <translation>Cambio a devolver</translation>
    </message>
    <message>
        <source>Still to pay</source>
        <translation>Pendiente de pago</translation>
    </message>
    <message>
        <source>Take cash</source>
        <translation>Cobrar en efectivo</translation>
    </message>
    <message>
        <source>Complete the order</source>
        <translation>Completar el pedido</translation>
    </message>
    <message>
        <source>Take cash and open drawer</source>
        <translation>Cobrar y abrir el cajón</translation>
    </message>
    <message>
        <source>Received</source>
        <comment>cash</comment>
        <translation>Entregado</translation>
    </message>
    <message>
        <source>The smallest coin is %1</source>
        <translation>La moneda más pequeña es %1</translation>
    </message>
    <message>
        <source>Enter the amount that the customer gave</source>
        <translation>Escriba lo que dio el cliente</translation>
    </message>
    <message>
        <source>Take %1 and continue</source>
        <translation>Cobrar %1 y seguir</translation>
    </message>
</context>
<context>
    <name>Clients</name>
    <message>
        <source>A program on this computer</source>
        <translation>Un programa en este ordenador</translation>
    </message>
</context>
<context>
    <name>CodeSheet</name>
    <message>
        <source>Order %1</source>
        <translation>Pedido %1</translation>
    </message>
    <message>
        <source>Code of order %1</source>
        <translation>Código del pedido %1</translation>
    </message>
    <message>
        <source>Scan it at any till of this shop to open the order.</source>
        <translation>Escanéelo en cualquier caja de esta tienda para abrir el pedido.</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Copiar código</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Copiar enlace</translation>
    </message>
    <message>
        <source>The page that shows the customer how the order stands</source>
        <translation>La página que muestra al cliente cómo va el pedido</translation>
    </message>
</context>
<context>
    <name>CollectRow</name>
    <message>
        <source>One less</source>
        <translation>Uno menos</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>Uno más</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
</context>
<context>
    <name>CollectSheet</name>
    <message>
        <source>Part of order %1</source>
        <translation>Parte del pedido %1</translation>
    </message>
    <message>
        <source>What the customer takes now. The rest stays here.</source>
        <translation>Lo que el cliente se lleva ahora. El resto queda aquí.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>What the customer takes</source>
        <translation>Lo que se lleva el cliente</translation>
    </message>
    <message numerus="yes">
        <source>Hand over %n items</source>
        <translation>
            <numerusform>Entregar %n artículo</numerusform>
            <numerusform>Entregar %n artículos</numerusform>
        </translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>Entregar</translation>
    </message>
    <message>
        <source>Choose what the customer takes.</source>
        <translation>Elija lo que se lleva el cliente.</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Orders</source>
        <translation>Pedidos</translation>
    </message>
    <message>
        <source>Stripe</source>
        <translation>Stripe</translation>
    </message>
    <message>
        <source>Drawer</source>
        <translation>Cajón</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Recibido</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Devuelto</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Queda</translation>
    </message>
    <message>
        <source>Stripe is not set up, so there is nothing to compare with.</source>
        <translation>Stripe no está configurado, así que no hay con qué comparar.</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>Fondo de caja</translation>
    </message>
    <message>
        <source>Cash taken</source>
        <translation>Efectivo cobrado</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambio</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otro</translation>
    </message>
    <message>
        <source>Expected now</source>
        <translation>Esperado ahora</translation>
    </message>
    <message>
        <source>Tips among it: %1</source>
        <translation>Propinas incluidas: %1</translation>
    </message>
    <message>
        <source>Not compared yet</source>
        <translation>Aún sin comparar</translation>
    </message>
    <message numerus="yes">
        <source>%n payments since then: %1</source>
        <translation>
            <numerusform>%n pago desde entonces: %1</numerusform>
            <numerusform>%n pagos desde entonces: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Compared just now</source>
        <translation>Comparado ahora mismo</translation>
    </message>
    <message>
        <source>Compared %1 min ago</source>
        <translation>Comparado hace %1 min</translation>
    </message>
    <message>
        <source>Compared %1</source>
        <translation>Comparado: %1</translation>
    </message>
</context>
<context>
    <name>Connection</name>
    <message>
        <source>A card reader is offline. Cash and QR codes work, and so do other readers.</source>
        <translation>Un lector de tarjetas está sin conexión. El efectivo y los códigos QR funcionan, y los demás lectores también.</translation>
    </message>
    <message>
        <source>The card reader is offline. Cash and QR codes work; cards wait.</source>
        <translation>El lector de tarjetas está sin conexión. El efectivo y los códigos QR funcionan; las tarjetas esperan.</translation>
    </message>
    <message>
        <source>No connection. Cash works; cards and QR codes wait.</source>
        <translation>Sin conexión. El efectivo funciona; las tarjetas y los códigos QR esperan.</translation>
    </message>
    <message>
        <source>Connected. Cards work again.</source>
        <translation>Conectado. Las tarjetas vuelven a funcionar.</translation>
    </message>
</context>
<context>
    <name>Course</name>
    <message>
        <source>Nothing to pay</source>
        <translation>Nada que pagar</translation>
    </message>
    <message>
        <source>Needs a connection</source>
        <translation>Necesita conexión</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Back to cash</source>
        <translation>Volver a efectivo</translation>
    </message>
    <message>
        <source>%1 waits for a bank transfer of %2. It is not paid: take the payment once the money is there.</source>
        <translation>%1 espera una transferencia de %2. No está pagado: registre el pago cuando llegue el dinero.</translation>
    </message>
    <message>
        <source>The card was charged. The order could not be read just now. Do not charge again.</source>
        <translation>Se cobró en la tarjeta. El pedido no se pudo leer ahora. No vuelva a cobrar.</translation>
    </message>
    <message>
        <source>%1 of this order was paid somewhere else. %2 is still to pay.</source>
        <translation>%1 de este pedido se pagó en otro sitio. Falta %2 por pagar.</translation>
    </message>
    <message>
        <source>Go on paying</source>
        <translation>Seguir cobrando</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>The link goes to %1.</source>
        <translation>El enlace va a %1.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>Creating</name>
    <message>
        <source>%1 was not added: something else is being asked. Answer that, then add it once more.</source>
        <translation>No se añadió %1: hay otra pregunta abierta. Respóndala y añádalo de nuevo.</translation>
    </message>
    <message>
        <source>A manager or the owner approves it with a PIN when you are done. Fetch one of them.</source>
        <translation>El encargado o el propietario lo autoriza al final con un PIN. Avise a uno de ellos.</translation>
    </message>
</context>
<context>
    <name>CustomItemSheet</name>
    <message>
        <source>Custom item</source>
        <translation>Artículo libre</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Catering for six</source>
        <translation>Catering para seis</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Precio</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>Impuesto</translation>
    </message>
    <message>
        <source>Add for %1</source>
        <translation>Añadir por %1</translation>
    </message>
    <message>
        <source>Give the item a name.</source>
        <translation>Dé un nombre al artículo.</translation>
    </message>
    <message>
        <source>Type the price first.</source>
        <translation>Escriba primero el precio.</translation>
    </message>
</context>
<context>
    <name>CustomerChip</name>
    <message>
        <source>Add customer</source>
        <translation>Añadir cliente</translation>
    </message>
    <message>
        <source>Add customer (F3)</source>
        <translation>Añadir cliente (F3)</translation>
    </message>
    <message>
        <source>Regular</source>
        <translation>Habitual</translation>
    </message>
    <message>
        <source>Remove the customer</source>
        <translation>Quitar el cliente</translation>
    </message>
    <message>
        <source>No orders yet</source>
        <translation>Aún no hay pedidos</translation>
    </message>
    <message numerus="yes">
        <source>%n orders</source>
        <translation>
            <numerusform>%n pedido</numerusform>
            <numerusform>%n pedidos</numerusform>
        </translation>
    </message>
    <message>
        <source>last visit today</source>
        <translation>última visita hoy</translation>
    </message>
    <message>
        <source>last visit yesterday</source>
        <translation>última visita ayer</translation>
    </message>
    <message>
        <source>last visit %1</source>
        <translation>última visita %1</translation>
    </message>
</context>
<context>
    <name>CustomerCodeSheet</name>
    <message>
        <source>Code of %1</source>
        <translation>Código de %1</translation>
    </message>
    <message>
        <source>Scan it on Sell to put the customer on the cart, here to open the customer.</source>
        <translation>Escanéelo en «Venta» para poner al cliente en el carrito, aquí para abrirlo.</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Copiar código</translation>
    </message>
</context>
<context>
    <name>CustomerDeeds</name>
    <message>
        <source>Send a password mail?</source>
        <translation>¿Enviar un correo de contraseña?</translation>
    </message>
    <message>
        <source>It goes to %1, with a link to set a new password.</source>
        <translation>Va a %1, con un enlace para crear una contraseña nueva.</translation>
    </message>
    <message>
        <source>Send mail</source>
        <translation>Enviar correo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>The mail to %1 is on its way</source>
        <translation>El correo a %1 está en camino</translation>
    </message>
    <message>
        <source>Code copied</source>
        <translation>Código copiado</translation>
    </message>
    <message>
        <source>Merged into %1</source>
        <translation>Unido a %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>The two customers are separate again</source>
        <translation>Los dos clientes vuelven a estar separados</translation>
    </message>
    <message>
        <source>The customer was erased. Orders keep their figures.</source>
        <translation>El cliente se borró. Los pedidos conservan sus cifras.</translation>
    </message>
</context>
<context>
    <name>CustomerDetail</name>
    <message>
        <source>No orders yet</source>
        <translation>Aún no hay pedidos</translation>
    </message>
    <message>
        <source>Start a cart</source>
        <translation>Nuevo carrito</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Pedidos</translation>
    </message>
    <message>
        <source>What is shown of the customer</source>
        <translation>Qué se muestra del cliente</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notas</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>No email</source>
        <translation>Sin correo</translation>
    </message>
    <message>
        <source>No phone number</source>
        <translation>Sin teléfono</translation>
    </message>
    <message>
        <source>Notes · %1</source>
        <translation>Notas · %1</translation>
    </message>
    <message numerus="yes">
        <source>%n orders</source>
        <translation>
            <numerusform>%n pedido</numerusform>
            <numerusform>%n pedidos</numerusform>
        </translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>desde %1</translation>
    </message>
    <message>
        <source>Customer code</source>
        <translation>Código de cliente</translation>
    </message>
    <message>
        <source>Merge with a duplicate…</source>
        <translation>Unir con un duplicado…</translation>
    </message>
    <message>
        <source>Undo merge with %1 (%2)</source>
        <translation>Deshacer unión con %1 (%2)</translation>
    </message>
    <message>
        <source>Export data…</source>
        <translation>Exportar datos…</translation>
    </message>
    <message>
        <source>Erase customer…</source>
        <translation>Borrar cliente…</translation>
    </message>
</context>
<context>
    <name>CustomerExporting</name>
    <message>
        <source>Export data</source>
        <translation>Exportar datos</translation>
    </message>
    <message>
        <source>Zip file (*.zip)</source>
        <translation>Archivo Zip (*.zip)</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>Exportado a %1</translation>
    </message>
    <message numerus="yes">
        <source>%n orders</source>
        <translation>
            <numerusform>%n pedido</numerusform>
            <numerusform>%n pedidos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n notes</source>
        <translation>
            <numerusform>%n nota</numerusform>
            <numerusform>%n notas</numerusform>
        </translation>
    </message>
    <message>
        <source>Profile, %1, %2</source>
        <translation>Perfil, %1, %2</translation>
    </message>
    <message>
        <source>It holds all that the shop keeps of %1. Hand it to nobody else, and delete it here once it is handed over.</source>
        <translation>Contiene todo lo que la tienda guarda de %1. No lo entregue a nadie más y bórrelo aquí en cuanto lo haya entregado.</translation>
    </message>
</context>
<context>
    <name>CustomerList</name>
    <message>
        <source>Name, email, phone or last digits</source>
        <translation>Nombre, correo, teléfono o últimas cifras</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>Cliente nuevo</translation>
    </message>
    <message>
        <source>Which customers</source>
        <translation>Qué clientes</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>Regulars</source>
        <translation>Habituales</translation>
    </message>
    <message>
        <source>At least %1 orders in the last %2 days</source>
        <translation>Al menos %1 pedidos en los últimos %2 días</translation>
    </message>
    <message>
        <source>With account</source>
        <translation>Con cuenta</translation>
    </message>
    <message>
        <source>No consent</source>
        <translation>Sin consentimiento</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Clientes</translation>
    </message>
    <message>
        <source>Nothing matches &apos;%1&apos;</source>
        <translation>Nada coincide con «%1»</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Quitar filtro</translation>
    </message>
    <message>
        <source>No regulars yet</source>
        <translation>Aún no hay habituales</translation>
    </message>
    <message>
        <source>Nobody has an account yet</source>
        <translation>Nadie tiene cuenta aún</translation>
    </message>
    <message>
        <source>Everybody may be written to</source>
        <translation>Se puede escribir a todos</translation>
    </message>
    <message>
        <source>Who orders often within 90 days appears here by itself.</source>
        <translation>Quien pide a menudo en 90 días aparece aquí solo.</translation>
    </message>
    <message>
        <source>An account begins with a password, by your web shop or by mail.</source>
        <translation>Una cuenta empieza con una contraseña, en su tienda web o por correo.</translation>
    </message>
    <message>
        <source>Customers without consent to be written to appear here.</source>
        <translation>Aquí aparecen los clientes sin consentimiento para escribirles.</translation>
    </message>
    <message>
        <source>Add people who buy often: their orders are then found by name.</source>
        <translation>Añada a quienes compran a menudo: sus pedidos se encuentran por el nombre.</translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation>Aún no hay clientes</translation>
    </message>
</context>
<context>
    <name>CustomerPicker</name>
    <message>
        <source>%1 is the customer of this cart.</source>
        <translation>%1 es el cliente de este carrito.</translation>
    </message>
    <message>
        <source>%1 was taken off the cart.</source>
        <translation>%1 se quitó del carrito.</translation>
    </message>
    <message>
        <source>%1 was added to the customers, but is not the customer of this cart. F3 chooses one.</source>
        <translation>%1 se añadió a los clientes, pero no es el cliente de este carrito. F3 elige uno.</translation>
    </message>
</context>
<context>
    <name>CustomerSheet</name>
    <message>
        <source>Customer</source>
        <translation>Cliente</translation>
    </message>
    <message>
        <source>Name, email, phone or last digits</source>
        <translation>Nombre, correo, teléfono o últimas cifras</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Clientes</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Lena Bergström</source>
        <translation>Lena Bergström</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>Cliente nuevo</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Add to cart</source>
        <translation>Añadir al carrito</translation>
    </message>
    <message>
        <source>Save and add to cart</source>
        <translation>Guardar y añadir al carrito</translation>
    </message>
    <message>
        <source>Nobody matches “%1”</source>
        <translation>Nadie coincide con «%1»</translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation>Aún no hay clientes</translation>
    </message>
    <message>
        <source>Add the person with New customer.</source>
        <translation>Añada a la persona con «Cliente nuevo».</translation>
    </message>
    <message>
        <source>Choose a customer first</source>
        <translation>Elija antes un cliente</translation>
    </message>
    <message>
        <source>%1 has this email address.</source>
        <translation>%1 tiene este correo.</translation>
    </message>
    <message>
        <source>There is a customer %1 already.</source>
        <translation>Ya hay un cliente %1.</translation>
    </message>
    <message>
        <source>Add %1 to the cart</source>
        <translation>Añadir %1 al carrito</translation>
    </message>
    <message>
        <source>Discard the new customer?</source>
        <translation>¿Descartar el cliente nuevo?</translation>
    </message>
    <message>
        <source>Name and email are enough; the rest can follow on the Customers screen.</source>
        <translation>Bastan nombre y correo; lo demás puede completarse en «Clientes».</translation>
    </message>
    <message>
        <source>Give a name or an email address.</source>
        <translation>Indique un nombre o un correo.</translation>
    </message>
</context>
<context>
    <name>CustomersScreen</name>
    <message>
        <source>Choose a customer</source>
        <translation>Elija un cliente</translation>
    </message>
    <message>
        <source>Contact, orders, notes and the account are shown here.</source>
        <translation>Aquí se muestran contacto, pedidos, notas y cuenta.</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Guardado</translation>
    </message>
    <message>
        <source>This is not an email address.</source>
        <translation>No es un correo.</translation>
    </message>
    <message>
        <source>%1 was added</source>
        <translation>Se añadió a %1</translation>
    </message>
</context>
<context>
    <name>DaysSheet</name>
    <message>
        <source>Which days?</source>
        <translation>¿Qué días?</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Calendario</translation>
    </message>
    <message>
        <source>Show orders</source>
        <translation>Ver pedidos</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Ayer</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 días</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 días</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>Mes anterior</translation>
    </message>
    <message>
        <source>Month after</source>
        <translation>Mes siguiente</translation>
    </message>
    <message>
        <source>Choose the first day.</source>
        <translation>Elija el primer día.</translation>
    </message>
    <message>
        <source>From %1. Choose the last day.</source>
        <translation>Desde %1. Elija el último día.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 a %2</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>DetailsPage</name>
    <message>
        <source>May be written to</source>
        <translation>Se le puede escribir</translation>
    </message>
    <message>
        <source>First name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Apellidos</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>Se muestra como</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Teléfono</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Empresa</translation>
    </message>
    <message>
        <source>Street and number</source>
        <translation>Calle y número</translation>
    </message>
    <message>
        <source>Postcode</source>
        <translation>Código postal</translation>
    </message>
    <message>
        <source>City</source>
        <translation>Ciudad</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>País</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>Desde %1</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
</context>
<context>
    <name>Discarding</name>
    <message>
        <source>Leave without saving?</source>
        <translation>¿Salir sin guardar?</translation>
    </message>
    <message>
        <source>What you typed has not been saved.</source>
        <translation>Lo escrito no se ha guardado.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Seguir editando</translation>
    </message>
</context>
<context>
    <name>DiscountSheet</name>
    <message>
        <source>Kind of discount</source>
        <translation>Tipo de descuento</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>Porcentaje</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Importe</translation>
    </message>
    <message>
        <source>New price</source>
        <translation>Precio nuevo</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>No reason</source>
        <translation>Sin motivo</translation>
    </message>
    <message>
        <source>Regular</source>
        <translation>Habitual</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>Personal</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Dañado</translation>
    </message>
    <message>
        <source>Goodwill</source>
        <translation>Cortesía</translation>
    </message>
    <message>
        <source>No discount</source>
        <translation>Sin descuento</translation>
    </message>
    <message>
        <source>Percent off</source>
        <translation>Porcentaje de descuento</translation>
    </message>
    <message>
        <source>New price each</source>
        <translation>Precio nuevo por unidad</translation>
    </message>
    <message>
        <source>Amount off</source>
        <translation>Importe de descuento</translation>
    </message>
    <message>
        <source>Give discount %1</source>
        <translation>Dar descuento %1</translation>
    </message>
    <message>
        <source>A discount is at most 100 %.</source>
        <translation>Un descuento es como máximo del 100 %.</translation>
    </message>
    <message>
        <source>This takes nothing off. Type a discount first.</source>
        <translation>Esto no descuenta nada. Escriba antes un descuento.</translation>
    </message>
</context>
<context>
    <name>DonePanel</name>
    <message>
        <source>Code of the order</source>
        <translation>Código del pedido</translation>
    </message>
    <message>
        <source>Change to give</source>
        <translation>Cambio a devolver</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Imprimir</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>QR</source>
        <translation>QR</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation>Siguiente cliente</translation>
    </message>
    <message>
        <source>Paid %1</source>
        <translation>Pagado: %1</translation>
    </message>
    <message>
        <source>Tip %1</source>
        <translation>Propina %1</translation>
    </message>
    <message>
        <source>It was paid somewhere else while this was open.</source>
        <translation>Se pagó en otro sitio mientras esto estaba abierto.</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Receipt · %1</source>
        <translation>Ticket · %1</translation>
    </message>
    <message>
        <source>Change to give %1</source>
        <translation>Cambio a devolver %1</translation>
    </message>
    <message>
        <source>Back to Sell in %1 s</source>
        <translation>Vuelta a «Venta» en %1 s</translation>
    </message>
</context>
<context>
    <name>DoorHelp</name>
    <message>
        <source>Nobody else here may do this. The owner sets a PIN with “aurora-desk people pin”.</source>
        <translation>Nadie más aquí puede hacerlo. El propietario pone un PIN con «aurora-desk people pin».</translation>
    </message>
    <message>
        <source>The new PIN is set. Enter it to sign in.</source>
        <translation>El PIN nuevo está puesto. Escríbalo para entrar.</translation>
    </message>
    <message>
        <source>The wait is over. Enter your PIN.</source>
        <translation>La espera terminó. Escriba su PIN.</translation>
    </message>
</context>
<context>
    <name>EarlyDeeds</name>
    <message>
        <source>Not added: %1. The cart could not be read. Add it again in a moment.</source>
        <translation>No se ha añadido: %1. No se ha podido leer el carrito. Vuelva a añadirlo en un momento.</translation>
    </message>
    <message>
        <source>Not added: %1. The till was locked before the cart was read. Add it again.</source>
        <translation>No se ha añadido: %1. La caja se bloqueó antes de leer el carrito. Vuelva a añadirlo.</translation>
    </message>
</context>
<context>
    <name>EraseSheet</name>
    <message>
        <source>Erase %1?</source>
        <translation>¿Borrar a %1?</translation>
    </message>
    <message>
        <source>Name, contact, notes and account are erased for good, and the addresses, notes and typed reasons of all orders. Nobody can bring them back.</source>
        <translation>El nombre, el contacto, las notas y la cuenta se borran para siempre, y también las direcciones, las notas y los motivos escritos de todos los pedidos. Nadie puede recuperarlos.</translation>
    </message>
    <message>
        <source>Orders keep their numbers, products and amounts. Backups made before today still hold the data until they are deleted.</source>
        <translation>Los pedidos conservan números, productos e importes. Las copias anteriores a hoy guardan los datos hasta que se borren.</translation>
    </message>
    <message>
        <source>Type the name to confirm</source>
        <translation>Escriba el nombre para confirmar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Erase customer</source>
        <translation>Borrar cliente</translation>
    </message>
    <message>
        <source>This is not the name. Nothing was erased. Type %1.</source>
        <translation>No es el nombre. No se borró nada. Escriba %1.</translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Writing %1</source>
        <translation>Escribiendo %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message numerus="yes">
        <source>%n orders</source>
        <translation>
            <numerusform>%n pedido</numerusform>
            <numerusform>%n pedidos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Favourites</name>
    <message>
        <source>Product</source>
        <translation>Producto</translation>
    </message>
    <message>
        <source>Remove from favourites</source>
        <translation>Quitar de favoritos</translation>
    </message>
    <message>
        <source>Add to favourites</source>
        <translation>Añadir a favoritos</translation>
    </message>
    <message>
        <source>%1 is a favourite now.</source>
        <translation>%1 ya es favorito.</translation>
    </message>
    <message>
        <source>%1 is no favourite any more.</source>
        <translation>%1 ya no es favorito.</translation>
    </message>
</context>
<context>
    <name>Field</name>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
</context>
<context>
    <name>FileQuestion</name>
    <message>
        <source>A file of this name is there already. What is in it now is lost.</source>
        <translation>Ya hay un archivo con ese nombre. Lo que contiene ahora se pierde.</translation>
    </message>
    <message>
        <source>Replace %1?</source>
        <translation>¿Sustituir %1?</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Sustituir</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>Elegir otro nombre</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>Remove the filter %1</source>
        <translation>Quitar el filtro %1</translation>
    </message>
    <message>
        <source>Remove this filter</source>
        <translation>Quitar este filtro</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Which orders</source>
        <translation>Qué pedidos</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>To collect</source>
        <translation>Por recoger</translation>
    </message>
    <message>
        <source>Refunds</source>
        <translation>Devoluciones</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>Days…</source>
        <translation>Días…</translation>
    </message>
    <message>
        <source>Choose days</source>
        <translation>Elegir días</translation>
    </message>
    <message numerus="yes">
        <source>%n payments to check</source>
        <translation>
            <numerusform>%n pago por comprobar</numerusform>
            <numerusform>%n pagos por comprobar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refunds failed</source>
        <translation>
            <numerusform>%n devolución fallida</numerusform>
            <numerusform>%n devoluciones fallidas</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting · %1</source>
        <translation>En espera · %1</translation>
    </message>
    <message numerus="yes">
        <source>%n new orders</source>
        <translation>
            <numerusform>%n pedido nuevo</numerusform>
            <numerusform>%n pedidos nuevos</numerusform>
        </translation>
    </message>
    <message>
        <source>Product: %1</source>
        <translation>Producto: %1</translation>
    </message>
    <message>
        <source>Customer: %1</source>
        <translation>Cliente: %1</translation>
    </message>
    <message>
        <source>Rung up by %1</source>
        <translation>Marcado por %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 a %2</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Picture of the camera</source>
        <translation>Imagen de la cámara</translation>
    </message>
</context>
<context>
    <name>Flows</name>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n artículo</numerusform>
            <numerusform>%n artículos</numerusform>
        </translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>Sin registrar</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>This till has no order yet, so there is no receipt to print.</source>
        <translation>Esta caja aún no tiene pedidos, así que no hay ticket que imprimir.</translation>
    </message>
    <message>
        <source>The cart of %1 is held.</source>
        <translation>El carrito de %1 está aparcado.</translation>
    </message>
</context>
<context>
    <name>Goto</name>
    <message>
        <source>Screen</source>
        <translation>Pantalla</translation>
    </message>
    <message>
        <source>Lock, switch person</source>
        <translation>Bloquear, cambiar de persona</translation>
    </message>
    <message>
        <source>All keys of this screen</source>
        <translation>Todas las teclas de esta pantalla</translation>
    </message>
</context>
<context>
    <name>GotoSheet</name>
    <message>
        <source>Go to…</source>
        <translation>Ir a…</translation>
    </message>
    <message>
        <source>Screen, order number, customer or product</source>
        <translation>Pantalla, número de pedido, cliente o producto</translation>
    </message>
    <message>
        <source>Where to go</source>
        <translation>Adónde ir</translation>
    </message>
    <message>
        <source>Nothing matches &apos;%1&apos;</source>
        <translation>Nada coincide con «%1»</translation>
    </message>
</context>
<context>
    <name>HandoverView</name>
    <message>
        <source>%1 left to collect</source>
        <translation>quedan %1 por recoger</translation>
    </message>
    <message>
        <source>Collected</source>
        <translation>Recogido</translation>
    </message>
    <message>
        <source>Part collected</source>
        <translation>Recogido en parte</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>To collect</source>
        <translation>Por recoger</translation>
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
        <translation>%1 por %2</translation>
    </message>
    <message>
        <source>%1 at %2 by %3</source>
        <translation>%1 a las %2 por %3</translation>
    </message>
</context>
<context>
    <name>HeadingButton</name>
    <message>
        <source>%1, sort by it</source>
        <translation>%1, ordenar por esto</translation>
    </message>
    <message>
        <source>%1, largest first</source>
        <translation>%1, mayores primero</translation>
    </message>
    <message>
        <source>%1, smallest first</source>
        <translation>%1, menores primero</translation>
    </message>
</context>
<context>
    <name>HeldCartsSheet</name>
    <message>
        <source>Held carts</source>
        <translation>Carritos aparcados</translation>
    </message>
    <message>
        <source>No carts are held</source>
        <translation>No hay carritos aparcados</translation>
    </message>
    <message>
        <source>Hold a cart with F6. Carts that programs on the network fill show here as well.</source>
        <translation>Aparque un carrito con F6. Aquí salen también los que llenan programas de la red.</translation>
    </message>
    <message>
        <source>Name, person or code</source>
        <translation>Nombre, persona o código</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Open cart</source>
        <translation>Abrir carrito</translation>
    </message>
    <message>
        <source>No cart matches “%1”</source>
        <translation>Ningún carrito coincide con «%1»</translation>
    </message>
    <message>
        <source>Try the name, the person or the code.</source>
        <translation>Pruebe el nombre, la persona o el código.</translation>
    </message>
    <message numerus="yes">
        <source>%n held</source>
        <translation>
            <numerusform>%n aparcado</numerusform>
            <numerusform>%n aparcados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open elsewhere</source>
        <translation>
            <numerusform>%n abierto en otra caja</numerusform>
            <numerusform>%n abiertos en otras cajas</numerusform>
        </translation>
    </message>
    <message>
        <source>Take over…</source>
        <translation>Traer aquí…</translation>
    </message>
    <message>
        <source>%1 has this cart open</source>
        <translation>%1 tiene abierto este carrito</translation>
    </message>
    <message>
        <source>Delete this cart?</source>
        <translation>¿Borrar este carrito?</translation>
    </message>
    <message>
        <source>Its lines are gone for good. Nothing was sold.</source>
        <translation>Sus líneas se pierden del todo. No se vendió nada.</translation>
    </message>
    <message>
        <source>Delete cart %1</source>
        <translation>Borrar carrito %1</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Conservar</translation>
    </message>
</context>
<context>
    <name>HeldDesk</name>
    <message>
        <source>Hold the cart</source>
        <translation>Aparcar el carrito</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Table 4</source>
        <translation>Mesa 4</translation>
    </message>
    <message>
        <source>You may leave it empty. F7 brings the cart back.</source>
        <translation>Puede dejarlo vacío. F7 recupera el carrito.</translation>
    </message>
    <message>
        <source>Hold cart</source>
        <translation>Aparcar carrito</translation>
    </message>
    <message>
        <source>This cart is open here already.</source>
        <translation>Este carrito ya está abierto aquí.</translation>
    </message>
    <message>
        <source>%1 has it open since %2. It closes there, and nothing in it is lost.</source>
        <translation>%1 lo tiene abierto desde las %2. Se cierra allí y no se pierde nada.</translation>
    </message>
    <message>
        <source>%3 has it open at %1 since %2. It closes there, and nothing in it is lost.</source>
        <translation>%3 lo tiene abierto en %1 desde las %2. Se cierra allí y no se pierde nada.</translation>
    </message>
    <message>
        <source>Take this cart over?</source>
        <translation>¿Traer aquí este carrito?</translation>
    </message>
    <message>
        <source>Take over %1</source>
        <translation>Traer aquí %1</translation>
    </message>
    <message>
        <source>Leave it there</source>
        <translation>Dejarlo allí</translation>
    </message>
    <message>
        <source>Cart held. F7 brings it back.</source>
        <translation>Carrito aparcado. F7 lo recupera.</translation>
    </message>
    <message>
        <source>The cart you had open is held now.</source>
        <translation>El carrito que tenía abierto queda aparcado.</translation>
    </message>
</context>
<context>
    <name>ItemDetail</name>
    <message>
        <source>Refund %1</source>
        <translation>Devolver %1</translation>
    </message>
    <message>
        <source>Attach %1 to the order</source>
        <translation>Asignar %1 al pedido</translation>
    </message>
    <message>
        <source>Book refund of %1</source>
        <translation>Registrar devolución de %1</translation>
    </message>
    <message>
        <source>Settled otherwise…</source>
        <translation>Resuelto de otro modo…</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Qué pasó</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>Qué significa</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Qué hacer</translation>
    </message>
    <message>
        <source>About this difference</source>
        <translation>Sobre esta diferencia</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Aquí</translation>
    </message>
    <message>
        <source>At Stripe</source>
        <translation>En Stripe</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Diferencia</translation>
    </message>
    <message>
        <source>Stripe was asked for this refund and has not answered yet. Do not give the money back in another way.</source>
        <translation>Se pidió esta devolución a Stripe y aún no ha respondido. No devuelva el dinero de otro modo.</translation>
    </message>
    <message>
        <source>Open order %1</source>
        <translation>Abrir pedido %1</translation>
    </message>
    <message>
        <source>Ask Stripe again</source>
        <translation>Preguntar otra vez a Stripe</translation>
    </message>
    <message>
        <source>today</source>
        <translation>hoy</translation>
    </message>
    <message>
        <source>Found %1 %2</source>
        <translation>Encontrada %1 %2</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Something went wrong that should not. Nothing was saved by this step. Try again; the details are in the log.</source>
        <translation>Algo falló que no debía. Este paso no guardó nada. Inténtelo de nuevo; los detalles están en el registro.</translation>
    </message>
</context>
<context>
    <name>LastScansSheet</name>
    <message>
        <source>Last scans</source>
        <translation>Últimos escaneos</translation>
    </message>
    <message>
        <source>Nothing was scanned yet</source>
        <translation>Aún no se escaneó nada</translation>
    </message>
    <message>
        <source>Scans on Sell stand here, each with a way back.</source>
        <translation>Aquí están los escaneos de «Venta», cada uno con vuelta atrás.</translation>
    </message>
    <message>
        <source>Test my scanner</source>
        <translation>Probar mi escáner</translation>
    </message>
    <message>
        <source>Use the camera</source>
        <translation>Usar la cámara</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Deshacer: %1</translation>
    </message>
    <message>
        <source>Order %1</source>
        <translation>Pedido %1</translation>
    </message>
    <message>
        <source>Added %1, taken back</source>
        <translation>Añadido %1, deshecho</translation>
    </message>
    <message>
        <source>Added %1</source>
        <translation>Añadido %1</translation>
    </message>
    <message>
        <source>Added %1, paid or held by now</source>
        <translation>%1 añadido, ya pagado o aparcado</translation>
    </message>
    <message>
        <source>Nothing was added</source>
        <translation>No se añadió nada</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Abierto</translation>
    </message>
    <message>
        <source>Put on the cart</source>
        <translation>Puesto en el carrito</translation>
    </message>
    <message>
        <source>Asked to switch</source>
        <translation>Cambio pedido</translation>
    </message>
    <message>
        <source>This code is not from this shop.</source>
        <translation>Este código no es de esta tienda.</translation>
    </message>
    <message>
        <source>No product has this code</source>
        <translation>Ningún producto tiene este código</translation>
    </message>
</context>
<context>
    <name>LeaveQuestion</name>
    <message>
        <source>Leave without saving?</source>
        <translation>¿Salir sin guardar?</translation>
    </message>
    <message>
        <source>Changes to %1 are not saved.</source>
        <translation>Los cambios de %1 no están guardados.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Seguir editando</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
</context>
<context>
    <name>LineActions</name>
    <message>
        <source>%1 removed.</source>
        <translation>%1 quitado.</translation>
    </message>
    <message>
        <source>Another cart is open by now. Nothing was changed.</source>
        <translation>Ya hay otro carrito abierto. No se cambió nada.</translation>
    </message>
</context>
<context>
    <name>LineBar</name>
    <message>
        <source>One less</source>
        <translation>Uno menos</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>Uno más</translation>
    </message>
    <message>
        <source>Discount (F4)</source>
        <translation>Descuento (F4)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Remove line</source>
        <translation>Quitar línea</translation>
    </message>
    <message>
        <source>Select a line first</source>
        <translation>Elija antes una línea</translation>
    </message>
</context>
<context>
    <name>LineRow</name>
    <message>
        <source>One less</source>
        <translation>Uno menos</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>Uno más</translation>
    </message>
    <message>
        <source>%1 back to stock</source>
        <translation>%1 de vuelta a existencias</translation>
    </message>
    <message>
        <source>Back to stock</source>
        <translation>De vuelta a existencias</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1 came back</source>
        <translation>%1 devuelto</translation>
    </message>
</context>
<context>
    <name>LineSheets</name>
    <message>
        <source>Set quantity</source>
        <translation>Fijar cantidad</translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>Descuento</translation>
    </message>
    <message>
        <source>on the whole cart</source>
        <translation>en todo el carrito</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Oat milk</source>
        <translation>Leche de avena</translation>
    </message>
    <message>
        <source>Save note</source>
        <translation>Guardar nota</translation>
    </message>
</context>
<context>
    <name>LinesModel</name>
    <message>
        <source>Order %1, %2, here %3, at Stripe %4</source>
        <translation>Pedido %1, %2, aquí %3, en Stripe %4</translation>
    </message>
</context>
<context>
    <name>LinesView</name>
    <message>
        <source>Lines</source>
        <translation>Líneas</translation>
    </message>
    <message>
        <source>Discount %1</source>
        <translation>Descuento %1</translation>
    </message>
</context>
<context>
    <name>Listing</name>
    <message>
        <source>This list could not be read</source>
        <translation>No se pudo leer esta lista</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
</context>
<context>
    <name>Live</name>
    <message>
        <source>This order was voided somewhere else. Nothing was charged here.</source>
        <translation>Este pedido se anuló en otro sitio. Aquí no se cobró nada.</translation>
    </message>
    <message>
        <source>This order is being paid somewhere else. Do not charge it here.</source>
        <translation>Este pedido se está pagando en otro sitio. No lo cobre aquí.</translation>
    </message>
</context>
<context>
    <name>LookSheet</name>
    <message>
        <source>Look and sound</source>
        <translation>Aspecto y sonido</translation>
    </message>
    <message>
        <source>Of this till</source>
        <translation>En esta caja</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Contraste</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Alto</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Movimiento</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>Menos</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>Bajo</translation>
    </message>
    <message>
        <source>Loud</source>
        <translation>Alto</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>Sonidos</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Sounds are off</source>
        <translation>Los sonidos están apagados</translation>
    </message>
    <message>
        <source>This computer plays no sounds</source>
        <translation>Este ordenador no reproduce sonidos</translation>
    </message>
    <message>
        <source>The language changes when Aurora Desk starts again.</source>
        <translation>El idioma cambia cuando Aurora Desk vuelve a iniciarse.</translation>
    </message>
    <message>
        <source>No sound can be played on this computer. Everything a sound says can also be seen.</source>
        <translation>Este ordenador no puede reproducir sonidos. Todo lo que dice un sonido también se ve.</translation>
    </message>
    <message>
        <source>Changes count at once, and stay for everybody at this till.</source>
        <translation>Los cambios valen al momento y quedan para todos en esta caja.</translation>
    </message>
</context>
<context>
    <name>Mailing</name>
    <message>
        <source>The receipt goes there once. The address is not kept.</source>
        <translation>El ticket va allí una vez. La dirección no se guarda.</translation>
    </message>
    <message>
        <source>Email the receipt</source>
        <translation>Enviar el ticket por correo</translation>
    </message>
    <message>
        <source>The customer pays on the page behind the link, until it closes.</source>
        <translation>El cliente paga en la página del enlace hasta que se cierre.</translation>
    </message>
    <message>
        <source>Send the link</source>
        <translation>Enviar el enlace</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
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
            <numerusform>%n pedido</numerusform>
            <numerusform>%n pedidos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MergeSheet</name>
    <message>
        <source>Merge with a duplicate</source>
        <translation>Unir con un duplicado</translation>
    </message>
    <message>
        <source>Who is the same person as %1?</source>
        <translation>¿Quién es la misma persona que %1?</translation>
    </message>
    <message>
        <source>Name, email, phone or last digits</source>
        <translation>Nombre, correo, teléfono o últimas cifras</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Clientes</translation>
    </message>
    <message>
        <source>Nobody matches</source>
        <translation>Nadie coincide</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Keep the other one</source>
        <translation>Conservar el otro</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Unir</translation>
    </message>
    <message>
        <source>This is the same customer. Choose the duplicate.</source>
        <translation>Es el mismo cliente. Elija el duplicado.</translation>
    </message>
    <message>
        <source>Merge into %1</source>
        <translation>Unir a %1</translation>
    </message>
    <message>
        <source>Orders and notes of both are shown together. You can undo this for 30 days.</source>
        <translation>Los pedidos y notas de ambos se muestran juntos. Puede deshacerlo durante 30 días.</translation>
    </message>
    <message>
        <source>Nobody can sign in with %1 any more; the account of %2 stays as it is.</source>
        <translation>Nadie podrá entrar ya con %1; la cuenta de %2 queda como está.</translation>
    </message>
</context>
<context>
    <name>NavButton</name>
    <message>
        <source>%1, current page</source>
        <translation>%1, página actual</translation>
    </message>
</context>
<context>
    <name>NewCustomerSheet</name>
    <message>
        <source>New customer</source>
        <translation>Cliente nuevo</translation>
    </message>
    <message>
        <source>First name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Apellidos</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Teléfono</translation>
    </message>
    <message>
        <source>Open this customer</source>
        <translation>Abrir este cliente</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Add customer</source>
        <translation>Añadir cliente</translation>
    </message>
    <message>
        <source>Discard the new customer?</source>
        <translation>¿Descartar el cliente nuevo?</translation>
    </message>
    <message>
        <source>This is not an email address. It looks like name@example.com.</source>
        <translation>No es un correo. Tiene la forma nombre@example.com.</translation>
    </message>
    <message>
        <source>Same email as %1. Open this customer?</source>
        <translation>Mismo correo que %1. ¿Abrir este cliente?</translation>
    </message>
    <message>
        <source>Same phone number as %1. Perhaps the same person?</source>
        <translation>Mismo teléfono que %1. ¿Quizá la misma persona?</translation>
    </message>
    <message>
        <source>Nearly the same name as %1. Perhaps the same person?</source>
        <translation>Casi el mismo nombre que %1. ¿Quizá la misma persona?</translation>
    </message>
</context>
<context>
    <name>NewPinSheet</name>
    <message>
        <source>New PIN</source>
        <translation>PIN nuevo</translation>
    </message>
    <message>
        <source>Four digits that only %1 knows.</source>
        <translation>Cuatro cifras que solo conoce %1.</translation>
    </message>
    <message>
        <source>Enter the new PIN</source>
        <translation>Escriba el PIN nuevo</translation>
    </message>
    <message>
        <source>Enter the new PIN once more</source>
        <translation>Repita el PIN nuevo</translation>
    </message>
    <message>
        <source>The two PINs are not the same. Enter the new PIN again.</source>
        <translation>Los dos PIN no coinciden. Escriba de nuevo el PIN.</translation>
    </message>
</context>
<context>
    <name>NewProductSheet</name>
    <message>
        <source>New product</source>
        <translation>Producto nuevo</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Oat biscuits 200 g</source>
        <translation>Galletas de avena 200 g</translation>
    </message>
    <message>
        <source>Barcode</source>
        <translation>Código de barras</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Precio</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>Impuesto</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Categoría</translation>
    </message>
    <message>
        <source>No category</source>
        <translation>Sin categoría</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Discard the new product?</source>
        <translation>¿Descartar el producto nuevo?</translation>
    </message>
    <message>
        <source>Create and add for %1</source>
        <translation>Crear y añadir por %1</translation>
    </message>
    <message>
        <source>Give the product a name.</source>
        <translation>Dé un nombre al producto.</translation>
    </message>
    <message>
        <source>Enter the price that stands on the shelf.</source>
        <translation>Introduzca el precio que figura en el estante.</translation>
    </message>
</context>
<context>
    <name>NotesPage</name>
    <message>
        <source>New note</source>
        <translation>Nota nueva</translation>
    </message>
    <message>
        <source>Likes oat milk</source>
        <translation>Le gusta la leche de avena</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>No notes yet. What you write here is seen by staff only.</source>
        <translation>Aún no hay notas. Lo que escriba aquí solo lo ve el personal.</translation>
    </message>
    <message>
        <source>Notes, newest first</source>
        <translation>Notas, primero las nuevas</translation>
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
        <translation>Teclado numérico</translation>
    </message>
    <message>
        <source>Delete the last digit</source>
        <translation>Borrar la última cifra</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Decimal point</source>
        <translation>Coma decimal</translation>
    </message>
</context>
<context>
    <name>OpenShiftSheet</name>
    <message>
        <source>Float in the drawer</source>
        <translation>Fondo en el cajón</translation>
    </message>
    <message>
        <source>Count the cash in the drawer. The shift starts with it.</source>
        <translation>Cuente el efectivo del cajón. El turno empieza con él.</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>Fondo de caja</translation>
    </message>
    <message>
        <source>Open shift with %1</source>
        <translation>Abrir turno con %1</translation>
    </message>
</context>
<context>
    <name>OrderAge</name>
    <message>
        <source>%1 was refused. Nothing was handed over, and order %2 stays paid. Hand over the rest, or refund it.</source>
        <translation>%1 se rechazó. No se entregó nada y el pedido %2 sigue pagado. Entregue el resto o devuelva el importe.</translation>
    </message>
    <message>
        <source>%1 was refused. Nothing was charged, and order %2 stays as it was. Void it, or ring up the rest on Sell.</source>
        <translation>%1 se rechazó. No se cobró nada y el pedido %2 queda como estaba. Anúlelo o registre el resto en «Venta».</translation>
    </message>
    <message>
        <source>Book a bank transfer</source>
        <translation>Registrar una transferencia</translation>
    </message>
</context>
<context>
    <name>OrderDeeds</name>
    <message>
        <source>Note on order %1</source>
        <translation>Nota del pedido %1</translation>
    </message>
    <message>
        <source>It stays with the order, with your name and the time. Customers do not see it.</source>
        <translation>Queda con el pedido, con su nombre y la hora. Los clientes no la ven.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Comes back on Friday</source>
        <translation>Vuelve el viernes</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>Añadir nota</translation>
    </message>
    <message>
        <source>The receipt of order %1 is sent as an email.</source>
        <translation>El ticket del pedido %1 se envía por correo.</translation>
    </message>
    <message>
        <source>Email receipt</source>
        <translation>Ticket por correo</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>name@example.com</source>
        <translation>nombre@example.com</translation>
    </message>
    <message>
        <source>Send receipt</source>
        <translation>Enviar ticket</translation>
    </message>
    <message>
        <source>Order %1 is voided. Its goods are back in stock.</source>
        <translation>El pedido %1 está anulado. Su mercancía vuelve a existencias.</translation>
    </message>
    <message>
        <source>Order %1 is collected</source>
        <translation>El pedido %1 está recogido</translation>
    </message>
    <message>
        <source>Part of order %1 is collected</source>
        <translation>Parte del pedido %1 está recogida</translation>
    </message>
    <message>
        <source>The receipt goes to %1</source>
        <translation>El ticket va a %1</translation>
    </message>
    <message>
        <source>The receipt waits for %1 until the owner has set up email</source>
        <translation>El ticket para %1 espera a que el propietario configure el correo</translation>
    </message>
</context>
<context>
    <name>OrderDetail</name>
    <message>
        <source>Lines, totals and what happened</source>
        <translation>Líneas, totales e historial</translation>
    </message>
    <message>
        <source>Order %1</source>
        <translation>Pedido %1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>Nota: %1</translation>
    </message>
    <message>
        <source>We cannot tell yet whether this was charged. Do not charge again.</source>
        <translation>Aún no sabemos si se cobró. No vuelva a cobrar.</translation>
    </message>
    <message>
        <source>An online payment was started. Taking payment here ends it first, or says that it is paid.</source>
        <translation>Se inició un pago en línea. Al cobrar aquí se cierra antes, o se indica que está pagado.</translation>
    </message>
    <message>
        <source>A payment of this order is under way. It cannot be paid a second time.</source>
        <translation>Hay un pago de este pedido en curso. No se puede pagar dos veces.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n artículo</numerusform>
            <numerusform>%n artículos</numerusform>
        </translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>Sin registrar</translation>
    </message>
</context>
<context>
    <name>OrderExporting</name>
    <message>
        <source>Export orders</source>
        <translation>Exportar pedidos</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>Archivos CSV (*.csv)</translation>
    </message>
    <message numerus="yes">
        <source>%n orders exported to %1</source>
        <translation>
            <numerusform>%n pedido exportado a %1</numerusform>
            <numerusform>%n pedidos exportados a %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The file names customers and who sold to them. These are personal data: keep it where only those can read it who need to, and delete it when it has served.</source>
        <translation>El archivo nombra a clientes y a quien les vendió. Son datos personales: guárdelo donde solo pueda leerlo quien lo necesite y bórrelo cuando ya no haga falta.</translation>
    </message>
    <message numerus="yes">
        <source>%n orders</source>
        <translation>
            <numerusform>%n pedido</numerusform>
            <numerusform>%n pedidos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderList</name>
    <message>
        <source>Order number, customer, last 4 digits, or scan a receipt</source>
        <translation>Número de pedido, cliente, últimas 4 cifras, o escanee un ticket</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Pedidos</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>What the list shows as a file, Ctrl+E</source>
        <translation>Lo que muestra la lista como archivo, Ctrl+E</translation>
    </message>
    <message>
        <source>Nothing matches &apos;%1&apos;</source>
        <translation>Nada coincide con «%1»</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Quitar filtro</translation>
    </message>
    <message>
        <source>Only today&apos;s orders were searched.</source>
        <translation>Solo se buscó en los pedidos de hoy.</translation>
    </message>
    <message>
        <source>Only orders that wait for payment were searched.</source>
        <translation>Solo se buscó en los pedidos por pagar.</translation>
    </message>
    <message>
        <source>Only orders to be collected were searched.</source>
        <translation>Solo se buscó en los pedidos por recoger.</translation>
    </message>
    <message>
        <source>Only orders with refunds were searched.</source>
        <translation>Solo se buscó en los pedidos con devoluciones.</translation>
    </message>
    <message>
        <source>Search all orders</source>
        <translation>Buscar en todos los pedidos</translation>
    </message>
    <message>
        <source>No order matches these filters</source>
        <translation>Ningún pedido coincide con estos filtros</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Quitar filtros</translation>
    </message>
    <message>
        <source>Show all orders</source>
        <translation>Ver todos los pedidos</translation>
    </message>
    <message>
        <source>Orders appear here as they are placed, at a till or over the network.</source>
        <translation>Los pedidos aparecen aquí al hacerse, en una caja o por la red.</translation>
    </message>
    <message>
        <source>No orders yet today</source>
        <translation>Hoy aún no hay pedidos</translation>
    </message>
    <message>
        <source>No order waits for payment</source>
        <translation>Ningún pedido espera pago</translation>
    </message>
    <message>
        <source>Nothing waits to be collected</source>
        <translation>Nada espera recogida</translation>
    </message>
    <message>
        <source>No refunds</source>
        <translation>Sin devoluciones</translation>
    </message>
    <message>
        <source>No orders yet</source>
        <translation>Aún no hay pedidos</translation>
    </message>
</context>
<context>
    <name>OrdersModel</name>
    <message>
        <source>Order %1, %2, %3, %4, %5</source>
        <translation>Pedido %1, %2, %3, %4, %5</translation>
    </message>
    <message>
        <source>walk-in customer</source>
        <translation>cliente sin registrar</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>Sin registrar</translation>
    </message>
</context>
<context>
    <name>OrdersScreen</name>
    <message>
        <source>Choose an order</source>
        <translation>Elija un pedido</translation>
    </message>
    <message>
        <source>Its lines, payments and what happened to it are shown here.</source>
        <translation>Aquí se muestran sus líneas, pagos e historial.</translation>
    </message>
    <message>
        <source>Code copied</source>
        <translation>Código copiado</translation>
    </message>
    <message>
        <source>Order %1 is paid.</source>
        <translation>El pedido %1 está pagado.</translation>
    </message>
    <message>
        <source>Order %1: %2</source>
        <translation>Pedido %1: %2</translation>
    </message>
    <message>
        <source>A refund of order %1 failed. Open the order to try again or give cash.</source>
        <translation>Falló una devolución del pedido %1. Abra el pedido para reintentar o devolver en efectivo.</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>Enlace copiado</translation>
    </message>
    <message>
        <source>This is the code of a badge. Orders have codes of their own.</source>
        <translation>Es el código de una tarjeta. Los pedidos tienen códigos propios.</translation>
    </message>
</context>
<context>
    <name>OtherPanel</name>
    <message>
        <source>Other tenders</source>
        <translation>Otros medios de pago</translation>
    </message>
    <message>
        <source>Slip number</source>
        <translation>Número del resguardo</translation>
    </message>
    <message>
        <source>Let the order wait for it</source>
        <translation>Dejar el pedido en espera</translation>
    </message>
</context>
<context>
    <name>OwnerPasswordSheet</name>
    <message>
        <source>Owner password</source>
        <translation>Contraseña del propietario</translation>
    </message>
    <message>
        <source>With it you sign in at every till of this shop, also where your PIN is forgotten or waits.</source>
        <translation>Con ella entra en todas las cajas de esta tienda, también si olvidó su PIN o este tiene que esperar.</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>At least 8 characters: capital and small letters, a digit and a sign.</source>
        <translation>Al menos 8 caracteres: mayúsculas, minúsculas, una cifra y un signo.</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Contraseña nueva</translation>
    </message>
    <message>
        <source>New password once more</source>
        <translation>Contraseña nueva otra vez</translation>
    </message>
    <message>
        <source>Your PIN</source>
        <translation>Su PIN</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Set password</source>
        <translation>Poner contraseña</translation>
    </message>
    <message>
        <source>The two passwords are not the same. Type it once more.</source>
        <translation>Las dos contraseñas no son iguales. Escríbala otra vez.</translation>
    </message>
</context>
<context>
    <name>OwnerSheet</name>
    <message>
        <source>Owner sign-in</source>
        <translation>Acceso del propietario</translation>
    </message>
    <message>
        <source>For the owner of the shop. Everybody else signs in with name and PIN.</source>
        <translation>Para el propietario de la tienda. Los demás entran con su nombre y su PIN.</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>Use a PIN</source>
        <translation>Usar un PIN</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Entrar</translation>
    </message>
    <message>
        <source>No owner of this shop has a password yet. Sign in with the PIN, then choose Owner password in the menu of your initials.</source>
        <translation>Ningún propietario de esta tienda tiene contraseña todavía. Entre con el PIN y elija «Contraseña del propietario» en el menú de sus iniciales.</translation>
    </message>
    <message>
        <source>Type your email address.</source>
        <translation>Escriba su correo electrónico.</translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation>Escriba su contraseña.</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Wait %1, or sign in with your PIN.</source>
        <translation>Demasiadas contraseñas erróneas. Espere %1 o entre con su PIN.</translation>
    </message>
</context>
<context>
    <name>PartList</name>
    <message>
        <source>Parts</source>
        <translation>Partes</translation>
    </message>
    <message>
        <source>Part %1</source>
        <translation>Parte %1</translation>
    </message>
    <message>
        <source>A paid part can only be refunded</source>
        <translation>Una parte pagada solo puede devolverse</translation>
    </message>
    <message>
        <source>Paid · %1</source>
        <translation>Pagado · %1</translation>
    </message>
    <message>
        <source>To pay</source>
        <translation>A pagar</translation>
    </message>
    <message>
        <source>Take part %1 away</source>
        <translation>Quitar la parte %1</translation>
    </message>
</context>
<context>
    <name>PartResult</name>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Give %1 in cash</source>
        <translation>Dar %1 en efectivo</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Cancel on reader</source>
        <translation>Cancelar en el lector</translation>
    </message>
    <message>
        <source>From the drawer</source>
        <translation>Del cajón</translation>
    </message>
    <message>
        <source>Booked. Give it back on the other machine now</source>
        <translation>Registrado. Devuélvalo ahora en el otro datáfono</translation>
    </message>
    <message>
        <source>Booked. Send it back by bank transfer now</source>
        <translation>Registrado. Devuélvalo ahora por transferencia</translation>
    </message>
    <message>
        <source>Booked. Give it back that way now</source>
        <translation>Registrado. Devuélvalo ahora del mismo modo</translation>
    </message>
    <message>
        <source>On its way to the customer, up to 10 days</source>
        <translation>En camino al cliente, hasta 10 días</translation>
    </message>
</context>
<context>
    <name>PartSheet</name>
    <message>
        <source>Amount</source>
        <translation>Importe</translation>
    </message>
    <message>
        <source>Between %1 and %2. The other payments take the rest.</source>
        <translation>Entre %1 y %2. Los demás pagos cubren el resto.</translation>
    </message>
    <message>
        <source>Set %1</source>
        <translation>Fijar %1</translation>
    </message>
    <message>
        <source>Type an amount between %1 and %2. The other payments take the rest.</source>
        <translation>Escriba un importe entre %1 y %2. Los demás pagos cubren el resto.</translation>
    </message>
</context>
<context>
    <name>PayButton</name>
    <message>
        <source>Add an item</source>
        <translation>Añada un artículo</translation>
    </message>
    <message>
        <source>Pay %1</source>
        <translation>Cobrar %1</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>Cobrar</translation>
    </message>
</context>
<context>
    <name>PayPage</name>
    <message>
        <source>Copy link</source>
        <translation>Copiar enlace</translation>
    </message>
    <message>
        <source>Send by email</source>
        <translation>Enviar por correo</translation>
    </message>
    <message>
        <source>Email is not set up</source>
        <translation>El correo no está configurado</translation>
    </message>
    <message>
        <source>Closes in %1</source>
        <translation>Se cierra en %1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
</context>
<context>
    <name>PaymentRow</name>
    <message>
        <source>%1, back to %2. Change the amount</source>
        <translation>%1, de vuelta a %2. Cambiar el importe</translation>
    </message>
    <message>
        <source>Tip %1 too</source>
        <translation>También propina %1</translation>
    </message>
</context>
<context>
    <name>PaymentSheet</name>
    <message>
        <source>Payment</source>
        <translation>Pago</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>On shift</source>
        <translation>De turno</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propietario</translation>
    </message>
    <message>
        <source>Manager</source>
        <translation>Encargado</translation>
    </message>
    <message>
        <source>Cashier</source>
        <translation>Cajero</translation>
    </message>
</context>
<context>
    <name>PersonButton</name>
    <message>
        <source>Lock</source>
        <translation>Bloquear</translation>
    </message>
    <message>
        <source>Switch person</source>
        <translation>Cambiar de persona</translation>
    </message>
    <message>
        <source>My orders today</source>
        <translation>Mis pedidos de hoy</translation>
    </message>
    <message>
        <source>Test my scanner</source>
        <translation>Probar mi escáner</translation>
    </message>
    <message>
        <source>Look and sound…</source>
        <translation>Aspecto y sonido…</translation>
    </message>
    <message>
        <source>Owner password…</source>
        <translation>Contraseña del propietario…</translation>
    </message>
    <message>
        <source>%1, lock or switch person</source>
        <translation>%1, bloquear o cambiar de persona</translation>
    </message>
</context>
<context>
    <name>PersonTile</name>
    <message>
        <source>chosen</source>
        <translation>elegido</translation>
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
        <translation>Elija su nombre</translation>
    </message>
    <message>
        <source>Enter your PIN</source>
        <translation>Escriba su PIN</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Comprobando…</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait %1, or let someone else sign in.</source>
        <translation>Demasiados PIN erróneos. Espere %1 o que entre otra persona.</translation>
    </message>
</context>
<context>
    <name>PinDots</name>
    <message numerus="yes">
        <source>%n of 4 digits</source>
        <translation>
            <numerusform>%n de 4 cifras</numerusform>
            <numerusform>%n de 4 cifras</numerusform>
        </translation>
    </message>
    <message>
        <source>Wrong PIN</source>
        <translation>PIN erróneo</translation>
    </message>
</context>
<context>
    <name>Planner</name>
    <message>
        <source>Refund by</source>
        <translation>Devolver por</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Importe</translation>
    </message>
    <message>
        <source>Choose what comes back.</source>
        <translation>Elija qué se devuelve.</translation>
    </message>
    <message>
        <source>Type the amount first.</source>
        <translation>Escriba antes el importe.</translation>
    </message>
    <message>
        <source>Only %1 is left to refund.</source>
        <translation>Solo queda %1 por devolver.</translation>
    </message>
    <message>
        <source>This part is too small to be given back that way. Change the parts.</source>
        <translation>Esta parte es demasiado pequeña para ese medio. Cambie las partes.</translation>
    </message>
    <message>
        <source>Choose a reason. It stays with the refund.</source>
        <translation>Elija un motivo. Queda con la devolución.</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Artículos</translation>
    </message>
    <message>
        <source>What comes back</source>
        <translation>Qué se devuelve</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Reason in words</source>
        <translation>Motivo en palabras</translation>
    </message>
    <message>
        <source>In a few words</source>
        <translation>En pocas palabras</translation>
    </message>
    <message>
        <source>Back to</source>
        <translation>Devolver a</translation>
    </message>
    <message>
        <source>Reason, and where the money goes</source>
        <translation>Motivo y adónde va el dinero</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Dañado</translation>
    </message>
    <message>
        <source>Wrong item</source>
        <translation>Artículo equivocado</translation>
    </message>
    <message>
        <source>Changed mind</source>
        <translation>Cambio de idea</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>Otro…</translation>
    </message>
</context>
<context>
    <name>PrefixSheet</name>
    <message>
        <source>Give the scanner a prefix</source>
        <translation>Dar un prefijo al escáner</translation>
    </message>
    <message>
        <source>A scanner can send one key before every code. The till then knows a scan by its first key, and nothing that is typed by hand is held back.</source>
        <translation>Un escáner puede enviar una tecla antes de cada código. Así la caja conoce un escaneo por su primera tecla y no retiene lo escrito a mano.</translation>
    </message>
    <message>
        <source>In the manual of the scanner, find “prefix” or “preamble”. The codes to scan there differ from maker to maker.</source>
        <translation>En el manual del escáner, busque «prefix» o «preamble». Los códigos que hay que escanear cambian según el fabricante.</translation>
    </message>
    <message>
        <source>Set this character as the prefix of all codes:</source>
        <translation>Ponga este carácter como prefijo de todos los códigos:</translation>
    </message>
    <message>
        <source>Come back and scan the test code again. The till finds the prefix by itself.</source>
        <translation>Vuelva y escanee otra vez el código de prueba. La caja encuentra el prefijo sola.</translation>
    </message>
    <message>
        <source>Scan the test code</source>
        <translation>Escanear el código de prueba</translation>
    </message>
    <message>
        <source>In a table of characters: ASCII %1, hexadecimal %2</source>
        <translation>En una tabla de caracteres: ASCII %1, hexadecimal %2</translation>
    </message>
</context>
<context>
    <name>ProductsPanel</name>
    <message>
        <source>Categories</source>
        <translation>Categorías</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoritos</translation>
    </message>
    <message>
        <source>Nothing matches “%1”</source>
        <translation>Nada coincide con «%1»</translation>
    </message>
    <message>
        <source>Try another name, the SKU or the barcode.</source>
        <translation>Pruebe otro nombre, la referencia o el código de barras.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Quitar filtro</translation>
    </message>
    <message>
        <source>No products to tap yet</source>
        <translation>Aún no hay productos para tocar</translation>
    </message>
    <message>
        <source>Search or scan, or sell with Custom item.</source>
        <translation>Busque o escanee, o venda con «Artículo libre».</translation>
    </message>
    <message>
        <source>Choose another category, or search for the product.</source>
        <translation>Elija otra categoría o busque el producto.</translation>
    </message>
    <message>
        <source>No products here yet</source>
        <translation>Aún no hay productos aquí</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
</context>
<context>
    <name>QrPanel</name>
    <message>
        <source>Code that the customer scans to pay</source>
        <translation>Código que el cliente escanea para pagar</translation>
    </message>
    <message>
        <source>Show a new code</source>
        <translation>Mostrar otro código</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Pay by QR code</source>
        <translation>Pagar con código QR</translation>
    </message>
    <message>
        <source>The customer scans a code and pays on the phone.</source>
        <translation>El cliente escanea un código y paga con el móvil.</translation>
    </message>
    <message>
        <source>Making the code…</source>
        <translation>Creando el código…</translation>
    </message>
    <message>
        <source>Waiting for the customer</source>
        <translation>Esperando al cliente</translation>
    </message>
    <message>
        <source>The bank is being asked</source>
        <translation>Se consulta al banco</translation>
    </message>
    <message>
        <source>Do not cancel.</source>
        <translation>No cancele.</translation>
    </message>
    <message>
        <source>Closing the code…</source>
        <translation>Cerrando el código…</translation>
    </message>
    <message>
        <source>Checking that nothing was charged.</source>
        <translation>Se comprueba que no se cobró nada.</translation>
    </message>
    <message>
        <source>Stripe does not answer</source>
        <translation>Stripe no responde</translation>
    </message>
    <message>
        <source>Checking whether the customer has paid…</source>
        <translation>Comprobando si el cliente ha pagado…</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Pagado</translation>
    </message>
    <message>
        <source>A code needs a connection</source>
        <translation>Un código necesita conexión</translation>
    </message>
    <message>
        <source>Stripe cannot be reached. Nothing was charged. Take cash or another tender, or try again.</source>
        <translation>No se puede contactar con Stripe. No se cobró nada. Cobre en efectivo o con otro medio, o inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Test mode: the link opens on this computer only.</source>
        <translation>Modo de prueba: el enlace solo se abre en este ordenador.</translation>
    </message>
    <message>
        <source>Scan with the phone&apos;s camera and pay there.</source>
        <translation>Escanee con la cámara del móvil y pague allí.</translation>
    </message>
    <message>
        <source>Show the code</source>
        <translation>Mostrar el código</translation>
    </message>
    <message>
        <source>More time</source>
        <translation>Más tiempo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Other method</source>
        <translation>Otra forma de pago</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation>Siguiente cliente</translation>
    </message>
</context>
<context>
    <name>QuantitySheet</name>
    <message>
        <source>Weight in kg</source>
        <translation>Peso en kg</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Cantidad</translation>
    </message>
    <message>
        <source>%1 per kg · comes to %2</source>
        <translation>%1 por kg · son %2</translation>
    </message>
    <message>
        <source>%1 each · comes to %2</source>
        <translation>%1 cada uno · son %2</translation>
    </message>
    <message>
        <source>Type the weight first.</source>
        <translation>Escriba antes el peso.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Sell</source>
        <translation>Venta</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Pedidos</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Clientes</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Informes</translation>
    </message>
</context>
<context>
    <name>Receipts</name>
    <message>
        <source>Receipt saved as %1.</source>
        <translation>Ticket guardado como %1.</translation>
    </message>
    <message>
        <source>Receipt printed on %1.</source>
        <translation>Ticket impreso en %1.</translation>
    </message>
</context>
<context>
    <name>Receiving</name>
    <message>
        <source>Email is not set up</source>
        <translation>El correo no está configurado</translation>
    </message>
    <message>
        <source>Customers see here how the order stands</source>
        <translation>Aquí ven los clientes cómo va el pedido</translation>
    </message>
    <message>
        <source>Scan it to open the order</source>
        <translation>Escanéelo para abrir el pedido</translation>
    </message>
    <message>
        <source>The receipt goes to %1.</source>
        <translation>El ticket va a %1.</translation>
    </message>
</context>
<context>
    <name>RefundActions</name>
    <message>
        <source>Give cash instead?</source>
        <translation>¿Dar efectivo en su lugar?</translation>
    </message>
    <message>
        <source>The card did not take the money back. Give the customer %1 from the drawer.</source>
        <translation>La tarjeta no aceptó la devolución. Dé al cliente %1 del cajón.</translation>
    </message>
    <message>
        <source>Give %1</source>
        <translation>Dar %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Nothing is left to refund of this order.</source>
        <translation>No queda nada por devolver de este pedido.</translation>
    </message>
    <message>
        <source>Refunded %1</source>
        <translation>Devuelto: %1</translation>
    </message>
</context>
<context>
    <name>RefundSheet</name>
    <message>
        <source>Refund of %1</source>
        <translation>Devolución de %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Print receipt</source>
        <translation>Imprimir ticket</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Discard this refund?</source>
        <translation>¿Descartar esta devolución?</translation>
    </message>
    <message>
        <source>Nothing has been refunded yet.</source>
        <translation>Todavía no se ha devuelto nada.</translation>
    </message>
    <message>
        <source>%1 left to refund</source>
        <translation>%1 por devolver</translation>
    </message>
    <message>
        <source>Refund %1</source>
        <translation>Devolver %1</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>Devolver a %1</translation>
    </message>
</context>
<context>
    <name>ReportsScreen</name>
    <message>
        <source>Choose a row</source>
        <translation>Elija una fila</translation>
    </message>
    <message>
        <source>The payments behind a sum, and what can be done about a difference, are shown here.</source>
        <translation>Aquí se muestran los pagos de una suma y qué hacer ante una diferencia.</translation>
    </message>
    <message>
        <source>The whole amount goes back to the card. This can&apos;t be taken back.</source>
        <translation>Todo el importe vuelve a la tarjeta. No se puede deshacer.</translation>
    </message>
    <message>
        <source>The order then counts this charge as its payment.</source>
        <translation>El pedido cuenta entonces este cobro como su pago.</translation>
    </message>
    <message>
        <source>The order then counts this refund. No money is moved: Stripe gave it back already.</source>
        <translation>El pedido cuenta entonces esta devolución. No se mueve dinero: Stripe ya lo devolvió.</translation>
    </message>
    <message>
        <source>%1?</source>
        <translation>¿%1?</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>%1 goes back to the card</source>
        <translation>%1 vuelve a la tarjeta</translation>
    </message>
    <message>
        <source>%1 is booked on its order</source>
        <translation>%1 queda registrado en su pedido</translation>
    </message>
    <message>
        <source>The refund of %1 is booked</source>
        <translation>La devolución de %1 queda registrada</translation>
    </message>
</context>
<context>
    <name>ResultPanel</name>
    <message>
        <source>Give the customer %1 from the drawer.</source>
        <translation>Dé al cliente %1 del cajón.</translation>
    </message>
    <message>
        <source>Refunded %1, but not all of it</source>
        <translation>Devuelto %1, pero no todo</translation>
    </message>
    <message>
        <source>Not refunded</source>
        <translation>No devuelto</translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation>En comprobación</translation>
    </message>
    <message>
        <source>We cannot tell yet whether this was refunded. Do not refund again. We ask Stripe every minute.</source>
        <translation>Aún no sabemos si se devolvió. No vuelva a devolver. Preguntamos a Stripe cada minuto.</translation>
    </message>
    <message>
        <source>Ask the customer to hold the card to the reader</source>
        <translation>Pida al cliente que acerque la tarjeta al lector</translation>
    </message>
    <message>
        <source>Money goes back to this card only with the card itself.</source>
        <translation>A esta tarjeta solo se devuelve con la propia tarjeta.</translation>
    </message>
    <message>
        <source>Refunded %1</source>
        <translation>Devuelto: %1</translation>
    </message>
</context>
<context>
    <name>RowButton</name>
    <message>
        <source>chosen</source>
        <translation>elegido</translation>
    </message>
</context>
<context>
    <name>SavedSheet</name>
    <message>
        <source>Saved</source>
        <translation>Guardado</translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>En %1</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Mostrar en la carpeta</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>This computer opened no folder. The file is saved at the place above all the same.</source>
        <translation>Este ordenador no abrió ninguna carpeta. Aun así, el archivo está guardado en el lugar indicado arriba.</translation>
    </message>
</context>
<context>
    <name>ScanLog</name>
    <message>
        <source>That cart is paid or held by now. Nothing was changed.</source>
        <translation>Ese carrito ya está pagado o aparcado. No se cambió nada.</translation>
    </message>
</context>
<context>
    <name>ScanRouter</name>
    <message>
        <source>%1 was scanned before the till was locked. Nothing was changed. Scan it again.</source>
        <translation>%1 se escaneó antes de bloquear la caja. No se ha cambiado nada. Vuelva a escanearlo.</translation>
    </message>
    <message>
        <source>This code is not from this shop.</source>
        <translation>Este código no es de esta tienda.</translation>
    </message>
    <message>
        <source>No product has the code %1.</source>
        <translation>Ningún producto tiene el código %1.</translation>
    </message>
    <message>
        <source>Open Sell to add %1.</source>
        <translation>Abra «Venta» para añadir %1.</translation>
    </message>
    <message>
        <source>Open Sell to open this cart.</source>
        <translation>Abra «Venta» para abrir este carrito.</translation>
    </message>
    <message>
        <source>This is the badge of %1. Open Sell or lock the till (Ctrl+L) to switch person.</source>
        <translation>Es la tarjeta de %1. Abra «Venta» o bloquee la caja (Ctrl+L) para cambiar de persona.</translation>
    </message>
    <message>
        <source>Close payment to add items</source>
        <translation>Cierre el pago para añadir artículos</translation>
    </message>
    <message>
        <source>Close payment to open the order</source>
        <translation>Cierre el pago para abrir el pedido</translation>
    </message>
    <message>
        <source>Close payment to switch person, or lock the till (Ctrl+L)</source>
        <translation>Cierre el pago para cambiar de persona o bloquee la caja (Ctrl+L)</translation>
    </message>
    <message>
        <source>Close payment to open the cart</source>
        <translation>Cierre el pago para abrir el carrito</translation>
    </message>
    <message>
        <source>Close payment to open the customer</source>
        <translation>Cierre el pago para abrir el cliente</translation>
    </message>
    <message>
        <source>Close this sheet to add items</source>
        <translation>Cierre esta ventana para añadir artículos</translation>
    </message>
    <message>
        <source>Close this sheet to switch person, or lock the till (Ctrl+L)</source>
        <translation>Cierre esta ventana para cambiar de persona o bloquee la caja (Ctrl+L)</translation>
    </message>
    <message>
        <source>Close this sheet to open the cart</source>
        <translation>Cierre esta ventana para abrir el carrito</translation>
    </message>
    <message>
        <source>Close this sheet to open the customer</source>
        <translation>Cierre esta ventana para abrir el cliente</translation>
    </message>
    <message>
        <source>Close this sheet to open the order</source>
        <translation>Cierre esta ventana para abrir el pedido</translation>
    </message>
</context>
<context>
    <name>ScannerTestSheet</name>
    <message>
        <source>Test my scanner</source>
        <translation>Probar mi escáner</translation>
    </message>
    <message>
        <source>Test code</source>
        <translation>Código de prueba</translation>
    </message>
    <message>
        <source>Add a prefix…</source>
        <translation>Añadir un prefijo…</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Empezar de nuevo</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Scan this code five times</source>
        <translation>Escanee este código cinco veces</translation>
    </message>
    <message>
        <source>The way you scan at the counter. Nothing is sold.</source>
        <translation>Como escanea en el mostrador. No se vende nada.</translation>
    </message>
    <message>
        <source>Scan the code five times first</source>
        <translation>Escanee antes cinco veces el código</translation>
    </message>
    <message>
        <source>Nothing was scanned yet</source>
        <translation>Aún no se escaneó nada</translation>
    </message>
    <message>
        <source>That was another code</source>
        <translation>Era otro código</translation>
    </message>
    <message>
        <source>Scan the code that is shown here.</source>
        <translation>Escanee el código que se muestra aquí.</translation>
    </message>
    <message>
        <source>Its keys came up to %1 ms apart; the till listens for %2 ms at most. In the manual, set the delay between characters to none. Until then its scans count as typing.</source>
        <translation>Sus teclas llegaron con hasta %1 ms de separación; la caja espera como máximo %2 ms. Según el manual, quite el retardo entre caracteres. Hasta entonces sus escaneos cuentan como texto escrito.</translation>
    </message>
    <message>
        <source>This scanner is too slow</source>
        <translation>Este escáner es demasiado lento</translation>
    </message>
    <message>
        <source>“%1” came as “%2”</source>
        <translation>«%1» llegó como «%2»</translation>
    </message>
    <message>
        <source>%1. In the manual, set the scanner&apos;s keyboard language (“country”) to that of this computer. Codes of your own shop work all the same; barcodes with these characters do not.</source>
        <translation>%1. Según el manual, ponga el idioma de teclado («country») del escáner igual que el de este ordenador. Los códigos de su tienda funcionan; los de barras con estos caracteres, no.</translation>
    </message>
    <message>
        <source>The scanner writes for another keyboard</source>
        <translation>El escáner escribe para otro teclado</translation>
    </message>
    <message numerus="yes">
        <source>%n more scan(s)</source>
        <translation>
            <numerusform>%n escaneo más</numerusform>
            <numerusform>%n escaneos más</numerusform>
        </translation>
    </message>
    <message>
        <source>The longest gap between two keys was %1 ms.</source>
        <translation>La mayor pausa entre dos teclas fue de %1 ms.</translation>
    </message>
    <message>
        <source>It sends %1 before every code: scans are known by that, and typing is never held back.</source>
        <translation>Envía %1 antes de cada código: así se conocen los escaneos y nunca se retiene lo escrito.</translation>
    </message>
    <message>
        <source>It needs %1 ms between keys. Typing by hand is held back that long; with a prefix it is not.</source>
        <translation>Necesita %1 ms entre teclas. Lo escrito a mano se retiene ese tiempo; con un prefijo, no.</translation>
    </message>
    <message>
        <source>The longest gap was %1 ms. The till will listen for %2 ms.</source>
        <translation>La mayor pausa fue de %1 ms. La caja esperará %2 ms.</translation>
    </message>
    <message>
        <source>A slow scanner that works</source>
        <translation>Un escáner lento que funciona</translation>
    </message>
    <message>
        <source>The scanner works well</source>
        <translation>El escáner funciona bien</translation>
    </message>
    <message>
        <source>The scanner is set.</source>
        <translation>El escáner está ajustado.</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Sin guardar</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Vaciar la búsqueda</translation>
    </message>
    <message>
        <source>Last scans</source>
        <translation>Últimos escaneos</translation>
    </message>
</context>
<context>
    <name>SellHeader</name>
    <message>
        <source>Search or scan: name, SKU, barcode</source>
        <translation>Nombre, referencia o escaneo</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Aparcados</translation>
    </message>
    <message>
        <source>Custom item</source>
        <translation>Artículo libre</translation>
    </message>
    <message>
        <source>Custom item (Ctrl+N)</source>
        <translation>Artículo libre (Ctrl+N)</translation>
    </message>
    <message>
        <source>Held carts: %1</source>
        <translation>Carritos aparcados: %1</translation>
    </message>
    <message>
        <source>Held carts (F7)</source>
        <translation>Carritos aparcados (F7)</translation>
    </message>
</context>
<context>
    <name>SellScreen</name>
    <message>
        <source>No shift is open on this till. Carts can be filled and held, but not paid.</source>
        <translation>No hay turno abierto en esta caja. Los carritos se pueden llenar y aparcar, pero no pagar.</translation>
    </message>
    <message>
        <source>Open shift</source>
        <translation>Abrir turno</translation>
    </message>
</context>
<context>
    <name>SellToasts</name>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>SetupScreen</name>
    <message>
        <source>Set up the shop</source>
        <translation>Configurar la tienda</translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation>Abrir la demo</translation>
    </message>
    <message>
        <source>Open the shop</source>
        <translation>Abrir la tienda</translation>
    </message>
    <message>
        <source>Set up your shop</source>
        <translation>Configure su tienda</translation>
    </message>
    <message>
        <source>What the first sale needs. To try things out, open the demo: nothing in it is real.</source>
        <translation>Lo que necesita la primera venta. Para probar, abra la demo: allí nada es real.</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>%1 is signed in already.</source>
        <translation>%1 ya ha entrado.</translation>
    </message>
    <message>
        <source>Switch to %1?</source>
        <translation>¿Cambiar a %1?</translation>
    </message>
    <message>
        <source>The cart stays as it is. %1 enters the PIN next.</source>
        <translation>El carrito queda como está. Ahora %1 escribe su PIN.</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Cambiar</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Quedarse</translation>
    </message>
</context>
<context>
    <name>ShopForm</name>
    <message>
        <source>Shop name</source>
        <translation>Nombre de la tienda</translation>
    </message>
    <message>
        <source>Corner Café</source>
        <translation>Café de la Esquina</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>País</translation>
    </message>
    <message>
        <source>Ireland</source>
        <translation>España</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Moneda</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zona horaria</translation>
    </message>
    <message>
        <source>Europe/Dublin</source>
        <translation>Europe/Madrid</translation>
    </message>
    <message>
        <source>Owner&apos;s name</source>
        <translation>Nombre del propietario</translation>
    </message>
    <message>
        <source>Mara Klein</source>
        <translation>Mara Klein</translation>
    </message>
    <message>
        <source>PIN, %1 digits</source>
        <translation>PIN, %1 cifras</translation>
    </message>
    <message>
        <source>PIN again</source>
        <translation>Repita el PIN</translation>
    </message>
    <message>
        <source>Till 1</source>
        <translation>Caja 1</translation>
    </message>
    <message>
        <source>No tax</source>
        <translation>Sin impuestos</translation>
    </message>
    <message>
        <source>Give the shop a name.</source>
        <translation>Dé un nombre a la tienda.</translation>
    </message>
    <message>
        <source>Choose a country of the list.</source>
        <translation>Elija un país de la lista.</translation>
    </message>
    <message>
        <source>Three letters, like EUR.</source>
        <translation>Tres letras, como EUR.</translation>
    </message>
    <message>
        <source>Choose a zone of the list.</source>
        <translation>Elija una zona de la lista.</translation>
    </message>
    <message>
        <source>Give the owner&apos;s name.</source>
        <translation>Indique el nombre del propietario.</translation>
    </message>
    <message>
        <source>A PIN has %1 digits.</source>
        <translation>Un PIN tiene %1 cifras.</translation>
    </message>
    <message>
        <source>The two PINs differ.</source>
        <translation>Los dos PIN no coinciden.</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>All keys of this screen</source>
        <translation>Todas las teclas de esta pantalla</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Sell, Orders, Customers, Reports</source>
        <translation>Venta, Pedidos, Clientes, Informes</translation>
    </message>
    <message>
        <source>Go to a screen, order, customer or product</source>
        <translation>Ir a una pantalla, pedido, cliente o producto</translation>
    </message>
    <message>
        <source>Lock, switch person</source>
        <translation>Bloquear, cambiar de persona</translation>
    </message>
    <message>
        <source>Close the sheet, the search, the detail</source>
        <translation>Cerrar la ventana, la búsqueda, el detalle</translation>
    </message>
    <message>
        <source>Print the last receipt again</source>
        <translation>Reimprimir el último ticket</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Pantalla completa</translation>
    </message>
    <message>
        <source>Move in the list</source>
        <translation>Moverse por la lista</translation>
    </message>
    <message>
        <source>A page up, a page down</source>
        <translation>Una página arriba, una abajo</translation>
    </message>
    <message>
        <source>First row, last row</source>
        <translation>Primera fila, última fila</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Add the first match</source>
        <translation>Añadir el primer resultado</translation>
    </message>
    <message>
        <source>From the search to the products</source>
        <translation>De la búsqueda a los productos</translation>
    </message>
    <message>
        <source>Line before, line after</source>
        <translation>Línea anterior, siguiente</translation>
    </message>
    <message>
        <source>One more, one less</source>
        <translation>Uno más, uno menos</translation>
    </message>
    <message>
        <source>Three of what comes next</source>
        <translation>Tres de lo siguiente</translation>
    </message>
    <message>
        <source>Category before, category after</source>
        <translation>Categoría anterior, siguiente</translation>
    </message>
    <message>
        <source>Favourite: add, or take out</source>
        <translation>Favorito: añadir o quitar</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Cliente</translation>
    </message>
    <message>
        <source>Discount on the line, with Shift on the cart</source>
        <translation>Descuento en la línea, con Mayús en el carrito</translation>
    </message>
    <message>
        <source>Hold the cart</source>
        <translation>Aparcar el carrito</translation>
    </message>
    <message>
        <source>Held carts</source>
        <translation>Carritos aparcados</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Cantidad</translation>
    </message>
    <message>
        <source>Remove the line</source>
        <translation>Quitar la línea</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Deshacer el último cambio</translation>
    </message>
    <message>
        <source>Custom item</source>
        <translation>Artículo libre</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Efectivo</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Tarjeta</translation>
    </message>
    <message>
        <source>QR code</source>
        <translation>Código QR</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>Cobrar</translation>
    </message>
    <message>
        <source>Take payment, or hand over</source>
        <translation>Cobrar o entregar</translation>
    </message>
    <message>
        <source>Refund the order that is shown</source>
        <translation>Devolver el pedido mostrado</translation>
    </message>
    <message>
        <source>Export the list to a file</source>
        <translation>Exportar la lista a un archivo</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>Cliente nuevo</translation>
    </message>
    <message>
        <source>Start a cart for the customer</source>
        <translation>Nuevo carrito para el cliente</translation>
    </message>
    <message>
        <source>Save what was typed</source>
        <translation>Guardar lo escrito</translation>
    </message>
    <message>
        <source>Split payment</source>
        <translation>Dividir el pago</translation>
    </message>
    <message>
        <source>Other tender</source>
        <translation>Otro medio de pago</translation>
    </message>
    <message>
        <source>In Other: the tender before, the one after</source>
        <translation>En «Otro»: el medio anterior, el siguiente</translation>
    </message>
    <message>
        <source>Cash: the amount received</source>
        <translation>Efectivo: el importe entregado</translation>
    </message>
    <message>
        <source>Cash: take back the last digit</source>
        <translation>Efectivo: borrar la última cifra</translation>
    </message>
    <message>
        <source>Cash: the exact amount</source>
        <translation>Efectivo: el importe exacto</translation>
    </message>
    <message>
        <source>The next step: take cash, book, try again</source>
        <translation>El paso siguiente: cobrar, registrar, reintentar</translation>
    </message>
    <message>
        <source>Cancel on the reader first, then close</source>
        <translation>Primero cancelar en el lector, después cerrar</translation>
    </message>
    <message>
        <source>The PIN</source>
        <translation>El PIN</translation>
    </message>
    <message>
        <source>Take back the last digit</source>
        <translation>Borrar la última cifra</translation>
    </message>
    <message>
        <source>Another person</source>
        <translation>Otra persona</translation>
    </message>
    <message>
        <source>To the people and the buttons</source>
        <translation>A las personas y los botones</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
</context>
<context>
    <name>SignInScreen</name>
    <message>
        <source>Sign in</source>
        <translation>Entrar</translation>
    </message>
    <message>
        <source>Forgot PIN? Ask a manager</source>
        <translation>¿Olvidó el PIN? Avise a un encargado</translation>
    </message>
    <message>
        <source>Ask a manager to end the wait</source>
        <translation>Un encargado puede terminar la espera</translation>
    </message>
    <message>
        <source>Owner sign-in</source>
        <translation>Acceso del propietario</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Choose your name first</source>
        <translation>Elija antes su nombre</translation>
    </message>
    <message>
        <source>Not a staff badge</source>
        <translation>No es una tarjeta de empleado</translation>
    </message>
    <message>
        <source>Who is at the till?</source>
        <translation>¿Quién está en la caja?</translation>
    </message>
    <message>
        <source>or scan your badge</source>
        <translation>o escanee su tarjeta</translation>
    </message>
</context>
<context>
    <name>Skeleton</name>
    <message>
        <source>Loading</source>
        <translation>Cargando</translation>
    </message>
    <message>
        <source>Still loading. You can wait or try again.</source>
        <translation>Sigue cargando. Puede esperar o reintentar.</translation>
    </message>
</context>
<context>
    <name>SoldOutSheet</name>
    <message>
        <source>%1 is sold out. If you have one here after all, sell it: the stock count goes below zero.</source>
        <translation>%1 está agotado. Si aun así lo tiene aquí, véndalo: las existencias quedarán bajo cero.</translation>
    </message>
    <message>
        <source>Sell anyway?</source>
        <translation>¿Vender de todos modos?</translation>
    </message>
    <message>
        <source>Sell anyway</source>
        <translation>Vender de todos modos</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>No vender</translation>
    </message>
</context>
<context>
    <name>SplitPanel</name>
    <message>
        <source>%1 equal parts</source>
        <translation>%1 partes iguales</translation>
    </message>
    <message>
        <source>By amount</source>
        <translation>Por importe</translation>
    </message>
    <message>
        <source>By line</source>
        <translation>Por líneas</translation>
    </message>
    <message>
        <source>Undo the split</source>
        <translation>Deshacer la división</translation>
    </message>
    <message>
        <source>Paid %1 of %2</source>
        <translation>Pagado %1 de %2</translation>
    </message>
    <message>
        <source>%1 parts to pay</source>
        <translation>%1 partes por pagar</translation>
    </message>
    <message>
        <source>Pay the first part</source>
        <translation>Cobrar la primera parte</translation>
    </message>
    <message>
        <source>Say first how to split</source>
        <translation>Elija antes cómo dividir</translation>
    </message>
    <message>
        <source>Pay part %1 · %2</source>
        <translation>Cobrar parte %1 · %2</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Opening the shop…</source>
        <translation>Abriendo la tienda…</translation>
    </message>
    <message>
        <source>The shop could not be opened</source>
        <translation>No se pudo abrir la tienda</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Not known yet</source>
        <translation>Aún sin saber</translation>
    </message>
    <message>
        <source>Still unknown</source>
        <translation>Sigue sin saberse</translation>
    </message>
    <message>
        <source>Not charged</source>
        <translation>No cobrado</translation>
    </message>
    <message>
        <source>Authorised</source>
        <translation>Autorizado</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Iniciando</translation>
    </message>
    <message>
        <source>Not running, restarting</source>
        <translation>Parada, reiniciando</translation>
    </message>
    <message>
        <source>Port in use by another program</source>
        <translation>Puerto ocupado por otro programa</translation>
    </message>
    <message>
        <source>%1 offline</source>
        <translation>%1 sin conexión</translation>
    </message>
    <message>
        <source>Check its power and network. Cash works, and so do other readers.</source>
        <translation>Revise su corriente y red. El efectivo y otros lectores funcionan.</translation>
    </message>
    <message>
        <source>Check its power and network. Cash and QR codes work; cards wait.</source>
        <translation>Revise su corriente y red. El efectivo y los códigos QR funcionan; las tarjetas esperan.</translation>
    </message>
    <message>
        <source>%1 ready</source>
        <translation>%1 listo</translation>
    </message>
    <message>
        <source>Check its power, paper and cover. Sales go on; choose Reprint once it prints again.</source>
        <translation>Revise su corriente, papel y tapa. Las ventas siguen; elija «Reimprimir» cuando vuelva a imprimir.</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>No mail server is set up, so mails to customers wait.</source>
        <translation>No hay servidor de correo, así que los correos a clientes esperan.</translation>
    </message>
    <message numerus="yes">
        <source>%n to check</source>
        <translation>
            <numerusform>%n por comprobar</numerusform>
            <numerusform>%n por comprobar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n en espera</numerusform>
            <numerusform>%n en espera</numerusform>
        </translation>
    </message>
    <message>
        <source>Whether these were charged is not known yet. Press to see them.</source>
        <translation>Aún no se sabe si se cobraron. Pulse para verlos.</translation>
    </message>
    <message>
        <source>%1 min ahead</source>
        <translation>%1 min adelantado</translation>
    </message>
    <message>
        <source>%1 min behind</source>
        <translation>%1 min atrasado</translation>
    </message>
    <message>
        <source>Sales stand on the wrong time of day. Set the clock of this computer.</source>
        <translation>Las ventas quedan con una hora equivocada. Ponga en hora este ordenador.</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Pagado</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Part paid</source>
        <translation>Pago parcial</translation>
    </message>
    <message>
        <source>Paper low</source>
        <translation>Poco papel</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Devuelto</translation>
    </message>
    <message>
        <source>Part refunded</source>
        <translation>Devuelto en parte</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallido</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Sin conexión</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>No accesible</translation>
    </message>
    <message>
        <source>Not set up</source>
        <translation>Sin configurar</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Anulado</translation>
    </message>
    <message>
        <source>Test mode</source>
        <translation>Modo de prueba</translation>
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
        <translation>Lector</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Impresora</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>Pagos</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Reloj</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>No shift</source>
        <translation>Sin turno</translation>
    </message>
    <message>
        <source>Shift open %1 · %2</source>
        <translation>Turno abierto %1 · %2</translation>
    </message>
    <message>
        <source>Shift open %1</source>
        <translation>Turno abierto %1</translation>
    </message>
</context>
<context>
    <name>StepRow</name>
    <message>
        <source>Sent to reader</source>
        <translation>Enviado al lector</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Approving</source>
        <translation>Autorizando</translation>
    </message>
    <message>
        <source>Step %1 of 3: %2</source>
        <translation>Paso %1 de 3: %2</translation>
    </message>
</context>
<context>
    <name>StepsRow</name>
    <message>
        <source>%1 of %2 scans</source>
        <translation>%1 de %2 escaneos</translation>
    </message>
</context>
<context>
    <name>SumDetail</name>
    <message>
        <source>Payments behind this sum</source>
        <translation>Pagos de esta suma</translation>
    </message>
    <message>
        <source>At Stripe</source>
        <translation>En Stripe</translation>
    </message>
    <message>
        <source>In the drawers</source>
        <translation>En los cajones</translation>
    </message>
    <message>
        <source>In orders</source>
        <translation>En pedidos</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Diferencia</translation>
    </message>
    <message>
        <source>Booked since the comparison, not counted yet: %1</source>
        <translation>Registrado tras la comparación, aún sin contar: %1</translation>
    </message>
    <message>
        <source>Enter or a double click opens the order.</source>
        <translation>Intro o doble clic abre el pedido.</translation>
    </message>
    <message>
        <source>No payments.</source>
        <translation>Sin pagos.</translation>
    </message>
</context>
<context>
    <name>TenderButton</name>
    <message>
        <source>%1, chosen</source>
        <translation>%1, elegido</translation>
    </message>
</context>
<context>
    <name>TenderColumn</name>
    <message>
        <source>To pay</source>
        <translation>A pagar</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Tarjeta</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Efectivo</translation>
    </message>
    <message>
        <source>QR code</source>
        <translation>Código QR</translation>
    </message>
    <message>
        <source>Split payment</source>
        <translation>Dividir el pago</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otro</translation>
    </message>
    <message>
        <source>Rounded to %1 for cash</source>
        <translation>Redondeado a %1 en efectivo</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Ahora no</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Pagado</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Cancel the card first</source>
        <translation>Cancele antes la tarjeta</translation>
    </message>
    <message>
        <source>Approving the card</source>
        <translation>Autorizando la tarjeta</translation>
    </message>
    <message>
        <source>Checking the card</source>
        <translation>Comprobando la tarjeta</translation>
    </message>
    <message>
        <source>Cancel the code first</source>
        <translation>Cierre antes el código</translation>
    </message>
    <message>
        <source>Customer is paying</source>
        <translation>El cliente está pagando</translation>
    </message>
    <message>
        <source>Checking the code</source>
        <translation>Comprobando el código</translation>
    </message>
</context>
<context>
    <name>TileDelegate</name>
    <message>
        <source>Sold out</source>
        <translation>Agotado</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>quedan %1</translation>
    </message>
</context>
<context>
    <name>TileGrid</name>
    <message>
        <source>Products</source>
        <translation>Productos</translation>
    </message>
</context>
<context>
    <name>TileModel</name>
    <message>
        <source>sold out</source>
        <translation>agotado</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>quedan %1</translation>
    </message>
    <message>
        <source>%1 in cart</source>
        <translation>%1 en el carrito</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>What happened</source>
        <translation>Qué pasó</translation>
    </message>
</context>
<context>
    <name>TotalsPanel</name>
    <message>
        <source>Subtotal</source>
        <translation>Subtotal</translation>
    </message>
    <message>
        <source>Discounts</source>
        <translation>Descuentos</translation>
    </message>
    <message>
        <source>tax</source>
        <translation>impuestos</translation>
    </message>
    <message>
        <source>Includes %1</source>
        <translation>Incluye %1</translation>
    </message>
    <message>
        <source>Plus %1</source>
        <translation>Más %1</translation>
    </message>
    <message>
        <source>Sold tax-free</source>
        <translation>Vendido sin impuestos</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>%1. Do not refund again.</source>
        <translation>%1. No vuelva a devolver.</translation>
    </message>
    <message>
        <source>%1: %2. Look at it in Stripe before you give cash.</source>
        <translation>%1: %2. Mírelo en Stripe antes de dar efectivo.</translation>
    </message>
    <message>
        <source>%1: %2. Nothing was given back.</source>
        <translation>%1: %2. No se devolvió nada.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Give cash</source>
        <translation>Dar efectivo</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Refund of %1 failed</source>
        <translation>La devolución de %1 falló</translation>
    </message>
    <message>
        <source>Refund of %1 is on its way</source>
        <translation>La devolución de %1 está en camino</translation>
    </message>
    <message>
        <source>Refund of %1 is being checked</source>
        <translation>La devolución de %1 se está comprobando</translation>
    </message>
</context>
<context>
    <name>UnfinishedSheet</name>
    <message>
        <source>Payments to check</source>
        <translation>Pagos por comprobar</translation>
    </message>
    <message>
        <source>Every payment has its end</source>
        <translation>Todos los pagos están aclarados</translation>
    </message>
    <message>
        <source>Nothing is open between this shop and Stripe.</source>
        <translation>No hay nada pendiente entre esta tienda y Stripe.</translation>
    </message>
    <message>
        <source>We cannot tell yet whether these were charged. Do not charge their orders again. Aurora Desk asks Stripe every minute; you can ask now.</source>
        <translation>Aún no sabemos si se cobraron. No vuelva a cobrar estos pedidos. Aurora Desk pregunta a Stripe cada minuto; puede preguntar ahora.</translation>
    </message>
    <message>
        <source>Every payment in this list is settled now.</source>
        <translation>Todos los pagos de esta lista están ya resueltos.</translation>
    </message>
    <message>
        <source>Show order</source>
        <translation>Ver pedido</translation>
    </message>
    <message>
        <source>Check all</source>
        <translation>Comprobar todos</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Nothing is left to check here</source>
        <translation>No queda nada por comprobar aquí</translation>
    </message>
    <message>
        <source>Asking Stripe…</source>
        <translation>Preguntando a Stripe…</translation>
    </message>
    <message>
        <source>Order %1 is paid.</source>
        <translation>El pedido %1 está pagado.</translation>
    </message>
    <message>
        <source>Order %1: nothing was charged, and nothing will be. It can be paid again.</source>
        <translation>Pedido %1: no se cobró ni se cobrará nada. Puede pagarse de nuevo.</translation>
    </message>
    <message>
        <source>Order %1: still not known. Do not charge it again. Aurora Desk goes on asking.</source>
        <translation>Pedido %1: sigue sin saberse. No vuelva a cobrarlo. Aurora Desk sigue preguntando.</translation>
    </message>
</context>
<context>
    <name>UnknownCodeSheet</name>
    <message>
        <source>Unknown code</source>
        <translation>Código desconocido</translation>
    </message>
    <message>
        <source>No product has the code %1.</source>
        <translation>Ningún producto tiene el código %1.</translation>
    </message>
    <message>
        <source>Nothing was added. Search for the product by its name, or create it with this code.</source>
        <translation>No se añadió nada. Busque el producto por su nombre o créelo con este código.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Create product</source>
        <translation>Crear producto</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
</context>
<context>
    <name>UnsavedBar</name>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Cambios sin guardar</translation>
    </message>
</context>
<context>
    <name>VariantSheet</name>
    <message>
        <source>Choose a %1</source>
        <translation>Elija: %1</translation>
    </message>
    <message>
        <source>Not available</source>
        <translation>No disponible</translation>
    </message>
    <message>
        <source>This combination is not made.</source>
        <translation>Esta combinación no existe.</translation>
    </message>
    <message>
        <source>Add for %1</source>
        <translation>Añadir por %1</translation>
    </message>
    <message>
        <source>Not in %1</source>
        <translation>No en %1</translation>
    </message>
    <message>
        <source>Sold out</source>
        <translation>Agotado</translation>
    </message>
    <message>
        <source>None is left by the count.</source>
        <translation>Según el recuento no queda ninguno.</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>quedan %1</translation>
    </message>
</context>
<context>
    <name>VisitDelegate</name>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n artículo</numerusform>
            <numerusform>%n artículos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Visits</name>
    <message>
        <source>Orders of this customer</source>
        <translation>Pedidos de este cliente</translation>
    </message>
</context>
<context>
    <name>VoidSheet</name>
    <message>
        <source>Void order %1?</source>
        <translation>¿Anular el pedido %1?</translation>
    </message>
    <message>
        <source>Nothing was paid. The order is cancelled and its goods go back to stock.</source>
        <translation>No se pagó nada. El pedido se anula y su mercancía vuelve a existencias.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>In a few words</source>
        <translation>En pocas palabras</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Conservar</translation>
    </message>
    <message>
        <source>Void %1</source>
        <translation>Anular %1</translation>
    </message>
    <message>
        <source>Rung up by mistake</source>
        <translation>Marcado por error</translation>
    </message>
    <message>
        <source>Ordered twice</source>
        <translation>Pedido dos veces</translation>
    </message>
    <message>
        <source>No longer wanted</source>
        <translation>Ya no se quiere</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>Otro…</translation>
    </message>
    <message>
        <source>Choose a reason. It stays with the order.</source>
        <translation>Elija un motivo. Queda con el pedido.</translation>
    </message>
</context>
<context>
    <name>WaitingRing</name>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
</context>
<context>
    <name>WayOut</name>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
</context>
<context>
    <name>WeightSheet</name>
    <message>
        <source>Unit</source>
        <translation>Unidad</translation>
    </message>
    <message>
        <source>Kilograms</source>
        <translation>Kilogramos</translation>
    </message>
    <message>
        <source>Grams</source>
        <translation>Gramos</translation>
    </message>
    <message>
        <source>Weight in kg</source>
        <translation>Peso en kg</translation>
    </message>
    <message>
        <source>Weight in g</source>
        <translation>Peso en g</translation>
    </message>
    <message>
        <source>%1 per kg</source>
        <translation>%1 por kg</translation>
    </message>
    <message>
        <source>Add for %1</source>
        <translation>Añadir por %1</translation>
    </message>
    <message>
        <source>Type the weight first.</source>
        <translation>Escriba antes el peso.</translation>
    </message>
</context>
<context>
    <name>WhenceChips</name>
    <message>
        <source>Not collected yet</source>
        <translation>Aún sin recoger</translation>
    </message>
    <message>
        <source>Brought back</source>
        <translation>Traído de vuelta</translation>
    </message>
    <message>
        <source>%1 of %2 brought back</source>
        <translation>%1 de %2 traídos de vuelta</translation>
    </message>
</context>
<context>
    <name>WordsSheet</name>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
</context>
<context>
    <name>_ProgressLine</name>
    <message>
        <source>Loading</source>
        <translation>Cargando</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>A PIN has {digits} digits.</source>
        <translation>Un PIN tiene {digits} cifras.</translation>
    </message>
    <message>
        <source>A barcode has at most {most} characters.</source>
        <translation>Un código de barras tiene como máximo {most} caracteres.</translation>
    </message>
    <message>
        <source>A discount is between 0 and 100 %, or an amount of at most the line.</source>
        <translation>Un descuento va de 0 a 100 %, o es un importe no mayor que la línea.</translation>
    </message>
    <message>
        <source>A letter goes to one complete address. Nothing was sent. Check the address.</source>
        <translation>Un correo va a una sola dirección completa. No se envió nada. Revise la dirección.</translation>
    </message>
    <message>
        <source>A line can hold at most 9,999.</source>
        <translation>Una línea admite como máximo 9.999.</translation>
    </message>
    <message>
        <source>A live Stripe key is only ever sent to https://api.stripe.com. Remove the other address.</source>
        <translation>Una clave real de Stripe solo se envía a https://api.stripe.com. Quite la otra dirección.</translation>
    </message>
    <message>
        <source>A mail was asked for just now. Wait {seconds} seconds.</source>
        <translation>Se acaba de pedir un correo. Espere {seconds} segundos.</translation>
    </message>
    <message>
        <source>A manager or the owner has to approve this at the till. Nothing was changed. Ask one of them.</source>
        <translation>Un encargado o el propietario debe autorizarlo en la caja. No se cambió nada. Avise a uno de ellos.</translation>
    </message>
    <message>
        <source>A merge can be taken back for 30 days. Nothing was changed.</source>
        <translation>Una unión se puede deshacer durante 30 días. No se cambió nada.</translation>
    </message>
    <message>
        <source>A name has at most {most} characters.</source>
        <translation>Un nombre tiene como máximo {most} caracteres.</translation>
    </message>
    <message>
        <source>A note has at most {most} characters.</source>
        <translation>Una nota tiene como máximo {most} caracteres.</translation>
    </message>
    <message>
        <source>A payment is more than nothing. Nothing was charged.</source>
        <translation>Un pago es más que cero. No se cobró nada.</translation>
    </message>
    <message>
        <source>A payment is on this reader just now. Nothing was changed. Wait until it has ended.</source>
        <translation>Hay un pago en este lector. No se cambió nada. Espere a que termine.</translation>
    </message>
    <message>
        <source>A payment is refunded once at a time.</source>
        <translation>Un pago se devuelve una sola vez a la vez.</translation>
    </message>
    <message>
        <source>A phone number has at most {most} characters.</source>
        <translation>Un teléfono tiene como máximo {most} caracteres.</translation>
    </message>
    <message>
        <source>A price can&apos;t be below zero.</source>
        <translation>Un precio no puede ser menor que cero.</translation>
    </message>
    <message>
        <source>A price list has a name of 1 to {most} characters.</source>
        <translation>Una lista de precios tiene un nombre de 1 a {most} caracteres.</translation>
    </message>
    <message>
        <source>A price list has at most {most} prices.</source>
        <translation>Una lista de precios tiene como máximo {most} precios.</translation>
    </message>
    <message>
        <source>A price on a list can&apos;t be below zero.</source>
        <translation>Un precio de una lista no puede ser menor que cero.</translation>
    </message>
    <message>
        <source>A product&apos;s name has at most {most} characters.</source>
        <translation>El nombre de un producto tiene como máximo {most} caracteres.</translation>
    </message>
    <message>
        <source>A reader&apos;s name has 1 to {most} characters.</source>
        <translation>El nombre de un lector tiene de 1 a {most} caracteres.</translation>
    </message>
    <message>
        <source>A reason has at most {most} characters.</source>
        <translation>Un motivo tiene como máximo {most} caracteres.</translation>
    </message>
    <message>
        <source>A reference has at most {most} plain characters.</source>
        <translation>Una referencia tiene como máximo {most} caracteres sencillos.</translation>
    </message>
    <message>
        <source>A refund counts as done here, and at Stripe it failed or does not exist.</source>
        <translation>Una devolución figura aquí como hecha, y en Stripe falló o no existe.</translation>
    </message>
    <message>
        <source>A refund has another amount here than at Stripe.</source>
        <translation>Una devolución tiene aquí otro importe que en Stripe.</translation>
    </message>
    <message>
        <source>A sessionID has 1 to {most} visible characters.</source>
        <translation>Un sessionID tiene de 1 a {most} caracteres visibles.</translation>
    </message>
    <message>
        <source>A shift is open on this till already. Nothing was changed. Go on selling.</source>
        <translation>Ya hay un turno abierto en esta caja. No se cambió nada. Siga vendiendo.</translation>
    </message>
    <message>
        <source>A shop has at most {most} tenders of its own. Take one away first.</source>
        <translation>Una tienda tiene como máximo {most} medios de pago propios. Quite uno primero.</translation>
    </message>
    <message>
        <source>A slip number has at most {most} plain characters.</source>
        <translation>Un número de resguardo tiene como máximo {most} caracteres simples.</translation>
    </message>
    <message>
        <source>A tip goes back only with all that is left of its payment.</source>
        <translation>Una propina solo se devuelve con todo lo que queda de su pago.</translation>
    </message>
    <message>
        <source>A {what}&apos;s name has up to 63 letters, digits and underscores and begins with no digit.</source>
        <translation>El nombre ({what}) tiene hasta 63 letras, cifras y guiones bajos y no empieza por una cifra.</translation>
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
        <translation>Cuenta</translation>
    </message>
    <message>
        <source>Adding a product needs a manager.</source>
        <translation>Añadir un producto requiere un encargado.</translation>
    </message>
    <message>
        <source>Amount differs</source>
        <translation>El importe difiere</translation>
    </message>
    <message>
        <source>An Interac card is refunded at a reader. Nothing was refunded. Choose a reader.</source>
        <translation>Una tarjeta Interac se devuelve en un lector. No se devolvió nada. Elija un lector.</translation>
    </message>
    <message>
        <source>An account with this email exists already. Nothing was saved.</source>
        <translation>Ya hay una cuenta con este correo. No se guardó nada.</translation>
    </message>
    <message>
        <source>An email address has at most {most} characters.</source>
        <translation>Un correo tiene como máximo {most} caracteres.</translation>
    </message>
    <message>
        <source>An order has at most {most} items.</source>
        <translation>Un pedido tiene como máximo {most} artículos.</translation>
    </message>
    <message>
        <source>An order needs at least one item.</source>
        <translation>Un pedido necesita al menos un artículo.</translation>
    </message>
    <message>
        <source>Another cart is open here than the one on screen. The last change was not made, and nothing else has changed. Look at the cart and do it once more.</source>
        <translation>Aquí está abierto otro carrito distinto del de la pantalla. El último cambio no se hizo y nada más ha cambiado. Mire el carrito y hágalo de nuevo.</translation>
    </message>
    <message>
        <source>Another customer has this email address. Nothing was saved. Open that customer.</source>
        <translation>Otro cliente tiene este correo. No se guardó nada. Abra ese cliente.</translation>
    </message>
    <message>
        <source>Another owner signs in with this address. Give each one of their own.</source>
        <translation>Otro propietario entra con esta dirección. Dé a cada uno la suya.</translation>
    </message>
    <message>
        <source>Another payment is using this reader. Nothing was charged. Wait, or use another reader.</source>
        <translation>Otro pago usa este lector. No se cobró nada. Espere o use otro lector.</translation>
    </message>
    <message>
        <source>Another shop of this store uses this reader. Nothing was changed.</source>
        <translation>Otra tienda usa este lector. No se cambió nada.</translation>
    </message>
    <message>
        <source>Answer in Stripe&apos;s Dashboard before its deadline. Do not refund it here as well.</source>
        <translation>Responda en el panel de Stripe antes del plazo. No lo devuelva también aquí.</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>Approving. Do not cancel.</source>
        <translation>Autorizando. No cancele.</translation>
    </message>
    <message>
        <source>Ask the customer to hold the card to the reader</source>
        <translation>Pida al cliente que acerque la tarjeta al lector</translation>
    </message>
    <message>
        <source>Ask the customer to insert the card and enter the PIN. The try before was not charged: {why}.</source>
        <translation>Pida al cliente que inserte la tarjeta y marque el PIN. El intento anterior no se cobró: {why}.</translation>
    </message>
    <message>
        <source>Ask the customer to tap, insert or swipe</source>
        <translation>Pida al cliente que acerque, inserte o deslice la tarjeta</translation>
    </message>
    <message>
        <source>Ask the customer to try another card. The one before was not charged: {why}.</source>
        <translation>Pida al cliente que pruebe otra tarjeta. La anterior no se cobró: {why}.</translation>
    </message>
    <message>
        <source>At most {most} characters.</source>
        <translation>Como máximo {most} caracteres.</translation>
    </message>
    <message>
        <source>Authorisation</source>
        <translation>Autorización</translation>
    </message>
    <message>
        <source>Bank transfer, {reference}</source>
        <translation>Transferencia, {reference}</translation>
    </message>
    <message>
        <source>Book the refund, so that the order and the reports count it.</source>
        <translation>Registre la devolución para que el pedido y los informes la cuenten.</translation>
    </message>
    <message>
        <source>Cancelled before the reader had it. Nothing was charged.</source>
        <translation>Cancelado antes de llegar al lector. No se cobró nada.</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was charged.</source>
        <translation>Cancelado. No se cobró nada.</translation>
    </message>
    <message>
        <source>Capture the payment before the hold ends.</source>
        <translation>Capture el pago antes de que acabe la reserva.</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Tarjeta</translation>
    </message>
    <message>
        <source>Card declined: {why}. Nothing was charged.</source>
        <translation>Tarjeta rechazada: {why}. No se cobró nada.</translation>
    </message>
    <message>
        <source>Card payments are not set up. Nothing was charged. Take cash, or give a Stripe key.</source>
        <translation>Los pagos con tarjeta no están configurados. No se cobró nada. Cobre en efectivo o indique una clave de Stripe.</translation>
    </message>
    <message>
        <source>Card, other machine, slip {slip}</source>
        <translation>Tarjeta, otro datáfono, resguardo {slip}</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Efectivo</translation>
    </message>
    <message>
        <source>Cash is given back at a till. Nothing was refunded.</source>
        <translation>El efectivo se devuelve en una caja. No se devolvió nada.</translation>
    </message>
    <message>
        <source>Changing a setting of the shop needs a manager. Nothing was changed.</source>
        <translation>Cambiar un ajuste de la tienda requiere un encargado. No se cambió nada.</translation>
    </message>
    <message>
        <source>Charge without a payment</source>
        <translation>Cobro sin pago</translation>
    </message>
    <message>
        <source>Charged after all</source>
        <translation>Cobrado al final</translation>
    </message>
    <message>
        <source>Choose a reason. It stays with the refund.</source>
        <translation>Elija un motivo. Queda con la devolución.</translation>
    </message>
    <message>
        <source>Choose one of its variants.</source>
        <translation>Elija una de sus variantes.</translation>
    </message>
    <message>
        <source>Choose the country that the shop is in.</source>
        <translation>Elija el país de la tienda.</translation>
    </message>
    <message>
        <source>Choose the currency that the shop sells in, for example USD.</source>
        <translation>Elija la moneda de la tienda, por ejemplo EUR.</translation>
    </message>
    <message>
        <source>Choose the time zone that the shop is in.</source>
        <translation>Elija la zona horaria de la tienda.</translation>
    </message>
    <message>
        <source>Choose what the customer takes. Nothing was handed over.</source>
        <translation>Elija lo que se lleva el cliente. No se entregó nada.</translation>
    </message>
    <message>
        <source>Codes of this form are made by the shop itself. Scan the code on the goods.</source>
        <translation>Los códigos de esta forma los hace la propia tienda. Escanee el código de la mercancía.</translation>
    </message>
    <message>
        <source>Compare both with the receipt, put it right with the customer, and say how.</source>
        <translation>Compare ambos con el ticket, arréglelo con el cliente y anote cómo.</translation>
    </message>
    <message>
        <source>Cryptogram</source>
        <translation>Criptograma</translation>
    </message>
    <message>
        <source>Demo PINs: {pins}</source>
        <translation>PIN de la demo: {pins}</translation>
    </message>
    <message>
        <source>Discounts need a manager.</source>
        <translation>Los descuentos requieren un encargado.</translation>
    </message>
    <message>
        <source>Discounts over {percent} % need a manager.</source>
        <translation>Los descuentos de más del {percent} % requieren un encargado.</translation>
    </message>
    <message>
        <source>Disputed</source>
        <translation>Disputado</translation>
    </message>
    <message>
        <source>Email or password is not right. 1 try left. Check both, or sign in with your PIN.</source>
        <translation>El correo o la contraseña no es correcto. Queda 1 intento. Revise ambos o entre con su PIN.</translation>
    </message>
    <message>
        <source>Email or password is not right. {tries} tries left. Check both, or sign in with your PIN.</source>
        <translation>El correo o la contraseña no es correcto. Quedan {tries} intentos. Revise ambos o entre con su PIN.</translation>
    </message>
    <message>
        <source>Enter the amount that is given back.</source>
        <translation>Escriba el importe que se devuelve.</translation>
    </message>
    <message>
        <source>Enter the amount that the customer gave.</source>
        <translation>Escriba el importe que dio el cliente.</translation>
    </message>
    <message>
        <source>Enter the number on the slip. Nothing was booked.</source>
        <translation>Escriba el número del resguardo. No se registró nada.</translation>
    </message>
    <message>
        <source>Enter the reference. Nothing was booked.</source>
        <translation>Introduzca la referencia. No se registró nada.</translation>
    </message>
    <message>
        <source>Erasing a customer needs a manager.</source>
        <translation>Borrar un cliente requiere un encargado.</translation>
    </message>
    <message>
        <source>Every account has a field {name} already. Choose another name.</source>
        <translation>Toda cuenta tiene ya un campo {name}. Elija otro nombre.</translation>
    </message>
    <message>
        <source>Everything of this order was refunded. Nothing is left to hand over.</source>
        <translation>Se devolvió todo este pedido. No queda nada por entregar.</translation>
    </message>
    <message>
        <source>Exporting a customer&apos;s data needs a manager.</source>
        <translation>Exportar los datos de un cliente requiere un encargado.</translation>
    </message>
    <message>
        <source>Give a name or an email address.</source>
        <translation>Indique un nombre o un correo.</translation>
    </message>
    <message>
        <source>Give either items or a sessionID.</source>
        <translation>Indique items o un sessionID.</translation>
    </message>
    <message>
        <source>Give the item a name.</source>
        <translation>Dé un nombre al artículo.</translation>
    </message>
    <message>
        <source>Give the money back in another way, and say how.</source>
        <translation>Devuelva el dinero de otro modo y anote cómo.</translation>
    </message>
    <message>
        <source>Give the owner&apos;s name.</source>
        <translation>Indique el nombre del propietario.</translation>
    </message>
    <message>
        <source>Give the person&apos;s name.</source>
        <translation>Indique el nombre de la persona.</translation>
    </message>
    <message>
        <source>Give the product a name.</source>
        <translation>Dé un nombre al producto.</translation>
    </message>
    <message>
        <source>Give the shop a name.</source>
        <translation>Dé un nombre a la tienda.</translation>
    </message>
    <message>
        <source>Give the tender a name.</source>
        <translation>Dé un nombre al medio de pago.</translation>
    </message>
    <message>
        <source>Goods of this order were handed over. It was not voided. Refund it instead.</source>
        <translation>Se entregó mercancía de este pedido. No se anuló. Devuélvalo en su lugar.</translation>
    </message>
    <message>
        <source>Hold ends soon</source>
        <translation>La reserva acaba pronto</translation>
    </message>
    <message>
        <source>Interac cards are refunded one after the other. Nothing was refunded.</source>
        <translation>Las tarjetas Interac se devuelven una tras otra. No se devolvió nada.</translation>
    </message>
    <message>
        <source>Invalid credentials</source>
        <translation>Credenciales no válidas</translation>
    </message>
    <message>
        <source>Less is left to collect by now. Nothing was handed over. Look at the order again.</source>
        <translation>Ya queda menos por recoger. No se entregó nada. Mire de nuevo el pedido.</translation>
    </message>
    <message>
        <source>Look at it in Stripe before you give cash.</source>
        <translation>Mírelo en Stripe antes de dar efectivo.</translation>
    </message>
    <message>
        <source>Look at whether the key is of the right account, ask for another payment, and say how it ended.</source>
        <translation>Mire si la clave es de la cuenta correcta, pida otro pago y anote cómo acabó.</translation>
    </message>
    <message>
        <source>Merging customers needs a manager.</source>
        <translation>Unir clientes requiere un encargado.</translation>
    </message>
    <message>
        <source>Messages of Stripe are not set up here: AURORA_STRIPE_WEBHOOK_SECRET is missing.</source>
        <translation>Los mensajes de Stripe no están configurados aquí: falta AURORA_STRIPE_WEBHOOK_SECRET.</translation>
    </message>
    <message>
        <source>Money has moved or may have moved on this order. It was not voided.</source>
        <translation>En este pedido se movió o pudo moverse dinero. No se anuló.</translation>
    </message>
    <message>
        <source>Money was given back at Stripe and not in this program.</source>
        <translation>Se devolvió dinero en Stripe y no en este programa.</translation>
    </message>
    <message>
        <source>Name the reader by its id.</source>
        <translation>Indique el lector por su identificador.</translation>
    </message>
    <message>
        <source>No encrypted connection to the mail server can be made. Nothing was sent. Check host and port in Email settings; smtps:// is for port 465, smtp:// for 587.</source>
        <translation>No se puede conectar cifrado con el servidor de correo. No se envió nada. Revise host y puerto en los ajustes de correo; smtps:// es para el puerto 465, smtp:// para el 587.</translation>
    </message>
    <message>
        <source>No mail can be sent to this customer. Nothing was sent.</source>
        <translation>No se puede enviar correo a este cliente. No se envió nada.</translation>
    </message>
    <message>
        <source>No money arrives for it.</source>
        <translation>No llega dinero por él.</translation>
    </message>
    <message>
        <source>No product has the code {code}. Nothing was saved.</source>
        <translation>Ningún producto tiene el código {code}. No se guardó nada.</translation>
    </message>
    <message>
        <source>No shift is open on this till. Nothing was sold. Open the shift first.</source>
        <translation>No hay turno abierto en esta caja. No se vendió nada. Abra antes el turno.</translation>
    </message>
    <message>
        <source>No user found</source>
        <translation>No se encontró el usuario</translation>
    </message>
    <message>
        <source>Not refunded: {why}. {then}</source>
        <translation>No devuelto: {why}. {then}</translation>
    </message>
    <message>
        <source>Notes have at most {most} characters.</source>
        <translation>Las notas tienen como máximo {most} caracteres.</translation>
    </message>
    <message>
        <source>Nothing is left to pay on this order. Nothing was charged.</source>
        <translation>No queda nada por pagar en este pedido. No se cobró nada.</translation>
    </message>
    <message>
        <source>On its way. Stripe has it; do not refund again.</source>
        <translation>En camino. Stripe la tiene; no vuelva a devolver.</translation>
    </message>
    <message>
        <source>One of the two was merged meanwhile. Nothing was changed. Look at both again.</source>
        <translation>Uno de los dos se unió mientras tanto. No se cambió nada. Mire ambos de nuevo.</translation>
    </message>
    <message>
        <source>Only a manager or the owner can approve this. Nothing was changed. Ask one of them.</source>
        <translation>Solo un encargado o el propietario puede autorizarlo. No se cambió nada. Avise a uno de ellos.</translation>
    </message>
    <message>
        <source>Only an owner signs in by email and password. Others have their PIN.</source>
        <translation>Solo un propietario entra con correo y contraseña. Los demás tienen su PIN.</translation>
    </message>
    <message>
        <source>Only customers of the shop can be merged. Nothing was changed.</source>
        <translation>Solo se pueden unir clientes de la tienda. No se cambió nada.</translation>
    </message>
    <message>
        <source>Only the owner can do this for the owner.</source>
        <translation>Esto solo puede hacerlo el propietario para sí mismo.</translation>
    </message>
    <message>
        <source>Only {due} is left to pay, and only cash gives change. Nothing was charged.</source>
        <translation>Solo queda {due} por pagar, y solo el efectivo da cambio. No se cobró nada.</translation>
    </message>
    <message>
        <source>Order #{order} is not paid yet. Nothing was erased. Take or void its payment first.</source>
        <translation>El pedido #{order} aún no está pagado. No se borró nada. Cóbrelo o anúlelo antes.</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Pagado</translation>
    </message>
    <message>
        <source>Paid here, not at Stripe</source>
        <translation>Pagado aquí, no en Stripe</translation>
    </message>
    <message>
        <source>Product {product_id} is not in this cart.</source>
        <translation>El producto {product_id} no está en este carrito.</translation>
    </message>
    <message>
        <source>Put the rest right with the customer, and say how.</source>
        <translation>Arregle el resto con el cliente y anote cómo.</translation>
    </message>
    <message>
        <source>Refund amount differs</source>
        <translation>El importe devuelto difiere</translation>
    </message>
    <message>
        <source>Refund failed</source>
        <translation>Devolución fallida</translation>
    </message>
    <message>
        <source>Refund in cash</source>
        <translation>Devolución en efectivo</translation>
    </message>
    <message>
        <source>Refund it, or attach it to its order if that is still to be paid.</source>
        <translation>Devuélvalo o asígnelo a su pedido si aún está por pagar.</translation>
    </message>
    <message>
        <source>Refund it, or attach it where the order is still to be paid.</source>
        <translation>Devuélvalo o asígnelo si el pedido aún está por pagar.</translation>
    </message>
    <message>
        <source>Refund made at Stripe</source>
        <translation>Devolución hecha en Stripe</translation>
    </message>
    <message>
        <source>Refund to {way}</source>
        <translation>Devolución a {way}</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Devuelto</translation>
    </message>
    <message>
        <source>Refunds need a manager.</source>
        <translation>Las devoluciones requieren un encargado.</translation>
    </message>
    <message>
        <source>Refunds over {limit} need a manager.</source>
        <translation>Las devoluciones de más de {limit} requieren un encargado.</translation>
    </message>
    <message>
        <source>Row {row} is not a SKU or barcode and a price.</source>
        <translation>La fila {row} no es una referencia o código de barras y un precio.</translation>
    </message>
    <message>
        <source>Row {row}: price &apos;{price}&apos; is not a number.</source>
        <translation>Fila {row}: el precio «{price}» no es un número.</translation>
    </message>
    <message>
        <source>Row {row}: {code} has a price already.</source>
        <translation>Fila {row}: {code} ya tiene un precio.</translation>
    </message>
    <message>
        <source>SQLite {version} can corrupt a store. Install a newer sqlcipher3.</source>
        <translation>SQLite {version} puede dañar los datos. Instale un sqlcipher3 más nuevo.</translation>
    </message>
    <message>
        <source>Say in a few words how this was settled.</source>
        <translation>Diga en pocas palabras cómo se resolvió.</translation>
    </message>
    <message>
        <source>Selling by another price list needs a manager.</source>
        <translation>Vender con otra lista de precios requiere un encargado.</translation>
    </message>
    <message>
        <source>Selling tax-free needs a manager.</source>
        <translation>Vender sin impuestos requiere un encargado.</translation>
    </message>
    <message>
        <source>Settling a difference needs a manager.</source>
        <translation>Resolver una diferencia requiere un encargado.</translation>
    </message>
    <message>
        <source>Somebody of this name is there already. Add a letter, so that both are known.</source>
        <translation>Ya hay alguien con este nombre. Añada una letra para distinguirlos.</translation>
    </message>
    <message>
        <source>Something of this order was refunded meanwhile. Nothing was refunded by this. Look at the order again.</source>
        <translation>Mientras tanto se devolvió algo de este pedido. Con esto no se devolvió nada. Mire de nuevo el pedido.</translation>
    </message>
    <message>
        <source>Stripe cannot be reached. Nothing was charged. Try again or take cash.</source>
        <translation>No se puede contactar con Stripe. No se cobró nada. Reintente o cobre en efectivo.</translation>
    </message>
    <message>
        <source>Stripe charged a card for this store, and no payment here belongs to it.</source>
        <translation>Stripe cobró una tarjeta para esta tienda y aquí no hay pago que le corresponda.</translation>
    </message>
    <message>
        <source>Stripe does not accept this shop&apos;s key. Nothing was charged. Take cash and check the key.</source>
        <translation>Stripe no acepta la clave de esta tienda. No se cobró nada. Cobre en efectivo y revise la clave.</translation>
    </message>
    <message>
        <source>Stripe does not accept this shop&apos;s key: check it, then check this payment again.</source>
        <translation>Stripe no acepta la clave de esta tienda: revísela y compruebe de nuevo este pago.</translation>
    </message>
    <message>
        <source>Stripe does not know this payment or reader. Nothing was charged. The key may belong to another account or mode: check the Stripe key.</source>
        <translation>Stripe no conoce este pago o lector. No se cobró nada. La clave puede ser de otra cuenta o modo: revise la clave de Stripe.</translation>
    </message>
    <message>
        <source>Stripe does not know this payment; the key may belong to another account</source>
        <translation>Stripe no conoce este pago; la clave puede ser de otra cuenta</translation>
    </message>
    <message>
        <source>Stripe does not take this code. Nothing was paired. Let the reader show a new code, and type it as it stands.</source>
        <translation>Stripe no acepta este código. No se vinculó nada. Haga que el lector muestre otro código y escríbalo tal cual.</translation>
    </message>
    <message>
        <source>Stripe has given this money back as well, after it was given in another way. Put it right with the customer. The comparison with Stripe in Reports shows it.</source>
        <translation>Stripe también devolvió este dinero, después de darse de otro modo. Arréglelo con el cliente. La comparación con Stripe en «Informes» lo muestra.</translation>
    </message>
    <message>
        <source>Stripe has given this money back, or part of it. Nothing was booked. Compare again.</source>
        <translation>Stripe devolvió este dinero o una parte. No se registró nada. Compare de nuevo.</translation>
    </message>
    <message>
        <source>Stripe has not answered: the refund may be done or not. Aurora Desk goes on asking. Do not give this money back in another way.</source>
        <translation>Stripe no ha respondido: la devolución puede estar hecha o no. Aurora Desk sigue preguntando. No devuelva este dinero de otro modo.</translation>
    </message>
    <message>
        <source>Stripe is very busy. Nothing was done by this. Cash still works. Try again in a moment.</source>
        <translation>Stripe está muy ocupado. Esto no hizo nada. El efectivo funciona. Reintente en un momento.</translation>
    </message>
    <message>
        <source>Stripe never got it</source>
        <translation>Stripe nunca la recibió</translation>
    </message>
    <message>
        <source>Stripe never got it. Nothing was charged.</source>
        <translation>Stripe nunca lo recibió. No se cobró nada.</translation>
    </message>
    <message>
        <source>Stripe refused it</source>
        <translation>Stripe la rechazó</translation>
    </message>
    <message>
        <source>Stripe refused this refund. Nothing was given back by it. Compare with Stripe, then look again.</source>
        <translation>Stripe rechazó esta devolución. No devolvió nada. Compare con Stripe y vuelva a mirar.</translation>
    </message>
    <message>
        <source>Stripe refused this. Nothing was charged by it. Try again or take cash.</source>
        <translation>Stripe lo rechazó. No se cobró nada. Reintente o cobre en efectivo.</translation>
    </message>
    <message>
        <source>Stripe says that this payment was given back already</source>
        <translation>según Stripe este pago ya se devolvió</translation>
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
        <translation>Deshacer una unión requiere un encargado.</translation>
    </message>
    <message>
        <source>Taking over a cart that another till has open needs a manager.</source>
        <translation>Traer un carrito abierto en otra caja requiere un encargado.</translation>
    </message>
    <message>
        <source>That PIN is not right. 1 try left.</source>
        <translation>Ese PIN no es correcto. Queda 1 intento.</translation>
    </message>
    <message>
        <source>That PIN is not right. {tries} tries left.</source>
        <translation>Ese PIN no es correcto. Quedan {tries} intentos.</translation>
    </message>
    <message>
        <source>The Stripe key has a space in it. Copy it again; nothing was sent.</source>
        <translation>La clave de Stripe contiene un espacio. Cópiela de nuevo; no se envió nada.</translation>
    </message>
    <message>
        <source>The address of a mail server reads smtp://user:password@mail.example.com:587 or smtps://…:465, with @ : / ? # % in user and password written as %40 %3A %2F %3F %23 %25.</source>
        <translation>La dirección de un servidor de correo es smtp://user:password@mail.example.com:587 o smtps://…:465, con @ : / ? # % en usuario y contraseña escritos como %40 %3A %2F %3F %23 %25.</translation>
    </message>
    <message>
        <source>The amount is reserved on the card and not taken yet.</source>
        <translation>El importe está reservado en la tarjeta y aún no cobrado.</translation>
    </message>
    <message>
        <source>The amount is too large for one card payment. Nothing was charged.</source>
        <translation>El importe es demasiado grande para un pago con tarjeta. No se cobró nada.</translation>
    </message>
    <message>
        <source>The amount is too small for a card. Nothing was charged. Take cash.</source>
        <translation>El importe es demasiado pequeño para tarjeta. No se cobró nada. Cobre en efectivo.</translation>
    </message>
    <message>
        <source>The authorisation ended before the money was taken. Nothing was charged. The order is unpaid again.</source>
        <translation>La autorización acabó antes de cobrar. No se cobró nada. El pedido vuelve a estar sin pagar.</translation>
    </message>
    <message>
        <source>The bank did not take this refund. Nothing was given back. Try again later.</source>
        <translation>El banco no aceptó esta devolución. No se devolvió nada. Reintente más tarde.</translation>
    </message>
    <message>
        <source>The bank is being asked. Do not cancel.</source>
        <translation>Se consulta al banco. No cancele.</translation>
    </message>
    <message>
        <source>The bank may take the money back.</source>
        <translation>El banco puede retirar el dinero.</translation>
    </message>
    <message>
        <source>The card is authorised, the money is not taken yet. Do not charge again. Aurora Desk goes on asking for it.</source>
        <translation>La tarjeta está autorizada, el dinero aún no se cobró. No vuelva a cobrar. Aurora Desk sigue pidiéndolo.</translation>
    </message>
    <message>
        <source>The cardholder disputes this charge at the bank.</source>
        <translation>El titular disputa este cobro en su banco.</translation>
    </message>
    <message>
        <source>The cart is empty. Add an item before holding it.</source>
        <translation>El carrito está vacío. Añada un artículo antes de aparcarlo.</translation>
    </message>
    <message>
        <source>The cart is empty. Add an item before ordering.</source>
        <translation>El carrito está vacío. Añada un artículo antes de pedir.</translation>
    </message>
    <message>
        <source>The cart is too large for one order.</source>
        <translation>El carrito es demasiado grande para un pedido.</translation>
    </message>
    <message>
        <source>The cart was changed by another program while payment was open. Nothing was charged. Close payment and look at the cart.</source>
        <translation>Otro programa cambió el carrito mientras el pago estaba abierto. No se cobró nada. Cierre el pago y mire el carrito.</translation>
    </message>
    <message>
        <source>The code is closed. Nothing was charged.</source>
        <translation>El código está cerrado. No se cobró nada.</translation>
    </message>
    <message>
        <source>The code was never shown. Nothing was charged.</source>
        <translation>El código no llegó a mostrarse. No se cobró nada.</translation>
    </message>
    <message>
        <source>The connection to the mail server broke off while the letter was handed over. It may have gone out.</source>
        <translation>La conexión con el servidor de correo se cortó al entregar el mensaje. Puede haber salido.</translation>
    </message>
    <message>
        <source>The customer does not have these goods, or they do not lie here any more. Nothing was refunded. Look at the order again.</source>
        <translation>El cliente no tiene esta mercancía o ya no está aquí. No se devolvió nada. Vuelva a mirar el pedido.</translation>
    </message>
    <message>
        <source>The customer has not got this money.</source>
        <translation>El cliente no ha recibido este dinero.</translation>
    </message>
    <message>
        <source>The customer has paid, and no order counts this money. A restored backup can be the reason.</source>
        <translation>El cliente ha pagado y ningún pedido cuenta este dinero. Puede deberse a una copia restaurada.</translation>
    </message>
    <message>
        <source>The customer has paid, and the order does not count this money.</source>
        <translation>El cliente ha pagado y el pedido no cuenta este dinero.</translation>
    </message>
    <message>
        <source>The customer was merged into another one since. Take that back first.</source>
        <translation>El cliente se unió después a otro. Deshaga eso antes.</translation>
    </message>
    <message>
        <source>The database is busy. Nothing was saved by this step. Try it again.</source>
        <translation>La base de datos está ocupada. Este paso no guardó nada. Inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The database server cannot be reached. Look whether the last step was saved before doing it again.</source>
        <translation>No se puede contactar con el servidor de datos. Mire si el último paso se guardó antes de repetirlo.</translation>
    </message>
    <message>
        <source>The disk is full or cannot be written. Nothing was saved by this step. Make room on the disk.</source>
        <translation>El disco está lleno o no se puede escribir. Este paso no guardó nada. Libere espacio en el disco.</translation>
    </message>
    <message>
        <source>The email address holds letters that only look like Latin ones. Type it again.</source>
        <translation>El correo contiene letras que solo parecen latinas. Escríbalo de nuevo.</translation>
    </message>
    <message>
        <source>The export was stopped. No file was written.</source>
        <translation>La exportación se paró. No se escribió ningún archivo.</translation>
    </message>
    <message>
        <source>The file could not be written there. Nothing was exported. Choose another folder.</source>
        <translation>El archivo no se pudo escribir allí. No se exportó nada. Elija otra carpeta.</translation>
    </message>
    <message>
        <source>The float can&apos;t be below zero.</source>
        <translation>El fondo no puede ser menor que cero.</translation>
    </message>
    <message>
        <source>The keys in {path} are not complete. Nothing was changed. Put back your copy.</source>
        <translation>Las claves de {path} no están completas. No se cambió nada. Recupere su copia.</translation>
    </message>
    <message>
        <source>The keys in {path} cannot be read. Nothing was changed. Put back your copy.</source>
        <translation>Las claves de {path} no se pueden leer. No se cambió nada. Recupere su copia.</translation>
    </message>
    <message>
        <source>The keys of this store are missing: {path} is not there. Nothing was changed. Put back your copy of it.</source>
        <translation>Faltan las claves de esta tienda: no existe {path}. No se cambió nada. Recupere su copia.</translation>
    </message>
    <message>
        <source>The mail server cannot be reached. Nothing was sent. Check the internet connection, and host and port in Email settings.</source>
        <translation>No se puede contactar con el servidor de correo. No se envió nada. Revise la conexión a internet y host y puerto en los ajustes de correo.</translation>
    </message>
    <message>
        <source>The mail server cannot check the password just now. Nothing was sent.</source>
        <translation>El servidor de correo no puede comprobar ahora la contraseña. No se envió nada.</translation>
    </message>
    <message>
        <source>The mail server cannot take the letter just now. It was not sent. Try again later.</source>
        <translation>El servidor no puede aceptar ahora el correo. No se envió. Reintente más tarde.</translation>
    </message>
    <message>
        <source>The mail server did not answer in time. Nothing was sent. Check host and port in Email settings; port 465 is for smtps://.</source>
        <translation>El servidor de correo no respondió a tiempo. No se envió nada. Revise host y puerto en los ajustes de correo; el puerto 465 es para smtps://.</translation>
    </message>
    <message>
        <source>The mail server ended the connection. Nothing was sent. Try again later.</source>
        <translation>El servidor de correo cortó la conexión. No se envió nada. Reintente más tarde.</translation>
    </message>
    <message>
        <source>The mail server offers no encryption (STARTTLS). Nothing was sent, no password either. Check host and port in Email settings.</source>
        <translation>El servidor de correo no ofrece cifrado (STARTTLS). No se envió nada, tampoco la contraseña. Revise host y puerto en los ajustes de correo.</translation>
    </message>
    <message>
        <source>The mail server refused the password. Check user name and password in Email settings.</source>
        <translation>El servidor de correo rechazó la contraseña. Revise usuario y contraseña en los ajustes de correo.</translation>
    </message>
    <message>
        <source>The mail server refuses the letter. It was not sent.</source>
        <translation>El servidor rechaza el correo. No se envió.</translation>
    </message>
    <message>
        <source>The mail server refuses the recipient&apos;s address. The letter was not sent. Check the address.</source>
        <translation>El servidor rechaza la dirección del destinatario. El correo no se envió. Revise la dirección.</translation>
    </message>
    <message>
        <source>The mail server takes no letters from this shop. Check sender, user name and password in Email settings.</source>
        <translation>El servidor no acepta correos de esta tienda. Revise remitente, usuario y contraseña en los ajustes de correo.</translation>
    </message>
    <message>
        <source>The mail server takes no user name and password here. Check its port in Email settings, or leave them out.</source>
        <translation>El servidor de correo no admite aquí usuario y contraseña. Revise el puerto en los ajustes de correo o déjelos vacíos.</translation>
    </message>
    <message>
        <source>The mail server&apos;s certificate is not trusted ({why}). Nothing was sent. Check the host in Email settings, and this computer&apos;s clock.</source>
        <translation>El certificado del servidor de correo no es de confianza ({why}). No se envió nada. Revise el host en los ajustes de correo y el reloj de este ordenador.</translation>
    </message>
    <message>
        <source>The name of a tender has at most {most} plain characters.</source>
        <translation>El nombre de un medio de pago tiene como máximo {most} caracteres sencillos.</translation>
    </message>
    <message>
        <source>The order counts as paid, and Stripe has no such payment.</source>
        <translation>El pedido figura como pagado y Stripe no tiene ese pago.</translation>
    </message>
    <message>
        <source>The order is too large.</source>
        <translation>El pedido es demasiado grande.</translation>
    </message>
    <message>
        <source>The order of this charge is not in this store. Nothing was booked. Refund it.</source>
        <translation>El pedido de este cobro no está en esta tienda. No se registró nada. Devuélvalo.</translation>
    </message>
    <message>
        <source>The order still counts the full amount.</source>
        <translation>El pedido aún cuenta el importe completo.</translation>
    </message>
    <message>
        <source>The parts do not add up to what is given back. Nothing was refunded.</source>
        <translation>Las partes no suman lo que se devuelve. No se devolvió nada.</translation>
    </message>
    <message>
        <source>The payment had ended here as not charged, then Stripe charged the card.</source>
        <translation>El pago acabó aquí como no cobrado y luego Stripe cobró la tarjeta.</translation>
    </message>
    <message>
        <source>The payment has another amount or currency here than at Stripe.</source>
        <translation>El pago tiene aquí otro importe o moneda que en Stripe.</translation>
    </message>
    <message>
        <source>The payment is no longer on the reader. Nothing was charged.</source>
        <translation>El pago ya no está en el lector. No se cobró nada.</translation>
    </message>
    <message>
        <source>The price can&apos;t be below zero.</source>
        <translation>El precio no puede ser menor que cero.</translation>
    </message>
    <message>
        <source>The price of a product is not the one asked for. Nothing was changed. Ask again with the right price.</source>
        <translation>El precio de un producto no es el pedido. No se cambió nada. Repita con el precio correcto.</translation>
    </message>
    <message>
        <source>The quantity can have at most three decimals.</source>
        <translation>La cantidad puede tener como máximo tres decimales.</translation>
    </message>
    <message>
        <source>The quantity must be a whole number.</source>
        <translation>La cantidad debe ser un número entero.</translation>
    </message>
    <message>
        <source>The quantity must be between 1 and 9,999.</source>
        <translation>La cantidad debe estar entre 1 y 9.999.</translation>
    </message>
    <message>
        <source>The reader did not answer. Nothing was charged. Look at the reader and try again.</source>
        <translation>El lector no respondió. No se cobró nada. Mire el lector y reintente.</translation>
    </message>
    <message>
        <source>The reader did not get the payment. Nothing was charged. Try again or take cash.</source>
        <translation>El lector no recibió el pago. No se cobró nada. Reintente o cobre en efectivo.</translation>
    </message>
    <message>
        <source>The reader has a defect. Nothing was charged. Use another reader, or take cash.</source>
        <translation>El lector está averiado. No se cobró nada. Use otro lector o cobre en efectivo.</translation>
    </message>
    <message>
        <source>The reader is busy. Nothing was charged. Wait a moment and try again.</source>
        <translation>El lector está ocupado. No se cobró nada. Espere un momento y reintente.</translation>
    </message>
    <message>
        <source>The reader is just reading the card. Wait for the outcome: it cannot be cancelled now.</source>
        <translation>El lector está leyendo la tarjeta. Espere el resultado: ahora no se puede cancelar.</translation>
    </message>
    <message>
        <source>The reader is not connected. Nothing was charged. Check its power and network.</source>
        <translation>El lector no está conectado. No se cobró nada. Revise su corriente y red.</translation>
    </message>
    <message>
        <source>The reader is registered for another place. Nothing was charged. Pair it again in this shop.</source>
        <translation>El lector está registrado en otro lugar. No se cobró nada. Vincúlelo de nuevo en esta tienda.</translation>
    </message>
    <message>
        <source>The reader&apos;s country can&apos;t take this currency. Nothing was charged. Check the reader&apos;s location at Stripe.</source>
        <translation>El país del lector no admite esta moneda. No se cobró nada. Revise la ubicación del lector en Stripe.</translation>
    </message>
    <message>
        <source>The shop&apos;s computer is very busy. Nothing was saved. Try again in a moment.</source>
        <translation>El ordenador de la tienda está muy ocupado. No se guardó nada. Reintente en un momento.</translation>
    </message>
    <message>
        <source>The shop&apos;s computer is very busy. Try again in a moment.</source>
        <translation>El ordenador de la tienda está muy ocupado. Reintente en un momento.</translation>
    </message>
    <message>
        <source>The signature of this message is not right or too old. Nothing was done.</source>
        <translation>La firma de este mensaje no es correcta o es antigua. No se hizo nada.</translation>
    </message>
    <message>
        <source>The smallest coin here is {coin}. Nothing was taken. Enter what the customer gave.</source>
        <translation>La moneda más pequeña aquí es {coin}. No se cobró nada. Escriba lo que dio el cliente.</translation>
    </message>
    <message>
        <source>The store in {path} is broken and was left untouched. Put back a backup of it, or choose another folder.</source>
        <translation>Los datos de {path} están dañados y no se tocaron. Recupere una copia o elija otra carpeta.</translation>
    </message>
    <message>
        <source>The till is just sending this payment. Look again soon.</source>
        <translation>La caja está enviando este pago. Vuelva a mirar enseguida.</translation>
    </message>
    <message>
        <source>The till stopped before the reader had it. Nothing was charged.</source>
        <translation>La caja se paró antes de llegar al lector. No se cobró nada.</translation>
    </message>
    <message>
        <source>There is no cart for this session.</source>
        <translation>No hay carrito para esta sesión.</translation>
    </message>
    <message>
        <source>There is no order {order_id}.</source>
        <translation>No hay ningún pedido {order_id}.</translation>
    </message>
    <message>
        <source>There is no price list {name}. Nothing was changed.</source>
        <translation>No hay lista de precios {name}. No se cambió nada.</translation>
    </message>
    <message>
        <source>There is no product {product_id}.</source>
        <translation>No hay ningún producto {product_id}.</translation>
    </message>
    <message>
        <source>There is no shop with this number.</source>
        <translation>No hay ninguna tienda con este número.</translation>
    </message>
    <message>
        <source>There is no such customer.</source>
        <translation>No existe ese cliente.</translation>
    </message>
    <message>
        <source>There is no such difference.</source>
        <translation>No existe esa diferencia.</translation>
    </message>
    <message>
        <source>There is no such merge.</source>
        <translation>No existe esa unión.</translation>
    </message>
    <message>
        <source>There is no such payment.</source>
        <translation>No existe ese pago.</translation>
    </message>
    <message>
        <source>There is no such refund.</source>
        <translation>No existe esa devolución.</translation>
    </message>
    <message>
        <source>There is no table of accounts with this name.</source>
        <translation>No hay ninguna tabla de cuentas con este nombre.</translation>
    </message>
    <message>
        <source>There is no till with this number.</source>
        <translation>No hay ninguna caja con este número.</translation>
    </message>
    <message>
        <source>These are not the keys of this store. Nothing was changed. Start with the store&apos;s own keys.json.</source>
        <translation>Estas no son las claves de esta tienda. No se cambió nada. Inicie con el keys.json propio de la tienda.</translation>
    </message>
    <message>
        <source>This address has got several mails within the hour. No other was sent. Look for those first.</source>
        <translation>Esta dirección recibió varios correos en la última hora. No se envió otro. Busque antes esos.</translation>
    </message>
    <message>
        <source>This amount is too large.</source>
        <translation>Este importe es demasiado grande.</translation>
    </message>
    <message>
        <source>This amount is too small to be given back this way.</source>
        <translation>Este importe es demasiado pequeño para devolverlo así.</translation>
    </message>
    <message>
        <source>This belongs to Stripe&apos;s other mode, live or test. Nothing was charged. Check which key is in use.</source>
        <translation>Esto es del otro modo de Stripe, real o de prueba. No se cobró nada. Revise qué clave se usa.</translation>
    </message>
    <message>
        <source>This can&apos;t be a price. It is zero or more.</source>
        <translation>Esto no puede ser un precio. Es cero o más.</translation>
    </message>
    <message>
        <source>This can&apos;t be done with this difference. Nothing was changed.</source>
        <translation>Esto no se puede hacer con esta diferencia. No se cambió nada.</translation>
    </message>
    <message>
        <source>This card is refunded at a reader, and none is set up. Nothing was refunded.</source>
        <translation>Esta tarjeta se devuelve en un lector y no hay ninguno. No se devolvió nada.</translation>
    </message>
    <message>
        <source>This cart has become an order in the meantime. Find it in Orders.</source>
        <translation>Este carrito ya es un pedido. Búsquelo en «Pedidos».</translation>
    </message>
    <message>
        <source>This cart is already an order and can no longer change.</source>
        <translation>Este carrito ya es un pedido y no puede cambiar.</translation>
    </message>
    <message>
        <source>This cart is already an order. Open it in Orders to take the payment.</source>
        <translation>Este carrito ya es un pedido. Ábralo en «Pedidos» para cobrar.</translation>
    </message>
    <message>
        <source>This cart is gone: it was deleted on another till.</source>
        <translation>Este carrito ya no existe: se borró en otra caja.</translation>
    </message>
    <message>
        <source>This cart is in use and was not deleted.</source>
        <translation>Este carrito está en uso y no se borró.</translation>
    </message>
    <message>
        <source>This cart is on hold. Nothing was changed. Recall it first.</source>
        <translation>Este carrito está aparcado. No se cambió nada. Recupérelo antes.</translation>
    </message>
    <message>
        <source>This category is not in the list any more. Choose another one.</source>
        <translation>Esta categoría ya no está en la lista. Elija otra.</translation>
    </message>
    <message>
        <source>This charge is more than is left to pay on its order. Nothing was booked. Refund it.</source>
        <translation>Este cobro es más de lo que queda por pagar en su pedido. No se registró nada. Devuélvalo.</translation>
    </message>
    <message>
        <source>This charge pays its order by now. Nothing was refunded. Refund it from the order.</source>
        <translation>Este cobro ya paga su pedido. No se devolvió nada. Devuélvalo desde el pedido.</translation>
    </message>
    <message>
        <source>This code is closed. No mail was sent. Show a new code.</source>
        <translation>Este código está cerrado. No se envió correo. Muestre otro código.</translation>
    </message>
    <message>
        <source>This code is not from this shop.</source>
        <translation>Este código no es de esta tienda.</translation>
    </message>
    <message>
        <source>This customer was erased. The cart is as it was; go on without one, or choose another.</source>
        <translation>Este cliente se borró. El carrito está como estaba; siga sin cliente o elija otro.</translation>
    </message>
    <message>
        <source>This database is not an Aurora Desk store. Nothing was changed. Choose another folder.</source>
        <translation>Esta base de datos no es de Aurora Desk. No se cambió nada. Elija otra carpeta.</translation>
    </message>
    <message>
        <source>This difference is no charge. Nothing was booked.</source>
        <translation>Esta diferencia no es un cobro. No se registró nada.</translation>
    </message>
    <message>
        <source>This difference is no refund made at Stripe. Nothing was booked.</source>
        <translation>Esta diferencia no es una devolución hecha en Stripe. No se registró nada.</translation>
    </message>
    <message>
        <source>This difference is settled already. Nothing was done by this.</source>
        <translation>Esta diferencia ya está resuelta. Esto no hizo nada.</translation>
    </message>
    <message>
        <source>This holds characters that cannot be kept. Type it again.</source>
        <translation>Contiene caracteres que no se pueden guardar. Escríbalo de nuevo.</translation>
    </message>
    <message>
        <source>This is not a place in the list. Start again without it.</source>
        <translation>No es un lugar de la lista. Empiece sin él.</translation>
    </message>
    <message>
        <source>This is not a secret Stripe key: it starts with sk_live_ or sk_test_.</source>
        <translation>No es una clave secreta de Stripe: empieza por sk_live_ o sk_test_.</translation>
    </message>
    <message>
        <source>This is not an address that a letter can go to. Nothing was sent. Check the address.</source>
        <translation>A esta dirección no puede ir un correo. No se envió nada. Revise la dirección.</translation>
    </message>
    <message>
        <source>This is not an email address. It looks like name@example.com.</source>
        <translation>No es un correo. Tiene la forma nombre@example.com.</translation>
    </message>
    <message>
        <source>This is the same customer already. Nothing was changed.</source>
        <translation>Ya es el mismo cliente. No se cambió nada.</translation>
    </message>
    <message>
        <source>This line is no longer in the cart.</source>
        <translation>Esta línea ya no está en el carrito.</translation>
    </message>
    <message>
        <source>This looks like a card number. Card numbers are never stored here; remove it.</source>
        <translation>Parece un número de tarjeta. Aquí nunca se guardan; quítelo.</translation>
    </message>
    <message>
        <source>This mail server cannot send to an address with letters beyond a–z. Ask for another address.</source>
        <translation>Este servidor no puede enviar a direcciones con letras fuera de a–z. Pida otra dirección.</translation>
    </message>
    <message>
        <source>This merge cannot be taken back any more. Nothing was changed.</source>
        <translation>Esta unión ya no se puede deshacer. No se cambió nada.</translation>
    </message>
    <message>
        <source>This merge was taken back already. Nothing was changed.</source>
        <translation>Esta unión ya se deshizo. No se cambió nada.</translation>
    </message>
    <message>
        <source>This money is being given back already. Nothing was done by this.</source>
        <translation>Este dinero ya se está devolviendo. Esto no hizo nada.</translation>
    </message>
    <message>
        <source>This order is already being paid. Wait for that payment to end before taking another.</source>
        <translation>Este pedido ya se está pagando. Espere a que acabe ese pago.</translation>
    </message>
    <message>
        <source>This order is closed already. Nothing was changed. Look at it again.</source>
        <translation>Este pedido ya está cerrado. No se cambió nada. Mírelo de nuevo.</translation>
    </message>
    <message>
        <source>This order is not paid yet. Complete its payment first.</source>
        <translation>Este pedido aún no está pagado. Complete antes su pago.</translation>
    </message>
    <message>
        <source>This order is not paid yet. Nothing was handed over. Take the payment first.</source>
        <translation>Este pedido aún no está pagado. No se entregó nada. Cóbrelo antes.</translation>
    </message>
    <message>
        <source>This order is paid already. Nothing was taken.</source>
        <translation>Este pedido ya está pagado. No se cobró nada.</translation>
    </message>
    <message>
        <source>This order is {status} and can&apos;t be voided. Nothing was changed.</source>
        <translation>Este pedido ({status}) no se puede anular. No se cambió nada.</translation>
    </message>
    <message>
        <source>This order was collected at {time} on {day} at {till} by {person}. Do not hand it over again.</source>
        <translation>Este pedido se entregó a las {time} del {day} en {till} por {person}. No lo entregue otra vez.</translation>
    </message>
    <message>
        <source>This order was not rung up in a cart. Nothing was changed. It stays in Orders.</source>
        <translation>Este pedido no se hizo en un carrito. No se cambió nada. Sigue en «Pedidos».</translation>
    </message>
    <message>
        <source>This order was voided and can&apos;t be submitted.</source>
        <translation>Este pedido se anuló y no puede enviarse.</translation>
    </message>
    <message>
        <source>This order was voided. Its goods are not to be handed over.</source>
        <translation>Este pedido se anuló. Su mercancía no debe entregarse.</translation>
    </message>
    <message>
        <source>This order was voided. Nothing was charged. Ring the items up again.</source>
        <translation>Este pedido se anuló. No se cobró nada. Vuelva a marcar los artículos.</translation>
    </message>
    <message>
        <source>This part is not between nothing and what is due. Nothing was taken.</source>
        <translation>Esta parte no está entre cero y lo que se debe. No se cobró nada.</translation>
    </message>
    <message>
        <source>This part is smaller than the smallest coin. Nothing was taken.</source>
        <translation>Esta parte es menor que la moneda más pequeña. No se cobró nada.</translation>
    </message>
    <message>
        <source>This payment does not belong to this order or has another amount. Nothing was booked.</source>
        <translation>Este pago no es de este pedido o tiene otro importe. No se registró nada.</translation>
    </message>
    <message>
        <source>This person is not in the list of people any more.</source>
        <translation>Esta persona ya no está en la lista.</translation>
    </message>
    <message>
        <source>This price list is gone. Nothing was changed. Choose another one.</source>
        <translation>Esta lista de precios ya no existe. No se cambió nada. Elija otra.</translation>
    </message>
    <message>
        <source>This reader is not one of this shop&apos;s. Nothing was charged. Choose another one.</source>
        <translation>Este lector no es de esta tienda. No se cobró nada. Elija otro.</translation>
    </message>
    <message>
        <source>This refund does not belong to this payment or has another amount. Nothing was booked.</source>
        <translation>Esta devolución no es de este pago o tiene otro importe. No se registró nada.</translation>
    </message>
    <message>
        <source>This refund has failed at Stripe. Nothing was booked. Compare again.</source>
        <translation>Esta devolución falló en Stripe. No se registró nada. Compare de nuevo.</translation>
    </message>
    <message>
        <source>This refund is booked already. Nothing was changed. Compare again.</source>
        <translation>Esta devolución ya está registrada. No se cambió nada. Compare de nuevo.</translation>
    </message>
    <message>
        <source>This refund is more than is left of its payment here. Nothing was booked.</source>
        <translation>Esta devolución es más de lo que queda de su pago aquí. No se registró nada.</translation>
    </message>
    <message>
        <source>This shop has no till yet.</source>
        <translation>Esta tienda aún no tiene caja.</translation>
    </message>
    <message>
        <source>This shop sells nothing tax-free. Nothing was changed. The owner can allow it (aurora-desk rules set allow_tax_free yes).</source>
        <translation>Esta tienda no vende sin impuestos. No se cambió nada. El propietario puede permitirlo (aurora-desk rules set allow_tax_free yes).</translation>
    </message>
    <message>
        <source>This shop takes no {name}. Nothing was booked. Choose another tender.</source>
        <translation>Esta tienda no acepta {name}. No se registró nada. Elija otro medio de pago.</translation>
    </message>
    <message>
        <source>This shop uses no such reader.</source>
        <translation>Esta tienda no usa ese lector.</translation>
    </message>
    <message>
        <source>This store has taken real cards; a test key could hide unpaid sales. Use a live key.</source>
        <translation>Aquí se cobraron tarjetas reales; una clave de prueba podría ocultar ventas sin pagar. Use una clave real.</translation>
    </message>
    <message>
        <source>This store is for training and never takes a live Stripe key. Use a test key.</source>
        <translation>Esto es para practicar y nunca usa una clave real de Stripe. Use una clave de prueba.</translation>
    </message>
    <message>
        <source>This store is for training: play money stays on this computer. Remove the other address.</source>
        <translation>Esto es para practicar: el dinero de prueba no sale de este ordenador. Quite la otra dirección.</translation>
    </message>
    <message>
        <source>This store was made by a newer Aurora Desk. Nothing was changed. Install that version or a later one.</source>
        <translation>Estos datos son de un Aurora Desk más nuevo. No se cambió nada. Instale esa versión o una posterior.</translation>
    </message>
    <message>
        <source>This tax is not in the list any more. Choose another one.</source>
        <translation>Este impuesto ya no está en la lista. Elija otro.</translation>
    </message>
    <message>
        <source>This token belongs to another shop or table. The password stays as it is.</source>
        <translation>Este token es de otra tienda o tabla. La contraseña queda como está.</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait {seconds} seconds, or let someone else sign in.</source>
        <translation>Demasiados PIN erróneos. Espere {seconds} segundos o que entre otra persona.</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Nothing was checked. Set a new password by mail to go on.</source>
        <translation>Demasiadas contraseñas erróneas. No se comprobó nada. Cree una nueva por correo para seguir.</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Nothing was checked. Wait {seconds} seconds.</source>
        <translation>Demasiadas contraseñas erróneas. No se comprobó nada. Espere {seconds} segundos.</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Wait {seconds} seconds, or sign in with your PIN.</source>
        <translation>Demasiadas contraseñas erróneas. Espere {seconds} segundos o entre con su PIN.</translation>
    </message>
    <message>
        <source>Try again or give cash.</source>
        <translation>Reintente o dé efectivo.</translation>
    </message>
    <message>
        <source>Type the code that the reader shows.</source>
        <translation>Escriba el código que muestra el lector.</translation>
    </message>
    <message>
        <source>Type your email address.</source>
        <translation>Escriba su correo electrónico.</translation>
    </message>
    <message>
        <source>Voiding an order needs a manager.</source>
        <translation>Anular un pedido requiere un encargado.</translation>
    </message>
    <message>
        <source>Waiting for the customer</source>
        <translation>Esperando al cliente</translation>
    </message>
    <message>
        <source>Waiting for the customer. The last card was declined: {why}. The customer can try another one.</source>
        <translation>Esperando al cliente. La última tarjeta fue rechazada: {why}. El cliente puede probar otra.</translation>
    </message>
    <message>
        <source>We cannot tell yet whether this was charged. Do not charge again.</source>
        <translation>Aún no sabemos si se cobró. No vuelva a cobrar.</translation>
    </message>
    <message>
        <source>We cannot tell yet whether this was refunded. Do not refund again.</source>
        <translation>Aún no sabemos si se devolvió. No vuelva a devolver.</translation>
    </message>
    <message>
        <source>What Stripe says is what the customer got.</source>
        <translation>Lo que dice Stripe es lo que recibió el cliente.</translation>
    </message>
    <message>
        <source>What Stripe says is what the customer paid.</source>
        <translation>Lo que dice Stripe es lo que pagó el cliente.</translation>
    </message>
    <message>
        <source>What answers is not a mail server, or not to be understood. Nothing was sent. Check host and port in Email settings.</source>
        <translation>Lo que responde no es un servidor de correo o no se entiende. No se envió nada. Revise host y puerto en los ajustes de correo.</translation>
    </message>
    <message>
        <source>When the hold ends, the money is released and the order is unpaid.</source>
        <translation>Cuando acaba la reserva, el dinero se libera y el pedido queda sin pagar.</translation>
    </message>
    <message>
        <source>Write a few words.</source>
        <translation>Escriba unas palabras.</translation>
    </message>
    <message>
        <source>Write something first.</source>
        <translation>Escriba antes algo.</translation>
    </message>
    <message>
        <source>extraFields may name {names} and the shop&apos;s own fields.</source>
        <translation>extraFields puede nombrar {names} y los campos propios de la tienda.</translation>
    </message>
    <message>
        <source>it was cancelled</source>
        <translation>se canceló</translation>
    </message>
    <message>
        <source>it was cancelled at Stripe</source>
        <translation>se canceló en Stripe</translation>
    </message>
    <message>
        <source>it was cancelled at the reader</source>
        <translation>se canceló en el lector</translation>
    </message>
    <message>
        <source>no card was read in time</source>
        <translation>no se leyó ninguna tarjeta a tiempo</translation>
    </message>
    <message>
        <source>not enough funds</source>
        <translation>fondos insuficientes</translation>
    </message>
    <message>
        <source>paymentMethod is one of {names}.</source>
        <translation>paymentMethod es uno de {names}.</translation>
    </message>
    <message>
        <source>the PIN was wrong</source>
        <translation>el PIN era erróneo</translation>
    </message>
    <message>
        <source>the bank asks for a call</source>
        <translation>el banco pide una llamada</translation>
    </message>
    <message>
        <source>the bank said no</source>
        <translation>el banco la rechazó</translation>
    </message>
    <message>
        <source>the card has expired</source>
        <translation>la tarjeta ha caducado</translation>
    </message>
    <message>
        <source>the card has expired or was cancelled</source>
        <translation>la tarjeta ha caducado o se dio de baja</translation>
    </message>
    <message>
        <source>the card is over its limit</source>
        <translation>la tarjeta supera su límite</translation>
    </message>
    <message>
        <source>the card network had an error</source>
        <translation>la red de tarjetas tuvo un error</translation>
    </message>
    <message>
        <source>the card was reported as no longer in use</source>
        <translation>la tarjeta consta como fuera de uso</translation>
    </message>
    <message>
        <source>the customer cancelled</source>
        <translation>el cliente canceló</translation>
    </message>
    <message>
        <source>the customer disputes the payment at the bank</source>
        <translation>el cliente disputa el pago en el banco</translation>
    </message>
    <message>
        <source>the payment belongs to Stripe&apos;s other mode, live or test</source>
        <translation>el pago es del otro modo de Stripe, real o de prueba</translation>
    </message>
    <message>
        <source>the reader is busy</source>
        <translation>el lector está ocupado</translation>
    </message>
    <message>
        <source>the reader is not connected</source>
        <translation>el lector no está conectado</translation>
    </message>
    <message>
        <source>the reader lost its connection</source>
        <translation>el lector perdió la conexión</translation>
    </message>
    <message>
        <source>the shop&apos;s balance at Stripe is too low</source>
        <translation>el saldo de la tienda en Stripe es insuficiente</translation>
    </message>
    <message>
        <source>too many wrong PINs</source>
        <translation>demasiados PIN erróneos</translation>
    </message>
    <message>
        <source>{asked} is more than is left to refund by now. Nothing was refunded. Look at the order again.</source>
        <translation>{asked} es más de lo que queda por devolver. No se devolvió nada. Mire de nuevo el pedido.</translation>
    </message>
    <message>
        <source>{asked} is more than the {left} left to refund. Nothing was refunded. Look at the order again.</source>
        <translation>{asked} es más que los {left} que quedan por devolver. No se devolvió nada. Mire de nuevo el pedido.</translation>
    </message>
    <message>
        <source>{brand} ending {last4}</source>
        <translation>{brand} acabada en {last4}</translation>
    </message>
    <message>
        <source>{currency} amounts have at most {digits} decimals.</source>
        <translation>Los importes en {currency} tienen como máximo {digits} decimales.</translation>
    </message>
    <message>
        <source>{field} must have at most {most} characters.</source>
        <translation>{field} debe tener como máximo {most} caracteres.</translation>
    </message>
    <message>
        <source>{line} is no longer in the catalogue. Remove the line to go on.</source>
        <translation>{line} ya no está en el catálogo. Quite la línea para seguir.</translation>
    </message>
    <message>
        <source>{name} could not be written: {reason}. Choose another place.</source>
        <translation>{name} no se pudo escribir: {reason}. Elija otro lugar.</translation>
    </message>
    <message>
        <source>{name} has the code {barcode} already. No product was added. Close this and scan the code again.</source>
        <translation>{name} ya tiene el código {barcode}. No se añadió ningún producto. Cierre esto y vuelva a escanear el código.</translation>
    </message>
    <message>
        <source>{name} has to wait after wrong PINs. Somebody can end the wait.</source>
        <translation>{name} debe esperar tras PIN erróneos. Alguien puede terminar la espera.</translation>
    </message>
    <message>
        <source>{name} needs a new PIN. Somebody has to approve it.</source>
        <translation>{name} necesita un PIN nuevo. Alguien debe autorizarlo.</translation>
    </message>
    <message>
        <source>{name} was taken out of the cart since. Nothing was changed.</source>
        <translation>{name} ya se quitó del carrito. No se cambió nada.</translation>
    </message>
    <message>
        <source>{path} already holds the keys of a store and is left as it is.</source>
        <translation>{path} ya contiene las claves de una tienda y se deja como está.</translation>
    </message>
    <message>
        <source>{product} is sold out, and this shop sells nothing that is. Nothing was charged. Take it out of the cart to go on.</source>
        <translation>{product} está agotado y esta tienda no vende nada agotado. No se cobró nada. Quítelo del carrito para continuar.</translation>
    </message>
    <message>
        <source>{product} is sold out. Nothing was charged. Ask whether to sell it.</source>
        <translation>{product} está agotado. No se cobró nada. Pregunte si se debe vender.</translation>
    </message>
    <message>
        <source>{product} is sold to people of {age} or older only, and nobody has looked. Nothing was charged. Close this and press Pay again: the till asks for the age first.</source>
        <translation>{product} solo se vende a personas de {age} años o más, y nadie ha mirado la edad. No se cobró nada. Cierre esto y vuelva a pulsar «Cobrar»: la caja pregunta primero por la edad.</translation>
    </message>
    <message>
        <source>{product} is sold to people of {age} or older only, and nobody has looked. Nothing was charged. Close this and take the payment of the order again: the till asks for the age first.</source>
        <translation>{product} solo se vende a personas de {age} años o más, y nadie ha mirado la edad. No se cobró nada. Cierre esto y cobre el pedido otra vez: la caja pregunta antes por la edad.</translation>
    </message>
    <message>
        <source>{product} is sold to people of {age} or older only, and nobody has looked. Nothing was handed over. Ask for the age first, or hand over the rest without it.</source>
        <translation>{product} solo se vende a personas de {age} años o más, y nadie ha mirado la edad. No se entregó nada. Compruebe antes la edad o entregue el resto sin este artículo.</translation>
    </message>
    <message>
        <source>{sentence} The server said: {said}</source>
        <translation>{sentence} El servidor dijo: {said}</translation>
    </message>
    <message>
        <source>{till} has this cart open. Nothing was changed. Ask there to hold it, or take it over from the held carts.</source>
        <translation>{till} tiene abierto este carrito. No se cambió nada. Pida allí que lo aparquen o tráigalo aquí desde los aparcados.</translation>
    </message>
    <message>
        <source>{till} is taking the payment of this cart. Nothing was changed. Wait until it is paid or closed.</source>
        <translation>{till} está cobrando este carrito. No se cambió nada. Espere a que se pague o se cierre.</translation>
    </message>
    <message>
        <source>{value} is no value for {name}.</source>
        <translation>{value} no es un valor de {name}.</translation>
    </message>
</context>
</TS>
