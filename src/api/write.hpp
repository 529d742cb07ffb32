#pragma once

#include "api/caller.hpp"
#include "api/request.hpp"
#include "api/services.hpp"

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// Writes: a strictly read body, one transaction, and the answer once it is on disk.
//
// What a write appended to the ledger its answer names (Ledger-Index, Ledger-Leaf): the receipt
// that a proof is asked for with.
//
// Every write takes an Idempotency-Key, but those whose answer holds a secret. With one, the answer
// is kept in the same transaction, and a repeated request gets it again, word for word; a refusal
// is not kept, since it changed nothing. Every write leaves an audit entry and asks once more
// whether its caller may still act. Every write honours If-Match: when the record it changed was
// not at a revision named there, the transaction is refused (precondition "revision_stale").
namespace ocop::api {

// The one transaction of a request and the answer it comes to. May run more than once.
using Decide = std::function<Result<http::Response>(store::Transaction&)>;

// `store` must outlive the answer.
http::Pending commit(store::Store& store, std::string request_id, Decide decide);

// What a write knows beside its body.
struct Call {
    Services& services;
    accounts::Principal who;
    http::Request request;  // without its body

    // What the path says first: the record to be changed.
    std::string_view subject() const { return request.captures.front().second; }
};

struct Written {
    int status = 200;
    json::value body;                   // null: no content
    std::string location;               // empty: none
    std::vector<http::Header> headers;  // besides; not remembered
    std::string audited;                // for the audit alone: what is not said by route and path
    std::string subject = {};  // the same: whom it was done to, where the path does not say
};

// Whether the answer may be kept for a repeated request: not when it holds a secret, or what says
// who a person is, which erasing could not find there.
enum class Memory : std::uint8_t { keeps, forgets };

// Whether the request must name the revision that it was decided on. It must where a second person
// confirms what the first may still put other terms in the place of: they confirm what they read.
enum class Match : std::uint8_t { may, must };

using Step = std::function<Result<Written>(store::Transaction&, Call const&)>;

// malformed "query_unknown" for a query but the parameters of `known`, which are part of what an
// Idempotency-Key was used for; precondition "revision_missing" when If-Match must be
// given and is not, or is "*".
http::Answer queue_write(
    Services& services,
    http::Request const& request,
    Step step,
    Memory memory = Memory::keeps,
    Match match = Match::may,
    std::initializer_list<std::string_view> known = {}
);

// A read whose answer is sensitive (Demand::audited): made on the pool, and given once the audit
// entry that tells of it is on disk.
http::Answer queue_read(
    Services& services,
    http::Request const& request,
    std::function<Result<http::Response>(store::Reader const&, Call const&)> const& load
);

// 200 with the record as it is now.
template <class R>
Result<Written> changed(Result<R> const& record) {
    if (!record) {
        return record.error();
    }
    return Written{200, json::write(*record), {}, {}, {}};
}

// 201; the record lies below the path it was posted to. `key` gives its name there.
template <class R, class Key>
Result<Written> created(Call const& call, Result<R> const& record, Key key) {
    if (!record) {
        return record.error();
    }
    return Written{
        201,
        json::write(*record),
        call.request.path + "/" + std::string(std::invoke(key, *record)),
        {},
        {}};
}

// A handler that reads a Body and queues `act` with it: Result<Written>(tx, call, Body).
template <class Body, class Act>
http::Handler writes(
    Services& services, Act act, Memory memory = Memory::keeps, Match match = Match::may
) {
    return [&services, act, memory, match](http::Request const& request) -> http::Answer {
        auto body = read_body<Body>(request);
        if (!body) {
            return problem(body.error(), request);
        }
        return queue_write(
            services,
            request,
            [act, body = std::move(*body)](store::Transaction& tx, Call const& call) {
                return act(tx, call, body);
            },
            memory,
            match
        );
    };
}

// Handlers over the service functions as they are: what creates, and what changes the record that
// the path names.
template <class R, class Body, class Key>
http::Handler creates(
    Services& services,
    Result<R> (*service)(store::Transaction&, accounts::Principal const&, Body),
    Key key
) {
    return writes<Body>(services, [service, key](auto& tx, Call const& call, Body body) {
        return created(call, service(tx, call.who, std::move(body)), key);
    });
}

template <class R, class Body, class Key>
http::Handler creates(
    Services& services,
    Result<R> (*service)(store::Transaction&, accounts::Principal const&, Random&, Body),
    Key key
) {
    return writes<Body>(services, [service, key](auto& tx, Call const& call, Body body) {
        return created(call, service(tx, call.who, call.services.random, std::move(body)), key);
    });
}

template <class R, class Body>
http::Handler changes(
    Services& services,
    Result<R> (*service)(store::Transaction&, accounts::Principal const&, std::string_view, Body),
    Match match = Match::may
) {
    auto const act = [service](auto& tx, Call const& call, Body body) {
        return changed(service(tx, call.who, call.subject(), std::move(body)));
    };
    return writes<Body>(services, act, Memory::keeps, match);
}

template <class R>
http::Handler changes(
    Services& services,
    Result<R> (*service)(store::Transaction&, accounts::Principal const&, std::string_view),
    Match match = Match::may
) {
    auto const act = [service](auto& tx, Call const& call, Nothing) {
        return changed(service(tx, call.who, call.subject()));
    };
    return writes<Nothing>(services, act, Memory::keeps, match);
}

}  // namespace ocop::api
