# La lettera dedicata ai soli open relay di posta.
#
# Variabili: si veda locales/en/open-relay.ftl.

subject-one = Possibile open relay di posta: { $ip }
subject-many = { $count ->
    [one] Possibile open relay di posta ({ $count } indirizzo)
   *[other] Possibili open relay di posta ({ $count } indirizzi)
}

observation-reported = { $count ->
    [one] Secondo fonti terze, come banche dati pubbliche, il server di posta all’indirizzo riportato di seguito
        potrebbe essere un open relay.
   *[other] Secondo fonti terze, come banche dati pubbliche, i server di posta ai { $count } indirizzi riportati di
        seguito potrebbero essere open relay.
}
observation-observed = { $count ->
    [one] Le nostre osservazioni, la più recente del { $day }, fanno ritenere che il server di posta all’indirizzo riportato
        di seguito sia un open relay.
   *[other] Le nostre osservazioni, la più recente del { $day }, fanno ritenere che i server di posta ai { $count }
        indirizzi riportati di seguito siano open relay.
}
observation-confirmed = { $count ->
    [one] Un test effettuato il { $day } ha confermato che il server di posta all’indirizzo riportato di seguito è un open
        relay.
   *[other] Alcuni test, il più recente del { $day }, hanno confermato che i server di posta ai { $count } indirizzi
        riportati di seguito sono open relay.
}

mechanism = Di norma un server di posta accetta un messaggio solo se il mittente o il destinatario appartiene
    all’organizzazione che lo gestisce. Un open relay accetta messaggi tra estranei e li recapita. Agli albori di Internet
    era una cortesia; oggi è quasi sempre una svista nella configurazione.
abuse = Chi invia spam cerca open relay, perché un messaggio che vi transita sembra provenire da lì, mentre la sua vera
    origine resta nascosta. Il risultato è più spam per tutti, in parte fraudolento, e mittenti difficili da rintracciare.
programme = Questa lettera fa parte di una campagna della nostra organizzazione ({ $organisation }) che informa chi gestisce
    open relay di posta e lo aiuta a mettere in sicurezza i propri server.
