# Thư về máy chủ chuyển tiếp thư mở và proxy mở.
#
# Biến: xem locales/en/secure-your-server.ftl.

subject-one = { $kind ->
    [relay] Có thể có máy chủ chuyển tiếp thư mở: { $ip }
    [proxy] Có thể có proxy mở: { $ip }
    [mixed] Có thể có máy chủ chuyển tiếp và proxy mở: { $ip }
   *[other] Có thể có dịch vụ mở: { $ip }
}
subject-many = { $kind ->
    [relay] Có thể có máy chủ chuyển tiếp thư mở tại { $count } địa chỉ
    [proxy] Có thể có proxy mở tại { $count } địa chỉ
    [mixed] Có thể có relay và proxy mở tại { $count } địa chỉ
   *[other] Có thể có dịch vụ mở tại { $count } địa chỉ
}

observation-reported = { $kind ->
    [relay] { $count ->
        [1] Theo các bên thứ ba, chẳng hạn như các cơ sở dữ liệu công khai, tại địa chỉ dưới đây có thể có máy chủ chuyển
            tiếp thư mở (open relay).
       *[other] Theo các bên thứ ba, chẳng hạn như các cơ sở dữ liệu công khai, tại { $count } địa chỉ dưới đây có thể có
            máy chủ chuyển tiếp thư mở (open relay).
    }
    [proxy] { $count ->
        [1] Theo các bên thứ ba, chẳng hạn như các cơ sở dữ liệu công khai, tại địa chỉ dưới đây có thể có proxy mở (open
            proxy).
       *[other] Theo các bên thứ ba, chẳng hạn như các cơ sở dữ liệu công khai, tại { $count } địa chỉ dưới đây có thể có
            proxy mở (open proxy).
    }
    [mixed] { $count ->
        [1] Theo các bên thứ ba, chẳng hạn như các cơ sở dữ liệu công khai, tại địa chỉ dưới đây có thể có máy chủ chuyển
            tiếp thư mở (open relay) và proxy mở (open proxy).
       *[other] Theo các bên thứ ba, chẳng hạn như các cơ sở dữ liệu công khai, tại { $count } địa chỉ dưới đây có thể có
            máy chủ chuyển tiếp thư mở (open relay) hoặc proxy mở (open proxy).
    }
   *[other] { $count ->
        [1] Theo các bên thứ ba, chẳng hạn như các cơ sở dữ liệu công khai, tại địa chỉ dưới đây có thể có dịch vụ mở cho
            bất kỳ ai trên Internet.
       *[other] Theo các bên thứ ba, chẳng hạn như các cơ sở dữ liệu công khai, tại { $count } địa chỉ dưới đây có thể có
            dịch vụ mở cho bất kỳ ai trên Internet.
    }
}
observation-observed = { $kind ->
    [relay] { $count ->
        [1] Các quan sát của chính chúng tôi, gần đây nhất vào ngày { $day }, cho thấy có khả năng tại địa chỉ dưới đây có
            máy chủ chuyển tiếp thư mở (open relay).
       *[other] Các quan sát của chính chúng tôi, gần đây nhất vào ngày { $day }, cho thấy có khả năng tại { $count } địa
            chỉ dưới đây có máy chủ chuyển tiếp thư mở (open relay).
    }
    [proxy] { $count ->
        [1] Các quan sát của chính chúng tôi, gần đây nhất vào ngày { $day }, cho thấy có khả năng tại địa chỉ dưới đây có
            proxy mở (open proxy).
       *[other] Các quan sát của chính chúng tôi, gần đây nhất vào ngày { $day }, cho thấy có khả năng tại { $count } địa
            chỉ dưới đây có proxy mở (open proxy).
    }
    [mixed] { $count ->
        [1] Các quan sát của chính chúng tôi, gần đây nhất vào ngày { $day }, cho thấy có khả năng tại địa chỉ dưới đây có
            máy chủ chuyển tiếp thư mở (open relay) và proxy mở (open proxy).
       *[other] Các quan sát của chính chúng tôi, gần đây nhất vào ngày { $day }, cho thấy có khả năng tại { $count } địa
            chỉ dưới đây có máy chủ chuyển tiếp thư mở (open relay) hoặc proxy mở (open proxy).
    }
   *[other] { $count ->
        [1] Các quan sát của chính chúng tôi, gần đây nhất vào ngày { $day }, cho thấy có khả năng tại địa chỉ dưới đây có
            dịch vụ mở cho bất kỳ ai trên Internet.
       *[other] Các quan sát của chính chúng tôi, gần đây nhất vào ngày { $day }, cho thấy có khả năng tại { $count } địa
            chỉ dưới đây có dịch vụ mở cho bất kỳ ai trên Internet.
    }
}
observation-confirmed = { $kind ->
    [relay] { $count ->
        [1] Một lần thử nghiệm vào ngày { $day } đã xác nhận rằng tại địa chỉ dưới đây có máy chủ chuyển tiếp thư mở (open
            relay).
       *[other] Các lần thử nghiệm, gần đây nhất vào ngày { $day }, đã xác nhận rằng tại { $count } địa chỉ dưới đây có máy
            chủ chuyển tiếp thư mở (open relay).
    }
    [proxy] { $count ->
        [1] Một lần thử nghiệm vào ngày { $day } đã xác nhận rằng tại địa chỉ dưới đây có proxy mở (open proxy).
       *[other] Các lần thử nghiệm, gần đây nhất vào ngày { $day }, đã xác nhận rằng tại { $count } địa chỉ dưới đây có
            proxy mở (open proxy).
    }
    [mixed] { $count ->
        [1] Một lần thử nghiệm vào ngày { $day } đã xác nhận rằng tại địa chỉ dưới đây có máy chủ chuyển tiếp thư mở (open
            relay) và proxy mở (open proxy).
       *[other] Các lần thử nghiệm, gần đây nhất vào ngày { $day }, đã xác nhận rằng tại { $count } địa chỉ dưới đây có máy
            chủ chuyển tiếp thư mở (open relay) hoặc proxy mở (open proxy).
    }
   *[other] { $count ->
        [1] Một lần thử nghiệm vào ngày { $day } đã xác nhận rằng tại địa chỉ dưới đây có dịch vụ mở cho bất kỳ ai trên
            Internet.
       *[other] Các lần thử nghiệm, gần đây nhất vào ngày { $day }, đã xác nhận rằng tại { $count } địa chỉ dưới đây có dịch
            vụ mở cho bất kỳ ai trên Internet.
    }
}

mechanism = Máy chủ thư và proxy được dùng để phục vụ những người thuộc một tổ chức hoặc một mạng. Khi một máy chủ như
    vậy mở, nó phục vụ tất cả mọi người: máy chủ chuyển tiếp đưa thư giữa những người xa lạ, còn proxy kết nối người lạ
    với bất kỳ máy tính nào khác. Phần lớn các trường hợp là do sơ suất: một thiết lập quá rộng, một lần thử nghiệm chưa
    được hoàn nguyên hoặc một máy bị bỏ quên.
abuse = Những người phát tán thư rác (spam) tìm kiếm các máy chủ như vậy, vì mọi thứ đi qua đó đều trông như xuất phát từ
    đó, còn nguồn gốc thật thì bị che giấu. Hậu quả là mọi người nhận nhiều thư rác hơn, trong đó có thư lừa đảo, và khó tìm
    ra người gửi.
programme = Thư này thuộc một chiến dịch của { $organisation } nhằm giúp các bên vận hành máy chủ chuyển tiếp thư mở và
    proxy mở bảo mật các máy chủ đó.
