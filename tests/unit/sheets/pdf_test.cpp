#include "sheets/pdf.hpp"

#include "temporary_directory.hpp"
#include "unit/sheets/paper.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(pdf)

namespace {

using namespace ocop;
using namespace ocop::sheets;

// The smallest document, with one stream of `bytes` on its page.
Result<void> write_small(PdfWriter& pdf, std::string const& bytes) {
    int const catalogue = pdf.reserve();
    int const pages = pdf.reserve();
    int const info = pdf.reserve();
    int const page = pdf.reserve();
    int const content = pdf.reserve();
    pdf.object(page, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R>>");
    pdf.begin_stream(content);
    for (std::size_t at = 0; at < bytes.size(); at += 1000) {
        pdf.put(std::string_view(bytes).substr(at, 1000));
    }
    pdf.end_stream();
    pdf.deflated_stream(pdf.reserve(), bytes, "/Length1 " + std::to_string(bytes.size()));
    pdf.object(pages, "<</Type/Pages/Count 1/Kids[4 0 R]>>");
    pdf.object(info, "<<>>");
    pdf.object(catalogue, "<</Type/Catalog/Pages 2 0 R>>");
    return pdf.finish(catalogue, info);
}

}  // namespace

BOOST_AUTO_TEST_CASE(others_find_every_object_where_the_table_says) {
    std::string file;
    PdfWriter pdf([&](std::string_view bytes) {
        file += bytes;
        return Result<void>();
    });
    BOOST_TEST(test::slug_of(write_small(pdf, std::string(200'000, ' '))) == "");
    BOOST_TEST(pdf.bytes_written() == file.size());
    testing::Paper const paper(file);
    auto const checked = paper.output("qpdf", "--check");
    BOOST_TEST(checked.find("No syntax or stream encoding errors") != std::string::npos, checked);
    BOOST_TEST(checked.find("WARNING") == std::string::npos, checked);
    auto const content = paper.output("qpdf", "--show-object=5 --filtered-stream-data");
    BOOST_TEST((content == std::string(200'000, ' ')));
    auto const packed = paper.output("qpdf", "--show-object=7 --filtered-stream-data");
    BOOST_TEST((packed == content));
    BOOST_TEST(
        paper.output("qpdf", "--show-object=7").find("/Length1 200000") != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(lengths_are_points_with_the_decimals_they_need) {
    std::string file;
    PdfWriter pdf([&](std::string_view bytes) {
        file += bytes;
        return Result<void>();
    });
    int const object = pdf.reserve();
    pdf.begin(object);
    for (int const units : {0, 5, 50, 100, 12345, -5, -250, 84192}) {
        pdf.put_units(units);
    }
    pdf.end();
    BOOST_TEST(test::slug_of(pdf.finish(1, 1)) == "");
    auto const expected = "1 0 obj\n0 0.05 0.50 1 123.45 -0.05 -2.50 841.92 \nendobj\n";
    BOOST_TEST(file.find(expected) != std::string::npos, file);
}

BOOST_AUTO_TEST_CASE(bytes_leave_in_pieces_of_the_buffer) {
    std::vector<std::size_t> pieces;
    std::string file;
    PdfWriter pdf([&](std::string_view bytes) {
        pieces.push_back(bytes.size());
        file += bytes;
        return Result<void>();
    });
    BOOST_TEST(test::slug_of(write_small(pdf, std::string(200'000, 'x'))) == "");
    BOOST_TEST(pieces.size() == file.size() / PdfWriter::buffer_bytes + 1);
    for (std::size_t at = 0; at + 1 < pieces.size(); ++at) {
        BOOST_TEST(pieces[at] == PdfWriter::buffer_bytes);
    }
}

BOOST_AUTO_TEST_CASE(the_first_error_of_the_sink_stays) {
    for (int good = 0; good <= 3; ++good) {
        int calls = 0;
        PdfWriter pdf([&](std::string_view) -> Result<void> {
            if (++calls > good) {
                return Error(Errc::storage_full, "disk_full");
            }
            return {};
        });
        BOOST_TEST(test::slug_of(write_small(pdf, std::string(200'000, 'x'))) == "disk_full");
        BOOST_TEST(calls == good + 1);
        BOOST_TEST(pdf.failed());
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_its_table_cannot_describe_is_an_error) {
    PdfWriter pdf([](std::string_view) { return Result<void>(); });
    std::string const piece(5'000'000, 'x');
    int const first = pdf.reserve();
    pdf.begin(first);
    for (int at = 0; at < 1998; ++at) {
        pdf.put(piece);
    }
    pdf.end();
    pdf.object(pdf.reserve(), "<<>>");
    BOOST_TEST(!pdf.failed());
    int const second = pdf.reserve();
    pdf.begin(second);
    pdf.put(piece);
    pdf.put(piece);
    pdf.end();
    pdf.object(pdf.reserve(), "<<>>");
    BOOST_TEST(test::slug_of(pdf.state()) == "sheets_file_too_large");
    BOOST_TEST(test::slug_of(pdf.finish(1, 1)) == "sheets_file_too_large");
}

BOOST_AUTO_TEST_SUITE_END()
