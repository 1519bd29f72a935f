# Der Brief allein über offene Mail-Relays.
#
# Variablen: siehe locales/en/open-relay.ftl. Die Sätze observation-... beginnen mit einem Hauptwort: siehe shared.ftl.

subject-one = Möglicherweise offenes Mail-Relay unter { $ip }
subject-many = { $count ->
    [one] Möglicherweise offenes Mail-Relay unter { $count } Adresse
   *[other] Möglicherweise offene Mail-Relays unter { $count } Adressen
}

observation-reported = { $count ->
    [one] Hinweisen Dritter zufolge, etwa aus öffentlichen Datenbanken, könnte der Mailserver unter der nachstehenden
        Adresse ein offenes Relay (Open Relay) sein.
   *[other] Hinweisen Dritter zufolge, etwa aus öffentlichen Datenbanken, könnten die Mailserver unter den { $count }
        nachstehenden Adressen offene Relays (Open Relays) sein.
}
observation-observed = { $count ->
    [one] Beobachtungen unserer Stelle, die neuesten vom { $day }, deuten darauf hin, dass der Mailserver unter der
        nachstehenden Adresse ein offenes Relay (Open Relay) ist.
   *[other] Beobachtungen unserer Stelle, die neuesten vom { $day }, deuten darauf hin, dass die Mailserver unter den
        { $count } nachstehenden Adressen offene Relays (Open Relays) sind.
}
observation-confirmed = { $count ->
    [one] Testergebnisse vom { $day } bestätigen, dass der Mailserver unter der nachstehenden Adresse ein offenes Relay
        (Open Relay) ist.
   *[other] Testergebnisse, die neuesten vom { $day }, bestätigen, dass die Mailserver unter den { $count }
        nachstehenden Adressen offene Relays (Open Relays) sind.
}

mechanism = Ein Mailserver nimmt eine Nachricht normalerweise nur an, wenn ihr Absender oder ihr Empfänger zu der
    Organisation gehört, die den Server betreibt. Ein offenes Relay nimmt Nachrichten zwischen beliebigen Fremden an und
    stellt sie zu. In den Anfangstagen des Internets war das eine Gefälligkeit; heute ist es fast immer ein Versehen in der
    Konfiguration.
abuse = Wer Spam versendet, sucht nach offenen Relays, denn eine Nachricht, die über ein solches läuft, scheint von dort zu
    kommen, und ihre wahre Herkunft bleibt verborgen. Die Folge ist mehr Spam für alle, zum Teil in betrügerischer Absicht,
    und Absender, die schwer zu ermitteln sind.
programme = Dieses Schreiben gehört zu einer Aktion unserer Stelle ({ $organisation }), mit der wir die Betreiber offener
    Mail-Relays informieren und ihnen helfen, ihre Server abzusichern.
