#pragma once

#include "api/caller.hpp"
#include "api/request.hpp"
#include "api/services.hpp"
#include "registry/register.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

// Reads: each on one snapshot.
namespace ocop::api {

inline constexpr std::int64_t page_limit_max = 500;
inline constexpr std::int64_t page_limit_default = 50;

// 200 with the record, or 304 when If-None-Match names its revision. A record without a revision
// has no entity tag.
http::Response show(http::Request const& request, json::value const& record);

// A handler for one record. `load` gives it or its Error: Result<R>(reader, request). Who asks is
// in the request; what is not for them is their load's to deny.
template <class Load>
http::Handler shows_by(Services& services, Load load) {
    return [&services, load](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        auto const record = load(*services.store.snapshot(), request);
        return record ? show(request, json::write(*record)) : problem(record.error(), request);
    };
}

// The same over a service function that takes who asks and what the path says first.
template <class R>
http::Handler shows(
    Services& services,
    Result<R> (*load)(store::Reader const&, accounts::Principal const&, std::string_view key)
) {
    return shows_by(services, [load](store::Reader const& reader, http::Request const& request) {
        return load(reader, who_of(request), request.captures.front().second);
    });
}

// A page of records in the order of their keys.
struct Listed {
    json::array items;
    std::optional<std::string> next;  // `after` of the next page: unreserved characters and ':'
};

struct PageRequest {
    std::string after;  // empty: from the start
    std::size_t limit = 0;
    std::string filter = {};  // what else the query says, for the link: "state=open&"

    // `value` needs no escapes; an empty one was not said.
    void keep(std::string_view name, std::string_view value);
};

// ?limit and ?after; errors of read_query() and read_number().
Result<PageRequest> read_page(http::Request const& request);
// The same of a query that has more; errors of read_number().
Result<PageRequest> read_page(http::Parameters const& query);

// ?gtin and ?lot in their one form; empty what is not there. query_invalid().
struct LotAsked {
    std::string gtin;
    std::string lot;
};

Result<LotAsked> read_lot_asked(http::Parameters const& query);
// {"items": […]}, and the next page as an RFC 8288 link.
http::Response respond_page(http::Request const& request, PageRequest const& page, Listed found);

using Lister =
    std::function<Result<Listed>(store::Reader const&, http::Request const&, PageRequest const&)>;
http::Handler lists_by(Services& services, Lister lister);

template <class Records>
Listed listed(Records const& records, std::optional<std::string> next) {
    Listed out;
    for (auto const& record : records) {
        out.items.push_back(json::write(record));
    }
    out.next = std::move(next);
    return out;
}

// The records of a kind in the register that the caller reaches.
template <class R>
http::Handler lists(Services& services) {
    return lists_by(
        services,
        [](store::Reader const& reader, http::Request const& request, PageRequest const& page
        ) -> Result<Listed> {
            auto const found = registry::list<R>(reader, who_of(request), page.after, page.limit);
            if (!found) {
                return found.error();
            }
            return listed(found->records, found->next);
        }
    );
}

}  // namespace ocop::api
