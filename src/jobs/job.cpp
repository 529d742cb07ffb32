#include "jobs/job.hpp"

#include "store/record.hpp"

#include <ocop/base/json.hpp>

namespace ocop::jobs {

namespace {

using store::Reader;
using store::Space;
using store::Transaction;

constexpr std::size_t key_bytes_max = 128;
constexpr std::size_t state_bytes_max = 32 * 1024;

// The keys of space `jobs`.
constexpr char job_prefix = 'j';    // ‖ id → Job as JSON
constexpr char key_prefix = 'k';    // ‖ kind NUL ‖ key → id
constexpr char open_prefix = 'o';   // ‖ kind NUL ‖ be64 created ‖ id → nothing; not over
constexpr char order_prefix = 't';  // ‖ be64 created ‖ id → nothing

ByteWriter writer(char prefix) {
    ByteWriter out;
    out.u8(static_cast<std::uint8_t>(prefix));
    return out;
}

std::string job_key(JobId const& id) {
    return writer(job_prefix).text(id.value).take();
}

std::string starter_key(Start const& start) {
    return writer(key_prefix).text_nul(start.kind).text(start.key).take();
}

std::string order_key(Job const& job) {
    auto const at = static_cast<std::uint64_t>(job.created.ms);
    return writer(order_prefix).u64(at).text(job.id.value).take();
}

std::string open_prefix_of(std::string_view kind) {
    return writer(open_prefix).text_nul(kind).take();
}

std::string open_key(Job const& job) {
    auto const at = static_cast<std::uint64_t>(job.created.ms);
    return ByteWriter().text(open_prefix_of(job.kind)).u64(at).text(job.id.value).take();
}

// The id at the end of an order or open key, behind the time.
Result<JobId> id_of(std::string_view key, std::size_t prefix_bytes) {
    if (key.size() <= prefix_bytes + 8) {
        return Error(Errc::corrupt, "store_corrupt", "", "a key of the jobs is too short");
    }
    return JobId{std::string(key.substr(prefix_bytes + 8))};
}

bool is_text(std::string_view text, std::size_t bytes_max) {
    return !text.empty() && text.size() <= bytes_max && text.find('\0') == std::string_view::npos;
}

Result<Job> load(Reader const& reader, JobId const& id) {
    auto const job = find(reader, id);
    if (!job) {
        return job.error();
    }
    if (!*job) {
        return Error(Errc::not_found, "job_not_found");
    }
    return **job;
}

}  // namespace

bool is_over(Status status) {
    return status != Status::waiting && status != Status::running;
}

Result<JobId> start(Transaction& tx, Random& random, Start const& start) {
    if (!is_text(start.kind, key_bytes_max) || !is_text(start.key, key_bytes_max) ||
        json::serialize(start.state).size() > state_bytes_max) {
        return Error(Errc::malformed, "job_malformed");
    }
    auto const known = tx.get(Space::jobs, starter_key(start));
    if (!known) {
        return known.error();
    }
    if (*known) {
        return JobId{**known};
    }
    Job job;
    job.id = new_id<JobTag>(random);
    job.kind = start.kind;
    job.key = start.key;
    job.state = start.state;
    job.total = start.total;
    job.created = tx.now();
    tx.put(Space::jobs, starter_key(start), job.id.value);
    tx.put(Space::jobs, order_key(job), "");
    tx.put(Space::jobs, open_key(job), "");
    save(tx, job);
    return job.id;
}

Result<std::optional<Job>> find(Reader const& reader, JobId const& id) {
    return store::find_plain<Job>(reader, Space::jobs, job_key(id));
}

Result<std::vector<Job>> list(
    Reader const& reader, std::optional<JobId> const& after, std::size_t count
) {
    std::string from;
    if (after) {
        auto const job = load(reader, *after);
        if (!job) {
            return job.error();
        }
        from = order_key(*job) + '\0';
    }
    std::vector<std::string> keys;
    auto const scanned = reader.scan(
        Space::jobs,
        std::string_view(&order_prefix, 1),
        from,
        [&](std::string_view key, std::string_view) {
            if (keys.size() < count) {
                keys.emplace_back(key);
            }
            return keys.size() < count;
        }
    );
    if (!scanned) {
        return scanned.error();
    }
    std::vector<Job> jobs;
    for (auto const& key : keys) {
        auto const id = id_of(key, 1);
        auto job = id ? load(reader, *id) : Result<Job>(id.error());
        if (!job) {
            return job.error();
        }
        jobs.push_back(std::move(*job));
    }
    return jobs;
}

Result<void> cancel(Transaction& tx, JobId const& id) {
    auto job = load(tx, id);
    if (!job) {
        return job.error();
    }
    if (is_over(job->status)) {
        return Error(Errc::conflict, "job_over");
    }
    job->status = Status::cancelled;
    save(tx, *job);
    return {};
}

Result<std::optional<Job>> find_open(Reader const& reader, std::string_view kind) {
    auto const prefix = open_prefix_of(kind);
    std::optional<std::string> first;
    auto const scanned =
        reader.scan(Space::jobs, prefix, "", [&first](std::string_view key, std::string_view) {
            first = std::string(key);
            return false;
        });
    if (!scanned) {
        return scanned.error();
    }
    if (!first) {
        return std::optional<Job>();
    }
    auto const id = id_of(*first, prefix.size());
    return id ? find(reader, *id) : Result<std::optional<Job>>(id.error());
}

void save(Transaction& tx, Job& job) {
    job.updated = tx.now();
    tx.put(Space::jobs, job_key(job.id), json::serialize(json::write(job)));
    if (is_over(job.status)) {
        tx.erase(Space::jobs, open_key(job));
    }
}

}  // namespace ocop::jobs
