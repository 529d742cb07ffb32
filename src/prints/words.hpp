#pragma once

#include "prints/issued.hpp"
#include "prints/print_run.hpp"
#include "sheets/artwork.hpp"
#include "sheets/font.hpp"
#include "sheets/label.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace ocop::prints {

// What every run is printed with.
struct Desk {
    sheets::Font font;
    std::optional<sheets::Artwork> artwork;  // of the programme, on every label
    std::string host;                        // in the links
    std::filesystem::path folder;            // of the files: 0700, nobody else's
};

// What one label of a run says; owns its texts.
struct Words {
    std::string url;
    std::string product;
    std::string stars;
    std::string serial;  // as it is typed, with its check characters
    std::string lot;
    std::string position;
    std::string copy;
    std::string gtin;
    std::string host;

    sheets::Label label() const;
};

// All that the labels of a run have in common, with the order they are of.
struct Job {
    PrintRun run;
    IssuedOrder order;
    std::string product;  // its name

    Words words(std::string_view host, signer::SignedStamp const& stamp) const;
};

// not_found "print_run_not_found", "order_not_found", "product_not_found"; conflict "order_state".
Result<Job> load_job(store::Reader const& reader, PrintRun run);

// Whether the labels of such a run can be drawn, by drawing nothing: sheets_label_too_small,
// sheets_text_too_long, sheets_letter_missing, sheets_position_out_of_range, with the pointer
// "/options". For before the run is begun.
Result<void> check_drawable(Desk const& desk, Job const& job);

}  // namespace ocop::prints
