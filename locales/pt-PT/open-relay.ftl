# A carta que trata apenas de relays de correio abertos.
#
# Variáveis: ver locales/en/open-relay.ftl.

subject-one = Possível relay de correio aberto em { $ip }
subject-many = { $count ->
    [one] Possível relay de correio aberto em { $count } endereço
   *[other] Possíveis relays de correio abertos em { $count } endereços
}

observation-reported = { $count ->
    [one] Segundo terceiros, como bases de dados públicas, o servidor de correio eletrónico no endereço abaixo indicado pode
        ser um relay aberto (open relay).
   *[other] Segundo terceiros, como bases de dados públicas, os servidores de correio eletrónico nos { $count } endereços
        abaixo indicados podem ser relays abertos (open relays).
}
observation-observed = { $count ->
    [one] As nossas próprias observações, a mais recente de { $day }, sugerem que o servidor de correio eletrónico no
        endereço abaixo indicado é um relay aberto (open relay).
   *[other] As nossas próprias observações, a mais recente de { $day }, sugerem que os servidores de correio eletrónico nos
        { $count } endereços abaixo indicados são relays abertos (open relays).
}
observation-confirmed = { $count ->
    [one] Um teste realizado em { $day } confirmou que o servidor de correio eletrónico no endereço abaixo indicado é um
        relay aberto (open relay).
   *[other] Vários testes, o mais recente em { $day }, confirmaram que os servidores de correio eletrónico nos { $count }
        endereços abaixo indicados são relays abertos (open relays).
}

mechanism = Normalmente, um servidor de correio eletrónico só aceita uma mensagem se o remetente ou o destinatário pertencer
    à organização que o gere. Um relay aberto aceita mensagens entre desconhecidos e entrega-as. Nos primórdios da Internet,
    era uma cortesia; hoje, é quase sempre um lapso na configuração.
abuse = Quem envia spam procura relays abertos, porque uma mensagem que passa por um deles parece ter ali a sua origem,
    enquanto a verdadeira origem permanece oculta. O resultado é mais spam para todos, em parte fraudulento, e remetentes
    difíceis de localizar.
programme = Esta carta insere-se numa campanha de { $organisation } que informa os responsáveis por relays de correio
    abertos e os ajuda a proteger os seus servidores.
