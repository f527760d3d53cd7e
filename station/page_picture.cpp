#include "station/page_picture.h"

#include "imaging/tiff.h"
#include "imaging/view.h"
#include "record/fault.h"
#include "report/png.h"

namespace seihon::station {

using record::Fault;
using record::FaultKind;

namespace {

constexpr std::int64_t kViewPixels = 4000;

} // namespace

const record::Page& requirePage(const record::ScanJob& job, std::int64_t number) {
    const record::Page* page = record::findPage(job, number);
    if (page == nullptr) {
        throw Fault(FaultKind::NotFound, "there is no page " + std::to_string(number));
    }
    return *page;
}

std::vector<std::uint8_t> pageBytes(const Station& station, const record::ScanJob& job,
                                    const record::Page& page) {
    const std::filesystem::path file = station.pageFile(job, page);
    std::vector<std::uint8_t> bytes = ledger::readWhole(file, kTiffBytes);
    if (record::sha256(bytes) != page.fileDigest) {
        throw Fault(FaultKind::StorageDiffers, "the page is not what the log names",
                    {{"file", file.string()}});
    }
    return bytes;
}

record::PageImage pagePixels(const Station& station, const record::ScanJob& job,
                             const record::Page& page) {
    return imaging::decodeTiff(pageBytes(station, job, page));
}

bool isAsCaptured(const std::filesystem::path& file, const record::Page& page) {
    return record::sha256(ledger::readWhole(file, kTiffBytes)) == page.fileDigest;
}

void requireUnaltered(const Station& station, const record::ScanJob& job) {
    for (const record::Page& page : job.pages) {
        const std::filesystem::path file = station.pageFile(job, page);
        if (!std::filesystem::exists(file) || !isAsCaptured(file, page)) {
            throw Fault(
                FaultKind::CaptureAltered, "the page is not what the log names",
                {{"job", job.id}, {"page", std::to_string(page.number)}, {"file", file.string()}});
        }
    }
}

void writePagePng(const std::vector<std::uint8_t>& master, const std::filesystem::path& to) {
    requireNothingAt(to);
    const auto png = report::encodePng(
        imaging::shrinkToFit(imaging::decodeTiff(master), kViewPixels, kViewPixels));
    ledger::writeDurably(to, png);
}

void requireNothingAt(const std::filesystem::path& to) {
    if (std::filesystem::exists(to)) {
        throw Fault(FaultKind::Usage, "there is something already: " + to.string());
    }
}

} // namespace seihon::station
