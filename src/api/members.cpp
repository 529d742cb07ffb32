#include "accounts/api_keys.hpp"
#include "accounts/audit.hpp"
#include "accounts/notices.hpp"
#include "api/people.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "registry/membership.hpp"

#include <ocop/base/encoding.hpp>

#include <memory>

namespace ocop::api {

namespace {

using accounts::Account;
using accounts::AuditEntry;
using accounts::AuditQuery;

constexpr std::size_t export_slice = 500;

Written invited(registry::Invited const& made, int status) {
    json::object body{{"account", json::write(made.account)}, {"token", made.token}};
    return {status, std::move(body), {}, {{"Cache-Control", "no-store"}}, {}, made.account.id};
}

Result<Written> invite(store::Transaction& tx, Call const& call, accounts::NewAccount body) {
    auto const made = registry::invite(tx, call.who, call.services.random, std::move(body));
    return made ? invited(*made, 201) : Result<Written>(made.error());
}

Result<Written> recover(store::Transaction& tx, Call const& call, registry::Recovery const& body) {
    auto const made =
        registry::recover_account(tx, call.who, call.services.random, call.subject(), body);
    if (!made) {
        return made.error();
    }
    auto written = invited(*made, 200);
    written.audited = body.evidence;
    return written;
}

Result<Written> shown(Result<Account> const& account) {
    if (!account) {
        return account.error();
    }
    return Written{200, json::write(*account), {}, {}, {}};
}

Result<Written> disable(store::Transaction& tx, Call const& call, Nothing) {
    return shown(registry::disable_account(tx, call.who, call.subject()));
}

Result<Written> enable(store::Transaction& tx, Call const& call, Nothing) {
    return shown(registry::enable_account(tx, call.who, call.subject()));
}

Result<Written> change_role(
    store::Transaction& tx, Call const& call, registry::RoleChange const& body
) {
    auto written = shown(registry::change_role(tx, call.who, call.subject(), body));
    if (written) {
        written->audited = boost::describe::enum_to_string(body.role, "?");
    }
    return written;
}

Result<Written> erase_account(store::Transaction& tx, Call const& call, Nothing) {
    auto const account = registry::load_account_for(tx, call.who, call.subject());
    return shown(account ? erase_person(tx, call.who, account->id) : account);
}

Result<http::Response> show_account(store::Reader const& reader, Call const& call) {
    auto const account = registry::load_account_for(reader, call.who, call.subject());
    if (!account) {
        return account.error();
    }
    return show(call.request, json::write(*account));
}

http::Handler shows_account(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        return queue_read(services, request, show_account);
    };
}

Result<Listed> list_page(
    store::Reader const& reader, http::Request const& request, PageRequest const& page
) {
    auto const& who = who_of(request);
    auto const found =
        accounts::list_accounts(reader, page.after, page.limit, [&](Account const& account) {
            return registry::may_see(reader, who, account);
        });
    if (!found) {
        return found.error();
    }
    return listed(found->accounts, found->next);
}

Result<http::Response> show_page(
    store::Reader const& reader, http::Request const& request, PageRequest const& page
) {
    auto found = list_page(reader, request, page);
    return found ? respond_page(request, page, std::move(*found))
                 : Result<http::Response>(found.error());
}

// Its reading is itself an audit entry.
http::Handler lists_accounts(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto page = read_page(request);
        if (!page) {
            return problem(page.error(), request);
        }
        auto const load = [page = std::move(*page)](store::Reader const& reader, Call const& call) {
            return show_page(reader, call.request, page);
        };
        return queue_read(services, request, load);
    };
}

// A key without its hash: what lists show.
struct KeyLine {
    std::string id;
    std::string label;
    std::vector<accounts::Scope> scopes;
    Instant created_at;
    Instant expires_at;
    std::optional<Instant> last_used_at;

    static KeyLine of(accounts::ApiKey const& key) {
        return {key.id, key.label, key.scopes, key.created_at, key.expires_at, key.last_used_at};
    }
};
BOOST_DESCRIBE_STRUCT(KeyLine, (), (id, label, scopes, created_at, expires_at, last_used_at))

Result<Written> make_key(store::Transaction& tx, Call const& call, accounts::NewApiKey body) {
    auto const account = accounts::load_account(tx, call.who.account);
    if (!account) {
        return account.error();
    }
    auto const made =
        accounts::make_api_key(tx, call.services.random, *account, std::move(body), false);
    if (!made) {
        return made.error();
    }
    accounts::Notice notice;
    notice.kind = accounts::NoticeKind::api_key_made;
    notice.subject = made->key.id;
    notice.actor = account->id;
    accounts::put_notice(tx, call.services.random, account->id, std::move(notice));
    json::object out{{"key", json::write(KeyLine::of(made->key))}, {"token", made->text}};
    return Written{201, std::move(out), {}, {{"Cache-Control", "no-store"}}, made->key.id};
}

Result<Listed>
list_keys(store::Reader const& reader, http::Request const& request, PageRequest const&) {
    auto const keys = accounts::api_keys_of(reader, who_of(request).account);
    if (!keys) {
        return keys.error();
    }
    std::vector<KeyLine> lines;
    for (auto const& key : *keys) {
        lines.push_back(KeyLine::of(key));
    }
    return listed(lines, std::nullopt);
}

Result<Written> end_key(store::Transaction& tx, Call const& call, Nothing) {
    auto const key = accounts::end_api_key(tx, call.who.account, call.subject());
    if (!key) {
        return key.error();
    }
    return Written{200, json::write(KeyLine::of(*key)), {}, {}, {}};
}

struct AuditRequest {
    AuditQuery query;
    std::size_t limit = 0;
    bool lines = false;  // all of it, as JSON lines
};

Result<std::optional<Instant>> read_time(http::Parameters const& query, std::string_view name) {
    auto const text = http::find_parameter(query, name);
    if (!text) {
        return std::optional<Instant>();
    }
    auto const at = parse_instant(*text);
    if (!at) {
        return query_invalid(name, "must be an RFC 3339 time");
    }
    return std::optional(*at);
}

Result<AuditRequest> read_audit_request(http::Request const& request) {
    auto const query = read_query(
        request, {"actor", "subject", "act", "from", "until", "limit", "after", "format"}
    );
    if (!query) {
        return query.error();
    }
    AuditRequest out;
    out.query.actor = http::find_parameter(*query, "actor").value_or("");
    out.query.subject = http::find_parameter(*query, "subject").value_or("");
    out.query.act = http::find_parameter(*query, "act").value_or("");
    auto const from = read_time(*query, "from");
    auto const until = read_time(*query, "until");
    auto const limit = read_number(*query, {"limit", 1, page_limit_max, page_limit_default});
    if (!from) {
        return from.error();
    }
    if (!until) {
        return until.error();
    }
    if (!limit) {
        return limit.error();
    }
    out.query.from = *from;
    out.query.until = *until;
    out.limit = static_cast<std::size_t>(*limit);
    if (auto const after = http::find_parameter(*query, "after")) {
        auto const number = parse_decimal(*after, INT64_MAX);
        if (!number) {
            return query_invalid("after", "must be the number of an entry");
        }
        out.query.after = *number;
    }
    auto const format = http::find_parameter(*query, "format").value_or("json");
    if (format != "json" && format != "jsonl") {
        return query_invalid("format", "must be json or jsonl");
    }
    out.lines = format == "jsonl";
    return out;
}

Result<std::vector<AuditEntry>> read_audit(
    store::Reader const& reader, AuditQuery const& query, std::size_t count
) {
    std::vector<AuditEntry> out;
    auto const searched = accounts::search_audit(reader, query, [&](AuditEntry const& entry) {
        out.push_back(entry);
        return out.size() < count;
    });
    if (!searched) {
        return searched.error();
    }
    return out;
}

// The whole answer to a query, slice by slice, each on a snapshot of its own: entries are only ever
// appended, so the slices fit together.
http::BodySource audit_lines(Services& services, Caller caller, AuditQuery query) {
    return [&services, caller = std::move(caller), query = std::move(query)](
           ) mutable -> Result<std::optional<std::string>> {
        auto const snapshot = services.store.snapshot();
        if (auto ok = check_still(*snapshot, caller, services.clock.now()); !ok) {
            return ok.error();
        }
        auto const entries = read_audit(*snapshot, query, export_slice);
        if (!entries) {
            return entries.error();
        }
        if (entries->empty()) {
            return std::optional<std::string>();
        }
        std::string text;
        for (auto const& entry : *entries) {
            text += json::serialize(json::write(entry)) + '\n';
        }
        query.after = entries->back().number;
        return std::optional(std::move(text));
    };
}

Result<http::Response> show_audit(
    store::Reader const& reader, Call const& call, AuditRequest const& asked
) {
    if (asked.lines) {
        return http::Response{
            200, {}, audit_lines(call.services, caller_of(call.request), asked.query)}
            .with("Content-Type", "application/jsonl")
            .with("Cache-Control", "no-store")
            .with("Content-Disposition", "attachment; filename=\"audit.jsonl\"");
    }
    auto entries = read_audit(reader, asked.query, asked.limit + 1);
    if (!entries) {
        return entries.error();
    }
    std::optional<std::uint64_t> next;
    if (entries->size() > asked.limit) {
        entries->pop_back();
        next = entries->back().number;
    }
    json::object body{{"items", json::write(*entries)}};
    if (next) {
        body["next"] = *next;
    }
    return respond_private({200, std::move(body), {}, {}, {}});
}

http::Handler searches_audit(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto asked = read_audit_request(request);
        if (!asked) {
            return problem(asked.error(), request);
        }
        return queue_read(
            services,
            request,
            [asked = std::move(*asked)](store::Reader const& reader, Call const& call) {
                return show_audit(reader, call, asked);
            }
        );
    };
}

}  // namespace

std::vector<http::Route> member_routes(Services& s) {
    return {
        post("/api/v1/invitations", writes<accounts::NewAccount>(s, invite, Memory::forgets)),
        get("/api/v1/accounts", lists_accounts(s)),
        get("/api/v1/accounts/{id}", shows_account(s)),
        post("/api/v1/accounts/{id}/disable", writes<Nothing>(s, disable, Memory::forgets)),
        post("/api/v1/accounts/{id}/enable", writes<Nothing>(s, enable, Memory::forgets)),
        post(
            "/api/v1/accounts/{id}/role",
            writes<registry::RoleChange>(s, change_role, Memory::forgets)
        ),
        post(
            "/api/v1/accounts/{id}/recover", writes<registry::Recovery>(s, recover, Memory::forgets)
        ),
        post("/api/v1/accounts/{id}/erase", writes<Nothing>(s, erase_account, Memory::forgets)),
        post("/api/v1/api-keys", writes<accounts::NewApiKey>(s, make_key, Memory::forgets)),
        get("/api/v1/api-keys", lists_by(s, list_keys)),
        erase("/api/v1/api-keys/{id}", writes<Nothing>(s, end_key)),
        get("/api/v1/audit", searches_audit(s)),
    };
}

}  // namespace ocop::api
