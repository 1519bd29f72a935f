# Frases comuns a todas as cartas, em português do Brasil: tratamento formal na terceira pessoa, aspas “ ”.
# Contexto e variáveis: ver locales/en/shared.ftl.

## Aviso e tabela

below = Uma versão em português desta carta encontra-se mais abaixo.
greeting = Prezado(a) responsável,

column-address = Endereço IP
column-port = Porta
column-what = Constatação
column-seen = Último registro
column-source = Fonte

what-open-relay = relay de e-mail aberto
what-open-proxy-http = proxy HTTP aberto
what-open-proxy-socks = proxy SOCKS aberto

table-more = A tabela mostra apenas { $shown ->
        [one] a primeira linha
       *[other] as { $shown } primeiras linhas
    } de um total de { $entries }; a lista completa está no arquivo anexo addresses.csv.

request = { $count ->
    [one] Pedimos a gentileza de verificar este servidor e, se ele de fato estiver aberto a qualquer pessoa, de protegê-lo;
        as duas etapas estão descritas abaixo.
   *[other] Pedimos a gentileza de verificar estes servidores e de proteger os que de fato estiverem abertos a qualquer
        pessoa; as duas etapas estão descritas abaixo.
}

meaning-relay = Um relay de e-mail aberto (open relay) é um servidor de e-mail que repassa mensagens de qualquer remetente a
    qualquer destinatário.
meaning-proxy = Um proxy aberto (open proxy) é um servidor por meio do qual qualquer pessoa pode acessar outros computadores
    na Internet.

forward = { $count ->
    [one] Se outra pessoa for responsável por este servidor, pedimos que encaminhe esta carta a ela: cada linha da tabela
        pode ser entendida isoladamente.
   *[other] Se outras pessoas forem responsáveis por alguns destes servidores, pedimos que encaminhe esta carta a elas: cada
        linha da tabela pode ser entendida isoladamente.
} O arquivo anexo addresses.csv contém as mesmas informações em um formato que pode ser lido por programas.
attached-xarf = Também seguem anexos relatórios sobre cada endereço no formato XARF, para processamento automático.

## Lembrete

reminder-subject-one = Lembrete: possível servidor aberto em { $ip }
reminder-subject-many = { $count ->
    [one] Lembrete: possível servidor aberto em { $count } endereço
   *[other] Lembrete: possíveis servidores abertos em { $count } endereços
}

reminder-reported = { $count ->
    [one] Escrevemos sobre este endereço em { $sent } (nossa referência: { $first }). Desde então, recebemos novas
        notificações a respeito dele.
   *[other] Escrevemos sobre estes endereços em { $sent } (nossa referência: { $first }). Desde então, recebemos novas
        notificações a respeito deles.
}
reminder-observed = { $count ->
    [one] Escrevemos sobre este endereço em { $sent } (nossa referência: { $first }). Em nossa última verificação, o
        servidor ainda parecia estar aberto.
   *[other] Escrevemos sobre estes endereços em { $sent } (nossa referência: { $first }). Em nossa última verificação, os
        servidores ainda pareciam estar abertos.
}
reminder-confirmed = { $count ->
    [one] Escrevemos sobre este endereço em { $sent } (nossa referência: { $first }). Um novo teste mostrou que o servidor
        continua aberto.
   *[other] Escrevemos sobre estes endereços em { $sent } (nossa referência: { $first }). Novos testes mostraram que os
        servidores continuam abertos.
}
reminder-others = Os demais endereços mencionados em nossa primeira carta não constam mais da nossa lista. Agradecemos sua
    colaboração.
reminder-crossed = { $count ->
    [one] Se este servidor já foi protegido nesse meio-tempo, não é necessário fazer mais nada.
   *[other] Se estes servidores já foram protegidos nesse meio-tempo, não é necessário fazer mais nada.
}

## Correção

correction-subject-one = Correção: nossa carta sobre { $ip }
correction-subject-many = { $count ->
    [one] Correção: nossa carta sobre { $count } endereço
   *[other] Correção: nossa carta sobre { $count } endereços
}

correction-observation = { $count ->
    [one] Em { $sent }, escrevemos sobre o endereço abaixo (nossa referência: { $first }). Aquela carta estava errada: ela
        não deveria ter mencionado este endereço. Pedimos desculpas por nosso erro e por qualquer transtorno que ele tenha
        causado.
   *[other] Em { $sent }, escrevemos sobre os { $count } endereços abaixo (nossa referência: { $first }). Aquela carta
        estava errada: ela não deveria ter mencionado estes endereços. Pedimos desculpas por nosso erro e por qualquer
        transtorno que ele tenha causado.
}
correction-said = Nossa carta dizia o seguinte:
correction-nothing = { $count ->
    [one] Não é necessário fazer nada em relação a este endereço. Pedimos que desconsidere o que escrevemos sobre ele.
   *[other] Não é necessário fazer nada em relação a estes endereços. Pedimos que desconsidere o que escrevemos sobre eles.
}
correction-others = O que escrevemos sobre os demais endereços naquela carta continua válido.
correction-forward = Se nossa carta foi encaminhada a outras pessoas, pedimos que encaminhe a elas também esta correção. O
    arquivo anexo addresses.csv relaciona os endereços em um formato que pode ser lido por programas.
correction-closing = Agradecemos sua compreensão.

## Verificação

heading-check = Como verificar
check-relay = Relay de e-mail aberto: execute este comando a partir de um computador fora da sua própria rede (o swaks é um
    software livre para testar servidores de e-mail).
check-relay-good = Resultado esperado: o servidor recusa com um erro relacionado ao relay ou à autenticação, como “554
    5.7.1 Relay access denied”. Se ele responder a RCPT TO com o código 250, o relay está aberto. Qualquer outro erro
    não prova nada; nesse caso, tente novamente mais tarde ou a partir de outra rede. O comando é interrompido antes que
    qualquer mensagem seja enviada.
check-http = Proxy HTTP aberto: execute este comando a partir de um computador fora da sua própria rede.
check-http-good = Resultado esperado: o curl não consegue se conectar, informa um erro como “CONNECT tunnel failed, response
    403” ou mostra uma página do próprio servidor. Se a página “Example Domain” aparecer, mesmo que uma única vez, o proxy
    está aberto.
check-socks = Proxy SOCKS aberto: execute este comando a partir de um computador fora da sua própria rede (para SOCKS 4, use
    --socks4a no lugar de --socks5-hostname).
check-socks-good = Resultado esperado: o curl informa um erro ou não consegue se conectar. Se a página “Example Domain”
    aparecer, o proxy está aberto.
check-other = Serviço aberto: verifique, a partir de um computador fora da sua própria rede, se ele ainda responde a
    desconhecidos.
check-each = Para as demais linhas da tabela, use o comando correspondente com o endereço e a porta indicados.

## Solução

heading-repair = Como proteger o servidor

repair-relay = Relay de e-mail aberto
repair-relay-postfix = Postfix: em main.cf, indique somente as suas próprias redes e mantenha a regra que recusa o relay
    para terceiros; em seguida, recarregue a configuração.
repair-relay-exim = Exim: indique somente as suas próprias máquinas e domínios, mantenha a regra da ACL padrão
    acl_check_rcpt que recusa todos os demais (“relay not permitted”) e reinicie o serviço. No Debian e no Ubuntu, use
    dpkg-reconfigure exim4-config.
repair-relay-sendmail = Sendmail: remova de sendmail.mc a opção promiscuous_relay e outras semelhantes, autorize somente as
    suas próprias redes em /etc/mail/access, gere novamente a configuração e reinicie o serviço.
# O nome da opção varia conforme a versão do Exchange; por isso, o nome em inglês vem entre parênteses.
repair-relay-exchange = Microsoft Exchange: retire dos remetentes anônimos a permissão de relay em cada conector de
    recebimento acessível pela Internet (NAME representa o nome do conector). Um conector marcado como “Protegido
    externamente” (Externally secured) deve aceitar somente conexões dos seus próprios servidores.
repair-relay-any = Qualquer outro servidor de e-mail: permita o relay somente a partir das suas próprias redes e a usuários
    autenticados. Se a máquina não precisa receber e-mails, feche a porta correspondente no firewall.

repair-http = Proxy HTTP aberto
repair-http-squid = Squid: inclua na ACL localnet somente as suas próprias redes e termine as regras com uma recusa; em
    seguida, recarregue a configuração.
repair-http-apache = Apache httpd: desative o proxy direto (forward proxy). Um proxy reverso (ProxyPass) não precisa dele.
    Se precisar de um proxy direto, admita somente as suas próprias redes com Require ip.
repair-http-nginx = nginx: indique em proxy_pass um destino fixo, nunca um destino obtido da requisição.
repair-http-3proxy = 3proxy: antes da linha “proxy”, admita somente as suas próprias redes (aqui, a própria máquina); em
    seguida, reinicie o serviço.
repair-http-mikrotik = MikroTik RouterOS: desative o proxy web ou permita o acesso a ele somente a partir da sua própria
    rede.

repair-socks = Proxy SOCKS aberto
repair-socks-dante = Dante: em sockd.conf (ou danted.conf), faça com que o serviço escute em um endereço interno, exija
    autenticação e inclua somente as suas próprias redes nas regras “client pass”; em seguida, reinicie o serviço.
repair-socks-3proxy = 3proxy: antes da linha “socks”, admita somente as suas próprias redes (aqui, a própria máquina); em
    seguida, reinicie o serviço.
repair-socks-mikrotik = MikroTik RouterOS: desative o servidor SOCKS. Se ele não foi ativado pela sua equipe, atualize o
    RouterOS e troque as senhas do equipamento.

repair-proxy-any = Qualquer outro proxy: faça com que ele escute somente em um endereço interno ou exija uma senha; caso
    contrário, feche a porta correspondente no firewall.

repair-other = Serviço aberto
repair-other-any = Faça com que o serviço responda somente a quem precisa dele: em um endereço interno, mediante
    autenticação ou por meio de regras no firewall.

repair-unknown = Se ninguém instalou esse serviço de propósito, ele pode ter sido criado por um software malicioso; nesse
    caso, recomendamos examinar a máquina antes de colocá-la novamente em uso.

## Importância

heading-why = Por que isso é importante
consequences = Para quem opera o servidor, as consequências podem ser as seguintes:
consequence-blame = os destinatários acreditam que o spam vem da sua organização;
consequence-strangers = desconhecidos usam os seus servidores e a sua conexão com a Internet;
consequence-traffic = o tráfego adicional deixa a sua conexão mais lenta;
consequence-cost = a administração dos seus sistemas exige mais tempo e dinheiro;
consequence-provider = o seu provedor de acesso à Internet interrompe o serviço.

## Remetente e próximos passos

heading-who = Quem somos
why-you = Escrevemos para o endereço { $contact } porque ele está registrado como contato da rede em questão.
purpose = Esta carta é apenas informativa. Não pedimos nada em troca: nem resposta, nem pagamento, nem senhas, nem acesso
    aos seus sistemas.
partners = Nossos parceiros nesta campanha:
verify = É possível entrar em contato conosco por escrito ou por telefone: nosso endereço postal e nosso número de
    telefone estão no final desta carta. Para ter certeza de que ela foi enviada por nós, consulte esta página em nosso
    próprio site:

heading-next = Próximos passos
recheck = { $count ->
    [one] Verificaremos este endereço novamente em { $date }. Se o servidor já estiver protegido nessa data, não voltaremos
        a escrever sobre ele.
   *[other] Verificaremos estes endereços novamente em { $date }. Não voltaremos a escrever sobre os que já estiverem
        protegidos nessa data.
}
recheck-open = { $count ->
    [one] Verificaremos este endereço mais uma vez antes de voltar a escrever sobre ele.
   *[other] Verificaremos estes endereços mais uma vez antes de voltar a escrever sobre eles.
}
opt-out = Se não quiser receber cartas como esta ou não quiser que verifiquemos os seus endereços, basta responder a esta
    carta ou escrever para { $address }, citando a referência { $reference }. Respeitaremos a sua decisão.

heading-more = Mais informações
link-info = Sobre esta campanha:
link-fix = Instruções passo a passo para proteger um servidor:

closing = Agradecemos a sua contribuição para uma Internet mais segura para todos.
regards = Atenciosamente,
telephone = Telefone: { $phone }
mail = E-mail: { $address }
reference = Referência: { $reference }
date = Data: { $date }
