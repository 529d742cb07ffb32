#pragma once

#include <ocop/base/result.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <string>

// What tests of files and of results share.
namespace ocop::test {

// A directory of its own, gone with the object.
class TemporaryDirectory {
  public:
    TemporaryDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "ocop-test-XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }

    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    TemporaryDirectory(TemporaryDirectory const&) = delete;
    TemporaryDirectory& operator=(TemporaryDirectory const&) = delete;

    std::filesystem::path const& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

// "" for a success: Boost.Test cannot print a Result.
template <class T>
std::string slug_of(Result<T> const& result) {
    return result ? std::string() : std::string(result.error().slug);
}

template <class T>
std::string reason_of(Result<T> const& result) {
    return result ? std::string() : describe(result.error());
}

}  // namespace ocop::test
