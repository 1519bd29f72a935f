# Sätze, die jeder Brief verwendet. Anrede mit Sie; Anführungszeichen „ “. Zusammenhang und Variablen: siehe locales/en/shared.ftl.
#
# Auf die Anrede mit Komma folgt ein kleiner Anfangsbuchstabe. Darum beginnen reminder-reported, -observed, -confirmed und
# correction-observation klein: sie stehen immer gleich nach der Anrede. Die Sätze observation-... stehen auch weiter unten und
# beginnen deshalb mit einem Hauptwort.

## Hinweis und Tabelle

below = Eine deutsche Fassung dieses Schreibens finden Sie weiter unten.
greeting = Sehr geehrte Damen und Herren,

column-address = IP-Adresse
column-port = Port
column-what = Befund
column-seen = Zuletzt gesehen
column-source = Quelle

what-open-relay = offenes Mail-Relay
what-open-proxy-http = offener HTTP-Proxy
what-open-proxy-socks = offener SOCKS-Proxy

table-more = Die Tabelle zeigt nur die { $shown ->
        [one] erste Zeile
       *[other] ersten { $shown } Zeilen
    } von insgesamt { $entries }; die vollständige Liste enthält die beigefügte Datei addresses.csv.

request = { $count ->
    [one] Wir bitten Sie, diesen Server zu prüfen und ihn abzusichern, falls er tatsächlich für jedermann offen ist; beide
        Schritte sind unten beschrieben.
   *[other] Wir bitten Sie, diese Server zu prüfen und diejenigen abzusichern, die tatsächlich für jedermann offen sind;
        beide Schritte sind unten beschrieben.
}

meaning-relay = Ein offenes Mail-Relay (Open Relay) ist ein Mailserver, der Nachrichten von beliebigen Absendern an
    beliebige Empfänger weiterleitet.
meaning-proxy = Ein offener Proxy (Open Proxy) ist ein Server, über den jedermann auf andere Rechner im Internet zugreifen
    kann.

forward = { $count ->
    [one] Falls jemand anderes diesen Server betreut, leiten Sie dieses Schreiben bitte weiter: Jede Zeile der Tabelle ist
        für sich allein verständlich.
   *[other] Falls einige dieser Server von anderen betreut werden, leiten Sie dieses Schreiben bitte weiter: Jede Zeile der
        Tabelle ist für sich allein verständlich.
} Die beigefügte Datei addresses.csv enthält dieselben Angaben in maschinenlesbarer Form.
attached-xarf = Außerdem sind Berichte zu den einzelnen Adressen im Format XARF beigefügt, die sich automatisch verarbeiten
    lassen.

## Erinnerung

reminder-subject-one = Erinnerung: möglicherweise offener Server, { $ip }
reminder-subject-many = { $count ->
    [one] Erinnerung: möglicherweise offener Server ({ $count } Adresse)
   *[other] Erinnerung: möglicherweise offene Server ({ $count } Adressen)
}

reminder-reported = { $count ->
    [one] wir haben Ihnen am { $sent } zu dieser Adresse geschrieben (unser Zeichen: { $first }). Seitdem ist sie erneut
        gemeldet worden.
   *[other] wir haben Ihnen am { $sent } zu diesen Adressen geschrieben (unser Zeichen: { $first }). Seitdem sind sie erneut
        gemeldet worden.
}
reminder-observed = { $count ->
    [one] wir haben Ihnen am { $sent } zu dieser Adresse geschrieben (unser Zeichen: { $first }). Bei unserer letzten
        Prüfung schien der Server weiterhin offen zu sein.
   *[other] wir haben Ihnen am { $sent } zu diesen Adressen geschrieben (unser Zeichen: { $first }). Bei unserer letzten
        Prüfung schienen die Server weiterhin offen zu sein.
}
reminder-confirmed = { $count ->
    [one] wir haben Ihnen am { $sent } zu dieser Adresse geschrieben (unser Zeichen: { $first }). Ein neuer Test hat
        gezeigt, dass der Server weiterhin offen ist.
   *[other] wir haben Ihnen am { $sent } zu diesen Adressen geschrieben (unser Zeichen: { $first }). Neue Tests haben
        gezeigt, dass die Server weiterhin offen sind.
}
reminder-others = Die übrigen Adressen aus unserem ersten Schreiben stehen nicht mehr auf unserer Liste. Vielen Dank für
    Ihre Unterstützung.
reminder-crossed = { $count ->
    [one] Falls Sie diesen Server inzwischen abgesichert haben, brauchen Sie nichts weiter zu tun.
   *[other] Falls Sie diese Server inzwischen abgesichert haben, brauchen Sie nichts weiter zu tun.
}

## Berichtigung

correction-subject-one = Berichtigung: unser Schreiben zu { $ip }
correction-subject-many = { $count ->
    [one] Berichtigung: unser Schreiben zu { $count } Adresse
   *[other] Berichtigung: unser Schreiben zu { $count } Adressen
}

correction-observation = { $count ->
    [one] wir haben Ihnen am { $sent } zu der nachstehenden Adresse geschrieben (unser Zeichen: { $first }). Dieses
        Schreiben war fehlerhaft: Es hätte diese Adresse nicht nennen dürfen. Wir bitten Sie, unseren Fehler und die
        Umstände, die er Ihnen bereitet hat, zu entschuldigen.
   *[other] wir haben Ihnen am { $sent } zu den { $count } nachstehenden Adressen geschrieben (unser Zeichen:
        { $first }). Dieses Schreiben war fehlerhaft: Es hätte diese Adressen nicht nennen dürfen. Wir bitten Sie,
        unseren Fehler und die Umstände, die er Ihnen bereitet hat, zu entschuldigen.
}
correction-said = In unserem Schreiben stand Folgendes:
correction-nothing = { $count ->
    [one] Zu dieser Adresse brauchen Sie nichts zu unternehmen. Bitte betrachten Sie als gegenstandslos, was wir darüber
        geschrieben haben.
   *[other] Zu diesen Adressen brauchen Sie nichts zu unternehmen. Bitte betrachten Sie als gegenstandslos, was wir darüber
        geschrieben haben.
}
correction-others = Was wir in jenem Schreiben zu den übrigen Adressen mitgeteilt haben, gilt weiterhin.
correction-forward = Falls Sie unser Schreiben weitergeleitet haben, leiten Sie bitte auch diese Berichtigung weiter. Die
    beigefügte Datei addresses.csv führt die Adressen in maschinenlesbarer Form auf.
correction-closing = Vielen Dank für Ihr Verständnis.

## Prüfung

heading-check = So prüfen Sie den Server
check-relay = Offenes Mail-Relay: Führen Sie diesen Befehl auf einem Rechner außerhalb Ihres eigenen Netzes aus (swaks ist
    freie Software zum Testen von Mailservern).
check-relay-good = Gutes Ergebnis: Der Server lehnt mit einer Fehlermeldung zur Weiterleitung oder zur Anmeldung ab,
    etwa „554 5.7.1 Relay access denied“. Antwortet er auf RCPT TO mit 250, ist das Relay offen. Andere Fehler beweisen
    nichts; bitte versuchen Sie es dann später oder aus einem anderen Netz noch einmal. Der Befehl bricht ab, bevor eine
    Nachricht versandt wird.
check-http = Offener HTTP-Proxy: Führen Sie diesen Befehl auf einem Rechner außerhalb Ihres eigenen Netzes aus.
check-http-good = Gutes Ergebnis: curl kann keine Verbindung aufbauen, meldet einen Fehler wie „CONNECT tunnel failed,
    response 403“ oder zeigt eine Seite des Servers selbst. Erscheint die Seite „Example Domain“ auch nur ein einziges
    Mal, ist der Proxy offen.
check-socks = Offener SOCKS-Proxy: Führen Sie diesen Befehl auf einem Rechner außerhalb Ihres eigenen Netzes aus (für
    SOCKS 4 schreiben Sie --socks4a statt --socks5-hostname).
check-socks-good = Gutes Ergebnis: curl meldet einen Fehler oder kann keine Verbindung aufbauen. Erscheint die Seite
    „Example Domain“, ist der Proxy offen.
check-other = Offener Dienst: Prüfen Sie von einem Rechner außerhalb Ihres eigenen Netzes aus, ob er Fremden noch antwortet.
check-each = Für die übrigen Zeilen der Tabelle verwenden Sie den passenden Befehl mit der jeweiligen Adresse und dem
    jeweiligen Port.

## Absicherung

heading-repair = So sichern Sie den Server ab

repair-relay = Offenes Mail-Relay
repair-relay-postfix = Postfix: Tragen Sie in main.cf nur Ihre eigenen Netze ein und behalten Sie die Regel bei, die das
    Weiterleiten für andere ablehnt; laden Sie dann die Konfiguration neu.
repair-relay-exim = Exim: Tragen Sie nur Ihre eigenen Rechner und Domains ein, behalten Sie in der Standard-ACL
    acl_check_rcpt die Regel bei, die alle anderen abweist („relay not permitted“), und starten Sie den Dienst neu. Unter
    Debian und Ubuntu verwenden Sie dpkg-reconfigure exim4-config.
repair-relay-sendmail = Sendmail: Entfernen Sie promiscuous_relay und ähnliche Optionen aus sendmail.mc, lassen Sie in
    /etc/mail/access nur Ihre eigenen Netze zu, erzeugen Sie die Konfiguration neu und starten Sie den Dienst neu.
repair-relay-exchange = Microsoft Exchange: Entziehen Sie anonymen Absendern das Recht zur Weiterleitung, und zwar an jedem
    Empfangsconnector, der aus dem Internet erreichbar ist (NAME steht für den Namen des Connectors). Ein Connector mit der
    Einstellung „Extern gesichert“ (Externally secured) darf nur Verbindungen Ihrer eigenen Server annehmen.
repair-relay-any = Jeder andere Mailserver: Leiten Sie nur E-Mails aus Ihren eigenen Netzen und von angemeldeten Benutzern
    weiter. Muss der Rechner gar keine E-Mails empfangen, schließen Sie den Port in der Firewall.

repair-http = Offener HTTP-Proxy
repair-http-squid = Squid: Nehmen Sie in die ACL localnet nur Ihre eigenen Netze auf und schließen Sie die Regeln mit einer
    Ablehnung ab; laden Sie dann die Konfiguration neu.
repair-http-apache = Apache httpd: Schalten Sie den Forward-Proxy aus. Ein Reverse-Proxy (ProxyPass) braucht ihn nicht.
    Falls Sie einen Forward-Proxy benötigen, lassen Sie mit Require ip nur Ihre eigenen Netze zu.
repair-http-nginx = nginx: Geben Sie in proxy_pass ein festes Ziel an, niemals eines, das aus der Anfrage stammt.
repair-http-3proxy = 3proxy: Lassen Sie vor der Zeile „proxy“ nur Ihre eigenen Netze zu (hier: den Rechner selbst); starten
    Sie dann den Dienst neu.
repair-http-mikrotik = MikroTik RouterOS: Schalten Sie den Web-Proxy aus oder erlauben Sie ihn nur aus Ihrem eigenen Netz.

repair-socks = Offener SOCKS-Proxy
repair-socks-dante = Dante: Lassen Sie den Dienst in sockd.conf (oder danted.conf) nur auf einer internen Adresse lauschen,
    verlangen Sie eine Anmeldung und nennen Sie in den Regeln „client pass“ nur Ihre eigenen Netze; starten Sie dann den
    Dienst neu.
repair-socks-3proxy = 3proxy: Lassen Sie vor der Zeile „socks“ nur Ihre eigenen Netze zu (hier: den Rechner selbst); starten
    Sie dann den Dienst neu.
repair-socks-mikrotik = MikroTik RouterOS: Schalten Sie den SOCKS-Server aus. Falls Sie ihn nicht selbst eingeschaltet
    haben, aktualisieren Sie RouterOS und ändern Sie die Passwörter des Geräts.

repair-proxy-any = Jeder andere Proxy: Lassen Sie ihn nur auf einer internen Adresse lauschen oder verlangen Sie ein
    Passwort; andernfalls schließen Sie den Port in der Firewall.

repair-other = Offener Dienst
repair-other-any = Lassen Sie den Dienst nur denen antworten, die ihn brauchen: auf einer internen Adresse, nach Anmeldung
    oder durch die Firewall beschränkt.

repair-unknown = Falls niemand einen solchen Dienst absichtlich eingerichtet hat, kann Schadsoftware dahinterstecken;
    untersuchen Sie in diesem Fall bitte den Rechner, bevor Sie ihn wieder in Betrieb nehmen.

## Bedeutung

heading-why = Warum das wichtig ist
consequences = Für den Betreiber des Servers kann das bedeuten:
consequence-blame = Empfänger glauben, dass der Spam von Ihnen kommt;
consequence-strangers = Fremde nutzen Ihre Server und Ihren Internetanschluss;
consequence-traffic = der zusätzliche Datenverkehr verlangsamt Ihren Anschluss;
consequence-cost = die Administration Ihrer Systeme kostet mehr Zeit und Geld;
consequence-provider = Ihr Internetanbieter unterbricht Ihren Anschluss.

## Absender und weiteres Vorgehen

heading-who = Wer wir sind
why-you = Wir schreiben an die Adresse { $contact }, weil sie als Kontakt für das betreffende Netz eingetragen ist.
purpose = Dieses Schreiben dient allein Ihrer Information. Wir erbitten keine Gegenleistung: keine Antwort, keine Zahlung,
    keine Passwörter und keinen Zugang zu Ihren Systemen.
partners = Unsere Partner bei dieser Aktion:
verify = Sie können uns schreiben oder anrufen: Unsere Postanschrift und unsere Telefonnummer stehen am Ende dieses
    Schreibens. Ob es wirklich von uns stammt, können Sie auf dieser Seite unseres eigenen Internetauftritts nachprüfen:

heading-next = Wie es weitergeht
recheck = { $count ->
    [one] Wir werden diese Adresse am { $date } erneut prüfen. Ist der Server bis dahin abgesichert, schreiben wir Ihnen
        nicht noch einmal dazu.
   *[other] Wir werden diese Adressen am { $date } erneut prüfen. Zu denen, die bis dahin abgesichert sind, schreiben wir
        Ihnen nicht noch einmal.
}
recheck-open = { $count ->
    [one] Bevor wir Ihnen erneut zu dieser Adresse schreiben, prüfen wir sie noch einmal.
   *[other] Bevor wir Ihnen erneut zu diesen Adressen schreiben, prüfen wir sie noch einmal.
}
opt-out = Wenn Sie solche Schreiben nicht erhalten möchten oder nicht wünschen, dass wir Ihre Adressen prüfen, antworten
    Sie einfach auf dieses Schreiben oder schreiben Sie unter Angabe des Zeichens { $reference } an { $address }. Wir
    werden Ihren Wunsch beachten.

heading-more = Weitere Informationen
link-info = Über diese Aktion:
link-fix = Schritt-für-Schritt-Anleitungen zum Absichern eines Servers:

closing = Vielen Dank, dass Sie dazu beitragen, das Internet für alle sicherer zu machen.
regards = Mit freundlichen Grüßen
telephone = Telefon: { $phone }
mail = E-Mail: { $address }
reference = Zeichen: { $reference }
date = Datum: { $date }
