#include "cli/event_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ocop::cli {

namespace {

// Steps over JSON by its brackets and quotes. Every step says whether the text went on.
class Skimmer {
  public:
    explicit Skimmer(std::string_view text) : text_(text) {}

    std::size_t at() const { return at_; }

    void blank() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

    bool take(char c) {
        blank();
        bool const there = at_ < text_.size() && text_[at_] == c;
        at_ += there ? 1U : 0U;
        return there;
    }

    bool is_next(char c) {
        blank();
        return at_ < text_.size() && text_[at_] == c;
    }

    bool is_over() {
        blank();
        return at_ == text_.size();
    }

    // What is between its quotes, raw.
    std::optional<std::string_view> string() {
        if (!take('"')) {
            return std::nullopt;
        }
        auto const start = at_;
        for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            at_ += text_[at_] == '\\' ? 1U : 0U;
        }
        if (at_ >= text_.size()) {
            return std::nullopt;
        }
        return text_.substr(start, at_++ - start);
    }

    // A whole value, raw.
    std::optional<std::string_view> value() {
        blank();
        auto const start = at_;
        std::size_t depth = 0;
        do {
            if (!step(depth)) {
                return std::nullopt;
            }
        } while (depth != 0);
        return text_.substr(start, at_ - start);
    }

  private:
    // One bracket, string or other token of a value.
    bool step(std::size_t& depth) {
        blank();
        if (at_ == text_.size()) {
            return false;
        }
        char const c = text_[at_];
        if (c == '"') {
            return string().has_value();
        }
        if (c == '{' || c == '[') {
            ++depth;
            ++at_;
            return true;
        }
        if (c == '}' || c == ']') {
            ++at_;
            return depth-- != 0;
        }
        if (c == ',' || c == ':') {
            ++at_;
            return depth != 0;
        }
        auto const end = std::min(text_.find_first_of(" \t\r\n,:]}[{\"", at_), text_.size());
        at_ = end;
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

class Finder {
  public:
    explicit Finder(std::string_view text) : text_(text), skimmer_(text) {}

    Result<FoundEvents> find() {
        if (!members({}) || !skimmer_.is_over()) {
            return Error(
                Errc::malformed,
                "file_malformed",
                "byte " + std::to_string(skimmer_.at()),
                "is no JSON of an EPCIS document"
            );
        }
        if (!has_body_) {
            // One event, which has its context itself.
            out_.context = {};
            out_.events = {text_};
        }
        return std::move(out_);
    }

  private:
    // The object's members; `path` is "", "/epcisBody", …
    bool members(std::string const& path) {
        if (!skimmer_.take('{')) {
            return false;
        }
        if (skimmer_.take('}')) {
            return true;
        }
        do {
            auto const key = skimmer_.string();
            if (!key || !skimmer_.take(':') || !member(path + "/" + std::string(*key))) {
                return false;
            }
        } while (skimmer_.take(','));
        return skimmer_.take('}');
    }

    bool member(std::string const& path) {
        if (path == "/epcisBody" && skimmer_.is_next('{')) {
            has_body_ = true;
            return members(path);
        }
        if ((path == "/epcisBody/queryResults" || path == "/epcisBody/queryResults/resultsBody") &&
            skimmer_.is_next('{')) {
            return members(path);
        }
        if ((path == "/epcisBody/eventList" ||
             path == "/epcisBody/queryResults/resultsBody/eventList") &&
            skimmer_.is_next('[')) {
            return events();
        }
        auto const value = skimmer_.value();
        if (value && path == "/@context") {
            out_.context = *value;
        }
        return value.has_value();
    }

    bool events() {
        skimmer_.take('[');
        if (skimmer_.take(']')) {
            return true;
        }
        do {
            auto const event = skimmer_.value();
            if (!event) {
                return false;
            }
            out_.events.push_back(*event);
        } while (skimmer_.take(','));
        return skimmer_.take(']');
    }

    std::string_view text_;
    Skimmer skimmer_;
    bool has_body_ = false;
    FoundEvents out_;
};

Error unreadable(std::filesystem::path const& file) {
    return {Errc::not_found, "file_unreadable", file.string(), std::strerror(errno)};
}

}  // namespace

struct MappedFile::Mapping {
    void* start = nullptr;
    std::size_t size = 0;

    Mapping(void* at, std::size_t bytes) : start(at), size(bytes) {}

    ~Mapping() {
        if (start != nullptr) {
            ::munmap(start, size);
        }
    }

    Mapping(Mapping const&) = delete;
    Mapping& operator=(Mapping const&) = delete;
};

Result<FoundEvents> find_events_in(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.substr(0, byte_order_mark.size()) == byte_order_mark) {
        text.remove_prefix(byte_order_mark.size());
    }
    return Finder(text).find();
}

Result<MappedFile> MappedFile::open(std::filesystem::path const& file) {
    int const handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0) {
        return unreadable(file);
    }

    struct stat status {};

    void* start = nullptr;
    bool good = ::fstat(handle, &status) == 0;
    auto const size = static_cast<std::size_t>(status.st_size);
    if (good && size != 0) {
        start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, handle, 0);
        good = start != MAP_FAILED;
    }
    auto const error = unreadable(file);
    ::close(handle);
    if (!good) {
        return error;
    }
    return MappedFile(std::make_shared<Mapping const>(start, size));
}

std::string_view MappedFile::text() const {
    return {static_cast<char const*>(mapping_->start), mapping_->size};
}

}  // namespace ocop::cli
