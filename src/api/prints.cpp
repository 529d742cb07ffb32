#include "api/jobs.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "http/cross_site.hpp"
#include "prints/links.hpp"
#include "prints/maker.hpp"
#include "prints/print_run.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <filesystem>
#include <fstream>
#include <memory>

namespace ocop::api {

namespace {

using prints::NewRun;
using prints::PrintRun;

constexpr std::size_t piece_bytes = std::size_t{64} * 1024;

Error nothing_printed_here() {
    return {Errc::unavailable, "prints_unavailable"};
}

// The same answer, and once it is on disk the workers look for the job.
http::Answer waking(Services& services, http::Answer answer) {
    auto* const pending = std::get_if<http::Pending>(&answer);
    if (pending == nullptr || !services.wake_jobs) {
        return answer;
    }
    return http::Pending{[start = std::move(pending->start), &services](auto complete) {
        start([complete = std::move(complete), &services](http::Response response) {
            services.wake_jobs();
            complete(std::move(response));
        });
    }};
}

Result<Written> written(Call const& call, Result<PrintRun> const& run, int status) {
    if (!run) {
        return run.error();
    }
    Written out;
    out.status = status;
    out.body = prints::view_of(*run, call.who);
    if (status == 201) {
        out.location = "/api/v1/print-runs/" + run->id;
    }
    out.subject = "print_run:" + run->id;
    return out;
}

// Whether the labels can be drawn, before anything is promised. What the order itself refuses, its
// transaction says.
Result<void> try_drawing(Services& services, http::Request const& request, NewRun const& asked) {
    auto const snapshot = services.store.snapshot();
    auto const order =
        stamps::load_order_in(*snapshot, who_of(request), asked.order, stamps::OrderState::issued);
    if (!order) {
        return order.error();
    }
    PrintRun run;
    run.order = order->id;
    run.format = asked.format;
    run.options = asked.options.value_or(prints::Options());
    run.number = prints::runs_max;
    run.label = prints::run_label(run.number);
    run.copy = 10;
    auto const job = prints::load_job(*snapshot, run);
    return job ? prints::check_drawable(*services.desk, *job) : job.error();
}

using Ask = std::function<Result<PrintRun>(store::Transaction&, Call const&, prints::Asked const&)>;

http::Handler asks_for_run(Services& services, Ask ask) {
    return [&services, ask = std::move(ask)](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        if (services.desk == nullptr) {
            return problem(nothing_printed_here(), request);
        }
        auto body = read_body<NewRun>(request);
        if (!body) {
            return problem(body.error(), request);
        }
        if (auto const ok = prints::check_request(*body); !ok) {
            return problem(ok.error(), request);
        }
        if (auto const ok = try_drawing(services, request, *body); !ok) {
            return problem(ok.error(), request);
        }
        std::array<std::uint8_t, 16> salt{};
        services.random.fill(salt);
        prints::Asked asked{std::move(*body), random_id(services.random), to_hex(salt)};
        return waking(
            services,
            queue_write(
                services,
                request,
                [ask, asked = std::move(asked)](store::Transaction& tx, Call const& call) {
                    return written(call, ask(tx, call, asked), 201);
                }
            )
        );
    };
}

http::Handler confirms(Services& services) {
    auto handler = writes<Nothing>(services, [](auto& tx, Call const& call, Nothing) {
        auto const run = prints::confirm_run(tx, call.who, call.services.random, call.subject());
        return written(call, run, 200);
    });
    return [&services, handler = std::move(handler)](http::Request const& request) {
        return waking(services, handler(request));
    };
}

// The link is told once; an Idempotency-Key cannot bring it back.
http::Answer make_link(Services& services, http::Request const& request) {
    if (auto const body = read_body<Nothing>(request); !body) {
        return problem(body.error(), request);
    }
    std::array<std::uint8_t, prints::token_bytes> secret{};
    services.random.fill(secret);
    auto const token = to_base64url(secret);
    auto const make = [token](store::Transaction& tx, Call const& call) -> Result<Written> {
        auto const hash = crypto::sha256(as_bytes(token));
        auto const made = prints::make_link(tx, call.who, call.subject(), hash);
        if (!made) {
            return made.error();
        }
        Written out;
        out.status = 201;
        out.body = json::object{
            {"url", "https://" + call.services.host + "/p/" + token},
            {"number", made->link.number},
            {"expires_at", to_text(made->link.expires_at)},
            {"file", made->run.file ? json::write(*made->run.file) : json::value()}};
        out.headers = {{"Cache-Control", "no-store"}};
        return out;
    };
    return queue_write(services, request, make, Memory::forgets);
}

http::Handler makes_link(Services& services) {
    return [&services](http::Request const& request) { return make_link(services, request); };
}

Result<json::object> load_view(store::Reader const& reader, http::Request const& request) {
    auto const run = prints::load_run_for(reader, who_of(request), request.capture("id"));
    if (!run) {
        return run.error();
    }
    auto viewed = view_with_progress(reader, who_of(request), *run);
    if (!viewed) {
        return viewed;
    }
    auto& out = *viewed;
    // While the file is made the revision stands still and the progress does not.
    if (run->state == prints::RunState::making) {
        out.erase("revision");
    }
    return viewed;
}

http::Answer list_page(Services& services, http::Request const& request) {
    auto const query = read_query(request, {"order", "limit", "after"});
    if (!query) {
        return problem(query.error(), request);
    }
    auto const order = http::find_parameter(*query, "order").value_or("");
    auto const limit = read_number(*query, {"limit", 1, page_limit_max, page_limit_default});
    if (!limit) {
        return problem(limit.error(), request);
    }
    auto const who = who_of(request);
    auto const snapshot = services.store.snapshot();
    auto const page = prints::list_runs(
        *snapshot,
        who,
        order,
        {http::find_parameter(*query, "after").value_or(""), static_cast<std::size_t>(*limit)}
    );
    if (!page) {
        return problem(page.error(), request);
    }
    json::array items;
    for (auto const& run : page->runs) {
        auto view = view_with_progress(*snapshot, who, run);
        if (!view) {
            return problem(view.error(), request);
        }
        items.push_back(std::move(*view));
    }
    auto response = http::json_response(200, json::serialize(json::object{{"items", items}}));
    if (page->next) {
        response.with(
            "Link",
            "<" + request.path + "?limit=" + std::to_string(*limit) + "&after=" + *page->next +
                (order.empty() ? "" : "&order=" + std::string(order)) + ">; rel=\"next\""
        );
    }
    return response;
}

struct Opened {
    std::filesystem::path path;
    std::shared_ptr<std::ifstream> in;
};

// A run's file on its way to who has the link. What is gone or short cuts the connection, so that
// nobody takes a part for the whole. One thread at a time.
class Download {
  public:
    Download(store::Store& store, Hash const& token, Opened file, std::int64_t bytes)
        : store_(store), token_(token), file_(std::move(file)), left_(bytes) {}

    Download(Download const&) = delete;
    Download& operator=(Download const&) = delete;

    // A download of which the connection never asked for the last piece did not arrive in full; of
    // another nothing leaves any more, so its file goes. One that was not committed says nothing:
    // its transaction was run again, or failed.
    ~Download() {
        if (!committed_) {
            return;
        }
        if (left_ == 0) {
            std::error_code ignored;  // sweep_files() tries again
            std::filesystem::remove(file_.path, ignored);
        } else {
            store_.transact(
                [token = token_](store::Transaction& tx) { return prints::note_broken(tx, token); },
                [](auto const&) {}
            );
        }
    }

    // The link is used now, whether or not a piece is asked for.
    void commit() { committed_ = true; }

    Result<std::optional<std::string>> next() {
        if (left_ == 0) {
            return std::optional<std::string>();
        }
        std::string piece(std::min(piece_bytes, static_cast<std::size_t>(left_)), '\0');
        file_.in->read(piece.data(), static_cast<std::streamsize>(piece.size()));
        if (!*file_.in) {
            return Error(Errc::unavailable, "print_file_unreadable");
        }
        left_ -= static_cast<std::int64_t>(piece.size());
        return std::optional(std::move(piece));
    }

  private:
    store::Store& store_;
    Hash const token_;
    Opened const file_;
    std::int64_t left_;
    bool committed_ = false;
};

http::Response deliver(PrintRun const& run, std::shared_ptr<Download> download) {
    auto next = [download = std::move(download)] { return download->next(); };
    return http::Response{200, {}, http::BodySource(std::move(next))}
        .with("Content-Type", run.file->media_type)
        .with("Content-Disposition", "attachment; filename=\"" + run.file->name + "\"")
        .with("Cache-Control", "no-store");
}

// The response alone holds the download, so that it ends when nobody sends it any more.
Result<http::Response> open_link(
    store::Transaction& tx,
    store::Store& store,
    Hash const& token,
    Opened const& file,
    std::weak_ptr<Download>& begun
) {
    auto const used = prints::use_link(tx, token);
    if (!used) {
        return used.error();
    }
    // The transaction is refused: a file that is gone costs nobody a link.
    if (!file.in->is_open()) {
        return Error(Errc::not_found, "print_file_gone");
    }
    auto download = std::make_shared<Download>(store, token, file, used->file->bytes);
    begun = download;
    return deliver(*used, std::move(download));
}

// The page behind the link says in words what a problem document would.
http::Answer page_instead(http::Answer answer, http::Request const& request) {
    if (request.header("Accept").find("text/html") == std::string_view::npos) {
        return answer;
    }
    auto const page = request.path + (request.query.empty() ? "" : "?" + request.query);
    auto const turn = [page](http::Response response) {
        if (response.status != 403 && response.status != 404 && response.status != 409 &&
            response.status != 422) {
            return response;
        }
        http::Response out;
        out.status = 303;
        out.with("Location", page).with("Cache-Control", "no-store");
        return out;
    };
    if (auto* const response = std::get_if<http::Response>(&answer)) {
        return turn(std::move(*response));
    }
    return http::Pending{
        [start = std::move(std::get<http::Pending>(answer).start), turn](auto complete) {
            start([complete = std::move(complete), turn](http::Response response) {
                complete(turn(std::move(response)));
            });
        }};
}

http::Answer fetch_file(Services& services, http::Request const& request) {
    if (auto const query = read_query(request, {"lang"}); !query) {
        return problem(query.error(), request);
    }
    if (auto const nothing = read_body<Nothing>(request); !nothing) {
        return problem(nothing.error(), request);
    }
    if (services.desk == nullptr) {
        return problem(nothing_printed_here(), request);
    }
    if (http::is_cross_site(request)) {
        return problem(Error(Errc::forbidden, "cross_site"), request);
    }
    auto const token = crypto::sha256(as_bytes(request.capture("token")));
    auto const seen = prints::see_link(*services.store.snapshot(), token, services.clock.now());
    if (!seen) {
        return problem(seen.error(), request);
    }
    auto const path = prints::file_of(*services.desk, seen->run.id);
    Opened const file{path, std::make_shared<std::ifstream>(path, std::ios::binary)};
    auto& store = services.store;
    auto const begun = std::make_shared<std::weak_ptr<Download>>();
    auto pending = commit(store, request.id, [&store, token, file, begun](store::Transaction& tx) {
        return open_link(tx, store, token, file, *begun);
    });
    return http::Pending{[start = std::move(pending.start), begun](auto complete) {
        start([complete = std::move(complete), begun](http::Response response) {
            auto const download = begun->lock();
            if (response.status == 200 && download) {
                download->commit();
            }
            complete(std::move(response));
        });
    }};
}

// For whoever holds the link; its page (pages::Handlers::show_print_link) has the button.
http::Handler opens_link(Services& services) {
    return [&services](http::Request const& request) {
        return page_instead(fetch_file(services, request), request);
    };
}

}  // namespace

std::vector<http::Route> print_routes(Services& s) {
    auto const begin = [](auto& tx, Call const& call, prints::Asked const& asked) {
        return prints::begin_run(tx, call.who, call.services.random, asked);
    };
    auto const reprint = [](auto& tx, Call const& call, prints::Asked const& asked) {
        return prints::ask_reprint(tx, call.who, asked);
    };
    auto const cancel = [](auto& tx, Call const& call, Nothing) {
        return written(call, prints::cancel_run(tx, call.who, call.subject()), 200);
    };
    return {
        post("/api/v1/print-runs", asks_for_run(s, begin)),
        post("/api/v1/print-runs/reprint", asks_for_run(s, reprint)),
        get("/api/v1/print-runs",
            [&s](http::Request const& request) { return list_page(s, request); }),
        get("/api/v1/print-runs/{id}", shows_by(s, load_view)),
        post("/api/v1/print-runs/{id}/confirm", confirms(s)),
        post("/api/v1/print-runs/{id}/cancel", writes<Nothing>(s, cancel)),
        post("/api/v1/print-runs/{id}/link", makes_link(s)),
        open(post("/p/{token}", opens_link(s))),
    };
}

}  // namespace ocop::api
