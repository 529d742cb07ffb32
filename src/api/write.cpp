#include "api/write.hpp"

#include "accounts/audit.hpp"
#include "accounts/idempotency.hpp"
#include "tlog/log.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <memory>

namespace ocop::api {

namespace {

using accounts::Remembered;

// A write on its way to the commit thread; everything costly about it is done.
struct Job {
    Call call;
    Step step;
    TagList expected;
    std::string key;   // Idempotency-Key; empty: none
    std::string hash;  // of the request, when there is a key
};

// What the path names, or what was made under it: "25-08620-01-2026", "09520000100018:L1".
std::string subject_of(Call const& call, std::string_view location) {
    std::string out;
    for (auto const& [name, value] : call.request.captures) {
        out += (out.empty() ? "" : ":") + value;
    }
    auto const below = call.request.path.size() + 1;
    if (location.size() > below) {
        out += (out.empty() ? "" : ":") + std::string(location.substr(below));
    }
    return out;
}

Result<void> leave_audit(
    store::Transaction& tx, Call const& call, std::string subject, std::string detail
) {
    auto const number = accounts::audit(
        tx,
        call.who,
        {.act = std::string(caller_of(call.request).row->route),
         .subject = std::move(subject),
         .detail = std::move(detail),
         .request = call.request.id}
    );
    return number ? Result<void>() : number.error();
}

Call call_of(Services& services, http::Request const& request) {
    Call call{services, who_of(request), request};
    call.request.body.clear();
    return call;
}

std::string hash_of(http::Request const& request) {
    ByteWriter text;
    text.text_nul(http::method_name(request.method)).text_nul(request.path);
    if (!request.query.empty()) {
        text.text_nul(request.query);
    }
    text.text(request.body);
    return to_hex(crypto::sha256(as_bytes(text.view())));
}

std::optional<std::int64_t> revision_of(json::value const& body) {
    auto const* object = body.if_object();
    auto const* member = object != nullptr ? object->if_contains("revision") : nullptr;
    if (member == nullptr || !member->is_int64()) {
        return std::nullopt;
    }
    return member->get_int64();
}

constexpr std::string_view entries_header = "Ledger-Index";
constexpr std::string_view leaf_header = "Ledger-Leaf";

// The receipt of a write: which entries it made, and the leaf hash of the last, which a proof
// (GET /api/v1/proof) is checked with.
struct Receipt {
    std::string entries;
    std::string leaf;
};

// Of what the transaction appended since the ledger had `before` entries; nullopt when nothing.
Result<std::optional<Receipt>> receipt_of(store::Transaction const& tx, std::uint64_t before) {
    auto const after = tx.ledger_size();
    if (after == before) {
        return std::optional<Receipt>();
    }
    auto const leaf = tlog::leaf_of(tx, after - 1);
    if (!leaf) {
        return leaf.error();
    }
    auto const last = std::to_string(after - 1);
    bool const one = after - before == 1;
    return std::optional(Receipt{one ? last : std::to_string(before) + '-' + last, to_base64(*leaf)}
    );
}

http::Response respond(Remembered answer, std::optional<std::int64_t> revision) {
    auto const status = static_cast<int>(answer.status);
    auto response = answer.body.empty() ? http::Response{status, {}, std::string()}
                                        : http::json_response(status, std::move(answer.body));
    if (answer.entries && answer.leaf) {
        response.with(std::string(entries_header), std::move(*answer.entries));
        response.with(std::string(leaf_header), std::move(*answer.leaf));
    }
    if (!answer.location.empty()) {
        response.with("Location", std::move(answer.location));
    }
    if (revision) {
        response.with("ETag", entity_tag(*revision));
    }
    return response;
}

http::Response replay(Remembered answer) {
    auto const body = json::parse(answer.body, {.bytes_max = answer.body.size()});
    auto const revision = body ? revision_of(*body) : std::nullopt;
    return respond(std::move(answer), revision);
}

// Judged after the change, which knows what it changed; a refusal undoes it.
Result<void> check_expected(TagList const& expected, std::optional<std::int64_t> revision) {
    bool const existed = revision && *revision > 1;
    if (!expected.given || (existed && expected.matches(*revision - 1))) {
        return {};
    }
    return Error(
        Errc::precondition,
        "revision_stale",
        "If-Match",
        existed ? "the record is at revision " + std::to_string(*revision - 1)
                : std::string("there is no revision to match")
    );
}

Result<http::Response> run(store::Transaction& tx, Job const& job) {
    if (auto ok = check_still(tx, caller_of(job.call.request), tx.now()); !ok) {
        return ok.error();
    }
    if (!job.key.empty()) {
        auto before = accounts::find_remembered(tx, job.call.who, job.key, job.hash);
        if (!before) {
            return before.error();
        }
        if (*before) {
            return replay(std::move(**before));
        }
    }
    auto const size_before = tx.ledger_size();
    auto written = job.step(tx, job.call);
    if (!written) {
        return written.error();
    }
    auto receipt = receipt_of(tx, size_before);
    if (!receipt) {
        return receipt.error();
    }
    auto const revision = revision_of(written->body);
    if (auto ok = check_expected(job.expected, revision); !ok) {
        return ok.error();
    }
    auto subject = written->subject.empty() ? subject_of(job.call, written->location)
                                            : std::move(written->subject);
    auto audited = leave_audit(tx, job.call, std::move(subject), std::move(written->audited));
    if (!audited) {
        return audited.error();
    }
    Remembered answer;
    answer.request = job.hash;
    answer.status = written->status;
    answer.location = std::move(written->location);
    answer.body = written->body.is_null() ? std::string() : json::serialize(written->body);
    if (*receipt) {
        answer.entries = std::move((*receipt)->entries);
        answer.leaf = std::move((*receipt)->leaf);
    }
    if (!job.key.empty()) {
        accounts::remember(tx, job.call.who, job.key, answer);
    }
    auto response = respond(std::move(answer), revision);
    for (auto& header : written->headers) {
        response.with(std::move(header.name), std::move(header.value));
    }
    return response;
}

// What a transaction and its end share.
struct Commission {
    std::string request_id;
    Decide decide;
    std::function<void(http::Response)> complete;
    http::Response response;

    Result<void> work(store::Transaction& tx) {
        auto const before = tx.ledger_size();
        auto decided = decide(tx);
        if (!decided) {
            return decided.error();
        }
        response = std::move(*decided);
        // A Decide that remembers its answer said so itself.
        if (!response.header(entries_header).empty()) {
            return {};
        }
        auto receipt = receipt_of(tx, before);
        if (receipt && *receipt) {
            response.with(std::string(entries_header), std::move((*receipt)->entries));
            response.with(std::string(leaf_header), std::move((*receipt)->leaf));
        }
        return receipt ? Result<void>() : receipt.error();
    }

    void tell(Result<store::Commit> const& committed) {
        complete(
            committed ? std::move(response) : http::problem_response(committed.error(), request_id)
        );
    }
};

}  // namespace

http::Pending commit(store::Store& store, std::string request_id, Decide decide) {
    auto const commission =
        std::make_shared<Commission>(Commission{std::move(request_id), std::move(decide), {}, {}});
    return {[&store, commission](auto complete) {
        commission->complete = std::move(complete);
        store.transact(
            [commission](store::Transaction& tx) { return commission->work(tx); },
            [commission](Result<store::Commit> const& committed) { commission->tell(committed); }
        );
    }};
}

http::Answer queue_write(
    Services& services,
    http::Request const& request,
    Step step,
    Memory memory,
    Match match,
    std::initializer_list<std::string_view> known
) {
    if (auto const query = read_query(request, known); !query) {
        return problem(query.error(), request);
    }
    auto expected = read_tags(request.header("If-Match"), Comparison::strong);
    if (match == Match::must && (!expected.given || expected.any)) {
        auto const reason = "must name the revision of the record that was read";
        return problem(Error(Errc::precondition, "revision_missing", "If-Match", reason), request);
    }
    auto const job = std::make_shared<Job>(Job{
        call_of(services, request),
        std::move(step),
        std::move(expected),
        memory == Memory::keeps ? std::string(request.header("Idempotency-Key")) : std::string(),
        {}});
    if (!job->key.empty()) {
        job->hash = hash_of(request);
    }
    return commit(services.store, request.id, [job](store::Transaction& tx) {
        return run(tx, *job);
    });
}

http::Answer queue_read(
    Services& services,
    http::Request const& request,
    std::function<Result<http::Response>(store::Reader const&, Call const&)> const& load
) {
    OCOP_ASSERT(caller_of(request).row->demand.audited);
    auto const call = std::make_shared<Call>(call_of(services, request));
    auto loaded = load(*services.store.snapshot(), *call);
    if (!loaded) {
        return problem(loaded.error(), request);
    }
    auto const response = std::make_shared<http::Response>(std::move(*loaded));
    return commit(
        services.store,
        request.id,
        [call, response](store::Transaction& tx) -> Result<http::Response> {
            if (auto ok = check_still(tx, caller_of(call->request), tx.now()); !ok) {
                return ok.error();
            }
            if (auto ok = leave_audit(tx, *call, subject_of(*call, {}), call->request.query); !ok) {
                return ok.error();
            }
            return *response;
        }
    );
}

}  // namespace ocop::api
