// parse() against Boost's own parser, on documents that nobody chose.

#include <ocop/base/json.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <random>

namespace {

using namespace ocop;

class Documents {
  public:
    explicit Documents(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t n) { return random_() % n; }

    std::string value(std::size_t depth) {
        auto const kind = below(depth == 0 ? 4 : 7);
        switch (kind) {
            case 0:
                return number();
            case 1:
                return pick({"true", "false", "null"});
            case 2:
            case 3:
                return quoted(text());
            case 4:
                return list(depth);
            default:
                return object(depth);
        }
    }

    // One byte changed, taken out or put in.
    std::string damaged(std::string text) {
        auto const at = below(text.size());
        auto const byte = pick({",", ":", "[", "]", "{", "}", "\"", "\\", "0", "e", ".", "\xC3"});
        switch (below(3)) {
            case 0:
                return text.replace(at, 1, byte);
            case 1:
                return text.erase(at, 1);
            default:
                return text.insert(at, byte);
        }
    }

  private:
    std::string pick(std::vector<std::string> const& from) { return from[below(from.size())]; }

    // Doubles that Boost reads exactly too.
    std::string number() {
        return pick(
            {"0",
             "-1",
             "9223372036854775807",
             "18446744073709551615",
             "-9223372036854775808",
             "0.5",
             "-12.25",
             "1e2",
             "3E-1"}
        );
    }

    std::string text() {
        std::string out;
        for (auto left = below(12); left > 0; --left) {
            out +=
                pick({"a", "chè", " ", "\\n", "\\u00e9", "\\ud83d\\ude00", "\\\\", "/", "~", "😀"});
        }
        return out;
    }

    static std::string quoted(std::string const& text) { return "\"" + text + "\""; }

    std::string list(std::size_t depth) {
        std::string out;
        for (auto left = size(); left > 0; --left) {
            out += (out.empty() ? "" : space() + ",") + value(depth - 1);
        }
        return "[" + out + space() + "]";
    }

    // Keys end in their place, so that none is there twice.
    std::string object(std::size_t depth) {
        std::string out;
        for (auto left = size(); left > 0; --left) {
            out += (out.empty() ? "" : ",") + space() + quoted(text() + std::to_string(left)) +
                   ":" + value(depth - 1);
        }
        return "{" + out + "}";
    }

    // Now and then more than an object keeps on the stack.
    std::size_t size() { return below(8) == 0 ? 14 + below(8) : below(4); }

    std::string space() { return pick({"", "", " ", "\n\t"}); }

    std::mt19937 random_;
};

constexpr json::Limits limits{.bytes_max = 1U << 24};

}  // namespace

BOOST_AUTO_TEST_SUITE(base_json_parse)

BOOST_AUTO_TEST_CASE(what_boost_reads_is_read_the_same) {
    Documents documents(1);
    for (int i = 0; i < 2'000; ++i) {
        auto const text = documents.value(4);
        auto const ours = json::parse(text, limits);
        BOOST_TEST_REQUIRE(ours.has_value(), text);
        // As texts too: equal objects may differ in the order of their members.
        auto const theirs = boost::json::parse(text);
        BOOST_TEST(*ours == theirs, text);
        BOOST_TEST(json::serialize(*ours) == json::serialize(theirs), text);
    }
}

BOOST_AUTO_TEST_CASE(what_boost_refuses_is_refused_and_nothing_else_but_what_it_lets_pass) {
    Documents documents(2);
    for (int i = 0; i < 5'000; ++i) {
        auto const text = documents.damaged(documents.value(3));
        boost::json::error_code ec;
        auto const theirs = boost::json::parse(text, ec);
        auto const ours = json::parse(text, limits);
        if (ours) {
            BOOST_TEST(!ec, text);
            BOOST_TEST((*ours == theirs), text);
        } else if (ours.error().slug == "json_malformed") {
            BOOST_TEST(ec.failed(), text);
        } else {
            BOOST_TEST(
                (ours.error().slug == "json_duplicate_key" ||
                 ours.error().slug == "json_number_too_large"),
                text
            );
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
