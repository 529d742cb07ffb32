#include "cli/commands.hpp"
#include "cli/files.hpp"

#include <ocop/stamp/offline.hpp>
#include <ocop/stamp/trust.hpp>

#include <iostream>

namespace ocop::cli {

namespace {

int usage(Error const& error) {
    std::cerr << "ocoptrace verify: " << describe(error) << '\n';
    return 2;
}

}  // namespace

int verify(VerifyRequest const& request) {
    auto const text = read_file(request.trust);
    if (!text) {
        return usage(text.error());
    }
    std::optional<std::string> root;
    if (request.root) {
        auto const pem = read_file(*request.root);
        if (!pem) {
            return usage(pem.error());
        }
        root = *pem;
    }
    auto const trust = stamp::parse_trust_list(*text, root);
    if (!trust) {
        return usage(trust.error());
    }
    auto const answer = stamp::check_offline(*trust, request.uri, SystemClock().now());
    std::cout << json::serialize(json::write(answer)) << '\n';
    return answer.signature_good() ? 0 : 1;
}

}  // namespace ocop::cli
