#pragma once

#include <string_view>

// What passwords are made of first, in English and Vietnamese without marks: base words, not
// passwords, since each is also met with digits, capitals and signs in it, which guessing.cpp
// undoes. Keyboard and digit sequences are not here. Lower case, four letters or more, parted by
// single spaces. Our own list, by kind.
namespace ocop::accounts {

inline constexpr std::string_view common_words =
    // Of passwords and computers.
    "password passwords passwort passcode passphrase pass drowssap letmein opensesame sesame open "
    "login logon signin welcome admin administrator root user username guest test tester testing "
    "demo sample example default changeme change temp temporary secret secrets private access "
    "server system computer internet network wifi website email mail gmail hotmail yahoo google "
    "facebook youtube zalo tiktok instagram twitter telegram iphone samsung nokia android windows "
    "microsoft apple amazon linux oracle database security secure account number mobile phone "
    "master unknown nothing something anything everything whatever trustno random asdf zxcv qwer "
    // Of feeling.
    "love loveme loveyou lover iloveyou iloveu iloveme mylove forever together happy happiness "
    "lucky smile sunshine moonlight rainbow flower flowers butterfly princess prince queen king "
    "angel baby babygirl lovely sweet sweety honey darling heart beautiful hello helloworld "
    "hellokitty world thankyou goodluck goodmorning family mother father brother sister daddy "
    "mommy friend friends freedom shadow money silver gold golden diamond dream "
    // Of play, things and people.
    "superman batman spiderman ironman pokemon naruto doraemon starwars matrix dragon monkey tiger "
    "lion eagle falcon horse rabbit kitty hunter killer ninja cheese chocolate cookie banana "
    "orange "
    "pepper ginger coffee peanut mustang harley ferrari mercedes toyota honda yamaha football "
    "baseball basketball soccer hockey tennis liverpool chelsea arsenal manchester barcelona "
    "realmadrid juventus ronaldo messi michael jordan daniel thomas robert jessica jennifer ashley "
    "nicole michelle charlie andrew joshua matthew anthony school student teacher office company "
    "business manager marketing summer winter spring autumn january february march april june july "
    "august september october november december monday tuesday wednesday thursday friday saturday "
    "sunday china korea japan america england london "
    // Mật khẩu, tài khoản.
    "matkhau matkhaumoi matkhaucuatoi matkhaula quenmatkhau khongbiet khongco khongnho quenroi "
    "dangnhap dangky taikhoan taikhoancuatoi bimat maybay maytinh dienthoai tracuu quantri "
    "quantrivien nguoidung khachhang macdinh thunghiem mauthu "
    // Tình cảm, lời chúc.
    "anhyeuem emyeuanh yeuem yeuanh yeuemnhieu yeuemnhieulam yeuanhnhieulam anhyeuemnhieulam "
    "emyeuanhnhieulam toiyeuem toiyeuvietnam iuanh iuem tinhyeu tinhban yeuthuong nhoem nhoanh "
    "vochong voyeu chongyeu conyeu bome boyeu meyeu beyeu cunyeu heoyeu giadinh giadinhtoi "
    "hanhphuc mayman thanhcong phattai phatloc locphat tailoc binhan binhyen suckhoe xinchao "
    "chaoban chaomung camon tambiet chucmung chucmungnammoi nammoi sinhnhat maimai mottinhyeu "
    "deptrai xinhgai dethuong congai contrai embe gaucon ngocrong lovevn "
    // Nơi chốn.
    "vietnam vietnamvodich hanoi saigon hochiminh tphcm thanhpho danang haiphong cantho dalat "
    "nhatrang vungtau hagiang caobang laocai sapa phutho hungvuong hoabinh quangninh halong nghean "
    "thanhhoa quangnam quangngai binhdinh daklak gialai lamdong dongnai binhduong tayninh longan "
    "tiengiang bentre travinh vinhlong dongthap angiang kiengiang camau soctrang baclieu haugiang "
    "quehuong lang dongque daiviet "
    // Tên người.
    "nguyen nguyenvan nguyenvana nguyenthi nguyenthib tran tranvan tranvanb tranthi levan lethi "
    "pham phamvan hoang hoangvan huynh phan dang duong minh tuan dung hung cuong long thang thanh "
    "quang linh huong phuong thao trang ngoc khanh chau giang hanh hong nhung oanh quynh "
    // Nghề và chương trình.
    "nongdan nongsan nongnghiep hoptacxa sanpham chexanh matong traicay raucu gaongon truyxuat "
    "nguongoc temnhan chatluong antoan vietgap xuatkhau chuthe congty congtytnhh vanphong ketoan "
    "giamdoc quanly nhanvien canbo uyban ubnd viettel mobifone vinaphone vietcombank techcombank "
    "agribank vietinbank";

}  // namespace ocop::accounts
