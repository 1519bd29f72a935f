# Frasi comuni a tutte le lettere. Forma di cortesia con il Lei (Le, Suo con la maiuscola); virgolette « ».
# Contesto e variabili: si veda locales/en/shared.ftl.

## Avviso e tabella

below = Più sotto è riportata la versione italiana di questa lettera.
greeting = Alla cortese attenzione di chi amministra il sistema

column-address = Indirizzo IP
column-port = Porta
column-what = Rilevamento
column-seen = Visto il
column-source = Fonte

what-open-relay = open relay di posta
what-open-proxy-http = proxy HTTP aperto
what-open-proxy-socks = proxy SOCKS aperto

table-more = La tabella mostra solo { $shown ->
        [one] la prima riga
       *[other] le prime { $shown } righe
    } su un totale di { $entries }; l’elenco completo si trova nel file allegato addresses.csv.

request = { $count ->
    [one] Le chiediamo cortesemente di verificare questo server e, se risulta davvero aperto a chiunque, di metterlo in
        sicurezza; entrambi i passaggi sono descritti più sotto.
   *[other] Le chiediamo cortesemente di verificare questi server e di mettere in sicurezza quelli che risultano davvero
        aperti a chiunque; entrambi i passaggi sono descritti più sotto.
}

meaning-relay = Un open relay è un server di posta che inoltra messaggi da chiunque a chiunque.
meaning-proxy = Un proxy aperto (open proxy) è un server attraverso il quale chiunque può raggiungere altri computer su
    Internet.

forward = { $count ->
    [one] Se di questo server si occupa un’altra persona, La preghiamo di inoltrarle questa lettera: ogni riga della tabella
        è comprensibile da sola.
   *[other] Se di alcuni di questi server si occupano altre persone, La preghiamo di inoltrare loro questa lettera: ogni
        riga della tabella è comprensibile da sola.
} Il file allegato addresses.csv contiene le stesse informazioni in un formato leggibile dai programmi.
attached-xarf = Si allegano inoltre segnalazioni sui singoli indirizzi in formato XARF, per l’elaborazione automatica.

## Promemoria

reminder-subject-one = Promemoria: possibile server aperto, { $ip }
reminder-subject-many = { $count ->
    [one] Promemoria: possibile server aperto ({ $count } indirizzo)
   *[other] Promemoria: possibili server aperti ({ $count } indirizzi)
}

reminder-reported = { $count ->
    [one] Le abbiamo scritto in merito a questo indirizzo il { $sent } (nostro riferimento: { $first }). Da allora
        l’indirizzo è stato segnalato di nuovo.
   *[other] Le abbiamo scritto in merito a questi indirizzi il { $sent } (nostro riferimento: { $first }). Da allora gli
        indirizzi sono stati segnalati di nuovo.
}
reminder-observed = { $count ->
    [one] Le abbiamo scritto in merito a questo indirizzo il { $sent } (nostro riferimento: { $first }). Alla nostra
        ultima verifica, il server sembrava ancora aperto.
   *[other] Le abbiamo scritto in merito a questi indirizzi il { $sent } (nostro riferimento: { $first }). Alla nostra
        ultima verifica, i server sembravano ancora aperti.
}
reminder-confirmed = { $count ->
    [one] Le abbiamo scritto in merito a questo indirizzo il { $sent } (nostro riferimento: { $first }). Un nuovo test ha
        mostrato che il server è ancora aperto.
   *[other] Le abbiamo scritto in merito a questi indirizzi il { $sent } (nostro riferimento: { $first }). Nuovi test hanno
        mostrato che i server sono ancora aperti.
}
reminder-others = Gli altri indirizzi citati nella nostra prima lettera non figurano più nel nostro elenco. La ringraziamo
    per la collaborazione.
reminder-crossed = { $count ->
    [one] Se nel frattempo ha già messo in sicurezza questo server, non deve fare altro.
   *[other] Se nel frattempo ha già messo in sicurezza questi server, non deve fare altro.
}

## Rettifica

correction-subject-one = Rettifica: la nostra lettera su { $ip }
correction-subject-many = { $count ->
    [one] Rettifica: la nostra lettera su { $count } indirizzo
   *[other] Rettifica: la nostra lettera su { $count } indirizzi
}

correction-observation = { $count ->
    [one] Il { $sent } Le abbiamo scritto in merito all’indirizzo riportato di seguito (nostro riferimento: { $first }).
        Quella lettera era errata: non avrebbe dovuto citare questo indirizzo. Ci scusiamo per il nostro errore e per
        gli eventuali disagi che Le ha causato.
   *[other] Il { $sent } Le abbiamo scritto in merito ai { $count } indirizzi riportati di seguito (nostro riferimento:
        { $first }). Quella lettera era errata: non avrebbe dovuto citare questi indirizzi. Ci scusiamo per il nostro
        errore e per gli eventuali disagi che Le ha causato.
}
correction-said = La nostra lettera riportava quanto segue:
correction-nothing = { $count ->
    [one] Per questo indirizzo non deve fare nulla. La preghiamo di non tenere conto di quanto abbiamo scritto al riguardo.
   *[other] Per questi indirizzi non deve fare nulla. La preghiamo di non tenere conto di quanto abbiamo scritto al
        riguardo.
}
correction-others = Quanto abbiamo scritto sugli altri indirizzi in quella lettera resta valido.
correction-forward = Se ha inoltrato la nostra lettera ad altre persone, La preghiamo di inoltrare loro anche questa
    rettifica. Il file allegato addresses.csv elenca gli indirizzi in un formato leggibile dai programmi.
correction-closing = La ringraziamo per la comprensione.

## Verifica

heading-check = Come verificare
check-relay = Open relay di posta: esegua questo comando da un computer esterno alla Sua rete (swaks è un software libero
    per provare i server di posta).
check-relay-good = Risultato atteso: il server rifiuta con un errore relativo all’inoltro (relay) o all’autenticazione, per
    esempio «554 5.7.1 Relay access denied». Se risponde a RCPT TO con il codice 250, il relay è aperto. Qualsiasi altro
    errore non prova nulla; in tal caso, La preghiamo di riprovare più tardi o da un’altra rete. Il comando si interrompe
    prima dell’invio di qualsiasi messaggio.
check-http = Proxy HTTP aperto: esegua questo comando da un computer esterno alla Sua rete.
check-http-good = Risultato atteso: curl non riesce a connettersi, segnala un errore come «CONNECT tunnel failed, response
    403» o mostra una pagina del server stesso. Se compare la pagina «Example Domain», anche una sola volta, il proxy è
    aperto.
check-socks = Proxy SOCKS aperto: esegua questo comando da un computer esterno alla Sua rete (per SOCKS 4, scriva --socks4a
    al posto di --socks5-hostname).
check-socks-good = Risultato atteso: curl segnala un errore o non riesce a connettersi. Se compare la pagina «Example
    Domain», il proxy è aperto.
check-other = Servizio aperto: verifichi da un computer esterno alla Sua rete se risponde ancora a estranei.
check-each = Per le altre righe della tabella, usi il comando corrispondente con il relativo indirizzo e la relativa porta.

## Messa in sicurezza

heading-repair = Come mettere in sicurezza il server

repair-relay = Open relay di posta
repair-relay-postfix = Postfix: in main.cf indichi solo le Sue reti e mantenga la regola che rifiuta l’inoltro per conto di
    terzi; poi ricarichi la configurazione.
repair-relay-exim = Exim: indichi solo i Suoi host e domini, mantenga la regola della ACL standard acl_check_rcpt che
    rifiuta tutti gli altri («relay not permitted») e riavvii il servizio. Su Debian e Ubuntu usi dpkg-reconfigure
    exim4-config.
repair-relay-sendmail = Sendmail: tolga da sendmail.mc promiscuous_relay e le opzioni simili, autorizzi solo le Sue reti in
    /etc/mail/access, rigeneri la configurazione e riavvii il servizio.
# Il nome dell’opzione varia secondo la versione di Exchange; per questo si aggiunge il nome inglese.
repair-relay-exchange = Microsoft Exchange: revochi ai mittenti anonimi l’autorizzazione all’inoltro su ogni connettore di
    ricezione raggiungibile da Internet (NAME sta per il nome del connettore). Un connettore contrassegnato come «Protetto
    esternamente» (Externally secured) deve accettare solo connessioni dai Suoi server.
repair-relay-any = Qualsiasi altro server di posta: inoltri solo i messaggi provenienti dalle Sue reti e dagli utenti
    autenticati. Se la macchina non ha bisogno di ricevere posta, ne chiuda la porta nel firewall.

repair-http = Proxy HTTP aperto
repair-http-squid = Squid: faccia in modo che la ACL localnet comprenda solo le Sue reti e concluda le regole con un
    rifiuto; poi ricarichi la configurazione.
repair-http-apache = Apache httpd: disattivi il forward proxy. Un reverse proxy (ProxyPass) non ne ha bisogno. Se un forward
    proxy Le serve, ammetta solo le Sue reti con Require ip.
repair-http-nginx = nginx: in proxy_pass indichi una destinazione fissa, mai una ricavata dalla richiesta.
repair-http-3proxy = 3proxy: prima della riga «proxy» ammetta solo le Sue reti (qui, la macchina stessa); poi riavvii il
    servizio.
repair-http-mikrotik = MikroTik RouterOS: disattivi il proxy web o lo consenta solo dalla Sua rete.

repair-socks = Proxy SOCKS aperto
repair-socks-dante = Dante: in sockd.conf (o danted.conf) metta il servizio in ascolto su un indirizzo interno, richieda
    l’autenticazione e indichi solo le Sue reti nelle regole «client pass»; poi riavvii il servizio.
repair-socks-3proxy = 3proxy: prima della riga «socks» ammetta solo le Sue reti (qui, la macchina stessa); poi riavvii il
    servizio.
repair-socks-mikrotik = MikroTik RouterOS: disattivi il server SOCKS. Se non l’ha attivato Lei, aggiorni RouterOS e ne cambi
    le password.

repair-proxy-any = Qualsiasi altro proxy: lo metta in ascolto solo su un indirizzo interno o richieda una password;
    altrimenti ne chiuda la porta nel firewall.

repair-other = Servizio aperto
repair-other-any = Faccia in modo che il servizio risponda solo a chi ne ha bisogno: su un indirizzo interno, previa
    autenticazione o filtrato dal firewall.

repair-unknown = Se nessuno ha installato di proposito un servizio del genere, potrebbe essere opera di un software
    malevolo; in tal caso, Le consigliamo di esaminare la macchina prima di rimetterla in uso.

## Importanza

heading-why = Perché è importante
consequences = Per chi gestisce il server, le conseguenze possono essere le seguenti:
consequence-blame = i destinatari credono che lo spam provenga da Lei;
consequence-strangers = degli estranei usano i Suoi server e la Sua connessione a Internet;
consequence-traffic = il traffico aggiuntivo rallenta la Sua connessione;
consequence-cost = l’amministrazione dei Suoi sistemi richiede più tempo e denaro;
consequence-provider = il Suo fornitore di servizi Internet interrompe il servizio.

## Mittente e passi successivi

heading-who = Chi siamo
why-you = Scriviamo all’indirizzo { $contact } perché risulta registrato come contatto per la rete in questione.
purpose = Questa lettera ha solo scopo informativo. Non chiediamo nulla in cambio: né risposte, né pagamenti, né password,
    né accesso ai Suoi sistemi.
partners = I nostri partner in questa campagna:
verify = Può scriverci o telefonarci: il nostro indirizzo postale e il nostro numero di telefono si trovano in fondo a
    questa lettera. Per accertarsi che provenga da noi, consulti questa pagina del nostro sito web:

heading-next = Che cosa succede ora
recheck = { $count ->
    [one] Verificheremo di nuovo questo indirizzo il { $date }. Se per allora il server sarà stato messo in sicurezza,
        non Le scriveremo più al riguardo.
   *[other] Verificheremo di nuovo questi indirizzi il { $date }. Non Le scriveremo più in merito a quelli che per
        allora saranno stati messi in sicurezza.
}
recheck-open = { $count ->
    [one] Verificheremo questo indirizzo ancora una volta prima di scriverLe di nuovo al riguardo.
   *[other] Verificheremo questi indirizzi ancora una volta prima di scriverLe di nuovo al riguardo.
}
opt-out = Se non desidera ricevere lettere come questa o non vuole che verifichiamo i Suoi indirizzi, basta rispondere a
    questa lettera o scrivere all’indirizzo { $address } citando il riferimento { $reference }. Rispetteremo la Sua
    scelta.

heading-more = Ulteriori informazioni
link-info = Informazioni su questa campagna:
link-fix = Istruzioni passo per passo per mettere in sicurezza un server:

closing = La ringraziamo di contribuire a rendere Internet un luogo più sicuro per tutti.
regards = Distinti saluti
telephone = Telefono: { $phone }
mail = E-mail: { $address }
reference = Riferimento: { $reference }
date = Data: { $date }
