#pragma once

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ocop::test {

// What tests need of web/openapi.yaml, read by its indentation: two spaces a level, one key a
// line, and request examples and required members on one line each.
struct Document {
    std::string text;
    std::set<std::string> operations;                          // "POST /api/v1/verify"
    std::set<std::string> limited;                             // those with a 429
    std::map<std::string, std::string> examples;               // of request bodies, by operation
    std::map<std::string, std::vector<std::string>> members;   // of each schema with properties
    std::map<std::string, std::vector<std::string>> required;  // of each schema
};

inline std::string yaml_key_of(std::string const& line) {
    auto const start = line.find_first_not_of(' ');
    auto const end = line.find(": ", start);
    if (end != std::string::npos) {
        return line.substr(start, end - start);
    }
    return line.back() == ':' ? line.substr(start, line.size() - start - 1) : std::string();
}

inline std::vector<std::string> split_list(std::string_view line) {
    std::vector<std::string> out;
    auto text = line.substr(line.find('[') + 1);
    text = text.substr(0, text.find(']'));
    while (!text.empty()) {
        auto const end = std::min(text.find(", "), text.size());
        out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 2, text.size()));
    }
    return out;
}

class DocumentReader {
  public:
    Document read(std::istream& file) {
        for (std::string line; std::getline(file, line);) {
            document_.text += line + '\n';
            auto const indent = line.find_first_not_of(' ');
            if (indent == std::string::npos) {
                continue;
            }
            path_.resize(std::min(path_.size(), indent / 2));
            path_.resize(indent / 2);
            path_.push_back(yaml_key_of(line));
            if (path_[0] == "paths") {
                note_path(line);
            } else if (path_[0] == "components" && path_.size() > 3 && path_[1] == "schemas") {
                note_schema(line);
            }
        }
        return std::move(document_);
    }

  private:
    void note_path(std::string const& line) {
        static std::set<std::string> const methods{
            "get", "put", "post", "delete", "patch", "options"};
        if (path_.size() < 3 || methods.count(path_[2]) == 0) {
            return;
        }
        auto operation = path_[2] + ' ' + path_[1];
        std::transform(
            operation.begin(),
            operation.begin() + static_cast<std::ptrdiff_t>(path_[2].size()),
            operation.begin(),
            [](char c) { return static_cast<char>(c - 'a' + 'A'); }
        );
        document_.operations.insert(operation);
        if (line.find("'429': {$ref: '#/components/responses/RateLimited'}") != std::string::npos) {
            document_.limited.insert(operation);
        }
        if (path_.size() > 4 && path_[3] == "requestBody" && path_.back() == "example") {
            document_.examples[operation] = line.substr(line.find('{'));
        }
    }

    void note_schema(std::string const& line) {
        auto const& name = path_[2];
        if (path_.size() == 4 && path_[3] == "required") {
            document_.required[name] = split_list(line);
        } else if (path_.size() == 5 && path_[3] == "properties") {
            document_.members[name].push_back(path_[4]);
        }
    }

    std::vector<std::string> path_;
    Document document_;
};

inline Document const& document() {
    static Document const read = [] {
        std::ifstream file(OCOP_TESTS_DIR "/../web/openapi.yaml");
        BOOST_TEST_REQUIRE(file.good());
        return DocumentReader().read(file);
    }();
    return read;
}

}  // namespace ocop::test
