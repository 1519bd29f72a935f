# La carta sobre relays abiertos y proxies abiertos.
#
# Variables: véase locales/en/secure-your-server.ftl.

subject-one = { $kind ->
    [relay] Posible relay de correo abierto en { $ip }
    [proxy] Posible proxy abierto en { $ip }
    [mixed] Posibles relay y proxy abiertos en { $ip }
   *[other] Posible servicio abierto en { $ip }
}
subject-many = { $kind ->
    [relay] { $count ->
        [one] Posible relay de correo abierto en { $count } dirección
       *[other] Posibles relays de correo abiertos en { $count } direcciones
    }
    [proxy] { $count ->
        [one] Posible proxy abierto en { $count } dirección
       *[other] Posibles proxies abiertos en { $count } direcciones
    }
    [mixed] { $count ->
        [one] Posibles relay y proxy abiertos en { $count } dirección
       *[other] Posibles relays y proxies abiertos en { $count } direcciones
    }
   *[other] { $count ->
        [one] Posible servicio abierto en { $count } dirección
       *[other] Posibles servicios abiertos en { $count } direcciones
    }
}

observation-reported = { $kind ->
    [relay] { $count ->
        [one] Según fuentes de terceros, como bases de datos públicas, en la dirección que figura a continuación podría
            haber un relay de correo abierto (open relay).
       *[other] Según fuentes de terceros, como bases de datos públicas, en las { $count } direcciones que figuran a
            continuación podría haber relays de correo abiertos (open relays).
    }
    [proxy] { $count ->
        [one] Según fuentes de terceros, como bases de datos públicas, en la dirección que figura a continuación podría
            haber un proxy abierto (open proxy).
       *[other] Según fuentes de terceros, como bases de datos públicas, en las { $count } direcciones que figuran a
            continuación podría haber proxies abiertos (open proxies).
    }
    [mixed] { $count ->
        [one] Según fuentes de terceros, como bases de datos públicas, en la dirección que figura a continuación podría
            haber un relay de correo abierto (open relay) y un proxy abierto (open proxy).
       *[other] Según fuentes de terceros, como bases de datos públicas, en las { $count } direcciones que figuran a
            continuación podría haber relays de correo abiertos (open relays) o proxies abiertos (open proxies).
    }
   *[other] { $count ->
        [one] Según fuentes de terceros, como bases de datos públicas, en la dirección que figura a continuación podría
            haber un servicio abierto a cualquier usuario de Internet.
       *[other] Según fuentes de terceros, como bases de datos públicas, en las { $count } direcciones que figuran a
            continuación podría haber servicios abiertos a cualquier usuario de Internet.
    }
}
observation-observed = { $kind ->
    [relay] { $count ->
        [one] Según nuestras propias observaciones, la más reciente del { $day }, en la dirección que figura a continuación
            parece haber un relay de correo abierto (open relay).
       *[other] Según nuestras propias observaciones, la más reciente del { $day }, en las { $count } direcciones que
            figuran a continuación parece haber relays de correo abiertos (open relays).
    }
    [proxy] { $count ->
        [one] Según nuestras propias observaciones, la más reciente del { $day }, en la dirección que figura a continuación
            parece haber un proxy abierto (open proxy).
       *[other] Según nuestras propias observaciones, la más reciente del { $day }, en las { $count } direcciones que
            figuran a continuación parece haber proxies abiertos (open proxies).
    }
    [mixed] { $count ->
        [one] Según nuestras propias observaciones, la más reciente del { $day }, en la dirección que figura a continuación
            parece haber un relay de correo abierto (open relay) y un proxy abierto (open proxy).
       *[other] Según nuestras propias observaciones, la más reciente del { $day }, en las { $count } direcciones que
            figuran a continuación parece haber relays de correo abiertos (open relays) o proxies abiertos (open proxies).
    }
   *[other] { $count ->
        [one] Según nuestras propias observaciones, la más reciente del { $day }, en la dirección que figura a
            continuación parece haber un servicio abierto a cualquier usuario de Internet.
       *[other] Según nuestras propias observaciones, la más reciente del { $day }, en las { $count } direcciones que
            figuran a continuación parece haber servicios abiertos a cualquier usuario de Internet.
    }
}
observation-confirmed = { $kind ->
    [relay] { $count ->
        [one] Una prueba realizada el { $day } ha confirmado que en la dirección que figura a continuación hay un relay de
            correo abierto (open relay).
       *[other] Varias pruebas, la más reciente del { $day }, han confirmado que en las { $count } direcciones que figuran a
            continuación hay relays de correo abiertos (open relays).
    }
    [proxy] { $count ->
        [one] Una prueba realizada el { $day } ha confirmado que en la dirección que figura a continuación hay un proxy
            abierto (open proxy).
       *[other] Varias pruebas, la más reciente del { $day }, han confirmado que en las { $count } direcciones que figuran a
            continuación hay proxies abiertos (open proxies).
    }
    [mixed] { $count ->
        [one] Una prueba realizada el { $day } ha confirmado que en la dirección que figura a continuación hay un relay de
            correo abierto (open relay) y un proxy abierto (open proxy).
       *[other] Varias pruebas, la más reciente del { $day }, han confirmado que en las { $count } direcciones que figuran a
            continuación hay relays de correo abiertos (open relays) o proxies abiertos (open proxies).
    }
   *[other] { $count ->
        [one] Una prueba realizada el { $day } ha confirmado que en la dirección que figura a continuación hay un
            servicio abierto a cualquier usuario de Internet.
       *[other] Varias pruebas, la más reciente del { $day }, han confirmado que en las { $count } direcciones que
            figuran a continuación hay servicios abiertos a cualquier usuario de Internet.
    }
}

mechanism = Los servidores de correo y los proxies están pensados para las personas de una sola organización o red. Cuando
    uno de ellos está abierto, funciona para todo el mundo: un relay entrega mensajes entre desconocidos y un proxy conecta
    a desconocidos con cualquier otro equipo. La mayoría están abiertos por descuido: una configuración permisiva, una
    prueba que nunca se deshizo o un equipo olvidado.
abuse = Quienes envían spam buscan servidores de este tipo, porque todo lo que pasa por uno de ellos parece proceder de allí
    y su verdadero origen queda oculto. El resultado es más spam para todos, en parte fraudulento, y remitentes difíciles de
    localizar.
programme = Esta carta forma parte de una campaña de nuestra organización ({ $organisation }) que ayuda a quienes
    administran relays y proxies abiertos a protegerlos.
