# Der Brief über offene Mail-Relays und offene Proxys.
#
# Variablen: siehe locales/en/secure-your-server.ftl. Die Sätze observation-... beginnen mit einem Hauptwort: siehe shared.ftl.

subject-one = { $kind ->
    [relay] Möglicherweise offenes Mail-Relay unter { $ip }
    [proxy] Möglicherweise offener Proxy unter { $ip }
    [mixed] Möglicherweise offen: Relay und Proxy, { $ip }
   *[other] Möglicherweise offener Dienst unter { $ip }
}
subject-many = { $kind ->
    [relay] { $count ->
        [one] Möglicherweise offenes Mail-Relay unter { $count } Adresse
       *[other] Möglicherweise offene Mail-Relays unter { $count } Adressen
    }
    [proxy] { $count ->
        [one] Möglicherweise offener Proxy unter { $count } Adresse
       *[other] Möglicherweise offene Proxys unter { $count } Adressen
    }
    [mixed] { $count ->
        [one] Möglicherweise offen: Relay und Proxy unter { $count } Adresse
       *[other] Möglicherweise offene Relays und Proxys unter { $count } Adressen
    }
   *[other] { $count ->
        [one] Möglicherweise offener Dienst unter { $count } Adresse
       *[other] Möglicherweise offene Dienste unter { $count } Adressen
    }
}

observation-reported = { $kind ->
    [relay] { $count ->
        [one] Hinweisen Dritter zufolge, etwa aus öffentlichen Datenbanken, könnte unter der nachstehenden Adresse ein
            offenes Mail-Relay (Open Relay) erreichbar sein.
       *[other] Hinweisen Dritter zufolge, etwa aus öffentlichen Datenbanken, könnten unter den { $count } nachstehenden
            Adressen offene Mail-Relays (Open Relays) erreichbar sein.
    }
    [proxy] { $count ->
        [one] Hinweisen Dritter zufolge, etwa aus öffentlichen Datenbanken, könnte unter der nachstehenden Adresse ein
            offener Proxy (Open Proxy) erreichbar sein.
       *[other] Hinweisen Dritter zufolge, etwa aus öffentlichen Datenbanken, könnten unter den { $count } nachstehenden
            Adressen offene Proxys (Open Proxies) erreichbar sein.
    }
    [mixed] { $count ->
        [one] Hinweisen Dritter zufolge, etwa aus öffentlichen Datenbanken, könnten unter der nachstehenden Adresse ein
            offenes Mail-Relay (Open Relay) und ein offener Proxy (Open Proxy) erreichbar sein.
       *[other] Hinweisen Dritter zufolge, etwa aus öffentlichen Datenbanken, könnten unter den { $count } nachstehenden
            Adressen offene Mail-Relays (Open Relays) oder offene Proxys (Open Proxies) erreichbar sein.
    }
   *[other] { $count ->
        [one] Hinweisen Dritter zufolge, etwa aus öffentlichen Datenbanken, könnte unter der nachstehenden Adresse ein
            Dienst für jedermann im Internet offen sein.
       *[other] Hinweisen Dritter zufolge, etwa aus öffentlichen Datenbanken, könnten unter den { $count } nachstehenden
            Adressen Dienste für jedermann im Internet offen sein.
    }
}
observation-observed = { $kind ->
    [relay] { $count ->
        [one] Beobachtungen unserer Stelle, die neuesten vom { $day }, deuten darauf hin, dass unter der nachstehenden
            Adresse ein offenes Mail-Relay (Open Relay) erreichbar ist.
       *[other] Beobachtungen unserer Stelle, die neuesten vom { $day }, deuten darauf hin, dass unter den { $count }
            nachstehenden Adressen offene Mail-Relays (Open Relays) erreichbar sind.
    }
    [proxy] { $count ->
        [one] Beobachtungen unserer Stelle, die neuesten vom { $day }, deuten darauf hin, dass unter der nachstehenden
            Adresse ein offener Proxy (Open Proxy) erreichbar ist.
       *[other] Beobachtungen unserer Stelle, die neuesten vom { $day }, deuten darauf hin, dass unter den { $count }
            nachstehenden Adressen offene Proxys (Open Proxies) erreichbar sind.
    }
    [mixed] { $count ->
        [one] Beobachtungen unserer Stelle, die neuesten vom { $day }, deuten darauf hin, dass unter der nachstehenden
            Adresse ein offenes Mail-Relay (Open Relay) und ein offener Proxy (Open Proxy) erreichbar sind.
       *[other] Beobachtungen unserer Stelle, die neuesten vom { $day }, deuten darauf hin, dass unter den { $count }
            nachstehenden Adressen offene Mail-Relays (Open Relays) oder offene Proxys (Open Proxies) erreichbar sind.
    }
   *[other] { $count ->
        [one] Beobachtungen unserer Stelle, die neuesten vom { $day }, deuten darauf hin, dass unter der nachstehenden
            Adresse ein Dienst für jedermann im Internet offen ist.
       *[other] Beobachtungen unserer Stelle, die neuesten vom { $day }, deuten darauf hin, dass unter den { $count }
            nachstehenden Adressen Dienste für jedermann im Internet offen sind.
    }
}
observation-confirmed = { $kind ->
    [relay] { $count ->
        [one] Testergebnisse vom { $day } bestätigen, dass unter der nachstehenden Adresse ein offenes Mail-Relay (Open
            Relay) erreichbar ist.
       *[other] Testergebnisse, die neuesten vom { $day }, bestätigen, dass unter den { $count } nachstehenden Adressen
            offene Mail-Relays (Open Relays) erreichbar sind.
    }
    [proxy] { $count ->
        [one] Testergebnisse vom { $day } bestätigen, dass unter der nachstehenden Adresse ein offener Proxy (Open
            Proxy) erreichbar ist.
       *[other] Testergebnisse, die neuesten vom { $day }, bestätigen, dass unter den { $count } nachstehenden Adressen
            offene Proxys (Open Proxies) erreichbar sind.
    }
    [mixed] { $count ->
        [one] Testergebnisse vom { $day } bestätigen, dass unter der nachstehenden Adresse ein offenes Mail-Relay (Open
            Relay) und ein offener Proxy (Open Proxy) erreichbar sind.
       *[other] Testergebnisse, die neuesten vom { $day }, bestätigen, dass unter den { $count } nachstehenden Adressen
            offene Mail-Relays (Open Relays) oder offene Proxys (Open Proxies) erreichbar sind.
    }
   *[other] { $count ->
        [one] Testergebnisse vom { $day } bestätigen, dass unter der nachstehenden Adresse ein Dienst für jedermann im
            Internet offen ist.
       *[other] Testergebnisse, die neuesten vom { $day }, bestätigen, dass unter den { $count } nachstehenden Adressen
            Dienste für jedermann im Internet offen sind.
    }
}

mechanism = Mailserver und Proxys sind für die Benutzer einer Organisation oder eines Netzes gedacht. Ist ein solcher Server
    offen, arbeitet er für alle: Ein Relay stellt Nachrichten zwischen Fremden zu, ein Proxy verbindet Fremde mit beliebigen
    anderen Rechnern. Meist geschieht das aus Versehen: durch eine zu großzügige Einstellung, einen nie rückgängig gemachten
    Test oder einen vergessenen Rechner.
abuse = Wer Spam versendet, sucht nach solchen Servern, denn alles, was über sie läuft, scheint von dort zu kommen, und die
    wahre Herkunft bleibt verborgen. Die Folge ist mehr Spam für alle, zum Teil in betrügerischer Absicht, und Absender, die
    schwer zu ermitteln sind.
programme = Dieses Schreiben gehört zu einer Aktion unserer Stelle ({ $organisation }), mit der wir den Betreibern offener
    Relays und offener Proxys helfen, diese abzusichern.
