#pragma once

#include "prints/maker.hpp"
#include "prints/package.hpp"
#include "prints/work_file.hpp"
#include "sheets/sheets.hpp"

#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

// One slice of one run, for maker.cpp alone.
namespace ocop::prints {

// The job's state: what is good of the files.
struct Progress {
    std::int64_t next = 0;  // position; 0: nothing was done
    std::uint64_t bytes = 0;
    std::uint64_t parts_bytes = 0;  // of the list of members
    std::uint64_t rows_bytes = 0;   // of the CSV without PINs
    std::int64_t stage = 0;         // Stage
};
BOOST_DESCRIBE_STRUCT(Progress, (), (next, bytes, parts_bytes, rows_bytes, stage))

// In the job's state by number.
enum class Stage : std::uint8_t { labels, rows, end };

struct Paths {
    std::filesystem::path file;
    std::filesystem::path parts;  // a ZipMember a line
    std::filesystem::path rows;
};

Paths paths_of(Desk const& desk, std::string const& run);

// A run being made. For one slice on one thread; `press` must live as long as it.
class Making {
  public:
    Making(Press const& press, Job job, Progress progress);

    Result<jobs::Slice> slice();

  private:
    using Take = std::function<Result<void>(Words const&, signer::SignedStamp const&)>;
    using Fill = std::function<Result<void>(ZipMemberWriter&)>;

    std::string const& id() const { return job_.run.id; }

    sheets::Artwork const* artwork() const;
    int proof_every() const;
    bool is_one_part(sheets::Sheet const& sheet) const;

    // Signs positions and hands each label on.
    Result<void> each(std::int64_t from, std::int64_t count, Take const& take);

    // The next labels, by form; the last of them end the file where nothing follows.
    Result<jobs::Slice> labels();
    Result<jobs::Slice> roll();
    Result<jobs::Slice> single(sheets::Sheet const& sheet);
    Result<jobs::Slice> whole(sheets::Sheet const& sheet);
    Result<jobs::Slice> part(sheets::Sheet sheet);
    Result<void> draw_sheets(
        sheets::Sheet const& sheet, std::int64_t count, sheets::Sink sink, std::string* rows
    );

    // The CSV was written beside the sheets; it is a member of its own.
    Result<jobs::Slice> rows();
    Result<void> copy_rows(ZipMemberWriter& member);
    // As they are printed, of an order that has them.
    Result<std::vector<std::string>> pins_from(std::int64_t from, std::int64_t count);

    // What ends a ZIP file.
    Result<jobs::Slice> end();
    Result<void> add_papers(WorkFile& file, WorkFile& parts);
    Result<void> add_text(
        WorkFile& file, WorkFile& parts, std::string_view name, std::string_view text
    );
    Result<void> add_member(
        WorkFile& file, WorkFile& parts, std::string_view name, Fill const& fill
    );
    Result<std::vector<ZipMember>> members() const;

    // How far it is; the files are on disk. The first is the one that is handed out.
    jobs::Slice progress() const;
    Result<jobs::Slice> saved(std::initializer_list<WorkFile*> files);
    Result<jobs::Slice> finished(
        WorkFile& file, std::string_view extension, std::string_view media_type
    );

    Press const& press_;
    Job job_;
    Progress at_;
    Paths paths_;
    qr::Options symbol_;
};

}  // namespace ocop::prints
