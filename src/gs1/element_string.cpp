#include <ocop/gs1/element_string.hpp>

namespace ocop::gs1 {

namespace {

constexpr char separator = '\x1D';

template <class Use>
void each_element(DigitalLink const& link, Use use) {
    use(link.key);
    for (auto const* list : {&link.qualifiers, &link.attributes}) {
        for (auto const& element : *list) {
            use(element);
        }
    }
}

void append_escaped(std::string& out, std::string_view value) {
    for (char c : value) {
        if (c == '(') {
            out.push_back('\\');
        }
        out.push_back(c);
    }
}

// Takes the value off the front of `text`, up to the next bracket.
std::string take_value(std::string_view& text) {
    std::string out;
    while (!text.empty() && text.front() != '(') {
        if (text.starts_with("\\(")) {
            text.remove_prefix(1);
        }
        out.push_back(text.front());
        text.remove_prefix(1);
    }
    return out;
}

Error fault(char const* reason) {
    return {Errc::malformed, "element_string_malformed", "", reason};
}

}  // namespace

std::string bracketed(DigitalLink const& link) {
    std::string out;
    each_element(link, [&out](Element const& element) {
        out.push_back('(');
        out += element.ai;
        out.push_back(')');
        append_escaped(out, element.value);
    });
    return out;
}

std::string unbracketed(DigitalLink const& link) {
    std::string out;
    bool open = false;
    each_element(link, [&out, &open](Element const& element) {
        if (open) {
            out.push_back(separator);
        }
        out += element.ai;
        out += element.value;
        auto const* row = find_ai(element.ai);
        open = row == nullptr || !row->fixed;
    });
    return out;
}

Result<std::vector<Element>> parse_bracketed(std::string_view text) {
    std::vector<Element> out;
    while (!text.empty()) {
        auto const close = text.find(')');
        if (text.front() != '(' || close == std::string_view::npos || close == 1) {
            return fault("an AI in brackets is missing");
        }
        auto& element = out.emplace_back();
        element.ai = text.substr(1, close - 1);
        if (element.ai.find_first_not_of("0123456789") != std::string::npos) {
            return fault("an AI is not a number");
        }
        text.remove_prefix(close + 1);
        element.value = take_value(text);
        if (element.value.empty()) {
            return fault("a value is missing");
        }
    }
    return out;
}

}  // namespace ocop::gs1
