// Runs a fuzz target over the files of a folder: its seeds, and whatever once went wrong, as an
// ordinary test. Ends with the count, so that an empty folder shows.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

int main(int argc, char** argv) {
    std::size_t count = 0;
    for (auto const& entry : std::filesystem::directory_iterator(argc > 1 ? argv[1] : ".")) {
        std::ifstream in(entry.path(), std::ios::binary);
        std::string const text(std::istreambuf_iterator<char>(in), {});
        auto const* const data = reinterpret_cast<std::uint8_t const*>(text.data());
        // Each seed whole, and cut short at every byte of its first and last 300.
        for (std::size_t size = 0; size <= text.size(); ++size) {
            if (size < 300 || size + 300 > text.size()) {
                LLVMFuzzerTestOneInput(data, size);
            }
        }
        ++count;
    }
    std::cout << count << " seeds replayed\n";
    return count > 0 ? 0 : 1;
}
