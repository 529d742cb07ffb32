#include "prints/making.hpp"

#include "sheets/svg.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <fstream>

namespace ocop::prints {

namespace {

constexpr std::int64_t roll_slice = 250;  // labels: a second's work at 600 dpi
constexpr std::int64_t proved_max = 10'000;
constexpr std::size_t read_bytes = 1 << 18;

Result<Hash> hash_of(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in.is_open()) {
        return Error(Errc::unavailable, "print_file_unreadable");
    }
    crypto::Sha256 hash;
    std::string buffer(read_bytes, '\0');
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
        hash.add(as_bytes({buffer.data(), static_cast<std::size_t>(in.gcount())}));
    }
    if (in.bad()) {
        return Error(Errc::unavailable, "print_file_unreadable");
    }
    return hash.finish();
}

}  // namespace

Making::Making(Press const& press, Job job, Progress progress)
    : press_(press), job_(std::move(job)), at_(progress), paths_(paths_of(press.desk, id())) {
    if (at_.next == 0) {
        at_.next = job_.run.first;
    }
}

Result<jobs::Slice> Making::slice() {
    auto const version = job_.order.symbol_version(press_.desk.host, qr::Level::m);
    if (!version) {
        return version.error();
    }
    symbol_ = {qr::Level::m, *version};
    switch (static_cast<Stage>(at_.stage)) {
        case Stage::labels:
            return labels();
        case Stage::rows:
            return rows();
        case Stage::end:
            return end();
    }
    return Error(Errc::corrupt, "store_corrupt", "job", "has no such stage");
}

sheets::Artwork const* Making::artwork() const {
    return press_.desk.artwork ? &*press_.desk.artwork : nullptr;
}

int Making::proof_every() const {
    return static_cast<int>((job_.run.count() + proved_max - 1) / proved_max);
}

bool Making::is_one_part(sheets::Sheet const& sheet) const {
    return job_.run.format == Format::pdf &&
           part_labels(sheet, true, job_.run.count()) == job_.run.count();
}

Result<jobs::Slice> Making::labels() {
    if (job_.run.format == Format::zpl) {
        return roll();
    }
    auto sheet = sheet_of(job_.run.options);
    if (!sheet) {
        return sheet.error();
    }
    sheet->symbol = symbol_;
    sheet->artwork = artwork();
    sheet->proof_every = proof_every();
    sheet->title = job_.product + " · " + job_.run.label;
    if (job_.run.format == Format::svg) {
        return single(*sheet);
    }
    return is_one_part(*sheet) ? whole(*sheet) : part(*sheet);
}

// Signs positions and hands each label on.
Result<void> Making::each(std::int64_t from, std::int64_t count, Take const& take) {
    Result<void> outcome;
    auto const signed_all = press_.signer.sign_range(
        job_.order.approved(),
        job_.order.counter_of(from),
        static_cast<std::uint64_t>(count),
        [&](signer::SignedStamp const& stamp) {
            outcome = take(job_.words(press_.desk.host, stamp), stamp);
            return outcome.has_value();
        }
    );
    return outcome ? signed_all : outcome;
}

Result<jobs::Slice> Making::roll() {
    auto roll = roll_of(job_.run.options);
    if (!roll) {
        return roll.error();
    }
    roll->symbol = symbol_;
    roll->artwork = artwork();
    roll->proof_every = proof_every();
    auto file = WorkFile::open(paths_.file, at_.bytes);
    if (!file) {
        return file.error();
    }
    auto writer = sheets::ZplWriter::open(*roll, press_.desk.font, [&](std::string_view bytes) {
        return file->append(bytes);
    });
    if (!writer) {
        return writer.error();
    }
    auto const count = std::min(roll_slice, job_.run.last - at_.next + 1);
    auto const drawn = each(at_.next, count, [&](Words const& words, auto const&) {
        return writer->add(words.label());
    });
    if (!drawn) {
        return drawn.error();
    }
    at_.next += count;
    return at_.next > job_.run.last ? finished(*file, "zpl", "application/vnd.zebra-zpl")
                                    : saved({&*file});
}

Result<jobs::Slice> Making::single(sheets::Sheet const& sheet) {
    auto file = WorkFile::open(paths_.file, 0);
    if (!file) {
        return file.error();
    }
    auto const drawn = each(at_.next, 1, [&](Words const& words, auto const&) {
        auto const svg = sheets::draw_label_svg(
            sheet.layout, words.label(), press_.desk.font, symbol_, artwork()
        );
        return svg ? file->append(*svg) : Result<void>(svg.error());
    });
    return drawn ? finished(*file, "svg", "image/svg+xml") : drawn.error();
}

Result<jobs::Slice> Making::whole(sheets::Sheet const& sheet) {
    auto file = WorkFile::open(paths_.file, 0);
    if (!file) {
        return file.error();
    }
    auto const drawn = draw_sheets(
        sheet,
        job_.run.count(),
        [&](std::string_view bytes) { return file->append(bytes); },
        nullptr
    );
    return drawn ? finished(*file, "pdf", "application/pdf") : drawn.error();
}

Result<void> Making::draw_sheets(
    sheets::Sheet const& sheet, std::int64_t count, sheets::Sink sink, std::string* rows
) {
    auto writer = sheets::SheetWriter::open(sheet, press_.desk.font, std::move(sink));
    if (!writer) {
        return writer.error();
    }
    auto const drawn = each(at_.next, count, [&](Words const& words, auto const& stamp) {
        if (rows != nullptr) {
            *rows += row_of(words, job_.order.position_of(stamp.counter), stamp.serial);
        }
        return writer->add(words.label());
    });
    if (!drawn) {
        return drawn.error();
    }
    auto const written = writer->finish();
    return written ? Result<void>() : written.error();
}

Result<jobs::Slice> Making::part(sheets::Sheet sheet) {
    bool const first = at_.next == job_.run.first;
    auto const count = part_labels(sheet, first, job_.run.last - at_.next + 1);
    if (!first) {
        sheet.first_position = 1;
    }
    auto file = WorkFile::open(paths_.file, at_.bytes);
    auto parts = WorkFile::open(paths_.parts, at_.parts_bytes);
    auto rows = WorkFile::open(paths_.rows, at_.rows_bytes);
    for (auto const* const one : {&file, &parts, &rows}) {
        if (!*one) {
            return one->error();
        }
    }
    std::string text = first ? rows_head() : std::string();
    auto const added = add_member(
        *file,
        *parts,
        part_name(at_.next, at_.next + count - 1),
        [&](ZipMemberWriter& member) {
            return draw_sheets(
                sheet, count, [&](std::string_view bytes) { return member.write(bytes); }, &text
            );
        }
    );
    if (!added) {
        return added.error();
    }
    if (auto const done = rows->append(text); !done) {
        return done.error();
    }
    at_.next += count;
    at_.rows_bytes = rows->length();
    if (at_.next > job_.run.last) {
        bool const zip = job_.run.format == Format::zip;
        at_.stage = static_cast<std::int64_t>(zip ? Stage::rows : Stage::end);
    }
    return saved({&*file, &*parts, &*rows});
}

jobs::Slice Making::progress() const {
    jobs::Slice out;
    out.done = static_cast<std::uint64_t>(at_.next - job_.run.first);
    out.total = static_cast<std::uint64_t>(job_.run.count());
    out.state = json::write(at_);
    return out;
}

Result<jobs::Slice> Making::saved(std::initializer_list<WorkFile*> files) {
    for (auto* const file : files) {
        if (auto const done = file->sync(); !done) {
            return done.error();
        }
    }
    at_.bytes = (*files.begin())->length();
    return progress();
}

Result<jobs::Slice> Making::finished(
    WorkFile& file, std::string_view extension, std::string_view media_type
) {
    if (auto const done = file.sync(); !done) {
        return done.error();
    }
    auto const hash = hash_of(paths_.file);
    if (!hash) {
        return hash.error();
    }
    RunFile made{
        "tem-" + job_.run.lot + "-" + job_.run.label + "." + std::string(extension),
        std::string(media_type),
        static_cast<std::int64_t>(file.length()),
        to_hex(*hash)};
    at_.next = job_.run.last + 1;
    at_.bytes = file.length();
    auto out = progress();
    out.finished = true;
    out.work = [id = id(), made](store::Transaction& tx) { return finish_run(tx, id, made); };
    return out;
}

}  // namespace ocop::prints
