#include "http/resolver.hpp"

#include <ocop/base/release.hpp>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <netdb.h>
#include <netinet/in.h>
#include <optional>
#include <system_error>
#include <thread>

namespace ocop::http {

namespace {

using Addresses = Result<std::vector<IpAddress>>;

Error host_unknown() {
    return {Errc::unavailable, "host_unknown"};
}

std::optional<IpAddress> address_of(addrinfo const& entry) {
    IpAddress out;
    if (entry.ai_family == AF_INET) {
        auto const& v4 = reinterpret_cast<sockaddr_in const*>(entry.ai_addr)->sin_addr;
        auto const* const bytes = reinterpret_cast<std::uint8_t const*>(&v4);
        std::copy_n(bytes, sizeof v4, out.bytes.begin());
        return out;
    }
    if (entry.ai_family == AF_INET6) {
        auto const& v6 = reinterpret_cast<sockaddr_in6 const*>(entry.ai_addr)->sin6_addr;
        std::copy_n(v6.s6_addr, out.bytes.size(), out.bytes.begin());
        out.v6 = true;
        return out;
    }
    return std::nullopt;
}

Addresses look_up(std::string const& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0) return host_unknown();
    std::unique_ptr<addrinfo, Release<freeaddrinfo>> const owned(list);
    std::vector<IpAddress> out;
    for (auto const* entry = list; entry != nullptr; entry = entry->ai_next) {
        if (auto const address = address_of(*entry)) out.push_back(*address);
    }
    if (out.empty()) return host_unknown();
    return out;
}

// One answer, awaited by one thread and given by another.
struct Errand {
    std::mutex mutex;  // guards answer
    std::condition_variable given;
    std::optional<Addresses> answer;
};

}  // namespace

struct PatientResolver::State {
    Lookup lookup;
    std::size_t lookups_max;
    std::mutex mutex;  // guards running
    std::size_t running = 0;

    bool enter() {
        std::lock_guard const lock(mutex);
        if (running == lookups_max) return false;
        ++running;
        return true;
    }

    void leave() {
        std::lock_guard const lock(mutex);
        --running;
    }

    Addresses look_up(std::string const& host) const {
        try {
            return lookup(host);
        } catch (std::exception const&) {  // out of memory: the asker is told, not the process
            return host_unknown();
        }
    }
};

PatientResolver::PatientResolver(Lookup lookup, std::size_t lookups_max)
    : state_(std::make_shared<State>()) {
    state_->lookup = std::move(lookup);
    state_->lookups_max = lookups_max;
}

PatientResolver::~PatientResolver() = default;

Result<std::vector<IpAddress>> PatientResolver::resolve(std::string const& host, Until until) {
    auto const errand = std::make_shared<Errand>();
    if (!state_->enter()) return Error(Errc::unavailable, "resolver_busy");
    try {
        std::thread([state = state_, errand, host] {
            auto answer = state->look_up(host);
            state->leave();
            std::lock_guard const lock(errand->mutex);
            errand->answer = std::move(answer);
            errand->given.notify_one();
        }).detach();
    } catch (std::system_error const&) {
        state_->leave();
        return Error(Errc::unavailable, "resolver_busy");
    }
    std::unique_lock lock(errand->mutex);
    auto const given = [&] { return errand->answer.has_value(); };
    if (!errand->given.wait_until(lock, until, given))
        return Error(Errc::unavailable, "peer_too_slow");
    return std::move(*errand->answer);
}

std::unique_ptr<Resolver> make_system_resolver() {
    return std::make_unique<PatientResolver>(look_up);
}

}  // namespace ocop::http
