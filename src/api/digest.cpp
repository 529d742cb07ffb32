#include "api/digest.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <utility>

namespace ocop::api {

namespace {

constexpr std::string_view algorithm = "sha-256=";

bool is_ours(std::string_view entry) {
    return entry.size() >= algorithm.size() &&
           std::equal(algorithm.begin(), algorithm.end(), entry.begin(), [](char known, char c) {
               return (c >= 'A' && c <= 'Z' ? c + 32 : c) == known;
           });
}

// The entries of a list in a header, one by one.
std::string_view next_of(std::string_view& rest) {
    auto const end = std::min(rest.find(','), rest.size());
    auto out = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    out.remove_prefix(std::min(out.find_first_not_of(" \t"), out.size()));
    return out.substr(0, out.find_last_not_of(" \t") + 1);
}

bool agrees(std::string_view list, std::string_view wanted) {
    while (!list.empty()) {
        auto const entry = next_of(list);
        if (is_ours(entry) && entry.substr(algorithm.size()) != wanted) {
            return false;
        }
    }
    return true;
}

}  // namespace

Result<void> check_digest(http::Request const& request, Hash const& hash) {
    auto const base64 = to_base64(hash);
    for (auto const& [header, wanted] :
         {std::pair{"Digest", base64}, {"Content-Digest", ":" + base64 + ":"}}) {
        if (!agrees(request.header(header), wanted)) {
            return Error(
                Errc::malformed, "digest_mismatch", header, "is not of the bytes that came"
            );
        }
    }
    return {};
}

}  // namespace ocop::api
