# Thư chỉ về máy chủ chuyển tiếp thư mở.
#
# Biến: xem locales/en/open-relay.ftl.

subject-one = Có thể có máy chủ chuyển tiếp thư mở: { $ip }
subject-many = Có thể có máy chủ chuyển tiếp thư mở tại { $count } địa chỉ

observation-reported = { $count ->
    [1] Theo các bên thứ ba, chẳng hạn như các cơ sở dữ liệu công khai, máy chủ thư tại địa chỉ dưới đây có thể là máy chủ
        chuyển tiếp mở (open relay).
   *[other] Theo các bên thứ ba, chẳng hạn như các cơ sở dữ liệu công khai, các máy chủ thư tại { $count } địa chỉ dưới đây
        có thể là máy chủ chuyển tiếp mở (open relay).
}
observation-observed = { $count ->
    [1] Các quan sát của chính chúng tôi, gần đây nhất vào ngày { $day }, cho thấy có khả năng máy chủ thư tại địa chỉ dưới
        đây là máy chủ chuyển tiếp mở (open relay).
   *[other] Các quan sát của chính chúng tôi, gần đây nhất vào ngày { $day }, cho thấy có khả năng các máy chủ thư tại
        { $count } địa chỉ dưới đây là máy chủ chuyển tiếp mở (open relay).
}
observation-confirmed = { $count ->
    [1] Một lần thử nghiệm vào ngày { $day } đã xác nhận rằng máy chủ thư tại địa chỉ dưới đây là máy chủ chuyển tiếp mở
        (open relay).
   *[other] Các lần thử nghiệm, gần đây nhất vào ngày { $day }, đã xác nhận rằng các máy chủ thư tại { $count } địa chỉ dưới
        đây là máy chủ chuyển tiếp mở (open relay).
}

mechanism = Thông thường, máy chủ thư chỉ nhận một bức thư nếu người gửi hoặc người nhận thuộc tổ chức vận hành máy chủ đó.
    Máy chủ chuyển tiếp mở nhận và chuyển thư giữa những người hoàn toàn xa lạ. Vào những ngày đầu của Internet, đây là một
    cử chỉ lịch sự; ngày nay, đó hầu như luôn là một sơ suất trong cấu hình.
abuse = Những người phát tán thư rác (spam) tìm kiếm các máy chủ chuyển tiếp mở, vì thư đi qua đó trông như xuất phát từ đó,
    còn nguồn gốc thật thì bị che giấu. Hậu quả là mọi người nhận nhiều thư rác hơn, trong đó có thư lừa đảo, và khó tìm ra
    người gửi.
programme = Thư này thuộc một chiến dịch của { $organisation } nhằm thông báo cho các bên vận hành máy chủ chuyển tiếp thư
    mở và giúp họ bảo mật máy chủ của mình.
