#include "witnesses/book.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>

namespace ocop::witnesses {

namespace {

constexpr std::string_view checkpoint_suffix = ".checkpoint";

std::string hash_of(std::string_view origin) {
    return to_hex(crypto::sha256(as_bytes(origin)));
}

bool holds_checkpoints(std::filesystem::path const& folder) {
    std::error_code ec;
    for (auto const& entry : std::filesystem::directory_iterator(folder, ec)) {
        if (entry.path().extension() == checkpoint_suffix) {
            return true;
        }
    }
    return static_cast<bool>(ec);
}

Result<crypto::Ed25519PrivateKey> make_key(
    std::filesystem::path const& folder, std::filesystem::path const& file, Random& random
) {
    if (holds_checkpoints(folder)) {
        return Error(
            Errc::corrupt, "witness_key_missing", file.string(), "is not beside the checkpoints"
        );
    }
    auto key = crypto::Ed25519PrivateKey::generate(random);
    if (auto ok = replace_file(file, to_base64url(key.seed()) + "\n"); !ok) {
        return ok.error();
    }
    return key;
}

Result<crypto::Ed25519PrivateKey> open_key(std::filesystem::path const& folder, Random& random) {
    using std::filesystem::perms;
    auto const file = folder / "key";
    auto text = read_file_if_there(file);
    if (!text) {
        return text.error();
    }
    if (!*text) {
        return make_key(folder, file, random);
    }
    std::error_code ec;
    auto const mode = std::filesystem::status(file, ec).permissions();
    if (ec || (mode & (perms::group_all | perms::others_all)) != perms::none) {
        return Error(Errc::forbidden, "key_file_open", file.string(), "may be read by others");
    }
    if ((*text)->ends_with('\n')) {
        (*text)->pop_back();
    }
    auto const bytes = from_base64url(**text);
    crypto::Ed25519Seed seed{};
    if (!bytes || bytes->size() != seed.size()) {
        return Error(Errc::corrupt, "witness_key_unreadable", file.string(), "is no key");
    }
    std::copy(bytes->begin(), bytes->end(), seed.begin());
    return crypto::Ed25519PrivateKey(seed);
}

// The origin of the checkpoint that is asked for; absent when there is none to be read.
std::optional<std::string> origin_of(std::string_view body) {
    auto const request = ledger::parse_add_checkpoint(body);
    auto const note =
        request ? ledger::parse_note(request->checkpoint) : Result<ledger::Note>(request.error());
    if (!note) {
        return std::nullopt;
    }
    return note->text.substr(0, note->text.find('\n'));
}

}  // namespace

Result<std::unique_ptr<Book>> Book::open(BookOptions options) {
    OCOP_ASSERT(ledger::is_key_name(options.name));
    if (auto ok = make_folder(options.folder); !ok) {
        return ok.error();
    }
    auto lock = FolderLock::take(options.folder);
    if (!lock) {
        return lock.error();
    }
    auto const secret = open_key(options.folder, options.random);
    if (!secret) {
        return secret.error();
    }
    ledger::NoteKey const key{options.name, ledger::NoteKind::cosignature, secret->public_key()};
    auto const sign = [secret = *secret](ByteView message) {
        return Result<crypto::Ed25519Signature>(secret.sign(message));
    };
    std::unique_ptr<Book> out(new Book(std::move(options), std::move(*lock), {key, sign}));
    for (auto const& [origin, log] : out->logs_) {
        if (auto const kept = out->read(log); !kept) {
            return kept.error();
        }
    }
    return out;
}

Book::Book(BookOptions options, FolderLock lock, ledger::Cosigner cosigner)
    : options_(std::move(options)), lock_(std::move(lock)), cosigner_(std::move(cosigner)) {
    for (auto const& key : options_.logs) {
        auto& log = logs_[key.name];
        log.keys.push_back(key);
        auto const hash = hash_of(key.name);
        log.file = options_.folder / (hash + std::string(checkpoint_suffix));
        by_hash_[hash] = &log;
    }
}

// Under the log's mutex, or before anybody asks.
Result<std::optional<Book::Kept>> Book::read(Log const& log) const {
    auto text = read_file_if_there(log.file);
    if (!text) {
        return text.error();
    }
    if (!*text) {
        return std::optional<Kept>();
    }
    Error const differs(
        Errc::corrupt,
        "witness_state_differs",
        log.file.string(),
        "is not signed by its log and by this witness"
    );
    auto const note = ledger::parse_note(**text);
    if (!note || !ledger::verify_note(*note, log.keys) ||
        !ledger::verify_note(*note, {&cosigner_.key, 1})) {
        return differs;
    }
    auto const checkpoint = ledger::parse_checkpoint(note->text);
    if (!checkpoint || checkpoint->origin != log.keys.front().name) {
        return differs;
    }
    return std::optional<Kept>({std::move(**text), checkpoint->head});
}

Result<ledger::WitnessAnswer> Book::add(std::string_view body) {
    auto const origin = origin_of(body);
    auto const found = origin ? logs_.find(*origin) : logs_.end();
    if (found == logs_.end()) {
        return add_locked(body, nullptr);
    }
    std::lock_guard const lock(*found->second.mutex);
    return add_locked(body, &found->second);
}

// `log`: the one of the body's origin, whose mutex is held; null: it has none that is known.
Result<ledger::WitnessAnswer> Book::add_locked(std::string_view body, Log const* log) {
    std::optional<ledger::WitnessedLog> known;
    if (log != nullptr) {
        auto const kept = read(*log);
        if (!kept) {
            return kept.error();
        }
        known = {log->keys, *kept ? (*kept)->head : ledger::TreeHead{}};
    }
    auto const find = [&known](std::string_view) { return known; };
    auto const now_s = static_cast<std::uint64_t>(options_.clock.now().ms / 1000);
    auto answer = ledger::answer_add_checkpoint(body, find, cosigner_, now_s);
    if (!answer || !answer->accepted) {
        return answer;
    }
    if (auto ok = keep(*log, body, answer->body); !ok) {
        return ok.error();
    }
    if (options_.kept) {
        options_.kept();
    }
    return answer;
}

// With the signatures of the log alone, beside ours: those of others are any number and size.
Result<void> Book::keep(Log const& log, std::string_view body, std::string_view line) const {
    auto const request = ledger::parse_add_checkpoint(body);
    auto const note = ledger::parse_note(request->checkpoint);
    auto const verified = ledger::verify_note(*note, log.keys);
    OCOP_ASSERT(verified.has_value());  // it was answered 200
    ledger::Note kept{note->text, {}};
    for (auto const& one : *verified) {
        kept.signatures.push_back(note->signatures[one.line]);
    }
    auto const cosigned = ledger::add_cosignature(kept, line, cosigner_.key);
    if (!cosigned) {
        return cosigned.error();
    }
    return replace_file(log.file, ledger::encode_note(*cosigned));
}

Result<std::string> Book::latest(std::string_view origin_hash) const {
    Error const absent(Errc::not_found, "checkpoint_not_found");
    auto const found = by_hash_.find(origin_hash);
    if (found == by_hash_.end()) {
        return absent;
    }
    std::lock_guard const lock(*found->second->mutex);
    auto kept = read(*found->second);
    if (!kept) {
        return kept.error();
    }
    return *kept ? Result<std::string>(std::move((*kept)->note)) : absent;
}

}  // namespace ocop::witnesses
