#include "tests/quality/page_maker.h"

#include "tests/quality/page_draft.h"
#include "tests/quality/transport.h"

#include <algorithm>
#include <cmath>

namespace seihon::quality {

namespace {

using report::Dice;

std::int64_t micrometres(double mm) {
    return static_cast<std::int64_t>(std::llround(mm * 1000));
}

// What a feeder says of a page that came through whole.
record::CaptureFacts factsOf(const Draft& draft, const record::PageImage& image) {
    record::CaptureFacts facts;
    facts.device.name = "generated";
    facts.asked.areaWidthMicrometres = micrometres(draft.askedWidthMm);
    facts.asked.areaHeightMicrometres = micrometres(draft.askedHeightMm);
    facts.dpiX = image.dpiX;
    facts.dpiY = image.dpiY;
    facts.areaWidthMicrometres = image.width * 25'400 / image.dpiX;
    facts.areaHeightMicrometres = image.height * 25'400 / image.dpiY;
    facts.lines = draft.linesUnknown ? -1 : image.height;
    facts.bytesPerLine = image.rowBytes();
    facts.bytesRead = image.rowBytes() * image.height;
    facts.feed = 1;
    return facts;
}

record::PageImage scanned(const Draft& draft, const NoiseSquares& noise, Dice& dice) {
    const cv::Mat light = throughOptics(draft.sheet, draft.pose, draft.scanner, draft.scanDpi);
    const auto scanDpi = static_cast<std::int64_t>(std::lround(draft.scanDpi));
    record::PageImage image = readOut(light, draft.scanner, noise, dice, scanDpi);
    const auto full = static_cast<std::int64_t>(kDpi);
    return scanDpi == full ? std::move(image) : enlarged(image, full, draft.interpolator);
}

// The rest of the page from `mm` on is not the paper's. Gives the place that is lost.
void truncate(MadePage& page, const Draft& draft) {
    const double mm = draft.cutMm;
    record::PageImage& image = page.image;
    const auto row = static_cast<std::int64_t>(mm * kPixelsPerMm);
    const auto announced = image.height;
    Place lost{0, mm, draft.pose.frameWidthMm, draft.pose.frameHeightMm - mm};
    const Defect defect = page.truth.defect;
    if (defect == Defect::RowsRepeated) {
        repeatRowsFrom(image, row);
    } else if (defect == Defect::RowsWhite) {
        whitenRowsFrom(image, row);
    } else if (defect == Defect::EarlyEnd || defect == Defect::ShortPage) {
        cutRowsFrom(image, row);
        page.facts = factsOf(draft, image);
        page.facts.lines = defect == Defect::EarlyEnd ? announced : image.height;
    } else if (defect == Defect::ShortLines) {
        whitenColumnsFrom(image, row);
        lost = {mm, 0, draft.pose.frameWidthMm - mm, draft.pose.frameHeightMm};
    } else {
        return; // every other page arrives whole
    }
    page.truth.where = lost;
}

} // namespace

bool sharesScanner(Defect defect) {
    return defect == Defect::Normal || defect == Defect::FullStreak;
}

MadePage PageMaker::make(const PageRequest& request) {
    const auto defect = static_cast<std::uint64_t>(request.defect) + 1;
    const auto backing = static_cast<std::uint64_t>(request.backing);
    const std::uint64_t kindSeed = mixed(m_settings.seed, defect, backing);
    const auto index = static_cast<std::uint64_t>(request.index);
    Dice dice(mixed(kindSeed, index, 1));
    // The scanner may be that of the whole job.
    Dice job(mixed(kindSeed, sharesScanner(request.defect) ? index / kJobSheets : index, 2));
    const Papers papers{m_stock, m_settings.smallPaper};
    const Station station = drawStation(request, papers, job);
    Draft draft = beginDraft(request, station, papers, dice);
    if (request.defect == Defect::FullStreak) {
        addFullStreak(draft, job);
    } else {
        addDefect(draft, papers, dice);
    }
    MadePage page;
    page.image = scanned(draft, m_noise, dice);
    page.facts = factsOf(draft, page.image);
    page.truth = std::move(draft.truth);
    page.truth.sheet = placeOfSheet(draft.size, draft.pose);
    page.truth.skewDegrees = draft.pose.degrees;
    truncate(page, draft);
    if (draft.jpeg) {
        throughJpeg(page.image, *draft.jpeg);
    }
    return page;
}

namespace {

std::int64_t thousandths(double value) {
    return std::llround(value * 1000);
}

record::Json placeJson(const Place& place) {
    return record::Json::object({{"xMicrometres", thousandths(place.x)},
                                 {"yMicrometres", thousandths(place.y)},
                                 {"wMicrometres", thousandths(place.w)},
                                 {"hMicrometres", thousandths(place.h)}});
}

} // namespace

record::Json toJson(const Truth& truth) {
    record::Json json =
        record::Json::object({{"defect", record::enumName(truth.defect)},
                              {"index", truth.index},
                              {"paper", record::enumName(truth.paper)},
                              {"backing", record::enumName(truth.backing)},
                              {"variant", truth.variant},
                              {"severityThousandths", thousandths(truth.severity)},
                              {"unit", truth.unit},
                              {"sheet", placeJson(truth.sheet)},
                              {"skewMilliDegrees", thousandths(truth.skewDegrees)}});
    if (truth.where) {
        json.set("where", placeJson(*truth.where));
    }
    return json;
}

} // namespace seihon::quality
