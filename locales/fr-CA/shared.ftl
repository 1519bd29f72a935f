# Phrases communes à toutes les lettres, en français du Canada : espace insécable avant le deux-points et dans les guillemets,
# aucune espace avant ; ! ?. Contexte et variables : voir locales/en/shared.ftl.

## Avis et tableau

below = Vous trouverez ci-dessous une version française de la présente lettre.
greeting = Madame, Monsieur,

column-address = Adresse IP
column-port = Port
column-what = Constatation
column-seen = Vu le
column-source = Source

what-open-relay = serveur relais ouvert
what-open-proxy-http = mandataire HTTP ouvert
what-open-proxy-socks = mandataire SOCKS ouvert

table-more = Le tableau ne présente que { $shown ->
        [one] la première ligne
       *[other] les { $shown } premières lignes
    } sur { $entries }; la liste complète se trouve dans le fichier addresses.csv ci-joint.

request = { $count ->
    [one] Nous vous invitons à vérifier ce serveur et, s’il est bel et bien ouvert à tous, à le sécuriser; la marche à
        suivre est décrite ci-dessous.
   *[other] Nous vous invitons à vérifier ces serveurs et à sécuriser ceux qui seraient bel et bien ouverts à tous; la
        marche à suivre est décrite ci-dessous.
}

meaning-relay = Un serveur relais ouvert (open relay) est un serveur de courriel qui transmet les messages de n’importe qui à
    n’importe qui.
meaning-proxy = Un serveur mandataire ouvert (open proxy) est un serveur par lequel n’importe qui peut accéder à d’autres
    ordinateurs sur Internet.

forward = { $count ->
    [one] Si quelqu’un d’autre s’occupe de ce serveur, veuillez lui transmettre la présente lettre : chaque ligne du
        tableau se suffit à elle-même.
   *[other] Si d’autres personnes s’occupent de certains de ces serveurs, veuillez leur transmettre la présente lettre :
        chaque ligne du tableau se suffit à elle-même.
} Le fichier addresses.csv ci-joint contient les mêmes renseignements sous une forme lisible par un programme.
attached-xarf = Des rapports établis adresse par adresse, en format XARF, sont également joints aux fins de traitement
    automatique.

## Rappel

reminder-subject-one = Rappel : serveur peut-être ouvert ({ $ip })
reminder-subject-many = { $count ->
    [one] Rappel : serveur peut-être ouvert ({ $count } adresse)
   *[other] Rappel : serveurs peut-être ouverts ({ $count } adresses)
}

reminder-reported = { $count ->
    [one] Nous vous avons écrit au sujet de cette adresse le { $sent } (notre référence : { $first }). Depuis, elle a été signalée
        de nouveau.
   *[other] Nous vous avons écrit au sujet de ces adresses le { $sent } (notre référence : { $first }). Depuis, elles ont été
        signalées de nouveau.
}
reminder-observed = { $count ->
    [one] Nous vous avons écrit au sujet de cette adresse le { $sent } (notre référence : { $first }). Lors de notre dernière
        vérification, le serveur semblait encore ouvert.
   *[other] Nous vous avons écrit au sujet de ces adresses le { $sent } (notre référence : { $first }). Lors de notre dernière
        vérification, les serveurs semblaient encore ouverts.
}
reminder-confirmed = { $count ->
    [one] Nous vous avons écrit au sujet de cette adresse le { $sent } (notre référence : { $first }). Un nouveau test a montré que
        le serveur est encore ouvert.
   *[other] Nous vous avons écrit au sujet de ces adresses le { $sent } (notre référence : { $first }). De nouveaux tests ont montré
        que les serveurs sont encore ouverts.
}
reminder-others = Les autres adresses mentionnées dans notre première lettre ne figurent plus sur notre liste. Nous vous remercions de
    votre aide.
reminder-crossed = { $count ->
    [one] Si vous avez sécurisé ce serveur entre-temps, vous n’avez rien d’autre à faire.
   *[other] Si vous avez sécurisé ces serveurs entre-temps, vous n’avez rien d’autre à faire.
}

## Rectification

correction-subject-one = Rectification : notre lettre au sujet de { $ip }
correction-subject-many = { $count ->
    [one] Rectification : notre lettre au sujet de { $count } adresse
   *[other] Rectification : notre lettre au sujet de { $count } adresses
}

correction-observation = { $count ->
    [one] Nous vous avons écrit au sujet de l’adresse ci-dessous le { $sent } (notre référence : { $first }). Cette lettre était
        erronée : elle n’aurait pas dû mentionner cette adresse. Nous vous présentons nos excuses pour cette erreur et pour les
        inconvénients qu’elle a pu vous causer.
   *[other] Nous vous avons écrit au sujet des { $count } adresses ci-dessous le { $sent } (notre référence : { $first }). Cette
        lettre était erronée : elle n’aurait pas dû mentionner ces adresses. Nous vous présentons nos excuses pour cette erreur
        et pour les inconvénients qu’elle a pu vous causer.
}
correction-said = Voici ce que disait notre lettre :
correction-nothing = { $count ->
    [one] Vous n’avez rien à faire au sujet de cette adresse. Veuillez ne pas tenir compte de ce que nous avons écrit à son sujet.
   *[other] Vous n’avez rien à faire au sujet de ces adresses. Veuillez ne pas tenir compte de ce que nous avons écrit à leur sujet.
}
correction-others = Ce que nous avons écrit au sujet des autres adresses mentionnées dans cette lettre demeure valable.
correction-forward = Si vous avez transmis notre lettre à d’autres personnes, veuillez leur transmettre également la présente
    rectification. Le fichier addresses.csv ci-joint énumère les adresses sous une forme lisible par un programme.
correction-closing = Nous vous remercions de votre compréhension.

## Vérification

heading-check = Comment vérifier
check-relay = Serveur relais ouvert : exécutez cette commande à partir d’un ordinateur situé à l’extérieur de votre
    réseau (swaks est un logiciel libre permettant de tester les serveurs de courriel).
check-relay-good = Résultat attendu : le serveur refuse en renvoyant une erreur relative au relais ou à
    l’authentification, par exemple « 554 5.7.1 Relay access denied ». S’il répond à RCPT TO par le code 250, le relais
    est ouvert. Une autre erreur ne prouve rien; veuillez réessayer plus tard ou à partir d’un autre réseau. La commande
    s’arrête avant tout envoi de message.
check-http = Serveur mandataire HTTP ouvert : exécutez cette commande à partir d’un ordinateur situé à l’extérieur de votre
    réseau.
check-http-good = Résultat attendu : curl n’obtient pas de connexion, signale une erreur, par exemple « CONNECT tunnel failed,
    response 403 », ou affiche une page du serveur lui-même. Si la page « Example Domain » s’affiche, ne serait-ce qu’une fois, le serveur
    mandataire est ouvert.
check-socks = Serveur mandataire SOCKS ouvert : exécutez cette commande à partir d’un ordinateur situé à l’extérieur de
    votre réseau (pour SOCKS 4, remplacez --socks5-hostname par --socks4a).
check-socks-good = Résultat attendu : curl signale une erreur ou n’obtient aucune connexion. Si la page « Example Domain »
    s’affiche, le serveur mandataire est ouvert.
check-other = Service ouvert : vérifiez, à partir d’un ordinateur situé à l’extérieur de votre réseau, s’il répond encore à des
    inconnus.
check-each = Pour les autres lignes du tableau, utilisez la commande correspondante avec leur adresse et leur port.

## Correction

heading-repair = Comment sécuriser le serveur

repair-relay = Serveur relais ouvert
repair-relay-postfix = Postfix : dans main.cf, n’indiquez que vos propres réseaux et conservez la règle qui refuse de relayer
    pour des tiers, puis rechargez la configuration.
repair-relay-exim = Exim : n’indiquez que vos propres machines et domaines, conservez la règle de l’ACL standard acl_check_rcpt
    qui refuse tous les autres (« relay not permitted »), puis redémarrez le service. Sous Debian et Ubuntu, utilisez
    dpkg-reconfigure exim4-config.
repair-relay-sendmail = Sendmail : retirez promiscuous_relay et les options semblables de sendmail.mc, n’autorisez que vos propres
    réseaux dans /etc/mail/access, puis régénérez la configuration et redémarrez le service.
repair-relay-exchange = Microsoft Exchange : retirez aux expéditeurs anonymes le droit de relayer, sur chaque connecteur
    de réception accessible à partir d’Internet (NAME désigne le connecteur). Un connecteur portant la mention
    « Externally secured » ne doit accepter que les connexions de vos propres serveurs.
repair-relay-any = Tout autre serveur de courriel : ne relayez que pour vos propres réseaux et pour les utilisateurs
    authentifiés. Si la machine n’a pas à recevoir de courriels, fermez son port dans le pare-feu.

repair-http = Serveur mandataire HTTP ouvert
repair-http-squid = Squid : limitez l’ACL localnet à vos propres réseaux et terminez les règles par un refus, puis rechargez la
    configuration.
repair-http-apache = Apache httpd : désactivez le mandataire direct (forward proxy). Un mandataire inverse (ProxyPass) n’en a pas
    besoin. S’il vous faut un mandataire direct, n’admettez que vos propres réseaux au moyen de Require ip.
repair-http-nginx = nginx : indiquez dans proxy_pass une destination fixe, jamais une destination tirée de la requête.
repair-http-3proxy = 3proxy : avant la ligne « proxy », n’admettez que vos propres réseaux (ici, la machine elle-même), puis
    redémarrez le service.
repair-http-mikrotik = MikroTik RouterOS : désactivez le mandataire Web ou ne l’autorisez qu’à partir de votre propre réseau.

repair-socks = Serveur mandataire SOCKS ouvert
repair-socks-dante = Dante : dans sockd.conf (ou danted.conf), faites écouter le service sur une adresse interne, exigez
    une authentification et ne désignez que vos propres réseaux dans les règles « client pass », puis redémarrez le
    service.
repair-socks-3proxy = 3proxy : avant la ligne « socks », n’admettez que vos propres réseaux (ici, la machine elle-même), puis
    redémarrez le service.
repair-socks-mikrotik = MikroTik RouterOS : désactivez le serveur SOCKS. Si vous ne l’avez pas activé vous-même, mettez RouterOS à
    jour et changez ses mots de passe.

repair-proxy-any = Tout autre serveur mandataire : faites-le écouter sur une adresse interne seulement ou exigez un mot de passe; à
    défaut, fermez son port dans le pare-feu.

repair-other = Service ouvert
repair-other-any = Faites en sorte que le service ne réponde qu’à ceux qui en ont besoin : sur une adresse interne, après
    authentification ou au moyen du pare-feu.

repair-unknown = Si personne n’a volontairement installé un tel service, un logiciel malveillant peut en être la cause; dans ce
    cas, veuillez examiner la machine avant de la remettre en service.

## Importance

heading-why = Pourquoi c’est important
consequences = Pour l’organisme qui exploite le serveur, les conséquences peuvent être les suivantes :
consequence-blame = les destinataires croient que les pourriels viennent de chez vous;
consequence-strangers = des inconnus utilisent vos serveurs et votre connexion Internet;
consequence-traffic = le trafic supplémentaire ralentit votre connexion;
consequence-cost = l’administration de vos systèmes exige plus de temps et d’argent;
consequence-provider = votre fournisseur de services Internet interrompt votre service.

## Expéditeur et suite

heading-who = Qui nous sommes
why-you = Nous vous écrivons à l’adresse { $contact }, car elle est inscrite comme point de contact du réseau concerné.
purpose = La présente lettre a pour seul but de vous informer. Nous ne demandons rien en retour : ni réponse, ni paiement, ni mot de
    passe, ni accès à vos systèmes.
partners = Nos partenaires dans cette campagne :
verify = Vous pouvez nous écrire ou nous téléphoner : notre adresse postale et notre numéro de téléphone figurent à la fin de
    la présente lettre. Pour vous assurer qu’elle vient bien de nous, consultez la page suivante de notre propre site Web :

heading-next = Prochaines étapes
recheck = { $count ->
    [one] Nous vérifierons de nouveau cette adresse le { $date }. Si le serveur est alors sécurisé, nous ne vous écrirons plus à
        son sujet.
   *[other] Nous vérifierons de nouveau ces adresses le { $date }. Nous ne vous écrirons plus au sujet des serveurs qui seront alors
        sécurisés.
}
recheck-open = { $count ->
    [one] Nous vérifierons de nouveau cette adresse avant toute autre lettre à son sujet.
   *[other] Nous vérifierons de nouveau ces adresses avant toute autre lettre à leur sujet.
}
opt-out = Si vous ne souhaitez pas recevoir de telles lettres ou ne voulez pas que nous vérifiions vos adresses, il suffit de
    répondre au présent message ou d’écrire à { $address } en indiquant le numéro de référence { $reference }. Nous respecterons
    votre choix.

heading-more = Pour en savoir plus
link-info = Au sujet de cette campagne :
link-fix = Instructions détaillées pour sécuriser un serveur :

closing = Nous vous remercions de contribuer à rendre Internet plus sûr pour tout le monde.
regards = Veuillez agréer, Madame, Monsieur, nos salutations distinguées.
telephone = Téléphone : { $phone }
mail = Courriel : { $address }
reference = Référence : { $reference }
date = Date : { $date }
