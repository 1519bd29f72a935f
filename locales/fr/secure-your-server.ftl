# La lettre sur les relais ouverts et les serveurs mandataires ouverts.
#
# Variables : voir locales/en/secure-your-server.ftl.

subject-one = { $kind ->
    [relay] Relais ouvert possible : { $ip }
    [proxy] Serveur mandataire ouvert possible : { $ip }
    [mixed] Relais et mandataire ouverts possibles : { $ip }
   *[other] Service ouvert possible : { $ip }
}
subject-many = { $kind ->
    [relay] { $count ->
        [one] Relais ouvert possible : { $count } adresse
       *[other] Relais ouverts possibles : { $count } adresses
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
        [one] D’après des sources tierces, telles que des bases de données publiques, l’adresse ci-dessous pourrait être
            celle d’un relais de courrier ouvert (open relay).
       *[other] D’après des sources tierces, telles que des bases de données publiques, les { $count } adresses ci-dessous
            pourraient être celles de relais de courrier ouverts (open relays).
    }
    [proxy] { $count ->
        [one] D’après des sources tierces, telles que des bases de données publiques, l’adresse ci-dessous pourrait être
            celle d’un serveur mandataire ouvert (open proxy).
       *[other] D’après des sources tierces, telles que des bases de données publiques, les { $count } adresses ci-dessous
            pourraient être celles de serveurs mandataires ouverts (open proxies).
    }
    [mixed] { $count ->
        [one] D’après des sources tierces, telles que des bases de données publiques, l’adresse ci-dessous pourrait être
            celle d’un relais de courrier ouvert (open relay) et d’un serveur mandataire ouvert (open proxy).
       *[other] D’après des sources tierces, telles que des bases de données publiques, les { $count } adresses ci-dessous
            pourraient être celles de relais de courrier ouverts (open relays) ou de serveurs mandataires ouverts (open
            proxies).
    }
   *[other] { $count ->
        [one] D’après des sources tierces, telles que des bases de données publiques, un service à l’adresse ci-dessous
            pourrait être ouvert à n’importe qui sur Internet.
       *[other] D’après des sources tierces, telles que des bases de données publiques, des services aux { $count } adresses
            ci-dessous pourraient être ouverts à n’importe qui sur Internet.
    }
}

observation-observed = { $kind ->
    [relay] { $count ->
        [one] D’après nos propres observations, dont la plus récente date du { $day }, l’adresse ci-dessous semble être
            celle d’un relais de courrier ouvert (open relay).
       *[other] D’après nos propres observations, dont la plus récente date du { $day }, les { $count } adresses ci-dessous
            semblent être celles de relais de courrier ouverts (open relays).
    }
    [proxy] { $count ->
        [one] D’après nos propres observations, dont la plus récente date du { $day }, l’adresse ci-dessous semble être
            celle d’un serveur mandataire ouvert (open proxy).
       *[other] D’après nos propres observations, dont la plus récente date du { $day }, les { $count } adresses ci-dessous
            semblent être celles de serveurs mandataires ouverts (open proxies).
    }
    [mixed] { $count ->
        [one] D’après nos propres observations, dont la plus récente date du { $day }, l’adresse ci-dessous semble être
            celle d’un relais de courrier ouvert (open relay) et d’un serveur mandataire ouvert (open proxy).
       *[other] D’après nos propres observations, dont la plus récente date du { $day }, les { $count } adresses ci-dessous
            semblent être celles de relais de courrier ouverts (open relays) ou de serveurs mandataires ouverts (open
            proxies).
    }
   *[other] { $count ->
        [one] D’après nos propres observations, dont la plus récente date du { $day }, un service à l’adresse ci-dessous
            semble être ouvert à n’importe qui sur Internet.
       *[other] D’après nos propres observations, dont la plus récente date du { $day }, des services aux { $count }
            adresses ci-dessous semblent être ouverts à n’importe qui sur Internet.
    }
}

observation-confirmed = { $kind ->
    [relay] { $count ->
        [one] Un test effectué le { $day } a confirmé que l’adresse ci-dessous est celle d’un relais de courrier ouvert
            (open relay).
       *[other] Des tests, dont le plus récent a été effectué le { $day }, ont confirmé que les { $count } adresses
            ci-dessous sont celles de relais de courrier ouverts (open relays).
    }
    [proxy] { $count ->
        [one] Un test effectué le { $day } a confirmé que l’adresse ci-dessous est celle d’un serveur mandataire ouvert
            (open proxy).
       *[other] Des tests, dont le plus récent a été effectué le { $day }, ont confirmé que les { $count } adresses
            ci-dessous sont celles de serveurs mandataires ouverts (open proxies).
    }
    [mixed] { $count ->
        [one] Un test effectué le { $day } a confirmé que l’adresse ci-dessous est celle d’un relais de courrier ouvert
            (open relay) et d’un serveur mandataire ouvert (open proxy).
       *[other] Des tests, dont le plus récent a été effectué le { $day }, ont confirmé que les { $count } adresses
            ci-dessous sont celles de relais de courrier ouverts (open relays) ou de serveurs mandataires ouverts (open
            proxies).
    }
   *[other] { $count ->
        [one] Un test effectué le { $day } a confirmé qu’un service à l’adresse ci-dessous est ouvert à n’importe qui sur
            Internet.
       *[other] Des tests, dont le plus récent a été effectué le { $day }, ont confirmé que des services aux { $count }
            adresses ci-dessous sont ouverts à n’importe qui sur Internet.
    }
}

mechanism = Les serveurs de messagerie et les serveurs mandataires sont censés servir une seule organisation ou un seul
    réseau. Lorsqu’un tel serveur est ouvert, il sert tout le monde : un relais achemine des messages entre inconnus, un
    serveur mandataire relie des inconnus à n’importe quel autre ordinateur. Le plus souvent, il s’agit d’un oubli : un
    réglage trop permissif, une configuration d’essai restée en place, une machine dont plus personne ne s’occupe.
abuse = Les expéditeurs de spam recherchent de tels serveurs, car tout ce qui passe par eux semble en provenir, tandis que la
    véritable origine reste cachée. Il en résulte davantage de spam pour tous, en partie frauduleux, et des expéditeurs
    difficiles à retrouver.
programme = Cette lettre s’inscrit dans une campagne que mène notre organisation ({ $organisation }) pour aider les
    exploitants de relais ouverts et de serveurs mandataires ouverts à les sécuriser.
