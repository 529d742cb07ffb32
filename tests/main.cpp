#define BOOST_TEST_MODULE ocop
#include <boost/test/unit_test.hpp>
