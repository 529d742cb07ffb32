#include "imports/import.hpp"

#include "accounts/account.hpp"
#include "events/ownership.hpp"
#include "register.hpp"
#include "registry/removal.hpp"
#include "rules_kept.hpp"
#include "stamps/quota.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

namespace ocop::imports {

namespace {

using store::Transaction;

std::string const producer_header = "ten,loai_hinh,ma_so_thue,ma_xa,dia_chi\n";
std::string const product_header = "ma_san_pham,chu_the,ten,bo_tieu_chi\n";
std::string const item_header = "ma_vach,san_pham,ten,khoi_luong,don_vi\n";
std::string const certificate_header = "san_pham,sao,quyet_dinh,ngay_quyet_dinh,ngay_cap\n";

struct Fixture : test::RegisterFixture {
    // Whatever a test did, the log and the records say the same.
    ~Fixture() { BOOST_TEST(test::reason_of(store::check_store(*store().snapshot())) == ""); }

    Result<Import> import(Kind kind, std::string const& text) {
        auto const table = read_table(kind, text, "phu-tho");
        BOOST_TEST(table.errors.total == 0);
        return run([&](Transaction& tx) -> Result<Import> {
            auto registered = register_lines(tx, who, random, table);
            if (!registered) {
                return registered.error();
            }
            told = registered->errors;
            if (told.total > 0) {
                return Error(Errc::refused, "import_lines_wrong");
            }
            auto const hash = crypto::sha256(as_bytes(text));
            return keep_import(tx, who, random, table, hash, registered->made);
        });
    }

    Import must_import(Kind kind, std::string const& text) {
        auto made = import(kind, text);
        BOOST_TEST_REQUIRE(test::reason_of(made) == "", errors());
        return std::move(*made);
    }

    // Of a file that must be refused: "2 ten /name/vi slug; …"; nothing is stored.
    std::string wrong(Kind kind, std::string const& text) {
        auto const before = contents();
        auto const made = import(kind, text);
        BOOST_TEST(!made.has_value());
        BOOST_TEST((contents() == before), "something was stored");
        return errors();
    }

    std::string errors() const {
        std::string out;
        for (auto const& error : told.first) {
            out += (out.empty() ? "" : "; ") + std::to_string(error.line) + " " + error.column +
                   " " + error.pointer + " " + error.code;
        }
        return out;
    }

    auto undoing(std::string const& id) {
        return [this, id](Transaction& tx) { return undo_import(tx, who, id); };
    }

    // What rests on it: "id: has …; …". Nothing is undone.
    std::string resting(std::string const& id) {
        auto const before = contents();
        auto const undone = run(undoing(id));
        BOOST_TEST_REQUIRE(!undone.has_value());
        BOOST_TEST((contents() == before), "something was stored");
        BOOST_TEST(undone.error().slug == "import_in_use");
        std::string out;
        for (auto const& fault : undone.error().faults) {
            out += (out.empty() ? "" : "; ") + fault.pointer + ": " + fault.reason;
        }
        return out;
    }

    // The rules that the log breaks, but for who acts, which is no account here.
    std::string broken() {
        std::string out;
        std::istringstream lines(test::broken_rules(store()));
        for (std::string line; std::getline(lines, line);) {
            out += line.starts_with("actor ") ? "" : line + "\n";
        }
        return out;
    }

    Errors told;
};

// Everything but the ledger, the imports and the counters of item references.
auto kept(std::vector<std::pair<std::string, std::string>> all) {
    std::erase_if(all, [](auto const& each) {
        auto const& key = each.first;
        return key.starts_with("11:") || key.starts_with("1:i") || key.starts_with("1:I") ||
               key.starts_with("1:h") || key.starts_with("1:n");
    });
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(import)

BOOST_FIXTURE_TEST_CASE(each_kind_is_registered_as_single_registrations_do, Fixture) {
    auto const producers = must_import(
        Kind::producers,
        producer_header + "Hộ Lan,hộ,,08620,Xóm 1\nTrang trại Bình,trang trại,,08620,Xóm 2\n"
    );
    BOOST_TEST(producers.count == 2);
    BOOST_TEST(producers.kind == "producers");
    auto const snapshot = store().snapshot();
    auto const farm = registry::load<registry::Producer>(*snapshot, producers.made[1]);
    BOOST_TEST_REQUIRE(test::reason_of(farm) == "");
    BOOST_TEST((farm->legal_form == registry::LegalForm::farm));
    // A producer by its name, and by its id.
    auto const products = must_import(
        Kind::products,
        product_header + "25-08620-11-2026,hộ LAN,Trà Lan,11\n25-08620-12-2026," +
            producers.made[1] + ",Mật ong Bình,1\n"
    );
    BOOST_TEST(products.made == (std::vector<std::string>{"25-08620-11-2026", "25-08620-12-2026"}));
    auto const items = must_import(
        Kind::trade_items,
        item_header + ",25-08620-11-2026,Gói 100 g,100,g\n" + test::gtin_of("0952000110009") +
            ",25-08620-12-2026,Chai nửa lít,500,ml\n"
    );
    BOOST_TEST(items.made.size() == 2U);
    auto const certificates = must_import(
        Kind::certificates,
        certificate_header +
            "25-08620-11-2026,3,5/QĐ-UBND,1/6/2026,2/6/2026\n"
            "25-08620-11-2026,4,6/QĐ-UBND,1/7/2026,2/7/2026\n"
    );
    BOOST_TEST(
        certificates.made ==
        (std::vector<std::string>{"25-08620-11-2026.01", "25-08620-11-2026.02"})
    );
    auto const certificate =
        registry::load<registry::Certificate>(*store().snapshot(), certificates.made[0]);
    BOOST_TEST_REQUIRE(test::reason_of(certificate) == "");
    BOOST_TEST(certificate->confirmations.empty());
    BOOST_TEST(broken() == "");
}

BOOST_FIXTURE_TEST_CASE(a_wrong_line_is_told_and_no_line_is_stored, Fixture) {
    BOOST_TEST(
        wrong(
            Kind::products,
            product_header + "25-08620-11-2026," + producer + ",Trà,11\n25-8620-1,HTX X,Y,11\n" +
                "25-08620-12-2026,HTX Không Có,Z,11\n"
        ) == "3 ma_san_pham /code request_invalid; 4 chu_the /producer producer_unknown"
    );
    BOOST_TEST(
        wrong(Kind::producers, producer_header + "Hộ Lan,hộ,,x8620,Xóm\n") ==
        "2 ma_xa /commune_code request_invalid"
    );
}

BOOST_FIXTURE_TEST_CASE(lines_of_one_file_are_judged_with_those_above, Fixture) {
    BOOST_TEST(
        wrong(
            Kind::products,
            product_header + "25-08620-11-2026," + producer + ",Trà,11\n25-08620-11-2026," +
                producer + ",Mật,1\n"
        ) == "3   product_exists"
    );
    // A Cyrillic а, and the register's own name written in another way.
    BOOST_TEST(
        wrong(
            Kind::producers,
            producer_header + "HTX Xanh,htx,,08620,A\nHTX Х\xD0\xB0nh,htx,,08620,A\n"
        ) == "3 ten /name/vi request_invalid"
    );
    BOOST_TEST(
        wrong(Kind::producers, producer_header + "HTX Lam,htx,,08620,A\nHTX 1am,htx,,08620,A\n") ==
        "3 ten /name/vi name_confusable"
    );
}

BOOST_FIXTURE_TEST_CASE(a_name_that_several_producers_have_names_none, Fixture) {
    must_import(Kind::producers, producer_header + "Hộ Lan,hộ,,08620,A\nHỘ LAN,hộ,,08620,B\n");
    BOOST_TEST(
        wrong(Kind::products, product_header + "25-08620-11-2026,Hộ Lan,Trà,11\n") ==
        "2 chu_the /producer producer_name_shared"
    );
}

BOOST_FIXTURE_TEST_CASE(the_same_file_comes_in_once_until_it_is_undone, Fixture) {
    auto const text = producer_header + "Hộ Lan,hộ,,08620,A\n";
    auto const first = must_import(Kind::producers, text);
    auto const again = import(Kind::producers, text);
    BOOST_TEST(test::reason_of(again).find("import_exists") != std::string::npos);
    must(undoing(first.id));
    must_import(Kind::producers, text);
}

BOOST_FIXTURE_TEST_CASE(imports_are_listed_the_newest_first, Fixture) {
    std::vector<std::string> ids;
    for (auto const* const name : {"A", "B", "C"}) {
        ids.push_back(
            must_import(Kind::producers, producer_header + "Hộ " + name + ",hộ,,08620,A\n").id
        );
        clock().advance_ms(1'000);
    }
    auto const page = list_imports(*store().snapshot(), {}, 2);
    BOOST_TEST_REQUIRE(test::reason_of(page) == "");
    BOOST_TEST_REQUIRE(page->records.size() == 2U);
    BOOST_TEST(page->records[0].id == ids[2]);
    BOOST_TEST(page->next.value_or("") == ids[1]);
    auto const rest = list_imports(*store().snapshot(), ids[1], 2);
    BOOST_TEST_REQUIRE(test::reason_of(rest) == "");
    BOOST_TEST_REQUIRE(rest->records.size() == 1U);
    BOOST_TEST(rest->records[0].id == ids[0]);
    BOOST_TEST(!rest->next.has_value());
    BOOST_TEST(
        test::reason_of(list_imports(*store().snapshot(), "none", 2)).find("import_not_found") !=
        std::string::npos
    );
}

BOOST_FIXTURE_TEST_CASE(undoing_leaves_the_register_as_it_was, Fixture) {
    auto const before = kept(contents());
    std::vector<std::string> imports{
        must_import(
            Kind::producers, producer_header + "Hộ Lan,hộ,,08620,Xóm 1\nHộ Mai,hộ,,08620,Xóm 2\n"
        )
            .id,
        must_import(Kind::products, product_header + "25-08620-11-2026,Hộ Lan,Trà Lan,11\n").id,
        must_import(
            Kind::trade_items,
            item_header + ",25-08620-11-2026,Gói 100 g,100,g\n,25-08620-11-2026,Gói 1 kg,1,kg\n"
        )
            .id,
        must_import(
            Kind::certificates,
            certificate_header + "25-08620-11-2026,3,5/QĐ,1/6/2026,2/6/2026\n"
                                 "25-08620-11-2026,4,6/QĐ,1/7/2026,2/7/2026\n"
        )
            .id};
    auto const entries = ledger_size();
    while (!imports.empty()) {
        auto const undone = must(undoing(imports.back()));
        BOOST_TEST(undone.undone_at.has_value());
        BOOST_TEST(undone.undone_by.value_or("") == who.account);
        imports.pop_back();
    }
    BOOST_TEST(ledger_size() == entries + 7);
    BOOST_TEST((kept(contents()) == before));
    BOOST_TEST(broken() == "");
    // What was dropped may come again, under the same codes.
    must_import(Kind::producers, producer_header + "Hộ Lan,hộ,,08620,Xóm 1\n");
    must_import(Kind::products, product_header + "25-08620-11-2026,Hộ Lan,Trà Lan,1\n");
    BOOST_TEST(broken() == "");
}

BOOST_FIXTURE_TEST_CASE(an_import_is_undone_once_and_must_be_there, Fixture) {
    auto const made = must_import(Kind::producers, producer_header + "Hộ Lan,hộ,,08620,A\n");
    must(undoing(made.id));
    BOOST_TEST(refusal(undoing(made.id)) == "conflict import_undone");
    BOOST_TEST(refusal(undoing("none")) == "not_found import_not_found");
}

BOOST_FIXTURE_TEST_CASE(a_producer_stays_on_which_something_rests, Fixture) {
    auto const text = [](int i) {
        return producer_header + "Hộ " + std::string(1, static_cast<char>('A' + i)) +
               ",hộ,,08620,A\nHộ Không,hộ,,08620,A\n";
    };
    int number = 0;
    auto const after = [&](auto const& work) {
        auto const made = must_import(Kind::producers, text(number++));
        auto const id = made.made[0];
        auto const done = run([&](Transaction& tx) -> Result<int> {
            auto const ok = work(tx, id);
            return ok ? Result<int>(1) : ok.error();
        });
        BOOST_TEST_REQUIRE(test::reason_of(done) == "");
        auto const words = resting(made.id);
        BOOST_TEST(words.starts_with(id + ": "));
        return words.substr(std::min(words.size(), id.size() + 2));
    };
    BOOST_TEST(after([&](Transaction& tx, std::string const& id) {
                   auto request = test::new_product(id);
                   request.code = "25-08620-21-2026";
                   return register_product(tx, who, request);
               }) == "has products");
    BOOST_TEST(after([&](Transaction& tx, std::string const& id) {
                   registry::NewPlace request;
                   request.name = {"Đồi", {}};
                   request.producer = id;
                   request.commune_code = "08620";
                   return register_place(tx, who, random, request);
               }) == "has places");
    BOOST_TEST(after([&](Transaction& tx, std::string const& id) {
                   accounts::NewAccount request;
                   request.login = "lan";
                   request.name = "Lan";
                   request.role = accounts::Role::producer_owner;
                   request.producer = id;
                   return accounts::add_account(tx, who, random, request);
               }) == "has people with access");
    BOOST_TEST(after([&](Transaction& tx, std::string const& id) {
                   auto request = test::new_producer();
                   request.name = {"Hộ Khác", {}};
                   return change_producer(tx, who, id, {}, request);
               }) == "was changed since");
    // Events and files, as their services leave them.
    auto const put = [](store::Space space, std::string key) {
        return [space, key = std::move(key)](Transaction& tx) -> Result<void> {
            tx.put(space, key, "1");
            return {};
        };
    };
    BOOST_TEST(after([&](Transaction& tx, std::string const& id) {
                   return put(store::Space::events, "B" + id)(tx);
               }) == "has files");
    BOOST_TEST(after([&](Transaction& tx, std::string const& id) {
                   auto const thing = events::thing_key("urn:ocop:producer:" + id);
                   return put(store::Space::events, "v" + thing)(tx);
               }) == "has events");
}

BOOST_FIXTURE_TEST_CASE(a_product_stays_on_which_something_rests, Fixture) {
    auto const made = must_import(
        Kind::products,
        product_header + "25-08620-11-2026," + producer + ",Trà,11\n25-08620-12-2026," + producer +
            ",Mật,1\n25-08620-13-2026," + producer + ",Gạo,1\n"
    );
    must([&](Transaction& tx) {
        auto request = test::new_item();
        request.gtin.reset();
        request.product = "25-08620-11-2026";
        return register_trade_item(tx, who, request);
    });
    must([&](Transaction& tx) {
        auto request = test::new_certificate(4, "2026-06-01");
        request.product = "25-08620-12-2026";
        return register_certificate(tx, who, request);
    });
    must([&](Transaction& tx) {
        stamps::NewQuota request;
        request.product = "25-08620-13-2026";
        request.season = "2026";
        request.from = test::day("2026-01-01");
        request.to = test::day("2026-12-31");
        request.declared = {1'000, registry::Unit::g};
        return stamps::declare_quota(tx, who, {}, request);
    });
    BOOST_TEST(
        resting(made.id) ==
        "25-08620-11-2026: has trade items; 25-08620-12-2026: has certificates; "
        "25-08620-13-2026: has quotas"
    );
}

BOOST_FIXTURE_TEST_CASE(a_trade_item_stays_on_which_something_rests, Fixture) {
    std::string const code(test::product_code);
    std::vector<std::string> gtins;
    std::string text = item_header;
    for (auto const* const body : {"0952000110010", "0952000110011", "0952000110012"}) {
        gtins.push_back(test::gtin_of(body));
        text += gtins.back() + "," + code + ",Gói,100,g\n";
    }
    auto const made = must_import(Kind::trade_items, text);
    auto lot = test::new_lot();
    lot.gtin = gtins[0];
    must([&](Transaction& tx) { return open_lot(tx, who, lot); });
    must([&](Transaction& tx) {
        auto request = test::new_item();
        request.gtin.reset();
        request.members = std::vector<registry::Member>{{gtins[1], 2}};
        return register_trade_item(tx, who, request);
    });
    must([&](Transaction& tx) {
        return registry::show_photo(tx, who, gtins[2], registry::Photo{std::string(64, 'a'), 1, 1});
    });
    BOOST_TEST(
        resting(made.id) == gtins[0] + ": has lots; " + gtins[1] + ": is in a gift set; " +
                                gtins[2] + ": was changed since"
    );
}

BOOST_FIXTURE_TEST_CASE(a_trade_item_stays_that_an_event_claimed, Fixture) {
    auto const gtin = test::gtin_of("0952000110010");
    auto const made = must_import(
        Kind::trade_items,
        item_header + gtin + "," + std::string(test::product_code) + ",Gói,100,g\n"
    );
    must([&](Transaction& tx) -> Result<int> {
        auto const thing = events::thing_key("https://id.gs1.org/01/" + gtin);
        tx.put(store::Space::events, "k" + thing, "1");
        return 1;
    });
    BOOST_TEST(resting(made.id) == gtin + ": has events");
}

BOOST_FIXTURE_TEST_CASE(a_certificate_stays_that_was_confirmed_or_has_a_later_one, Fixture) {
    std::string const code(test::product_code);
    auto const made = must_import(
        Kind::certificates,
        certificate_header + code + ",3,5/QĐ,1/6/2026,2/6/2026\n" + code +
            ",4,6/QĐ,1/7/2026,2/7/2026\n"
    );
    auto const later = enter(4, "2026-08-01");
    BOOST_TEST(
        resting(made.id) ==
        made.made[0] + ": has a later certificate; " + made.made[1] + ": has a later certificate"
    );
    must([&](Transaction& tx) {
        return registry::drop_record(tx, who, later).has_value() ? Result<int>(1)
                                                                 : Result<int>(Error());
    });
    must(confirming(made.made[1], "officer"));
    BOOST_TEST(
        resting(made.id) ==
        made.made[0] + ": has a later certificate; " + made.made[1] + ": was changed since"
    );
}

BOOST_FIXTURE_TEST_CASE(at_most_ten_records_in_use_are_named, Fixture) {
    std::string text = product_header;
    for (int i = 10; i < 25; ++i) {
        text += "25-08620-" + std::to_string(i) + "-2026," + producer + ",Trà " +
                std::to_string(i) + ",11\n";
    }
    auto const made = must_import(Kind::products, text);
    for (auto const& code : made.made) {
        must([&](Transaction& tx) {
            auto request = test::new_item();
            request.gtin.reset();
            request.product = code;
            return register_trade_item(tx, who, request);
        });
    }
    auto const undone = run(undoing(made.id));
    BOOST_TEST_REQUIRE(!undone.has_value());
    BOOST_TEST(undone.error().faults.size() == 10U);
}

BOOST_FIXTURE_TEST_CASE(as_many_lines_as_a_file_may_have_fit_into_one_transaction, Fixture) {
    std::string text = product_header;
    for (std::size_t i = 0; i < lines_max; ++i) {
        auto const year = i < 999 ? "2026" : i < 1'998 ? "2025" : "2024";
        text += "25-08620-" + std::to_string(1'001 + i % 999).substr(1) + "-" + year + "," +
                producer + ",Sản phẩm thử số " + std::to_string(i) + " của HTX,11\n";
    }
    auto const made = must_import(Kind::products, text);
    BOOST_TEST(made.count == static_cast<std::int64_t>(lines_max));
    must(undoing(made.id));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::imports
