# A carta que trata somente de relays de e-mail abertos.
#
# Variáveis: ver locales/en/open-relay.ftl.

subject-one = Possível relay de e-mail aberto em { $ip }
subject-many = { $count ->
    [one] Possível relay de e-mail aberto em { $count } endereço
   *[other] Possíveis relays de e-mail abertos em { $count } endereços
}

observation-reported = { $count ->
    [one] De acordo com terceiros, como bases de dados públicas, o servidor de e-mail no endereço abaixo pode ser um relay
        aberto (open relay).
   *[other] De acordo com terceiros, como bases de dados públicas, os servidores de e-mail nos { $count } endereços abaixo
        podem ser relays abertos (open relays).
}
observation-observed = { $count ->
    [one] Nossas próprias observações, a mais recente de { $day }, sugerem que o servidor de e-mail no endereço abaixo é um
        relay aberto (open relay).
   *[other] Nossas próprias observações, a mais recente de { $day }, sugerem que os servidores de e-mail nos { $count }
        endereços abaixo são relays abertos (open relays).
}
observation-confirmed = { $count ->
    [one] Um teste realizado em { $day } confirmou que o servidor de e-mail no endereço abaixo é um relay aberto (open
        relay).
   *[other] Testes, o mais recente em { $day }, confirmaram que os servidores de e-mail nos { $count } endereços abaixo são
        relays abertos (open relays).
}

mechanism = Normalmente, um servidor de e-mail só aceita uma mensagem se o remetente ou o destinatário pertencer à
    organização que o opera. Um relay aberto aceita mensagens entre desconhecidos e as entrega. Nos primeiros tempos da
    Internet, isso era uma gentileza; hoje, é quase sempre um descuido na configuração.
abuse = Quem envia spam procura relays abertos, porque uma mensagem que passa por um deles parece ter saído dali, e a sua
    verdadeira origem fica oculta. O resultado é mais spam para todos, em parte fraudulento, e remetentes difíceis de
    rastrear.
programme = Esta carta faz parte de uma campanha de { $organisation } que informa os responsáveis por relays de e-mail
    abertos e os ajuda a proteger os seus servidores.
