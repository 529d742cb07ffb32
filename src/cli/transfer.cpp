#include "cli/commands.hpp"
#include "cli/event_file.hpp"
#include "cli/progress.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/epcis/document.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>

namespace ocop::cli {

namespace {

constexpr std::size_t batch_events_max = 500;
// Below what a capture takes (2 MiB), with room for what is around the events.
constexpr std::size_t batch_bytes_max = std::size_t{1900} * 1024;
constexpr std::size_t told_failures_max = 20;
constexpr int status_conflict = 409;

constexpr json::Limits answer_limits{std::size_t{64} << 20, 64};

int fail(char const* command, Error const& error) {
    std::cerr << "ocoptrace " << command << ": " << describe(error) << '\n';
    return 1;
}

struct Counts {
    std::uint64_t stored = 0;
    std::uint64_t skipped = 0;  // there already
    std::uint64_t failed = 0;
};

// Events of one file on their way, in documents that one capture takes.
class Import {
  public:
    Import(Remote const& remote, std::string name, FoundEvents found)
        : remote_(remote), name_(std::move(name)), found_(std::move(found)) {}

    Result<void> run(Counts& counts, Progress& progress, std::uint64_t& done) {
        while (next_ < found_.events.size()) {
            auto const first = next_;
            auto answer = remote_.post(
                "/epcis/v2/capture",
                take_batch(),
                {{"Content-Type", "application/ld+json"},
                 {"GS1-Capture-Error-Behaviour", "proceed"}}
            );
            if (!answer) {
                return in_file(answer.error(), first);
            }
            auto const job = remote_.get(std::string(answer->header("Location")));
            if (!job) {
                return job.error();
            }
            if (auto ok = count(job->body, first, counts); !ok) {
                return ok;
            }
            done += next_ - first;
            progress.show(done);
        }
        return {};
    }

  private:
    // A document of the next events: as many as fit, at least one.
    std::string take_batch() {
        std::string out = "{";
        if (!found_.context.empty()) {
            out += "\"@context\":" + std::string(found_.context) + ",";
        } else {
            out += "\"@context\":\"" + std::string(epcis::epcis_context) + "\",";
        }
        out += R"("type":"EPCISDocument","schemaVersion":"2.0","creationDate":")" +
               to_text(SystemClock().now()) + R"(","epcisBody":{"eventList":[)";
        for (std::size_t count = 0; next_ < found_.events.size(); ++count, ++next_) {
            auto const event = found_.events[next_];
            if (count == batch_events_max ||
                (count != 0 && out.size() + event.size() > batch_bytes_max)) {
                break;
            }
            out += (count == 0 ? "" : ",") + std::string(event);
        }
        return out + "]}}";
    }

    // What a job says became of the events from `first` on.
    Result<void> count(std::string const& body, std::size_t first, Counts& counts) const {
        auto const job = json::parse(body, answer_limits);
        if (!job || !job->is_object() || !job->get_object().contains("errors")) {
            return Error(Errc::unavailable, "answer_malformed", "capture job", "is none");
        }
        std::uint64_t skipped = 0;
        std::uint64_t failed = 0;
        for (auto const& error : job->at("errors").as_array()) {
            if (error.at("status").to_number<int>() == status_conflict) {
                ++skipped;
                continue;
            }
            if (counts.failed + failed++ < told_failures_max) {
                tell(error.as_object(), first);
            }
        }
        counts.skipped += skipped;
        counts.failed += failed;
        counts.stored += next_ - first - skipped - failed;
        return {};
    }

    // "/epcisBody/eventList/3/readPoint" of a batch, with the number that the event has in the
    // file.
    std::string place_of(std::string_view pointer, std::size_t first) const {
        constexpr std::string_view list = "/epcisBody/eventList/";
        if (pointer.substr(0, list.size()) != list) {
            return name_ + ": " + std::string(pointer);
        }
        auto const rest = pointer.substr(list.size());
        auto const end = std::min(rest.find('/'), rest.size());
        auto const index = parse_decimal(rest.substr(0, end), batch_events_max);
        return name_ + ": " + std::string(list) + std::to_string(first + (index ? *index : 0)) +
               std::string(rest.substr(end));
    }

    void tell(json::object const& error, std::size_t first) const {
        auto const text = [&](char const* member) {
            auto const* const found = error.if_contains(member);
            return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                          : std::string();
        };
        std::cerr << place_of(text("pointer"), first) << ": " << text("title") << ": "
                  << text("detail") << '\n';
    }

    Error in_file(Error error, std::size_t first) const {
        for (auto& fault : error.faults) {
            fault.pointer = place_of(fault.pointer, first);
        }
        return error;
    }

    Remote const& remote_;
    std::string name_;
    FoundEvents found_;
    std::size_t next_ = 0;
};

// One bare event is not a document of events with contexts of their own: it is posted in one.
struct Opened {
    MappedFile file;
    FoundEvents found;
    std::string name;
};

Result<std::vector<Opened>> open_all(std::vector<std::filesystem::path> const& files) {
    std::vector<Opened> out;
    for (auto const& file : files) {
        auto mapped = MappedFile::open(file);
        if (!mapped) {
            return mapped.error();
        }
        auto found = find_events_in(mapped->text());
        if (!found) {
            auto error = found.error();
            error.faults.front().pointer = file.string() + ": " + error.faults.front().pointer;
            return error;
        }
        out.push_back({std::move(*mapped), std::move(*found), file.string()});
    }
    return out;
}

// A document written event by event.
class DocumentWriter {
  public:
    explicit DocumentWriter(std::filesystem::path const& file)
        : name_(file), part_(file.string() + ".part"), out_(part_, std::ios::binary) {
        out_ << R"({"@context":[")" << epcis::epcis_context
             << R"("],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":")"
             << to_text(SystemClock().now()) << R"(","epcisBody":{"eventList":[)";
    }

    void add(json::value const& event) {
        out_ << (first_ ? "\n" : ",\n") << json::canonical(event);
        first_ = false;
    }

    // unavailable "file_unwritable".
    Result<void> finish() {
        out_ << "\n]}}\n";
        out_.close();
        std::error_code failed;
        if (out_.good()) {
            std::filesystem::rename(part_, name_, failed);
        }
        if (!out_.good() || failed) {
            return Error(Errc::unavailable, "file_unwritable", name_.string(), failed.message());
        }
        return {};
    }

  private:
    std::filesystem::path name_;
    std::filesystem::path part_;
    std::ofstream out_;
    bool first_ = true;
};

// The contexts of a document besides the standard's.
json::array own_contexts(json::value const& context) {
    json::array out;
    auto const add = [&](json::value const& each) {
        if (!each.is_string() || each.get_string() != epcis::epcis_context) {
            out.push_back(each);
        }
    };
    if (!context.is_array()) {
        add(context);
        return out;
    }
    for (auto const& each : context.get_array()) {
        add(each);
    }
    return out;
}

json::value const* find_events(json::object const& document) {
    auto const in = [](json::value const* v, char const* name) -> json::value const* {
        return v != nullptr && v->is_object() ? v->get_object().if_contains(name) : nullptr;
    };
    auto const* const body = document.if_contains("epcisBody");
    auto const* const results = in(in(body, "queryResults"), "resultsBody");
    auto const* const list = in(results != nullptr ? results : body, "eventList");
    return list != nullptr && list->is_array() ? list : nullptr;
}

// Writes a page's events, each with its page's contexts, so that pages may differ in theirs.
Result<std::size_t> write_page(std::string const& body, DocumentWriter& out) {
    auto page = json::parse(body, answer_limits);
    auto const* const events =
        page && page->is_object() ? find_events(page->get_object()) : nullptr;
    if (events == nullptr) {
        return Error(Errc::unavailable, "answer_malformed", "page of events", "is none");
    }
    auto const* const context = page->get_object().if_contains("@context");
    auto const shared = context == nullptr ? json::array() : own_contexts(*context);
    for (auto const& each : events->get_array()) {
        auto event = each;
        auto contexts = shared;
        if (auto const* const own = event.as_object().if_contains("@context")) {
            for (auto const& one : own_contexts(*own)) {
                contexts.push_back(one);
            }
        }
        if (!contexts.empty()) {
            event.as_object()["@context"] = std::move(contexts);
        }
        out.add(event);
    }
    return events->get_array().size();
}

}  // namespace

int import_events(ImportRequest const& request) {
    auto const remote = Remote::connect(request.remote);
    if (!remote) {
        return fail("import", remote.error());
    }
    auto opened = open_all(request.files);
    if (!opened) {
        return fail("import", opened.error());
    }
    std::uint64_t total = 0;
    for (auto const& file : *opened) {
        total += file.found.events.size();
    }
    Counts counts;
    Result<void> outcome;
    {
        Progress progress(progress_mode(request.progress), "events", total);
        std::uint64_t done = 0;
        for (auto& file : *opened) {
            outcome = Import(*remote, file.name, file.found).run(counts, progress, done);
            if (!outcome) {
                break;
            }
        }
    }
    std::cout << "stored: " << counts.stored << "\nskipped: " << counts.skipped
              << "\nfailed: " << counts.failed << '\n';
    if (!outcome) {
        return fail("import", outcome.error());
    }
    return counts.failed == 0 ? 0 : 1;
}

int export_events(ExportRequest const& request) {
    auto const remote = Remote::connect(request.remote);
    if (!remote) {
        return fail("export", remote.error());
    }
    auto target = std::string("/epcis/v2/events?perPage=200&orderBy=recordTime&orderDirection=ASC");
    if (request.lot) {
        auto const slash = std::min(request.lot->find('/'), request.lot->size());
        target = "/api/v1/lots/";
        append_percent_encoded(target, request.lot->substr(0, slash));
        target += '/';
        append_percent_encoded(
            target, request.lot->substr(std::min(slash + 1, request.lot->size()))
        );
        target += "/epcis";
    }
    DocumentWriter out(request.file);
    std::uint64_t count = 0;
    std::string cut;
    {
        Progress progress(progress_mode(request.progress), "events", 0);
        for (std::optional<std::string> next = target; next;) {
            auto const answer = remote->get(*next);
            if (!answer) {
                return fail("export", answer.error());
            }
            auto const written = write_page(answer->body, out);
            if (!written) {
                return fail("export", written.error());
            }
            count += *written;
            cut = answer->header("OCOP-Cut");
            progress.show(count);
            next = next_of(*answer);
        }
    }
    if (auto const ok = out.finish(); !ok) {
        return fail("export", ok.error());
    }
    std::cout << "events: " << count << '\n';
    if (!cut.empty()) {
        std::cout << "cut: " << cut << '\n';
    }
    return 0;
}

}  // namespace ocop::cli
