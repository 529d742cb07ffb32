#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "events/csv_values.hpp"
#include "http/places.hpp"
#include "imports/import.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>
#include <ocop/crypto/hash.hpp>

#include <memory>

namespace ocop::api {

namespace {

using imports::Errors;
using imports::Registered;
using imports::Table;

// What ?kind and ?dry_run say.
struct Asked {
    imports::Kind kind = imports::Kind::producers;
    bool dry = false;
};

// A file on its way to the transaction.
struct File {
    std::shared_ptr<void const> place;  // of the one file at a time
    Table table;
    Hash hash{};
    Registered registered;  // of the last run

    Errors const& errors() const {
        return table.errors.total > 0 ? table.errors : registered.errors;
    }
};

Result<Asked> read_asked(http::Request const& request) {
    auto const query = read_query(request, {"kind", "dry_run"});
    if (!query) {
        return query.error();
    }
    auto const kind = imports::parse_kind(http::find_parameter(*query, "kind").value_or(""));
    if (!kind) {
        return query_invalid("kind", "must be producers, products, trade-items or certificates");
    }
    auto const dry = http::find_parameter(*query, "dry_run").value_or("false");
    if (dry != "true" && dry != "false") {
        return query_invalid("dry_run", "must be true or false");
    }
    auto const type = request.header("Content-Type");
    if (fold_case(events::trimmed(type.substr(0, type.find(';')))) != "text/csv") {
        return Error(
            Errc::unsupported, "unsupported_media_type", "Content-Type", "must be text/csv"
        );
    }
    return Asked{*kind, dry == "true"};
}

// The authority that the caller answers to, which is what a clerk leaves out; empty: none.
std::string authority_of(accounts::Principal const& who) {
    constexpr std::string_view prefix = "authority:";
    if (!who.unit.starts_with(prefix)) {
        return {};
    }
    auto const id = std::string_view(who.unit).substr(prefix.size());
    return std::string(id.substr(0, id.find('/')));
}

json::array errors_of(Errors const& errors) {
    json::array out;
    for (auto const& error : errors.first) {
        out.push_back(json::write(error));
    }
    return out;
}

Error lines_wrong() {
    return {Errc::refused, "import_lines_wrong"};
}

// The problem document with each error at its line.
http::Response with_errors(http::Response response, Errors const& errors) {
    auto* const body = std::get_if<std::string>(&response.body);
    auto parsed = body == nullptr ? Result<json::value>(nullptr)
                                  : json::parse(*body, {.bytes_max = body->size()});
    if (parsed && parsed->is_object()) {
        parsed->get_object()["errors"] = errors_of(errors);
        parsed->get_object()["errors_total"] = errors.total;
        response.body = json::serialize(*parsed);
    }
    return response;
}

http::Response report(File const& file) {
    json::array records;
    for (auto const& made : file.registered.made) {
        json::object record{{"line", made.line}, {"title", made.title}};
        // A producer's is made up anew when it is really registered.
        if (file.table.kind != imports::Kind::producers) {
            record["id"] = made.id;
        }
        records.push_back(std::move(record));
    }
    auto const& errors = file.errors();
    return http::json_response(
        200,
        json::serialize(json::object{
            {"kind", imports::to_text(file.table.kind)},
            {"sha256", to_hex(file.hash)},
            {"good", errors.total == 0},
            {"records", std::move(records)},
            {"errors", errors_of(errors)},
            {"errors_total", errors.total}})
    );
}

// All of it but the end. Whoever is told of errors has to refuse the transaction.
Result<imports::Import> run(
    store::Transaction& tx, accounts::Principal const& who, Random& random, File& file
) {
    auto registered = imports::register_lines(tx, who, random, file.table);
    if (!registered) {
        return registered.error();
    }
    file.registered = std::move(*registered);
    if (file.registered.errors.total > 0) {
        return lines_wrong();
    }
    return imports::keep_import(tx, who, random, file.table, file.hash, file.registered.made);
}

// Runs the very import in a transaction that is then refused: what is said is what would be.
http::Answer rehearse(
    Services& services, http::Request const& request, std::shared_ptr<File> const& file
) {
    auto const outcome = std::make_shared<Result<void>>();
    return http::Pending{
        [&services, file, outcome, who = who_of(request), id = request.id](auto complete) {
            services.store.transact(
                [&services, file, outcome, who](store::Transaction& tx) -> Result<void> {
                    auto const made = run(tx, who, services.random, *file);
                    *outcome = made ? Result<void>() : made.error();
                    return Error(Errc::refused, "dry_run");
                },
                [file, outcome, id, complete](Result<store::Commit> const& commit) {
                    bool const dry = !commit && commit.error().slug == "dry_run";
                    auto const& done = dry ? *outcome : Result<void>(commit.error());
                    bool const told = done || done.error().slug == lines_wrong().slug;
                    file->place.reset();  // the answer may bring the next file
                    complete(told ? report(*file) : http::problem_response(done.error(), id));
                }
            );
        }};
}

http::Answer store_lines(
    Services& services, http::Request const& request, std::shared_ptr<File> const& file
) {
    auto const step = [file](store::Transaction& tx, Call const& call) -> Result<Written> {
        auto const made = run(tx, call.who, call.services.random, *file);
        auto written = created(call, made, &imports::Import::id);
        if (written) {
            written->audited = made->kind + ": " + std::to_string(made->count) + " lines";
        }
        return written;
    };
    auto answer =
        queue_write(services, request, step, Memory::keeps, Match::may, {"kind", "dry_run"});
    auto* const pending = std::get_if<http::Pending>(&answer);
    if (pending == nullptr) {
        return answer;
    }
    return http::Pending{[start = std::move(pending->start), file](auto complete) {
        start([complete, file](http::Response response) {
            bool const told = response.status == 422 && file->errors().total > 0;
            file->place.reset();
            complete(told ? with_errors(std::move(response), file->errors()) : std::move(response));
        });
    }};
}

// One file at a time: two thousand registrations are one transaction, behind which all others
// wait, and a dry run is the same and costs nothing to ask for.
http::Handler import_lines(Services& services) {
    auto const places = std::make_shared<http::Places>(1, 1);
    return [&services, places](http::Request const& request) -> http::Answer {
        auto const asked = read_asked(request);
        if (!asked) {
            return problem(asked.error(), request);
        }
        auto const file = std::make_shared<File>();
        file->place = places->try_hold(who_of(request).account);
        if (file->place == nullptr) {
            return problem(Error(Errc::unavailable, "uploads_busy"), request);
        }
        file->table = imports::read_table(asked->kind, request.body, authority_of(who_of(request)));
        file->hash = crypto::sha256(as_bytes(request.body));
        // A file that is not read whole does not go further: its cells are what is to be mended.
        if (file->table.errors.total > 0) {
            return asked->dry ? report(*file)
                              : with_errors(problem(lines_wrong(), request), file->table.errors);
        }
        return asked->dry ? rehearse(services, request, file)
                          : store_lines(services, request, file);
    };
}

Result<Listed> list_heads(
    store::Reader const& reader, http::Request const&, PageRequest const& page
) {
    auto const found = imports::list_imports(reader, page.after, page.limit);
    return found ? Result<Listed>(listed(found->records, found->next)) : found.error();
}

Result<imports::Import> load_one(store::Reader const& reader, http::Request const& request) {
    return imports::load_import(reader, request.capture("id"));
}

}  // namespace

std::vector<http::Route> import_routes(Services& s) {
    auto lines = post("/api/v1/imports", import_lines(s));
    lines.body_bytes_max = imports::bytes_max;
    return {
        std::move(lines),
        get("/api/v1/imports", lists_by(s, list_heads)),
        get("/api/v1/imports/{id}", shows_by(s, load_one)),
        post("/api/v1/imports/{id}/undo", changes(s, imports::undo_import)),
    };
}

}  // namespace ocop::api
