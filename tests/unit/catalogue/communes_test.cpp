#include "catalogue/communes.hpp"

#include <boost/test/unit_test.hpp>

using namespace ocop::catalogue;

BOOST_AUTO_TEST_SUITE(communes)

BOOST_AUTO_TEST_CASE(the_commune_is_the_part_of_an_address_that_says_so) {
    BOOST_TEST(commune_in("Khu 4, xã Long Cốc, tỉnh Phú Thọ").value() == "xã Long Cốc");
    BOOST_TEST(commune_in("12 Phố Xã Đàn,PHƯỜNG Vân Phú ").value() == "PHƯỜNG Vân Phú");
    BOOST_TEST(commune_in("đặc khu Cát Hải").value() == "đặc khu Cát Hải");
    for (auto const* none : {"", ",", "Khu 4", "xã", "xã ,", "làng xã Đàn, tỉnh Phú Thọ"}) {
        BOOST_TEST(!commune_in(none), none);
    }
}

BOOST_AUTO_TEST_CASE(most_producers_say_what_a_commune_is_called) {
    Communes names;
    names.add("08620", "Khu 1, xã Long Cóc");
    names.add("08620", "Khu 4, xã Long Cốc");
    names.add("08620", "Khu 5, xã Long Cốc, tỉnh Phú Thọ");
    names.add("07918", "Khu 2");
    BOOST_TEST(names.name_of("08620") == "xã Long Cốc");
    BOOST_TEST(names.name_of("07918") == "07918");
    BOOST_TEST(names.name_of("99999") == "99999");
}

BOOST_AUTO_TEST_SUITE_END()
