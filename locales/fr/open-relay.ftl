# La lettre sur les seuls relais ouverts.
#
# Variables : voir locales/en/open-relay.ftl.

subject-one = Relais ouvert possible : { $ip }
subject-many = { $count ->
    [one] Relais ouvert possible : { $count } adresse
   *[other] Relais ouverts possibles : { $count } adresses
}

observation-reported = { $count ->
    [one] D’après des sources tierces, telles que des bases de données publiques, le serveur de messagerie à l’adresse
        ci-dessous pourrait être un relais ouvert (open relay).
   *[other] D’après des sources tierces, telles que des bases de données publiques, les serveurs de messagerie aux
        { $count } adresses ci-dessous pourraient être des relais ouverts (open relays).
}
observation-observed = { $count ->
    [one] D’après nos propres observations, dont la plus récente date du { $day }, le serveur de messagerie à l’adresse
        ci-dessous semble être un relais ouvert (open relay).
   *[other] D’après nos propres observations, dont la plus récente date du { $day }, les serveurs de messagerie aux
        { $count } adresses ci-dessous semblent être des relais ouverts (open relays).
}
observation-confirmed = { $count ->
    [one] Un test effectué le { $day } a confirmé que le serveur de messagerie à l’adresse ci-dessous est un relais ouvert
        (open relay).
   *[other] Des tests, dont le plus récent a été effectué le { $day }, ont confirmé que les serveurs de messagerie aux
        { $count } adresses ci-dessous sont des relais ouverts (open relays).
}

mechanism = Un serveur de messagerie n’accepte normalement un message que si l’expéditeur ou le destinataire appartient à
    l’organisation qui l’exploite. Un relais ouvert accepte et achemine des messages entre parfaits inconnus. Aux débuts
    d’Internet, c’était un service rendu ; aujourd’hui, c’est presque toujours un oubli dans la configuration.
abuse = Les expéditeurs de spam recherchent les relais ouverts, car un message qui passe par l’un d’eux semble en provenir,
    tandis que sa véritable origine reste cachée. Il en résulte davantage de spam pour tous, en partie frauduleux, et des
    expéditeurs difficiles à retrouver.
programme = Cette lettre s’inscrit dans une campagne que mène notre organisation ({ $organisation }) pour informer les
    exploitants de relais ouverts et les aider à sécuriser leurs serveurs.
