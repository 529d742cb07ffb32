#include "pages/site.hpp"

#include "pages/files.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

constexpr std::array page_names{
    "home",
    "verdict",
    "receipt",
    "ticket",
    "notice",
    "report",
    "reported",
    "print",
    "catalogue",
    "product",
    "producer",
    "address"};
constexpr int inclusions_max = 100;  // a part that takes in itself would never end

std::string take_in_parts(Site::Files const& files, std::string const& file) {
    constexpr std::string_view open = "{{> ";
    auto text = files(file);
    for (int i = 0; i < inclusions_max; ++i) {
        auto const begin = text.find(open);
        if (begin == std::string::npos) return text;
        auto const end = text.find("}}", begin);
        if (end == std::string::npos) break;
        auto const name = text.substr(begin + open.size(), end - begin - open.size());
        text.replace(begin, end + 2 - begin, files(name + ".mustache"));
    }
    throw std::runtime_error(file + ": a part that does not end");
}

std::unique_ptr<mustache::mustache> load_template(
    Site::Files const& files, std::string const& file
) {
    auto const text = take_in_parts(files, file);
    for (auto const* refused : {"{{{", "{{&", "{{=", "{{>"}) {
        if (text.find(refused) != std::string::npos) {
            throw std::runtime_error(file + ": holds " + refused);
        }
    }
    auto out = std::make_unique<mustache::mustache>(text);
    if (!out->is_valid()) throw std::runtime_error(file + ": " + out->error_message());
    return out;
}

std::string read_embedded(std::string const& name) {
    auto const found = embedded_files().find(name);
    if (found == embedded_files().end()) throw std::runtime_error("no embedded file " + name);
    return std::string(found->second);
}

std::string read_from(std::filesystem::path const& directory, std::string const& name) {
    std::ifstream in(directory / name, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) throw std::runtime_error("cannot read " + (directory / name).string());
    return text;
}

}  // namespace

Site::Site(Files const& files) {
    for (auto const language : languages) {
        auto const text = files(std::string(code_of(language)) + ".json");
        texts_.emplace(language, Texts(language, text));
    }
    for (std::string const name : page_names) {
        templates_.emplace(name, load_template(files, name + ".mustache"));
    }
    style_ = files("style.css");
    style_tag_ = to_hex(crypto::sha256(as_bytes(style_))).substr(0, 16);
}

Texts const& Site::texts(Language language) const {
    return texts_.at(language);
}

std::string Site::render(std::string const& name, Language language, mustache::data const& page)
    const {
    auto const found = templates_.find(name);
    OCOP_ASSERT(found != templates_.end());
    mustache::context<std::string> context;
    context.push(&texts(language).data());
    context.push(&page);
    return found->second->render(context);
}

SiteSource::SiteSource(std::filesystem::path directory) : directory_(std::move(directory)) {
    site();  // what is wrong with it shows at start
}

SiteSource::SiteSource() : embedded_(std::make_shared<Site const>(read_embedded)) {}

std::shared_ptr<Site const> SiteSource::site() const {
    if (embedded_) return embedded_;
    return std::make_shared<Site const>([this](std::string const& name) {
        return read_from(directory_, name);
    });
}

}  // namespace ocop::pages
