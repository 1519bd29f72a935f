# La lettre sur les serveurs relais ouverts et les serveurs mandataires ouverts.
#
# Variables : voir locales/en/secure-your-server.ftl.

subject-one = { $kind ->
    [relay] Serveur relais ouvert possible : { $ip }
    [proxy] Serveur mandataire ouvert possible : { $ip }
    [mixed] Relais et mandataire ouverts possibles : { $ip }
   *[other] Service ouvert possible : { $ip }
}
subject-many = { $kind ->
    [relay] { $count ->
        [one] Serveur relais ouvert possible : { $count } adresse
       *[other] Serveurs relais ouverts possibles : { $count } adresses
    }
    [proxy] { $count ->
        [one] Serveur mandataire ouvert possible : { $count } adresse
       *[other] Serveurs mandataires ouverts possibles : { $count } adresses
    }
    [mixed] { $count ->
        [one] Relais et mandataire ouverts possibles : { $count } adresse
       *[other] Relais et mandataires ouverts possibles : { $count } adresses
    }
   *[other] { $count ->
        [one] Service ouvert possible : { $count } adresse
       *[other] Services ouverts possibles : { $count } adresses
    }
}

observation-reported = { $kind ->
    [relay] { $count ->
        [one] Selon des sources tierces, comme des bases de données publiques, l’adresse ci-dessous pourrait être celle d’un
            serveur relais ouvert (open relay).
       *[other] Selon des sources tierces, comme des bases de données publiques, les { $count } adresses ci-dessous
            pourraient être celles de serveurs relais ouverts (open relays).
    }
    [proxy] { $count ->
        [one] Selon des sources tierces, comme des bases de données publiques, l’adresse ci-dessous pourrait être celle d’un
            serveur mandataire ouvert (open proxy).
       *[other] Selon des sources tierces, comme des bases de données publiques, les { $count } adresses ci-dessous
            pourraient être celles de serveurs mandataires ouverts (open proxies).
    }
    [mixed] { $count ->
        [one] Selon des sources tierces, comme des bases de données publiques, l’adresse ci-dessous pourrait être celle d’un
            serveur relais ouvert (open relay) et d’un serveur mandataire ouvert (open proxy).
       *[other] Selon des sources tierces, comme des bases de données publiques, les { $count } adresses ci-dessous
            pourraient être celles de serveurs relais ouverts (open relays) ou de serveurs mandataires ouverts (open
            proxies).
    }
   *[other] { $count ->
        [one] Selon des sources tierces, comme des bases de données publiques, un service à l’adresse ci-dessous pourrait
            être ouvert à n’importe qui sur Internet.
       *[other] Selon des sources tierces, comme des bases de données publiques, des services aux { $count } adresses
            ci-dessous pourraient être ouverts à n’importe qui sur Internet.
    }
}

observation-observed = { $kind ->
    [relay] { $count ->
        [one] Selon nos propres observations, dont la plus récente remonte au { $day }, l’adresse ci-dessous semble être
            celle d’un serveur relais ouvert (open relay).
       *[other] Selon nos propres observations, dont la plus récente remonte au { $day }, les { $count } adresses ci-dessous
            semblent être celles de serveurs relais ouverts (open relays).
    }
    [proxy] { $count ->
        [one] Selon nos propres observations, dont la plus récente remonte au { $day }, l’adresse ci-dessous semble être
            celle d’un serveur mandataire ouvert (open proxy).
       *[other] Selon nos propres observations, dont la plus récente remonte au { $day }, les { $count } adresses ci-dessous
            semblent être celles de serveurs mandataires ouverts (open proxies).
    }
    [mixed] { $count ->
        [one] Selon nos propres observations, dont la plus récente remonte au { $day }, l’adresse ci-dessous semble être
            celle d’un serveur relais ouvert (open relay) et d’un serveur mandataire ouvert (open proxy).
       *[other] Selon nos propres observations, dont la plus récente remonte au { $day }, les { $count } adresses ci-dessous
            semblent être celles de serveurs relais ouverts (open relays) ou de serveurs mandataires ouverts (open proxies).
    }
   *[other] { $count ->
        [one] Selon nos propres observations, dont la plus récente remonte au { $day }, un service à l’adresse ci-dessous
            semble être ouvert à n’importe qui sur Internet.
       *[other] Selon nos propres observations, dont la plus récente remonte au { $day }, des services aux { $count }
            adresses ci-dessous semblent être ouverts à n’importe qui sur Internet.
    }
}

observation-confirmed = { $kind ->
    [relay] { $count ->
        [one] Un test effectué le { $day } a confirmé que l’adresse ci-dessous est celle d’un serveur relais ouvert (open
            relay).
       *[other] Des tests, dont le plus récent a été effectué le { $day }, ont confirmé que les { $count } adresses
            ci-dessous sont celles de serveurs relais ouverts (open relays).
    }
    [proxy] { $count ->
        [one] Un test effectué le { $day } a confirmé que l’adresse ci-dessous est celle d’un serveur mandataire ouvert
            (open proxy).
       *[other] Des tests, dont le plus récent a été effectué le { $day }, ont confirmé que les { $count } adresses
            ci-dessous sont celles de serveurs mandataires ouverts (open proxies).
    }
    [mixed] { $count ->
        [one] Un test effectué le { $day } a confirmé que l’adresse ci-dessous est celle d’un serveur relais ouvert (open
            relay) et d’un serveur mandataire ouvert (open proxy).
       *[other] Des tests, dont le plus récent a été effectué le { $day }, ont confirmé que les { $count } adresses
            ci-dessous sont celles de serveurs relais ouverts (open relays) ou de serveurs mandataires ouverts (open
            proxies).
    }
   *[other] { $count ->
        [one] Un test effectué le { $day } a confirmé qu’un service à l’adresse ci-dessous est ouvert à n’importe qui sur
            Internet.
       *[other] Des tests, dont le plus récent a été effectué le { $day }, ont confirmé que des services aux { $count }
            adresses ci-dessous sont ouverts à n’importe qui sur Internet.
    }
}

mechanism = Les serveurs de courriel et les serveurs mandataires sont conçus pour servir un seul organisme ou un seul réseau.
    Lorsqu’un tel serveur est ouvert, il sert tout le monde : un serveur relais achemine des messages entre inconnus, un
    serveur mandataire met des inconnus en communication avec n’importe quel autre ordinateur. La plupart du temps, il s’agit
    d’un oubli : un réglage trop permissif, une configuration d’essai restée en place, une machine dont plus personne ne s’occupe.
abuse = Les polluposteurs recherchent de tels serveurs, car tout ce qui passe par ceux-ci semble en provenir, tandis que
    la véritable origine demeure cachée. Il en résulte davantage de pourriels pour tout le monde, certains étant
    frauduleux, et des expéditeurs difficiles à retracer.
programme = La présente lettre s’inscrit dans une campagne que mène notre organisme ({ $organisation }) pour aider les
    exploitants de serveurs relais ouverts et de serveurs mandataires ouverts à les sécuriser.
