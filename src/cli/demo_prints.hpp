#pragma once

#include "cli/config.hpp"
#include "prints/maker.hpp"

#include <ocop/base/random.hpp>
#include <ocop/stamp/serial.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <utility>

// Sample stamps leave as all stamps do: in print runs of one stamp each, made when they are first
// asked for. What was printed is kept beside the data, since it is not printed twice.
namespace ocop::cli {

class DemoPrints {
  public:
    // Reads what was printed before, if anything. No worker may make print runs while this lives;
    // what `press` names, and `random`, must outlive it. Errors of read_file(); malformed
    // "samples_malformed".
    static Result<DemoPrints> open(prints::Press press, Random& random, std::filesystem::path kept);

    // The signed link of that stamp, under the desk's host. Errors of prints::begin_run() and of
    // the signer; internal "sample_not_made"; those of the store and of write_private_file().
    Result<std::string> link(prints::IssuedOrder const& order, std::int64_t position);

  private:
    DemoPrints(prints::Press press, Random& random, std::filesystem::path kept)
        : press_(std::move(press)), random_(random), kept_(std::move(kept)) {}

    Result<std::string> print(std::string const& order, std::int64_t position);
    Result<void> make(std::string const& run);

    prints::Press press_;
    Random& random_;
    std::filesystem::path kept_;
    std::map<std::pair<std::string, std::int64_t>, std::string> paths_;  // "/01/…"
};

// Prints what the sample register has to show: a line a sample, and the first as a picture beside
// the data. Errors of demo_samples() and DemoPrints.
Result<void> show_demo_samples(
    Config const& config,
    stamp::SerialKeys const& serials,
    prints::Press const& press,
    Random& random
);

}  // namespace ocop::cli
