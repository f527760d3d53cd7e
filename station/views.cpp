#include "station/views.h"

#include "imaging/tiff.h"
#include "imaging/view.h"
#include "ledger/durable_file.h"
#include "record/fault.h"
#include "station/station.h"

#include <fstream>
#include <system_error>

#include <unistd.h>

namespace seihon::station {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kSmallestBox = 256;
constexpr std::int64_t kViewBytes = 16 << 20;
constexpr const char* kNote = "DERIVED.txt";
constexpr const char* kNoteText =
    "派生ファイル。原本ではありません。いつでも削除できます。\n"
    "Derived files, not originals. They can be deleted at any time.\n";

// A reader sees a whole file or none; two that make the same one write the same bytes.
void writeWhole(const fs::path& file, const void* data, std::size_t size) {
    const fs::path part = file.string() + "." + std::to_string(::getpid()) + ".part";
    {
        std::ofstream out(part, std::ios::binary);
        out.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
    }
    std::error_code error;
    fs::rename(part, file, error);
}

} // namespace

fs::path ViewFolder::fileOf(const std::string& capture, int level) const {
    return m_folder / (capture + ".view" + std::to_string(level) + ".tif");
}

std::optional<record::PageImage> ViewFolder::kept(const std::string& capture, int level) const {
    std::error_code error;
    if (!fs::exists(fileOf(capture, level), error)) {
        return std::nullopt;
    }
    try {
        return imaging::decodeTiff(ledger::readWhole(fileOf(capture, level), kViewBytes));
    } catch (const record::Fault&) {
        return std::nullopt; // half written or gone meanwhile: made anew
    }
}

bool ViewFolder::hasAll(const std::string& capture) const {
    for (int level = 0; level < kViewLevels; ++level) {
        std::error_code error;
        if (!fs::exists(fileOf(capture, level), error)) {
            return false;
        }
    }
    return true;
}

void ViewFolder::keep(const std::string& capture, int level, const record::PageImage& view) const {
    std::error_code error;
    fs::create_directories(m_folder, error);
    if (!fs::exists(m_folder / kNote, error)) {
        writeWhole(m_folder / kNote, kNoteText, std::char_traits<char>::length(kNoteText));
    }
    const std::vector<std::uint8_t> file = imaging::encodeTiff(view);
    writeWhole(fileOf(capture, level), file.data(), file.size());
}

record::PageImage ViewFolder::make(const std::string& capture, const record::PageImage& master,
                                   int level) const {
    record::PageImage asked;
    record::PageImage above;
    for (int made = kViewLevels - 1; made >= 0; --made) {
        const std::int64_t box = kSmallestBox << made;
        above = imaging::shrinkToFit(made == kViewLevels - 1 ? master : above, box, box);
        keep(capture, made, above);
        if (made == level) {
            asked = above.clone();
        }
    }
    return asked;
}

record::PageImage Station::view(const record::ScanJob& job, const record::Page& page,
                                int level) const {
    if (level < 0 || level >= kViewLevels) {
        throw record::Fault(record::FaultKind::Usage,
                            "views have the levels 0 to " + std::to_string(kViewLevels - 1));
    }
    if (job.sealed) { // nothing of the paper stays behind in working folders
        return viewPage(job, page, kSmallestBox << level, kSmallestBox << level);
    }
    const ViewFolder folder(m_home.views(job.id));
    if (std::optional<record::PageImage> kept = folder.kept(page.captureId, level)) {
        return std::move(*kept);
    }
    const auto master = imaging::decodeTiff(ledger::readWhole(pageFile(job, page), kTiffBytes));
    return folder.make(page.captureId, master, level);
}

void Station::makeViews(const record::ScanJob& job, const std::stop_token& stop) const {
    for (const record::Page& page : job.pages) {
        if (stop.stop_requested()) {
            return;
        }
        const ViewFolder folder(m_home.views(job.id));
        if (!job.sealed && !folder.hasAll(page.captureId)) {
            const auto file = ledger::readWhole(pageFile(job, page), kTiffBytes);
            static_cast<void>(folder.make(page.captureId, imaging::decodeTiff(file), 0));
        }
    }
}

} // namespace seihon::station
