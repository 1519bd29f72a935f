# La lettera sugli open relay e sui proxy aperti.
#
# Variabili: si veda locales/en/secure-your-server.ftl.

subject-one = { $kind ->
    [relay] Possibile open relay di posta: { $ip }
    [proxy] Possibile proxy aperto: { $ip }
    [mixed] Possibile open relay e proxy aperto: { $ip }
   *[other] Possibile servizio aperto: { $ip }
}
subject-many = { $kind ->
    [relay] { $count ->
        [one] Possibile open relay di posta ({ $count } indirizzo)
       *[other] Possibili open relay di posta ({ $count } indirizzi)
    }
    [proxy] { $count ->
        [one] Possibile proxy aperto ({ $count } indirizzo)
       *[other] Possibili proxy aperti ({ $count } indirizzi)
    }
    [mixed] { $count ->
        [one] Possibile open relay e proxy aperto ({ $count } indirizzo)
       *[other] Possibili open relay e proxy aperti ({ $count } indirizzi)
    }
   *[other] { $count ->
        [one] Possibile servizio aperto ({ $count } indirizzo)
       *[other] Possibili servizi aperti ({ $count } indirizzi)
    }
}

observation-reported = { $kind ->
    [relay] { $count ->
        [one] Secondo fonti terze, come banche dati pubbliche, all’indirizzo riportato di seguito potrebbe trovarsi un
            open relay di posta.
       *[other] Secondo fonti terze, come banche dati pubbliche, ai { $count } indirizzi riportati di seguito potrebbero
            trovarsi open relay di posta.
    }
    [proxy] { $count ->
        [one] Secondo fonti terze, come banche dati pubbliche, all’indirizzo riportato di seguito potrebbe trovarsi un
            proxy aperto (open proxy).
       *[other] Secondo fonti terze, come banche dati pubbliche, ai { $count } indirizzi riportati di seguito potrebbero
            trovarsi proxy aperti (open proxy).
    }
    [mixed] { $count ->
        [one] Secondo fonti terze, come banche dati pubbliche, all’indirizzo riportato di seguito potrebbero trovarsi un
            open relay di posta e un proxy aperto (open proxy).
       *[other] Secondo fonti terze, come banche dati pubbliche, ai { $count } indirizzi riportati di seguito potrebbero
            trovarsi open relay di posta o proxy aperti (open proxy).
    }
   *[other] { $count ->
        [one] Secondo fonti terze, come banche dati pubbliche, all’indirizzo riportato di seguito potrebbe trovarsi un
            servizio aperto a chiunque su Internet.
       *[other] Secondo fonti terze, come banche dati pubbliche, ai { $count } indirizzi riportati di seguito potrebbero
            trovarsi servizi aperti a chiunque su Internet.
    }
}
observation-observed = { $kind ->
    [relay] { $count ->
        [one] Le nostre osservazioni, la più recente del { $day }, fanno ritenere che all’indirizzo riportato di seguito si
            trovi un open relay di posta.
       *[other] Le nostre osservazioni, la più recente del { $day }, fanno ritenere che ai { $count } indirizzi riportati di
            seguito si trovino open relay di posta.
    }
    [proxy] { $count ->
        [one] Le nostre osservazioni, la più recente del { $day }, fanno ritenere che all’indirizzo riportato di seguito si
            trovi un proxy aperto (open proxy).
       *[other] Le nostre osservazioni, la più recente del { $day }, fanno ritenere che ai { $count } indirizzi riportati di
            seguito si trovino proxy aperti (open proxy).
    }
    [mixed] { $count ->
        [one] Le nostre osservazioni, la più recente del { $day }, fanno ritenere che all’indirizzo riportato di seguito si
            trovino un open relay di posta e un proxy aperto (open proxy).
       *[other] Le nostre osservazioni, la più recente del { $day }, fanno ritenere che ai { $count } indirizzi riportati di
            seguito si trovino open relay di posta o proxy aperti (open proxy).
    }
   *[other] { $count ->
        [one] Le nostre osservazioni, la più recente del { $day }, fanno ritenere che all’indirizzo riportato di seguito si
            trovi un servizio aperto a chiunque su Internet.
       *[other] Le nostre osservazioni, la più recente del { $day }, fanno ritenere che ai { $count } indirizzi riportati di
            seguito si trovino servizi aperti a chiunque su Internet.
    }
}
observation-confirmed = { $kind ->
    [relay] { $count ->
        [one] Un test effettuato il { $day } ha confermato che all’indirizzo riportato di seguito si trova un open relay di
            posta.
       *[other] Alcuni test, il più recente del { $day }, hanno confermato che ai { $count } indirizzi riportati di seguito
            si trovano open relay di posta.
    }
    [proxy] { $count ->
        [one] Un test effettuato il { $day } ha confermato che all’indirizzo riportato di seguito si trova un proxy aperto
            (open proxy).
       *[other] Alcuni test, il più recente del { $day }, hanno confermato che ai { $count } indirizzi riportati di seguito
            si trovano proxy aperti (open proxy).
    }
    [mixed] { $count ->
        [one] Un test effettuato il { $day } ha confermato che all’indirizzo riportato di seguito si trovano un open relay
            di posta e un proxy aperto (open proxy).
       *[other] Alcuni test, il più recente del { $day }, hanno confermato che ai { $count } indirizzi riportati di seguito
            si trovano open relay di posta o proxy aperti (open proxy).
    }
   *[other] { $count ->
        [one] Un test effettuato il { $day } ha confermato che all’indirizzo riportato di seguito si trova un servizio
            aperto a chiunque su Internet.
       *[other] Alcuni test, il più recente del { $day }, hanno confermato che ai { $count } indirizzi riportati di seguito
            si trovano servizi aperti a chiunque su Internet.
    }
}

mechanism = I server di posta e i proxy sono destinati alle persone di una sola organizzazione o rete. Quando uno di essi è
    aperto, lavora per tutti: un relay recapita messaggi tra estranei, un proxy collega estranei a qualsiasi altro computer.
    Nella maggior parte dei casi si tratta di una svista: un’impostazione permissiva, una prova mai annullata o una macchina
    dimenticata.
abuse = Chi invia spam cerca server di questo tipo, perché tutto ciò che vi transita sembra provenire da lì, mentre la vera
    origine resta nascosta. Il risultato è più spam per tutti, in parte fraudolento, e mittenti difficili da rintracciare.
programme = Questa lettera fa parte di una campagna della nostra organizzazione ({ $organisation }) che aiuta chi gestisce
    open relay e proxy aperti a metterli in sicurezza.
