# Frases comuns a todas as cartas, em português europeu: tratamento formal na terceira pessoa, aspas « ».
# Contexto e variáveis: ver locales/en/shared.ftl.

## Aviso e tabela

below = Encontra-se mais abaixo uma versão portuguesa desta carta.
greeting = Exmos. Senhores,

column-address = Endereço IP
column-port = Porta
column-what = Constatação
column-seen = Último registo
column-source = Fonte

what-open-relay = relay de correio aberto
what-open-proxy-http = proxy HTTP aberto
what-open-proxy-socks = proxy SOCKS aberto

table-more = A tabela mostra apenas { $shown ->
        [one] a primeira linha
       *[other] as { $shown } primeiras linhas
    } de um total de { $entries }; a lista completa encontra-se no ficheiro anexo addresses.csv.

request = { $count ->
    [one] Agradecíamos que verificassem este servidor e, se estiver de facto aberto a qualquer pessoa, que o protegessem;
        ambos os passos são descritos abaixo.
   *[other] Agradecíamos que verificassem estes servidores e protegessem os que estiverem de facto abertos a qualquer
        pessoa; ambos os passos são descritos abaixo.
}

meaning-relay = Um relay de correio aberto (open relay) é um servidor de correio eletrónico que reencaminha mensagens de
    qualquer remetente para qualquer destinatário.
meaning-proxy = Um proxy aberto (open proxy) é um servidor através do qual qualquer pessoa pode aceder a outros computadores
    na Internet.

forward = { $count ->
    [one] Se este servidor estiver a cargo de outra pessoa, pedimos que lhe reencaminhem esta carta: cada linha da tabela
        pode ser lida isoladamente.
   *[other] Se alguns destes servidores estiverem a cargo de outras pessoas, pedimos que lhes reencaminhem esta carta: cada
        linha da tabela pode ser lida isoladamente.
} O ficheiro anexo addresses.csv contém as mesmas informações num formato que os programas conseguem ler.
attached-xarf = Seguem também em anexo relatórios sobre cada endereço no formato XARF, para tratamento automático.

## Lembrete

reminder-subject-one = Lembrete: possível servidor aberto em { $ip }
reminder-subject-many = { $count ->
    [one] Lembrete: possível servidor aberto em { $count } endereço
   *[other] Lembrete: possíveis servidores abertos em { $count } endereços
}

reminder-reported = { $count ->
    [one] Escrevemos-lhes acerca deste endereço em { $sent } (nossa referência: { $first }). Desde então, recebemos novas
        comunicações a seu respeito.
   *[other] Escrevemos-lhes acerca destes endereços em { $sent } (nossa referência: { $first }). Desde então, recebemos
        novas comunicações a seu respeito.
}
reminder-observed = { $count ->
    [one] Escrevemos-lhes acerca deste endereço em { $sent } (nossa referência: { $first }). Na nossa última verificação, o
        servidor ainda parecia estar aberto.
   *[other] Escrevemos-lhes acerca destes endereços em { $sent } (nossa referência: { $first }). Na nossa última
        verificação, os servidores ainda pareciam estar abertos.
}
reminder-confirmed = { $count ->
    [one] Escrevemos-lhes acerca deste endereço em { $sent } (nossa referência: { $first }). Um novo teste mostrou que o
        servidor continua aberto.
   *[other] Escrevemos-lhes acerca destes endereços em { $sent } (nossa referência: { $first }). Novos testes mostraram que
        os servidores continuam abertos.
}
reminder-others = Os restantes endereços indicados na nossa primeira carta já não constam da nossa lista. Agradecemos a
    vossa ajuda.
reminder-crossed = { $count ->
    [one] Se este servidor tiver sido entretanto protegido, não é preciso fazer mais nada.
   *[other] Se estes servidores tiverem sido entretanto protegidos, não é preciso fazer mais nada.
}

## Retificação

correction-subject-one = Retificação: a nossa carta sobre { $ip }
correction-subject-many = { $count ->
    [one] Retificação: a nossa carta sobre { $count } endereço
   *[other] Retificação: a nossa carta sobre { $count } endereços
}

correction-observation = { $count ->
    [one] Em { $sent }, escrevemos-lhes acerca do endereço abaixo indicado (nossa referência: { $first }). Essa carta estava
        errada: não devia ter mencionado este endereço. Pedimos desculpa pelo nosso erro e por qualquer incómodo que tenha
        causado.
   *[other] Em { $sent }, escrevemos-lhes acerca dos { $count } endereços abaixo indicados (nossa referência: { $first }).
        Essa carta estava errada: não devia ter mencionado estes endereços. Pedimos desculpa pelo nosso erro e por qualquer
        incómodo que tenha causado.
}
correction-said = A nossa carta dizia o seguinte:
correction-nothing = { $count ->
    [one] Não é preciso fazer nada em relação a este endereço. Pedimos que não tenham em conta o que escrevemos sobre ele.
   *[other] Não é preciso fazer nada em relação a estes endereços. Pedimos que não tenham em conta o que escrevemos sobre
        eles.
}
correction-others = O que escrevemos sobre os restantes endereços nessa carta mantém-se válido.
correction-forward = Se reencaminharam a nossa carta a outras pessoas, pedimos que lhes façam chegar também esta
    retificação. O ficheiro anexo addresses.csv enumera os endereços num formato que os programas conseguem ler.
correction-closing = Agradecemos a vossa compreensão.

## Verificação

heading-check = Como verificar
check-relay = Relay de correio aberto: executem este comando a partir de um computador fora da vossa rede (o swaks é
    software livre para testar servidores de correio eletrónico).
check-relay-good = Resultado esperado: o servidor recusa com um erro relativo ao reencaminhamento ou à autenticação, por
    exemplo «554 5.7.1 Relay access denied». Se responder a RCPT TO com o código 250, o relay está aberto. Qualquer outro
    erro nada prova; nesse caso, tentem novamente mais tarde ou a partir de outra rede. O comando termina antes de ser
    enviada qualquer mensagem.
check-http = Proxy HTTP aberto: executem este comando a partir de um computador fora da vossa rede.
check-http-good = Resultado esperado: o curl não consegue estabelecer ligação, comunica um erro como «CONNECT tunnel failed,
    response 403» ou mostra uma página do próprio servidor. Se surgir a página «Example Domain», nem que seja uma só vez, o
    proxy está aberto.
check-socks = Proxy SOCKS aberto: executem este comando a partir de um computador fora da vossa rede (para SOCKS 4, escrevam
    --socks4a em vez de --socks5-hostname).
check-socks-good = Resultado esperado: o curl comunica um erro ou não consegue estabelecer ligação. Se surgir a página
    «Example Domain», o proxy está aberto.
check-other = Serviço aberto: verifiquem, a partir de um computador fora da vossa rede, se ainda responde a desconhecidos.
check-each = Para as restantes linhas da tabela, utilizem o comando correspondente com o respetivo endereço e porta.

## Solução

heading-repair = Como proteger o servidor

repair-relay = Relay de correio aberto
repair-relay-postfix = Postfix: em main.cf, indiquem apenas as vossas próprias redes e mantenham a regra que recusa o
    reencaminhamento para terceiros; em seguida, recarreguem a configuração.
repair-relay-exim = Exim: indiquem apenas as vossas próprias máquinas e domínios, mantenham a regra da ACL predefinida
    acl_check_rcpt que recusa todos os outros («relay not permitted») e reiniciem o serviço. Em Debian e Ubuntu, utilizem
    dpkg-reconfigure exim4-config.
repair-relay-sendmail = Sendmail: retirem de sendmail.mc a opção promiscuous_relay e outras semelhantes, autorizem apenas as
    vossas próprias redes em /etc/mail/access, voltem a gerar a configuração e reiniciem o serviço.
# O nome da opção no Exchange varia conforme a versão; por isso, o nome inglês vem entre parênteses.
repair-relay-exchange = Microsoft Exchange: retirem aos remetentes anónimos a permissão de reencaminhamento em cada conector
    de receção acessível a partir da Internet (NAME representa o nome do conector). Um conector marcado como «Protegido
    externamente» (Externally secured) deve aceitar apenas ligações dos vossos próprios servidores.
repair-relay-any = Qualquer outro servidor de correio eletrónico: permitam o reencaminhamento apenas a partir das vossas
    próprias redes e a utilizadores autenticados. Se a máquina não precisar de receber correio, fechem a respetiva porta na
    firewall.

repair-http = Proxy HTTP aberto
repair-http-squid = Squid: incluam na ACL localnet apenas as vossas próprias redes e terminem as regras com uma recusa; em
    seguida, recarreguem a configuração.
repair-http-apache = Apache httpd: desativem o proxy direto (forward proxy). Um proxy inverso (ProxyPass) não precisa dele.
    Se precisarem de um proxy direto, admitam apenas as vossas próprias redes com Require ip.
repair-http-nginx = nginx: indiquem em proxy_pass um destino fixo, nunca um destino retirado do pedido.
repair-http-3proxy = 3proxy: antes da linha «proxy», admitam apenas as vossas próprias redes (aqui, a própria máquina); em
    seguida, reiniciem o serviço.
repair-http-mikrotik = MikroTik RouterOS: desativem o proxy web ou permitam-no apenas a partir da vossa própria rede.

repair-socks = Proxy SOCKS aberto
repair-socks-dante = Dante: em sockd.conf (ou danted.conf), coloquem o serviço à escuta num endereço interno, exijam
    autenticação e incluam apenas as vossas próprias redes nas regras «client pass»; em seguida, reiniciem o serviço.
repair-socks-3proxy = 3proxy: antes da linha «socks», admitam apenas as vossas próprias redes (aqui, a própria máquina); em
    seguida, reiniciem o serviço.
repair-socks-mikrotik = MikroTik RouterOS: desativem o servidor SOCKS. Se não foi a vossa equipa a ativá-lo, atualizem o
    RouterOS e alterem as palavras-passe do equipamento.

repair-proxy-any = Qualquer outro proxy: façam com que escute apenas num endereço interno ou exija uma palavra-passe; caso
    contrário, fechem a respetiva porta na firewall.

repair-other = Serviço aberto
repair-other-any = Façam com que o serviço responda apenas a quem precisa dele: num endereço interno, mediante
    autenticação ou por meio de regras na firewall.

repair-unknown = Se ninguém instalou um serviço deste tipo de propósito, pode tratar-se de software malicioso; nesse
    caso, recomendamos que examinem a máquina antes de a voltarem a pôr em funcionamento.

## Importância

heading-why = Porque é importante
consequences = Para quem gere o servidor, as consequências podem ser as seguintes:
consequence-blame = os destinatários julgam que o spam vem da vossa organização;
consequence-strangers = desconhecidos utilizam os vossos servidores e a vossa ligação à Internet;
consequence-traffic = o tráfego adicional torna a vossa ligação mais lenta;
consequence-cost = a administração dos vossos sistemas exige mais tempo e dinheiro;
consequence-provider = o vosso fornecedor de serviços de Internet interrompe o serviço.

## Remetente e próximos passos

heading-who = Quem somos
why-you = Escrevemos para o endereço { $contact } porque está registado como contacto da rede em causa.
purpose = Esta carta é meramente informativa. Nada pedimos em troca: nem resposta, nem pagamento, nem palavras-passe, nem
    acesso aos vossos sistemas.
partners = Os nossos parceiros nesta campanha:
verify = Podem escrever-nos ou telefonar-nos: o nosso endereço postal e o nosso número de telefone encontram-se no fim desta
    carta. Para se certificarem de que foi enviada por nós, consultem esta página do nosso próprio sítio Web:

heading-next = Próximos passos
recheck = { $count ->
    [one] Voltaremos a verificar este endereço em { $date }. Se nessa data o servidor estiver protegido, não voltaremos a
        escrever-lhes sobre ele.
   *[other] Voltaremos a verificar estes endereços em { $date }. Não voltaremos a escrever-lhes sobre os que nessa data
        estiverem protegidos.
}
recheck-open = { $count ->
    [one] Verificaremos este endereço mais uma vez antes de voltarmos a escrever-lhes sobre ele.
   *[other] Verificaremos estes endereços mais uma vez antes de voltarmos a escrever-lhes sobre eles.
}
opt-out = Se não desejarem receber cartas como esta ou não quiserem que verifiquemos os vossos endereços, basta responder a
    esta carta ou escrever para { $address }, indicando a referência { $reference }. Respeitaremos a vossa decisão.

heading-more = Mais informações
link-info = Acerca desta campanha:
link-fix = Instruções passo a passo para proteger um servidor:

closing = Agradecemos o vosso contributo para uma Internet mais segura para todos.
regards = Com os melhores cumprimentos,
telephone = Telefone: { $phone }
mail = Correio eletrónico: { $address }
reference = Referência: { $reference }
date = Data: { $date }
