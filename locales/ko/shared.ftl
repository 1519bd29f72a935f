# Korean: 합니다 style, 저희 for the sender. One form for all numbers. A particle stands only where it fits any value: after a noun or a unit.
# Context and variables: see locales/en/shared.ftl.

## Around the letter

below = 이 안내문의 한국어판은 아래에 있습니다.
greeting = 서버 관리 담당자님께

## The table

column-address = IP 주소
column-port = 포트
column-what = 유형
column-seen = 최근 확인
column-source = 출처

what-open-relay = 오픈 릴레이
what-open-proxy-http = 공개 HTTP 프록시
what-open-proxy-socks = 공개 SOCKS 프록시

table-more = 표에는 전체 { $entries }개 행 중 처음 { $shown }개 행만 실려 있습니다. 전체 목록은 첨부 파일 addresses.csv에 있습니다.

## After the table

request = 해당 서버를 확인하시고, 실제로 누구나 이용할 수 있는 상태라면 보호 조치를 해 주시기 바랍니다. 확인 방법과 조치 방법은 아래에
    설명되어 있습니다.

meaning-relay = 오픈 릴레이(open relay)란 누가 누구에게 보내는 메일이든 전달해 주는 메일 서버를 말합니다.
meaning-proxy = 공개 프록시(open proxy)란 누구나 이를 거쳐 인터넷상의 다른 컴퓨터에 접속할 수 있는 서버를 말합니다.

forward = 해당 서버를 다른 분이 관리하고 계시다면 이 안내문을 그분께 전달해 주시기 바랍니다. 표의 각 행은 따로 떼어서 보아도 알 수 있게 되어
    있습니다. 첨부 파일 addresses.csv에는 같은 내용이 프로그램으로 읽을 수 있는 형식으로 들어 있습니다.
attached-xarf = 자동 처리를 위하여 개별 주소에 대한 XARF 형식의 보고서도 첨부하였습니다.

## A reminder

reminder-subject-one = 재안내: 서버가 개방되어 있을 가능성 ({ $ip })
reminder-subject-many = 재안내: 서버가 개방되어 있을 가능성 (주소 { $count }개)

reminder-reported = 아래 주소에 대하여 { $sent }에 안내해 드린 바 있습니다(참조 번호: { $first }). 그 뒤에 같은 내용이 다시 보고되었습니다.
reminder-observed = 아래 주소에 대하여 { $sent }에 안내해 드린 바 있습니다(참조 번호: { $first }). 저희가 마지막으로 확인하였을 때에도 서버가
    여전히 개방되어 있는 것으로 보였습니다.
reminder-confirmed = 아래 주소에 대하여 { $sent }에 안내해 드린 바 있습니다(참조 번호: { $first }). 다시 시험한 결과, 서버가 여전히 개방되어
    있는 것으로 나타났습니다.
reminder-others = 처음 안내문에 있던 다른 주소는 이제 저희 목록에 없습니다. 협조해 주셔서 감사합니다.
reminder-crossed = 그사이에 이미 보호 조치를 하셨다면 더 하실 일은 없습니다.

## A correction

correction-subject-one = 정정: { $ip } 관련 안내문
correction-subject-many = 정정: 주소 { $count }개 관련 안내문

correction-observation = 아래 주소 { $count }개에 대하여 { $sent }에 안내해 드린 바 있습니다(참조 번호: { $first }). 그 안내문은 잘못된 것으로, 해당
    주소가 포함되지 않았어야 합니다. 저희의 착오로 불편을 끼쳐 드린 점을 진심으로 사과드립니다.
correction-said = 당시 안내문의 내용은 다음과 같습니다.
correction-nothing = 위 주소에 대해서는 아무런 조치도 하실 필요가 없습니다. 저희가 이에 대하여 안내해 드린 내용은 무시해 주시기 바랍니다.
correction-others = 그 안내문에서 다른 주소에 대하여 안내해 드린 내용은 그대로 유효합니다.
correction-forward = 저희 안내문을 다른 분께 전달하셨다면 이 정정 안내문도 함께 전달해 주시기 바랍니다. 첨부 파일 addresses.csv에는 주소 목록이
    프로그램으로 읽을 수 있는 형식으로 들어 있습니다.
correction-closing = 너그러이 양해해 주시기 바랍니다.

## How to check

heading-check = 확인 방법
check-relay = 오픈 릴레이: 관리하시는 네트워크 외부의 컴퓨터에서 다음 명령을 실행해 주십시오(swaks는 메일 서버를 시험하는 자유 소프트웨어입니다).
check-relay-good = 정상 결과: 서버가 “554 5.7.1 Relay access denied”처럼 릴레이나 로그인에 관한 오류를 내며 거부합니다. RCPT TO에 250으로
    응답한다면 릴레이가 개방되어 있는 것입니다. 그 밖의 오류로는 판단할 수 없으니, 나중에 또는 다른 네트워크에서 다시 시도해 주십시오. 이
    명령은 메일을 보내기 전에 끝납니다.
check-http = 공개 HTTP 프록시: 관리하시는 네트워크 외부의 컴퓨터에서 다음 명령을 실행해 주십시오.
check-http-good = 정상 결과: curl이 연결하지 못하거나, “CONNECT tunnel failed, response 403” 같은 오류를 표시하거나, 서버 자체의 페이지를
    보여 줍니다. 한 번이라도 “Example Domain” 페이지가 나온다면 프록시가 개방되어 있는 것입니다.
check-socks = 공개 SOCKS 프록시: 관리하시는 네트워크 외부의 컴퓨터에서 다음 명령을 실행해 주십시오(SOCKS 4의 경우에는 --socks5-hostname 대신
    --socks4a를 쓰십시오).
check-socks-good = 정상 결과: curl이 오류를 표시하거나 전혀 연결하지 못합니다. “Example Domain” 페이지가 나온다면 프록시가 개방되어 있는 것입니다.
check-other = 개방된 서비스: 관리하시는 네트워크 외부의 컴퓨터에서, 이 서비스가 아직도 외부인에게 응답하는지 시험해 주십시오.
check-each = 표의 다른 행에 대해서는, 해당하는 명령에 그 행의 주소와 포트를 넣어 실행해 주십시오.

## How to close it

heading-repair = 조치 방법

repair-relay = 오픈 릴레이
repair-relay-postfix = Postfix: main.cf에는 관리하시는 네트워크만 지정하고, 제삼자를 위한 릴레이를 거부하는 규칙은 그대로 두십시오. 그런 다음
    설정을 다시 불러오십시오.
repair-relay-exim = Exim: 관리하시는 호스트와 도메인만 지정하고, 표준 acl_check_rcpt에서 그 밖의 모든 것을 거부하는 규칙(“relay not
    permitted”)은 그대로 두십시오. 그런 다음 다시 시작하십시오. Debian과 Ubuntu에서는 dpkg-reconfigure exim4-config를 쓰십시오.
repair-relay-sendmail = Sendmail: sendmail.mc에서 promiscuous_relay와 이와 비슷한 기능을 빼고, /etc/mail/access에서는 관리하시는 네트워크만
    허용하십시오. 그런 다음 설정을 다시 만들고 다시 시작하십시오.
repair-relay-exchange = Microsoft Exchange: 인터넷에서 접속할 수 있는 모든 수신 커넥터에서 익명 발신자의 릴레이 권한을 제거하십시오(NAME은
    커넥터의 이름입니다). “외부 보안”(Externally secured)으로 설정된 커넥터는 관리하시는 서버의 연결만 받아들여야 합니다.
repair-relay-any = 그 밖의 메일 서버: 관리하시는 네트워크와 로그인한 사용자에게만 릴레이를 허용하십시오. 메일을 받을 필요가 전혀 없는 장비라면
    방화벽에서 포트를 닫으십시오.

repair-http = 공개 HTTP 프록시
repair-http-squid = Squid: ACL localnet에는 관리하시는 네트워크만 지정하고, 규칙의 끝에서 나머지를 모두 거부하게 하십시오. 그런 다음 설정을
    다시 불러오십시오.
repair-http-apache = Apache httpd: 포워드 프록시를 끄십시오. 리버스 프록시(ProxyPass)에는 필요하지 않습니다. 포워드 프록시가 필요하시다면
    Require ip로 관리하시는 네트워크만 허용하십시오.
repair-http-nginx = nginx: proxy_pass에는 고정된 대상을 지정하고, 요청에서 얻은 대상은 쓰지 마십시오.
repair-http-3proxy = 3proxy: “proxy” 행보다 앞에서 관리하시는 네트워크(여기서는 해당 장비 자체)만 허용하고, 다시 시작하십시오.
repair-http-mikrotik = MikroTik RouterOS: 웹 프록시를 끄거나, 관리하시는 네트워크에서만 허용하십시오.

repair-socks = 공개 SOCKS 프록시
repair-socks-dante = Dante: sockd.conf(또는 danted.conf)에서 내부 주소로 수신 대기하고 로그인을 요구하게 하며, “client pass” 규칙에는
    관리하시는 네트워크만 지정하십시오. 그런 다음 다시 시작하십시오.
repair-socks-3proxy = 3proxy: “socks” 행보다 앞에서 관리하시는 네트워크(여기서는 해당 장비 자체)만 허용하고, 다시 시작하십시오.
repair-socks-mikrotik = MikroTik RouterOS: SOCKS 서버를 끄십시오. 직접 켜신 것이 아니라면 RouterOS를 업데이트하고 비밀번호를 바꾸십시오.

repair-proxy-any = 그 밖의 프록시: 내부 주소에서만 수신 대기하게 하거나 비밀번호를 요구하게 하십시오. 그렇게 하기 어렵다면 방화벽에서 포트를
    닫으십시오.

repair-other = 개방된 서비스
repair-other-any = 내부 주소를 쓰거나, 로그인을 요구하거나, 방화벽을 이용하여 필요한 사람에게만 서비스가 응답하게 하십시오.

repair-unknown = 이러한 서비스를 의도적으로 설치한 사람이 없다면 악성 소프트웨어 때문일 수 있습니다. 그 경우에는 장비를 점검하신 뒤에 다시
    사용하시기 바랍니다.

## Why this matters

heading-why = 이 문제가 중요한 이유
consequences = 서버를 운영하시는 분께는 다음과 같은 영향이 있을 수 있습니다.
consequence-blame = 수신자가 스팸을 귀하께서 보내신 것으로 오해함
consequence-strangers = 모르는 사람이 귀하의 서버와 인터넷 회선을 이용함
consequence-traffic = 추가 트래픽 때문에 회선이 느려짐
consequence-cost = 시스템 관리에 드는 시간과 비용이 늘어남
consequence-provider = 인터넷 서비스 제공업체가 서비스를 중단함

## Who writes, and what comes next

heading-who = 보내는 곳
why-you = 이 안내문은 해당 네트워크의 연락처로 등록된 이메일 주소({ $contact })로 보내 드립니다.
purpose = 이 안내문은 정보를 알려 드리기 위한 것입니다. 답장, 비용, 비밀번호, 시스템 접근 권한 등 그 어떤 것도 요구하지 않습니다.
partners = 이 캠페인의 협력 기관:
verify = 저희에게 서신이나 전화로 연락하실 수 있습니다. 저희의 우편 주소와 전화번호는 이 안내문의 끝에 있습니다. 이 안내문을 저희가 보냈다는
    사실은 저희 웹사이트의 다음 페이지에서 확인하실 수 있습니다.

heading-next = 앞으로의 일정
recheck = 저희는 { $date }에 해당 주소를 다시 확인할 예정입니다. 그때 보호 조치가 되어 있는 서버에 대해서는 다시 안내문을 보내지 않습니다.
recheck-open = 해당 주소에 대하여 다시 안내해 드리기 전에 저희가 한 번 더 확인하겠습니다.
opt-out = 이러한 안내문을 받지 않으시려거나 저희가 귀하의 주소를 확인하는 것을 원하지 않으시면, 이 안내문에 답장하시거나 참조 번호({ $reference })를
    적어 이메일 주소({ $address })로 알려 주시면 됩니다. 귀하의 뜻을 존중하겠습니다.

heading-more = 더 알아보기
link-info = 이 캠페인에 대하여:
link-fix = 서버를 보호하는 단계별 방법:

closing = 모두에게 더 안전한 인터넷을 만드는 데 함께해 주시기를 부탁드립니다.
regards = 감사합니다.
telephone = 전화: { $phone }
mail = 이메일: { $address }
reference = 참조 번호: { $reference }
date = 날짜: { $date }
