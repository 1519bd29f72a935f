# Những câu dùng chung cho mọi thư. Xưng hô trang trọng: “Quý vị”; dấu ngoặc kép “ ”. Ngữ cảnh và biến: xem locales/en/shared.ftl.
# Tiếng Việt không phân biệt số; [1] được dùng ở những chỗ không cần nêu số “1”.

## Thông báo và bảng

below = Bản tiếng Việt của thư này ở bên dưới.
greeting = Kính gửi Quý vị quản trị viên,

column-address = Địa chỉ IP
column-port = Cổng
column-what = Phát hiện
column-seen = Thấy lần cuối
column-source = Nguồn

what-open-relay = máy chủ chuyển tiếp thư mở
what-open-proxy-http = proxy HTTP mở
what-open-proxy-socks = proxy SOCKS mở

table-more = Bảng chỉ hiển thị { $shown } dòng đầu trong tổng số { $entries } dòng; danh sách đầy đủ có trong tệp đính kèm
    addresses.csv.

request = { $count ->
    [1] Kính mong Quý vị kiểm tra máy chủ này và bảo mật lại nếu máy chủ thực sự mở cho mọi người; cả hai bước được trình
        bày bên dưới.
   *[other] Kính mong Quý vị kiểm tra các máy chủ này và bảo mật lại những máy chủ thực sự mở cho mọi người; cả hai bước
        được trình bày bên dưới.
}

meaning-relay = Máy chủ chuyển tiếp thư mở (open relay) là máy chủ thư chuyển tiếp thư của bất kỳ ai đến bất kỳ ai.
meaning-proxy = Proxy mở (open proxy) là máy chủ mà qua đó bất kỳ ai cũng có thể truy cập các máy tính khác trên Internet.

forward = { $count ->
    [1] Nếu người khác phụ trách máy chủ này, xin Quý vị chuyển thư này cho người đó: mỗi dòng trong bảng có thể đọc độc
        lập.
   *[other] Nếu người khác phụ trách một số máy chủ này, xin Quý vị chuyển thư này cho những người đó: mỗi dòng trong bảng
        có thể đọc độc lập.
} Tệp đính kèm addresses.csv chứa cùng thông tin ở dạng chương trình có thể đọc được.
attached-xarf = Báo cáo cho từng địa chỉ ở định dạng XARF cũng được đính kèm để xử lý tự động.

## Thư nhắc

reminder-subject-one = Nhắc lại: có thể có máy chủ mở tại { $ip }
reminder-subject-many = Nhắc lại: có thể có máy chủ mở tại { $count } địa chỉ

reminder-reported = { $count ->
    [1] Ngày { $sent }, chúng tôi đã gửi thư cho Quý vị về địa chỉ này (số tham chiếu của chúng tôi: { $first }). Từ đó đến
        nay, địa chỉ này lại tiếp tục được báo cáo.
   *[other] Ngày { $sent }, chúng tôi đã gửi thư cho Quý vị về các địa chỉ này (số tham chiếu của chúng tôi: { $first }). Từ
        đó đến nay, các địa chỉ này lại tiếp tục được báo cáo.
}
reminder-observed = { $count ->
    [1] Ngày { $sent }, chúng tôi đã gửi thư cho Quý vị về địa chỉ này (số tham chiếu của chúng tôi: { $first }). Trong lần
        kiểm tra gần nhất của chúng tôi, máy chủ dường như vẫn còn mở.
   *[other] Ngày { $sent }, chúng tôi đã gửi thư cho Quý vị về các địa chỉ này (số tham chiếu của chúng tôi: { $first }).
        Trong lần kiểm tra gần nhất của chúng tôi, các máy chủ dường như vẫn còn mở.
}
reminder-confirmed = { $count ->
    [1] Ngày { $sent }, chúng tôi đã gửi thư cho Quý vị về địa chỉ này (số tham chiếu của chúng tôi: { $first }). Một lần
        thử nghiệm mới cho thấy máy chủ vẫn còn mở.
   *[other] Ngày { $sent }, chúng tôi đã gửi thư cho Quý vị về các địa chỉ này (số tham chiếu của chúng tôi: { $first }).
        Các lần thử nghiệm mới cho thấy các máy chủ vẫn còn mở.
}
reminder-others = Các địa chỉ khác nêu trong thư đầu tiên của chúng tôi không còn trong danh sách của chúng tôi nữa. Xin cảm
    ơn sự hỗ trợ của Quý vị.
reminder-crossed = { $count ->
    [1] Nếu trong thời gian qua Quý vị đã bảo mật máy chủ này thì Quý vị không cần làm gì thêm.
   *[other] Nếu trong thời gian qua Quý vị đã bảo mật các máy chủ này thì Quý vị không cần làm gì thêm.
}

## Thư đính chính

correction-subject-one = Đính chính: thư của chúng tôi về { $ip }
correction-subject-many = Đính chính: thư của chúng tôi về { $count } địa chỉ

correction-observation = { $count ->
    [1] Ngày { $sent }, chúng tôi đã gửi thư cho Quý vị về địa chỉ dưới đây (số tham chiếu của chúng tôi: { $first }). Thư
        đó có sai sót: lẽ ra thư không nên nêu địa chỉ này. Chúng tôi xin lỗi Quý vị về sai sót của mình và về những phiền
        phức đã gây ra.
   *[other] Ngày { $sent }, chúng tôi đã gửi thư cho Quý vị về { $count } địa chỉ dưới đây (số tham chiếu của chúng tôi:
        { $first }). Thư đó có sai sót: lẽ ra thư không nên nêu các địa chỉ này. Chúng tôi xin lỗi Quý vị về sai sót của
        mình và về những phiền phức đã gây ra.
}
correction-said = Thư của chúng tôi đã nêu như sau:
correction-nothing = { $count ->
    [1] Quý vị không cần làm gì đối với địa chỉ này. Xin Quý vị bỏ qua những gì chúng tôi đã viết về địa chỉ này.
   *[other] Quý vị không cần làm gì đối với các địa chỉ này. Xin Quý vị bỏ qua những gì chúng tôi đã viết về các địa chỉ
        này.
}
correction-others = Những gì chúng tôi đã viết về các địa chỉ khác trong thư đó vẫn giữ nguyên giá trị.
correction-forward = Nếu Quý vị đã chuyển thư của chúng tôi cho người khác, xin chuyển cả bản đính chính này. Tệp đính kèm
    addresses.csv liệt kê các địa chỉ ở dạng chương trình có thể đọc được.
correction-closing = Xin cảm ơn sự thông cảm của Quý vị.

## Kiểm tra

heading-check = Cách kiểm tra
check-relay = Máy chủ chuyển tiếp thư mở: xin chạy lệnh này từ một máy tính ở ngoài mạng của Quý vị (swaks là phần mềm tự do
    dùng để kiểm tra máy chủ thư).
check-relay-good = Kết quả tốt: máy chủ từ chối và báo lỗi về việc chuyển tiếp hoặc xác thực, ví dụ “554 5.7.1 Relay
    access denied”. Nếu máy chủ trả lời RCPT TO bằng mã 250 thì chức năng chuyển tiếp đang mở. Các lỗi khác không chứng
    minh được điều gì; trong trường hợp đó, xin thử lại sau hoặc từ một mạng khác. Lệnh này dừng lại trước khi có thư
    nào được gửi đi.
check-http = Proxy HTTP mở: xin chạy lệnh này từ một máy tính ở ngoài mạng của Quý vị.
check-http-good = Kết quả tốt: curl không kết nối được, báo lỗi như “CONNECT tunnel failed, response 403”, hoặc hiển thị một
    trang của chính máy chủ đó. Nếu trang “Example Domain” hiện ra, dù chỉ một lần, thì proxy đang mở.
check-socks = Proxy SOCKS mở: xin chạy lệnh này từ một máy tính ở ngoài mạng của Quý vị (đối với SOCKS 4, dùng --socks4a
    thay cho --socks5-hostname).
check-socks-good = Kết quả tốt: curl báo lỗi hoặc hoàn toàn không kết nối được. Nếu trang “Example Domain” hiện ra thì proxy
    đang mở.
check-other = Dịch vụ mở: từ một máy tính ở ngoài mạng của Quý vị, kiểm tra xem dịch vụ có còn trả lời người lạ hay không.
check-each = Đối với các dòng khác trong bảng, dùng lệnh tương ứng với địa chỉ và cổng ghi trong dòng đó.

## Cách khắc phục

heading-repair = Cách bảo mật máy chủ

repair-relay = Máy chủ chuyển tiếp thư mở
repair-relay-postfix = Postfix: trong main.cf, chỉ khai báo các mạng của chính Quý vị và giữ quy tắc từ chối chuyển tiếp cho
    người khác; sau đó nạp lại cấu hình.
repair-relay-exim = Exim: chỉ khai báo các máy và tên miền của chính Quý vị, giữ quy tắc từ chối mọi đối tượng khác trong
    ACL chuẩn acl_check_rcpt (“relay not permitted”), sau đó khởi động lại dịch vụ. Trên Debian và Ubuntu, dùng
    dpkg-reconfigure exim4-config.
repair-relay-sendmail = Sendmail: bỏ promiscuous_relay và các tính năng tương tự khỏi sendmail.mc, chỉ cho phép các mạng của
    chính Quý vị trong /etc/mail/access, sau đó tạo lại cấu hình và khởi động lại dịch vụ.
repair-relay-exchange = Microsoft Exchange: thu hồi quyền chuyển tiếp của người gửi ẩn danh trên mọi đầu nối nhận (receive
    connector) có thể truy cập từ Internet (NAME là tên của đầu nối). Đầu nối được đánh dấu “Externally secured” chỉ nên
    chấp nhận kết nối từ các máy chủ của chính Quý vị.
repair-relay-any = Máy chủ thư khác: chỉ chuyển tiếp thư từ các mạng của chính Quý vị và từ người dùng đã xác thực. Nếu máy
    hoàn toàn không cần nhận thư, xin đóng cổng của máy trên tường lửa.

repair-http = Proxy HTTP mở
repair-http-squid = Squid: để ACL localnet chỉ chứa các mạng của chính Quý vị và kết thúc các quy tắc bằng một quy tắc từ
    chối; sau đó nạp lại cấu hình.
repair-http-apache = Apache httpd: tắt proxy chuyển tiếp (forward proxy). Proxy ngược (ProxyPass) không cần chức năng này.
    Nếu Quý vị cần proxy chuyển tiếp, chỉ cho phép các mạng của chính Quý vị bằng Require ip.
repair-http-nginx = nginx: khai báo một đích cố định trong proxy_pass, không dùng đích lấy từ yêu cầu.
repair-http-3proxy = 3proxy: trước dòng “proxy”, chỉ cho phép các mạng của chính Quý vị (ở đây: chính máy đó); sau đó khởi
    động lại dịch vụ.
repair-http-mikrotik = MikroTik RouterOS: tắt web proxy hoặc chỉ cho phép truy cập từ mạng của chính Quý vị.

repair-socks = Proxy SOCKS mở
repair-socks-dante = Dante: trong sockd.conf (hoặc danted.conf), cho dịch vụ lắng nghe trên một địa chỉ nội bộ, yêu cầu xác
    thực và chỉ khai báo các mạng của chính Quý vị trong các quy tắc “client pass”; sau đó khởi động lại dịch vụ.
repair-socks-3proxy = 3proxy: trước dòng “socks”, chỉ cho phép các mạng của chính Quý vị (ở đây: chính máy đó); sau đó khởi
    động lại dịch vụ.
repair-socks-mikrotik = MikroTik RouterOS: tắt máy chủ SOCKS. Nếu không phải Quý vị đã bật máy chủ này, xin cập nhật
    RouterOS và đổi các mật khẩu của thiết bị.

repair-proxy-any = Proxy khác: chỉ cho lắng nghe trên một địa chỉ nội bộ hoặc yêu cầu mật khẩu; nếu không thì đóng cổng của
    proxy trên tường lửa.

repair-other = Dịch vụ mở
repair-other-any = Chỉ để dịch vụ trả lời những người cần đến: trên một địa chỉ nội bộ, sau khi xác thực hoặc trong phạm
    vi tường lửa cho phép.

repair-unknown = Nếu không có ai chủ ý cài đặt dịch vụ như vậy, có thể phần mềm độc hại là nguyên nhân; trong trường hợp đó,
    xin Quý vị kiểm tra máy trước khi đưa vào sử dụng trở lại.

## Tầm quan trọng

heading-why = Vì sao điều này quan trọng
consequences = Đối với bên vận hành máy chủ, điều này có thể dẫn đến việc:
consequence-blame = người nhận tin rằng thư rác đến từ Quý vị;
consequence-strangers = người lạ sử dụng máy chủ và kết nối Internet của Quý vị;
consequence-traffic = lưu lượng tăng thêm làm chậm kết nối của Quý vị;
consequence-cost = việc quản trị hệ thống của Quý vị tốn nhiều thời gian và chi phí hơn; hoặc
consequence-provider = nhà cung cấp dịch vụ Internet của Quý vị tạm ngừng dịch vụ.

## Bên gửi và các bước tiếp theo

heading-who = Về chúng tôi
why-you = Chúng tôi gửi thư đến địa chỉ { $contact } vì địa chỉ này được ghi nhận là đầu mối liên hệ của mạng liên quan.
purpose = Thư này chỉ nhằm mục đích cung cấp thông tin. Chúng tôi không yêu cầu gì đổi lại: không cần trả lời, không cần
    thanh toán, không cần mật khẩu và không cần quyền truy cập vào hệ thống của Quý vị.
partners = Các đối tác của chúng tôi trong chiến dịch này:
verify = Quý vị có thể viết thư hoặc gọi điện cho chúng tôi: địa chỉ bưu chính và số điện thoại của chúng tôi ở cuối thư
    này. Để chắc chắn rằng thư này do chúng tôi gửi, xin xem trang sau đây trên trang web của chính chúng tôi:

heading-next = Các bước tiếp theo
recheck = { $count ->
    [1] Chúng tôi sẽ kiểm tra lại địa chỉ này vào ngày { $date }. Nếu đến lúc đó máy chủ đã được bảo mật, chúng tôi sẽ không
        gửi thư cho Quý vị về việc này nữa.
   *[other] Chúng tôi sẽ kiểm tra lại các địa chỉ này vào ngày { $date }. Chúng tôi sẽ không gửi thư cho Quý vị nữa về những
        máy chủ đã được bảo mật đến lúc đó.
}
recheck-open = { $count ->
    [1] Chúng tôi sẽ kiểm tra địa chỉ này một lần nữa trước khi gửi thư khác cho Quý vị về địa chỉ này.
   *[other] Chúng tôi sẽ kiểm tra các địa chỉ này một lần nữa trước khi gửi thư khác cho Quý vị về các địa chỉ này.
}
opt-out = Nếu Quý vị không muốn nhận những thư như thế này hoặc không muốn chúng tôi kiểm tra các địa chỉ của Quý vị thì
    chỉ cần trả lời thư này hoặc viết đến địa chỉ { $address } và ghi số tham chiếu { $reference }. Chúng tôi sẽ tôn
    trọng lựa chọn của Quý vị.

heading-more = Thông tin thêm
link-info = Về chiến dịch này:
link-fix = Hướng dẫn từng bước để bảo mật máy chủ:

closing = Xin cảm ơn Quý vị đã góp phần làm cho Internet trở thành nơi an toàn hơn cho mọi người.
regards = Trân trọng,
telephone = Điện thoại: { $phone }
mail = Email: { $address }
reference = Số tham chiếu: { $reference }
date = Ngày: { $date }
