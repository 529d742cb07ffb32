#pragma once

#include "http/admission.hpp"
#include "http/dispatch.hpp"
#include "http/encode.hpp"
#include "http/server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <atomic>
#include <memory>
#include <string>

// This, mailbox.hpp and peer_watch.hpp are the only headers with Asio in them; server.cpp and
// connection.cpp alone include them.
namespace ocop::http {

// What all connections share. Outlives them.
struct Core {
    ServerOptions const& options;
    Hosts const& hosts;
    Router const& router;
    Limits& limits;
    Dispatcher& dispatcher;
    Environment const& environment;
    std::atomic<bool> const& stopping;
};

// One TLS connection: reads a request, has it answered, writes the answer, again. Lives on its
// socket's strand: every member is touched there alone. Requests that arrive ahead wait in the
// buffer.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    using Tls = std::shared_ptr<boost::asio::ssl::context>;

    // `refused`: answer the first request with 503 and close.
    Connection(
        Core const& core,
        boost::asio::ip::tcp::socket socket,
        Tls tls,
        std::string peer,
        bool refused
    );

    // The whole life of `self`; does not throw but for want of memory.
    static boost::asio::awaitable<void> run(std::shared_ptr<Connection> self);

    // Ends it now when idle, else after the answer in flight. Any thread.
    void finish_soon();

  private:
    using Awaitable = boost::asio::awaitable<bool>;  // false: the connection is over

    Awaitable handshake();
    Awaitable serve_one();
    Awaitable read_block(std::variant<std::monostate, Block, Refusal>& out);
    Awaitable read_body(Exchange& exchange);
    Awaitable read_some();
    Awaitable write(boost::asio::const_buffer bytes);
    Awaitable refuse(Exchange& exchange, Refusal refusal);
    Awaitable send(Exchange& exchange, Response response);
    Awaitable send_text(Exchange& exchange, std::string head, std::string const& body);
    Awaitable send_pieces(Exchange& exchange, std::string head, BodySource source);
    Awaitable send_events(Exchange& exchange, std::string head, EventStream events);
    boost::asio::awaitable<std::optional<Response>> pass_gate(Exchange& exchange);
    boost::asio::awaitable<Response> answer(Exchange& exchange);
    boost::asio::awaitable<Piece> next_piece(std::shared_ptr<BodySource> source);
    boost::asio::awaitable<void> close();
    boost::asio::awaitable<void> discard_input();

    std::string encode(Exchange& exchange, Response& response);
    void log(Exchange const& exchange);
    void log_failure(std::string_view message, Exchange const& exchange, std::string_view what);
    std::chrono::milliseconds time_for(std::size_t bytes) const;

    Core const& core_;
    std::string const peer_;
    bool const refused_;
    Tls tls_;  // reload may drop the server's own reference
    boost::asio::ssl::stream<boost::beast::tcp_stream> stream_;
    std::string input_;  // received and not used yet
    std::size_t served_ = 0;
    bool idle_ = false;
    bool keep_alive_ = true;  // after the present answer
};

}  // namespace ocop::http
