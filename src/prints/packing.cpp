#include "prints/making.hpp"

#include <ocop/stamp/pin.hpp>

#include <algorithm>
#include <fstream>

// The members of a ZIP file that are not sheets, and its end.
namespace ocop::prints {

namespace {

constexpr std::size_t read_bytes = 1 << 18;
constexpr std::int64_t pins_at_once = 1'000;

Result<void> copy_into(ZipMemberWriter& member, std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in.is_open()) {
        return Error(Errc::unavailable, "print_file_unreadable");
    }
    std::string buffer(read_bytes, '\0');
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
        auto const size = static_cast<std::size_t>(in.gcount());
        if (auto const done = member.write({buffer.data(), size}); !done) {
            return done.error();
        }
    }
    return in.bad() ? Error(Errc::unavailable, "print_file_unreadable") : Result<void>();
}

}  // namespace

Result<void> Making::add_member(
    WorkFile& file, WorkFile& parts, std::string_view name, Fill const& fill
) {
    auto member = ZipMemberWriter::begin(
        std::string(name), file.length(), [&](std::string_view bytes) { return file.append(bytes); }
    );
    if (!member) {
        return member.error();
    }
    if (auto const filled = fill(*member); !filled) {
        return filled.error();
    }
    auto const done = member->finish();
    if (!done) {
        return done.error();
    }
    if (auto const listed = parts.append(json::serialize(json::write(*done)) + '\n'); !listed) {
        return listed.error();
    }
    at_.parts_bytes = parts.length();
    return {};
}

Result<std::vector<std::string>> Making::pins_from(std::int64_t from, std::int64_t count) {
    std::vector<std::string> out;
    auto const told = press_.signer.pins(
        job_.order.approved(),
        job_.order.counter_of(from),
        static_cast<std::uint64_t>(count),
        [&](signer::StampPin const& each) {
            out.push_back(stamp::group_pin(each.pin));
            return true;
        }
    );
    return told ? Result<std::vector<std::string>>(std::move(out)) : told.error();
}

// PINs are asked for now that the rows leave: no work file has any.
Result<void> Making::copy_rows(ZipMemberWriter& member) {
    if (!job_.order.record().pins) {
        return copy_into(member, paths_.rows);
    }
    std::ifstream in(paths_.rows, std::ios::binary);
    std::string row;
    std::getline(in, row);
    auto text = with_pin(row, "pin");
    for (auto at = job_.run.first; at <= job_.run.last; at += pins_at_once) {
        auto const pins = pins_from(at, std::min(pins_at_once, job_.run.last - at + 1));
        if (!pins) {
            return pins.error();
        }
        for (auto const& pin : *pins) {
            std::getline(in, row);
            text += with_pin(row, '"' + pin + '"');
        }
        if (!in) {
            return Error(Errc::corrupt, "print_file_short", "", "the rows");
        }
        if (auto const done = member.write(text); !done) {
            return done.error();
        }
        text.clear();
    }
    return {};
}

// The CSV was written beside the sheets; it is a member of its own.
Result<jobs::Slice> Making::rows() {
    auto file = WorkFile::open(paths_.file, at_.bytes);
    auto parts = WorkFile::open(paths_.parts, at_.parts_bytes);
    if (!file || !parts) {
        return file ? parts.error() : file.error();
    }
    auto const added = add_member(*file, *parts, rows_name, [&](ZipMemberWriter& member) {
        return copy_rows(member);
    });
    if (!added) {
        return added.error();
    }
    at_.stage = static_cast<std::int64_t>(Stage::end);
    return saved({&*file, &*parts});
}

Result<std::vector<ZipMember>> Making::members() const {
    std::ifstream in(paths_.parts, std::ios::binary);
    std::vector<ZipMember> out;
    for (std::string line; std::getline(in, line);) {
        auto const value = json::parse(line);
        auto const member =
            value ? json::read<ZipMember>(*value, json::Mode::lenient) : value.error();
        if (!member) {
            return Error(Errc::corrupt, "print_file_short", "", "the list of members");
        }
        out.push_back(*member);
    }
    return out;
}

Result<jobs::Slice> Making::end() {
    auto file = WorkFile::open(paths_.file, at_.bytes);
    auto parts = WorkFile::open(paths_.parts, at_.parts_bytes);
    if (!file || !parts) {
        return file ? parts.error() : file.error();
    }
    if (job_.run.format == Format::zip) {
        if (auto const added = add_papers(*file, *parts); !added) {
            return added.error();
        }
    }
    auto const all = members();
    if (!all) {
        return all.error();
    }
    auto const ended = write_zip_end(*all, file->length(), [&](std::string_view bytes) {
        return file->append(bytes);
    });
    return ended ? finished(*file, "zip", "application/zip") : ended.error();
}

Result<void> Making::add_papers(WorkFile& file, WorkFile& parts) {
    auto const sheet = sheet_of(job_.run.options);
    if (!sheet) {
        return sheet.error();
    }
    auto const spec = spec_sheet(job_, *sheet, 17 + 4 * *symbol_.version);
    if (auto const added = add_text(file, parts, spec_name, spec); !added) {
        return added.error();
    }
    auto const so_far = members();
    if (!so_far) {
        return so_far.error();
    }
    auto const manifest =
        make_manifest(job_, *so_far, press_.list_certificate, [&](ByteView bytes) {
            return press_.signer.sign_list(bytes);
        });
    if (!manifest) {
        return manifest.error();
    }
    if (auto const added = add_text(file, parts, manifest_name, manifest->plain); !added) {
        return added.error();
    }
    return add_text(file, parts, signature_name, manifest->signed_);
}

Result<void> Making::add_text(
    WorkFile& file, WorkFile& parts, std::string_view name, std::string_view text
) {
    return add_member(file, parts, name, [&](ZipMemberWriter& member) {
        return member.write(text);
    });
}

}  // namespace ocop::prints
