#include "events/jobs.hpp"

#include "registry/register.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <array>

namespace ocop::events {

namespace {

using store::Space;

constexpr std::size_t errors_per_value = 100;

std::string job_key(std::string_view id) {
    return ByteWriter().u8('j').text(id).take();
}

std::string owned_key(std::string_view producer, std::string_view id) {
    return ByteWriter().u8('J').text_nul(producer).text(id).take();
}

std::string errors_prefix(std::string_view id) {
    return ByteWriter().u8('i').text(id).take();
}

bool is_capture_id(std::string_view text) {
    constexpr std::size_t bytes = 16;
    auto const id = from_hex(text);
    return id && id->size() == bytes && to_hex(*id) == text;
}

Result<void> load_errors(store::Reader const& reader, CaptureJob& job) {
    if (job.refused == 0) {
        return {};
    }
    Result<void> outcome;
    auto const visit = [&](std::string_view, std::string_view bytes) {
        auto const value = store::parse_plain(bytes);
        auto part = value ? store::as_stored(
                                json::read<std::vector<CaptureError>>(*value, json::Mode::lenient)
                            )
                          : Result<std::vector<CaptureError>>(value.error());
        if (!part) {
            outcome = part.error();
            return false;
        }
        std::move(part->begin(), part->end(), std::back_inserter(job.errors));
        return true;
    };
    auto scanned = reader.scan(Space::events, errors_prefix(job.id), {}, visit);
    return scanned ? outcome : scanned;
}

Result<std::optional<CaptureJob>> find_for(
    store::Reader const& reader, Principal const& who, std::string_view id
) {
    auto job = store::find_plain<CaptureJob>(reader, Space::events, job_key(id));
    if (!job || !*job) {
        return job;
    }
    // Captures are the producer's whole, whoever of its people made them.
    auto const reached =
        who.reach == accounts::Reach::own
            ? Result<bool>(!who.producer.empty() && (*job)->producer == who.producer)
            : registry::reaches_producer(reader, who, (*job)->producer);
    if (!reached) {
        return reached.error();
    }
    if (!*reached) {
        return std::optional<CaptureJob>();
    }
    if (auto const loaded = load_errors(reader, **job); !loaded) {
        return loaded.error();
    }
    return job;
}

}  // namespace

std::string capture_id(Random& random, Instant now) {
    std::array<std::uint8_t, 8> chance{};
    random.fill(chance);
    auto const time = ByteWriter().u64(static_cast<std::uint64_t>(now.ms)).take();
    return to_hex(as_bytes(time)) + to_hex(chance);
}

void put_job(store::Transaction& tx, CaptureJob const& job) {
    store::put_plain(tx, Space::events, job_key(job.id), job);
    if (!job.producer.empty()) {
        tx.put(Space::events, owned_key(job.producer, job.id), {});
    }
    for (std::size_t first = 0; first < job.errors.size(); first += errors_per_value) {
        auto const end = std::min(first + errors_per_value, job.errors.size());
        std::vector<CaptureError> const part(
            job.errors.begin() + static_cast<std::ptrdiff_t>(first),
            job.errors.begin() + static_cast<std::ptrdiff_t>(end)
        );
        auto const key =
            ByteWriter().text(errors_prefix(job.id)).u32(static_cast<std::uint32_t>(first)).take();
        store::put_plain(tx, Space::events, key, part);
    }
}

Result<CaptureJob> load_job_for(
    store::Reader const& reader, Principal const& who, std::string_view id
) {
    auto job = find_for(reader, who, id);
    if (!job) {
        return job.error();
    }
    if (!*job) {
        return Error(Errc::not_found, "capture_not_found");
    }
    return std::move(**job);
}

Result<JobPage> list_jobs(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
) {
    if (!after.empty() && !is_capture_id(after)) {
        return Error(Errc::malformed, "page_token_invalid", "nextPageToken", "is none of ours");
    }
    JobPage page;
    Result<void> outcome;
    bool const own = who.reach == accounts::Reach::own;
    auto const prefix = own ? owned_key(who.producer, {}) : job_key({});
    auto const from = after.empty() ? prefix : prefix + std::string(after) + '\0';
    auto const visit = [&](std::string_view key, std::string_view) {
        auto job = find_for(reader, who, key.substr(prefix.size()));
        if (!job) {
            outcome = job.error();
            return false;
        }
        if (*job && page.jobs.size() == limit) {
            page.next = page.jobs.back().id;
            return false;
        }
        if (*job) {
            page.jobs.push_back(std::move(**job));
        }
        return true;
    };
    if (auto const scanned = reader.scan(Space::events, prefix, from, visit); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return page;
}

}  // namespace ocop::events
