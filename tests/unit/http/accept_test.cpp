#include "served.hpp"

#include <boost/test/unit_test.hpp>
#include <openssl/err.h>

#include <atomic>
#include <dlfcn.h>
#include <thread>

// Goal: want of memory for one connection ends that one alone. Method: OpenSSL's SSL_new fails on
// the threads of the server, as often as told.
namespace {

std::atomic<int> failures_left{0};
std::thread::id const test_thread = std::this_thread::get_id();

}  // namespace

extern "C" SSL* SSL_new(SSL_CTX* context) {
    using Make = SSL* (*)(SSL_CTX*);
    static auto const make = reinterpret_cast<Make>(::dlsym(RTLD_NEXT, "SSL_new"));
    auto const ours = std::this_thread::get_id() == test_thread;
    if (ours || failures_left <= 0 || failures_left-- <= 0) return make(context);
    ERR_raise(ERR_LIB_SSL, ERR_R_MALLOC_FAILURE);
    return nullptr;
}

BOOST_AUTO_TEST_SUITE(accepting)

using namespace ocop::http;
using namespace ocop::http::test;

BOOST_AUTO_TEST_CASE(a_connection_that_cannot_be_made_does_not_end_the_others) {
    Served served;
    Client before(served.port());
    BOOST_TEST(before.ask(get("/hello")).status == 200);
    failures_left = 2;
    for (int i = 0; i < 2; ++i) {
        Client const lost(served.port());
        BOOST_TEST(!lost.connected());
    }
    served.log.await("accept_failed", 2);
    BOOST_TEST(failures_left == 0);
    BOOST_TEST(before.ask(get("/hello")).status == 200);
    Client after(served.port());
    BOOST_TEST(after.ask(get("/hello")).status == 200);
    BOOST_TEST(served.server.connections() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
