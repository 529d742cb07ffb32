#include "bench/event_store.hpp"

#include "accounts/api_keys.hpp"
#include "registry/authority.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"
#include "store/rocks_store.hpp"

#include <ocop/base/assert.hpp>

#include <cstdlib>

namespace ocop::bench {

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr char const* passphrase = "benchmark";

registry::NewProducer new_producer() {
    registry::NewProducer out;
    out.name.vi = "HTX Mẫu";
    out.commune_code = "08620";
    out.address = "Long Cốc";
    return out;
}

registry::NewProduct new_product(std::string const& producer) {
    registry::NewProduct out;
    out.code = "25-08620-01-2026";
    out.producer = producer;
    out.authority = "phu-tho";
    out.name.vi = "Chè";
    out.group = 1;
    out.criteria_set = 11;
    return out;
}

}  // namespace

void must(bool ok) {
    OCOP_ASSERT(ok);
}

std::string trade_item(std::size_t i) {
    return demo_key(100 + i);
}

rocksdb::IOStatus KeepsLogs::DeleteFile(
    std::string const& name, rocksdb::IOOptions const& options, rocksdb::IODebugContext* dbg
) {
    std::filesystem::path const file(name);
    if (file.extension() != ".log" || file.parent_path().filename() == "archive") {
        return FileSystemWrapper::DeleteFile(name, options, dbg);
    }
    auto const archive = file.parent_path() / "archive";
    std::error_code ignored;
    std::filesystem::create_directory(archive, ignored);
    return RenameFile(name, (archive / file.filename()).string(), options, dbg);
}

Folder::Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ocop-bench-XXXXXX").string();
    must(mkdtemp(pattern.data()) != nullptr);
    path = pattern;
}

Folder::~Folder() {
    std::filesystem::remove_all(path);
}

EventStore::EventStore(std::filesystem::path const& folder)
    : env(rocksdb::NewCompositeEnv(std::make_shared<KeepsLogs>())),
      first{clock.now().ms - 60 * day_ms} {
    signer::NewKeyring const request{.authority = "phu-tho", .demo = true, .now = clock.now()};
    must(signer::make_keyring(folder / "keys", passphrase, request, random).has_value());
    keyring = std::make_unique<signer::Keyring>(*signer::load_keyring(folder / "keys", passphrase));
    signer =
        std::make_unique<signer::LocalSigner>(*keyring, *signer::Journal::open(folder / "journal"));
    path = folder / "store";
    open_anew();
    must(store::transact_now(*store, [this](store::Transaction& tx) {
             return fill(tx);
         }).has_value());
}

void EventStore::open_anew() {
    store.reset();
    store = *store::open_rocks_store({
        .directory = path,
        .mark = {[this](ByteView b) { return signer->sign_mark(b); }, signer->mark_key()},
        .log =
            store::LogSigner{
                "ocop.example/log",
                signer->checkpoint_key(),
                [this](ByteView b) { return signer->sign_checkpoint(b); }},
        .clock = clock,
        .random = random,
        .free_bytes_min = 1,
        .on_fatal = {},
        .env = env.get(),
        .say = {},
    });
}

Result<void> EventStore::fill(store::Transaction& tx) {
    auto const who = accounts::system_principal("bench");
    registry::NewAuthority authority;
    authority.id = "phu-tho";
    authority.name.vi = "Phú Thọ";
    authority.province_code = "25";
    must(registry::register_demo_authority(tx, who, authority).has_value());
    auto const made = registry::register_producer(tx, who, random, new_producer());
    must(made.has_value());
    producer = made->id;
    auto const product = new_product(producer);
    must(registry::register_product(tx, who, product).has_value());
    for (std::size_t i = 0; i < trade_items; ++i) {
        registry::NewTradeItem item;
        item.gtin = trade_item(i);
        item.product = product.code;
        item.name.vi = "Gói";
        item.net_content = {100, registry::Unit::g};
        must(registry::register_trade_item(tx, who, item).has_value());
        gtins.push_back(*item.gtin);
    }
    accounts::NewAccount person;
    person.login = "chu";
    person.name = "Chủ";
    person.role = accounts::Role::producer_owner;
    person.producer = producer;
    auto added = accounts::add_account(tx, who, random, person);
    must(added.has_value());
    added->state = accounts::AccountState::active;
    account = *accounts::put_account(tx, who, "activated", std::move(*added));
    auto const key = accounts::make_api_key(
        tx,
        random,
        account,
        {"bench", {accounts::Scope::events}, {tx.now().ms + 30 * day_ms}},
        false
    );
    must(key.has_value());
    token = key->text;
    return {};
}

accounts::Principal EventStore::owner() const {
    return accounts::principal_of(account, accounts::Reach::own);
}

}  // namespace ocop::bench
