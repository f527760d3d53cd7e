#include "tests/quality/pictures.h"

#include "tests/quality/transport.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace seihon::quality {

namespace {

constexpr int kThumbWidth = 200, kThumbHeight = 284, kGap = 6, kMostOfAKind = 5, kColumns = 5;

cv::Mat thumbOf(const MadePage& page) {
    record::PageImage copy = page.image.clone();
    const cv::Mat full(static_cast<int>(copy.height), static_cast<int>(copy.width), CV_8UC3,
                       copy.bytes.data(), static_cast<std::size_t>(copy.stride));
    const double scale = std::min(static_cast<double>(kThumbWidth) / full.cols,
                                  static_cast<double>(kThumbHeight) / full.rows);
    cv::Mat small;
    cv::resize(full, small, {}, scale, scale, cv::INTER_AREA);
    if (page.truth.where) {
        const double k = scale * kPixelsPerMm;
        const Place& place = *page.truth.where;
        const cv::Rect box(cvRound(place.x * k) - 2, cvRound(place.y * k) - 2,
                           cvRound(place.w * k) + 4, cvRound(place.h * k) + 4);
        cv::rectangle(small, box, {220, 30, 30}, 1);
    }
    cv::Mat thumb(kThumbHeight, kThumbWidth, CV_8UC3, cv::Scalar::all(255));
    small.copyTo(thumb(
        cv::Rect(0, 0, std::min(small.cols, kThumbWidth), std::min(small.rows, kThumbHeight))));
    return thumb;
}

void writeSheet(const std::vector<cv::Mat>& thumbs, const std::filesystem::path& file) {
    const int count = static_cast<int>(thumbs.size());
    const int columns = std::min(kColumns, count), rows = (count + kColumns - 1) / kColumns;
    record::PageImage image;
    image.width = columns * (kThumbWidth + kGap) + kGap;
    image.height = rows * (kThumbHeight + kGap) + kGap;
    image.stride = image.rowBytes();
    image.dpiX = image.dpiY = 25;
    image.bytes.assign(static_cast<std::size_t>(image.stride * image.height), 150);
    cv::Mat sheet(static_cast<int>(image.height), static_cast<int>(image.width), CV_8UC3,
                  image.bytes.data());
    for (int i = 0; i < count; ++i) {
        const cv::Point at(kGap + (i % kColumns) * (kThumbWidth + kGap),
                           kGap + (i / kColumns) * (kThumbHeight + kGap));
        thumbs[static_cast<std::size_t>(i)].copyTo(sheet(cv::Rect(at, thumbs[0].size())));
    }
    const std::vector<std::uint8_t> bytes = encodeJpeg(image, {70, true, 0, 0});
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) {
        throw std::runtime_error("cannot write " + file.string());
    }
}

std::string captionOf(const Outcome& outcome) {
    const Truth& truth = outcome.truth;
    std::string text = std::string(record::enumName(truth.defect)) + " no. " +
                       std::to_string(truth.index) + ", " +
                       std::string(record::enumName(truth.paper)) + ", " + truth.variant;
    if (!truth.unit.empty()) {
        std::array<char, 32> number{};
        std::snprintf(number.data(), number.size(), "%.4g", truth.severity);
        text += std::string(", ") + number.data() + " " + truth.unit;
    }
    std::string alarms;
    for (const record::Finding& finding : alarmsOf(outcome)) {
        const std::string name(record::enumName(finding.id));
        if (alarms.find(name) == std::string::npos) {
            alarms += (alarms.empty() ? "" : ", ") + name;
        }
    }
    return text + (alarms.empty() ? "; no alarm" : "; alarms: " + alarms);
}

} // namespace

std::vector<Picture> writePictures(PageMaker& maker, std::span<const Outcome> outcomes,
                                   const std::filesystem::path& folder) {
    std::vector<Picture> pictures;
    const auto draw = [&](const std::string& name, const std::string& title,
                          const std::vector<const Outcome*>& pages) {
        Picture picture{name, title, {}};
        std::vector<cv::Mat> thumbs;
        for (const Outcome* outcome : pages) {
            const Truth& truth = outcome->truth;
            thumbs.push_back(thumbOf(maker.make({truth.defect, truth.index, truth.backing})));
            picture.captions.push_back(captionOf(*outcome));
        }
        writeSheet(thumbs, folder / name);
        pictures.push_back(std::move(picture));
    };
    std::vector<const Outcome*> examples;
    for (const Expectation& row : expectations()) {
        std::vector<const Outcome*> missed;
        const Outcome* first = nullptr;
        for (const Outcome& outcome : outcomes) {
            if (outcome.truth.defect != row.defect || outcome.truth.backing != Backing::Dark) {
                continue;
            }
            first = first == nullptr ? &outcome : first;
            if (!outcome.hit &&
                missed.size() < kMostOfAKind * (row.defect == Defect::Normal ? 2u : 1u)) {
                missed.push_back(&outcome);
            }
        }
        if (first != nullptr) {
            examples.push_back(first);
        }
        if (!missed.empty()) {
            const std::string name(record::enumName(row.defect));
            draw("missed-" + name + ".jpg",
                 row.defect == Defect::Normal ? "False alarms on normal pages"
                                              : "Missed: " + row.title,
                 missed);
        }
    }
    if (!examples.empty()) {
        draw("examples.jpg", "The first page of each kind", examples);
    }
    return pictures;
}

} // namespace seihon::quality
