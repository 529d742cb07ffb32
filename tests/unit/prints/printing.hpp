#pragma once

#include "orders.hpp"
#include "prints/links.hpp"
#include "prints/maker.hpp"
#include "signer/local_signer.hpp"
#include "unit/sheets/paper.hpp"

#include <ocop/stamp/trust.hpp>

#include <filesystem>
#include <fstream>
#include <set>

// An issued order, a signer with real keys, and the desk that its labels are printed at.
namespace ocop::test {

inline constexpr std::string_view print_host = "id.ocop.vn";

inline std::string read_file(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct PrintFixture : OrderFixture {
    PrintFixture() : list_key(crypto::P256PrivateKey::generate()) {
        auto const root = crypto::P256PrivateKey::generate();
        stamp::ListKey list;
        list.kid = "list-1";
        list.public_key = to_base64url(list_key.public_key().point());
        list.not_after = noon("2027-01-01");
        keyring.list_certificate = *stamp::sign_list_key(list, "root-1", [&](ByteView bytes) {
            return Result<crypto::P256Signature>(root.sign(bytes));
        });
        keyring.stamp_keys.emplace(stamp::Kid{1}, crypto::P256PrivateKey::generate());
        keyring.serials.add(0, crypto::AesKey{1, 2, 3});
        auto journal = signer::Journal::open(temporary.path() / "journal");
        BOOST_TEST_REQUIRE(reason_of(journal) == "");
        signer = std::make_unique<signer::LocalSigner>(keyring, std::move(*journal));
        std::filesystem::create_directory(desk.folder);
    }

    prints::Asked asked(
        stamps::StampOrder const& order,
        std::int64_t first,
        std::int64_t last,
        prints::Format format
    ) {
        prints::Asked out;
        out.run = random_id(random);
        out.covert = "00ff";
        out.request.order = order.id;
        out.request.first = first;
        out.request.last = last;
        out.request.format = format;
        out.request.recipient.name = "Nhà in Mẫu";
        return out;
    }

    auto beginning(prints::Asked const& asked) {
        return [this, asked](store::Transaction& tx) {
            return prints::begin_run(tx, who, random, asked);
        };
    }

    auto asking(prints::Asked const& asked) {
        return
            [this, asked](store::Transaction& tx) { return prints::ask_reprint(tx, who, asked); };
    }

    auto confirming(std::string const& id, accounts::Principal const& by) {
        return [this, id, by](store::Transaction& tx) {
            return prints::confirm_run(tx, by, random, id);
        };
    }

    prints::PrintRun begin(
        stamps::StampOrder const& order,
        std::int64_t first,
        std::int64_t last,
        prints::Format format
    ) {
        return must(beginning(asked(order, first, last, format)));
    }

    prints::PrintRun run_of(std::string const& id) {
        return *prints::load_run(*store().snapshot(), id);
    }

    jobs::Job job_of(std::string const& id) {
        auto const found = jobs::find(*store().snapshot(), {run_of(id).job});
        BOOST_TEST_REQUIRE(reason_of(found) == "");
        return **found;
    }

    // One slice of the run's job; kept as jobs::Jobs does, unless it is to be lost in a crash.
    bool slice(std::string const& id, bool keep = true) {
        auto const step =
            prints::print_step({store(), press_signer(), desk, keyring.list_certificate, clock()});
        auto job = job_of(id);
        auto const made = step(job);
        BOOST_TEST_REQUIRE(reason_of(made) == "");
        if (!keep) {
            return true;
        }
        must([&](store::Transaction& tx) -> Result<bool> {
            job.state = made->state;
            job.done = made->done;
            job.total = made->total;
            job.status = made->finished ? jobs::Status::finished : jobs::Status::running;
            jobs::save(tx, job);
            if (made->work) {
                if (auto const done = made->work(tx); !done) {
                    return done.error();
                }
            }
            return true;
        });
        return !made->finished;
    }

    // All of them; how many there were.
    int make(std::string const& id) {
        int count = 1;
        while (slice(id)) {
            ++count;
        }
        return count;
    }

    std::string file_of(std::string const& id) {
        BOOST_TEST_REQUIRE((run_of(id).state == prints::RunState::made));
        return read_file(prints::file_of(desk, id));
    }

    signer::Signer& press_signer() { return other_signer != nullptr ? *other_signer : *signer; }

    // Whether the URL is that of the order's position, signed by the issuing key.
    std::string url_fault(
        stamps::StampOrder const& order, std::int64_t position, std::string const& url
    ) {
        auto const serial = *keyring.serials.serial_of(
            {0, order.range->first + static_cast<std::uint64_t>(position) - 1}
        );
        auto const start = "https://" + std::string(print_host) + "/01/" + order.gtin + "/10/" +
                           order.lot + "/21/" + stamp::format_serial(serial) + "?s=0001";
        return url.starts_with(start) ? "" : url;
    }

    crypto::P256PrivateKey list_key;
    signer::Keyring keyring{
        {},
        {},
        list_key,
        "",
        "",
        crypto::Ed25519PrivateKey(crypto::Ed25519Seed{9}),
        {},
        {},
        crypto::Ed25519PrivateKey(crypto::Ed25519Seed{7}),
        crypto::P256PrivateKey::generate()};
    std::unique_ptr<signer::LocalSigner> signer;
    signer::Signer* other_signer = nullptr;
    prints::Desk desk{
        *sheets::Font::load(sheets::font_path),
        {},
        std::string(print_host),
        temporary.path() / "prints"};
    accounts::Principal const other = accounts::system_principal("other");
};

}  // namespace ocop::test
