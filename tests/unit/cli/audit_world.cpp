#include "audit_world.hpp"

#include "accounts.hpp"
#include "cli/demo.hpp"
#include "inspections/copied.hpp"
#include "inspections/holds.hpp"
#include "inspections/recalls.hpp"
#include "registry/lot.hpp"
#include "registry/producer.hpp"
#include "registry/removal.hpp"
#include "stamps/destruction.hpp"
#include "stamps/moves.hpp"
#include "stamps/orders.hpp"
#include "stamps/quota.hpp"
#include "stamps/reconciliation.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/p256.hpp>

#include <rocksdb/db.h>

#include <iostream>
#include <sstream>

namespace ocop::test {

namespace {

using store::Transaction;

constexpr std::int64_t day_ms = 86'400'000;

// The sample register, and besides it what it has none of.
class Maker {
  public:
    explicit Maker(std::filesystem::path const& folder)
        : temporary_(folder / "store"), clock_({today_.ms - cli::demo_history_days * day_ms}) {
        auto const given = temporary_.options();
        store::RocksOptions options{
            given.directory, mark_signer(), log_signer(), clock_, temporary_.random};
        options.free_bytes_min = 0;
        BOOST_TEST_REQUIRE(reason_of(temporary_.try_open(std::move(options))) == "");
        std::vector<std::string> points;
        for (std::size_t i = 0; i < cli::demo_kids().size(); ++i) {
            points.push_back(to_base64url(crypto::P256PrivateKey::generate().public_key().point()));
        }
        cli::SeededRandom random(1);
        auto const loaded = cli::load_demo(*temporary_.store, clock_, random, points, today_);
        BOOST_TEST_REQUIRE(reason_of(loaded) == "");
    }

    ~Maker() { temporary_.close(); }

    Maker(Maker const&) = delete;
    Maker& operator=(Maker const&) = delete;

  private:
    template <class Service>
    auto must(Service const& service) {
        using Outcome = decltype(service(std::declval<Transaction&>()));
        Outcome outcome = Error(Errc::internal, "not_run");
        auto const commit = transact_now(*temporary_.store, [&](Transaction& tx) -> Result<void> {
            outcome = service(tx);
            return outcome ? Result<void>() : outcome.error();
        });
        BOOST_TEST_REQUIRE(reason_of(commit) == "");
        return std::move(*outcome);
    }

    static accounts::NewAccount officer() {
        accounts::NewAccount request;
        request.login = "can-bo";
        request.name = "Cán bộ";
        request.role = accounts::Role::officer;
        request.authority = "phu-tho";
        request.office = "Chi cục";
        return request;
    }

    // Enough entries for a full tile and a part of the next.
    void add_places() {
        auto const producers = must([&](Transaction& tx) {
            return registry::list<registry::Producer>(tx, who_, {}, 1);
        });
        while (temporary_.store->snapshot()->ledger_size() < 600) {
            registry::NewPlace request;
            request.name = {"Xưởng", {}};
            request.producer = producers.records.front().id;
            request.commune_code = "08620";
            must([&](Transaction& tx) {
                return registry::register_place(tx, who_, random_, request);
            });
        }
    }

    // A product that was dropped and came again, and a producer that stays away. What was under the
    // producer's key lies in hex where no record is, for tests to put back.
    void drop_some() {
        registry::NewProducer request;
        request.name = {"Hộ Nhập Nhầm", {}};
        request.commune_code = "08620";
        request.address = "Xóm Nhầm";
        auto const producer = must([&](Transaction& tx) {
            return registry::register_producer(tx, who_, random_, request);
        });
        auto const products = must([&](Transaction& tx) {
            return registry::list<registry::Product>(tx, who_, {}, 1);
        });
        auto const& like = products.records.front();
        registry::NewProduct again{
            "25-08620-99-2026",
            like.producer,
            like.authority,
            {"Sản phẩm nhập nhầm", {}},
            like.legal_version,
            like.group,
            like.criteria_set,
            {}};
        auto const product =
            must([&](Transaction& tx) { return registry::register_product(tx, who_, again); });
        must([&](Transaction& tx) -> Result<int> {
            auto const key = registry::record_key<registry::Producer>(producer.id);
            auto const bytes = tx.get(store::Space::registry, key);
            BOOST_TEST_REQUIRE((bytes && *bytes));
            tx.put(store::Space::trace, "dropped", to_hex(as_bytes(key + '\n' + **bytes)));
            auto const one = registry::drop_record(tx, who_, producer);
            auto const other = one ? registry::drop_record(tx, who_, product) : one;
            return other ? Result<int>(2) : other.error();
        });
        must([&](Transaction& tx) { return registry::register_product(tx, who_, again); });
    }

    // Issued, nothing happened to its first stamp, of an open lot.
    stamps::StampOrder find_order() {
        auto const page =
            must([&](Transaction& tx) { return stamps::list_orders(tx, who_, {}, 200); });
        for (auto const& order : page.orders) {
            if (order.state != stamps::OrderState::issued || order.count < 10) {
                continue;
            }
            auto const first = stamps::segment_at(*temporary_.store->snapshot(), order, 1);
            auto const lot = registry::find<registry::Lot>(
                *temporary_.store->snapshot(), registry::lot_key(order.gtin, order.lot)
            );
            if (first && first->state == stamps::StampState::issued && lot && *lot &&
                !(**lot).closed_on) {
                return order;
            }
        }
        BOOST_FAIL("the sample register has no order whose first stamp is untouched");
        return {};
    }

    void move(stamps::StampOrder const& order, stamps::StampState to) {
        must([&](Transaction& tx) {
            stamps::NewMove request;
            request.to = to;
            request.positions = {{1, 3}};
            request.reason = "đếm lại";
            return stamps::move_stamps(tx, who_, order, request);
        });
    }

    void destroy(stamps::StampOrder const& order) {
        stamps::NewDestruction request;
        request.order = order.id;
        request.first = 1;
        request.last = 2;
        request.reason = "hỏng";
        request.method = "đốt";
        auto const id = must([&](Transaction& tx) {
                            return stamps::propose_destruction(tx, who_, random_, request, {});
                        }).id;
        must([&](Transaction& tx) { return stamps::confirm_destruction(tx, second_, id); });
    }

    void hold_and_recall(std::string const& lot) {
        inspections::NewHold request;
        request.lot_key = lot;
        request.reason = "lấy mẫu";
        auto const id = must([&](Transaction& tx) {
                            return inspections::place_hold(tx, who_, random_, request);
                        }).id;
        must([&](Transaction& tx) { return inspections::confirm_hold(tx, second_, id); });
        must([&](Transaction& tx) {
            return inspections::order_recall(tx, who_, random_, lot, {"hỏng", {}, {}});
        });
    }

    std::string find_copies(stamps::StampOrder const& order, std::int64_t first) {
        return must([&](Transaction& tx) {
                   inspections::NewInspection request;
                   request.device = "may-1";
                   request.sequence = first;
                   request.at = tx.now();
                   request.gtin = order.gtin;
                   request.lot = order.lot;
                   request.place = "chợ";
                   request.findings = "hai gói một số";
                   request.action.kind = inspections::ActionKind::copied;
                   request.action.stamps = {{order.id, first, first + 1}};
                   request.action.reason = "trùng số";
                   return inspections::record_inspection(tx, who_, random_, request);
               }
        ).id;
    }

    std::string hold_stamps(stamps::StampOrder const& order, std::int64_t first) {
        inspections::NewHold request;
        request.stamps = {{order.id, first, first + 2}};
        request.reason = "lấy mẫu";
        return must([&](Transaction& tx) {
                   return inspections::place_hold(tx, who_, random_, request);
               }
        ).id;
    }

    // Marks that later ones took over, and a finding that was lifted beside one that stands.
    void mark(stamps::StampOrder const& order) {
        auto const hold = hold_stamps(order, 6);
        must([&](Transaction& tx) {
            return inspections::lift_hold(tx, who_, random_, hold, {"xong"});
        });
        hold_stamps(order, 7);
        auto const lifted = find_copies(order, 4);
        find_copies(order, 5);
        must([&](Transaction& tx) {
            return inspections::propose_copied_lift(tx, who_, lifted, {"nhầm"});
        });
        must([&](Transaction& tx) {
            return inspections::confirm_copied_lift(tx, second_, random_, lifted);
        });
    }

    // A device that signed an inspection, and was lost.
    void lose_device(stamps::StampOrder const& order) {
        auto const key = crypto::P256PrivateKey::generate().public_key();
        auto const device = must([&](Transaction& tx) {
            return inspections::enrol_device(tx, who_, random_, {"máy", to_base64url(key.point())});
        });
        must([&](Transaction& tx) {
            inspections::NewInspection request;
            request.device = device.id;
            request.sequence = 1;
            request.at = tx.now();
            request.gtin = order.gtin;
            request.lot = order.lot;
            request.place = "chợ";
            request.findings = "không có gì";
            request.action.reason = "nhắc";
            request.signature = inspections::DeviceSignature{"k", std::string(64, '0'), "s"};
            return inspections::record_inspection(tx, who_, random_, request);
        });
        must([&](Transaction& tx) {
            return inspections::revoke_device(tx, who_, device.id, {"mất máy"});
        });
    }

    void raise(std::string const& quota) {
        auto const view =
            must([&](Transaction& tx) { return stamps::load_quota_for(tx, who_, quota); });
        stamps::NewRaise request;
        request.limit = registry::Quantity{view.limit + 1'000, view.unit};
        request.reason = "được mùa";
        must([&](Transaction& tx) { return stamps::raise_quota(tx, who_, quota, request); });
        must([&](Transaction& tx) { return stamps::confirm_raise(tx, second_, quota); });
    }

  public:
    void live() {
        drop_some();
        add_places();
        auto const order = find_order();
        using enum stamps::StampState;
        for (auto const to : {printed, received, damaged}) {
            move(order, to);
        }
        destroy(order);
        must([&](Transaction& tx) { return stamps::take_stock(tx, who_, order.id, {1, {}, {}}); });
        hold_and_recall(registry::lot_key(order.gtin, order.lot));
        mark(order);
        lose_device(order);
        raise(order.quota);
        must([&](Transaction& tx) {
            return accounts::add_account(tx, accounts::system_principal(), random_, officer());
        });
    }

  private:
    Instant const today_{1'795'316'645'678};
    TemporaryStore temporary_;
    cli::HistoryClock clock_;
    CountedRandom random_;
    accounts::Principal const who_ = accounts::system_principal();
    accounts::Principal const second_ = accounts::system_principal("system.second");
};

}  // namespace

// The database as RocksDB alone sees it.
class RawDatabase {
  public:
    explicit RawDatabase(std::filesystem::path const& folder) {
        auto const path = (folder / "store" / "db").string();
        BOOST_TEST_REQUIRE(rocksdb::DB::ListColumnFamilies({}, path, &names_).ok());
        std::vector<rocksdb::ColumnFamilyDescriptor> families;
        for (auto const& name : names_) {
            families.emplace_back(name, rocksdb::ColumnFamilyOptions());
        }
        rocksdb::DB* db = nullptr;
        BOOST_TEST_REQUIRE(rocksdb::DB::Open({}, path, families, &handles_, &db).ok());
        db_.reset(db);
    }

    ~RawDatabase() {
        for (auto* const handle : handles_) {
            BOOST_TEST(db_->DestroyColumnFamilyHandle(handle).ok());
        }
    }

    RawDatabase(RawDatabase const&) = delete;
    RawDatabase& operator=(RawDatabase const&) = delete;

    rocksdb::DB& operator*() { return *db_; }

    rocksdb::ColumnFamilyHandle* family(std::string const& name) {
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (names_[i] == name) {
                return handles_[i];
            }
        }
        BOOST_FAIL("no such family");
        return nullptr;
    }

  private:
    std::vector<std::string> names_;
    std::vector<rocksdb::ColumnFamilyHandle*> handles_;
    std::unique_ptr<rocksdb::DB> db_;
};

ledger::NoteKey log_key() {
    auto const signer = log_signer();
    return {signer.origin, ledger::NoteKind::ed25519, signer.public_key};
}

std::filesystem::path const& good_folder() {
    static TemporaryDirectory const directory;
    static bool const made = [] {
        Maker(directory.path()).live();
        return true;
    }();
    static_cast<void>(made);
    return directory.path();
}

FolderCopy::FolderCopy() {
    std::filesystem::copy(
        good_folder(), directory_.path(), std::filesystem::copy_options::recursive
    );
}

FolderCopy::~FolderCopy() = default;

RawDatabase& FolderCopy::database() const {
    if (!database_) {
        database_ = std::make_unique<RawDatabase>(path());
    }
    return *database_;
}

void FolderCopy::close() const {
    database_.reset();
}

std::optional<std::string> FolderCopy::get(std::string const& family, std::string const& key)
    const {
    auto& db = database();
    std::string value;
    bool const found = (*db).Get({}, db.family(family), key, &value).ok();
    return found ? std::optional(value) : std::nullopt;
}

std::vector<std::string> FolderCopy::keys(std::string const& family, std::string const& prefix)
    const {
    auto& db = database();
    std::vector<std::string> out;
    std::unique_ptr<rocksdb::Iterator> const at((*db).NewIterator({}, db.family(family)));
    for (at->Seek(prefix); at->Valid() && at->key().starts_with(prefix); at->Next()) {
        out.push_back(at->key().ToString());
    }
    return out;
}

void FolderCopy::put(
    std::string const& family, std::string const& key, std::optional<std::string> const& value
) const {
    auto& db = database();
    auto* const handle = db.family(family);
    auto const status = value ? (*db).Put({}, handle, key, *value) : (*db).Delete({}, handle, key);
    BOOST_TEST(status.ok());
}

AuditOutcome audit_of(
    std::filesystem::path const& folder, std::function<void(cli::AuditRequest&)> const& with
) {
    cli::Config config;
    config.data = folder;
    BOOST_TEST_REQUIRE(reason_of(cli::finish_config(config)) == "");
    cli::AuditRequest request;
    request.target = folder.string();
    request.vkey = ledger::encode_vkey(log_key());
    if (with) {
        with(request);
    }
    std::ostringstream out;
    auto* const cout = std::cout.rdbuf(out.rdbuf());
    auto* const cerr = std::cerr.rdbuf(out.rdbuf());
    AuditOutcome outcome;
    outcome.status = cli::audit(config, request);
    std::cout.rdbuf(cout);
    std::cerr.rdbuf(cerr);
    outcome.words = out.str();
    std::istringstream lines(outcome.words);
    for (std::string line; std::getline(lines, line);) {
        outcome.ids.push_back(line.substr(0, line.find_first_of(" :")));
    }
    return outcome;
}

std::string refusal_of(std::filesystem::path const& folder) {
    TemporaryStore temporary(folder / "store");
    return temporary.refusal();
}

}  // namespace ocop::test
