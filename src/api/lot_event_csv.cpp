#include "api/epcis.hpp"
#include "api/lot_events.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "events/capture.hpp"
#include "events/csv_values.hpp"
#include "registry/lot.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>

#include <array>
#include <memory>

namespace ocop::api {

namespace {

using events::Behaviour;
using events::Candidates;
using events::LineFault;

// A table on its way to the transaction.
struct Table {
    std::vector<events::CsvForm> forms;
    std::vector<events::Built> built;  // one a form
    Candidates candidates;             // the same, unless there are faults
    std::vector<LineFault> faults;
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> refusals{{
    {"thing_of_another", "Không thuộc cơ sở của bạn và chưa được giao cho bạn"},
    {"event_exists", "Sự kiện này đã được ghi rồi"},
    {"blob_not_found", "Chưa tải lên tệp có mã này"},
    {"event_too_large", "Sự kiện quá dài"},
    {"event_parties_too_many", "Sự kiện nêu quá nhiều bên giao, bên nhận"},
}};

Result<bool> read_dry_run(http::Request const& request) {
    auto const query = read_query(request, {"dry_run"});
    if (!query) {
        return query.error();
    }
    auto const value = http::find_parameter(*query, "dry_run").value_or("false");
    if (value != "true" && value != "false") {
        return query_invalid("dry_run", "must be true or false");
    }
    return value == "true";
}

Result<void> check_type(http::Request const& request) {
    auto const type = request.header("Content-Type");
    auto const name = fold_case(events::trimmed(type.substr(0, type.find(';'))));
    if (name == "text/csv") {
        return {};
    }
    return Error(Errc::unsupported, "unsupported_media_type", "Content-Type", "must be text/csv");
}

// What is said of one form's event, at its cells.
void add_faults(Table& table, std::size_t form, Error const& error) {
    auto const in_form = events::in_form_terms(error, table.built[form]);
    if (in_form.faults.empty()) {
        auto const reason = std::string(error.slug);
        table.faults.push_back(
            events::at_line(table.forms[form], {"", refusal_in_vietnamese(error, reason), reason})
        );
    }
    for (auto const& fault : in_form.faults) {
        table.faults.push_back(events::at_line(
            table.forms[form],
            {fault.pointer, refusal_in_vietnamese(error, fault.reason), fault.reason}
        ));
    }
}

Result<void> read_form(
    FormNames& register_names, registry::Lot const& lot, Instant now, Table& table
) {
    auto const index = table.built.size();
    auto const& form = table.forms[index];
    auto const names = register_names.resolve(form.form);
    if (!names) {
        return names.error();
    }
    auto result = events::build_event(form.form, {lot.gtin, lot.lot}, *names, now);
    table.built.push_back(std::move(result.built));
    for (auto const& fault : result.faults) {
        table.faults.push_back(events::at_line(form, fault));
    }
    if (!result.faults.empty()) {
        return {};
    }
    auto event = epcis::read_event(json::value(table.built[index].event), {.now = now});
    if (!event) {
        add_faults(table, index, event.error());
        return {};
    }
    auto const added =
        events::add_candidate(table.candidates, std::move(*event), std::to_string(index));
    if (!added) {
        add_faults(table, index, added.error());
    }
    return {};
}

Result<Table> read_table(Services& services, http::Request const& request) {
    auto const snapshot = services.store.snapshot();
    auto const lot = load_told_lot(*snapshot, request);
    if (!lot) {
        return lot.error();
    }
    auto reading = events::read_event_csv(request.body);
    Table table;
    table.faults = std::move(reading.faults);
    table.forms = std::move(reading.forms);
    // A table that is not read whole is not judged further: the cells are what is to be mended.
    if (!table.faults.empty()) {
        return table;
    }
    auto const now = services.clock.now();
    FormNames names(*snapshot, who_of(request));
    for (std::size_t i = 0; i < table.forms.size(); ++i) {
        if (auto ok = read_form(names, *lot, now, table); !ok) {
            return ok.error();
        }
    }
    return table;
}

json::array lines_of(std::vector<LineFault> const& faults) {
    json::array out;
    for (auto const& fault : faults) {
        out.push_back(json::object{
            {"line", fault.line},
            {"column", fault.column},
            {"reason", json::object{{"vi", fault.vi}, {"en", fault.en}}}});
    }
    return out;
}

Error table_error(std::vector<LineFault> const& faults) {
    std::vector<Fault> out;
    for (auto const& fault : faults) {
        if (out.size() < json::faults_max) {
            auto const column = fault.column.empty() ? "" : ", " + fault.column;
            out.push_back({"line " + std::to_string(fault.line) + column, fault.en});
        }
    }
    return {Errc::malformed, "csv_invalid", std::move(out)};
}

// A problem document with every line, in both languages.
http::Response with_lines(http::Response response, std::vector<LineFault> const& faults) {
    auto* const body = std::get_if<std::string>(&response.body);
    auto parsed = body == nullptr ? Result<json::value>(nullptr)
                                  : json::parse(*body, {.bytes_max = body->size()});
    if (parsed && parsed->is_object()) {
        parsed->get_object()["lines"] = lines_of(faults);
        response.body = json::serialize(*parsed);
    }
    return response;
}

// Judges all events; those that may not be there become faults of their lines.
Result<bool> judge(store::Transaction& tx, accounts::Principal const& who, Table& table) {
    table.faults.clear();
    auto captured = events::capture(tx, who, table.candidates, Behaviour::rollback);
    if (!captured) {
        return captured.error();
    }
    for (auto& refusal : captured->refusals) {
        auto const index = parse_decimal(refusal.pointer, table.forms.size());
        auto const at = index ? static_cast<std::size_t>(*index) : 0;
        auto const& event = table.candidates.records[at].event;
        if (auto const pointed = point_at_files(tx, who, event, refusal.error); !pointed) {
            return pointed.error();
        }
        add_faults(table, at, refusal.error);
    }
    return table.faults.empty();
}

Result<Written> store_table(store::Transaction& tx, Call const& call, Table& table) {
    auto const good = judge(tx, call.who, table);
    if (!good) {
        return good.error();
    }
    if (!*good) {
        return table_error(table.faults);
    }
    json::array stored;
    for (std::size_t i = 0; i < table.candidates.records.size(); ++i) {
        auto const& record = table.candidates.records[i];
        stored.push_back(json::object{
            {"line", table.forms[i].line},
            {"number", record.number},
            {"event_id", table.candidates.facts[i].id},
            {"late", events::is_late(record)},
            {"after_order", record.after_order}});
    }
    Written out;
    out.status = 201;
    out.audited = std::to_string(stored.size()) + " events";
    out.body = json::object{{"stored", stored.size()}, {"events", std::move(stored)}};
    return out;
}

json::object dry_answer(Table const& table) {
    json::array would;
    for (std::size_t i = 0; i < table.built.size(); ++i) {
        would.push_back(json::object{{"line", table.forms[i].line}, {"event", table.built[i].event}}
        );
    }
    return {
        {"good", table.faults.empty()},
        {"events", std::move(would)},
        {"lines", lines_of(table.faults)}};
}

// Runs the very capture in a transaction that is then refused: what is said is what would be.
http::Answer rehearse(
    Services& services, http::Request const& request, std::shared_ptr<Table> const& table
) {
    auto const outcome = std::make_shared<Result<bool>>(false);
    return http::Pending{
        [&services, table, outcome, who = who_of(request), id = request.id](auto complete) {
            services.store.transact(
                [table, outcome, who](store::Transaction& tx) -> Result<void> {
                    *outcome = judge(tx, who, *table);
                    return Error(Errc::refused, "dry_run");
                },
                [table, outcome, id, complete](Result<store::Commit> const& commit) {
                    auto const dry = !commit && commit.error().slug == "dry_run";
                    auto const& error = dry ? *outcome : Result<bool>(commit.error());
                    complete(
                        dry && *outcome.get()
                            ? http::json_response(200, json::serialize(dry_answer(*table)))
                            : http::problem_response(error.error(), id)
                    );
                }
            );
        }};
}

http::Answer store_lines(
    Services& services, http::Request const& request, std::shared_ptr<Table> const& table
) {
    auto plain = request;
    plain.query.clear();
    auto answer = queue_write(services, plain, [table](store::Transaction& tx, Call const& call) {
        return store_table(tx, call, *table);
    });
    auto* const pending = std::get_if<http::Pending>(&answer);
    if (pending == nullptr) {
        return answer;
    }
    return http::Pending{[start = std::move(pending->start), table](auto complete) {
        start([complete, table](http::Response response) {
            bool const told = response.status == 400 && !table->faults.empty();
            complete(told ? with_lines(std::move(response), table->faults) : std::move(response));
        });
    }};
}

http::Handler tell_table(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const dry = read_dry_run(request);
        if (!dry) {
            return problem(dry.error(), request);
        }
        if (auto const ok = check_type(request); !ok) {
            return problem(ok.error(), request);
        }
        auto table = read_table(services, request);
        if (!table) {
            return problem(table.error(), request);
        }
        if (!table->faults.empty()) {
            return *dry ? http::json_response(200, json::serialize(dry_answer(*table)))
                        : with_lines(problem(table_error(table->faults), request), table->faults);
        }
        auto const shared = std::make_shared<Table>(std::move(*table));
        return *dry ? rehearse(services, request, shared)
                    : then_deliver(services, store_lines(services, request, shared));
    };
}

}  // namespace

std::string refusal_in_vietnamese(Error const& error, std::string const& reason) {
    for (auto const& [slug, words] : refusals) {
        if (slug == error.slug) {
            return std::string(words);
        }
    }
    return "Không hợp lệ: " + reason;
}

std::vector<http::Route> lot_table_routes(Services& services) {
    auto route = post("/api/v1/lots/{gtin}/{lot}/events/csv", tell_table(services));
    route.body_bytes_max = events::csv_bytes_max;
    return {std::move(route)};
}

}  // namespace ocop::api
