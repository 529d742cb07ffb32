#include "cli/answers.hpp"
#include "cli/commands.hpp"
#include "cli/document_writer.hpp"
#include "cli/event_file.hpp"
#include "cli/progress.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/epcis/document.hpp>

#include <algorithm>
#include <iostream>

namespace ocop::cli {

namespace {

constexpr std::size_t batch_events_max = 500;
// Below what a capture takes (2 MiB), with room for what is around the events.
constexpr std::size_t batch_bytes_max = std::size_t{1900} * 1024;
constexpr std::size_t told_failures_max = 20;

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
        auto const outcome = read_capture_job(body, next_ - first);
        if (!outcome) {
            return outcome.error();
        }
        for (auto const& error : outcome->failed) {
            if (counts.failed++ < told_failures_max) {
                std::cerr << place_of(error.pointer, first) << ": " << error.title << ": "
                          << error.detail << '\n';
            }
        }
        counts.skipped += outcome->skipped;
        counts.stored += outcome->stored;
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

struct Exported {
    std::uint64_t events = 0;
    std::string cut;  // what the service said of a story that is longer than it gives
};

std::string target_of(std::optional<std::string> const& lot) {
    if (!lot) {
        return "/epcis/v2/events?perPage=200&orderBy=recordTime&orderDirection=ASC";
    }
    auto const slash = std::min(lot->find('/'), lot->size());
    std::string out = "/api/v1/lots/";
    append_percent_encoded(out, lot->substr(0, slash));
    out += '/';
    append_percent_encoded(out, lot->substr(std::min(slash + 1, lot->size())));
    return out + "/epcis";
}

Result<std::uint64_t> write_page(std::string_view body, DocumentWriter& out) {
    auto const events = read_events_page(body);
    if (!events) {
        return events.error();
    }
    for (auto const& event : *events) {
        if (auto const ok = out.add(event); !ok) {
            return ok.error();
        }
    }
    return events->size();
}

Result<Exported> fetch_all(
    Remote const& remote, std::string target, DocumentWriter& out, ProgressMode mode
) {
    Progress progress(mode, "events", 0);
    Exported done;
    for (std::optional<std::string> next = std::move(target); next;) {
        auto const answer = remote.get(*next);
        if (!answer) {
            return answer.error();
        }
        auto const written = write_page(answer->body, out);
        if (!written) {
            return written.error();
        }
        done.events += *written;
        done.cut = answer->header("OCOP-Cut");
        progress.show(done.events);
        next = next_of(*answer);
    }
    return done;
}

Result<void> send_all(
    Remote const& remote, std::vector<Opened>& files, Counts& counts, ProgressMode mode
) {
    std::uint64_t total = 0;
    for (auto const& file : files) {
        total += file.found.events.size();
    }
    Progress progress(mode, "events", total);
    std::uint64_t done = 0;
    for (auto& file : files) {
        if (auto ok = Import(remote, file.name, file.found).run(counts, progress, done); !ok) {
            return ok;
        }
    }
    return {};
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
    Counts counts;
    auto const sent = send_all(*remote, *opened, counts, progress_mode(request.progress));
    std::cout << "stored: " << counts.stored << "\nskipped: " << counts.skipped
              << "\nfailed: " << counts.failed << '\n';
    if (!sent) {
        return fail("import", sent.error());
    }
    return counts.failed == 0 ? 0 : 1;
}

int export_events(ExportRequest const& request) {
    auto const remote = Remote::connect(request.remote);
    if (!remote) {
        return fail("export", remote.error());
    }
    auto out = DocumentWriter::open(request.file);
    if (!out) {
        return fail("export", out.error());
    }
    auto const mode = progress_mode(request.progress);
    auto const done = fetch_all(*remote, target_of(request.lot), *out, mode);
    if (!done) {
        return fail("export", done.error());
    }
    if (auto const ok = out->finish(); !ok) {
        return fail("export", ok.error());
    }
    std::cout << "events: " << done->events << '\n';
    if (!done->cut.empty()) {
        std::cout << "cut: " << done->cut << '\n';
    }
    return 0;
}

}  // namespace ocop::cli
