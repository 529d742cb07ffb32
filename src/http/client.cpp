#include "http/client.hpp"

#include "http/ascii.hpp"
#include "http/encode.hpp"
#include "http/tls.hpp"
#include "http/url.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <stdexcept>

namespace ocop::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using beast::tcp_stream;
using boost::system::error_code;

namespace {

using Steady = std::chrono::steady_clock;
using Outcome = Result<ClientResponse>;

constexpr auto token = asio::as_tuple(asio::use_awaitable);
constexpr int interim_max = 4;                        // 1xx responses before the one that counts
constexpr std::size_t framing_bytes_max = 64 * 1024;  // chunk sizes, extensions and trailers

Error unavailable(std::string_view slug, std::string reason = {}) {
    Error out(Errc::unavailable, slug);
    if (!reason.empty()) out.faults.push_back({"", std::move(reason)});
    return out;
}

Error broken(error_code const& failure) {
    if (failure == beast::error::timeout) return unavailable("peer_too_slow");
    return unavailable("peer_unreachable", failure.message());
}

// One response out of the bytes of its connection.
class ResponseReader {
  public:
    ResponseReader(ClientRequest const& request, std::size_t head_bytes_max)
        : request_(request),
          head_bytes_max_(head_bytes_max),
          left_(head_bytes_max + 2 * request.body_bytes_max + framing_bytes_max) {
        start();
    }

    // True: complete.
    Result<bool> put(std::string_view bytes) {
        // Beast bounds head and body, but neither chunk extensions nor trailers.
        if (bytes.size() > left_) return unavailable("response_too_large");
        left_ -= bytes.size();
        input_.append(bytes);
        while (!input_.empty()) {
            bool const in_head = !parser_->is_header_done();
            error_code failure;
            auto const used = parser_->put(asio::buffer(input_), failure);
            input_.erase(0, used);
            // Beast applies its own limit to what it has not read yet, call by call.
            if (in_head) head_bytes_ += used;
            auto const unread = in_head && !parser_->is_header_done() ? input_.size() : 0;
            if (head_bytes_ + unread > head_bytes_max_) return unavailable("response_too_large");
            if (failure == beast::http::error::need_more) return false;
            if (failure) return judge(failure);
            if (in_head && !judge_status()) return malformed();
            if (parser_->is_done()) return true;
        }
        return false;
    }

    // The connection ended. `whole`: as the peer meant it to, which over TLS it has to say.
    Result<void> end(bool whole) {
        if (!parser_->got_some()) return unavailable("peer_unreachable", "ended without an answer");
        error_code failure;
        if (whole) parser_->put_eof(failure);
        if (!whole || failure || !parser_->is_done()) return malformed();
        return {};
    }

    ClientResponse take() {
        ClientResponse out;
        auto& message = parser_->get();
        out.status = static_cast<int>(message.result_int());
        for (auto const& field : message) {
            out.headers.push_back({std::string(field.name_string()), std::string(field.value())});
        }
        out.body = std::move(message.body());
        return out;
    }

  private:
    using Parser = beast::http::response_parser<beast::http::string_body>;

    static Error malformed() { return unavailable("response_malformed"); }

    static Error judge(error_code const& failure) {
        using beast::http::error;
        bool const size = failure == error::header_limit || failure == error::body_limit;
        return size ? unavailable("response_too_large") : malformed();
    }

    // False: no answer can have it. Steps over an interim response, which another one follows
    // (RFC 9110 §15.2).
    bool judge_status() {
        auto const status = parser_->get().result_int();
        if (status >= 200) return status < 600;
        if (status < 100 || status == 101 || ++interim_ > interim_max) return false;
        start();
        return true;
    }

    void start() {
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(head_bytes_max_));
        parser_->body_limit(request_.body_bytes_max);
        parser_->skip(request_.method == Method::head);
    }

    ClientRequest const& request_;
    std::size_t const head_bytes_max_;
    std::size_t left_;            // bytes that may still come
    std::size_t head_bytes_ = 0;  // of all heads, and read
    std::string input_;
    std::optional<Parser> parser_;
    int interim_ = 0;
};

// One call, on the thread that makes it.
class Call {
  public:
    Call(ClientOptions const& options, asio::ssl::context& tls, ClientRequest const& request)
        : options_(options), tls_(tls), request_(request) {}

    Outcome run(Url const& url, std::vector<IpAddress> const& addresses, Steady::time_point until) {
        until_ = until;
        bytes_ = head_of(url) + request_.body;
        Outcome outcome = Error();
        std::exception_ptr thrown;
        auto const ended = [&](std::exception_ptr const& failure, Outcome result) {
            thrown = failure;
            if (!failure) outcome = std::move(result);
        };
        asio::co_spawn(io_, go(url, addresses), ended);
        io_.run();
        if (thrown) std::rethrow_exception(thrown);
        return outcome;
    }

  private:
    std::string head_of(Url const& url) const {
        std::string out(method_name(request_.method));
        out += " " + url.target + " HTTP/1.1\r\nHost: " + url.authority() +
               "\r\nConnection: close\r\nAccept-Encoding: identity\r\n";
        for (auto const& header : request_.headers) {
            out += header.name + ": " + header.value + "\r\n";
        }
        if (!request_.body.empty() || request_.method == Method::post) {
            out += "Content-Length: " + std::to_string(request_.body.size()) + "\r\n";
        }
        return out + "\r\n";
    }

    Steady::time_point within(std::chrono::milliseconds at_most) const {
        return std::min(Steady::now() + at_most, until_);
    }

    asio::awaitable<Outcome> go(Url const& url, std::vector<IpAddress> const& addresses) {
        tcp_stream stream(io_);
        auto const connected = co_await connect(stream, url.port, addresses);
        if (!connected) co_return connected.error();
        if (url.plain) {
            auto outcome = co_await exchange(stream, stream);
            co_return outcome;
        }
        asio::ssl::stream<tcp_stream> secure(std::move(stream), tls_);
        auto const trusted = co_await shake_hands(secure, url);
        if (!trusted) co_return trusted.error();
        auto outcome = co_await exchange(secure, secure.next_layer());
        co_return outcome;
    }

    // To the first address that takes it.
    asio::awaitable<Result<void>> connect(
        tcp_stream& stream, std::uint16_t port, std::vector<IpAddress> const& addresses
    ) {
        Error last = unavailable("peer_unreachable");
        for (auto const& address : addresses) {
            if (Steady::now() >= until_) co_return unavailable("peer_too_slow");
            stream.expires_at(within(options_.connect));
            auto const endpoint = endpoint_of(address, port);
            auto const [failure] = co_await stream.async_connect(endpoint, token);
            if (!failure) {
                error_code ignored;  // a peer that is gone already shows at the handshake
                stream.socket().set_option(tcp::no_delay(true), ignored);
                co_return Result<void>();
            }
            last = broken(failure);
            stream.close();
        }
        co_return last;
    }

    static tcp::endpoint endpoint_of(IpAddress const& address, std::uint16_t port) {
        if (address.v6) return {asio::ip::address_v6(address.bytes), port};
        asio::ip::address_v4::bytes_type bytes{};
        std::copy_n(address.bytes.begin(), bytes.size(), bytes.begin());
        return {asio::ip::address_v4(bytes), port};
    }

    asio::awaitable<Result<void>> shake_hands(
        asio::ssl::stream<tcp_stream>& stream, Url const& url
    ) {
        auto* const tls = stream.native_handle();
        std::span<unsigned char const> address;
        if (url.address) address = std::span(url.address->bytes).first(url.address->v6 ? 16 : 4);
        expect_peer(tls, url.host, address);
        stream.next_layer().expires_at(within(options_.handshake));
        auto const [failure] =
            co_await stream.async_handshake(asio::ssl::stream_base::client, token);
        if (!failure) co_return Result<void>();
        if (auto const verdict = SSL_get_verify_result(tls); verdict != X509_V_OK) {
            co_return unavailable("peer_untrusted", X509_verify_cert_error_string(verdict));
        }
        co_return broken(failure);
    }

    template <class Stream>
    asio::awaitable<Outcome> exchange(Stream& stream, tcp_stream& timed) {
        timed.expires_at(until_);
        auto const sent = co_await asio::async_write(stream, asio::buffer(bytes_), token);
        if (std::get<0>(sent)) co_return broken(std::get<0>(sent));
        ResponseReader reader(request_, options_.head_bytes_max);
        std::string space(16 * 1024, '\0');
        for (;;) {
            auto const [failure, count] =
                co_await stream.async_read_some(asio::buffer(space), token);
            if (failure == beast::error::timeout) co_return broken(failure);
            auto const complete = reader.put(std::string_view(space).substr(0, count));
            if (!complete) co_return complete.error();
            if (*complete) co_return reader.take();
            if (!failure) continue;
            auto const ended = reader.end(failure == asio::error::eof);
            if (!ended) co_return ended.error();
            co_return reader.take();
        }
    }

    ClientOptions const& options_;
    asio::ssl::context& tls_;
    ClientRequest const& request_;
    Steady::time_point until_;
    std::string bytes_;
    asio::io_context io_{1};
};

Result<void> check_headers(std::vector<Header> const& headers) {
    constexpr std::array<std::string_view, 6> ours{
        "host", "connection", "content-length", "transfer-encoding", "accept-encoding", "expect"};
    for (auto const& header : headers) {
        auto const same = [&](auto name) { return equal_without_case(name, header.name); };
        if (!is_header(header) || std::any_of(ours.begin(), ours.end(), same)) {
            return Error(Errc::malformed, "header_malformed", header.name, "may not be sent");
        }
    }
    return {};
}

}  // namespace

class Client::Impl {
  public:
    Impl(ClientOptions options, Resolver& resolver)
        : options_(std::move(options)), resolver_(resolver), tls_(load(options_.trusted_pem)) {}

    Outcome send(ClientRequest const& request) {
        auto const until = Steady::now() + options_.total;
        auto const url = parse_url(request.url);
        if (!url) return url.error();
        if (auto const fine = check_headers(request.headers); !fine) return fine.error();
        auto const& policy = options_.policy;
        if ((url->plain && !policy.plain_http) || !policy.allows_port(url->port)) {
            return Error(Errc::refused, "url_refused", "", "its scheme or port is not allowed");
        }
        auto const addresses = addresses_of(*url, until);
        if (!addresses) return addresses.error();
        for (auto const& address : *addresses) {
            if (!policy.allows(address)) return Error(Errc::refused, "address_refused");
        }
        return Call(options_, tls_, request).run(*url, *addresses, until);
    }

  private:
    static asio::ssl::context load(std::string const& trusted_pem) {
        auto made = make_client_tls_context(trusted_pem);
        if (!made) throw std::runtime_error("http: " + describe(made.error()));
        return asio::ssl::context(made->release());
    }

    Result<std::vector<IpAddress>> addresses_of(Url const& url, Steady::time_point until) {
        if (url.address) return std::vector<IpAddress>{*url.address};
        return resolver_.resolve(url.host, until);
    }

    // Set in the constructor, never changed. SSL_new may be called from any thread.
    ClientOptions const options_;
    Resolver& resolver_;
    asio::ssl::context tls_;
};

Client::Client(ClientOptions options, Resolver& resolver)
    : impl_(std::make_unique<Impl>(std::move(options), resolver)) {}

Client::~Client() = default;

Result<ClientResponse> Client::send(ClientRequest const& request) const {
    return impl_->send(request);
}

std::string_view ClientResponse::header(std::string_view name) const {
    return find_header(headers, name);
}

}  // namespace ocop::http
