// Whole-domain statements about reading and writing links: over generated links of a fixed seed,
// over every truncation and over every changed byte.

#include <ocop/gs1/check_digit.hpp>
#include <ocop/gs1/digital_link.hpp>

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>

using namespace ocop;
using namespace ocop::gs1;

namespace {

constexpr std::string_view set82 =
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

class Generator {
  public:
    explicit Generator(std::uint64_t seed) : engine_(seed) {}

    std::size_t below(std::size_t end) { return engine_() % end; }

    bool coin() { return below(2) == 0; }

    std::string text(std::string_view alphabet, std::size_t length_min, std::size_t length_max) {
        std::string out(length_min + below(length_max - length_min + 1), ' ');
        for (char& c : out) {
            c = alphabet[below(alphabet.size())];
        }
        return out;
    }

    std::string checked(std::size_t size) {
        auto body = text("0123456789", size - 1, size - 1);
        return body + check_digit(body);
    }

    std::string bytes(std::size_t length_max) {
        std::string out(below(length_max + 1), ' ');
        for (char& c : out) {
            c = static_cast<char>(1 + below(255));
        }
        return out;
    }

    DigitalLink link() {
        DigitalLink out;
        if (below(8) != 0) {
            out.scheme = coin() ? "https" : "http";
            out.host = text("abcdefghijklmnopqrstuvwxyz0123456789-.", 1, 24);
            out.port = coin() ? "" : std::to_string(1 + below(65535));
        }
        for (auto count = below(3); count > 0; --count) {
            out.stem += "/" + text("abcXYZ019-._~%!$'()*+,:@", 0, 6);
        }
        coin() ? item(out) : other(out);
        for (auto count = below(3); count > 0; --count) {
            out.attributes.push_back(
                {std::to_string(90 + out.attributes.size()), text(set82, 1, 30)}
            );
        }
        for (auto count = below(4); count > 0; --count) {
            out.parameters.push_back({"p" + bytes(8), bytes(20)});
        }
        return out;
    }

  private:
    void item(DigitalLink& out) {
        out.key = {"01", checked(14)};
        if (below(4) == 0) {
            out.qualifiers.push_back({"235", text(set82, 1, 28)});
            return;
        }
        for (auto const* ai : {"22", "10", "21"}) {
            if (coin()) {
                out.qualifiers.push_back({ai, text(set82, 1, 20)});
            }
        }
        if (coin()) {
            out.attributes.push_back({"17", "2612" + std::to_string(10 + below(22))});
        }
    }

    void other(DigitalLink& out) {
        switch (below(5)) {
            case 0:
                out.key = {"00", checked(18)};
                return;
            case 1:
                out.key = {"414", checked(13)};
                out.qualifiers.push_back({"254", text(set82, 1, 20)});
                return;
            case 2:
                out.key = {"8004", "8935" + text(set82, 0, 26)};
                return;
            case 3:
                out.key = {"253", checked(13) + text(set82, 0, 17)};
                return;
            default:
                out.key = {"8018", checked(18)};
                out.qualifiers.push_back({"8019", text("0123456789", 1, 10)});
        }
    }

    std::mt19937_64 engine_;
};

// A link that is read must come out of its own text again, whatever was read.
void expect_stable(std::string const& uri) {
    auto const link = parse_digital_link(uri);
    if (!link) {
        BOOST_REQUIRE(!link.error().slug.empty() && !link.error().faults.empty());
        return;
    }
    auto const text = write_digital_link(*link);
    auto const again = parse_digital_link(text);
    BOOST_REQUIRE_MESSAGE((again.has_value() && *again == *link), uri << " -> " << text);
    auto const canonical = parse_digital_link(canonical_digital_link(*link));
    BOOST_REQUIRE_MESSAGE(canonical.has_value(), uri);
    BOOST_REQUIRE(canonical_digital_link(*canonical) == canonical_digital_link(*link));
}

std::string const stamp =
    "https://id.ocop.vn:8443/v/01/08935012345677/10/L2607A/21/7K3QW9X2HM?17=261231&s=" +
    std::string(159, '7') + "&utm_source=zalo";

void expect_changes_matter(std::size_t at, DigitalLink const& whole) {
    for (int byte = 0; byte < 256; ++byte) {
        auto changed = stamp;
        changed[at] = static_cast<char>(byte);
        auto const link = parse_digital_link(changed);
        bool const same = link.has_value() && *link == whole;
        BOOST_REQUIRE_MESSAGE(same == (changed == stamp), changed);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gs1_digital_link_property)

BOOST_AUTO_TEST_CASE(writing_and_reading_gives_the_same_link) {
    Generator generate(20261122);
    for (int i = 0; i < 5000; ++i) {
        auto const link = generate.link();
        auto const text = write_digital_link(link);
        auto const mark = text.find('?');
        auto const query = mark == std::string::npos ? "" : text.substr(mark + 1);
        auto const read = link.host.empty() ? parse_digital_link_path(text.substr(0, mark), query)
                                            : parse_digital_link(text);
        BOOST_REQUIRE_MESSAGE(read.has_value(), text << " " << describe(read.error()));
        BOOST_REQUIRE_MESSAGE((*read == link), text);
    }
}

BOOST_AUTO_TEST_CASE(the_parts_of_a_link_make_the_link) {
    Generator generate(7);
    for (int i = 0; i < 2000; ++i) {
        auto const link = generate.link();
        std::vector<Element> parts = link.attributes;
        parts.insert(parts.begin(), link.qualifiers.rbegin(), link.qualifiers.rend());
        parts.push_back(link.key);
        auto const full = write_digital_link(link);
        auto const base =
            full.substr(0, full.find("/" + link.key.ai + "/" + link.key.value.substr(0, 4)));
        auto const made = make_digital_link(link.host.empty() ? "" : base, parts, link.parameters);
        if (link.host.empty() || link.stem.ends_with('/')) {
            continue;  // a bare path has no stem; a base loses one slash at its end
        }
        BOOST_REQUIRE_MESSAGE(made.has_value(), full << " " << describe(made.error()));
        BOOST_REQUIRE_MESSAGE((*made == link), full);
    }
}

BOOST_AUTO_TEST_CASE(any_truncation_is_refused_or_stable_and_never_the_same_link) {
    auto const whole = parse_digital_link(stamp);
    BOOST_TEST_REQUIRE(whole.has_value());
    for (std::size_t size = 0; size < stamp.size(); ++size) {
        auto const part = stamp.substr(0, size);
        expect_stable(part);
        auto const link = parse_digital_link(part);
        BOOST_REQUIRE(!link.has_value() || *link != *whole);
    }
    auto const key_end = stamp.find("/10/");
    for (std::size_t size = 0; size < key_end; ++size) {
        BOOST_REQUIRE(!parse_digital_link(stamp.substr(0, size)).has_value());
    }
}

BOOST_AUTO_TEST_CASE(any_changed_byte_after_the_host_is_refused_or_another_link) {
    auto const whole = parse_digital_link(stamp);
    BOOST_TEST_REQUIRE(whole.has_value());
    auto const host_end = stamp.find(':', 8);
    for (std::size_t at = host_end; at < stamp.size(); ++at) {
        // Which of the two delimiters parts parameters means nothing.
        if (stamp[at] != '&') {
            expect_changes_matter(at, *whole);
        }
    }
}

BOOST_AUTO_TEST_CASE(random_edits_never_break_the_reader) {
    Generator generate(99);
    std::string_view const pieces[] = {
        "/",
        "/01/",
        "/10/",
        "/21/",
        "?",
        "&",
        ";",
        "=",
        "#",
        "%",
        "%2F",
        "%00",
        "+",
        "01=",
        "17=261231",
        "(",
        "@",
        ":"};
    for (int i = 0; i < 20000; ++i) {
        auto text = write_digital_link(generate.link());
        for (auto edits = 1 + generate.below(3); edits > 0; --edits) {
            auto const at = generate.below(text.size() + 1);
            auto const gone = generate.below(4);
            text.replace(at, gone, pieces[generate.below(std::size(pieces))]);
        }
        expect_stable(text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
