#include "prints/package.hpp"
#include "stamps/moves.hpp"
#include "unit/prints/printing.hpp"
#include "unit/sheets/roll.hpp"

#include <ocop/crypto/jws.hpp>
#include <ocop/stamp/pin.hpp>

#include <map>
#include <sstream>

// What leaves is read by programs of others: poppler's rasters at 300 dpi by ZXing, Python's
// zipfile.
BOOST_AUTO_TEST_SUITE(maker)

namespace {

using namespace ocop;
using namespace ocop::prints;
using Fixture = test::PrintFixture;
using sheets::testing::output_of;
using sheets::testing::Paper;

// What a reader finds on a sheet's labels, in order.
std::vector<std::string> urls_on(
    std::string const& pdf, sheets::Sheet const& sheet, std::int64_t count
) {
    std::vector<std::string> out;
    int position = sheet.first_position;
    std::size_t page = 0;
    auto const pages = Paper(pdf).pages();
    for (std::int64_t at = 0; at < count; ++at) {
        if (position > sheet.layout.labels()) {
            position = 1;
            ++page;
        }
        BOOST_TEST_REQUIRE(page < pages.size());
        auto const label =
            sheets::testing::part(pages[page], sheets::testing::label_dots(sheet, position));
        auto const read = qr::testing::scan(label);
        BOOST_TEST(read.level == "M");
        out.push_back(read.text);
        ++position;
    }
    return out;
}

// The members of a ZIP file by name.
std::map<std::string, std::string> unzipped(std::string const& zip) {
    test::TemporaryDirectory directory;
    auto const path = (directory.path() / "run.zip").string();
    std::ofstream(path, std::ios::binary) << zip;
    auto const folder = directory.path() / "out";
    output_of(
        "python3 -c 'import zipfile,sys\n"
        "z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None\n"
        "z.extractall(sys.argv[2])' " +
        path + " " + folder.string()
    );
    std::map<std::string, std::string> out;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        out[entry.path().filename().string()] = test::read_file(entry.path());
    }
    return out;
}

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        out.push_back(line);
    }
    return out;
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_sheet_has_every_stamp_of_its_range, Fixture) {
    auto const order = issued(test::new_order(100));
    auto request = asked(order, 31, 70, Format::pdf);
    request.request.options = Options();
    request.request.options->start_position = 20;
    auto const run = must(beginning(request));
    BOOST_TEST(make(run.id) == 1);
    auto const file = file_of(run.id);
    auto const urls = urls_on(file, *sheet_of(run.options), 40);
    for (std::size_t at = 0; at < urls.size(); ++at) {
        BOOST_TEST(url_fault(order, 31 + static_cast<std::int64_t>(at), urls[at]) == "");
    }
    auto const text = Paper(file).text();
    BOOST_TEST(text.find("A1 · 031/100 L1/1") != std::string::npos);
    BOOST_TEST(text.find("A1 · 070/100 L1/1") != std::string::npos);
    BOOST_TEST(text.find("A1 · 071/100") == std::string::npos);
    BOOST_TEST(text.find("★★★★") != std::string::npos);
    auto const made = run_of(run.id);
    BOOST_TEST(made.file->media_type == "application/pdf");
    BOOST_TEST(made.file->bytes == static_cast<std::int64_t>(file.size()));
    BOOST_TEST(made.file->sha256 == to_hex(crypto::sha256(as_bytes(file))));
    BOOST_TEST(job_of(run.id).done == 40U);
}

BOOST_FIXTURE_TEST_CASE(a_long_run_is_a_file_a_part, Fixture) {
    auto const order = issued(test::new_order(2500));
    auto const run = begin(order, 1, 2500, Format::pdf);
    BOOST_TEST(make(run.id) == 4);
    auto const members = unzipped(file_of(run.id));
    BOOST_TEST_REQUIRE(members.size() == 3U);
    std::int64_t position = 1;
    for (auto const& [name, pdf] : members) {
        auto const count = std::min<std::int64_t>(984, 2501 - position);
        BOOST_TEST(name == part_name(position, position + count - 1));
        for (auto const& url : urls_on(pdf, *sheet_of({}), count)) {
            BOOST_TEST(url_fault(order, position, url) == "");
            ++position;
        }
    }
    BOOST_TEST(position == 2501);
}

BOOST_FIXTURE_TEST_CASE(a_print_house_gets_all_it_needs_signed, Fixture) {
    auto const order = issued(test::new_order(1100));
    auto const run = begin(order, 51, 1100, Format::zip);
    BOOST_TEST(make(run.id) == 4);
    auto const members = unzipped(file_of(run.id));
    BOOST_TEST(members.size() == 6U);
    auto const rows = lines_of(members.at("tem.csv"));
    BOOST_TEST_REQUIRE(rows.size() == 1051U);
    BOOST_TEST(rows[0] == "\xEF\xBB\xBFposition,run,serial,typed,url,copy\r");
    auto const urls = urls_on(members.at(part_name(51, 1034)), *sheet_of({}), 984);
    for (std::size_t at = 0; at < urls.size(); ++at) {
        auto const position = 51 + static_cast<std::int64_t>(at);
        BOOST_TEST(url_fault(order, position, urls[at]) == "");
        auto const& row = rows[at + 1];
        BOOST_TEST(row.starts_with(std::to_string(position) + ",\"A1 · "));
        // The same link as on the sheet, to the last digit of its signature.
        BOOST_TEST(row.find('"' + urls[at] + '"') != std::string::npos, row);
    }
    auto const& spec = members.at("thong-so-in.txt");
    BOOST_TEST(spec.find("0.423 mm (5 chấm ở 300 dpi)") != std::string::npos, spec);
    BOOST_TEST(spec.find("Stamps: 1050") != std::string::npos);
    BOOST_TEST(spec.find("A1 · 0051/1100 – A1 · 1100/1100") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(the_manifest_names_every_member_and_is_signed, Fixture) {
    auto const order = issued(test::new_order(30));
    auto const run = begin(order, 1, 30, Format::zip);
    make(run.id);
    auto const members = unzipped(file_of(run.id));
    auto const jws = crypto::parse_jws(members.at("manifest.jws.json"), 1 << 20);
    BOOST_TEST_REQUIRE(test::reason_of(jws) == "");
    BOOST_TEST(jws->verify(list_key.public_key()));
    BOOST_TEST(jws->kid == "list-1");
    BOOST_TEST(jws->type == manifest_type);
    BOOST_TEST(json::canonical(jws->payload) == members.at("manifest.json"));
    std::set<std::string> named;
    for (auto const& member : jws->payload.at("members").as_array()) {
        std::string const name(member.at("name").as_string());
        named.insert(name);
        auto const hash = to_hex(crypto::sha256(as_bytes(members.at(name))));
        BOOST_TEST(member.at("sha256").as_string() == hash);
    }
    BOOST_TEST((named == std::set<std::string>{part_name(1, 30), "tem.csv", "thong-so-in.txt"}));
    BOOST_TEST(jws->payload.at("copy").as_int64() == 1);
}

BOOST_FIXTURE_TEST_CASE(a_roll_has_every_stamp_in_order, Fixture) {
    auto const order = issued(test::new_order(600));
    auto const run = begin(order, 1, 600, Format::zpl);
    BOOST_TEST(make(run.id) == 3);
    auto const labels = sheets::testing::printed(file_of(run.id));
    BOOST_TEST_REQUIRE(labels.size() == 600U);
    for (std::size_t at = 0; at < labels.size(); ++at) {
        auto const url = qr::testing::scan(labels[at].picture).text;
        BOOST_TEST(url_fault(order, 1 + static_cast<std::int64_t>(at), url) == "");
    }
}

BOOST_FIXTURE_TEST_CASE(one_stamp_is_one_drawing, Fixture) {
    auto const order = issued(test::new_order(5));
    auto const run = begin(order, 3, 3, Format::svg);
    BOOST_TEST(make(run.id) == 1);
    auto const svg = file_of(run.id);
    BOOST_TEST(svg.starts_with("<svg "));
    BOOST_TEST(svg.find("A1 · 3/5") != std::string::npos);
    BOOST_TEST(run_of(run.id).file->name == "tem-L1-A1.svg");
}

// What a crash cut off between a slice's work and the saving of its state is done again, and
// nothing is there twice.
BOOST_FIXTURE_TEST_CASE(a_run_goes_on_after_a_crash_in_any_slice, Fixture) {
    auto const order = issued(test::new_order(1100));
    for (auto const format : {Format::zip, Format::zpl}) {
        std::int64_t const last = format == Format::zip ? 1050 : 1100;
        std::int64_t const first = format == Format::zip ? 1 : 1051;
        auto const run = begin(order, first, last, format);
        int slices = 0;
        do {
            slice(run.id, false);
            slice(run.id, false);
            ++slices;
        } while (slice(run.id));
        auto const file = file_of(run.id);
        BOOST_TEST(run_of(run.id).file->sha256 == to_hex(crypto::sha256(as_bytes(file))));
        if (format == Format::zip) {
            BOOST_TEST(slices == 4);
            auto const members = unzipped(file);
            BOOST_TEST(lines_of(members.at("tem.csv")).size() == 1051U);
            auto const urls = urls_on(members.at(part_name(1, 984)), *sheet_of({}), 984);
            for (std::size_t at = 0; at < urls.size(); ++at) {
                BOOST_TEST(url_fault(order, 1 + static_cast<std::int64_t>(at), urls[at]) == "");
                BOOST_TEST(members.at("tem.csv").find('"' + urls[at] + '"') != std::string::npos);
            }
        } else {
            BOOST_TEST(std::count(file.begin(), file.end(), '\n') == 50);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(bytes_torn_by_a_crash_are_cut_off, Fixture) {
    auto const order = issued(test::new_order(600));
    auto const run = begin(order, 1, 600, Format::zpl);
    slice(run.id);
    std::ofstream(prints::file_of(desk, run.id), std::ios::binary | std::ios::app) << "^XA torn";
    make(run.id);
    auto const zpl = file_of(run.id);
    BOOST_TEST(zpl.find("torn") == std::string::npos);
    BOOST_TEST(std::count(zpl.begin(), zpl.end(), '\n') == 600);
}

BOOST_FIXTURE_TEST_CASE(a_file_that_lost_what_was_saved_fails_the_run, Fixture) {
    auto const order = issued(test::new_order(600));
    auto const run = begin(order, 1, 600, Format::zpl);
    slice(run.id);
    std::filesystem::resize_file(prints::file_of(desk, run.id), 10);
    make(run.id);
    auto const failed = run_of(run.id);
    BOOST_TEST((failed.state == RunState::failed));
    BOOST_TEST(failed.error == "print_file_short");
    BOOST_TEST(std::filesystem::is_empty(desk.folder));
    // Nothing left, so the range is free.
    BOOST_TEST(begin(order, 1, 600, Format::zpl).copy == 1);
}

namespace {

// Signs other stamps than it says: what is on the label is not what was asked for.
struct OtherSigner final : signer::Signer {
    explicit OtherSigner(signer::Signer& s) : real(s) {}

    Result<void> sign_range(
        signer::ApprovedOrder const& order,
        std::uint64_t first,
        std::uint64_t count,
        signer::StampSink const& sink
    ) override {
        if (refuse) {
            return Error(*refuse, "signer_unavailable");
        }
        return real.sign_range(order, first, count, sink);
    }

    Result<void> pins(
        signer::ApprovedOrder const& order,
        std::uint64_t first,
        std::uint64_t count,
        signer::PinSink const& sink
    ) override {
        return real.pins(order, first, count, sink);
    }

    Result<bool> check_pin(std::uint64_t serial, std::string_view pin) override {
        return real.check_pin(serial, pin);
    }

    Result<crypto::Ed25519Signature> sign_mark(ByteView bytes) override {
        return real.sign_mark(bytes);
    }

    crypto::Ed25519PublicKey mark_key() const override { return real.mark_key(); }

    Result<crypto::Ed25519Signature> sign_checkpoint(ByteView text) override {
        return real.sign_checkpoint(text);
    }

    crypto::Ed25519PublicKey checkpoint_key() const override { return real.checkpoint_key(); }

    Result<crypto::P256Signature> sign_list(ByteView bytes) override {
        return real.sign_list(bytes);
    }

    Result<crypto::P256Signature> sign_answer(ByteView bytes) override {
        return real.sign_answer(bytes);
    }

    crypto::P256Point answer_key() const override { return real.answer_key(); }

    signer::Signer& real;
    std::optional<Errc> refuse;
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_signer_away_is_waited_for_and_one_that_refuses_fails_the_run, Fixture) {
    auto const order = issued(test::new_order(20));
    auto const run = begin(order, 1, 20, Format::pdf);
    OtherSigner refusing(*signer);
    other_signer = &refusing;
    refusing.refuse = Errc::unavailable;
    auto const step = print_step({store(), refusing, desk, keyring.list_certificate, clock()});
    BOOST_TEST(test::slug_of(step(job_of(run.id))) == "signer_unavailable");
    BOOST_TEST((run_of(run.id).state == RunState::making));
    refusing.refuse = Errc::refused;
    make(run.id);
    BOOST_TEST((run_of(run.id).state == RunState::failed));
    refusing.refuse.reset();
    auto const again = begin(order, 1, 20, Format::pdf);
    make(again.id);
    BOOST_TEST(!file_of(again.id).empty());
}

BOOST_FIXTURE_TEST_CASE(files_go_when_no_link_can_open_them, Fixture) {
    auto const order = issued(test::new_order(2000));
    auto const old = begin(order, 1, 10, Format::pdf);
    auto const package = begin(order, 11, 1100, Format::zip);
    make(old.id);
    make(package.id);
    auto const making = begin(order, 1101, 2000, Format::zpl);
    slice(making.id);
    std::ofstream(desk.folder / "nobody.file") << "x";
    auto const sweep = [&] {
        auto const swept = sweep_files(store(), desk, clock().now());
        BOOST_TEST_REQUIRE(test::reason_of(swept) == "");
        return *swept;
    };
    BOOST_TEST(sweep() == 3U);  // what is no run's, and the package's rows and parts
    BOOST_TEST(sweep() == 0U);
    clock().advance_ms(file_ms);
    BOOST_TEST(sweep() == 2U);
    BOOST_TEST(std::filesystem::exists(prints::file_of(desk, making.id)));
}

namespace {

struct WithPins : Fixture {
    stamps::StampOrder order_with_pins(std::int64_t count) {
        auto request = test::new_order(count);
        request.pins = true;
        return issued(request);
    }

    std::vector<std::string> pins_of(stamps::StampOrder const& order) {
        std::vector<std::string> out;
        signer::ApprovedOrder const approved{
            order.id,
            order.gtin,
            order.lot,
            "0001",
            order.range->epoch,
            order.range->first,
            order.range->count};
        auto const told =
            signer->pins(approved, approved.first, approved.count, [&](auto const& each) {
                out.push_back(each.pin);
                return true;
            });
        BOOST_TEST_REQUIRE(test::reason_of(told) == "");
        return out;
    }

    // Names of files in which a PIN can be read, as it is printed or without its spaces.
    std::set<std::string> files_with(std::vector<std::string> const& pins) {
        std::set<std::string> out;
        for (auto const& entry : std::filesystem::directory_iterator(desk.folder)) {
            auto const bytes = test::read_file(entry.path());
            // Not one alone: signatures are digits too, and hold a PIN by chance now and then.
            auto const met = std::count_if(pins.begin(), pins.end(), [&](auto const& pin) {
                return bytes.find(pin) != std::string::npos ||
                       bytes.find(stamp::group_pin(pin)) != std::string::npos;
            });
            if (static_cast<std::size_t>(met) * 2 > pins.size()) {
                out.insert(entry.path().extension());
            }
        }
        return out;
    }

    std::size_t sweep() {
        auto const swept = sweep_files(store(), desk, clock().now());
        BOOST_TEST_REQUIRE(test::reason_of(swept) == "");
        return *swept;
    }

    bool is_there(std::string const& run) {
        return std::filesystem::exists(prints::file_of(desk, run));
    }

    std::string made_run(stamps::StampOrder const& order, std::int64_t first, std::int64_t last) {
        auto const id = begin(order, first, last, Format::zip).id;
        make(id);
        sweep();
        return id;
    }

    void link(std::string const& run, std::string const& token) {
        must([&](store::Transaction& tx) {
            return make_link(tx, who, run, crypto::sha256(as_bytes(token)));
        });
    }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(pins_are_in_the_package_and_in_no_work_file, WithPins) {
    auto const order = order_with_pins(1100);
    auto const pins = pins_of(order);
    auto const run = begin(order, 51, 1100, Format::zip);
    do {
        BOOST_TEST(files_with(pins).empty());
    } while (slice(run.id));
    BOOST_TEST(files_with(pins).empty());  // the package is packed
    auto const rows = lines_of(unzipped(file_of(run.id)).at("tem.csv"));
    BOOST_TEST_REQUIRE(rows.size() == 1051U);
    BOOST_TEST(rows[0] == "\xEF\xBB\xBFposition,run,serial,typed,url,copy,pin\r");
    for (std::size_t at = 1; at < rows.size(); ++at) {
        auto const position = at + 50;
        BOOST_TEST(rows[at].starts_with(std::to_string(position) + ",\"A1 · "));
        auto const end = ",\"" + stamp::group_pin(pins[position - 1]) + "\"\r";
        BOOST_TEST(rows[at].ends_with(end), rows[at]);
    }
}

BOOST_FIXTURE_TEST_CASE(rows_that_got_short_fail_the_run_and_give_nobody_anothers_pin, WithPins) {
    auto const order = order_with_pins(30);
    auto const run = begin(order, 1, 30, Format::zip);
    slice(run.id);
    std::filesystem::resize_file(rows_of(desk, run.id), 500);
    make(run.id);
    BOOST_TEST(run_of(run.id).error == "print_file_short");
}

BOOST_FIXTURE_TEST_CASE(a_file_with_pins_goes_when_its_link_is_used_or_over, WithPins) {
    auto const order = order_with_pins(50);
    auto const used = made_run(order, 1, 10);
    auto const unused = made_run(order, 11, 20);
    auto const unlinked = made_run(order, 21, 30);
    clock().advance_ms(link_ms / 2);
    link(used, "a");
    link(unused, "b");
    must([](store::Transaction& tx) { return use_link(tx, crypto::sha256(as_bytes("a"))); });
    clock().advance_ms(repeat_ms - 1);
    BOOST_TEST(sweep() == 0U);
    clock().advance_ms(1);
    BOOST_TEST(sweep() == 1U);
    BOOST_TEST(!is_there(used));
    clock().set({run_of(unlinked).made_at->ms + link_ms - 1});
    BOOST_TEST(sweep() == 0U);
    clock().advance_ms(1);
    BOOST_TEST(sweep() == 1U);
    BOOST_TEST(!is_there(unlinked));
    auto const linking = [&](store::Transaction& tx) {
        return make_link(tx, who, unlinked, Hash{});
    };
    BOOST_TEST(refusal(linking) == "conflict print_file_gone ");
    // A newer link keeps it as long as it opens.
    link(unused, "c");
    clock().advance_ms(link_ms - 1);
    BOOST_TEST(sweep() == 0U);
    clock().advance_ms(1);
    BOOST_TEST(sweep() == 1U);
    BOOST_TEST(std::filesystem::is_empty(desk.folder));
}

BOOST_FIXTURE_TEST_CASE(no_link_keeps_a_file_with_pins_beyond_a_week, WithPins) {
    auto const order = order_with_pins(10);
    auto const run = made_run(order, 1, 10);
    auto const end = run_of(run).made_at->ms + file_ms;
    for (int day = 0; clock().now().ms < end; ++day) {
        BOOST_TEST(is_there(run));
        link(run, std::to_string(day));
        clock().set({std::min(clock().now().ms + link_ms - 1, end)});
        sweep();
    }
    BOOST_TEST(!is_there(run));
}

BOOST_FIXTURE_TEST_CASE(a_fetched_file_without_pins_goes_too, WithPins) {
    auto const order = issued(test::new_order(10));
    auto const run = made_run(order, 1, 10);
    link(run, "a");
    must([](store::Transaction& tx) { return use_link(tx, crypto::sha256(as_bytes("a"))); });
    clock().advance_ms(repeat_ms - 1);
    BOOST_TEST(sweep() == 0U);
    clock().advance_ms(1);
    BOOST_TEST(sweep() == 1U);
}

BOOST_FIXTURE_TEST_CASE(stamps_are_printed_once_their_file_is_made, Fixture) {
    auto const order = issued(test::new_order(100));
    auto const states = [&] {
        std::string out;
        auto const snapshot = store().snapshot();
        auto const visited =
            stamps::visit_segments(*snapshot, order, 1, 100, [&](stamps::Segment const& segment) {
                out += std::to_string(segment.first) + "-" + std::to_string(segment.last) + " " +
                       std::string(stamps::to_text(segment.state)) + "; ";
                return true;
            });
        BOOST_TEST(test::slug_of(visited) == "");
        return out;
    };
    auto const run = begin(order, 11, 50, Format::pdf);
    BOOST_TEST(states() == "1-100 issued; ");
    make(run.id);
    BOOST_TEST(states() == "1-10 issued; 11-50 printed; 51-100 issued; ");
    // A reprint of what is further on moves nothing back, and the rest of its range on.
    must(moving(order, stamps::StampState::received, {{11, 20}}));
    auto request = asked(order, 1, 50, Format::pdf);
    request.request.reason = "Giấy kẹt";
    auto const reprint = must(asking(request));
    must(confirming(reprint.id, other));
    make(reprint.id);
    BOOST_TEST(states() == "1-10 printed; 11-20 received; 21-50 printed; 51-100 issued; ");
}

BOOST_FIXTURE_TEST_CASE(what_is_out_of_force_is_not_printed, Fixture) {
    auto const order = issued(test::new_order(100));
    make(begin(order, 1, 50, Format::pdf).id);
    auto request = asked(order, 1, 50, Format::pdf);
    request.request.reason = "Giấy kẹt";
    auto const waiting = must(asking(request));
    must(moving(order, stamps::StampState::spoiled, {{20, 21}}));
    must(moving(order, stamps::StampState::voided, {{60, 60}}));
    BOOST_TEST(refusal(confirming(waiting.id, other)) == "conflict stamp_state /first");
    BOOST_TEST(refusal(asking(request)) == "conflict stamp_state /first");
    BOOST_TEST(
        refusal(beginning(asked(order, 51, 100, Format::pdf))) == "conflict stamp_state /first"
    );
    BOOST_TEST(begin(order, 61, 100, Format::pdf).copy == 1);
}

BOOST_FIXTURE_TEST_CASE(a_label_that_cannot_be_drawn_is_refused_before, Fixture) {
    auto const order = issued(test::new_order(1'000'000));
    auto const slug = [&](Format format, auto const& change) {
        PrintRun run;
        run.order = order.id;
        run.format = format;
        run.label = "A1";
        run.number = run.copy = 1;
        change(run.options);
        auto const job = load_job(*store().snapshot(), run);
        BOOST_TEST_REQUIRE(test::reason_of(job) == "");
        return test::slug_of(check_drawable(desk, *job));
    };
    BOOST_TEST(slug(Format::pdf, [](Options&) {}) == "");
    BOOST_TEST(slug(Format::zpl, [](Options&) {}) == "");
    BOOST_TEST(slug(Format::zpl, [](Options& o) {
                   o.label_width = o.label_height = 1800;
               }) == "sheets_label_too_small");
    BOOST_TEST(slug(Format::zpl, [](Options& o) {
                   o.label_width = 3300;
               }) == "sheets_text_too_long");
}

BOOST_AUTO_TEST_SUITE_END()
