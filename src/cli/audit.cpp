#include "accounts/audit.hpp"

#include "cli/audit_files.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/installation.hpp"
#include "cli/printable.hpp"
#include "cli/progress.hpp"
#include "inspections/derived.hpp"
#include "stamps/derived.hpp"
#include "store/read_only.hpp"
#include "tlog/log.hpp"
#include "tlog/records.hpp"
#include "tlog/stored_log.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/stamp/answer.hpp>
#include <ocop/stamp/trust.hpp>

#include <iostream>
#include <map>

namespace ocop::cli {

namespace {

constexpr std::uint64_t lines_max = 100;  // of one rule

// Prints findings, a line each, and counts them.
class Findings {
  public:
    void add(tlog::Finding const& finding) {
        ++count_;
        if (++by_id_[finding.id] <= lines_max) {
            std::cerr << printable(tlog::to_text(finding)) << '\n';
        }
    }

    void add(std::string id, Result<void> const& outcome) {
        if (!outcome) {
            add({std::move(id), std::nullopt, describe(outcome.error())});
        }
    }

    std::uint64_t count() const { return count_; }

    // Of what was not printed.
    void tell_rest() const {
        for (auto const& [id, count] : by_id_) {
            if (count > lines_max) {
                std::cerr << "and " << count - lines_max << " more of " << id << '\n';
            }
        }
    }

  private:
    std::uint64_t count_ = 0;
    std::map<std::string, std::uint64_t> by_id_;
};

// What a folder's keyring says of its log.
struct Keys {
    crypto::Ed25519PublicKey log{};
    crypto::Ed25519PublicKey mark{};
    crypto::P256PublicKey answer;
};

// What the auditor brings: the log's key, and the one that signed answers.
struct Given {
    std::optional<ledger::NoteKey> log;
    std::optional<crypto::P256PublicKey> answer;
};

Result<Keys> read_keys(Config const& config) {
    auto const passphrase = read_passphrase(config);
    if (!passphrase) {
        return passphrase.error();
    }
    auto const keyring = signer::load_keyring(config.keys, *passphrase);
    if (!keyring) {
        return keyring.error();
    }
    return Keys{
        keyring->checkpoint_key.public_key(),
        keyring->mark_key.public_key(),
        keyring->answer_key.public_key()};
}

Result<crypto::P256PublicKey> read_point(std::string_view text) {
    auto const point = from_base64url(text);
    return point ? crypto::P256PublicKey::from_point(*point)
                 : Result<crypto::P256PublicKey>(point.error());
}

Result<void> read_trust(std::filesystem::path const& file, Given& out) {
    auto const text = read_file(file);
    auto const trust =
        text ? stamp::parse_trust_list(*text, {}) : Result<stamp::TrustFile>(text.error());
    if (!trust) {
        return trust.error();
    }
    if (!trust->list.log) {
        return Error(Errc::not_found, "log_absent", "--trust", "names no log");
    }
    auto key = ledger::parse_vkey(trust->list.log->vkey);
    if (!key) {
        return key.error();
    }
    out.log = std::move(*key);
    if (trust->list.answer_key) {
        auto point = read_point(*trust->list.answer_key);
        if (!point) {
            return point.error();
        }
        out.answer = std::move(*point);
    }
    return {};
}

Result<Given> given_keys(AuditRequest const& request) {
    Given out;
    if (request.trust) {
        if (auto ok = read_trust(*request.trust, out); !ok) {
            return ok.error();
        }
    }
    if (request.vkey) {
        auto key = ledger::parse_vkey(*request.vkey);
        if (!key) {
            return key.error();
        }
        out.log = std::move(*key);
    }
    return out;
}

// What a receipt gave. None: none is asked about.
Result<std::optional<stamp::SignedAnswer>> read_answer(
    AuditRequest const& request, std::optional<crypto::P256PublicKey> const& key
) {
    if (!request.answer) {
        return std::optional<stamp::SignedAnswer>();
    }
    if (!key) {
        return Error(Errc::malformed, "answer_key_missing", "--answer", "--trust names none");
    }
    auto const text = read_file(*request.answer);
    auto answer =
        text ? stamp::parse_answer(*text, *key) : Result<stamp::SignedAnswer>(text.error());
    if (!answer) {
        return answer.error();
    }
    return std::optional(std::move(*answer));
}

Result<std::vector<ledger::TreeHead>> older_heads(
    AuditRequest const& request, ledger::NoteKey const& key
) {
    std::vector<ledger::TreeHead> out;
    if (request.old_checkpoint) {
        auto const note = read_file(*request.old_checkpoint);
        auto const opened = note ? ledger::open_checkpoint(*note, key)
                                 : Result<ledger::OpenedCheckpoint>(note.error());
        if (!opened) {
            return opened.error();
        }
        out.push_back(opened->checkpoint.head);
    }
    return out;
}

int fail(Error const& error, int status) {
    std::cerr << "ocoptrace audit: " << printable(describe(error)) << '\n';
    return status;
}

// 1 at once where the log cannot be looked at; else the findings decide.
class Audit {
  public:
    Audit(
        AuditRequest const& request, ledger::NoteKey key, std::optional<stamp::SignedAnswer> answer
    )
        : request_(request) {
        audit_.key = std::move(key);
        audit_.answer = std::move(answer);
        audit_.entries_max = request.entries_max;
    }

    int run(tlog::LogFiles files, store::Reader const* folder) {
        auto older = older_heads(request_, audit_.key);
        if (!older) {
            return fail(older.error(), 2);
        }
        audit_.older = std::move(*older);
        std::optional<KeptLog> kept;
        if (request_.state) {
            auto opened = KeptLog::open(*request_.state, audit_.key);
            if (!opened) {
                return fail(opened.error(), 1);
            }
            kept = std::move(*opened);
            files = go_on(*kept, std::move(files), folder);
        }
        if (folder != nullptr) {
            audit_.replayed = [this, folder](ledger::RuleReplay const& rules) {
                findings_.add("derived", stamps::check_against_log(*folder, rules.state()));
            };
        }
        auto const audited = read_log(files);
        if (folder != nullptr) {
            check_folder(*folder, audited);
        }
        if (kept && audited && findings_.count() == 0) {
            findings_.add("state", kept->save(*audited));
        }
        return tell(audited);
    }

  private:
    // Entries and tiles of a folder are read all the same: they cost nothing.
    tlog::LogFiles go_on(KeptLog& kept, tlog::LogFiles files, store::Reader const* folder) {
        if (kept.head()) {
            audit_.older.push_back(*kept.head());
            audit_.tiles_known = folder == nullptr ? kept.head()->size : 0;
        }
        audit_.visit = [&kept](std::uint64_t index, std::string_view entry) {
            kept.add(index, entry);
        };
        return folder == nullptr ? kept.before(std::move(files)) : std::move(files);
    }

    std::optional<tlog::Audited> read_log(tlog::LogFiles const& files) {
        std::optional<Progress> progress;
        auto const mode = progress_mode(request_.progress);
        audit_.report = [this](tlog::Finding const& finding) { findings_.add(finding); };
        audit_.progress = [&](std::uint64_t done, std::uint64_t size) {
            constexpr std::uint64_t step = 100;
            if (!progress) {
                progress.emplace(mode, "entries", size);
            }
            if (done == size || done * step / size != shown_) {
                shown_ = done * step / size;
                progress->show(done);
            }
        };
        return tlog::audit_log(files, audit_);
    }

    void check_folder(store::Reader const& reader, std::optional<tlog::Audited> const& audited) {
        auto const report = [this](tlog::Finding const& finding) { findings_.add(finding); };
        if (audited) {
            findings_.add("store", tlog::check_kept(reader, audit_.key, *audited, report));
        }
        findings_.add("record", tlog::check_records(reader));
        findings_.add("derived", stamps::check_derived(reader));
        findings_.add("derived", inspections::check_marks(reader));
        findings_.add("audit", accounts::check_audit(reader));
    }

    int tell(std::optional<tlog::Audited> const& audited) const {
        findings_.tell_rest();
        if (audited) {
            std::cout << "entries: " << audited->head.size
                      << "\nroot: " << to_base64(audited->head.root) << '\n';
            std::cout << (audited->demo ? "sample data: yes\n" : "");
            for (auto const& each : audited->large_sums) {
                std::cout << "two approve from: " << each.sum << " stamps, since entry "
                          << each.entry << '\n';
            }
        }
        std::cout << "findings: " << findings_.count() << '\n';
        return audited && findings_.count() == 0 ? 0 : 1;
    }

    AuditRequest const& request_;
    tlog::LogAudit audit_;
    Findings findings_;
    std::uint64_t shown_ = 0;  // percent
};

int audit_folder(Config const& config, AuditRequest const& request, Given given) {
    auto const keys = read_keys(config);
    if (!keys && !given.log) {
        return fail(keys.error(), 2);
    }
    if (!keys) {
        std::cerr << "note: the mark is not checked: " << describe(keys.error()) << '\n';
    }
    if (keys && !given.answer) {
        given.answer = keys->answer;
    }
    auto answer = read_answer(request, given.answer);
    if (!answer) {
        return fail(answer.error(), 2);
    }
    auto const mark = keys ? std::optional(keys->mark) : std::nullopt;
    auto const opened = store::ReadOnlyStore::open(config.data / "store", mark);
    if (!opened) {
        return fail(opened.error(), 1);
    }
    if (!given.log) {
        auto origin = tlog::load_origin(opened->reader());
        if (!origin) {
            return fail(origin.error(), 1);
        }
        given.log = ledger::NoteKey{std::move(*origin), ledger::NoteKind::ed25519, keys->log};
    }
    Audit audit(request, *given.log, std::move(*answer));
    return audit.run(tlog::stored_files(opened->reader()), &opened->reader());
}

int audit_url(AuditRequest const& request, Given const& given) {
    if (!given.log) {
        return fail(Error(Errc::malformed, "vkey_missing", "--vkey", "or --trust is required"), 2);
    }
    auto answer = read_answer(request, given.answer);
    if (!answer) {
        return fail(answer.error(), 2);
    }
    auto prefix = log_prefix(request.target);
    if (!prefix) {
        return fail(prefix.error(), 2);
    }
    auto const log =
        RemoteLog::connect({std::move(*prefix), request.private_address, request.ca_file});
    if (!log) {
        return fail(log.error(), 2);
    }
    return Audit(request, *given.log, std::move(*answer)).run(log->files(), nullptr);
}

}  // namespace

int audit(Config const& config, AuditRequest const& request) {
    auto given = given_keys(request);
    if (!given) {
        return fail(given.error(), 2);
    }
    bool const is_url = request.target.find("://") != std::string::npos;
    return is_url ? audit_url(request, *given) : audit_folder(config, request, std::move(*given));
}

}  // namespace ocop::cli
