#include "cli/demo_prints.hpp"

#include "cli/demo.hpp"
#include "cli/files.hpp"
#include "qr/draw.hpp"

#include <ocop/base/encoding.hpp>

#include <iostream>
#include <sstream>

namespace ocop::cli {

namespace {

// The path of the one link in the rows of a run for a print house.
Result<std::string> path_in(std::string_view rows) {
    constexpr std::string_view scheme = "\"https://";
    auto const from = rows.find(scheme);
    auto const slash = rows.find('/', std::min(from, rows.size() - scheme.size()) + scheme.size());
    auto const end = rows.find('"', slash);
    if (from == std::string_view::npos || end == std::string_view::npos) {
        return Error(Errc::internal, "sample_not_made");
    }
    return std::string(rows.substr(slash, end - slash));
}

void say(std::string_view key, std::string_view value) {
    std::cout << key << ": " << value << std::endl;
}

Result<void> draw_sample(std::string const& url, std::filesystem::path const& file) {
    auto const symbol = qr::encode(url);
    if (!symbol) {
        return symbol.error();
    }
    auto const size = qr::plan_print(*symbol, qr::Profile::pos, 300);
    if (!size) {
        return size.error();
    }
    return write_private_file(file, as_text(qr::draw_png(*symbol, *size)));
}

}  // namespace

Result<DemoPrints> DemoPrints::open(
    prints::Press press, Random& random, std::filesystem::path kept
) {
    DemoPrints out(std::move(press), random, std::move(kept));
    if (!std::filesystem::exists(out.kept_)) {
        return out;
    }
    auto const text = read_file(out.kept_);
    if (!text) {
        return text.error();
    }
    std::istringstream in(*text);
    std::string order;
    std::int64_t position = 0;
    for (std::string path; in >> order >> position >> path;) {
        out.paths_[{order, position}] = path;
    }
    if (!in.eof()) {
        return Error(Errc::malformed, "samples_malformed", "", out.kept_.string());
    }
    return out;
}

Result<std::string> DemoPrints::link(prints::IssuedOrder const& order, std::int64_t position) {
    std::pair<std::string, std::int64_t> const key{order.record().id, position};
    auto found = paths_.find(key);
    if (found == paths_.end()) {
        auto path = print(key.first, position);
        if (!path) {
            return path.error();
        }
        found = paths_.emplace(key, std::move(*path)).first;
        std::string text;
        for (auto const& [stamp, printed] : paths_) {
            text += stamp.first + '\t' + std::to_string(stamp.second) + '\t' + printed + '\n';
        }
        if (auto const ok = write_private_file(kept_, text); !ok) {
            return ok.error();
        }
    }
    return "https://" + press_.desk.host + found->second;
}

Result<std::string> DemoPrints::print(std::string const& order, std::int64_t position) {
    prints::Asked asked;
    asked.run = random_id(random_);
    asked.request.order = order;
    asked.request.first = position;
    asked.request.last = position;
    asked.request.format = prints::Format::zip;
    asked.request.recipient = {prints::RecipientKind::person, "Dữ liệu mẫu", {}};
    auto const begun = store::transact_now(press_.store, [&](store::Transaction& tx) {
        auto const run = prints::begin_run(tx, accounts::system_principal(), random_, asked);
        return run ? Result<void>() : run.error();
    });
    if (!begun) {
        return begun.error();
    }
    if (auto const made = make(asked.run); !made) {
        return made.error();
    }
    auto const rows = read_file(prints::rows_of(press_.desk, asked.run));
    return rows ? path_in(*rows) : rows.error();
}

// As a worker does, slice by slice.
Result<void> DemoPrints::make(std::string const& run) {
    auto const step = prints::print_step(press_);
    for (;;) {
        auto const snapshot = press_.store.snapshot();
        auto const now = prints::load_run(*snapshot, run);
        if (!now) {
            return now.error();
        }
        if (now->state != prints::RunState::making) {
            bool const made = now->state == prints::RunState::made;
            return made ? Result<void>() : Error(Errc::internal, "sample_not_made");
        }
        auto const job = jobs::find(*snapshot, {now->job});
        if (!job || !*job) {
            return job ? Error(Errc::internal, "sample_not_made") : job.error();
        }
        auto const slice = step(**job);
        if (!slice) {
            return slice.error();
        }
        auto const kept = store::transact_now(press_.store, [&](store::Transaction& tx) {
            auto next = **job;
            next.state = slice->state;
            next.done = slice->done;
            next.total = slice->total;
            next.status = slice->finished ? jobs::Status::finished : jobs::Status::running;
            jobs::save(tx, next);
            return slice->work ? slice->work(tx) : Result<void>();
        });
        if (!kept) {
            return kept.error();
        }
    }
}

Result<void> show_demo_samples(
    Config const& config,
    stamp::SerialKeys const& serials,
    prints::Press const& press,
    Random& random
) {
    auto demo = DemoPrints::open(press, random, config.data / "sample-stamps.tsv");
    if (!demo) {
        return demo.error();
    }
    auto const link = [&](prints::IssuedOrder const& order, std::int64_t position) {
        return demo->link(order, position);
    };
    auto const samples = demo_samples(*press.store.snapshot(), link, serials, config.host);
    if (!samples) {
        return samples.error();
    }
    for (auto const& sample : *samples) {
        say("stamp " + sample.verdict, sample.url);
    }
    auto const png = std::filesystem::absolute(config.data / "sample-stamp.png");
    if (auto ok = draw_sample(samples->front().url, png); !ok) {
        return ok;
    }
    say("png", png.string());
    return {};
}

}  // namespace ocop::cli
