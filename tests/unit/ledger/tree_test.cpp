#include "unit/ledger/naive.hpp"
#include "vectors/load.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace ocop;
using namespace ocop::ledger;

namespace {

constexpr std::size_t size_max = 260;

naive::Tree const& grown() {
    static auto const made = naive::numbered_tree(size_max);
    return made;
}

// Every node of the naive tree.
Result<Hash> read_node(Node node) {
    auto const width = std::size_t{1} << node.height;
    return grown().root(node.index * width, (node.index + 1) * width);
}

Hash leaf(std::size_t i) {
    return grown().root(i, i + 1);
}

Proof inclusion(std::size_t index, std::size_t size) {
    return *prove_inclusion(index, size, read_node);
}

Proof consistency(std::size_t from, std::size_t to) {
    return *prove_consistency(from, to, read_node);
}

// Calls `each` with the proof after every single bit of it was turned over, every hash left out,
// doubled, or exchanged with the next, and one more hash at either end.
template <class Each>
void for_each_damage(Proof const& proof, Each const& each) {
    for (std::size_t i = 0; i < proof.size(); ++i) {
        for (std::size_t bit = 0; bit < 256; ++bit) {
            auto bad = proof;
            bad[i][bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
            each(bad);
        }
        auto shorter = proof;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
        each(shorter);
        auto longer = proof;
        longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(i), proof[i]);
        each(longer);
        if (i + 1 < proof.size()) {
            auto turned = proof;
            std::swap(turned[i], turned[i + 1]);
            each(turned);
        }
    }
    auto before = proof;
    before.insert(before.begin(), Hash{});
    each(before);
    auto behind = proof;
    behind.push_back(Hash{});
    each(behind);
}

// A line of the reference's merkle/*.jsonl; hashes that are none are absent.
struct VectorLine {
    json::object o;

    std::optional<Hash> hash(std::string_view member) const { return read(o.at(member)); }

    static std::optional<Hash> read(json::value const& v) {
        auto const bytes = from_base64(v.get_string());
        if (!bytes || bytes->size() != 32) {
            return std::nullopt;
        }
        return vectors::array_of<32>(*bytes);
    }

    std::optional<Proof> proof() const {
        Proof out;
        if (!o.at("proof").is_array()) {
            return out;
        }
        for (auto const& v : o.at("proof").get_array()) {
            auto const hash = read(v);
            if (!hash) {
                return std::nullopt;
            }
            out.push_back(*hash);
        }
        return out;
    }

    std::uint64_t number(std::string_view member) const {
        return o.at(member).to_number<std::uint64_t>();
    }
};

// Judges every line of a file; how many there were.
std::size_t for_each_line(
    std::string const& name, std::function<bool(VectorLine const&)> const& judge
) {
    std::ifstream file(std::string(OCOP_REFERENCE_DIR) + "/tlog/merkle/" + name);
    std::size_t count = 0;
    for (std::string line; std::getline(file, line); ++count) {
        auto const parsed = json::parse(line);
        BOOST_TEST_REQUIRE(parsed.has_value());
        VectorLine const vector{parsed->get_object()};
        // Equal roots of 12 bytes are to be taken there; a Hash cannot be that.
        bool const other = vector.o.at("desc") == "sizes are equal (one) and proof is empty";
        BOOST_TEST((other || judge(vector) != vector.o.at("wantErr").get_bool()), line);
    }
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tree)

BOOST_AUTO_TEST_CASE(every_root_up_to_260_is_the_recursive_one) {
    for (std::size_t size = 0; size <= size_max; ++size) {
        BOOST_TEST((*tree_root(size, read_node) == grown().root(0, size)));
    }
}

BOOST_AUTO_TEST_CASE(every_inclusion_proof_up_to_260_is_the_recursive_one_and_verifies) {
    for (std::size_t size = 1; size <= size_max; ++size) {
        auto const head = grown().head(size);
        for (std::size_t i = 0; i < size; ++i) {
            auto const proof = inclusion(i, size);
            BOOST_TEST_REQUIRE((proof == grown().path(i, 0, size)), i << " in " << size);
            BOOST_TEST_REQUIRE(verify_inclusion(i, leaf(i), proof, head), i << " in " << size);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_consistency_proof_up_to_260_is_the_recursive_one_and_verifies) {
    for (std::size_t to = 0; to <= size_max; ++to) {
        auto const head = grown().head(to);
        for (std::size_t from = 0; from <= to; ++from) {
            auto const proof = consistency(from, to);
            BOOST_TEST_REQUIRE((proof == grown().growth(from, to)), from << " to " << to);
            BOOST_TEST_REQUIRE(
                verify_consistency(grown().head(from), head, proof), from << " to " << to
            );
        }
    }
}

BOOST_AUTO_TEST_CASE(a_damaged_inclusion_proof_proves_nothing) {
    for (std::size_t size = 1; size <= 17; ++size) {
        auto const head = grown().head(size);
        for (std::size_t i = 0; i < size; ++i) {
            for_each_damage(inclusion(i, size), [&](Proof const& bad) {
                BOOST_TEST_REQUIRE(!verify_inclusion(i, leaf(i), bad, head), i << " in " << size);
            });
        }
    }
}

BOOST_AUTO_TEST_CASE(a_damaged_consistency_proof_proves_nothing) {
    for (std::size_t to = 0; to <= 17; ++to) {
        auto const head = grown().head(to);
        for (std::size_t from = 0; from <= to; ++from) {
            for_each_damage(consistency(from, to), [&](Proof const& bad) {
                BOOST_TEST_REQUIRE(
                    !verify_consistency(grown().head(from), head, bad), from << " to " << to
                );
            });
        }
    }
}

BOOST_AUTO_TEST_CASE(an_inclusion_proof_is_for_one_leaf_at_one_index_of_one_tree) {
    constexpr std::size_t small = 20;
    for (std::size_t size = 1; size <= small; ++size) {
        for (std::size_t i = 0; i < size; ++i) {
            auto const proof = inclusion(i, size);
            for (std::size_t other = 0; other <= small; ++other) {
                auto const head = grown().head(size);
                bool const same = other == i;
                BOOST_TEST_REQUIRE(verify_inclusion(other, leaf(i), proof, head) == same);
                BOOST_TEST_REQUIRE(verify_inclusion(i, leaf(other), proof, head) == same);
                auto const head_of_other = grown().head(other);
                BOOST_TEST_REQUIRE(
                    verify_inclusion(i, leaf(i), proof, head_of_other) == (other == size)
                );
            }
            auto const beyond = std::uint64_t{0} - 1;
            BOOST_TEST(!verify_inclusion(beyond, leaf(i), proof, grown().head(size)));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_consistency_proof_is_for_one_pair_of_trees) {
    constexpr std::size_t small = 12;
    for (std::size_t to = 1; to <= small; ++to) {
        for (std::size_t from = 1; from < to; ++from) {
            auto const proof = consistency(from, to);
            for (std::size_t a = 0; a <= small; ++a) {
                for (std::size_t b = 0; b <= small; ++b) {
                    bool const same = a == from && b == to;
                    auto const good = verify_consistency(grown().head(a), grown().head(b), proof);
                    BOOST_TEST_REQUIRE(good == same, from << "," << to << " as " << a << "," << b);
                }
            }
        }
    }
}

// Sizes of another shape with the right roots: the roots alone must not do.
BOOST_AUTO_TEST_CASE(a_proof_stops_at_the_root_of_the_size_that_is_claimed) {
    for (std::size_t to = 2; to <= 20; ++to) {
        TreeHead const taller{4 * to, grown().root(0, to)};
        BOOST_TEST(!verify_inclusion(0, leaf(0), inclusion(0, to), taller));
        for (std::size_t from = 1; from < to; ++from) {
            auto const old = grown().head(from);
            BOOST_TEST(!verify_consistency(old, taller, consistency(from, to)));
            BOOST_TEST(!verify_consistency({4 * to, old.root}, grown().head(to), {}));
        }
        // A tree does not shrink, whatever its roots.
        BOOST_TEST(!verify_consistency({to, grown().root(0, to)}, {to - 1, grown().root(0, to)}, {})
        );
    }
}

BOOST_AUTO_TEST_CASE(no_bit_of_a_root_may_differ) {
    for (std::size_t bit = 0; bit < 256; ++bit) {
        auto const turn = [bit](TreeHead head) {
            head.root[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
            return head;
        };
        auto const old = grown().head(5);
        auto const head = grown().head(11);
        BOOST_TEST(!verify_inclusion(3, leaf(3), inclusion(3, 11), turn(head)));
        BOOST_TEST(!verify_consistency(turn(old), head, consistency(5, 11)));
        BOOST_TEST(!verify_consistency(old, turn(head), consistency(5, 11)));
        BOOST_TEST(!verify_consistency(turn(grown().head(8)), head, consistency(8, 11)));
        BOOST_TEST(!verify_consistency(turn(head), head, {}));
        BOOST_TEST(!verify_consistency(turn(grown().head(0)), head, {}));
    }
}

BOOST_AUTO_TEST_CASE(the_empty_tree_has_one_root_only) {
    TreeHead const empty{0, empty_root()};
    TreeHead const forged{0, Hash{1}};
    BOOST_TEST(verify_consistency(empty, empty, {}));
    BOOST_TEST(verify_consistency(empty, grown().head(7), {}));
    BOOST_TEST(!verify_consistency(forged, forged, {}));
    BOOST_TEST(!verify_consistency(forged, grown().head(7), {}));
    BOOST_TEST(!verify_inclusion(0, leaf(0), {}, empty));
}

BOOST_AUTO_TEST_CASE(the_largest_trees_end) {
    auto const constant = [](Node) { return Result<Hash>(Hash{}); };
    auto const last = tree_size_max - 1;
    auto const path = *prove_inclusion(last, tree_size_max, constant);
    BOOST_TEST(path.size() == 62U);
    BOOST_TEST(prove_inclusion(0, tree_size_max, constant)->size() == 63U);
    BOOST_TEST(prove_consistency(last, tree_size_max, constant)->size() <= proof_hashes_max);
    Proof const endless(1000, Hash{});
    auto const top = std::uint64_t{0} - 1;
    BOOST_TEST(!verify_inclusion(top - 1, Hash{}, endless, {top, Hash{}}));
    BOOST_TEST(!verify_consistency({top - 1, Hash{}}, {top, Hash{}}, endless));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_makes_no_proof) {
    auto const failing = [](Node) { return Result<Hash>(Error(Errc::unavailable, "away")); };
    BOOST_TEST(tree_root(3, failing).error().slug == "away");
    BOOST_TEST(prove_inclusion(1, 3, failing).error().slug == "away");
    BOOST_TEST(prove_consistency(1, 3, failing).error().slug == "away");
    BOOST_TEST(prove_consistency(3, 5, failing).error().slug == "away");
}

BOOST_AUTO_TEST_CASE(the_inclusion_vectors_come_out) {
    auto const judge = [](VectorLine const& v) {
        auto const root = v.hash("root");
        auto const hash = v.hash("leafHash");
        auto const proof = v.proof();
        return root && hash && proof &&
               verify_inclusion(v.number("leafIdx"), *hash, *proof, {v.number("treeSize"), *root});
    };
    auto const count = for_each_line("inclusion.jsonl", judge);
    BOOST_TEST_MESSAGE(count << " inclusion vectors");
}

BOOST_AUTO_TEST_CASE(the_consistency_vectors_come_out) {
    auto const judge = [](VectorLine const& v) {
        auto const old = v.hash("root1");
        auto const root = v.hash("root2");
        auto const proof = v.proof();
        return old && root && proof &&
               verify_consistency({v.number("size1"), *old}, {v.number("size2"), *root}, *proof);
    };
    auto const count = for_each_line("consistency.jsonl", judge);
    BOOST_TEST_MESSAGE(count << " consistency vectors");
}

BOOST_AUTO_TEST_SUITE_END()
