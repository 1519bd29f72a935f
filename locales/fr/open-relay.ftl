# La lettre sur les seuls relais ouverts.
#
# Variables: $kind is always relay here; $count counts addresses; $ip is the address where there is one; $day is the day of
# the latest observation.

subject-one = Relais ouvert possible : { $ip }
subject-many = { $count ->
    [one] Relais ouvert possible : { $count } adresse
   *[other] Relais ouverts possibles : { $count } adresses
}

observation-reported = { $count ->
    [one] D’après des sources tierces, telles que des bases de données publiques, le serveur de messagerie à
        l’adresse ci-dessous pourrait être un relais ouvert (open relay), c’est-à-dire un serveur qui transmet les
        messages de n’importe qui à n’importe qui.
   *[other] D’après des sources tierces, telles que des bases de données publiques, les serveurs de messagerie aux
        { $count } adresses ci-dessous pourraient être des relais ouverts (open relays), c’est-à-dire des serveurs qui
        transmettent les messages de n’importe qui à n’importe qui.
}
observation-observed = { $count ->
    [one] D’après nos propres observations, dont la plus récente date du { $day }, le serveur de messagerie à
        l’adresse ci-dessous semble être un relais ouvert (open relay), c’est-à-dire un serveur qui transmet les
        messages de n’importe qui à n’importe qui.
   *[other] D’après nos propres observations, dont la plus récente date du { $day }, les serveurs de messagerie
        aux { $count } adresses ci-dessous semblent être des relais ouverts (open relays), c’est-à-dire des serveurs
        qui transmettent les messages de n’importe qui à n’importe qui.
}
observation-confirmed = { $count ->
    [one] Un test effectué le { $day } a confirmé que le serveur de messagerie à l’adresse ci-dessous est un
        relais ouvert (open relay), c’est-à-dire un serveur qui transmet les messages de n’importe qui à n’importe
        qui.
   *[other] Des tests, dont le plus récent a été effectué le { $day }, ont confirmé que les serveurs de messagerie
        aux { $count } adresses ci-dessous sont des relais ouverts (open relays), c’est-à-dire des serveurs qui
        transmettent les messages de n’importe qui à n’importe qui.
}

mechanism = Un serveur de messagerie n’accepte normalement un message que si l’expéditeur ou le destinataire appartient à
    l’organisation qui l’exploite. Un relais ouvert accepte et achemine des messages entre parfaits inconnus. Aux débuts
    d’Internet, c’était un service rendu ; aujourd’hui, c’est presque toujours un oubli dans la configuration.
abuse = Les expéditeurs de spam recherchent les relais ouverts, car un message qui passe par l’un d’eux semble en provenir, tandis
    que sa véritable origine reste cachée.
harm = Il en résulte davantage de spam pour tous, en partie frauduleux, et des expéditeurs difficiles à retrouver.
# Variables: $organisation is the sender’s name.
programme = Cette lettre s’inscrit dans une campagne que mène { $organisation } pour informer les exploitants de relais ouverts et
    les aider à sécuriser leurs serveurs.
