# A carta sobre relays abertos e proxies abertos.
#
# Variáveis: ver locales/en/secure-your-server.ftl.

subject-one = { $kind ->
    [relay] Possível relay de e-mail aberto em { $ip }
    [proxy] Possível proxy aberto em { $ip }
    [mixed] Possíveis relay e proxy abertos em { $ip }
   *[other] Possível serviço aberto em { $ip }
}
subject-many = { $kind ->
    [relay] { $count ->
        [one] Possível relay de e-mail aberto em { $count } endereço
       *[other] Possíveis relays de e-mail abertos em { $count } endereços
    }
    [proxy] { $count ->
        [one] Possível proxy aberto em { $count } endereço
       *[other] Possíveis proxies abertos em { $count } endereços
    }
    [mixed] { $count ->
        [one] Possíveis relay e proxy abertos em { $count } endereço
       *[other] Possíveis relays e proxies abertos em { $count } endereços
    }
   *[other] { $count ->
        [one] Possível serviço aberto em { $count } endereço
       *[other] Possíveis serviços abertos em { $count } endereços
    }
}

observation-reported = { $kind ->
    [relay] { $count ->
        [one] De acordo com terceiros, como bases de dados públicas, no endereço abaixo pode haver um relay de e-mail aberto
            (open relay).
       *[other] De acordo com terceiros, como bases de dados públicas, nos { $count } endereços abaixo pode haver relays de
            e-mail abertos (open relays).
    }
    [proxy] { $count ->
        [one] De acordo com terceiros, como bases de dados públicas, no endereço abaixo pode haver um proxy aberto (open
            proxy).
       *[other] De acordo com terceiros, como bases de dados públicas, nos { $count } endereços abaixo pode haver proxies
            abertos (open proxies).
    }
    [mixed] { $count ->
        [one] De acordo com terceiros, como bases de dados públicas, no endereço abaixo pode haver um relay de e-mail aberto
            (open relay) e um proxy aberto (open proxy).
       *[other] De acordo com terceiros, como bases de dados públicas, nos { $count } endereços abaixo pode haver relays de
            e-mail abertos (open relays) ou proxies abertos (open proxies).
    }
   *[other] { $count ->
        [one] De acordo com terceiros, como bases de dados públicas, no endereço abaixo pode haver um serviço aberto a
            qualquer pessoa na Internet.
       *[other] De acordo com terceiros, como bases de dados públicas, nos { $count } endereços abaixo pode haver serviços
            abertos a qualquer pessoa na Internet.
    }
}
observation-observed = { $kind ->
    [relay] { $count ->
        [one] Nossas próprias observações, a mais recente de { $day }, sugerem que no endereço abaixo há um relay de e-mail
            aberto (open relay).
       *[other] Nossas próprias observações, a mais recente de { $day }, sugerem que nos { $count } endereços abaixo há
            relays de e-mail abertos (open relays).
    }
    [proxy] { $count ->
        [one] Nossas próprias observações, a mais recente de { $day }, sugerem que no endereço abaixo há um proxy aberto
            (open proxy).
       *[other] Nossas próprias observações, a mais recente de { $day }, sugerem que nos { $count } endereços abaixo há
            proxies abertos (open proxies).
    }
    [mixed] { $count ->
        [one] Nossas próprias observações, a mais recente de { $day }, sugerem que no endereço abaixo há um relay de e-mail
            aberto (open relay) e um proxy aberto (open proxy).
       *[other] Nossas próprias observações, a mais recente de { $day }, sugerem que nos { $count } endereços abaixo há
            relays de e-mail abertos (open relays) ou proxies abertos (open proxies).
    }
   *[other] { $count ->
        [one] Nossas próprias observações, a mais recente de { $day }, sugerem que no endereço abaixo há um serviço aberto a
            qualquer pessoa na Internet.
       *[other] Nossas próprias observações, a mais recente de { $day }, sugerem que nos { $count } endereços abaixo há
            serviços abertos a qualquer pessoa na Internet.
    }
}
observation-confirmed = { $kind ->
    [relay] { $count ->
        [one] Um teste realizado em { $day } confirmou que no endereço abaixo há um relay de e-mail aberto (open relay).
       *[other] Testes, o mais recente em { $day }, confirmaram que nos { $count } endereços abaixo há relays de e-mail
            abertos (open relays).
    }
    [proxy] { $count ->
        [one] Um teste realizado em { $day } confirmou que no endereço abaixo há um proxy aberto (open proxy).
       *[other] Testes, o mais recente em { $day }, confirmaram que nos { $count } endereços abaixo há proxies abertos (open
            proxies).
    }
    [mixed] { $count ->
        [one] Um teste realizado em { $day } confirmou que no endereço abaixo há um relay de e-mail aberto (open relay) e um
            proxy aberto (open proxy).
       *[other] Testes, o mais recente em { $day }, confirmaram que nos { $count } endereços abaixo há relays de e-mail
            abertos (open relays) ou proxies abertos (open proxies).
    }
   *[other] { $count ->
        [one] Um teste realizado em { $day } confirmou que no endereço abaixo há um serviço aberto a qualquer pessoa na
            Internet.
       *[other] Testes, o mais recente em { $day }, confirmaram que nos { $count } endereços abaixo há serviços abertos a
            qualquer pessoa na Internet.
    }
}

mechanism = Servidores de e-mail e proxies são feitos para atender as pessoas de uma única organização ou rede. Quando um
    deles está aberto, ele atende qualquer um: um relay entrega mensagens entre desconhecidos, e um proxy conecta
    desconhecidos a qualquer outro computador. A maioria está aberta por descuido: uma configuração permissiva, um teste que
    nunca foi desfeito ou uma máquina esquecida.
abuse = Quem envia spam procura servidores desse tipo, porque tudo o que passa por eles parece ter saído dali, e a
    verdadeira origem fica oculta. O resultado é mais spam para todos, em parte fraudulento, e remetentes difíceis de
    rastrear.
programme = Esta carta faz parte de uma campanha de { $organisation } que ajuda os responsáveis por relays e proxies abertos
    a protegê-los.
