#include "outbound.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <array>
#include <csignal>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ocop::http::test {

QuietListener::QuietListener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket_, generic, size) != 0 || ::listen(socket_, 16) != 0 ||
        ::getsockname(socket_, generic, &size) != 0) {
        throw std::runtime_error("cannot listen");
    }
    port_ = ntohs(address.sin_port);
}

QuietListener::~QuietListener() {
    ::close(socket_);
}

bool QuietListener::touched() {
    auto const taken = ::accept(socket_, nullptr, nullptr);
    if (taken >= 0) ::close(taken);
    return taken >= 0;
}

// One accepted connection, with or without TLS.
struct Peer::Line {
    explicit Line(int accepted, Identity const* identity) : socket(accepted) {
        timeval const patience{20, 0};
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (identity == nullptr) return;
        context = SSL_CTX_new(TLS_server_method());
        auto const load = [](std::string const& pem) {
            return BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
        };
        auto* const certificate_text = load(identity->certificate_pem);
        auto* const key_text = load(identity->key_pem);
        auto* const certificate = PEM_read_bio_X509(certificate_text, nullptr, nullptr, nullptr);
        auto* const key = PEM_read_bio_PrivateKey(key_text, nullptr, nullptr, nullptr);
        SSL_CTX_use_certificate(context, certificate);
        SSL_CTX_use_PrivateKey(context, key);
        X509_free(certificate);
        EVP_PKEY_free(key);
        BIO_free(certificate_text);
        BIO_free(key_text);
        tls = SSL_new(context);
        SSL_set_fd(tls, socket);
        SSL_accept(tls);
    }

    ~Line() {
        ERR_clear_error();
        SSL_free(tls);
        SSL_CTX_free(context);
        ::close(socket);
    }

    Line(Line const&) = delete;
    Line& operator=(Line const&) = delete;

    std::string read() {
        std::array<char, 4096> space{};
        auto const count = tls != nullptr
                               ? SSL_read(tls, space.data(), static_cast<int>(space.size()))
                               : static_cast<int>(::recv(socket, space.data(), space.size(), 0));
        return {space.data(), static_cast<std::size_t>(std::max(count, 0))};
    }

    bool write(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const count =
                tls != nullptr
                    ? SSL_write(tls, bytes.data(), static_cast<int>(bytes.size()))
                    : static_cast<int>(::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL));
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

    int socket;
    SSL_CTX* context = nullptr;
    SSL* tls = nullptr;
};

Peer::Peer(Script script, Identity const* identity)
    : script_(std::move(script)), identity_(identity) {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
    thread_ = std::thread([this] { serve(); });
}

Peer::~Peer() {
    {
        std::lock_guard const lock(mutex_);
        stopped_ = true;
    }
    stop_.notify_all();
    thread_.join();
}

std::string Peer::request() const {
    std::lock_guard const lock(mutex_);
    return request_;
}

bool Peer::wait_or_stop(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return stop_.wait_for(lock, time, [this] { return stopped_; });
}

void Peer::serve() {
    while (!wait_or_stop(std::chrono::milliseconds(0))) {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, 10) != 1) continue;
        auto const taken = ::accept(socket_, nullptr, nullptr);
        if (taken < 0) continue;
        Line line(taken, identity_);
        answer(line);
    }
}

void Peer::answer(Line& line) {
    std::string request;
    while (request.find("\r\n\r\n") == std::string::npos) {
        auto const more = line.read();
        if (more.empty()) return;
        request += more;
    }
    {
        std::lock_guard const lock(mutex_);
        request_ = request;
    }
    if (script_.end == Script::End::drip) {
        for (std::size_t i = 0; !wait_or_stop(std::chrono::milliseconds(5)); ++i) {
            if (!line.write(script_.bytes.substr(i % script_.bytes.size(), 1))) return;
        }
        return;
    }
    auto const sent = line.write(script_.bytes);
    if (script_.end == Script::End::hold) {
        while (!line.read().empty()) {
        }
    } else if (sent && script_.end == Script::End::close && line.tls != nullptr) {
        SSL_shutdown(line.tls);
    }
}

}  // namespace ocop::http::test
