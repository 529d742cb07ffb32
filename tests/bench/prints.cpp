#include "bench/prints.hpp"

#include "bench/measure.hpp"
#include "bench/stamp_register.hpp"
#include "jobs/job.hpp"
#include "prints/maker.hpp"

#include <chrono>
#include <cstdio>
#include <fstream>

namespace ocop::bench {

namespace {

constexpr std::int64_t warm_count = 1'000;
constexpr std::int64_t short_count = 5'000;
constexpr std::int64_t long_count = 50'000;
constexpr std::int64_t slack_kb = 8 * 1024;

// "VmRSS", "VmHWM": a figure of proc(5), in KB.
std::int64_t status_kb(std::string const& name) {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(name + ":")) {
            return std::stoll(line.substr(name.size() + 1));
        }
    }
    must(false);
    return 0;
}

// From here on VmHWM is the highest of what is still to come.
void reset_peak() {
    std::ofstream out("/proc/self/clear_refs");
    out << "5";
    must(static_cast<bool>(out.flush()));
}

struct Made {
    std::int64_t growth_kb = 0;
    std::int64_t file_bytes = 0;
    double seconds = 0;
};

class Printer {
  public:
    Printer(Register& data, prints::Desk const& desk)
        : data_(data),
          step_(prints::print_step(
              {*data.store, *data.signer, desk, data.keyring->list_certificate, data.clock}
          )) {}

    Made print(std::int64_t count) {
        data_.order("P" + std::to_string(count), legal_day(data_.clock.now()), count);
        auto const id = begin(data_.orders.back());
        auto const before = status_kb("VmRSS");
        auto const start = std::chrono::steady_clock::now();
        reset_peak();
        while (slice(id)) {
        }
        Made out;
        out.growth_kb = status_kb("VmHWM") - before;
        out.seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        auto const run = prints::load_run(*data_.store->snapshot(), id);
        must(run && run->file);
        out.file_bytes = run->file->bytes;
        return out;
    }

  private:
    std::string begin(stamps::StampOrder const& order) {
        prints::Asked asked;
        asked.run = random_id(data_.random);
        asked.request.order = order.id;
        asked.request.first = 1;
        asked.request.last = order.count;
        asked.request.format = prints::Format::zip;
        asked.request.recipient.name = "Nhà in";
        auto const begun = store::transact_now(*data_.store, [&](store::Transaction& tx) {
            auto const who = accounts::system_principal("bench");
            auto const run = prints::begin_run(tx, who, data_.random, asked);
            return run ? Result<void>() : run.error();
        });
        must(begun.has_value());
        return asked.run;
    }

    // Whether there is more to do.
    bool slice(std::string const& id) {
        auto const snapshot = data_.store->snapshot();
        auto const run = prints::load_run(*snapshot, id);
        must(run.has_value());
        auto const job = jobs::find(*snapshot, {run->job});
        must(job && *job);
        auto const made = step_(**job);
        must(made.has_value());
        auto const kept = store::transact_now(*data_.store, [&](store::Transaction& tx) {
            auto next = **job;
            next.state = made->state;
            next.done = made->done;
            next.total = made->total;
            next.status = made->finished ? jobs::Status::finished : jobs::Status::running;
            jobs::save(tx, next);
            return made->work ? made->work(tx) : Result<void>();
        });
        must(kept.has_value());
        return !made->finished;
    }

    Register& data_;
    jobs::Step const step_;
};

Made show(Printer& printer, std::int64_t count) {
    auto const made = printer.print(count);
    std::printf(
        "%lld labels as a package: %.1f s, %.1f MB, peak memory +%.1f MB\n",
        static_cast<long long>(count),
        made.seconds,
        static_cast<double>(made.file_bytes) / 1e6,
        static_cast<double>(made.growth_kb) / 1024
    );
    std::fflush(stdout);
    return made;
}

}  // namespace

int show_print_memory() {
    BenchFolder const folder;
    SystemClock const clock;
    Register data(folder.path, clock, 1);
    auto font = sheets::Font::load(sheets::font_path);
    must(font.has_value());
    prints::Desk const desk{std::move(*font), {}, std::string(stamp_host), folder.path / "prints"};
    std::filesystem::create_directory(desk.folder);
    Printer printer(data, desk);
    show(printer, warm_count);
    auto const few = show(printer, short_count);
    auto const many = show(printer, long_count);
    bool const flat = many.growth_kb <= few.growth_kb * 3 / 2 + slack_kb;
    std::printf("memory is %s\n", flat ? "flat" : "NOT flat");
    return flat ? 0 : 1;
}

}  // namespace ocop::bench
