# A carta sobre relays abertos e proxies abertos.
#
# Variáveis: ver locales/en/secure-your-server.ftl.

subject-one = { $kind ->
    [relay] Possível relay de correio aberto em { $ip }
    [proxy] Possível proxy aberto em { $ip }
    [mixed] Possíveis relay e proxy abertos em { $ip }
   *[other] Possível serviço aberto em { $ip }
}
subject-many = { $kind ->
    [relay] { $count ->
        [one] Possível relay de correio aberto em { $count } endereço
       *[other] Possíveis relays de correio abertos em { $count } endereços
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
        [one] Segundo terceiros, como bases de dados públicas, no endereço abaixo indicado pode existir um relay de correio
            aberto (open relay).
       *[other] Segundo terceiros, como bases de dados públicas, nos { $count } endereços abaixo indicados podem existir
            relays de correio abertos (open relays).
    }
    [proxy] { $count ->
        [one] Segundo terceiros, como bases de dados públicas, no endereço abaixo indicado pode existir um proxy aberto
            (open proxy).
       *[other] Segundo terceiros, como bases de dados públicas, nos { $count } endereços abaixo indicados podem existir
            proxies abertos (open proxies).
    }
    [mixed] { $count ->
        [one] Segundo terceiros, como bases de dados públicas, no endereço abaixo indicado pode existir um relay de correio
            aberto (open relay) e um proxy aberto (open proxy).
       *[other] Segundo terceiros, como bases de dados públicas, nos { $count } endereços abaixo indicados podem existir
            relays de correio abertos (open relays) ou proxies abertos (open proxies).
    }
   *[other] { $count ->
        [one] Segundo terceiros, como bases de dados públicas, no endereço abaixo indicado pode existir um serviço aberto a
            qualquer pessoa na Internet.
       *[other] Segundo terceiros, como bases de dados públicas, nos { $count } endereços abaixo indicados podem existir
            serviços abertos a qualquer pessoa na Internet.
    }
}
observation-observed = { $kind ->
    [relay] { $count ->
        [one] As nossas próprias observações, a mais recente de { $day }, sugerem que no endereço abaixo indicado existe um
            relay de correio aberto (open relay).
       *[other] As nossas próprias observações, a mais recente de { $day }, sugerem que nos { $count } endereços abaixo
            indicados existem relays de correio abertos (open relays).
    }
    [proxy] { $count ->
        [one] As nossas próprias observações, a mais recente de { $day }, sugerem que no endereço abaixo indicado existe um
            proxy aberto (open proxy).
       *[other] As nossas próprias observações, a mais recente de { $day }, sugerem que nos { $count } endereços abaixo
            indicados existem proxies abertos (open proxies).
    }
    [mixed] { $count ->
        [one] As nossas próprias observações, a mais recente de { $day }, sugerem que no endereço abaixo indicado existe um
            relay de correio aberto (open relay) e um proxy aberto (open proxy).
       *[other] As nossas próprias observações, a mais recente de { $day }, sugerem que nos { $count } endereços abaixo
            indicados existem relays de correio abertos (open relays) ou proxies abertos (open proxies).
    }
   *[other] { $count ->
        [one] As nossas próprias observações, a mais recente de { $day }, sugerem que no endereço abaixo indicado existe um
            serviço aberto a qualquer pessoa na Internet.
       *[other] As nossas próprias observações, a mais recente de { $day }, sugerem que nos { $count } endereços abaixo
            indicados existem serviços abertos a qualquer pessoa na Internet.
    }
}
observation-confirmed = { $kind ->
    [relay] { $count ->
        [one] Um teste realizado em { $day } confirmou que no endereço abaixo indicado existe um relay de correio aberto
            (open relay).
       *[other] Vários testes, o mais recente em { $day }, confirmaram que nos { $count } endereços abaixo indicados existem
            relays de correio abertos (open relays).
    }
    [proxy] { $count ->
        [one] Um teste realizado em { $day } confirmou que no endereço abaixo indicado existe um proxy aberto (open proxy).
       *[other] Vários testes, o mais recente em { $day }, confirmaram que nos { $count } endereços abaixo indicados existem
            proxies abertos (open proxies).
    }
    [mixed] { $count ->
        [one] Um teste realizado em { $day } confirmou que no endereço abaixo indicado existe um relay de correio aberto
            (open relay) e um proxy aberto (open proxy).
       *[other] Vários testes, o mais recente em { $day }, confirmaram que nos { $count } endereços abaixo indicados existem
            relays de correio abertos (open relays) ou proxies abertos (open proxies).
    }
   *[other] { $count ->
        [one] Um teste realizado em { $day } confirmou que no endereço abaixo indicado existe um serviço aberto a qualquer
            pessoa na Internet.
       *[other] Vários testes, o mais recente em { $day }, confirmaram que nos { $count } endereços abaixo indicados existem
            serviços abertos a qualquer pessoa na Internet.
    }
}

mechanism = Os servidores de correio eletrónico e os proxies destinam-se às pessoas de uma única organização ou rede. Quando
    um deles está aberto, serve toda a gente: um relay entrega mensagens entre desconhecidos e um proxy liga desconhecidos a
    qualquer outro computador. A maioria está aberta por lapso: uma configuração permissiva, um teste que nunca foi desfeito
    ou uma máquina esquecida.
abuse = Quem envia spam procura servidores deste tipo, porque tudo o que passa por um deles parece ter ali a sua origem,
    enquanto a verdadeira origem permanece oculta. O resultado é mais spam para todos, em parte fraudulento, e remetentes
    difíceis de localizar.
programme = Esta carta insere-se numa campanha de { $organisation } que ajuda os responsáveis por relays e proxies abertos a
    protegê-los.
