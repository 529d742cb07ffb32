#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

// A blocking HTTPS client of a few lines, on plain OpenSSL: it sends exactly the bytes it is given,
// and shares no code with the server under test. Reads give up after 20 s.
namespace ocop::http::test {

struct ClientOptions {
    int version_min = TLS1_2_VERSION;
    int version_max = TLS1_3_VERSION;
    std::string ciphers;    // of TLS 1.2; empty: OpenSSL's
    std::string groups;     // empty: OpenSSL's
    std::string protocols;  // ALPN in wire form; empty: none offered
    std::string from;       // the address to call from, in 127.0.0.0/8; empty: the system's choice
    bool plain = false;     // no TLS at all
    int receive_buffer_bytes = 0;
};

struct Reply {
    int status = 0;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;                            // de-chunked
    bool complete = false;                       // ended as its framing says

    std::string header(std::string const& name) const;
};

class Client {
  public:
    explicit Client(std::uint16_t port, ClientOptions const& options = {});
    ~Client();
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    bool connected() const { return connected_; }  // TCP and TLS

    SSL* tls() const { return tls_.get(); }

    bool send(std::string const& bytes);
    // The next reply; `head`: it answers HEAD, so nothing follows its headers.
    Reply read(bool head = false);
    Reply ask(std::string const& bytes, bool head = false);
    // Everything until the server ends the connection.
    std::string read_all();
    // Whether the server ends the connection without sending a byte more.
    bool ended();
    // Some bytes, at least one unless the connection is over.
    std::string read_some();
    void reset();  // as a crashed peer does

  private:
    bool fill();

    struct Free {
        void operator()(SSL* p) const { SSL_free(p); }

        void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
    };

    int socket_ = -1;
    bool connected_ = false;
    std::unique_ptr<SSL_CTX, Free> context_;
    std::unique_ptr<SSL, Free> tls_;
    std::string input_;
};

// "GET /path HTTP/1.1" with our host and more headers ("X: y\r\n").
std::string get(std::string const& path, std::string const& headers = "");
std::string post(std::string const& path, std::string const& body);

}  // namespace ocop::http::test
