#include "events/event_csv.hpp"

#include "events/csv_values.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(event_csv)

using namespace ocop;
using namespace ocop::events;

namespace {

// "2 số lượng: is not a number", line by line.
std::string faults_of(std::string_view text) {
    std::string out;
    for (auto const& fault : read_event_csv(text).faults) {
        out += (out.empty() ? "" : "\n") + std::to_string(fault.line) + " " + fault.column + ": " +
               fault.en;
        BOOST_TEST(!fault.vi.empty());
    }
    return out;
}

std::string form_of(std::string_view text, std::size_t index = 0) {
    auto const read = read_event_csv(text);
    BOOST_TEST(faults_of(text) == "");
    BOOST_TEST_REQUIRE(read.forms.size() > index);
    return json::serialize(json::write(read.forms[index].form));
}

}  // namespace

BOOST_AUTO_TEST_CASE(vietnamese_and_english_headers_make_the_same_form) {
    std::string const want =
        R"({"step":"Sao, sấy khô","chain":"Chè","place":"xuong1",)"
        R"("time":"2026-11-22T08:30:00+07:00",)"
        R"("quantity":{"value":10,"unit":"kg"},)"
        R"("inputs":[{"gtin":"09520001100017","lot":"T1","quantity":{"value":45,"unit":"kg"}}],)"
        R"("measurements":[{"type":"temperature","value":95}],"notes":"mẻ đầu; ngon",)"
        R"("photos":["aa","bb"]})";
    BOOST_TEST(
        form_of("\xEF\xBB\xBF"
                "Chuỗi;Công đoạn;Ngày;Giờ;Địa điểm;Số lượng;Đơn vị;GTIN nguyên liệu;Lô nguyên liệu;"
                "Lượng nguyên liệu;Đơn vị nguyên liệu;Nhiệt độ (°C);Ghi chú;Ảnh\r\n"
                "Chè;Sao, sấy khô;22/11/2026;8h30;xuong1;10,0;kg;09520001100017;T1;45;kg;95;"
                "\"mẻ đầu; ngon\";aa bb\r\n") == want
    );
    BOOST_TEST(
        form_of("notes,photos,temperature,step,CHAIN,date,place,quantity,unit,input_gtin,input lot,"
                "input_quantity,input_unit\n"
                "mẻ đầu; ngon,aa  bb,95,\"Sao, sấy khô\",Chè,2026-11-22 08:30,xuong1,10,KG,"
                "09520001100017,T1,45,kg\n") == want
    );
}

BOOST_AUTO_TEST_CASE(a_row_of_inputs_alone_adds_to_the_event_above) {
    std::string const text =
        "step,date,quantity,unit,input id,input quantity,input unit\n"
        "sour_pork/mix,1/11/2026,20,kg,urn:a:pork,18,kg\n"
        ",,,,urn:a:rice,2,kg\n"
        "sour_pork/ferment,2/11/2026,,,,,\n";
    auto const read = read_event_csv(text);
    BOOST_TEST_REQUIRE(read.forms.size() == 2U);
    BOOST_TEST_REQUIRE(read.forms[0].form.inputs.has_value());
    BOOST_TEST_REQUIRE(read.forms[0].form.inputs->size() == 2U);
    BOOST_TEST(*(*read.forms[0].form.inputs)[1].id == "urn:a:rice");
    BOOST_TEST(!read.forms[1].form.inputs.has_value());
    auto const fault = at_line(read.forms[0], {"/inputs/1/quantity/unit", "", ""});
    BOOST_TEST(fault.line == 3U);
    BOOST_TEST(fault.column == "input unit");
}

BOOST_AUTO_TEST_CASE(faults_of_a_form_are_at_their_cell) {
    auto const read = read_event_csv(
        "Công đoạn,Ngày,Số lượng,Đơn vị,Nhiệt độ (°C),Độ ẩm (%)\nhoney/extract,1/11/2026,1,kg,,80\n"
    );
    BOOST_TEST_REQUIRE(read.forms.size() == 1U);
    auto const column = [&](std::string const& pointer) {
        auto const fault = at_line(read.forms[0], {pointer, "vi", "en"});
        return std::to_string(fault.line) + " " + fault.column;
    };
    BOOST_TEST(column("/step") == "2 Công đoạn");
    BOOST_TEST(column("/time") == "2 Ngày");
    BOOST_TEST(column("/quantity") == "2 Số lượng");
    BOOST_TEST(column("/quantity/value") == "2 Số lượng");
    BOOST_TEST(column("/quantity/unit") == "2 Đơn vị");
    BOOST_TEST(column("/measurements/0/value") == "2 Độ ẩm (%)");
    BOOST_TEST(column("/measurements") == "2 Nhiệt độ (°C)");
    BOOST_TEST(column("/notes") == "2 ");
    BOOST_TEST(column("") == "2 ");
}

BOOST_AUTO_TEST_CASE(every_fault_is_told_with_line_and_column) {
    BOOST_TEST(faults_of("") == "1 : the file has no lines");
    BOOST_TEST(faults_of("step,date\n") == "1 : the file has a header alone");
    BOOST_TEST(
        faults_of("Công đoạn,màu,step\nx,y,z\n") ==
        "1 màu: no such column\n1 step: the column is there twice\n"
        "1 : the column \"step\" or \"date\" is missing"
    );
    BOOST_TEST(
        faults_of("step,date,quantity,unit,phi days\n"
                  ",x,1.500,,1\n"
                  "tea/roll,1/1/2026,,kg,hai\n"
                  "tea/roll,,1,kg,\n"
                  "tea/roll,1/1/2026,1,kg,1,thừa\n") ==
        "2 step: must not be empty\n2 date: must be 22/11/2026 or 2026-11-22\n"
        "2 unit: must not be empty\n2 quantity: can be read in two ways: write 1500, or 1.5\n"
        "3 quantity: a unit without a number\n3 phi days: must be a whole number of days\n"
        "4 date: must not be empty\n5 : the line has more fields than the header"
    );
    BOOST_TEST(
        faults_of("step,date,input id\n,,urn:a:b\n") ==
        "2 step: a line of further inputs must follow an event"
    );
    BOOST_TEST(faults_of("step,date\n\"tea/roll,1/1/2026\n") == "2 : a quote is never closed");
}

BOOST_AUTO_TEST_CASE(more_than_500_rows_are_refused) {
    std::string text = "step,date\n";
    for (std::size_t i = 0; i < csv_events_max; ++i) {
        text += "tea/roll,1/1/2026\n";
    }
    BOOST_TEST(faults_of(text) == "");
    BOOST_TEST(faults_of(text + "tea/roll,1/1/2026\n") == "502 : the file has too many lines");
}

BOOST_AUTO_TEST_CASE(units_have_their_vietnamese_names) {
    BOOST_TEST(csv_unit(" Lít ") == "l");
    BOOST_TEST(csv_unit("QUẢ") == "piece");
    BOOST_TEST(csv_unit("KG") == "kg");
    BOOST_TEST(csv_unit("tấn") == "tấn");
}

BOOST_AUTO_TEST_SUITE_END()
