#pragma once

#include "jobs/jobs.hpp"
#include "prints/words.hpp"
#include "signer/signer.hpp"

#include <string>

// Makes the files of print runs, in the background and in slices.
namespace ocop::prints {

// What the maker works with; all of it outlives the step. One process works on a folder.
struct Press {
    store::Store& store;
    signer::Signer& signer;
    Desk const& desk;
    std::string list_certificate;  // Keyring::list_certificate
    Clock const& clock;
};

// The step of jobs of kind `job_kind`, whose key is the run. A slice is one part of sheets (1,000
// labels at most), or 250 labels of a roll. The job's state has how far the files are good;
// whatever a slice wrote beyond that before a crash is cut off, and its stamps are signed again.
// Memory is that of one part's letters, whatever the run's size. Labels are proved
// (sheets/proof.hpp) before the file can leave: all of them up to 10,000, then every so many that
// 10,000 are.
//
// Disk and store that pass away for a while are tried again. With any other error the run is failed
// and its files go: sheets_proof_failed, what the signer says, "orders_frozen".
jobs::Step print_step(Press press);

// Where the finished file of a run is.
std::filesystem::path file_of(Desk const& desk, std::string_view run);

// Where the rows of a run for a print house are until sweep_files() drops them: its CSV, without
// PINs. Those lie in the finished file alone, in clear: whoever reads the folder then reads them.
std::filesystem::path rows_of(Desk const& desk, std::string_view run);

// Drops the files of runs that no link opens any more (links.hpp, kept_until()), what making them
// needed, and what is of no run. For each minute: PINs lie in files. Gives how many. unavailable
// "print_folder_unreadable"; errors of the reads.
Result<std::size_t> sweep_files(store::Store const& store, Desk const& desk, Instant now);

}  // namespace ocop::prints
