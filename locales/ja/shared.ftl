# Japanese: です・ます with business politeness. Full-width marks, no blanks beside Latin words. One form for all numbers.
# Context and variables: see locales/en/shared.ftl.

## Around the letter

below = このご連絡の日本語版は、以下に記載しております。
greeting = サーバー管理ご担当者様

## The table

column-address = IPアドレス
column-port = ポート
column-what = 内容
column-seen = 最終確認
column-source = 情報源

what-open-relay = オープンリレー
what-open-proxy-http = 公開HTTPプロキシ
what-open-proxy-socks = 公開SOCKSプロキシ

table-more = 表には、全{ $entries }行のうち先頭の{ $shown }行のみを掲載しています。すべての行は、添付ファイルaddresses.csvをご覧ください。

## After the table

request = お手数ですが、該当するサーバーをご確認いただき、実際に誰でも利用できる状態になっている場合は、対策を講じていただきますよう
    お願いいたします。確認方法と対策方法は、以下に記載しております。

# 第三者中継 is the older Japanese term for what an open relay does.
meaning-relay = オープンリレー（第三者中継）とは、誰から誰に宛てたメールでも中継してしまうメールサーバーのことです。
meaning-proxy = 公開プロキシ（open proxy）とは、誰でもそれを経由してインターネット上のほかのコンピューターに接続できるサーバーのこと
    です。

forward = 該当するサーバーを別の方が管理されている場合は、その方に本メールをご転送ください。表の各行は、一行だけを切り出しても内容が
    わかるようになっています。添付ファイルaddresses.csvには、同じ内容をプログラムで読み取れる形式で収めています。
attached-xarf = 自動処理用として、個々のアドレスに関するXARF形式の報告も添付しています。

## A reminder

reminder-subject-one = 再通知：サーバーが開放状態の可能性（{ $ip }）
reminder-subject-many = 再通知：サーバーが開放状態の可能性（{ $count }件のアドレス）

reminder-reported = 下記のアドレスについては、{ $sent }にもご連絡いたしました（参照番号：{ $first }）。その後、あらためて情報が寄せられて
    います。
reminder-observed = 下記のアドレスについては、{ $sent }にもご連絡いたしました（参照番号：{ $first }）。その後の確認でも、サーバーは引き続き
    開放された状態のように見受けられました。
reminder-confirmed = 下記のアドレスについては、{ $sent }にもご連絡いたしました（参照番号：{ $first }）。その後、あらためてテストを行いました
    ところ、サーバーは引き続き開放された状態でした。
reminder-others = 前回のご連絡に記載したその他のアドレスは、現在は対象から外れております。ご協力に感謝申し上げます。
reminder-crossed = 行き違いですでに対策がお済みの場合は、これ以上のご対応は必要ございません。

## A correction

correction-subject-one = 訂正：{ $ip }に関するご連絡について
correction-subject-many = 訂正：{ $count }件のアドレスに関するご連絡について

correction-observation = 下記のアドレス（{ $count }件）について、{ $sent }にご連絡いたしました（参照番号：{ $first }）。しかしながら、その内容は
    誤りであり、本来記載すべきではないアドレスでした。誤ったご連絡によりご迷惑をおかけしましたことを、深くお詫び申し上げ
    ます。
correction-said = 前回のご連絡の記載内容は、次のとおりです。
correction-nothing = 上記のアドレスについて、ご対応いただく必要はございません。前回の記載内容は、なかったものとしてお取り扱いください。
correction-others = 前回のご連絡に記載したその他のアドレスについては、内容に変更はございません。
correction-forward = 前回のご連絡をほかの方に転送された場合は、お手数ですが、この訂正も併せてご転送ください。添付ファイルaddresses.csvには、
    アドレスの一覧をプログラムで読み取れる形式で収めています。
correction-closing = このたびの誤りにつきまして、重ねてお詫び申し上げます。

## How to check

heading-check = 確認方法
check-relay = オープンリレー：ご自身のネットワークの外にあるコンピューターから、次のコマンドを実行してください（swaksは、メールサーバーを
    テストするためのフリーソフトウェアです）。
check-relay-good = 正常な結果：サーバーが、「554 5.7.1 Relay access denied」のように中継またはログインに関するエラーを返して拒否します。
    RCPT TOに対して250が返された場合、そのリレーは開放されています。それ以外のエラーからは判断できませんので、時間をおいて、または別の
    ネットワークから、もう一度お試しください。このコマンドは、メールを送信する前に終了します。
check-http = 公開HTTPプロキシ：ご自身のネットワークの外にあるコンピューターから、次のコマンドを実行してください。
check-http-good = 正常な結果：curlが接続できないか、「CONNECT tunnel failed, response 403」のようなエラーを表示するか、またはサーバー
    自身のページを表示します。一度でも「Example Domain」のページが返された場合、そのプロキシは開放されています。
check-socks = 公開SOCKSプロキシ：ご自身のネットワークの外にあるコンピューターから、次のコマンドを実行してください（SOCKS 4の場合は、
    --socks5-hostnameの代わりに--socks4aを指定してください）。
check-socks-good = 正常な結果：curlがエラーを表示するか、まったく接続できません。「Example Domain」のページが返された場合、そのプロキシは
    開放されています。
check-other = 開放されたサービス：ご自身のネットワークの外にあるコンピューターから、外部からのアクセスに今も応答するかどうかをご確認ください。
check-each = 表のその他の行については、該当するコマンドに、その行のアドレスとポートを指定してご確認ください。

## How to close it

heading-repair = 対策方法

repair-relay = オープンリレー
repair-relay-postfix = Postfix：main.cfには自組織のネットワークのみを記述し、無関係な第三者のための中継を拒否するルールを残してください。
    その後、設定を再読み込みしてください。
repair-relay-exim = Exim：自組織のホストとドメインのみを記述し、標準のacl_check_rcptにある、それ以外をすべて拒否するルール（「relay not
    permitted」）を残したうえで、再起動してください。DebianおよびUbuntuでは、dpkg-reconfigure exim4-configをご利用ください。
repair-relay-sendmail = Sendmail：sendmail.mcからpromiscuous_relayや類似の機能を取り除き、/etc/mail/accessでは自組織のネットワークのみを
    許可してください。その後、設定を再生成し、再起動してください。
repair-relay-exchange = Microsoft Exchange：インターネットから到達できる各受信コネクタで、匿名の送信者から中継の権限を外してください（NAME
    はコネクタの名前です）。「外部的にセキュリティで保護（Externally secured）」と設定されたコネクタは、自組織のサーバーからの接続
    のみを受け付けるようにしてください。
repair-relay-any = その他のメールサーバー：自組織のネットワークと、ログインした利用者のためにのみ中継してください。メールを受信する必要のない
    機器であれば、ファイアウォールでポートを閉じてください。

repair-http = 公開HTTPプロキシ
repair-http-squid = Squid：ACL localnetには自組織のネットワークのみを記述し、ルールの最後ですべてを拒否してください。その後、設定を再読み込み
    してください。
repair-http-apache = Apache httpd：フォワードプロキシを無効にしてください。リバースプロキシ（ProxyPass）には必要ありません。フォワード
    プロキシが必要な場合は、Require ipで自組織のネットワークのみを許可してください。
repair-http-nginx = nginx：proxy_passには固定の接続先を指定し、リクエストから得た値を接続先にしないでください。
repair-http-3proxy = 3proxy：「proxy」の行より前で、自組織のネットワーク（次の例ではサーバー自身のみ）だけを許可し、再起動してください。
repair-http-mikrotik = MikroTik RouterOS：Webプロキシを無効にするか、自組織のネットワークからのみ許可してください。

repair-socks = 公開SOCKSプロキシ
repair-socks-dante = Dante：sockd.conf（またはdanted.conf）で、内部アドレスで待ち受けてログインを求めるように設定し、「client pass」ルール
    には自組織のネットワークのみを記述したうえで、再起動してください。
repair-socks-3proxy = 3proxy：「socks」の行より前で、自組織のネットワーク（次の例ではサーバー自身のみ）だけを許可し、再起動してください。
repair-socks-mikrotik = MikroTik RouterOS：SOCKSサーバーを無効にしてください。ご自身で有効にした覚えがない場合は、RouterOSを更新し、パスワード
    を変更してください。

repair-proxy-any = その他のプロキシ：内部アドレスのみで待ち受けるか、パスワードを求めるように設定してください。それが難しい場合は、
    ファイアウォールでポートを閉じてください。

repair-other = 開放されたサービス
repair-other-any = 内部アドレスでの待ち受け、ログインの要求、ファイアウォールのいずれかにより、必要とする利用者にのみサービスが応答するように
    してください。

repair-unknown = このようなサービスを意図して設置した方がいない場合は、マルウェア（悪意のあるソフトウェア）が原因である可能性があります。その
    場合は、機器を調査してから運用を再開してください。

## Why this matters

heading-why = 対策が必要な理由
consequences = サーバーを運用されている方には、次のような影響が生じることがあります。
consequence-blame = 受信者に、迷惑メールが貴組織から送信されたものと受け取られる
consequence-strangers = 貴組織のサーバーやインターネット接続が、見知らぬ第三者に利用される
consequence-traffic = 余分な通信により、回線の速度が低下する
consequence-cost = システムの管理に要する時間と費用が増える
consequence-provider = インターネットサービスプロバイダーにより、サービスが中断される

## Who writes, and what comes next

heading-who = 発信者について
why-you = 本メールは、該当するネットワークの連絡先として登録されているアドレス{ $contact }にお送りしています。
purpose = 本メールは情報提供を目的としたものです。返信、お支払い、パスワードの提供、システムへのアクセスなどをお願いすることは一切ございません。
partners = 本活動の協力団体：
verify = 当方へは、書面、メールまたはお電話でお問い合わせいただけます。住所と電話番号は、本メールの末尾に記載しております。本メールが当方から
    送信されたものであることは、当方のウェブサイトの次のページでご確認いただけます。

heading-next = 今後の予定
recheck = 当方では、{ $date }に該当のアドレスを再度確認いたします。その時点で対策がお済みのものについては、再びご連絡することはございません。
recheck-open = 当方では、該当のアドレスについて再びご連絡する前に、もう一度状態を確認いたします。
opt-out = このようなご連絡を希望されない場合、または貴組織のアドレスの確認を希望されない場合は、本メールにご返信いただくか、参照番号
    { $reference }を明記のうえ、{ $address }までお知らせください。ご意向を尊重いたします。

heading-more = 関連情報
link-info = 本活動について：
link-fix = サーバーの詳しい対策手順：

closing = インターネットをより安全なものにするためのご協力に、心より感謝申し上げます。
regards = 何卒よろしくお願い申し上げます。
telephone = 電話：{ $phone }
mail = メール：{ $address }
reference = 参照番号：{ $reference }
date = 日付：{ $date }
