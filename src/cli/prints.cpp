#include "cli/prints.hpp"

#include "cli/files.hpp"

#include <system_error>

namespace ocop::cli {

Result<prints::Desk> open_desk(Config const& config) {
    auto font = sheets::Font::load(sheets::font_path);
    if (!font) {
        return font.error();
    }
    std::optional<sheets::Artwork> artwork;
    if (!config.print_artwork.empty()) {
        auto const png = read_file(config.print_artwork);
        if (!png) {
            return png.error();
        }
        auto parsed = sheets::Artwork::parse(as_bytes(*png), config.print_artwork_width);
        if (!parsed) {
            return parsed.error();
        }
        artwork = std::move(*parsed);
    }
    auto const folder = config.data / "prints";
    std::error_code ec;
    std::filesystem::create_directory(folder, ec);
    if (!ec) {
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, ec);
    }
    if (ec) {
        return Error(Errc::unavailable, "print_folder_unreadable", "", folder.string());
    }
    return prints::Desk{std::move(*font), std::move(artwork), config.host, folder};
}

}  // namespace ocop::cli
