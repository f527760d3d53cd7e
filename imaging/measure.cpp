#include "imaging/measure.h"

#include "imaging/film_page.h"
#include "imaging/ink.h"
#include "imaging/jpeg_grid.h"
#include "imaging/noise.h"
#include "imaging/overlay.h"
#include "imaging/page_planes.h"
#include "imaging/resolution.h"
#include "imaging/sharpness.h"
#include "imaging/sheet.h"
#include "imaging/sheet_geometry.h"
#include "imaging/streak.h"
#include "imaging/tail_rows.h"
#include "imaging/tone.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace seihon::imaging {
namespace {

// OpenCV would spread a page over threads of its own. Pages are what is done side by side here, and
// the other core belongs to the rows that arrive. Before main, as the setting is the process's.
[[maybe_unused]] const bool kOneThread = [] {
    cv::setNumThreads(1);
    // What OpenCV makes when the first matrix expression is used is made now, by one thread.
    return !cv::Mat(cv::Mat::zeros(1, 1, CV_8U)).empty();
}();

using record::PageImage;
using record::PageMeasurement;
using record::Quantity;
using record::RectPx;

void measureTail(const PageImage& image, const PagePlanes& planes, const Sheet& sheet,
                 PageMeasurement& into) {
    const std::int64_t rows = countIdenticalTailRows(image, planes, sheet);
    if (rows == 0) {
        into.add(Quantity::IdenticalTailRows, 0);
    } else {
        into.add(
            Quantity::IdenticalTailRows, rows,
            record::areaOf({0, image.height - rows, image.width, rows}, image.dpiX, image.dpiY));
    }
}

// Borders that agree say how the sheet lay; text decides where they do not or cannot be seen.
void measureSkew(const PagePlanes& planes, const Sheet& sheet, const Plane& ink,
                 PageMeasurement& into) {
    const BorderSkew borders = skewOfBorders(sheet);
    std::optional<double> degrees = borders.agreed;
    if (!degrees) {
        degrees = skewOfText(planes, sheet, ink);
    }
    if (!degrees) {
        degrees = borders.single;
    }
    if (degrees) {
        into.add(Quantity::SkewMilliDegrees, std::llround(*degrees * 1000));
    }
}

double skewIn(const PageMeasurement& measurement) {
    const record::Measured* skew = measurement.find(Quantity::SkewMilliDegrees);
    return skew == nullptr ? 0 : static_cast<double>(skew->value) / 1000;
}

// The sheet's box without its borders; empty when nothing is left.
RectPx innerBox(const PagePlanes& planes, const Sheet& sheet) {
    const auto marginX = std::llround(kSheetBorderMm / 25.4 * static_cast<double>(planes.dpiX));
    const auto marginY = std::llround(kSheetBorderMm / 25.4 * static_cast<double>(planes.dpiY));
    return {sheet.box.x + marginX, sheet.box.y + marginY,
            std::max<std::int64_t>(0, sheet.box.w - 2 * marginX),
            std::max<std::int64_t>(0, sheet.box.h - 2 * marginY)};
}

void measureResolution(const PagePlanes& planes, const Sheet& sheet, int paper,
                       PageMeasurement& into) {
    const RectPx inner = innerBox(planes, sheet);
    if (inner.w < 2 || inner.h < 2) {
        return;
    }
    ResolutionEvidence evidence;
    evidence.declaredDpi = std::min(planes.dpiX, planes.dpiY);
    evidence.edges = measureEdges(planes.grey, inner, paper);
    evidence.noise = measureNoise(planes, insideOf(sheet, planes, kSheetBorderMm, true));
    if (evidence.edges.widthMilliPixels) {
        into.add(Quantity::EdgeWidthMilliPixels, *evidence.edges.widthMilliPixels);
    }
    if (evidence.edges.downMilliPixels) {
        into.add(Quantity::FeedEdgeWidthMilliPixels, *evidence.edges.downMilliPixels);
    }
    if (evidence.noise) {
        into.add(Quantity::NoiseCorrelationXPermille, evidence.noise->acrossPermille);
        into.add(Quantity::NoiseCorrelationYPermille, evidence.noise->downPermille);
    }
    const std::optional<std::int64_t> blocks = measureBlockRatio(planes.grey, inner);
    evidence.jpegBlockRatioPermille = blocks.value_or(1000);
    if (const std::optional<std::int64_t> dpi = effectiveDpi(evidence)) {
        into.add(Quantity::EffectiveDpi, *dpi);
    }
    if (blocks) {
        into.add(Quantity::JpegBlockRatioPermille, *blocks);
    }
}

} // namespace

PageMeasurement measurePage(const PageImage& image, const record::CaptureFacts& facts) {
    ContentMap content;
    return measurePage(image, facts, content);
}

ContentMap contentOf(const PageImage& image, const record::CaptureFacts& facts) {
    const PagePlanes planes = makePlanes(image);
    const Sheet sheet = locateSheet(planes, facts.sheetRect);
    PageMeasurement skew;
    measureSkew(planes, sheet, findInk(planes, sheet), skew);
    return mapContent(planes, sheet, skewIn(skew));
}

PageMeasurement measurePage(const PageImage& image, const record::CaptureFacts& facts,
                            ContentMap& content) {
    assert(image.width > 0 && image.height > 0 && image.dpiX > 0 && image.dpiY > 0);
    if (facts.source == record::PaperSource::Transparency) { // no paper, ink or backing to look for
        content = {};
        PageMeasurement film;
        film.add(Quantity::WidthPixels, image.width);
        film.add(Quantity::HeightPixels, image.height);
        measureFilm(image, facts, film);
        return film;
    }
    const PagePlanes planes = makePlanes(image);
    const Sheet sheet = locateSheet(planes, facts.sheetRect);
    const Plane ink = findInk(planes, sheet);

    PageMeasurement measurement;
    measurement.add(Quantity::WidthPixels, image.width);
    measurement.add(Quantity::HeightPixels, image.height);
    measureSheet(planes, sheet, measurement);
    measureInk(planes, sheet, ink, measurement);
    measureTail(image, planes, sheet, measurement);
    measureSkew(planes, sheet, ink, measurement);
    content = mapContent(planes, sheet, skewIn(measurement));
    if (planes.continuousTone) {
        const int paper = measureTone(planes, sheet, measurement);
        measureResolution(planes, sheet, paper, measurement);
        measureStreak(image, planes, sheet, ink, measurement);
        measureOverlay(planes, sheet, paper, measurement);
    }
    return measurement;
}

} // namespace seihon::imaging
