#include "api/write.hpp"

#include "accounts/idempotency.hpp"

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

std::string hash_of(http::Request const& request) {
    auto const text = ByteWriter()
                          .text_nul(http::method_name(request.method))
                          .text_nul(request.path)
                          .text(request.body)
                          .take();
    return to_hex(crypto::sha256(as_bytes(text)));
}

std::optional<std::int64_t> revision_of(json::value const& body) {
    auto const* object = body.if_object();
    auto const* member = object != nullptr ? object->if_contains("revision") : nullptr;
    if (member == nullptr || !member->is_int64()) {
        return std::nullopt;
    }
    return member->get_int64();
}

http::Response respond(Remembered answer, std::optional<std::int64_t> revision) {
    auto response = http::json_response(static_cast<int>(answer.status), std::move(answer.body));
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
    if (!job.key.empty()) {
        auto before = accounts::find_remembered(tx, job.call.who, job.key, job.hash);
        if (!before) {
            return before.error();
        }
        if (*before) {
            return replay(std::move(**before));
        }
    }
    auto written = job.step(tx, job.call);
    if (!written) {
        return written.error();
    }
    auto const revision = revision_of(written->body);
    if (auto ok = check_expected(job.expected, revision); !ok) {
        return ok.error();
    }
    Remembered answer;
    answer.request = job.hash;
    answer.status = written->status;
    answer.location = std::move(written->location);
    answer.body = json::serialize(written->body);
    if (!job.key.empty()) {
        accounts::remember(tx, job.call.who, job.key, answer);
    }
    return respond(std::move(answer), revision);
}

// What a transaction and its end share.
struct Commission {
    std::string request_id;
    Decide decide;
    std::function<void(http::Response)> complete;
    http::Response response;

    Result<void> work(store::Transaction& tx) {
        auto decided = decide(tx);
        if (!decided) {
            return decided.error();
        }
        response = std::move(*decided);
        return {};
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

http::Answer queue_write(Services& services, http::Request const& request, Step step) {
    if (auto const query = read_query(request, {}); !query) {
        return problem(query.error(), request);
    }
    auto const job = std::make_shared<Job>(Job{
        {services, {request.account}, request},
        std::move(step),
        read_tags(request.header("If-Match"), Comparison::strong),
        std::string(request.header("Idempotency-Key")),
        {}});
    job->call.request.body.clear();
    if (!job->key.empty()) {
        job->hash = hash_of(request);
    }
    return commit(services.store, request.id, [job](store::Transaction& tx) {
        return run(tx, *job);
    });
}

}  // namespace ocop::api
