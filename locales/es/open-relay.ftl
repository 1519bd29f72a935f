# La carta que trata solo de relays de correo abiertos.
#
# Variables: véase locales/en/open-relay.ftl.

subject-one = Posible relay de correo abierto en { $ip }
subject-many = { $count ->
    [one] Posible relay de correo abierto en { $count } dirección
   *[other] Posibles relays de correo abiertos en { $count } direcciones
}

observation-reported = { $count ->
    [one] Según terceros, como bases de datos públicas, el servidor de correo de la dirección que figura a continuación
        podría ser un relay abierto (open relay).
   *[other] Según terceros, como bases de datos públicas, los servidores de correo de las { $count } direcciones que figuran
        a continuación podrían ser relays abiertos (open relays).
}
observation-observed = { $count ->
    [one] Según nuestras propias observaciones, la más reciente del { $day }, el servidor de correo de la dirección que
        figura a continuación parece ser un relay abierto (open relay).
   *[other] Según nuestras propias observaciones, la más reciente del { $day }, los servidores de correo de las { $count }
        direcciones que figuran a continuación parecen ser relays abiertos (open relays).
}
observation-confirmed = { $count ->
    [one] Una prueba realizada el { $day } ha confirmado que el servidor de correo de la dirección que figura a continuación
        es un relay abierto (open relay).
   *[other] Varias pruebas, la más reciente del { $day }, han confirmado que los servidores de correo de las { $count }
        direcciones que figuran a continuación son relays abiertos (open relays).
}

mechanism = Normalmente, un servidor de correo solo acepta un mensaje si el remitente o el destinatario pertenece a la
    organización que lo administra. Un relay abierto acepta mensajes entre desconocidos y los entrega. En los comienzos de
    Internet era una cortesía; hoy es casi siempre un descuido en la configuración.
abuse = Quienes envían spam buscan relays abiertos, porque un mensaje que pasa por uno de ellos parece proceder de allí y su
    verdadero origen queda oculto. El resultado es más spam para todos, en parte fraudulento, y remitentes difíciles de
    localizar.
programme = Esta carta forma parte de una campaña de { $organisation } que informa a quienes administran relays de correo
    abiertos y les ayuda a proteger sus servidores.
