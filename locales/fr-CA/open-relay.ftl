# La lettre sur les seuls serveurs relais ouverts.
#
# Variables : voir locales/en/open-relay.ftl.

subject-one = Serveur relais ouvert possible : { $ip }
subject-many = { $count ->
    [one] Serveur relais ouvert possible : { $count } adresse
   *[other] Serveurs relais ouverts possibles : { $count } adresses
}

observation-reported = { $count ->
    [one] Selon des sources tierces, comme des bases de données publiques, le serveur de courriel à l’adresse ci-dessous
        pourrait être un serveur relais ouvert (open relay).
   *[other] Selon des sources tierces, comme des bases de données publiques, les serveurs de courriel aux { $count }
        adresses ci-dessous pourraient être des serveurs relais ouverts (open relays).
}
observation-observed = { $count ->
    [one] Selon nos propres observations, dont la plus récente remonte au { $day }, le serveur de courriel à l’adresse
        ci-dessous semble être un serveur relais ouvert (open relay).
   *[other] Selon nos propres observations, dont la plus récente remonte au { $day }, les serveurs de courriel aux
        { $count } adresses ci-dessous semblent être des serveurs relais ouverts (open relays).
}
observation-confirmed = { $count ->
    [one] Un test effectué le { $day } a confirmé que le serveur de courriel à l’adresse ci-dessous est un serveur relais
        ouvert (open relay).
   *[other] Des tests, dont le plus récent a été effectué le { $day }, ont confirmé que les serveurs de courriel aux
        { $count } adresses ci-dessous sont des serveurs relais ouverts (open relays).
}

mechanism = Un serveur de courriel n’accepte normalement un message que si l’expéditeur ou le destinataire appartient à
    l’organisme qui l’exploite. Un serveur relais ouvert accepte et achemine des messages entre parfaits inconnus. Aux débuts
    d’Internet, c’était un service rendu; aujourd’hui, c’est presque toujours un oubli dans la configuration.
abuse = Les polluposteurs recherchent les serveurs relais ouverts, car un message qui passe par l’un d’eux semble en
    provenir, tandis que sa véritable origine demeure cachée. Il en résulte davantage de pourriels pour tout le monde,
    certains étant frauduleux, et des expéditeurs difficiles à retracer.
programme = La présente lettre s’inscrit dans une campagne que mène notre organisme ({ $organisation }) pour informer
    les exploitants de serveurs relais ouverts et les aider à sécuriser leurs serveurs.
