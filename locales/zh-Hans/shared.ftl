# Simplified Chinese: 您, full-width marks, no blanks beside Latin words. One form for all numbers.
# Context and variables: see locales/en/shared.ftl.

## Around the letter

below = 本函的简体中文版见下文。
greeting = 尊敬的管理员：

## The table

column-address = IP地址
column-port = 端口
column-what = 类型
column-seen = 最近发现
column-source = 来源

what-open-relay = 开放邮件中继
what-open-proxy-http = 开放HTTP代理
what-open-proxy-socks = 开放SOCKS代理

table-more = 全部内容共{ $entries }行，上表仅列出前{ $shown }行；完整列表见附件addresses.csv。

## After the table

request = 烦请您检查有关服务器；如其确实对任何人开放，请采取措施加以保护。检查方法和处理方法见下文。

meaning-relay = 开放邮件中继（open relay）是指无论发件人和收件人是谁，都会转发邮件的邮件服务器。
meaning-proxy = 开放代理（open proxy）是指任何人都能通过它访问互联网上其他计算机的服务器。

forward = 如果有关服务器由他人管理，烦请将本函转交给对方：表中每一行均可单独使用。附件addresses.csv以程序可读的格式提供了相同的信息。
attached-xarf = 另附XARF格式的报告，每份报告针对一个地址，供自动处理使用。

## A reminder

reminder-subject-one = 再次致函：服务器可能处于开放状态（{ $ip }）
reminder-subject-many = 再次致函：服务器可能处于开放状态（{ $count }个地址）

reminder-reported = 我们曾于{ $sent }就下列地址向您致函（我方编号：{ $first }）。此后，我们又收到了有关报告。
reminder-observed = 我们曾于{ $sent }就下列地址向您致函（我方编号：{ $first }）。我们最近一次检查时，服务器似乎仍处于开放状态。
reminder-confirmed = 我们曾于{ $sent }就下列地址向您致函（我方编号：{ $first }）。新的测试表明，服务器仍处于开放状态。
reminder-others = 我们上次函件中提到的其他地址已不在我们的名单上。感谢您的协助。
reminder-crossed = 如果您已在此期间采取了保护措施，则无需再做任何处理。

## A correction

correction-subject-one = 更正：关于{ $ip }的函件
correction-subject-many = 更正：关于{ $count }个地址的函件

correction-observation = 我们曾于{ $sent }就下列地址（共{ $count }个）向您致函（我方编号：{ $first }）。该函件有误，本不应列入有关地址。对于我们的
    差错以及由此给您带来的不便，我们深表歉意。
correction-said = 该函件所列内容如下：
correction-nothing = 您无需对上述地址采取任何措施。请忽略我们此前就其所作的说明。
correction-others = 该函件中关于其他地址的内容仍然有效。
correction-forward = 如果您已将该函件转交他人，烦请将本更正函一并转交。附件addresses.csv以程序可读的格式列出了有关地址。
correction-closing = 感谢您的谅解。

## How to check

heading-check = 检查方法
check-relay = 开放邮件中继：请在您自己网络之外的计算机上运行以下命令（swaks是一款用于测试邮件服务器的自由软件）。
check-relay-good = 正常结果：服务器予以拒绝，并返回与中继或登录有关的错误，例如“554 5.7.1 Relay access denied”。如果服务器对RCPT TO的
    应答为250，则该中继是开放的。其他任何错误都不能说明问题，请稍后再试，或换用其他网络再试。该命令在发送任何邮件之前就会停止。
check-http = 开放HTTP代理：请在您自己网络之外的计算机上运行以下命令。
check-http-good = 正常结果：curl无法建立连接，或报告错误（例如“CONNECT tunnel failed, response 403”），或显示该服务器自身的页面。
    如果返回了“Example Domain”页面，哪怕只有一次，则该代理是开放的。
check-socks = 开放SOCKS代理：请在您自己网络之外的计算机上运行以下命令（如为SOCKS 4，请将--socks5-hostname改为--socks4a）。
check-socks-good = 正常结果：curl报告错误，或根本无法建立连接。如果返回了“Example Domain”页面，则该代理是开放的。
check-other = 开放服务：请在您自己网络之外的计算机上测试该服务是否仍会响应陌生人。
check-each = 对于表中的其他各行，请使用相应的命令，并代入该行的地址和端口。

## How to close it

heading-repair = 处理方法

repair-relay = 开放邮件中继
repair-relay-postfix = Postfix：在main.cf中只填写您自己的网络，并保留拒绝为他人中继的规则，然后重新加载配置。
repair-relay-exim = Exim：只填写您自己的主机和域名，保留标准acl_check_rcpt中拒绝其他一切请求的规则（“relay not permitted”），然后重新启动。
    在Debian和Ubuntu上，请使用dpkg-reconfigure exim4-config。
repair-relay-sendmail = Sendmail：从sendmail.mc中删除promiscuous_relay及类似功能，在/etc/mail/access中只允许您自己的网络，然后重新生成
    配置并重新启动。
repair-relay-exchange = Microsoft Exchange：在每个可从互联网访问的接收连接器上，取消匿名发件人的中继权限（NAME代表连接器的名称）。设置为
    “外部保护”（Externally secured）的连接器只应接受您自己服务器的连接。
repair-relay-any = 其他邮件服务器：只为您自己的网络和已登录的用户中继邮件。如果该设备完全不需要接收邮件，请在防火墙中关闭其端口。

repair-http = 开放HTTP代理
repair-http-squid = Squid：让名为localnet的ACL只包含您自己的网络，并在规则末尾拒绝其他一切请求，然后重新加载配置。
repair-http-apache = Apache httpd：关闭正向代理。使用反向代理（ProxyPass）时无需开启此功能。如果您确实需要正向代理，请使用Require ip只允许您自己的
    网络。
repair-http-nginx = nginx：在proxy_pass中填写固定的目标，切勿使用取自请求的目标。
repair-http-3proxy = 3proxy：在“proxy”一行之前，只允许您自己的网络（此处为本机），然后重新启动。
repair-http-mikrotik = MikroTik RouterOS：关闭Web代理，或只允许从您自己的网络访问。

repair-socks = 开放SOCKS代理
repair-socks-dante = Dante：在sockd.conf（或danted.conf）中，只在内部地址上监听并要求登录，同时让“client pass”规则只包含您自己的网络，然后
    重新启动。
repair-socks-3proxy = 3proxy：在“socks”一行之前，只允许您自己的网络（此处为本机），然后重新启动。
repair-socks-mikrotik = MikroTik RouterOS：关闭SOCKS服务器。如果它不是由您自己开启的，请更新RouterOS并更换其密码。

repair-proxy-any = 其他代理：使其只在内部地址上监听，或要求输入密码；否则，请在防火墙中关闭其端口。

repair-other = 开放服务
repair-other-any = 使该服务只响应需要它的用户：可将其置于内部地址、要求登录，或通过防火墙加以限制。

repair-unknown = 如果没有人有意设置过此类服务，则可能是恶意软件所致；在这种情况下，请先检查该设备，再将其重新投入使用。

## Why this matters

heading-why = 为何值得关注
consequences = 对于服务器的运营者而言，这可能意味着：
consequence-blame = 收件人以为垃圾邮件是您发送的；
consequence-strangers = 陌生人使用您的服务器和互联网连接；
consequence-traffic = 额外的流量使您的网络连接变慢；
consequence-cost = 管理系统需要花费更多的时间和费用；
consequence-provider = 您的互联网服务提供商中断您的服务。

## Who writes, and what comes next

heading-who = 关于我们
why-you = 我们将本函发送至邮箱{ $contact }，是因为该邮箱登记为有关网络的联系邮箱。
purpose = 本函仅为向您提供信息。我们不求任何回报：您无需回复，无需付款，也无需提供密码或对您系统的访问权限。
partners = 本次活动的合作伙伴：
verify = 您可以来信或来电与我们联系：我们的通信地址和电话号码见本函末尾。如需核实本函确由我们发出，请访问我们网站上的以下页面：

heading-next = 后续安排
recheck = 我们将于{ $date }再次检查有关地址。对于届时已得到保护的服务器，我们不会再次向您致函。
recheck-open = 如需就有关地址再次向您致函，我们会先重新检查一次。
opt-out = 如果您不希望收到此类函件，或不希望我们检查您的地址，只需回复本函，或发送邮件至{ $address }，并注明编号{ $reference }。我们将尊重
    您的选择。

heading-more = 更多信息
link-info = 关于本次活动：
link-fix = 保护服务器的详细步骤：

closing = 感谢您与我们一起，让互联网对每个人都更加安全。
regards = 顺颂时祺
telephone = 电话：{ $phone }
mail = 电子邮件：{ $address }
reference = 编号：{ $reference }
date = 日期：{ $date }
