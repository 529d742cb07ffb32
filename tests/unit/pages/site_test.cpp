#include "pages/site.hpp"

#include "css.hpp"
#include "html.hpp"
#include "pages/files.hpp"
#include "sample.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <thread>

using namespace ocop;
using namespace ocop::pages::test;
using pages::Language;

namespace {

// The embedded files with one of them replaced.
pages::Site::Files files_with(std::string const& name, std::string const& text) {
    return [=](std::string const& asked) {
        if (asked == name) return text;
        return std::string(pages::embedded_files().at(asked));
    };
}

// WCAG 2.2 relative luminance.
double luminance(std::string const& colour) {
    auto const light = linear(colour);
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
}

double contrast(std::string const& a, std::string const& b) {
    auto const x = luminance(a) + 0.05;
    auto const y = luminance(b) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(site)

BOOST_AUTO_TEST_CASE(a_broken_template_is_refused_by_name) {
    for (auto const* text : {"{{#a}}", "{{a", "{{{a}}}", "{{&a}}", "{{=<% %>=}}", "{{> home}}"}) {
        BOOST_CHECK_EXCEPTION(
            pages::Site(files_with("home.mustache", text)),
            std::runtime_error,
            [](std::runtime_error const& error) { return contains(error.what(), "home.mustache"); }
        );
    }
    BOOST_CHECK_THROW(pages::Site(files_with("vi.json", "{")), std::runtime_error);
    BOOST_CHECK_THROW(pages::SiteSource("/nonexistent"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_directory_is_read_afresh_each_time) {
    auto const folder = std::filesystem::path(OCOP_TESTS_DIR) / ".." / "web" / "pages";
    pages::SiteSource const source(folder);
    BOOST_TEST((source.site() != source.site()));
    BOOST_TEST(source.site()->style_tag() == make_frame(Language::vi).site->style_tag());
    pages::SiteSource const embedded;
    BOOST_TEST((embedded.site() == embedded.site()));
}

BOOST_AUTO_TEST_CASE(threads_render_the_same_page) {
    auto const judgement = make_judgement(stamp::Verdict::valid);
    auto const wanted = render(judgement, Language::vi);
    std::vector<std::thread> threads;
    threads.reserve(4);
    std::atomic<int> different = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 10; ++n)
                different += render(judgement, Language::vi) != wanted;
        });
    }
    for (auto& thread : threads)
        thread.join();
    BOOST_TEST(different == 0);
}

BOOST_AUTO_TEST_CASE(text_on_every_colour_can_be_read) {
    auto const& css = make_frame(Language::vi).site->style();
    for (auto const* colour :
         {".red", ".amber", ".indigo", ".grey", ".blue", ".green", ".green_outline"}) {
        auto const ratio =
            contrast(value_in(css, colour, "background"), value_in(css, colour, "color"));
        BOOST_TEST(ratio >= 4.5, colour << " has " << ratio);
    }
    BOOST_TEST(contrast("#fff", value_in(css, ".green_outline .icon", "color")) >= 3.0);
    BOOST_TEST(contrast("#fff", value_in(css, "dt", "color")) >= 4.5);
    BOOST_TEST(contrast("#f4f4f2", value_in(css, ".hint", "color")) >= 4.5);
    BOOST_TEST(contrast("#fff", "#0b4f94") >= 4.5);
    BOOST_TEST(
        contrast(value_in(css, "mark", "background"), value_in(css, "mark", "color")) >= 4.5
    );
}

BOOST_AUTO_TEST_SUITE_END()
