#include "accounts/password.hpp"

#include "accounts/common_words.hpp"
#include "accounts/guessing.hpp"
#include "fixture.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>

#include <sodium.h>

#include <set>

namespace ocop::accounts {

namespace {

// "" for a password that is taken, else the reason; any other shape of error fails the test.
std::string said(std::string_view password, std::string_view login = "lan.nguyen@htx.vn") {
    auto const checked = check_password(password, login);
    if (checked) {
        return "";
    }
    auto const& error = checked.error();
    BOOST_TEST((error.code == Errc::malformed));
    BOOST_TEST(error.slug == "password_weak");
    BOOST_TEST_REQUIRE(error.faults.size() == 1U);
    BOOST_TEST(error.faults[0].pointer == "/password");
    BOOST_TEST(!error.faults[0].reason.empty());
    return error.faults[0].reason;
}

std::vector<std::string> words() {
    std::vector<std::string> out(1);
    for (char const c : common_words) {
        if (c == ' ') {
            out.emplace_back();
        } else {
            out.back().push_back(c);
        }
    }
    return out;
}

std::string capital(std::string word) {
    word[0] = static_cast<char>(word[0] - 'a' + 'A');
    return word;
}

std::string in_signs(std::string word) {
    for (auto& c : word) {
        c = c == 'a' ? '@' : c == 'o' ? '0' : c == 'i' ? '1' : c == 'e' ? '3' : c == 's' ? '$' : c;
    }
    return word;
}

// What people make of a word when they are asked for twelve characters.
std::vector<std::string> extensions(std::string const& word) {
    std::vector<std::string> out{
        word + "1234",
        word + "123456",
        word + "12345678",
        word + "123456789012",
        word + "2024!",
        word + "1990@",
        word + "2025#@!",
        word + "!!!!!!!!",
        word + "00000000",
        word + "11111111",
        word + "@123456",
        word + "0912345678",
        word + "abc123!@#",
        word + "qwerty",
        word + word,
        word + word + word,
        word + " " + word + " 1",
        "123456" + word,
        "1234567890" + word + "!",
        "!@#" + word + "#@!2024",
    };
    auto const plain = out;
    for (auto const& text : plain) {
        out.push_back(capital(word) + text.substr(std::min(word.size(), text.size())));
        out.push_back(in_signs(text));
    }
    return out;
}

std::string random_text(Random& random, std::string_view digits, std::size_t size) {
    std::string out;
    while (out.size() < size) {
        std::array<std::uint8_t, 1> byte{};
        random.fill(byte);
        if (byte[0] < 256 / digits.size() * digits.size()) {
            out.push_back(digits[byte[0] % digits.size()]);
        }
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(password)

BOOST_AUTO_TEST_CASE(asvs_6_2_9_a_sentence_is_a_password_in_any_script) {
    for (auto const* text :
         {"con trâu đi trước cái cày",
          "Mẹ tôi bán chè ở chợ huyện",
          "tôi ăn cơm đi",
          "Em yêu anh nhiều lắm đó nghe",
          "Nhà em có ba con gà trống",
          "trời mưa bong bóng phập phồng",
          "correct horse battery staple",
          "Der Käse schmeckt nach Füßen",
          "мой дядя самых честных",
          "人生若只如初見何事秋風悲畫扇",
          "🐃🌾🏡🍵🐓🐖🌧🐝🍊🌙🎋🧺",
          "matkhau cua toi la gi day nhi",
          "x7Kq9mTw2Z4p",
          "Kqzwm#2!9@47",
          "tem-tra-sen-42-vang"}) {
        BOOST_TEST(said(text) == "", text);
    }
}

BOOST_AUTO_TEST_CASE(asvs_6_2_1_length_is_counted_in_characters_of_the_composed_form) {
    auto const of = [](std::size_t chars) {
        test::CountedRandom random;
        return random_text(random, "bcdfghkmnpqrtvwxz", chars);
    };
    BOOST_TEST(said(of(11)).find("at least 12 characters") != std::string::npos);
    BOOST_TEST(said(of(12)) == "");
    BOOST_TEST(said(of(64)) == "");
    BOOST_TEST(said(of(128)) == "");
    BOOST_TEST(said(of(129)).find("at most 128 characters") != std::string::npos);
    BOOST_TEST(said("").find("at least 12") != std::string::npos);
    // Twelve letters, of which the last is two code points until composed.
    BOOST_TEST(said("bcdfghkmnpqe\u0301") == "");
    BOOST_TEST(said("bcdfghkmnpe\u0301").find("at least 12") != std::string::npos);
    // No characters take more than four bytes: 512 in all.
    std::string emoji;
    for (int i = 0; i < 128; ++i) {
        emoji += std::string("\xF0\x9F\x8D") + static_cast<char>(0x80 + i % 64);
    }
    BOOST_TEST(emoji.size() == 512U);
    BOOST_TEST(said(emoji) == "");
    BOOST_TEST(said(emoji + "x").find("at most 128") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_typed_or_composed_is_refused) {
    BOOST_TEST(said("bcdfghkmnpqr\xFF") == "is not UTF-8");
    for (auto const* text :
         {"bcdfghkmnpqr\n",
          "bcdfgh\tkmnpqr",
          "bcdfgh\x7Fkmnpqr",
          "bcdfghkmnpqr\u0378",
          "bcdfghkmnpqr\uFFFF"}) {
        BOOST_TEST(said(text) == "must not hold control characters or unknown ones");
    }
    BOOST_TEST(
        said(std::string("bcdfgh\0kmnpqr", 13)) ==
        "must not hold control characters or unknown ones"
    );
}

BOOST_AUTO_TEST_CASE(asvs_6_2_4_common_words_with_the_usual_extensions_are_refused) {
    BOOST_TEST(words().size() > 300U);
    for (auto const& word : words()) {
        BOOST_TEST(word.size() >= 4U);
        for (auto const& text : extensions(word)) {
            BOOST_TEST(said(text) != "", text);
        }
    }
}

BOOST_AUTO_TEST_CASE(asvs_6_2_4_passwords_that_are_tried_first_are_refused) {
    for (auto const* text :
         {"Password1234",
          "qwertyuiop12",
          "123456789012",
          "matkhau123456",
          "iloveyou2024!",
          "1q2w3e4r5t6y",
          "1qaz2wsx3edc",
          "zaq12wsxcde3",
          "qazwsxedcrfv",
          "!QAZ2wsx#EDC4rfv",
          "aaaaaaaaaaaa",
          "abcabcabcabc",
          "abcdefghijkl",
          "zyxwvutsrqpo",
          "112233445566",
          "121212121212",
          "123123123123",
          "987654321098",
          "asdfghjkl;'asd",
          "qweasdzxc123",
          "a1b2c3d4e5f6",
          "P@ssw0rd!!!!!",
          "Nguyenvana@1990",
          "Hanoi!Vietnam2025",
          "anhyeuem12345",
          "emyeuanh2024!",
          "Mật khẩu 123456",
          "MẬT KHẨU CỦA TÔI",
          "tranthib19900515",
          "15081990150890",
          "001099012345",
          "079203001234 ",
          "0912 345 678 00",
          "adminadminadmin",
          "passwordpassword",
          "welcome to vietnam",
          "Ｐａｓｓｗｏｒｄ１２３４",
          "p a s s w o r d 1 2 3",
          "letmein!letmein!",
          "            ",
          "a           b",
          "2024-12-31 23:59",
          "3.14159265358979",
          "asdasdasdasd"}) {
        BOOST_TEST(said(text) != "", text);
    }
}

BOOST_AUTO_TEST_CASE(the_login_and_the_services_name_make_no_password) {
    BOOST_TEST(said("lan.nguyen@htx.vn").find("your sign-in name") != std::string::npos);
    BOOST_TEST(said("Lan.Nguyen@htx.vn2024").find("your sign-in name") != std::string::npos);
    BOOST_TEST(said("lannguyenhtxvn").find("your sign-in name") != std::string::npos);
    BOOST_TEST(said("chedoisuong1985", "chedoisuong").find("sign-in name") != std::string::npos);
    BOOST_TEST(said("Chè Đồi Sương 85", "chedoisuong").find("sign-in") != std::string::npos);
    BOOST_TEST(said("0912000345 0912", "0912000345") != "");
    BOOST_TEST(said("ocoptrace2024!").find("name of this service") != std::string::npos);
    BOOST_TEST(said("OCOP Trace OCOP").find("name of this service") != std::string::npos);
    BOOST_TEST(said("0c0p-tr@ce-12345") != "");
    // A login that is a common syllable spoils no sentence.
    BOOST_TEST(said("con trâu đi trước cái cày", "trau") == "");
    BOOST_TEST(said("con trâu đi trước cái cày", "") == "");
    BOOST_TEST(said("con trâu đi trước cái cày", "@-.") == "");
}

BOOST_AUTO_TEST_CASE(the_reason_names_the_pattern_and_nothing_of_the_password) {
    auto const pattern = [](std::string_view text) { return fewest_choices(text, "lan").most; };
    BOOST_TEST((pattern("matkhau12") == Pattern::word));
    BOOST_TEST((pattern("lanlan") == Pattern::login));
    BOOST_TEST((pattern("ocoptrace") == Pattern::service));
    BOOST_TEST((pattern("qwertyuiop") == Pattern::sequence));
    BOOST_TEST((pattern("xyxyxyxyxyxy") == Pattern::repeat));
    BOOST_TEST((pattern("0912000345") == Pattern::number));
    BOOST_TEST((pattern("xkq") == Pattern::none));
    std::set<std::string> reasons;
    for (auto const* text :
         {"matkhau12#!45",
          "lannguyenhtx",
          "ocoptraceocop",
          "qwertyuiopas",
          "xyxyxyxyxyxy",
          "091200034556",
          "x k q       z"}) {
        auto const reason = said(text);
        BOOST_TEST(reasons.insert(reason).second, reason);
        BOOST_TEST(reason.find(std::string(text).substr(0, 4)) == std::string::npos, reason);
    }
}

BOOST_AUTO_TEST_CASE(each_piece_costs_what_is_written_down) {
    auto const choices = [](std::string_view text) {
        return fewest_choices(text, "huong.lan").choices;
    };
    BOOST_TEST(choices("") == 0);
    BOOST_TEST(choices("xkq") == 3);
    BOOST_TEST(choices("password") == 2);
    BOOST_TEST(choices("p@$$w0rD") == 2);
    BOOST_TEST(choices("xpasswordx") == 4);
    BOOST_TEST(choices("huonglan") == 1);
    BOOST_TEST(choices("huong.lan") == 1);
    BOOST_TEST(choices("huong-lan") == 3);
    BOOST_TEST(choices("xhuong") == 2);
    BOOST_TEST(choices("ocop") == 1);
    BOOST_TEST(choices("xabcx") == 5);
    BOOST_TEST(choices("xabcdx") == 3);
    BOOST_TEST(choices("xdcbax") == 3);
    BOOST_TEST(choices("x345x") == 3);
    BOOST_TEST(choices("x90x") == 4);
    BOOST_TEST(choices("xkqxkq") == 4);
    BOOST_TEST(choices("xkxk") == 4);
    BOOST_TEST(choices("xxxxxxxx") == 2);
    BOOST_TEST(choices("x1987x") == 3);
    BOOST_TEST(choices("x1873x") == 6);
    BOOST_TEST(choices("x28174x") == 6);
    BOOST_TEST(choices("x2817493604x") == 6);
    BOOST_TEST(choices("x#7!") == 4);
    BOOST_TEST(choices("x#7!9-7%") == 4);
    BOOST_TEST(choices("#7!9-7%x") == 4);
    BOOST_TEST(choices("x#7!9-7%x") == 9);
    BOOST_TEST(choices("#7!9-7%") == 3);
}

BOOST_AUTO_TEST_CASE(characters_at_random_are_taken) {
    test::CountedRandom random;
    for (std::string_view const digits :
         {"abcdefghijklmnopqrstuvwxyz",
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*-_=+"}) {
        for (int i = 0; i < 300; ++i) {
            auto const text = random_text(random, digits, 12);
            BOOST_TEST(said(text) == "", text);
        }
    }
}

BOOST_AUTO_TEST_CASE(no_password_takes_long_to_judge) {
    // Three letters each in its plain form, all alike: the most work there can be.
    std::string text;
    for (int i = 0; i < 128; ++i) {
        text += "\uFB03";
    }
    BOOST_TEST(said(text) != "");
    BOOST_TEST(fewest_choices(text, "").choices == 4);
    BOOST_TEST(fewest_choices(text + "xkqzwtrpmbdg", "").choices == 4);
}

BOOST_AUTO_TEST_CASE(asvs_11_4_2_hashes_have_the_form_and_cost_of_owasp) {
    test::CountedRandom random;
    auto const hash = hash_password("con trâu đi trước cái cày", random);
    BOOST_TEST(hash.substr(0, 31) == "$argon2id$v=19$m=19456,t=2,p=1$");
    BOOST_TEST(hash.size() == 31U + 22 + 1 + 43);
    BOOST_TEST(argon_memory_kib >= 19'456U);
    BOOST_TEST(argon_passes >= 2U);
    BOOST_TEST(
        crypto_pwhash_str_needs_rehash(hash.c_str(), argon_passes, argon_memory_kib * 1024UL) == 0
    );
    BOOST_TEST(!needs_rehash(hash));
    BOOST_TEST(verify_password(hash, "con trâu đi trước cái cày"));
}

BOOST_AUTO_TEST_CASE(hashes_made_elsewhere_are_read) {
    // A vector of the reference implementation: Argon2id, m = 64 MiB, t = 2, "somesalt".
    constexpr std::string_view known =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
        "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    BOOST_TEST(verify_password(known, "password"));
    BOOST_TEST(!verify_password(known, "passwore"));
    BOOST_TEST(needs_rehash(known));
}

BOOST_AUTO_TEST_CASE(only_the_same_password_opens_a_hash) {
    test::CountedRandom random;
    auto const hash = hash_password("con trâu đi trước", random);
    for (auto const* other :
         {"", "con trâu đi trướC", "con trau di truoc", "con trâu đi trước ", "contrâuđitrước"}) {
        BOOST_TEST(!verify_password(hash, other), other);
    }
    BOOST_TEST(!verify_password(hash, std::string("con trâu đi trước") + '\0'));
    BOOST_TEST((hash_password("con trâu đi trước", random) != hash), "salts are fresh");
}

BOOST_AUTO_TEST_CASE(a_keyboard_that_does_not_compose_opens_the_same_account) {
    test::CountedRandom random;
    auto const composed = to_nfc("con trâu đi trước").value();
    auto const apart = std::string("con tra\u0302u đi tru\u031Bo\u031B\u0301c");
    BOOST_TEST_REQUIRE(composed != apart);
    BOOST_TEST(verify_password(hash_password(composed, random), apart));
    BOOST_TEST(verify_password(hash_password(apart, random), composed));
}

BOOST_AUTO_TEST_CASE(damaged_hashes_open_for_nobody_and_cost_nothing) {
    test::CountedRandom random;
    auto const hash = hash_password("con trâu đi trước", random);
    for (std::string_view const damaged :
         {std::string_view(),
          std::string_view("$"),
          std::string_view(hash).substr(0, 31),
          std::string_view("$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c"
          ),
          std::string_view("$argon2id$v=19$m=19456,t=4294967295,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMa"),
          std::string_view("$argon2id$v=19$m=19456,p=1$,t=2$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c"),
          std::string_view("$argon2id$v=19$m=,t=,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c"),
          std::string_view("$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c"),
          std::string_view("$2y$12$abcdefghijklmnopqrstuv")}) {
        BOOST_TEST(!verify_password(damaged, "con trâu đi trước"), damaged);
        BOOST_TEST((needs_rehash(damaged) || damaged.size() >= 31), damaged);
    }
    BOOST_TEST(!verify_password(hash + std::string(200, 'A'), "con trâu đi trước"));
    for (std::size_t size = 32; size < hash.size(); size += 9) {
        BOOST_TEST(!verify_password(std::string_view(hash).substr(0, size), "con trâu đi trước"));
    }
    BOOST_TEST(!verify_password(hash, "\xFF"));
    BOOST_TEST(!verify_password(hash, std::string(100'000, 'a')));
}

BOOST_AUTO_TEST_CASE(a_planted_hash_cannot_make_us_work_without_end) {
    for (unsigned const passes : {32U, 33U}) {
        std::array<char, crypto_pwhash_STRBYTES> made{};
        BOOST_TEST_REQUIRE(
            crypto_pwhash_str(made.data(), "password", 8, passes, crypto_pwhash_MEMLIMIT_MIN) == 0
        );
        BOOST_TEST(crypto_pwhash_str_verify(made.data(), "password", 8) == 0);
        BOOST_TEST(verify_password(made.data(), "password") == (passes == 32));
    }
}

BOOST_AUTO_TEST_CASE(other_parameters_ask_for_a_new_hash) {
    for (auto const* start :
         {"$argon2id$v=19$m=19455,t=2,p=1$",
          "$argon2id$v=19$m=19456,t=1,p=1$",
          "$argon2id$v=19$m=19456,t=3,p=1$",
          "$argon2id$v=19$m=47104,t=1,p=1$",
          "$argon2id$v=16$m=19456,t=2,p=1$",
          "$argon2i$v=19$m=19456,t=2,p=1$",
          "$argon2id$v=19$m=019456,t=2,p=1$",
          ""}) {
        BOOST_TEST(needs_rehash(std::string(start) + "c29tZXNhbHQ$CTFhFdXPJO1a"), start);
    }
    BOOST_TEST(!needs_rehash("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1a"));
}

BOOST_AUTO_TEST_CASE(asvs_6_3_8_the_hash_of_nobody_costs_what_others_cost) {
    test::CountedRandom random;
    auto const nobody = dummy_hash(random);
    BOOST_TEST(!needs_rehash(nobody));
    BOOST_TEST((dummy_hash(random) != nobody));
    for (auto const* password : {"", "con trâu đi trước", "password"}) {
        BOOST_TEST(!verify_password(nobody, password));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
