# Frases comunes a todas las cartas, en un español válido en España y en América: trato de usted, comillas “ ”.
# Contexto y variables: véase locales/en/shared.ftl.

## Aviso y tabla

below = Más abajo encontrará una versión en español de esta carta.
greeting = A quien corresponda:

column-address = Dirección IP
column-port = Puerto
column-what = Hallazgo
column-seen = Último registro
column-source = Fuente

what-open-relay = relay de correo abierto
what-open-proxy-http = proxy HTTP abierto
what-open-proxy-socks = proxy SOCKS abierto

table-more = La tabla muestra solo { $shown ->
        [one] la primera línea
       *[other] las { $shown } primeras líneas
    } de un total de { $entries }; la lista completa está en el archivo adjunto addresses.csv.

request = { $count ->
    [one] Le agradeceríamos que comprobara este servidor y, si en efecto está abierto a cualquiera, que lo protegiera; más
        abajo se explica cómo hacer ambas cosas.
   *[other] Le agradeceríamos que comprobara estos servidores y protegiera los que en efecto estén abiertos a cualquiera;
        más abajo se explica cómo hacer ambas cosas.
}

meaning-relay = Un relay de correo abierto (open relay) es un servidor de correo que reenvía mensajes de cualquier remitente
    a cualquier destinatario.
meaning-proxy = Un proxy abierto (open proxy) es un servidor a través del cual cualquiera puede acceder a otros equipos de
    Internet.

forward = { $count ->
    [one] Si es otra persona quien se ocupa de este servidor, le rogamos que le reenvíe esta carta: cada línea de la tabla
        se entiende por sí sola.
   *[other] Si son otras personas quienes se ocupan de algunos de estos servidores, le rogamos que les reenvíe esta carta:
        cada línea de la tabla se entiende por sí sola.
} El archivo adjunto addresses.csv contiene la misma información en un formato que los programas pueden leer.
attached-xarf = Se adjuntan también informes de cada dirección en formato XARF, para su tratamiento automático.

## Recordatorio

reminder-subject-one = Recordatorio: posible servidor abierto en { $ip }
reminder-subject-many = { $count ->
    [one] Recordatorio: posible servidor abierto ({ $count } IP)
   *[other] Recordatorio: posibles servidores abiertos ({ $count } IP)
}

reminder-reported = { $count ->
    [one] El { $sent } le escribimos acerca de esta dirección (nuestra referencia: { $first }). Desde entonces, hemos vuelto
        a recibir avisos sobre ella.
   *[other] El { $sent } le escribimos acerca de estas direcciones (nuestra referencia: { $first }). Desde entonces, hemos
        vuelto a recibir avisos sobre ellas.
}
reminder-observed = { $count ->
    [one] El { $sent } le escribimos acerca de esta dirección (nuestra referencia: { $first }). En nuestra última
        comprobación, el servidor parecía seguir abierto.
   *[other] El { $sent } le escribimos acerca de estas direcciones (nuestra referencia: { $first }). En nuestra última
        comprobación, los servidores parecían seguir abiertos.
}
reminder-confirmed = { $count ->
    [one] El { $sent } le escribimos acerca de esta dirección (nuestra referencia: { $first }). Una nueva prueba ha mostrado
        que el servidor sigue abierto.
   *[other] El { $sent } le escribimos acerca de estas direcciones (nuestra referencia: { $first }). Nuevas pruebas han
        mostrado que los servidores siguen abiertos.
}
reminder-others = Las demás direcciones mencionadas en nuestra primera carta ya no figuran en nuestra lista. Gracias por su
    ayuda.
reminder-crossed = { $count ->
    [one] Si entretanto ya ha protegido este servidor, no tiene que hacer nada más.
   *[other] Si entretanto ya ha protegido estos servidores, no tiene que hacer nada más.
}

## Rectificación

correction-subject-one = Rectificación: nuestra carta sobre { $ip }
correction-subject-many = { $count ->
    [one] Rectificación: nuestra carta sobre { $count } dirección
   *[other] Rectificación: nuestra carta sobre { $count } direcciones
}

correction-observation = { $count ->
    [one] El { $sent } le escribimos acerca de la dirección que figura a continuación (nuestra referencia: { $first }).
        Aquella carta contenía un error: no debería haber mencionado esta dirección. Le pedimos disculpas por nuestro error
        y por las molestias que haya podido causarle.
   *[other] El { $sent } le escribimos acerca de las { $count } direcciones que figuran a continuación (nuestra referencia:
        { $first }). Aquella carta contenía un error: no debería haber mencionado estas direcciones. Le pedimos disculpas
        por nuestro error y por las molestias que haya podido causarle.
}
correction-said = Esto es lo que decía nuestra carta:
correction-nothing = { $count ->
    [one] No tiene que hacer nada respecto a esta dirección. Le rogamos que no tenga en cuenta lo que escribimos sobre ella.
   *[other] No tiene que hacer nada respecto a estas direcciones. Le rogamos que no tenga en cuenta lo que escribimos sobre
        ellas.
}
correction-others = Lo que escribimos sobre las demás direcciones de aquella carta sigue siendo válido.
correction-forward = Si reenvió nuestra carta a otras personas, le rogamos que les haga llegar también esta rectificación.
    El archivo adjunto addresses.csv enumera las direcciones en un formato que los programas pueden leer.
correction-closing = Gracias por su comprensión.

## Comprobación

heading-check = Cómo comprobarlo
check-relay = Relay de correo abierto: ejecute este comando desde un equipo situado fuera de su propia red (swaks es
    software libre para probar servidores de correo).
check-relay-good = Resultado correcto: el servidor rechaza la petición con un error relativo al reenvío o a la
    autenticación, por ejemplo “554 5.7.1 Relay access denied”. Si responde a RCPT TO con el código 250, el relay está
    abierto. Cualquier otro error no demuestra nada; inténtelo de nuevo más tarde o desde otra red. El comando se detiene
    antes de enviar mensaje alguno.
check-http = Proxy HTTP abierto: ejecute este comando desde un equipo situado fuera de su propia red.
check-http-good = Resultado correcto: curl no logra conectarse, informa de un error como “CONNECT tunnel failed, response
    403” o muestra una página del propio servidor. Si aparece la página “Example Domain”, aunque sea una sola vez, el proxy
    está abierto.
check-socks = Proxy SOCKS abierto: ejecute este comando desde un equipo situado fuera de su propia red (para SOCKS 4,
    escriba --socks4a en lugar de --socks5-hostname).
check-socks-good = Resultado correcto: curl informa de un error o no logra conectarse. Si aparece la página “Example
    Domain”, el proxy está abierto.
check-other = Servicio abierto: compruebe desde un equipo situado fuera de su propia red si sigue respondiendo a
    desconocidos.
check-each = Para las demás líneas de la tabla, utilice el comando correspondiente con su dirección y su puerto.

## Corrección

heading-repair = Cómo proteger el servidor

repair-relay = Relay de correo abierto
repair-relay-postfix = Postfix: en main.cf, indique únicamente sus propias redes y conserve la regla que rechaza el reenvío
    para terceros; después, recargue la configuración.
repair-relay-exim = Exim: indique únicamente sus propios equipos y dominios, conserve la regla de la ACL estándar
    acl_check_rcpt que rechaza a todos los demás (“relay not permitted”) y reinicie el servicio. En Debian y Ubuntu, utilice
    dpkg-reconfigure exim4-config.
repair-relay-sendmail = Sendmail: elimine de sendmail.mc la opción promiscuous_relay y otras similares, autorice únicamente
    sus propias redes en /etc/mail/access, vuelva a generar la configuración y reinicie el servicio.
# El nombre de la opción varía según la versión de Exchange; por eso se añade el nombre inglés.
repair-relay-exchange = Microsoft Exchange: retire a los remitentes anónimos el permiso de reenvío en cada conector de
    recepción accesible desde Internet (NAME representa el nombre del conector). Un conector marcado como “Protegido
    externamente” (Externally secured) solo debe aceptar conexiones de sus propios servidores.
repair-relay-any = Cualquier otro servidor de correo: acepte reenviar correo solo desde sus propias redes y para usuarios
    autenticados. Si el equipo no necesita recibir correo, cierre su puerto en el cortafuegos (firewall).

repair-http = Proxy HTTP abierto
repair-http-squid = Squid: haga que la ACL localnet incluya únicamente sus propias redes y termine las reglas con una
    denegación; después, recargue la configuración.
repair-http-apache = Apache httpd: desactive el proxy directo (forward proxy). Un proxy inverso (ProxyPass) no lo necesita.
    Si necesita un proxy directo, admita únicamente sus propias redes mediante Require ip.
repair-http-nginx = nginx: indique en proxy_pass un destino fijo, nunca uno tomado de la petición.
repair-http-3proxy = 3proxy: antes de la línea “proxy”, admita únicamente sus propias redes (aquí, el propio equipo);
    después, reinicie el servicio.
repair-http-mikrotik = MikroTik RouterOS: desactive el proxy web o permítalo solo desde su propia red.

repair-socks = Proxy SOCKS abierto
repair-socks-dante = Dante: en sockd.conf (o danted.conf), haga que el servicio escuche en una dirección interna, exija
    autenticación e incluya únicamente sus propias redes en las reglas “client pass”; después, reinicie el servicio.
repair-socks-3proxy = 3proxy: antes de la línea “socks”, admita únicamente sus propias redes (aquí, el propio equipo);
    después, reinicie el servicio.
repair-socks-mikrotik = MikroTik RouterOS: desactive el servidor SOCKS. Si no lo activó usted, actualice RouterOS y cambie
    sus contraseñas.

repair-proxy-any = Cualquier otro proxy: haga que escuche solo en una dirección interna o exija una contraseña; de lo
    contrario, cierre su puerto en el cortafuegos (firewall).

repair-other = Servicio abierto
repair-other-any = Haga que el servicio responda solo a quienes lo necesitan: en una dirección interna, con
    autenticación o mediante reglas del cortafuegos (firewall).

repair-unknown = Si nadie ha instalado ese servicio a propósito, puede deberse a un programa malicioso; en ese caso, le
    recomendamos que examine el equipo antes de volver a ponerlo en funcionamiento.

## Por qué importa

heading-why = Por qué es importante
consequences = Para quien administra el servidor, las consecuencias pueden ser las siguientes:
consequence-blame = los destinatarios creen que el spam procede de usted;
consequence-strangers = desconocidos utilizan sus servidores y su conexión a Internet;
consequence-traffic = el tráfico adicional ralentiza su conexión;
consequence-cost = la administración de sus sistemas cuesta más tiempo y dinero;
consequence-provider = su proveedor de servicios de Internet interrumpe el servicio.

## Remitente y próximos pasos

heading-who = Quiénes somos
why-you = Le escribimos a la dirección { $contact } porque figura registrada como contacto de la red en cuestión.
purpose = Esta carta es meramente informativa. No pedimos nada a cambio: ni respuesta, ni pago, ni contraseñas, ni acceso a
    sus sistemas.
partners = Nuestros colaboradores en esta campaña:
verify = Puede escribirnos o llamarnos: nuestra dirección postal y nuestro número de teléfono figuran al final de esta
    carta. Para asegurarse de que la carta procede de nosotros, consulte esta página de nuestro propio sitio web:

heading-next = Próximos pasos
recheck = { $count ->
    [one] Volveremos a comprobar esta dirección el { $date }. Si para entonces el servidor está protegido, no volveremos a
        escribirle al respecto.
   *[other] Volveremos a comprobar estas direcciones el { $date }. No volveremos a escribirle sobre las que para entonces
        estén protegidas.
}
recheck-open = { $count ->
    [one] Comprobaremos esta dirección una vez más antes de volver a escribirle al respecto.
   *[other] Comprobaremos estas direcciones una vez más antes de volver a escribirle al respecto.
}
opt-out = Si no desea recibir cartas como esta o no quiere que comprobemos sus direcciones, basta con que responda a esta
    carta o escriba a { $address } citando la referencia { $reference }. Respetaremos su decisión.

heading-more = Más información
link-info = Acerca de esta campaña:
link-fix = Instrucciones paso a paso para proteger un servidor:

closing = Gracias por contribuir a que Internet sea un lugar más seguro para todos.
regards = Atentamente,
telephone = Teléfono: { $phone }
mail = Correo electrónico: { $address }
reference = Referencia: { $reference }
date = Fecha: { $date }
