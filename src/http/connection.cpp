#include "http/connection.hpp"

#include "http/mailbox.hpp"
#include "http/peer_watch.hpp"
#include "http/problem.hpp"

#include <ocop/base/id.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <utility>

namespace ocop::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// Failures of sockets are values: a peer that goes away is not an exception.
constexpr auto token = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t slice_bytes = 16 * 1024;  // one TLS record
constexpr std::size_t read_bytes_min = 4 * 1024;
constexpr std::size_t body_reserve_max = 64 * 1024;
constexpr std::size_t discard_bytes_max = 1024 * 1024;

std::string chunk_of(std::string const& piece) {
    std::array<char, 24> size{};
    auto const length = std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size());
    std::string out;
    out.reserve(piece.size() + static_cast<std::size_t>(length) + 2);
    out.append(size.data(), static_cast<std::size_t>(length)).append(piece).append("\r\n");
    return out;
}

}  // namespace

Connection::Connection(
    Core const& core, asio::ip::tcp::socket socket, Tls tls, std::string peer, bool refused
)
    : core_(core),
      peer_(std::move(peer)),
      refused_(refused),
      tls_(std::move(tls)),
      stream_(boost::beast::tcp_stream(std::move(socket)), *tls_) {}

asio::awaitable<void> Connection::run(std::shared_ptr<Connection> self) {
    // Not `while (co_await …)`: gcc 12 compiles a coroutine so written to a trap.
    auto open = co_await self->handshake();
    while (open) {
        open = co_await self->serve_one();
    }
    co_await self->close();
}

void Connection::finish_soon() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
        if (self->idle_) self->stream_.next_layer().cancel();
    });
}

std::chrono::milliseconds Connection::time_for(std::size_t bytes) const {
    auto const rate = core_.options.limits.rate_bytes_per_second;
    return std::chrono::milliseconds(bytes * 1000 / std::max<std::size_t>(rate, 1));
}

Connection::Awaitable Connection::handshake() {
    stream_.next_layer().expires_after(core_.options.deadlines.handshake);
    auto const [failure] = co_await stream_.async_handshake(asio::ssl::stream_base::server, token);
    co_return !failure;
}

Connection::Awaitable Connection::read_some() {
    auto const size = input_.size();
    input_.resize(std::max(size + read_bytes_min, std::min(2 * size, slice_bytes)));
    auto const space = asio::buffer(input_.data() + size, input_.size() - size);
    auto const [failure, count] = co_await stream_.async_read_some(space, token);
    input_.resize(size + count);
    co_return !failure && count > 0;
}

Connection::Awaitable Connection::write(asio::const_buffer bytes) {
    while (bytes.size() > 0) {
        auto const slice = asio::buffer(bytes, slice_bytes);
        stream_.next_layer().expires_after(core_.options.deadlines.write + time_for(slice.size()));
        auto const [failure, count] = co_await asio::async_write(stream_, slice, token);
        if (failure) co_return false;
        bytes += count;
    }
    co_return true;
}

// The bytes before the first of a block may take `idle`, the block itself `header`.
Connection::Awaitable Connection::read_block(std::variant<std::monostate, Block, Refusal>& out) {
    auto const& deadlines = core_.options.deadlines;
    BlockScan scan(core_.options.limits.header_bytes);
    if (input_.empty()) {
        input_.shrink_to_fit();
        idle_ = true;
        if (core_.stopping) co_return false;
        stream_.next_layer().expires_after(served_ == 0 ? deadlines.header : deadlines.idle);
        auto const more = co_await read_some();
        idle_ = false;
        if (!more) co_return false;
    }
    stream_.next_layer().expires_after(deadlines.header);
    for (;;) {
        out = scan.scan(input_);
        if (!std::holds_alternative<std::monostate>(out)) co_return true;
        auto const more = co_await read_some();
        if (!more) co_return false;
    }
}

Connection::Awaitable Connection::serve_one() {
    std::variant<std::monostate, Block, Refusal> found;
    auto const read = co_await read_block(found);
    if (!read) co_return false;

    Exchange exchange;
    exchange.began = std::chrono::steady_clock::now();
    exchange.entry.request = random_id(core_.environment.random);
    exchange.entry.peer = peer_;
    keep_alive_ = false;
    if (auto* refusal = std::get_if<Refusal>(&found)) {
        co_return co_await refuse(exchange, std::move(*refusal));
    }
    auto const block = std::get<Block>(found);
    auto refusal = admit(
        exchange, std::string_view(input_).substr(block.begin, block.end - block.begin), core_.hosts
    );
    if (refusal) co_return co_await refuse(exchange, std::move(*refusal));
    input_.erase(0, block.end);

    ++served_;
    auto const last = served_ >= core_.options.limits.requests_per_connection || refused_;
    auto const has_body = exchange.admitted.content_length > 0;
    // What came along with the head is in memory already, so it passes the gate on its way.
    auto const awaits_body = exchange.admitted.content_length > input_.size();
    auto rejected = refused_ ? overloaded(exchange.request.id)
                             : find_route(exchange, core_.router, core_.limits);
    if (!rejected && awaits_body && exchange.route->access != Access::open) {
        rejected = co_await pass_gate(exchange);
    }
    // A body that nobody reads ends the connection: skipping it would be reading it.
    keep_alive_ =
        exchange.admitted.keep_alive && !last && !core_.stopping && (!rejected || !has_body);
    if (rejected) co_return co_await send(exchange, std::move(*rejected));
    auto const whole = co_await read_body(exchange);
    if (!whole) co_return false;
    auto response = co_await answer(exchange);
    keep_alive_ = keep_alive_ && !core_.stopping;
    co_return co_await send(exchange, std::move(response));
}

Connection::Awaitable Connection::read_body(Exchange& exchange) {
    // The route's limit was checked, so the length fits.
    auto const length = static_cast<std::size_t>(exchange.admitted.content_length);
    auto& body = exchange.request.body;
    auto const began = std::chrono::steady_clock::now();
    if (exchange.admitted.expects_continue && input_.empty() && length > 0) {
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        auto const written = co_await write(asio::buffer(go_on));
        if (!written) co_return false;
    }
    body.reserve(std::min(length, body_reserve_max));
    for (;;) {
        auto const taken = std::min(length - body.size(), input_.size());
        body.append(input_, 0, taken);
        input_.erase(0, taken);
        if (body.size() == length) co_return true;
        stream_.next_layer().expires_at(
            began + core_.options.deadlines.body + time_for(body.size())
        );
        auto const more = co_await read_some();
        if (!more) co_return false;
    }
}

// Before a body: what a stranger sends is not read. Empty: go on.
asio::awaitable<std::optional<Response>> Connection::pass_gate(Exchange& exchange) {
    auto const id = exchange.request.id;
    auto const box = std::make_shared<Mailbox<Passage>>(stream_.get_executor());
    auto const admitted =
        core_.dispatcher.pass(std::move(exchange.request), *exchange.route, [box](Passage passage) {
            box->give(std::move(passage));
        });
    if (!admitted) co_return overloaded(id);
    auto passage = co_await box->wait(core_.options.deadlines.handler);
    // Not handler_timeout: nothing was done.
    if (!passage) co_return overloaded(id);
    exchange.passed = true;
    exchange.request = std::move(passage->request);
    exchange.quota = passage->quota;
    co_return std::move(passage->refusal);
}

asio::awaitable<Response> Connection::answer(Exchange& exchange) {
    auto const id = exchange.request.id;
    auto const box = std::make_shared<Mailbox<Response>>(stream_.get_executor());
    auto const admitted = core_.dispatcher.run(
        std::move(exchange.request),
        *exchange.route,
        exchange.passed ? Step::handler : Step::gate,
        [box](Response response) { box->give(std::move(response)); }
    );
    if (!admitted) co_return overloaded(id);
    auto response = co_await box->wait(core_.options.deadlines.handler);
    if (response) co_return std::move(*response);
    // Without Retry-After: the handler is still at work, and what it does may yet be done.
    co_return problem_with_status(503, Error(Errc::unavailable, "handler_timeout"), id);
}

asio::awaitable<Piece> Connection::next_piece(std::shared_ptr<BodySource> source) {
    auto const box = std::make_shared<Mailbox<Piece>>(stream_.get_executor());
    core_.dispatcher.pull(peer_, std::move(source), [box](Piece piece) {
        box->give(std::move(piece));
    });
    auto piece = co_await box->wait(core_.options.deadlines.handler);
    if (!piece) co_return Error(Errc::unavailable, "handler_timeout");
    co_return std::move(*piece);
}

Connection::Awaitable Connection::refuse(Exchange& exchange, Refusal refusal) {
    auto out = problem_with_status(
        refusal.status,
        Error(Errc::malformed, refusal.slug, "", std::move(refusal.detail)),
        exchange.entry.request
    );
    co_return co_await send(exchange, std::move(out));
}

// Replaces a response that cannot be sent as it is.
std::string Connection::encode(Exchange& exchange, Response& response) {
    Framing framing;
    framing.security = exchange.route ? exchange.route->security : Security::api;
    framing.request_id = exchange.entry.request;
    framing.now = core_.environment.clock.now();
    framing.version_10 = exchange.version_10;
    framing.close = !keep_alive_;
    try {
        return encode_head(response, framing);
    } catch (std::logic_error const& bug) {
        log_failure("response_invalid", exchange, bug.what());
        response = problem_response(Error(), exchange.entry.request);
        return encode_head(response, framing);
    }
}

Connection::Awaitable Connection::send(Exchange& exchange, Response response) {
    log_detail(core_.environment.log, exchange.entry.request, response);
    tell_quota(exchange.quota, response);
    if (core_.options.finish) core_.options.finish(exchange.entry.path, response);
    keep_alive_ = keep_alive_ && !std::holds_alternative<EventStream>(response.body);
    auto head = encode(exchange, response);
    exchange.entry.status = response.status;
    auto sent = false;
    if (!has_content(exchange.admitted.method, response.status)) {
        exchange.entry.bytes += static_cast<std::int64_t>(head.size());
        sent = co_await write(asio::buffer(head));
    } else if (auto* text = std::get_if<std::string>(&response.body)) {
        sent = co_await send_text(exchange, std::move(head), *text);
    } else if (auto* events = std::get_if<EventStream>(&response.body)) {
        sent = co_await send_events(exchange, std::move(head), std::move(*events));
    } else {
        auto& source = std::get<BodySource>(response.body);
        sent = co_await send_pieces(exchange, std::move(head), std::move(source));
    }
    log(exchange);
    co_return sent&& keep_alive_;
}

Connection::Awaitable Connection::send_text(
    Exchange& exchange, std::string head, std::string const& body
) {
    exchange.entry.bytes += static_cast<std::int64_t>(head.size() + body.size());
    // One record and one segment train where both fit.
    auto const joined = head.size() < slice_bytes ? std::min(slice_bytes - head.size(), body.size())
                                                  : std::size_t{0};
    head.append(body, 0, joined);
    auto const started = co_await write(asio::buffer(head));
    if (!started) co_return false;
    co_return co_await write(asio::buffer(body) + joined);
}

Connection::Awaitable Connection::send_pieces(
    Exchange& exchange, std::string head, BodySource source
) {
    auto const shared = std::make_shared<BodySource>(std::move(source));
    auto out = std::move(head);
    for (;;) {
        exchange.entry.bytes += static_cast<std::int64_t>(out.size());
        auto const written = co_await write(asio::buffer(out));
        if (!written) co_return false;
        auto piece = co_await next_piece(shared);
        if (!piece) {
            // The status is out: only a missing last chunk can say that the body is not whole.
            log_failure("body_failed", exchange, describe(piece.error()));
            keep_alive_ = false;
            co_return false;
        }
        if (!*piece) break;
        if ((*piece)->empty()) {
            out.clear();
            continue;
        }
        out = exchange.version_10 ? std::move(**piece) : chunk_of(**piece);
    }
    if (exchange.version_10) co_return true;
    static constexpr std::string_view last_chunk = "0\r\n\r\n";
    co_return co_await write(asio::buffer(last_chunk));
}

// Nothing is read here: whatever the peer sends while it listens is the end.
Connection::Awaitable Connection::send_events(
    Exchange& exchange, std::string head, EventStream events
) {
    auto const source = std::make_shared<BodySource>(std::move(events.next));
    auto const watch = std::make_shared<PeerWatch>(stream_.get_executor());
    watch->begin(stream_.next_layer().socket());
    auto said = std::chrono::steady_clock::now();
    auto const until = said + events.life;
    auto out = std::move(head);
    for (auto listening = true; listening;) {
        auto piece = co_await next_piece(source);
        if (!piece) {
            log_failure("body_failed", exchange, describe(piece.error()));
            co_return false;
        }
        if (!*piece) break;
        auto const now = std::chrono::steady_clock::now();
        auto text = std::move(**piece);
        auto const quiet = text.empty();
        if (quiet && now - said >= events.silence) text = ":\n\n";
        if (!text.empty()) said = now;
        if (!text.empty()) out += exchange.version_10 ? text : chunk_of(text);
        exchange.entry.bytes += static_cast<std::int64_t>(out.size());
        auto const written = co_await write(asio::buffer(out));
        if (!written) co_return false;
        out.clear();
        idle_ = true;
        listening = !core_.stopping && now < until;
        if (listening && quiet) listening = co_await watch->pause(events.pause);
        idle_ = false;
    }
    if (!exchange.version_10) out += "0\r\n\r\n";
    co_return co_await write(asio::buffer(out));
}

void Connection::log(Exchange const& exchange) {
    auto entry = exchange.entry;
    entry.ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::steady_clock::now() - exchange.began
    )
                   .count();
    log_access(core_.environment.log, entry);
}

void Connection::log_failure(
    std::string_view message, Exchange const& exchange, std::string_view what
) {
    std::array const fields{LogField{"request", exchange.entry.request}, LogField{"what", what}};
    core_.environment.log.write(LogLevel::error, message, fields);
}

// A socket closed over unread input is reset, and the reset overtakes our last answer: so say
// goodbye, then read until the peer has seen it.
asio::awaitable<void> Connection::close() {
    auto& tcp = stream_.next_layer();
    if (!tcp.socket().is_open()) co_return;
    tcp.expires_after(core_.options.deadlines.shutdown);
    co_await stream_.async_shutdown(token);
    error_code ignored;  // the peer may be gone already
    tcp.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    co_await discard_input();
    tcp.close();
}

asio::awaitable<void> Connection::discard_input() {
    std::array<char, read_bytes_min> space{};
    std::size_t total = 0;
    while (total < discard_bytes_max) {
        auto const [failure, count] =
            co_await stream_.next_layer().async_read_some(asio::buffer(space), token);
        if (failure) co_return;
        total += count;
    }
}

}  // namespace ocop::http
