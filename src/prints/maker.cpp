#include "prints/maker.hpp"

#include "prints/links.hpp"
#include "prints/making.hpp"

#include <exception>
#include <system_error>

namespace ocop::prints {

namespace {

bool may_pass(Error const& error) {
    return error.code == Errc::unavailable || error.code == Errc::storage_full ||
           error.code == Errc::unknown_outcome;
}

Result<jobs::Slice> make_slice(Press const& press, jobs::Job const& job) {
    auto const snapshot = press.store.snapshot();
    auto run = load_run(*snapshot, job.key);
    if (!run) {
        return run.error();
    }
    auto progress = json::read<Progress>(job.state, json::Mode::lenient);
    if (!progress) {
        return progress.error();
    }
    auto whole = load_job(*snapshot, std::move(*run));
    if (!whole) {
        return whole.error();
    }
    if (auto const ok = whole->order.check_printable(*snapshot, press.clock.now()); !ok) {
        return ok.error();
    }
    return Making(press, std::move(*whole), *progress).slice();
}

// An exception fails the run too, not the job alone.
Result<jobs::Slice> make_safely(Press const& press, jobs::Job const& job) {
    try {
        return make_slice(press, job);
    } catch (std::exception const& e) {
        return Error(Errc::internal, "internal", "", e.what());
    }
}

void remove_files(Desk const& desk, std::string const& run) {
    std::error_code ignored;
    auto const paths = paths_of(desk, run);
    for (auto const& path : {paths.file, paths.parts, paths.rows}) {
        std::filesystem::remove(path, ignored);
    }
}

// Whether the run may need this file still: while it is made all of them, then the one that links
// open.
Result<bool> needs_file(
    store::Reader const& reader, std::filesystem::path const& path, Instant now
) {
    auto const run = load_run(reader, path.stem().string());
    if (!run) {
        return run.error().code == Errc::not_found ? Result<bool>(false) : run.error();
    }
    if (run->state != RunState::made || path.extension() != ".file") {
        return run->state == RunState::making;
    }
    auto const end = kept_until(reader, *run);
    return end ? Result<bool>(now < *end) : end.error();
}

}  // namespace

Paths paths_of(Desk const& desk, std::string const& run) {
    return {
        desk.folder / (run + ".file"),
        desk.folder / (run + ".parts"),
        desk.folder / (run + ".rows")};
}

std::filesystem::path file_of(Desk const& desk, std::string_view run) {
    return desk.folder / (std::string(run) + ".file");
}

std::filesystem::path rows_of(Desk const& desk, std::string_view run) {
    return desk.folder / (std::string(run) + ".rows");
}

jobs::Step print_step(Press press) {
    return [press = std::move(press)](jobs::Job const& job) -> Result<jobs::Slice> {
        auto slice = make_safely(press, job);
        if (slice || may_pass(slice.error())) {
            return slice;
        }
        remove_files(press.desk, job.key);
        jobs::Slice failed;
        failed.finished = true;
        failed.done = job.done;
        failed.total = job.total;
        failed.state = job.state;
        failed.work = [run = job.key, slug = slice.error().slug](store::Transaction& tx) {
            return fail_run(tx, run, slug);
        };
        return failed;
    };
}

Result<std::size_t> sweep_files(store::Store const& store, Desk const& desk, Instant now) {
    std::error_code ec;
    std::filesystem::directory_iterator folder(desk.folder, ec);
    if (ec) {
        return Error(Errc::unavailable, "print_folder_unreadable");
    }
    // Listed before the register is looked at: a run that begins meanwhile is not among them.
    std::vector<std::filesystem::path> listed;
    for (auto const& entry : folder) {
        listed.push_back(entry.path());
    }
    auto const snapshot = store.snapshot();
    std::size_t dropped = 0;
    for (auto const& path : listed) {
        auto const needed = needs_file(*snapshot, path, now);
        if (!needed) {
            return needed.error();
        }
        if (!*needed && std::filesystem::remove(path, ec)) {
            ++dropped;
        }
    }
    return dropped;
}

}  // namespace ocop::prints
