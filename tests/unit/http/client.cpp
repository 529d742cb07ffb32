#include "client.hpp"

#include <openssl/err.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <csignal>
#include <cstdlib>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

namespace ocop::http::test {

namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return text;
}

int connect_to(std::uint16_t port, ClientOptions const& options) {
    auto const out = ::socket(AF_INET, SOCK_STREAM, 0);
    timeval const patience{20, 0};
    ::setsockopt(out, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(out, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (auto const size = options.receive_buffer_bytes; size > 0) {
        ::setsockopt(out, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    bool const bound = options.from.empty() ||
                       (::inet_pton(AF_INET, options.from.c_str(), &address.sin_addr) == 1 &&
                        ::bind(out, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bound && ::connect(out, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0) {
        return out;
    }
    ::close(out);
    return -1;
}

}  // namespace

std::string Reply::header(std::string const& name) const {
    auto const found = headers.find(name);
    return found == headers.end() ? "" : found->second;
}

Client::Client(std::uint16_t port, ClientOptions const& options)
    : socket_(connect_to(port, options)) {
    // OpenSSL writes without MSG_NOSIGNAL.
    std::signal(SIGPIPE, SIG_IGN);
    connected_ = socket_ >= 0;
    if (!connected_ || options.plain) return;
    context_.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), options.version_min);
    SSL_CTX_set_max_proto_version(context_.get(), options.version_max);
    if (!options.ciphers.empty()) {
        SSL_CTX_set_cipher_list(context_.get(), options.ciphers.c_str());
    }
    if (!options.groups.empty()) SSL_CTX_set1_groups_list(context_.get(), options.groups.c_str());
    tls_.reset(SSL_new(context_.get()));
    SSL_set_fd(tls_.get(), socket_);
    std::string name = "localhost";  // what SSL_set_tlsext_host_name does, without its C cast
    SSL_ctrl(tls_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    if (auto const& protocols = options.protocols; !protocols.empty()) {
        SSL_set_alpn_protos(
            tls_.get(),
            reinterpret_cast<unsigned char const*>(protocols.data()),
            static_cast<unsigned>(protocols.size())
        );
    }
    connected_ = SSL_connect(tls_.get()) == 1;
    ERR_clear_error();
}

Client::~Client() {
    if (socket_ >= 0) ::close(socket_);
}

bool Client::send(std::string const& bytes) {
    auto const size = static_cast<int>(bytes.size());
    if (!tls_) return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == size;
    auto const sent = SSL_write(tls_.get(), bytes.data(), size) == size;
    ERR_clear_error();
    return sent;
}

bool Client::fill() {
    std::array<char, 16384> space{};
    auto const count = tls_ ? SSL_read(tls_.get(), space.data(), static_cast<int>(space.size()))
                            : static_cast<int>(::recv(socket_, space.data(), space.size(), 0));
    ERR_clear_error();
    if (count <= 0) return false;
    input_.append(space.data(), static_cast<std::size_t>(count));
    return true;
}

std::string Client::read_some() {
    if (input_.empty()) fill();
    return std::exchange(input_, {});
}

std::string Client::read_all() {
    while (fill()) {
    }
    return std::exchange(input_, {});
}

bool Client::ended() {
    return read_all().empty();
}

void Client::reset() {
    linger const hard{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    ::close(std::exchange(socket_, -1));
}

Reply Client::ask(std::string const& bytes, bool head) {
    send(bytes);
    return read(head);
}

Reply Client::read(bool head) {
    auto const line = [this](std::string& out) {
        std::size_t end = 0;
        while ((end = input_.find("\r\n")) == std::string::npos) {
            if (!fill()) return false;
        }
        out = input_.substr(0, end);
        input_.erase(0, end + 2);
        return true;
    };
    auto const take = [this](std::size_t count, std::string& out) {
        while (input_.size() < count) {
            if (!fill()) return false;
        }
        out.append(input_, 0, count);
        input_.erase(0, count);
        return true;
    };
    Reply out;
    std::string text;
    if (!line(text) || text.size() < 12) return out;
    out.status = std::atoi(text.c_str() + 9);
    while (line(text) && !text.empty()) {
        auto const colon = text.find(": ");
        out.headers[lower(text.substr(0, colon))] = text.substr(colon + 2);
    }
    if (head || out.status == 204 || out.status == 304 || out.status == 100) {
        out.complete = true;
    } else if (out.header("transfer-encoding") == "chunked") {
        while (line(text)) {
            auto const size = std::strtoul(text.c_str(), nullptr, 16);
            std::string end;
            if (!take(size, out.body) || !take(2, end)) break;
            out.complete = size == 0;
            if (out.complete) break;
        }
    } else if (out.headers.count("content-length") == 1) {
        out.complete = take(std::stoul(out.header("content-length")), out.body);
    } else {
        out.body = read_all();
        out.complete = true;
    }
    return out;
}

std::string get(std::string const& path, std::string const& headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

std::string post(std::string const& path, std::string const& body) {
    return "POST " + path +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

}  // namespace ocop::http::test
