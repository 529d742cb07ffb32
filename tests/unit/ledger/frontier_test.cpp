#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/ledger/frontier.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <bit>

using namespace ocop;
using namespace ocop::ledger;

namespace {

// RFC 6962 §2.1, word by word.
Hash naive_root(std::vector<std::string> const& leaves, std::size_t first, std::size_t count) {
    if (count == 0) {
        return crypto::sha256({});
    }
    if (count == 1) {
        return crypto::sha256(as_bytes(std::string(1, '\0') + leaves[first]));
    }
    std::size_t left = 1;
    while (left * 2 < count) {
        left *= 2;
    }
    auto const a = naive_root(leaves, first, left);
    auto const b = naive_root(leaves, first + left, count - left);
    return crypto::sha256(
        as_bytes(std::string(1, '\1') + std::string(as_text(a)) + std::string(as_text(b)))
    );
}

std::vector<std::string> leaves_of_sizes(std::size_t count) {
    std::vector<std::string> leaves;
    for (std::size_t i = 0; i < count; ++i) {
        leaves.push_back(std::string(i % 7, 'x') + std::to_string(i));
    }
    return leaves;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(frontier)

BOOST_AUTO_TEST_CASE(the_root_of_every_size_up_to_260_is_the_recursive_one) {
    auto const leaves = leaves_of_sizes(260);
    Frontier grown;
    for (std::size_t size = 0; size <= leaves.size(); ++size) {
        BOOST_TEST(grown.size() == size);
        BOOST_TEST(to_hex(grown.root()) == to_hex(naive_root(leaves, 0, size)));
        if (size < leaves.size()) {
            grown.append(as_bytes(leaves[size]));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_leaf_of_any_length_hashes_as_one_piece) {
    std::string leaf;
    for (std::size_t size = 0; size <= 1'100; ++size, leaf.push_back(static_cast<char>(size))) {
        auto const whole = std::string(1, '\0') + leaf;
        BOOST_TEST((leaf_hash(as_bytes(leaf)) == crypto::sha256(as_bytes(whole))));
    }
}

// The published test tree of the certificate transparency implementations.
BOOST_AUTO_TEST_CASE(the_roots_of_the_certificate_transparency_test_tree_come_out) {
    std::vector<std::string> const leaves = {
        "",
        std::string("\x00", 1),
        "\x10",
        "\x20\x21",
        "\x30\x31",
        "\x40\x41\x42\x43",
        "\x50\x51\x52\x53\x54\x55\x56\x57",
        "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    };
    Frontier tree;
    BOOST_TEST(
        to_hex(tree.root()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    tree.append(as_bytes(leaves[0]));
    BOOST_TEST(
        to_hex(tree.root()) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    );
    for (std::size_t i = 1; i < leaves.size(); ++i) {
        tree.append(as_bytes(leaves[i]));
    }
    BOOST_TEST(
        to_hex(tree.root()) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    );
}

BOOST_AUTO_TEST_CASE(encoding_and_reading_give_the_same_frontier_at_every_size) {
    Frontier grown;
    for (std::size_t size = 0; size <= 130; ++size) {
        auto const read = Frontier::decode(grown.encode());
        BOOST_TEST_REQUIRE(read.has_value());
        BOOST_TEST((*read == grown));
        grown.append(as_bytes(std::to_string(size)));
    }
}

BOOST_AUTO_TEST_CASE(a_frontier_cut_short_or_with_a_byte_more_is_refused) {
    Frontier grown;
    for (int i = 0; i < 7; ++i) {
        grown.append(as_bytes("leaf"));
    }
    auto const bytes = grown.encode();
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        BOOST_TEST(!Frontier::decode(bytes.substr(0, length)).has_value());
    }
    BOOST_TEST(!Frontier::decode(bytes + '\0').has_value());
}

BOOST_AUTO_TEST_CASE(a_frontier_read_back_goes_on_growing_as_the_first) {
    auto const leaves = leaves_of_sizes(100);
    for (std::size_t cut = 0; cut <= leaves.size(); cut += 9) {
        Frontier grown;
        for (std::size_t i = 0; i < leaves.size(); ++i) {
            if (i == cut) {
                grown = *Frontier::decode(grown.encode());
            }
            grown.append(as_bytes(leaves[i]));
        }
        BOOST_TEST((grown.root() == naive_root(leaves, 0, leaves.size())));
    }
}

BOOST_AUTO_TEST_CASE(every_perfect_subtree_is_told_once_where_it_ends) {
    auto const leaves = leaves_of_sizes(64);
    Frontier grown;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        unsigned told = 0;
        grown.append_hash(leaf_hash(as_bytes(leaves[i])), [&](unsigned height, Hash const& hash) {
            BOOST_TEST(height == told++);
            auto const width = std::size_t{1} << height;
            BOOST_TEST((hash == naive_root(leaves, i + 1 - width, width)));
        });
        BOOST_TEST(told == 1U + static_cast<unsigned>(std::countr_zero(i + 1)));
    }
}

BOOST_AUTO_TEST_SUITE_END()
