#include "prints/zip.hpp"

#include "temporary_directory.hpp"
#include "unit/sheets/paper.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <random>
#include <string>
#include <vector>

// Read back by Python's zipfile, which shares no code with what wrote it but zlib.
BOOST_AUTO_TEST_SUITE(zip)

namespace {

using namespace ocop;
using namespace ocop::prints;

struct Text {
    std::string name;
    std::string text;
};

std::string noise(std::size_t bytes) {
    std::mt19937 random(7);
    std::string out(bytes, '\0');
    for (char& c : out) {
        c = static_cast<char>(random());
    }
    return out;
}

ZipMember add(std::string& file, Text const& text) {
    auto writer = ZipMemberWriter::begin(text.name, file.size(), [&](std::string_view bytes) {
        file += bytes;
        return Result<void>();
    });
    BOOST_TEST_REQUIRE(test::reason_of(writer) == "");
    auto const half = text.text.size() / 2;
    BOOST_TEST(test::reason_of(writer->write(std::string_view(text.text).substr(0, half))) == "");
    BOOST_TEST(test::reason_of(writer->write(std::string_view(text.text).substr(half))) == "");
    auto const member = writer->finish();
    BOOST_TEST_REQUIRE(test::reason_of(member) == "");
    BOOST_TEST(member->bytes == text.text.size());
    return *member;
}

std::string written(std::vector<Text> const& texts) {
    std::string file;
    std::vector<ZipMember> members;
    for (auto const& text : texts) {
        members.push_back(add(file, text));
    }
    auto const ended = write_zip_end(members, file.size(), [&](std::string_view bytes) {
        file += bytes;
        return Result<void>();
    });
    BOOST_TEST(test::reason_of(ended) == "");
    return file;
}

}  // namespace

BOOST_AUTO_TEST_CASE(others_read_every_member) {
    std::vector<Text> const texts{
        {"empty.txt", ""},
        {"one.txt", "a"},
        {"zeros.bin", std::string(3'000'000, '\0')},
        {"noise.bin", noise(2'500'000)}};
    test::TemporaryDirectory directory;
    auto const path = (directory.path() / "run.zip").string();
    std::ofstream(path, std::ios::binary) << written(texts);
    auto const listed = sheets::testing::output_of(
        "python3 -c 'import zipfile,sys,hashlib\n"
        "z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None\n"
        "for i in z.infolist(): print(i.filename, i.file_size, "
        "hashlib.sha256(z.read(i)).hexdigest())' " +
        path
    );
    std::string expected;
    std::string scratch;
    for (auto const& text : texts) {
        expected += text.name + " " + std::to_string(text.text.size()) + " " +
                    add(scratch, text).sha256 + "\n";
    }
    BOOST_TEST(listed == expected);
}

BOOST_AUTO_TEST_CASE(the_same_members_give_the_same_bytes) {
    std::vector<Text> const texts{{"a", "1"}, {"b", noise(1000)}};
    BOOST_TEST((written(texts) == written(texts)));
}

BOOST_AUTO_TEST_CASE(a_member_beyond_four_gigabytes_is_refused) {
    auto const sink = [](std::string_view) { return Result<void>(); };
    auto writer = ZipMemberWriter::begin("a", 0xffff0000, sink);
    BOOST_TEST(test::slug_of(writer->finish()) == "zip_too_large");
    std::vector<ZipMember> const many(65'535);
    BOOST_TEST(test::slug_of(write_zip_end(many, 0, sink)) == "zip_too_large");
}

BOOST_AUTO_TEST_CASE(a_sink_that_fails_is_heard) {
    Error const full(Errc::storage_full, "storage_full");
    int left = 1;
    auto writer = ZipMemberWriter::begin("a", 0, [&](std::string_view) {
        return left-- > 0 ? Result<void>() : Result<void>(full);
    });
    BOOST_TEST_REQUIRE(test::reason_of(writer) == "");
    BOOST_TEST(test::slug_of(writer->write(noise(1'000'000))) == "storage_full");
    BOOST_TEST(test::slug_of(writer->finish()) == "storage_full");
}

BOOST_AUTO_TEST_SUITE_END()
