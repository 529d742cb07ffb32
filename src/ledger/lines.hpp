#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

// What the texts of the log have in common: lines, one hash a line.
namespace ocop::ledger {

// Reads lines that end with a line feed. After a line that does not, or none, all are empty and
// failed() says so. The views point into the text.
class Lines {
  public:
    explicit Lines(std::string_view text) : rest_(text) {}

    std::string_view next() {
        auto const end = rest_.find('\n');
        if (end == rest_.npos) {
            failed_ = true;
            rest_ = {};
            return {};
        }
        auto const line = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return line;
    }

    bool done() const { return rest_.empty(); }

    bool failed() const { return failed_; }

    std::string_view rest() const { return rest_; }

  private:
    std::string_view rest_;
    bool failed_ = false;
};

inline std::string hash_line(Hash const& hash) {
    return to_base64(hash) + "\n";
}

inline std::optional<Hash> parse_hash(std::string_view text) {
    auto const bytes = from_base64(text);
    Hash hash{};
    if (!bytes || bytes->size() != hash.size()) {
        return std::nullopt;
    }
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

// The rest of a line that begins with `word` and a space.
inline std::optional<std::string_view> value_of(std::string_view line, std::string_view word) {
    if (!line.starts_with(word) || line.substr(word.size()).substr(0, 1) != " ") {
        return std::nullopt;
    }
    return line.substr(word.size() + 1);
}

// Hashes, one a line, and the empty line that ends them; absent if there are more than `max`.
inline std::optional<std::vector<Hash>> parse_hashes(Lines& lines, std::size_t max) {
    std::vector<Hash> hashes;
    for (auto line = lines.next(); !line.empty(); line = lines.next()) {
        auto const hash = parse_hash(line);
        if (!hash || hashes.size() == max) {
            return std::nullopt;
        }
        hashes.push_back(*hash);
    }
    if (lines.failed()) {
        return std::nullopt;
    }
    return hashes;
}

}  // namespace ocop::ledger
